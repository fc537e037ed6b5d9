package chart

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// MapWords says which words of a unit its shape has room for.
type MapWords uint8

// What there may be room for.
const (
	NoWords    MapWords = iota
	ValueWords          // the number alone
	AllWords            // the name, and the number below
)

// Sizes of the words in units of the drawing: on a wide screen, where the map
// is about 640 pixels wide, and on a phone, where they are set larger to be
// read. The sheet unitmap.css has the same.
const (
	wideWords, narrowWords = 21, 32
	letterWidth            = 0.62 // of a letter, as a part of the size
	lineHeight             = 1.2  // of a line, likewise
	smallShape             = 12   // what is smaller is marked with a dot
)

// A mapRoom is how far words may reach to each side of their middle: for one
// line and for two, of each size.
type mapRoom struct{ wide, narrow [2]float64 }

// place finds the middle of a shape's words and the room there is. Of one
// without rings a dot is left, where it begins.
func (s *MapShape) place(rings [][]flat, begin flat) {
	if s.Dot = len(rings) == 0; s.Dot {
		s.X, s.Y = int(math.Round(begin.x)), int(math.Round(begin.y))
		return
	}
	low, high := bounds(largest(rings))
	s.Dot = max(high.x-low.x, high.y-low.y) < smallShape
	middle := flat{(low.x + high.x) / 2, (low.y + high.y) / 2}
	for _, lines := range []float64{2, 1, 0} {
		if at, room := roomiest(rings, low, high, lines*lineHeight*wideWords/2); room > 0 {
			middle = at
			break
		}
	}
	s.X, s.Y = int(math.Round(middle.x)), int(math.Round(middle.y))
	for i, half := range []float64{lineHeight / 2, lineHeight} {
		s.room.wide[i], s.room.narrow[i] = roomAt(rings, middle, half*wideWords), roomAt(rings, middle, half*narrowWords)
	}
}

// Words says which words a shape has room for, on a wide screen and on a phone.
func (s MapShape) Words(name, value string) (wide, narrow MapWords) {
	return fits(s.room.wide, wideWords, name, value), fits(s.room.narrow, narrowWords, name, value)
}

func fits(room [2]float64, size float64, name, value string) MapWords {
	half := func(text string) float64 { return float64(utf8.RuneCountInString(text)) * letterWidth * size / 2 }
	switch {
	case room[1] > max(half(name), half(value)):
		return AllWords
	case room[0] > half(value):
		return ValueWords
	}
	return NoWords
}

// largest is the ring that reaches over the most.
func largest(rings [][]flat) []flat {
	return slices.MaxFunc(rings, func(a, b []flat) int {
		lowA, highA := bounds(a)
		lowB, highB := bounds(b)
		return cmp.Compare((highA.x-lowA.x)*(highA.y-lowA.y), (highB.x-lowB.x)*(highB.y-lowB.y))
	})
}

func bounds(ring []flat) (low, high flat) {
	low, high = ring[0], ring[0]
	for _, p := range ring {
		low, high = flat{min(low.x, p.x), min(low.y, p.y)}, flat{max(high.x, p.x), max(high.y, p.y)}
	}
	return low, high
}

// roomiest finds the place inside the bounds with most room to both sides,
// over the height of its words. A place nearer the middle is taken unless there
// is clearly more room farther out.
func roomiest(rings [][]flat, low, high flat, halfHeight float64) (at flat, room float64) {
	const rows = 24
	for i := range rows - 1 {
		y := (low.y+high.y)/2 + (high.y-low.y)*float64((i+1)/2*(1-i%2*2))/rows
		xs := crossings(rings, y)
		for _, x := range widest(xs) {
			p := flat{x, y}
			if r := roomAt(rings, p, halfHeight); p.x >= low.x && p.x <= high.x && r > room*1.1 {
				at, room = p, r
			}
		}
	}
	return at, room
}

// widest gives the middles of the widest stretches inside, three at most.
func widest(xs []float64) (middles []float64) {
	var inside [][2]float64
	for k := 0; k+1 < len(xs); k += 2 {
		inside = append(inside, [2]float64{xs[k], xs[k+1]})
	}
	slices.SortStableFunc(inside, func(a, b [2]float64) int { return cmp.Compare(b[1]-b[0], a[1]-a[0]) })
	for _, s := range inside[:min(3, len(inside))] {
		middles = append(middles, (s[0]+s[1])/2)
	}
	return middles
}

// roomAt is how far words may reach to each side of a place, over their whole
// height; 0 where the place lies outside.
func roomAt(rings [][]flat, at flat, halfHeight float64) float64 {
	room := math.Inf(1)
	for _, dy := range []float64{-1, -0.5, 0, 0.5, 1} {
		inside := 0.0
		xs := crossings(rings, at.y+dy*halfHeight)
		for k := 0; k+1 < len(xs); k += 2 {
			if xs[k] <= at.x && at.x <= xs[k+1] {
				inside = min(at.x-xs[k], xs[k+1]-at.x)
			}
		}
		room = min(room, inside)
	}
	return room
}

// crossings are where the lines of rings cross a height, from left to right:
// between the first and the second lies the inside, and so on.
func crossings(rings [][]flat, y float64) (xs []float64) {
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.y <= y) != (b.y <= y) {
				xs = append(xs, a.x+(y-a.y)/(b.y-a.y)*(b.x-a.x))
			}
		}
	}
	slices.Sort(xs)
	return xs
}
