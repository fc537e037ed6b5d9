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
// prints as 100 %, and 100 is printed only for exactly 100.
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

// sameSide says whether the printed s compares with bound as r does.
func sameSide(s string, r, bound *big.Rat) bool {
	printed, ok := new(big.Rat).SetString(s)
	return ok && printed.Cmp(bound) == r.Cmp(bound)
}
