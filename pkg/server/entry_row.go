package server

import (
	"strconv"
	"time"

	"muctieu/pkg/check"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
)

// A cellState is how the saving of one cell stands: SCREENS calls them by
// these names.
const (
	cellSaved    = "saved"
	cellEmpty    = "empty"
	cellAsked    = "asked"
	cellRefused  = "refused"
	cellConflict = "conflict"
	cellNote     = "note"   // saved, and a note is needed
	cellUnsent   = "unsent" // in order, but another cell keeps it back
	cellFixed    = "fixed"  // nothing can be typed
)

// cellIcons go with the states.
var cellIcons = map[string]string{
	cellSaved: "check", cellEmpty: "circle-dashed", cellAsked: "help-octagon", cellRefused: "alert-circle",
	cellConflict: "arrows-left-right", cellNote: "alert-triangle", cellUnsent: "clock", cellFixed: "lock",
}

// cellStates lists those that are counted, in the order in which they are
// shown.
var cellStates = []string{cellSaved, cellNote, cellAsked, cellRefused, cellConflict, cellUnsent, cellEmpty}

// rowView makes one row ready to be shown.
func (w *entryWork) rowView(row report.Row) entryRowView {
	code, stored := w.id(row), w.figure(row.Code)
	shown := w.shown(row, stored)
	v := entryRowView{
		Code: code, Position: strconv.Itoa(row.Position), Name: row.Name, Measure: row.Measure,
		Href: w.path("entry/one/" + string(row.Code)), Previous: previousView(row, w.p), Actual: actualView(row, w.p),
		Growth: growthView(row, w.p), Version: strconv.Itoa(stored.Version), Seen: shown.String(),
		Value: shown.text, Note: shown.note, ReadOnly: w.readOnly(row),
		Labels: entryLabels{w.p.T("entry.label_value", "name", row.Name), w.p.T("entry.label_status", "name", row.Name), w.p.T("entry.label_note", "name", row.Name)},
	}
	for _, level := range w.levels() {
		v.Plans = append(v.Plans, w.planOf(row, level))
	}
	v.Percents = w.percents(row)
	if a := row.Result.Actual; shown.text == "" && a != nil && a.Rule == indicator.FromMonths {
		v.Hint = number.Vietnamese.Text(row.Actual.Plain, row.Result.Indicator.ShownDecimals)
	}
	v.Class, v.Save = w.saveState(row, stored)
	if t := w.typed[row.Code]; t.open() || t.waits() {
		w.putTyped(&v, row, t)
		shown.status = t.status
	}
	v.Statuses = w.statuses(shown.status)
	for _, f := range w.findings[row.Code] {
		v.Warnings = append(v.Warnings, f.Text(w.p, w.book, w.catalogue.Terms))
	}
	return v
}

// shown is a cell as the form shows it. Numbers stand in the fields as they
// are typed, whatever the language of the page is.
func (w *entryWork) shown(row report.Row, f indicator.Figure) seenCell {
	cell := seenCell{status: string(w.usual()), note: f.Note}
	switch {
	case f.Status == indicator.NotApplicable:
		cell.text = "x"
	case f.Value != nil:
		cell.text, cell.status = typedForm(*f.Value, row.Result.Indicator), string(f.Status)
	default: // nothing typed, or withdrawn: the reason is no note on a figure
		cell.note = ""
	}
	return cell
}

// usual is the status offered for a new figure: that of the unit's newest one
// in this period, an estimate where it has none.
func (w *entryWork) usual() indicator.Status {
	newest, status := time.Time{}, indicator.Estimate
	for _, row := range w.sum.Rows {
		if f := w.figure(row.Code); f.Value != nil && f.Recorded.After(newest) {
			newest, status = f.Recorded, f.Status
		}
	}
	return status
}

func (w *entryWork) statuses(current string) []choiceView {
	options := worded(w.p, "core.status_", indicator.Statuses)
	for i := range options {
		options[i].Checked = options[i].Value == current
	}
	return options
}

// levels are the codes of the plan levels that some row has a plan of.
func (w *entryWork) levels() []string {
	var codes []string
	for _, level := range w.book.Levels {
		for _, row := range w.sum.Rows {
			if planOf(row, level.Code) != nil {
				codes = append(codes, level.Code)
				break
			}
		}
	}
	return codes
}

func planOf(row report.Row, level string) *report.PlanRow {
	for i := range row.Plans {
		if row.Plans[i].Level == level {
			return &row.Plans[i]
		}
	}
	return nil
}

func (w *entryWork) planOf(row report.Row, level string) numberView {
	if pr := planOf(row, level); pr != nil {
		return planView(*pr, w.p)
	}
	return numberView{Slots: true}
}

// percents compare with the plan of each level; of several each is named.
func (w *entryWork) percents(row report.Row) []numberView {
	var all []numberView
	for _, pr := range row.Plans {
		n := percentView(row, pr, w.p)
		if len(row.Plans) > 1 {
			n.Label = pr.Giver()
		}
		all = append(all, n)
	}
	if len(all) == 0 {
		return []numberView{newNumber("", w.p.Lang())}
	}
	return all
}

