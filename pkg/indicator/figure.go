package indicator

import (
	"time"

	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A UnitKey is the key of an administrative unit.
type UnitKey = org.Key

// A Status says how firm a figure is.
type Status string

// The statuses. The first three go from soft to firm; Withdrawn and
// NotApplicable are versions without a value.
const (
	Estimate      Status = "estimate"
	Preliminary   Status = "preliminary"
	Final         Status = "official"
	Withdrawn     Status = "withdrawn"
	NotApplicable Status = "not_applicable"
)

// Statuses lists the statuses that come with a value, softest first.
var Statuses = []Status{Estimate, Preliminary, Final}

var firmness = map[Status]int{Estimate: 1, Preliminary: 2, Final: 3}

// HasValue reports whether a figure of this status has a value.
func (s Status) HasValue() bool { return firmness[s] > 0 }

// Known reports whether s is one of the five statuses.
func (s Status) Known() bool { return s.HasValue() || s == Withdrawn || s == NotApplicable }

// Lower gives the less firm of two statuses; an empty one gives way.
func (s Status) Lower(t Status) Status {
	if s == "" || t.HasValue() && firmness[t] < firmness[s] {
		return t
	}
	return s
}

// An Origin marks values that nobody reported.
type Origin string

// The origins.
const (
	Reported     Origin = ""
	Derived      Origin = "derived"      // computed or inferred from published percentages
	Illustrative Origin = "illustrative" // made up to show the program
)

// A CellKey is the place of a figure.
type CellKey struct {
	Unit      UnitKey
	Indicator Code
	Period    period.Period
}

// A Figure is one version of a cell. Versions are only ever added; the newest
// is the one that counts.
type Figure struct {
	CellKey
	Version  int            // from 1 without gaps; 0: not stored yet
	Value    *number.Amount // nil when withdrawn or not applicable
	Status   Status
	Source   string
	Origin   Origin
	Note     string // also the reason of a withdrawal
	Dated    time.Time
	Recorded time.Time
	By       string // login of the person; empty: the command line
	ByName   string // the person's name as it is now
}

// Same reports whether saving next would change nothing: same value and
// status, and the same note unless next gives none.
func (f Figure) Same(next Figure) bool {
	return f.Status == next.Status && number.Same(f.Value, next.Value) && (next.Note == "" || next.Note == f.Note)
}

// An Operator says what a plan asks for.
type Operator string

// The operators of a plan.
const (
	Equal   Operator = "="
	Range   Operator = "range"
	Less    Operator = "<"
	AtMost  Operator = "<="
	More    Operator = ">"
	AtLeast Operator = ">="
	About   Operator = "about"
)

// Operators lists all operators in the order they are offered.
var Operators = []Operator{Equal, Range, Less, AtMost, More, AtLeast, About}

// Plain reports whether the plan is judged as a number of its own.
func (o Operator) Plain() bool { return o == Equal || o == About }

// A Target is what a plan asks for: a number, a range or a bound.
type Target struct {
	Operator Operator
	Low      number.Amount
	High     *number.Amount // of a range only
}

// A Basis says what a plan rests on.
type Basis string

// The bases of a plan.
const (
	Decided  Basis = "decided"
	Proposed Basis = "proposed" // "dự kiến"
	Unknown  Basis = "unknown"  // assigned, but the document is not known
)

// A Decision is the document a plan rests on.
type Decision struct {
	Number string // "2384/QĐ-UBND"
	Date   time.Time
	Issuer string
	Title  string
}

// A PlanKey is the place of a plan.
type PlanKey struct {
	Unit      UnitKey
	Indicator Code
	Year      int
	Level     string
}

// A Plan is one version of a plan. Versions are only ever added.
type Plan struct {
	PlanKey
	Version    int
	Target     Target
	Basis      Basis
	Decision   Decision // zero unless decided
	Source     string
	Origin     Origin
	PriceBasis string // empty: the indicator's own
	Note       string
	Withdrawn  bool      // taken back with the reason in Note; no plan from Dated on
	Dated      time.Time // the document's date, else the earlier of Recorded and 1 January of the year
	Recorded   time.Time
	By         string
	ByName     string
}
