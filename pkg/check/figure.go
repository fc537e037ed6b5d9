package check

import (
	"math/big"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

var (
	one      = big.NewRat(1, 1)
	hundred  = big.NewRat(100, 1)
	thousand = big.NewRat(1000, 1)
)

// A subject is one typed figure under check.
type subject struct {
	*checker
	figure    indicator.Figure
	result    indicator.Result
	indicator indicator.Indicator
	value     *big.Rat
}

// found makes a finding of a rule. Arguments come in pairs of name and value;
// "value" is the figure itself.
func (s *subject) found(rule Rule, key string, args ...any) (Finding, bool) {
	f := Finding{Rule: rule, Unit: s.unit, Indicator: s.indicator.Code, Period: s.period, Key: "check." + key,
		Args: map[string]any{"value": s.value}, NeedsNote: !slices.Contains(informs, rule), Explained: s.figure.Note != ""}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	return f, true
}

func (s *subject) threshold(rule Rule) *big.Rat { return s.settings.threshold(s.indicator, rule) }

// previous is last year's value; nil where there is none that can be relied on.
func (s *subject) previous() *big.Rat {
	if o := s.result.Previous; o.Complete() {
		return o.Rat
	}
	return nil
}

// plan is the number of the judging plan; nil where there is none, or it is a
// range or a bound.
func (s *subject) plan() *big.Rat {
	if j := s.result.Judging(); j != nil && j.Plan.Target.Operator.Plain() {
		return j.Plan.Target.Low.Rat()
	}
	return nil
}

// factor1000 finds a figure typed in another measure, or with a group of
// digits too many: it is held against last year's, else against the plan.
func (s *subject) factor1000() (Finding, bool) {
	if inPoints(s.indicator) {
		return Finding{}, false
	}
	against, key := s.previous(), "factor_1000"
	if against == nil || against.Sign() == 0 {
		against, key = s.plan(), "factor_1000_plan"
		if !s.period.IsYear() {
			return Finding{}, false // a month is no thousandth of a plan
		}
	}
	if Slip(s.value, against, s.threshold(Factor1000)) == 0 {
		return Finding{}, false
	}
	times, less := quotient(s.value, against)
	if less {
		key += "_less"
	}
	return s.found(Factor1000, key, "against", against, "times", times, "period", s.result.PreviousPeriod)
}

// quotient says how many times the one is the other, always above 1, and
// whether it is the smaller of the two.
func quotient(a, b *big.Rat) (times *big.Rat, less bool) {
	q := new(big.Rat).Quo(a, b)
	q.Abs(q)
	if q.Cmp(one) < 0 {
		return q.Inv(q), true
	}
	return q, false
}

// Slip gives the power of ten by which a value seems to be too large (3, 6, 9)
// or too small (-3, -6, -9) for what it is held against; 0 where it does not.
// The quotient may be off that power by spread times. There is no slip from or
// to zero, nor with nil.
func Slip(value, against, spread *big.Rat) int {
	if against == nil || value.Sign()*against.Sign() <= 0 {
		return 0
	}
	times, less := quotient(value, against)
	power := new(big.Rat).Set(one)
	for exponent := 3; exponent <= 9; exponent += 3 {
		power.Mul(power, thousand)
		off, _ := quotient(times, power)
		switch {
		case off.Cmp(spread) > 0:
		case less:
			return -exponent
		default:
			return exponent
		}
	}
	return 0
}

// outOfLine finds a figure far from last year's. A slip of a thousand has a
// finding of its own.
func (s *subject) outOfLine() (Finding, bool) {
	before := s.previous()
	if before == nil {
		return Finding{}, false
	}
	limit := s.threshold(OutOfLine)
	if inPoints(s.indicator) {
		return s.apartInPoints(before, limit)
	}
	if before.Sign() <= 0 || s.few(before) || Slip(s.value, before, s.threshold(Factor1000)) != 0 {
		return Finding{}, false
	}
	change := new(big.Rat).Quo(s.value, before)
	change.Mul(change.Sub(change, one), hundred)
	key := "out_of_line_up"
	if change.Sign() < 0 {
		key = "out_of_line_down"
	}
	if change.Abs(change).Cmp(limit) <= 0 {
		return Finding{}, false
	}
	return s.found(OutOfLine, key, "against", before, "change", change, "limit", limit, "period", s.result.PreviousPeriod)
}

// few reports whether both are whole numbers below ten: from two poor households to
// none is a fall of 100% and nothing unusual.
func (s *subject) few(before *big.Rat) bool {
	ten := big.NewRat(10, 1)
	return s.indicator.Decimals == 0 && before.Cmp(ten) < 0 && s.value.Cmp(ten) < 0
}

func (s *subject) apartInPoints(before, limit *big.Rat) (Finding, bool) {
	change, key := new(big.Rat).Sub(s.value, before), "out_of_line_points_up"
	if change.Sign() < 0 {
		key = "out_of_line_points_down"
	}
	if change.Abs(change).Cmp(limit) <= 0 {
		return Finding{}, false
	}
	return s.found(OutOfLine, key, "against", before, "points", change, "points_limit", limit, "period", s.result.PreviousPeriod)
}

// rateRange finds a rate that no rate can be.
func (s *subject) rateRange() (Finding, bool) {
	limit := s.threshold(RateRange)
	switch {
	case !bounded(s.indicator):
		return Finding{}, false
	case s.value.Sign() < 0:
		return s.found(RateRange, "rate_negative")
	case s.value.Cmp(limit) > 0:
		return s.found(RateRange, "rate_above", "against", limit)
	}
	return Finding{}, false
}

// aboveWhole finds a numerator above the denominator of a rate: more poor
// households than households.
func (s *subject) aboveWhole() (Finding, bool) {
	for _, row := range s.set.Rows {
		i := s.book.Indicators[row.Indicator]
		if i.Numerator != s.indicator.Code || !bounded(i) {
			continue
		}
		whole := s.book.Value(s.unit, i.Denominator, s.period)
		if whole.Complete() && s.value.Cmp(whole.Rat) > 0 {
			f, _ := s.found(AboveWhole, "above_whole", "against", whole.Rat, "other", i.Denominator)
			f.Others = []indicator.Code{i.Denominator}
			return f, true
		}
	}
	return Finding{}, false
}

// equalsPlan finds an estimate of the year that is the judging plan to the
// digit: a plan copied for want of an estimate. Rates often are at their plan,
// and what is to be maintained should be.
func (s *subject) equalsPlan() (Finding, bool) {
	plan := s.plan()
	if plan == nil || s.figure.Status != indicator.Estimate || !s.period.IsYear() || inPoints(s.indicator) ||
		s.indicator.Direction == indicator.Maintain || plan.Sign() == 0 || s.value.Cmp(plan) != 0 {
		return Finding{}, false
	}
	return s.found(EqualsPlan, "equals_plan", "against", plan)
}

// statusLower finds a figure that is softer than the one it replaces.
func (s *subject) statusLower() (Finding, bool) {
	if s.before == nil {
		return Finding{}, false
	}
	stored, ok := s.before.Figures[s.figure.CellKey]
	if !ok || !stored.Status.HasValue() || s.figure.Status == stored.Status || stored.Status.Lower(s.figure.Status) == stored.Status {
		return Finding{}, false
	}
	return s.found(StatusLower, "status_lowered", "from", stored.Status, "to", s.figure.Status, "against", stored.Value.Rat())
}

// planChanged tells that the judging plan was adjusted within the year.
func (s *subject) planChanged() (Finding, bool) {
	j := s.result.Judging()
	if j == nil || j.Original == nil || !j.Original.Target.Operator.Plain() || !j.Plan.Target.Operator.Plain() {
		return Finding{}, false
	}
	return s.found(PlanChanged, "plan_changed", "from", j.Original.Target.Low.Rat(), "to", j.Plan.Target.Low.Rat())
}

// baseEstimate tells that the figure of last year is still an estimate.
func (s *subject) baseEstimate() (Finding, bool) {
	o := s.result.Previous
	if !o.Complete() || o.Status != indicator.Estimate {
		return Finding{}, false
	}
	return s.found(BaseEstimate, "previous_estimate", "against", o.Rat, "period", s.result.PreviousPeriod)
}

// telling reports whether a value has digits enough that finding it twice is
// more than chance: zeros at its ends are not counted.
func (s *subject) telling(rule Rule) bool {
	return big.NewRat(int64(digits(*s.figure.Value)), 1).Cmp(s.threshold(rule)) >= 0
}

// digits counts the digits of an amount without zeros at its ends.
func digits(a number.Amount) int {
	n, pending := 0, 0
	for _, d := range a.String() {
		switch {
		case d == '0' && n > 0:
			pending++
		case d >= '1' && d <= '9':
			n, pending = n+pending+1, 0
		}
	}
	return n
}
