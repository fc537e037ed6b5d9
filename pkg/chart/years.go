package chart

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// A Layout says how the chart of years stands on its page.
type Layout struct {
	Left int // of the axis from the left end, in pixels, so that years stand over the columns of a table
	// Lines joins the plans of every level; without it a short line over each
	// year marks the judging plan alone.
	Lines bool
	// First is the code of the level drawn as the judging one; empty: that of
	// the last year.
	First string
	// Breaks are marked by dashed lines between the bars.
	Breaks []report.Break
}

// Years is the chart of one indicator on a page: a bar for each year's actual
// with its value over it, the plans of the levels, and under each year the
// percent of its judging plan. ok is false where there is nothing to draw.
func Years(rows []report.Row, lang i18n.Lang, l Layout) (c Chart, ok bool, err error) {
	b := &yearChart{series: series{p: i18n.For(lang), rows: rows}, layout: l}
	if !b.any() {
		return Chart{}, false, nil
	}
	c = Chart{Title: rows[len(rows)-1].Name, Width: 900, Height: 360}
	c.Alt = b.alt(c.Title)
	if c.Options, err = b.draw(); err != nil {
		return c, true, err
	}
	c.Options, err = broken(c.Options, l.Breaks, len(rows))
	for _, x := range l.Breaks {
		c.Alt += " " + x.Text
	}
	return c, true, err
}

type yearChart struct {
	series
	layout Layout
}

// A mark is one point of a series that is no bar.
type mark struct {
	Value      any        `json:"value"`
	Text       string     `json:"text,omitempty"`
	Symbol     string     `json:"symbol,omitempty"`
	SymbolSize any        `json:"symbolSize,omitempty"`
	ItemStyle  *barStyle  `json:"itemStyle,omitempty"`
	Label      *itemLabel `json:"label,omitempty"`
}

func (b *yearChart) draw() ([]byte, error) {
	c := base()
	c.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: strconv.Itoa(b.layout.Left), Right: "1", Top: "44", Bottom: "52"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: "var(--text-2)"}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Name: b.rows[len(b.rows)-1].Measure, AxisLabel: &opts.AxisLabel{Formatter: types.FuncStr("fn:" + string(b.p.Lang())), Color: "var(--text-2)"}}),
	)
	c.SetXAxis(b.years())
	c.AddSeries(b.p.T("chart.actual"), nil)
	c.MultiSeries[0].Data = b.actuals()
	c.MultiSeries[0].BarWidth, c.MultiSeries[0].BarMaxWidth = "44%", "52"
	for i, level := range b.ordered() {
		if b.layout.Lines {
			b.joined(c, i, level)
		} else if i == 0 {
			b.over(c)
		}
	}
	b.values(c)
	c.Validate()
	return b.finish(c)
}

// ordered are the levels, the one drawn as the judging one first.
func (b *yearChart) ordered() []string {
	codes := b.levels()
	if at := slices.Index(codes, b.layout.First); at > 0 {
		codes = slices.Insert(slices.Delete(codes, at, at+1), 0, b.layout.First)
	}
	return codes
}

func (b *yearChart) finish(c *charts.Bar) ([]byte, error) {
	raw, err := options(c, map[string]patch{
		"xAxis":               {"nameLocation": "start", "nameGap": 6},
		"xAxis.nameTextStyle": {"color": "var(--text-3)", "fontSize": 11, "align": "right", "verticalAlign": "top", "padding": []int{25, 4, 0, 0}},
		"xAxis.axisTick":      {"show": false},
		"xAxis.axisLabel":     {"lineHeight": 17, "interval": 0, "rich": map[string]any{"missed": patch{"color": "var(--missed)", "fontWeight": "bold", "fontSize": 12}}},
		"xAxis.axisLine":      {"lineStyle": map[string]any{"color": "var(--line-strong)"}},
		"yAxis":               {"min": b.floor(), "splitNumber": 4, "nameGap": 14},
		"yAxis.splitLine":     {"lineStyle": map[string]any{"color": "var(--line)"}},
		"yAxis.nameTextStyle": {"color": "var(--text-2)", "align": "right", "padding": []int{0, 8, 0, 0}},
		"tooltip":             {"renderMode": "richText"},
	})
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	name := ""
	if b.percents() {
		name = b.p.T("chart.percent_of_plan")
	}
	return media(tree,
		map[string]patch{"xAxis.axisLabel": {"fontSize": 12}, "xAxis": {"name": name}},
		map[string]patch{"xAxis.axisLabel": {"fontSize": 11}, "xAxis": {"name": ""}})
}

