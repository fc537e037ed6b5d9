package chart

import "math"

// arc draws an elliptical arc: radii, rotation, two flags, end point. It finds
// the centre as appendix F.6.5 of the SVG specification has it, and draws
// pieces of at most 45 degrees as cubic curves.
func (t *tracer) arc(v []float64) {
	rx, ry, turn := math.Abs(v[0]), math.Abs(v[1]), v[2]*math.Pi/180
	endX, endY := v[5], v[6]
	if rx == 0 || ry == 0 {
		t.line(endX, endY)
		return
	}
	e := ellipse{rx: rx, ry: ry}
	e.sin, e.cos = math.Sincos(turn)
	from, sweep := e.through(t.x, t.y, endX, endY, v[3] != 0, v[4] != 0)
	pieces := int(math.Ceil(math.Abs(sweep) / (math.Pi / 4)))
	if pieces == 0 {
		t.line(endX, endY)
		return
	}
	step := sweep / float64(pieces)
	reach := 4.0 / 3 * math.Tan(step/4)
	for i := range pieces {
		x1, y1, dx1, dy1 := e.at(from + step*float64(i))
		x2, y2, dx2, dy2 := e.at(from + step*float64(i+1))
		t.cubic(x1+reach*dx1, y1+reach*dy1, x2-reach*dx2, y2-reach*dy2, x2, y2)
	}
	t.x, t.y = endX, endY
}

// An ellipse has a centre, radii and a rotation.
type ellipse struct{ cx, cy, rx, ry, sin, cos float64 }

// at is the point at an angle, and the direction in which it moves.
func (e ellipse) at(angle float64) (x, y, dx, dy float64) {
	s, c := math.Sincos(angle)
	x, y = e.cx+e.cos*e.rx*c-e.sin*e.ry*s, e.cy+e.sin*e.rx*c+e.cos*e.ry*s
	return x, y, -e.cos*e.rx*s - e.sin*e.ry*c, -e.sin*e.rx*s + e.cos*e.ry*c
}

// through moves the ellipse so that it goes through two points, and gives the
// angle of the first and how far the arc sweeps. Radii that are too short
// grow.
func (e *ellipse) through(x1, y1, x2, y2 float64, large, clockwise bool) (from, sweep float64) {
	halfX, halfY := (x1-x2)/2, (y1-y2)/2
	px, py := e.cos*halfX+e.sin*halfY, e.cos*halfY-e.sin*halfX
	if far := math.Hypot(px/e.rx, py/e.ry); far > 1 {
		e.rx, e.ry = e.rx*far, e.ry*far
	}
	rest := e.rx*e.rx*py*py + e.ry*e.ry*px*px
	if rest == 0 {
		return 0, 0
	}
	k := math.Sqrt(math.Max(0, e.rx*e.rx*e.ry*e.ry/rest-1))
	if large == clockwise {
		k = -k
	}
	ux, uy := k*e.rx*py/e.ry, -k*e.ry*px/e.rx
	e.cx, e.cy = e.cos*ux-e.sin*uy+(x1+x2)/2, e.sin*ux+e.cos*uy+(y1+y2)/2
	from = math.Atan2((py-uy)/e.ry, (px-ux)/e.rx)
	sweep = math.Atan2((-py-uy)/e.ry, (-px-ux)/e.rx) - from
	switch {
	case clockwise && sweep < 0:
		sweep += 2 * math.Pi
	case !clockwise && sweep > 0:
		sweep -= 2 * math.Pi
	}
	return from, sweep
}
