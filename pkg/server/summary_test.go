package server

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

const summaryOf2022 = "/units/lechan/summary?period=2022"

// enter saves a figure of Lê Chân in 2022, over whatever is stored; an empty
// value withdraws it.
func (w *world) enter(code indicator.Code, value string) {
	w.t.Helper()
	ctx := context.Background()
	key := indicator.CellKey{Unit: "lechan", Indicator: code, Period: period.MustParse("2022")}
	versions, err := w.store.Versions(ctx, key)
	if err != nil {
		w.t.Fatal(err)
	}
	note := "thử"
	cell := store.CellSave{Indicator: code, Status: indicator.Withdrawn, Version: len(versions), Note: &note}
	if value != "" {
		catalogue, err := w.store.Catalogue(ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		a, err := number.ParsePlain(value, catalogue.Indicators[code].Decimals)
		if err != nil {
			w.t.Fatal(err)
		}
		cell.Value, cell.Status = &a, indicator.Estimate
	}
	if _, err := w.store.SaveFigures(ctx, store.Actor{From: "cli"}, "lechan", key.Period, []store.CellSave{cell}); err != nil {
		w.t.Fatal(err)
	}
}

// writes saves a written part of 2022 or another period.
func (w *world) writes(p, section, text string) {
	w.t.Helper()
	ctx := context.Background()
	at := period.MustParse(p)
	stored, err := w.store.ProseOf(ctx, "lechan", at)
	if err != nil {
		w.t.Fatal(err)
	}
	next := store.Prose{Unit: "lechan", Period: at, Section: section, Version: stored[section].Version, Text: text}
	if err := w.store.SaveProse(ctx, store.Actor{Login: "can_bo"}, next); err != nil {
		w.t.Fatal(err)
	}
}

// words is the text of a selection with single blanks.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestSummaryTabsRender(t *testing.T) {
	set := mustTemplates(t)
	for name, view := range sampleTabs(i18n.En) {
		body, err := set.execute("summary/summary", "layout", view)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkPage(t, "summary/"+name, i18n.En, mustDocument(t, body))
	}
}

// The page shows the numbers and sentences of the Summary JSON, to the digit.
func TestSummaryPageAgreesWithJSON(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	for _, lang := range []string{"vi", "en"} {
		b.post("/preference", url.Values{"lang": {lang}})
		page := b.get(summaryOf2022)
		if page.status != http.StatusOK {
			t.Fatalf("status %d", page.status)
		}
		doc := page.page(t)
		var sum struct {
			Tally struct{ Text string }
			Rows  []struct {
				Position       int
				Name, Sentence string
				Actual         struct{ Text string }
			}
		}
		if err := json.Unmarshal([]byte(b.get("/api/v1/units/lechan/summary?period=2022&lang="+lang).body), &sum); err != nil {
			t.Fatal(err)
		}
		if got := words(doc.Find(".Summary-tally")); got != sum.Tally.Text+"." {
			t.Errorf("%s: tally %q, want %q", lang, got, sum.Tally.Text)
		}
		text := words(doc.Find(".Computed"))
		rows := doc.Find(".Annex tbody tr:not(.Group)")
		if len(sum.Rows) != 17 || rows.Length() != 17 {
			t.Fatalf("%s: %d rows of JSON, %d of the table", lang, len(sum.Rows), rows.Length())
		}
		for i, row := range sum.Rows {
			if !strings.Contains(text, row.Sentence+".") {
				t.Errorf("%s: the page lacks %q", lang, row.Sentence)
			}
			line := rows.Eq(i)
			if got := words(line.Find("th")); got != row.Name {
				t.Errorf("%s: row %d is of %q, want %q", lang, i+1, got, row.Name)
			}
			if got := words(line.Find(".Num--strong")); got != row.Actual.Text {
				t.Errorf("%s: %s: actual %q, want %q", lang, row.Name, got, row.Actual.Text)
			}
		}
	}
}

func TestSummaryPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	doc := b.get(summaryOf2022).page(t)
	for _, tt := range []struct{ selector, want string }{
		{"h1", "Báo cáo kết quả thực hiện năm 2022"},
		{".Tabs [aria-current]", "Nội dung"},
		{".Annex-numbers td:nth-child(8)", "5=4/2"},
		{".Context-end", "Dự thảo"},
		{".Picker--quiet > summary", "1 chữ số thập phân"},
		{".Summary-absent", ""},
		{".Document-stamp", ""},
	} {
		if got := words(doc.Find(tt.selector)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.selector, got, tt.want)
		}
	}
	if got := doc.Find("#issue").Length(); got != 1 {
		t.Errorf("a reviewer finds %d dialogs to issue, want 1", got)
	}
	if doc := w.as("lanh_dao").get(summaryOf2022).page(t); doc.Find("#issue").Length() != 0 || doc.Find("[href*='tab=prose'] + form").Length() != 0 {
		t.Error("a leader may issue")
	}
	for path, want := range map[string]int{
		summaryOf2022 + "&decimals=3": 200, summaryOf2022 + "&decimals=4": 422, summaryOf2022 + "&decimals=x": 422, summaryOf2022 + "&as_of=2022-12-31": 200,
		"/units/lechan/summary": 303, "/units/lechan/summary?period=1999": 200, "/units/lechan/summary?period=2022-YTD06": 200, "/units/haiphong/summary?period=2022": 404,
	} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	if got := words(b.get(summaryOf2022 + "&decimals=3").page(t).Find(".Computed")); !strings.Contains(got, "bằng 100,676% kế hoạch") {
		t.Errorf("with three decimals: %.600s", got)
	}
	if a := b.get("/units/lechan/summary?period=1999"); words(a.page(t).Find(".Empty")) == "" {
		t.Error("a year without a set says nothing")
	}
}

