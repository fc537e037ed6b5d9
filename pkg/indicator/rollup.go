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
	children := c.children(unit, i.Code, p.Year, p.Last())
	if len(children) == 0 {
		return outcome{reason: &Reason{Key: "reason.no_units_below"}}
	}
	t := c.total(i, p, children)
	switch {
	case t.operand.Of == 0:
		return outcome{inapplicable: true}
	case t.empty:
		return outcome{reason: unitsMissing(t.operand)}
	}
	done := t.close(i)
	if done.operand != nil && !done.operand.Complete() {
		done.reason = unitsMissing(done.operand)
	}
	return done
}

func unitsMissing(o *Operand) *Reason {
	return &Reason{Key: "reason.units_missing", Args: map[string]any{"have": o.Have, "of": o.Of}}
}

// A total is a roll-up under way.
type total struct {
	operand *Operand
	empty   bool // nothing to add
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
		t.add(Part{Unit: k, Indicator: i.Code, Period: p, Value: v.operand, Inapplicable: v.inapplicable}, v)
	}
	return t
}

func (t *total) add(p Part, v outcome) {
	o := t.operand
	if o.Numerator != nil && v.numerator == nil {
		p.Value = nil // a typed ratio without its operands cannot be added up
	}
	p.PartlyMissing = p.Value != nil && !p.Value.Complete()
	o.include(p)
	if p.Inapplicable {
		return
	}
	o.Of++
	if p.Value == nil && (o.Numerator == nil || v.numerator == nil) {
		return
	}
	t.empty = false
	if !p.PartlyMissing {
		o.Have++
	}
	if o.Numerator != nil {
		o.Numerator.Add(o.Numerator, v.numerator)
		o.Denominator.Add(o.Denominator, v.denominator)
		return
	}
	o.Rat.Add(o.Rat, p.Value.Rat)
}

func (t total) close(i Indicator) outcome {
	o := t.operand
	if o.Numerator == nil {
		return fitting(o)
	}
	done := outcome{numerator: o.Numerator, denominator: o.Denominator}
	if o.Denominator.Sign() == 0 {
		done.reason = &Reason{Key: "reason.denominator_zero"}
		return done
	}
	o.Rat = ratioOf(i, o.Numerator, o.Denominator).Rat
	done.operand = o
	return done
}

// below adds up what the units below a unit have entered, to stand beside the
// unit's own figure; nil if none has anything. It is no part of the result,
// and its versions do not count as used.
func (b *Book) below(unit UnitKey, i Indicator, p period.Period) *Operand {
	if i.OverUnits != OverSum {
		return nil
	}
	c := calc{book: b, year: p.Year}
	t := c.total(i, p, c.children(unit, i.Code, p.Year, p.Last()))
	if t.empty {
		return nil
	}
	return fitting(t.operand).operand
}

// plan gives the plan of a unit on one level for a period: its own, else, for
// a rolled-up sum, that of the units below if every one of them has a plain
// number on the same price basis.
func (c *calc) plan(unit UnitKey, i Indicator, p period.Period, level string, s Source) (plan Plan, original *Plan, summed, ok bool) {
	key := PlanKey{unit, i.Code, p.Year, level}
	plan, original, ok = c.book.InForce(key, p.Last())
	c.seen(plan.Dated) // one taken back counts too
	if ok {
		return plan, original, false, true
	}
	if s != Rollup || i.OverUnits != OverSum {
		return Plan{}, nil, false, false
	}
	plan, ok = c.planSum(key, i, p)
	return plan, nil, ok, ok
}

func (c *calc) planSum(key PlanKey, i Indicator, p period.Period) (Plan, bool) {
	sum := Plan{PlanKey: key, Basis: Decided, Target: Target{Operator: Equal, Low: number.New(0, i.Decimals)}}
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
		if err := sum.take(part); err != nil {
			return Plan{}, false
		}
		n++
	}
	return sum, n > 0
}

// take adds a unit's plan to the sum. The sum rests on the weakest basis, and
// is marked as the least reported, of its parts.
func (p *Plan) take(part Plan) error {
	low, err := p.Target.Low.Add(part.Target.Low)
	if err != nil {
		return err
	}
	p.Target.Low, p.PriceBasis = low, part.PriceBasis
	p.Dated = later(p.Dated, part.Dated)
	if part.Origin == Illustrative || p.Origin == Reported {
		p.Origin = part.Origin
	}
	if part.Basis == Proposed || p.Basis == Decided {
		p.Basis = part.Basis
	}
	return nil
}

func later(x, y time.Time) time.Time {
	if y.After(x) {
		return y
	}
	return x
}
