package exchange

import (
	"cmp"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

type setRow struct {
	at
	key indicator.SetKey
	row indicator.SetRow
	bad bool
}

func (b *Batch) addSetRow(r *row) {
	s := setRow{at: r.at}
	s.key.Unit = org.Key(r.code("unit", true))
	s.key.Year, _ = r.whole("year", true, firstYear, lastYear)
	s.row.Position, _ = r.whole("position", true, 1, maxPosition)
	s.row.Indicator = indicator.Code(r.code("indicator", true))
	s.row.Judging = r.code("judging_level", true)
	s.row.Source = choose(r, "source", false, indicator.Entered, indicator.Rollup)
	s.row.Fall = choose(r, "fall", false, indicator.FallChange, indicator.FallRatio)
	s.bad = r.bad
	b.sets = append(b.sets, s)
}

func (s *setRow) complete(before indicator.SetRow) {
	if !s.given("source") {
		s.row.Source = before.Source
	}
	if !s.given("fall") {
		s.row.Fall = before.Fall
	}
	if s.row.Source == "" {
		s.row.Source = indicator.Entered
	}
	if s.row.Fall == "" {
		s.row.Fall = indicator.FallChange
	}
}

type setPlace struct {
	indicator.SetKey
	code indicator.Code
}

// decideSets merges the rows into the sets stored: each takes the place of the
// row of its indicator, or is added.
func (c *checker) decideSets() {
	c.sets = make(map[indicator.SetKey]indicator.Set, len(c.state.Sets))
	for key, s := range c.state.Sets {
		c.sets[key] = s
	}
	seen := map[setPlace]at{}
	rows := map[indicator.SetKey]map[indicator.Code]indicator.SetRow{}
	changes := map[indicator.SetKey]bool{}
	for _, s := range c.b.sets {
		c.checkSetRow(s)
		if !once(c, seen, setPlace{s.key, s.row.Indicator}, s.at, s.bad) {
			continue
		}
		if rows[s.key] == nil {
			rows[s.key] = byIndicator(c.state.Sets[s.key])
		}
		before, stored := rows[s.key][s.row.Indicator]
		s.complete(before)
		f := fateOf(stored, before == s.row)
		changes[s.key] = changes[s.key] || f != unchanged
		rows[s.key][s.row.Indicator] = s.row
		c.count(Sets, f)
		if f != unchanged && s.row.Source == indicator.Rollup {
			c.newRollups = append(c.newRollups, s)
		}
	}
	c.mergeSets(changes, rows)
	c.checkSetPositions(rows)
	c.noteRollups()
}

func (c *checker) checkSetRow(s setRow) {
	c.knownUnit(s.at, "unit", s.key.Unit)
	c.knownLevel(s.at, "judging_level", s.row.Judging)
	i, known := c.knownIndicator(s.at, "indicator", s.row.Indicator)
	if known && s.row.Source == indicator.Rollup && i.OverUnits == indicator.OverNone {
		c.doubt(s.at, "source", "exchange.rollup_of_nothing", "indicator", string(i.Code))
	}
}

func byIndicator(s indicator.Set) map[indicator.Code]indicator.SetRow {
	rows := make(map[indicator.Code]indicator.SetRow, len(s.Rows))
	for _, r := range s.Rows {
		rows[r.Indicator] = r
	}
	return rows
}

// mergeSets makes the sets as they will be, and notes those to be written, in
// the order of the files.
func (c *checker) mergeSets(changes map[indicator.SetKey]bool, rows map[indicator.SetKey]map[indicator.Code]indicator.SetRow) {
	for _, s := range c.b.sets {
		key := s.key
		if !changes[key] {
			continue
		}
		delete(changes, key)
		set := indicator.Set{Unit: key.Unit, Year: key.Year, Version: c.state.Sets[key].Version}
		for _, r := range rows[key] {
			set.Rows = append(set.Rows, r)
		}
		slices.SortFunc(set.Rows, func(a, b indicator.SetRow) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Indicator, b.Indicator))
		})
		c.sets[key] = set
		c.change.Sets = append(c.change.Sets, set)
	}
}

type setPosition struct {
	indicator.SetKey
	position int
}

// checkSetPositions refuses two indicators in one position of a set.
func (c *checker) checkSetPositions(rows map[indicator.SetKey]map[indicator.Code]indicator.SetRow) {
	taken := map[setPosition][]indicator.Code{}
	for key, set := range rows {
		for _, r := range set {
			p := setPosition{key, r.Position}
			taken[p] = append(taken[p], r.Indicator)
		}
	}
	for _, s := range c.b.sets {
		codes := taken[setPosition{s.key, s.row.Position}]
		if len(codes) < 2 || s.bad {
			continue
		}
		slices.Sort(codes)
		c.invalid(s.at, "position", "exchange.position_taken_by", "position", s.row.Position, "indicators", texts(codes))
	}
}

// noteRollups notes which rows of sets take the figures of the units below.
func (c *checker) noteRollups() {
	c.rollups = map[setPlace]bool{}
	for key, set := range c.sets {
		for _, r := range set.Rows {
			if r.Source == indicator.Rollup {
				c.rollups[setPlace{key, r.Indicator}] = true
			}
		}
	}
}

// rolledUp reports whether the figures of a cell are those of the units below.
func (c *checker) rolledUp(key indicator.CellKey) bool {
	return c.rollups[setPlace{indicator.SetKey{Unit: key.Unit, Year: key.Period.Year}, key.Indicator}]
}
