package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func TestAttention(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *desk)
		want   []string // row, notice, text
	}{
		{"below another plan, then estimates equal to their plan", func(*desk) {}, []string{
			"thu_ns below_other kế hoạch HĐND quận giao, thiếu 116,196 tỷ đồng",
			"gtsx_cn equal số ước bằng đúng kế hoạch, không có phần vượt",
		}},
		{"not met comes first, smallest percent first", func(d *desk) {
			d.figure("ban_le", "2022", "20000.5", indicator.Final)
			d.figure("dv_luu_tru", "2022", "1000", indicator.Final)
		}, []string{
			"dv_luu_tru not_met kế hoạch thành phố giao, thiếu 3.167,07 tỷ đồng",
			"ban_le not_met kế hoạch thành phố giao, thiếu 4.445,25 tỷ đồng",
			"thu_ns below_other kế hoạch HĐND quận giao, thiếu 116,196 tỷ đồng",
		}},
		{"then no data, no plan, not comparable; three at most", func(d *desk) {
			d.figure("ban_le", "2022", "", indicator.Withdrawn)
			delete(d.book.Plans, indicator.PlanKey{Unit: "lechan", Indicator: "gtsx_cn", Year: 2022, Level: "city"})
			d.book.Plans[indicator.PlanKey{Unit: "lechan", Indicator: "dv_luu_tru", Year: 2022, Level: "city"}][0].PriceBasis = "constant:2010"
		}, []string{
			"ban_le no_data Chưa có số liệu",
			"gtsx_cn no_plan chưa có kế hoạch thành phố giao",
			"dv_luu_tru not_comparable kế hoạch theo giá so sánh 2010, thực hiện theo giá hiện hành",
		}},
		{"official figures may equal their plan", func(d *desk) {
			d.figure("gtsx_cn", "2022", "423.2", indicator.Final)
			d.figure("thu_ns", "2022", "1056.329", indicator.Final)
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := leChan(t)
			tt.change(d)
			s := d.summary("2022", i18n.Vi)
			var got []string
			for _, p := range Attention(s, nil) {
				got = append(got, fmt.Sprintf("%s %s %s", s.Rows[p.Row].Code, p.Notice, p.Text))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// What is to be kept up, and plans of 0, are meant to be equal.
func TestEstimateEqualsPlan(t *testing.T) {
	tests := []struct {
		name string
		i    indicator.Indicator
		plan []string
		want bool
	}{
		{"an amount", money, []string{"=", "5"}, true},
		{"a rate", better, []string{"=", "5"}, true},
		{"kept up", kept, []string{"=", "5"}, false},
		{"above the plan", money, []string{"=", "4"}, false},
		{"neutral", spent, []string{"=", "5"}, false},
		{"a bound", money, []string{">=", "5"}, false},
		{"about", money, []string{"about", "5"}, false},
	}
	for _, tt := range tests {
		d := newDesk(t)
		tt.i.Code = "x"
		d.add(tt.i)
		d.figure("x", "2022", "5", indicator.Estimate)
		d.plan("x", "city", indicator.Operator(tt.plan[0]), tt.plan[1:]...)
		if got := d.summary("2022", i18n.Vi).Rows[0].EstimateEqualsPlan(); got != tt.want {
			t.Errorf("%s: got %t", tt.name, got)
		}
	}
	d := newDesk(t)
	d.add(with(worse, func(i *indicator.Indicator) { i.Code = "x" }))
	d.figure("x", "2022", "0", indicator.Estimate)
	d.plan("x", "city", "=", "0")
	if d.summary("2022", i18n.Vi).Rows[0].EstimateEqualsPlan() {
		t.Error("a plan of 0 is meant to be equal")
	}
}

// A row that counts as met and stays below another plan is not hidden by the
// tally.
func TestHonest(t *testing.T) {
	d := leChan(t)
	d.add(with(worse, func(i *indicator.Indicator) {
		i.Code, i.NameVi, i.NameEn = "ngheo", "tỷ lệ hộ nghèo", "Poor households"
	}))
	d.figure("ngheo", "2022", "0.25", indicator.Final)
	d.plan("ngheo", "city", "=", "0.28")
	d.plan("ngheo", "council", "=", "0.2")
	lines := func(lang i18n.Lang) []string {
		var got []string
		for _, h := range Honest(d.summary("2022", lang)) {
			got = append(got, h.Text)
		}
		return got
	}
	vi := []string{"Thu ngân sách nhà nước trên địa bàn mới bằng 89% kế hoạch HĐND quận giao", "Tỷ lệ hộ nghèo cao hơn kế hoạch HĐND quận giao 0,05 điểm %"}
	if got := lines(i18n.Vi); !slices.Equal(got, vi) {
		t.Errorf("got %q\nwant %q", got, vi)
	}
	en := []string{"Thu ngân sách nhà nước trên địa bàn is only at 89% of the plan assigned by the district council", "Poor households: 0.05 percentage points above the plan assigned by the district council"}
	if got := lines(i18n.En); !slices.Equal(got, en) {
		t.Errorf("got %q\nwant %q", got, en)
	}
	d.figure("thu_ns", "2022", "900", indicator.Final) // missed on the judging level too: the tally says it
	if got := lines(i18n.Vi); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

func TestShortfalls(t *testing.T) {
	tests := []struct {
		name          string
		i             indicator.Indicator
		value         string
		op            indicator.Operator
		ends          []string
		short, clause string
	}{
		{"amount", money, "4", "=", []string{"5"}, "thiếu 1,0 tỷ đồng", "bằng 80% kế hoạch thành phố giao"},
		{"rate", better, "4.5", "=", []string{"5"}, "thiếu 0,5 điểm %", "thấp hơn kế hoạch thành phố giao 0,5 điểm %"},
		{"lower", worse, "0.3", "=", []string{"0.28"}, "cao hơn 0,02 điểm %", "cao hơn kế hoạch thành phố giao 0,02 điểm %"},
		{"range", better, "6.5", "range", []string{"6.6", "6.8"}, "thiếu 0,1 điểm %", "không đạt kế hoạch thành phố giao (6,6-6,8%)"},
		{"the strict bound itself lacks nothing that a number could say", worse, "4", "<", []string{"4"}, "", "không đạt kế hoạch thành phố giao (dưới 4%)"},
		{"met", money, "6", "=", []string{"5"}, "", "bằng 120% kế hoạch thành phố giao"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		tt.i.Code = "x"
		d.add(tt.i)
		d.figure("x", "2022", tt.value, indicator.Final)
		d.plan("x", "city", tt.op, tt.ends...)
		p := d.summary("2022", i18n.Vi).Rows[0].Plans[0]
		if p.Short != tt.short || p.Clause != tt.clause {
			t.Errorf("%s: got %q, %q; want %q, %q", tt.name, p.Short, p.Clause, tt.short, tt.clause)
		}
	}
}

func TestNotes(t *testing.T) {
	d := leChan(t)
	if got := Notes(d.summary("2022", i18n.Vi)); !slices.Equal(got, []string{"Số liệu thực hiện là số ước.", "Kế hoạch chưa rõ số, ngày của văn bản giao: tất cả các chỉ tiêu."}) {
		t.Errorf("got %q", got)
	}
	for k := range d.book.Plans {
		d.book.Plans[k][0].Basis = indicator.Decided
	}
	d.figure("gtsx_cn", "2022", "423.2", indicator.Preliminary)
	f := d.book.Figures[indicator.CellKey{Unit: "lechan", Indicator: "ban_le", Period: d.summary("2022", i18n.Vi).Period}]
	f.Origin = indicator.Illustrative
	d.book.Figures[f.CellKey] = f
	p := d.plan("thu_ns", "city", "=", "950")
	p.Basis, p.Origin, p.Dated = indicator.Proposed, indicator.Derived, time.Date(2022, 9, 21, 0, 0, 0, 0, time.UTC)
	i := d.book.Indicators["dv_luu_tru"]
	i.GrowthFrom = "ss"
	d.book.Indicators["dv_luu_tru"] = i
	d.book.Indicators["ss"] = indicator.Indicator{Code: "ss", PriceBasis: "constant:2010", Method: indicator.Ratio}
	d.figure("ss", "2022", "2", indicator.Final)
	d.figure("ss", "2021", "1", indicator.Final)
	s := d.summary("2022", i18n.Vi)
	want := []string{
		"Số ước: tất cả các chỉ tiêu, trừ giá trị sản xuất công nghiệp.",
		"Số sơ bộ: giá trị sản xuất công nghiệp.",
		"Số liệu suy ra, tính từ số liệu khác hoặc từ tỷ lệ đã công bố: thu ngân sách nhà nước trên địa bàn.",
		"Số minh họa, không phải số đã công bố: tổng mức bán lẻ hàng hóa.",
		"Kế hoạch dự kiến, chưa có văn bản giao: thu ngân sách nhà nước trên địa bàn.",
		"Doanh thu dịch vụ lưu trú và ăn uống: tăng, giảm so với cùng kỳ tính theo giá so sánh 2010.",
		"Kế hoạch sau điều chỉnh: Thu ngân sách nhà nước trên địa bàn, kế hoạch thành phố giao, trước điều chỉnh 940,133, nay 950,0.",
	}
	if got := Notes(s); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := s.Rows[3].Plans[0]; p.Before != "940,133" || p.BeforePercent.Plain != "100" || p.Percent.Plain != "98.96" && p.Percent.Plain != "99" {
		t.Errorf("before the adjustment: %q at %s, now %s", p.Before, p.BeforePercent.Plain, p.Percent.Plain)
	}
}

func TestBehind(t *testing.T) {
	half := func(value, last, whole string) func(d *desk) {
		return func(d *desk) {
			d.figure("thu", "2022-YTD06", value, indicator.Final)
			d.figure("thu", "2021-YTD06", last, indicator.Final)
			d.figure("thu", "2021", whole, indicator.Final)
		}
	}
	tests := []struct {
		name   string
		change func(d *desk)
		want   []string // notice, level, text
	}{
		{"below the judging plan", half("440", "400", "800"), []string{"behind city dự báo cả năm bằng 88% kế hoạch thành phố giao (theo tỷ trọng cùng kỳ năm trước)"}},
		{"as planned to the unit", half("500", "400", "800"), nil},
		{"a hair below is not printed as 100", half("499.999", "400", "800"), []string{"behind city dự báo cả năm bằng 99,9998% kế hoạch thành phố giao (theo tỷ trọng cùng kỳ năm trước)"}},
		{"above the judging plan, below another", func(d *desk) {
			half("520", "400", "800")(d)
			d.plan("thu", "council", indicator.Equal, "1300")
		}, []string{"behind council dự báo cả năm bằng 80% kế hoạch HĐND quận giao (theo tỷ trọng cùng kỳ năm trước)"}},
		{"below both: the plan it falls shortest of", func(d *desk) {
			half("440", "400", "800")(d)
			d.plan("thu", "council", indicator.Equal, "1100")
		}, []string{"behind council dự báo cả năm bằng 80% kế hoạch HĐND quận giao (theo tỷ trọng cùng kỳ năm trước)"}},
		{"another plan is a bound", func(d *desk) {
			half("520", "400", "800")(d)
			d.plan("thu", "council", indicator.AtLeast, "1300")
		}, nil},
		{"another plan is zero", func(d *desk) {
			half("520", "400", "800")(d)
			d.plan("thu", "council", indicator.Equal, "0")
		}, nil},
		{"nothing of last year to project by", func(d *desk) { d.figure("thu", "2022-YTD06", "440", indicator.Final) }, nil},
		{"spending has no verdict", func(d *desk) {
			half("440", "400", "800")(d)
			i := d.book.Indicators["thu"]
			i.Direction = indicator.Neutral
			d.book.Indicators["thu"] = i
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flow(t, "1000")
			tt.change(d)
			s := d.summary("2022-YTD06", i18n.Vi)
			var got []string
			for _, p := range Behind(s, Paces(d.input("2022-YTD06", i18n.Vi))) {
				got = append(got, fmt.Sprintf("%s %s %s", p.Notice, s.Rows[p.Row].Plans[p.Plan].Level, p.Text))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// Of several rows the one that falls shortest comes first; what has no figure
// comes before all of them.
func TestBehindInTheList(t *testing.T) {
	d := flow(t, "1000")
	for _, code := range []indicator.Code{"chi", "dau_tu", "du_an"} {
		d.add(indicator.Indicator{Code: code, NameVi: string(code), OverTime: indicator.OverSum, OverUnits: indicator.OverSum})
		d.plan(code, "city", indicator.Equal, "1000")
	}
	for code, value := range map[indicator.Code]string{"thu": "460", "chi": "440", "dau_tu": "510"} {
		d.figure(code, "2022-YTD06", value, indicator.Final)
		d.figure(code, "2021-YTD06", "400", indicator.Final)
		d.figure(code, "2021", "800", indicator.Final)
	}
	s := d.summary("2022-YTD06", i18n.Vi)
	var got []string
	for _, p := range Attention(s, Paces(d.input("2022-YTD06", i18n.Vi))) {
		got = append(got, string(s.Rows[p.Row].Code)+" "+string(p.Notice))
	}
	if want := []string{"du_an no_data", "chi behind", "thu behind"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
