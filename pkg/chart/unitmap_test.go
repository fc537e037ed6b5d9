package chart

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/org"
)

// at is a place in thousandths of a degree from 106° east, 20° north.
func at(east, north int32) org.Point {
	return org.Point{East: 106*org.Degree + east*100, North: 20*org.Degree + north*100}
}

// block is a rectangular unit.
func block(key string, west, south, east, north int32) org.Outline {
	ring := []org.Point{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}
	return org.Outline{Unit: org.Key(key), Rings: [][]org.Point{ring}}
}

func TestDrawMap(t *testing.T) {
	m := DrawMap([]org.Outline{block("a", 0, 0, 100, 200), block("b", 100, 0, 200, 200)})
	if m.Height != 1000 || m.Width < 930 || m.Width > 955 { // 988 × cos 20.1° and two margins
		t.Errorf("the drawing is %d × %d", m.Width, m.Height)
	}
	if len(m.Shapes) != 2 || m.Shapes[0].Unit != "a" || m.Shapes[1].Unit != "b" {
		t.Fatalf("shapes %+v", m.Shapes)
	}
	for _, s := range m.Shapes {
		if wide, narrow := s.Words("Lê Chân", "✓ 101,5%"); wide != AllWords || narrow != AllWords || s.Dot || s.Y < 400 || s.Y > 600 {
			t.Errorf("%s: words %+v", s.Unit, s)
		}
		if !regexp.MustCompile(`^M\d+ \d+l-?\d+[ -]\d+( ?-?\d+[ -]\d+){2}z$`).MatchString(s.Path) {
			t.Errorf("%s: path %q", s.Unit, s.Path)
		}
	}
	right := m.Shapes[1].left(t)
	if got := sorted(corners(t, m.Shapes[0].Path)); !slices.Equal(got, [][2]int{{6, 6}, {6, 994}, {right, 6}, {right, 994}}) {
		t.Errorf("a lies at %v", got)
	}
	if m := DrawMap(nil); len(m.Shapes) != 0 || m.Width != 0 {
		t.Errorf("nothing drawn is %+v", m)
	}
}

// corners follows a path.
func corners(t *testing.T, path string) (all [][2]int) {
	t.Helper()
	var numbers []int
	for _, text := range regexp.MustCompile(`-?\d+`).FindAllString(path, -1) {
		var n int
		if _, err := fmt.Sscan(text, &n); err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, n)
	}
	x, y := 0, 0
	for i := 0; i+1 < len(numbers); i += 2 {
		x, y = x+numbers[i], y+numbers[i+1]
		all = append(all, [2]int{x, y})
	}
	return all
}

