package period

import "time"

// A Window holds the days of a period that an administrator may change: the
// days it counts from and to, the day the figures are cut off, and the day by
// whose end they are due. All are dates, at midnight UTC.
type Window struct{ From, To, CutOff, Due time.Time }

// The default cut-off and due date.
const (
	cutOffDay   = 14
	workingDays = 2
)

// Default returns the window of a period where nobody has set another: from and
// to by the calendar, cut-off on the 14th of the last month (14/6 for six
// months, 14/12 for the year), and due two working days later. This is the rule
// of Decree 09/2019/NĐ-CP on administrative reports as provinces apply it
// (Khánh Hòa, decision 01/2023/QĐ-UBND, article 4). Saturdays and Sundays are
// no working days; public holidays are announced year by year and not known
// here, which is one reason why the dates can be changed. No period has the
// zero window.
func Default(p Period) Window {
	if p.IsZero() {
		return Window{}
	}
	last := p.Last()
	cutOff := date(last.Year(), int(last.Month()), cutOffDay)
	return Window{From: p.First(), To: last, CutOff: cutOff, Due: afterWorkingDays(cutOff, workingDays)}
}

// afterWorkingDays returns the n-th day from Monday to Friday after day.
func afterWorkingDays(day time.Time, n int) time.Time {
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return day
}
