package report

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// The mistakes that reports of this kind are known for, each as it would show
// in a sentence. Those about typed numbers, units and stored versions have
// their cases in the packages that keep them out.
func TestTraps(t *testing.T) {
	tests := []struct {
		name     string
		i        indicator.Indicator
		period   string
		lay      func(d *desk)
		has, not []string
	}{
		{"1 one plan for an indicator", money, "2022", all(in2022("89", indicator.Final), planned("city", "=", "89"), planned("council", "=", "100")),
			[]string{"100% kế hoạch thành phố giao", "89% kế hoạch HĐND quận giao"}, nil},
		{"3 a ratio read as growth", money, "2022", all(in2022("61", indicator.Final), before("100"), func(d *desk) { d.set[0].Fall = indicator.FallRatio }),
			[]string{"bằng 61% so với cùng kỳ"}, []string{"tăng", "giảm"}},
		{"4 an excess read as a percentage of the plan", money, "2022", all(in2022("122", indicator.Final), planned("city", "=", "100")),
			[]string{"bằng 122% kế hoạch"}, []string{"vượt 22%"}},
		{"5 actual over plan where low is good", worse, "2022", all(in2022("0.25", indicator.Final), planned("city", "=", "0.28")),
			[]string{"thấp hơn kế hoạch 0,03 điểm %"}, []string{"89,3", "bằng"}},
		{"6 a target of 0", worse, "2022", all(in2022("0", indicator.Final), planned("city", "=", "0")),
			[]string{"0%, đạt kế hoạch"}, []string{"100%", "∞", "NaN"}},
		{"7 rates compared in percent", better, "2022", all(in2022("68.25", indicator.Final), planned("city", "=", "68"), before("66")),
			[]string{"0,25 điểm %", "2,25 điểm %"}, []string{"0,4%", "100,4%", "3,4%"}},
		{"8 the year's plan divided by the months", money, "2022-YTD06", all(half("50", indicator.Final), planned("city", "=", "100")),
			[]string{"bằng 50% kế hoạch năm"}, []string{"100%"}},
		{"9 a month's value with the percentage of the months so far", money, "2022-M05", all(planned("city", "=", "100"), func(d *desk) {
			d.figure("x", "2022-M05", "7", indicator.Final)
			d.figure("x", "2022-YTD05", "39", indicator.Final)
		}), []string{"đạt 7,0 tỷ đồng", "bằng 7% kế hoạch năm"}, []string{"39"}},
		{"11 rounded twice", money, "2022", all(in2022("57.846", indicator.Final), planned("city", "=", "100")),
			[]string{"bằng 57,8%"}, []string{"57,9"}},
		{"12 the verdict taken from a rounded percentage", money, "2022", all(in2022("99.96", indicator.Final), planned("city", "=", "100")),
			[]string{"bằng 99,96% kế hoạch"}, []string{"100%"}},
		{"14 an estimate printed as reached", money, "2022", all(in2022("5", indicator.Estimate), planned("city", "=", "5")),
			[]string{"ước đạt"}, []string{"Chỉ tiêu đạt"}},
		{"15 prices of different years compared", money, "2022", all(in2022("5", indicator.Final), func(d *desk) { d.plan("x", "city", "=", "4").PriceBasis = "constant:2010" }),
			[]string{"không so sánh được với kế hoạch"}, []string{"125%"}},
		{"20 an empty cell taken for 0", money, "2022", planned("city", "=", "5"),
			[]string{"chưa có số liệu"}, []string{" 0", "0%"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			tt.i.Code = "x"
			d.add(tt.i)
			tt.lay(d)
			got := d.summary(tt.period, i18n.Vi).Rows[0].Sentence
			for _, s := range tt.has {
				if !strings.Contains(got, s) {
					t.Errorf("%q does not say %q", got, s)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(got, s) {
					t.Errorf("%q says %q", got, s)
				}
			}
		})
	}
}

// 24: where no document is known none is named.
func TestNoDocumentIsInvented(t *testing.T) {
	for _, basis := range []indicator.Basis{indicator.Unknown, indicator.Proposed} {
		d := newDesk(t)
		d.add(indicator.Indicator{Code: "x"})
		d.plan("x", "city", "=", "5").Basis = basis
		if p := d.summary("2022", i18n.Vi).Rows[0].Plans[0].json(); p.Document != nil || p.Basis != string(basis) {
			t.Errorf("%s: document %+v", basis, p.Document)
		}
	}
}
