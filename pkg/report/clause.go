package report

import "muctieu/pkg/indicator"

// planClauses states how the actual compares with the plan of each level, in
// the levels' order.
func (w *writer) planClauses(row Row) []clause {
	r := row.Result
	if !r.Actual.Complete() {
		return []clause{w.clause("report.incomplete", "")}
	}
	several := len(row.Plans) > 1
	var clauses []clause
	if row.Judging < 0 && r.Indicator.Direction != indicator.Neutral {
		clauses = append(clauses, w.noPlan(row))
		several = several || len(row.Plans) > 0 // the plan of another level is not silently the judging one
	}
	for _, p := range row.Plans {
		clauses = append(clauses, w.planClause(row, p, w.planName(p.Phrase, several)))
	}
	return clauses
}

func (w *writer) noPlan(row Row) clause {
	phrase := w.phrase[row.Result.Row.Judging]
	if len(row.Plans) == 0 || phrase == "" {
		return w.clause("report.no_plan", "")
	}
	return w.clause("report.no_plan_of", "", "plan", w.planName(phrase, true))
}

func (w *writer) planClause(row Row, p PlanRow, plan string) clause {
	r, t := row.Result, p.Result.Plan.Target
	target := w.target(p, t, row.Measure)
	named := func() string { return w.p.T("report.plan_with_target", "plan", plan, "target", target) }
	if t.Operator == indicator.About {
		plan = named()
	}
	switch {
	case p.Result.Verdict == indicator.NotComparable:
		return w.clause("report.not_comparable", "", "plan", plan)
	case w.kept(row) && w.standing(row, p).Achieved():
		return w.clause("report.meets", "", "plan", plan)
	case p.Result.Percent != nil:
		return w.clause("report.percent", "", "percent", p.Percent.Text, "plan", plan)
	case r.Indicator.Direction == indicator.Neutral && p.Result.Points == nil:
		return w.clause("report.plan_is", "", "plan", plan, "target", target)
	case p.Result.Points != nil && !zeroPlan(p):
		return w.pointsClause(row, p, plan)
	}
	return w.verdictClause(row, p, plan, named)
}

// pointsClause states the difference from a plan.
func (w *writer) pointsClause(row Row, p PlanRow, plan string) clause {
	d := row.Result.Indicator.Direction
	by := w.pointsText(p.Points, row.Result.Indicator, row.Measure)
	switch sign := p.Result.Points.Sign(); {
	case sign == 0 && d == indicator.Neutral:
		return w.clause("report.equals", "", "plan", plan)
	case sign == 0:
		return w.clause("report.meets", "", "plan", plan)
	case sign < 0:
		return w.clause("report.below", "", "plan", plan, "by", by)
	case d == indicator.Higher:
		return w.clause("report.over", "", "plan", plan, "by", by)
	}
	return w.clause("report.above", "", "plan", plan, "by", by)
}

// verdictClause states the verdict itself, with the plan in brackets where the
// number says more than the word: ranges, bounds, plans without a percentage.
func (w *writer) verdictClause(row Row, p PlanRow, plan string, named func() string) clause {
	t := p.Result.Plan.Target
	if t.Operator != indicator.About && (!t.Operator.Plain() || p.Result.Gap.Sign() != 0) {
		plan = named()
	}
	switch w.standing(row, p) {
	case indicator.Met:
		return w.clause("report.meets", "", "plan", plan)
	case indicator.Exceeded:
		if row.Result.Indicator.Direction == indicator.Lower {
			return w.clause("report.betters", "", "plan", plan)
		}
		return w.clause("report.exceeds", "", "plan", plan)
	case indicator.NotJudged:
		return w.clause("report.plan_is", "", "plan", plan, "target", w.target(p, t, row.Measure))
	}
	if w.inYear() {
		return w.clause("report.misses_yet", "", "plan", plan)
	}
	return w.clause("report.misses", "", "plan", plan)
}

// clauses fills what each level's result says on its own.
func (w *writer) clauses(row *Row) {
	if !row.Result.Actual.Complete() {
		return
	}
	for k := range row.Plans {
		p := &row.Plans[k]
		p.Clause = w.planClause(*row, *p, w.planName(p.Phrase, true)).text
		p.Short = w.short(*row, *p)
	}
}

// short says by how much a plan is missed.
func (w *writer) short(row Row, p PlanRow) string {
	g := p.Result.Gap
	if g == nil || g.Sign() == 0 || w.standing(row, p) != indicator.NotMet {
		return ""
	}
	by := w.pointsText(p.Gap, row.Result.Indicator, row.Measure)
	if g.Sign() > 0 {
		return w.p.T("report.excess_by", "by", by)
	}
	return w.p.T("report.short_by", "by", by)
}
