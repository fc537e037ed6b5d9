package chart

import (
	"math/big"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// A piece is one part of a whole: its area is its value, its text name, value
// and share.
type piece struct {
	Name      string     `json:"name"`
	Value     any        `json:"value"`
	Text      string     `json:"text"`
	ItemStyle *barStyle  `json:"itemStyle"`
	Label     *itemLabel `json:"label"`
}

// Composition is the chart of what an indicator is made of: a rectangle for
// each part, as large as its share of the whole, estimates hatched; what no
// part accounts for is a pale one with a name. Parts without a value and parts
// of zero have none and are named in Outside. ok is false where there is
// nothing to draw as a whole: no total, parts that come to more than it, or a
// part below zero.
func Composition(of report.Composition, lang i18n.Lang) (c Chart, ok bool, err error) {
	b := &composition{p: i18n.For(lang), of: of}
	c = Chart{Title: b.p.T("composition.title", "name", i18n.Lowered(of.Name)), Width: 900, Height: 360}
	if !b.whole() {
		return c, false, nil
	}
	b.collect()
	c.Outside, c.Alt = b.outside, of.Text+"."
	c.Options, err = b.options()
	return c, true, err
}

type composition struct {
	p       *i18n.Printer
	of      report.Composition
	pieces  []piece
	outside []string
}

// whole reports whether the parts can be shown as parts of a whole.
func (b *composition) whole() bool {
	if b.of.Exact == nil || b.of.Exact.Sign() <= 0 || b.of.Over {
		return false
	}
	positive := false
	for _, p := range b.of.Parts {
		if p.Exact != nil && p.Exact.Sign() < 0 {
			return false
		}
		positive = positive || p.Exact != nil && p.Exact.Sign() > 0
	}
	return positive
}

func (b *composition) collect() {
	for _, p := range b.of.Parts {
		switch {
		case p.Exact == nil:
			b.outside = append(b.outside, p.Name+": "+i18n.Lowered(b.p.T("core.verdict_no_data")))
		case p.Exact.Sign() == 0:
			b.outside = append(b.outside, p.Name+": "+report.Measured(p.Value.Text, b.of.Measure))
		default:
			b.pieces = append(b.pieces, b.piece(p))
		}
	}
	if rest := b.of.ResidualExact; rest != nil && rest.Sign() > 0 {
		b.pieces = append(b.pieces, piece{
			Name: b.p.T("composition.rest_name"), Value: coordinate(b.of.Residual),
			Text:      b.words(b.p.T("composition.rest_name"), b.of.Residual, b.of.ResidualShare, ""),
			ItemStyle: &barStyle{Color: "var(--track)", BorderColor: "var(--control)", BorderWidth: 1},
			Label:     &itemLabel{Color: "var(--text)", Formatter: b.short(rest, b.of.ResidualShare)},
		})
	}
}

func (b *composition) piece(p report.CompositionPart) piece {
	one := piece{
		Name: p.Name, Value: coordinate(p.Value), Text: b.words(p.Name, p.Value, p.Share, p.Status),
		ItemStyle: &barStyle{Color: "var(--bar)"}, Label: &itemLabel{Color: "var(--bg)", Formatter: b.short(p.Exact, p.Share)},
	}
	if p.Operand.Status == indicator.Estimate {
		// Words lie on the hatching, which is therefore paler than that of bars.
		one.ItemStyle = hatched()
		one.ItemStyle.Color, one.ItemStyle.Decal.Color = "var(--track)", "var(--hatch)"
		one.Label.Color = "var(--text)"
	}
	return one
}

// short is what stands on a piece that is too narrow for its value, which
// would be broken at its comma: name and share. It is empty for one of a tenth
// of the whole or more. The value is in the tooltip and in the table.
func (b *composition) short(of *big.Rat, share report.Value) string {
	if ten := new(big.Rat).Mul(of, big.NewRat(10, 1)); share.None() || ten.Cmp(b.of.Exact) >= 0 {
		return ""
	}
	return "{b}\n" + share.Text + "%"
}

// words are a piece's name, and under it value and share.
func (b *composition) words(name string, value, share report.Value, status string) string {
	text := strings.TrimSpace(status + " " + report.Measured(value.Text, b.of.Measure))
	if !share.None() {
		text += "\n" + share.Text + "%"
	}
	return name + "\n" + text
}

func (b *composition) options() ([]byte, error) {
	c := charts.NewTreeMap()
	c.SetGlobalOptions(
		charts.WithTitleOpts(opts.Title{Show: opts.Bool(false)}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item", Formatter: "fn:item"}),
	)
	c.AddSeries(b.of.Name, nil, charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "insideTopLeft", Formatter: "fn:item", LineHeight: 17}))
	c.MultiSeries[0].Data = b.pieces
	c.Validate()
	return options(c, map[string]patch{
		"tooltip":           {"renderMode": "richText"},
		"series":            {"roam": false, "nodeClick": false, "breadcrumb": patch{"show": false}, "left": 0, "top": 0, "right": 0, "bottom": 0, "width": "100%", "height": "100%"},
		"series.label":      {"fontSize": 13, "overflow": "break", "lineOverflow": "truncate"},
		"series.itemStyle":  {"gapWidth": 2, "borderColor": "var(--bg)", "borderWidth": 0},
		"series.emphasis":   {"disabled": true},
		"series.upperLabel": {"show": false},
	})
}
