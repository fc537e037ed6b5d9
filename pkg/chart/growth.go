package chart

import (
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// Growth is the panel of changes on the same period under the chart of years:
// percent or points, up and down from zero, each with its number. left is the
// place of its axis, as in Layout. ok is false where no year has a change.
func Growth(rows []report.Row, lang i18n.Lang, left int) (c Chart, ok bool, err error) {
	p := i18n.For(lang)
	bars := make([]bar, len(rows))
	names := make([]string, len(rows))
	var read []string
	for i, row := range rows {
		names[i] = p.PeriodShort(row.Result.Period)
		change := row.Growth
		if change.None() {
			change = row.Points
		}
		bars[i] = bar{Value: coordinate(change)}
		if change.None() {
			continue
		}
		ok = true
		bars[i].Text, bars[i].ItemStyle = changed(change, p), &barStyle{Color: "var(--bar)"}
		if row.Result.Actual.Status == indicator.Estimate {
			bars[i].ItemStyle = hatched()
		}
		if r := row.Result; r.Growth != nil && r.Growth.Sign() < 0 || r.Growth == nil && r.Points.Sign() < 0 {
			bars[i].Label = &itemLabel{Position: "bottom"}
		}
		read = append(read, names[i]+": "+bars[i].Text)
	}
	if !ok {
		return Chart{}, false, nil
	}
	c = Chart{Title: p.T("chart.growth"), Width: 900, Height: 130}
	c.Alt = p.T("chart.alt", "title", c.Title, "rows", strings.Join(read, "; "))
	c.Options, err = growthOptions(names, bars, lang, left)
	return c, true, err
}

// changed prints a change with its sign, with a decimal as tables do; none is a
// plain 0.
func changed(v report.Value, p *i18n.Printer) string {
	if v.Plain == "0" {
		return v.Text
	}
	v.Text = p.Format().Text(v.Plain, 1)
	return signed(v)
}

func growthOptions(names []string, bars []bar, lang i18n.Lang, left int) ([]byte, error) {
	c := base()
	c.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: strconv.Itoa(left), Right: "1", Top: "18", Bottom: "18"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", AxisLabel: &opts.AxisLabel{Formatter: types.FuncStr("fn:" + string(lang) + "Signed"), Color: "var(--text-2)"}}),
	)
	c.SetXAxis(names)
	c.AddSeries("", nil, charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "top", Formatter: "fn:item", Color: "var(--text)"}))
	c.MultiSeries[0].Data = bars
	c.MultiSeries[0].BarWidth, c.MultiSeries[0].BarMaxWidth = "22%", "26"
	c.Validate()
	return options(c, map[string]patch{
		"xAxis.axisTick":  {"show": false},
		"xAxis.axisLine":  {"lineStyle": map[string]any{"color": "var(--line-strong)"}},
		"yAxis":           {"splitNumber": 2},
		"yAxis.splitLine": {"lineStyle": map[string]any{"color": "var(--line)"}},
		"tooltip":         {"show": false},
		"series.label":    {"fontSize": 12, "fontWeight": "bold"},
	})
}
