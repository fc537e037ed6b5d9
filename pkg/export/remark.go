package export

import (
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
	if row.Status != "" && !w.allEstimates() {
		add(w.p.T("export.remark_status", "status", row.Status))
	}
	add(w.origin(row.Result.Actual))
	for _, plan := range row.Plans {
		if plan.Before != "" {
			add(w.p.T("export.remark_adjusted", "before", plan.Before))
		}
	}
	add(row.Reason)
	if row.Ratio.None() && row.Points.None() && !row.Previous.None() {
		add(row.NoChange)
	}
	if row.Previous.None() && !row.Actual.None() {
		add(row.NoChange)
	}
	for i, text := range list {
		list[i] = text
		if i == 0 {
			list[i] = i18n.Capital(text)
		}
	}
	return list
}

func (w *annexWriter) origin(o *indicator.Operand) string {
	if o == nil || o.Rule != indicator.Typed || o.Origin == indicator.Reported {
		return ""
	}
	return w.p.T("export.remark_" + string(o.Origin))
}

// A noteRow is a note under the table and the rows it names.
type noteRow struct {
	key   string
	holds func(report.Row) bool
}

// noteRows are the notes that name indicators, in the order they stand.
var noteRows = []noteRow{
	{"report.note_preliminary", func(r report.Row) bool { return status(r.Result.Actual) == indicator.Preliminary }},
	{"export.note_derived_actual", func(r report.Row) bool { return origin(r.Result.Actual) == indicator.Derived }},
	{"export.note_illustrative_actual", func(r report.Row) bool { return origin(r.Result.Actual) == indicator.Illustrative }},
	{"export.note_derived_previous", func(r report.Row) bool { return origin(r.Result.Previous) == indicator.Derived }},
	{"export.note_illustrative_previous", func(r report.Row) bool { return origin(r.Result.Previous) == indicator.Illustrative }},
	{"export.note_derived_plan", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Origin == indicator.Derived })
	}},
	{"export.note_illustrative_plan", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Origin == indicator.Illustrative })
	}},
	{"report.note_proposed", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Basis == indicator.Proposed })
	}},
	{"report.note_unknown", func(r report.Row) bool {
		return anyPlan(r, func(p indicator.Plan) bool { return p.Basis == indicator.Unknown })
	}},
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
