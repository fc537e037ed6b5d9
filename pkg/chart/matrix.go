package chart

import (
	"math"
	"strings"
)

// A matrix maps points of a picture: x' = m[0]x + m[2]y + m[4], y' likewise.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) point(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// times is the map that first does n, then m.
func (m matrix) times(n matrix) matrix {
	x, y := m.point(n[4], n[5])
	return matrix{
		m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1],
		m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3], x, y,
	}
}

// inverse undoes m; the identity for a map that cannot be undone.
func (m matrix) inverse() matrix {
	det := m[0]*m[3] - m[1]*m[2]
	if det == 0 {
		return identity
	}
	return matrix{
		m[3] / det, -m[1] / det, -m[2] / det, m[0] / det,
		(m[2]*m[5] - m[3]*m[4]) / det, (m[1]*m[4] - m[0]*m[5]) / det,
	}
}

// scale is by how much lengths grow.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// parseTransform reads the list of a transform attribute. Steps it does not
// know leave the picture as it is.
func parseTransform(s string) matrix {
	m := identity
	for step := range strings.SplitSeq(s, ")") {
		name, list, _ := strings.Cut(strings.TrimSpace(step), "(")
		m = m.times(transformStep(strings.TrimLeft(name, ", "), numbers(list)))
	}
	return m
}

func transformStep(name string, v []float64) matrix {
	switch {
	case name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}
	case name == "scale" && len(v) == 1:
		return matrix{v[0], 0, 0, v[0], 0, 0}
	case name == "scale" && len(v) == 2:
		return matrix{v[0], 0, 0, v[1], 0, 0}
	case name == "rotate" && len(v) > 0:
		sin, cos := math.Sincos(v[0] * math.Pi / 180)
		return matrix{cos, sin, -sin, cos, 0, 0}
	case name == "matrix" && len(v) == 6:
		return matrix(v)
	}
	return identity
}
