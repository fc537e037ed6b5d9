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
}

// An outcome is a value, or why there is none.
type outcome struct {
	operand      *Operand
	inapplicable bool
	reason       *Reason
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
	if i.OverUnits == OverRatio {
		if o := c.quotient(unit, i, p); o.operand != nil {
			return o
		}
	}
	f, typed := c.book.Figures[CellKey{unit, i.Code, p}]
	if typed {
		c.seen(f.Dated)
	}
	switch {
	case typed && f.Status == NotApplicable:
		return outcome{inapplicable: true}
	case typed && f.Value != nil:
		return outcome{operand: &Operand{Rat: f.Value.Rat(), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: true,
			Status: f.Status, Version: f.Version, Origin: f.Origin, Figure: &f, Rule: Typed}}
	}
	return c.fromMonths(unit, i, p)
}

// quotient is numerator / denominator x scale, where both are in.
func (c *calc) quotient(unit UnitKey, i Indicator, p period.Period) outcome {
	n := c.value(unit, c.book.Indicators[i.Numerator], p)
	d := c.value(unit, c.book.Indicators[i.Denominator], p)
	if !n.operand.Complete() || !d.operand.Complete() {
		return outcome{}
	}
	if d.operand.Rat.Sign() == 0 {
		return outcome{reason: &Reason{Key: "reason.denominator_zero"}}
	}
	o := ratioOf(i, n.operand.Rat, d.operand.Rat)
	o.Rule, o.Origin = Quotient, Derived
	for _, part := range []struct {
		code Code
		o    *Operand
	}{{i.Numerator, n.operand}, {i.Denominator, d.operand}} {
		o.include(Part{Unit: unit, Indicator: part.code, Period: p, Value: part.o})
	}
	return outcome{operand: o}
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
	if i.OverTime != OverSum && i.OverTime != OverLast || len(months) < 2 {
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
		part := &Operand{Rat: f.Value.Rat(), Decimals: i.Decimals, Shown: i.ShownDecimals, Amount: true,
			Status: f.Status, Version: f.Version, Origin: f.Origin, Figure: &f, Rule: Typed}
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
