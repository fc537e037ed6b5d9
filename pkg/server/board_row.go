package server

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// fillRows fills the table: groups in their order, in each the worst first.
func (m *boardMaker) fillRows(v *boardView) {
	v.Heads = boardHeads{
		Actual: m.words.T("board.head_actual", "period", m.words.PeriodShort(m.period)),
		Plan:   m.words.T(m.planHead(), "year", m.period.Year), Years: m.years(),
	}
	signs, paces := map[indicator.Origin]bool{}, m.paceSentences()
	for _, g := range report.WorstGroups(m.summary) {
		group := boardGroupView{Name: g.Name, Tally: g.Tally.Text}
		if group.Name != "" {
			group.Name = report.Roman(g.Number) + ". " + g.Name
		}
		for _, i := range g.Rows {
			row := &m.summary.Rows[i]
			line := m.row(row)
			line.Pace = paces[row.Code]
			group.Rows = append(group.Rows, line)
			noteOrigins(row, signs)
		}
		v.Groups = append(v.Groups, group)
	}
	v.Signs = m.signs(signs)
}

// planHead is the key of the plan column's head: plans that are all proposed
// say so there.
func (m *boardMaker) planHead() string {
	proposed, plans := 0, 0
	for _, row := range m.summary.Rows {
		for _, p := range row.Plans {
			plans++
			if p.Result.Plan.Basis == indicator.Proposed {
				proposed++
			}
		}
	}
	switch {
	case plans > 0 && proposed == plans:
		return "board.head_plan_proposed"
	case !m.period.IsYear():
		return "board.head_plan_of_year"
	}
	return "board.head_plan"
}

func (m *boardMaker) years() string {
	return strconv.Itoa(m.firstYear()) + "–" + strconv.Itoa(m.period.Year)
}

// noteOrigins notes the signs a row needs explained.
func noteOrigins(row *report.Row, signs map[indicator.Origin]bool) {
	if a := row.Result.Actual; a != nil {
		signs[a.Origin] = true
	}
	for _, p := range row.Plans {
		signs[p.Result.Plan.Origin] = true
	}
}

func (m *boardMaker) signs(found map[indicator.Origin]bool) []signView {
	var signs []signView
	for _, o := range []indicator.Origin{indicator.Illustrative, indicator.Derived} {
		if found[o] {
			n := marked(numberView{}, o, m.words)
			signs = append(signs, signView{n.Origin, n.OriginTitle})
		}
	}
	return signs
}

// row makes one line of the table.
func (m *boardMaker) row(row *report.Row) boardRowView {
	v := boardRowView{
		ID: rowID(row.Code), Href: m.path("indicators/" + string(row.Code)), Verdict: m.verdict(row),
		Name: row.Name, Agency: row.Agency, Measure: row.Measure, Reason: m.rowReason(row),
		Actual: m.actual(row), Bar: m.bar(row), Growth: m.growth(row), Spark: m.spark(row), State: m.state(row),
		Labels: boardLabels{m.words.T("board.label_actual"), m.words.T("board.label_plan"), m.words.T("board.head_growth")},
	}
	v.Changed = v.State != nil && m.unlikeApproved(row)
	m.below(row, &v.Verdict)
	for _, p := range row.Plans {
		v.Plans = append(v.Plans, m.plan(row, &p))
		v.Percents = append(v.Percents, m.percent(row, &p))
	}
	if len(v.Plans) == 0 {
		v.Plans, v.Percents = []numberView{newNumber("", m.words.Lang())}, []numberView{newNumber("", m.words.Lang())}
	}
	v.Words, v.Late = m.barWords(row, v.Bar)
	v.Question = m.question(row)
	if m.asks {
		v.Ask = &linkView{Href: unitPath(m.unit, "indicators/"+string(row.Code), m.period) + "#ask-text", Icon: "message-question",
			Text: m.words.T("board.ask"), Count: m.words.T("board.ask_about", "name", row.Name)}
	}
	return v
}

// rowReason says why there is no verdict, or no percent where one is due.
func (m *boardMaker) rowReason(row *report.Row) string {
	if row.Reason != "" || row.Judging < 0 {
		return row.Reason
	}
	return row.Plans[row.Judging].Reason
}

// below marks a row that counts as met and stays below another plan.
func (m *boardMaker) below(row *report.Row, v *verdictView) {
	if !row.Result.Verdict.Achieved() {
		return
	}
	for k := range row.Plans {
		p := &row.Plans[k]
		if p.Result.Verdict == indicator.NotMet {
			v.Below = m.words.T("board.below", "level", p.Giver())
			if !p.Percent.None() {
				v.BelowPercent = m.tabled(p.Percent, pageDecimals) + "%"
			}
			return
		}
	}
}

