package indicator

import "math/big"

var hundred = big.NewRat(100, 1)

// ends gives the two ends of a target as rationals; high is nil unless it is
// a range. A range whose upper end is missing is taken as a single number.
func (t Target) ends() (low, high *big.Rat) {
	low = t.Low.Rat()
	switch {
	case t.Operator != Range:
		return low, nil
	case t.High == nil:
		return low, low
	}
	return low, t.High.Rat()
}

// Judge compares an unrounded actual with a target (rule 4). It knows nothing
// of missing values: they are no business of a comparison.
func Judge(actual *big.Rat, t Target, d Direction) Verdict {
	if d == Neutral {
		return NotJudged
	}
	low, high := t.ends()
	switch t.Operator {
	case Range:
		return judgeRange(actual, low, high, d)
	case Equal, About:
		return judgeNumber(actual.Cmp(low), d)
	}
	c := actual.Cmp(low)
	satisfied := t.Operator == Less && c < 0 || t.Operator == AtMost && c <= 0 ||
		t.Operator == More && c > 0 || t.Operator == AtLeast && c >= 0
	if satisfied {
		return Met
	}
	return NotMet
}

func judgeNumber(c int, d Direction) Verdict {
	switch {
	case c == 0, c > 0 && d == Maintain:
		return Met
	case c > 0 && d == Higher, c < 0 && d == Lower:
		return Exceeded
	default:
		return NotMet
	}
}

func judgeRange(a, low, high *big.Rat, d Direction) Verdict {
	below, above := a.Cmp(low) < 0, a.Cmp(high) > 0
	switch {
	case !below && !above, above && d == Maintain:
		return Met
	case above && d == Higher, below && d == Lower:
		return Exceeded
	default:
		return NotMet
	}
}

// Gap is actual - target: to the nearest end of a range, 0 inside it, and to
// the number of a bound.
func Gap(actual *big.Rat, t Target) *big.Rat {
	low, high := t.ends()
	if high == nil || actual.Cmp(low) < 0 {
		return new(big.Rat).Sub(actual, low)
	}
	if actual.Cmp(high) > 0 {
		return new(big.Rat).Sub(actual, high)
	}
	return new(big.Rat)
}

// Percent is actual as a percentage of a plan by method ratio or
// inverse_ratio, exact (rule 2). It is nil, with the reason, where there is no
// such ratio: the plan is zero or less, the actual below zero (for the inverse
// also zero). It is nil without reason for other methods, ranges and bounds.
func Percent(actual *big.Rat, t Target, m Method) (*big.Rat, *Reason) {
	if m != Ratio && m != InverseRatio || !t.Operator.Plain() {
		return nil, nil
	}
	plan := t.Low.Rat()
	switch {
	case plan.Sign() == 0:
		return nil, &Reason{Key: "reason.plan_zero"}
	case plan.Sign() < 0:
		return nil, &Reason{Key: "reason.plan_negative"}
	case actual.Sign() < 0:
		return nil, &Reason{Key: "reason.actual_negative"}
	case m == InverseRatio && actual.Sign() == 0:
		return nil, &Reason{Key: "reason.actual_zero"}
	case m == InverseRatio:
		return percentOf(plan, actual), nil
	}
	return percentOf(actual, plan), nil
}

func percentOf(a, b *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(a, b)
	return q.Mul(q, hundred)
}

// Growth compares an actual with the same period: growth and ratio in
// percent, exact. They are nil, with the reason, where the earlier value is
// zero or less or the actual below zero (rule 2).
func Growth(actual, previous *big.Rat) (growth, ratio *big.Rat, why *Reason) {
	switch {
	case previous.Sign() == 0:
		return nil, nil, &Reason{Key: "reason.previous_zero"}
	case previous.Sign() < 0:
		return nil, nil, &Reason{Key: "reason.previous_negative"}
	case actual.Sign() < 0:
		return nil, nil, &Reason{Key: "reason.actual_negative"}
	}
	ratio = percentOf(actual, previous)
	return new(big.Rat).Sub(ratio, hundred), ratio, nil
}
