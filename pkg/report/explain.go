package report

import (
	"math/big"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// An Account says how one number of a row came about: a fraction of two
// operands, or their difference, with what was done to it and how it was
// rounded. All texts are ready to print.
type Account struct {
	Plan         int    // index in Row.Plans; -1: the change on the same period
	Above, Below string // the operands, as printed
	Difference   bool   // Above - Below, no fraction
	Then         string // what follows a fraction: "× 100", "× 100 − 100"
	Result       string // "89%", "0,4 điểm %"
	// Exact is the unrounded result, cut after five decimals, with an
	// ellipsis; empty where Result is exact.
	Exact   string
	Rounded string // Result as columns print it; empty where it is exact
	Also    string // the change in percent beside a ratio: "giảm 39% so với cùng kỳ"
}

// Explain accounts for every percentage and difference of a row: of each plan,
// then the change on the same period. What was not computed has no account.
func Explain(in Input, row Row) []Account {
	w := newWriter(in)
	var all []Account
	for k := range row.Plans {
		if a, ok := w.planAccount(row, row.Plans[k]); ok {
			a.Plan = k
			all = append(all, a)
		}
	}
	if a, ok := w.changeAccount(row); ok {
		a.Plan = -1
		all = append(all, a)
	}
	return all
}

func (w *writer) planAccount(row Row, p PlanRow) (Account, bool) {
	r := p.Result
	a := Account{Above: row.Actual.Text, Below: p.Low.Text, Then: w.p.T("explain.times")}
	switch {
	case r.Percent != nil:
		if row.Result.Indicator.Method == indicator.InverseRatio {
			a.Above, a.Below = a.Below, a.Above
		}
		a.Result = p.Percent.Text + "%"
		w.exact(&a, r.Percent, p.Percent.Plain)
		return a, true
	case r.Points != nil:
		a.Difference, a.Then = true, ""
		a.Result = w.signedPoints(p.Points, row)
		return a, true
	}
	return a, false
}

func (w *writer) changeAccount(row Row) (Account, bool) {
	r := row.Result
	a := Account{Above: row.Actual.Text, Below: row.Previous.Text}
	switch {
	case r.GrowthOf != "":
		return a, false // its operands are those of another indicator
	case r.Growth != nil && r.Row.Fall == indicator.FallRatio && r.Growth.Sign() < 0:
		a.Then, a.Result = w.p.T("explain.times"), row.Ratio.Text+"%"
		w.exact(&a, r.Ratio, row.Ratio.Plain)
		a.Also = w.p.T("report.fall", "by", unsigned(row.Growth.Text)+"%")
		return a, true
	case r.Growth != nil:
		a.Then, a.Result = w.p.T("explain.times_less"), withSign(row.Growth, r.Growth)+"%"
		w.exact(&a, r.Growth, row.Growth.Plain)
		return a, true
	case r.Points != nil:
		a.Difference, a.Result = true, w.signedPoints(row.Points, row)
		return a, true
	}
	return a, false
}

// exactPlaces is after how many decimals an unrounded result is cut.
const exactPlaces = 5

// exact notes the unrounded result where the printed one is not it.
func (w *writer) exact(a *Account, r *big.Rat, printed string) {
	if n, ok := r.FloatPrec(); ok && number.Round(r, n) == printed {
		return
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(exactPlaces), nil)
	digits := new(big.Int).Mul(r.Num(), scale)
	digits.Quo(digits, r.Denom()) // toward zero: the digits as they stand
	cut := new(big.Rat).SetFrac(digits, scale)
	a.Exact = w.p.Format().Text(number.Round(cut, exactPlaces), exactPlaces) + "…"
	a.Rounded = w.p.Format().Text(printed, w.in.Decimals)
}

// withSign prints a number with a plus where it is above zero.
func withSign(v Value, r *big.Rat) string {
	if r.Sign() > 0 {
		return "+" + v.Text
	}
	return v.Text
}

// signedPoints prints a difference with its sign and what it is counted in.
func (w *writer) signedPoints(v Value, row Row) string {
	text := w.pointsText(v, row.Result.Indicator, row.Measure)
	switch {
	case v.Plain == "0":
		return text
	case v.Text[0] == '-':
		return "−" + text
	}
	return "+" + text
}

// A PartLine is one value that a computed figure is made of, ready to print.
type PartLine struct {
	Part    *indicator.Part
	Name    string // of the unit, the month or the indicator
	Value   Value  // none where it is missing
	Status  string // in words; empty for official
	Version int    // of the typed figure; 0: computed itself, or missing
	Note    string // why there is no value, or only a part of one; empty if there is
}

// Parts lists what the actual of a row is made of: the units below or those it
// came out of, its months, or the operands of its ratio. A typed figure has
// none.
func Parts(in Input, row Row) []PartLine {
	a := row.Result.Actual
	if a == nil {
		return nil
	}
	w := newWriter(in)
	lines := make([]PartLine, len(a.Parts))
	for k := range a.Parts {
		lines[k] = w.part(a.Rule, &a.Parts[k], row.Result.Unit)
	}
	return lines
}

func (w *writer) part(rule indicator.Rule, p *indicator.Part, unit indicator.UnitKey) PartLine {
	line := PartLine{Part: p, Name: w.nameOf(p.Unit, p.Period)}
	switch {
	case rule == indicator.FromMonths:
		line.Name = w.p.PeriodShort(p.Period)
	case rule == indicator.Quotient:
		line.Name = w.in.Book.Indicators[p.Indicator].Name(string(w.p.Lang()))
	case p.Unit == unit:
		line.Name = w.unit.Name
	}
	switch {
	case p.Inapplicable:
		line.Note = w.p.T("core.status_not_applicable")
	case p.Value == nil:
		line.Note = w.p.T("compare.no_data")
	default:
		line.Value, line.Version = w.operand(p.Value, nil), p.Value.Version
		if p.Value.Status != indicator.Final {
			line.Status = StatusWord(w.p, p.Value.Status)
		}
		if p.PartlyMissing {
			line.Note = w.p.T("reason.units_missing", "have", p.Value.Have, "of", p.Value.Of)
		}
	}
	return line
}

// Measured puts a measure behind a printed number; % and ‰ stand without a
// space.
func Measured(number, measure string) string { return measured(number, measure) }
