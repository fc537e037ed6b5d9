package check

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name    string
		period  string
		figures string // separated by ";"
		plans   string
		want    string // findings, or none
		text    string // the first one in full
	}{
		{"nothing to say", "2022", "thu 2021 900;thu 2022 940.133", "thu 2022 city 935", "", ""},
		{"no set", "2020", "thu 2020 900", "", "", ""},
		{"no figure", "2022", "thu 2021 900", "thu 2022 city 935", "", ""},

		{"a million for a billion", "2022", "ban_le 2021 3573.29;ban_le 2022 4187900", "", "ban_le:factor_1000",
			"4.187.900,0 tỷ đồng gấp 1.172 lần năm 2021 (3.573,29 tỷ đồng), có thể nhầm đơn vị tính hoặc dấu phân cách. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"a comma for a point", "2022", "thu 2021 1498.25;thu 2022 1.545", "", "thu:factor_1000",
			"1,545 tỷ đồng chỉ bằng 1/970 của năm 2021 (1.498,25 tỷ đồng), có thể nhầm đơn vị tính hoặc dấu phân cách. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"against the plan, for want of last year", "2022", "thu 2022 940133", "thu 2022 city 940", "thu:factor_1000",
			"940.133,0 tỷ đồng gấp 1.000 lần kế hoạch năm (940,0 tỷ đồng), có thể nhầm đơn vị tính hoặc dấu phân cách. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"far below the plan", "2022", "thu 2022 0.94", "thu 2022 city 940", "thu:factor_1000",
			"0,94 tỷ đồng chỉ bằng 1/1.000 của kế hoạch năm (940,0 tỷ đồng), có thể nhầm đơn vị tính hoặc dấu phân cách. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"a month is no thousandth of the plan", "2022-M01", "thu 2022-M01 0.94", "thu 2022 city 940", "", ""},

		{"half as much again is usual", "2022", "thu 2021 100;thu 2022 150", "", "", ""},
		{"a hair more is not", "2022", "thu 2021 100;thu 2022 150.001", "", "thu:out_of_line",
			"150,001 tỷ đồng tăng 50,001% so với năm 2021 (100,0 tỷ đồng), nhiều hơn mức 50% được coi là bình thường. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"zero for nothing yet", "2022", "thu 2021 100;thu 2022 0", "", "thu:out_of_line",
			"0,0 tỷ đồng giảm 100% so với năm 2021 (100,0 tỷ đồng), nhiều hơn mức 50% được coi là bình thường. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"few cases come and go", "2022", "ho_ngheo 2021 2;ho_ngheo 2022 0", "", "", ""},
		{"many do not", "2022", "ho_ngheo 2021 20;ho_ngheo 2022 5", "", "ho_ngheo:out_of_line", ""},
		{"explained", "2022", "thu 2021 100;thu 2022 160 official chuyển nguồn", "", "thu:out_of_line",
			"160,0 tỷ đồng tăng 60% so với năm 2021 (100,0 tỷ đồng), nhiều hơn mức 50% được coi là bình thường."},
		{"a rate by points", "2022", "bhyt 2021 60.2;bhyt 2022 90.3", "", "bhyt:out_of_line",
			"90,3% tăng 30,1 điểm % so với năm 2021 (60,2%), nhiều hơn mức 25 điểm % được coi là bình thường. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"a rate that doubles but is small", "2022", "ngheo 2021 0.1;ngheo 2022 0.25", "", "", ""},
		{"a rate falls", "2022", "bhyt 2021 90.3;bhyt 2022 60.2", "", "bhyt:out_of_line",
			"60,2% giảm 30,1 điểm % so với năm 2021 (90,3%), nhiều hơn mức 25 điểm % được coi là bình thường. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},

		{"above 100%", "2022", "bhyt 2022 100.5", "", "bhyt:rate_out_of_range",
			"Tỷ lệ 100,5% lớn hơn 100,0%. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"below 0", "2022", "bhyt 2022 -1", "", "bhyt:rate_out_of_range",
			"Tỷ lệ -1,0% nhỏ hơn 0. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"a growth may be anything", "2022", "tang 2021 105;tang 2022 -7.25", "", "tang:out_of_line", ""},
		{"more poor households than households", "2022", "ho 2022 40;ho_ngheo 2022 52", "", "ho_ngheo:above_whole",
			"52 hộ lớn hơn chỉ tiêu làm mẫu số \"Số hộ\" (40 hộ). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},

		{"below last month's", "2022-YTD05", "thu 2022-YTD05 300;thu 2022-YTD04 310", "", "thu:below_last_month",
			"Số lũy kế 5 tháng đầu năm 2022 là 300,0 tỷ đồng, nhỏ hơn số lũy kế 4 tháng đầu năm 2022 (310,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"below an earlier quarter", "2022-YTD06", "thu 2022-YTD06 300;thu 2022-Q1 310", "", "thu:below_last_month", ""},
		{"the year below nine months", "2022", "thu 2022 300;thu 2022-YTD09 310", "", "thu:below_last_month", ""},
		{"above a later one", "2022-Q1", "thu 2022-Q1 320;thu 2022-YTD06 310", "", "thu:below_last_month",
			"Số lũy kế quý I năm 2022 là 320,0 tỷ đồng, lớn hơn số lũy kế 6 tháng đầu năm 2022 (310,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"a stock may fall", "2022-YTD05", "du_no 2022-YTD05 300;du_no 2022-YTD04 310", "", "", ""},
		{"a month may be less than the one before", "2022-M05", "thu 2022-M05 30;thu 2022-M04 31", "", "", ""},

		{"not what its months give", "2022-Q1", "thu 2022-Q1 60;thu 2022-M01 10;thu 2022-M02 20;thu 2022-M03 31", "", "thu:sum_of_months",
			"Số quý I năm 2022 là 60,0 tỷ đồng, khác tổng số các tháng đã nhập (61,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"what its months give", "2022-Q1", "thu 2022-Q1 61;thu 2022-M01 10;thu 2022-M02 20;thu 2022-M03 31", "", "", ""},
		{"a month is missing", "2022-Q1", "thu 2022-Q1 60;thu 2022-M01 10;thu 2022-M03 31", "", "", ""},
		{"a stock is that of the last month", "2022-Q1", "du_no 2022-Q1 300;du_no 2022-M03 310", "", "du_no:sum_of_months",
			"Số quý I năm 2022 là 300,0 tỷ đồng, khác số tháng 3 năm 2022 đã nhập (310,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"rates have no sum", "2022-Q1", "bhyt 2022-Q1 90;bhyt 2022-M01 90;bhyt 2022-M02 91;bhyt 2022-M03 92", "", "", ""},

		{"parts above the total", "2022", "thu 2022 100;thu_thue 2022 70;thu_phi 2022 31", "", "thu:parts_above_total",
			"Tổng 2 chỉ tiêu thành phần của \"Thu ngân sách\" là 101,0 tỷ đồng, lớn hơn tổng số (100,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"parts that leave something", "2022", "thu 2022 100;thu_thue 2022 70", "", "", ""},
		{"one part with the value of the whole", "2022", "thu 2022 123.4;thu_thue 2022 123.4", "", "", ""},

		{"units below add up to something else", "2022", "thu 2022 100;w1/thu 2022 40;w2/thu 2022 61", "", "thu:units_differ",
			"100,0 tỷ đồng khác tổng số của 2 đơn vị cấp dưới (101,0 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"one unit has too much already", "2022", "thu 2022 100;w1/thu 2022 101", "", "thu:units_differ",
			"100,0 tỷ đồng nhỏ hơn tổng số của các đơn vị cấp dưới (101,0 tỷ đồng), tuy mới có số liệu của 1/2 đơn vị. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"one unit is still to come", "2022", "thu 2022 100;w1/thu 2022 40", "", "", ""},

		{"an estimate that is the plan", "2022", "thu 2021 900;thu 2022 940 estimate", "thu 2022 city 940", "thu:equals_plan",
			"Số ước 940,0 tỷ đồng bằng đúng kế hoạch (940,0 tỷ đồng). Ghi căn cứ của số ước vào ô ghi chú, hoặc nhập lại số ước."},
		{"an official figure may be the plan", "2022", "thu 2021 900;thu 2022 940", "thu 2022 city 940", "", ""},
		{"so may a rate", "2022", "bhyt 2022 93 estimate", "bhyt 2022 city 93", "", ""},
		{"another level's plan", "2022", "thu 2021 900;thu 2022 940 estimate", "thu 2022 city 930;thu 2022 council 940", "", ""},

		{"a line copied twice", "2022", "thu 2022 423.2;ban_le 2022 423.2", "", "ban_le:same_value",
			"423,2 tỷ đồng trùng với số của chỉ tiêu \"Thu ngân sách\" trong cùng kỳ. Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"short numbers meet by chance", "2022", "thu 2022 42;ban_le 2022 42", "", "", ""},
		{"another measure", "2022", "thu 2022 423;ho 2022 423", "", "", ""},

		{"last year's figure", "2022", "thu 2021 423.2;thu 2022 423.2", "", "thu:unchanged",
			"423,2 tỷ đồng trùng với số năm 2021 (423,2 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"last month's figure", "2022-M02", "thu 2022-M01 31.5;thu 2022-M02 31.5", "", "thu:unchanged", ""},
		{"last quarter's figure", "2022-Q2", "thu 2022-Q1 31.5;thu 2022-Q2 31.5", "", "thu:unchanged", ""},
		{"nothing since the last cumulative figure", "2022-YTD06", "thu 2022-YTD05 31.5;thu 2022-YTD06 31.5", "", "thu:unchanged",
			"31,5 tỷ đồng trùng với số 5 tháng đầu năm 2022 (31,5 tỷ đồng). Kiểm tra lại số liệu; nếu đúng, ghi lý do vào ô ghi chú."},
		{"kept up", "2022", "nuoc 2021 99.85;nuoc 2022 99.85", "", "", ""},
		{"few digits", "2022", "bhyt 2021 93;bhyt 2022 93", "", "", ""},

		{"the plan was adjusted", "2022", "thu 2021 120;thu 2022 130", "thu 2022 city 147.7;thu 2022 city 254.7", "thu:plan_changed",
			"Kế hoạch đã điều chỉnh trong năm, từ 147,7 tỷ đồng thành 254,7 tỷ đồng."},
		{"compared with an estimate", "2022", "thu 2021 120 estimate;thu 2022 130", "", "thu:previous_estimate",
			"Số năm 2021 dùng để so sánh (120,0 tỷ đồng) vẫn là số ước."},

		{"several, in the order of the set and of the rules", "2022", "thu 2021 100;thu 2022 423.2 estimate;ban_le 2022 423.2;bhyt 2022 101", "thu 2022 city 423.2",
			"thu:out_of_line thu:equals_plan ban_le:same_value bhyt:rate_out_of_range", ""},
		{"a ratio that is computed", "2022", "ngheo 2022 55.5;ngheo 2021 3.5;ho 2022 400;ho_ngheo 2022 52", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := book(t, split(tt.figures), split(tt.plans))
			got := Check(b, "lechan", period.MustParse(tt.period), nil)
			if brief(got) != tt.want {
				t.Fatalf("Check() = %q, want %q", brief(got), tt.want)
			}
			complete(t, b, got)
			if tt.text == "" {
				return
			}
			if text := got[0].Text(i18n.For(i18n.Vi), b, terms); text != tt.text {
				t.Errorf("Text() =\n%s\nwant\n%s", text, tt.text)
			}
		})
	}
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// Rows that are rolled up and versions without a value have nobody to ask.
func TestCheckLeavesOut(t *testing.T) {
	b := book(t, []string{"thu 2021 100", "thu 2022 900", "w1/thu 2022 1", "w2/thu 2022 2"}, nil)
	rolled := b.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}]
	rolled.Rows[0].Source = indicator.Rollup
	if got := Check(b, "lechan", period.MustParse("2022"), nil); len(got) > 0 {
		t.Errorf("Check() of a rollup = %q, want none", brief(got))
	}
	b = book(t, []string{"thu 2021 100", "thu 2022 900"}, nil)
	f := figure(t, "thu 2022 900 withdrawn")
	f.Value = nil
	b.Figures[f.CellKey] = f
	if got := Check(b, "lechan", period.MustParse("2022"), nil); len(got) > 0 {
		t.Errorf("Check() of a withdrawn figure = %q, want none", brief(got))
	}
}

func TestCheckCell(t *testing.T) {
	tests := []struct {
		name, stored, proposed, want string
	}{
		{"as of a whole set", "thu 2021 100", "thu 2022 160", "thu:out_of_line"},
		{"the stored version does not count", "thu 2021 100;thu 2022 160", "thu 2022 120", ""},
		{"the earlier of two equal ones", "ban_le 2022 423.2", "thu 2022 423.2", "thu:same_value"},
		{"a part, though the whole is in the set", "thu 2022 100;thu_thue 2022 70", "thu_phi 2022 31", "thu_phi:parts_above_total"},
		{"a month whose cumulative figure is typed", "thu 2022-Q1 60;thu 2022-M01 10;thu 2022-M02 20", "thu 2022-M03 31", "thu:sum_of_months"},
		{"a month that fits", "thu 2022-Q1 61;thu 2022-M01 10;thu 2022-M02 20", "thu 2022-M03 31", ""},
		{"softer than what is stored", "thu 2022 100 official", "thu 2022 120 estimate", "thu:status_lowered"},
		{"firmer than what is stored", "thu 2022 100 estimate", "thu 2022 120 official", ""},
		{"not in the set", "", "x 2022 120", ""},
		{"not in the set of that year", "thu 2019 100", "thu 2020 160", "thu:out_of_line"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := book(t, split(tt.stored), nil)
			f := figure(t, tt.proposed)
			stored := len(b.Figures)
			if got := brief(CheckCell(b, f, nil)); got != tt.want {
				t.Errorf("CheckCell(%s) = %q, want %q", tt.proposed, got, tt.want)
			}
			if len(b.Figures) != stored {
				t.Errorf("CheckCell changed the book: %d figures, want %d", len(b.Figures), stored)
			}
		})
	}
}

// Cells of one paste are held against each other.
func TestCheckCellsTogether(t *testing.T) {
	b := book(t, []string{"thu 2021 100", "ban_le 2022 999.5"}, nil)
	proposed := []indicator.Figure{figure(t, "thu 2022 123.4"), figure(t, "ban_le 2022 123.4"), figure(t, "bhyt 2022 93")}
	found := CheckCells(b, proposed, nil)
	for _, f := range proposed[:2] {
		if got, want := brief(found[f.CellKey]), string(f.Indicator)+":same_value"; got != want {
			t.Errorf("CheckCells()[%s] = %q, want %q", f.Indicator, got, want)
		}
	}
	if len(found) != 2 {
		t.Errorf("CheckCells() has %d cells, want 2", len(found))
	}
}

func TestWithAnEmptyBook(t *testing.T) {
	f := figure(t, "thu 2022 5")
	after := With(&indicator.Book{}, f)
	if got := after.Figures[f.CellKey]; got.Value == nil || got.Value.Cmp(number.New(5, 0)) != 0 {
		t.Errorf("With() holds %v, want 5", got.Value)
	}
}

func TestUnexplained(t *testing.T) {
	findings := []Finding{{NeedsNote: true}, {NeedsNote: true, Explained: true}, {}, {NeedsNote: true}}
	if got := Unexplained(findings); got != 2 {
		t.Errorf("Unexplained() = %d, want 2", got)
	}
}

// Every rule is found out by something, and in its order.
func TestRulesHaveRulings(t *testing.T) {
	if len(rulings) != len(Rules) || len(planRulings) != len(PlanRules) {
		t.Fatalf("%d and %d rulings, want %d and %d", len(rulings), len(planRulings), len(Rules), len(PlanRules))
	}
	for i, r := range rulings {
		if r.rule != Rules[i] {
			t.Errorf("ruling %d is %s, want %s", i, r.rule, Rules[i])
		}
	}
	for i, r := range planRulings {
		if r.rule != PlanRules[i] {
			t.Errorf("ruling %d on plans is %s, want %s", i, r.rule, PlanRules[i])
		}
	}
}
