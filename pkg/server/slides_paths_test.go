package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/number"
	"muctieu/pkg/workflow"
)

// Slides follow each other without a gap, the worst first, and each says the
// sentence of the summary.
func TestSlidesFollowTheSummary(t *testing.T) {
	w := newWorld(t, Config{})
	w.typeIn("can_bo", "ban_le", "20000", "giảm")
	doc := w.as("lanh_dao").get("/units/lechan/slides?period=2022").page(t)
	sum := read[summaryShape](t, w.api("lanh_dao").get(summaryPath))
	sentences := map[string]string{}
	rank := map[string]int{"not_met": 0, "no_data": 1, "no_plan": 2, "not_comparable": 3, "in_progress": 4, "met": 5, "exceeded": 6, "not_judged": 7, "not_applicable": 8}
	verdicts := map[string]string{}
	for _, row := range sum.Rows {
		sentences[row.Name], verdicts[row.Name] = spaced(row.Sentence)+".", row.Verdict
	}
	var order []int
	slides := doc.Find(".Slide").Slice(1, goquery.ToEnd)
	slides.Each(func(k int, s *goquery.Selection) {
		name := textOf(s.Find("h2"))
		if got := textOf(s.Find(".Sentence")); got != sentences[name] || got == "" {
			t.Errorf("%s says %q, the summary %q", name, got, sentences[name])
		}
		order = append(order, rank[verdicts[name]])
		if got := s.AttrOr("id", ""); got != slideID(k+1) {
			t.Errorf("slide %d is %q", k+1, got)
		}
		next := s.Find("[rel=next]").AttrOr("href", "")
		if last := k == slides.Length()-1; last != (next == "") || !last && doc.Find(next).Length() != 1 {
			t.Errorf("slide %d leads on to %q", k+1, next)
		}
	})
	if len(order) != len(sum.Rows) || !slices.IsSorted(order) {
		t.Errorf("%d slides of %d rows in the order %v", len(order), len(sum.Rows), order)
	}
	if got := textOf(slides.First().Find("h2")); verdicts[got] != "not_met" {
		t.Errorf("the first is %q, which is %s", got, verdicts[got])
	}
}

func TestSlidesInTheYearAndInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.english("lanh_dao")
	doc := b.get("/units/lechan/slides?period=2022-YTD06").page(t)
	if n := doc.Find(".Slide .Verdict--met, .Slide .Verdict--not_met, .Slide .Verdict--exceeded").Length(); n != 0 {
		t.Errorf("%d slides of half a year have a verdict", n)
	}
	if got := doc.Find(".js-slides").AttrOr("data-leave", ""); got != "/units/lechan/board?period=2022-YTD06" {
		t.Errorf("leaving leads to %q", got)
	}
	if wrong := linksOutside(doc.Find(".Slides"), "2022-YTD06"); len(wrong) != 0 {
		t.Errorf("links that lose the period: %v", wrong)
	}
	checkTexts(t, doc, map[string]string{"#slide-1 [rel=prev]": "Previous slide", "#slide-1 [rel=next]": "Next slide", "#slide-1 .Slide-nav a:first-child": "Leave the slides"})
	if text := textOf(doc.Find(".Slides")); strings.Contains(text, "kế hoạch") || strings.Contains(text, "slides.") {
		t.Error("English slides speak Vietnamese, or name a key")
	}
}

func TestSlidesRefused(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		login, path string
		status      int
	}{
		{"nguoi_la", "/units/lechan/slides?period=2022", 404},
		{"lanh_dao", "/units/lechan/slides?period=2022-YTD03", 422},
		{"lanh_dao", "/units/lechan/slides?period=nam", 422},
		{"lanh_dao", "/units/lechan/slides", 303},
	} {
		if a := w.as(tt.login).get(tt.path); a.status != tt.status {
			t.Errorf("%s at %s: %d, want %d", tt.login, tt.path, a.status, tt.status)
		}
	}
}

