package check

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// terms are those the tests print and convert with.
var terms = i18n.Terms{
	{Sort: i18n.MeasureTerm, Vi: "đồng", En: "VND", Dimension: "money", Factor: "0.000000001"},
	{Sort: i18n.MeasureTerm, Vi: "triệu đồng", En: "million VND", Dimension: "money", Factor: "0.001"},
	{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", En: "billion VND", Dimension: "money", Factor: "1"},
	{Sort: i18n.MeasureTerm, Vi: "nghìn tỷ đồng", En: "trillion VND", Dimension: "money", Factor: "1000"},
	{Sort: i18n.MeasureTerm, Vi: "hộ", En: "households", Dimension: "household", Factor: "1"},
	{Sort: i18n.MeasureTerm, Vi: "lượt người", En: "person-times"},
	{Sort: i18n.MeasureTerm, Vi: "%", En: "%", Dimension: "percent", Factor: "1"},
	{Sort: i18n.GroupTerm, Vi: "tỷ đồng", En: "no measure", Dimension: "money", Factor: "0.001"},
}

// catalogue is what the tests' books are about.
func catalogue() map[indicator.Code]indicator.Indicator {
	money := indicator.Indicator{Measure: "tỷ đồng", Decimals: 3, ShownDecimals: 1, Kind: indicator.Amount, Direction: indicator.Higher,
		Method: indicator.Ratio, OverUnits: indicator.OverSum, OverTime: indicator.OverSum, PriceBasis: indicator.CurrentPrices, Base: indicator.SamePeriod}
	rate := indicator.Indicator{Measure: "%", Decimals: 2, ShownDecimals: 1, Kind: indicator.Rate, Direction: indicator.Higher,
		Method: indicator.Points, OverUnits: indicator.OverNone, OverTime: indicator.OverNone, Base: indicator.SamePeriod}
	all := map[indicator.Code]indicator.Indicator{}
	add := func(code indicator.Code, vi, en string, i indicator.Indicator, change func(*indicator.Indicator)) {
		i.Code, i.NameVi, i.NameEn = code, vi, en
		if change != nil {
			change(&i)
		}
		all[code] = i
	}
	add("thu", "Thu ngân sách", "Budget revenue", money, nil)
	add("thu_thue", "Thu thuế", "Taxes", money, func(i *indicator.Indicator) { i.Parent = "thu" })
	add("thu_phi", "Thu phí", "Fees", money, func(i *indicator.Indicator) { i.Parent = "thu" })
	add("ban_le", "Bán lẻ", "Retail", money, func(i *indicator.Indicator) { i.Decimals = 2 })
	add("du_no", "Dư nợ", "Credit", money, func(i *indicator.Indicator) { i.Kind, i.OverTime = indicator.Stock, indicator.OverLast })
	add("bhyt", "Bảo hiểm y tế", "Health insurance", rate, nil)
	add("ngheo", "Tỷ lệ hộ nghèo", "Poverty rate", rate, func(i *indicator.Indicator) {
		i.Direction, i.OverUnits, i.Numerator, i.Denominator, i.Scale = indicator.Lower, indicator.OverRatio, "ho_ngheo", "ho", 100
	})
	add("nuoc", "Nước sạch", "Clean water", rate, func(i *indicator.Indicator) { i.Direction = indicator.Maintain })
	add("tang", "Tốc độ tăng", "Growth rate", rate, func(i *indicator.Indicator) { i.Kind = indicator.GrowthRate })
	households := func(i *indicator.Indicator) {
		i.Measure, i.Decimals, i.ShownDecimals, i.Kind, i.OverTime = "hộ", 0, 0, indicator.Count, indicator.OverLast
	}
	add("ho", "Số hộ", "Households", money, households)
	add("ho_ngheo", "Số hộ nghèo", "Poor households", money, households)
	return all
}

// figure reads "thu 2022 940.133 estimate note…"; the unit is lechan unless it
// stands before the indicator with a slash.
func figure(t *testing.T, text string) indicator.Figure {
	t.Helper()
	word := strings.SplitN(text, " ", 5)
	f := indicator.Figure{Version: 1, Status: indicator.Final, Dated: day(2022, 12, 1)}
	f.Unit, f.Period = "lechan", period.MustParse(word[1])
	code := word[0]
	if unit, rest, ok := strings.Cut(code, "/"); ok {
		f.Unit, code = org.Key(unit), rest
	}
	f.Indicator = indicator.Code(code)
	i := catalogue()[f.Indicator]
	f.Value = amount(t, word[2], i.Decimals)
	if len(word) > 3 {
		f.Status = indicator.Status(word[3])
	}
	if len(word) > 4 {
		f.Note = word[4]
	}
	return f
}

func amount(t *testing.T, plain string, decimals int) *number.Amount {
	t.Helper()
	a, err := number.ParsePlain(plain, decimals)
	if err != nil {
		t.Fatalf("ParsePlain(%q, %d): %v", plain, decimals, err)
	}
	return &a
}

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
}

