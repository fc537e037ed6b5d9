package report

import (
	"slices"
	"strings"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// StripNote says under the strip of a board what the squares add up to, what
// the figures are, and what stands outside the tally: "5 vượt, 11 đạt; theo số
// ước đến ngày 09/12/2022. Không đánh giá: chi ngân sách địa phương." In a month
// or quarter it also says how much of the year is gone. day is
// that of the newest figure; zero where there is none.
func StripNote(s Summary, day time.Time) []string {
	p := i18n.For(s.Lang)
	var notes []string
	if counts := stripCounts(s, p); len(counts) > 0 {
		key := "board.strip_counts"
		switch {
		case day.IsZero():
		case s.Estimated:
			key = "board.strip_estimates"
		default:
			key = "board.strip_figures"
		}
		notes = append(notes, i18n.Capital(p.T(key, "counts", counts, "day", p.Date(day))))
	}
	if at := s.Period.CumulativeTo(); len(s.Rows) > 0 && !at.IsYear() {
		share := p.Format().Text(gone(at, s.Decimals), 0)
		notes = append(notes, i18n.Capital(p.T("pace.gone", "period", at, "gone", share))+".")
	}
	for _, outside := range []struct {
		verdict indicator.Verdict
		key     string
	}{{indicator.NotJudged, "board.strip_not_judged"}, {indicator.Inapplicable, "board.strip_not_applicable"}} {
		names := namesWhere(s.Rows, func(r Row) bool { return r.Result.Verdict == outside.verdict })
		if len(names) > 0 {
			notes = append(notes, p.T(outside.key, "names", names))
		}
	}
	return notes
}

// stripCounts counts the judged verdicts that occur, the best first.
func stripCounts(s Summary, p *i18n.Printer) []string {
	var counts []string
	for _, v := range slices.Backward(indicator.Verdicts) {
		n := *s.Tally.of(v)
		if v == indicator.InProgress {
			n -= s.Tally.Reached
			if s.Tally.Reached > 0 {
				counts = append(counts, p.T("board.count_reached", "n", s.Tally.Reached))
			}
		}
		if n > 0 && v.Judged() {
			counts = append(counts, p.T("board.count_"+string(v), "n", n))
		}
	}
	return counts
}

// MissedLine names the rows not met, with how far the one there is has come:
// "Không đạt: thu ngân sách nhà nước trên địa bàn, bằng 88,4% kế hoạch HĐND
// quận giao". Without a full stop; empty where all are met. plan is that of
// the one row; nil for none and several.
func MissedLine(s Summary) (text string, plan *PlanRow) {
	p := i18n.For(s.Lang)
	var names []string
	for _, i := range WorstFirst(s) {
		row := &s.Rows[i]
		if row.Result.Verdict != indicator.NotMet {
			continue
		}
		names = append(names, i18n.Lowered(row.Name))
		plan = &row.Plans[row.Judging]
	}
	switch len(names) {
	case 0:
		return "", nil
	case 1:
		return p.T("board.missed_one", "name", names[0], "clause", plan.Clause), plan
	}
	return p.T("board.missed_several", "names", names), nil
}

// Sources lists where the figures and plans of a summary come from, each once,
// in order of first appearance.
func Sources(s Summary) []string {
	var all []string
	add := func(source string) {
		if source != "" && !slices.Contains(all, source) {
			all = append(all, source)
		}
	}
	for _, row := range s.Rows {
		for _, o := range []*indicator.Operand{row.Result.Actual, row.Result.Previous} {
			if o != nil && o.Figure != nil {
				add(o.Figure.Source)
			}
		}
		for _, plan := range row.Result.Plans {
			add(plan.Plan.Source)
		}
	}
	return all
}

// Series gives one indicator over the years, in periods of the shape of the
// input's: a row for each year from the first to the last, by the set of that
// year, or by the given row where that year's set has it not.
func Series(in Input, row indicator.SetRow, first, last int) ([]Row, error) {
	var rows []Row
	for year := first; year <= last; year++ {
		one := in
		one.Period = in.Period.InYear(year)
		r, err := BuildRow(one, rowOf(in, row, year))
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// ResultIn computes an indicator in the period of another year, by the set of
// that year, or by the given row where it has none. The row need not be in a
// set.
func ResultIn(in Input, row indicator.SetRow, year int) indicator.Result {
	return in.Book.Result(in.Unit, rowOf(in, row, year), in.Period.InYear(year))
}

// rowOf gives the row of an indicator in the unit's set of a year, or the
// given row where it has none. In such a year nothing is rolled up: the units
// below that happen to have a set would pass for all of them.
func rowOf(in Input, row indicator.SetRow, year int) indicator.SetRow {
	set := in.Book.Sets[indicator.SetKey{Unit: in.Unit, Year: year}]
	if own, ok := set.Row(row.Indicator); ok {
		return own
	}
	row.Source = indicator.Entered
	return row
}

// Giver names a plan level where there is little room: "Thành phố", "HĐND",
// "Council".
func (p PlanRow) Giver() string { return strings.TrimSuffix(p.LevelName, " giao") }
