package exchange

import (
	"slices"
	"strings"

	"muctieu/pkg/errs"
)

// header takes the names of a table's columns. It reports false if the rows
// below cannot be understood.
func (b *Batch) header(s *sheet, line int, cells []cell) bool {
	names := make([]string, 0, len(cells))
	for _, c := range cells {
		names = append(names, strings.TrimSpace(c.text))
	}
	for len(names) > 0 && names[len(names)-1] == "" && s.name != "" {
		names = names[:len(names)-1] // a workbook may have formatted cells without content
	}
	kind, ok := kindOf(names)
	if !ok {
		b.foreign++
		b.refuse(s, line, headerProblem(names), "first", excerpt(strings.Join(names, ",")))
		return false
	}
	b.known++
	s.kind, s.width, s.index = kind, len(names), make(map[string]int, len(names))
	faults := len(b.faults.list)
	for i, name := range names {
		b.headerCell(s, at{s, line}, i, name)
	}
	for _, name := range kind.required() {
		if _, ok := s.index[name]; !ok {
			b.refuse(s, line, "exchange.missing_column", "column", name, "kind", string(kind))
		}
	}
	return len(b.faults.list) == faults
}

// headerProblem says why a first line is no header: separated by something
// else, or of no kind.
func headerProblem(names []string) string {
	if len(names) == 1 && strings.ContainsAny(names[0], ";\t") {
		return "exchange.other_separator"
	}
	return "exchange.no_header"
}

func (b *Batch) headerCell(s *sheet, a at, i int, name string) {
	if s.name != "" && strings.HasPrefix(name, "#") {
		return // for people only
	}
	_, twice := s.index[name]
	switch {
	case !slices.Contains(s.kind.Columns(), name):
		b.unread = true
		b.fault(a, "", errs.E(errs.Invalid, "exchange.unknown_column", "column", excerpt(name), "kind", string(s.kind), "columns", s.kind.Columns()))
	case twice:
		b.unread = true
		b.fault(a, "", errs.E(errs.Invalid, "exchange.doubled_column", "column", name))
	default:
		s.index[name] = i
	}
}

// takeRow hands a row of a table to its kind. It reports false if reading
// should end.
func (b *Batch) takeRow(s *sheet, line int, cells []cell) bool {
	if b.rows++; b.rows > MaxRows {
		b.refuse(s, line, "exchange.too_many_rows", "max", MaxRows)
		return false
	}
	r := &row{at: at{s, line}, b: b, cells: cells}
	switch s.kind {
	case Units:
		b.addUnit(r)
	case Successions:
		b.addSuccession(r)
	case Levels:
		b.addLevel(r)
	case Terms:
		b.addTerm(r)
	case Indicators:
		b.addIndicator(r)
	case Sets:
		b.addSetRow(r)
	case Tiles:
		b.addTile(r)
	case Plans:
		b.addPlan(r)
	case Figures:
		b.addFigure(r)
	case Entry:
		b.addEntry(r)
	}
	return true
}
