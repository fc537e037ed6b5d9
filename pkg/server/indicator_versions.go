package server

import (
	"context"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/workflow"
)

// readVersions reads what was typed for the figure, and the names of those who
// entered it and the figure it is compared with.
func (m *indicatorMaker) readVersions(ctx context.Context) error {
	m.names = map[string]string{}
	key := indicator.CellKey{Unit: m.unit, Indicator: m.row.Code, Period: m.row.Result.PreviousPeriod}
	before, err := m.server.store.Versions(ctx, key)
	if err != nil {
		return err
	}
	key.Period = m.period
	if m.typed, err = m.server.store.Versions(ctx, key); err != nil {
		return err
	}
	for _, f := range slices.Concat(before, m.typed) {
		m.names[f.By] = f.ByName
	}
	return nil
}

// fillVersions lists what was typed for the figure, the newest first.
func (m *indicatorMaker) fillVersions(v *indicatorView) {
	v.Versions = versionsView{Caption: m.words.T("indicator.versions_title", "period", m.period), Empty: m.words.T("indicator.versions_none")}
	for _, head := range []string{"version", "value", "status", "who", "when", "note", "file"} {
		v.Versions.Heads = append(v.Versions.Heads, m.words.T("indicator.head_"+head, "measure", m.row.Measure))
	}
	for _, f := range slices.Backward(m.typed) {
		if !m.asOf.IsZero() && f.Dated.After(m.asOf) {
			continue
		}
		v.Versions.Rows = append(v.Versions.Rows, m.version(f, len(v.Versions.Rows) == 0))
	}
}

func (m *indicatorMaker) version(f indicator.Figure, current bool) versionView {
	row := versionView{
		Version: m.words.T("indicator.number", "n", f.Version), Status: m.words.T("core.status_" + string(f.Status)),
		Who: m.nameOf(&f), When: m.moment(f.Dated), Note: f.Note, State: m.versionState(f), Current: current,
		Value: numberView{Int: dash, Slots: true},
	}
	if row.Who == "" {
		row.Who = m.words.T("indicator.by_import")
	}
	if f.Value != nil {
		text := m.words.Format().Amount(*f.Value, m.row.Result.Indicator.ShownDecimals)
		row.Value = marked(newNumber(text, m.words.Lang()), f.Origin, m.words)
		row.Value.Strong = true
	}
	return row
}

// versionState says what became of a version: approved, returned, handed in,
// or not handed in yet.
func (m *indicatorMaker) versionState(f indicator.Figure) stateView {
	state, words := stateView{Icon: "pencil", Word: m.words.T("indicator.step_none")}, ""
	for k, step := range m.sub.Steps {
		if !covers(step, f) {
			continue
		}
		at := m.words.Date(step.At.In(m.server.zone))
		switch step.Action {
		case workflow.Approve:
			state.Icon, words = "shield-check", m.words.T("indicator.step_approved", "at", at, "name", step.ByName)
		case workflow.Submit:
			state.Icon, words = "upload", m.words.T("indicator.step_submitted", "at", at, "name", step.ByName)
		}
		if k+1 < len(m.sub.Steps) {
			if next := m.sub.Steps[k+1]; next.Action == workflow.Return {
				state.Icon = "arrow-back-up"
				words = m.words.T("indicator.step_returned", "at", m.words.Date(next.At.In(m.server.zone)), "reason", reasonOf(next, f))
			} else if next.Action == workflow.Reopen {
				words = m.words.T("indicator.step_reopened", "before", words, "at", m.words.Date(next.At.In(m.server.zone)), "reason", next.Reason)
			}
		}
	}
	if words != "" {
		state.Word = words
	}
	return state
}

func covers(step workflow.Step, f indicator.Figure) bool {
	return slices.ContainsFunc(step.Covers, func(c workflow.Covered) bool {
		return c.Indicator == f.Indicator && c.Version == f.Version
	})
}

// reasonOf is why a submission was returned: for this figure where one is
// given, else for the whole.
func reasonOf(step workflow.Step, f indicator.Figure) string {
	for _, r := range step.Remarks {
		if r.Indicator == f.Indicator {
			return r.Text
		}
	}
	return step.Reason
}
