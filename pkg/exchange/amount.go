package exchange

import (
	"errors"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A reader of amounts knows what a number may be written as in the cells of
// one indicator.
type amounts struct {
	c        *checker
	i        indicator.Indicator
	previous func() *number.Amount // last year's value, nil if there is none
}

// of gives the reader for an indicator. Where the indicator is unknown, or its
// own row is refused, only the form of numbers is checked.
func (c *checker) amountsOf(i indicator.Indicator, known bool) amounts {
	if !known || c.broken[i.Code] {
		i.Decimals = number.MaxDecimals
	}
	return amounts{c: c, i: i, previous: func() *number.Amount { return nil }}
}

// read reads a cell. ok is false if it was refused; the fault is noted.
func (r amounts) read(a at, column string, x cell) (reading number.Reading, ok bool) {
	switch {
	case x.err != nil: // noted when it was read
		return reading, false
	case x.form == words:
		return r.typed(a, column, x)
	case x.serial:
		r.c.invalid(a, column, "exchange.date_as_number")
		return reading, false
	case x.text == "":
		return number.Reading{Kind: number.ReadEmpty}, true
	}
	text := x.text
	if x.percent {
		text = timesHundred(text)
		r.c.doubt(a, column, "exchange.percent_cell", "text", excerpt(text))
	}
	value, err := number.ParsePlain(text, r.i.Decimals)
	if err != nil {
		r.c.fault(a, column, asError(err))
		return reading, false
	}
	return number.Reading{Kind: number.ReadValue, Amount: value}, true
}

// typed reads a text of a workbook as a person's typing.
func (r amounts) typed(a at, column string, x cell) (number.Reading, bool) {
	own := []string{r.i.Measure}
	if t := r.c.terms[termKey{i18n.MeasureTerm, r.i.Measure}]; t.En != "" {
		own = append(own, t.En)
	}
	t := number.Typed{Decimals: r.i.Decimals, Measures: own}
	reading, err := t.Parse(x.text)
	if asked := (*number.Ambiguous)(nil); errors.As(err, &asked) {
		t.Previous = r.previous()
		reading, err = t.Parse(x.text)
	}
	if err != nil {
		r.c.fault(a, column, spelling(err))
		return reading, false
	}
	return reading, true
}

// spelling gives the error of a typed number: a question that nobody is there
// to answer is refused with both readings.
func spelling(err error) *errs.Error {
	var e *errs.Error
	if errors.As(err, &e) {
		return e
	}
	return asError(err)
}

// value reads a cell that must hold a number.
func (r amounts) value(a at, column string, x cell) (value number.Amount, ok bool) {
	reading, ok := r.read(a, column, x)
	if ok && reading.Kind != number.ReadValue {
		r.c.invalid(a, column, "exchange.needed_number")
		return value, false
	}
	return reading.Amount, ok
}

// none checks a cell that must be empty.
func (c *checker) none(a at, column string, x cell, key string) {
	if strings.TrimSpace(x.text) != "" {
		c.invalid(a, column, key)
	}
}
