package exchange

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

type figureRow struct {
	at
	indicator.Figure
	cell      cell
	unchanged bool   // a version says the same already
	column    string // of the value
	asOf      moment
	seen      seenVersion
	bad       bool
}

func (b *Batch) addFigure(r *row) {
	f := b.figureOf(r, "value")
	f.Status = choose(r, "status", true, append(indicator.Statuses, indicator.Withdrawn, indicator.NotApplicable)...)
	f.Source, f.Origin = r.prose("source"), choose(r, "origin", false, indicator.Derived, indicator.Illustrative)
	f.asOf, f.seen = r.moment("as_of"), r.version()
	f.bad = r.bad
	b.figures = append(b.figures, &f)
}

// figureOf reads what rows of figures and of the entry workbook share.
func (b *Batch) figureOf(r *row, value string) figureRow {
	f := figureRow{at: r.at, column: value}
	f.Unit, f.Indicator = org.Key(r.code("unit", true)), indicator.Code(r.code("indicator", true))
	if text := r.word("period"); text != "" {
		p, err := period.Parse(text)
		if err != nil {
			r.fault("period", asError(err))
		}
		f.Period = p
	} else if !r.failed("period") {
		r.invalid("period", "exchange.needed")
	}
	f.cell = r.cell(value)
	f.Note = r.prose("note")
	return f
}

// decideFigures adds each row as the next version of its cell, unless a
// version says the same already.
func (c *checker) decideFigures() error {
	book := &cells{c: c, rows: make(map[indicator.CellKey][]*figureRow, len(c.b.figures)), order: make([]indicator.CellKey, 0, len(c.b.figures))}
	rows := make([]figureRow, len(c.b.figures)) // copies: the batch may be decided again
	for i, f := range c.b.figures {
		rows[i] = *f
		before := book.rows[f.CellKey]
		if len(before) == 0 {
			book.order = append(book.order, f.CellKey)
		}
		book.rows[f.CellKey] = append(before, &rows[i])
	}
	c.change.Figures = make([]indicator.Figure, 0, len(rows))
	if err := book.load(); err != nil {
		return err
	}
	for _, key := range book.order {
		for _, f := range book.rows[key] {
			c.checkFigure(f, book)
		}
		book.sort(key)
	}
	for _, key := range book.order {
		if err := c.decideCell(book, key); err != nil {
			return err
		}
	}
	c.checkNewRollups(book)
	return nil
}

// checkFigure checks a row against the catalogue and reads its number.
func (c *checker) checkFigure(f *figureRow, book *cells) {
	known := c.knownUnit(f.at, "unit", f.Unit)
	i, ok := c.knownIndicator(f.at, "indicator", f.Indicator)
	if known && !f.Period.IsZero() && !c.existed(f.Unit, f.Period) {
		c.doubt(f.at, "period", "exchange.unit_not_there", "unit", string(f.Unit), "period", f.Period)
	}
	f.Dated = f.asOf.in(c.zone)
	if f.Dated.After(c.state.Now) {
		c.invalid(f.at, "as_of", "exchange.as_of_in_future")
		f.bad = true
	}
	r := c.amountsOf(i, ok)
	r.previous = func() *number.Amount { return book.plainValue(f.CellKey) }
	f.bad = !c.readFigure(f, r) || f.bad || !known || !ok || c.broken[i.Code]
}

// existed reports whether a unit was there on some day of a period.
func (c *checker) existed(unit org.Key, p period.Period) bool {
	u, _ := c.tree.Unit(unit)
	return slices.ContainsFunc(u.Rows, func(r org.Row) bool {
		last := earlierOf(p.Last(), r.To)
		return !laterOf(p.First(), r.From).After(last)
	}) || len(u.Rows) == 0 // its own row is refused
}

// readFigure reads the value as the status asks for. An x in a workbook says
// that the indicator does not apply.
func (c *checker) readFigure(f *figureRow, r amounts) bool {
	reading, ok := r.read(f.at, f.column, f.cell)
	switch {
	case !ok:
		return false
	case f.Status == "": // refused already
	case !f.Status.HasValue():
		if reading.Kind == number.ReadValue {
			c.invalid(f.at, f.column, "exchange.status_without_value", "status", string(f.Status))
			return false
		}
	case reading.Kind == number.ReadNotApplicable:
		f.Status = indicator.NotApplicable
	case reading.Kind == number.ReadEmpty:
		c.invalid(f.at, f.column, "exchange.status_needs_value")
		return false
	default:
		f.Value = &reading.Amount
	}
	return true
}

