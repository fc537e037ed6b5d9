package org

import "slices"

// Degree is how many steps of a Point make one degree: one step is about a
// metre.
const Degree = 100_000

// A Point is a place on the globe in steps of 1/Degree of a degree: longitude
// to the east, latitude to the north. Degrees are those of WGS 84.
type Point struct{ East, North int32 }

// An Outline is the shape of a unit on a map as an office supplied it. It is a
// drawing: nothing is computed from it.
type Outline struct {
	Unit  Key
	Rings [][]Point // closed: the last point of a ring is its first; a ring inside another is a hole
}

// Points counts the points of all rings.
func (o Outline) Points() (n int) {
	for _, ring := range o.Rings {
		n += len(ring)
	}
	return n
}

// Closed reports whether there is a ring, and every ring has three corners or
// more and ends where it begins.
func (o Outline) Closed() bool {
	return len(o.Rings) > 0 && !slices.ContainsFunc(o.Rings, func(ring []Point) bool { return len(ring) < 4 || ring[0] != ring[len(ring)-1] })
}

// Equal reports whether two outlines are of the same unit and shape.
func (o Outline) Equal(other Outline) bool {
	return o.Unit == other.Unit && slices.EqualFunc(o.Rings, other.Rings, slices.Equal[[]Point])
}
