package export

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

func heads(a annex) []string {
	list := make([]string, len(a.columns))
	for i, c := range a.columns {
		list[i] = c.number + " " + strings.TrimPrefix(c.over+": "+c.head, ": ")
	}
	return list
}

func TestColumns(t *testing.T) {
	tests := []struct {
		name, period string
		lang         i18n.Lang
		want         []string
	}{
		{"a year", "2022", i18n.Vi, []string{
			"A TT", "B Chỉ tiêu", "C Đơn vị tính", "1 Thực hiện 2021", "2 Kế hoạch 2022: Thành phố giao", "3 Kế hoạch 2022: HĐND quận giao", "4 Ước thực hiện 2022",
			"5=4/2 So sánh (%): TH/KH thành phố giao", "6=4/3 So sánh (%): TH/KH HĐND quận giao", "7=4/1 So sánh (%): TH 2022/ TH 2021", "8 Đánh giá",
		}},
		{"six months", "2022-YTD06", i18n.En, []string{
			"A No.", "B Indicator", "C Measure", "1 Plan 2022: City", "2 Plan 2022: District council", "3 Actual 6M 2021", "4 Actual 6M 2022",
			"5=4/1 Comparison (%): Actual/plan: city", "6=4/2 Comparison (%): Actual/plan: district council", "7=4/3 Comparison (%): Actual 6M 2022/ actual 6M 2021", "8 Verdict",
		}},
		{"the first quarter runs from 1 January itself", "2022-Q1", i18n.Vi, []string{
			"A TT", "B Chỉ tiêu", "C Đơn vị tính", "1 Kế hoạch 2022: Thành phố giao", "2 Kế hoạch 2022: HĐND quận giao", "3 Thực hiện Quý I/2021", "4 Thực hiện Quý IV/2021", "5 Thực hiện Quý I/2022",
			"6=5/4 So sánh (%): TH Quý I/2022/ TH Quý IV/2021", "7=5/1 So sánh (%): TH/KH thành phố giao", "8=5/2 So sánh (%): TH/KH HĐND quận giao", "9=5/3 So sánh (%): TH Quý I/2022/ TH Quý I/2021", "10 Đánh giá",
		}},
		{"a month is held against the month before and its like, the total against the plan", "2022-M05", i18n.Vi, []string{
			"A TT", "B Chỉ tiêu", "C Đơn vị tính", "1 Kế hoạch 2022: Thành phố giao", "2 Kế hoạch 2022: HĐND quận giao", "3 Thực hiện T5/2021", "4 Thực hiện T4/2022", "5 Thực hiện T5/2022",
			"6 Lũy kế 5T/2021", "7 Lũy kế 5T/2022", "8=5/4 So sánh (%): TH T5/2022/ TH T4/2022", "9=5/3 So sánh (%): TH T5/2022/ TH T5/2021",
			"10=7/1 So sánh (%): LK/KH thành phố giao", "11=7/2 So sánh (%): LK/KH HĐND quận giao", "12=7/6 So sánh (%): LK 5T/2022/ LK 5T/2021",
		}},
	}
	for _, tt := range tests {
		if got := heads(annexOf(Document{Summary: demo(t, tt.period, tt.lang)}, false)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// A spreadsheet has room for the agency and remarks.
func TestColumnsOfSheet(t *testing.T) {
	got := heads(annexOf(Document{Summary: demo(t, "2022", i18n.Vi)}, true))
	if want := []string{"8 Đánh giá", "9 Cơ quan chủ trì theo dõi", "10 Ghi chú"}; !slices.Equal(got[len(got)-3:], want) {
		t.Errorf("got %q, want %q at the end", got, want)
	}
}

func lineOf(t *testing.T, a annex, name string) map[columnKind]string {
	t.Helper()
	for _, l := range a.lines {
		if l.row == nil || l.cells[1].text != name {
			continue
		}
		cells := map[columnKind]string{}
		for i, c := range l.cells {
			if _, twice := cells[a.columns[i].kind]; !twice {
				cells[a.columns[i].kind] = c.text
			}
		}
		return cells
	}
	t.Fatalf("no line %q", name)
	return nil
}

func TestCells(t *testing.T) {
	a := annexOf(Document{Summary: lacking(t)}, true)
	tests := []struct {
		name string
		want map[columnKind]string
	}{
		{"Tổng mức bán lẻ hàng hóa", map[columnKind]string{columnActual: "20.000,5", columnPercent: "81,8", columnChange: "85,7", columnVerdict: "Dự kiến không đạt"}},
		{"Chi ngân sách địa phương", map[columnKind]string{columnPercent: "102,8", columnVerdict: "Không đánh giá"}},
		{"Tỷ lệ hộ nghèo", map[columnKind]string{columnActual: "0", columnPercent: "bằng KH", columnChange: "−0,08 điểm\u00A0%"}},
		{"Tỷ lệ người dân tham gia bảo hiểm y tế", map[columnKind]string{columnActual: "93,0", columnPercent: "+0,4 điểm\u00A0%"}},
		{"Tỷ lệ hộ dân được sử dụng nước hợp vệ sinh", map[columnKind]string{columnChange: "giữ nguyên"}},
		{"Hoàn thành chỉ tiêu giao quân", map[columnKind]string{columnActual: dash, columnPercent: dash, columnChange: dash, columnVerdict: "Chưa có số liệu"}},
	}
	for _, tt := range tests {
		got := lineOf(t, a, tt.name)
		for kind, want := range tt.want {
			if got[kind] != want {
				t.Errorf("%s: column %d has %q, want %q", tt.name, kind, got[kind], want)
			}
		}
	}
}

// A month stands beside the month before, the total beside the year's plan.
func TestCellsOfAMonth(t *testing.T) {
	doc := Document{Summary: demo(t, "2022-M05", i18n.Vi)}
	want := map[columnKind]string{
		columnPlan: "423,2", columnPrevious: "33,8", columnBefore: "35,4", columnActual: "36,9", columnTotalBefore: "162,7", columnTotal: "171,1",
		columnBeforeChange: "104,2", columnChange: "109,2", columnTotalPercent: "40,4", columnTotalChange: "105,2",
	}
	for _, wide := range []bool{false, true} {
		got := lineOf(t, annexOf(doc, wide), "Giá trị sản xuất công nghiệp")
		for kind, text := range want {
			if got[kind] != text {
				t.Errorf("wide %t: column %d has %q, want %q", wide, kind, got[kind], text)
			}
		}
		if _, there := got[columnVerdict]; there != wide {
			t.Errorf("wide %t: a verdict on a month: %t", wide, there)
		}
	}
	if got := annexOf(doc, false).notes[1]; got != "Số minh họa, không phải số đã công bố: số thực hiện, số cùng kỳ, số kỳ liền trước, số lũy kế, số lũy kế cùng kỳ của chỉ tiêu số 1-7; kế hoạch của chỉ tiêu số 5-17." {
		t.Errorf("note %q", got)
	}
}

// Zero, no number and no plan on a level are three things.
func TestEmptyIsNotZero(t *testing.T) {
	a := annexOf(Document{Summary: lacking(t)}, false)
	council := slices.IndexFunc(a.columns, func(c column) bool { return c.kind == columnPlan && c.level == "council" })
	for _, l := range a.lines {
		if l.row != nil && len(l.row.Plans) == 1 && l.cells[council].text != "" {
			t.Errorf("%s: the level without a plan has %q", l.row.Name, l.cells[council].text)
		}
	}
}

func TestNotes(t *testing.T) {
	got := annexOf(Document{Summary: demo(t, "2022", i18n.Vi)}, false).notes
	want := []string{
		"Số liệu thực hiện trong kỳ là số ước.",
		"Số suy ra, tính từ số liệu khác hoặc từ tỷ lệ đã công bố: số cùng kỳ, kế hoạch của chỉ tiêu số 1-4.",
		"Số minh họa, không phải số đã công bố: số thực hiện, số cùng kỳ, kế hoạch của chỉ tiêu số 5-17.",
		"Kế hoạch chưa rõ số, ngày của văn bản giao: tất cả các chỉ tiêu.",
		`Dấu "–": không có số liệu hoặc không tính được tỷ lệ.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("notes\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAdjustedPlanIsNoted(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	s.Rows[0].Plans[0].Before, s.Rows[0].Plans[0].BeforePercent = "400,0", report.Value{Plain: "105.8", Text: "105,8"}
	a := annexOf(Document{Summary: s}, false)
	want := "Kế hoạch sau điều chỉnh: Giá trị sản xuất công nghiệp, kế hoạch thành phố giao, trước điều chỉnh 400,0, nay 423,2. So với kế hoạch trước điều chỉnh: 105,8%."
	if !slices.Contains(a.notes, want) {
		t.Errorf("notes %q lack %q", a.notes, want)
	}
	if got := lineOf(t, a, s.Rows[0].Name)[columnNote]; got != "KH trước điều chỉnh: 400,0" {
		t.Errorf("remark %q", got)
	}
}

func TestMixedStatuses(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	operand := *s.Rows[0].Result.Actual
	operand.Status = indicator.Final
	s.Rows[0].Result.Actual, s.Rows[0].Status = &operand, ""
	a := annexOf(Document{Summary: s}, true)
	if got := lineOf(t, a, s.Rows[1].Name)[columnNote]; got != "Số ước" {
		t.Errorf("remark %q, want that it is an estimate", got)
	}
	if got := a.columns[6].head; got != "Thực hiện 2022" {
		t.Errorf("head %q over figures of which some are no estimates", got)
	}
}

func TestRuns(t *testing.T) {
	for want, in := range map[string][]int{"1": {1}, "1 2": {1, 2}, "1-3": {1, 2, 3}, "1 3-5 7 8": {1, 3, 4, 5, 7, 8}, "": nil} {
		if got := strings.Join(runs(in), " "); got != want {
			t.Errorf("runs(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestQuotient(t *testing.T) {
	tests := []struct {
		a, b, percent string
		decimals      int
		want          bool
	}{
		{"27037", "24445.75", "110.6", 1, true},
		{"27037", "24445.75", "110.5", 1, false},
		{"9996", "10000", "99.96", 1, true}, // never rounds onto 100
		{"1", "0", "100", 1, false},
		{"", "1", "0", 1, false},
		{"1", "", "", 1, false},
		{"-5", "10", "-50", 1, true},
	}
	for _, tt := range tests {
		if got := quotient(tt.a, tt.b, tt.percent, tt.decimals); got != tt.want {
			t.Errorf("%s / %s is %s%%: %t, want %t", tt.a, tt.b, tt.percent, got, tt.want)
		}
	}
}

// However many levels there are, the table stays as wide as the page and no
// number is broken.
func TestWidths(t *testing.T) {
	for levels := 1; levels <= 6; levels++ {
		for _, next := range []bool{false, true} {
			doc := Document{Summary: manyLevels(t, levels)}
			if next {
				doc.NextYear = whole(t).NextYear
			}
			a := annexOf(doc, false)
			total := 0.0
			for i, c := range a.columns {
				total += c.width
				for _, l := range a.lines {
					if l.row != nil && l.cells[i].plain != "" && !l.cells[i].signed && widthOf(l.cells[i].text)*a.scale > c.width-0.5 {
						t.Errorf("%d levels: the number %q is wider than its column of %.1f mm", levels, l.cells[i].text, c.width)
					}
				}
			}
			if math.Abs(total-annexWidth) > 0.01 || a.columns[1].width < leastName*a.scale-0.01 {
				t.Errorf("%d levels: %.1f mm wide, the name %.1f, scale %.2f", levels, total, a.columns[1].width, a.scale)
			}
			written(t, doc, "docx")
			written(t, doc, "pdf")
		}
	}
}

// manyLevels gives the first rows plans of that many levels.
func manyLevels(t *testing.T, levels int) report.Summary {
	t.Helper()
	s := demo(t, "2022", i18n.Vi)
	for i := range s.Rows {
		own := s.Rows[i].Plans[0]
		s.Rows[i].Plans = nil
		for k := range levels {
			p, r := own, *own.Result
			p.Level, p.Phrase = fmt.Sprint("level", k), fmt.Sprint("kế hoạch cấp ", k, " giao")
			r.Level.Position = k
			p.Result = &r
			s.Rows[i].Plans = append(s.Rows[i].Plans, p)
		}
	}
	return s
}
