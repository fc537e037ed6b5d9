// Package chart makes the charts of pages and documents: options for ECharts
// as JSON, and the same options drawn as SVG and PNG for files. Coordinates
// are the only floating-point numbers of the program; every number a reader
// sees is a text of the summary.
//
// Options hold no code. Colours are names of the style sheet's tokens,
// "var(--bar)", and formatters are names that web/static/js/number.js knows,
// "fn:item"; page and server put the same things in their places.
package chart

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"muctieu/pkg/report"
)

// A Chart is one chart ready to be drawn.
type Chart struct {
	Title   string          // stands over it
	Alt     string          // what it shows, in words
	Options json.RawMessage // for ECharts, after colours and formatters are put in
	Width   int             // in pixels, where it is drawn on the server
	Height  int             // in pixels
	// Outside names rows that have no bar, each with verdict and difference.
	Outside []string
}

// A bar is one data item. Text is the number as the summary prints it, and
// stands at the bar and in its tip.
type bar struct {
	Value     any        `json:"value"` // a number, or "-" for none
	Text      string     `json:"text"`
	ItemStyle *barStyle  `json:"itemStyle,omitempty"`
	Label     *itemLabel `json:"label,omitempty"`
}

// A barStyle is how one bar looks.
type barStyle struct {
	Color       string  `json:"color,omitempty"`
	BorderColor string  `json:"borderColor,omitempty"`
	BorderWidth float64 `json:"borderWidth,omitempty"`
	BorderType  string  `json:"borderType,omitempty"`
	Decal       *decal  `json:"decal,omitempty"`
}

// A decal is a hatching.
type decal struct {
	Symbol     string `json:"symbol"`
	Color      string `json:"color"`
	DashArrayX any    `json:"dashArrayX"`
	DashArrayY any    `json:"dashArrayY"`
	Rotation   any    `json:"rotation"`
}

// An itemLabel is how the text at one bar looks.
type itemLabel struct {
	Position   string `json:"position,omitempty"`
	Color      string `json:"color,omitempty"`
	Formatter  string `json:"formatter,omitempty"`
	FontWeight string `json:"fontWeight,omitempty"`
	Background string `json:"backgroundColor,omitempty"`
	Padding    []int  `json:"padding,omitempty"` // above and below, left and right
}

// hatched is the look of an estimate: the bar's colour in slanted lines on a
// pale ground.
func hatched() *barStyle {
	return &barStyle{
		Color: "var(--hatch)", BorderColor: "var(--bar)", BorderWidth: 1,
		Decal: &decal{Symbol: "rect", Color: "var(--bar)", DashArrayX: []int{1, 0}, DashArrayY: []int{2, 4}, Rotation: -0.7853981633974483},
	}
}

// none stands for a missing number in options.
const none = "-"

// coordinate is where a plain number lies on an axis.
func coordinate(v report.Value) any {
	f, err := strconv.ParseFloat(v.Plain, 64)
	if err != nil {
		return none
	}
	return f
}

// patch is what options need and the library has no field for.
type patch map[string]any

// options gives a chart's options as JSON. Patches go into its parts by name,
// "yAxis.axisLabel"; where a part is a list, into its first member.
func options(c interface{ JSON() map[string]any }, patches map[string]patch) (json.RawMessage, error) {
	raw, err := json.Marshal(c.JSON())
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	tree["animation"] = false
	delete(tree, "toolbox")
	for path, p := range patches {
		put(tree, path, p)
	}
	return json.Marshal(tree)
}

// base is a chart of bars with nothing around it: title and legend stand on
// the page, tips are drawn without HTML so that the page's policy holds.
func base() *charts.Bar {
	c := charts.NewBar()
	c.SetGlobalOptions(
		charts.WithTitleOpts(opts.Title{Show: opts.Bool(false)}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item", Formatter: "fn:item"}),
	)
	return c
}
