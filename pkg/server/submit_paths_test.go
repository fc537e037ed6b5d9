package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/workflow"
)

// In each state the page of handing in says what is so, and has a button only
// where there is something to do.
func TestSubmitInEachState(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(w *world)
		buttons int
		says    string
		not     string
		post    int
	}{
		{"a draft", func(*world) {}, 1, "Submit 24 figures", "History of the submission", 303},
		{"sent", func(w *world) { w.step("can_bo", workflow.Request{Action: workflow.Submit}) }, 0, "The submission waits for review.", "Submit 24", 422},
		{"approved", func(w *world) { w.approved() }, 0, "The submission is approved and its figures are locked.", "waits for review", 422},
		{"returned", func(w *world) {
			w.step("can_bo", workflow.Request{Action: workflow.Submit})
			w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "thiếu <căn cứ>"})
		}, 1, "thiếu <căn cứ>", "approved and its figures", 303},
		{"reopened", func(w *world) {
			w.approved()
			w.step("nguoi_soat", workflow.Request{Action: workflow.Reopen, Reason: "cập nhật"})
		}, 1, "Reopened", "figures are locked", 303},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{})
			tt.prepare(w)
			b := w.english("can_bo")
			a := b.get(submitAddress)
			page := a.page(t)
			text := textOf(page.Find("main"))
			if n := page.Find("main form button").Length(); n != tt.buttons {
				t.Errorf("%d buttons, want %d", n, tt.buttons)
			}
			if !strings.Contains(text, tt.says) || strings.Contains(text, tt.not) || strings.Contains(a.body, "<căn cứ>") {
				t.Errorf("it says %q, want %q and not %q", textOf(page.Find(".Split-aside")), tt.says, tt.not)
			}
			version := w.submission().Version
			state := w.submission().State
			got := b.post(submitAddress, url.Values{"version": {strconv.Itoa(version)}})
			if got.status != tt.post {
				t.Errorf("sending: %d, want %d", got.status, tt.post)
			}
			if after := w.submission(); tt.post == 303 && after.State != workflow.Submitted || tt.post != 303 && (after.State != state || after.Version != version) {
				t.Errorf("after it: %s, version %d", after.State, after.Version)
			}
		})
	}
}

// Who may not hand in changes nothing; a page that is behind changes nothing.
func TestSubmitRefused(t *testing.T) {
	w := newWorld(t, Config{})
	for login, want := range map[string]int{"tai_chinh": 403, "lanh_dao": 403, "quan_tri": 403, "thanh_pho": 403, "nguoi_la": 404} {
		b := w.as(login)
		if a := b.get(submitAddress); a.status != want || strings.Contains(a.body, "940,133") {
			t.Errorf("%s reads: %d, want %d", login, a.status, want)
		}
		if a := b.post(submitAddress, url.Values{"version": {"0"}}); a.status != want {
			t.Errorf("%s sends: %d, want %d", login, a.status, want)
		}
	}
	b := w.as("can_bo")
	for _, version := range []string{"7", "-1"} {
		if a := b.post(submitAddress, url.Values{"version": {version}}); a.status != http.StatusConflict {
			t.Errorf("version %q: %d, want 409", version, a.status)
		}
	}
	for path, want := range map[string]int{"/units/lechan/submit?period=2022-Q3": 422, "/units/lechan/submit?period=2022-YTD03": 422, "/units/khongco/submit?period=2022": 404} {
		if a := b.post(path, url.Values{"version": {"0"}}); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	if w.submission().State != workflow.Draft {
		t.Errorf("the period is %s", w.submission().State)
	}
	if a := b.get("/units/lechan/submit"); a.status != http.StatusSeeOther || !strings.Contains(a.location(), "/units/lechan/submit?period=2022") {
		t.Errorf("without a period: %d to %q", a.status, a.location())
	}
}

// "Sent" in the address is not believed: only a submission that waits says so.
func TestSentIsNotBelieved(t *testing.T) {
	w := newWorld(t, Config{})
	if n := w.as("can_bo").get(submitAddress + "&sent=1").page(t).Find(".Notice--done").Length(); n != 0 {
		t.Errorf("a draft says %d times that it was sent", n)
	}
}

// What waits, for every kind of person: which parts of the page there are, and
// which are for others.
func TestWorkOfEachRole(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("hai_vai", "official@lechan", "reviewer@ngoquyen")
	w.add("khong_vai")
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	tests := []struct {
		login  string
		status int
		title  string
		parts  []string
		never  []string
	}{
		{"can_bo", 200, "My work", []string{"Still to hand in", "Questions waiting"}, []string{"Nothing to review."}},
		{"nguoi_soat", 200, "To review", []string{"Submitted, waiting for review", "Lê Chân district, 2022"}, []string{"Still to hand in"}},
		{"lanh_dao", 200, "My work", []string{"No question waits for an answer."}, []string{"Still to hand in", "Submitted, waiting for review"}},
		{"hai_vai", 200, "My work", []string{"Still to hand in", "Nothing to review."}, []string{"Lê Chân district, 2022 Waiting"}},
		{"nguoi_la", 200, "My work", []string{"Still to hand in"}, []string{"Lê Chân"}},
		{"quan_tri", 403, "", nil, []string{"Still to hand in"}},
		{"khong_vai", 403, "", nil, []string{"Still to hand in"}},
	}
	for _, tt := range tests {
		t.Run(tt.login, func(t *testing.T) {
			a := w.english(tt.login).get("/work")
			page := a.page(t)
			if a.status != tt.status || tt.title != "" && textOf(page.Find("main h1")) != tt.title {
				t.Errorf("%d %q, want %d %q", a.status, textOf(page.Find("main h1")), tt.status, tt.title)
			}
			text := textOf(page.Find("main"))
			for _, want := range tt.parts {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not there: %.400s", want, text)
				}
			}
			for _, never := range append(tt.never, "work.", "Quận") {
				if strings.Contains(text, never) {
					t.Errorf("%q is there: %.400s", never, text)
				}
			}
		})
	}
	if a := w.browser().get("/work"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/login") {
		t.Errorf("nobody: %d to %q", a.status, a.location())
	}
}

// What was sent back stays with the reviewer with its reason until it comes in
// again, and every link keeps its own period.
func TestWorkAfterAReturn(t *testing.T) {
	w := newWorld(t, Config{})
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "thiếu <căn cứ>"})
	b := w.english("nguoi_soat")
	section := b.get("/work").page(t).Find(".Work").Eq(1)
	if got := textOf(section); !strings.HasPrefix(got, "Returned or reopened, not submitted again") || !strings.Contains(got, "“thiếu <căn cứ>”") {
		t.Errorf("sent back: %s", got)
	}
	if wrong := linksOutside(section, "2022"); len(wrong) != 0 {
		t.Errorf("links %v", wrong)
	}
	w.later(time.Minute)
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	text := textOf(b.get("/work").page(t).Find("main"))
	if strings.Contains(text, "Returned or reopened") || strings.Contains(text, "căn cứ") {
		t.Errorf("after it came in again: %s", text)
	}
}
