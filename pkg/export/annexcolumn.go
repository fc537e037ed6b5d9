package export

import (
	"fmt"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// columns lays out the table by what the summary holds: one plan column for
// each level, the targets of the year after where they are known, the agency
// where there is room, remarks where there are any.
func (w *annexWriter) columns() []column {
	cols := []column{
		{kind: columnOrder, head: w.p.T("export.col_order"), align: centre},
		{kind: columnName, head: w.p.T("export.col_name"), align: left},
		{kind: columnMeasure, head: w.p.T("export.col_measure"), align: centre},
	}
	cols = append(cols, w.valueColumns()...)
	cols = append(cols, w.compareColumns()...)
	if w.wide || !w.part() {
		cols = append(cols, column{kind: columnVerdict, head: w.p.T("export.col_verdict"), align: centre})
	}
	cols = append(cols, w.nextColumns()...)
	if w.wide || len(w.levels) < 2 && len(w.doc.NextYear) == 0 && !w.part() {
		cols = append(cols, column{kind: columnAgency, head: w.p.T("export.col_agency"), align: left})
	}
	if w.wide || w.anyRemark() {
		cols = append(cols, column{kind: columnNote, head: w.p.T("export.col_note"), align: left})
	}
	numberColumns(cols)
	return cols
}

func (w *annexWriter) anyRemark() bool {
	for _, row := range w.s.Rows {
		if len(w.remarks(&row)) > 0 {
			return true
		}
	}
	return false
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
	return w.sameStatus() && w.s.Estimated
}

// sameStatus reports whether all figures of the period are equally firm.
func (w *annexWriter) sameStatus() bool {
	var seen indicator.Status
	for _, row := range w.s.Rows {
		s := status(row.Result.Actual)
		if s != "" && seen != "" && s != seen {
			return false
		}
		if s != "" {
			seen = s
		}
	}
	return true
}

func (w *annexWriter) planColumns() []column {
	over := w.p.T("export.col_plan", "year", w.s.Period.Year)
	if len(w.levels) == 0 {
		return []column{{kind: columnPlan, head: over, align: right}}
	}
	cols := make([]column, len(w.levels))
	for i, l := range w.levels {
		cols[i] = column{kind: columnPlan, level: l.Level, head: w.giver(l.Phrase, l.LevelName), over: over, align: right}
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

// valueColumns holds plans and values: the year's table begins with the year
// before, one within the year with the year's plan.
func (w *annexWriter) valueColumns() []column {
	previous := column{kind: columnPrevious, head: w.previousHead(), align: right}
	actual := column{kind: columnActual, head: w.actualHead(), align: right}
	if w.s.Period.IsYear() {
		return append(append([]column{previous}, w.planColumns()...), actual)
	}
	return append(append(w.planColumns(), previous), w.inYearColumns(actual)...)
}

// compareColumns holds the percent of each plan and of the same period.
func (w *annexWriter) compareColumns() []column {
	over := w.p.T("export.col_compare")
	if w.part() {
		return w.partColumns(over)
	}
	cols := w.beforeColumn(over)
	short := w.p.PeriodShort(w.s.Period)
	for _, l := range w.levels {
		head := w.p.T("export.col_percent", "period", short, "year", w.s.Period.Year)
		if len(w.levels) > 1 {
			head = w.p.T("export.col_percent_of", "giver", i18n.Lowered(w.giver(l.Phrase, l.LevelName)))
		}
		cols = append(cols, column{kind: columnPercent, level: l.Level, head: head, over: over, align: right})
	}
	head := w.p.T("export.col_change", "period", short, "before", w.p.PeriodShort(w.s.Period.Previous()))
	return append(cols, column{kind: columnChange, head: head, over: over, align: right})
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
		{kind: columnNextPlan, head: w.p.T(key, "year", next), align: right},
		{kind: columnNextPercent, head: w.p.T("export.col_next_percent", "next", next, "period", w.p.PeriodShort(w.s.Period)), align: right},
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
	case columnBeforeChange:
		above, below = find(columnActual, ""), find(columnBefore, "")
	case columnTotalPercent:
		above, below = find(columnTotal, ""), find(columnPlan, cols[i].level)
	case columnTotalChange:
		above, below = find(columnTotal, ""), find(columnTotalBefore, "")
	case columnNextPercent:
		above, below = find(columnNextPlan, ""), find(columnActual, "")
	default:
		return 0, 0, false
	}
	return above, below, above >= 0 && below >= 0
}
