package report

import (
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// terms are the English words the tests need.
var terms = i18n.Terms{
	{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", En: "billion VND"},
	{Sort: i18n.MeasureTerm, Vi: "vụ", En: "cases"},
	{Sort: i18n.KindTerm, Vi: "quận", En: "district"},
	{Sort: i18n.GroupTerm, Vi: "Kinh tế", En: "Economy"},
	{Sort: i18n.AgencyTerm, Vi: "Phòng Kinh tế", En: "Economic office"},
}

// levels are the plan levels the tests need, as the catalogue words them.
var levels = []indicator.Level{
	{Code: "central", Position: 1, NameVi: "Trung ương giao", NameEn: "Central government", PhraseVi: "kế hoạch Trung ương giao", PhraseEn: "plan assigned by the central government"},
	{Code: "city", Position: 2, NameVi: "Thành phố giao", NameEn: "City", PhraseVi: "kế hoạch thành phố giao", PhraseEn: "plan assigned by the city"},
	{Code: "council", Position: 4, NameVi: "HĐND giao", NameEn: "Council", PhraseVi: "kế hoạch HĐND {kind} giao", PhraseEn: "plan assigned by the {kind} council"},
	{Code: "stretch", Position: 5, NameVi: "Phấn đấu", NameEn: "Stretch", PhraseVi: "mục tiêu phấn đấu", PhraseEn: "stretch target"},
}

// A desk builds a book for the quận Lê Chân, one indicator after another.
type desk struct {
	t    testing.TB
	book *indicator.Book
	set  []indicator.SetRow
	year int
}

func newDesk(t testing.TB) *desk {
	tree := org.NewTree([]org.Unit{
		{Key: "haiphong", Rows: []org.Row{{Code: "31", Name: "Hải Phòng", Kind: "thành phố"}}},
		{Key: "lechan", Rows: []org.Row{{Code: "305", Name: "Lê Chân", Kind: "quận", Parent: "haiphong"}}},
	}, nil)
	return &desk{t: t, year: 2022, book: &indicator.Book{
		Tree: tree, Levels: levels, Indicators: map[indicator.Code]indicator.Indicator{}, Sets: map[indicator.SetKey]indicator.Set{},
		Figures: map[indicator.CellKey]indicator.Figure{}, Plans: map[indicator.PlanKey][]indicator.Plan{},
	}}
}

func amount(t testing.TB, plain string, decimals int) number.Amount {
	t.Helper()
	a, err := number.ParsePlain(plain, decimals)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// add puts an indicator into the set, judged on the city's level. What it
// leaves open becomes an amount in billion dong where more is better.
func (d *desk) add(i indicator.Indicator, change ...func(*indicator.SetRow)) {
	if i.Measure == "" {
		i.Measure = "tỷ đồng"
	}
	if i.Kind == "" {
		i.Kind = indicator.Amount
	}
	if i.Direction == "" {
		i.Direction = indicator.Higher
	}
	if i.Method == "" {
		i.Method = indicator.DefaultMethod(i.Kind, i.Direction)
	}
	if i.NameVi == "" {
		i.NameVi = "Chỉ tiêu"
		i.NameEn = "Indicator"
	}
	if i.PriceBasis == "" {
		i.PriceBasis = indicator.CurrentPrices
	}
	d.book.Indicators[i.Code] = i
	row := indicator.SetRow{Position: len(d.set) + 1, Indicator: i.Code, Judging: "city", Source: indicator.Entered}
	for _, c := range change {
		c(&row)
	}
	d.set = append(d.set, row)
	d.book.Sets[indicator.SetKey{Unit: "lechan", Year: d.year}] = indicator.Set{Unit: "lechan", Year: d.year, Rows: d.set}
}

func ratioFall(r *indicator.SetRow) { r.Fall = indicator.FallRatio }

// figure enters a value; an empty one with status not_applicable or withdrawn.
func (d *desk) figure(code indicator.Code, p, value string, status indicator.Status) {
	d.t.Helper()
	key := indicator.CellKey{Unit: "lechan", Indicator: code, Period: period.MustParse(p)}
	f := indicator.Figure{CellKey: key, Version: 1, Status: status, Dated: time.Date(2022, 12, 9, 10, 30, 0, 0, time.UTC)}
	if value != "" {
		a := amount(d.t, value, d.book.Indicators[code].Decimals)
		f.Value = &a
	}
	d.book.Figures[key] = f
}

// plan sets a plan of the desk's year: "=", "423.2" or "range", "6.6", "6.8".
func (d *desk) plan(code indicator.Code, level string, op indicator.Operator, ends ...string) *indicator.Plan {
	d.t.Helper()
	key := indicator.PlanKey{Unit: "lechan", Indicator: code, Year: d.year, Level: level}
	p := indicator.Plan{PlanKey: key, Version: len(d.book.Plans[key]) + 1, Basis: indicator.Unknown, Dated: time.Date(d.year, 1, 1, 0, 0, 0, 0, time.UTC)}
	p.Target = indicator.Target{Operator: op, Low: amount(d.t, ends[0], d.book.Indicators[code].Decimals)}
	if len(ends) > 1 {
		high := amount(d.t, ends[1], d.book.Indicators[code].Decimals)
		p.Target.High = &high
	}
	d.book.Plans[key] = append(d.book.Plans[key], p)
	return &d.book.Plans[key][len(d.book.Plans[key])-1]
}

func (d *desk) summary(p string, lang i18n.Lang) Summary {
	d.t.Helper()
	s, err := Build(Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse(p), Lang: lang, Decimals: 1})
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// leChan is the published report of 2022, as far as it names figures.
func leChan(t testing.TB) *desk {
	d := newDesk(t)
	for _, x := range []struct {
		code, name                 string
		decimals                   int
		actual, plan, previous, by string
	}{
		{"gtsx_cn", "Giá trị sản xuất công nghiệp", 1, "423.2", "423.2", "406.9", ""},
		{"ban_le", "Tổng mức bán lẻ hàng hóa", 2, "27037", "24445.75", "23327.87", ""},
		{"dv_luu_tru", "Doanh thu dịch vụ lưu trú và ăn uống", 2, "4187.9", "4167.07", "3573.29", ""},
		{"thu_ns", "Thu ngân sách nhà nước trên địa bàn", 3, "940.133", "940.133", "1541.202", "1056.329"},
	} {
		code := indicator.Code(x.code)
		d.add(indicator.Indicator{Code: code, NameVi: x.name, Decimals: x.decimals, ShownDecimals: 1, Group: "Kinh tế", Agency: "Phòng Kinh tế"}, func(r *indicator.SetRow) {
			if x.by != "" {
				r.Fall = indicator.FallRatio
			}
		})
		d.figure(code, "2022", x.actual, indicator.Estimate)
		d.figure(code, "2021", x.previous, indicator.Final)
		d.plan(code, "city", indicator.Equal, x.plan)
		if x.by != "" {
			d.plan(code, "council", indicator.Equal, x.by)
		}
	}
	return d
}
