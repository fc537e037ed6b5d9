package server

import (
	"strconv"
	"strings"

	"muctieu/pkg/chart"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// fillCharts fills the drawings under the table and the rows no bar can show.
func (m *boardMaker) fillCharts(v *boardView) {
	v.PercentChart = m.percentChart()
	for _, i := range report.WorstFirst(m.summary) {
		if row := &m.summary.Rows[i]; m.bar(row) == nil && row.Result.Verdict.Judged() {
			verdict := m.verdict(row)
			v.Outside = append(v.Outside, outsideView{verdict.Code, verdict.Icon, row.Name, m.outsideWords(row)})
		}
	}
	if row := m.leadingRow(); row != nil {
		v.YearsChart = m.yearsChart(row)
	}
}

// percentChart is the percent of plan of all rows on one scale; nil where no
// row has one.
func (m *boardMaker) percentChart() *chartView {
	c, ok, err := chart.CompletionOnPage(m.summary, report.WorstFirst(m.summary))
	if !ok && err == nil {
		return nil
	}
	v := m.chartView("percent", c, err)
	v.Title = m.words.T("board.chart_percent", "period", m.period)
	if phrase := m.judgingPhrase(); phrase != "" {
		v.Title = m.words.T("board.chart_percent_of", "plan", phrase, "period", m.period)
	}
	v.Sub = m.words.T("board.chart_percent_sub")
	bars := 0
	for _, row := range m.summary.Rows {
		if m.bar(&row) != nil {
			bars += len(row.Plans)
		}
	}
	v.Height = heightFor(bars)
	return v
}

// heightFor is the class of a box with so many bars.
func heightFor(bars int) int {
	for class, most := range []int{2, 5, 7, 9, 12, 15, 20, 28} {
		if bars <= most {
			return class + 1
		}
	}
	return 9
}

// judgingPhrase names the one plan level all rows are judged on; empty for
// several.
func (m *boardMaker) judgingPhrase() string {
	for _, row := range m.summary.Rows {
		if row.Judging >= 0 && row.Plans[row.Judging].Level == m.summary.Tally.Level {
			return row.Plans[row.Judging].Phrase
		}
	}
	return ""
}

// chartView is a chart ready for its partial. What could not be drawn says so
// in its place; the page goes on.
func (m *boardMaker) chartView(id string, c chart.Chart, err error) *chartView {
	v := &chartView{
		ID: "chart-" + id, Title: c.Title, Label: c.Alt, Fault: m.words.T("board.chart_fault"),
		PNG: m.words.T("board.chart_png"), SVG: m.words.T("board.chart_svg"),
		File: strings.Join([]string{string(m.unit), m.period.String(), id}, "-"), Options: c.Options,
	}
	if err != nil {
		m.server.log.Error("chart failed", "chart", id, "error", err)
		v.Failed, v.Options, v.PNG, v.Label = true, nil, "", v.Fault
	}
	return v
}

// outsideWords say in words what a bar cannot.
func (m *boardMaker) outsideWords(row *report.Row) string {
	r := row.Result
	if row.Judging < 0 || r.Verdict == indicator.NoData || r.Verdict == indicator.NoPlan {
		return i18n.Lowered(row.Verdict)
	}
	if r.Verdict == indicator.NotComparable {
		return m.words.T("board.other_prices")
	}
	p := &row.Plans[row.Judging]
	if r.Indicator.Direction == indicator.Maintain && p.Result.Gap != nil && p.Result.Gap.Sign() == 0 {
		return m.words.T("board.kept_at", "value", row.Actual.Text, "measure", row.Measure)
	}
	n := m.percent(row, p)
	if n.Words != "" {
		return n.Words
	}
	return strings.TrimSpace(n.Int + n.Frac + " " + n.Unit)
}

// leadingRow is the indicator whose years are drawn: the worst of those
// missed, else the one projected to fall shortest of a plan, else the one
// furthest over its plan.
func (m *boardMaker) leadingRow() *report.Row {
	if late := report.Behind(m.summary, m.paces); len(late) > 0 { // in an in-year period, where none is missed
		return &m.summary.Rows[late[0].Row]
	}
	var best *report.Row
	for _, i := range report.WorstFirst(m.summary) {
		row := &m.summary.Rows[i]
		if m.spark(row) == nil || row.Judging < 0 {
			continue
		}
		if row.Result.Verdict == indicator.NotMet {
			return row
		}
		if best == nil || further(row, best) {
			best = row
		}
	}
	return best
}

// further reports whether a row has come further on its plan than another.
func further(row, than *report.Row) bool {
	a, b := row.Plans[row.Judging].Result.Percent, than.Plans[than.Judging].Result.Percent
	return a != nil && (b == nil || a.Cmp(b) > 0)
}

// yearsChart is one indicator over the years, the year ahead too where it has
// a plan.
func (m *boardMaker) yearsChart(row *report.Row) *chartView {
	rows, err := report.Series(m.input, row.Result.Row, m.firstYear()+1, m.period.Year+1)
	if err != nil {
		return m.chartView("years", chart.Chart{Title: row.Name}, err)
	}
	if last := rows[len(rows)-1]; last.Actual.None() && len(last.Plans) == 0 {
		rows = rows[:len(rows)-1]
	}
	c, ok, err := chart.Years(rows, m.words.Lang(), chart.Layout{Left: boardAxis, Breaks: report.Breaks(m.input, rows)})
	if !ok && err == nil {
		return nil
	}
	v := m.chartView("years", c, err)
	v.Title = m.words.T("board.chart_years", "name", row.Name, "from", m.firstYear()+1, "to", rows[len(rows)-1].Result.Period.Year)
	v.Sub = m.words.T("board.chart_years_sub")
	if years := illustrative(rows); len(years) > 0 {
		v.Sub += " " + m.words.T("board.chart_years_illustrative", "years", years)
	}
	v.Height = 5
	return v
}

// boardAxis is the room for the numbers of the axis, in pixels.
const boardAxis = 66

// illustrative are the years whose figure was made up.
func illustrative(rows []report.Row) []string {
	var years []string
	for _, row := range rows {
		if a := row.Result.Actual; a != nil && a.Origin == indicator.Illustrative {
			years = append(years, strconv.Itoa(row.Result.Period.Year))
		}
	}
	return years
}
