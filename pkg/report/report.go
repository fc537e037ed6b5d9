// Package report makes one Summary out of results: the tally, the rows with
// their sentences, what is missing. It is the one object behind every page,
// file and answer, so that they agree to the digit. It is pure.
package report

import (
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// An Input is what a summary is made from.
type Input struct {
	Book     *indicator.Book
	Terms    i18n.Terms
	Unit     org.Key
	Period   period.Period
	Lang     i18n.Lang
	Decimals int // of percentages, 0-3
	AsOf     time.Time
}

// A UnitName is a unit as it was called on the period's last day.
type UnitName struct {
	Key  org.Key
	Code string
	Name string // "Quận Lê Chân", "Lê Chân district"
	Kind string // the Vietnamese word of its kind
}

// A Summary holds the results of a unit's set for a period, in words and
// numbers. Rows are in the set's order.
type Summary struct {
	Unit       UnitName
	Period     period.Period
	Lang       i18n.Lang
	Decimals   int
	ComputedAt time.Time // dated time of the newest version used; zero: none
	Tally      Tally
	Rows       []Row
	Missing    []Missing
	Groups     []Group // rows by group, in order of first appearance
	Estimated  bool    // some figure is an estimate
}

// A Tally counts verdicts on the judging level.
type Tally struct {
	Set           int // judged rows
	Achieved      int // met + exceeded
	Exceeded      int
	Met           int
	NotMet        int
	InProgress    int
	Reached       int // of those in progress, at the year's plan already
	NoData        int
	NoPlan        int
	NotComparable int
	NotJudged     int
	NotApplicable int
	Text          string // the sentence, without a full stop
	Headline      string // its first part: "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao"; empty of groups and where nothing is judged
	Level         string // code of the one judging level of all judged rows; empty: several
}

// A Value is a number as text: Plain as a shortest decimal string, Text as
// printed in the summary's language. The zero Value is none.
type Value struct {
	Plain string
	Text  string
}

// None reports whether there is no value.
func (v Value) None() bool { return v.Plain == "" }

// A PlanRow is the result on one level, ready to print.
type PlanRow struct {
	Result    *indicator.PlanResult
	Level     string // code
	LevelName string
	Phrase    string // "kế hoạch thành phố giao"
	Low, High Value  // High of ranges only
	Text      string // the plan as printed: "940,133", "6,6-6,8", "dưới 4"
	Written   string // with its measure: "940,133 tỷ đồng", "6,6-6,8%", "dưới 4%"
	Percent   Value  // with the sign of percent left out
	Gap       Value
	Points    Value
	Reason    string // why there is no percent; empty if there is, or none is due
	Verdict   string // in words: "Dự kiến đạt"
	Clause    string // as in a sentence, the giver named: "bằng 89% kế hoạch HĐND quận giao"; empty: no figure
	Short     string // by how much the plan is missed: "thiếu 116,196 tỷ đồng"; empty: it is not
	// Before is the plan as first assigned, printed like Text, where another
	// decision has changed it since; empty otherwise.
	Before        string
	BeforePercent Value // of the plan as first assigned
}

// A Row is one indicator of a summary, ready to print.
type Row struct {
	Result   indicator.Result
	Position int
	Code     indicator.Code
	Name     string
	Measure  string
	Group    string
	Agency   string
	Actual   Value
	Previous Value
	Plans    []PlanRow
	Growth   Value  // percent on the same period, signed
	Ratio    Value  // percent of the same period
	Points   Value  // change in points, signed
	Reason   string // why there is no verdict
	NoChange string // why there is no change on the same period
	Sentence string // with capital and without a full stop
	Format   number.Format
	Judging  int      // index in Plans; -1: no plan on the judging level
	Verdict  string   // in words: "Dự kiến đạt"
	Status   string   // of the actual, in words: "ước"; empty for official and without a figure
	Below    Value    // what the units below add up to, beside an entered figure
	Differs  bool     // the figure entered is not what they add up to
	Lacking  []string // units below without data, where they are added up
	Change   string   // the change on the same period as in the sentence; empty: none
	// InYear is what a month or quarter is read beside; nil for a year and for
	// cumulative periods, and in rows that were made alone.
	InYear *InYear
}

// A Group is the rows of one group.
type Group struct {
	Number int // from 1, in order of first appearance
	Name   string
	Rows   []int // indexes in Summary.Rows
	Tally  Tally
}

// What is missing.
const (
	MissingActual   = "actual"
	MissingPlan     = "plan"
	MissingPrevious = "previous"
)

// A Missing names one gap.
type Missing struct {
	Indicator indicator.Code
	Name      string
	Agency    string
	What      string
}
