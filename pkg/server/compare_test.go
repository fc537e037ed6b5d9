package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/i18n"
	"muctieu/pkg/number"
)

func init() {
	samplePages["compare/compare"] = func(lang i18n.Lang) any {
		return compareView{page: samplePage(lang),
			Heads: []compareHeadView{{Name: "Thu ngân sách", Href: "?indicator=thu_ns", Current: true}},
			Units: []compareUnitView{{Name: "Cát Dài", Href: "/units/a", Tally: "5/5", Cells: []compareCellView{{Code: "met", Icon: "check", Text: "100%", Label: "Thu: đạt", Href: "/x"}, {Code: "none", Icon: "minus", Label: "Thu: không thuộc bộ chỉ tiêu"}}}},
			Ranking: &rankingView{Title: "Thu ngân sách", Spread: "15/15 đơn vị.", Rows: []rankedView{{Place: "1", Name: "Cát Dài", Href: "/x", Bar: &bulletView{Width: "80%"}}},
				Unranked: []outsideView{{"no_data", "circle-dashed", "Dư Hàng", "chưa có số liệu"}}},
			Map: &tileMapView{Label: "Bản đồ", Width: 96, Height: 96, Tiles: []tileView{{Code: "met", Name: "Cát Dài", Label: "Cát Dài, đạt", Href: "/x"}}, Off: "Dư Hàng"},
			Drawing: &drawingView{Title: "Bản đồ", LegendTitle: "Chú giải", Note: "Chọn", Width: 9, Height: 9, Off: "Chưa có hình: Dư Hàng",
				Legend: []legendView{{"met", false, "✓", "Đạt"}, {"no_data", true, "", "Chưa có số liệu"}},
				Shapes: []shapeView{{Code: "met", Path: "M1 1l7 0 0 7z", Words: " Map-words--wide", Name: "Cát Dài", Value: "✓ 100%", Label: "Cát Dài, đạt", Href: "/x"}, {Code: "no_data", Hatched: true, Dot: true, Path: "M1 1l1 0 0 1z", Label: "Dư Hàng, chưa có số liệu", Href: "/y"}}},
		}
	}
	samplePages["slides/slides"] = func(lang i18n.Lang) any {
		return slidesView{boardView: sampleBoard(lang), Board: "/units/lechan/board", Slides: []slideView{
			{ID: "slide-1", Before: "#slide-0", After: "#slide-2", Place: "1/2", Name: "Thu ngân sách", Sentence: "Thu ngân sách ước đạt 1.", Reason: "kế hoạch bằng 0",
				Chart: &chartView{ID: "chart-years-1", Title: "2018–2022", Label: "2022: 1"}}}}
	}
	samplePages["revisions/revisions"] = func(lang i18n.Lang) any {
		chip := verdictView{Code: "met", Icon: "check", Word: "Đạt", Plain: true}
		return revisionsView{page: samplePage(lang), Text: "1 chỉ tiêu có thay đổi.", Unit: "lechan", Period: "2022", Then: "Số liệu đến 01/12/2022", Now: "Hiện nay",
			Choices: []linkView{{Href: "?then=1", Text: "01/12/2022", Current: true}}, Day: fieldView{ID: "then", Name: "then", Type: "date", Label: "Ngày"},
			Rows: []revisionView{{Name: "Thu ngân sách", Href: "/x", Then: revisionSideView{Verdict: &chip}, What: "Số thực hiện"}},
			Same: "16 chỉ tiêu khác không thay đổi.", Base: []string{"Thu ngân sách: …"}}
	}
}

func TestComparePage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("thanh_pho")
	doc := b.get("/units/haiphong/compare?period=2022&indicator=ban_le").page(t)
	if n := doc.Find(".Heat tbody tr").Length(); n < 10 {
		t.Errorf("%d units, want the districts of the city", n)
	}
	checkTexts(t, doc, map[string]string{
		"h1": "So sánh các đơn vị", ".Ranking tbody tr:first-child td": "1", "#ranking h2": "Xếp hạng: Tổng mức bán lẻ hàng hóa",
		".Tiles .Tile-name": "", ".Heat a[href='/units/lechan/board?period=2022']": "Quận Lê Chân",
		".Heat thead a[aria-current]": "Tổng mức bán lẻ hàng hóa", ".Heat-cell--exceeded span": "",
	})
	// What is not complete is marked with its reason and never a number.
	doc.Find(".Heat-cell--no_data, .Heat-cell--none").Each(func(_ int, s *goquery.Selection) {
		if text := s.Find("span").Not(".Hidden").Text(); strings.Contains(text, "0%") {
			t.Errorf("a cell without data shows %q", text)
		}
		if s.Children().AttrOr("title", "") == "" {
			t.Error("a cell without data does not say why")
		}
	})
	if n := doc.Find(".Ranking tbody tr").Length() + doc.Find(".Outside li").Length(); n != doc.Find(".Heat tbody tr").Length() {
		t.Errorf("%d units ranked or named apart, %d in the table", n, doc.Find(".Heat tbody tr").Length())
	}
	if a := w.as("lanh_dao").get("/units/lechan-catdai/compare?period=2022"); a.status != http.StatusNotFound {
		t.Errorf("a ward one may not read: status %d, want 404", a.status)
	}
	if a := b.get("/units/lechan-catdai/compare?period=2022"); !strings.Contains(a.body, "Không có đơn vị cấp dưới") {
		t.Error("a ward has nothing to compare, and does not say so")
	}
	if a := b.get("/units/haiphong/compare"); a.status != http.StatusSeeOther || !strings.Contains(a.location(), "period=2022") {
		t.Errorf("without a period: status %d to %q", a.status, a.location())
	}
}

