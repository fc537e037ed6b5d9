package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/export"
	"muctieu/pkg/period"
)

const issueOf2022 = "/units/lechan/summary/issue?period=2022"

// seenOn is the mark of what a reviewer's page shows.
func seenOn(doc *goquery.Document) string {
	return doc.Find("#issue input[name=seen]").AttrOr("value", "")
}

// issueAs issues the report of 2022 and gives its code.
func (w *world) issueAs(b *browser, form url.Values) string {
	w.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("seen", seenOn(b.get(summaryOf2022).page(w.t)))
	a := b.post(issueOf2022, form)
	if a.status != http.StatusSeeOther {
		w.t.Fatalf("issue: %d %s", a.status, words(a.page(w.t).Find(".Notice")))
	}
	to, err := url.Parse(a.location())
	if err != nil {
		w.t.Fatal(err)
	}
	return to.Query().Get("issued")
}

func TestIssueReport(t *testing.T) {
	w := newWorld(t, Config{Origins: []string{"https://kpi.example.vn"}})
	w.writes("2022", "causes", "Giá nguyên liệu tăng.")
	b := w.as("nguoi_soat")
	id := w.issueAs(b, nil)
	doc := b.get(summaryOf2022 + "&issued=" + id).page(t)
	if got := words(doc.Find(".Notice--done")); got != "Đã phát hành báo cáo, mã "+id+"." {
		t.Errorf("notice %q", got)
	}
	if got := words(doc.Find(".Context-end")); !strings.HasPrefix(got, "Đã phát hành ") {
		t.Errorf("state %q", got)
	}
	if got := doc.Find(".Side-changed").Length(); got != 0 {
		t.Error("a report just issued is said to have changed")
	}
	report, err := w.store.IssuedReport(context.Background(), id)
	if err != nil || report.By != "nguoi_soat" || report.Incomplete || len(report.Files) != len(export.Formats) || !strings.Contains(report.Prose, "Giá nguyên liệu tăng.") {
		t.Errorf("stored: by %q, incomplete %t, %d files, %v", report.By, report.Incomplete, len(report.Files), err)
	}
	text := wordText(t, b.get("/units/lechan/summary/issued/"+id+"/docx?period=2022").body)
	if !strings.Contains(text, id) || !strings.Contains(text, "Giá nguyên liệu tăng.") || strings.Contains(text, "DỰ THẢO") {
		t.Error("Word bears not the code and the words issued, or the draft mark")
	}
}

// A figure that changes later leaves the files as they are, and shows in the
// difference.
func TestIssuedStays(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	id := w.issueAs(b, nil)
	path := func(format string) string {
		return "/units/lechan/summary/issued/" + id + "/" + format + "?period=2022"
	}
	before := map[string]string{}
	for _, f := range export.Formats {
		a := b.get(path(f.Name))
		if a.status != http.StatusOK || a.header.Get("Content-Type") != f.ContentType || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", f.Name, a.status, a.header)
		}
		before[f.Name] = a.body
	}
	w.enter("ban_le", "27040.5")
	w.writes("2022", "causes", "Viết thêm.")
	for _, f := range export.Formats {
		if got := b.get(path(f.Name)).body; got != before[f.Name] {
			t.Errorf("%s has changed", f.Name)
		}
	}
	if _, err := w.store.VerifyIssued(context.Background()); err != nil {
		t.Error(err)
	}
	doc := b.get(summaryOf2022 + "&tab=changes").page(t)
	if words(doc.Find(".Side-changed")) == "" {
		t.Error("the page does not say that figures have changed")
	}
	row := doc.Find(".Changes tbody tr").First()
	if got := words(row); !strings.HasPrefix(got, "Tổng mức bán lẻ hàng hóa") || words(row.Find("td").Eq(1)) != "27.037,0 (ước)" || words(row.Find("td").Eq(2)) != "27.040,5 (ước)" {
		t.Errorf("the difference begins with %q", got)
	}
	if got := words(doc.Find(".Changes-text")); got != "1 chỉ tiêu có thay đổi, trong đó 0 chỉ tiêu đổi đánh giá." {
		t.Errorf("in a sentence: %q", got)
	}
	for name, bad := range map[string]string{
		"no such format": path("odt"), "no such report": "/units/lechan/summary/issued/2222-2222/pdf?period=2022", "another unit's": "/units/ngoquyen/summary/issued/" + id + "/pdf?period=2022",
	} {
		if a := b.get(bad); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, a.status)
		}
	}
}