// tabled prints a value with at least so many decimals, as columns do.
func (m *boardMaker) tabled(v report.Value, least int) string {
	return m.words.Format().Text(v.Plain, least)
}

// actual is the figure with its mark in the short form of columns.
func (m *boardMaker) actual(row *report.Row) numberView {
	n := actualView(*row, m.words)
	if n.Mark != "" {
		n.Mark = m.words.T("board.mark_" + string(row.Result.Actual.Status))
	}
	return n
}

// plan prints what one level asks for; its giver stands before it where there
// are several.
func (m *boardMaker) plan(row *report.Row, p *report.PlanRow) numberView {
	n := planView(*p, m.words)
	if len(row.Plans) > 1 {
		n.Label = p.Giver()
	}
	return n
}

// percent says how the actual stands to a plan: in percent, in points, or in
// words.
func (m *boardMaker) percent(row *report.Row, p *report.PlanRow) numberView {
	r := p.Result
	switch {
	case !p.Percent.None():
		n := newNumber(m.tabled(p.Percent, pageDecimals), m.words.Lang())
		n.Unit = "%"
		return n
	case r.Verdict == indicator.NotComparable || r.Gap == nil:
		return newNumber("", m.words.Lang())
	case r.Gap.Sign() == 0 && r.Plan.Target.Operator.Plain():
		return numberView{Words: m.words.T("board.equals_plan")}
	case r.Gap.Sign() == 0 && !satisfied(r) && (r.Plan.Target.Operator == indicator.Less || r.Plan.Target.Operator == indicator.More):
		return numberView{Words: m.words.T("board.at_bound")} // which a strict bound does not allow
	case r.Gap.Sign() == 0 || satisfied(r) && !r.Plan.Target.Operator.Plain():
		return numberView{Words: m.words.T("board.within_plan_" + string(standing(r)))}
	}
	return m.difference(p.Gap, row)
}

// satisfied reports whether the actual is where the plan asks it to be, also
// before there is a verdict.
func satisfied(p *indicator.PlanResult) bool {
	return p.Verdict.Achieved() || p.Reached != nil && *p.Reached
}

// standing is met or exceeded of an actual that satisfies a range or a bound,
// also before there is a verdict.
func standing(p *indicator.PlanResult) indicator.Verdict {
	if p.Verdict == indicator.Exceeded {
		return p.Verdict
	}
	return indicator.Met
}

// difference prints a difference in the measure of a row, signed.
func (m *boardMaker) difference(v report.Value, row *report.Row) numberView {
	n := signed(newNumber(m.tabled(v, min(row.Result.Indicator.ShownDecimals, pageDecimals)), m.words.Lang()))
	n.Unit = row.Measure
	if row.Result.Indicator.Measure == "%" {
		n.Unit = m.words.T("result.points")
	}
	return n
}

// growth is the change on the same period.
func (m *boardMaker) growth(row *report.Row) numberView {
	r := row.Result
	switch {
	case r.Growth != nil && r.Growth.Sign() != 0:
		n := signed(newNumber(m.tabled(row.Growth, pageDecimals), m.words.Lang()))
		n.Unit = "%"
		if r.Row.Fall == indicator.FallRatio && r.Growth.Sign() < 0 && !row.Ratio.None() {
			n.Reason = m.words.T("board.ratio", "percent", row.Ratio.Text)
		}
		return n
	case r.Growth == nil && r.Points != nil && r.Points.Sign() != 0:
		return m.difference(row.Points, row)
	case r.Growth != nil || r.Points != nil:
		return numberView{Words: m.words.T("result.unchanged")}
	}
	n := newNumber("", m.words.Lang())
	n.Reason = row.NoChange
	return n
}

// bar draws the percent of the judging plan; nil where there is none.
func (m *boardMaker) bar(row *report.Row) *bulletView {
	if row.Judging < 0 || row.Plans[row.Judging].Result.Percent == nil {
		return nil
	}
	judging := row.Plans[row.Judging].Result
	var others []float64
	for _, p := range row.Plans {
		if at := planPlace(row, judging, p.Result); at != nil {
			others = append(others, float(at))
		}
	}
	b := newBullet(float(judging.Percent), others)
	b.Estimate = row.Result.Actual.Status == indicator.Estimate
	b.Missed = row.Result.Verdict == indicator.NotMet
	b.Neutral = row.Result.Verdict == indicator.NotJudged
	return &b
}

