package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

const (
	submitAddress = "/units/lechan/submit?period=2022"
	reviewAddress = "/units/lechan/review?period=2022"
)

// later moves the clock on.
func (w *world) later(d time.Duration) { w.offset.Add(int64(d / time.Second)) }

// actor is a person of the world as the store knows them.
func (w *world) actor(login string) store.Actor {
	w.t.Helper()
	a, err := w.store.UserByLogin(context.Background(), login)
	must(w.t, err)
	return store.Actor{UserID: a.ID, Login: a.Login, Name: a.Name, From: "192.0.2.1"}
}

// type saves a value of Lê Chân in 2022 as a person does.
func (w *world) typeIn(login string, code indicator.Code, plain, note string) {
	w.t.Helper()
	catalogue, err := w.store.Catalogue(context.Background())
	must(w.t, err)
	value, err := number.ParsePlain(plain, catalogue.Indicators[code].Decimals)
	must(w.t, err)
	cell := store.CellSave{Indicator: code, Value: &value, Status: indicator.Estimate, Version: w.newest(string(code)).Version, Note: &note}
	_, err = w.store.SaveFigures(context.Background(), w.actor(login), "lechan", period.MustParse("2022"), []store.CellSave{cell})
	must(w.t, err)
}

// step takes a step of Lê Chân in 2022 behind the pages' back.
func (w *world) step(login string, r workflow.Request) {
	w.t.Helper()
	ctx, p := context.Background(), period.MustParse("2022")
	sub, err := w.store.Submission(ctx, "lechan", p)
	must(w.t, err)
	r.Version = sub.Version
	r.Seen, err = w.store.Current(ctx, "lechan", p)
	must(w.t, err)
	_, err = w.store.TakeStep(ctx, w.actor(login), store.StepWish{Request: r, Unit: "lechan", Period: p})
	must(w.t, err)
}

// approved brings Lê Chân in 2022 to its approval.
func (w *world) approved() {
	w.t.Helper()
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.step("nguoi_soat", workflow.Request{Action: workflow.Approve})
	w.later(time.Hour)
}

func (w *world) submission() workflow.Submission {
	w.t.Helper()
	sub, err := w.store.Submission(context.Background(), "lechan", period.MustParse("2022"))
	must(w.t, err)
	return sub
}

func TestWorkOfAnOfficial(t *testing.T) {
	w := newWorld(t, Config{})
	page := w.as("can_bo").get("/work").page(t)
	var titles []string
	for _, n := range page.Find(".Debt h3").EachIter() {
		titles = append(titles, textOf(n))
	}
	want := "Quận Lê Chân, quý I năm 2022|Quận Lê Chân, 9 tháng đầu năm 2022|Quận Lê Chân, tháng 11 năm 2022|Quận Lê Chân, năm 2022"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("owed %q; want %q", got, want)
	}
	if got := textOf(page.Find(".Nav-link").First()); got != "Việc của tôi 4" {
		t.Errorf("the first place is %q", got)
	}
	first := page.Find(".Debt").First()
	if got := textOf(first); !strings.Contains(got, "Chưa nhập 2 chỉ tiêu: Tỷ lệ hộ nghèo, Tỷ lệ hộ cận nghèo") || !strings.Contains(got, "Hạn nộp 16/03/2022, đã quá") {
		t.Errorf("the quarter: %s", got)
	}
	if href := first.Find(".Debt-line a").First().AttrOr("href", ""); href != "/units/lechan/entry?period=2022-Q1#row-ho_ngheo" {
		t.Errorf("a missing one leads to %q", href)
	}
	if page.Find(".Debt").Last().Find(`a.btn-primary[href="/units/lechan/submit?period=2022"]`).Length() != 1 {
		t.Error("a complete year does not lead to handing in")
	}
}

// An official of one agency owes that agency's figures and does not submit.
func TestWorkOfAnAgency(t *testing.T) {
	w := newWorld(t, Config{})
	page := w.as("tai_chinh").get("/work").page(t)
	if n := page.Find(`a[href*="/submit"]`).Length(); n != 0 {
		t.Errorf("%d ways to submit", n)
	}
	if got := textOf(page.Find(".Debt").First()); strings.Contains(got, "Tỷ lệ hộ nghèo") {
		t.Errorf("another agency's figures are asked for: %s", got)
	}
}

