package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// The second of two equal forms finds the step taken: it is refused, and the
// submission is what the first made of it.
func TestReviewSentTwice(t *testing.T) {
	tests := []struct {
		action, reason string
		state          workflow.State
	}{
		{"approve", "", workflow.Approved},
		{"return", "thiếu căn cứ", workflow.Returned},
	}
	for _, tt := range tests {
		t.Run(tt.action, func(t *testing.T) {
			w := newWorld(t, Config{})
			w.step("can_bo", workflow.Request{Action: workflow.Submit})
			b := w.as("nguoi_soat")
			_, form := b.reviewForm()
			form.Set("action", tt.action)
			form.Set("reason", tt.reason)
			if a := b.post(reviewAddress, form); a.status != http.StatusSeeOther {
				t.Fatalf("first: %d", a.status)
			}
			first := w.submission()
			if a := b.post(reviewAddress, form); a.status != http.StatusConflict {
				t.Errorf("again: %d, want 409", a.status)
			}
			if again := w.submission(); again.State != tt.state || again.Version != first.Version || len(again.Steps) != len(first.Steps) {
				t.Errorf("%s, version %d with %d steps; the first left %s, %d, %d", again.State, again.Version, len(again.Steps), first.State, first.Version, len(first.Steps))
			}
		})
	}
}

func TestReviewOnlyByReviewers(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	_, form := w.as("nguoi_soat").reviewForm()
	form.Set("action", "approve")
	for login, want := range map[string]int{"can_bo": 403, "tai_chinh": 403, "lanh_dao": 403, "thanh_pho": 403, "quan_tri": 403, "quan_tri_q": 403, "nguoi_la": 404} {
		b := w.as(login)
		if a := b.post(reviewAddress, form); a.status != want {
			t.Errorf("%s approves: %d, want %d", login, a.status, want)
		}
		if a := b.get(reviewAddress); a.status != want || strings.Contains(a.body, "js-review") {
			t.Errorf("%s reads: %d, want %d", login, a.status, want)
		}
	}
	if a := w.browser().post(reviewAddress, form); a.status == http.StatusOK || w.submission().State != workflow.Submitted {
		t.Errorf("nobody approves: %d, %s", a.status, w.submission().State)
	}
}

// Approving locks: what is typed afterwards is refused, until it is reopened.
func TestApprovalLocksUntilReopened(t *testing.T) {
	w := newWorld(t, Config{})
	w.approved()
	official := w.as("can_bo")
	_, form := official.open("/units/lechan/entry?period=2022-YTD09")
	if !form.Has("value.bhyt") {
		t.Error("another period of the unit is locked with the year")
	}
	before := w.newest("ban_le").Version
	typed := url.Values{"indicator": {"ban_le"}, "value.ban_le": {"27.100,5"}, "status.ban_le": {"estimate"}, "version.ban_le": {"1"}}
	if a := official.post(entryAddress, typed); a.status != http.StatusLocked || w.newest("ban_le").Version != before {
		t.Errorf("typed into a locked period: %d", a.status)
	}
	b := w.as("nguoi_soat")
	_, review := b.reviewForm()
	review.Set("action", "reopen")
	review.Set("reason", "cập nhật")
	if a := b.post(reviewAddress, review); a.location() != reviewAddress+"&done=reopen" {
		t.Fatalf("reopening: %d to %q", a.status, a.location())
	}
	page, entry := official.open(entryAddress)
	entry.Set("value.ban_le", "27.100,5")
	if a := official.post(entryAddress, entry); a.status != http.StatusSeeOther || w.newest("ban_le").Version != before+1 {
		t.Errorf("after reopening: %d, version %d; the page said %s", a.status, w.newest("ban_le").Version, textOf(page.Find(".Notice")))
	}
}

func TestReviewInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	w.again()
	b := w.english("nguoi_soat")
	a := b.get(reviewAddress)
	page := a.page(t)
	checkTexts(t, page, map[string]string{"h1": "Lê Chân district, 2022: 2 figures changed since the last approval"})
	text := textOf(page.Find("main"))
	for _, want := range []string{"Approve 24 figures", "15 indicators unchanged", "1,540.0", "1,545.0", "before:"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there", want)
		}
	}
	for _, never := range []string{"review.", "Duyệt", "Quận", "chỉ tiêu"} {
		if strings.Contains(text, never) {
			t.Errorf("%q is there", never)
		}
	}
	if wrong := linksOutside(page.Find(".Review"), "2022"); len(wrong) != 0 {
		t.Errorf("links that lose the period: %v", wrong)
	}
}

func TestReviewOfPeriodsThatAreNot(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	for path, want := range map[string]int{"/units/lechan/review?period=2022-YTD03": 422, "/units/lechan/review?period=1": 422, "/units/khongco/review?period=2022": 404, "/units/lechan/review": 303} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	a := b.get("/units/lechan/review?period=2031")
	if n := a.page(t).Find("button[value=approve], button[value=return]").Length(); a.status != http.StatusOK || n != 0 {
		t.Errorf("a year without a set: %d with %d buttons", a.status, n)
	}
}

