package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// sixteen is a set of 16 judged indicators, of which two stay short: one not
// met, one without figure; beside them one neutral and one not applicable.
func sixteen(t *testing.T) *desk {
	d := newDesk(t)
	for n := 1; n <= 16; n++ {
		code := indicator.Code(fmt.Sprintf("x%02d", n))
		d.add(indicator.Indicator{Code: code, NameVi: fmt.Sprintf("Chỉ tiêu %d", n), NameEn: fmt.Sprintf("Indicator %d", n), Decimals: 1, Group: []string{"Kinh tế", "Văn hóa - xã hội"}[n/10]})
		d.plan(code, "city", "=", "100")
		d.figure(code, "2022", map[bool]string{true: "110", false: "100"}[n > 11], indicator.Final)
	}
	d.add(indicator.Indicator{Code: "chi", NameVi: "Chi ngân sách", NameEn: "Expenditure", Direction: indicator.Neutral, Group: "Kinh tế"})
	d.figure("chi", "2022", "5", indicator.Final)
	d.add(indicator.Indicator{Code: "lua", NameVi: "Sản lượng lúa", NameEn: "Rice", Group: "Kinh tế"})
	d.figure("lua", "2022", "", indicator.NotApplicable)
	return d
}

func TestTally(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *desk)
		vi, en string
	}{
		{"all", func(*desk) {},
			"16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 11 đạt)",
			"16/16 indicators meet or exceed the plan assigned by the city (5 exceed, 11 meet)"},
		{"one missed, one without figure", func(d *desk) {
			d.figure("x03", "2022", "99.9", indicator.Final)
			d.figure("x12", "2022", "", indicator.Withdrawn)
		}, "14/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (4 vượt, 10 đạt); 1 không đạt: chỉ tiêu 3; 1 chưa có số liệu: chỉ tiêu 12",
			"14/16 indicators meet or exceed the plan assigned by the city (4 exceed, 10 meet); 1 not met: indicator 3; 1 without figure: indicator 12"},
		{"no plan, not comparable: both stay in the denominator", func(d *desk) {
			delete(d.book.Plans, indicator.PlanKey{Unit: "lechan", Indicator: "x01", Year: 2022, Level: "city"})
			d.book.Plans[indicator.PlanKey{Unit: "lechan", Indicator: "x02", Year: 2022, Level: "city"}][0].PriceBasis = "constant:2010"
		}, "14/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 9 đạt); 1 chưa giao kế hoạch: chỉ tiêu 1; 1 không so sánh được: chỉ tiêu 2",
			"14/16 indicators meet or exceed the plan assigned by the city (5 exceed, 9 meet); 1 without plan: indicator 1; 1 not comparable: indicator 2"},
		{"several of one sort", func(d *desk) {
			d.figure("x01", "2022", "1", indicator.Final)
			d.figure("x02", "2022", "1", indicator.Final)
		}, "14/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 9 đạt); 2 không đạt: chỉ tiêu 1, chỉ tiêu 2",
			"14/16 indicators meet or exceed the plan assigned by the city (5 exceed, 9 meet); 2 not met: indicator 1, indicator 2"},
		{"judged on different levels: no giver", func(d *desk) {
			d.set[0].Judging = "council"
			d.plan("x01", "council", "=", "90")
		}, "16/16 chỉ tiêu đạt và vượt kế hoạch (6 vượt, 10 đạt)", "16/16 indicators meet or exceed the plan (6 exceed, 10 meet)"},
		{"the level of rows outside the tally does not matter", func(d *desk) { d.set[16].Judging = "council" },
			"16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 11 đạt)", "16/16 indicators meet or exceed the plan assigned by the city (5 exceed, 11 meet)"},
		{"an acronym keeps its capitals", func(d *desk) {
			i := d.book.Indicators["x01"]
			i.NameVi, i.NameEn = "GRDP bình quân", "GRDP per head"
			d.book.Indicators["x01"] = i
			d.figure("x01", "2022", "1", indicator.Final)
		}, "15/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 10 đạt); 1 không đạt: GRDP bình quân",
			"15/16 indicators meet or exceed the plan assigned by the city (5 exceed, 10 meet); 1 not met: GRDP per head"},
		{"none", func(d *desk) {
			for k, f := range d.book.Figures {
				f.Value, f.Status = nil, indicator.Withdrawn
				d.book.Figures[k] = f
			}
			d.set = append(d.set[:1:1], d.set[16:]...)
			d.book.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}] = indicator.Set{Rows: d.set}
		}, "0/2 chỉ tiêu đạt và vượt kế hoạch thành phố giao; 2 chưa có số liệu: chỉ tiêu 1, sản lượng lúa",
			"0/2 indicators meet or exceed the plan assigned by the city; 2 without figure: indicator 1, rice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sixteen(t)
			tt.change(d)
			if got := d.summary("2022", i18n.Vi).Tally.Text; got != tt.vi {
				t.Errorf("vi\n got %s\nwant %s", got, tt.vi)
			}
			if got := d.summary("2022", i18n.En).Tally.Text; got != tt.en {
				t.Errorf("en\n got %s\nwant %s", got, tt.en)
			}
		})
	}
}