func TestWorkFollowsTheSteps(t *testing.T) {
	w := newWorld(t, Config{})
	if got := textOf(w.as("nguoi_soat").get("/work").page(t).Find("main")); !strings.Contains(got, "Không có hồ sơ chờ duyệt.") {
		t.Errorf("before anything came in: %s", got)
	}
	w.later(-48 * time.Hour) // sessions end by the clock of the machine
	w.step("can_bo", workflow.Request{Action: workflow.Submit})
	w.later(48 * time.Hour)
	official, reviewer := w.as("can_bo"), w.as("nguoi_soat")
	page := reviewer.get("/work").page(t)
	row := textOf(page.Find("main tbody tr").First())
	for _, want := range []string{"Quận Lê Chân, năm 2022", "Chờ duyệt", "chờ 2 ngày", "Người can_bo", "gửi muộn"} {
		if !strings.Contains(row, want) {
			t.Errorf("what came in lacks %q: %s", want, row)
		}
	}
	if got := textOf(page.Find(".Nav-link").First()); got != "Chờ duyệt 1" {
		t.Errorf("the first place is %q", got)
	}
	if got := textOf(official.get("/work").page(t).Find("main")); !strings.Contains(got, "Đã gửi, chờ duyệt") || strings.Contains(got, "Quận Lê Chân, năm 2022 Bản nháp") {
		t.Errorf("the official after submitting: %s", got)
	}
	w.step("nguoi_soat", workflow.Request{Action: workflow.Return, Reason: "thiếu căn cứ", Remarks: []workflow.Remark{{Indicator: "thu_ns", Text: "ghi nguồn số"}}})
	first := textOf(official.get("/work").page(t).Find(".Debt").First())
	for _, want := range []string{"Quận Lê Chân, năm 2022", "Trả lại", "“thiếu căn cứ”", "Thu ngân sách nhà nước trên địa bàn: ghi nguồn số"} {
		if !strings.Contains(first, want) {
			t.Errorf("what was returned does not come first with %q: %s", want, first)
		}
	}
	if got := textOf(reviewer.get("/work").page(t).Find("main")); !strings.Contains(got, "Đã trả lại hoặc mở lại") {
		t.Errorf("the reviewer after returning: %s", got)
	}
}

func TestWorkIsForThoseWhoWork(t *testing.T) {
	w := newWorld(t, Config{})
	for login, want := range map[string]int{"can_bo": 200, "nguoi_soat": 200, "lanh_dao": 200, "quan_tri": 403} {
		if a := w.as(login).get("/work"); a.status != want {
			t.Errorf("%s: %d, want %d", login, a.status, want)
		}
	}
}

func TestSubmit(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	w.typeIn("can_bo", "bhyt", "93.1", "")
	w.typeIn("can_bo", "viec_lam", "900000", "")
	page := b.get(submitAddress).page(t)
	if got := textOf(page.Find("main")); !strings.Contains(got, "Giải quyết việc làm") || !strings.Contains(got, "chưa có ghi chú") {
		t.Fatalf("the warning is not named: %s", got)
	}
	if page.Find("main form button").Length() != 0 {
		t.Error("there is a button though a warning has no note")
	}
	if href := page.Find(".Points-warning a").First().AttrOr("href", ""); href != "/units/lechan/entry?period=2022#row-viec_lam" {
		t.Errorf("the warning leads to %q", href)
	}
	if a := b.post(submitAddress, url.Values{"version": {"0"}}); a.status != http.StatusUnprocessableEntity || w.submission().State != workflow.Draft {
		t.Errorf("sent in spite of it: %d, %s", a.status, w.submission().State)
	}
	w.typeIn("can_bo", "viec_lam", "900000", "theo báo cáo")
	page = b.get(submitAddress).page(t)
	if got := textOf(page.Find("main form button")); !strings.HasPrefix(got, "Gửi duyệt 24 số") {
		t.Errorf("the button says %q", got)
	}
	form := fields(page.Find("main form"))
	if a := b.post(submitAddress, form); a.status != http.StatusSeeOther || a.location() != submitAddress+"&sent=1" {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if a := b.post(submitAddress, form); a.status != http.StatusConflict {
		t.Errorf("sent twice: %d", a.status)
	}
	page = b.get(submitAddress + "&sent=1").page(t)
	if got := textOf(page.Find(".Notice--done")); got != "Đã gửi duyệt." {
		t.Errorf("it says %q", got)
	}
	if got := textOf(page.Find(".History")); !strings.Contains(got, "Gửi duyệt Người can_bo") || !strings.Contains(got, "24 số") {
		t.Errorf("history: %s", got)
	}
}

func TestSubmitNamesWhatIsMissing(t *testing.T) {
	w := newWorld(t, Config{})
	page := w.as("can_bo").get("/units/lechan/submit?period=2022-Q1").page(t)
	if got := textOf(page.Find(".Points").First()); got != "Tỷ lệ hộ nghèo Phòng Lao động - Thương binh và Xã hộiTỷ lệ hộ cận nghèo Phòng Lao động - Thương binh và Xã hội" {
		t.Errorf("missing: %s", got)
	}
	if page.Find("main form button").Length() != 1 {
		t.Error("gaps keep it from being sent")
	}
	empty := w.as("can_bo").get("/units/lechan/submit?period=2022-Q3").page(t)
	if got := textOf(empty.Find(".Split-aside")); !strings.Contains(got, "Chưa có số liệu nào để gửi duyệt.") {
		t.Errorf("a quarter without figures: %s", got)
	}
}
