package indicator

import (
	"math/big"
	"time"

	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// children gives the nearest units below on a day whose set holds the
// indicator; a unit that holds it hides those under it (rule 7).
func (c *calc) children(unit UnitKey, code Code, year int, day time.Time) []UnitKey {
	var found []UnitKey
	for _, k := range c.book.Tree.Children(unit, day) {
		if _, ok := c.book.SetOf(k, year, c.year).Row(code); ok {
			found = append(found, k)
			continue
		}
		found = append(found, c.children(k, code, year, day)...)
	}
	return found
}

// rollup adds up the units below: sums for sums, numerators over denominators
// for ratios, never a mean. What is missing is counted, not guessed.
func (c *calc) rollup(unit UnitKey, i Indicator, p period.Period) outcome {
	if i.OverUnits != OverSum && i.OverUnits != OverRatio {
		return outcome{reason: &Reason{Key: "reason.not_summable"}}
	}
	t := c.total(i, p, c.children(unit, i.Code, p.Year, p.Last()))
	if t.inapplicable {
		return outcome{inapplicable: true}
	}
	short := &Reason{Key: "reason.units_missing", Args: map[string]any{"have": t.operand.Have, "of": t.operand.Of}}
	if t.empty {
		return outcome{reason: short}
	}
	done := c.close(i, t)
	if done.operand != nil && !done.operand.Complete() {
		done.reason = short
	}
	return done
}

// A total is a roll-up under way.
type total struct {
	operand      *Operand
	empty        bool // nothing to add
	inapplicable bool // not applicable in any unit below
}

// total gathers what the children have.
func (c *calc) total(i Indicator, p period.Period, children []UnitKey) total {
	o := &Operand{Rat: new(big.Rat), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: i.OverUnits == OverSum, Rule: FromUnits}
	if i.OverUnits == OverRatio {
		o.Numerator, o.Denominator = new(big.Rat), new(big.Rat)
	}
	t := total{operand: o, empty: true}
	for _, k := range children {
		v := c.value(k, i, p)
		part := Part{Unit: k, Indicator: i.Code, Period: p, Value: v.operand, Inapplicable: v.inapplicable}
		if v.operand != nil {
			part.PartlyMissing = !v.operand.Complete()
		}
		t.add(part)
	}
	t.inapplicable = len(children) > 0 && o.Of == 0
	return t
}

func (t *total) add(p Part) {
	o := t.operand
	if p.Value != nil && o.Numerator != nil && p.Value.Numerator == nil {
		p.Value = nil // a typed ratio without its operands cannot be added up
	}
	o.include(p)
	if p.Inapplicable {
		return
	}
	o.Of++
	if p.Value == nil {
		return
	}
	t.empty = false
	if !p.PartlyMissing {
		o.Have++
	}
	if o.Numerator != nil {
		o.Numerator.Add(o.Numerator, p.Value.Numerator)
		o.Denominator.Add(o.Denominator, p.Value.Denominator)
		return
	}
	o.Rat.Add(o.Rat, p.Value.Rat)
}

func (c *calc) close(i Indicator, t total) outcome {
	o := t.operand
	if o.Numerator == nil {
		return fitting(o)
	}
	if o.Denominator.Sign() == 0 {
		return outcome{reason: &Reason{Key: "reason.denominator_zero"}}
	}
	o.Rat = ratioOf(i, o.Numerator, o.Denominator).Rat
	return outcome{operand: o}
}

// plan gives the plan of a unit on one level for a period: its own, else, for
// a rolled-up sum, that of the units below if every one of them has a plain
// number on the same price basis.
func (c *calc) plan(unit UnitKey, i Indicator, p period.Period, level string, s Source) (plan Plan, original *Plan, summed, ok bool) {
	key := PlanKey{unit, i.Code, p.Year, level}
	if plan, original, ok = c.book.InForce(key, p.Last()); ok {
		c.seen(plan.Dated)
		return plan, original, false, true
	}
	if s != Rollup || i.OverUnits != OverSum {
		return Plan{}, nil, false, false
	}
	plan, ok = c.planSum(key, i, p)
	return plan, nil, ok, ok
}

func (c *calc) planSum(key PlanKey, i Indicator, p period.Period) (Plan, bool) {
	sum := Plan{PlanKey: key, Basis: Decided, Origin: Derived, Target: Target{Operator: Equal, Low: number.New(0, i.Decimals)}}
	n := 0
	for _, k := range c.children(key.Unit, i.Code, p.Year, p.Last()) {
		if c.value(k, i, p).inapplicable {
			continue
		}
		row, _ := c.book.SetOf(k, p.Year, c.year).Row(i.Code)
		part, _, _, ok := c.plan(k, i, p, key.Level, row.Source)
		if !ok || part.Target.Operator != Equal || n > 0 && part.PriceBasis != sum.PriceBasis {
			return Plan{}, false
		}
		low, err := sum.Target.Low.Add(part.Target.Low)
		if err != nil {
			return Plan{}, false
		}
		sum.Target.Low, sum.PriceBasis = low, part.PriceBasis
		if part.Origin == Illustrative {
			sum.Origin = Illustrative
		}
		if part.Basis != Decided {
			sum.Basis = part.Basis
		}
		n++
	}
	return sum, n > 0
}
