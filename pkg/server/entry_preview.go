package server

import (
	"slices"
	"strconv"

	"muctieu/pkg/check"
	"muctieu/pkg/i18n"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
)

// A pasteView is the dot of entry/paste: a place to paste into, and the
// preview of what was.
type pasteView struct {
	page
	Action  string
	Back    string
	Text    string
	Start   fieldView
	Preview *previewView // nil: nothing was pasted yet
}

// A previewView is the dot of entry/preview: each cell as old, new and
// difference, the doubtful ones first.
type previewView struct {
	Action string
	Cancel linkView // where cancelling leads without a script
	Title  string
	About  string
	Faults []noticeView
	Counts []countView
	Hidden []choiceView // the block itself, to be read again
	Column *fieldView   // which column of a block was taken; nil: it has one
	Again  string       // words of the button that takes another
	Heads  []string
	Rows   []previewRowView
	All    string // words of the button
	Sure   string // empty: nothing is doubtful
}

// A previewRowView is one cell of the preview.
type previewRowView struct {
	Code, Position, Name, Measure string
	Version                       string
	Given                         []choiceView // status and note of a workbook
	Text                          string       // as pasted
	Old, New, Difference, Growth  numberView
	State                         stateView
	Class                         string   // doubtful, withdrawn, refused, same, changed
	Doubts                        []string // why it is doubtful
	Answer                        string   // name of the choices
	Choices                       []readingView
	Chosen                        string
	Reason                        *fieldView // of a withdrawal; nil: the cell is none
}

// An entryCellsView is the dot of entry/cells: what a script gets back after a
// block was saved.
type entryCellsView struct {
	Rows   []entryRowView
	Status entryStatusView
}

// showPaste answers with the page, or for a script with the preview alone.
func (w *entryWork) showPaste(status int, cells []*pastedCell, faults ...string) error {
	v := pasteView{Action: w.path("entry/paste"), Back: w.path("entry"), Text: w.c.FormValue("text")}
	v.Start = fieldView{ID: "start", Name: "start", Label: w.p.T("entry.paste_start"), Type: "select"}
	for _, row := range w.sum.Rows {
		v.Start.Options = append(v.Start.Options, choiceView{Value: string(row.Code), Text: row.Name, Checked: string(row.Code) == w.c.FormValue("start")})
	}
	if cells != nil {
		v.Preview = w.preview(cells, faults)
		w.block().describe(w, v.Preview)
	} else if v.Text != "" {
		faults = append(faults, w.p.Error(errNothingPasted))
	}
	if isFragment(w.c) && v.Preview != nil {
		return w.s.templates.fragment(w.c, status, "entry/paste", "entry/preview", v.Preview)
	}
	var err error
	if v.page, err = w.frame("entry/paste"); err != nil {
		return err
	}
	if v.Preview == nil && len(faults) > 0 {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: faults[0]})
	}
	return w.s.templates.render(w.c, status, "entry/paste", v)
}

// preview makes the list of cells.
func (w *entryWork) preview(cells []*pastedCell, faults []string) *previewView {
	v := &previewView{Action: w.path("entry/paste"), Cancel: linkView{Href: w.path("entry"), Text: w.p.T("entry.paste_cancel")}, Title: w.p.T("entry.preview_title", "count", len(cells)),
		About:  w.p.T("entry.preview_about", "unit", w.sum.Unit.Name, "period", w.p.Period(w.period)),
		Hidden: []choiceView{hidden("text", w.c.FormValue("text")), hidden("start", w.c.FormValue("start"))}}
	if len(faults) > 0 {
		v.Faults = append(v.Faults, noticeView{Kind: "fault", Text: faults[0], List: faults[1:]})
	}
	for _, key := range []string{"entry.head_position", "entry.head_name", "entry.preview_text", "entry.preview_old", "entry.preview_new", "entry.preview_difference"} {
		v.Heads = append(v.Heads, w.p.T(key))
	}
	v.Heads = append(v.Heads, w.p.T("entry.preview_growth", "period", w.p.PeriodShort(w.period.Previous())), w.p.T("entry.preview_state"))
	after := w.after(cells)
	counts := map[string]int{}
	var doubtful, rest []previewRowView
	for _, p := range cells {
		row := w.previewRow(p, after)
		counts[row.Class]++
		if row.Class == "doubtful" || row.Class == "withdrawn" || row.Class == "refused" {
			doubtful = append(doubtful, row)
		} else {
			rest = append(rest, row)
		}
	}
	v.Rows = append(doubtful, rest...)
	for _, class := range []string{"doubtful", "withdrawn", "changed", "same", "refused"} {
		if n := counts[class]; n > 0 || class == "doubtful" {
			v.Counts = append(v.Counts, countView{Class: class, Icon: previewIcons[class], Count: strconv.Itoa(n), Word: w.p.T("entry.preview_" + class)})
		}
	}
	taken := counts["doubtful"] + counts["withdrawn"] + counts["changed"] + counts["same"]
	v.All = w.p.T("entry.preview_all", "count", taken)
	if n := counts["doubtful"] + counts["withdrawn"]; n > 0 {
		v.Sure = w.p.T("entry.preview_sure", "sure", taken-n, "doubtful", n)
	}
	return v
}