// Every row is counted once: what is judged in the set, the rest beside it.
func TestTallyCounts(t *testing.T) {
	d := sixteen(t)
	d.figure("x03", "2022", "99.9", indicator.Final)
	d.figure("x12", "2022", "", indicator.Withdrawn)
	got := d.summary("2022", i18n.Vi).Tally
	got.Text, got.Headline = "", ""
	want := Tally{Set: 16, Achieved: 14, Exceeded: 4, Met: 10, NotMet: 1, NoData: 1, NotJudged: 1, NotApplicable: 1, Level: "city"}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

// In-year nothing is achieved yet; what is at the year's plan already is said.
func TestTallyInYear(t *testing.T) {
	d := sixteen(t)
	for n := 1; n <= 15; n++ {
		d.figure(indicator.Code(fmt.Sprintf("x%02d", n)), "2022-YTD06", map[bool]string{true: "100", false: "50"}[n <= 3], indicator.Final)
	}
	d.figure("lua", "2022-YTD06", "", indicator.NotApplicable)
	got := d.summary("2022-YTD06", i18n.Vi).Tally
	if got.Achieved != 0 || got.InProgress != 15 || got.Reached != 3 || got.NoData != 1 || got.Set != 16 || got.NotJudged != 1 || got.NotApplicable != 1 {
		t.Errorf("got %+v", got)
	}
	if want := "3/16 chỉ tiêu đã đạt kế hoạch năm; 1 chưa có số liệu: chỉ tiêu 16"; got.Text != want {
		t.Errorf("got %s\nwant %s", got.Text, want)
	}
	if got, want := d.summary("2022-YTD06", i18n.En).Tally.Text, "3/16 indicators already meet the year's plan; 1 without figure: indicator 16"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestTallyWithoutRows(t *testing.T) {
	d := newDesk(t)
	s := d.summary("2022", i18n.Vi)
	if s.Tally.Text != "không có chỉ tiêu được đánh giá" || len(s.Rows) != 0 {
		t.Errorf("got %+v", s.Tally)
	}
	d.add(with(spent, func(i *indicator.Indicator) { i.Code = "x" }))
	if got := d.summary("2022", i18n.En).Tally.Text; got != "no indicator is judged" {
		t.Errorf("only neutral rows: %s", got)
	}
}

// Groups stand in order of first appearance, each with its own tally.
func TestGroups(t *testing.T) {
	d := sixteen(t)
	d.figure("x03", "2022", "1", indicator.Final)
	s := d.summary("2022", i18n.Vi)
	var got []string
	for _, g := range s.Groups {
		got = append(got, fmt.Sprintf("%s. %s %d: %s", Roman(g.Number), g.Name, len(g.Rows), g.Tally.Text))
	}
	want := []string{"I. Kinh tế 11: 8/9 chỉ tiêu đạt và vượt; 1 chỉ tiêu không đánh giá", "II. Văn hóa - xã hội 7: 7/7 chỉ tiêu đạt và vượt"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	worst := WorstGroups(s)
	if worst[0].Rows[0] != 2 || s.Groups[0].Rows[0] != 0 {
		t.Errorf("worst first inside a group, without changing the summary: %v, %v", worst[0].Rows, s.Groups[0].Rows)
	}
	if got := d.summary("2022-YTD06", i18n.Vi).Groups[1].Tally.Text; got != "0/7 chỉ tiêu đã đạt kế hoạch năm" {
		t.Errorf("in-year: %s", got)
	}
	if got := d.summary("2022", i18n.En).Groups[0].Name; got != "Economy" {
		t.Errorf("in English the group is %q", got)
	}
}

func TestRoman(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1999: "MCMXCIX", 3999: "MMMCMXCIX", 0: "", -1: "", 4000: ""} {
		if got := Roman(n); got != want {
			t.Errorf("Roman(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestParagraph(t *testing.T) {
	d := newDesk(t)
	d.add(indicator.Indicator{Code: "a", NameVi: "Thu ngân sách"})
	d.add(indicator.Indicator{Code: "b", NameVi: "GRDP"})
	d.figure("a", "2022", "5", indicator.Final)
	d.figure("b", "2022", "6", indicator.Estimate)
	s := d.summary("2022", i18n.Vi)
	want := "thu ngân sách đạt 5 tỷ đồng, chưa giao kế hoạch; GRDP ước đạt 6 tỷ đồng, chưa giao kế hoạch."
	if got := Paragraph(s.Rows); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := Paragraph(nil); got != "" {
		t.Errorf("without rows: %q", got)
	}
	if got := strings.Join(Sentences(s.Rows), " "); got != "Thu ngân sách đạt 5 tỷ đồng, chưa giao kế hoạch. GRDP ước đạt 6 tỷ đồng, chưa giao kế hoạch." {
		t.Errorf("in a list: %s", got)
	}
}
