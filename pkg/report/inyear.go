package report

import (
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// An InYear is what a month or a quarter is read beside: the month or quarter
// before it, and what has come together since 1 January. Only that is read as
// a share of the year's plan.
type InYear struct {
	Before       period.Period      // the month or quarter before
	BeforeResult *indicator.Operand // its value; nil: none
	Value        Value              // that value, printed
	Growth       Value              // percent on it, signed
	Ratio        Value              // percent of it
	Points       Value              // change in points on it, signed
	Change       string             // the change in words: "tăng 5% so với tháng trước"; empty: none
	NoChange     string             // why there is none
	// Total is the row from 1 January to the end of the period. It is nil for
	// January and the first quarter, which run from 1 January themselves.
	Total *Row
	// Running says the total in words, in small letters: "lũy kế 5 tháng đầu
	// năm 2022 đạt 39,0 tỷ đồng, bằng 39% kế hoạch năm". It is empty without a
	// total, and for stocks, whose total is their last value.
	Running string
}

// Full is the row's sentence and, for a month or a quarter, the change on the
// one before and the total since 1 January, without a full stop.
func (row Row) Full() string {
	text := row.Sentence
	if row.InYear == nil {
		return text
	}
	if row.InYear.Change != "" {
		text += ", " + row.InYear.Change
	}
	if row.InYear.Running != "" {
		text += "; " + row.InYear.Running
	}
	return text
}

// Running is the period from 1 January to the end of a month or quarter that
// does not begin there itself; zero for every other period.
func Running(p period.Period) period.Period {
	if p.Preceding().IsZero() || p.Cumulative() {
		return period.Period{}
	}
	return p.CumulativeTo()
}

// SinceStart is the summary of a month or quarter with its rows from 1 January
// in place of its own, which is what charts of the year's plan show. The rows,
// the period and nothing else differ; without totals it is the summary itself.
func (s Summary) SinceStart() Summary {
	total := Running(s.Period)
	if total.IsZero() {
		return s
	}
	rows := make([]Row, len(s.Rows))
	for i, row := range s.Rows {
		rows[i] = row
		if y := row.InYear; y != nil && y.Total != nil {
			rows[i] = *y.Total
		}
	}
	s.Rows, s.Period = rows, total
	return s
}

// inYears fills what the rows of a month or quarter are read beside, and gives
// the dated time of the newest version that took; zero for other periods.
func (w *writer) inYears(rows []Row) (newest time.Time) {
	before := w.in.Period.Preceding()
	if before.IsZero() {
		return newest
	}
	total := w.running()
	for i := range rows {
		row := &rows[i]
		beside := w.in.Book.ResultBeside(w.in.Unit, row.Result.Row, w.in.Period, before)
		row.InYear = w.beside(beside, before)
		newest = later(newest, beside.Newest)
		if total == nil {
			continue
		}
		sum := total.row(w.in.Book.Result(w.in.Unit, row.Result.Row, total.in.Period))
		row.InYear.Total, row.InYear.Running = &sum, total.runningText(sum)
		row.reach(&sum)
		newest = later(newest, sum.Result.Newest)
	}
	return newest
}

// running writes the same unit's rows from 1 January; nil where the period
// itself runs from there.
func (w *writer) running() *writer {
	in := w.in
	if in.Period = Running(in.Period); in.Period.IsZero() {
		return nil
	}
	return newWriter(in)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// beside prints the month or quarter before, and the change on it.
func (w *writer) beside(r indicator.Result, before period.Period) *InYear {
	row := Row{
		Result: r, Measure: w.word(i18n.MeasureTerm, r.Indicator.Measure),
		Growth: w.growth(r.Growth), Ratio: w.percent(r.Ratio), Points: w.points(r.Points, r.Actual, r.Indicator),
	}
	suffix := "_month"
	if before.Shape == period.Quarter {
		suffix = "_quarter"
	}
	return &InYear{
		Before: before, BeforeResult: r.Previous, Value: w.operand(r.Previous, nil), Growth: row.Growth, Ratio: row.Ratio, Points: row.Points,
		Change: w.changeOn(row, suffix).text, NoChange: w.reason(r.ChangeReason),
	}
}

// runningText says a total in words. What adds up is "lũy kế", any other value
// that was entered for those months "tính chung".
func (w *writer) runningText(total Row) string {
	key := "report.total_whole"
	switch total.Result.Indicator.OverTime {
	case indicator.OverLast:
		return ""
	case indicator.OverSum:
		key = "report.total_sum"
	}
	if total.Result.Actual == nil {
		return ""
	}
	return w.statement(total, w.p.T(key, "period", w.p.Period(w.in.Period)))
}

// reach takes over from the total whether the year's plan is reached: a month
// alone is no measure of it. A row whose total has no figure keeps its own.
func (row *Row) reach(total *Row) {
	r := &row.Result
	if r.Reached == nil || total.Result.Reached == nil {
		return
	}
	r.Reached = total.Result.Reached
	for i, p := range r.Plans {
		for _, of := range total.Result.Plans {
			if of.Level.Code == p.Level.Code && p.Reached != nil && of.Reached != nil {
				r.Plans[i].Reached = of.Reached
			}
		}
	}
}
