package number

import "muctieu/pkg/errs"

// Ambiguous is the error of a text that a person has to explain. It is always
// used as a pointer: var a *number.Ambiguous; errors.As(err, &a).
type Ambiguous struct {
	Text     string   // as typed, without spaces around it
	Readings []Amount // the Vietnamese reading, then the other; none for a marker
	Marker   bool     // "-" or "…": not available, nil, or not applicable?
}

// Error describes the question for logs.
func (a *Ambiguous) Error() string { return a.Unwrap().Error() }

// Unwrap returns an *errs.Error of kind Invalid: "number.marker" {text}, or
// "number.ambiguous" {text, first, second} whose first and second are Amounts,
// to be printed in the reader's language. A reading may have more decimals than
// the indicator stores; choosing it is then refused.
func (a *Ambiguous) Unwrap() error {
	if a.Marker || len(a.Readings) < 2 {
		return errs.E(errs.Invalid, "number.marker", "text", a.Text)
	}
	return errs.E(errs.Invalid, "number.ambiguous", "text", a.Text, "first", a.Readings[0], "second", a.Readings[1])
}
