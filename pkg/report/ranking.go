package report

import (
	"math/big"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A RankBy says what units are ranked by.
type RankBy string

// What units can be ranked by.
const (
	ByPercent RankBy = "percent" // of the plan on the judging level
	ByValue   RankBy = "value"   // the value itself
)

// A Ranking orders units by one indicator, the best first, and says how they
// spread.
type Ranking struct {
	Column   Column
	By       RankBy
	Ranked   []Ranked
	Unranked []Unranked // in the units' order
	// Min, Median and Max of what is ranked by; none where nothing is ranked.
	Min, Median, Max Value
	Have, Of         int    // units ranked, of those the indicator applies to
	Text             string // the spread in a sentence, without a full stop
}

// A Ranked is one unit of a ranking.
type Ranked struct {
	Unit  UnitName
	Place int // from 1; equal units share a place
	Key   *big.Rat
	Shown Value // of Key, without its sign of percent or measure
	Row   Row
}

// An Unranked is a unit that cannot be ranked, and why.
type Unranked struct {
	Unit   UnitName
	Reason string
}

// Rank orders the units of a comparison by one of its indicators: by the
// percent of the plan where any unit has one, else by the value. The better
// comes first by the indicator's direction, of a neutral one the larger. Units
// that are not complete, or have no percent where others have, stand apart with
// the reason. ok is false where the comparison has no such column.
func (c Comparison) Rank(in Input, code indicator.Code) (r Ranking, ok bool) {
	at := slices.IndexFunc(c.Columns, func(x Column) bool { return x.Code == code })
	if at < 0 {
		return Ranking{}, false
	}
	r = Ranking{Column: c.Columns[at], By: ByValue}
	if slices.ContainsFunc(c.Units, func(u UnitRow) bool { return u.Cells[at].Percent != nil }) {
		r.By = ByPercent
	}
	for _, u := range c.Units {
		cell := u.Cells[at]
		if cell.Complete() && (r.By == ByValue || cell.Percent != nil) {
			r.Ranked = append(r.Ranked, Ranked{Unit: u.Unit, Row: cell.Row})
		} else {
			r.Unranked = append(r.Unranked, Unranked{Unit: u.Unit, Reason: cell.Reason})
		}
		if cell.Held && cell.Row.Result.Verdict != indicator.Inapplicable {
			r.Of++
		}
	}
	r.Have = len(r.Ranked)
	w := newWriter(in)
	w.order(&r)
	w.spread(&r)
	return r, true
}

// order sorts the ranked units, the best first, and gives them their places.
func (w *writer) order(r *Ranking) {
	for i := range r.Ranked {
		x := &r.Ranked[i]
		x.Key, x.Shown = x.Row.Result.Actual.Rat, x.Row.Actual
		if r.By == ByPercent {
			p := x.Row.Plans[x.Row.Judging]
			x.Key, x.Shown = p.Result.Percent, p.Percent
		}
	}
	sign := -1 // the larger first
	if r.Column.Direction == indicator.Lower && (r.By == ByValue || r.Column.Method != indicator.InverseRatio) {
		sign = 1
	}
	slices.SortStableFunc(r.Ranked, func(a, b Ranked) int { return sign * a.Key.Cmp(b.Key) })
	for i := range r.Ranked {
		r.Ranked[i].Place = i + 1
		if i > 0 && r.Ranked[i].Key.Cmp(r.Ranked[i-1].Key) == 0 {
			r.Ranked[i].Place = r.Ranked[i-1].Place
		}
	}
}

// spread works out the smallest, middle and largest key. The middle of an even
// number of units is the mean of the two in the middle.
func (w *writer) spread(r *Ranking) {
	n := len(r.Ranked)
	if n == 0 {
		r.Text = w.p.T("compare.spread_none", "of", r.Of)
		return
	}
	sorted := slices.Clone(r.Ranked)
	slices.SortStableFunc(sorted, func(a, b Ranked) int { return a.Key.Cmp(b.Key) })
	middle := new(big.Rat).Add(sorted[(n-1)/2].Key, sorted[n/2].Key)
	middle.Quo(middle, big.NewRat(2, 1))
	r.Min, r.Max = sorted[0].Shown, sorted[n-1].Shown
	measure := "%"
	if r.By == ByPercent {
		r.Median = w.percent(middle)
	} else {
		i := sorted[0].Row.Result.Indicator
		measure = r.Column.Measure
		plain := number.Round(middle, i.Decimals)
		r.Median = Value{Plain: plain, Text: w.p.Format().Text(plain, i.ShownDecimals)}
	}
	r.Text = w.p.T("compare.spread_"+string(r.By), "have", r.Have, "of", r.Of, "min", measured(r.Min.Text, measure),
		"median", measured(r.Median.Text, measure), "max", measured(r.Max.Text, measure))
}
