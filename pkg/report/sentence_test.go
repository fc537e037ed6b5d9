package report

import (
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A wording is one row of the table of sentences: an indicator with its
// figures and plans, and what is said of it in both languages.
type wording struct {
	name   string
	i      indicator.Indicator
	period string // empty: 2022
	lay    func(d *desk)
	vi, en string
}

func in2022(value string, status indicator.Status) func(d *desk) {
	return func(d *desk) { d.figure("x", "2022", value, status) }
}

func all(parts ...func(d *desk)) func(d *desk) {
	return func(d *desk) {
		for _, p := range parts {
			p(d)
		}
	}
}

func before(value string) func(d *desk) {
	return func(d *desk) { d.figure("x", "2021", value, indicator.Final) }
}

func planned(level string, op indicator.Operator, ends ...string) func(d *desk) {
	return func(d *desk) { d.plan("x", level, op, ends...) }
}

// The indicators of the cases.
var (
	money  = indicator.Indicator{Decimals: 3, ShownDecimals: 1}
	better = indicator.Indicator{Decimals: 2, ShownDecimals: 1, Measure: "%", Kind: indicator.Rate}
	worse  = indicator.Indicator{Decimals: 2, Measure: "%", Kind: indicator.Rate, Direction: indicator.Lower}
	kept   = indicator.Indicator{Decimals: 2, Measure: "%", Kind: indicator.Rate, Direction: indicator.Maintain}
	drill  = indicator.Indicator{Decimals: 1, Measure: "%", Kind: indicator.CompletionRate, Direction: indicator.Maintain, Method: indicator.NoPercent}
	spent  = indicator.Indicator{Decimals: 3, ShownDecimals: 1, Direction: indicator.Neutral}
	births = indicator.Indicator{Decimals: 2, Measure: "‰", Kind: indicator.Rate, Direction: indicator.Lower}
	cases  = indicator.Indicator{Measure: "vụ", Kind: indicator.Count, Direction: indicator.Lower}
)

func with(i indicator.Indicator, change func(*indicator.Indicator)) indicator.Indicator {
	change(&i)
	return i
}

var values = []wording{
	{"estimate", money, "", all(in2022("423.2", indicator.Estimate), planned("city", "=", "423.2"), before("406.9")),
		"Chỉ tiêu ước đạt 423,2 tỷ đồng, bằng 100% kế hoạch, tăng 4% so với cùng kỳ",
		"Indicator is estimated at 423.2 billion VND, equal to 100% of the plan, up 4% on the same period"},
	{"preliminary", money, "", all(in2022("423.2", indicator.Preliminary), planned("city", "=", "423.2")),
		"Chỉ tiêu sơ bộ đạt 423,2 tỷ đồng, bằng 100% kế hoạch", "Indicator preliminarily reached 423.2 billion VND, equal to 100% of the plan"},
	{"official", money, "", all(in2022("27037", indicator.Final), planned("city", "=", "24445.75")),
		"Chỉ tiêu đạt 27.037,0 tỷ đồng, bằng 110,6% kế hoạch", "Indicator reached 27,037.0 billion VND, equal to 110.6% of the plan"},
	{"no figure", money, "", planned("city", "=", "5"), "Chỉ tiêu: chưa có số liệu", "Indicator: no figure yet"},
	{"not applicable", money, "", in2022("", indicator.NotApplicable), "Chỉ tiêu: không áp dụng", "Indicator: not applicable"},
	{"no plan", money, "", all(in2022("5", indicator.Final), before("4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, chưa giao kế hoạch, tăng 25% so với cùng kỳ", "Indicator reached 5.0 billion VND, no plan assigned, up 25% on the same period"},
	{"a plan of another level alone is named", money, "", all(in2022("5", indicator.Final), planned("council", "=", "4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, chưa có kế hoạch thành phố giao, bằng 125% kế hoạch HĐND quận giao",
		"Indicator reached 5.0 billion VND, without the plan assigned by the city, equal to 125% of the plan assigned by the district council"},
	{"lower: down to", worse, "", all(in2022("0.25", indicator.Final), planned("city", "=", "0.28"), before("0.41")),
		"Chỉ tiêu còn 0,25%, thấp hơn kế hoạch 0,03 điểm %, giảm 0,16 điểm % so với cùng kỳ",
		"Indicator down to 0.25%, 0.03 percentage points below the plan, down 0.16 percentage points on the same period"},
	{"lower: an estimate", worse, "", all(in2022("0.25", indicator.Estimate), planned("city", "=", "0.28")),
		"Chỉ tiêu ước còn 0,25%, thấp hơn kế hoạch 0,03 điểm %", "Indicator down to an estimated 0.25%, 0.03 percentage points below the plan"},
	{"lower: preliminary", worse, "", all(in2022("0.25", indicator.Preliminary), planned("city", "=", "0.28")),
		"Chỉ tiêu sơ bộ còn 0,25%, thấp hơn kế hoạch 0,03 điểm %", "Indicator preliminarily down to 0.25%, 0.03 percentage points below the plan"},
	{"lower: missed", worse, "", all(in2022("0.3", indicator.Final), planned("city", "=", "0.28")),
		"Chỉ tiêu còn 0,3%, cao hơn kế hoạch 0,02 điểm %", "Indicator down to 0.3%, 0.02 percentage points above the plan"},
	{"lower in cases: the measure itself, no percentage points", cases, "", all(in2022("12", indicator.Final), planned("city", "=", "14"), before("15")),
		"Chỉ tiêu còn 12 vụ, thấp hơn kế hoạch 2 vụ, giảm 3 vụ so với cùng kỳ", "Indicator down to 12 cases, 2 cases below the plan, down 3 cases on the same period"},
	{"lower by inverse ratio", with(worse, func(i *indicator.Indicator) { i.Method, i.Kind = indicator.InverseRatio, indicator.Count }), "",
		all(in2022("3.6", indicator.Final), planned("city", "=", "4.03")),
		"Chỉ tiêu còn 3,6%, bằng 111,9% kế hoạch", "Indicator down to 3.6%, equal to 111.9% of the plan"},
	{"per mille: difference in per mille", births, "", all(in2022("14.2", indicator.Final), planned("city", "=", "14.5"), before("14.3")),
		"Chỉ tiêu còn 14,2‰, thấp hơn kế hoạch 0,3‰, giảm 0,1‰ so với cùng kỳ", "Indicator down to 14.2‰, 0.3‰ below the plan, down 0.1‰ on the same period"},
	{"plan 0 met by an estimate", worse, "", all(in2022("0", indicator.Estimate), planned("city", "=", "0"), before("0.08")),
		"Chỉ tiêu ước 0%, đạt kế hoạch, giảm 0,08 điểm % so với cùng kỳ", "Indicator an estimated 0%, meets the plan, down 0.08 percentage points on the same period"},
	{"plan 0 met", worse, "", all(in2022("0", indicator.Final), planned("city", "=", "0")), "Chỉ tiêu 0%, đạt kế hoạch", "Indicator 0%, meets the plan"},
	{"plan 0 missed", worse, "", all(in2022("0.01", indicator.Final), planned("city", "=", "0")),
		"Chỉ tiêu 0,01%, không đạt kế hoạch (0%)", "Indicator 0.01%, misses the plan (0%)"},
	{"plan 0 of an amount", money, "", all(in2022("5", indicator.Final), planned("city", "=", "0")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, vượt kế hoạch (0,0 tỷ đồng)", "Indicator reached 5.0 billion VND, above the plan (0.0 billion VND)"},
	{"plan below 0", with(money, func(i *indicator.Indicator) { i.NameVi, i.NameEn = "Chênh lệch thu chi", "Balance" }), "",
		all(in2022("-3", indicator.Final), planned("city", "=", "-2")),
		"Chênh lệch thu chi đạt -3,0 tỷ đồng, không đạt kế hoạch (-2,0 tỷ đồng)", "Balance reached -3.0 billion VND, misses the plan (-2.0 billion VND)"},
	{"kept up", kept, "", all(in2022("100", indicator.Estimate), planned("city", "=", "100"), before("100")),
		"Chỉ tiêu duy trì 100%, đạt kế hoạch", "Indicator kept at 100%, meets the plan"},
	{"kept up, and above", kept, "", all(in2022("100", indicator.Final), planned("city", "=", "99"), before("98")),
		"Chỉ tiêu duy trì 100%, đạt kế hoạch, tăng 2 điểm % so với cùng kỳ", "Indicator kept at 100%, meets the plan, up 2 percentage points on the same period"},
	{"not kept up", kept, "", all(in2022("98", indicator.Final), planned("city", "=", "100"), before("100")),
		"Chỉ tiêu đạt 98%, thấp hơn kế hoạch 2 điểm %, giảm 2 điểm % so với cùng kỳ", "Indicator reached 98%, 2 percentage points below the plan, down 2 percentage points on the same period"},
	{"a completion rate has no percent and no change", drill, "", all(in2022("100", indicator.Final), planned("city", "=", "100"), before("99")),
		"Chỉ tiêu duy trì 100%, đạt kế hoạch", "Indicator kept at 100%, meets the plan"},
	{"a completion rate missed", drill, "", all(in2022("97", indicator.Final), planned("city", "=", "100")),
		"Chỉ tiêu đạt 97%, không đạt kế hoạch (100%)", "Indicator reached 97%, misses the plan (100%)"},
	{"neutral: percent without a verdict", spent, "", all(in2022("586.42", indicator.Estimate), planned("city", "=", "570.2"), before("548.306")),
		"Chỉ tiêu ước đạt 586,42 tỷ đồng, bằng 102,8% kế hoạch, tăng 7% so với cùng kỳ", "Indicator is estimated at 586.42 billion VND, equal to 102.8% of the plan, up 7% on the same period"},
	{"neutral without plan is not missing one", spent, "", in2022("5", indicator.Final), "Chỉ tiêu đạt 5,0 tỷ đồng", "Indicator reached 5.0 billion VND"},
	{"neutral in points, equal: no word of success", with(better, func(i *indicator.Indicator) { i.Direction = indicator.Neutral }), "",
		all(in2022("40", indicator.Final), planned("city", "=", "40")), "Chỉ tiêu đạt 40,0%, bằng kế hoạch", "Indicator reached 40.0%, equal to the plan"},
	{"neutral in points, above", with(better, func(i *indicator.Indicator) { i.Direction = indicator.Neutral }), "",
		all(in2022("41", indicator.Final), planned("city", "=", "40")), "Chỉ tiêu đạt 41,0%, cao hơn kế hoạch 1 điểm %", "Indicator reached 41.0%, 1 percentage point above the plan"},
	{"neutral against a bound", spent, "", all(in2022("5", indicator.Final), planned("city", "<=", "6")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, kế hoạch là không quá 6,0 tỷ đồng", "Indicator reached 5.0 billion VND, the plan is at most 6.0 billion VND"},
	{"a plan at other prices", money, "", all(in2022("5", indicator.Final), func(d *desk) { d.plan("x", "city", "=", "4").PriceBasis = "constant:2010" }, before("4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, không so sánh được với kế hoạch, tăng 25% so với cùng kỳ", "Indicator reached 5.0 billion VND, not comparable with the plan, up 25% on the same period"},
}

var comparisons = []wording{
	{"points above", better, "", all(in2022("93", indicator.Estimate), planned("city", "=", "92.6"), before("91.8")),
		"Chỉ tiêu ước đạt 93,0%, vượt kế hoạch 0,4 điểm %, tăng 1,2 điểm % so với cùng kỳ", "Indicator is estimated at 93.0%, 0.4 percentage points above the plan, up 1.2 percentage points on the same period"},
	{"points below", better, "", all(in2022("92", indicator.Final), planned("city", "=", "93")),
		"Chỉ tiêu đạt 92,0%, thấp hơn kế hoạch 1 điểm %", "Indicator reached 92.0%, 1 percentage point below the plan"},
	{"points equal", better, "", all(in2022("93", indicator.Final), planned("city", "=", "93"), before("93")),
		"Chỉ tiêu đạt 93,0%, đạt kế hoạch, giữ nguyên so với cùng kỳ", "Indicator reached 93.0%, meets the plan, unchanged on the same period"},
	{"unchanged", money, "", all(in2022("5", indicator.Final), planned("city", "=", "5"), before("5")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, bằng 100% kế hoạch, giữ nguyên so với cùng kỳ", "Indicator reached 5.0 billion VND, equal to 100% of the plan, unchanged on the same period"},
	{"range: above", better, "", all(in2022("6.9", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu đạt 6,9%, vượt kế hoạch (6,6-6,8%)", "Indicator reached 6.9%, above the plan (6.6-6.8%)"},
	{"range: inside", better, "", all(in2022("6.7", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu đạt 6,7%, đạt kế hoạch (6,6-6,8%)", "Indicator reached 6.7%, meets the plan (6.6-6.8%)"},
	{"range: below", better, "", all(in2022("6.5", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu đạt 6,5%, không đạt kế hoạch (6,6-6,8%)", "Indicator reached 6.5%, misses the plan (6.6-6.8%)"},
	{"range, lower: past the good end", worse, "", all(in2022("6.5", indicator.Final), planned("city", "range", "6.6", "6.8")),
		"Chỉ tiêu còn 6,5%, vượt kế hoạch (6,6-6,8%)", "Indicator down to 6.5%, better than the plan (6.6-6.8%)"},
	{"range of amounts", money, "", all(in2022("55.5", indicator.Final), planned("city", "range", "55", "56")),
		"Chỉ tiêu đạt 55,5 tỷ đồng, đạt kế hoạch (55,0-56,0 tỷ đồng)", "Indicator reached 55.5 billion VND, meets the plan (55.0-56.0 billion VND)"},
	{"range around 0 is spelled out", better, "", all(in2022("1", indicator.Final), planned("city", "range", "-0.5", "2")),
		"Chỉ tiêu đạt 1,0%, đạt kế hoạch (từ -0,5 đến 2,0%)", "Indicator reached 1.0%, meets the plan (from -0.5 to 2.0%)"},
	{"below, satisfied", worse, "", all(in2022("3.9", indicator.Final), planned("city", "<", "4")),
		"Chỉ tiêu còn 3,9%, đạt kế hoạch (dưới 4%)", "Indicator down to 3.9%, meets the plan (below 4%)"},
	{"below, missed by the bound itself", worse, "", all(in2022("4", indicator.Final), planned("city", "<", "4")),
		"Chỉ tiêu còn 4%, không đạt kế hoạch (dưới 4%)", "Indicator down to 4%, misses the plan (below 4%)"},
	{"at most", worse, "", all(in2022("4", indicator.Final), planned("city", "<=", "4")),
		"Chỉ tiêu còn 4%, đạt kế hoạch (không quá 4%)", "Indicator down to 4%, meets the plan (at most 4%)"},
	{"over", with(better, func(i *indicator.Indicator) { i.ShownDecimals = 0 }), "", all(in2022("87", indicator.Final), planned("city", ">", "87")),
		"Chỉ tiêu đạt 87%, không đạt kế hoạch (trên 87%)", "Indicator reached 87%, misses the plan (over 87%)"},
	{"at least", with(better, func(i *indicator.Indicator) { i.ShownDecimals = 0 }), "", all(in2022("87", indicator.Final), planned("city", ">=", "87")),
		"Chỉ tiêu đạt 87%, đạt kế hoạch (từ 87% trở lên)", "Indicator reached 87%, meets the plan (at least 87%)"},
	{"about: judged as a number, and said", money, "", all(in2022("5", indicator.Final), planned("city", "about", "4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, bằng 125% kế hoạch (khoảng 4,0 tỷ đồng)", "Indicator reached 5.0 billion VND, equal to 125% of the plan (about 4.0 billion VND)"},
	{"about, in points", better, "", all(in2022("4.5", indicator.Final), planned("city", "about", "4")),
		"Chỉ tiêu đạt 4,5%, vượt kế hoạch (khoảng 4,0%) 0,5 điểm %", "Indicator reached 4.5%, 0.5 percentage points above the plan (about 4.0%)"},
	{"several levels in their order, of one verb", money, "", all(in2022("5", indicator.Final), planned("council", "=", "10"), planned("city", "=", "5"), planned("central", "=", "4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, bằng 125% kế hoạch Trung ương giao, bằng 100% kế hoạch thành phố giao và bằng 50% kế hoạch HĐND quận giao",
		"Indicator reached 5.0 billion VND, equal to 125% of the plan assigned by the central government, equal to 100% of the plan assigned by the city and equal to 50% of the plan assigned by the district council"},
	{"several levels, and a change of another verb: commas", money, "", all(in2022("5", indicator.Final), planned("council", "=", "10"), planned("city", "=", "5"), before("4")),
		"Chỉ tiêu đạt 5,0 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 50% kế hoạch HĐND quận giao, tăng 25% so với cùng kỳ",
		"Indicator reached 5.0 billion VND, equal to 100% of the plan assigned by the city, equal to 50% of the plan assigned by the district council, up 25% on the same period"},
	{"several levels in points", better, "", all(in2022("5", indicator.Final), planned("council", "=", "6"), planned("city", "=", "5")),
		"Chỉ tiêu đạt 5,0%, đạt kế hoạch thành phố giao, thấp hơn kế hoạch HĐND quận giao 1 điểm %",
		"Indicator reached 5.0%, meets the plan assigned by the city, 1 percentage point below the plan assigned by the district council"},
}

func TestWordings(t *testing.T) {
	for _, tt := range append(append(values, comparisons...), periods...) {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			tt.i.Code = "x"
			d.add(tt.i)
			tt.lay(d)
			p := tt.period
			if p == "" {
				p = "2022"
			}
			if got := d.summary(p, i18n.Vi).Rows[0].Sentence; got != tt.vi {
				t.Errorf("vi\n got %s\nwant %s", got, tt.vi)
			}
			if got := d.summary(p, i18n.En).Rows[0].Sentence; got != tt.en {
				t.Errorf("en\n got %s\nwant %s", got, tt.en)
			}
		})
	}
}
