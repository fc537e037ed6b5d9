package exchange

import (
	"slices"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// A Count says what becomes of the rows of one kind.
type Count struct{ New, Changed, Unchanged int }

// A Report says what an import does, or would do.
type Report struct {
	Counts map[Kind]Count // kinds without rows are left out
	Doubts errs.Faults    // what should be looked at; it stops nothing
}

// Changes reports whether anything is to be written.
func (r Report) Changes() bool {
	for _, n := range r.Counts {
		if n.New+n.Changed > 0 {
			return true
		}
	}
	return false
}

// Differences says what becomes of the rows, a line for each kind, in the
// order of Kinds.
func (r Report) Differences(p *i18n.Printer) []string {
	var lines []string
	for _, k := range append(slices.Clone(Kinds), Map) {
		if n, ok := r.Counts[k]; ok {
			lines = append(lines, p.T("exchange.difference", "kind", string(k), "new", n.New, "changed", n.Changed, "unchanged", n.Unchanged))
		}
	}
	return lines
}

// Warnings says the doubts, a line each.
func (r Report) Warnings(p *i18n.Printer) []string {
	var lines []string
	for _, line := range p.Faults(r.Doubts.Err()) {
		lines = append(lines, p.T("exchange.doubt", "line", line.String()))
	}
	return lines
}
