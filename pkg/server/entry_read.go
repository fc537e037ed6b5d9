package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A typedCell is one cell of a form that was sent, and what became of it.
type typedCell struct {
	text, status, note string
	version            int      // the newest the person had seen
	seen               seenCell // as the form was shown
	answer             string   // to the question the form asked
	reason             string   // of a withdrawal

	entry    check.Entry
	doubt    *check.Doubt        // asks how the text is to be read
	clears   bool                // asks whether the figure is to be withdrawn
	refusal  string              // why the text was refused, in words
	conflict *store.CellConflict // somebody else has saved meanwhile
	held     bool                // in order, and kept back because another cell is not
	saved    bool                // stored now, or already
}

// A seenCell is a cell as the form was shown: what was not changed since is
// not sent to be saved, so it can be in nobody's way.
type seenCell struct{ text, status, note string }

func (s seenCell) String() string { return s.text + "\n" + s.status + "\n" + s.note }

func parseSeen(text string) seenCell {
	lines := strings.SplitN(strings.ReplaceAll(text, "\r\n", "\n"), "\n", 3)
	lines = append(lines, "", "", "")
	return seenCell{lines[0], lines[1], lines[2]}
}

// Answers of a person to what the form asked. Others are readings.
const (
	answerTake     = "take"     // what somebody else saved
	answerKeep     = "keep"     // the own value; "keep:3" over version 3
	answerWithdraw = "withdraw" // the figure
)

// sent are the rows the form has a field for.
func (w *entryWork) sent() []report.Row {
	form, err := w.c.FormParams()
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(w.sum.Rows), func(r report.Row) bool { return !form.Has("value." + string(r.Code)) })
}

// read takes a cell out of the form.
func (w *entryWork) read(row report.Row) *typedCell {
	field := func(name string) string { return strings.TrimSpace(w.c.FormValue(name + "." + w.id(row))) }
	version, err := strconv.Atoi(field("version"))
	if err != nil {
		version = 0
	}
	return &typedCell{text: field("value"), status: field("status"), note: field("note"), version: version,
		seen: parseSeen(w.c.FormValue("seen." + w.id(row))), answer: field("answer"), reason: field("reason")}
}

// save reads the cells of the rows and saves those that were changed, all or
// none. What keeps them from being saved is left in w.typed; the error is a
// failure of the whole. count says how many cells have a new version.
func (w *entryWork) save(rows []report.Row) (count int, err error) {
	var cells []store.CellSave
	for _, row := range rows {
		t := w.read(row)
		if cell, changed := w.decide(row, t); changed {
			t.held = true
			cells = append(cells, cell)
		}
		w.typed[row.Code] = t
	}
	if w.unsettled() {
		return 0, nil
	}
	if len(cells) > 0 {
		if count, err = w.store(cells); err != nil || w.unsettled() {
			return 0, err
		}
	}
	return count, w.load()
}

// decide makes of a typed cell what is to be saved. changed is false where
// there is nothing to save: the cell was not touched, or is in question.
func (w *entryWork) decide(row report.Row, t *typedCell) (cell store.CellSave, changed bool) {
	stored := w.figure(row.Code)
	keep, version, _ := strings.Cut(t.answer, ":")
	if n, err := strconv.Atoi(version); keep == answerKeep && err == nil {
		t.version = n
	}
	cell = store.CellSave{Indicator: row.Code, Status: indicator.Status(t.status), Note: &t.note, Version: t.version}
	switch untouched := t.text == t.seen.text && t.status == t.seen.status && t.note == t.seen.note; {
	case keep == answerTake, untouched, t.text == "" && keep == answerKeep:
		*t = typedCell{}
		return cell, false
	case w.readOnly(row) != "" && w.locked() == nil:
		t.refusal = w.readOnly(row)
		return cell, false
	case t.text == "":
		return w.cleared(t, cell)
	case t.text == t.seen.text && stored.Version == t.version && stored.Version > 0:
		cell.Value = stored.Value
		if stored.Status == indicator.NotApplicable {
			cell.Status = stored.Status
		}
		return cell, true
	}
	return w.parsed(row, t, cell)
}

