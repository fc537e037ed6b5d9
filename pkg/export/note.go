package export

import (
	"strconv"
	"strings"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// notes says under the table what its numbers are: estimates, derived and
// illustrative values, adjusted plans, plans without a document.
func (w *annexWriter) notes(a annex) []string {
	var list []string
	if note := w.estimateNote(); note != "" {
		list = append(list, note)
	}
	for _, o := range []indicator.Origin{indicator.Derived, indicator.Illustrative} {
		if note := w.originNote(o); note != "" {
			list = append(list, note)
		}
	}
	for _, n := range noteRows {
		if which := w.numbers(n.holds); which != "" {
			list = append(list, w.p.T(n.key, "names", which))
		}
	}
	for _, row := range w.s.Rows {
		list = append(list, w.adjusted(row)...)
		list = append(list, w.computed(row)...)
	}
	if a.hasDash() {
		list = append(list, w.p.T("export.note_dash", "dash", dash))
	}
	for i := range list {
		list[i] = clean(list[i])
	}
	return list
}

// estimateNote says which figures are estimates: all, or those named.
func (w *annexWriter) estimateNote() string {
	if w.allEstimates() {
		return w.p.T("export.note_all_estimates")
	}
	which := w.numbers(func(r report.Row) bool { return status(r.Result.Actual) == indicator.Estimate })
	if which == "" {
		return ""
	}
	return w.p.T("report.note_some_estimates", "names", which)
}

// numbers names the rows that a note is about by their numbers in the first
// column, runs of three and more drawn together: "chỉ tiêu số 1, 4-7"; empty
// if there are none.
func (w *annexWriter) numbers(holds func(report.Row) bool) string {
	var at []int
	for _, row := range w.s.Rows {
		if holds(row) {
			at = append(at, row.Position)
		}
	}
	switch {
	case len(at) == 0:
		return ""
	case len(at) == len(w.s.Rows) && len(at) > 1:
		return w.p.T("export.all_rows")
	}
	return w.p.T("export.rows_numbered", "numbers", strings.Join(runs(at), ", "))
}

// runs writes increasing numbers with runs of three and more as "4-7".
func runs(at []int) []string {
	var list []string
	for i := 0; i < len(at); {
		end := i
		for end+1 < len(at) && at[end+1] == at[end]+1 {
			end++
		}
		if end-i >= 2 {
			list = append(list, strconv.Itoa(at[i])+"-"+strconv.Itoa(at[end]))
			i = end + 1
			continue
		}
		list = append(list, strconv.Itoa(at[i]))
		i++
	}
	return list
}

// adjusted says for each plan that another decision changed what it was
// before, and the percent that would have been.
func (w *annexWriter) adjusted(row report.Row) []string {
	var list []string
	for _, p := range row.Plans {
		if p.Before == "" {
			continue
		}
		note := w.p.T("report.note_adjusted", "name", clean(row.Name), "plan", clean(p.Phrase), "before", p.Before, "now", p.Text)
		if !p.BeforePercent.None() {
			note += " " + w.p.T("export.note_before_percent", "percent", p.BeforePercent.Text)
		}
		list = append(list, note)
	}
	return list
}

// computed says how a value came about where that is not plain: growth at
// other prices, a total that differs from its parts or lacks some.
func (w *annexWriter) computed(row report.Row) []string {
	var list []string
	name := clean(row.Name)
	if of := row.Result.GrowthBasis; of != "" && row.Change != "" {
		list = append(list, w.p.T("report.note_growth_of", "name", name, "prices", report.Prices(w.p, of)))
	}
	if row.Differs {
		list = append(list, w.p.T("report.note_units_differ", "name", name, "own", row.Actual.Text, "sum", row.Below.Text))
	}
	if a := row.Result.Actual; len(row.Lacking) > 0 && a != nil {
		list = append(list, w.p.T("report.note_units", "name", name, "have", a.Have, "of", a.Of, "units", row.Lacking))
	}
	return list
}

// hasDash reports whether a dash stands somewhere in the table.
func (a annex) hasDash() bool {
	for _, l := range a.lines {
		for _, c := range l.cells {
			if c.text == dash {
				return true
			}
		}
	}
	return false
}
