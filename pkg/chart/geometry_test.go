package chart

import (
	"image/color"
	"math"
	"math/rand"
	"strings"
	"testing"
)

// A recorder notes what a pen is told.
type recorder struct {
	steps  []string
	points [][2]float64
}

func (r *recorder) note(step string, points ...float64) {
	r.steps = append(r.steps, step)
	for i := 0; i+1 < len(points); i += 2 {
		r.points = append(r.points, [2]float64{points[i], points[i+1]})
	}
}

func (r *recorder) MoveTo(x, y float64)              { r.note("M", x, y) }
func (r *recorder) LineTo(x, y float64)              { r.note("L", x, y) }
func (r *recorder) CubicTo(a, b, c, d, e, f float64) { r.note("C", a, b, c, d, e, f) }
func (r *recorder) ClosePath()                       { r.note("Z") }

func TestTrace(t *testing.T) {
	tests := []struct {
		name, data, steps string
		last              [2]float64
	}{
		{"lines", "M1 2L3 4H5V6Z", "MLLLZ", [2]float64{5, 6}},
		{"relative lines", "m1 2l3 4h5v6z", "MLLLZ", [2]float64{9, 12}},
		{"pairs after a move are lines", "M1 2 3 4 5 6", "MLL", [2]float64{5, 6}},
		{"relative pairs", "m1 2 3 4 5 6", "MLL", [2]float64{9, 12}},
		{"cubic", "M0 0C1 1 2 2 3 3", "MC", [2]float64{3, 3}},
		{"relative cubic", "M1 1c1 1 2 2 3 3", "MC", [2]float64{4, 4}},
		{"quadratic", "M0 0Q3 3 6 0", "MC", [2]float64{6, 0}},
		{"no spaces", "M1-2L-.5.5", "ML", [2]float64{-0.5, 0.5}},
		{"exponent", "M1e1 2E0", "M", [2]float64{10, 2}},
		{"half a command", "M1 2L3", "M", [2]float64{1, 2}},
		{"no command", "1 2 3 4", "", [2]float64{}},
		{"flat arc is a line", "M0 0A0 5 0 0 1 10 0", "ML", [2]float64{10, 0}},
		{"nothing after a close", "M1 1ZL2 2", "MZL", [2]float64{2, 2}},
		{"empty", "", "", [2]float64{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r recorder
			trace(&r, identity, tt.data)
			if got := strings.Join(r.steps, ""); got != tt.steps {
				t.Errorf("%q: steps %q, want %q", tt.data, got, tt.steps)
			}
			if n := len(r.points); n > 0 && r.points[n-1] != tt.last {
				t.Errorf("%q ends at %v, want %v", tt.data, r.points[n-1], tt.last)
			}
		})
	}
}

// Every piece of an arc of a circle ends on the circle.
func TestArcStaysOnItsCircle(t *testing.T) {
	for _, data := range []string{"M10 0A10 10 0 0 1 0 10", "M10 0A10 10 0 1 0 0 10", "M10 0a10 10 0 1 1 -20 0"} {
		var r recorder
		trace(&r, identity, data)
		ends := 0
		for i := 3; i < len(r.points); i += 3 {
			ends++
			if d := math.Hypot(r.points[i][0], r.points[i][1]); math.Abs(d-10) > 1e-9 {
				t.Errorf("%s: point %v is %.4f from the centre, want 10", data, r.points[i], d)
			}
		}
		if ends < 2 {
			t.Errorf("%s: only %d pieces", data, ends)
		}
	}
}

func TestTransform(t *testing.T) {
	tests := []struct {
		name, in string
		x, y     float64
	}{
		{"none", "", 2, 3},
		{"translate", "translate(10 20)", 12, 23},
		{"scale", "scale(2)", 4, 6},
		{"two scales", "scale(2,-1)", 4, -3},
		{"rotate", "rotate(90)", -3, 2},
		{"matrix", "matrix(1,0,0,1,5,6)", 7, 9},
		{"first the last", "translate(10 0) scale(2)", 14, 6},
		{"unknown", "skewX(3)", 2, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseTransform(tt.in)
			x, y := m.point(2, 3)
			if math.Abs(x-tt.x) > 1e-9 || math.Abs(y-tt.y) > 1e-9 {
				t.Errorf("%q maps 2 3 to %g %g, want %g %g", tt.in, x, y, tt.x, tt.y)
			}
			if x, y = m.inverse().point(x, y); math.Abs(x-2) > 1e-9 || math.Abs(y-3) > 1e-9 {
				t.Errorf("%q undone gives %g %g, want 2 3", tt.in, x, y)
			}
		})
	}
	if got := (matrix{}).inverse(); got != identity {
		t.Errorf("a map that cannot be undone gives %v", got)
	}
}

