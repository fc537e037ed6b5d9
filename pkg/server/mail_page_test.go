package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A link in a mail refuses one kind without a login, but only by its button.
func TestRefuseMailByLink(t *testing.T) {
	w := newWorld(t, newPostOffice(t).config())
	w.address("can_bo")
	ctx, id := context.Background(), w.id("can_bo")
	choice, err := w.store.Mail(ctx, id)
	must(t, err)
	path, b := "/mail/off/"+choice.Word+"?kind=digest", w.browser()
	a := b.get(path)
	if a.status != http.StatusOK || !strings.Contains(a.body, "Tổng hợp hằng tuần") || strings.Contains(a.body, "can_bo@") {
		t.Fatalf("%d: %s", a.status, a.body)
	}
	if got, err := w.store.Mail(ctx, id); err != nil || got.Refuses(mail.Digest) {
		t.Errorf("looking at the link refused the kind: %v", err)
	}
	if action, _ := a.page(t).Find("form[action^='/mail/off/']").Attr("action"); action != path {
		t.Errorf("the form leads to %q, want %q", action, path)
	}
	if a := b.post(path, url.Values{"List-Unsubscribe": {"One-Click"}}); a.status != http.StatusOK {
		t.Errorf("the button: %d", a.status)
	}
	if got, err := w.store.Mail(ctx, id); err != nil || !got.Refuses(mail.Digest) || got.Refuses(mail.Before) || got.Address == "" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"/mail/off/x?kind=digest", "/mail/off/" + choice.Word + "?kind=x", "/mail/off/" + choice.Word} {
		if a := b.get(bad); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", bad, a.status)
		}
	}
}

