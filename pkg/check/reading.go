package check

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/number"
)

// slipSpread is how many times a quotient may be off 1000 and still be asked
// about; the same as the default of the rule factor_1000.
var slipSpread = big.NewRat(5, 1)

func valueOf(a number.Amount) number.Reading {
	return number.Reading{Kind: number.ReadValue, Amount: a}
}

// ambiguous asks which of two readings is meant, or what a marker means.
// Readings with more decimals than are stored are left out.
func (e Entry) ambiguous(two *number.Ambiguous) Doubt {
	if two.Marker {
		return e.ask(NotAvailable, "doubt_marker", []Choice{
			{How: LeftEmpty, Reading: number.Reading{Kind: number.ReadEmpty}},
			{How: Zero, Reading: valueOf(number.New(0, e.Indicator.Decimals))},
			{How: DoesNot, Reading: number.Reading{Kind: number.ReadNotApplicable}},
		}, "text", two.Text)
	}
	var choices []Choice
	for _, a := range two.Readings {
		if fits, err := a.Rescale(e.Indicator.Decimals); err == nil {
			choices = append(choices, Choice{How: Reading, Reading: valueOf(fits)})
		}
	}
	e.likelierFirst(choices)
	if e.Previous == nil {
		return e.ask(Ambiguous, "doubt_ambiguous", choices, "text", two.Text)
	}
	return e.ask(Ambiguous, "doubt_ambiguous_previous", choices, "text", two.Text, "against", *e.Previous)
}

// likelierFirst puts the reading nearer to last year's value, by quotient,
// before the other.
func (e Entry) likelierFirst(choices []Choice) {
	if e.Previous == nil || e.Previous.Sign() == 0 || len(choices) != 2 {
		return
	}
	away := func(c Choice) *big.Rat {
		if c.Reading.Amount.Sign() == 0 {
			return nil
		}
		q, _ := quotient(c.Reading.Amount.Rat(), e.Previous.Rat())
		return q
	}
	if a, b := away(choices[0]), away(choices[1]); a != nil && b != nil && b.Cmp(a) < 0 {
		slices.Reverse(choices)
	}
}

// size asks about a number 1000 times too large or too small: it may have been
// typed in another measure of the dimension.
func (e Entry) size(a number.Amount) (Doubt, bool) {
	against, key := e.Previous, ""
	if against == nil || against.Sign() == 0 {
		against, key = e.Plan, "_plan"
	}
	if against == nil || inPoints(e.Indicator) {
		return Doubt{}, false
	}
	power := Slip(a.Rat(), against.Rat(), slipSpread)
	if power == 0 {
		return Doubt{}, false
	}
	times, less := quotient(a.Rat(), against.Rat())
	if less {
		key += "_less"
	}
	kind, choice := e.scaled(a, power)
	choices := append(choice, Choice{How: AsTyped, Reading: valueOf(a)})
	args := []any{"value", a, "times", times, "against", *against}
	if kind == Measure {
		args = append(args, "measure", choice[0].Measure)
	}
	return e.ask(kind, "doubt_"+string(kind)+key, choices, args...), true
}

// scaled gives the number that may have been meant, from the measure that is
// off by that power of ten if the dimension has one.
func (e Entry) scaled(a number.Amount, power int) (DoubtKind, []Choice) {
	by := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(power, -power))), nil))
	if power > 0 {
		by.Inv(by)
	}
	kind, c := Factor, Choice{How: Divided, From: &a}
	if term, ok := e.measureOf(by); ok {
		kind, c.How, c.Measure = Measure, Converted, term.Vi
	}
	meant := amountOf(by.Mul(by, a.Rat()), e.Indicator.Decimals)
	if meant == nil {
		return Factor, nil
	}
	c.Reading = valueOf(*meant)
	return kind, []Choice{c}
}

// measureOf finds the measure of the indicator's dimension that is by times
// its own.
func (e Entry) measureOf(by *big.Rat) (i18n.Term, bool) {
	own, ok := e.term(e.Indicator.Measure)
	if !ok {
		return i18n.Term{}, false
	}
	for _, t := range e.Terms {
		if ratio := conversion(t, own); ratio != nil && t.Vi != own.Vi && ratio.Cmp(by) == 0 {
			return t, true
		}
	}
	return i18n.Term{}, false
}

// term finds the term of a measure by either of its words.
func (e Entry) term(measure string) (i18n.Term, bool) {
	for _, t := range e.Terms {
		if t.Sort == i18n.MeasureTerm && (strings.EqualFold(t.Vi, measure) || t.En != "" && strings.EqualFold(t.En, measure)) {
			return t, true
		}
	}
	return i18n.Term{}, false
}

