package indicator

import (
	"cmp"
	"slices"
	"time"

	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A SetKey is the place of a set.
type SetKey struct {
	Unit UnitKey
	Year int
}

// A Book holds all that results are computed from, as it stood at one moment:
// the catalogue, sets, the newest version of each figure and every version of
// each plan. Whoever fills it has left out what was dated later. It is only
// read, so many goroutines may use it.
type Book struct {
	Tree       *org.Tree
	Indicators map[Code]Indicator
	Levels     []Level // in order of position
	Sets       map[SetKey]Set
	Figures    map[CellKey]Figure
	Plans      map[PlanKey][]Plan // in order of version
	Zone       *time.Location     // of dates; nil: UTC
}

// endOf gives the first instant after a day in the book's zone.
func (b *Book) endOf(day time.Time) time.Time {
	zone := b.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}

// InForce gives the version of a plan in force on a day, and the first one
// that was, if it asked for something else. Of two decisions of one date the
// later recorded holds. ok is false if there is none, or it was taken back.
func (b *Book) InForce(key PlanKey, day time.Time) (plan Plan, original *Plan, ok bool) {
	end := b.endOf(day)
	var past []Plan
	for _, p := range b.Plans[key] {
		if p.Dated.Before(end) {
			past = append(past, p)
		}
	}
	if len(past) == 0 {
		return Plan{}, nil, false
	}
	slices.SortStableFunc(past, func(x, y Plan) int {
		return cmp.Or(x.Dated.Compare(y.Dated), x.Recorded.Compare(y.Recorded), cmp.Compare(x.Version, y.Version))
	})
	plan = past[len(past)-1]
	first := slices.IndexFunc(past, func(p Plan) bool { return !p.Withdrawn })
	if first >= 0 && !sameTarget(past[first].Target, plan.Target) {
		original = &past[first]
	}
	return plan, original, !plan.Withdrawn
}

func sameTarget(a, b Target) bool {
	return a.Operator == b.Operator && a.Low.Cmp(b.Low) == 0 && number.Same(a.High, b.High)
}

// SetOf gives the set of a unit and year, or that of another year where there
// is none. The rows of an absent set are empty.
func (b *Book) SetOf(unit UnitKey, year, otherwise int) Set {
	if s, ok := b.Sets[SetKey{unit, year}]; ok && len(s.Rows) > 0 {
		return s
	}
	return b.Sets[SetKey{unit, otherwise}]
}

// Results computes the rows of a unit's set for a period, in the set's order.
// It is empty where the unit has no set in that year.
func (b *Book) Results(unit UnitKey, p period.Period) []Result {
	set := b.Sets[SetKey{unit, p.Year}]
	results := make([]Result, 0, len(set.Rows))
	for _, row := range set.Rows {
		results = append(results, b.Result(unit, row, p))
	}
	return results
}

// Result computes one row for a unit and period. The row need not be in a
// set.
func (b *Book) Result(unit UnitKey, row SetRow, p period.Period) Result {
	c := calc{book: b, year: p.Year}
	return c.result(unit, row, p)
}

// ResultBeside computes one row like Result, but compares the period with the
// given one, such as the month before, instead of the same period of last year.
func (b *Book) ResultBeside(unit UnitKey, row SetRow, p, base period.Period) Result {
	c := calc{book: b, year: p.Year, base: base}
	return c.result(unit, row, p)
}

// Value gives the value of an indicator at a unit in a period, without
// judging it; nil if there is none or it is not applicable.
func (b *Book) Value(unit UnitKey, code Code, p period.Period) *Operand {
	c := calc{book: b, year: p.Year}
	return c.value(unit, b.Indicators[code], p).operand
}

// WorstFirst sorts results as leaders read them, see Worse.
func WorstFirst(results []Result) {
	slices.SortStableFunc(results, func(x, y Result) int { return Worse(&x, &y) })
}

// Worse orders results as leaders read them: not met (smallest percent first,
// then those without), no data, no plan, not comparable, in progress, met,
// exceeded, not judged, not applicable; ties by position. It is negative where
// x comes before y.
func Worse(x, y *Result) int {
	c := cmp.Compare(slices.Index(Verdicts, x.Verdict), slices.Index(Verdicts, y.Verdict))
	if c == 0 && x.Verdict == NotMet {
		c = comparePercent(x.Judging(), y.Judging())
	}
	return cmp.Or(c, cmp.Compare(x.Row.Position, y.Row.Position))
}

func comparePercent(x, y *PlanResult) int {
	switch hasX, hasY := x != nil && x.Percent != nil, y != nil && y.Percent != nil; {
	case hasX && hasY:
		return x.Percent.Cmp(y.Percent)
	case hasX:
		return -1
	case hasY:
		return 1
	}
	return 0
}
