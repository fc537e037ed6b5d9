// Package period holds the periods that figures are reported for: years,
// quarters, months, and the cumulative periods from 1 January. It knows their
// one spelling, their order, which period is the same one a year earlier, and
// the days they reach from and to.
package period

import (
	"cmp"
	"fmt"
	"time"
)

// A Shape is the kind of span a period covers.
type Shape uint8

// The shapes. A cumulative period runs from 1 January to the end of a month;
// reports call it luỹ kế, or 6 tháng, 9 tháng.
const (
	Year    Shape = iota // the whole year; N is 0
	Quarter              // N is 1 to 4
	Month                // that month alone; N is 1 to 12
	YTD                  // cumulative to the end of month N: 2, 4 to 11
)

// A Period is one reporting period. Periods are comparable and may be keys of
// maps: Parse admits one spelling for each fact, so that equal periods are
// equal values. The zero value is no period.
type Period struct {
	Year  int // calendar year, 1900 to 2200
	Shape Shape
	N     int // number of the quarter or month, see Shape
}

// IsZero says whether p is no period at all.
func (p Period) IsZero() bool { return p == Period{} }

// IsYear says whether p is a whole year.
func (p Period) IsYear() bool { return !p.IsZero() && p.Shape == Year }

// String returns the one spelling of the period, which Parse reads: "2022",
// "2022-Q1", "2022-M05", "2022-YTD06". No period is "".
func (p Period) String() string {
	switch {
	case p.IsZero():
		return ""
	case p.Shape == Quarter:
		return fmt.Sprintf("%04d-Q%d", p.Year, p.N)
	case p.Shape == Month:
		return fmt.Sprintf("%04d-M%02d", p.Year, p.N)
	case p.Shape == YTD:
		return fmt.Sprintf("%04d-YTD%02d", p.Year, p.N)
	}
	return fmt.Sprintf("%04d", p.Year)
}

// months returns the numbers of the first and the last month of the period.
func (p Period) months() (first, last int) {
	switch p.Shape {
	case Quarter:
		return 3*p.N - 2, 3 * p.N
	case Month:
		return p.N, p.N
	case YTD:
		return 1, p.N
	}
	return 1, 12
}

// First returns the first day of the period in the calendar, at midnight UTC.
// The days a report really covers may differ, see Window. No period has the
// zero time.
func (p Period) First() time.Time {
	if p.IsZero() {
		return time.Time{}
	}
	first, _ := p.months()
	return date(p.Year, first, 1)
}

// Last returns the last day of the period in the calendar, at midnight UTC.
// Plans, names and ancestry of a period are those of this day. No period has
// the zero time.
func (p Period) Last() time.Time {
	if p.IsZero() {
		return time.Time{}
	}
	_, last := p.months()
	return date(p.Year, last+1, 0)
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// Previous returns the same period of the year before, cùng kỳ: the same shape,
// one year earlier. No period has none.
func (p Period) Previous() Period { return p.InYear(p.Year - 1) }

// Preceding returns the period of the same length just before p: the month
// before a month, the quarter before a quarter, of the year before where p is
// the first of its year. Years and cumulative periods have none.
func (p Period) Preceding() Period {
	most := map[Shape]int{Month: 12, Quarter: 4}[p.Shape]
	switch {
	case p.IsZero() || most == 0:
		return Period{}
	case p.N == 1:
		return Period{p.Year - 1, p.Shape, most}
	}
	return Period{p.Year, p.Shape, p.N - 1}
}

// InYear returns the period of the same shape in another year. No period stays
// none.
func (p Period) InYear(year int) Period {
	if p.IsZero() {
		return p
	}
	p.Year = year
	return p
}

// Months returns the months the period consists of, in order; a month consists
// of itself. No period has none.
func (p Period) Months() []Period {
	if p.IsZero() {
		return nil
	}
	first, last := p.months()
	months := make([]Period, 0, last-first+1)
	for m := first; m <= last; m++ {
		months = append(months, Period{p.Year, Month, m})
	}
	return months
}

// Cumulative says whether the period runs from 1 January, so that its figure may
// be set against the year's plan as what was reached so far: a year, a
// cumulative period, and also the first quarter and January, which stand for
// the cumulative periods of three months and of one.
func (p Period) Cumulative() bool {
	if p.IsZero() {
		return false
	}
	first, _ := p.months()
	return first == 1
}

// CumulativeTo returns the period from 1 January to the last day of p, in its
// one spelling: M05 gives YTD05, M01 itself, M03 and Q1 give Q1, Q2 gives YTD06,
// M12 and Q4 give the year. A period that is cumulative already is returned
// unchanged.
func (p Period) CumulativeTo() Period {
	if p.Cumulative() || p.IsZero() {
		return p
	}
	_, last := p.months()
	return cumulative(p.Year, last)
}

// cumulative returns the one period from January to the given month.
func cumulative(year, month int) Period {
	switch month {
	case 1:
		return Period{year, Month, 1}
	case 3:
		return Period{year, Quarter, 1}
	case 12:
		return Period{Year: year}
	}
	return Period{year, YTD, month}
}

// Compare orders periods by their last day and, where that is the same, the
// longer first: 2022 before 2022-Q4 before 2022-M12. No period comes before all
// others. The result is -1, 0 or 1, as slices.SortFunc wants it.
func Compare(a, b Period) int {
	return cmp.Or(a.Last().Compare(b.Last()), a.First().Compare(b.First()))
}

// ShareOfYear returns how many of the twelve months the period consists of:
// 6 of 12 for 2022-YTD06, 1 of 12 for a month, 0 of 12 for no period. It is an
// aid to judge the pace by, never a plan: the year's plan is not prorated. How
// much of the year has gone by the end of p is that of p.CumulativeTo().
func ShareOfYear(p Period) (months, of int) { return len(p.Months()), 12 }
