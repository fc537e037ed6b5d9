package server

import (
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// A seriesView is the table of an indicator over the years: a column a year.
type seriesView struct {
	Caption string
	Heads   []string
	Breaks  []string // beside Heads: what changed before that year; empty: nothing
	Rows    []seriesRowView
}

// A seriesRowView is one line of it. Key is the mark of its line or bar in the
// chart: actual, plan, other; empty: none.
type seriesRowView struct {
	Key   string
	Name  string
	Sub   bool // belongs to the line above
	Cells []numberView
}

// table puts actual, plans, percents and growth of each year under the charts.
func (m *indicatorMaker) table() seriesView {
	t := seriesView{Caption: m.words.T("indicator.table")}
	actual := seriesRowView{Key: "actual", Name: m.words.T("board.label_actual")}
	growth := seriesRowView{Name: m.words.T("indicator.growth", "unit", m.changeUnit())}
	for k := range m.rows {
		row := &m.rows[k]
		head := yearText(row, m.words)
		if row.Status != "" {
			head += " " + row.Status
		}
		if row.Actual.None() && m.proposed(row) {
			head += " " + m.words.T("core.basis_proposed")
		}
		t.Heads = append(t.Heads, head)
		n := actualView(*row, m.words)
		n.Mark = ""
		actual.Cells = append(actual.Cells, n)
		change := m.growth(row)
		change.Unit, change.Reason = "", row.NoChange
		growth.Cells = append(growth.Cells, change)
	}
	t.Rows = append(t.Rows, actual)
	for k, level := range m.levels() {
		t.Rows = append(t.Rows, m.levelRows(level, k == 0)...)
	}
	t.Rows = append(t.Rows, growth)
	return t
}

// proposed reports whether all plans of a year are.
func (m *indicatorMaker) proposed(row *report.Row) bool {
	for _, p := range row.Plans {
		if p.Result.Plan.Basis != indicator.Proposed {
			return false
		}
	}
	return len(row.Plans) > 0
}

// levels are the codes of the levels with a plan in any year, the judging one
// of the newest year first: the order in which the chart draws them.
func (m *indicatorMaker) levels() []string {
	var codes []string
	seen := map[string]bool{}
	add := func(p *report.PlanRow) {
		if !seen[p.Level] {
			seen[p.Level] = true
			codes = append(codes, p.Level)
		}
	}
	if m.row.Judging >= 0 {
		add(&m.row.Plans[m.row.Judging])
	}
	for k := len(m.rows) - 1; k >= 0; k-- {
		for i := range m.rows[k].Plans {
			add(&m.rows[k].Plans[i])
		}
	}
	return codes
}

// percentKey names the line under a plan.
func (m *indicatorMaker) percentKey() string {
	if i := m.row.Result.Indicator; i.Method == indicator.Points || i.Method == indicator.NoPercent {
		return "indicator.difference_of"
	}
	return "indicator.percent_of"
}

// levelRows are the plan of one level over the years and how far it was met.
func (m *indicatorMaker) levelRows(level string, judging bool) []seriesRowView {
	plans, percents := seriesRowView{Key: "other"}, seriesRowView{Sub: true}
	if judging {
		plans.Key = "plan"
	}
	for k := range m.rows {
		row := &m.rows[k]
		plan, percent := newNumber("", m.words.Lang()), newNumber("", m.words.Lang())
		for i := range row.Plans {
			p := &row.Plans[i]
			if p.Level != level {
				continue
			}
			plan, percent = planView(*p, m.words), m.percent(row, p)
			percent.Missed = p.Result.Verdict == indicator.NotMet
			if percent.Unit == "%" {
				percent.Unit = ""
			}
			plans.Name = m.words.T("indicator.plan_of", "giver", p.Giver())
			percents.Name = m.words.T(m.percentKey(), "giver", p.Giver())
		}
		plans.Cells, percents.Cells = append(plans.Cells, plan), append(percents.Cells, percent)
	}
	return []seriesRowView{plans, percents}
}
