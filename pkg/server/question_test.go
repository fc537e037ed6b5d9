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

const threadAddress = "/units/lechan/indicators/thu_ns/questions?period=2022"

func (w *world) questions() []workflow.Question {
	w.t.Helper()
	all, err := w.store.Questions(context.Background(), "lechan", period.MustParse("2022"))
	must(w.t, err)
	return all
}

func TestAskAndAnswer(t *testing.T) {
	w := newWorld(t, Config{})
	leader, official := w.as("lanh_dao"), w.as("tai_chinh")
	due := w.server.today().AddDate(0, 0, 2).Format(time.DateOnly)
	if a := leader.post(threadAddress, url.Values{"text": {"Hụt ở khoản thu nào?"}, "due": {due}}); a.status != http.StatusSeeOther || a.location() != threadAddress {
		t.Fatalf("asking: %d to %q", a.status, a.location())
	}
	for _, b := range []*browser{leader, official} {
		page := b.get("/work").page(t)
		if got := textOf(page.Find(".Question")); !strings.Contains(got, "Người lanh_dao hỏi") || !strings.Contains(got, "Chờ trả lời, còn 2 ngày") {
			t.Errorf("the first screen lacks the question: %q", got)
		}
		if got := textOf(page.Find(`.Nav-link[href="/questions"]`)); got != "Câu hỏi 1" {
			t.Errorf("the head says %q", got)
		}
	}
	page := official.get(threadAddress).page(t)
	form := page.Find(`form[action^="/units/lechan/questions/"]`)
	action := form.AttrOr("action", "")
	if a := official.post(action, url.Values{"text": {"Do <b>tiền sử dụng đất</b>."}, "report": {"on"}}); a.status != http.StatusSeeOther {
		t.Fatalf("answering at %q: %d", action, a.status)
	}
	q := w.questions()[0]
	if len(q.Answers) != 1 || !q.InReport || q.Answers[0].By != "tai_chinh" {
		t.Errorf("the question is now %+v", q)
	}
	thread := leader.get(threadAddress).page(t).Find("#questions")
	if got := textOf(thread); !strings.Contains(got, "Do <b>tiền sử dụng đất</b>.") || !strings.Contains(got, "Giải trình trong báo cáo") || !strings.Contains(got, "Đã trả lời") {
		t.Errorf("the thread: %s", got)
	}
	if got := textOf(leader.get("/work").page(t).Find(`.Nav-link[href="/questions"]`)); got != "Câu hỏi" {
		t.Errorf("after the answer the head says %q", got)
	}
}

func TestAskIsRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	tests := []struct {
		name, path, text, due string
		status                int
		says                  string
	}{
		{"no text", threadAddress, "  ", "", 422, "Cần ghi nội dung."},
		{"a day that has passed", threadAddress, "Vì sao?", "2022-12-31", 422, "hôm nay hoặc sau đó"},
		{"no day at all", threadAddress, "Vì sao?", "mai", 422, "không phải ngày"},
		{"too long", threadAddress, strings.Repeat("dài ", 6000), "", 422, "quá dài"},
		{"no such indicator", "/units/lechan/indicators/khong_co/questions?period=2022", "Vì sao?", "", 404, ""},
		{"no period", "/units/lechan/indicators/thu_ns/questions", "Vì sao?", "", 422, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := b.post(tt.path, url.Values{"text": {tt.text}, "due": {tt.due}})
			if a.status != tt.status {
				t.Errorf("%d, want %d", a.status, tt.status)
			}
			page := a.page(t)
			if tt.says == "" {
				return
			}
			if got := textOf(page.Find(".Field-fault")); !strings.Contains(got, tt.says) {
				t.Errorf("it says %q", got)
			}
			if got := page.Find("#ask-text").Text(); got != tt.text {
				t.Errorf("what was typed became %.40q", got)
			}
		})
	}
	if n := len(w.questions()); n != 0 {
		t.Errorf("%d questions were stored", n)
	}
}

// Who enters the figures of the indicator answers, nobody else.
func TestWhoAnswers(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("kinh_te", "official@lechan:Phòng Kinh tế")
	if a := w.as("lanh_dao").post(threadAddress, url.Values{"text": {"Vì sao?"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	for _, tt := range []struct {
		login  string
		path   string
		status int
	}{
		{"lanh_dao", "/units/lechan/questions/1?period=2022", 403},
		{"kinh_te", "/units/lechan/questions/1?period=2022", 403},
		{"nguoi_la", "/units/lechan/questions/1?period=2022", 404},
		{"can_bo", "/units/lechan/questions/1?period=2021", 404},
		{"can_bo", "/units/lechan/questions/7?period=2022", 404},
		{"can_bo", "/units/lechan/questions/x?period=2022", 404},
		{"nguoi_la", "/units/ngoquyen/questions/1?period=2022", 404},
		{"can_bo", "/units/lechan/questions/1?period=2022", 303},
		{"nguoi_soat", "/units/lechan/questions/1?period=2022", 303},
	} {
		if a := w.as(tt.login).post(tt.path, url.Values{"text": {"Vì vậy."}}); a.status != tt.status {
			t.Errorf("%s at %s: %d, want %d", tt.login, tt.path, a.status, tt.status)
		}
	}
	empty := w.as("can_bo").post("/units/lechan/questions/1?period=2022", url.Values{"text": {""}, "report": {"on"}})
	if got := textOf(empty.page(t).Find(".Thread-form .Field-fault")); empty.status != 422 || got != "Cần ghi nội dung." {
		t.Errorf("an empty answer: %d, %q", empty.status, got)
	}
	if n := w.as("kinh_te").get(threadAddress).page(t).Find(".Thread-form").Length(); n != 0 {
		t.Errorf("another agency is offered %d forms", n)
	}
}

func TestQuestionsPage(t *testing.T) {
	w := newWorld(t, Config{})
	leader := w.as("lanh_dao")
	for _, text := range []string{"Câu đã trả lời", "Câu còn mở"} {
		if a := leader.post(threadAddress, url.Values{"text": {text}}); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
	}
	if a := w.as("can_bo").post("/units/lechan/questions/1?period=2022", url.Values{"text": {"Trả lời"}, "from": {"list"}}); a.location() != "/questions" {
		t.Fatalf("from the list to %q", a.location())
	}
	items := leader.get("/questions").page(t).Find(".Thread > li")
	if items.Length() != 2 || !strings.Contains(textOf(items.First()), "Câu còn mở") || !strings.Contains(textOf(items.First()), "Thu ngân sách nhà nước trên địa bàn Quận Lê Chân, năm 2022") {
		t.Errorf("%d questions, the first %q", items.Length(), textOf(items.First()))
	}
	if got := textOf(w.as("nguoi_la").get("/questions").page(t).Find("main")); strings.Contains(got, "Câu còn mở") {
		t.Errorf("another district reads %q", got)
	}
}
