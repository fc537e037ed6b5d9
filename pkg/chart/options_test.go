package chart

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// thereIs gives the chart there must be.
func thereIs(t *testing.T) func(Chart, bool, error) Chart {
	t.Helper()
	return func(c Chart, ok bool, err error) Chart {
		t.Helper()
		if err != nil || !ok {
			t.Fatalf("a chart: %t, %v", ok, err)
		}
		return c
	}
}

func completionOf(t *testing.T, s report.Summary) Chart {
	t.Helper()
	return thereIs(t)(Completion(s))
}

func seriesOf(t *testing.T, rows []report.Row) Chart {
	t.Helper()
	return thereIs(t)(Series(rows, i18n.Vi))
}

func TestCompletionGolden(t *testing.T) {
	golden(t, "completion.json", completionOf(t, summary()).Options)
}

func TestSeriesGolden(t *testing.T) { golden(t, "series.json", seriesOf(t, years()).Options) }

// An option as far as the tests read it.
type option struct {
	XAxis []struct{ Min, Max any } `json:"xAxis"`
	YAxis []struct {
		Data []string
		Min  any
	} `json:"yAxis"`
	Tooltip struct{ RenderMode string }
	Series  []struct {
		Type string
		Data []struct {
			Value     any
			Text      string
			Symbol    string
			ItemStyle struct {
				Color, BorderColor string
				Decal              *struct{ Symbol string }
			}
		}
		LineStyle struct{ Type string }
	}
}

func parse(t *testing.T, c Chart) option {
	t.Helper()
	var o option
	if err := json.Unmarshal(c.Options, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCompletionBars(t *testing.T) {
	o := parse(t, completionOf(t, summary()))
	tests := []struct {
		name, text, colour string
		value              float64
		hatched            bool
	}{
		{"Thu ngân sách nhà nước trên địa bàn", "100%", "var(--hatch)", 100, true},
		{"kế hoạch HĐND quận giao", "89%", "transparent", 89, false},
		{"Tổng mức bán lẻ hàng hóa", "95,2% không đạt", "var(--missed-fill)", 95.2, false},
		{"Vốn đầu tư", "188,3% →", "var(--bar)", 125, false}, // cut, with an arrow
		{"fn:vi0 <b>var(--bar)</b>", "110,6%", "var(--bar)", 110.6, false},
	}
	if got := len(o.Series[0].Data); got != len(tests) {
		t.Fatalf("%d bars, want %d", got, len(tests))
	}
	for i, tt := range tests {
		got := o.Series[0].Data[i]
		if o.YAxis[0].Data[i] != tt.name || got.Text != tt.text || got.ItemStyle.Color != tt.colour || got.Value != tt.value || (got.ItemStyle.Decal != nil) != tt.hatched {
			t.Errorf("bar %d: %q %+v, want %+v", i, o.YAxis[0].Data[i], got, tt)
		}
	}
	if o.XAxis[0].Min != 0.0 || o.XAxis[0].Max != 125.0 {
		t.Errorf("axis from %v to %v, want 0 to 125", o.XAxis[0].Min, o.XAxis[0].Max)
	}
	if o.Tooltip.RenderMode != "richText" {
		t.Errorf("tips are drawn as %q; HTML would break the page's policy", o.Tooltip.RenderMode)
	}
}

func TestCompletionOutside(t *testing.T) {
	want := []string{"Tỷ lệ người dân tham gia bảo hiểm y tế: Vượt, chênh lệch +0,4 điểm %", "Chưa có kế hoạch: Chưa giao kế hoạch"}
	c := completionOf(t, summary())
	if !slices.Equal(c.Outside, want) {
		t.Errorf("outside %q, want %q", c.Outside, want)
	}
	for _, part := range []string{"Vốn đầu tư 188,3% →", "Tổng mức bán lẻ hàng hóa 95,2% không đạt"} {
		if !strings.Contains(c.Alt, part) {
			t.Errorf("the description %q lacks %q", c.Alt, part)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	s := summary()
	s.Rows = s.Rows[5:]
	if _, ok, err := Completion(s); ok || err != nil {
		t.Errorf("Completion without percent: ok %t, %v", ok, err)
	}
	if _, ok, err := Series([]report.Row{row("a", "2022", "", indicator.Final)}, i18n.Vi); ok || err != nil {
		t.Errorf("Series without values: ok %t, %v", ok, err)
	}
}

func TestSeriesLines(t *testing.T) {
	o := parse(t, seriesOf(t, years()))
	var kinds []string
	for _, s := range o.Series {
		kinds = append(kinds, s.Type+" "+s.LineStyle.Type)
	}
	if want := []string{"bar ", "line solid", "line dotted", "line solid"}; !slices.Equal(kinds, want) {
		t.Fatalf("series %q, want %q", kinds, want)
	}
	if got := o.Series[0].Data[3].Value; got != "-" {
		t.Errorf("a year without actual has the bar %v, want none", got)
	}
	if bars := o.Series[0].Data; bars[2].ItemStyle.Decal == nil || bars[1].ItemStyle.Decal != nil {
		t.Error("the estimate alone is hatched")
	}
	if p := o.Series[2].Data[3]; p.ItemStyle.Color != "var(--bg)" || p.Value != 31362.92 {
		t.Errorf("proposed plan %+v, want a hollow mark at 31362.92", p)
	}
	if got := o.YAxis[0].Min; got != 0.0 {
		t.Errorf("bars begin at %v, want 0", got)
	}
	if o.Series[1].Data[2].Symbol == o.Series[3].Data[2].Symbol {
		t.Error("marks of two levels have one shape")
	}
}

// Below zero the axis must reach down.
func TestSeriesBelowZero(t *testing.T) {
	rows := []report.Row{row("Tốc độ tăng", "2021", "-4.13", indicator.Final), row("Tốc độ tăng", "2022", "2.28", indicator.Final)}
	if got := parse(t, seriesOf(t, rows)).YAxis[0].Min; got != nil {
		t.Errorf("axis begins at %v, want it left open", got)
	}
}

func TestNamesOfLinesKeepApart(t *testing.T) {
	ends := []*point{{Value: 1000.0, Label: &pointLabel{}}, {Value: 990.0, Label: &pointLabel{}}, {Value: 10.0, Label: &pointLabel{}}}
	apart(ends, 1000, 4)
	var last float64
	for i, p := range ends {
		at := height(p, 1000) - float64(p.Label.Offset[1])
		if i > 0 && at > last-nameHeight+1 {
			t.Errorf("name %d at %.0f, only %.0f below the one before", i, at, last-at)
		}
		last = at
	}
	if got := ends[2].Label.Offset[1]; got != 0 {
		t.Errorf("a name with room moved by %d", got)
	}
}
