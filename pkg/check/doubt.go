package check

import (
	"errors"
	"math/big"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A DoubtKind says what is doubtful about a text or cell that was typed,
// pasted or uploaded.
type DoubtKind string

// The kinds of doubt.
const (
	Ambiguous    DoubtKind = "ambiguous"           // two well-formed readings
	NotAvailable DoubtKind = "not_available"       // "-" or "…": none, zero, or not applicable?
	Factor       DoubtKind = "factor_1000"         // 1000 times too large or small, by no measure of the dimension
	Measure      DoubtKind = "measure"             // seems to be, or is written, in another measure of the dimension
	TooPrecise   DoubtKind = "too_many_decimals"   // more decimals than are stored
	TextInNumber DoubtKind = "text_in_number"      // no number in Vietnamese grammar
	OtherMeasure DoubtKind = "other_measure"       // a measure that cannot be converted
	TooLarge     DoubtKind = "too_large"           // more than can be stored
	Copied       DoubtKind = "copied_from_other"   // the value of another indicator
	Formula      DoubtKind = "formula"             // the stored value of a spreadsheet's formula
	PercentCell  DoubtKind = "percent_cell"        // a cell formatted as percent, read x 100
	Approximate  DoubtKind = "rounded_spreadsheet" // a spreadsheet's number cut to 15 digits
)

// DoubtKinds lists all kinds of doubt.
var DoubtKinds = []DoubtKind{Ambiguous, NotAvailable, Factor, Measure, TooPrecise, TextInNumber, OtherMeasure, TooLarge,
	Copied, Formula, PercentCell, Approximate}

// A Doubt is one question to the person who typed, with the answers to choose
// from. Without choices the text is refused: it has to be typed anew.
type Doubt struct {
	Kind    DoubtKind
	Key     string         // of the sentence in pkg/i18n
	Args    map[string]any // as of a Finding, and "text" as typed
	Choices []Choice       // the likelier first; none: refused
}

// Refused reports whether no reading can be stored.
func (d Doubt) Refused() bool { return len(d.Choices) == 0 }

// A How says how a choice comes about.
type How string

// The ways to a choice.
const (
	AsTyped   How = "as_typed"       // what the text says
	Reading   How = "reading"        // one of two readings
	Converted How = "converted"      // from another measure
	Divided   How = "divided"        // by 1000, or multiplied by it
	Rounded   How = "rounded"        // to the decimals that are stored
	LeftEmpty How = "left_empty"     // no figure yet: the cell stays as it is
	Zero      How = "zero"           // the marker means 0
	DoesNot   How = "not_applicable" // the indicator does not apply here
)

// A Choice is one answer to a doubt.
type Choice struct {
	How     How
	Reading number.Reading
	From    *number.Amount // of converted, divided and rounded: the number as typed
	Measure string         // of converted: the measure it was typed in
}

// An Entry is what the reading of one cell is held against.
type Entry struct {
	Indicator indicator.Indicator
	Terms     i18n.Terms
	Previous  *number.Amount // the same period of last year; nil if there is none
	Plan      *number.Amount // the judging plan of a year; nil if there is none, or it is no plain number
	// Others are the values of other indicators of the unit and period that
	// this one should not have.
	Others map[indicator.Code]Other
}

// An Other is the value of another indicator.
type Other struct {
	Indicator indicator.Indicator
	Value     number.Amount
}

// EntryOf gathers from a book what an entry of a cell is held against. For
// cells that are pasted together take a book made by With, so that each is held
// against the others.
func EntryOf(b *indicator.Book, terms i18n.Terms, key indicator.CellKey) Entry {
	e := Entry{Indicator: b.Indicators[key.Indicator], Terms: terms, Others: map[indicator.Code]Other{}}
	set := b.Sets[indicator.SetKey{Unit: key.Unit, Year: key.Period.Year}]
	row, ok := set.Row(key.Indicator)
	if !ok {
		row = indicator.SetRow{Indicator: key.Indicator}
	}
	r := b.Result(key.Unit, row, key.Period)
	if r.Previous.Complete() {
		e.Previous = amountOf(r.Previous.Rat, e.Indicator.Decimals)
	}
	if j := r.Judging(); j != nil && j.Plan.Target.Operator.Plain() && key.Period.IsYear() {
		e.Plan = &j.Plan.Target.Low
	}
	for _, other := range set.Rows {
		f, ok := b.Figures[indicator.CellKey{Unit: key.Unit, Indicator: other.Indicator, Period: key.Period}]
		if i := b.Indicators[other.Indicator]; ok && f.Value != nil && !e.near(i) {
			e.Others[i.Code] = Other{Indicator: i, Value: *f.Value}
		}
	}
	return e
}

// near reports whether another indicator is this one, or may well have its
// value.
func (e Entry) near(i indicator.Indicator) bool {
	own := e.Indicator
	return i.Code == own.Code || i.Parent == own.Code || own.Parent == i.Code || i.GrowthFrom == own.Code || own.GrowthFrom == i.Code
}

// amountOf rounds an exact value to an amount; nil if it does not fit.
func amountOf(r *big.Rat, decimals int) *number.Amount {
	a, err := number.ParsePlain(number.Round(r, decimals), decimals)
	if err != nil {
		return nil
	}
	return &a
}

// Typed is the parser of the cell: the indicator's own decimals and measure,
// in both languages.
func (e Entry) Typed() number.Typed {
	measures := []string{e.Indicator.Measure}
	if en := e.Terms.Word(i18n.MeasureTerm, e.Indicator.Measure, i18n.En); en != e.Indicator.Measure {
		measures = append(measures, en)
	}
	return number.Typed{Decimals: e.Indicator.Decimals, Measures: measures, Previous: e.Previous}
}

// Read reads what was typed or pasted. Without a doubt the reading may be
// taken as it is. With doubts it is only what the text says by itself, and of
// no kind where it says nothing that can be stored.
func (e Entry) Read(text string) (number.Reading, []Doubt) {
	reading, err := e.Typed().Parse(text)
	if err != nil {
		return number.Reading{}, []Doubt{e.explain(text, err)}
	}
	if reading.Kind != number.ReadValue {
		return reading, nil
	}
	return reading, e.Doubts(reading.Amount)
}

// Doubts gives the doubts about a number that was read without one, such as
// the number of a spreadsheet's cell: at most one about its size and one about
// where it comes from.
func (e Entry) Doubts(a number.Amount) []Doubt {
	var all []Doubt
	if d, ok := e.size(a); ok {
		all = append(all, d)
	}
	if d, ok := e.copied(a); ok {
		all = append(all, d)
	}
	return all
}

// ask makes a doubt. Arguments come in pairs of name and value.
func (e Entry) ask(kind DoubtKind, key string, choices []Choice, args ...any) Doubt {
	d := Doubt{Kind: kind, Key: "check." + key, Args: map[string]any{}, Choices: choices}
	for i := 0; i+1 < len(args); i += 2 {
		d.Args[args[i].(string)] = args[i+1]
	}
	return d
}

// explain turns the parser's refusal into a question.
func (e Entry) explain(text string, err error) Doubt {
	var two *number.Ambiguous
	if errors.As(err, &two) {
		return e.ambiguous(two)
	}
	var known *errs.Error
	if !errors.As(err, &known) {
		return e.ask(TextInNumber, "doubt_not_number", nil, "text", text)
	}
	switch known.Key {
	case "number.too_many_decimals":
		return e.tooPrecise(text)
	case "number.other_measure":
		return e.otherMeasure(text)
	case "number.too_large":
		return e.ask(TooLarge, "doubt_too_large", nil, "text", text)
	case "number.other_spelling":
		right, _ := known.Args["right"].(string)
		return e.otherSpelling(text, right)
	}
	return e.ask(TextInNumber, "doubt_not_number", nil, "text", text)
}
