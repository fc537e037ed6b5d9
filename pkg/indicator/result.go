package indicator

import (
	"math/big"
	"time"

	"muctieu/pkg/period"
)

// A Verdict says how an actual stands to its plan.
type Verdict string

// The verdicts, worst first.
const (
	NotMet        Verdict = "not_met"
	NoData        Verdict = "no_data"
	NoPlan        Verdict = "no_plan"
	NotComparable Verdict = "not_comparable"
	InProgress    Verdict = "in_progress" // an in-year period has no verdict yet
	Met           Verdict = "met"
	Exceeded      Verdict = "exceeded"
	NotJudged     Verdict = "not_judged"
	Inapplicable  Verdict = "not_applicable"
)

// Verdicts lists all verdicts, worst first.
var Verdicts = []Verdict{NotMet, NoData, NoPlan, NotComparable, InProgress, Met, Exceeded, NotJudged, Inapplicable}

// Achieved reports whether the verdict counts as success.
func (v Verdict) Achieved() bool { return v == Met || v == Exceeded }

// Judged reports whether the row belongs to the tally's denominator.
func (v Verdict) Judged() bool { return v != NotJudged && v != Inapplicable }

// A Reason says in words why something could not be computed: the key of a
// message and its arguments by name. Unit keys, level codes and dates are
// given as such, for the caller to name them.
type Reason struct {
	Key  string
	Args map[string]any
}

// An Operand is one value that a result is computed from, exact.
type Operand struct {
	Rat      *big.Rat
	Decimals int // most decimals of the indicator
	Shown    int // fewest decimals printed
	Amount   bool
	Status   Status
	Version  int // of the typed figure; 0 for a computed value
	Origin   Origin
	Figure   *Figure // the typed version; nil for a computed value
	Rule     Rule
	Have, Of int    // units with a value and units counted, of a roll-up
	Parts    []Part // what a computed value is made of
	// Numerator and Denominator of a ratio over units, before scaling; nil
	// otherwise.
	Numerator, Denominator *big.Rat
}

// A Rule says how an operand came about.
type Rule string

// The rules.
const (
	Typed      Rule = "typed"
	FromMonths Rule = "months"   // derived from the months of the period
	Quotient   Rule = "quotient" // numerator over denominator of the unit itself
	FromUnits  Rule = "units"    // rolled up from the units below
	FromBefore Rule = "before"   // sum of the units it came out of
)

// Complete reports whether no unit is missing from a roll-up.
func (o *Operand) Complete() bool { return o != nil && o.Have == o.Of }

// A Part is one value that an operand is made of. Value is nil where it is
// missing.
type Part struct {
	Unit          UnitKey
	Indicator     Code
	Period        period.Period
	Value         *Operand
	Inapplicable  bool
	PartlyMissing bool // a partial sum of its own
}

// A PlanResult is an actual beside the plan of one level.
type PlanResult struct {
	Level         Level
	Plan          Plan
	Original      *Plan // the first version in force, if it asked for something else
	Summed        bool  // the sum of the plans of the units below
	Judging       bool
	Percent       *big.Rat // nil: none, see PercentReason
	PercentReason *Reason
	Gap           *big.Rat // actual - plan; range: to the nearest end
	Points        *big.Rat // gap of method points; nil against ranges and bounds
	Verdict       Verdict
	Reached       *bool // of an in-year period
}

// A Result is everything that is computed for one indicator of a unit and
// period. It is never stored.
type Result struct {
	Unit           UnitKey
	Period         period.Period
	Indicator      Indicator
	Row            SetRow
	Actual         *Operand // nil: no figure
	Inapplicable   bool     // the indicator does not apply to the unit in this period
	Previous       *Operand // nil: none, see PreviousReason
	PreviousReason *Reason  // why there is no earlier value; nil if there is
	PreviousPeriod period.Period
	Plans          []PlanResult // levels that have one, in the levels' order
	Growth         *big.Rat     // percent on the same period
	Ratio          *big.Rat     // percent of the same period
	Points         *big.Rat     // actual - previous
	ChangeReason   *Reason      // why there is no change; nil if there is, or method none
	Verdict        Verdict
	Reached        *bool
	Reason         *Reason  // of verdicts no_data, no_plan and not_comparable
	Below          *Operand // for an entered sum: what the units below add up to; nil if none has it
	GrowthOf       Code     // the indicator whose growth is printed, if another
	GrowthBasis    string   // its price basis
	Newest         time.Time
}

// Judging gives the result on the judging level; nil if it has no plan.
func (r *Result) Judging() *PlanResult {
	for i := range r.Plans {
		if r.Plans[i].Judging {
			return &r.Plans[i]
		}
	}
	return nil
}

// PreviousMissing reports whether somebody has yet to enter the earlier value:
// a change on it is due, the unit existed then, and the indicator applied.
func (r *Result) PreviousMissing() bool {
	w := r.PreviousReason
	return r.Indicator.Method != NoPercent && w != nil && (w.Key == "reason.previous_missing" || w.Key == "reason.previous_units_missing")
}
