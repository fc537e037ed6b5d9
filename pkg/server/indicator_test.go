package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/i18n"
	"muctieu/pkg/workflow"
)

func init() {
	samplePages["indicator/indicator"] = func(lang i18n.Lang) any { return sampleIndicator(lang) }
}

// sampleIndicator shows every branch of the page.
func sampleIndicator(lang i18n.Lang) indicatorView {
	chip := verdictView{Code: "met", Icon: "check", Word: "Dự kiến đạt", Plain: true}
	return indicatorView{
		page: samplePage(lang), Trail: []linkView{{Href: "/board", Text: "Bảng điều hành"}, {Text: "Chỉ tiêu 4 của 17"}},
		Before: &linkView{Href: "?3", Text: "Chỉ tiêu 3"}, After: &linkView{Href: "?5", Text: "Chỉ tiêu 5"},
		Name: "Thu ngân sách", Verdict: chip, About: "Đơn vị tính: tỷ đồng.", Tools: []linkView{{Href: "#questions", Text: "Hỏi", Icon: "message-question"}},
		Sentence: "Thu ngân sách ước đạt 940,133 tỷ đồng.",
		Chart:    &chartView{ID: "chart-years", Title: "Thực hiện", Label: "2022: 940,133", Options: map[string]any{}, Height: 5, PNG: "PNG", SVG: "SVG"},
		Growth:   &chartView{ID: "chart-growth", Title: "Tăng, giảm", Label: "-39", Fault: "Không vẽ được", Failed: true, Height: 1},
		Signs:    []signView{{"◇", "số minh họa"}},
		Table: seriesView{Caption: "Các năm", Heads: []string{"2021", "2022 ước"}, Breaks: []string{"", "đổi địa giới"}, Rows: []seriesRowView{
			{Key: "actual", Name: "Thực hiện", Cells: []numberView{{Int: "1"}, {Int: "2"}}},
			{Key: "plan", Name: "KH thành phố", Cells: []numberView{{Int: "1"}, {Words: "bằng kế hoạch"}}},
			{Key: "other", Name: "KH HĐND", Cells: []numberView{{Int: "1"}, {Int: "89", Frac: ",0", Missed: true}}},
			{Sub: true, Name: "% KH", Cells: []numberView{{Int: dash}, {Int: "2"}}}}},
		Breaks: []string{"Thay đổi địa giới."},
		Composition: &compositionView{Title: "Cơ cấu", Text: "Gồm hai phần.", Fault: "Chưa có tổng số", Caption: "Các thành phần", Heads: []string{"a", "b", "c", "d"}, Sources: "Nguồn",
			Rows: []compositionRowView{{Name: "Thuế", Href: "/x", Value: numberView{Int: "1"}}, {Name: "GTGT", Deep: true, Status: "ước"}, {Name: "Tổng", Total: true}}},
		Accounts: []accountShown{
			{Title: "So với kế hoạch", Verdict: &chip, Above: "1", Below: "2", Then: "× 100", Result: "50%",
				Facts: []factShown{{Name: "Kế hoạch", Value: "2", Note: "phiên bản 1", Decision: &decisionView{Class: "unknown", Text: "chưa rõ"}}}},
			{Title: "So với cùng kỳ", Note: "tỷ số", Above: "1", Below: "2", Difference: true, Result: "−1 điểm %"}},
		Parts:    &partsView{Title: "Các đơn vị", Heads: []string{"a", "b", "c", "d"}, Rows: []partView{{Name: "Cát Dài", Href: "/units/x"}, {Name: "T1", Status: "ước"}}},
		Versions: versionsView{Caption: "Số đã nhập", Heads: []string{"Phiên bản"}, Rows: []versionView{{Version: "1", Current: true}}},
		Thread:   &threadView{Title: "Hỏi và trả lời", Empty: emptyView{Text: "Chưa có", Line: true}},
	}
}

func TestIndicatorPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	tests := []struct {
		name, path string
		status     int
		want       map[string]string // texts by selector
	}{
		{"published year", "/units/lechan/indicators/thu_ns?period=2022", http.StatusOK, map[string]string{
			"title":     "Thu ngân sách nhà nước trên địa bàn · Quận Lê Chân · Muctieu",
			"h1":        "Thu ngân sách nhà nước trên địa bàn",
			".Sentence": "Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ.",
			".Explain-part:nth-of-type(1) .Fraction-result": "100%",
			".Explain-part:nth-of-type(2) .Fraction-result": "89%",
			".Explain-part:nth-of-type(3) .Fraction-result": "61%",
			".Trail li:last-child":                          "Chỉ tiêu 4 của 17",
			".Versions tbody tr:first-child .Col-version":   "3",
		}},
		{"in English", "/units/lechan/indicators/ban_le?period=2022", http.StatusOK, map[string]string{"h1": "Tổng mức bán lẻ hàng hóa", ".Explain-part:nth-of-type(2) .Fraction-result": "+15,9%"}},
		{"months of a quarter", "/units/lechan/indicators/ban_le?period=2022-Q1", http.StatusOK, map[string]string{".Section:first-of-type h2": "Cộng từ các tháng"}},
		{"as of an earlier day", "/units/lechan/indicators/thu_ns?period=2022&as_of=2022-12-01", http.StatusOK, map[string]string{".Versions tbody tr:first-child .Num-int": "938"}},
		{"not in the set", "/units/lechan/indicators/gtsx_nn?period=2022", http.StatusOK, map[string]string{"h1": "Giá trị sản xuất nông, lâm nghiệp và thủy sản"}},
		{"no such indicator", "/units/lechan/indicators/nothing?period=2022", http.StatusNotFound, nil},
		{"another district", "/units/ngoquyen/indicators/thu_ns?period=2022", http.StatusNotFound, nil},
		{"a date that is none", "/units/lechan/indicators/thu_ns?period=2022&as_of=yesterday", http.StatusUnprocessableEntity, nil},
		{"no period", "/units/lechan/indicators/thu_ns", http.StatusSeeOther, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := b.get(tt.path)
			if a.status != tt.status {
				t.Fatalf("status %d, want %d: %s", a.status, tt.status, a.body)
			}
			doc := a.page(t)
			for selector, want := range tt.want {
				if got := strings.Join(strings.Fields(doc.Find(selector).First().Text()), " "); got != want {
					t.Errorf("%s: %q, want %q", selector, got, want)
				}
			}
		})
	}
}

// Each version says what became of it: handed in, returned, approved, opened
// again.
func TestVersionsSayWhatBecameOfThem(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	states := func() string {
		var all []string
		b.get("/units/lechan/indicators/thu_ns?period=2022").page(t).Find(".Versions tbody tr").Each(func(_ int, row *goquery.Selection) {
			words := strings.Fields(row.Find(".State").Text())
			all = append(all, strings.TrimSuffix(strings.Join(words[:2], " "), ","))
		})
		return strings.Join(all, ", ")
	}
	for _, step := range []struct {
		name string
		do   func()
		want string
	}{
		{"as imported", func() {}, "Chưa gửi, Chưa gửi, Chưa gửi"},
		{"handed in", func() { w.step("can_bo", workflow.Request{Action: workflow.Submit}) }, "Gửi duyệt, Chưa gửi, Chưa gửi"},
		{"returned", func() {
			w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "Thiếu thu tiền sử dụng đất"})
		}, "Trả lại, Chưa gửi, Chưa gửi"},
		{"entered again", func() { w.typeIn("can_bo", "thu_ns", "941.5", "bổ sung") }, "Chưa gửi, Trả lại, Chưa gửi, Chưa gửi"},
		{"approved", w.approved, "Duyệt " + "DAY, Trả lại, Chưa gửi, Chưa gửi"},
	} {
		step.do()
		want := step.want
		if steps := w.submission().Steps; len(steps) > 0 { // its day, for midnight may lie between the steps
			want = strings.ReplaceAll(want, "DAY", i18n.For(i18n.Vi).Date(steps[len(steps)-1].At.In(w.server.zone)))
		}
		if got := states(); got != want {
			t.Errorf("%s: %s, want %s", step.name, got, want)
		}
	}
	doc := b.get("/units/lechan/indicators/thu_ns?period=2022").page(t)
	if text := doc.Find(".Explain").Text(); !strings.Contains(text, "Người can_bo nhập") || !strings.Contains(text, "duyệt ") {
		t.Error("the explanation names neither author nor approval")
	}
}