// Two equal questions are two; a double answer is one more on record, and none
// is lost. The thread reads in English and shows text as text.
func TestThreadInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	leader, official := w.english("lanh_dao"), w.english("tai_chinh")
	empty := leader.get(threadAddress).page(t)
	if got := textOf(empty.Find(".Empty-text")); got != "No question about this result yet." {
		t.Errorf("no question: %q", got)
	}
	if a := leader.post(threadAddress, url.Values{"text": {"Vì sao <i>hụt</i>?"}, "due": {w.server.today().Format(time.DateOnly)}}); a.status != http.StatusSeeOther {
		t.Fatalf("asking: %d", a.status)
	}
	a := official.get(threadAddress)
	page := a.page(t)
	text := textOf(page.Find("main"))
	for _, want := range []string{"Người lanh_dao asks", "Vì sao <i>hụt</i>?", "Open", "due today", "Lê Chân district, 2022"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there: %s", want, text)
		}
	}
	if strings.Contains(a.body, "<i>hụt") || strings.Contains(text, "question.") {
		t.Error("what was typed is markup, or a key is named")
	}
	if n := page.Find("#ask-text").Length(); n != 0 {
		t.Error("who may not ask is offered to")
	}
	for login, want := range map[string]int{"nguoi_la": 404, "can_bo": 200, "quan_tri": 200} {
		if got := w.as(login).get(threadAddress); got.status != want {
			t.Errorf("%s reads: %d, want %d", login, got.status, want)
		}
	}
	for login, want := range map[string]int{"nguoi_la": 404, "can_bo": 403, "quan_tri": 403, "tai_chinh": 403} {
		if got := w.as(login).post(threadAddress, url.Values{"text": {"?"}}); got.status != want {
			t.Errorf("%s asks: %d, want %d", login, got.status, want)
		}
	}
	if n := len(w.questions()); n != 1 {
		t.Errorf("%d questions, want 1", n)
	}
}

func TestThreadOverdue(t *testing.T) {
	w := newWorld(t, Config{})
	w.later(-48 * time.Hour)
	_, err := w.store.Ask(context.Background(), w.actor("lanh_dao"), workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: period.MustParse("2022"), Text: "Vì sao?", Due: w.server.today()})
	must(t, err)
	w.later(48 * time.Hour)
	got := textOf(w.english("lanh_dao").get(threadAddress).page(t).Find("main"))
	if !strings.Contains(got, "Overdue") || !strings.Contains(got, "2 days") || strings.Contains(got, "due today") {
		t.Errorf("two days late: %s", got)
	}
}

// The list holds questions of units the person may read, and no other.
func TestQuestionsOfOthers(t *testing.T) {
	w := newWorld(t, Config{})
	if a := w.as("lanh_dao").post(threadAddress, url.Values{"text": {"Câu của Lê Chân"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	for login, want := range map[string]bool{"lanh_dao": true, "can_bo": true, "thanh_pho": true, "nguoi_la": false} {
		a := w.english(login).get("/questions")
		if got := strings.Contains(a.body, "Câu của Lê Chân"); a.status != http.StatusOK || got != want {
			t.Errorf("%s sees it: %t, want %t", login, got, want)
		}
		if !want && textOf(a.page(t).Find(".Empty-text")) != "No questions yet." {
			t.Errorf("%s reads %q", login, textOf(a.page(t).Find(".Empty-text")))
		}
	}
}

// The public page in English: what it says, and what it never tells.
func TestVerifyInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	id := w.issueAs(w.as("nguoi_soat"), nil)
	b := w.browser()
	b.post("/preference", url.Values{"lang": {"en"}})
	page := b.get("/verify").page(t)
	checkTexts(t, page, map[string]string{"h1": "Check a report", "#verify button": "Check"})
	if page.Find(".Facts, .Hashes, .Notice").Length() != 0 {
		t.Error("the empty form says something of a report")
	}
	a := b.get("/verify/" + id)
	doc := a.page(t)
	facts := textOf(doc.Find(".Facts"))
	for _, want := range []string{id, "Lê Chân district", "2022"} {
		if !strings.Contains(facts, want) {
			t.Errorf("%q is not there: %s", want, facts)
		}
	}
	for _, never := range []string{"nguoi_soat", "27,037", "940.133", "href=\"/units/"} {
		if strings.Contains(a.body, never) {
			t.Errorf("the public page tells %q", never)
		}
	}
	if n := doc.Find(".Hashes li").Length(); n == 0 || doc.Find(".Hashes-match").Length() != 0 {
		t.Errorf("%d files, and %d are said to match", n, doc.Find(".Hashes-match").Length())
	}
	hash := doc.Find(".Hashes li").First().AttrOr("data-sha256", "")
	same := b.get("/verify/" + id + "?code=" + hash).page(t)
	if got := textOf(same.Find(".Notice--done")); got != "The file is the one issued with report "+id+", unchanged." || same.Find(".Hashes-match").Length() != 1 {
		t.Errorf("the same file: %q", got)
	}
	other := b.get("/verify/" + id + "?code=" + strings.Repeat("0", 64)).page(t)
	if other.Find(".Notice--done, .Hashes-match").Length() != 0 || other.Find(".Notice--fault").Length() != 1 {
		t.Error("another file is not told apart")
	}
}