// planOf reads "thu 2022 city 940" or "thu 2022 city range 6 7"; a unit may
// stand before a slash. It is unknown on what it rests, as of 1 January.
func planOf(t *testing.T, text string) indicator.Plan {
	t.Helper()
	word := strings.Fields(text)
	code, unit := word[0], org.Key("lechan")
	if u, rest, ok := strings.Cut(code, "/"); ok {
		unit, code = org.Key(u), rest
	}
	i := catalogue()[indicator.Code(code)]
	year := period.MustParse(word[1]).Year
	p := indicator.Plan{PlanKey: indicator.PlanKey{Unit: unit, Indicator: i.Code, Year: year, Level: word[2]},
		Version: 1, Basis: indicator.Unknown, Dated: day(year, 1, 1), Recorded: day(year, 1, 1)}
	if word[3] == "range" {
		p.Target = indicator.Target{Operator: indicator.Range, Low: *amount(t, word[4], i.Decimals), High: amount(t, word[5], i.Decimals)}
		return p
	}
	p.Target = indicator.Target{Operator: indicator.Equal, Low: *amount(t, word[3], i.Decimals)}
	return p
}

// book makes a book of a district and two wards with the figures and plans.
func book(t *testing.T, figures, plans []string) *indicator.Book {
	t.Helper()
	b := &indicator.Book{Indicators: catalogue(), Figures: map[indicator.CellKey]indicator.Figure{}, Plans: map[indicator.PlanKey][]indicator.Plan{},
		Sets: map[indicator.SetKey]indicator.Set{},
		Levels: []indicator.Level{{Code: "city", Position: 1, NameVi: "Thành phố giao", NameEn: "City"},
			{Code: "council", Position: 2, NameVi: "HĐND giao", NameEn: "Council"}},
		Tree: org.NewTree([]org.Unit{
			{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Kind: "quận"}}},
			{Key: "w1", Rows: []org.Row{{Code: "1", Name: "Một", Kind: "phường", Parent: "lechan"}}},
			{Key: "w2", Rows: []org.Row{{Code: "2", Name: "Hai", Kind: "phường", Parent: "lechan"}}},
		}, nil)}
	for year := 2021; year <= 2022; year++ {
		set(b, "lechan", year, "thu", "thu_thue", "thu_phi", "ban_le", "du_no", "bhyt", "ngheo", "nuoc", "tang", "ho", "ho_ngheo")
		set(b, "w1", year, "thu")
		set(b, "w2", year, "thu")
	}
	for _, text := range figures {
		f := figure(t, text)
		b.Figures[f.CellKey] = f
	}
	for _, text := range plans {
		p := planOf(t, text)
		p.Version = len(b.Plans[p.PlanKey]) + 1
		if p.Version > 1 {
			p.Dated = day(p.Year, 6, 1)
		}
		b.Plans[p.PlanKey] = append(b.Plans[p.PlanKey], p)
	}
	return b
}

func set(b *indicator.Book, unit org.Key, year int, codes ...indicator.Code) {
	s := indicator.Set{Unit: unit, Year: year}
	for n, code := range codes {
		s.Rows = append(s.Rows, indicator.SetRow{Position: n + 1, Indicator: code, Judging: "city", Source: indicator.Entered})
	}
	b.Sets[indicator.SetKey{Unit: unit, Year: year}] = s
}

// brief names findings in one line: "thu:out_of_line ban_le:same_value".
func brief(findings []Finding) string {
	words := make([]string, len(findings))
	for i, f := range findings {
		words[i] = string(f.Indicator) + ":" + string(f.Rule)
	}
	return strings.Join(words, " ")
}

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}
