package server

import (
	"slices"
	"strings"
	"sync"

	"muctieu/pkg/chart"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/report"
)

// A drawingView is the map of units that an office supplied, for one indicator.
type drawingView struct {
	Title         string
	LegendTitle   string
	Note          string
	Width, Height int
	Shapes        []shapeView
	Legend        []legendView
	Off           string // what to say of units without a shape; empty: all have one
}

// A shapeView is one unit on it.
type shapeView struct {
	Code        string // of the verdict; "none": the unit has not got the indicator
	Hatched     bool   // its figures are not complete
	Path        string // empty: a dot is all there is
	Dot         bool
	X, Y        int // middle of the words
	Words       string
	Name, Value string
	Label, Href string
}

// A legendView says what a colour of the map means.
type legendView struct {
	Code    string
	Hatched bool
	Mark    string
	Word    string
}

// drawnMaps keeps drawings as long as the catalogue they were made from is the
// newest: borders do not change with figures.
type drawnMaps struct {
	mutex     sync.Mutex
	catalogue *indicator.Catalogue
	maps      map[string]chart.UnitMap
}

// mostDrawn is how many drawings are kept at once.
const mostDrawn = 64

// draw gives the drawing of outlines of a catalogue. They are told apart by
// their units alone.
func (d *drawnMaps) draw(c *indicator.Catalogue, outlines []org.Outline) chart.UnitMap {
	keys := make([]string, len(outlines))
	for i, o := range outlines {
		keys[i] = string(o.Unit)
	}
	key := strings.Join(keys, " ")
	d.mutex.Lock()
	if d.catalogue != c || len(d.maps) >= mostDrawn {
		d.catalogue, d.maps = c, map[string]chart.UnitMap{}
	}
	drawn, ok := d.maps[key]
	d.mutex.Unlock()
	if ok {
		return drawn
	}
	drawn = chart.DrawMap(outlines)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.catalogue == c {
		d.maps[key] = drawn
	}
	return drawn
}

// fillDrawing draws the units that have a shape. It reports false where none
// has, so that tiles are shown.
func (m *compareMaker) fillDrawing(v *compareView, column report.Column) bool {
	at := m.columnAt(column)
	var outlines []org.Outline
	var shown []report.UnitRow
	var off []string
	for _, u := range m.all.Units {
		i, ok := slices.BinarySearchFunc(m.catalogue.Outlines, u.Unit.Key, func(o org.Outline, k org.Key) int { return strings.Compare(string(o.Unit), string(k)) })
		if !ok {
			off = append(off, u.Unit.Name)
			continue
		}
		outlines, shown = append(outlines, m.catalogue.Outlines[i]), append(shown, u)
	}
	if len(outlines) == 0 {
		return false
	}
	drawn := m.server.drawn.draw(m.catalogue, outlines)
	v.Drawing = &drawingView{Title: m.words.T("unitmap.name", "name", column.Name), LegendTitle: m.words.T("unitmap.legend"), Note: m.words.T("unitmap.same"), Width: drawn.Width, Height: drawn.Height}
	if len(off) > 0 {
		v.Drawing.Off = m.words.T("unitmap.off", "names", strings.Join(off, ", "))
	}
	for i, shape := range drawn.Shapes {
		cell := m.cell(shown[i].Unit.Key, column, shown[i].Cells[at])
		v.Drawing.Shapes = append(v.Drawing.Shapes, m.shape(shape, shown[i].Unit, cell))
		v.Drawing.addLegend(m.legend(cell, shown[i].Cells[at]))
	}
	return true
}

// hatched are the verdicts of units whose figures or plans are not there.
var hatched = []string{"no_data", "no_plan", "none"}

// shape is one unit: its words where there is room, and all of them for who
// points at it or hears it.
func (m *compareMaker) shape(drawn chart.MapShape, unit report.UnitName, cell compareCellView) shapeView {
	v := shapeView{
		Code: cell.Code, Hatched: slices.Contains(hatched, cell.Code), Path: drawn.Path, Dot: drawn.Dot, X: drawn.X, Y: drawn.Y,
		Name: m.bareName(unit.Key), Value: tileMarks[cell.Code] + orDash(cell.Text), Label: unit.Name + ", " + cell.Label,
		Href: unitPath(unit.Key, "board", m.period),
	}
	wide, narrow := drawn.Words(v.Name, v.Value)
	for _, w := range []struct {
		words chart.MapWords
		class string
	}{{wide, "Map-words--wide"}, {narrow, "Map-words--narrow"}} {
		switch w.words {
		case chart.AllWords:
			v.Words += " " + w.class
		case chart.ValueWords:
			v.Words += " " + w.class + " " + w.class + "-value"
		}
	}
	return v
}

func (m *compareMaker) legend(cell compareCellView, c report.Cell) legendView {
	v := legendView{Code: cell.Code, Hatched: slices.Contains(hatched, cell.Code), Mark: strings.TrimSpace(tileMarks[cell.Code]), Word: m.words.T("unitmap.legend_none")}
	if c.Held {
		v.Word = newVerdict(c.Row.Result.Verdict, false, m.words).Word
	}
	return v
}

// legendOrder is the order of the legend, the best first.
var legendOrder = []string{"exceeded", "met", "not_met", "in_progress", "not_comparable", "not_judged", "not_applicable", "no_data", "no_plan", "none"}

// addLegend takes an entry that is not there yet, in its place.
func (v *drawingView) addLegend(x legendView) {
	for i, known := range v.Legend {
		if known.Code == x.Code {
			return
		}
		if slices.Index(legendOrder, x.Code) < slices.Index(legendOrder, known.Code) {
			v.Legend = slices.Insert(v.Legend, i, x)
			return
		}
	}
	v.Legend = append(v.Legend, x)
}
