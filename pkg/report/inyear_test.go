package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

var added = with(money, func(i *indicator.Indicator) { i.OverTime = indicator.OverSum })

// months enters a value for each month of a year from January on.
func months(year int, values ...string) func(*desk) {
	return func(d *desk) {
		for n, v := range values {
			d.figure("x", fmt.Sprintf("%d-M%02d", year, n+1), v, indicator.Final)
		}
	}
}

// A month is held against the month before and last year's; what has come
// together since January against the year's plan.
func TestInYearSentences(t *testing.T) {
	stock := with(money, func(i *indicator.Indicator) { i.OverTime, i.Base = indicator.OverLast, indicator.YearStart })
	rate := with(better, func(i *indicator.Indicator) { i.NameVi, i.NameEn = "Tỷ lệ", "Rate" })
	tests := []struct {
		name   string
		i      indicator.Indicator
		period string
		lay    func(*desk)
		vi, en string
	}{
		{"a month", added, "2022-M03", all(planned("city", "=", "100"), months(2021, "9", "9", "9"), months(2022, "8", "10", "9")),
			"Chỉ tiêu đạt 9,0 tỷ đồng, bằng 9% kế hoạch năm, giữ nguyên so với cùng kỳ, giảm 10% so với tháng trước; lũy kế quý I năm 2022 đạt 27,0 tỷ đồng, bằng 27% kế hoạch năm, giữ nguyên so với cùng kỳ",
			"Indicator reached 9.0 billion VND, equal to 9% of the year's plan, unchanged on the same period, down 10% on the month before; the total so far (quarter 1 of 2022) reached 27.0 billion VND, equal to 27% of the year's plan, unchanged on the same period"},
		{"January has December before it and runs from the start", added, "2022-M01", all(months(2021, "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "8"), months(2022, "12")),
			"Chỉ tiêu đạt 12,0 tỷ đồng, chưa giao kế hoạch, tăng 33,3% so với cùng kỳ, tăng 50% so với tháng trước",
			"Indicator reached 12.0 billion VND, no plan assigned, up 33.3% on the same period, up 50% on the month before"},
		{"a quarter", added, "2022-Q2", all(planned("city", "=", "100"), months(2022, "8", "10", "9", "20", "20", "14")),
			"Chỉ tiêu đạt 54,0 tỷ đồng, bằng 54% kế hoạch năm, tăng 100% so với quý trước; lũy kế 6 tháng đầu năm 2022 đạt 81,0 tỷ đồng, bằng 81% kế hoạch năm",
			"Indicator reached 54.0 billion VND, equal to 54% of the year's plan, up 100% on the quarter before; the total so far (first 6 months of 2022) reached 81.0 billion VND, equal to 81% of the year's plan"},
		{"a month is missing: no total is made up", added, "2022-M03", all(planned("city", "=", "100"), months(2022, "8", "", "9")),
			"Chỉ tiêu đạt 9,0 tỷ đồng, bằng 9% kế hoạch năm", "Indicator reached 9.0 billion VND, equal to 9% of the year's plan"},
		{"only the total is in", added, "2022-M05", all(planned("city", "=", "100"), func(d *desk) { d.figure("x", "2022-YTD05", "39", indicator.Estimate) }),
			"Chỉ tiêu: chưa có số liệu; lũy kế 5 tháng đầu năm 2022 ước đạt 39,0 tỷ đồng, bằng 39% kế hoạch năm",
			"Indicator: no figure yet; the total so far (first 5 months of 2022) is estimated at 39.0 billion VND, equal to 39% of the year's plan"},
		{"a rate is not summed, but may be entered for all months", rate, "2022-M05", all(planned("city", "=", "68"), func(d *desk) {
			d.figure("x", "2022-M04", "66", indicator.Final)
			d.figure("x", "2022-M05", "67", indicator.Final)
			d.figure("x", "2022-YTD05", "66.5", indicator.Final)
		}), "Tỷ lệ đạt 67,0%, thấp hơn kế hoạch năm 1 điểm %, tăng 1 điểm % so với tháng trước; tính chung 5 tháng đầu năm 2022 đạt 66,5%, thấp hơn kế hoạch năm 1,5 điểm %",
			"Rate reached 67.0%, 1 percentage point below the year's plan, up 1 percentage point on the month before; the figure so far (first 5 months of 2022) reached 66.5%, 1.5 percentage points below the year's plan"},
		{"the total of a stock is its last value, and said once", stock, "2022-M02", all(planned("city", "=", "100"), months(2022, "80", "84"), func(d *desk) { d.figure("x", "2021", "70", indicator.Final) }),
			"Chỉ tiêu đạt 84,0 tỷ đồng, bằng 84% kế hoạch năm, tăng 20% so với đầu năm, tăng 5% so với tháng trước",
			"Indicator reached 84.0 billion VND, equal to 84% of the year's plan, up 20% since the start of the year, up 5% on the month before"},
		{"the months so far are nothing beside a cumulative period", added, "2022-YTD05", all(planned("city", "=", "100"), months(2022, "8", "8", "8", "8", "8")),
			"Chỉ tiêu đạt 40,0 tỷ đồng, bằng 40% kế hoạch năm", "Indicator reached 40.0 billion VND, equal to 40% of the year's plan"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		tt.i.Code = "x"
		d.add(tt.i)
		tt.lay(d)
		for lang, want := range map[i18n.Lang]string{i18n.Vi: tt.vi, i18n.En: tt.en} {
			if got := d.summary(tt.period, lang).Rows[0].Full(); got != want {
				t.Errorf("%s\n got %s\nwant %s", tt.name, got, want)
			}
		}
	}
}

// The year's plan is reached by the months together, and the newest version of
// any of them dates the summary.
func TestTotalReaches(t *testing.T) {
	d := newDesk(t)
	d.add(with(added, func(i *indicator.Indicator) { i.Code = "x" }))
	d.plan("x", "city", indicator.Equal, "20")
	months(2022, "9", "8", "7")(d)
	key := indicator.CellKey{Unit: "lechan", Indicator: "x", Period: period.MustParse("2022-M01")}
	late := d.book.Figures[key]
	late.Dated = time.Date(2023, 2, 1, 8, 0, 0, 0, time.UTC)
	d.book.Figures[key] = late
	s := d.summary("2022-M03", i18n.Vi)
	row := s.Rows[0]
	if r := row.Result.Reached; r == nil || !*r || s.Tally.Reached != 1 || !*row.Plans[0].Result.Reached {
		t.Errorf("24 of 20 in three months is not reached: %+v", s.Tally)
	}
	if !s.ComputedAt.Equal(late.Dated) {
		t.Errorf("computed at %v, want the date of January's version, %v", s.ComputedAt, late.Dated)
	}
	if since := s.SinceStart(); since.Period.String() != "2022-Q1" || since.Rows[0].Actual.Plain != "24" {
		t.Errorf("since 1 January: %s, %+v", since.Period, since.Rows[0].Actual)
	}
	if year := d.summary("2022", i18n.Vi).SinceStart(); year.Period.String() != "2022" {
		t.Errorf("a year since its start is %s", year.Period)
	}
}

// What a month was read beside comes back from the JSON of a report, and what
// has changed in it since is said.
func TestInYearSinceReported(t *testing.T) {
	desk := func(january, february string) *desk {
		d := newDesk(t)
		d.add(with(added, func(i *indicator.Indicator) { i.Code = "x" }))
		d.plan("x", "city", indicator.Equal, "100")
		months(2022, january, february, "7")(d)
		return d
	}
	then := desk("9", "8").summary("2022-M03", i18n.Vi)
	raw, err := json.Marshal(then)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Restored(raw, then)
	if err != nil {
		t.Fatal(err)
	}
	got, want := back.Rows[0].InYear, then.Rows[0].InYear
	if got.Before != want.Before || got.Value != want.Value || got.Ratio != want.Ratio || got.Change != want.Change || got.Running != want.Running ||
		got.Total.Actual != want.Total.Actual || got.Total.Plans[0].Percent != want.Total.Plans[0].Percent || got.Total.Result.Period != want.Total.Result.Period {
		t.Errorf("restored\n got %+v\nwant %+v", got, want)
	}
	for _, tt := range []struct {
		name              string
		january, february string
		want              []Difference
	}{
		{"nothing", "9", "8", nil},
		{"the month before", "9", "9", []Difference{BeforeDiffers, TotalDiffers}},
		{"a month before that", "10", "8", []Difference{TotalDiffers}},
	} {
		r, err := SinceReported(raw, desk(tt.january, tt.february).summary("2022-M03", i18n.Vi))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(r.Rows[0].Differs, tt.want) {
			t.Errorf("%s: differs %q, want %q", tt.name, r.Rows[0].Differs, tt.want)
		}
	}
}

// Prose of a month may speak of the month, of the one before and of the total.
func TestProseOfAMonth(t *testing.T) {
	d := newDesk(t)
	d.add(with(added, func(i *indicator.Indicator) { i.Code, i.NameVi = "x", "Thu ngân sách" }))
	d.plan("x", "city", indicator.Equal, "100")
	months(2022, "9", "8", "6")(d)
	s := d.summary("2022-M03", i18n.Vi)
	for text, want := range map[string]string{
		"Thu ngân sách lũy kế đạt 23 tỷ đồng, bằng 23% kế hoạch.":   "",
		"Thu ngân sách đạt 6 tỷ đồng, giảm 25% so với tháng trước.": "",
		"Thu ngân sách đạt 6 tỷ đồng, tăng 25% so với tháng trước.": "direction 25%",
		"Thu ngân sách lũy kế đạt 24 tỷ đồng.":                      "value 24 tỷ đồng",
	} {
		parts := Written(DefaultOutline(s.Period, i18n.Vi), map[string]string{"limits": text}, nil)
		if got := rulesOf(Contradictions(s, parts, nil)); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
	}
}