func TestNothingToCompareWith(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	if got := words(b.get(summaryOf2022 + "&tab=changes").page(t).Find(".Empty-text")); got != "Kỳ này chưa phát hành báo cáo nào." {
		t.Errorf("before any report: %q", got)
	}
	first := w.issueAs(b, nil)
	w.offset.Add(60)
	w.enter("ban_le", "27040.5")
	second := w.issueAs(b, nil)
	doc := b.get(summaryOf2022 + "&tab=changes").page(t)
	if got := words(doc.Find(".Changes-text")); got != "Không có thay đổi." {
		t.Errorf("against the newest: %q", got)
	}
	if got := words(doc.Find(".Changes-reports [aria-current]")); !strings.HasPrefix(got, second) {
		t.Errorf("compared with %q, want %s", got, second)
	}
	if got := b.get(summaryOf2022 + "&tab=changes&since=" + first).page(t).Find(".Changes tbody tr").Length(); got == 0 {
		t.Error("against the first nothing differs")
	}
}

func TestIssueIsRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	seen := seenOn(b.get(summaryOf2022).page(t))
	w.enter("ban_le", "")
	a := b.post(issueOf2022, url.Values{"seen": {seen}, "know": {"1"}})
	if a.status != http.StatusConflict || words(a.page(t).Find(".Notice--fault")) != "Số liệu hoặc phần viết vừa thay đổi. Xem lại rồi phát hành." {
		t.Errorf("issued as nobody saw it: %d", a.status)
	}
	seen = seenOn(a.page(t))
	if a := b.post(issueOf2022, url.Values{"seen": {seen}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("incomplete, and nobody said so: %d, want 422", a.status)
	}
	if a := w.as("can_bo").post(issueOf2022, url.Values{"seen": {seen}, "know": {"1"}}); a.status != http.StatusForbidden {
		t.Errorf("by an official: %d, want 403", a.status)
	}
	if a := b.post("/units/lechan/summary/issue?period=1999", url.Values{"seen": {seen}}); a.status != http.StatusConflict && a.status != http.StatusUnprocessableEntity {
		t.Errorf("a year without a set: %d", a.status)
	}
	if a := b.post("/units/lechan/summary/issue", url.Values{}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a period: %d", a.status)
	}
	if all, err := w.store.IssuedReports(context.Background(), "lechan", period.Period{}); err != nil || len(all) != 0 {
		t.Errorf("%d reports were issued, %v", len(all), err)
	}
	id := w.issueAs(b, url.Values{"know": {"1"}})
	text := wordText(t, b.get("/units/lechan/summary/issued/"+id+"/docx?period=2022").body)
	if strings.Contains(text, "DỰ THẢO") {
		t.Error("knowingly issued, it still bears the draft mark")
	}
	if got := words(b.get(summaryOf2022).page(t).Find(".Issued")); !strings.Contains(got, "khi còn thiếu số liệu") {
		t.Errorf("the list says not that it is incomplete: %q", got)
	}
}

func TestNewReportID(t *testing.T) {
	id, err := newReportID(bytes.NewReader([]byte{0, 1, 255, 28, 29, 252, 5, 6, 7, 8, 9}))
	if err != nil || id != "23Z2-789A" {
		t.Errorf("id %q, %v; want bytes past the last whole run to be drawn again", id, err)
	}
	if _, err := newReportID(strings.NewReader("abc")); err == nil {
		t.Error("randomness that ends gives an id")
	}
	for _, letter := range "01ILOUV" {
		if strings.ContainsRune(reportLetters, letter) {
			t.Errorf("%c is taken for another letter on paper", letter)
		}
	}
	for text, want := range map[string]string{"k7m3-9qxt": "K7M3-9QXT", " K7M3 9QXT ": "K7M3-9QXT", "K7M39QXT": "K7M3-9QXT", "K7M3": "0", "": "0", "K7M3-9QXT2": "0", "../etc": "0"} {
		if got := readReportID(text); got != want {
			t.Errorf("readReportID(%q) = %q, want %q", text, got, want)
		}
	}
}

// An id that is taken is drawn again; a generator that fails issues nothing.
func TestIssueDrawsAgain(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	w.server.random = bytes.NewReader([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1})
	if first, second := w.issueAs(b, nil), w.issueAs(b, nil); first != "2222-2222" || second != "3333-3333" {
		t.Errorf("ids %s and %s", first, second)
	}
	w.server.random = failing{}
	if a := b.post(issueOf2022, url.Values{"seen": {seenOn(b.get(summaryOf2022).page(t))}}); a.status != http.StatusInternalServerError {
		t.Errorf("without randomness: %d", a.status)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("no randomness") }
