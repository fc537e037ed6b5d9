package exchange

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// made makes a cell of what its element says.
func (g *grid) made(e xml.StartElement, value string, hasValue, formula bool) cell {
	c := cell{form: words, formula: formula}
	switch kind := attribute(e, "t"); {
	case formula && (!hasValue || value == ""):
		c.err = errs.E(errs.Invalid, "exchange.formula_without_result")
	case kind == "e":
		c.err = errs.E(errs.Invalid, "exchange.cell_error", "text", excerpt(value))
	case kind == "b":
		c.err = errs.E(errs.Invalid, "exchange.cell_logical")
	case kind == "s":
		c.text, c.err = g.w.shared(value)
	case kind == "inlineStr":
		c.text = value
	case kind == "str":
		c.text = unescape(value)
	case kind == "d":
		c.text = strings.TrimSuffix(value, "T00:00:00")
	case hasValue:
		g.w.number(&c, value, attribute(e, "s"))
	}
	return c
}

// shared gives one of the texts that cells share.
func (w *workbook) shared(index string) (string, *errs.Error) {
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i >= len(w.strings) {
		return "", errs.E(errs.Invalid, "exchange.cell_error", "text", excerpt(index))
	}
	return w.strings[i], nil
}

// number makes a cell of a number. A workbook stores a binary fraction; the
// 15 significant digits that people see are what was meant.
func (w *workbook) number(c *cell, value, styleIndex string) {
	c.form = numeric
	x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		c.err = errs.E(errs.Invalid, "exchange.cell_error", "text", excerpt(value))
		return
	}
	c.text = fifteenDigits(x)
	if i, err := strconv.Atoi(styleIndex); err == nil && i >= 0 && i < len(w.styles) {
		c.percent, c.serial, c.since = w.styles[i].percent, w.styles[i].date, w.since
	}
}

// fifteenDigits writes a number with 15 significant digits in plain decimals:
// -?\d+(\.\d+)?, without zeros at the end.
func fifteenDigits(x float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if err != nil {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	text := strconv.FormatFloat(short, 'f', -1, 64)
	if text == "-0" {
		return "0"
	}
	return text
}

// timesHundred moves the point of a plain decimal number two places to the
// right.
func timesHundred(s string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "-", rest
	}
	whole, fraction, _ := strings.Cut(s, ".")
	fraction += strings.Repeat("0", max(0, 2-len(fraction)))
	whole, fraction = strings.TrimLeft(whole+fraction[:2], "0"), strings.TrimRight(fraction[2:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return sign + whole + "." + fraction
	}
	return sign + whole
}
