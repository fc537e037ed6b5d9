package export

import (
	"math/big"

	"muctieu/pkg/number"
)

// quotient reports whether a percentage is a / b x 100, rounded half away from
// zero to the given decimals. All three are plain numbers; one that is none
// makes the answer no.
func quotient(a, b, percent string, decimals int) bool {
	got, ok := percentOf(a, b, decimals)
	return ok && got == percent
}

// percentOf is a / b x 100 rounded once to the given decimals; not ok unless
// both are plain numbers and b is above zero.
func percentOf(a, b string, decimals int) (plain string, ok bool) {
	x, okA := new(big.Rat).SetString(a)
	y, okB := new(big.Rat).SetString(b)
	if !okA || !okB || y.Sign() <= 0 {
		return "", false
	}
	x.Quo(x, y)
	x.Mul(x, big.NewRat(100, 1))
	return number.RoundBeside(x, big.NewRat(100, 1), decimals), true
}
