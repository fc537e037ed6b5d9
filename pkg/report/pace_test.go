package report

import (
	"fmt"
	"math/big"
	"math/rand"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// flow is an amount whose months add up, judged on the city's plan of 2022.
func flow(t *testing.T, plan string) *desk {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "thu", NameVi: "Thu ngân sách", Decimals: 3, ShownDecimals: 1, OverTime: indicator.OverSum, OverUnits: indicator.OverSum})
	if plan != "" {
		d.plan("thu", "city", indicator.Equal, plan)
	}
	return d
}

func (d *desk) input(p string, lang i18n.Lang) Input {
	return Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse(p), Lang: lang, Decimals: 1}
}

func TestPaceSentence(t *testing.T) {
	type typed struct{ period, value string }
	tests := []struct {
		name, period, plan string
		figures            []typed
		vi, en             string
	}{
		{"half a year", "2022-YTD06", "1000", []typed{{"2022-YTD06", "470"}, {"2021-YTD06", "360"}, {"2021", "800"}},
			"Cùng thời điểm năm trước bằng 45% kết quả cả năm; để đạt kế hoạch năm, 6 tháng còn lại cần bình quân 88,3 tỷ đồng mỗi tháng; dự báo cả năm 1.044,4 tỷ đồng, bằng 104,4% kế hoạch năm (theo tỷ trọng cùng kỳ năm trước)",
			"At this point last year had 45% of its whole; the 6 months left need 88.3 billion VND each on average to reach the plan; the year is projected at 1,044.4 billion VND, 104.4% of the plan (by last year's share at the same point)"},
		{"with a range from past years", "2022-YTD06", "1000", []typed{{"2022-YTD06", "470"}, {"2021-YTD06", "360"}, {"2021", "800"}, {"2020-YTD06", "400"}, {"2020", "800"}, {"2019-YTD06", "320"}, {"2019", "800"}},
			"Cùng thời điểm năm trước bằng 45% kết quả cả năm; để đạt kế hoạch năm, 6 tháng còn lại cần bình quân 88,3 tỷ đồng mỗi tháng; dự báo cả năm 1.044,4 tỷ đồng, bằng 104,4% kế hoạch năm (theo tỷ trọng cùng kỳ năm trước); theo tỷ trọng các năm 2019-2021 thì từ 940,0 đến 1.175,0 tỷ đồng",
			"At this point last year had 45% of its whole; the 6 months left need 88.3 billion VND each on average to reach the plan; the year is projected at 1,044.4 billion VND, 104.4% of the plan (by last year's share at the same point); by the shares of 2019-2021, from 940.0 to 1,175.0 billion VND"},
		{"nothing of last year", "2022-Q1", "1000", []typed{{"2022-Q1", "470"}},
			"Để đạt kế hoạch năm, 9 tháng còn lại cần bình quân 58,9 tỷ đồng mỗi tháng",
			"The 9 months left need 58.9 billion VND each on average to reach the plan"},
		{"reached", "2022-YTD09", "1000", []typed{{"2022-YTD09", "1000"}},
			"Đã đạt kế hoạch năm",
			"The year's plan is already reached"},
		{"one month left", "2022-YTD11", "1000", []typed{{"2022-YTD11", "999.96"}},
			"Để đạt kế hoạch năm, 1 tháng còn lại cần bình quân 0,04 tỷ đồng mỗi tháng",
			"The month left needs 0.04 billion VND to reach the plan"},
		{"a month stands for the year so far", "2022-M02", "1000", []typed{{"2022-M01", "70"}, {"2022-M02", "60"}},
			"Lũy kế từ đầu năm bằng 13% kế hoạch năm; để đạt kế hoạch năm, 10 tháng còn lại cần bình quân 87,0 tỷ đồng mỗi tháng",
			"The total since 1 January is 13% of the year's plan; the 10 months left need 87.0 billion VND each on average to reach the plan"},
		{"a projection that is nearly the plan", "2022-YTD06", "1000", []typed{{"2022-YTD06", "499.99"}, {"2021-YTD06", "400"}, {"2021", "800"}},
			"Cùng thời điểm năm trước bằng 50% kết quả cả năm; để đạt kế hoạch năm, 6 tháng còn lại cần bình quân 83,3 tỷ đồng mỗi tháng; dự báo cả năm 999,98 tỷ đồng, bằng 99,998% kế hoạch năm (theo tỷ trọng cùng kỳ năm trước)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flow(t, tt.plan)
			for _, f := range tt.figures {
				d.figure("thu", f.period, f.value, indicator.Final)
			}
			for lang, want := range map[i18n.Lang]string{i18n.Vi: tt.vi, i18n.En: tt.en} {
				rows := Paces(d.input(tt.period, lang))
				if len(rows) != 1 {
					t.Fatalf("%d rows, want 1", len(rows))
				}
				if got := rows[0].Sentence; want != "" && got != want {
					t.Errorf("%s:\n%s\nwant\n%s", lang, got, want)
				}
			}
		})
	}
}

