package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A BookQuery says what a book is to hold: figures and plans of units in
// years. The catalogue and all sets are always in it.
type BookQuery struct {
	Units            []org.Key // nil: all
	FromYear, ToYear int
	// AsOf leaves out what is dated later. Zero leaves out nothing, so that a
	// clock that was put back hides no figure.
	AsOf time.Time
	// recordedBy leaves out what the program took later, whatever its date.
	recordedBy time.Time
}

// Book gives what results are computed from, as it stood at one moment, in a
// fixed number of queries. It may only be read.
func (s *Store) Book(ctx context.Context, q BookQuery) (*indicator.Book, error) {
	return s.book(ctx, q.AsOf, func(*indicator.Catalogue) (BookQuery, error) { return q, nil })
}

// book makes a book of today with what is kept in memory, one of an earlier
// time without.
func (s *Store) book(ctx context.Context, asOf time.Time, choose func(*indicator.Catalogue) (BookQuery, error)) (b *indicator.Book, err error) {
	if asOf.IsZero() {
		return s.remembered(ctx, choose)
	}
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		q, err := choose(c)
		if err != nil {
			return err
		}
		b, err = s.bookIn(tx, c, q)
		return err
	})
	return b, err
}

// BookFor gives the book for computing a unit in a period, with the given
// number of years before the one before it and after it: the unit, all below
// it on the last day of the period and of its like in those years, and the
// units these came out of. The error is NotFound for an unknown unit.
func (s *Store) BookFor(ctx context.Context, unit org.Key, p period.Period, back, ahead int, asOf time.Time) (*indicator.Book, error) {
	return s.book(ctx, asOf, func(c *indicator.Catalogue) (BookQuery, error) { return bookFor(c, unit, p, back, ahead, asOf) })
}

// bookFor says what BookFor reads.
func bookFor(c *indicator.Catalogue, unit org.Key, p period.Period, back, ahead int, asOf time.Time) (BookQuery, error) {
	q := BookQuery{FromYear: p.Year - 1 - back, ToYear: p.Year + ahead, AsOf: asOf}
	if !c.Tree.Has(unit) {
		return q, notFound("store.unit_unknown", "unit", string(unit))
	}
	var days []time.Time
	for year := q.FromYear; year <= q.ToYear; year++ {
		days = append(days, p.InYear(year).Last())
	}
	q.Units = family(c.Tree, unit, days)
	return q, nil
}

// family gives a unit, all units below it on any of the days, and the units
// all these came out of, with what lay below those.
func family(t *org.Tree, unit org.Key, days []time.Time) []org.Key {
	below := childrenOn(t, days)
	found, seen := []org.Key{unit}, map[org.Key]bool{unit: true}
	add := func(k org.Key) {
		if !seen[k] {
			seen[k] = true
			found = append(found, k)
		}
	}
	end := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := 0; i < len(found); i++ {
		for _, k := range below[found[i]] {
			add(k)
		}
		for _, s := range t.Into(found[i], time.Time{}, end) {
			add(s.From)
		}
	}
	return found
}

// childrenOn gives the units below each unit on any of the days. A unit that
// does not exist on a day, because it was merged before or comes later, counts
// where it lay when it did.
func childrenOn(t *org.Tree, days []time.Time) map[org.Key][]org.Key {
	below := map[org.Key][]org.Key{}
	for _, k := range t.Keys() {
		for _, day := range days {
			if parent := t.Nearest(k, day).Parent; parent != "" {
				below[parent] = append(below[parent], k)
			}
		}
	}
	return below
}

func (s *Store) emptyBook(c *indicator.Catalogue) *indicator.Book {
	return &indicator.Book{Tree: c.Tree, Indicators: c.Indicators, Levels: c.Levels, Sets: c.Sets, Zone: s.zone,
		Figures: map[indicator.CellKey]indicator.Figure{}, Plans: map[indicator.PlanKey][]indicator.Plan{}}
}

// bookIn fills a book with what a transaction sees.
func (s *Store) bookIn(tx *gorm.DB, c *indicator.Catalogue, q BookQuery) (b *indicator.Book, err error) {
	b = s.emptyBook(c)
	b.Figures, b.Plans, err = readBook(tx, c, q)
	return b, err
}

// readBook reads the newest figures and all plans of a query.
func readBook(tx *gorm.DB, c *indicator.Catalogue, q BookQuery) (map[indicator.CellKey]indicator.Figure, map[indicator.PlanKey][]indicator.Plan, error) {
	newest, reader := map[indicator.CellKey]indicator.Figure{}, newFigureReader(c)
	where, args := q.where("f")
	err := each(tx.Raw(figureColumns+" FROM figure f"+where, args...), func(rows *sql.Rows) error {
		f, err := reader.scan(rows)
		if f.Version > newest[f.CellKey].Version {
			newest[f.CellKey] = f
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	where, args = q.where("p")
	plans, err := plansBy(tx.Raw(planColumns+" FROM plan p"+where+" ORDER BY p.version", args...), c)
	return newest, plans, err
}

// where gives the condition on a table of figures or plans.
func (q BookQuery) where(table string) (condition string, args []any) {
	condition, args = " WHERE "+table+".year BETWEEN ? AND ?", []any{q.FromYear, q.ToYear}
	if q.Units != nil {
		condition, args = condition+" AND "+table+".unit IN ?", append(args, q.Units)
	}
	if !q.AsOf.IsZero() {
		condition, args = condition+" AND "+table+".dated <= ?", append(args, q.AsOf.Unix())
	}
	if !q.recordedBy.IsZero() {
		condition, args = condition+" AND "+table+".recorded <= ?", append(args, q.recordedBy.Unix())
	}
	return condition, args
}
