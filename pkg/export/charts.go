package export

import (
	"context"

	"muctieu/pkg/chart"
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// ChartFonts are the fonts for charts that go into documents: those of the
// text around them.
func ChartFonts() chart.Fonts { return chart.Fonts{Regular: Font(Regular), Bold: Font(Bold)} }

// chartWidth is narrower than on a page, so that letters stay readable at the
// width of a page of paper.
const chartWidth = 660

// chartFactor is how many times larger than on a page a chart is drawn, so
// that it prints sharply.
const chartFactor = 2.5

// ChartsOf draws the charts of a summary's document with the options of the
// board: percent of plan, of a month or quarter as of all months so far, with what no bar stands for in its description. A
// summary without a percentage has none. The error is that of the drawing or
// of the context.
func ChartsOf(ctx context.Context, r *chart.Renderer, s report.Summary) ([]Image, error) {
	s = s.SinceStart()
	c, ok, err := chart.Completion(s)
	if err != nil || !ok {
		return nil, err
	}
	c.Width = chartWidth
	if p := i18n.For(s.Lang); !s.Period.IsYear() {
		c.Title = p.T("export.chart_in_year", "period", p.Period(s.Period), "year", s.Period.Year)
	}
	png, err := r.PNG(ctx, c, chartFactor)
	if err != nil {
		return nil, err
	}
	return []Image{{PNG: png, Title: c.Title, Alt: c.Alt}}, nil
}
