package report

import (
	"math/big"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// A PaceRow is the pace of one row, ready to print. Values that are not there
// are none.
type PaceRow struct {
	Pace             Pace
	Code             indicator.Code
	Percent          Value // of the year's plan
	LastShare        Value // percent of last year's whole at the same point
	Needed           Value // for each month left, in the indicator's measure
	Projected        Value // at the year's end, in the indicator's measure
	ProjectedPercent Value // of the year's plan
	Low, High        Value // of the projection, by the shares of past years
	Method           string
	// Sentence says what the columns of a board do not, with capital and without
	// a full stop: how the way went and what is left of it. How much of the year
	// is gone is the same for all rows, see StripNote. Empty where there is no pace.
	Sentence string
	Reason   string // why there is no pace
	NoShare  string // why there is no projection
}

// Paces gives the pace of each row of a set, in the set's order. In a whole
// year every row says why it has none.
func Paces(in Input) []PaceRow {
	w := newWriter(in)
	set := in.Book.Sets[indicator.SetKey{Unit: in.Unit, Year: in.Period.Year}]
	rows := make([]PaceRow, len(set.Rows))
	for n, row := range set.Rows {
		rows[n] = w.pace(row)
	}
	return rows
}

func (w *writer) pace(row indicator.SetRow) PaceRow {
	p := PaceOf(w.in.Book, w.in.Unit, row, w.in.Period)
	i := w.in.Book.Indicators[row.Indicator]
	out := PaceRow{Pace: p, Code: i.Code, Reason: w.reason(p.Reason), NoShare: w.reason(p.NoShare)}
	if p.Reason != nil {
		return out
	}
	out.Percent, out.LastShare = w.percent(p.Percent), w.percent(p.LastShare)
	if p.Needed != nil {
		out.Needed = w.estimated(p.Needed, nil, i)
	}
	if j := p.Projected; j != nil {
		out.Projected, out.ProjectedPercent = w.estimated(j.Value, p.Plan, i), w.percent(j.Percent)
		out.Method = w.p.T("pace.method")
		if j.Low != nil {
			out.Low, out.High = w.estimated(j.Low, p.Plan, i), w.estimated(j.High, p.Plan, i)
		}
	}
	out.Sentence = w.paceSentence(out, w.word(i18n.MeasureTerm, i.Measure))
	return out
}

// estimated prints a computed amount no finer than values are shown, unless it
// would then print as the plan, or 0, that it is not.
func (w *writer) estimated(r, plan *big.Rat, i indicator.Indicator) Value {
	var bounds []*big.Rat
	if plan != nil {
		bounds = append(bounds, plan)
	}
	plain := number.RoundBeside(r, zero, i.ShownDecimals, bounds...)
	return Value{Plain: plain, Text: w.p.Format().Text(plain, i.ShownDecimals)}
}

// gone is how much of its year is over at the end of a period, in percent.
func gone(at period.Period, decimals int) string {
	months, of := period.ShareOfYear(at)
	return number.Round(share(big.NewRat(int64(months), 1), big.NewRat(int64(of), 1)), decimals)
}

// paceSentence says a pace in one sentence. A clause whose operand is missing
// is left out.
func (w *writer) paceSentence(r PaceRow, measure string) string {
	var clauses []string
	if r.Pace.Period != w.in.Period { // the columns hold the percent of the month or quarter alone
		clauses = append(clauses, w.p.T("pace.percent_to_date", "percent", r.Percent.Text))
	}
	if !r.LastShare.None() {
		clauses = append(clauses, w.p.T("pace.last_share", "percent", r.LastShare.Text))
	}
	if r.Pace.Reached {
		clauses = append(clauses, w.p.T("pace.reached"))
	} else {
		clauses = append(clauses, w.p.T("pace.needed", "value", measured(r.Needed.Text, measure), "count", 12-r.Pace.Months))
	}
	if !r.Projected.None() {
		clauses = append(clauses, w.p.T("pace.projected", "value", measured(r.Projected.Text, measure), "percent", r.ProjectedPercent.Text, "method", r.Method))
	}
	if !r.Low.None() {
		clauses = append(clauses, w.p.T("pace.range", "low", r.Low.Text, "high", measured(r.High.Text, measure), "years", years(r.Pace.Projected.Years)))
	}
	return i18n.Capital(strings.Join(clauses, "; "))
}

// years names years: "2019-2021" without a gap, else "2018, 2020, 2021".
func years(list []int) string {
	last := len(list) - 1
	if last > 0 && list[last]-list[0] == last {
		return strconv.Itoa(list[0]) + "-" + strconv.Itoa(list[last])
	}
	words := make([]string, len(list))
	for i, y := range list {
		words[i] = strconv.Itoa(y)
	}
	return strings.Join(words, ", ")
}
