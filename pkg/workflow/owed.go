package workflow

import (
	"slices"
	"time"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A Calendar holds the days of periods as administrators have changed them.
type Calendar struct {
	Windows    map[period.Period]period.Window // absent ones are the usual
	Exceptions []Exception                     // of all units and periods, the oldest first
	LockAfter  bool                            // what is overdue takes no figures
}

// Window gives the days of a period.
func (c Calendar) Window(p period.Period) period.Window {
	if w, ok := c.Windows[p]; ok {
		return w
	}
	return period.Default(p)
}

// Deadline gives when a unit's period is due.
func (c Calendar) Deadline(unit org.Key, p period.Period) Deadline {
	return DeadlineOf(unit, p, c.Window(p), c.Exceptions, c.LockAfter)
}

// A Claim is a period of a unit that may be owed.
type Claim struct {
	Period   period.Period
	Deadline Deadline
	Begun    bool // it has figures of the unit's own
	State    State
}

// The days around a deadline in which a period is owed though nobody has begun
// it. Offices collect estimates in the six weeks before they are due.
const (
	daysBefore = 45
	daysAfter  = 31
)

// Owed chooses of a unit's claims those that are still to be handed in, the
// first due first:
//
//   - what was returned or reopened;
//   - drafts that have figures, of each shape the newest: older ones were
//     reported before anybody worked here;
//   - what nobody has begun and is due from 31 days ago to 45 days ahead: a
//     year always, a month, quarter or cumulative period only where the unit
//     has figures of that shape in the same year or the one before, because
//     not every office reports them.
//
// What is submitted or approved is not owed.
func Owed(claims []Claim, now time.Time, zone *time.Location) []Claim {
	newest, used := begunShapes(claims)
	owed := slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool {
		switch c.State {
		case Returned, Reopened:
			return false
		case Submitted, Approved:
			return true
		}
		if c.Begun {
			return c.Period != newest[c.Period.Shape]
		}
		return !c.near(now, zone) || !c.Period.IsYear() && !used[yearOf{c.Period.Shape, c.Period.Year}]
	})
	slices.SortStableFunc(owed, func(a, b Claim) int {
		if c := a.Deadline.Due.Compare(b.Deadline.Due); c != 0 {
			return c
		}
		return period.Compare(a.Period, b.Period)
	})
	return owed
}

// near reports whether today lies around the deadline.
func (c Claim) near(now time.Time, zone *time.Location) bool {
	left := c.Deadline.DaysLeft(now, zone)
	return !c.Deadline.Due.IsZero() && left <= daysBefore && left >= -daysAfter
}

// A yearOf is a shape in a year.
type yearOf struct {
	shape period.Shape
	year  int
}

// begunShapes gives the newest begun period of each shape, and the years in
// which a shape may be expected.
func begunShapes(claims []Claim) (newest map[period.Shape]period.Period, used map[yearOf]bool) {
	newest, used = map[period.Shape]period.Period{}, map[yearOf]bool{}
	for _, c := range claims {
		if !c.Begun {
			continue
		}
		p := c.Period
		if last, ok := newest[p.Shape]; !ok || period.Compare(last, p) < 0 {
			newest[p.Shape] = p
		}
		used[yearOf{p.Shape, p.Year}], used[yearOf{p.Shape, p.Year + 1}] = true, true
	}
	return newest, used
}

// Candidates are the periods that can be due around now without anybody having
// begun them: those of this year and the one before.
func Candidates(now time.Time, zone *time.Location) []period.Period {
	year := now.In(zone).Year()
	var all []period.Period
	for _, y := range []int{year - 1, year} {
		all = append(all, period.Period{Year: y}, period.Period{Year: y, Shape: period.YTD, N: 6}, period.Period{Year: y, Shape: period.YTD, N: 9})
		for n := 1; n <= 4; n++ {
			all = append(all, period.Period{Year: y, Shape: period.Quarter, N: n})
		}
		for n := 1; n <= 12; n++ {
			all = append(all, period.Period{Year: y, Shape: period.Month, N: n})
		}
	}
	return all
}
