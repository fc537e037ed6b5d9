// Package indicator is the core of Muctieu: indicators, the sets units are
// judged on, plans, figures, and the results computed from them. It is pure:
// no clock, no database, no HTTP, no floating point. Rules marked with a
// number follow the arithmetic section of the design.
package indicator

import (
	"cmp"
	"slices"
)

// A Code names an indicator for ever, such as "thu_ns".
// Shape: [a-z0-9][a-z0-9_-]{0,63}.
type Code string

// A Kind says what sort of quantity an indicator is.
type Kind string

// The kinds.
const (
	Amount         Kind = "amount"          // money, tonnes
	Count          Kind = "count"           // persons, hectares, schools
	Rate           Kind = "rate"            // a share of cases, % or ‰
	Share          Kind = "share"           // a part of a whole, %
	GrowthRate     Kind = "growth_rate"     // growth of another series, %
	CompletionRate Kind = "completion_rate" // already a percentage of a task
	Stock          Kind = "stock"           // what there is on a day
	Reduction      Kind = "reduction"       // by how much something went down
)

// Kinds lists all kinds in the order they are offered.
var Kinds = []Kind{Amount, Count, Rate, Share, GrowthRate, CompletionRate, Stock, Reduction}

// A Direction says which way is better.
type Direction string

// The directions.
const (
	Higher   Direction = "higher"
	Lower    Direction = "lower"
	Maintain Direction = "maintain" // to be kept up; never exceeded
	Neutral  Direction = "neutral"  // neither way is better; never judged
)

// Directions lists all directions in the order they are offered.
var Directions = []Direction{Higher, Lower, Maintain, Neutral}

// A Method says how a value is compared with its plan.
type Method string

// The percent methods.
const (
	Ratio        Method = "ratio"         // actual / plan x 100
	Points       Method = "points"        // actual - plan, in the measure
	InverseRatio Method = "inverse_ratio" // plan / actual x 100, where lower is better
	NoPercent    Method = "none"
)

// Methods lists all percent methods in the order they are offered.
var Methods = []Method{Ratio, Points, InverseRatio, NoPercent}

// DefaultMethod is the method of an indicator that names none: points for
// rates, shares, growth rates and everything that should be low, none for
// other completion rates, ratio for the rest.
func DefaultMethod(kind Kind, direction Direction) Method {
	switch {
	case kind == Rate || kind == Share || kind == GrowthRate || direction == Lower:
		return Points
	case kind == CompletionRate:
		return NoPercent
	default:
		return Ratio
	}
}

// An Aggregation says how values add up over units or over months.
type Aggregation string

// The aggregations. OverRatio goes over units only, OverLast over time only.
const (
	OverSum   Aggregation = "sum"
	OverRatio Aggregation = "ratio" // sum of numerators over sum of denominators
	OverLast  Aggregation = "last"  // the last month's value
	OverNone  Aggregation = "none"
)

// A Base says which earlier value a value is compared with.
type Base string

// The bases of comparison.
const (
	SamePeriod Base = "same_period"
	YearStart  Base = "year_start" // 31 December of the year before, for stocks
)

// CurrentPrices is the price basis of values at the prices of their own year;
// others are "constant:" and the base year.
const CurrentPrices = "current"

// An Indicator is one thing that is planned, measured and judged.
type Indicator struct {
	Code          Code
	NameVi        string
	NameEn        string // empty: the Vietnamese name is printed
	Measure       string // the Vietnamese word: "tỷ đồng"
	Decimals      int    // 0-9: most that are stored
	ShownDecimals int    // 0-Decimals: fewest that are printed
	Group         string
	Kind          Kind
	Direction     Direction
	Method        Method
	OverUnits     Aggregation // sum, ratio or none
	OverTime      Aggregation // sum, last or none
	Numerator     Code        // of a ratio over units
	Denominator   Code
	Scale         int  // 100, 1000 or 10000 of that ratio; 0: no ratio
	Parent        Code // the indicator of which this one is a part; may be empty
	Base          Base
	PriceBasis    string // CurrentPrices or "constant:2010"
	GrowthFrom    Code   // the constant-price indicator whose growth is printed for this one
	Agency        string
	Version       int // counts changes; 0: not stored yet
}

// Name gives the name in a language, "vi" or "en".
func (i Indicator) Name(lang string) string {
	if lang == "en" && i.NameEn != "" {
		return i.NameEn
	}
	return i.NameVi
}

// prices is the price basis; current prices where none is named.
func (i Indicator) prices() string { return cmp.Or(i.PriceBasis, CurrentPrices) }

// InPoints reports whether the change on the same period is a difference and
// not a percentage (rule 2).
func (i Indicator) InPoints() bool {
	return i.Kind == Rate || i.Kind == Share || i.Kind == GrowthRate || i.Method == Points
}

// AddsUpOverTime reports whether a longer period follows from its months: the
// total of a flow, the last value of a stock. Rates are typed for each period.
func (i Indicator) AddsUpOverTime() bool {
	switch i.Kind {
	case Rate, Share, GrowthRate, CompletionRate:
		return false
	}
	return i.OverTime == OverSum || i.OverTime == OverLast
}

// A Level is who set a plan. Levels are data: the offices name them.
type Level struct {
	Code     string
	Position int
	NameVi   string
	NameEn   string
	PhraseVi string // in sentences: "kế hoạch HĐND {kind} giao"
	PhraseEn string
	Version  int
}

// A Source says where the figures of a set row come from.
type Source string

// The sources of a set row.
const (
	Entered Source = "entered"
	Rollup  Source = "rollup" // of the units below
)

// A Fall says how a fall is worded.
type Fall string

// The wordings of a fall.
const (
	FallChange Fall = "change" // "giảm 39%"
	FallRatio  Fall = "ratio"  // "bằng 61%"
)

// A SetRow is one indicator of a set.
type SetRow struct {
	Position  int
	Indicator Code
	Judging   string // the code of the level it is judged on
	Source    Source
	Fall      Fall
}

// A Set is what a unit is judged on in a year. Rows are in order of position.
type Set struct {
	Unit    UnitKey
	Year    int
	Rows    []SetRow
	Version int // counts changes; 0: not stored yet
}

// Row finds the row of an indicator.
func (s Set) Row(code Code) (SetRow, bool) {
	i := slices.IndexFunc(s.Rows, func(r SetRow) bool { return r.Indicator == code })
	if i < 0 {
		return SetRow{}, false
	}
	return s.Rows[i], true
}