// years are the names under the bars, with the percent of the judging plan. A
// plan missed says so in words too.
func (b *yearChart) years() []string {
	labels := make([]string, len(b.rows))
	for i := range b.rows {
		row := &b.rows[i]
		labels[i] = b.p.PeriodShort(row.Result.Period)
		if row.Status != "" {
			labels[i] += " " + row.Status
		}
		switch {
		case !b.percents():
		case row.Judging < 0 || row.Plans[row.Judging].Percent.None():
			labels[i] += "\n–"
		case row.Result.Verdict == indicator.NotMet:
			labels[i] += "\n{missed|" + row.Plans[row.Judging].Percent.Text + "%}\n{missed|" + i18n.Lowered(row.Verdict) + "}"
		default:
			labels[i] += "\n" + row.Plans[row.Judging].Percent.Text + "%"
		}
	}
	return labels
}

// percents reports whether any year has a percent of plan.
func (b *yearChart) percents() bool {
	return slices.ContainsFunc(b.rows, func(r report.Row) bool { return r.Judging >= 0 && !r.Plans[r.Judging].Percent.None() })
}

// actuals are the bars.
func (b *yearChart) actuals() []bar {
	bars := make([]bar, len(b.rows))
	for i, row := range b.rows {
		bars[i] = bar{Value: coordinate(row.Actual), Text: b.tip(row.Result, row.Actual.Text, row.Measure, row.Status), ItemStyle: &barStyle{Color: "var(--bar)"}}
		if a := row.Result.Actual; a != nil && a.Status == indicator.Estimate {
			bars[i].ItemStyle = hatched()
		}
	}
	return bars
}

// tip is what a bar says when it is pointed at.
func (b *yearChart) tip(r indicator.Result, value, measure, status string) string {
	return b.p.T("chart.tip", "period", b.p.PeriodShort(r.Period), "value", value, "measure", measure, "status", status)
}

// opaque undoes what the library does to points of its own accord.
var opaque = &opts.ItemStyle{Opacity: opts.Float(1)}

// dots is the short line of a plan that is only proposed.
const dots = "path://M0 0h4v3h-4zM9 0h4v3h-4zM18 0h4v3h-4zM27 0h4v3h-4zM36 0h4v3h-4zM45 0h4v3h-4zM54 0h4v3h-4z"

// over marks each year's judging plan by a short line.
func (b *yearChart) over(c *charts.Bar) {
	marks := make([]mark, len(b.rows))
	for i := range b.rows {
		row := &b.rows[i]
		marks[i] = mark{Value: none}
		p := judging(row)
		if v := single(p); !v.None() {
			marks[i] = mark{Value: coordinate(v), Text: p.Phrase + " " + v.Text, Symbol: "rect", SymbolSize: []int{62, 3}, ItemStyle: &barStyle{Color: "var(--plan)"}}
			if p.Result.Plan.Basis == indicator.Proposed {
				marks[i].Symbol = dots
			}
		}
	}
	c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{Name: b.p.T("chart.plan"), Type: "scatter", Data: marks, ItemStyle: opaque})
}

func judging(row *report.Row) *report.PlanRow {
	if row.Judging < 0 {
		return nil
	}
	return &row.Plans[row.Judging]
}

// joined draws the line of one level, as the series of documents does, but
// without a name: the table below names each line by its mark.
func (b *yearChart) joined(c *charts.Bar, order int, level string) {
	first := len(c.MultiSeries)
	b.lines(c, order, level)
	for _, line := range c.MultiSeries[first:] {
		for i := range line.Data.([]point) {
			line.Data.([]point)[i].Label = nil
		}
	}
}

// newest is the last year with an actual; -1 if there is none.
func (b *yearChart) newest() int {
	for i := len(b.rows) - 1; i >= 0; i-- {
		if !b.rows[i].Actual.None() {
			return i
		}
	}
	return -1
}

// values puts each year's number over its bar, above the plan where that lies
// in the way; a year with a plan alone says what it is.
func (b *yearChart) values(c *charts.Bar) {
	top := b.top()
	marks := make([]mark, len(b.rows))
	for i := range b.rows {
		row := &b.rows[i]
		actual, has := coordinate(row.Actual).(float64)
		marks[i] = mark{Value: none}
		switch p := judging(row); {
		case has:
			at := actual
			for k := range row.Plans {
				if v, ok := coordinate(single(&row.Plans[k])).(float64); ok && v > at && v-at < top/9 && (b.layout.Lines || k == row.Judging) {
					at = v
				}
			}
			marks[i] = mark{Value: at, Text: row.Actual.Text, Label: &itemLabel{Color: "var(--text)", FontWeight: "bold"}}
		case !single(p).None() && !b.layout.Lines && i > b.newest():
			key := "chart.plan_short"
			if p.Result.Plan.Basis == indicator.Proposed {
				key = "chart.plan_proposed"
			}
			text := p.Low.Text + "\n" + b.p.T(key)
			marks[i] = mark{Value: coordinate(p.Low), Text: text, Label: &itemLabel{Color: "var(--text-2)"}}
		}
	}
	s := charts.SingleSeries{Name: b.p.T("chart.actual"), Type: "scatter", Data: marks, SymbolSize: 1, ItemStyle: opaque}
	s.ConfigureSeriesOpts(charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "top", Formatter: "fn:item", LineHeight: 15}))
	c.MultiSeries = append(c.MultiSeries, s)
}
