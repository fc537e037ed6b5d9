package report

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// Notes gives the notes under a table, each a sentence with its full stop:
// what is an estimate, preliminary, derived or illustrative, which plans are
// proposed, adjusted or without a known document, growth at other prices,
// units that are missing.
func Notes(s Summary) []string {
	p := i18n.For(s.Lang)
	var notes []string
	note := func(key string, args ...any) { notes = append(notes, p.T(key, args...)) }
	listed := func(key string, holds func(Row) bool) {
		if names := which(p, s.Rows, holds); names != "" {
			note(key, "names", names)
		}
	}
	if all := s.Estimated && len(namesWhere(s.Rows, withoutStatus(indicator.Estimate))) == 0; all {
		note("report.note_estimates")
	} else {
		listed("report.note_some_estimates", withStatus(indicator.Estimate))
	}
	listed("report.note_preliminary", withStatus(indicator.Preliminary))
	listed("report.note_derived", withOrigin(indicator.Derived))
	listed("report.note_illustrative", withOrigin(indicator.Illustrative))
	listed("report.note_proposed", withBasis(indicator.Proposed))
	listed("report.note_unknown", withBasis(indicator.Unknown))
	for _, row := range s.Rows {
		adjusted(row, note)
		if of := row.Result.GrowthBasis; of != "" && row.Change != "" {
			note("report.note_growth_of", "name", row.Name, "prices", Prices(p, of))
		}
		if row.Differs {
			note("report.note_units_differ", "name", row.Name, "own", row.Actual.Text, "sum", row.Below.Text)
		}
		if len(row.Lacking) > 0 {
			a := row.Result.Actual
			note("report.note_units", "name", row.Name, "have", a.Have, "of", a.Of, "units", row.Lacking)
		}
	}
	return notes
}

// adjusted notes each plan that another decision has changed.
func adjusted(row Row, note func(string, ...any)) {
	for _, p := range row.Plans {
		if p.Before != "" {
			note("report.note_adjusted", "name", row.Name, "plan", p.Phrase, "before", p.Before, "now", p.Text)
		}
	}
}

// mostExceptions is up to how many rows a note names what it does not hold for
// instead of the many it does hold for.
const mostExceptions = 4

// which names the rows that a note holds for: all, all but a few, or each. It
// is empty where it holds for none.
func which(p *i18n.Printer, rows []Row, holds func(Row) bool) string {
	names := namesWhere(rows, holds)
	others := namesWhere(rows, func(row Row) bool { return !holds(row) })
	switch {
	case len(names) == 0:
		return ""
	case len(others) == 0:
		return p.T("report.all_rows")
	case len(others) <= mostExceptions && len(names) > 2*len(others):
		return p.T("report.all_rows_but", "names", others)
	}
	return strings.Join(names, ", ")
}

func namesWhere(rows []Row, holds func(Row) bool) []string {
	var names []string
	for _, row := range rows {
		if holds(row) {
			names = append(names, i18n.Lowered(row.Name))
		}
	}
	return names
}

func withStatus(s indicator.Status) func(Row) bool {
	return func(row Row) bool { return row.Result.Actual != nil && row.Result.Actual.Status == s }
}

func withoutStatus(s indicator.Status) func(Row) bool {
	return func(row Row) bool { return row.Result.Actual != nil && row.Result.Actual.Status != s }
}

// withOrigin asks for an operand of that origin: the actual, the earlier value
// or a plan.
func withOrigin(o indicator.Origin) func(Row) bool {
	return func(row Row) bool {
		r := row.Result
		if r.Actual != nil && r.Actual.Origin == o || r.Previous != nil && r.Previous.Origin == o {
			return true
		}
		for _, p := range r.Plans {
			if p.Plan.Origin == o {
				return true
			}
		}
		return false
	}
}

func withBasis(b indicator.Basis) func(Row) bool {
	return func(row Row) bool {
		for _, p := range row.Result.Plans {
			if p.Plan.Basis == b {
				return true
			}
		}
		return false
	}
}