// The night before a session: what is missing, by name, and who can fill it.
func TestSummaryTonight(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("chi_thu", "official@lechan:Chi cục Thuế quận")
	for _, code := range []indicator.Code{"ban_le", "thu_ns"} {
		w.enter(code, "")
	}
	catalogue, err := w.store.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	doc := w.as("can_bo").get(summaryOf2022).page(t)
	if got := words(doc.Find(".Summary-absent")); !strings.HasPrefix(got, "14/16 chỉ tiêu đã có số liệu.Chưa có số liệu: tổng mức bán lẻ hàng hóa, thu ngân sách nhà nước trên địa bàn.") {
		t.Errorf("absent: %q", got)
	}
	if got := words(doc.Find(".Document-stamp")); got != "Dự thảo" {
		t.Errorf("stamp %q", got)
	}
	if got := doc.Find(".Computed-missing").Length(); got < 2 {
		t.Errorf("%d sentences are marked as missing, want 2 and the list", got)
	}
	missing := doc.Find(".Missing li")
	if missing.Length() != 2 {
		t.Fatalf("%d are missing, want 2", missing.Length())
	}
	for i, code := range []indicator.Code{"ban_le", "thu_ns"} {
		got := words(missing.Eq(i))
		agency := catalogue.Indicators[code].Agency
		for _, want := range []string{catalogue.Indicators[code].NameVi, "Chưa có số liệu", agency, "Người", "hạn "} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", code, got, want)
			}
		}
		if href := missing.Eq(i).Find("a.btn").AttrOr("href", ""); href != "/units/lechan/entry/one/"+string(code)+"?period=2022" {
			t.Errorf("%s is entered at %q", code, href)
		}
	}
	if who := words(missing.Eq(1)); catalogue.Indicators["thu_ns"].Agency == "Phòng Tài chính - Kế hoạch" && !strings.Contains(who, "Người tai_chinh") {
		t.Errorf("the agency's own official is not named: %q", who)
	}
	if got := words(doc.Find(".Exports a").First()); got != "Word, Excel và PDF (ZIP)" {
		t.Errorf("the first button is %q", got)
	}
}

func TestSummaryFindings(t *testing.T) {
	w := newWorld(t, Config{})
	w.writes("2022", "next_theme", "Tập trung 8 nhóm nhiệm vụ, giải pháp.")
	w.writes("2022", "tasks", strings.Repeat("một việc\n", 9))
	w.writes("2022", "causes", "Thu ngân sách nhà nước trên địa bàn chỉ bằng 78% kế hoạch <b>x</b>.")
	doc := w.as("can_bo").get(summaryOf2022).page(t)
	faults := doc.Find(".Finding--fault")
	if faults.Length() != 2 {
		t.Fatalf("%d contradictions, want 2: %s", faults.Length(), words(doc.Find(".Findings")))
	}
	for i, want := range []struct{ text, href string }{
		{`Số trong phần viết không khớpNguyên nhân: Ghi "78%", nhưng số trong hệ thống là: Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng`, "#edit-causes"},
		{`Đếm sai trong phần viếtChủ đề, mục tiêu năm 2023: Ghi "8 nhóm nhiệm vụ", nhưng danh sách có 9 mục.`, "#edit-next_theme"},
	} {
		if got := words(faults.Eq(i)); !strings.HasPrefix(got, want.text) {
			t.Errorf("finding %d: %q, want %q", i, got, want.text)
		}
		if href := faults.Eq(i).Find("a").AttrOr("href", ""); !strings.HasSuffix(href, want.href) {
			t.Errorf("finding %d leads to %q, want %q", i, href, want.href)
		}
	}
	if got := words(doc.Find("#written-causes .Written-text")); !strings.Contains(got, "<b>x</b>") || doc.Find("#written-causes b").Length() != 0 {
		t.Errorf("what was written is not shown as text: %q", got)
	}
	if got := words(doc.Find("#written-causes .Written-by")); !strings.HasPrefix(got, "Người can_bo viết, ") {
		t.Errorf("author %q", got)
	}
	if got := words(w.as("lanh_dao").get(summaryOf2022).page(t).Find(".Finding--fault a").First()); got != "Mở đoạn viết" {
		t.Errorf("a reader's link %q", got)
	}
}
