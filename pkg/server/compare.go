package server

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/report"
)

// A compareView is the dot of compare/compare: the units below one beside each
// other.
type compareView struct {
	page
	Empty   *emptyView
	Heads   []compareHeadView
	Units   []compareUnitView
	Ranking *rankingView // of one indicator; nil: none can be ranked
	Map     *tileMapView // nil: no unit has a place, or there is a drawing
	Drawing *drawingView // nil: no unit has a shape
}

// A compareHeadView is one indicator over its column.
type compareHeadView struct {
	Name    string
	Measure string
	Href    string // to its ranking
	Current bool
}

// A compareUnitView is the row of one unit.
type compareUnitView struct {
	Name  string
	Href  string // to its board
	Tally string
	Cells []compareCellView
}

// A compareCellView is one indicator at one unit: a verdict, and the number
// there is. What is not complete is marked, and is never a zero.
type compareCellView struct {
	Code  string // of the verdict; "none": the unit has not got the indicator
	Icon  string
	Text  string
	Label string // read aloud and shown when pointed at
	Href  string // empty: nothing to see
}

// A rankingView is one indicator at all units, the best first.
type rankingView struct {
	Title    string
	Spread   string
	Rows     []rankedView
	Unranked []outsideView
}

// A rankedView is one unit of it.
type rankedView struct {
	Place string
	Name  string
	Href  string
	Value numberView
	Bar   *bulletView
	Chip  verdictView
}

// A tileMapView is one square for each unit, drawn on a grid.
type tileMapView struct {
	Label         string
	Width, Height int
	Tiles         []tileView
	Off           string // units without a place; empty: none
}

// A tileView is one square. Places are in the drawing's own units.
type tileView struct {
	X, Y        int
	TextX       int
	NameY       int
	SecondY     int
	ValueY      int
	Code        string
	Name, Value string
	Second      string // second line of the name; may be empty
	Label, Href string
}

// compare handles GET /units/:unit/compare: "indicator" says which one is
// ranked.
func (s *Server) compare(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return s.toNewest(c, "compare")
	}
	return s.showCached(c, "compare/compare", func() (any, error) { return s.newCompare(c) })
}

// toNewest leads an address without a period to the newest one with a figure.
func (s *Server) toNewest(c echo.Context, page string) error {
	p, err := s.newestPeriod(c.Request().Context(), unitFrom(c))
	if err != nil {
		return err
	}
	return back(c, unitPath(unitFrom(c), page, p))
}

// A compareMaker makes the page.
type compareMaker struct {
	*boardMaker
	all    report.Comparison
	chosen indicator.Code
}

func (s *Server) newCompare(c echo.Context) (any, error) {
	board, err := s.boardMaker(c)
	if err != nil {
		return nil, err
	}
	m := &compareMaker{boardMaker: board, chosen: indicator.Code(c.QueryParam("indicator"))}
	v := compareView{}
	if v.page, err = s.framed(c, board, "compare"); err != nil {
		return nil, err
	}
	v.Chart, v.Context.AsOf, v.Foot = false, nil, []string{m.words.T("compare.how_to_read")}
	if m.all, err = report.Compare(m.input); err != nil {
		return nil, err
	}
	m.all = m.all.Only(m.reads)
	if len(m.all.Units) == 0 || len(m.all.Columns) == 0 {
		v.Empty = &emptyView{Text: m.words.T("compare.none_below")}
		return v, nil
	}
	m.choose()
	m.fillTable(&v)
	m.fillRanking(&v)
	return v, nil
}

// choose settles which indicator is ranked: the one asked for, else the first
// that any unit has.
func (m *compareMaker) choose() {
	first := indicator.Code("")
	for at, column := range m.all.Columns {
		if column.Code == m.chosen {
			return
		}
		for _, u := range m.all.Units {
			if first == "" && u.Cells[at].Complete() {
				first = column.Code
			}
		}
	}
	if m.chosen = first; first == "" {
		m.chosen = m.all.Columns[0].Code
	}
}

func (m *compareMaker) fillTable(v *compareView) {
	for _, column := range m.all.Columns {
		v.Heads = append(v.Heads, compareHeadView{Name: column.Name, Measure: column.Measure, Current: column.Code == m.chosen,
			Href: unitPath(m.unit, "compare", m.period) + "&indicator=" + string(column.Code) + "#ranking"})
	}
	for _, u := range m.all.Units {
		row := compareUnitView{Name: u.Unit.Name, Href: unitPath(u.Unit.Key, "board", m.period), Tally: m.shortTally(u.Tally)}
		for k, cell := range u.Cells {
			row.Cells = append(row.Cells, m.cell(u.Unit.Key, m.all.Columns[k], cell))
		}
		v.Units = append(v.Units, row)
	}
}

// shortTally is a unit's tally without the words that would be the same in
// every row; empty where nothing is judged.
func (m *compareMaker) shortTally(t report.Tally) string {
	switch {
	case t.Set == 0:
		return ""
	case m.period.IsYear():
		return m.words.T("compare.tally", "n", t.Achieved, "of", t.Set)
	}
	return m.words.T("compare.tally_in_year", "n", t.Reached, "of", t.Set)
}

