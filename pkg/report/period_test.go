package report

import (
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func half(value string, status indicator.Status) func(d *desk) {
	return func(d *desk) { d.figure("x", "2022-YTD06", value, status) }
}

// In-year the plan is that of the year, and nothing is missed yet.
var periods = []wording{
	{"in-year", money, "2022-YTD06", all(half("50", indicator.Final), planned("city", "=", "100"), func(d *desk) { d.figure("x", "2021-YTD06", "40", indicator.Final) }),
		"Chỉ tiêu đạt 50,0 tỷ đồng, bằng 50% kế hoạch năm, tăng 25% so với cùng kỳ", "Indicator reached 50.0 billion VND, equal to 50% of the year's plan, up 25% on the same period"},
	{"in-year, several levels", money, "2022-YTD06", all(half("50", indicator.Estimate), planned("city", "=", "100"), planned("council", "=", "200")),
		"Chỉ tiêu ước đạt 50,0 tỷ đồng, bằng 50% kế hoạch năm thành phố giao và bằng 25% kế hoạch năm HĐND quận giao",
		"Indicator is estimated at 50.0 billion VND, equal to 50% of the year's plan assigned by the city and equal to 25% of the year's plan assigned by the district council"},
	{"in-year, a level whose phrase has another word", money, "2022-YTD06", all(half("50", indicator.Final), planned("city", "=", "100"), planned("stretch", "=", "200")),
		"Chỉ tiêu đạt 50,0 tỷ đồng, bằng 50% kế hoạch năm thành phố giao và bằng 25% mục tiêu phấn đấu của cả năm",
		"Indicator reached 50.0 billion VND, equal to 50% of the year's plan assigned by the city and equal to 25% of the year's stretch target"},
	{"in-year, a range not yet reached", better, "2022-YTD06", all(half("5", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu đạt 5,0%, chưa đạt kế hoạch năm (6,6-6,8%)", "Indicator reached 5.0%, does not yet meet the year's plan (6.6-6.8%)"},
	{"in-year, a range reached", better, "2022-YTD06", all(half("6.7", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu đạt 6,7%, đạt kế hoạch năm (6,6-6,8%)", "Indicator reached 6.7%, meets the year's plan (6.6-6.8%)"},
	{"in-year, kept up", kept, "2022-YTD06", all(half("100", indicator.Final), planned("city", "=", "100")),
		"Chỉ tiêu duy trì 100%, đạt kế hoạch năm", "Indicator kept at 100%, meets the year's plan"},
	{"in-year, plan 0", worse, "2022-YTD06", all(half("0", indicator.Estimate), planned("city", "=", "0")),
		"Chỉ tiêu ước 0%, đạt kế hoạch năm", "Indicator an estimated 0%, meets the year's plan"},
	{"since the start of the year: up", with(money, func(i *indicator.Indicator) { i.Kind, i.Base = indicator.Stock, indicator.YearStart }), "2022-YTD06",
		all(half("110", indicator.Final), before("100")),
		"Chỉ tiêu đạt 110,0 tỷ đồng, chưa giao kế hoạch, tăng 10% so với đầu năm", "Indicator reached 110.0 billion VND, no plan assigned, up 10% since the start of the year"},
	{"since the start of the year: down", with(money, func(i *indicator.Indicator) { i.Kind, i.Base = indicator.Stock, indicator.YearStart }), "",
		all(in2022("90", indicator.Final), before("100")),
		"Chỉ tiêu đạt 90,0 tỷ đồng, chưa giao kế hoạch, giảm 10% so với đầu năm", "Indicator reached 90.0 billion VND, no plan assigned, down 10% since the start of the year"},
	{"since the start of the year: unchanged", with(money, func(i *indicator.Indicator) { i.Kind, i.Base = indicator.Stock, indicator.YearStart }), "",
		all(in2022("100", indicator.Final), before("100")),
		"Chỉ tiêu đạt 100,0 tỷ đồng, chưa giao kế hoạch, giữ nguyên so với đầu năm", "Indicator reached 100.0 billion VND, no plan assigned, unchanged since the start of the year"},
}

// How a fall is worded is a matter of the set: as a change, or as the ratio
// that is left. A rise is a rise either way.
func TestFallAsRatio(t *testing.T) {
	tests := []struct {
		name   string
		i      indicator.Indicator
		value  string
		vi, en string
	}{
		{"a fall", money, "61", "Chỉ tiêu đạt 61,0 tỷ đồng, bằng 100% kế hoạch và bằng 61% so với cùng kỳ", "Indicator reached 61.0 billion VND, equal to 100% of the plan and equal to 61% of the same period"},
		{"a rise", money, "110", "Chỉ tiêu đạt 110,0 tỷ đồng, bằng 180,3% kế hoạch, tăng 10% so với cùng kỳ", "Indicator reached 110.0 billion VND, equal to 180.3% of the plan, up 10% on the same period"},
		{"no change", money, "100", "Chỉ tiêu đạt 100,0 tỷ đồng, bằng 163,9% kế hoạch, giữ nguyên so với cùng kỳ", "Indicator reached 100.0 billion VND, equal to 163.9% of the plan, unchanged on the same period"},
		{"points have no ratio", better, "61", "Chỉ tiêu đạt 61,0%, đạt kế hoạch, giảm 39 điểm % so với cùng kỳ", "Indicator reached 61.0%, meets the plan, down 39 percentage points on the same period"},
		{"since the start of the year", with(money, func(i *indicator.Indicator) { i.Base = indicator.YearStart }), "61",
			"Chỉ tiêu đạt 61,0 tỷ đồng, bằng 100% kế hoạch và bằng 61% so với đầu năm", "Indicator reached 61.0 billion VND, equal to 100% of the plan and equal to 61% of the start of the year"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		tt.i.Code = "x"
		d.add(tt.i, ratioFall)
		all(in2022(tt.value, indicator.Final), planned("city", "=", "61"), before("100"))(d)
		if got := d.summary("2022", i18n.Vi).Rows[0].Sentence; got != tt.vi {
			t.Errorf("%s\n got %s\nwant %s", tt.name, got, tt.vi)
		}
		if got := d.summary("2022", i18n.En).Rows[0].Sentence; got != tt.en {
			t.Errorf("%s\n got %s\nwant %s", tt.name, got, tt.en)
		}
	}
}
