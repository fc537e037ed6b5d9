package server

import (
	"cmp"
	"slices"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// changes says what has changed since a report was issued: each figure as it
// was reported and as it is now.
func (m *summaryMaker) changes() (*changesView, error) {
	if len(m.issued) == 0 {
		return &changesView{Empty: &emptyView{Text: m.p.T("summary.changes_none"), Note: m.p.T("summary.changes_none_note")}}, nil
	}
	chosen := m.issued[0]
	for _, r := range m.issued {
		if r.ID == m.c.QueryParam("since") {
			chosen = r
		}
	}
	then, err := m.s.store.IssuedReport(m.c.Request().Context(), chosen.ID)
	if err != nil {
		return nil, err
	}
	now, err := m.like(then)
	if err != nil {
		return nil, err
	}
	r, err := report.SinceReported([]byte(then.Summary), now.sum)
	if err != nil {
		return nil, err
	}
	v := &changesView{
		Lead:  m.p.T("summary.changes_lead", "id", then.ID, "time", m.p.DateTime(then.At, m.s.zone)),
		Heads: [4]string{m.p.T("summary.change_name"), m.p.T("summary.change_what"), m.p.T("summary.change_then"), m.p.T("summary.change_now")},
		Text:  i18n.Capital(r.Text) + ".",
	}
	if len(m.issued) > 1 {
		for _, i := range m.issued {
			v.Reports = append(v.Reports, linkView{Href: m.path("summary", "tab", "changes", "since", i.ID), Text: i.ID + ", " + m.p.Date(i.At.In(m.s.zone)), Current: i.ID == then.ID})
		}
	}
	for _, row := range r.Rows {
		v.Rows = append(v.Rows, m.changed(row)...)
	}
	for _, b := range r.Base {
		v.Base = append(v.Base, b.Text+".")
	}
	return v, nil
}

// like is the present summary in the language and with the decimals of an
// issued one.
func (m *summaryMaker) like(r store.Issued) (*summaryWork, error) {
	if r.Lang == m.scope.lang && r.Decimals == m.scope.decimals && m.scope.asOf.IsZero() {
		return m.summaryWork, nil
	}
	scope := m.scope
	scope.lang, scope.decimals, scope.asOf = r.Lang, r.Decimals, time.Time{}
	return m.s.summaryWork(m.c.Request().Context(), scope)
}

// changed lists what differs of a row.
func (m *summaryMaker) changed(r report.RevisionRow) []changeView {
	var list []changeView
	add := func(what, then, now string) {
		if then != now {
			list = append(list, changeView{Name: r.Name, What: what, Then: dashed(then), Now: dashed(now)})
		}
	}
	then, now := r.Then, r.Now
	switch {
	case then == nil:
		add(m.p.T("summary.what_row"), "", m.p.T("summary.what_added"))
		return list
	case now == nil:
		add(m.p.T("summary.what_row"), m.p.T("summary.what_held"), m.p.T("summary.what_removed"))
		return list
	}
	add(m.p.T("summary.what_actual"), withStatus(then.Actual.Text, then.Status), withStatus(now.Actual.Text, now.Status))
	add(m.p.T("summary.what_previous"), then.Previous.Text, now.Previous.Text)
	for _, level := range planLevels(then, now) {
		a, b := planAt(then, level), planAt(now, level)
		add(i18n.Capital(cmp.Or(b.Phrase, a.Phrase, m.p.T("summary.what_plan"))), a.Text, b.Text)
		add(m.p.T("summary.what_percent", "plan", cmp.Or(b.Phrase, a.Phrase, m.p.T("summary.what_plan"))), percentText(a), percentText(b))
	}
	m.changedInYear(then, now, add)
	add(m.p.T("summary.what_change"), then.Change, now.Change)
	add(m.p.T("summary.what_verdict"), then.Verdict, now.Verdict)
	return list
}

// changedInYear lists what differs of what a month or quarter is read beside.
// A report issued before these stood in it has nothing to compare.
func (m *summaryMaker) changedInYear(then, now *report.Row, add func(what, then, now string)) {
	a, b := then.InYear, now.InYear
	if a == nil || b == nil {
		return
	}
	add(m.p.T("summary.what_before"), a.Value.Text, b.Value.Text)
	if a.Total == nil || b.Total == nil {
		return
	}
	add(m.p.T("summary.what_total"), withStatus(a.Total.Actual.Text, a.Total.Status), withStatus(b.Total.Actual.Text, b.Total.Status))
	add(m.p.T("summary.what_total_previous"), a.Total.Previous.Text, b.Total.Previous.Text)
	for _, level := range planLevels(a.Total, b.Total) {
		p, q := planAt(a.Total, level), planAt(b.Total, level)
		add(m.p.T("summary.what_total_percent", "plan", cmp.Or(q.Phrase, p.Phrase, m.p.T("summary.what_plan"))), percentText(p), percentText(q))
	}
}

func dashed(text string) string {
	if text == "" {
		return dash
	}
	return text
}

func withStatus(text, status string) string {
	if text == "" || status == "" {
		return text
	}
	return text + " (" + status + ")"
}

// planLevels are the levels that have a plan then or now.
func planLevels(then, now *report.Row) []string {
	var levels []string
	for _, row := range []*report.Row{now, then} {
		for _, p := range row.Plans {
			if !slices.Contains(levels, p.Level) {
				levels = append(levels, p.Level)
			}
		}
	}
	return levels
}

func planAt(row *report.Row, level string) report.PlanRow {
	for _, p := range row.Plans {
		if p.Level == level {
			return p
		}
	}
	return report.PlanRow{}
}

func percentText(p report.PlanRow) string {
	if p.Percent.None() {
		return ""
	}
	return p.Percent.Text + "%"
}
