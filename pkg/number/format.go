package number

import (
	"math/big"
	"strings"
)

// A Format is how one language prints a number: what stands before the
// decimals, between groups of three digits, and before a negative number.
type Format struct{ Decimal, Group, Minus string }

// The two languages of the product. Vietnamese writes 27.037,0 (Accounting Law
// 2003, article 12: a point after thousands, a comma before decimals), English
// 27,037.0. Groups begin at four digits: 7.500.
var (
	Vietnamese = Format{Decimal: ",", Group: ".", Minus: "-"}
	English    = Format{Decimal: ".", Group: ",", Minus: "-"}
)

// Text prints a plain decimal string, as Amount.String and Round return it,
// with its digits grouped and at least the given decimals: ("27037", 1) is
// "27.037,0" in Vietnamese. It adds zeros but never drops or rounds a digit.
// What is not a plain number, such as a dash, is returned as it stands.
func (f Format) Text(plain string, least int) string {
	n, ok := plainDigits(plain)
	if !ok {
		return plain
	}
	var b strings.Builder
	if n.negative {
		b.WriteString(f.Minus)
	}
	f.group(&b, n.whole)
	fraction := n.fraction
	if missing := least - len(fraction); missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	if fraction != "" {
		b.WriteString(f.Decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// group writes digits in groups of three from the right.
func (f Format) group(b *strings.Builder, digits string) {
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(f.Group)
		}
		b.WriteByte(digits[i])
	}
}

// Amount prints an amount with at least the given decimals and otherwise as
// many as it needs: with least 1, 27037 prints as 27.037,0 and 31362.92 as
// 31.362,92. Nothing is rounded.
func (f Format) Amount(a Amount, least int) string { return f.Text(a.String(), least) }

// Rat prints an exact fraction rounded once to at most the given decimals,
// halves away from zero, and with at least least of them.
func (f Format) Rat(r *big.Rat, least, most int) string { return f.Text(Round(r, most), least) }
