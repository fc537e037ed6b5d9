package indicator

import (
	"math/big"
	"time"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// result computes one row (rules 2 to 8).
func (c *calc) result(unit UnitKey, row SetRow, p period.Period) Result {
	i := c.book.Indicators[row.Indicator]
	r := Result{Unit: unit, Period: p, Indicator: i, Row: row, PreviousPeriod: c.basePeriod(i, p)}
	actual := c.valueBy(row.Source, unit, i, p)
	r.Actual, r.Inapplicable = actual.operand, actual.inapplicable
	before := c.before(unit, i, p, row)
	r.Previous, r.PreviousReason = before.operand, before.reason
	c.change(&r, before)
	c.plans(&r, actual)
	r.judge(actual, c.book.Levels)
	if row.Source != Rollup {
		r.Below = c.book.below(unit, i, p)
	}
	r.Newest = c.newest
	return r
}

// basePeriod is the period a value is compared with: the same one a year
// earlier, or for stocks measured from the year's start the year before, which
// ends on 31 December. A base that was asked for goes before both.
func (c *calc) basePeriod(i Indicator, p period.Period) period.Period {
	if !c.base.IsZero() {
		return c.base
	}
	if i.Base == YearStart {
		return period.Period{Year: p.Year - 1, Shape: period.Year}
	}
	return p.Previous()
}

// before gives the value of the base period, across successions (rule 8).
func (c *calc) before(unit UnitKey, i Indicator, p period.Period, row SetRow) outcome {
	base := c.basePeriod(i, p)
	source := row.Source
	if earlier, ok := c.book.SetOf(unit, base.Year, c.year).Row(i.Code); ok {
		source = earlier.Source
	}
	o := c.across(unit, i, base, p.Last(), source)
	if o.operand.Complete() {
		return o
	}
	switch {
	case o.inapplicable:
		return outcome{reason: &Reason{Key: "reason.previous_not_applicable"}}
	case o.reason == nil:
		return outcome{reason: c.whyNothing(unit, base)}
	case o.reason.Key == "reason.units_missing":
		return outcome{reason: &Reason{Key: "reason.previous_units_missing", Args: o.reason.Args}}
	}
	return outcome{reason: o.reason}
}

// whyNothing says why a unit has no earlier value: it is younger, or nobody
// has entered one.
func (c *calc) whyNothing(unit UnitKey, base period.Period) *Reason {
	first := firstDay(c.book.Tree, unit)
	if first.After(base.Last()) {
		return newUnit(first)
	}
	return &Reason{Key: "reason.previous_missing"}
}

func newUnit(since time.Time) *Reason {
	return &Reason{Key: "reason.new_unit", Args: map[string]any{"date": since}}
}

// firstDay is the day a unit came into being; zero if that is open.
func firstDay(t *org.Tree, unit UnitKey) time.Time {
	u, _ := t.Unit(unit)
	if len(u.Rows) == 0 {
		return time.Time{}
	}
	return u.Rows[0].From
}

// across gives a unit's value in an earlier period: its own, or the sum of the
// units that have since passed whole into it, and of itself where it goes on
// under its key.
func (c *calc) across(unit UnitKey, i Indicator, base period.Period, upTo time.Time, s Source) outcome {
	merged := c.book.Tree.Into(unit, base.Last(), upTo)
	if len(merged) == 0 {
		return c.valueBy(s, unit, i, base)
	}
	for _, m := range merged {
		if m.Share != org.Whole || i.OverUnits != OverSum {
			return outcome{reason: newUnit(m.Date)}
		}
	}
	o := &Operand{Rat: new(big.Rat), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: true, Rule: FromBefore}
	if _, existed := c.book.Tree.At(unit, base.Last()); existed {
		if v := c.valueBy(s, unit, i, base); !o.addBefore(unit, base, v, i) {
			return outcome{reason: v.reason}
		}
	}
	for _, m := range merged {
		row, _ := c.book.SetOf(m.From, base.Year, c.year).Row(i.Code)
		v := c.across(m.From, i, base, m.Date.AddDate(0, 0, -1), row.Source)
		if !o.addBefore(m.From, base, v, i) {
			return outcome{reason: v.reason}
		}
	}
	return fitting(o)
}

// addBefore adds what one of the earlier units had; false if it is missing.
func (o *Operand) addBefore(unit UnitKey, base period.Period, v outcome, i Indicator) bool {
	if v.inapplicable {
		return true
	}
	if !v.operand.Complete() {
		return false
	}
	o.include(Part{Unit: unit, Indicator: i.Code, Period: base, Value: v.operand})
	o.Rat.Add(o.Rat, v.operand.Rat)
	return true
}

// change fills growth, ratio and points on the same period. The growth may be
// that of a constant-price indicator.
func (c *calc) change(r *Result, before outcome) {
	i, actual := r.Indicator, r.Actual
	if i.Method == NoPercent {
		return
	}
	if i.GrowthFrom != "" && actual.Complete() {
		i = c.book.Indicators[i.GrowthFrom]
		r.GrowthOf, r.GrowthBasis = i.Code, i.PriceBasis
		row, _ := c.book.SetOf(r.Unit, r.Period.Year, c.year).Row(i.Code)
		before = c.before(r.Unit, i, r.Period, row)
		if actual = c.valueBy(row.Source, r.Unit, i, r.Period).operand; !actual.Complete() {
			r.ChangeReason = &Reason{Key: "reason.growth_missing", Args: map[string]any{"prices": i.PriceBasis}}
		}
	}
	switch {
	case !actual.Complete():
		return
	case before.operand == nil:
		r.ChangeReason = before.reason
	case i.InPoints():
		r.Points = new(big.Rat).Sub(actual.Rat, before.operand.Rat)
	default:
		r.Growth, r.Ratio, r.ChangeReason = Growth(actual.Rat, before.operand.Rat)
	}
}

// plans fills the result of each level that has a plan.
func (c *calc) plans(r *Result, actual outcome) {
	for _, level := range c.book.Levels {
		plan, original, summed, ok := c.plan(r.Unit, r.Indicator, r.Period, level.Code, r.Row.Source)
		if !ok {
			continue
		}
		pr := PlanResult{Level: level, Plan: plan, Original: original, Summed: summed, Judging: level.Code == r.Row.Judging}
		pr.compare(r.Indicator, r.Period, actual)
		r.Plans = append(r.Plans, pr)
	}
}

// compare holds an actual against one plan.
func (pr *PlanResult) compare(i Indicator, p period.Period, actual outcome) {
	comparable := pr.Plan.PriceBasis == "" || pr.Plan.PriceBasis == i.prices()
	if a := actual.operand; a.Complete() && comparable {
		pr.Percent, pr.PercentReason = Percent(a.Rat, pr.Plan.Target, i.Method)
		pr.Gap = Gap(a.Rat, pr.Plan.Target)
		if i.Method == Points && pr.Plan.Target.Operator.Plain() {
			pr.Points = pr.Gap
		}
	}
	switch {
	case i.Direction == Neutral:
		pr.Verdict = NotJudged
	case actual.inapplicable:
		pr.Verdict = Inapplicable
	case !actual.operand.Complete():
		pr.Verdict = NoData
	case !comparable:
		pr.Verdict = NotComparable
	default:
		pr.Verdict = Judge(actual.operand.Rat, pr.Plan.Target, i.Direction)
		if !p.IsYear() {
			reached := pr.Verdict.Achieved()
			pr.Verdict, pr.Reached = InProgress, &reached
		}
	}
}

// judge gives the row its verdict: neutral, not applicable, no data, no plan,
// not comparable, else that of the judging level (rule 4).
func (r *Result) judge(actual outcome, levels []Level) {
	judging := r.Judging()
	switch {
	case r.Indicator.Direction == Neutral:
		r.Verdict = NotJudged
	case actual.inapplicable:
		r.Verdict = Inapplicable
	case !actual.operand.Complete():
		r.Verdict, r.Reason = NoData, actual.reason
	case judging == nil:
		r.Verdict, r.Reason = NoPlan, r.otherPlans()
	default:
		r.Verdict, r.Reached = judging.Verdict, judging.Reached
		if r.Verdict == NotComparable {
			r.Reason = &Reason{Key: "reason.price_basis", Args: map[string]any{"plan": judging.Plan.PriceBasis, "own": r.Indicator.prices()}}
		}
	}
}

// otherPlans names the levels that do have a plan; there is no silent
// fall-back to one of them.
func (r *Result) otherPlans() *Reason {
	if len(r.Plans) == 0 {
		return &Reason{Key: "reason.no_plan", Args: map[string]any{"level": r.Row.Judging}}
	}
	levels := make([]string, len(r.Plans))
	for i, p := range r.Plans {
		levels[i] = p.Level.Code
	}
	return &Reason{Key: "reason.no_plan_others", Args: map[string]any{"level": r.Row.Judging, "levels": levels}}
}
