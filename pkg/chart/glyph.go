package chart

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A typeface measures text and gives the outlines of its letters.
type typeface struct{ font *sfnt.Font }

func (r *Renderer) font(bold bool) typeface {
	if bold {
		return typeface{r.bold}
	}
	return typeface{r.regular}
}

// em is the size glyphs are read at, in pixels.
const em = 1000

// width is the width of a text at a size in pixels.
func (t typeface) width(text string, size float64) float64 {
	var b sfnt.Buffer
	total := 0.0
	for _, r := range text {
		total += t.advance(&b, r)
	}
	return total * size / em
}

// advance is the width of one letter at the size of em; a letter the font does
// not have is as wide as the sign for it.
func (t typeface) advance(b *sfnt.Buffer, r rune) float64 {
	glyph, err := t.font.GlyphIndex(b, r)
	if err != nil {
		return 0
	}
	a, err := t.font.GlyphAdvance(b, glyph, fixed.I(em), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(a) / 64
}

// outline is the contour of one letter at the size of em, y downwards.
func (t typeface) outline(b *sfnt.Buffer, r rune) sfnt.Segments {
	glyph, err := t.font.GlyphIndex(b, r)
	if err != nil {
		return nil
	}
	segments, err := t.font.LoadGlyph(b, glyph, fixed.I(em), nil)
	if err != nil {
		return nil
	}
	return segments
}
