package report

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// printed gives percent, growth, ratio, gap and points of the one row, as the
// JSON has them.
func printed(row Row) [5]string {
	p := row.Plans[row.Judging]
	return [5]string{p.Percent.Plain, row.Growth.Plain, row.Ratio.Plain, p.Gap.Plain, row.Points.Plain}
}

func TestRounding(t *testing.T) {
	tests := []struct {
		name                   string
		decimals               int
		actual, plan, previous string
		want                   [5]string
	}{
		{"one decimal, trailing zero dropped", 1, "50", "100", "40", [5]string{"50", "25", "125", "-50", ""}},
		{"half away from zero", 1, "169", "400", "400", [5]string{"42.3", "-57.8", "42.3", "-231", ""}}, // 42.25, -57.75
		{"once, from the exact quotient", 1, "57846", "100000", "100000", [5]string{"57.8", "-42.2", "57.8", "-42154", ""}},
		{"a hair short is not 100", 1, "9996", "10000", "10000", [5]string{"99.96", "-0.04", "99.96", "-4", ""}},
		{"a hair over is not 100", 1, "10001", "10000", "10000", [5]string{"100.01", "0.01", "100.01", "1", ""}},
		{"a hair short, without decimals", 0, "996", "1000", "1000", [5]string{"99.6", "-0.4", "99.6", "-4", ""}},
		{"without decimals", 0, "423", "1000", "1000", [5]string{"42", "-58", "42", "-577", ""}},
		{"three decimals", 3, "1", "3", "3", [5]string{"33.333", "-66.667", "33.333", "-2", ""}},
		{"a billionth short", 1, "999999999.999", "1000000000", "1000000000", [5]string{"99.9999999999", "-0.0000000001", "99.9999999999", "-0.001", ""}},
		{"exactly 100", 2, "7", "7", "7", [5]string{"100", "0", "100", "0", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.add(indicator.Indicator{Code: "x", Decimals: 3})
			all(in2022(tt.actual, indicator.Final), planned("city", "=", tt.plan), before(tt.previous))(d)
			s, err := Build(Input{Book: d.book, Unit: "lechan", Period: period.MustParse("2022"), Decimals: tt.decimals})
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(s.Rows[0]); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What is printed never contradicts the verdict, and a change that is not 0
// never prints as 0, whatever the figures.
func TestTextNeverContradictsTheVerdict(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 12))
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "x", Decimals: 3})
	for range 1_500 {
		plan := 1 + random.Int64N(1_000_000)
		actual := max(0, plan+random.Int64N(2_001)-1_000)
		d.book.Plans = map[indicator.PlanKey][]indicator.Plan{}
		d.plan("x", "city", "=", number.New(plan, 3).String())
		d.figure("x", "2022", number.New(actual, 3).String(), indicator.Final)
		d.figure("x", "2021", number.New(plan, 3).String(), indicator.Final)
		s, err := Build(Input{Book: d.book, Unit: "lechan", Period: period.MustParse("2022"), Decimals: random.IntN(4)})
		if err != nil {
			t.Fatal(err)
		}
		row := s.Rows[0]
		want := map[indicator.Verdict]int{indicator.NotMet: -1, indicator.Met: 0, indicator.Exceeded: 1}[row.Result.Verdict]
		p := row.Plans[0]
		for text, against := range map[string]int64{p.Percent.Plain: 100, p.Gap.Plain: 0, row.Growth.Plain: 0, row.Ratio.Plain: 100} {
			if v := plain(t, text); v.Cmp(big.NewRat(against, 1)) != want {
				t.Fatalf("%d of %d is %s, and prints %s beside %d", actual, plan, row.Result.Verdict, text, against)
			}
		}
	}
}

func plain(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

// An exact ratio is rounded to the indicator's decimals, and to more where it
// would print as a plan that it is not, or a difference as 0.
func TestExactRatios(t *testing.T) {
	tests := []struct {
		name, poor, all, plan string
		value, gap, verdict   string
	}{
		{"rounded", "52", "823", "7", "6.32", "-0.68", "exceeded"},
		{"a hair over the plan", "70001", "1000000", "7", "7.0001", "0.0001", "not_met"},
		{"on the plan", "7", "100", "7", "7", "0", "met"},
		{"a third of a hundredth over", "1000001", "3000000", "33.33", "33.333", "0.003", "not_met"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		d.add(indicator.Indicator{Code: "poor", Kind: indicator.Stock, OverUnits: indicator.OverSum})
		d.add(indicator.Indicator{Code: "all", Kind: indicator.Stock, OverUnits: indicator.OverSum})
		d.add(indicator.Indicator{Code: "x", Decimals: 2, Measure: "%", Kind: indicator.Rate, Direction: indicator.Lower,
			OverUnits: indicator.OverRatio, Numerator: "poor", Denominator: "all", Scale: 100})
		d.figure("poor", "2022", tt.poor, indicator.Final)
		d.figure("all", "2022", tt.all, indicator.Final)
		d.plan("x", "city", "=", tt.plan)
		row := d.summary("2022", i18n.Vi).Rows[2]
		if got := [3]string{row.Actual.Plain, row.Plans[0].Gap.Plain, string(row.Result.Verdict)}; got != [3]string{tt.value, tt.gap, tt.verdict} {
			t.Errorf("%s: got %q, want %s, %s, %s", tt.name, got, tt.value, tt.gap, tt.verdict)
		}
	}
}

// Values print at least the shown decimals, and all that they have.
func TestShownDecimals(t *testing.T) {
	tests := []struct {
		value           string
		decimals, shown int
		vi, en          string
	}{
		{"27037", 2, 1, "27.037,0", "27,037.0"},
		{"31362.92", 2, 1, "31.362,92", "31,362.92"},
		{"7500", 0, 0, "7.500", "7,500"},
		{"940.133", 3, 1, "940,133", "940.133"},
		{"0", 2, 0, "0", "0"},
		{"-4.13", 2, 1, "-4,13", "-4.13"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		d.add(indicator.Indicator{Code: "x", Decimals: tt.decimals, ShownDecimals: tt.shown})
		d.figure("x", "2022", tt.value, indicator.Final)
		vi, en := d.summary("2022", i18n.Vi).Rows[0].Actual, d.summary("2022", i18n.En).Rows[0].Actual
		if vi.Text != tt.vi || en.Text != tt.en || vi.Plain != tt.value {
			t.Errorf("%s with %s decimals shown: %q, %q, %q", tt.value, strconv.Itoa(tt.shown), vi.Plain, vi.Text, en.Text)
		}
	}
}
