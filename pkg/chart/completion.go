package chart

import (
	"strings"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// fullScale is where the axis of percentages ends; longer bars are cut there
// and marked with an arrow.
const fullScale = 125

// Completion is the chart of percent of plan: a bar for each row that has a
// percentage on its judging level, all on one scale from 0 to 125, a line at
// 100; under it a hollow bar for each other level. Estimates are hatched. Rows
// without a percentage are in Outside, never bars of zero. ok is false if no
// row has a percentage.
func Completion(s report.Summary) (c Chart, ok bool, err error) {
	b := &completion{p: i18n.For(s.Lang)}
	for i := range s.Rows {
		b.row(&s.Rows[i])
	}
	c = Chart{Title: b.p.T("chart.completion", "year", s.Period.Year), Width: 900, Outside: b.outside}
	if len(b.names) == 0 {
		return c, false, nil
	}
	c.Height = 70 + 34*len(b.names)
	c.Alt = b.p.T("chart.alt", "title", c.Title, "rows", strings.Join(b.alt, "; "))
	c.Options, err = b.options()
	return c, true, err
}

// A completion collects bars from top to bottom.
type completion struct {
	p       *i18n.Printer
	names   []string
	bars    []bar
	alt     []string
	outside []string
}

func (b *completion) row(row *report.Row) {
	if row.Judging < 0 || row.Plans[row.Judging].Percent.None() {
		b.outside = append(b.outside, b.without(row))
		return
	}
	b.bar(row, row.Judging)
	for k := range row.Plans {
		if k != row.Judging && !row.Plans[k].Percent.None() {
			b.bar(row, k)
		}
	}
}

// without says of a row with no bar what there is instead.
func (b *completion) without(row *report.Row) string {
	text := row.Name + ": " + row.Verdict
	if row.Judging < 0 {
		return text
	}
	if p := row.Plans[row.Judging]; !p.Points.None() && p.Points.Plain != "0" {
		text += ", " + b.p.T("chart.difference", "by", signed(p.Points), "measure", b.pointsMeasure(row))
	}
	return text
}

// bar adds the bar of one level.
func (b *completion) bar(row *report.Row, level int) {
	plan := row.Plans[level]
	item := bar{Value: coordinate(plan.Percent), Text: plan.Percent.Text + "%", ItemStyle: &barStyle{Color: "var(--bar)"}}
	name := row.Name
	judging := level == row.Judging
	switch {
	case !judging:
		name = plan.Phrase
		item.ItemStyle = &barStyle{Color: "transparent", BorderColor: "var(--plan-other)", BorderWidth: 1.5}
		item.Label = &itemLabel{Color: "var(--plan-other)"}
	case plan.Result.Verdict == indicator.NotMet:
		item.ItemStyle = &barStyle{Color: "var(--missed-fill)"}
		item.Label = &itemLabel{Color: "var(--missed)", FontWeight: "bold"}
		item.Text += " " + i18n.Lowered(plan.Verdict)
	case row.Result.Actual.Status == indicator.Estimate:
		item.ItemStyle = hatched()
	}
	if f, ok := item.Value.(float64); ok && f > fullScale {
		item.Value, item.Text = fullScale, item.Text+" →"
	}
	if across(item) {
		item.Label = b.inside(item.Label)
	}
	b.names = append(b.names, name)
	b.bars = append(b.bars, item)
	b.alt = append(b.alt, name+" "+item.Text)
}

// across reports whether a text behind its bar would lie under the line at
// 100. In a document a letter takes about 3 of the scale's 125 parts.
func across(item bar) bool {
	at, ok := item.Value.(float64)
	return ok && at < 100 && at+3*float64(1+utf8.RuneCountInString(item.Text)) > 100
}

// nameWidth is the room for names, in pixels: what the longest needs, within
// bounds. Longer ones go over two lines.
func (b *completion) nameWidth() int {
	longest := 0
	for _, name := range b.names {
		longest = max(longest, utf8.RuneCountInString(name))
	}
	return min(max(longest*7, 80), 300)
}

// inside puts the text at the end of its bar, on a ground of its own.
func (b *completion) inside(l *itemLabel) *itemLabel {
	if l == nil {
		l = &itemLabel{Color: "var(--text)"}
	}
	l.Position, l.Background, l.Padding = "insideRight", "var(--bg)", []int{1, 4}
	return l
}

func (b *completion) options() ([]byte, error) {
	c := base()
	c.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "90", Top: "28", Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: fullScale, AxisLabel: &opts.AxisLabel{Formatter: types.FuncStr("fn:" + b.percent()), Color: "var(--text-2)"}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: "var(--text)"}}),
	)
	c.SetXAxis(b.names).XYReversal()
	c.AddSeries(b.p.T("chart.percent_of_plan"), nil,
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "right", Formatter: "fn:item", Color: "var(--text)"}),
		charts.WithMarkLineNameXAxisItemOpts(opts.MarkLineNameXAxisItem{Name: b.p.T("chart.plan"), XAxis: 100}),
		charts.WithMarkLineStyleOpts(opts.MarkLineStyle{
			Symbol:    []string{"none", "none"},
			Label:     &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: "start", Color: "var(--plan)"},
			LineStyle: &opts.LineStyle{Color: "var(--plan)", Width: 2, Type: "solid"},
		}))
	c.MultiSeries[0].Data = b.bars
	c.MultiSeries[0].BarWidth = "15"
	c.Validate()
	return options(c, map[string]patch{
		"xAxis":           {"min": 0, "interval": 25},
		"xAxis.splitLine": {"lineStyle": map[string]any{"color": "var(--line)"}},
		"yAxis":           {"inverse": true},
		"yAxis.axisTick":  {"show": false},
		"yAxis.axisLine":  {"lineStyle": map[string]any{"color": "var(--line-strong)"}},
		"yAxis.axisLabel": {"width": b.nameWidth(), "overflow": "break", "lineHeight": 15, "fontSize": 13},
		"tooltip":         {"renderMode": "richText"},
		"series.label":    {"fontSize": 13},
		"series.markLine": {"silent": true},
	})
}

// percent names the formatter of percentages in the reader's language.
func (b *completion) percent() string { return string(b.p.Lang()) + "Percent" }

// signed prints a difference with its sign.
func signed(v report.Value) string {
	if rest, ok := strings.CutPrefix(v.Text, "-"); ok {
		return "−" + rest
	}
	return "+" + v.Text
}

// pointsMeasure is what differences of a row are in: percentage points for
// percentages, else its own measure.
func (b *completion) pointsMeasure(row *report.Row) string {
	if row.Result.Indicator.Measure == "%" {
		return b.p.T("chart.points")
	}
	return row.Measure
}
