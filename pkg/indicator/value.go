package indicator

import (
	"math/big"
	"time"

	"muctieu/pkg/period"
)

// A calc computes one result. It remembers the newest version it has seen, so
// that equal data gives an equal "computed at".
type calc struct {
	book   *Book
	year   int // whose sets stand in where an earlier year has none
	newest time.Time
	base   period.Period // to compare with instead of the indicator's own; zero: its own
}

// An outcome is a value, or why there is none.
type outcome struct {
	operand      *Operand
	inapplicable bool
	reason       *Reason
	// The operands of a ratio over units. They are there without an operand
	// too: a unit without households has no rate, and still counts in the
	// total of those above it.
	numerator, denominator *big.Rat
}

func (c *calc) seen(t time.Time) {
	if t.After(c.newest) {
		c.newest = t
	}
}

// value gives the value of an indicator by the unit's set row of that year;
// without a row it is taken as entered.
func (c *calc) value(unit UnitKey, i Indicator, p period.Period) outcome {
	row, _ := c.book.SetOf(unit, p.Year, c.year).Row(i.Code)
	return c.valueBy(row.Source, unit, i, p)
}

func (c *calc) valueBy(s Source, unit UnitKey, i Indicator, p period.Period) outcome {
	if s == Rollup {
		return c.rollup(unit, i, p)
	}
	return c.own(unit, i, p)
}

// own is the value of the unit itself: the quotient of a ratio where both
// operands are in, else the typed figure, else what its months give.
func (c *calc) own(unit UnitKey, i Indicator, p period.Period) outcome {
	var q outcome
	if i.OverUnits == OverRatio {
		if q = c.quotient(unit, i, p); q.operand != nil {
			return q
		}
	}
	f, typed := c.book.Figures[CellKey{unit, i.Code, p}]
	if typed {
		c.seen(f.Dated)
	}
	switch {
	case typed && f.Status == NotApplicable:
		return outcome{inapplicable: true}
	case q.numerator != nil: // the operands are in: a figure typed earlier no longer counts
		return q
	case typed && f.Value != nil:
		return outcome{operand: typedOperand(f, i)}
	}
	if o := c.fromMonths(unit, i, p); o.operand != nil || o.reason != nil {
		return o
	}
	return q
}

func typedOperand(f Figure, i Indicator) *Operand {
	return &Operand{Rat: f.Value.Rat(), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: true,
		Status: f.Status, Version: f.Version, Origin: f.Origin, Figure: &f, Rule: Typed}
}

// quotient is numerator / denominator x scale, where both are in.
func (c *calc) quotient(unit UnitKey, i Indicator, p period.Period) outcome {
	n := c.value(unit, c.book.Indicators[i.Numerator], p)
	d := c.value(unit, c.book.Indicators[i.Denominator], p)
	if n.inapplicable || d.inapplicable {
		return outcome{inapplicable: true}
	}
	for _, part := range []outcome{n, d} {
		switch {
		case part.operand == nil:
			return outcome{}
		case !part.operand.Complete():
			return outcome{reason: unitsMissing(part.operand)}
		}
	}
	over := outcome{numerator: n.operand.Rat, denominator: d.operand.Rat}
	if d.operand.Rat.Sign() == 0 {
		over.reason = &Reason{Key: "reason.denominator_zero"}
		return over
	}
	o := ratioOf(i, n.operand.Rat, d.operand.Rat)
	o.Rule, o.Origin = Quotient, Derived
	o.include(Part{Unit: unit, Indicator: i.Numerator, Period: p, Value: n.operand})
	o.include(Part{Unit: unit, Indicator: i.Denominator, Period: p, Value: d.operand})
	over.operand = o
	return over
}

func ratioOf(i Indicator, n, d *big.Rat) *Operand {
	q := new(big.Rat).Quo(n, d)
	q.Mul(q, big.NewRat(int64(max(i.Scale, 1)), 1))
	return &Operand{Rat: q, Decimals: i.Decimals, Shown: i.ShownDecimals, Numerator: n, Denominator: d}
}

// include notes a part: the whole is as soft as its softest part, and marked
// as the least reported of them.
func (o *Operand) include(p Part) {
	o.Parts = append(o.Parts, p)
	if p.Value == nil {
		return
	}
	o.Status = o.Status.Lower(p.Value.Status)
	if p.Value.Origin == Illustrative || o.Origin == Reported {
		o.Origin = p.Value.Origin
	}
}

// fromMonths derives a quarter, a cumulative period or a year from its
// months, for flows and stocks, never for rates. It needs every month.
func (c *calc) fromMonths(unit UnitKey, i Indicator, p period.Period) outcome {
	months := p.Months()
	if !i.AddsUpOverTime() || len(months) < 2 {
		return outcome{}
	}
	o := &Operand{Rat: new(big.Rat), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: true, Origin: Derived, Rule: FromMonths}
	for _, m := range months {
		f, ok := c.book.Figures[CellKey{unit, i.Code, m}]
		if ok {
			c.seen(f.Dated)
		}
		if !ok || f.Value == nil {
			return outcome{}
		}
		part := typedOperand(f, i)
		o.include(Part{Unit: unit, Indicator: i.Code, Period: m, Value: part})
		if i.OverTime == OverLast {
			o.Rat.SetInt64(0)
		}
		o.Rat.Add(o.Rat, part.Rat)
	}
	return fitting(o)
}

// fitting refuses a total that no longer fits the stored counts.
func fitting(o *Operand) outcome {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(o.Decimals)), nil)
	count := new(big.Rat).Mul(o.Rat, new(big.Rat).SetInt(scale))
	if count.IsInt() && !count.Num().IsInt64() {
		return outcome{reason: &Reason{Key: "reason.total_too_large"}}
	}
	return outcome{operand: o}
}
