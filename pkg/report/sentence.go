package report

import (
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A clause is one statement of a sentence. Clauses of one verb are joined by
// "and", others by commas alone.
type clause struct {
	verb string // the key of its template
	text string
}

// sentence says one row in words, with a capital and without a full stop. What
// cannot be computed is left out.
func (w *writer) sentence(row Row) string {
	r := row.Result
	name := i18n.Capital(row.Name)
	switch {
	case r.Actual == nil && r.Inapplicable:
		return w.p.T("report.not_applicable", "name", name)
	case r.Actual == nil:
		return w.p.T("report.no_data", "name", name)
	}
	return w.statement(row, name)
}

// statement says the value under a name, and how it compares.
func (w *writer) statement(row Row, name string) string {
	r := row.Result
	clauses := w.planClauses(row)
	if c := w.change(row); c.text != "" && !(w.kept(row) && r.Points != nil && r.Points.Sign() == 0) {
		clauses = append(clauses, c)
	}
	return w.join(w.value(row, name), clauses)
}

// join puts clauses behind the statement of the value.
func (w *writer) join(sentence string, clauses []clause) string {
	n := len(clauses)
	same := n > 1 && !slices.ContainsFunc(clauses, func(c clause) bool { return c.verb != clauses[0].verb })
	for i, c := range clauses {
		if same && i == n-1 {
			return w.p.T("report.join_last", "first", sentence, "last", c.text)
		}
		sentence += ", " + c.text
	}
	return sentence
}

// value states the actual: ước đạt, sơ bộ đạt, đạt; còn where low is good; the
// bare number beside a plan of 0; duy trì where it is kept up.
func (w *writer) value(row Row, name string) string {
	r := row.Result
	value := measured(row.Actual.Text, row.Measure)
	if !r.Actual.Complete() {
		value = w.p.T("report.partial", "value", value, "have", r.Actual.Have, "of", r.Actual.Of)
	}
	key := "report.value"
	switch lead := leading(row); {
	case w.kept(row):
		return w.p.T("report.kept", "name", name, "value", value)
	case r.Indicator.Direction == indicator.Lower && lead != nil && zeroPlan(*lead):
		key = "report.plain"
	case r.Indicator.Direction == indicator.Lower:
		key = "report.down"
	}
	switch r.Actual.Status {
	case indicator.Estimate:
		key += "_estimate"
	case indicator.Preliminary:
		key += "_preliminary"
	}
	return w.p.T(key, "name", name, "value", value)
}

// leading is the plan the verb of the value goes by: the judging one, else the
// first.
func leading(row Row) *PlanRow {
	switch {
	case row.Judging >= 0:
		return &row.Plans[row.Judging]
	case len(row.Plans) > 0:
		return &row.Plans[0]
	}
	return nil
}

func zeroPlan(p PlanRow) bool {
	t := p.Result.Plan.Target
	return t.Operator.Plain() && t.Low.Sign() == 0
}

// kept reports whether a value to be kept up has been.
func (w *writer) kept(row Row) bool {
	lead := leading(row)
	return row.Result.Indicator.Direction == indicator.Maintain && lead != nil && w.standing(row, *lead).Achieved()
}

// standing is how the actual compares with a plan, in-year too; it is the
// verdict where there is nothing to compare.
func (w *writer) standing(row Row, p PlanRow) indicator.Verdict {
	if v := p.Result.Verdict; v != indicator.InProgress && !v.Achieved() && v != indicator.NotMet {
		return v
	}
	return indicator.Judge(row.Result.Actual.Rat, p.Result.Plan.Target, row.Result.Indicator.Direction)
}

// change states the change on the same period, in percent or points, or as a
// ratio where the set words a fall that way.
func (w *writer) change(row Row) clause {
	if row.Result.Indicator.Base == indicator.YearStart {
		return w.changeOn(row, "_year_start")
	}
	return w.changeOn(row, "")
}

// changeOn states the change on what the suffix of its templates names.
func (w *writer) changeOn(row Row, suffix string) clause {
	r := row.Result
	by, sign := "", 0
	switch {
	case r.Growth != nil:
		by, sign = unsigned(row.Growth.Text)+"%", r.Growth.Sign()
	case r.Points != nil:
		by, sign = w.pointsText(row.Points, r.Indicator, row.Measure), r.Points.Sign()
	default:
		return clause{}
	}
	switch {
	case sign == 0:
		return w.clause("report.unchanged", suffix)
	case sign > 0:
		return w.clause("report.up", suffix, "by", by)
	case r.Row.Fall == indicator.FallRatio && r.Ratio != nil:
		c := w.clause("report.ratio", suffix, "percent", row.Ratio.Text)
		c.verb = "report.percent" // "bằng …%" like the clauses on plans
		return c
	}
	return w.clause("report.fall", suffix, "by", by)
}

func (w *writer) clause(verb, suffix string, args ...any) clause {
	return clause{verb: verb, text: w.p.T(verb+suffix, args...)}
}

func unsigned(text string) string { return strings.TrimPrefix(text, "-") }

// pointsText names a difference: percentage points only where the measure is
// percent, else the measure itself.
func (w *writer) pointsText(v Value, i indicator.Indicator, measure string) string {
	text := unsigned(v.Text)
	switch {
	case i.Measure != "%":
		return measured(text, measure)
	case text == "1":
		return w.p.T("report.point", "number", text)
	}
	return w.p.T("report.points", "number", text)
}
