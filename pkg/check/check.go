// Package check says what is doubtful about figures and plans, and why. Its
// rules have names and thresholds, which an administrator may change for each
// indicator. A finding is never a wall: figures are saved all the same, and a
// note explains them before they are submitted. The package also reads what is
// typed or pasted and says where a reading is in doubt. It is pure and exact.
package check

import (
	"maps"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A Rule names a check.
type Rule string

// The rules on figures. Each cell they name is one that somebody typed: values
// that are computed have no place for a note.
const (
	Factor1000   Rule = "factor_1000"       // 1000 times, or a thousandth, of what was to be expected
	OutOfLine    Rule = "out_of_line"       // far from the same period of last year
	RateRange    Rule = "rate_out_of_range" // a rate or share outside 0 to 100
	AboveWhole   Rule = "above_whole"       // a numerator above its denominator
	Below        Rule = "below_last_month"  // a cumulative figure below an earlier one of the year
	SumOfMonths  Rule = "sum_of_months"     // a typed cumulative figure is not what its months give
	PartsAbove   Rule = "parts_above_total" // the parts come to more than the whole
	UnitsDiffer  Rule = "units_differ"      // not what the units below add up to
	EqualsPlan   Rule = "equals_plan"       // an estimate that is the plan to the digit
	SameValue    Rule = "same_value"        // the value of another indicator
	Unchanged    Rule = "unchanged"         // the value of the last period
	StatusLower  Rule = "status_lowered"    // an estimate after an official figure
	PlanChanged  Rule = "plan_changed"      // the plan was adjusted in the year; for information
	BaseEstimate Rule = "previous_estimate" // last year's figure is still an estimate; for information
)

// Rules lists the rules on figures in the order in which their findings come.
var Rules = []Rule{Factor1000, OutOfLine, RateRange, AboveWhole, Below, SumOfMonths, PartsAbove, UnitsDiffer,
	EqualsPlan, SameValue, Unchanged, StatusLower, PlanChanged, BaseEstimate}

// informs are the rules that ask for no note.
var informs = []Rule{PlanChanged, BaseEstimate}

// A Finding is one thing that is doubtful, in the terms of a message.
type Finding struct {
	Rule      Rule
	Unit      org.Key
	Indicator indicator.Code
	Period    period.Period
	Level     string // code of the plan level, of findings on plans only
	Key       string // of the sentence in pkg/i18n
	// Args are the arguments of the sentence: *big.Rat for values in the
	// indicator's measure (and for "change", "times" and "limit" plain numbers),
	// period.Period, indicator.Code, indicator.Level and counts.
	Args      map[string]any
	NeedsNote bool             // to be explained before the figures are submitted
	Explained bool             // the figure, or the plan, has a note
	Others    []indicator.Code // other indicators it is about
}

// Unexplained counts the findings that still need a note.
func Unexplained(findings []Finding) int {
	n := 0
	for _, f := range findings {
		if f.NeedsNote && !f.Explained {
			n++
		}
	}
	return n
}

// Check gives the findings on all typed figures of a unit's set for a period,
// in the set's order and within a row in that of Rules. It is empty where
// nothing is doubtful or the unit has no set.
func Check(b *indicator.Book, unit org.Key, p period.Period, s Settings) []Finding {
	c := newChecker(b, unit, p, s)
	c.whole = true
	var all []Finding
	for _, row := range c.set.Rows {
		all = append(all, c.row(row)...)
	}
	return all
}

// CheckCell gives the findings on one figure as if it were the newest version
// of its cell: while somebody types, before anything is saved.
func CheckCell(b *indicator.Book, proposed indicator.Figure, s Settings) []Finding {
	return CheckCells(b, []indicator.Figure{proposed}, s)[proposed.CellKey]
}

// CheckCells is CheckCell for many figures at once, as in a paste or an
// import: each is held against the others as well as against what is stored.
// Cells without a finding are left out. Of two figures for one cell the later
// counts.
func CheckCells(b *indicator.Book, proposed []indicator.Figure, s Settings) map[indicator.CellKey][]Finding {
	type place struct {
		unit   org.Key
		period period.Period
	}
	after := With(b, proposed...)
	checkers, found := map[place]*checker{}, map[indicator.CellKey][]Finding{}
	for _, f := range proposed {
		at := place{f.Unit, f.Period}
		if checkers[at] == nil {
			checkers[at] = newChecker(after, f.Unit, f.Period, s)
			checkers[at].before = b
		}
		c := checkers[at]
		row, ok := c.set.Row(f.Indicator)
		if !ok {
			row = indicator.SetRow{Indicator: f.Indicator}
		}
		if findings := c.row(row); len(findings) > 0 {
			found[f.CellKey] = findings
		}
	}
	return found
}

// With gives a book in which the figures are the newest versions of their
// cells. The book itself stays as it is.
func With(b *indicator.Book, figures ...indicator.Figure) *indicator.Book {
	after := *b
	after.Figures = maps.Clone(b.Figures)
	if after.Figures == nil {
		after.Figures = make(map[indicator.CellKey]indicator.Figure, len(figures))
	}
	for _, f := range figures {
		after.Figures[f.CellKey] = f
	}
	return &after
}

// A checker holds what all rows of one unit and period have in common.
type checker struct {
	book     *indicator.Book
	before   *indicator.Book // as stored, when figures are proposed; nil otherwise
	settings Settings
	unit     org.Key
	period   period.Period
	set      indicator.Set
	whole    bool // a whole set: what is said of one row is not said of another
	parts    map[indicator.Code][]indicator.Code
	same     map[string][]indicator.Code // typed figures by measure and value, in the set's order
}

func newChecker(b *indicator.Book, unit org.Key, p period.Period, s Settings) *checker {
	c := &checker{book: b, settings: s, unit: unit, period: p, set: b.Sets[indicator.SetKey{Unit: unit, Year: p.Year}],
		parts: map[indicator.Code][]indicator.Code{}, same: map[string][]indicator.Code{}}
	for _, code := range slices.Sorted(maps.Keys(b.Indicators)) {
		if parent := b.Indicators[code].Parent; parent != "" {
			c.parts[parent] = append(c.parts[parent], code)
		}
	}
	for _, row := range c.set.Rows {
		f, ok := b.Figures[indicator.CellKey{Unit: unit, Indicator: row.Indicator, Period: p}]
		if ok && f.Value != nil && row.Source != indicator.Rollup {
			key := sameKey(b.Indicators[row.Indicator], *f.Value)
			c.same[key] = append(c.same[key], row.Indicator)
		}
	}
	return c
}

// rulings are the rules with what finds them out.
var rulings = []struct {
	rule Rule
	find func(*subject) (Finding, bool)
}{
	{Factor1000, (*subject).factor1000}, {OutOfLine, (*subject).outOfLine}, {RateRange, (*subject).rateRange},
	{AboveWhole, (*subject).aboveWhole}, {Below, (*subject).belowEarlier}, {SumOfMonths, (*subject).sumOfMonths},
	{PartsAbove, (*subject).partsAbove}, {UnitsDiffer, (*subject).unitsDiffer}, {EqualsPlan, (*subject).equalsPlan},
	{SameValue, (*subject).sameValue}, {Unchanged, (*subject).unchanged}, {StatusLower, (*subject).statusLower},
	{PlanChanged, (*subject).planChanged}, {BaseEstimate, (*subject).baseEstimate},
}

// row gives the findings on the typed figure of one row.
func (c *checker) row(row indicator.SetRow) []Finding {
	f, ok := c.book.Figures[indicator.CellKey{Unit: c.unit, Indicator: row.Indicator, Period: c.period}]
	if !ok || f.Value == nil || row.Source == indicator.Rollup {
		return nil
	}
	r := c.book.Result(c.unit, row, c.period)
	if r.Actual == nil || r.Actual.Figure == nil {
		return nil // a ratio whose operands are in counts instead of what was typed
	}
	s := &subject{checker: c, figure: f, result: r, indicator: r.Indicator, value: r.Actual.Rat}
	var found []Finding
	for _, ruling := range rulings {
		if c.settings.off(row.Indicator, ruling.rule) {
			continue
		}
		if finding, ok := ruling.find(s); ok {
			found = append(found, finding)
		}
	}
	return found
}