// cleared is a cell that was emptied: it is withdrawn only with a reason. A
// note alone has no figure to stand beside.
func (w *entryWork) cleared(t *typedCell, cell store.CellSave) (store.CellSave, bool) {
	switch {
	case t.seen.text == "" && t.note != t.seen.note:
		t.refusal = w.p.T("entry.note_alone")
		return cell, false
	case t.seen.text == "":
		*t = typedCell{}
		return cell, false
	case t.answer != answerWithdraw:
		t.clears = true
		return cell, false
	case t.reason == "":
		t.clears, t.refusal = true, w.p.T("save.reason_missing")
		return cell, false
	}
	cell.Status, cell.Note = indicator.Withdrawn, &t.reason
	return cell, true
}

// parsed reads the number. A text with two readings is asked about until one
// of them is chosen.
func (w *entryWork) parsed(row report.Row, t *typedCell, cell store.CellSave) (store.CellSave, bool) {
	t.entry = check.EntryOf(w.book, w.catalogue.Terms, w.key(row.Code))
	reading, doubts := t.entry.Read(t.text)
	if reading.Kind == 0 && len(doubts) > 0 {
		i := slices.IndexFunc(doubts[0].Choices, func(c check.Choice) bool { return choiceKey(c) == t.answer })
		switch {
		case doubts[0].Refused():
			t.refusal = doubts[0].Text(w.p, t.entry)
			return cell, false
		case i < 0:
			t.doubt = &doubts[0]
			return cell, false
		}
		reading = doubts[0].Choices[i].Reading
	}
	switch reading.Kind {
	case number.ReadNotApplicable:
		cell.Status = indicator.NotApplicable
	case number.ReadValue:
		cell.Value = &reading.Amount
	default: // the marker stands for no figure yet
		*t = typedCell{}
		return cell, false
	}
	return cell, true
}

// choiceKey names a choice in a form: a plain number, "x" or "empty".
func choiceKey(c check.Choice) string {
	switch c.Reading.Kind {
	case number.ReadValue:
		return c.Reading.Amount.String()
	case number.ReadNotApplicable:
		return "x"
	}
	return "empty"
}

// store saves cells and sorts out what was refused.
func (w *entryWork) store(cells []store.CellSave) (count int, err error) {
	saved, err := w.s.store.SaveFigures(w.c.Request().Context(), actorFrom(w.c), w.place.Unit, w.period, cells)
	return w.stored(cells, saved, err)
}

// stored puts what became of cells beside what was typed into them.
func (w *entryWork) stored(cells []store.CellSave, saved []store.SavedCell, err error) (count int, _ error) {
	var faults errs.Faults
	var conflicts *store.Conflicts
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			if t := w.typed[indicator.Code(f.Place)]; t != nil {
				t.refusal = w.p.Error(f.Err)
			}
		}
		return 0, nil
	case errors.As(err, &conflicts):
		for i, x := range conflicts.Cells {
			w.typed[x.Sent.Indicator].conflict = &conflicts.Cells[i]
		}
		return 0, nil
	case errs.KindOf(err) == errs.Locked:
		for _, cell := range cells {
			w.typed[cell.Indicator].refusal = w.p.Error(err)
		}
		return 0, nil
	}
	for _, cell := range saved {
		w.typed[cell.Figure.Indicator] = &typedCell{saved: true}
		if cell.Added {
			count++
		}
	}
	return count, err
}

// open reports whether a cell still waits for something to be settled.
func (t *typedCell) open() bool {
	return t != nil && (t.doubt != nil || t.clears || t.refusal != "" || t.conflict != nil)
}

// waits reports whether a cell is in order and was not saved because of
// others.
func (t *typedCell) waits() bool { return t != nil && t.held && !t.saved && !t.open() }

func (w *entryWork) unsettled() bool {
	for _, t := range w.typed {
		if t.open() {
			return true
		}
	}
	return false
}

// status is the HTTP status of a page with cells in question: that somebody
// else has saved outweighs what was typed.
func (w *entryWork) status() int {
	status := http.StatusOK
	for _, t := range w.typed {
		switch {
		case t != nil && t.conflict != nil:
			return http.StatusConflict
		case t.open() && w.locked() != nil:
			status = http.StatusLocked
		case t.open() && status == http.StatusOK:
			status = http.StatusUnprocessableEntity
		}
	}
	return status
}
