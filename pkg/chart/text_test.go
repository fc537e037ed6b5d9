package chart

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// vietnamese are all letters of the language, small ones.
const vietnamese = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"

// The fonts of documents have every letter, sign and mark that reports print.
func TestFontsHaveVietnamese(t *testing.T) {
	for _, style := range []string{"Regular", "Bold", "Italic", "BoldItalic"} {
		f, err := sfnt.Parse(fontFile(t, style))
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, r := range vietnamese + "ĐÁẦỘỮ0123456789.,;:()/%‰−–-+\"“”’≥≤→…" {
			if glyph, err := f.GlyphIndex(&b, r); err != nil || glyph == 0 {
				t.Errorf("%s has no %q", style, r)
			}
		}
	}
}

func TestWidthOfText(t *testing.T) {
	r := renderer(t)
	regular, bold := r.font(false), r.font(true)
	whole := regular.width("Lê Chân", 14)
	if parts := regular.width("Lê ", 14) + regular.width("Chân", 14); math.Abs(whole-parts) > 1e-9 {
		t.Errorf("the whole is %.3f wide, its parts %.3f", whole, parts)
	}
	if twice := regular.width("Lê Chân", 28); math.Abs(twice-2*whole) > 1e-9 {
		t.Errorf("at twice the size %.3f, want %.3f", twice, 2*whole)
	}
	if regular.width("", 14) != 0 || bold.width("Kế hoạch", 14) <= regular.width("Kế hoạch", 14) {
		t.Error("no text has a width, or bold is not wider")
	}
}

// inked is the box of all pixels that are not white.
func inked(picture image.Image) image.Rectangle {
	var box image.Rectangle
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.GrayModel.Convert(picture.At(x, y)) != (color.Gray{Y: 255}) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestTextStandsWhereItShould(t *testing.T) {
	r := renderer(t)
	width := r.font(false).width("Kế hoạch", 20)
	tests := []struct {
		name, attributes string
		left, right      float64 // of the ink, about
	}{
		{"start", `x="100" y="50"`, 100, 100 + width},
		{"middle", `x="100" y="50" text-anchor="middle"`, 100 - width/2, 100 + width/2},
		{"end", `x="180" y="50" text-anchor="end"`, 180 - width, 180},
		{"moved", `transform="translate(40 50)"`, 40, 40 + width},
	}
	for _, tt := range tests {
		svg := fmt.Sprintf(`<svg width="300" height="100"><text style="font-size:20px" %s>Kế hoạch</text></svg>`, tt.attributes)
		picture, err := r.raster([]byte(svg), 1)
		if err != nil {
			t.Fatal(err)
		}
		box := inked(picture)
		if math.Abs(float64(box.Min.X)-tt.left) > 3 || math.Abs(float64(box.Max.X)-tt.right) > 3 {
			t.Errorf("%s: ink from %d to %d, want about %.0f to %.0f", tt.name, box.Min.X, box.Max.X, tt.left, tt.right)
		}
	}
}

// Text in the middle of a line of 20 has its ink around that line.
func TestBaselines(t *testing.T) {
	r := renderer(t)
	for baseline, want := range map[string]image.Point{"": image.Pt(30, 52), "central": image.Pt(40, 60), "hanging": image.Pt(48, 68)} {
		svg := fmt.Sprintf(`<svg width="100" height="100"><text x="10" y="50" font-size="20" dominant-baseline="%s">HHH</text></svg>`, baseline)
		picture, err := r.raster([]byte(svg), 1)
		if err != nil {
			t.Fatal(err)
		}
		if box := inked(picture); box.Min.Y < want.X || box.Max.Y > want.Y {
			t.Errorf("%q: ink from %d to %d, want it between %d and %d", baseline, box.Min.Y, box.Max.Y, want.X, want.Y)
		}
	}
}

func TestTurnedText(t *testing.T) {
	r := renderer(t)
	picture, err := r.raster([]byte(`<svg width="100" height="200"><text transform="translate(50 20) rotate(90)" font-size="20">Kế hoạch</text></svg>`), 1)
	if err != nil {
		t.Fatal(err)
	}
	if box := inked(picture); box.Dy() < 2*box.Dx() {
		t.Errorf("ink in %v, want it tall", box)
	}
}

func TestTextWithoutInk(t *testing.T) {
	r := renderer(t)
	for _, svg := range []string{
		`<svg width="50" height="50"><text x="5" y="20" fill="none">abc</text></svg>`,
		`<svg width="50" height="50"><text x="500" y="20">abc</text></svg>`,
		`<svg width="50" height="50"><text x="5" y="20">  </text></svg>`,
	} {
		picture, err := r.raster([]byte(svg), 1)
		if err != nil {
			t.Fatal(err)
		}
		if box := inked(picture); !box.Empty() {
			t.Errorf("%s leaves ink in %v", svg, box)
		}
	}
}

func TestBold(t *testing.T) {
	for weight, want := range map[string]bool{"bold": true, "700": true, "600": true, "500": false, "normal": false, "": false} {
		if got := bold(weight); got != want {
			t.Errorf("weight %q: bold %t, want %t", weight, got, want)
		}
	}
}

// A hatching covers the part of its ground that its tile says, at any turn.
func TestHatchCoverage(t *testing.T) {
	r := renderer(t)
	for _, turn := range []string{"", "rotate(-45)", "scale(2)", "translate(1 1)"} {
		svg := fmt.Sprintf(`<svg width="60" height="60"><rect x="0" y="0" width="60" height="60" fill="url(#p)"/>
<defs><pattern id="p" width="1" height="6" patternUnits="userSpaceOnUse" patternTransform="%s"><path d="M0 0h1v2h-1Z" fill="#000000"/></pattern></defs></svg>`, turn)
		picture, err := r.raster([]byte(svg), 2)
		if err != nil {
			t.Fatal(err)
		}
		dark := 0.0
		b := picture.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				gray, ok := color.GrayModel.Convert(picture.At(x, y)).(color.Gray)
				if !ok {
					t.Fatal("no gray")
				}
				dark += float64(255-gray.Y) / 255
			}
		}
		if share := dark / float64(b.Dx()*b.Dy()); math.Abs(share-1.0/3) > 0.05 {
			t.Errorf("%q: %.2f is dark, want a third", turn, share)
		}
	}
}

func TestTidy(t *testing.T) {
	in := "<svg>\n<path class=\"zr12-cls-3\" pointer-events=\"visible\" ecmeta_ssr_type=\"chart\" fill=\"url(#zr12-p0)\"></path><style ><![CDATA[\n.zr12-cls-3:hover{}\n]]>\n</style>\n</svg>\n"
	if got, want := string(tidy(in)), "<svg>\n<path fill=\"url(#chart-p0)\"></path></svg>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
