package export

import (
	"fmt"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// Widths of columns in millimetres on paper. The name takes what is left.
const (
	widthOrder   = 9
	widthMeasure = 18
	widthNumber  = 20
	widthPercent = 17
	widthVerdict = 20
	widthAgency  = 32
	widthNote    = 30
	leastName    = 42
	annexWidth   = 257 // of A4 landscape with margins of 20 mm
	sheetWidth   = 390 // of a spreadsheet, printed smaller to fit
)

// columns lays out the table by what the summary holds: one plan column for
// each level, the targets of the year after where they are known, the agency
// where there is room.
func (w *annexWriter) columns() []column {
	cols := []column{
		{kind: columnOrder, head: w.p.T("export.col_order"), width: widthOrder, align: centre},
		{kind: columnName, head: w.p.T("export.col_name"), align: left},
		{kind: columnMeasure, head: w.p.T("export.col_measure"), width: widthMeasure, align: centre},
		{kind: columnPrevious, head: w.previousHead(), width: widthNumber, align: right},
	}
	cols = append(cols, w.planColumns()...)
	cols = append(cols, column{kind: columnActual, head: w.actualHead(), width: widthNumber, align: right})
	cols = append(cols, w.compareColumns()...)
	cols = append(cols, column{kind: columnVerdict, head: w.p.T("export.col_verdict"), width: widthVerdict, align: centre})
	cols = append(cols, w.nextColumns()...)
	if w.wide || spare(cols, annexWidth) >= leastName+widthNote+widthAgency {
		cols = append(cols, column{kind: columnAgency, head: w.p.T("export.col_agency"), width: widthAgency, align: left})
	}
	cols = append(cols, column{kind: columnNote, head: w.p.T("export.col_note"), width: widthNote, align: left})
	w.fit(cols)
	numberColumns(cols)
	return cols
}

// previousHead heads the column of what is compared with.
func (w *annexWriter) previousHead() string {
	before := w.s.Period.Previous()
	return w.p.T("export.col_actual", "period", w.p.PeriodShort(before))
}

// actualHead says that all figures are estimates, where they are.
func (w *annexWriter) actualHead() string {
	key := "export.col_actual"
	if w.allEstimates() {
		key = "export.col_estimate"
	}
	return w.p.T(key, "period", w.p.PeriodShort(w.s.Period))
}

// allEstimates reports whether every figure of the period is an estimate.
func (w *annexWriter) allEstimates() bool {
	some := false
	for _, row := range w.s.Rows {
		if a := row.Result.Actual; a != nil {
			if a.Status != indicator.Estimate {
				return false
			}
			some = true
		}
	}
	return some
}

func (w *annexWriter) planColumns() []column {
	over := w.p.T("export.col_plan", "year", w.s.Period.Year)
	if len(w.levels) == 0 {
		return []column{{kind: columnPlan, head: over, width: widthNumber, align: right}}
	}
	cols := make([]column, len(w.levels))
	for i, l := range w.levels {
		cols[i] = column{kind: columnPlan, level: l.Level, head: w.giver(l.Phrase, l.LevelName), over: over, width: widthNumber, align: right}
	}
	return cols
}

// giver names who set a plan: the phrase of the level without the word for
// plan, else the level's name.
func (w *annexWriter) giver(phrase, name string) string {
	for _, word := range []string{"kế hoạch ", "plan assigned by the ", "plan assigned by "} {
		if rest, ok := strings.CutPrefix(phrase, word); ok && rest != "" {
			return clean(i18n.Capital(rest))
		}
	}
	return clean(i18n.Capital(name))
}

// compareColumns holds the percent of each plan and of the same period.
func (w *annexWriter) compareColumns() []column {
	over := w.p.T("export.col_compare")
	var cols []column
	short := w.p.PeriodShort(w.s.Period)
	for _, l := range w.levels {
		head := w.p.T("export.col_percent", "period", short, "year", w.s.Period.Year)
		if len(w.levels) > 1 {
			head = w.p.T("export.col_percent_of", "giver", i18n.Lowered(w.giver(l.Phrase, l.LevelName)))
		}
		cols = append(cols, column{kind: columnPercent, level: l.Level, head: head, over: over, width: widthPercent, align: right})
	}
	head := w.p.T("export.col_change", "period", short, "before", w.p.PeriodShort(w.s.Period.Previous()))
	return append(cols, column{kind: columnChange, head: head, over: over, width: widthPercent + 3, align: right})
}

// nextColumns holds the targets of the year after.
func (w *annexWriter) nextColumns() []column {
	if len(w.doc.NextYear) == 0 {
		return nil
	}
	next := w.s.Period.Year + 1
	proposed := true
	for _, t := range w.doc.NextYear {
		proposed = proposed && t.Proposed
	}
	key := "export.col_next_plan"
	if proposed {
		key = "export.col_next_proposed"
	}
	return []column{
		{kind: columnNextPlan, head: w.p.T(key, "year", next), width: widthNumber, align: right},
		{kind: columnNextPercent, head: w.p.T("export.col_next_percent", "next", next, "period", w.p.PeriodShort(w.s.Period)), width: widthPercent, align: right},
	}
}

// sheetWidths are widths in a spreadsheet, whose numbers must fit on one line
// at full size: "-0,02 điểm %".
var sheetWidths = map[columnKind]float64{
	columnMeasure: 24, columnPercent: 27, columnChange: 28, columnVerdict: 31, columnAgency: 50, columnNote: 44,
}

// spare is what the columns leave of a width.
func spare(cols []column, of float64) float64 {
	for _, c := range cols {
		of -= c.width
	}
	return of
}

// fit gives the name what is left of the page; where that is too little all
// columns become narrower alike.
func (w *annexWriter) fit(cols []column) {
	total := float64(annexWidth)
	if w.wide {
		total = sheetWidth
		for i, c := range cols {
			cols[i].width = max(c.width, sheetWidths[c.kind])
		}
	}
	name := &cols[1].width
	*name = spare(cols, total)
	if *name >= leastName {
		return
	}
	*name = leastName
	scale := total / (total - spare(cols, total))
	for i := range cols {
		cols[i].width *= scale
	}
}

// numberColumns fills the line of column numbers: letters for what is described, then
// numbers, and for a quotient what it is of.
func numberColumns(cols []column) {
	letters, n := 0, 0
	for i := range cols {
		if i < 3 {
			cols[i].number = string(rune('A' + letters))
			letters++
			continue
		}
		n++
		cols[i].number = strconv.Itoa(n)
		if above, below, ok := operands(cols, i); ok {
			cols[i].above, cols[i].below = above, below
			cols[i].number = fmt.Sprintf("%d=%s/%s", n, cols[above].number, cols[below].number)
		}
	}
}

// operands finds the columns that a percentage is worked out from.
func operands(cols []column, i int) (above, below int, ok bool) {
	find := func(kind columnKind, level string) int {
		for k, c := range cols {
			if c.kind == kind && c.level == level {
				return k
			}
		}
		return -1
	}
	switch cols[i].kind {
	case columnPercent:
		above, below = find(columnActual, ""), find(columnPlan, cols[i].level)
	case columnChange:
		above, below = find(columnActual, ""), find(columnPrevious, "")
	case columnNextPercent:
		above, below = find(columnNextPlan, ""), find(columnActual, "")
	default:
		return 0, 0, false
	}
	return above, below, above >= 0 && below >= 0
}
