package chart

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// marks are the shapes of the levels' marks, the judging level's first.
var marks = []string{"diamond", "triangle", "rect", "pin", "arrow"}

// A point is one plan on the line of its level.
type point struct {
	Value      any         `json:"value"`
	Text       string      `json:"text,omitempty"`
	Symbol     string      `json:"symbol,omitempty"`
	SymbolSize int         `json:"symbolSize,omitempty"`
	ItemStyle  *barStyle   `json:"itemStyle,omitempty"`
	Label      *pointLabel `json:"label,omitempty"`
}

// A pointLabel names a line at its last point.
type pointLabel struct {
	Show       bool   `json:"show"`
	Position   string `json:"position"`
	Color      string `json:"color"`
	FontSize   int    `json:"fontSize"`
	Width      int    `json:"width"`
	Overflow   string `json:"overflow"`
	LineHeight int    `json:"lineHeight"`
	Offset     []int  `json:"offset,omitempty"` // to the right and down, in pixels
}

// levels are the codes of the levels with a plan that is one number, the
// judging level of the last row first.
func (b *series) levels() []string {
	var codes []string
	seen := map[string]bool{}
	add := func(p *report.PlanRow) {
		if !single(p).None() && !seen[p.Level] {
			seen[p.Level] = true
			codes = append(codes, p.Level)
		}
	}
	for i := len(b.rows) - 1; i >= 0; i-- {
		if row := &b.rows[i]; row.Judging >= 0 {
			add(&row.Plans[row.Judging])
		}
	}
	for i := len(b.rows) - 1; i >= 0; i-- {
		for k := range b.rows[i].Plans {
			add(&b.rows[i].Plans[k])
		}
	}
	return codes
}

// plan is a row's plan of a level; nil if it has none.
func (b *series) plan(row int, level string) *report.PlanRow {
	for k := range b.rows[row].Plans {
		if p := &b.rows[row].Plans[k]; p.Level == level {
			return p
		}
	}
	return nil
}

// lines adds the line of a level: solid through decided plans, dotted on to
// proposed ones.
func (b *series) lines(c *charts.Bar, order int, level string) *point {
	colour := "var(--plan-other)"
	if order == 0 {
		colour = "var(--plan)"
	}
	solid, dotted := make([]point, len(b.rows)), make([]point, len(b.rows))
	proposed := false
	for i := range b.rows {
		solid[i], dotted[i] = point{Value: none}, point{Value: none}
		p := b.plan(i, level)
		v := single(p)
		if v.None() {
			continue
		}
		at := point{Value: coordinate(v), Text: p.Phrase + " " + v.Text, Symbol: marks[order%len(marks)], SymbolSize: 11, ItemStyle: &barStyle{Color: colour}}
		if p.Result.Plan.Basis != indicator.Proposed {
			solid[i] = at
			continue
		}
		proposed = true
		at.ItemStyle = &barStyle{Color: "var(--bg)", BorderColor: colour, BorderWidth: 1.5}
		dotted[i] = at
		if i > 0 && dotted[i-1].Value == none && solid[i-1].Value != none {
			dotted[i-1] = point{Value: solid[i-1].Value, Symbol: "none"}
		}
	}
	ends := solid
	if proposed {
		ends = dotted
	}
	last := name(ends, colour)
	b.add(c, solid, colour, "solid")
	if proposed {
		b.add(c, dotted, colour, "dotted")
	}
	return last
}

// name shows the text of a line's last point: whose plan it is, and the plan.
// It gives that point; nil of a line without one.
func name(points []point, colour string) *point {
	for i := len(points) - 1; i >= 0; i-- {
		if points[i].Value != none {
			points[i].Label = &pointLabel{Show: true, Position: "right", Color: colour, FontSize: 12, Width: 120, Overflow: "break", LineHeight: 14}
			return &points[i]
		}
	}
	return nil
}

// Room of the names of lines, in pixels: the plot, and a name on two lines.
const (
	plotWidth  = 730
	plotHeight = 290
	nameHeight = 32
)

// apart moves the names of lines beside the last bar, and down where they end
// close together, so that each can be read. top is the largest value of the
// chart.
func apart(ends []*point, top float64, periods int) {
	beside := plotWidth/(2*periods) - 12
	slices.SortFunc(ends, func(x, y *point) int { return cmp.Compare(height(y, top), height(x, top)) })
	lowest := math.Inf(1)
	for _, p := range ends {
		at := height(p, top)
		down := max(0, at-(lowest-nameHeight))
		p.Label.Offset = []int{beside, int(down)}
		at -= down
		lowest = at
	}
}

// height is how high above the axis a point lies, in pixels.
func height(p *point, top float64) float64 {
	f, ok := p.Value.(float64)
	if !ok || top <= 0 {
		return 0
	}
	return f / top * plotHeight
}

// add appends one line to the chart. Gaps stay gaps.
func (b *series) add(c *charts.Bar, points []point, colour, kind string) {
	line := charts.SingleSeries{
		Name: b.p.T("chart.plan"), Type: "line", Data: points, ConnectNulls: opts.Bool(false),
		LineStyle: &opts.LineStyle{Color: colour, Width: 1.5, Type: kind},
	}
	line.ConfigureSeriesOpts(charts.WithLabelOpts(opts.Label{Show: opts.Bool(false), Formatter: "fn:item"}))
	c.MultiSeries = append(c.MultiSeries, line)
}
