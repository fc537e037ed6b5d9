package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A memory keeps what was read for books, year by year of each unit, so that
// the book after a save reads again only what the save touched. What was
// touched since, by whichever process, stands in the audit.
type memory struct {
	mu        sync.Mutex
	catalogue int64 // the counter of the catalogue and the newest audit row it is of
	audit     int64
	years     map[unitYear]*yearOf
	figures   int // in all of them
}

// A unitYear names what is kept or forgotten as a whole.
type unitYear struct {
	unit org.Key
	year int
}

// A yearOf holds the newest figures and all plans of a unit's year. It is not
// changed once it is in a memory.
type yearOf struct {
	figures []indicator.Figure
	plans   []indicator.Plan
}

const (
	mostRemembered = 300_000 // figures, of some 300 bytes
	mostFollowed   = 5_000   // rows of the audit; after more everything is read again
)

// remembered fills a book of today from memory, and the memory from the
// database. choose says what the book is to hold.
func (s *Store) remembered(ctx context.Context, choose func(*indicator.Catalogue) (BookQuery, error)) (b *indicator.Book, err error) {
	var parts []*yearOf
	m := &s.memory
	m.mu.Lock()
	err = s.read(ctx, func(tx *gorm.DB) error {
		at, err := counterIn(tx)
		if err != nil {
			return err
		}
		c, err := s.catalogueAt(tx, at.Catalogue)
		if err != nil {
			return err
		}
		q, err := choose(c)
		if err != nil {
			return err
		}
		b = s.emptyBook(c)
		if err := m.follow(tx, at); err != nil {
			return err
		}
		parts, err = m.take(tx, c, q)
		return err
	})
	m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	n := 0
	for _, part := range parts {
		n += len(part.figures)
	}
	b.Figures = make(map[indicator.CellKey]indicator.Figure, n)
	for _, part := range parts {
		for _, f := range part.figures {
			b.Figures[f.CellKey] = f
		}
		for _, p := range part.plans {
			b.Plans[p.PlanKey] = append(b.Plans[p.PlanKey], p)
		}
	}
	return b, nil
}

func counterIn(tx *gorm.DB) (c counterRow, err error) {
	err = tx.Raw("SELECT value, catalogue, audit_id, audit_hash FROM counter WHERE id = 1").Row().Scan(&c.Value, &c.Catalogue, &c.AuditID, &c.AuditHash)
	return c, err
}

// follow forgets what has changed since the memory was last asked; all of it
// when the catalogue has, for counts are read by its decimals.
func (m *memory) follow(tx *gorm.DB, at counterRow) error {
	behind := at.AuditID - m.audit
	if m.years == nil || m.catalogue != at.Catalogue || behind < 0 || behind > mostFollowed {
		m.years, m.figures = map[unitYear]*yearOf{}, 0
		m.catalogue, m.audit = at.Catalogue, at.AuditID
		return nil
	}
	if behind == 0 {
		return nil
	}
	const q = "SELECT object FROM audit WHERE id > ? AND id <= ? AND action IN ('figure.save', 'plan.save')"
	err := each(tx.Raw(q, m.audit, at.AuditID), func(rows *sql.Rows) error {
		var object string
		if err := rows.Scan(&object); err != nil {
			return err
		}
		m.forget(yearOfObject(object))
		return nil
	})
	if err == nil {
		m.audit = at.AuditID
	}
	return err
}

func (m *memory) forget(k unitYear) {
	if y, ok := m.years[k]; ok {
		m.figures -= len(y.figures)
		delete(m.years, k)
	}
}

// yearOfObject reads what cellObject and planObject wrote.
func yearOfObject(object string) unitYear {
	unit, rest, _ := strings.Cut(object, "/")
	year, err := strconv.Atoi(rest[:min(4, len(rest))])
	if err != nil {
		panic("store: audit row of a figure or plan is about " + object) // nobody else writes such rows
	}
	return unitYear{org.Key(unit), year}
}

// take gives the years of a query, and reads those that are not there.
func (m *memory) take(tx *gorm.DB, c *indicator.Catalogue, q BookQuery) ([]*yearOf, error) {
	units := q.Units
	if units == nil {
		units = c.Tree.Keys()
	}
	missing := map[org.Key]bool{}
	var wanted []unitYear
	for _, u := range units {
		for year := q.FromYear; year <= q.ToYear; year++ {
			wanted = append(wanted, unitYear{u, year})
			if m.years[unitYear{u, year}] == nil {
				missing[u] = true
			}
		}
	}
	known := m.years
	if len(missing) > 0 {
		read, err := readYears(tx, c, BookQuery{Units: sorted(missing), FromYear: q.FromYear, ToYear: q.ToYear})
		if err != nil {
			return nil, err
		}
		known = m.remember(read)
	}
	parts := make([]*yearOf, len(wanted))
	for i, k := range wanted {
		parts[i] = known[k]
	}
	return parts, nil
}

// remember keeps what was read beside what was known, and returns both. When
// that is too much, the memory begins again with nothing.
func (m *memory) remember(read map[unitYear]*yearOf) map[unitYear]*yearOf {
	for k, y := range read {
		m.forget(k)
		m.years[k] = y
		m.figures += len(y.figures)
	}
	all := m.years
	if m.figures > mostRemembered {
		m.years, m.figures = map[unitYear]*yearOf{}, 0
	}
	return all
}

// readYears reads all years of a query, also those that hold nothing.
func readYears(tx *gorm.DB, c *indicator.Catalogue, q BookQuery) (map[unitYear]*yearOf, error) {
	read := map[unitYear]*yearOf{}
	for _, u := range q.Units {
		for year := q.FromYear; year <= q.ToYear; year++ {
			read[unitYear{u, year}] = &yearOf{}
		}
	}
	figures, plans, err := readBook(tx, c, q)
	if err != nil {
		return nil, err
	}
	for k, f := range figures {
		y := read[unitYear{k.Unit, k.Period.Year}]
		y.figures = append(y.figures, f)
	}
	for k, versions := range plans {
		y := read[unitYear{k.Unit, k.Year}]
		y.plans = append(y.plans, versions...)
	}
	return read, nil
}