func TestNoPace(t *testing.T) {
	summed := indicator.Indicator{OverTime: indicator.OverSum}
	tests := []struct {
		name, period string
		of           indicator.Indicator
		value        string
		op           indicator.Operator
		plan         []string
		basis        string // of prices, of the plan
		want         string
	}{
		{"a year", "2022", summed, "470", indicator.Equal, []string{"1000"}, "", "kỳ cả năm không có tiến độ"},
		{"the last quarter ends the year", "2022-Q4", summed, "470", indicator.Equal, []string{"1000"}, "", "kỳ cả năm không có tiến độ"},
		{"a rate", "2022-YTD06", indicator.Indicator{Kind: indicator.Rate, Measure: "%", OverTime: indicator.OverNone}, "47", indicator.Equal, []string{"50"}, "", "chỉ tiêu không cộng dồn theo tháng nên không tính tiến độ"},
		{"a stock", "2022-YTD06", indicator.Indicator{Kind: indicator.Stock, OverTime: indicator.OverLast}, "47", indicator.Equal, []string{"50"}, "", "chỉ tiêu không cộng dồn theo tháng nên không tính tiến độ"},
		{"lower is better", "2022-YTD06", indicator.Indicator{OverTime: indicator.OverSum, Direction: indicator.Lower}, "47", indicator.Equal, []string{"50"}, "", "chỉ tiêu càng thấp càng tốt nên không tính tiến độ"},
		{"only to be kept", "2022-YTD06", indicator.Indicator{OverTime: indicator.OverSum, Direction: indicator.Maintain}, "47", indicator.Equal, []string{"50"}, "", "chỉ tiêu duy trì nên không tính tiến độ"},
		{"no figure", "2022-YTD06", summed, "", indicator.Equal, []string{"50"}, "", "chưa có số liệu lũy kế"},
		{"a negative figure", "2022-YTD06", summed, "-1", indicator.Equal, []string{"50"}, "", "thực hiện âm nên không có tỷ lệ"},
		{"no plan", "2022-YTD06", summed, "47", indicator.Equal, nil, "", "chưa giao kế hoạch năm"},
		{"a plan of zero", "2022-YTD06", summed, "47", indicator.Equal, []string{"0"}, "", "kế hoạch bằng 0 nên không có tỷ lệ"},
		{"a negative plan", "2022-YTD06", summed, "47", indicator.Equal, []string{"-5"}, "", "kế hoạch âm nên không có tỷ lệ"},
		{"a range", "2022-YTD06", summed, "47", indicator.Range, []string{"50", "60"}, "", "kế hoạch là một khoảng hoặc một giới hạn nên không tính tiến độ"},
		{"a bound", "2022-YTD06", summed, "47", indicator.AtLeast, []string{"50"}, "", "kế hoạch là một khoảng hoặc một giới hạn nên không tính tiến độ"},
		{"other prices", "2022-YTD06", summed, "47", indicator.Equal, []string{"50"}, "constant:2010", "kế hoạch và thực hiện theo hai loại giá nên không tính tiến độ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			tt.of.Code, tt.of.Decimals = "thu", 1
			d.add(tt.of)
			if tt.value != "" {
				d.figure("thu", tt.period, tt.value, indicator.Final)
			}
			if tt.plan != nil {
				d.plan("thu", "city", tt.op, tt.plan...).PriceBasis = tt.basis
			}
			got := Paces(d.input(tt.period, i18n.Vi))[0]
			if got.Reason != tt.want || got.Sentence != "" || !got.Percent.None() || got.Pace.Percent != nil {
				t.Errorf("reason %q, sentence %q, percent %q; want %q alone", got.Reason, got.Sentence, got.Percent.Text, tt.want)
			}
			if en := Paces(d.input(tt.period, i18n.En))[0]; en.Reason == "" || en.Reason == got.Reason {
				t.Errorf("in English %q", en.Reason)
			}
		})
	}
}

// A plan is judged by its number whether it is "about" it or not, and spending
// has a pace although nobody is judged by it.
func TestPaceOfPlainPlans(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "chi", Direction: indicator.Neutral, OverTime: indicator.OverSum})
	d.figure("chi", "2022-YTD06", "47", indicator.Final)
	d.plan("chi", "city", indicator.About, "100")
	if got := Paces(d.input("2022-YTD06", i18n.Vi))[0]; got.Percent.Text != "47" || got.Reason != "" {
		t.Errorf("percent %q, reason %q; want 47", got.Percent.Text, got.Reason)
	}
}

