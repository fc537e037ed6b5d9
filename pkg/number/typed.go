package number

import (
	"math/big"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"muctieu/pkg/errs"
)

// Typed reads what a person types or pastes into the cell of one indicator, in
// Vietnamese grammar: 27.037,0 ; 940,133 ; 7.500.
type Typed struct {
	Decimals int      // stored decimals of the indicator, 0 to MaxDecimals
	Measures []string // what may stand after the number: the indicator's own measure in either language, "%"
	Previous *Amount  // the same period of last year, nil if there is none
}

// ReadingKind says what a typed text means.
type ReadingKind uint8

// The meanings of a typed text. The zero ReadingKind is none of them: it comes
// with an error.
const (
	ReadValue         ReadingKind = iota + 1 // a number, in Reading.Amount
	ReadEmpty                                // nothing: the cell is left alone, it is not 0
	ReadNotApplicable                        // "x": the indicator does not apply here
)

// A Reading is what a typed text means. Amount has the indicator's decimals and
// counts only for ReadValue.
type Reading struct {
	Kind   ReadingKind
	Amount Amount
}

// Parse reads s. Spaces around it, no-break ones too, are ignored.
//
// A text with two well-formed readings, such as 1,545 or 7.500, is taken by the
// Vietnamese grammar only if that is plausible: it fits the decimals and lies
// within 1/30 to 30 times last year's value; where last year has none or 0, only
// a point is taken, and only if the indicator has fewer than three decimals.
// Otherwise, and for the marks "-" and "…", the error is an *Ambiguous, and the
// person decides. The other reading is never taken silently.
//
// All errors are Invalid: "number.ambiguous" and "number.marker" (see
// Ambiguous), "number.other_spelling" {text, right} for a number written another
// way, "number.other_measure" {text, measure} for a measure that is not the
// indicator's own, "number.not_number" {text}, "number.too_many_decimals"
// {max, text}, "number.too_large" {text}.
func (t Typed) Parse(s string) (Reading, error) {
	mustFit(t.Decimals)
	text := trimInvisible(norm.NFC.String(s))
	switch text {
	case "":
		return Reading{Kind: ReadEmpty}, nil
	case "x", "X":
		return Reading{Kind: ReadNotApplicable}, nil
	case "-", "−", "–", "—", "…", "...":
		return Reading{}, &Ambiguous{Text: text, Marker: true}
	}
	number, measure := splitMeasure(text)
	n, ok := vietnameseDigits(number)
	switch {
	case measure != "" && !t.owns(measure):
		return Reading{}, t.refuseMeasure(text, measure, ok)
	case !ok:
		return Reading{}, refuseSpelling(text, number)
	}
	a, err := t.decide(n, number, text)
	if err != nil {
		return Reading{}, err
	}
	return Reading{Kind: ReadValue, Amount: a}, nil
}

// decide returns the amount of a well-formed number, or asks.
func (t Typed) decide(n spelled, number, text string) (Amount, error) {
	a, err := n.amount(t.Decimals, text)
	other, two := n.otherReading(number)
	if !two || err == nil && t.plausible(a, strings.Contains(number, ".")) {
		return a, err
	}
	return Amount{}, &Ambiguous{Text: text, Readings: []Amount{t.widened(n), t.widened(other)}}
}

// plausible says whether the grammar's reading of a text with two readings may
// be taken without asking. Point says that its separator is a point.
func (t Typed) plausible(a Amount, point bool) bool {
	if t.Previous == nil || t.Previous.Sign() == 0 {
		return point && t.Decimals < 3
	}
	times := new(big.Rat).Quo(a.Rat(), t.Previous.Rat())
	return times.Cmp(big.NewRat(1, 30)) >= 0 && times.Cmp(big.NewRat(30, 1)) <= 0
}

