package report

import (
	"math/big"
	"slices"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A lag is a plan of the year that the projection of a row does not reach.
type lag struct {
	point   Point
	percent *big.Rat // of the plan, at the year's end
}

// Behind gives the rows in progress whose projection stays below a plan of the
// year, of any level, the lowest percent of it first; of each row the plan it
// falls shortest of. A projection is an aid to judge by: none of these is a
// verdict, and a row without a projection is not among them.
func Behind(s Summary, paces []PaceRow) []Point {
	by := make(map[indicator.Code]PaceRow, len(paces))
	for _, p := range paces {
		by[p.Code] = p
	}
	var all []lag
	for i, row := range s.Rows {
		if row.Result.Verdict == indicator.InProgress {
			all = append(all, lags(s, i, by[row.Code])...)
		}
	}
	slices.SortStableFunc(all, func(a, b lag) int { return a.percent.Cmp(b.percent) })
	var points []Point
	for _, b := range all {
		if !slices.ContainsFunc(points, func(p Point) bool { return p.Row == b.point.Row }) {
			points = append(points, b.point)
		}
	}
	return points
}

// lags are the plans of one row that its projection does not reach.
func lags(s Summary, row int, pace PaceRow) []lag {
	projected := pace.Pace.Projected
	if projected == nil {
		return nil
	}
	p := i18n.For(s.Lang)
	var all []lag
	for k, plan := range s.Rows[row].Plans {
		percent := projectedShare(projected.Value, plan.Result)
		if percent == nil || percent.Cmp(hundred) >= 0 {
			continue
		}
		text := p.T("report.attention_behind", "percent", p.Format().Text(number.RoundBeside(percent, hundred, s.Decimals), 0),
			"plan", p.T("report.plan_of", "phrase", plan.Phrase), "method", pace.Method)
		all = append(all, lag{Point{Row: row, Plan: k, Notice: NoticeBehind, Text: text}, percent})
	}
	return all
}

// projectedShare is a projection in percent of a plan; nil where the plan is no
// plain number above zero, or states other prices.
func projectedShare(value *big.Rat, r *indicator.PlanResult) *big.Rat {
	target := r.Plan.Target
	if !target.Operator.Plain() || target.Low.Sign() <= 0 || r.Verdict == indicator.NotComparable {
		return nil
	}
	return share(value, target.Low.Rat())
}
