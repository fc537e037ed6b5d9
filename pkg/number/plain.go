package number

import (
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// ParsePlain reads the one form of a number in exchange files and the API,
// -?\d+(\.\d+)? in ASCII digits, as an amount with the given decimals. Trailing
// zeros beyond them are dropped; "-0" is 0.
//
// The error is Invalid: "number.not_plain" {text} for any other form,
// "number.too_many_decimals" {max, text} if digits would be lost, and
// "number.too_large" {text}. Out of 0 to MaxDecimals it panics, like New.
func ParsePlain(s string, decimals int) (Amount, error) {
	n, ok := plainDigits(s)
	if !ok {
		return Amount{}, errs.E(errs.Invalid, "number.not_plain", "text", excerpt(s))
	}
	return n.amount(decimals, s)
}

// plainDigits takes a plain number apart.
func plainDigits(s string) (n spelled, ok bool) {
	body, negative := strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(body, ".")
	if !allDigits(whole) || point && !allDigits(fraction) {
		return spelled{}, false
	}
	return spelled{negative: negative, whole: whole, fraction: fraction}, true
}

// spelled is a number taken apart: ASCII digits before and behind its decimal
// separator, the second possibly none.
type spelled struct {
	negative        bool
	whole, fraction string
}

// amount returns the number with the given decimals. Text is what was written,
// for the complaint.
func (n spelled) amount(decimals int, text string) (Amount, error) {
	mustFit(decimals)
	fraction := strings.TrimRight(n.fraction, "0")
	if len(fraction) > decimals {
		return Amount{}, tooManyDecimals(decimals, text)
	}
	digits := n.whole + fraction + strings.Repeat("0", decimals-len(fraction))
	if n.negative {
		digits = "-" + digits
	}
	count, err := strconv.ParseInt(digits, 10, 64)
	if err != nil { // only digits are left: it can only be out of range
		return Amount{}, tooLarge(text)
	}
	return New(count, decimals), nil
}

// allDigits says whether s is one ASCII digit or more and nothing else.
func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
