package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A pastedCell is one text of a block that was pasted over a row.
type pastedCell struct {
	row     report.Row
	text    string
	answer  string // to its doubts
	version int    // the newest the person has seen
	status  string // of a workbook; empty: as the cell has it
	note    string // of a workbook; empty: as the cell has it
	given   string // how a table wrote it: formula, percent, both or neither
	clears  bool   // a workbook's cell that was emptied: the figure is to be taken back
	reason  string // for that
	table   bool   // the reason below is about the cell of a file
	fixed   string // why the row takes nothing; empty: it does
	entry   check.Entry
	reading number.Reading // what the text, or the answer, says
	doubts  []check.Doubt
}

// doubtful reports whether a cell waits for a choice.
func (p *pastedCell) doubtful() bool { return len(p.choices()) > 0 }

// refused reports whether nothing of the text can be stored.
func (p *pastedCell) refused() bool {
	return p.fixed != "" || len(p.doubts) > 0 && len(p.choices()) == 0
}

// choices are the answers to all doubts of the cell, each once.
func (p *pastedCell) choices() []check.Choice {
	var all []check.Choice
	for _, d := range p.doubts {
		for _, c := range d.Choices {
			if !slices.ContainsFunc(all, func(have check.Choice) bool { return choiceKey(have) == choiceKey(c) }) {
				all = append(all, c)
			}
		}
	}
	return all
}

// chosen is the choice the answer names.
func (p *pastedCell) chosen() (check.Choice, bool) {
	all := p.choices()
	i := slices.IndexFunc(all, func(c check.Choice) bool { return choiceKey(c) == p.answer })
	if i < 0 {
		return check.Choice{}, false
	}
	return all[i], true
}

// clearedText stands for an emptied cell in the form of a preview, where an
// empty line would leave the figure alone.
const clearedText = "∅"

// maxPasted is how many lines of a block are looked at.
const maxPasted = 2000

// pasted reads the block of the form: its lines over the rows of the set in
// their order, from the row the form names. Of several columns one is taken.
func (w *entryWork) pasted(b pastedBlock) []*pastedCell {
	rows := w.from()
	var cells []*pastedCell
	for i := range min(len(b.lines), len(rows)) {
		row, text := rows[i], b.text(i)
		if text == "" {
			continue
		}
		version, err := strconv.Atoi(w.c.FormValue("version." + string(row.Code)))
		if err != nil {
			version = w.figure(row.Code).Version
		}
		field := func(name string) string { return strings.TrimSpace(w.c.FormValue(name + "." + string(row.Code))) }
		p := &pastedCell{row: row, text: text, version: version, fixed: w.readOnly(row), answer: field("answer"), status: field("status"),
			note: field("note"), given: field("given"), clears: field("clears") != "", reason: field("reason")}
		if refused := field("refused"); refused != "" {
			p.fixed, p.table = refused, true
		}
		cells = append(cells, p)
	}
	w.judge(cells)
	return cells
}

// from are the rows of the set from the one the form names.
func (w *entryWork) from() []report.Row {
	at := slices.IndexFunc(w.sum.Rows, func(r report.Row) bool { return string(r.Code) == w.c.FormValue("start") })
	return w.sum.Rows[max(at, 0):]
}

// cellText drops what office programs put around a cell, no-break spaces and
// quotes too.
func cellText(text string) string {
	text = strings.Trim(text, " \t\r\n\u00a0\u202f\u2007\u200b\ufeff")
	if len(text) > 1 && strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) {
		text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
	}
	return text
}

// judge reads the texts, each beside the others: a value that belongs to
// another row of the block is seen.
func (w *entryWork) judge(cells []*pastedCell) {
	for _, p := range cells {
		p.read(check.EntryOf(w.book, w.catalogue.Terms, w.key(p.row.Code)))
	}
	together := check.With(w.book, w.figures(cells)...)
	for _, p := range cells {
		p.read(check.EntryOf(together, w.catalogue.Terms, w.key(p.row.Code)))
		if c, ok := p.chosen(); ok {
			p.reading = c.Reading
		}
	}
}

// read reads the text; how a table wrote it is doubtful besides.
func (p *pastedCell) read(entry check.Entry) {
	p.entry = entry
	if p.clears {
		return
	}
	p.reading, p.doubts = entry.Read(p.text)
	if p.reading.Kind != number.ReadValue {
		return
	}
	if strings.Contains(p.given, "formula") {
		p.doubts = append(p.doubts, entry.FormulaDoubt(p.reading.Amount))
	}
	if strings.Contains(p.given, "percent") {
		p.doubts = append(p.doubts, entry.PercentDoubt(p.reading.Amount))
	}
}

// figures are what the cells would store.
func (w *entryWork) figures(cells []*pastedCell) []indicator.Figure {
	var all []indicator.Figure
	for _, p := range cells {
		if f := w.figureOf(p); p.fixed == "" && f.Status != "" {
			all = append(all, f)
		}
	}
	return all
}

