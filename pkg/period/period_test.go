package period_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/period"
)

// all returns every period of a year in the order of Compare.
func all(year int) []period.Period {
	var ps []period.Period
	for _, s := range []string{"-M01", "-YTD02", "-M02", "-Q1", "-M03", "-YTD04", "-M04", "-YTD05", "-M05", "-YTD06", "-Q2", "-M06",
		"-YTD07", "-M07", "-YTD08", "-M08", "-YTD09", "-Q3", "-M09", "-YTD10", "-M10", "-YTD11", "-M11", "", "-Q4", "-M12"} {
		ps = append(ps, period.MustParse(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")+s))
	}
	return ps
}

func names(ps []period.Period) []string {
	var s []string
	for _, p := range ps {
		s = append(s, p.String())
	}
	return s
}

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNoPeriod(t *testing.T) {
	var p period.Period
	if !p.IsZero() || p.IsYear() || p.Cumulative() || p.String() != "" {
		t.Errorf("zero Period: IsZero %t, IsYear %t, Cumulative %t, %q", p.IsZero(), p.IsYear(), p.Cumulative(), p)
	}
	if !p.First().IsZero() || !p.Last().IsZero() || period.Default(p) != (period.Window{}) {
		t.Errorf("zero Period has days: %v to %v, %v", p.First(), p.Last(), period.Default(p))
	}
	if !p.Previous().IsZero() || !p.InYear(2022).IsZero() || !p.CumulativeTo().IsZero() || p.Months() != nil {
		t.Errorf("zero Period leads to %q, %q, %q, %q", p.Previous(), p.InYear(2022), p.CumulativeTo(), p.Months())
	}
	if months, of := period.ShareOfYear(p); months != 0 || of != 12 {
		t.Errorf("ShareOfYear of no period = %d of %d", months, of)
	}
}

func TestPeriod(t *testing.T) {
	tests := []struct {
		name         string
		period       string
		first, last  string
		previous     string
		months       int
		isYear, cumu bool
		cumulativeTo string
	}{
		{"year", "2022", "2022-01-01", "2022-12-31", "2021", 12, true, true, "2022"},
		{"first quarter stands for three months cumulative", "2022-Q1", "2022-01-01", "2022-03-31", "2021-Q1", 3, false, true, "2022-Q1"},
		{"second quarter", "2022-Q2", "2022-04-01", "2022-06-30", "2021-Q2", 3, false, false, "2022-YTD06"},
		{"third quarter", "2022-Q3", "2022-07-01", "2022-09-30", "2021-Q3", 3, false, false, "2022-YTD09"},
		{"fourth quarter ends with the year", "2022-Q4", "2022-10-01", "2022-12-31", "2021-Q4", 3, false, false, "2022"},
		{"January stands for one month cumulative", "2022-M01", "2022-01-01", "2022-01-31", "2021-M01", 1, false, true, "2022-M01"},
		{"February", "2022-M02", "2022-02-01", "2022-02-28", "2021-M02", 1, false, false, "2022-YTD02"},
		{"February of a leap year", "2024-M02", "2024-02-01", "2024-02-29", "2023-M02", 1, false, false, "2024-YTD02"},
		{"March ends with the first quarter", "2022-M03", "2022-03-01", "2022-03-31", "2021-M03", 1, false, false, "2022-Q1"},
		{"May", "2022-M05", "2022-05-01", "2022-05-31", "2021-M05", 1, false, false, "2022-YTD05"},
		{"December ends with the year", "2022-M12", "2022-12-01", "2022-12-31", "2021-M12", 1, false, false, "2022"},
		{"two months cumulative", "2024-YTD02", "2024-01-01", "2024-02-29", "2023-YTD02", 2, false, true, "2024-YTD02"},
		{"six months", "2022-YTD06", "2022-01-01", "2022-06-30", "2021-YTD06", 6, false, true, "2022-YTD06"},
		{"nine months", "2022-YTD09", "2022-01-01", "2022-09-30", "2021-YTD09", 9, false, true, "2022-YTD09"},
		{"eleven months", "2022-YTD11", "2022-01-01", "2022-11-30", "2021-YTD11", 11, false, true, "2022-YTD11"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := period.MustParse(tt.period)
			if !p.First().Equal(day(t, tt.first)) || !p.Last().Equal(day(t, tt.last)) {
				t.Errorf("%s is %s to %s, want %s to %s", p, p.First(), p.Last(), tt.first, tt.last)
			}
			if got := p.Previous().String(); got != tt.previous {
				t.Errorf("%s: same period = %s, want %s", p, got, tt.previous)
			}
			if got := p.CumulativeTo().String(); got != tt.cumulativeTo {
				t.Errorf("%s: CumulativeTo = %s, want %s", p, got, tt.cumulativeTo)
			}
			if p.IsYear() != tt.isYear || p.Cumulative() != tt.cumu || p.IsZero() {
				t.Errorf("%s: IsYear %t, Cumulative %t, want %t, %t", p, p.IsYear(), p.Cumulative(), tt.isYear, tt.cumu)
			}
			if months, of := period.ShareOfYear(p); months != tt.months || of != 12 {
				t.Errorf("%s: ShareOfYear = %d of %d, want %d of 12", p, months, of, tt.months)
			}
		})
	}
}

func TestMonths(t *testing.T) {
	for s, want := range map[string][]string{
		"2022-M05":   {"2022-M05"},
		"2022-Q2":    {"2022-M04", "2022-M05", "2022-M06"},
		"2022-YTD04": {"2022-M01", "2022-M02", "2022-M03", "2022-M04"},
		"2022": {"2022-M01", "2022-M02", "2022-M03", "2022-M04", "2022-M05", "2022-M06",
			"2022-M07", "2022-M08", "2022-M09", "2022-M10", "2022-M11", "2022-M12"},
	} {
		if got := names(period.MustParse(s).Months()); !slices.Equal(got, want) {
			t.Errorf("%s consists of %v, want %v", s, got, want)
		}
	}
}

func TestInYear(t *testing.T) {
	for _, p := range all(2024) {
		got := p.InYear(2021)
		if got.Year != 2021 || got.Shape != p.Shape || got.N != p.N {
			t.Errorf("%s in 2021 = %s", p, got)
		}
		if got.InYear(2024) != p || p.InYear(2023) != p.Previous() {
			t.Errorf("%s: InYear does not agree with itself or with Previous", p)
		}
	}
}

func TestPeriodIsAMapKey(t *testing.T) {
	seen := map[period.Period]bool{}
	for _, p := range append(all(2022), all(2022)...) {
		seen[p] = true
	}
	if len(seen) != 26 {
		t.Errorf("a year has %d different periods, want 26", len(seen))
	}
}

// TestCompare: by the last day, the longer first; shuffled, they come back.
func TestCompare(t *testing.T) {
	want := append([]period.Period{{}}, append(all(2021), all(2022)...)...)
	got := slices.Clone(want)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, period.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("sorted = %v, want %v", names(got), names(want))
	}
	for i, a := range want {
		for j, b := range want {
			sign := min(1, max(-1, i-j))
			if c := period.Compare(a, b); c != sign {
				t.Errorf("Compare(%s, %s) = %d, want %d", a, b, c, sign)
			}
		}
	}
}

