package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

func TestStripNote(t *testing.T) {
	day := time.Date(2022, 12, 9, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		period string
		change func(*desk)
		vi     string
	}{
		{"a good year", "2022", func(*desk) {}, "5 vượt, 11 đạt; số liệu đến ngày 09/12/2022. Không đánh giá: chi ngân sách. Không áp dụng: "},
		{"an estimate", "2022", func(d *desk) { d.figure("x01", "2022", "100", indicator.Estimate) }, "5 vượt, 11 đạt; theo số ước đến ngày 09/12/2022."},
		{"troubles", "2022", func(d *desk) {
			d.figure("x03", "2022", "99.9", indicator.Final)
			d.figure("x12", "2022", "", indicator.Withdrawn)
		}, "4 vượt, 10 đạt, 1 chưa có số liệu, 1 không đạt; số liệu"},
		{"in the year", "2022-YTD06", func(d *desk) {
			d.figure("x01", "2022-YTD06", "100", indicator.Final)
			d.figure("x02", "2022-YTD06", "40", indicator.Final)
		}, "1 đã đạt kế hoạch năm, 1 đang thực hiện, 15 chưa có số liệu; số liệu đến ngày 09/12/2022. Hết 6 tháng đầu năm 2022, đã qua 50% thời gian của năm. Không đánh giá: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := sixteen(t)
			tt.change(d)
			if got := strings.Join(StripNote(d.summary(tt.period, i18n.Vi), day), " "); !strings.HasPrefix(got, tt.vi) {
				t.Errorf("got  %s\nwant %s…", got, tt.vi)
			}
		})
	}
	empty := newDesk(t)
	if got := StripNote(empty.summary("2022", i18n.Vi), time.Time{}); len(got) != 0 {
		t.Errorf("without rows: %q", got)
	}
}

func TestMissedLine(t *testing.T) {
	d := sixteen(t)
	if text, plan := MissedLine(d.summary("2022", i18n.Vi)); text != "" || plan != nil {
		t.Errorf("nothing is missed: %q, %v", text, plan)
	}
	d.figure("x03", "2022", "88.4", indicator.Final)
	if text, plan := MissedLine(d.summary("2022", i18n.Vi)); text != "Không đạt: chỉ tiêu 3, bằng 88,4% kế hoạch thành phố giao" || plan == nil || plan.Percent.Text != "88,4" {
		t.Errorf("one: %q, %v", text, plan)
	}
	d.figure("x07", "2022", "50", indicator.Final)
	if text, plan := MissedLine(d.summary("2022", i18n.En)); text != "Not met: indicator 7, indicator 3" || plan != nil {
		t.Errorf("two, the worst first: %q, %v", text, plan)
	}
}

func TestHeadlineAndGivers(t *testing.T) {
	s := leChan(t).summary("2022", i18n.Vi)
	if want := "4/4 chỉ tiêu đạt và vượt kế hoạch thành phố giao"; s.Tally.Headline != want || !strings.HasPrefix(s.Tally.Text, want+" (") {
		t.Errorf("headline %q of %q", s.Tally.Headline, s.Tally.Text)
	}
	var givers []string
	for _, p := range s.Rows[3].Plans {
		givers = append(givers, p.Giver())
	}
	if !slices.Equal(givers, []string{"Thành phố", "HĐND"}) {
		t.Errorf("givers %q", givers)
	}
}

func TestSources(t *testing.T) {
	d := leChan(t)
	for key, f := range d.book.Figures {
		f.Source = map[bool]string{true: "Báo cáo 2022", false: "Niên giám"}[key.Period.Year == 2022]
		d.book.Figures[key] = f
	}
	got := Sources(d.summary("2022", i18n.Vi))
	if !slices.Equal(got, []string{"Báo cáo 2022", "Niên giám"}) {
		t.Errorf("sources %q, each once", got)
	}
}

func TestSeriesOverYears(t *testing.T) {
	d := leChan(t)
	in := Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1}
	row, _ := d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}].Row("ban_le")
	rows, err := Series(in, row, 2020, 2023)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []string{"", "23.327,87", "27.037,0", ""} {
		if rows[i].Actual.Text != want || rows[i].Result.Period.Year != 2020+i {
			t.Errorf("%v: %q, want %q", rows[i].Result.Period, rows[i].Actual.Text, want)
		}
	}
	if r := ResultIn(in, row, 2021); r.Actual == nil || r.Period.Year != 2021 {
		t.Errorf("result of 2021: %+v", r.Actual)
	}
	if _, err := Series(Input{Book: d.book, Unit: "nowhere", Period: in.Period}, row, 2021, 2022); err == nil {
		t.Error("an unknown unit has a series")
	}
}

