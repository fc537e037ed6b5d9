package chart

import (
	"math"
	"strconv"

	"muctieu/pkg/org"
)

// A map is drawn in a square of mapSide units, with a margin for its lines. Its
// paths together keep under mapBytes, so that a page of 200 units stays small.
const (
	mapSide, mapMargin = 1000, 6
	mapBytes           = 64 << 10
)

// A MapShape is one unit as it is drawn. Places are in the drawing's own units.
type MapShape struct {
	Unit org.Key
	Path string // the attribute d of an SVG path; empty where only a dot is left
	Dot  bool   // too small to be seen or met with a finger: to be marked at X, Y
	X, Y int    // middle of its words
	room mapRoom
}

// A UnitMap is a drawing of units; the zero value is of none.
type UnitMap struct {
	Width, Height int
	Shapes        []MapShape // in the order they were given
}

// DrawMap draws outlines beside each other, as plain longitude and latitude
// with the widths right in the middle of the map. Lines are simplified as far
// as no eye sees it, and further where the map would grow too large; lines that
// two units share stay shared.
func DrawMap(units []org.Outline) UnitMap {
	f := newMapFrame(units)
	m := UnitMap{Width: f.width, Height: f.height}
	if len(units) == 0 {
		return m
	}
	weighed := make([][][]mapPoint, len(units))
	for i, u := range units {
		for _, ring := range u.Rings {
			weighed[i] = append(weighed[i], f.weighed(ring))
		}
	}
	for tolerance := finest; ; tolerance *= 1.25 {
		shapes, rings, size := draw(units, weighed, tolerance)
		if size > mapBytes && tolerance < mapSide {
			continue
		}
		for i := range shapes {
			shapes[i].place(rings[i], f.flat(units[i].Rings[0][0]))
		}
		m.Shapes = shapes
		return m
	}
}

// A flat is a point of the drawing.
type flat struct{ x, y float64 }

// A mapFrame turns places on the globe into places of the drawing.
type mapFrame struct {
	west, north   int32
	across, down  float64 // units of the drawing for a step to the east, to the south
	width, height int
	junctions     map[org.Point]bool
}

func newMapFrame(units []org.Outline) mapFrame {
	f := mapFrame{west: math.MaxInt32, north: math.MinInt32, junctions: junctionsOf(units)}
	east, south := int32(math.MinInt32), int32(math.MaxInt32)
	for _, u := range units {
		for _, ring := range u.Rings {
			for _, p := range ring {
				f.west, east = min(f.west, p.East), max(east, p.East)
				south, f.north = min(south, p.North), max(f.north, p.North)
			}
		}
	}
	if len(units) == 0 {
		return f
	}
	middle := (float64(south) + float64(f.north)) / 2 / org.Degree * math.Pi / 180
	wide, high := (float64(east)-float64(f.west))*math.Cos(middle), float64(f.north)-float64(south)
	f.down = (mapSide - 2*mapMargin) / max(wide, high, 1)
	f.across = f.down * math.Cos(middle)
	f.width, f.height = int(math.Ceil(wide*f.down))+2*mapMargin, int(math.Ceil(high*f.down))+2*mapMargin
	return f
}

func (f mapFrame) flat(p org.Point) flat {
	return flat{mapMargin + (float64(p.East)-float64(f.west))*f.across, mapMargin + (float64(f.north)-float64(p.North))*f.down}
}

// draw makes the paths of units and their size together. Rings that enclose
// nothing any more are left out.
func draw(units []org.Outline, weighed [][][]mapPoint, tolerance float64) (shapes []MapShape, rings [][][]flat, size int) {
	shapes, rings = make([]MapShape, len(units)), make([][][]flat, len(units))
	for i, u := range units {
		var path []byte
		for _, ring := range weighed[i] {
			line := simplified(ring, tolerance)
			before := len(path)
			if path = appendRing(path, line); len(path) > before {
				rings[i] = append(rings[i], line)
			}
		}
		shapes[i] = MapShape{Unit: u.Unit, Path: string(path)}
		size += len(path)
	}
	return shapes, rings, size
}

// appendRing writes a ring as steps of whole units; nothing of one that
// encloses none.
func appendRing(path []byte, line []flat) []byte {
	type step struct{ x, y int }
	var steps []step
	for _, p := range line {
		s := step{int(math.Round(p.x)), int(math.Round(p.y))}
		if len(steps) == 0 || s != steps[len(steps)-1] {
			steps = append(steps, s)
		}
	}
	if len(steps) > 1 && steps[0] == steps[len(steps)-1] {
		steps = steps[:len(steps)-1]
	}
	if len(steps) < 3 {
		return path
	}
	path = appendPair(append(path, 'M'), steps[0].x, steps[0].y)
	for i, s := range steps[1:] {
		letter := byte('l')
		if i > 0 {
			letter = ' '
		}
		if dx := s.x - steps[i].x; letter == 'l' || dx >= 0 {
			path = append(path, letter)
		}
		path = appendPair(path, s.x-steps[i].x, s.y-steps[i].y)
	}
	return append(path, 'z')
}

func appendPair(path []byte, x, y int) []byte {
	path = strconv.AppendInt(path, int64(x), 10)
	if y >= 0 {
		path = append(path, ' ')
	}
	return strconv.AppendInt(path, int64(y), 10)
}