// saveState says how a stored cell stands.
func (w *entryWork) saveState(row report.Row, f indicator.Figure) (class string, v saveView) {
	a := row.Result.Actual
	switch why := w.readOnly(row); {
	case why != "":
		class, v.Text = cellFixed, why
		if a != nil && !a.Complete() {
			v.Text += w.p.T("entry.units_have", "have", a.Have, "of", a.Of)
		}
	case f.Status == indicator.Withdrawn && a == nil:
		class, v.Text = cellEmpty, w.p.T("entry.withdrawn", "reason", f.Note)
	case f.Version == 0 && a != nil && a.Rule == indicator.FromMonths, f.Status == indicator.Withdrawn:
		class, v.Text = cellSaved, w.p.T("entry.from_months")
	case f.Version == 0:
		class, v.Text = cellEmpty, w.p.T("entry.state_empty")
	default:
		class, v.Text = cellSaved, w.p.T("entry.saved_at", "time", w.when(f.Recorded))
		if warning := w.needsNote(row.Code); warning != "" {
			class, v.Text = cellNote, v.Text+". "+warning
		}
	}
	v.Class, v.Icon = class, cellIcons[class]
	return class, v
}

// needsNote is the first finding on a row that still has to be explained.
func (w *entryWork) needsNote(code indicator.Code) string {
	for _, f := range w.findings[code] {
		if f.NeedsNote && !f.Explained {
			return w.p.T("entry.needs_note", "rule", f.Rule.Name(w.p))
		}
	}
	return ""
}

// when is the time of today, the day of any other.
func (w *entryWork) when(t time.Time) string {
	local, now := t.In(w.s.zone), w.s.now().In(w.s.zone)
	if local.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return local.Format("15:04")
	}
	return w.p.Date(local)
}

// putTyped puts back what was typed, with what keeps it from being saved.
func (w *entryWork) putTyped(v *entryRowView, row report.Row, t *typedCell) {
	v.Value, v.Note, v.Version, v.Seen = t.text, t.note, strconv.Itoa(t.version), t.seen.String()
	v.ReadOnly = ""
	answer := "answer." + v.Code
	switch {
	case t.conflict != nil:
		v.Class, v.Save = cellConflict, w.conflictView(answer, row, t)
	case t.clears:
		v.Class, v.Save.Text = cellAsked, w.p.T("entry.state_asked")
		v.Clear = w.clearView(answer, row, t)
	case t.doubt != nil:
		v.Class, v.Save.Text = cellAsked, w.p.T("entry.state_readings")
		v.Doubt = w.doubtView(answer, row, t)
	case t.waits():
		v.Class, v.Save.Text = cellUnsent, w.p.T("entry.state_held")
	default:
		v.Class, v.Save.Text = cellRefused, w.p.T("entry.state_refused", "why", i18n.Lowered(t.refusal))
	}
	v.Save.Class, v.Save.Icon, v.Save.Alert = v.Class, cellIcons[v.Class], t.open()
}

// conflictView shows theirs and one's own.
func (w *entryWork) conflictView(name string, row report.Row, t *typedCell) saveView {
	theirs, version := t.conflict.Stored, strconv.Itoa(t.conflict.Stored.Version)
	text := w.shown(row, theirs).text
	if text == "" {
		text = w.p.T("core.status_withdrawn")
	}
	who := theirs.ByName
	if who == "" {
		who = w.p.T("entry.somebody")
	}
	mine := t.text
	if mine == "" {
		mine = w.p.T("core.status_withdrawn")
	}
	return saveView{Text: w.p.T("entry.state_conflict", "name", who, "value", text, "time", w.when(theirs.Recorded)), Choices: []choiceView{
		{Name: name, Value: answerTake, Text: w.p.T("entry.take", "value", text)},
		{Name: name, Value: answerKeep + ":" + version, Text: w.p.T("entry.keep", "value", mine)},
	}}
}

// doubtView asks which reading is meant.
func (w *entryWork) doubtView(name string, row report.Row, t *typedCell) *doubtView {
	v := newDoubtView(w.p, name, *t.doubt, t.entry)
	if t.doubt.Kind == check.Ambiguous && row.Previous.None() {
		v.Fact = w.p.T("entry.no_previous")
	}
	return v
}

func newDoubtView(p *i18n.Printer, name string, d check.Doubt, entry check.Entry) *doubtView {
	v := &doubtView{Name: name, Question: d.Text(p, entry), Keys: p.T("entry.doubt_keys", "count", len(d.Choices))}
	for i, choice := range d.Choices {
		v.Choices = append(v.Choices, readingView{Number: strconv.Itoa(i + 1), Value: choiceKey(choice), Label: choice.Label(p, entry), Words: choice.Hint(p, entry)})
	}
	return v
}

// clearView asks why a figure is taken back.
func (w *entryWork) clearView(name string, row report.Row, t *typedCell) *clearView {
	id := "reason-" + w.id(row)
	return &clearView{Name: name, Question: w.p.T("entry.clear_question", "value", t.seen.text),
		Keep: w.p.T("entry.clear_keep", "value", t.seen.text), Withdraw: w.p.T("entry.clear_withdraw"),
		Reason: fieldView{ID: id, Name: "reason." + w.id(row), Label: w.p.T("entry.clear_reason"), Value: t.reason, Fault: t.refusal}}
}
