package chart

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

func made(name, plain, share string, status indicator.Status) report.CompositionPart {
	p := report.CompositionPart{Name: name, Value: vi(plain), Share: vi(share)}
	if plain != "" {
		p.Exact, _ = new(big.Rat).SetString(plain)
		p.Operand = &indicator.Operand{Rat: p.Exact, Status: status}
		if status != indicator.Final {
			p.Status = report.StatusWord(i18n.For(i18n.Vi), status)
		}
	}
	return p
}

// composed is a whole with an estimate, a part of zero, one without a value
// and a remainder.
func composed() report.Composition {
	return report.Composition{
		Name: "Thu ngân sách", Measure: "tỷ đồng", Total: vi("100"), Exact: big.NewRat(100, 1),
		Parts: []report.CompositionPart{
			made("Thu nội địa", "60.5", "60.5", indicator.Estimate), made("Thu tiền sử dụng đất", "30", "30", indicator.Final),
			made("Thu phạt", "0", "0", indicator.Final), made("fn:vi <b>x</b>", "", "", ""),
		},
		Residual: vi("9.5"), ResidualExact: big.NewRat(19, 2), ResidualShare: vi("9.5"),
		Text: "Thu ngân sách 100 tỷ đồng, gồm: thu nội địa 60,5 tỷ đồng (60,5%)",
	}
}

func TestCompositionGolden(t *testing.T) {
	golden(t, "composition.json", thereIs(t)(Composition(composed(), i18n.Vi)).Options)
}

// What has no value, or none above zero, gets no area; the remainder is named.
func TestCompositionPieces(t *testing.T) {
	c := thereIs(t)(Composition(composed(), i18n.Vi))
	if want := []string{"Thu phạt: 0 tỷ đồng", "fn:vi <b>x</b>: chưa có số liệu"}; !slices.Equal(c.Outside, want) {
		t.Errorf("outside %q, want %q", c.Outside, want)
	}
	var o struct {
		Tooltip struct{ RenderMode string }
		Series  []struct {
			Type string
			Data []struct {
				Name, Text string
				Value      float64
				ItemStyle  struct{ Decal any }
				Label      struct{ Formatter string }
			}
		}
	}
	if err := json.Unmarshal(c.Options, &o); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range o.Series[0].Data {
		got = append(got, strings.ReplaceAll(d.Text, "\n", "|"))
	}
	want := []string{"Thu nội địa|ước 60,5 tỷ đồng|60,5%", "Thu tiền sử dụng đất|30 tỷ đồng|30%", "Phần chưa phân tổ|9,5 tỷ đồng|9,5%"}
	if !slices.Equal(got, want) {
		t.Errorf("pieces %q, want %q", got, want)
	}
	if d := o.Series[0].Data; d[0].Label.Formatter != "" || d[1].Label.Formatter != "" || d[2].Label.Formatter != "{b}\n9,5%" {
		t.Errorf("only what is too narrow says less: %q, %q, %q", d[0].Label.Formatter, d[1].Label.Formatter, d[2].Label.Formatter)
	}
	if d := o.Series[0].Data; d[0].ItemStyle.Decal == nil || d[1].ItemStyle.Decal != nil {
		t.Error("the estimate alone is hatched")
	}
	if o.Series[0].Type != "treemap" || o.Tooltip.RenderMode != "richText" {
		t.Errorf("a %s with tips as %q", o.Series[0].Type, o.Tooltip.RenderMode)
	}
}

func TestCompositionNotDrawn(t *testing.T) {
	for name, change := range map[string]func(*report.Composition){
		"no total":       func(c *report.Composition) { c.Exact = nil },
		"a total of 0":   func(c *report.Composition) { c.Exact = new(big.Rat) },
		"more than that": func(c *report.Composition) { c.Over = true },
		"a part below 0": func(c *report.Composition) { c.Parts[0].Exact = big.NewRat(-1, 1) },
		"nothing in":     func(c *report.Composition) { c.Parts = c.Parts[2:] },
	} {
		of := composed()
		change(&of)
		if _, ok, err := Composition(of, i18n.Vi); ok || err != nil {
			t.Errorf("%s: ok %t, %v", name, ok, err)
		}
	}
}

func TestCompositionSVG(t *testing.T) {
	svg, err := renderer(t).SVG(t.Context(), thereIs(t)(Composition(composed(), i18n.Vi)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">Thu nội địa<", ">60,5%<", ">Phần chưa phân tổ<", "<pattern"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	if strings.Contains(string(svg), "var(") || strings.Contains(string(svg), "NaN") {
		t.Error("the picture holds names of colours or no numbers")
	}
}

func TestYearsBreaksGolden(t *testing.T) {
	breaks := []report.Break{{At: 1, Short: "đổi địa giới", Text: "Nhập."}, {At: 1, Short: "đổi gốc giá", Text: "Giá."}, {At: 2, Short: "đổi gốc giá", Text: "Giá nữa."}}
	c, ok, err := Years(years(), i18n.Vi, Layout{Left: 190, Lines: true, Breaks: breaks})
	if err != nil || !ok {
		t.Fatalf("Years: ok %t, %v", ok, err)
	}
	golden(t, "years-breaks.json", c.Options)
	if !strings.HasSuffix(c.Alt, "Nhập. Giá. Giá nữa.") {
		t.Errorf("the description %q leaves the breaks out", c.Alt)
	}
	svg, err := renderer(t).SVG(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(svg), ">đổi gốc giá<"); n != 2 || !strings.Contains(string(svg), ">đổi địa giới<") {
		t.Errorf("the picture names %d changes of prices, want 2", n)
	}
}
