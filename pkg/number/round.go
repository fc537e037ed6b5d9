package number

import (
	"math/big"
	"strings"
)

// Round returns r as a plain decimal string with at most the given decimals,
// rounded once from the exact value, halves away from zero, in shortest form:
// no trailing zeros and never "-0". Offices round this way; rounding halves to
// even, or a rounded text once more, contradicts what they publish.
func Round(r *big.Rat, decimals int) string {
	s := r.FloatString(max(decimals, 0)) // rounds halves away from zero
	whole, fraction, _ := strings.Cut(s, ".")
	if s = shortest(whole, fraction); s == "-0" {
		return "0"
	}
	return s
}

// RoundBeside rounds like Round but adds decimals until the text stands on the
// same side of bound, and of each of more, as r itself: 99.96 % of a plan never
// prints as 100 %, and 100 is printed only for exactly 100. A value equal to a
// bound that no decimal number can state, such as 1/3, is rounded like any other.
func RoundBeside(r, bound *big.Rat, decimals int, more ...*big.Rat) string {
	for d := max(decimals, 0); ; d++ {
		s := Round(r, d)
		if sameSide(s, r, bound) && allSameSide(s, r, more) {
			return s
		}
	}
}

// RoundNonZero rounds like Round but adds decimals until a value that is not 0
// does not print as 0. Zero itself prints as "0".
func RoundNonZero(r *big.Rat, decimals int) string {
	return RoundBeside(r, new(big.Rat), decimals)
}

func allSameSide(s string, r *big.Rat, bounds []*big.Rat) bool {
	for _, b := range bounds {
		if !sameSide(s, r, b) {
			return false
		}
	}
	return true
}

// sameSide says whether the printed s compares with bound as r does, or cannot
// be made to because r equals a bound without finite decimals.
func sameSide(s string, r, bound *big.Rat) bool {
	side := r.Cmp(bound)
	if side == 0 {
		if _, finite := bound.FloatPrec(); !finite {
			return true
		}
	}
	printed, ok := new(big.Rat).SetString(s)
	return ok && printed.Cmp(bound) == side
}