// decideCell goes through the rows of one cell in their order.
func (c *checker) decideCell(book *cells, key indicator.CellKey) error {
	locked, asked := false, false
	stored := book.stored[key]
	newest := newestOf(stored)
	rows := book.rows[key]
	seen := map[versionKey]at{}
	for _, f := range rows {
		if len(rows) == 1 && f.bad || len(rows) > 1 && !once(c, seen, f.versionKey(), f.at, f.bad) {
			continue
		}
		if f.storedIn(stored, newest) {
			c.count(Figures, unchanged)
			f.unchanged = true
			continue
		}
		if !asked {
			asked = true
			var err error
			if locked, err = book.locked(key); err != nil {
				return err
			}
		}
		f.keep(newest)
		c.checkFigureChange(f, newest, locked)
		c.count(Figures, fateOf(newest.Version > 0, false))
		f.Version = newest.Version + 1
		newest = f.Figure
		c.change.Figures = append(c.change.Figures, f.Figure)
	}
	c.checkTypedCell(book, key)
	return nil
}

func newestOf(versions []indicator.Figure) indicator.Figure {
	if len(versions) == 0 {
		return indicator.Figure{}
	}
	return versions[len(versions)-1]
}

// keep takes what absent columns leave as the newest version has it.
func (f *figureRow) keep(newest indicator.Figure) {
	if !f.given("source") {
		f.Source = newest.Source
	}
	if !f.given("origin") {
		f.Origin = newest.Origin
	}
	if !f.given("note") {
		f.Note = newest.Note
	}
}

// storedIn reports whether a version says the same already: the newest, or the
// one of the same as_of. What a row leaves empty beside value and status does
// not count.
func (f *figureRow) storedIn(stored []indicator.Figure, newest indicator.Figure) bool {
	same := func(s indicator.Figure) bool {
		return s.Same(f.Figure) && (f.Source == "" || f.Source == s.Source) && (f.Origin == "" || f.Origin == s.Origin)
	}
	if newest.Version > 0 && same(newest) {
		return true
	}
	return !f.asOf.time.IsZero() && slices.ContainsFunc(stored, func(s indicator.Figure) bool { return s.Dated.Equal(f.Dated) && same(s) })
}

// A versionKey tells the rows of one cell apart.
type versionKey struct {
	dated   int64
	version int
}

func (f *figureRow) versionKey() versionKey {
	if f.asOf.time.IsZero() {
		return versionKey{}
	}
	return versionKey{f.Dated.Unix(), f.seen.key()}
}

// compareRows puts the rows of a cell in order: by as_of, those without last;
// then by version, then as the files have them.
func compareRows(a, b *figureRow) int {
	if x, y := a.asOf.time.IsZero(), b.asOf.time.IsZero(); x || y {
		switch {
		case x && y:
			return 0
		case x:
			return 1
		}
		return -1
	}
	return cmp.Or(a.Dated.Compare(b.Dated), cmp.Compare(a.seen.key(), b.seen.key()))
}

// checkFigureChange checks a new version against the newest before it.
func (c *checker) checkFigureChange(f *figureRow, newest indicator.Figure, locked bool) {
	reason := f.given("note") && strings.TrimSpace(f.Note) != ""
	lower := newest.Status.HasValue() && f.Status.HasValue() && f.Status != newest.Status && newest.Status.Lower(f.Status) == f.Status
	dated := !f.asOf.time.IsZero()
	switch {
	case locked:
		c.fault(f.at, "", errs.E(errs.Locked, "exchange.locked", "unit", string(f.Unit), "period", f.Period))
	case dated && f.Dated.Before(newest.Dated):
		c.invalid(f.at, "as_of", "exchange.as_of_before_newest", "newest", newest.Dated.Format(time.RFC3339))
	case f.Status == indicator.Withdrawn && (newest.Version == 0 || newest.Status == indicator.Withdrawn):
		c.invalid(f.at, "status", "exchange.nothing_to_withdraw")
	case f.Status == indicator.Withdrawn && !reason:
		c.invalid(f.at, "note", "exchange.withdrawn_needs_reason")
	case lower && !reason:
		c.invalid(f.at, "note", "exchange.lower_status_needs_note", "before", string(newest.Status), "after", string(f.Status))
	case !f.seen.fits(newest.Version, dated):
		c.fault(f.at, "version", figureConflict(f, newest, c.zone))
	}
}

func figureConflict(f *figureRow, newest indicator.Figure, zone *time.Location) *errs.Error {
	stored := any("–")
	if newest.Value != nil {
		stored = *newest.Value
	}
	return errs.E(errs.Conflict, "exchange.figure_conflict", "seen", f.seen.n, "newest", newest.Version,
		"stored", stored, "by", author(newest.ByName, newest.By), "on", newest.Recorded.In(zone))
}
