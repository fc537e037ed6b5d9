package export

import (
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// monthly reports whether the report is of a month or a quarter, whose table
// also holds the one before it.
func (w *annexWriter) monthly() bool {
	return len(w.s.Rows) > 0 && w.s.Rows[0].InYear != nil
}

// part reports whether the period is only a part of what has gone of the year:
// then the total since 1 January stands beside it, and only that is held
// against the year's plan.
func (w *annexWriter) part() bool { return w.monthly() && w.s.Rows[0].InYear.Total != nil }

// inYearColumns holds the month before, the month, and the totals since 1
// January.
func (w *annexWriter) inYearColumns(actual column) []column {
	if !w.monthly() {
		return []column{actual}
	}
	before := column{kind: columnBefore, head: w.p.T("export.col_actual", "period", w.p.PeriodShort(w.s.Rows[0].InYear.Before)), align: right}
	if !w.part() {
		return []column{before, actual}
	}
	total := report.Running(w.s.Period)
	head := func(at string) string { return w.p.T("export.col_total", "period", at) }
	return []column{
		before, actual,
		{kind: columnTotalBefore, head: head(w.p.PeriodShort(total.Previous())), align: right},
		{kind: columnTotal, head: head(w.p.PeriodShort(total)), align: right},
	}
}

// beforeColumn is the change on the month or quarter before, where there is
// one.
func (w *annexWriter) beforeColumn(over string) []column {
	if !w.monthly() {
		return nil
	}
	head := w.p.T("export.col_change", "period", w.p.PeriodShort(w.s.Period), "before", w.p.PeriodShort(w.s.Rows[0].InYear.Before))
	return []column{{kind: columnBeforeChange, head: head, over: over, align: right}}
}

// partColumns compares a month with the one before and with the same month of
// last year, and the total with the year's plan and with last year's total.
func (w *annexWriter) partColumns(over string) []column {
	total := report.Running(w.s.Period)
	cols := append(w.beforeColumn(over), column{kind: columnChange, over: over, align: right,
		head: w.p.T("export.col_change", "period", w.p.PeriodShort(w.s.Period), "before", w.p.PeriodShort(w.s.Period.Previous()))})
	for _, l := range w.levels {
		head := w.p.T("export.col_total_percent", "period", w.p.PeriodShort(total), "year", w.s.Period.Year)
		if len(w.levels) > 1 {
			head = w.p.T("export.col_total_percent_of", "period", w.p.PeriodShort(total), "giver", i18n.Lowered(w.giver(l.Phrase, l.LevelName)))
		}
		cols = append(cols, column{kind: columnTotalPercent, level: l.Level, head: head, over: over, align: right})
	}
	head := w.p.T("export.col_total_change", "period", w.p.PeriodShort(total), "before", w.p.PeriodShort(total.Previous()))
	return append(cols, column{kind: columnTotalChange, head: head, over: over, align: right})
}

// inYearCell is a cell of a column that only months and quarters have. It is
// empty in rows that know nothing of the months before.
func (w *annexWriter) inYearCell(row *report.Row, c column) cell {
	y := row.InYear
	if y == nil {
		return cell{}
	}
	shown := row.Result.Indicator.ShownDecimals
	switch c.kind {
	case columnBefore:
		return value(y.Value, shown)
	case columnBeforeChange:
		return w.change(row, y.Ratio, y.Points)
	}
	if y.Total == nil {
		return cell{}
	}
	switch c.kind {
	case columnTotalBefore:
		return value(y.Total.Previous, shown)
	case columnTotal:
		v := value(y.Total.Actual, shown)
		v.strong = true
		return v
	case columnTotalPercent:
		return w.percent(y.Total, c.level)
	case columnTotalChange:
		return w.change(y.Total, y.Total.Ratio, y.Total.Points)
	}
	return cell{}
}
