package chart

import (
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// Series is the chart of one indicator over several periods, in order: a bar
// for each actual, a line over the plans of each level, marks of a different
// shape for each. Estimates are hatched; plans that are only proposed have
// hollow marks on a dotted line. Under each period stands the percent of its
// judging plan. ok is false if no row has an actual or a plan that is one
// number.
func Series(rows []report.Row, lang i18n.Lang) (c Chart, ok bool, err error) {
	b := &series{p: i18n.For(lang), rows: rows}
	if !b.any() {
		return Chart{}, false, nil
	}
	last := rows[len(rows)-1]
	c = Chart{Title: b.p.T("chart.series", "name", last.Name), Width: 900, Height: 360}
	c.Alt = b.alt(c.Title)
	c.Options, err = b.options()
	return c, true, err
}

// A series makes the chart of one indicator.
type series struct {
	p    *i18n.Printer
	rows []report.Row
}

func (b *series) any() bool {
	for _, row := range b.rows {
		if !row.Actual.None() {
			return true
		}
	}
	return len(b.levels()) > 0
}

// single is a plan that is one number, also about one; none for others.
func single(p *report.PlanRow) report.Value {
	if p == nil || !p.Result.Plan.Target.Operator.Plain() {
		return report.Value{}
	}
	return p.Low
}

func (b *series) alt(title string) string {
	parts := make([]string, len(b.rows))
	for i, row := range b.rows {
		parts[i] = b.p.PeriodShort(row.Result.Period) + ": " + strings.TrimSpace(row.Status+" "+row.Actual.Text)
		if row.Actual.None() {
			parts[i] = b.p.PeriodShort(row.Result.Period) + ": " + i18n.Lowered(b.p.T("core.verdict_no_data"))
		}
	}
	return b.p.T("chart.alt", "title", title, "rows", strings.Join(parts, "; "))
}

func (b *series) options() ([]byte, error) {
	c := base()
	measure := b.rows[len(b.rows)-1].Measure
	c.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{Left: "8", Right: "130", Top: "36", Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: "var(--text)"}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Name: measure, AxisLabel: &opts.AxisLabel{Formatter: types.FuncStr("fn:" + string(b.p.Lang())), Color: "var(--text-2)"}}),
	)
	c.SetXAxis(b.labels())
	c.AddSeries(b.p.T("chart.actual"), nil, charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "insideTop", Formatter: "fn:item"}))
	c.MultiSeries[0].Data = b.bars()
	c.MultiSeries[0].BarMaxWidth = "64"
	var ends []*point
	for i, level := range b.levels() {
		if last := b.lines(c, i, level); last != nil {
			ends = append(ends, last)
		}
	}
	apart(ends, b.top(), len(b.rows))
	c.Validate()
	return options(c, map[string]patch{
		"xAxis.axisTick":      {"show": false},
		"xAxis.axisLabel":     {"fontSize": 13, "lineHeight": 17},
		"xAxis.axisLine":      {"lineStyle": map[string]any{"color": "var(--line-strong)"}},
		"yAxis":               {"min": b.floor()},
		"yAxis.splitLine":     {"lineStyle": map[string]any{"color": "var(--line)"}},
		"yAxis.nameTextStyle": {"color": "var(--text-2)"},
		"tooltip":             {"renderMode": "richText"},
		"series.label":        {"fontSize": 12, "color": "var(--text)"},
	})
}

// floor is where the axis of values begins: at zero, unless a value lies below.
func (b *series) floor() any {
	for _, row := range b.rows {
		if strings.HasPrefix(row.Actual.Plain, "-") {
			return nil
		}
	}
	return 0
}

// top is the largest value of the chart.
func (b *series) top() float64 {
	most := 0.0
	for i := range b.rows {
		values := []report.Value{b.rows[i].Actual}
		for k := range b.rows[i].Plans {
			values = append(values, single(&b.rows[i].Plans[k]))
		}
		for _, v := range values {
			if f, ok := coordinate(v).(float64); ok {
				most = max(most, f)
			}
		}
	}
	return most
}

// labels are the periods, and under them the percent of the judging plan.
func (b *series) labels() []string {
	labels := make([]string, len(b.rows))
	for i, row := range b.rows {
		labels[i] = b.p.PeriodShort(row.Result.Period)
		if row.Judging >= 0 && !row.Plans[row.Judging].Percent.None() {
			labels[i] += "\n" + row.Plans[row.Judging].Percent.Text + "%"
		}
	}
	return labels
}

func (b *series) bars() []bar {
	bars := make([]bar, len(b.rows))
	for i, row := range b.rows {
		bars[i] = bar{Value: coordinate(row.Actual), Text: row.Actual.Text, ItemStyle: &barStyle{Color: "var(--bar)"}, Label: &itemLabel{Color: "var(--bg)"}}
		if a := row.Result.Actual; a != nil && a.Status == indicator.Estimate {
			bars[i].ItemStyle = hatched()
			bars[i].Label = &itemLabel{Color: "var(--text)", Background: "var(--bg)", Padding: []int{1, 3}}
		}
	}
	return bars
}
