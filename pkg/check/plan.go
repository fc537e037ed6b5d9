package check

import (
	"math/big"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// The rules on plans. Their findings sit on the plan, whose own note explains
// them; none keeps figures from being submitted.
const (
	PlanFactor1000 Rule = "plan_factor_1000"       // 1000 times, or a thousandth, of last year's figure
	PlanOutOfLine  Rule = "plan_out_of_line"       // far from last year's figure
	PlanRateRange  Rule = "plan_rate_out_of_range" // a rate or share planned outside 0 to 100
	PlanLevels     Rule = "plan_levels"            // softer than the plan of a level above
	PlanUnits      Rule = "plan_units_differ"      // not what the plans of the units below add up to
	PlanDocument   Rule = "plan_document"          // an adjustment without a document
)

// PlanRules lists the rules on plans in the order in which their findings come.
var PlanRules = []Rule{PlanFactor1000, PlanOutOfLine, PlanRateRange, PlanLevels, PlanUnits, PlanDocument}

// CheckPlan gives the findings on a plan that is not stored yet. The book
// holds what is in force now. A plan taken back has none.
func CheckPlan(b *indicator.Book, plan indicator.Plan, s Settings) []Finding {
	if plan.Withdrawn {
		return nil
	}
	i := b.Indicators[plan.Indicator]
	year := period.Period{Year: plan.Year}
	p := &planned{book: b, settings: s, plan: plan, indicator: i, year: year, low: plan.Target.Low.Rat()}
	if o := b.Value(plan.Unit, plan.Indicator, year.Previous()); o.Complete() {
		p.previous = o.Rat
	}
	var all []Finding
	for _, ruling := range planRulings {
		if s.off(plan.Indicator, ruling.rule) {
			continue
		}
		if f, ok := ruling.find(p); ok {
			all = append(all, f)
		}
	}
	return all
}

// CheckPlans gives the findings on all plans of a unit's set in a year, as they
// are in force on its last day: in the set's order, then in that of the levels.
func CheckPlans(b *indicator.Book, unit org.Key, year int, s Settings) []Finding {
	var all []Finding
	for _, row := range b.Sets[indicator.SetKey{Unit: unit, Year: year}].Rows {
		for _, level := range b.Levels {
			key := indicator.PlanKey{Unit: unit, Indicator: row.Indicator, Year: year, Level: level.Code}
			if plan, _, ok := b.InForce(key, period.Period{Year: year}.Last()); ok {
				all = append(all, CheckPlan(b, plan, s)...)
			}
		}
	}
	return all
}

// A planned is one plan under check.
type planned struct {
	book      *indicator.Book
	settings  Settings
	plan      indicator.Plan
	indicator indicator.Indicator
	year      period.Period
	low       *big.Rat
	previous  *big.Rat // last year's figure; nil if there is none
}

var planRulings = []struct {
	rule Rule
	find func(*planned) (Finding, bool)
}{
	{PlanFactor1000, (*planned).factor1000}, {PlanOutOfLine, (*planned).outOfLine}, {PlanRateRange, (*planned).rateRange},
	{PlanLevels, (*planned).levels}, {PlanUnits, (*planned).unitsDiffer}, {PlanDocument, (*planned).document},
}

func (p *planned) found(rule Rule, key string, args ...any) (Finding, bool) {
	f := Finding{Rule: rule, Unit: p.plan.Unit, Indicator: p.indicator.Code, Period: p.year, Level: p.plan.Level,
		Key: "check." + key, Args: map[string]any{"value": p.low, "level": p.level(p.plan.Level)},
		NeedsNote: true, Explained: p.plan.Note != ""}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	return f, true
}

func (p *planned) level(code string) indicator.Level {
	i := slices.IndexFunc(p.book.Levels, func(l indicator.Level) bool { return l.Code == code })
	if i < 0 {
		return indicator.Level{Code: code, NameVi: code}
	}
	return p.book.Levels[i]
}

func (p *planned) factor1000() (Finding, bool) {
	if inPoints(p.indicator) || Slip(p.low, p.previous, p.settings.threshold(p.indicator, PlanFactor1000)) == 0 {
		return Finding{}, false
	}
	times, less := quotient(p.low, p.previous)
	key := "plan_factor_1000"
	if less {
		key += "_less"
	}
	return p.found(PlanFactor1000, key, "against", p.previous, "times", times, "period", p.year.Previous())
}

// outOfLine finds a plan far from last year's figure. A plan below it is
// nothing unusual, a plan far below it is.
func (p *planned) outOfLine() (Finding, bool) {
	if p.previous == nil {
		return Finding{}, false
	}
	limit := p.settings.threshold(p.indicator, PlanOutOfLine)
	change, key, names := new(big.Rat).Sub(p.low, p.previous), "plan_out_of_line", [2]string{"change", "limit"}
	switch {
	case inPoints(p.indicator):
		key, names = "plan_out_of_line_points", [2]string{"points", "points_limit"}
	case p.previous.Sign() <= 0 || Slip(p.low, p.previous, p.settings.threshold(p.indicator, PlanFactor1000)) != 0:
		return Finding{}, false
	default:
		change.Mul(change.Quo(change, p.previous), hundred)
	}
	if change.Sign() < 0 {
		key += "_down"
	} else {
		key += "_up"
	}
	if change.Abs(change).Cmp(limit) <= 0 {
		return Finding{}, false
	}
	return p.found(PlanOutOfLine, key, "against", p.previous, names[0], change, names[1], limit, "period", p.year.Previous())
}

func (p *planned) rateRange() (Finding, bool) {
	limit := p.settings.threshold(p.indicator, PlanRateRange)
	high := p.low
	if p.plan.Target.High != nil {
		high = p.plan.Target.High.Rat()
	}
	switch {
	case !bounded(p.indicator):
		return Finding{}, false
	case p.low.Sign() < 0:
		return p.found(PlanRateRange, "plan_rate_negative")
	case high.Cmp(limit) > 0:
		return p.found(PlanRateRange, "plan_rate_above", "value", high, "against", limit)
	}
	return Finding{}, false
}

// levels finds a plan that asks for less than one of a level above: a council
// sets its own plan to reach, or go beyond, what was assigned.
func (p *planned) levels() (Finding, bool) {
	if !p.plan.Target.Operator.Plain() {
		return Finding{}, false
	}
	own := p.level(p.plan.Level).Position
	for _, above := range p.book.Levels {
		key := p.plan.PlanKey
		key.Level = above.Code
		other, _, ok := p.book.InForce(key, p.year.Last())
		if !ok || above.Position >= own || !other.Target.Operator.Plain() {
			continue
		}
		against := other.Target.Low.Rat()
		switch c := p.low.Cmp(against); {
		case c < 0 && (p.indicator.Direction == indicator.Higher || p.indicator.Direction == indicator.Maintain):
			return p.found(PlanLevels, "plan_levels_below", "against", against, "above", above)
		case c > 0 && p.indicator.Direction == indicator.Lower:
			return p.found(PlanLevels, "plan_levels_above", "against", against, "above", above)
		}
	}
	return Finding{}, false
}

// unitsDiffer finds a plan that has been allocated to every unit below, but not
// to the last digit.
func (p *planned) unitsDiffer() (Finding, bool) {
	if p.indicator.OverUnits != indicator.OverSum || !p.plan.Target.Operator.Plain() {
		return Finding{}, false
	}
	units := p.holders(p.plan.Unit)
	sum, n := new(big.Rat), 0
	for _, unit := range units {
		key := p.plan.PlanKey
		key.Unit = unit
		if part, _, ok := p.book.InForce(key, p.year.Last()); ok && part.Target.Operator.Plain() {
			sum.Add(sum, part.Target.Low.Rat())
			n++
		}
	}
	if n == 0 || n < len(units) || sum.Cmp(p.low) == 0 {
		return Finding{}, false
	}
	return p.found(PlanUnits, "plan_units_differ", "against", sum, "of", n, "rest", new(big.Rat).Sub(p.low, sum))
}

// holders are the nearest units below whose set of the year has the indicator.
func (p *planned) holders(unit org.Key) []org.Key {
	var found []org.Key
	for _, k := range p.book.Tree.Children(unit, p.year.Last()) {
		if _, ok := p.book.Sets[indicator.SetKey{Unit: k, Year: p.year.Year}].Row(p.indicator.Code); ok {
			found = append(found, k)
			continue
		}
		found = append(found, p.holders(k)...)
	}
	return found
}

// document finds an adjustment that rests on no document: a plan is changed by
// a decision, or it is only proposed.
func (p *planned) document() (Finding, bool) {
	before, _, ok := p.book.InForce(p.plan.PlanKey, p.year.Last())
	if !ok || p.plan.Basis != indicator.Unknown || before.Target.Low.Cmp(p.plan.Target.Low) == 0 {
		return Finding{}, false
	}
	return p.found(PlanDocument, "plan_document", "against", before.Target.Low.Rat())
}