func TestSlides(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.as("lanh_dao").get("/units/lechan/slides?period=2022").page(t)
	if n := doc.Find(".Slide").Length(); n != 18 {
		t.Errorf("%d slides, want the tally and 17 indicators", n)
	}
	checkTexts(t, doc, map[string]string{
		"#slide-0 h1": "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "#slide-1 .Slide-nav [rel=prev][href='#slide-0']": "Trang trước",
		"#slide-17 .Slide-nav span": "17/17", "#slide-1 .Sentence": "", "#slide-1 script.js-chart": "",
	})
	if n := doc.Find("#slide-17 [rel=next]").Length(); n != 0 {
		t.Error("the last slide leads on")
	}
	if a := w.as("lanh_dao").get("/units/lechan/slides?period=2024"); !strings.Contains(a.body, "Năm 2024 chưa có chỉ tiêu") {
		t.Error("slides without a set say nothing")
	}
}

func TestRevisionsPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	doc := b.get("/units/lechan/revisions?period=2022&then=2022-12-01").page(t)
	checkTexts(t, doc, map[string]string{
		"h1": "So với lần báo cáo trước", ".Revisions thead th:nth-child(2)": "Số liệu đến 01/12/2022",
		".Revisions a[href='/units/lechan/indicators/thu_ns?period=2022']": "Thu ngân sách nhà nước trên địa bàn", "input[name=then][value='01/12/2022']": "",
	})
	row := doc.Find(".Revisions a[href='/units/lechan/indicators/thu_ns?period=2022']").Closest("tr")
	if got := strings.Join(numbersIn(row.Find(".Col-actual"), number.Vietnamese), " "); got != "938.75 940.133" {
		t.Errorf("then and now %q, want 938.75 and 940.133", got)
	}
	if a := b.get("/units/lechan/revisions?period=2023"); !strings.Contains(a.body, "Chưa có lần báo cáo trước") {
		t.Error("with nothing earlier the page does not say so")
	}
	if a := b.get("/units/lechan/revisions?period=2022&then=soon"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none: status %d", a.status)
	}
}

// In the year each row that adds up over the months says how far it has come;
// it is never a verdict.
func TestPaceOnTheBoard(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	doc := b.get("/units/lechan/board?period=2022-YTD06").page(t)
	if n := doc.Find(".Board-pace").Length(); n == 0 {
		t.Fatal("no row says how far it has come")
	}
	if text := doc.Find("#row-ban_le + tr .Board-pace").Text(); !strings.Contains(text, "năm trước bằng 50,3%") || !strings.Contains(text, "bằng 109,4% kế hoạch năm") || strings.Contains(text, "đã qua") {
		t.Errorf("retail sales say %q", text)
	}
	if text := doc.Find(".Tally-note").Text(); strings.Count(text, "đã qua 50% thời gian của năm") != 1 {
		t.Errorf("under the squares stands %q", text)
	}
	if n := b.get(boardPath).page(t).Find(".Board-pace").Length(); n != 0 {
		t.Errorf("a whole year has %d paces", n)
	}
}

func TestInTwo(t *testing.T) {
	for _, tt := range []struct{ name, first, second string }{
		{"Cát Dài", "Cát Dài", ""}, {"Trần Nguyên Hãn", "Trần Nguyên", "Hãn"}, {"Dư Hàng Kênh", "Dư Hàng", "Kênh"}, {"", "", ""}, {"Tranquillement", "Tranquillement", ""},
	} {
		if first, second := inTwo(tt.name); first != tt.first || second != tt.second {
			t.Errorf("%q in two: %q, %q; want %q, %q", tt.name, first, second, tt.first, tt.second)
		}
	}
}

// Who may see a unit but not those below it is not shown theirs beside each
// other.
func TestCompareKeepsToWhatMayBeSeen(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("ca_quan", "leader@lechan+below")
	const address = "/units/lechan/compare?period=2022"
	if n := w.as("ca_quan").get(address).page(t).Find(".Heat tbody tr").Length(); n < 2 {
		t.Errorf("%d wards for who may see them", n)
	}
	doc := w.as("lanh_dao").get(address).page(t)
	if n := doc.Find(".Heat tbody tr, .Ranking tbody tr, .Tile").Length(); n != 0 {
		t.Errorf("%d wards for who may not see them", n)
	}
	if !strings.Contains(doc.Find(".Empty").Text(), "trong phạm vi được xem") {
		t.Errorf("nothing says why: %s", doc.Find("main").Text())
	}
}