func (m *compareMaker) cell(unit org.Key, column report.Column, cell report.Cell) compareCellView {
	v := compareCellView{Code: "none", Icon: "minus", Label: column.Name + ": " + cell.Reason}
	if !cell.Held {
		return v
	}
	chip := m.verdict(&cell.Row)
	v.Code, v.Icon, v.Text = chip.Code, chip.Icon, tableMinus(cell.Text)
	v.Href = unitPath(unit, "indicators/"+string(column.Code), m.period)
	v.Label = column.Name + ": " + i18n.Lowered(chip.Word)
	if cell.Text != "" {
		v.Label += ", " + v.Text
	}
	switch cell.Row.Result.Verdict {
	case indicator.NoData, indicator.NoPlan, indicator.NotComparable:
		v.Text = m.words.T("compare.short_" + chip.Code) // a bare value would look like a percent of the plan
	}
	if !strings.Contains(v.Label, v.Text) { // who speaks to a page says what stands there
		v.Label += ", " + v.Text
	}
	if cell.Reason != "" {
		v.Label += ", " + cell.Reason
	}
	return v
}

// tableMinus gives a negative number the minus sign of tables.
func tableMinus(text string) string {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return "−" + rest
	}
	return text
}

func (m *compareMaker) fillRanking(v *compareView) {
	r, ok := m.all.Rank(m.input, m.chosen)
	if !ok {
		return
	}
	v.Ranking = &rankingView{Title: r.Column.Name, Spread: i18n.Capital(r.Text) + "."}
	for _, x := range r.Ranked {
		v.Ranking.Rows = append(v.Ranking.Rows, m.ranked(x, r.By))
	}
	for _, x := range r.Unranked {
		v.Ranking.Unranked = append(v.Ranking.Unranked, outsideView{"no_data", "circle-dashed", x.Unit.Name, x.Reason})
	}
	if !m.fillDrawing(v, r.Column) {
		m.fillMap(v, r.Column)
	}
}

func (m *compareMaker) ranked(x report.Ranked, by report.RankBy) rankedView {
	chip := m.verdict(&x.Row)
	chip.Plain = true
	v := rankedView{Place: strconv.Itoa(x.Place), Name: x.Unit.Name, Chip: chip, Bar: m.bar(&x.Row), Value: newNumber(x.Shown.Text, m.words.Lang()),
		Href: unitPath(x.Unit.Key, "indicators/"+string(x.Row.Code), m.period)}
	if by == report.ByPercent {
		v.Value = newNumber(m.tabled(x.Shown, pageDecimals), m.words.Lang())
		v.Value.Unit = "%"
	}
	return v
}

// Size of a tile and of the gap between two, in the drawing's own units.
const tileSize, tileGap = 96, 6

// fillMap draws one square for each unit where units have places.
// columnAt is the place of a column that is there.
func (m *compareMaker) columnAt(column report.Column) int {
	return slices.IndexFunc(m.all.Columns, func(c report.Column) bool { return c.Code == column.Code })
}

func (m *compareMaker) fillMap(v *compareView, column report.Column) {
	places := report.Tiles(m.all.Names(), m.catalogue.Tiles)
	if len(places.Tiles) == 0 {
		return
	}
	step := tileSize + tileGap
	v.Map = &tileMapView{Label: m.words.T("compare.map", "name", column.Name), Width: places.Columns*step - tileGap, Height: places.Rows*step - tileGap}
	at := m.columnAt(column)
	for _, t := range places.Tiles {
		for _, u := range m.all.Units {
			if u.Unit.Key != t.Unit.Key {
				continue
			}
			cell := m.cell(u.Unit.Key, column, u.Cells[at])
			x, y := (t.Column-1)*step, (t.Row-1)*step
			tile := tileView{X: x, Y: y, TextX: x + tileSize/2, NameY: y + tileSize*3/10, SecondY: y + tileSize/2, ValueY: y + tileSize*4/5,
				Code: cell.Code, Value: tileMarks[cell.Code] + orDash(cell.Text), Label: u.Unit.Name + ", " + cell.Label, Href: cell.Href}
			tile.Name, tile.Second = inTwo(m.bareName(u.Unit.Key))
			v.Map.Tiles = append(v.Map.Tiles, tile)
		}
	}
	for _, off := range places.Off {
		if v.Map.Off != "" {
			v.Map.Off += ", "
		}
		v.Map.Off += off.Name
	}
}

// tileMarks stand before the number of a square, so that colour is not alone.
var tileMarks = map[string]string{"exceeded": "↑ ", "met": "✓ ", "not_met": "✕ "}

// tileLetters is how many letters of a name fit a square.
const tileLetters = 11

// inTwo breaks a name that is too long for one line of a square.
func inTwo(name string) (first, second string) {
	words := strings.Fields(name)
	for n := len(words); n > 0; n-- {
		if first = strings.Join(words[:n], " "); utf8.RuneCountInString(first) <= tileLetters || n == 1 {
			return first, strings.Join(words[n:], " ")
		}
	}
	return name, ""
}

// bareName is a unit's name without its kind: a tile is small.
func (m *compareMaker) bareName(unit org.Key) string {
	return m.input.Book.Tree.Nearest(unit, m.period.Last()).Name
}