// figureOf is what a cell would store; without status it would store nothing.
func (w *entryWork) figureOf(p *pastedCell) indicator.Figure {
	stored := w.figure(p.row.Code)
	f := indicator.Figure{CellKey: w.key(p.row.Code), Note: stored.Note, Version: stored.Version + 1}
	if p.clears {
		f.Status, f.Note = indicator.Withdrawn, p.reason
		return f
	}
	switch p.reading.Kind {
	case number.ReadNotApplicable:
		f.Status = indicator.NotApplicable
	case number.ReadValue:
		value := p.reading.Amount
		f.Value, f.Status = &value, stored.Status
		if !stored.Status.HasValue() {
			f.Status, f.Note = w.usual(), ""
		}
		if p.status != "" {
			f.Status = indicator.Status(p.status)
		}
	}
	if p.note != "" {
		f.Note = p.note
	}
	return f
}

// same reports whether a cell would change nothing.
func (w *entryWork) same(p *pastedCell) bool {
	stored := w.figure(p.row.Code)
	next := w.figureOf(p)
	return stored.Version > 0 && stored.Same(next) && (next.Note == "" || next.Note == stored.Note)
}

// pastePage handles GET /units/:unit/entry/paste: a place to paste into.
func (s *Server) pastePage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry/paste"); done {
		return err
	}
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	return w.showPaste(http.StatusOK, nil)
}

// paste handles POST /units/:unit/entry/paste: the preview of a block, and
// with "accept" its saving: "all" once every doubt is answered, "sure" without
// the doubtful ones. The cells are saved together or not at all.
func (s *Server) paste(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	cells := w.pasted(w.block())
	accept := c.FormValue("accept")
	if accept == "" || len(cells) == 0 {
		return w.showPaste(http.StatusOK, cells)
	}
	saves, open, reasons := w.accepted(cells, accept == "sure")
	switch {
	case open > 0:
		return w.showPaste(http.StatusUnprocessableEntity, cells, w.p.T("entry.paste_choose", "count", open))
	case reasons > 0:
		return w.showPaste(http.StatusUnprocessableEntity, cells, w.p.T("mapping.reasons", "count", reasons))
	}
	for _, cell := range saves {
		w.typed[cell.Indicator] = &typedCell{}
	}
	count, err := w.store(saves)
	if err != nil {
		return err
	}
	if w.unsettled() {
		status := w.status()
		if err := w.load(); err != nil {
			return err
		}
		return w.showPaste(status, cells, w.refusals(cells)...)
	}
	if !isFragment(c) {
		return back(c, w.path("entry")+"&saved="+strconv.Itoa(count))
	}
	if err := w.load(); err != nil {
		return err
	}
	return s.templates.fragment(c, http.StatusOK, "entry/entry", "entry/cells", w.cellsOf(saves))
}

// accepted are the cells to save. open counts those whose doubt has no answer,
// reasons those that are to be withdrawn without one.
func (w *entryWork) accepted(cells []*pastedCell, sureOnly bool) (saves []store.CellSave, open, reasons int) {
	for _, p := range cells {
		_, answered := p.chosen()
		switch {
		case p.refused(), (p.doubtful() || p.clears) && sureOnly:
			continue
		case p.clears && p.reason == "":
			reasons++
			continue
		case p.doubtful() && !answered:
			open++
			continue
		}
		f := w.figureOf(p)
		if f.Status == "" || w.same(p) {
			continue
		}
		note := f.Note
		saves = append(saves, store.CellSave{Indicator: p.row.Code, Value: f.Value, Status: f.Status, Note: &note, Version: p.version})
	}
	return saves, open, reasons
}

// refusals say what kept the block from being saved, and take the versions
// that are now seen.
func (w *entryWork) refusals(cells []*pastedCell) []string {
	var lines []string
	for _, p := range cells {
		t := w.typed[p.row.Code]
		switch {
		case t == nil:
		case t.conflict != nil:
			lines = append(lines, p.row.Name+": "+w.p.T("entry.paste_conflict", "name", t.conflict.Stored.ByName))
		case t.refusal != "":
			lines = append(lines, p.row.Name+": "+t.refusal)
		}
		p.version = w.figure(p.row.Code).Version
	}
	return lines
}

func (w *entryWork) cellsOf(saves []store.CellSave) entryCellsView {
	v := entryCellsView{Status: w.statusView()}
	for _, cell := range saves {
		if row, err := w.row(string(cell.Indicator)); err == nil {
			view := w.rowView(row)
			view.Columns = 10 + len(w.levels())
			v.Rows = append(v.Rows, view)
		}
	}
	return v
}

// errNothingPasted is said where no line of a block lies over a row.
var errNothingPasted = errs.E(errs.Invalid, "entry.paste_nothing")