// TestPeriodsAgree: what holds between the months, the days and the cumulative
// period of every period, leap years included.
func TestPeriodsAgree(t *testing.T) {
	for year := 1900; year <= 2200; year++ {
		for _, p := range all(year) {
			months := p.Months()
			if !months[0].First().Equal(p.First()) || !months[len(months)-1].Last().Equal(p.Last()) {
				t.Fatalf("%s is not from the first to the last of its months", p)
			}
			for i := 1; i < len(months); i++ {
				if !months[i-1].Last().AddDate(0, 0, 1).Equal(months[i].First()) {
					t.Fatalf("%s: a gap before %s", p, months[i])
				}
			}
			c := p.CumulativeTo()
			if !c.Cumulative() || !c.Last().Equal(p.Last()) || c.First().Month() != time.January || c.CumulativeTo() != c {
				t.Fatalf("%s: cumulative period %s", p, c)
			}
			if (c == p) != p.Cumulative() {
				t.Fatalf("%s is cumulative: %t, but its cumulative period is %s", p, p.Cumulative(), c)
			}
			if got := period.MustParse(c.String()); got != c {
				t.Fatalf("%s: cumulative period %s is read as %s", p, c, got)
			}
		}
	}
}

func TestPreceding(t *testing.T) {
	for p, want := range map[string]string{
		"2022-M05": "2022-M04", "2022-M01": "2021-M12", "2022-Q3": "2022-Q2", "2022-Q1": "2021-Q4", "2022-YTD06": "", "2022": "",
	} {
		if got := period.MustParse(p).Preceding().String(); got != want {
			t.Errorf("before %s: %q, want %q", p, got, want)
		}
	}
	if !(period.Period{}).Preceding().IsZero() {
		t.Error("something precedes no period")
	}
}