func TestParseColour(t *testing.T) {
	tests := []struct {
		in, opacity string
		want        color.NRGBA
		none        bool
	}{
		{"#587899", "", color.NRGBA{0x58, 0x78, 0x99, 255}, false},
		{"#fff", "", color.NRGBA{255, 255, 255, 255}, false},
		{"rgb(1, 2, 3)", "", color.NRGBA{1, 2, 3, 255}, false},
		{"rgba(1,2,3,0.5)", "", color.NRGBA{1, 2, 3, 128}, false},
		{"rgba(0,0,0,0)", "", color.NRGBA{}, true},
		{"#587899", "0.5", color.NRGBA{0x58, 0x78, 0x99, 128}, false},
		{"none", "", color.NRGBA{}, true},
		{"transparent", "", color.NRGBA{}, true},
		{"", "", color.NRGBA{}, true},
		{"#12", "", color.NRGBA{A: 255}, false},
	}
	for _, tt := range tests {
		if got, none := parseColour(tt.in, tt.opacity); got != tt.want || none != tt.none {
			t.Errorf("parseColour(%q, %q) = %v, %t; want %v, %t", tt.in, tt.opacity, got, none, tt.want, tt.none)
		}
	}
}

func TestPaperColours(t *testing.T) {
	got := paperColours(":root { --bar: light-dark(#587899, #6d8fb5); --size: 12px;\n --bg: light-dark(#fff, #000); }")
	if len(got) != 2 || got["--bar"] != "#587899" || got["--bg"] != "#fff" {
		t.Errorf("got %v", got)
	}
}

// Only properties of colours are painted: a name that looks like a token is a
// name.
func TestColoured(t *testing.T) {
	in := `{"color":"var(--bar)","borderColor":"var(--bar)","name":"var(--bar)","data":["var(--bar)"],"list":[{"color":"var(--unknown)"}]}`
	want := `{"borderColor":"#123456","color":"#123456","data":["var(--bar)"],"list":[{"color":"var(--unknown)"}],"name":"var(--bar)"}`
	got, err := coloured([]byte(in), map[string]string{"--bar": "#123456"})
	if err != nil || string(got) != want {
		t.Errorf("got %s (%v)\nwant %s", got, err, want)
	}
}

func TestParseSVG(t *testing.T) {
	n, err := parseSVG([]byte(`<svg width="10px"><g style="fill: red;stroke:#fff"><text>a &amp; b</text></g></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	g := n.children[0]
	if n.number("width") != 10 || g.attributes["fill"] != "red" || g.attributes["stroke"] != "#fff" || g.children[0].text != "a & b" {
		t.Errorf("got %+v, %+v", n, g)
	}
	for _, bad := range []string{"", "<svg>", "no xml <"} {
		if _, err := parseSVG([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestRasterShapes(t *testing.T) {
	r := renderer(t)
	svg := `<svg width="100" height="100">
<rect x="10" y="10" width="20" height="20" fill="#ff0000"/>
<circle cx="70" cy="20" r="10" fill="#00ff00"/>
<polygon points="10 60 40 60 40 90" fill="#0000ff"/>
<polyline points="60 60 90 60" fill="none" stroke="#ff00ff" stroke-width="4" stroke-dasharray="40" stroke-linecap="round"/>
<rect x="60" y="70" width="20" height="20" fill="url(#p)"/>
<rect x="0" y="95" width="5" height="5"/>
<defs><pattern id="p" width="4" height="4"><path d="M0 0h4v2h-4Z" fill="#00ffff"/></pattern></defs></svg>`
	picture, err := r.raster([]byte(svg), 1)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		x, y int
		want color.RGBA
	}{
		{"rectangle", 20, 20, color.RGBA{255, 0, 0, 255}},
		{"circle", 70, 20, color.RGBA{0, 255, 0, 255}},
		{"outside the circle", 61, 11, color.RGBA{255, 255, 255, 255}},
		{"polygon", 35, 65, color.RGBA{0, 0, 255, 255}},
		{"line", 75, 60, color.RGBA{255, 0, 255, 255}},
		{"pattern", 70, 72, color.RGBA{0, 255, 255, 255}},
		{"gap of the pattern", 70, 75, color.RGBA{255, 255, 255, 255}},
		{"black without fill", 2, 97, color.RGBA{0, 0, 0, 255}},
	}
	for _, tt := range tests {
		if got := color.RGBAModel.Convert(picture.At(tt.x, tt.y)); got != tt.want {
			t.Errorf("%s: %v at %d %d, want %v", tt.name, got, tt.x, tt.y, tt.want)
		}
	}
	for _, bad := range []string{"<svg/>", "x", `<svg width="0" height="5"/>`} {
		if _, err := r.raster([]byte(bad), 1); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// A place within a tile is what math.Mod says, bit for bit: pictures stay the
// same.
func TestWithinIsMod(t *testing.T) {
	r := rand.New(rand.NewSource(2022))
	for range 20000 {
		width := []float64{5, 6, 4.5, 1.0 / 3, 7.1}[r.Intn(5)]
		x := (r.Float64() - 0.5) * math.Pow(10, float64(r.Intn(6)))
		if r.Intn(4) == 0 {
			x = width * float64(r.Intn(2000)-1000) // on the edge of a tile
		}
		want := math.Mod(x, width)
		if want < 0 {
			want += width
		}
		if got := within(x, width); got != want {
			t.Fatalf("within(%v, %v) = %v, want %v", x, width, got, want)
		}
	}
}
