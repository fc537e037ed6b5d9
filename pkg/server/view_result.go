package server

import (
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// How a row of a summary stands in tables. Every digit comes from the summary;
// here it is only given its place, sign and unit.

// originSigns mark values that nobody reported.
var originSigns = map[indicator.Origin]string{indicator.Derived: "≈", indicator.Illustrative: "◇"}

// marked gives a number the sign of its origin.
func marked(n numberView, origin indicator.Origin, p *i18n.Printer) numberView {
	if sign := originSigns[origin]; sign != "" {
		n.Origin, n.OriginTitle = sign, p.T("result.origin_"+string(origin))
	}
	return n
}

// actualView is the figure of the period with its estimate mark.
func actualView(row report.Row, p *i18n.Printer) numberView {
	if row.Result.Inapplicable {
		return numberView{Words: p.T("core.verdict_not_applicable")}
	}
	n := newNumber(row.Actual.Text, p.Lang())
	if a := row.Result.Actual; a != nil {
		n = marked(n, a.Origin, p)
	}
	n.Mark, n.Strong = row.Status, true
	return n
}

// previousView is the figure it is compared with.
func previousView(row report.Row, p *i18n.Printer) numberView {
	n := newNumber(row.Previous.Text, p.Lang())
	if v := row.Result.Previous; v != nil {
		n = marked(n, v.Origin, p)
	}
	return n
}

// planView is what the plan of one level asks for. The sum of the plans below
// has no origin of its own.
func planView(pr report.PlanRow, p *i18n.Printer) numberView {
	if !pr.Result.Plan.Target.Operator.Plain() || pr.Result.Plan.Target.Operator == indicator.About {
		return numberView{Int: pr.Text, Slots: true}
	}
	return marked(newNumber(pr.Text, p.Lang()), pr.Result.Plan.Origin, p)
}

// percentView is how the figure stands to one plan: a percentage, a difference
// in points, or a word where neither says anything.
func percentView(row report.Row, pr report.PlanRow, p *i18n.Printer) numberView {
	switch gap := pr.Result.Gap; {
	case !pr.Percent.None():
		n := newNumber(row.Format.Text(pr.Percent.Plain, 1), p.Lang())
		n.Unit = "%"
		return n
	case gap == nil || !row.Result.Actual.Complete():
		n := newNumber("", p.Lang())
		n.Reason = pr.Reason
		return n
	case !pr.Result.Plan.Target.Operator.Plain():
		return numberView{Words: pr.Verdict}
	case gap.Sign() == 0:
		return numberView{Words: p.T("result.equals_plan")}
	case pr.Points.None():
		return signed(newNumber(pr.Gap.Text, p.Lang()))
	}
	return pointsView(pr.Points, row.Result.Indicator, p)
}

// growthView is the change on the same period.
func growthView(row report.Row, p *i18n.Printer) numberView {
	change := row.Growth
	if change.None() {
		change = row.Points
	}
	switch {
	case change.None():
		return newNumber("", p.Lang())
	case change.Plain == "0":
		return numberView{Words: p.T("result.unchanged")}
	case row.Growth.None():
		return pointsView(row.Points, row.Result.Indicator, p)
	}
	n := signed(newNumber(row.Format.Text(row.Growth.Plain, 1), p.Lang()))
	n.Unit = "%"
	return n
}

// pointsView is a signed difference, in points where the measure is %.
func pointsView(v report.Value, i indicator.Indicator, p *i18n.Printer) numberView {
	n := signed(newNumber(v.Text, p.Lang()))
	if i.Measure == "%" {
		n.Unit = p.T("result.points")
	}
	return n
}
