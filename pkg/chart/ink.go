package chart

import (
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// An inkPen fills the outlines of letters.
type inkPen struct {
	raster *vector.Rasterizer
	open   bool
}

// close ends an outline that is still open.
func (p *inkPen) close() {
	if p.open {
		p.raster.ClosePath()
	}
	p.open = false
}

// letter draws one letter's outline, mapped by m.
func letter(p *inkPen, m matrix, outline sfnt.Segments) {
	for _, s := range outline {
		var v [6]float32
		for i, a := range s.Args {
			x, y := m.point(float64(a.X)/64, float64(a.Y)/64)
			v[2*i], v[2*i+1] = float32(x), float32(y)
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.close()
			p.raster.MoveTo(v[0], v[1])
			p.open = true
		case sfnt.SegmentOpLineTo:
			p.raster.LineTo(v[0], v[1])
		case sfnt.SegmentOpQuadTo:
			p.raster.QuadTo(v[0], v[1], v[2], v[3])
		case sfnt.SegmentOpCubeTo:
			p.raster.CubeTo(v[0], v[1], v[2], v[3], v[4], v[5])
		}
	}
	p.close()
}
