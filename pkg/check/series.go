package check

import (
	"math/big"

	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// cumulativeTo gives the period from 1 January to the end of a month.
func cumulativeTo(year, month int) period.Period {
	return period.Period{Year: year, Shape: period.Month, N: month}.CumulativeTo()
}

// lastMonth is the number of the month a period ends with.
func lastMonth(p period.Period) int { return int(p.Last().Month()) }

// nearest gives the cumulative value nearest to this one, going by step (-1:
// earlier, 1: later) through the months of the year; nil if there is none.
func (s *subject) nearest(step int) (*big.Rat, period.Period) {
	for month := lastMonth(s.period) + step; month >= 1 && month <= 12; month += step {
		at := cumulativeTo(s.period.Year, month)
		if o := s.book.Value(s.unit, s.indicator.Code, at); o.Complete() {
			return o.Rat, at
		}
	}
	return nil, period.Period{}
}

// belowEarlier finds a cumulative flow below what had been reached earlier in
// the year, or above what was reached later. Stocks and rates may fall.
func (s *subject) belowEarlier() (Finding, bool) {
	if s.indicator.OverTime != indicator.OverSum || !s.period.Cumulative() {
		return Finding{}, false
	}
	if v, at := s.nearest(-1); v != nil && s.value.Cmp(v) < 0 {
		return s.found(Below, "below_earlier", "against", v, "own", s.period, "period", at)
	}
	if v, at := s.nearest(1); v != nil && s.value.Cmp(v) > 0 {
		return s.found(Below, "above_later", "against", v, "own", s.period, "period", at)
	}
	return Finding{}, false
}

// sumOfMonths finds a typed period that is not what its typed months give. For
// a month that is typed it looks at the cumulative period it ends, unless a
// whole set is checked: then the cumulative period tells of it itself.
func (s *subject) sumOfMonths() (Finding, bool) {
	at, typed := s.period, s.value
	if len(at.Months()) < 2 {
		at = at.CumulativeTo()
		f, ok := s.book.Figures[indicator.CellKey{Unit: s.unit, Indicator: s.indicator.Code, Period: at}]
		if s.whole || at == s.period || !ok || f.Value == nil {
			return Finding{}, false
		}
		typed = f.Value.Rat()
	}
	given, key := s.fromMonths(at.Months())
	if given == nil || given.Cmp(typed) == 0 {
		return Finding{}, false
	}
	return s.found(SumOfMonths, key, "typed", typed, "against", given, "own", at, "month", at.Months()[len(at.Months())-1])
}

// fromMonths gives the sum of the months' typed figures, or of a stock that of
// the last month; nil if one is missing.
func (s *subject) fromMonths(months []period.Period) (given *big.Rat, key string) {
	key, given = "sum_of_months", new(big.Rat)
	switch s.indicator.OverTime {
	case indicator.OverSum:
	case indicator.OverLast:
		key, months = "last_month", months[len(months)-1:]
	default:
		return nil, key
	}
	for _, m := range months {
		f, ok := s.book.Figures[indicator.CellKey{Unit: s.unit, Indicator: s.indicator.Code, Period: m}]
		if !ok || f.Value == nil {
			return nil, key
		}
		given.Add(given, f.Value.Rat())
	}
	return given, key
}

// unchanged finds a value that is that of last year, or of the period before,
// to the digit. What is to be maintained may stay as it is, and so may a rate
// at the end of its range.
func (s *subject) unchanged() (Finding, bool) {
	if s.indicator.Direction == indicator.Maintain || s.value.Sign() == 0 || !s.telling(Unchanged) {
		return Finding{}, false
	}
	if v := s.previous(); v != nil && v.Cmp(s.value) == 0 {
		return s.found(Unchanged, "unchanged", "against", v, "period", s.result.PreviousPeriod)
	}
	if v, at := s.periodBefore(); v != nil && v.Cmp(s.value) == 0 {
		return s.found(Unchanged, "unchanged", "against", v, "period", at)
	}
	return Finding{}, false
}

// periodBefore gives the value of the period before this one in the same year:
// the month, the quarter, or the nearest cumulative period. A year has none.
func (s *subject) periodBefore() (*big.Rat, period.Period) {
	at := s.period
	switch {
	case at.Shape == period.YTD:
		return s.nearest(-1)
	case at.IsYear() || at.N < 2:
		return nil, period.Period{}
	}
	at.N--
	if o := s.book.Value(s.unit, s.indicator.Code, at); o.Complete() {
		return o.Rat, at
	}
	return nil, period.Period{}
}
