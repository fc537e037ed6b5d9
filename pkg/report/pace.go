package report

import (
	"math/big"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// pastYears is how many years back the range of a projection looks.
const pastYears = 5

// A Pace says how far an in-year period has come on the way to the year's
// plan. It is an aid to judge by, never a verdict: the year's plan is not
// prorated. All numbers are exact.
type Pace struct {
	Period  period.Period // the cumulative period to the end of the one asked for
	Months  int           // gone, of the twelve
	Actual  *big.Rat      // from 1 January, in the indicator's measure
	Plan    *big.Rat      // of the year, on the judging level
	Percent *big.Rat      // of the plan
	Reached bool          // the year's plan is there already
	Needed  *big.Rat      // for each month left, to reach the plan; nil if it is reached
	// LastShare is what last year had at the same point, in percent of its
	// whole; nil with the reason in NoShare.
	LastShare *big.Rat
	NoShare   *indicator.Reason
	Projected *Projection       // nil where there is no share to project by
	Reason    *indicator.Reason // why there is no pace at all; all else but Period and Months is nil then
}

// A Projection is what the year would come to if the months left went as they
// did last year: actual / last year's share.
type Projection struct {
	Value   *big.Rat // in the indicator's measure
	Percent *big.Rat // of the year's plan
	// Low and High are the lowest and the highest value by the shares of past
	// years; nil where fewer than two years have one.
	Low, High *big.Rat
	Years     []int // whose shares were used, oldest first
}

// PaceOf computes the pace of a row for a unit and an in-year period. Of a
// month or quarter it is that of the cumulative period it ends. There is none,
// but a reason, for a whole year, for what does not add up over the months,
// where less is better or a level is only to be kept, without a figure, and
// without a plan that is a plain number above zero.
func PaceOf(b *indicator.Book, unit org.Key, row indicator.SetRow, p period.Period) Pace {
	at := p.CumulativeTo()
	gone, of := period.ShareOfYear(at)
	pace := Pace{Period: at, Months: gone}
	r := b.Result(unit, row, at)
	if pace.Reason = noPace(&r); pace.Reason != nil {
		return pace
	}
	pace.Actual, pace.Plan = r.Actual.Rat, r.Judging().Plan.Target.Low.Rat()
	pace.Percent = share(pace.Actual, pace.Plan)
	missing := new(big.Rat).Sub(pace.Plan, pace.Actual)
	if pace.Reached = missing.Sign() <= 0; !pace.Reached {
		pace.Needed = missing.Quo(missing, big.NewRat(int64(of-gone), 1))
	}
	if pace.LastShare, pace.NoShare = lastShare(b, &r); pace.LastShare != nil {
		pace.Projected = project(b, &r, pace)
	}
	return pace
}

// share is a as a percentage of b, which is not zero.
func share(a, b *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(a, b)
	return q.Mul(q, hundred)
}

// noPace says why a result has no pace; nil if it has one.
func noPace(r *indicator.Result) *indicator.Reason {
	key := ""
	judging := r.Judging()
	switch i := r.Indicator; {
	case r.Period.IsYear():
		key = "pace.none_year"
	case i.OverTime != indicator.OverSum:
		key = "pace.none_not_summed"
	case i.Direction == indicator.Lower:
		key = "pace.none_lower"
	case i.Direction == indicator.Maintain:
		key = "pace.none_maintain"
	case !r.Actual.Complete():
		key = "pace.none_no_data"
	case r.Actual.Rat.Sign() < 0:
		key = "reason.actual_negative"
	case judging == nil:
		key = "pace.none_no_plan"
	case !judging.Plan.Target.Operator.Plain():
		key = "pace.none_plan_open"
	case judging.Plan.Target.Low.Sign() == 0:
		key = "reason.plan_zero"
	case judging.Plan.Target.Low.Sign() < 0:
		key = "reason.plan_negative"
	case judging.Verdict == indicator.NotComparable:
		key = "pace.none_price_basis"
	default:
		return nil
	}
	return &indicator.Reason{Key: key}
}

// lastShare is the share of last year at the same point. Both its values cross
// a succession the same way, or there is no share.
func lastShare(b *indicator.Book, r *indicator.Result) (*big.Rat, *indicator.Reason) {
	if changedWithin(b, r.Unit, r.Period) || changedWithin(b, r.Unit, r.Period.Previous()) {
		return nil, &indicator.Reason{Key: "pace.no_share_units"}
	}
	whole := b.Result(r.Unit, r.Row, period.Period{Year: r.Period.Year})
	part := r.Previous
	if r.Indicator.Base != indicator.SamePeriod && r.Indicator.Base != "" {
		part = b.Value(r.Unit, r.Indicator.Code, r.Period.Previous())
	}
	if s := shareOf(part, whole.Previous); s != nil {
		return s, nil
	}
	return nil, &indicator.Reason{Key: "pace.no_share"}
}

// changedWithin reports whether the unit took in others between the end of a
// period and the end of its year: then the two are not of one unit.
func changedWithin(b *indicator.Book, unit org.Key, at period.Period) bool {
	return len(b.Tree.Into(unit, at.Last(), period.Period{Year: at.Year}.Last())) > 0
}

// shareOf is part of whole in percent; nil where one is missing or not above
// zero.
func shareOf(part, whole *indicator.Operand) *big.Rat {
	if !part.Complete() || !whole.Complete() || part.Rat.Sign() <= 0 || whole.Rat.Sign() <= 0 {
		return nil
	}
	return share(part.Rat, whole.Rat)
}

// project carries an actual on to the year's end by last year's share, and by
// those of the years before to see how far they lie apart.
func project(b *indicator.Book, r *indicator.Result, pace Pace) *Projection {
	by := func(s *big.Rat) *big.Rat { return share(pace.Actual, s) }
	done := &Projection{Value: by(pace.LastShare), Years: []int{r.Period.Year - 1}}
	done.Percent = share(done.Value, pace.Plan)
	low, high := done.Value, done.Value
	for year := r.Period.Year - 2; year >= r.Period.Year-pastYears; year-- {
		at := r.Period.InYear(year)
		if changedWithin(b, r.Unit, at) {
			continue
		}
		code := r.Indicator.Code
		s := shareOf(b.Value(r.Unit, code, at), b.Value(r.Unit, code, period.Period{Year: year}))
		if s == nil {
			continue
		}
		done.Years = append(done.Years, year)
		if v := by(s); v.Cmp(low) < 0 {
			low = v
		} else if v.Cmp(high) > 0 {
			high = v
		}
	}
	if slices.Sort(done.Years); len(done.Years) > 1 {
		done.Low, done.High = low, high
	}
	return done
}
