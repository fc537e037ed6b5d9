package report

import (
	"math/big"
	"slices"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A Comparison holds the units directly below one beside each other: a row a
// unit, a column an indicator.
type Comparison struct {
	Unit    UnitName
	Columns []Column
	Units   []UnitRow // in the order of their codes
}

// A Column is one indicator of a comparison.
type Column struct {
	Code      indicator.Code
	Name      string
	Measure   string
	Direction indicator.Direction
	Method    indicator.Method
}

// A UnitRow is one unit of a comparison.
type UnitRow struct {
	Unit  UnitName
	Tally Tally  // of its whole set
	Cells []Cell // one for each column
}

// A Cell is one indicator at one unit, as a heatmap shows it. What is not
// complete says why and has no number to draw: it is never a zero.
type Cell struct {
	Held    bool // the unit's set has the indicator
	Row     Row  // of the unit; zero where it is not held
	Percent *big.Rat
	Text    string // percent of the plan, difference from it, or the value: what there is, in this order
	Reason  string // why there is nothing to compare; empty if there is
}

// Complete reports whether the cell may be ranked and coloured.
func (c Cell) Complete() bool { return c.Held && c.Row.Result.Actual.Complete() }

// Compare puts the units directly below one on the period's last day beside
// each other. Columns are the indicators that any of them has, in the order of
// the unit's own set. A unit without a set stands there with empty cells. The
// errors are those of Build.
func Compare(in Input) (Comparison, error) {
	own, err := Build(in)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Unit: own.Unit}
	var below []Summary
	for _, key := range in.Book.Tree.Children(in.Unit, in.Period.Last()) {
		one := in
		one.Unit = key
		s, err := Build(one)
		if err != nil {
			return Comparison{}, err
		}
		below = append(below, s)
	}
	c.Columns = columns(own, below)
	w := newWriter(in)
	for _, s := range below {
		row := UnitRow{Unit: s.Unit, Tally: s.Tally, Cells: make([]Cell, len(c.Columns))}
		for i, column := range c.Columns {
			row.Cells[i] = w.cell(s, column.Code)
		}
		c.Units = append(c.Units, row)
	}
	return c, nil
}

// Only leaves the units that may is true for, as a person who may not see all
// of them is shown.
func (c Comparison) Only(may func(org.Key) bool) Comparison {
	c.Units = slices.DeleteFunc(slices.Clone(c.Units), func(u UnitRow) bool { return !may(u.Unit.Key) })
	return c
}

// columns are the indicators that some unit below has: in the order of the
// unit's own set, then of first appearance.
func columns(own Summary, below []Summary) []Column {
	held := map[indicator.Code]bool{}
	for _, s := range below {
		for _, row := range s.Rows {
			held[row.Code] = true
		}
	}
	var all []Column
	for _, s := range append([]Summary{own}, below...) {
		for _, row := range s.Rows {
			if !held[row.Code] {
				continue
			}
			held[row.Code] = false // once
			i := row.Result.Indicator
			all = append(all, Column{Code: row.Code, Name: row.Name, Measure: row.Measure, Direction: i.Direction, Method: i.Method})
		}
	}
	return all
}

// cell picks what a heatmap shows of one indicator in a summary.
func (w *writer) cell(s Summary, code indicator.Code) Cell {
	at := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Code == code })
	if at < 0 {
		key := "compare.not_in_set"
		if len(s.Rows) == 0 {
			key = "compare.no_set"
		}
		return Cell{Reason: w.p.T(key)}
	}
	c := Cell{Held: true, Row: s.Rows[at]}
	r := c.Row.Result
	switch {
	case r.Verdict == indicator.Inapplicable:
		c.Reason = w.p.T("core.status_not_applicable")
	case !r.Actual.Complete():
		c.Reason = c.Row.Reason
		if c.Reason == "" {
			c.Reason = w.p.T("compare.no_data")
		}
	default:
		c.Percent, c.Text = w.shown(c.Row)
		c.Reason = w.noPercent(c.Row)
	}
	return c
}

// noPercent says why a value stands without a percent of the plan; empty where
// it has one, or none is due.
func (w *writer) noPercent(row Row) string {
	switch {
	case row.Judging >= 0 && row.Result.Verdict != indicator.NotComparable:
		return row.Plans[row.Judging].Reason
	case row.Reason != "":
		return row.Reason
	}
	return w.p.T("compare.no_plan")
}

// shown is what stands in a cell: the percentage on the judging level, else the
// difference from its plan in points, else the value itself.
func (w *writer) shown(row Row) (*big.Rat, string) {
	if row.Judging >= 0 {
		switch p := row.Plans[row.Judging]; {
		case !p.Percent.None():
			return p.Result.Percent, p.Percent.Text + "%"
		case !p.Points.None():
			text := w.pointsText(p.Points, row.Result.Indicator, row.Measure)
			switch p.Result.Points.Sign() {
			case 1:
				return nil, "+" + text
			case -1:
				return nil, w.p.Format().Minus + text
			}
			return nil, w.p.T("compare.at_plan")
		}
	}
	return nil, measured(row.Actual.Text, row.Measure)
}

// A Tile is a unit's square on the tile map; columns and rows count from 1.
type Tile struct {
	Unit        UnitName
	Column, Row int
}

// A TileMap places units as squares, without claiming borders.
type TileMap struct {
	Columns, Rows int
	Tiles         []Tile
	Off           []UnitName // units without a place, or whose place is taken
}

// Tiles places units by the places of the catalogue. The map begins at its
// leftmost and topmost square. Of two units on one square the first keeps it.
func Tiles(units []UnitName, places []indicator.Tile) TileMap {
	at := make(map[org.Key]indicator.Tile, len(places))
	for _, p := range places {
		at[p.Unit] = p
	}
	var m TileMap
	taken := map[[2]int]bool{}
	for _, u := range units {
		p, ok := at[u.Key]
		square := [2]int{p.Column, p.Row}
		if !ok || taken[square] {
			m.Off = append(m.Off, u)
			continue
		}
		taken[square] = true
		m.Tiles = append(m.Tiles, Tile{Unit: u, Column: p.Column, Row: p.Row})
	}
	m.normalise()
	return m
}

// normalise moves the squares so that the first column and row are 1.
func (m *TileMap) normalise() {
	if len(m.Tiles) == 0 {
		return
	}
	left, top := m.Tiles[0].Column, m.Tiles[0].Row
	for _, t := range m.Tiles {
		left, top = min(left, t.Column), min(top, t.Row)
	}
	for i := range m.Tiles {
		t := &m.Tiles[i]
		t.Column, t.Row = t.Column-left+1, t.Row-top+1
		m.Columns, m.Rows = max(m.Columns, t.Column), max(m.Rows, t.Row)
	}
}

// Names lists the units of a comparison, as Tiles takes them.
func (c Comparison) Names() []UnitName {
	names := make([]UnitName, len(c.Units))
	for i, u := range c.Units {
		names[i] = u.Unit
	}
	return names
}
