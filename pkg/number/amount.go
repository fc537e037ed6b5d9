// Package number holds exact amounts: how they are stored, read from files and
// from what people type, rounded, and printed in Vietnamese and English. An
// amount is a whole count of 10^-decimals of its measure, so nothing here uses
// floating point and no digit that was entered is ever lost.
package number

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// MaxDecimals is the most decimals an amount can have. Nine leave nine digits
// and more before the comma, which is enough for a province's budget in billion
// dong down to the dong.
const MaxDecimals = 9

// pow10 holds the powers of ten an amount can be scaled by.
var pow10 = [MaxDecimals + 1]int64{1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000}

// An Amount is an exact decimal number in the measure of its indicator. It says
// nothing about the measure itself. The zero value is 0 with no decimals.
//
// Equal amounts may be stored with different decimals (1 and 1.0), so compare
// them with Cmp, never with ==.
type Amount struct {
	count    int64 // of 10^-decimals
	decimals uint8
}

// New returns count x 10^-decimals. It panics if decimals is below 0 or above
// MaxDecimals: an indicator with such decimals is refused long before.
func New(count int64, decimals int) Amount {
	mustFit(decimals)
	return Amount{count, uint8(decimals)} // #nosec G115 -- mustFit: 0 to MaxDecimals
}

// mustFit panics on decimals that no amount can have.
func mustFit(decimals int) {
	if decimals < 0 || decimals > MaxDecimals {
		panic("number: " + strconv.Itoa(decimals) + " decimals, want 0 to " + strconv.Itoa(MaxDecimals))
	}
}

// Count returns the stored count of 10^-Decimals of the measure.
func (a Amount) Count() int64 { return a.count }

// Decimals returns how many decimals the amount is stored with, 0 to MaxDecimals.
func (a Amount) Decimals() int { return int(a.decimals) }

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int {
	switch {
	case a.count < 0:
		return -1
	case a.count > 0:
		return 1
	}
	return 0
}

// Same reports whether two amounts are equal in value; nil, where there is
// none, is the same only as nil.
func Same(a, b *Amount) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(*b) == 0
}

// Cmp returns -1 if a is less than b, 0 if they are equal in value whatever
// their decimals, and 1 if a is more.
func (a Amount) Cmp(b Amount) int {
	if c := compare(a.count/pow10[a.decimals], b.count/pow10[b.decimals]); c != 0 {
		return c
	}
	// The whole parts agree; the fractions as billionths cannot overflow.
	return compare(a.billionths(), b.billionths())
}

// billionths returns the part of a behind the comma, with the sign of a.
func (a Amount) billionths() int64 {
	return a.count % pow10[a.decimals] * pow10[MaxDecimals-a.decimals]
}

func compare(x, y int64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// Rat returns the amount as a new exact fraction.
func (a Amount) Rat() *big.Rat { return big.NewRat(a.count, pow10[a.decimals]) }

// Add returns a + b with the larger decimals of the two. A sum that no longer
// fits is Invalid, "number.too_large".
func (a Amount) Add(b Amount) (Amount, error) {
	a, b, err := align(a, b)
	if err != nil {
		return Amount{}, err
	}
	sum := a.count + b.count
	if (sum > a.count) != (b.count > 0) {
		return Amount{}, tooLarge(a.String() + " + " + b.String())
	}
	return Amount{sum, a.decimals}, nil
}

// Sub returns a - b with the larger decimals of the two. A difference that no
// longer fits is Invalid, "number.too_large".
func (a Amount) Sub(b Amount) (Amount, error) {
	a, b, err := align(a, b)
	if err != nil {
		return Amount{}, err
	}
	diff := a.count - b.count
	if (diff < a.count) != (b.count > 0) {
		return Amount{}, tooLarge(a.String() + " - " + b.String())
	}
	return Amount{diff, a.decimals}, nil
}

// align returns both amounts with the larger decimals of the two.
func align(a, b Amount) (x, y Amount, err error) {
	most := int(max(a.decimals, b.decimals))
	if a, err = a.Rescale(most); err != nil {
		return Amount{}, Amount{}, err
	}
	if b, err = b.Rescale(most); err != nil {
		return Amount{}, Amount{}, err
	}
	return a, b, nil
}

// Rescale returns the same value stored with other decimals. It never rounds:
// a value that needs more decimals is Invalid, "number.too_many_decimals" with
// max and text, and one whose count no longer fits Invalid, "number.too_large".
// It panics where New does.
func (a Amount) Rescale(decimals int) (Amount, error) {
	mustFit(decimals)
	d := uint8(decimals) // #nosec G115 -- mustFit: 0 to MaxDecimals
	if d <= a.decimals {
		by := pow10[a.decimals-d]
		if a.count%by != 0 {
			return Amount{}, tooManyDecimals(decimals, a.String())
		}
		return Amount{a.count / by, d}, nil
	}
	by := pow10[d-a.decimals]
	if a.count > math.MaxInt64/by || a.count < math.MinInt64/by {
		return Amount{}, tooLarge(a.String())
	}
	return Amount{a.count * by, d}, nil
}

// String returns the plain shortest form used in exchange files and the API:
// "940.133", "27037", "-3.5". ParsePlain reads it back.
func (a Amount) String() string {
	digits := strconv.FormatUint(a.magnitude(), 10)
	d := int(a.decimals)
	if missing := d + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	s := shortest(digits[:len(digits)-d], digits[len(digits)-d:])
	if a.count < 0 {
		s = "-" + s
	}
	return s
}

// magnitude returns the count without its sign; math.MinInt64 has one too.
func (a Amount) magnitude() uint64 {
	if a.count < 0 {
		return -uint64(a.count) // #nosec G115 -- wraps on purpose, for math.MinInt64
	}
	return uint64(a.count) // #nosec G115 -- not below zero
}

// shortest joins the digits before and behind the point, without trailing zeros.
func shortest(whole, fraction string) string {
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		return whole + "." + fraction
	}
	return whole
}

func tooLarge(text string) error {
	return errs.E(errs.Invalid, "number.too_large", "text", excerpt(text))
}

func tooManyDecimals(most int, text string) error {
	return errs.E(errs.Invalid, "number.too_many_decimals", "max", most, "text", excerpt(text))
}

// excerpt keeps what a complaint quotes to a length a page can show.
func excerpt(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