// What the page shows as then and now is what the API answers as of that day
// and today.
func TestRevisionsAgreeWithTheAPI(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.as("lanh_dao").get("/units/lechan/revisions?period=2022&then=2022-12-01").page(t)
	api := w.api("lanh_dao")
	value := func(path string) map[string]string {
		all := map[string]string{}
		for _, row := range read[summaryShape](t, api.get(path)).Rows {
			if row.Actual != nil {
				all[row.Indicator] = row.Actual.Value
			}
		}
		return all
	}
	then, now := value(summaryPath+"&as_of=2022-12-01"), value(summaryPath)
	rows := doc.Find(".Revisions tbody tr")
	seen := map[string]bool{}
	rows.Each(func(_ int, tr *goquery.Selection) {
		at, err := url.Parse(tr.Find("th a").AttrOr("href", ""))
		must(t, err)
		code := strings.TrimPrefix(at.Path, "/units/lechan/indicators/")
		seen[code] = true
		sides := numbersIn(tr.Find(".Col-actual"), number.Vietnamese)
		for k, want := range []string{then[code], now[code]} {
			if got := shortest(sides[k]); want != "" && got != want {
				t.Errorf("%s, side %d: %s, the API says %s", code, k, got, want)
			}
		}
	})
	for code := range now {
		if then[code] != now[code] && !seen[code] {
			t.Errorf("%s changed from %q to %q and is not listed", code, then[code], now[code])
		}
	}
	if rows.Length() == 0 {
		t.Error("nothing has changed since 1 December")
	}
}

// The submission is an earlier report: what was changed after it is listed, and
// nothing else is.
func TestRevisionsSinceASubmission(t *testing.T) {
	w := newWorld(t, Config{})
	w.approved()
	w.step("nguoi_soat", workflow.Request{Action: workflow.Reopen, Reason: "cập nhật"})
	w.later(time.Hour)
	w.typeIn("can_bo", "ban_le", "27100.5", "số mới")
	doc := w.english("lanh_dao").get("/units/lechan/revisions?period=2022").page(t)
	if n := doc.Find(".Revisions tbody tr").Length(); n != 1 || doc.Find(".Revisions tbody a[href='/units/lechan/indicators/ban_le?period=2022']").Length() != 1 {
		t.Errorf("%d rows, want retail sales alone", n)
	}
	checkTexts(t, doc, map[string]string{"h1": "Compared with the last report", ".Revision-form .btn": "Show", ".Note": "16 other indicators have not changed.",
		".Revision-choices a[aria-current]": ""})
	if text := textOf(doc.Find(".Revisions")); !strings.Contains(text, "27,037.0") || !strings.Contains(text, "27,100.5") || !strings.Contains(text, "+63.5") {
		t.Errorf("then, now and the difference: %s", text)
	}
	if wrong := linksOutside(doc.Find(".Revisions, .Revision-choices"), "2022"); len(wrong) != 0 {
		t.Errorf("links that lose the period: %v", wrong)
	}
}

func TestRevisionsRefused(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		login, query string
		status       int
	}{
		{"nguoi_la", "?period=2022", 404}, {"lanh_dao", "?period=2022&then=12/31/2022", 422}, {"lanh_dao", "?period=2022&then=2022-02-30", 422},
		{"lanh_dao", "?period=2022&then=2022-12-01T00:00:00%2B07:00", 200}, {"lanh_dao", "", 303}, {"lanh_dao", "?period=2022-M13", 422},
	} {
		a := w.as(tt.login).get("/units/lechan/revisions" + tt.query)
		if a.status != tt.status {
			t.Errorf("%s%s: %d, want %d", tt.login, tt.query, a.status, tt.status)
		}
		if a.status != http.StatusOK && strings.Contains(a.body, "940,133") {
			t.Errorf("%s%s shows a figure", tt.login, tt.query)
		}
	}
}
