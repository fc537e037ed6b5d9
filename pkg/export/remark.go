package export

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// remarks says beside a row what its numbers are, where they are not plain
// reported figures against a decided plan.
func (w *annexWriter) remarks(row *report.Row) []string {
	var list []string
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	if row.Status != "" && !w.sameStatus() {
		add(w.p.T("export.remark_status", "status", row.Status))
	}
	for _, plan := range row.Plans {
		if plan.Before != "" {
			add(w.p.T("export.remark_adjusted", "before", plan.Before))
		}
	}
	add(row.Reason)
	if row.Ratio.None() && row.Points.None() && !row.Actual.None() {
		add(row.NoChange)
	}
	if len(list) > 0 {
		list[0] = i18n.Capital(list[0])
	}
	return list
}

// A noteRow is a note under the table and the rows it names.
type noteRow struct {
	key   string
	holds func(report.Row) bool
}

// noteRows are the notes that name indicators, in the order they stand.
var noteRows = []noteRow{
	{"report.note_preliminary", func(r report.Row) bool { return status(r.Result.Actual) == indicator.Preliminary }},
	{"report.note_proposed", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Basis == indicator.Proposed })
	}},
	{"report.note_unknown", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Basis == indicator.Unknown })
	}},
}

// An originColumn is a column whose numbers may have an origin of their own.
type originColumn struct {
	key  string
	from func(report.Row, indicator.Origin) bool
}

var originColumns = []originColumn{
	{"export.of_actual", func(r report.Row, o indicator.Origin) bool { return origin(r.Result.Actual) == o }},
	{"export.of_previous", func(r report.Row, o indicator.Origin) bool { return origin(r.Result.Previous) == o }},
	{"export.of_before", func(r report.Row, o indicator.Origin) bool {
		return r.InYear != nil && origin(r.InYear.BeforeResult) == o
	}},
	{"export.of_total", func(r report.Row, o indicator.Origin) bool {
		return totalOf(r) != nil && made(totalOf(r).Result.Actual, o)
	}},
	{"export.of_total_before", func(r report.Row, o indicator.Origin) bool {
		return totalOf(r) != nil && made(totalOf(r).Result.Previous, o)
	}},
	{"export.of_plan", func(r report.Row, o indicator.Origin) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Origin == o })
	}},
}

// originNote says which numbers are derived or illustrative; empty if none
// are. Columns that are so in the same rows share a clause.
func (w *annexWriter) originNote(o indicator.Origin) string {
	var rows []string                // in order of first appearance
	columns := map[string][]string{} // by rows
	for _, c := range originColumns {
		which := w.numbers(func(r report.Row) bool { return c.from(r, o) })
		if which == "" {
			continue
		}
		if columns[which] == nil {
			rows = append(rows, which)
		}
		columns[which] = append(columns[which], w.p.T(c.key))
	}
	if len(rows) == 0 {
		return ""
	}
	clauses := make([]string, len(rows))
	for i, which := range rows {
		clauses[i] = w.p.T("export.of_rows", "what", columns[which], "names", which)
	}
	return w.p.T("export.note_"+string(o), "clauses", strings.Join(clauses, "; "))
}

func status(o *indicator.Operand) indicator.Status {
	if o == nil {
		return ""
	}
	return o.Status
}

func origin(o *indicator.Operand) indicator.Origin {
	if o == nil {
		return indicator.Reported
	}
	return o.Origin
}

func anyPlan(r report.Row, is func(indicator.Plan) bool) bool {
	for _, p := range r.Plans {
		if is(p.Result.Plan) {
			return true
		}
	}
	return false
}

// totalOf is the row since 1 January; nil where there is none beside it.
func totalOf(r report.Row) *report.Row {
	return beside(&r).Total
}

// made reports whether a total is of an origin that needs a note: that it is
// the sum of its months goes without saying.
func made(o *indicator.Operand, of indicator.Origin) bool {
	return origin(o) == of && (of != indicator.Derived || o.Rule != indicator.FromMonths)
}