func TestOwnMailChoices(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	if a := b.get("/account"); !strings.Contains(a.body, "chưa được thiết lập để gửi thư") {
		t.Errorf("the page does not say that no mail is sent: %d", a.status)
	}
	a := b.post("/account/mail", url.Values{"email": {"can_bo"}, "kind": {"before"}})
	if a.status != http.StatusUnprocessableEntity || a.page(t).Find("#email[value=can_bo][aria-invalid]").Length() != 1 {
		t.Errorf("what is no address: %d", a.status)
	}
	if a := b.post("/account/mail", url.Values{"email": {"can_bo@x.vn"}, "kind": {"before", "asked"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.status, a.body)
	}
	got, err := w.store.Mail(context.Background(), w.id("can_bo"))
	if err != nil || got.Address != "can_bo@x.vn" || got.Refuses(mail.Before) || !got.Refuses(mail.Digest) || !got.Refuses(mail.Returned) {
		t.Errorf("%+v, %v", got, err)
	}
	page := b.get("/account").page(t)
	if page.Find("input[name=kind][checked]").Length() != 2 || page.Find("#email[value='can_bo@x.vn']").Length() != 1 {
		t.Error("the page does not show what was chosen")
	}
}

func TestAdministratorSetsAddress(t *testing.T) {
	w := newWorld(t, Config{})
	b, id := w.asConfirmed("quan_tri"), w.id("can_bo")
	if a := b.post(userPath(id)+"/mail", url.Values{"email": {"a b"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "không hợp lệ") {
		t.Errorf("%d", a.status)
	}
	if a := b.post(userPath(id)+"/mail", url.Values{"email": {"lan@x.vn"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d: %s", a.status, a.body)
	}
	if got, err := w.store.Mail(context.Background(), id); err != nil || got.Address != "lan@x.vn" {
		t.Errorf("%+v, %v", got, err)
	}
}

// The page shows the settings without the password, and works without any.
func TestMailAdministration(t *testing.T) {
	o := newPostOffice(t)
	config := o.config()
	config.Mail.Password = "rat-bi-mat"
	w := newWorld(t, config)
	b := w.as("quan_tri")
	a := b.get("/admin/mail")
	if a.status != http.StatusOK || !strings.Contains(a.body, "127.0.0.1:") || strings.Contains(a.body, "rat-bi-mat") {
		t.Errorf("%d: the settings are not shown, or the password is", a.status)
	}
	if a := b.post("/admin/mail/test", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a test without an address: %d", a.status)
	}
	w.address("quan_tri")
	if a := b.post("/admin/mail/test", nil); a.status != http.StatusSeeOther || len(o.letters()) != 1 || o.letters()[0].subject != "Thư thử từ hệ thống Mục tiêu" {
		t.Errorf("a test: %d, %d letters", a.status, len(o.letters()))
	}
	o.answers("550 5.1.1 khong co", "")
	if a := b.post("/admin/mail/test", nil); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "khong co") {
		t.Errorf("a test that fails: %d", a.status)
	}
	if a := b.post("/admin/mail/plan", url.Values{"before": {"31"}, "after": {"1"}, "version": {"0"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("31 days: %d", a.status)
	}
	if a := b.post("/admin/mail/plan", url.Values{"before": {"5"}, "after": {"0"}, "digest": {"off"}, "version": {"0"}}); a.status != http.StatusSeeOther {
		t.Errorf("a plan: %d %s", a.status, a.body)
	}
	if plan, _, err := w.store.MailPlan(context.Background()); err != nil || plan != (mail.Plan{Before: 5}) {
		t.Errorf("%+v, %v", plan, err)
	}
	if a := newWorld(t, Config{}).as("quan_tri").get("/admin/mail"); a.status != http.StatusOK || !strings.Contains(a.body, "chưa được thiết lập để gửi thư") {
		t.Errorf("without a mail server: %d", a.status)
	}
}

func TestMailLogAndRetry(t *testing.T) {
	o := newPostOffice(t)
	w := newWorld(t, o.config())
	w.address("can_bo")
	w.queue("can_bo", returned("1"))
	o.answers("550 5.1.1 khong co hop thu", "")
	must(t, w.server.doMail(context.Background()))
	b := w.as("quan_tri")
	page := b.get("/admin/mail").page(t)
	if got := page.Find("table").Last().Text(); !strings.Contains(got, "Không gửi được") || !strings.Contains(got, "khong co hop thu") {
		t.Errorf("log: %s", got)
	}
	for query, want := range map[string]int{"state=failed": 1, "state=sent": 0, "kind=returned&login=can_bo": 1, "login=nguoi_soat": 0} {
		rows := b.get("/admin/mail?" + query).page(t).Find(`table[aria-label="Nhật ký thư"] tbody tr, [aria-label="Nhật ký thư"] tbody tr`)
		if rows.Length() != want {
			t.Errorf("%s: %d rows, want %d", query, rows.Length(), want)
		}
	}
	if a := b.get("/admin/mail?state=x"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a state there is none of: %d", a.status)
	}
	id, _ := page.Find("select#id option").Attr("value")
	o.answers("", "")
	if a := b.post("/admin/mail/retry", url.Values{"id": {id}}); a.status != http.StatusSeeOther {
		t.Fatalf("retry: %d %s", a.status, a.body)
	}
	must(t, w.server.doMail(context.Background()))
	if got := w.mailStates(); got != "sent" || len(o.letters()) != 1 {
		t.Errorf("%s, %d letters", got, len(o.letters()))
	}
	if a := b.post("/admin/mail/retry", url.Values{"id": {id}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("what was sent is not sent again: %d", a.status)
	}
}

// Every kind shows what it says in both languages, where there is a case.
func TestMailPreview(t *testing.T) {
	w := newWorld(t, newPostOffice(t).config())
	ctx := context.Background()
	_, err := w.store.Ask(ctx, store.Actor{UserID: w.id("lanh_dao"), Login: "lanh_dao", Name: "Sếp"}, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: "Vì sao giảm?"})
	must(t, err)
	b := w.as("quan_tri")
	for _, lang := range []string{"vi", "en"} {
		for _, kind := range mail.Kinds {
			if a := b.get("/admin/mail/preview?kind=" + string(kind) + "&lang=" + lang); a.status != http.StatusOK {
				t.Errorf("%s %s: %d", kind, lang, a.status)
			}
		}
	}
	for query, want := range map[string]string{"kind=digest&lang=vi": "16/16", "kind=asked&lang=vi": "Vì sao giảm?", "kind=digest&lang=en": "Lê Chân district", "kind=returned&lang=vi": "chưa có trường hợp nào"} {
		if a := b.get("/admin/mail/preview?" + query); !strings.Contains(a.body, want) {
			t.Errorf("%s: %q is not there", query, want)
		}
	}
}

// The digest tells leaders of their own units alone.
func TestDigest(t *testing.T) {
	o := newPostOffice(t)
	w := newWorld(t, o.config())
	for _, login := range []string{"lanh_dao", "can_bo"} {
		w.address(login)
		w.queue(login, store.NewMail{Kind: mail.Digest, About: "2026-W48"})
	}
	must(t, w.server.doMail(context.Background()))
	all := o.letters()
	if len(all) != 1 || !strings.Contains(all[0].text, "- Quận Lê Chân, năm 2022: 16/16") || strings.Contains(all[0].text, "Ngô Quyền") {
		t.Errorf("%d letters, %+v", len(all), all)
	}
	if got := w.mailStates(); got != "dropped:no_right sent" {
		t.Errorf("who leads nothing gets none: %s", got)
	}
}

// A deadline is reminded of once, and again only when it is put off.
func TestRemindersOfDeadlines(t *testing.T) {
	o := newPostOffice(t)
	w := newWorld(t, o.config())
	w.address("can_bo", "nguoi_soat", "lanh_dao")
	ctx, due := context.Background(), w.server.today().AddDate(0, 0, 2)
	version := 0
	set := func(due time.Time) {
		t.Helper()
		days := period.Default(year2022)
		days.Due = due
		must(t, w.store.SaveWindow(ctx, store.Actor{From: "cli"}, year2022, days, version))
		version++
	}
	prepare := func(want int) {
		t.Helper()
		must(t, w.server.prepareDay(ctx, w.server.now().In(w.server.zone)))
		all, err := w.store.Mails(ctx, store.MailFilter{Login: "can_bo"})
		must(t, err)
		n := 0
		for _, m := range all {
			if m.Period == year2022 {
				n++
			}
		}
		if n != want {
			t.Errorf("%d reminders, want %d", n, want)
		}
	}
	set(due)
	prepare(1)
	prepare(1)
	set(due.AddDate(0, 0, 1))
	prepare(2)
	all, err := w.store.Mails(ctx, store.MailFilter{Login: "nguoi_soat"})
	if err != nil || len(all) != 0 {
		t.Errorf("a reviewer owes nothing: %+v, %v", all, err)
	}
	must(t, w.server.doMail(ctx))
	if letters := o.letters(); len(letters) < 1 || !strings.Contains(letters[0].text, "chưa nộp") {
		t.Errorf("%+v", letters)
	}
}

// remindWorld is a world in which a figure of an agency is missing.
func remindWorld(t *testing.T, config Config) *world {
	t.Helper()
	w := newWorld(t, config)
	key := indicator.CellKey{Unit: "lechan", Indicator: "thu_ns", Period: year2022}
	versions, err := w.store.Versions(context.Background(), key)
	must(t, err)
	cell := store.CellSave{Indicator: "thu_ns", Status: indicator.Withdrawn, Note: &withdrawnNote, Version: len(versions)}
	_, err = w.store.SaveFigures(context.Background(), store.Actor{From: "cli"}, "lechan", year2022, []store.CellSave{cell})
	must(t, err)
	return w
}

var withdrawnNote = "nhập nhầm"

const remindPage = "/units/lechan/summary?period=2022"

func TestRemindButton(t *testing.T) {
	o := newPostOffice(t)
	w := remindWorld(t, o.config())
	b := w.as("nguoi_soat")
	page := b.get(remindPage).page(t)
	if got := page.Find("#remind").Text(); !strings.Contains(got, "Chưa có địa chỉ thư: Người tai_chinh.") || page.Find("#remind form").Length() != 0 {
		t.Errorf("nobody has an address: %q", got)
	}
	if text := page.Find("#remind-copy").Text(); !strings.Contains(text, "Kính gửi Người tai_chinh") {
		t.Errorf("the words to copy: %q", text)
	}
	w.address("tai_chinh")
	page = b.get(remindPage).page(t)
	action, _ := page.Find("#remind form").Attr("action")
	if got := page.Find("#remind").Text(); !strings.Contains(got, "Sẽ gửi thư nhắc: Người tai_chinh.") {
		t.Errorf("who will be reminded: %q", got)
	}
	for i, want := range []string{"reminded=1", "reminded=0"} {
		if a := b.post(action, nil); a.status != http.StatusSeeOther || !strings.Contains(a.location(), want) {
			t.Errorf("time %d: %d to %q", i+1, a.status, a.location())
		}
	}
	if got := b.get(remindPage).page(t).Find("#remind").Text(); !strings.Contains(got, "Hôm nay đã nhắc: Người tai_chinh.") {
		t.Errorf("afterwards: %q", got)
	}
	must(t, w.server.doMail(context.Background()))
	if all := o.letters(); len(all) != 1 || all[0].to != "<tai_chinh@lechan.gov.vn>" || !strings.Contains(all[0].text, "Người nguoi_soat đề nghị") {
		t.Errorf("%d letters: %+v; %s", len(all), all, w.mailStates())
	}
}

func TestRemindWithoutMail(t *testing.T) {
	w := remindWorld(t, Config{})
	w.address("tai_chinh")
	b := w.as("nguoi_soat")
	page := b.get(remindPage).page(t)
	if page.Find("#remind form").Length() != 0 || !strings.Contains(page.Find("#remind-copy").Text(), "Người tai_chinh") {
		t.Errorf("%q", page.Find("#remind").Text())
	}
	if a := b.post("/units/lechan/summary/remind?period=2022", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
}

// What was asked for has come in meanwhile: nobody is bothered.
func TestReminderThatIsSettled(t *testing.T) {
	o := newPostOffice(t)
	w := newWorld(t, o.config())
	w.address("tai_chinh")
	w.queue("tai_chinh", store.NewMail{Kind: mail.Reminded, Unit: "lechan", Period: year2022, About: "1", Data: mail.Data{By: "Hoa", Indicators: []string{"thu_ns"}}})
	must(t, w.server.doMail(context.Background()))
	if got := w.mailStates(); got != "dropped:settled" || len(o.letters()) != 0 {
		t.Errorf("%s", got)
	}
}
