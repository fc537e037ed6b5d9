package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func fontFile(t testing.TB, style string) []byte {
	t.Helper()
	b, err := os.ReadFile("../export/font/LiberationSerif-" + style + ".ttf")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func renderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := NewRenderer(os.DirFS("../../web/static"), Fonts{Regular: fontFile(t, "Regular"), Bold: fontFile(t, "Bold")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSVG(t *testing.T) {
	r := renderer(t)
	svg, err := r.SVG(t.Context(), completionOf(t, summary()))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">188,3% →<", ">95,2% không đạt<", ">125%<", ">fn:vi0 &lt;b&gt;var(--bar)&lt;/b&gt;<", "#b3201f", "<pattern"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	for _, not := range []string{"NaN", "undefined", "fill=\"var(", "stroke=\"var("} {
		if strings.Contains(string(svg), not) {
			t.Errorf("the picture holds %s", not)
		}
	}
}

func TestPNG(t *testing.T) {
	r := renderer(t)
	c := completionOf(t, summary())
	raw, err := r.PNG(t.Context(), c, 2)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if got := picture.Bounds().Size(); got != image.Pt(2*c.Width, 2*c.Height) {
		t.Errorf("size %v, want %d x %d", got, 2*c.Width, 2*c.Height)
	}
	for name, want := range map[string]color.RGBA{
		"missed": {0xb3, 0x20, 0x1f, 255}, "bar": {0x58, 0x78, 0x99, 255}, "ground of hatching": {0xbc, 0xca, 0xd9, 255}, "line at 100": {0x16, 0x20, 0x2b, 255},
	} {
		if got := pixels(picture, want); got < 500 {
			t.Errorf("%s: %d pixels, want 500 and more", name, got)
		}
	}
}

func pixels(picture image.Image, want color.RGBA) int {
	n := 0
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.RGBAModel.Convert(picture.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

// Machines come from a pool; what one drew must not show in the next.
func TestRendererServesMany(t *testing.T) {
	r := renderer(t)
	first, second := completionOf(t, summary()), seriesOf(t, years())
	want := map[string]string{}
	for name, c := range map[string]Chart{"completion": first, "series": second} {
		svg, err := r.SVG(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		want[name] = string(svg)
	}
	var wg sync.WaitGroup
	for range 4 {
		for name, c := range map[string]Chart{"completion": first, "series": second} {
			wg.Go(func() {
				svg, err := r.SVG(t.Context(), c)
				if err != nil || string(svg) != want[name] {
					n := 0
					for n < min(len(svg), len(want[name])) && svg[n] == want[name][n] {
						n++
					}
					t.Errorf("%s drawn again differs at byte %d: %.80s (%v)", name, n, svg[n:], err)
				}
			})
		}
	}
	wg.Wait()
}

// A server on which measuring takes long draws the same pictures.
func TestSlowMachineDrawsTheSame(t *testing.T) {
	r := renderer(t)
	slow := &Renderer{programs: r.programs, colours: r.colours, regular: r.regular, bold: r.bold}
	m, err := slow.machine()
	if err != nil {
		t.Fatal(err)
	}
	err = m.vm.Set("measure", func(text string, size float64, bold bool) float64 {
		time.Sleep(200 * time.Microsecond)
		return r.font(bold).width(text, size)
	})
	if err != nil {
		t.Fatal(err)
	}
	slow.machines = make(chan *machine, 1)
	slow.machines <- m
	for n, c := range []Chart{completionOf(t, summary()), seriesOf(t, years())} { // the first uses up the library's patience
		want, err := r.SVG(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := slow.SVG(t.Context(), c)
		if err != nil || string(got) != string(want) {
			t.Errorf("chart %d: %d bytes, want those %d of a fast one (%v)", n, len(got), len(want), err)
		}
	}
}

// Idle machines are used again, and no more are kept than may be idle.
func TestMachinesAreKept(t *testing.T) {
	r := renderer(t)
	c := completionOf(t, summary())
	var wg sync.WaitGroup
	for range mostIdle + 2 {
		wg.Go(func() {
			if _, err := r.SVG(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	kept := len(r.machines)
	if kept == 0 || kept > mostIdle {
		t.Fatalf("%d machines are idle, want 1 to %d", kept, mostIdle)
	}
	first, err := r.machine()
	if err != nil {
		t.Fatal(err)
	}
	r.machines <- first
	if got := len(r.machines); got != kept {
		t.Errorf("%d are idle after one was used, want %d", got, kept)
	}
}

func TestSVGStops(t *testing.T) {
	r := renderer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.SVG(ctx, completionOf(t, summary())); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if _, err := r.SVG(t.Context(), completionOf(t, summary())); err != nil {
		t.Errorf("after a stopped drawing: %v", err)
	}
}

func TestSVGRefuses(t *testing.T) {
	r := renderer(t)
	for name, options := range map[string]string{"no JSON": "{", "an unknown chart": `{"series":[{"type":"custom","renderItem":"x","data":[1]}]}`} {
		if _, err := r.SVG(t.Context(), Chart{Options: json.RawMessage(options), Width: 10, Height: 10}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNewRendererRefuses(t *testing.T) {
	whole := func() fstest.MapFS {
		return fstest.MapFS{libraryFile: {Data: []byte("var echarts={}")}, numbersFile: {Data: []byte("1")}, tokensFile: {Data: []byte("")}}
	}
	good := Fonts{Regular: fontFile(t, "Regular"), Bold: fontFile(t, "Bold")}
	tests := []struct {
		name   string
		change func(fstest.MapFS, *Fonts)
	}{
		{"no library", func(m fstest.MapFS, _ *Fonts) { delete(m, libraryFile) }},
		{"no formatters", func(m fstest.MapFS, _ *Fonts) { delete(m, numbersFile) }},
		{"no tokens", func(m fstest.MapFS, _ *Fonts) { delete(m, tokensFile) }},
		{"a broken script", func(m fstest.MapFS, _ *Fonts) { m[libraryFile].Data = []byte("function(") }},
		{"no font", func(_ fstest.MapFS, f *Fonts) { f.Regular = nil }},
		{"no bold font", func(_ fstest.MapFS, f *Fonts) { f.Bold = []byte("x") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, fonts := whole(), good
			tt.change(files, &fonts)
			if _, err := NewRenderer(files, fonts); err == nil {
				t.Error("no error")
			}
		})
	}
}

func BenchmarkPNG(b *testing.B) {
	r := renderer(b)
	c, _, err := Completion(summary())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.PNG(b.Context(), c, 2); err != nil {
			b.Fatal(err)
		}
	}
}