// planPlace is where another plan lies on the scale of the judging one, in
// percent; nil where it is no plain number above zero.
func planPlace(row *report.Row, judging, other *indicator.PlanResult) *big.Rat {
	t := other.Plan.Target
	if other == judging || !t.Operator.Plain() || t.Low.Sign() <= 0 || other.Verdict == indicator.NotComparable {
		return nil
	}
	at, _ := indicator.Percent(t.Low.Rat(), judging.Plan.Target, row.Result.Indicator.Method)
	return at
}

// float is a coordinate of a drawing, never a value.
func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// barWords stand where a row has no bar.
func (m *boardMaker) barWords(row *report.Row, bar *bulletView) (words string, late bool) {
	i := row.Result.Indicator
	switch {
	case bar != nil:
		return "", false
	case row.Result.Actual == nil:
		words = m.overdue(row)
		return words, words != ""
	case row.Result.Verdict == indicator.NotComparable:
		return m.words.T("board.other_prices"), false
	case i.Direction == indicator.Lower:
		return m.words.T("board.lower_better"), false
	case i.Direction == indicator.Maintain:
		return m.words.T("board.maintain"), false
	case i.Kind == indicator.CompletionRate:
		return m.words.T("board.completion"), false
	}
	return "", false
}

// overdue says by how many days a figure is late; empty where it is not.
func (m *boardMaker) overdue(row *report.Row) string {
	left := m.deadline.DaysLeft(m.server.now(), m.server.zone)
	if row.Result.Verdict != indicator.NoData || m.deadline.Due.IsZero() || left >= 0 || m.sub.State == workflow.Approved {
		return ""
	}
	return m.words.T("board.overdue", "count", -left)
}

// spark is the small line of the years.
func (m *boardMaker) spark(row *report.Row) *sparkView {
	var values []float64
	hollow := false
	for _, r := range m.past[row.Code] {
		if !r.Actual.Complete() {
			values = append(values, math.NaN())
			continue
		}
		values = append(values, float(r.Actual.Rat))
		hollow = r.Actual.Status == indicator.Estimate
	}
	return newSpark(values, hollow, m.sparkLabel(row))
}

// sparkLabel reads the years aloud.
func (m *boardMaker) sparkLabel(row *report.Row) string {
	var texts []string
	for k, r := range m.past[row.Code] {
		text := m.words.T("board.no_figure")
		if r.Actual.Complete() {
			text = m.words.Format().Text(number.Round(r.Actual.Rat, r.Actual.Decimals), r.Actual.Shown)
		}
		texts = append(texts, strconv.Itoa(m.firstYear()+k)+": "+text)
	}
	return m.words.T("board.spark", "values", texts)
}

// state says where the figure of a row stands.
func (m *boardMaker) state(row *report.Row) *stateView {
	v := m.server.submissionState(m.words, workflow.Submission{State: m.sub.State})
	switch {
	case row.Result.Inapplicable:
		return nil
	case row.Result.Row.Source == indicator.Rollup:
		v = stateView{Icon: "sitemap", Word: m.words.T("board.state_rollup")}
	case row.Result.Actual == nil:
		v = stateView{Icon: "clock", Word: m.words.T("board.state_missing")}
	}
	v.Small, v.Class = true, ""
	if m.unlikeApproved(row) {
		v.Icon, v.Class, v.Word = "alert-triangle", "warning", m.words.T("context.state_changed")
	}
	return &v
}

// unlikeApproved reports whether a row no longer shows what was approved last:
// another version of its figure, or another plan, set or figure below. What is
// shown as of an earlier day is not held against it.
func (m *boardMaker) unlikeApproved(row *report.Row) bool {
	if !m.asOf.IsZero() {
		return false
	}
	step, ok := m.sub.Last(workflow.Approve)
	if a := row.Result.Actual; ok && typedRow(*row) && (a == nil || a.Rule == indicator.Typed) {
		at := slices.IndexFunc(step.Covers, func(c workflow.Covered) bool { return c.Indicator == row.Code })
		if at >= 0 && (a == nil || a.Version != step.Covers[at].Version) || at < 0 && a != nil {
			return true
		}
	}
	return m.changed[row.Code]
}

func (m *boardMaker) questionsAbout(code indicator.Code) []workflow.Question {
	return slices.DeleteFunc(slices.Clone(m.questions), func(q workflow.Question) bool { return q.Indicator != string(code) })
}

// question is the newest question about a row that waits for an answer.
func (m *boardMaker) question(row *report.Row) *questionView {
	open := m.questionsAbout(row.Code)
	if len(open) == 0 {
		return nil
	}
	v := m.server.questionLine(m.words, m.catalogue, open[len(open)-1])
	v.Href, v.Action = m.path("indicators/"+string(row.Code))+"#questions", m.words.T("board.question_see")
	return &v
}
