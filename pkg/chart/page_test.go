package chart

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// A wrapped option is one with a layout for phones beside it.
type wrapped struct {
	BaseOption json.RawMessage `json:"baseOption"`
	Media      []struct {
		Query  *struct{ MaxWidth int }
		Option json.RawMessage
	} `json:"media"`
}

func unwrap(t *testing.T, c Chart) (wrapped, option) {
	t.Helper()
	var w wrapped
	var o option
	if err := json.Unmarshal(c.Options, &w); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(w.BaseOption, &o); err != nil {
		t.Fatal(err)
	}
	return w, o
}

// judged gives the rows of the tests their verdicts and the order they stand
// in.
func judged() (report.Summary, []int) {
	s := summary()
	order := make([]int, len(s.Rows))
	for i := range s.Rows {
		order[i] = len(s.Rows) - 1 - i
		s.Rows[i].Result.Verdict = indicator.NotJudged
		if j := s.Rows[i].Judging; j >= 0 {
			s.Rows[i].Result.Verdict = s.Rows[i].Plans[j].Result.Verdict
		}
	}
	return s, order
}

// marked are the years as a summary gives them: official figures bear no mark.
func marked() []report.Row {
	rows := years()
	for i := range rows {
		if a := rows[i].Result.Actual; a == nil || a.Status == indicator.Final {
			rows[i].Status = ""
		}
	}
	return rows
}

func pageOf(t *testing.T) Chart {
	t.Helper()
	c, ok, err := CompletionOnPage(judged())
	if err != nil || !ok {
		t.Fatalf("CompletionOnPage: ok %t, %v", ok, err)
	}
	return c
}

func TestPageGolden(t *testing.T) {
	golden(t, "completion-page.json", pageOf(t).Options)
	for name, l := range map[string]Layout{"years.json": {Left: 66}, "years-lines.json": {Left: 190, Lines: true}} {
		c, ok, err := Years(marked(), i18n.Vi, l)
		if err != nil || !ok {
			t.Fatalf("Years: ok %t, %v", ok, err)
		}
		golden(t, name, c.Options)
	}
}

// The numbers stand in a column of their own, in the order of the bars.
func TestCompletionOnPage(t *testing.T) {
	_, o := unwrap(t, pageOf(t))
	want := []struct{ name, text string }{
		{"fn:vi0 <b>var(--bar)</b>", "110,6%"},
		{"Vốn đầu tư", "188,3% →"},
		{"Tổng mức bán lẻ hàng hóa", "{missed|95,2%}\n{word|không đạt}"},
		{"Thu ngân sách nhà nước trên địa bàn", "100%"},
		{"kế hoạch HĐND quận giao", "{other|89%}"},
	}
	if len(o.YAxis) != 2 || len(o.YAxis[0].Data) != len(want) || len(o.YAxis[1].Data) != len(want) {
		t.Fatalf("axes %+v", o.YAxis)
	}
	for i, tt := range want {
		if o.YAxis[0].Data[i] != tt.name || o.YAxis[1].Data[i] != tt.text {
			t.Errorf("row %d: %q %q, want %q %q", i, o.YAxis[0].Data[i], o.YAxis[1].Data[i], tt.name, tt.text)
		}
	}
}

// What differs on a phone goes back when the drawing grows again.
func TestLayoutForPhones(t *testing.T) {
	w, _ := unwrap(t, pageOf(t))
	if len(w.Media) != 2 || w.Media[0].Query == nil || w.Media[0].Query.MaxWidth != narrow || w.Media[1].Query != nil {
		t.Fatalf("media %+v", w.Media)
	}
	for i, inside := range []string{`"inside":true`, `"inside":false`} {
		if !strings.Contains(string(w.Media[i].Option), inside) {
			t.Errorf("layout %d lacks %s: %s", i, inside, w.Media[i].Option)
		}
	}
}

func TestRowsThatAreNotJudgedHaveNoBar(t *testing.T) {
	s, order := judged()
	for i := range s.Rows {
		s.Rows[i].Result.Verdict = indicator.NotJudged
	}
	if _, ok, err := CompletionOnPage(s, order); ok || err != nil {
		t.Errorf("ok %t, %v; want nothing to draw", ok, err)
	}
}

func TestYears(t *testing.T) {
	rows := marked()
	rows[1].Result.Verdict, rows[1].Verdict = indicator.NotMet, "Không đạt"
	c, _, err := Years(rows, i18n.Vi, Layout{Left: 66})
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		XAxis  []struct{ Data []string } `json:"xAxis"`
		Series []struct {
			Type string
			Data []struct {
				Value  any
				Text   string
				Symbol string
			}
		}
	}
	w, _ := unwrap(t, c)
	if err := json.Unmarshal(w.BaseOption, &o); err != nil {
		t.Fatal(err)
	}
	names := []string{"2020\n102,2%", "2021\n{missed|101%}\n{missed|không đạt}", "2022 ước\n110,6%", "2023\n–"}
	for i, want := range names {
		if got := o.XAxis[0].Data[i]; got != want {
			t.Errorf("year %d is named %q, want %q", i, got, want)
		}
	}
	if len(o.Series) != 3 {
		t.Fatalf("%d series, want bars, marks and values", len(o.Series))
	}
	marks, values := o.Series[1].Data, o.Series[2].Data
	if marks[2].Value != 24445.75 || marks[2].Symbol != "rect" || marks[3].Symbol != dots {
		t.Errorf("marks of plans: %+v", marks)
	}
	if values[2].Text != "27.037" || values[3].Text != "31.362,92\nKH dự kiến" || values[3].Value != 31362.92 {
		t.Errorf("values over the bars: %+v", values)
	}
}

// A value under its plan by a little stands over the plan's line, not in it.
func TestValuesKeepClearOfThePlan(t *testing.T) {
	rows := []report.Row{row("a", "2021", "1000", indicator.Final, city("95", "1050", indicator.NotMet)), row("a", "2022", "500", indicator.Final, city("50", "1000", indicator.NotMet))}
	b := &yearChart{series: series{p: i18n.For(i18n.Vi), rows: rows}}
	c := base()
	b.values(c)
	marks := c.MultiSeries[0].Data.([]mark)
	if marks[0].Value != 1050.0 || marks[1].Value != 500.0 {
		t.Errorf("values at %v and %v, want 1050 and 500", marks[0].Value, marks[1].Value)
	}
}

func TestGrowth(t *testing.T) {
	rows := marked()
	for i, change := range []string{"", "20.1", "-39", "0"} {
		rows[i].Growth = vi(change)
		if change != "" {
			r, _ := coordinate(rows[i].Growth).(float64)
			rows[i].Result.Growth = big.NewRat(int64(r), 1)
			rows[i].Result.Actual = &indicator.Operand{Status: indicator.Final}
		}
	}
	rows[2].Result.Actual.Status = indicator.Estimate
	c, ok, err := Growth(rows, i18n.Vi, 190)
	if err != nil || !ok {
		t.Fatalf("ok %t, %v", ok, err)
	}
	golden(t, "growth.json", c.Options)
	if want := "Tăng, giảm so với cùng kỳ: 2021: +20,1; 2022: −39,0; 2023: 0."; c.Alt != want {
		t.Errorf("read as %q, want %q", c.Alt, want)
	}
	for i := range rows {
		rows[i].Growth = report.Value{}
	}
	if _, ok, err := Growth(rows, i18n.Vi, 190); ok || err != nil {
		t.Errorf("without any change: ok %t, %v", ok, err)
	}
}
