package chart

import (
	"image"
	"image/color"
	"math"

	"git.sr.ht/~sbinet/gg"
)

// A hatch is a pattern of SVG: a tile that repeats in all directions. It is
// drawn once, larger than it appears, and read point by point.
type hatch struct {
	tile          *image.RGBA
	width, height float64 // of the tile in the pattern's own space
	back          matrix  // from pixels to that space
}

// finer is how many times larger than its own space a tile is drawn.
const finer = 8

// newHatch draws the tile of a pattern element. m leads from the space of what
// is painted to pixels. A pattern without size paints nothing.
func newHatch(n *node, m matrix) gg.Pattern {
	w, h := n.number("width"), n.number("height")
	if w <= 0 || h <= 0 {
		return gg.NewSolidPattern(color.Transparent)
	}
	dc := gg.NewContext(int(math.Ceil(w*finer)), int(math.Ceil(h*finer)))
	n.each(func(shape *node) {
		fill, none := parseColour(shape.attributes["fill"], shape.attributes["fill-opacity"])
		if shape.name != "path" || none {
			return
		}
		trace(dc, matrix{finer, 0, 0, finer, 0, 0}, shape.attributes["d"])
		dc.SetColor(fill)
		dc.Fill()
	})
	tile, ok := dc.Image().(*image.RGBA)
	if !ok {
		return gg.NewSolidPattern(color.Transparent)
	}
	return &hatch{tile: tile, width: w, height: h, back: m.times(parseTransform(n.attributes["patternTransform"])).inverse()}
}

// samples is how many points of a pixel are read in each direction.
const samples = 3

// ColorAt is the mean of the points of one pixel.
func (h *hatch) ColorAt(x, y int) color.Color {
	var r, g, b, a uint32
	for i := range samples * samples {
		c := h.at(float64(x)+(float64(i%samples)+0.5)/samples, float64(y)+(float64(i/samples)+0.5)/samples)
		r, g, b, a = r+uint32(c.R), g+uint32(c.G), b+uint32(c.B), a+uint32(c.A)
	}
	const n = samples * samples
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(a / n)}
}

func (h *hatch) at(x, y float64) color.RGBA {
	x, y = h.back.point(x, y)
	x, y = within(x, h.width), within(y, h.height)
	return h.tile.RGBAAt(int(x*finer), int(y*finer))
}

// within is how far x lies into the tile of a width that it falls into: what
// math.Mod gives, to the last bit, in a fraction of its time. A hatched bar
// asks for it several hundred thousand times.
func within(x, width float64) float64 {
	rest := math.FMA(-math.Trunc(x/width), width, x)
	switch {
	case x >= 0 && rest < 0, x < 0 && rest > 0: // the quotient was rounded up to the next whole number
		rest += math.Copysign(width, x)
	}
	if rest < 0 {
		rest += width
	}
	return rest
}
