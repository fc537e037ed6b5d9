package indicator_test

import (
	"fmt"
	"testing"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// months enters one value for each of the first n months.
func (s *scene) months(code Code, n int) {
	for m := 1; m <= n; m++ {
		s.figure("lechan", code, fmt.Sprintf("2022-M%02d", m), fmt.Sprint(m), Final)
	}
}

func TestDerivedFromMonths(t *testing.T) {
	stock := sum("x")
	stock.Kind, stock.OverTime = Stock, OverLast
	never := rate("x", Higher)
	never.OverTime = OverSum // even where the catalogue says otherwise
	lastRate := rate("x", Higher)
	lastRate.OverTime = OverLast
	tests := []struct {
		name   string
		i      Indicator
		period string
		months int
		change func(s *scene)
		want   string
	}{
		{"flow: quarter", sum("x"), "2022-Q1", 3, nil, "6"},
		{"flow: second quarter", sum("x"), "2022-Q2", 6, nil, "15"},
		{"flow: six months", sum("x"), "2022-YTD06", 6, nil, "21"},
		{"flow: year", sum("x"), "2022", 12, nil, "78"},
		{"stock: the last month's", stock, "2022-YTD06", 6, nil, "6"},
		{"a month is missing", sum("x"), "2022-YTD06", 5, nil, "–"},
		{"stock: all months are needed too", stock, "2022-Q2", 5, nil, "–"},
		{"a month withdrawn", sum("x"), "2022-Q1", 3, func(s *scene) { s.figure("lechan", "x", "2022-M02", "", Withdrawn) }, "–"},
		{"a month not applicable", sum("x"), "2022-Q1", 3, func(s *scene) { s.figure("lechan", "x", "2022-M02", "", NotApplicable) }, "–"},
		{"never for rates", never, "2022-Q1", 3, nil, "–"},
		{"never for rates, not even the last", lastRate, "2022-Q1", 3, nil, "–"},
		{"a typed figure comes first", sum("x"), "2022-Q1", 3, func(s *scene) { s.figure("lechan", "x", "2022-Q1", "7", Final) }, "7"},
		{"and gives way when withdrawn", sum("x"), "2022-Q1", 3, func(s *scene) { s.figure("lechan", "x", "2022-Q1", "", Withdrawn) }, "6"},
		{"a month is no sum", sum("x"), "2022-M04", 3, nil, "–"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(tt.i)
			s.months("x", tt.months)
			if tt.change != nil {
				tt.change(s)
			}
			if got := value(s.book.Value("lechan", "x", period.MustParse(tt.period))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A derived value says so, is as soft as its softest month, and as
// illustrative as any of them.
func TestDerivedSaysSo(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.months("x", 3)
	q1 := period.MustParse("2022-Q1")
	o := s.book.Value("lechan", "x", q1)
	if o.Rule != FromMonths || o.Origin != Derived || o.Version != 0 || o.Status != Final || len(o.Parts) != 3 {
		t.Errorf("got %+v", o)
	}
	s.figure("lechan", "x", "2022-M02", "2", Estimate, func(f *Figure) { f.Origin = Illustrative })
	if o := s.book.Value("lechan", "x", q1); o.Status != Estimate || o.Origin != Illustrative {
		t.Errorf("status %s, origin %s", o.Status, o.Origin)
	}
}

func TestDerivedTooLarge(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.row("lechan", 2022, "x", Entered)
	for _, m := range []string{"2022-M01", "2022-M02", "2022-M03"} {
		s.figure("lechan", "x", m, "60000000000000000", Final)
	}
	r := s.result("lechan", "x", "2022-Q1")
	if r.Actual != nil || r.Verdict != NoData || key(r.Reason) != "reason.total_too_large" {
		t.Errorf("got %s", said(r))
	}
}

// A month beside the one before it, also where growth is told at other prices
// and where a stock is else compared with the start of the year.
func TestResultBeside(t *testing.T) {
	s := newScene(t)
	stock := sum("stock")
	stock.Kind, stock.OverTime, stock.Base = Stock, OverLast, YearStart
	current, constant := sum("x"), sum("x_2010")
	current.GrowthFrom, constant.PriceBasis = "x_2010", "constant:2010"
	s.add(current, constant, stock)
	for _, code := range []Code{"x", "x_2010", "stock"} {
		s.row("lechan", 2022, code, Entered)
	}
	s.months("x", 4)
	s.months("stock", 4)
	s.figure("lechan", "x_2010", "2022-M03", "10", Final)
	s.figure("lechan", "x_2010", "2022-M04", "11", Final)
	at, before := period.MustParse("2022-M04"), period.MustParse("2022-M03")
	for code, growth := range map[Code]string{"x": "10", "stock": "100/3"} {
		row, _ := s.book.SetOf("lechan", 2022, 2022).Row(code)
		r := s.book.ResultBeside("lechan", row, at, before)
		if value(r.Previous) != "3" || r.PreviousPeriod != before || shown(r.Growth) != growth {
			t.Errorf("%s: growth %s on %s of %s, want %s on 3", code, shown(r.Growth), value(r.Previous), r.PreviousPeriod, growth)
		}
	}
}
