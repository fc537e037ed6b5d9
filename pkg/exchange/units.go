package exchange

import (
	"slices"
	"time"

	"muctieu/pkg/org"
)

// maxValidity is the most dated rows of one unit.
const maxValidity = 200

// A unitRow is one row of a unit.
type unitRow struct {
	at
	key org.Key
	row org.Row
	bad bool
}

func (b *Batch) addUnit(r *row) {
	u := unitRow{at: r.at, key: org.Key(r.code("unit", true))}
	u.row = org.Row{
		Code: r.word("code"), Name: r.neededWord("name"), Kind: r.neededWord("kind"), Parent: org.Key(r.code("parent", false)),
		From: r.day("valid_from"), To: r.day("valid_to"), Document: r.prose("document"),
	}
	if !u.row.To.IsZero() && u.row.To.Before(u.row.From) {
		r.invalid("valid_to", "exchange.dates_reversed")
	}
	if r.form("code") == numeric && u.row.Code != "" {
		b.doubts.add(r.at, "code", numberCode(u.row.Code))
	}
	u.bad = r.bad
	b.units = append(b.units, u)
}

// A validity names a row of a unit: its first day in Unix seconds, which is
// the same whatever zone a time was made in.
type validity struct {
	key  org.Key
	from int64
}

func validityOf(key org.Key, r org.Row) validity { return validity{key, r.From.Unix()} }

func sameRow(a, b org.Row) bool {
	return a.Code == b.Code && a.Name == b.Name && a.Kind == b.Kind && a.Parent == b.Parent &&
		a.From.Equal(b.From) && a.To.Equal(b.To) && a.Document == b.Document
}

// decideUnits merges the rows of the batch into those stored: one with the
// same first day takes the place of the stored row, another is added.
func (c *checker) decideUnits() {
	c.units = map[org.Key]bool{}
	for _, key := range c.stored().Keys() {
		c.units[key] = true
	}
	touched := map[org.Key][]org.Row{}
	where := map[validity]at{}
	writes := map[org.Key]bool{}
	for _, u := range c.b.units {
		c.units[u.key] = true
		if !once(c, where, validityOf(u.key, u.row), u.at, u.bad) {
			continue
		}
		if _, begun := touched[u.key]; !begun {
			stored, _ := c.stored().Unit(u.key)
			touched[u.key] = slices.Clone(stored.Rows)
		}
		f := c.mergeUnit(touched, u)
		writes[u.key] = writes[u.key] || f != unchanged
		c.count(Units, f)
	}
	c.checkParents()
	c.checkValidity(touched, where)
	c.mergeTree(touched, writes)
	c.checkUnitCircles()
}

// stored is the tree as it is stored; an empty one if there is none.
func (c *checker) stored() *org.Tree {
	if c.state.Tree == nil {
		return org.NewTree(nil, nil)
	}
	return c.state.Tree
}

func (c *checker) mergeUnit(touched map[org.Key][]org.Row, u unitRow) fate {
	rows := touched[u.key]
	i := slices.IndexFunc(rows, func(r org.Row) bool { return r.From.Equal(u.row.From) })
	if i < 0 {
		touched[u.key] = append(rows, u.row)
		return added
	}
	if !u.given("document") {
		u.row.Document = rows[i].Document
	}
	if sameRow(rows[i], u.row) {
		return unchanged
	}
	rows[i] = u.row
	return changed
}

func (c *checker) checkParents() {
	for _, u := range c.b.units {
		switch {
		case u.row.Parent == "":
		case u.row.Parent == u.key:
			c.invalid(u.at, "parent", "exchange.own_parent")
		default:
			c.knownUnit(u.at, "parent", u.row.Parent)
		}
	}
}

// checkValidity refuses rows of one unit that hold on the same day.
func (c *checker) checkValidity(touched map[org.Key][]org.Row, where map[validity]at) {
	for key, rows := range touched {
		slices.SortStableFunc(rows, func(a, b org.Row) int { return a.From.Compare(b.From) })
		for i := 1; i < len(rows); i++ {
			earlier, later := rows[i-1], rows[i]
			if !earlier.To.IsZero() && earlier.To.Before(later.From) {
				continue
			}
			a, ours := where[validityOf(key, later)]
			if !ours {
				a = where[validityOf(key, earlier)]
			}
			c.invalid(a, "", "exchange.validity_overlap", "from", later.From.Format(time.DateOnly), "until", untilText(earlier.To))
		}
		if len(rows) > maxValidity {
			c.invalid(where[validityOf(key, rows[0])], "", "exchange.too_many_validities", "max", maxValidity)
		}
	}
}

func untilText(day time.Time) string {
	if day.IsZero() {
		return "…"
	}
	return day.Format(time.DateOnly)
}

// mergeTree makes the tree as it will be, and notes the units to be written.
func (c *checker) mergeTree(touched map[org.Key][]org.Row, writes map[org.Key]bool) {
	units := make([]org.Unit, 0, len(touched))
	for _, key := range c.stored().Keys() {
		if _, ours := touched[key]; !ours {
			u, _ := c.stored().Unit(key)
			units = append(units, u)
		}
	}
	for _, u := range c.b.units { // in the order of the files
		rows, ours := touched[u.key]
		if !ours {
			continue
		}
		delete(touched, u.key)
		units = append(units, org.Unit{Key: u.key, Rows: rows})
		if writes[u.key] {
			c.change.Units = append(c.change.Units, org.Unit{Key: u.key, Rows: rows})
		}
	}
	c.tree = org.NewTree(units, c.stored().Successions())
}
