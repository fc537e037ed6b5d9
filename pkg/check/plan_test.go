package check

import (
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func TestCheckPlan(t *testing.T) {
	tests := []struct {
		name, figures, stored, plan string
		want                        string
		text                        string // the first in full, if it matters
	}{
		{"a plan made by a growth factor", "ban_le 2021 27037", "", "ban_le 2022 city 31362.92", "", ""},
		{"nothing to hold it against", "", "", "thu 2022 city 940", "", ""},
		{"below last year is nothing unusual", "thu 2021 940.133", "", "thu 2022 city 919.5", "", ""},
		{"in the wrong measure", "thu 2021 940.133", "", "thu 2022 city 919500", "thu:plan_factor_1000",
			"Kế hoạch 919.500,0 tỷ đồng gấp 978 lần thực hiện năm 2021 (940,133 tỷ đồng), có thể nhầm đơn vị tính hoặc dấu phân cách. Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"a thousandth", "thu 2021 940.133", "", "thu 2022 city 0.92", "thu:plan_factor_1000", ""},
		{"twice last year", "thu 2021 100", "", "thu 2022 city 200", "thu:plan_out_of_line",
			"Kế hoạch 200,0 tỷ đồng cao hơn thực hiện năm 2021 (100,0 tỷ đồng) là 100%, nhiều hơn mức 50% được coi là bình thường. Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"a third of last year", "thu 2021 300", "", "thu 2022 city 100", "thu:plan_out_of_line", ""},
		{"a rate far above", "bhyt 2021 60", "", "bhyt 2022 city 93", "bhyt:plan_out_of_line", ""},
		{"a rate far below", "bhyt 2021 93", "", "bhyt 2022 city 60", "bhyt:plan_out_of_line", ""},
		{"a rate above 100", "", "", "bhyt 2022 city 101", "bhyt:plan_rate_out_of_range", ""},
		{"a range that ends above 100", "", "", "bhyt 2022 city range 98 101", "bhyt:plan_rate_out_of_range",
			"Kế hoạch của một tỷ lệ là 101,0%, lớn hơn 100,0%. Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"a rate below 0", "", "", "bhyt 2022 city -1", "bhyt:plan_rate_out_of_range", ""},
		{"a council that asks for more", "", "thu 2022 city 940.133", "thu 2022 council 1056.329", "", ""},
		{"a council that asks for less", "", "thu 2022 city 940.133", "thu 2022 council 900", "thu:plan_levels",
			"Kế hoạch \"HĐND giao\" là 900,0 tỷ đồng, thấp hơn kế hoạch \"Thành phố giao\" (940,133 tỷ đồng). Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"where lower is better", "", "ngheo 2022 city 0.3", "ngheo 2022 council 0.4", "ngheo:plan_levels", ""},
		{"the city after the council", "", "thu 2022 council 900", "thu 2022 city 940", "", ""},
		{"a range has no side", "", "thu 2022 city range 900 950", "thu 2022 council 850", "", ""},
		{"allocated in full", "", "w1/thu 2022 city 40;w2/thu 2022 city 60", "thu 2022 city 100", "", ""},
		{"allocated in part", "", "w1/thu 2022 city 40", "thu 2022 city 100", "", ""},
		{"allocated with a rest", "", "w1/thu 2022 city 40;w2/thu 2022 city 59.5", "thu 2022 city 100", "thu:plan_units_differ",
			"Kế hoạch 100,0 tỷ đồng khác tổng kế hoạch đã giao cho 2 đơn vị cấp dưới (99,5 tỷ đồng), chênh lệch 0,5 tỷ đồng. Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"adjusted without a document", "", "thu 2022 city 147.7", "thu 2022 city 227.7", "thu:plan_document",
			"Kế hoạch thay đổi từ 147,7 tỷ đồng thành 227,7 tỷ đồng nhưng chưa ghi văn bản điều chỉnh. Đối chiếu với văn bản giao; nếu đúng, ghi lý do vào ghi chú của kế hoạch."},
		{"the same again", "", "thu 2022 city 147.7", "thu 2022 city 147.7", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := book(t, split(tt.figures), split(tt.stored))
			got := CheckPlan(b, planOf(t, tt.plan), nil)
			if brief(got) != tt.want {
				t.Fatalf("CheckPlan() = %q, want %q", brief(got), tt.want)
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

func TestCheckPlanOff(t *testing.T) {
	b := book(t, []string{"thu 2021 100"}, nil)
	plan := planOf(t, "thu 2022 city 200")
	if got := CheckPlan(b, plan, Settings{"thu": {PlanOutOfLine: {Off: true}}}); len(got) > 0 {
		t.Errorf("switched off: %q, want none", brief(got))
	}
	plan.Note = "NQ 05/NQ-HĐND"
	if got := CheckPlan(b, plan, nil); len(got) != 1 || !got[0].Explained || Unexplained(got) != 0 {
		t.Errorf("with a note: %+v, want one that is explained", got)
	}
	plan.Withdrawn = true
	if got := CheckPlan(b, plan, nil); len(got) > 0 {
		t.Errorf("taken back: %q, want none", brief(got))
	}
}

// A level that the book does not know is named by its code.
func TestCheckPlanOfUnknownLevel(t *testing.T) {
	b := book(t, []string{"thu 2021 100"}, nil)
	b.Levels = nil
	got := CheckPlan(b, planOf(t, "thu 2022 city 200"), nil)
	if brief(got) != "thu:plan_out_of_line" || got[0].Args["level"].(indicator.Level).NameVi != "city" {
		t.Errorf("CheckPlan() = %+v, want one that names city", got)
	}
}

// Plans of units further down count where those between have no such set row.
func TestCheckPlanHolders(t *testing.T) {
	b := book(t, nil, []string{"w1/thu 2022 city 40", "w2/thu 2022 city 61"})
	set(b, "w2", 2022, "bhyt")
	if got := brief(CheckPlan(b, planOf(t, "thu 2022 city 100"), nil)); got != "thu:plan_units_differ" {
		t.Errorf("one ward left: %q, want the difference to it alone", got)
	}
	if got := brief(CheckPlan(b, planOf(t, "thu 2022 city 40"), nil)); got != "" {
		t.Errorf("what is left adds up: %q, want nothing", got)
	}
}

func TestCheckPlans(t *testing.T) {
	b := book(t, []string{"thu 2021 100"}, []string{"thu 2022 city 200", "thu 2022 council 190", "bhyt 2022 city 101"})
	got := CheckPlans(b, "lechan", 2022, nil)
	want := "thu:plan_out_of_line thu:plan_out_of_line thu:plan_levels bhyt:plan_rate_out_of_range"
	if brief(got) != want {
		t.Fatalf("CheckPlans() = %q, want %q", brief(got), want)
	}
	if got[0].Level != "city" || got[1].Level != "council" {
		t.Errorf("levels %q, %q; want city, council", got[0].Level, got[1].Level)
	}
	if none := CheckPlans(b, "lechan", 2019, nil); len(none) > 0 {
		t.Errorf("a year without a set: %q, want none", brief(none))
	}
}