func sorted(all [][2]int) [][2]int {
	slices.SortFunc(all, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return all
}

func (s MapShape) left(t *testing.T) int {
	x := math.MaxInt
	for _, c := range corners(t, s.Path) {
		x = min(x, c[0])
	}
	return x
}

// country is a grid of units whose shared borders are the same jagged lines,
// as maps of offices are.
func country(side, points int) []org.Outline {
	border := func(from, to org.Point) []org.Point { // the same from either end
		a, b := from, to
		if comparePoints(a, b) > 0 {
			a, b = b, a
		}
		r := rand.New(rand.NewPCG(uint64(a.East)<<32|uint64(a.North), uint64(b.East)<<32|uint64(b.North)))
		line := make([]org.Point, 0, points+1)
		for i := range int32(points) {
			p := org.Point{East: a.East + (b.East-a.East)/int32(points)*i, North: a.North + (b.North-a.North)/int32(points)*i}
			if i > 0 {
				p.East, p.North = p.East+r.Int32N(900), p.North+r.Int32N(900)
			}
			line = append(line, p)
		}
		if line = append(line, b); a != from {
			slices.Reverse(line)
		}
		return line[:len(line)-1]
	}
	var units []org.Outline
	for i := range int32(side * side) {
		x, y := i%int32(side)*100, i/int32(side)*100
		c := []org.Point{at(x, y), at(x+100, y), at(x+100, y+100), at(x, y+100), at(x, y)}
		ring := slices.Concat(border(c[0], c[1]), border(c[1], c[2]), border(c[2], c[3]), border(c[3], c[4]), c[4:])
		units = append(units, org.Outline{Unit: org.Key(fmt.Sprint("u", i)), Rings: [][]org.Point{ring}})
	}
	return units
}

// A map of two hundred units with long borders stays small, and the line
// between two units is the same in both: no gap opens between them.
func TestDrawMapOfManyUnits(t *testing.T) {
	units := country(14, 250)
	m := DrawMap(units)
	size := 0
	uses := map[[4]int]int{}
	for _, s := range m.Shapes {
		size += len(s.Path)
		all := corners(t, s.Path)
		for i, a := range all {
			b := all[(i+1)%len(all)]
			if a[0] > b[0] || a[0] == b[0] && a[1] > b[1] {
				a, b = b, a
			}
			uses[[4]int{a[0], a[1], b[0], b[1]}]++
		}
	}
	if size > mapBytes || size < mapBytes/8 {
		t.Errorf("%d units take %d bytes", len(units), size)
	}
	outer := 0
	for _, n := range uses {
		if n == 1 {
			outer++
		}
	}
	if outer > len(uses)/4 {
		t.Errorf("%d of %d lines are in one unit only, which is more than the outer border", outer, len(uses))
	}
	if again := DrawMap(units); again.Shapes[77] != m.Shapes[77] {
		t.Error("the same units are drawn in another way")
	}
}

// Wherever a ring begins, and whichever way it runs, its line is the same.
func TestSimplifiedWhereverItBegins(t *testing.T) {
	units := country(1, 300)
	open := units[0].Rings[0][:1200]
	want := sorted(corners(t, DrawMap(units).Shapes[0].Path))
	for _, begin := range []int{1, 17, 600, 1199} {
		ring := slices.Concat(open[begin:], open[:begin], open[begin:begin+1])
		if begin == 17 {
			slices.Reverse(ring)
		}
		got := sorted(corners(t, DrawMap([]org.Outline{{Rings: [][]org.Point{ring}}}).Shapes[0].Path))
		if !slices.Equal(got, want) {
			t.Errorf("begun at %d the ring has %d corners, want the same %d", begin, len(got), len(want))
		}
	}
}

func TestWordsOnAMap(t *testing.T) {
	big := block("big", 0, 0, 1000, 1000)
	hole := []org.Point{at(100, 100), at(100, 900), at(900, 900), at(900, 100), at(100, 100)}
	frame := block("frame", 0, 0, 1000, 1000)
	frame.Rings = append(frame.Rings, hole)
	for _, tt := range []struct {
		name         string
		unit         org.Outline
		wide, narrow MapWords
		dot          bool
	}{
		{"room for all", block("x", 0, 0, 300, 300), AllWords, AllWords, false},
		{"a phone has less", block("x", 0, 0, 150, 100), AllWords, NoWords, false},
		{"only the number", block("x", 0, 0, 300, 45), ValueWords, ValueWords, false},
		{"none", block("x", 0, 0, 30, 30), NoWords, NoWords, false},
		{"an island", block("x", 0, 0, 4, 4), NoWords, NoWords, true},
		{"above the hole", frame, AllWords, AllWords, false},
	} {
		s := DrawMap([]org.Outline{big, tt.unit}).Shapes[1]
		if wide, narrow := s.Words("Lê Chân", "✓ 101,5%"); wide != tt.wide || narrow != tt.narrow || s.Dot != tt.dot {
			t.Errorf("%s: wide %d, narrow %d, dot %t; want %d, %d, %t", tt.name, wide, narrow, s.Dot, tt.wide, tt.narrow, tt.dot)
		}
	}
	shapes := DrawMap([]org.Outline{block("big", 0, 0, 4000, 4000), block("x", 2000, 2000, 2001, 2001)}).Shapes
	if s := shapes[1]; s.Path != "" || s.X < 450 || s.X > 550 {
		t.Errorf("a speck is %+v", s)
	}
	s := DrawMap([]org.Outline{frame}).Shapes[0]
	if strings.Count(s.Path, "M") != 2 {
		t.Errorf("a hole is lost: %s", s.Path)
	}
	if inside := 100 * 988 / 1000; s.X > inside+6 && s.X < 840 && s.Y > inside+6 && s.Y < 895 {
		t.Errorf("the words lie in the hole: %d, %d", s.X, s.Y)
	}
}

// A hostile line takes no longer than another.
func TestSimplifyHostileLine(t *testing.T) {
	ring := make([]org.Point, 0, 100_001)
	for i := range int32(50_000) { // ever longer teeth: each cut at the farthest point takes one off
		ring = append(ring, org.Point{East: i, North: 0}, org.Point{East: i, North: i})
	}
	m := DrawMap([]org.Outline{{Rings: [][]org.Point{append(ring, ring[0])}}})
	if len(m.Shapes[0].Path) > mapBytes {
		t.Errorf("a path of %d bytes", len(m.Shapes[0].Path))
	}
}

func BenchmarkDrawMap(b *testing.B) {
	units := country(14, 250)
	b.ReportAllocs()
	for b.Loop() {
		DrawMap(units)
	}
}
