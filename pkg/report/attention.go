package report

import (
	"slices"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// WorstFirst gives the indexes of the rows as leaders read them, see
// indicator.Worse.
func WorstFirst(s Summary) []int {
	order := make([]int, len(s.Rows))
	for i := range order {
		order[i] = i
	}
	sortRows(s, order)
	return order
}

func sortRows(s Summary, order []int) {
	slices.SortStableFunc(order, func(x, y int) int { return indicator.Worse(&s.Rows[x].Result, &s.Rows[y].Result) })
}

// WorstGroups gives the groups with their rows worst first. The groups
// themselves keep their order, for readers know them by their numbers.
func WorstGroups(s Summary) []Group {
	groups := slices.Clone(s.Groups)
	for k := range groups {
		groups[k].Rows = slices.Clone(groups[k].Rows)
		sortRows(s, groups[k].Rows)
	}
	return groups
}

// A Notice is why a row deserves a look.
type Notice string

// The notices, the most urgent first. The first four are verdicts.
const (
	NoticeNotMet        Notice = "not_met"
	NoticeNoData        Notice = "no_data"
	NoticeNoPlan        Notice = "no_plan"
	NoticeNotComparable Notice = "not_comparable"
	NoticeBelowOther    Notice = "below_other" // met on its judging level, below another plan
	NoticeBehind        Notice = "behind"      // in an in-year period, projected to stay below a plan of the year
	NoticeEqual         Notice = "equal"       // an estimate that equals its plan exactly
)

// A Point is one row that deserves a look.
type Point struct {
	Row    int // index in Summary.Rows
	Plan   int // index in its Plans of the plan that is spoken of; -1: none
	Notice Notice
	Text   string // "kế hoạch HĐND quận giao, thiếu 116,196 tỷ đồng"
}

// MostPoints is the most rows that a leader is asked to look at first.
const MostPoints = 3

// Attention gives what to look at first, MostPoints at most: rows not met,
// without figure, without plan or not comparable, worst first; then rows below
// another plan; then those of an in-year period whose projection stays below a
// plan of the year, see Behind; then estimates equal to their plan. The paces
// are those of the summary's rows.
func Attention(s Summary, paces []PaceRow) []Point {
	points := troubles(s)
	for _, h := range Honest(s) {
		points = append(points, Point{Row: h.Row, Plan: h.Plan, Notice: NoticeBelowOther, Text: shortfall(s.Rows[h.Row].Plans[h.Plan])})
	}
	points = append(points, Behind(s, paces)...)
	for i, row := range s.Rows {
		if row.EstimateEqualsPlan() {
			points = append(points, Point{Row: i, Plan: row.Judging, Notice: NoticeEqual, Text: i18n.For(s.Lang).T("report.attention_equal")})
		}
	}
	return distinct(points)
}

// distinct keeps the first points, one for each row.
func distinct(points []Point) []Point {
	var kept []Point
	for _, p := range points {
		if len(kept) < MostPoints && !slices.ContainsFunc(kept, func(k Point) bool { return k.Row == p.Row }) {
			kept = append(kept, p)
		}
	}
	return kept
}

// troubles are the rows without success, worst first.
func troubles(s Summary) []Point {
	var points []Point
	for _, i := range WorstFirst(s) {
		row := s.Rows[i]
		p := Point{Row: i, Plan: row.Judging, Notice: Notice(row.Result.Verdict)}
		switch row.Result.Verdict {
		case indicator.NotMet:
			p.Text = shortfall(row.Plans[row.Judging])
		case indicator.NoData, indicator.NoPlan, indicator.NotComparable:
			p.Text = row.Reason
		default:
			continue
		}
		if p.Text == "" {
			p.Text = row.Verdict
		}
		points = append(points, p)
	}
	return points
}

func shortfall(p PlanRow) string {
	if p.Short == "" {
		return p.Clause
	}
	return p.Phrase + ", " + p.Short
}

// A HonestLine says that a row that counts as met stays below the plan of
// another level.
type HonestLine struct {
	Row, Plan int    // indexes in Summary.Rows and its Plans
	Text      string // with a capital and without a full stop
}

// Honest gives the honest lines of a summary, in the set's order. The tally
// goes by the judging level; what stays below another plan must not be hidden
// by it.
func Honest(s Summary) []HonestLine {
	p := i18n.For(s.Lang)
	var lines []HonestLine
	for i, row := range s.Rows {
		if !row.Result.Verdict.Achieved() {
			continue
		}
		for k, plan := range row.Plans {
			if plan.Result.Verdict != indicator.NotMet {
				continue
			}
			name := i18n.Capital(row.Name)
			text := p.T("report.honest_other", "name", name, "clause", plan.Clause)
			if !plan.Percent.None() && row.Result.Indicator.Direction != indicator.Lower {
				text = p.T("report.honest_percent", "name", name, "percent", plan.Percent.Text, "plan", p.T("report.plan_of", "phrase", plan.Phrase))
			}
			lines = append(lines, HonestLine{Row: i, Plan: k, Text: text})
		}
	}
	return lines
}

// EstimateEqualsPlan reports whether an estimate equals its judging plan to the
// last digit. That is allowed, and often means that nobody has estimated yet.
// Values to be kept up, and plans of 0, are meant to be equal.
func (row Row) EstimateEqualsPlan() bool {
	a := row.Result.Actual
	if a == nil || a.Status != indicator.Estimate || row.Judging < 0 || row.Result.Indicator.Direction == indicator.Maintain || row.Result.Verdict != indicator.Met {
		return false
	}
	p := row.Plans[row.Judging]
	return p.Result.Plan.Target.Operator == indicator.Equal && !zeroPlan(p) && p.Result.Gap.Sign() == 0
}