// A unit that took in another within the year has no share to project by.
func TestPaceAcrossSuccession(t *testing.T) {
	figures := map[string]string{"2022-YTD06": "470", "2021-YTD06": "360", "2021": "800"}
	tests := []struct {
		name, date string
		want       string // projected, or the reason
	}{
		{"before both years", "2020-07-01", "1044.4"},
		{"between the half-year and the end", "2021-09-01", "đơn vị thay đổi địa giới trong năm nên không dự báo"},
		{"after the half-year asked for", "2022-09-01", "đơn vị thay đổi địa giới trong năm nên không dự báo"},
		{"within the half-year, the old unit unknown", "2022-03-01", "chưa có số liệu cùng kỳ và cả năm trước nên không dự báo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flow(t, "1000")
			for p, v := range figures {
				d.figure("thu", p, v, indicator.Final)
			}
			date, err := time.Parse(time.DateOnly, tt.date)
			if err != nil {
				t.Fatal(err)
			}
			d.book.Tree = org.NewTree([]org.Unit{
				{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Kind: "quận"}}},
				{Key: "old", Rows: []org.Row{{Name: "Cũ", Kind: "quận", To: date.AddDate(0, 0, -1)}}},
			}, []org.Succession{{From: "old", To: "lechan", Date: date, Share: org.Whole}})
			got := Paces(d.input("2022-YTD06", i18n.Vi))[0]
			if got.Projected.Plain+got.NoShare != tt.want {
				t.Errorf("projected %q, %q; want %q", got.Projected.Plain, got.NoShare, tt.want)
			}
		})
	}
}

// Years are named as a span only where none is left out.
func TestYears(t *testing.T) {
	for want, list := range map[string][]int{"2021": {2021}, "2019-2021": {2019, 2020, 2021}, "2018, 2020, 2021": {2018, 2020, 2021}} {
		if got := years(list); got != want {
			t.Errorf("years(%v) = %q, want %q", list, got, want)
		}
	}
}

// What is needed each month brings the figure to the plan exactly; what is
// projected has last year's share at this point; a year whose share is left
// out of neither bound lies within them.
func TestPaceArithmetic(t *testing.T) {
	random := rand.New(rand.NewSource(2022))
	thousandths := func() string { return fmt.Sprintf("%d.%03d", 1+random.Intn(5000), random.Intn(1000)) }
	for range 300 {
		plan, month := thousandths(), 1+random.Intn(11)
		at := period.Period{Year: 2022, Shape: period.Month, N: month}.CumulativeTo()
		d := flow(t, plan)
		shares := map[int]*big.Rat{}
		for year := 2022; year >= 2019; year-- {
			part, whole := thousandths(), thousandths()
			d.figure("thu", at.InYear(year).String(), part, indicator.Final)
			d.figure("thu", period.Period{Year: year}.String(), whole, indicator.Final)
			shares[year] = new(big.Rat).Quo(ratOf(t, part), ratOf(t, whole))
		}
		p := PaceOf(d.book, "lechan", d.set[0], at)
		if p.Reason != nil || p.Projected == nil {
			t.Fatalf("no pace: %+v", p)
		}
		if (p.Needed == nil) != p.Reached || p.Reached != (p.Actual.Cmp(ratOf(t, plan)) >= 0) {
			t.Errorf("%s of %s: reached %t, needed %v", p.Actual, plan, p.Reached, p.Needed)
		}
		if p.Needed != nil {
			left := new(big.Rat).Mul(p.Needed, big.NewRat(int64(12-month), 1))
			if got := left.Add(left, p.Actual); got.Cmp(ratOf(t, plan)) != 0 {
				t.Errorf("needed %s brings %s to %s, want %s", p.Needed, p.Actual, got, plan)
			}
		}
		if got := new(big.Rat).Mul(p.Projected.Value, shares[2021]); got.Cmp(p.Actual) != 0 {
			t.Errorf("projected %s has %s by now, want %s", p.Projected.Value, got, p.Actual)
		}
		for year := 2019; year <= 2021; year++ {
			v := new(big.Rat).Quo(p.Actual, shares[year])
			if v.Cmp(p.Projected.Low) < 0 || v.Cmp(p.Projected.High) > 0 {
				t.Errorf("by %d %s, outside %s to %s", year, v, p.Projected.Low, p.Projected.High)
			}
		}
	}
}

func ratOf(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}
