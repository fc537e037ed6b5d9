package chart

import (
	"cmp"
	"math"
	"slices"

	"muctieu/pkg/org"
)

// junctionsOf finds the points where lines of units meet or part: those that
// have other neighbours in one ring than in another. Between two of them a line
// is simplified once and the same for both units it divides.
func junctionsOf(units []org.Outline) map[org.Point]bool {
	junctions, beside := map[org.Point]bool{}, map[org.Point][2]org.Point{}
	for _, u := range units {
		for _, ring := range u.Rings {
			open := ring[:len(ring)-1]
			for i, p := range open {
				pair := [2]org.Point{open[(i+len(open)-1)%len(open)], open[(i+1)%len(open)]}
				if comparePoints(pair[0], pair[1]) > 0 {
					pair[0], pair[1] = pair[1], pair[0]
				}
				if known, ok := beside[p]; !ok {
					beside[p] = pair
				} else if known != pair {
					junctions[p] = true
				}
			}
		}
	}
	return junctions
}

func comparePoints(a, b org.Point) int {
	return cmp.Or(cmp.Compare(a.East, b.East), cmp.Compare(a.North, b.North))
}

// A mapPoint is a point of a ring on the globe and in the drawing. It is left
// out where lines may stray by its weight: that far it lies from the line
// without it.
type mapPoint struct {
	org.Point
	at     flat
	weight float64
}

// finest is the least that lines stray: what no eye sees.
const finest = 0.5

// weighed gives a ring with the weight of each point, without its last point,
// which is its first.
func (f mapFrame) weighed(ring []org.Point) []mapPoint {
	open := make([]mapPoint, len(ring)-1)
	for i := range open {
		open[i] = mapPoint{ring[i], f.flat(ring[i]), 0}
	}
	cuts := f.cuts(open)
	line := slices.Concat(open[cuts[0]:], open[:cuts[0]], open[cuts[0]:cuts[0]+1])
	for i, cut := range cuts {
		next := len(open)
		if i+1 < len(cuts) {
			next = cuts[i+1] - cuts[0]
		}
		line[cut-cuts[0]].weight = math.Inf(1)
		weigh(line, cut-cuts[0], next, math.Inf(1), 0)
	}
	return line[:len(open)]
}

// simplified gives the points of a ring whose weight is above a tolerance.
func simplified(ring []mapPoint, tolerance float64) (line []flat) {
	for _, p := range ring {
		if p.weight > tolerance {
			line = append(line, p.at)
		}
	}
	return line
}

// cuts are the places where a ring is cut into lines, in order: its junctions.
// One with fewer than two of them is cut at points that do not depend on where
// it begins.
func (f mapFrame) cuts(open []mapPoint) []int {
	var cuts []int
	first := 0
	for i, p := range open {
		if f.junctions[p.Point] {
			cuts = append(cuts, i)
		}
		if comparePoints(p.Point, open[first].Point) < 0 {
			first = i
		}
	}
	if len(cuts) > 1 {
		return cuts
	}
	if len(cuts) == 1 {
		first = cuts[0]
	}
	second, far := first, -1.0
	for i, p := range open {
		if d := math.Hypot(p.at.x-open[first].at.x, p.at.y-open[first].at.y); d > far {
			second, far = i, d
		}
	}
	if first == second {
		return []int{first}
	}
	return []int{min(first, second), max(first, second)}
}

// mostCuts is how often a line is cut at its farthest point; then it is cut in
// the middle, so that a hostile one takes no longer than others.
const mostCuts = 48

// weigh weighs the points between two: the farthest from the line between them
// is the last to go, those beside it go before it.
func weigh(line []mapPoint, from, to int, most float64, depth int) {
	if to-from < 2 {
		return
	}
	a, b := line[from], line[to]
	if comparePoints(a.Point, b.Point) > 0 { // the same from either end
		a, b = b, a
	}
	farthest, far := from, -1.0
	for i := from + 1; i < to; i++ {
		d := distance(line[i].at, a.at, b.at)
		if d > far || d == far && comparePoints(line[i].Point, line[farthest].Point) < 0 {
			farthest, far = i, d
		}
	}
	if far <= finest {
		return
	}
	if depth > mostCuts {
		farthest = (from + to) / 2
	}
	most = min(most, far)
	line[farthest].weight = most
	weigh(line, from, farthest, most, depth+1)
	weigh(line, farthest, to, most, depth+1)
}

// distance is how far p lies from the stretch between a and b.
func distance(p, a, b flat) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/length))
	}
	return math.Hypot(p.x-a.x-along*dx, p.y-a.y-along*dy)
}