// previewIcons go with the classes of cells.
var previewIcons = map[string]string{"doubtful": "alert-triangle", "withdrawn": "arrow-back-up", "changed": "pencil", "same": "equal-not", "refused": "alert-circle"}

// after is the summary as it would be.
func (w *entryWork) after(cells []*pastedCell) map[string]report.Row {
	in := report.Input{Book: check.With(w.book, w.figures(cells)...), Terms: w.catalogue.Terms, Unit: w.place.Unit, Period: w.period, Lang: w.p.Lang(), Decimals: 1}
	rows := map[string]report.Row{}
	sum, err := report.Build(in)
	if err != nil {
		return rows // cannot be: the same was built of what is stored
	}
	for _, row := range sum.Rows {
		rows[string(row.Code)] = row
	}
	return rows
}

func (w *entryWork) previewRow(p *pastedCell, after map[string]report.Row) previewRowView {
	code := string(p.row.Code)
	stored, next := w.figure(p.row.Code), w.figureOf(p)
	v := previewRowView{Code: code, Position: strconv.Itoa(p.row.Position), Name: p.row.Name, Measure: p.row.Measure, Version: strconv.Itoa(p.version),
		Text: p.text, Old: w.amountView(p, stored.Value), New: w.amountView(p, next.Value), Growth: newNumber("", w.p.Lang()), Answer: "answer." + code, Chosen: p.answer}
	v.Given = p.hidden()
	if stored.Value == nil {
		v.Old = numberView{Words: w.p.T("entry.preview_nothing")}
	}
	for _, d := range p.doubts {
		v.Doubts = append(v.Doubts, d.Text(w.p, p.entry))
	}
	_, answered := p.chosen()
	switch {
	case p.fixed != "":
		v.Class, v.Doubts, v.New = "refused", []string{p.fixed}, newNumber("", w.p.Lang())
	case p.refused():
		v.Class, v.New = "refused", newNumber("", w.p.Lang())
	case p.clears:
		v.Class, v.Text, v.New = "withdrawn", w.p.T("entry.preview_nothing"), numberView{Words: w.p.T("mapping.withdrawn")}
		v.Reason = &fieldView{ID: "reason-" + code, Name: "reason." + code, Label: w.p.T("entry.clear_reason"), Value: p.reason}
	case p.doubtful():
		v.Class = "doubtful"
		for i, c := range p.choices() {
			v.Choices = append(v.Choices, readingView{Number: strconv.Itoa(i + 1), Value: choiceKey(c), Label: c.Label(w.p, p.entry), Words: c.Hint(w.p, p.entry)})
		}
	case w.same(p):
		v.Class = "same"
	default:
		v.Class = "changed"
	}
	if p.doubtful() && !answered {
		v.New, v.Difference = newNumber("", w.p.Lang()), newNumber("", w.p.Lang())
	} else {
		v.Difference = w.difference(p, stored.Value, next.Value)
		if row, ok := after[code]; ok && v.Class != "refused" {
			v.Growth = growthView(row, w.p)
		}
	}
	v.State = w.previewState(v.Class)
	return v
}

// hidden are the fields that bring back what a file said of a cell.
func (p *pastedCell) hidden() []choiceView {
	said := []choiceView{hidden("status", p.status), hidden("note", p.note), hidden("given", p.given)}
	if p.clears {
		said = append(said, hidden("clears", "1"))
	}
	if p.table && p.fixed != "" {
		said = append(said, hidden("refused", p.fixed))
	}
	said = slices.DeleteFunc(said, func(c choiceView) bool { return c.Value == "" })
	for i := range said {
		said[i].Name += "." + string(p.row.Code)
	}
	return said
}

func (w *entryWork) amountView(p *pastedCell, a *number.Amount) numberView {
	if a == nil {
		if p.reading.Kind == number.ReadNotApplicable {
			return numberView{Words: w.p.T("core.status_not_applicable")}
		}
		return newNumber("", w.p.Lang())
	}
	return newNumber(w.p.Format().Amount(*a, p.row.Result.Indicator.ShownDecimals), w.p.Lang())
}

// difference between what is stored and what would be.
func (w *entryWork) difference(p *pastedCell, old, next *number.Amount) numberView {
	switch {
	case next == nil:
		return newNumber("", w.p.Lang())
	case old == nil:
		return numberView{Words: w.p.T("entry.preview_new_value")}
	case next.Cmp(*old) == 0:
		return numberView{Words: w.p.T("entry.preview_no_change")}
	}
	by, err := next.Sub(*old)
	if err != nil {
		return newNumber("", w.p.Lang())
	}
	return signed(newNumber(w.p.Format().Amount(by, p.row.Result.Indicator.ShownDecimals), w.p.Lang()))
}

func (w *entryWork) previewState(class string) stateView {
	v := stateView{Icon: previewIcons[class], Word: i18n.Capital(w.p.T("entry.preview_state_" + class))}
	switch class {
	case "doubtful", "withdrawn":
		v.Class, v.Tag = "warning", true
	case "refused":
		v.Class, v.Tag = "fault", true
	case "changed":
		v.Class, v.Icon = "done", "check"
	default:
		v.Icon = ""
	}
	return v
}