// widened returns one of two readings with the indicator's decimals, or more
// where it needs more: it is shown, even if it cannot be stored. A text with two
// readings has at most six digits, so that it always fits.
func (t Typed) widened(n spelled) Amount {
	a, err := n.amount(max(t.Decimals, len(strings.TrimRight(n.fraction, "0"))), "")
	if err != nil {
		panic("number: a short number does not fit: " + err.Error())
	}
	return a
}

// otherReading returns the second reading of a number with a lone separator
// before exactly three digits, one to three before it, and no leading zero:
// what is a fraction in one is a group in the other.
func (n spelled) otherReading(number string) (other spelled, two bool) {
	body := strings.TrimLeft(number, "-−")
	at := strings.IndexAny(body, ".,")
	if at < 1 || at > 3 || len(body) != at+4 || body[0] == '0' {
		return spelled{}, false
	}
	if body[at] == ',' {
		return spelled{negative: n.negative, whole: n.whole + n.fraction}, true
	}
	return spelled{negative: n.negative, whole: body[:at], fraction: body[at+1:]}, true
}

// vietnameseDigits takes a number in Vietnamese grammar apart: digits, with or
// without points before each three of them, then a comma before decimals.
func vietnameseDigits(number string) (n spelled, ok bool) {
	body, negative := cutMinus(number)
	whole, fraction, comma := strings.Cut(body, ",")
	if comma && !allDigits(fraction) {
		return spelled{}, false
	}
	groups := strings.Split(whole, ".")
	for i, g := range groups {
		if !allDigits(g) || i > 0 && len(g) != 3 {
			return spelled{}, false
		}
	}
	// A first group of zero means a decimal point: 0.133 is not 133.
	if len(groups) > 1 && (len(groups[0]) > 3 || groups[0][0] == '0') {
		return spelled{}, false
	}
	return spelled{negative: negative, whole: strings.Join(groups, ""), fraction: fraction}, true
}

// cutMinus takes a hyphen or the minus sign U+2212 off a number.
func cutMinus(number string) (body string, negative bool) {
	if body, negative = strings.CutPrefix(number, "-"); negative {
		return body, true
	}
	return strings.CutPrefix(number, "−")
}

// refuseMeasure explains why the text after the number is not accepted: it is a
// measure of something else, or the text is no number at all, as 1e5.
func (t Typed) refuseMeasure(text, measure string, numberOK bool) error {
	if !numberOK || strings.ContainsFunc(measure, unicode.IsNumber) {
		return refuseSpelling(text, text)
	}
	own := ""
	if len(t.Measures) > 0 {
		own = t.Measures[0]
	}
	return errs.E(errs.Invalid, "number.other_measure", "text", excerpt(measure), "measure", own)
}

// refuseSpelling refuses a text, naming the Vietnamese spelling where it is a
// number written the English way (1,234.5) or with spaces (27 037,0).
func refuseSpelling(text, number string) error {
	swapped := strings.NewReplacer(".", ",", ",", ".").Replace(number)
	dotted := strings.Join(strings.FieldsFunc(number, unicode.IsSpace), ".")
	for _, right := range []string{swapped, dotted} {
		if _, ok := vietnameseDigits(right); ok {
			return errs.E(errs.Invalid, "number.other_spelling", "text", excerpt(text), "right", excerpt(right))
		}
	}
	return errs.E(errs.Invalid, "number.not_number", "text", excerpt(text))
}

// splitMeasure separates the leading digits, separators and sign of a text from
// what follows.
func splitMeasure(text string) (number, measure string) {
	at := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.,-−", r) })
	if at < 0 {
		return text, ""
	}
	return text[:at], trimInvisible(text[at:])
}

// trimInvisible takes spaces of every kind, byte order marks and writing
// direction marks off both ends: spreadsheets and web pages paste them along.
func trimInvisible(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(invisible, r) })
}

// invisible are the marks without width that come with pasted text. The soft
// hyphen is none of them: it may have been meant as a minus.
const invisible = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
