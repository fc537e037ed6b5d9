package chart

import (
	"image/color"
	"strconv"
	"strings"
)

// parseColour reads a colour of SVG, "#rgb", "#rrggbb", "rgb(…)" or "rgba(…)",
// with an opacity beside it. none is true where nothing is to be painted; what
// it cannot read is black.
func parseColour(s, opacity string) (c color.NRGBA, none bool) {
	if s == "" || s == "none" || s == "transparent" {
		return color.NRGBA{}, true
	}
	c = color.NRGBA{A: 255}
	if strings.HasPrefix(s, "rgb") {
		v := numbers(s)
		if len(v) >= 3 {
			c.R, c.G, c.B = channel(v[0]), channel(v[1]), channel(v[2])
		}
		if len(v) >= 4 {
			c.A = channel(v[3] * 255)
		}
	} else if n, ok := hexadecimal(s); ok {
		c.R, c.G, c.B = uint8(n>>16), uint8(n>>8), uint8(n) // #nosec G115 -- each takes its own eight bits
	}
	if f, err := strconv.ParseFloat(opacity, 64); err == nil {
		c.A = channel(float64(c.A) * f)
	}
	return c, c.A == 0
}

// hexadecimal reads "#rrggbb" or "#rgb" as one number.
func hexadecimal(s string) (uint64, bool) {
	h, ok := strings.CutPrefix(s, "#")
	if len(h) == 3 {
		h = string([]byte{h[0], h[0], h[1], h[1], h[2], h[2]})
	}
	n, err := strconv.ParseUint(h, 16, 32)
	return n, ok && err == nil && len(h) == 6
}

func channel(f float64) uint8 { return uint8(min(max(f, 0), 255) + 0.5) }
