package indicator

import (
	"math/big"

	"muctieu/pkg/number"
)

// Propose gives a plan for the next year: this year's value times 1 plus a
// growth in percent, computed from the unrounded value and rounded once to the
// decimals of the indicator. The error is Invalid, "number.too_large".
func Propose(value, growth *big.Rat, decimals int) (number.Amount, error) {
	factor := new(big.Rat).Quo(growth, big.NewRat(100, 1))
	factor.Add(factor, big.NewRat(1, 1))
	return number.ParsePlain(number.Round(factor.Mul(factor, value), decimals), decimals)
}

// An Allocation is a plan handed down to the units below.
type Allocation struct {
	Total *number.Amount  // nil: there is no plan to hand down, or it is no plain number
	Parts []number.Amount // those that are assigned
	Sum   number.Amount
	Rest  *number.Amount // total - sum: what is still to be assigned, below 0 what was assigned too much; nil without a total
}

// Allocate adds up what was handed down and what is left. The error is
// Invalid, "number.too_large".
func Allocate(total *Target, parts []number.Amount) (Allocation, error) {
	a := Allocation{Parts: parts}
	var err error
	for _, p := range parts {
		if a.Sum, err = a.Sum.Add(p); err != nil {
			return a, err
		}
	}
	if total == nil || !total.Operator.Plain() {
		return a, nil
	}
	a.Total = &total.Low
	rest, err := total.Low.Sub(a.Sum)
	a.Rest = &rest
	return a, err
}
