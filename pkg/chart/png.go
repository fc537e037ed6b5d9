package chart

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// PNG draws a chart on white, larger by the given factor; 2 prints well. The
// errors are those of SVG.
func (r *Renderer) PNG(ctx context.Context, c Chart, factor float64) ([]byte, error) {
	svg, err := r.SVG(ctx, c)
	if err != nil {
		return nil, err
	}
	picture, err := r.raster(svg, factor)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return b.Bytes(), nil
}

// raster draws what the chart library writes of SVG: paths, rectangles,
// circles, polygons, text, groups, patterns.
func (r *Renderer) raster(svg []byte, factor float64) (image.Image, error) {
	top, err := parseSVG(svg)
	if err != nil {
		return nil, err
	}
	w, h := int(top.number("width")*factor), int(top.number("height")*factor)
	if w <= 0 || h <= 0 {
		return nil, fmt.Errorf("chart: svg: size %d x %d", w, h)
	}
	d := &drawing{renderer: r, dc: gg.NewContext(w, h), patterns: map[string]*node{}}
	d.dc.SetColor(color.White)
	d.dc.Clear()
	top.each(func(n *node) {
		if n.name == "pattern" {
			d.patterns["url(#"+n.attributes["id"]+")"] = n
		}
	})
	for _, c := range top.children {
		d.node(c, matrix{factor, 0, 0, factor, 0, 0})
	}
	return d.dc.Image(), nil
}

// A drawing is one picture being drawn.
type drawing struct {
	renderer *Renderer
	dc       *gg.Context
	patterns map[string]*node // by their address in fill
}

func (d *drawing) node(n *node, m matrix) {
	m = m.times(parseTransform(n.attributes["transform"]))
	switch n.name {
	case "g":
		for _, c := range n.children {
			d.node(c, m)
		}
	case "text":
		d.text(n, m)
	default:
		if data := outlineOf(n); data != "" {
			d.shape(n, m, data)
		}
	}
}

// outlineOf is the path data of a shape; empty for what is none.
func outlineOf(n *node) string {
	x, y := n.number("x"), n.number("y")
	switch n.name {
	case "path":
		return n.attributes["d"]
	case "rect":
		w, h := n.number("width"), n.number("height")
		return fmt.Sprintf("M%g %gh%gv%gh%gZ", x, y, w, h, -w)
	case "circle":
		r := n.number("r")
		return fmt.Sprintf("M%g %ga%g %g 0 1 1 %g 0a%g %g 0 1 1 %g 0Z", n.number("cx")-r, n.number("cy"), r, r, 2*r, r, r, -2*r)
	case "polyline":
		return "M" + n.attributes["points"]
	case "polygon":
		return "M" + n.attributes["points"] + "Z"
	}
	return ""
}

// shape fills and strokes one outline.
func (d *drawing) shape(n *node, m matrix, data string) {
	trace(d.dc, m, data)
	fill := n.attributes["fill"]
	if fill == "" {
		fill = "#000000"
	}
	if p := d.patterns[fill]; p != nil {
		d.dc.SetFillStyle(newHatch(p, m))
		d.dc.FillPreserve()
	} else if c, none := parseColour(fill, n.attributes["fill-opacity"]); !none {
		d.dc.SetFillStyle(gg.NewSolidPattern(c))
		d.dc.FillPreserve()
	}
	if c, none := parseColour(n.attributes["stroke"], n.attributes["stroke-opacity"]); !none {
		d.stroke(n, m, c)
	}
	d.dc.ClearPath()
}

func (d *drawing) stroke(n *node, m matrix, c color.Color) {
	dashes := numbers(n.attributes["stroke-dasharray"])
	for i := range dashes {
		dashes[i] *= m.scale()
	}
	d.dc.SetDash(dashes...)
	d.dc.SetStrokeStyle(gg.NewSolidPattern(c))
	d.dc.SetLineWidth(n.numberOr("stroke-width", 1) * m.scale())
	d.dc.SetLineCap(gg.LineCapButt)
	if n.attributes["stroke-linecap"] == "round" {
		d.dc.SetLineCap(gg.LineCapRound)
	}
	d.dc.StrokePreserve()
}

// How much of the width lies left of the point a text is anchored at, and how
// far below that point its baseline is, in parts of its size.
var (
	anchors   = map[string]float64{"middle": 0.5, "end": 1}
	baselines = map[string]float64{"central": 0.33, "middle": 0.33, "hanging": 0.8, "text-before-edge": 0.9}
)

// text fills the outlines of letters, so every size and turn is sharp.
func (d *drawing) text(n *node, m matrix) {
	fill := n.attributes["fill"]
	if fill == "" {
		fill = "#000000"
	}
	c, none := parseColour(fill, n.attributes["fill-opacity"])
	if none {
		return
	}
	face := d.renderer.font(bold(n.attributes["font-weight"]))
	size := n.numberOr("font-size", 12)
	content := strings.Trim(n.text, "\n ")
	x := n.number("x") - anchors[n.attributes["text-anchor"]]*face.width(content, size)
	y := n.number("y") + baselines[n.attributes["dominant-baseline"]]*size
	dst, ok := d.dc.Image().(*image.RGBA)
	box := boxOf(m, x, y, face.width(content, size), size).Intersect(d.dc.Image().Bounds())
	if !ok || box.Empty() {
		return
	}
	ink := &inkPen{raster: vector.NewRasterizer(box.Dx(), box.Dy())}
	here := matrix{1, 0, 0, 1, -float64(box.Min.X), -float64(box.Min.Y)}.times(m)
	k := size / em
	var b sfnt.Buffer
	for _, r := range content {
		letter(ink, here.times(matrix{k, 0, 0, k, x, y}), face.outline(&b, r))
		x += face.advance(&b, r) * k
	}
	ink.raster.Draw(dst, box, image.NewUniform(c), image.Point{})
}

// boxOf is where a text may leave ink: a size around it on every side.
func boxOf(m matrix, x, y, width, size float64) image.Rectangle {
	var box image.Rectangle
	for _, corner := range [][2]float64{{x - size, y - 2*size}, {x + width + size, y - 2*size}, {x - size, y + size}, {x + width + size, y + size}} {
		px, py := m.point(corner[0], corner[1])
		box = box.Union(image.Rect(int(math.Floor(px)), int(math.Floor(py)), int(math.Ceil(px))+1, int(math.Ceil(py))+1))
	}
	return box
}

func bold(weight string) bool {
	return weight == "bold" || len(weight) == 3 && weight >= "600"
}