// In a year without a set of its own a unit adds nothing up: the few units
// below with a set would pass for all.
func TestNothingIsRolledUpWithoutASet(t *testing.T) {
	in := Input{Book: &indicator.Book{Sets: map[indicator.SetKey]indicator.Set{
		{Unit: "haiphong", Year: 2022}: {Rows: []indicator.SetRow{{Indicator: "a", Source: indicator.Rollup}}}}}, Unit: "haiphong"}
	row := indicator.SetRow{Indicator: "a", Source: indicator.Rollup}
	if got := rowOf(in, row, 2022).Source; got != indicator.Rollup {
		t.Errorf("2022 is %s, want the source of its set", got)
	}
	if got := rowOf(in, row, 2018).Source; got != indicator.Entered {
		t.Errorf("2018 is %s, want entered", got)
	}
}

func TestExplain(t *testing.T) {
	d := leChan(t)
	d.add(indicator.Indicator{Code: "bhyt", NameVi: "Bảo hiểm y tế", Measure: "%", Kind: indicator.Rate, Decimals: 1, ShownDecimals: 1})
	d.plan("bhyt", "city", "=", "92.6")
	d.figure("bhyt", "2022", "93", indicator.Final)
	d.figure("bhyt", "2021", "94.2", indicator.Final)
	d.add(indicator.Indicator{Code: "thoi_gian", NameVi: "Thời gian", Measure: "ngày", Direction: indicator.Lower, Method: indicator.InverseRatio})
	d.plan("thoi_gian", "city", "=", "3")
	d.figure("thoi_gian", "2022", "4", indicator.Final)
	in := Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1}
	want := map[indicator.Code][]Account{
		"thu_ns": {
			{Plan: 0, Above: "940,133", Below: "940,133", Then: "× 100", Result: "100%"},
			{Plan: 1, Above: "940,133", Below: "1.056,329", Then: "× 100", Result: "89%", Exact: "89,00001…", Rounded: "89,0"},
			{Plan: -1, Above: "940,133", Below: "1.541,202", Then: "× 100", Result: "61%", Exact: "60,99998…", Rounded: "61,0", Also: "giảm 39% so với cùng kỳ"},
		},
		"ban_le": {
			{Plan: 0, Above: "27.037,0", Below: "24.445,75", Then: "× 100", Result: "110,6%", Exact: "110,60000…", Rounded: "110,6"},
			{Plan: -1, Above: "27.037,0", Below: "23.327,87", Then: "× 100 − 100", Result: "+15,9%", Exact: "15,89999…", Rounded: "15,9"},
		},
		"bhyt": {
			{Plan: 0, Above: "93,0", Below: "92,6", Difference: true, Result: "+0,4 điểm %"},
			{Plan: -1, Above: "93,0", Below: "94,2", Difference: true, Result: "−1,2 điểm %"},
		},
		"thoi_gian": {{Plan: 0, Above: "3", Below: "4", Then: "× 100", Result: "75%"}},
	}
	for _, row := range d.summary("2022", i18n.Vi).Rows {
		expected, ok := want[row.Code]
		if !ok {
			continue
		}
		if got := Explain(in, row); !slices.Equal(got, expected) {
			t.Errorf("%s:\n got %+v\nwant %+v", row.Code, got, expected)
		}
	}
}

// What adds up from months and what is a quotient names its parts.
func TestParts(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "a", NameVi: "Thu", OverTime: indicator.OverSum, Decimals: 1})
	for month, value := range map[string]string{"2022-M01": "1.5", "2022-M02": "2", "2022-M03": "3"} {
		d.figure("a", month, value, indicator.Estimate)
	}
	s := d.summary("2022-Q1", i18n.Vi)
	in := Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022-Q1"), Lang: i18n.Vi, Decimals: 1}
	var got []string
	for _, p := range Parts(in, s.Rows[0]) {
		got = append(got, p.Name+" "+p.Value.Text+" "+p.Status)
	}
	if want := []string{"T1/2022 1,5 ước", "T2/2022 2 ước", "T3/2022 3 ước"}; !slices.Equal(got, want) {
		t.Errorf("parts %q, want %q", got, want)
	}
	d.figure("a", "2022-Q1", "7", indicator.Final)
	if got := Parts(in, d.summary("2022-Q1", i18n.Vi).Rows[0]); len(got) != 0 {
		t.Errorf("a typed figure has parts: %+v", got)
	}
	if got := Measured("7", "%") + " " + Measured("7", "tỷ đồng"); got != "7% 7 tỷ đồng" {
		t.Errorf("measured %q", got)
	}
}