// conversion is what a value in one measure is multiplied by to be one in
// another; nil where they have no dimension in common.
func conversion(from, to i18n.Term) *big.Rat {
	if from.Sort != i18n.MeasureTerm || from.Dimension == "" || from.Dimension != to.Dimension {
		return nil
	}
	a, okA := new(big.Rat).SetString(from.Factor)
	b, okB := new(big.Rat).SetString(to.Factor)
	if !okA || !okB || a.Sign() <= 0 || b.Sign() <= 0 {
		return nil
	}
	return a.Quo(a, b)
}

// copied asks about the value of another indicator with the same measure. A
// short number, or a rate at the end of its range, comes up by chance.
func (e Entry) copied(a number.Amount) (Doubt, bool) {
	if digits(a) < 3 || atEnd(e.Indicator, a.Rat()) {
		return Doubt{}, false
	}
	for _, code := range slices.Sorted(maps.Keys(e.Others)) {
		if o := e.Others[code]; o.Indicator.Measure == e.Indicator.Measure && o.Value.Cmp(a) == 0 {
			choices := []Choice{{How: AsTyped, Reading: valueOf(a)}, {How: LeftEmpty, Reading: number.Reading{Kind: number.ReadEmpty}}}
			return e.ask(Copied, "doubt_copied", choices, "value", a, "other", code), true
		}
	}
	return Doubt{}, false
}

// tooPrecise offers a number with more decimals than are stored, rounded once;
// it is never cut or rounded unasked.
func (e Entry) tooPrecise(text string) Doubt {
	var choices []Choice
	if full, ok := e.widest(text, e.Typed().Measures, one); ok {
		if a := amountOf(full.Rat(), e.Indicator.Decimals); a != nil {
			choices = []Choice{{How: Rounded, Reading: valueOf(*a), From: &full}}
		}
	}
	return e.ask(TooPrecise, "doubt_too_precise", choices, "text", text, "max", e.Indicator.Decimals)
}

// widest reads a number with as many decimals as it can have. It stands in a
// measure that is by times the indicator's own.
func (e Entry) widest(text string, measures []string, by *big.Rat) (number.Amount, bool) {
	for decimals := number.MaxDecimals; decimals >= 0; decimals-- {
		typed := number.Typed{Decimals: decimals, Measures: measures}
		if e.Previous != nil {
			typed.Previous = amountOf(new(big.Rat).Quo(e.Previous.Rat(), by), decimals)
		}
		if r, err := typed.Parse(text); err == nil && r.Kind == number.ReadValue {
			return r.Amount, true
		}
	}
	return number.Amount{}, false
}

// otherMeasure offers a number written with another measure of the dimension,
// converted; any other measure is refused.
func (e Entry) otherMeasure(text string) Doubt {
	own, known := e.term(e.Indicator.Measure)
	for _, t := range e.Terms {
		by := conversion(t, own)
		if !known || by == nil {
			continue
		}
		full, ok := e.widest(text, []string{t.Vi, t.En}, by)
		if !ok {
			continue
		}
		if a := amountOf(by.Mul(by, full.Rat()), e.Indicator.Decimals); a != nil {
			return e.ask(Measure, "doubt_written_measure", []Choice{{How: Converted, Reading: valueOf(*a), From: &full, Measure: t.Vi}},
				"text", text, "measure", t.Vi)
		}
	}
	return e.ask(OtherMeasure, "doubt_other_measure", nil, "text", text)
}

// otherSpelling offers the Vietnamese spelling of a number written another
// way: 1,234.5 or 27 037,0.
func (e Entry) otherSpelling(text, right string) Doubt {
	reading, err := e.Typed().Parse(right)
	if err != nil || reading.Kind != number.ReadValue {
		return e.ask(TextInNumber, "doubt_spelling", nil, "text", text, "right", right)
	}
	return e.ask(TextInNumber, "doubt_spelling", []Choice{{How: Reading, Reading: reading}}, "text", text, "right", right)
}

// FormulaDoubt asks about the value a spreadsheet has stored for a formula: it
// may be older than what the formula refers to.
func (e Entry) FormulaDoubt(a number.Amount) Doubt {
	return e.ask(Formula, "doubt_formula", []Choice{{How: AsTyped, Reading: valueOf(a)}}, "value", a)
}

// PercentDoubt asks about a cell formatted as percent: its number, 0.125, was
// read x 100 as it is shown, 12.5.
func (e Entry) PercentDoubt(a number.Amount) Doubt {
	return e.ask(PercentCell, "doubt_percent_cell", []Choice{{How: AsTyped, Reading: valueOf(a)}}, "value", a)
}

// ApproximateDoubt asks about a spreadsheet's number that has more than 15
// digits of its own and is offered cut to them.
func (e Entry) ApproximateDoubt(text string, a number.Amount) Doubt {
	return e.ask(Approximate, "doubt_approximate", []Choice{{How: AsTyped, Reading: valueOf(a)}}, "text", text, "value", a)
}
