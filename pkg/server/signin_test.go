package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/account"
	"muctieu/pkg/store"
)

const oneDay = 24 * 3600 // seconds

// longSessions lets the clock of a world go far ahead: sessions end by that of
// the machine.
var longSessions = Config{SessionLifetime: 1000 * 24 * time.Hour}

// rule sets the rules of passwords behind the pages.
func (w *world) rule(p account.PasswordPolicy) {
	w.t.Helper()
	ctx := context.Background()
	_, version, err := w.store.Setting(ctx, store.PasswordRules)
	must(w.t, err)
	must(w.t, w.store.SaveSetting(ctx, store.Actor{From: "cli"}, store.PasswordRules, p.String(), version))
}

// tried gives the sign-ins on record, the newest first: login:method:outcome.
func (w *world) tried(f store.SignInFilter) string {
	w.t.Helper()
	rows, err := w.store.SignIns(context.Background(), f)
	must(w.t, err)
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = r.Login + ":" + string(r.Method) + ":" + r.Outcome
	}
	return strings.Join(words, " ")
}

func twice(password string) url.Values {
	return url.Values{"password": {password}, "again": {password}}
}

// A password that is too old opens nothing but the page that changes it.
func TestExpiredPassword(t *testing.T) {
	w := newWorld(t, longSessions)
	w.rule(account.PasswordPolicy{Days: 90})
	w.offset.Add(89 * oneDay)
	w.as("can_bo") // still good
	// The board is kept for whoever asks again; it must not be shown here.
	const board = "/units/lechan/board?period=2022"
	early := w.as("lanh_dao")
	early.get(board)
	w.offset.Add(oneDay)
	b := w.browser()
	a := b.post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}, "next": {board}})
	change := expiredPath + "?next=" + url.QueryEscape(board)
	if a.status != http.StatusSeeOther || a.location() != change {
		t.Fatalf("login: %d to %q, want %q", a.status, a.location(), change)
	}
	for _, path := range []string{board, "/account", "/work", "/api/v1/units", "/account/totp"} {
		if a := b.get(path); a.status == http.StatusOK || strings.Contains(a.body, "Lê Chân") {
			t.Errorf("%s is open: %d", path, a.status)
		}
	}
	if page := b.get(change); page.status != http.StatusOK || !strings.Contains(page.body, "90 ngày") || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page that changes it: %d", page.status)
	}
	for name, form := range map[string]url.Values{
		"the same again": twice(testPassword), "too short": twice("ngan"), "two different": {"password": {"cau khac han va du dai"}, "again": {"x"}}, "nothing": nil,
	} {
		if a := b.post(change, form); a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := b.post(change, twice("cau khac han va du dai")); a.location() != board {
		t.Fatalf("changed: %d to %q; %s", a.status, a.location(), fault(t, a))
	}
	if a := b.get(board); a.status != http.StatusOK {
		t.Errorf("after the change: %d", a.status)
	}
	if a := b.get(change); a.status != http.StatusSeeOther {
		t.Errorf("the page that changes it, again: %d", a.status)
	}
	if got := w.tried(store.SignInFilter{Login: "lanh_dao", Limit: 2}); got != "lanh_dao:password:ok lanh_dao:password:expired" {
		t.Errorf("on record: %s", got)
	}
}

// Nobody changes a password on the way in after the step has ended.
func TestExpiredStepEnds(t *testing.T) {
	w := newWorld(t, longSessions)
	w.rule(account.PasswordPolicy{Days: 30})
	w.offset.Add(40 * oneDay)
	half := func() *browser {
		b := w.browser()
		if a := b.post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); !strings.HasPrefix(a.location(), expiredPath) {
			t.Fatalf("login leads to %q", a.location())
		}
		return b
	}
	refused := func(name string, b *browser) {
		t.Helper()
		if a := b.post(expiredPath, twice("cau khac han va du dai")); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/login?") {
			t.Errorf("%s: %d to %q", name, a.status, a.location())
		}
	}
	refused("nobody has logged in", w.browser())
	late := half()
	w.offset.Add(int64(pendingFor.Seconds()) + 1)
	refused("too late", late)
	overtaken := half()
	u, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	must(t, w.store.SetDisabled(context.Background(), store.Actor{From: "cli"}, u.ID, u.Version, true))
	refused("a locked account", overtaken)
}

// With a second step the password is changed after it, not in its place.
func TestExpiredPasswordAfterTheCode(t *testing.T) {
	w := newWorld(t, longSessions)
	secret, _ := enrolled(t, w, "lanh_dao")
	w.rule(account.PasswordPolicy{Days: 30})
	w.offset.Add(40 * oneDay)
	b, address := half(t, w, "lanh_dao", "/account")
	if a := b.post(expiredPath, twice("cau khac han va du dai")); !strings.HasPrefix(a.location(), "/login?") {
		t.Errorf("without the code the password is changed: %d to %q", a.status, a.location())
	}
	if a := b.post(address, url.Values{"code": {"123"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: %d", a.status)
	}
	if a := b.post(address, url.Values{"code": {w.codeAt(secret, 0)}}); !strings.HasPrefix(a.location(), expiredPath) {
		t.Fatalf("the right code leads to %q", a.location())
	}
	if got := w.tried(store.SignInFilter{Login: "lanh_dao", Limit: 2}); got != "lanh_dao:password:expired lanh_dao:password:code" {
		t.Errorf("on record: %s", got)
	}
}

// The rules hold wherever a password is set.
func TestRulesOfPasswords(t *testing.T) {
	w := newWorld(t, Config{})
	admin := w.asConfirmed("quan_tri")
	page := admin.get("/admin/security").page(t)
	forms := page.Find(`form[action="` + passwordRulesPath + `"]`)
	if forms.Length() != 2 {
		t.Fatalf("%d forms for the rules, want one and the preset", forms.Length())
	}
	preset := url.Values{}
	forms.Eq(1).Find("input").Each(func(_ int, f *goquery.Selection) { preset.Set(f.AttrOr("name", ""), f.AttrOr("value", "")) })
	for name, wrong := range map[string][3]string{"weaker than without": {"8", "4", "90"}, "one class": {"12", "1", "90"}, "every oneDay": {"12", "4", "1"}, "no number": {"12", "4", "x"}} {
		a := admin.post(passwordRulesPath, url.Values{"version": {"0"}, "min": {wrong[0]}, "classes": {wrong[1]}, "days": {wrong[2]}})
		if a.status != http.StatusUnprocessableEntity || fault(t, a) == "" || a.page(t).Find(`#min`).AttrOr("value", "") != wrong[0] {
			t.Errorf("%s: %d, %q kept", name, a.status, a.page(t).Find(`#min`).AttrOr("value", ""))
		}
	}
	mustSave(t, admin, passwordRulesPath, preset)
	if got, err := w.store.PasswordPolicy(context.Background()); err != nil || got != account.OfficePreset {
		t.Errorf("stored %+v, %v", got, err)
	}
	if a := admin.post(passwordRulesPath, url.Values{"version": {"0"}, "min": {"12"}, "classes": {"0"}, "days": {"0"}}); a.status != http.StatusConflict {
		t.Errorf("a stale form: %d", a.status)
	}
	b := w.as("can_bo")
	own := func(password string) answer {
		return b.post("/account/password", url.Values{"old": {testPassword}, "password": {password}, "again": {password}})
	}
	if a := own("bon con voi hai ngay"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "4 loại") {
		t.Errorf("one class: %d", a.status)
	}
	if a := own("Bon con voi 2 ngay"); a.status != http.StatusOK {
		t.Errorf("four classes: %d %s", a.status, fault(t, a))
	}
	u, err := w.store.UserByLogin(context.Background(), "lanh_dao")
	must(t, err)
	link := strings.TrimPrefix(admin.post(userPath(u.ID)+"/link", nil).page(t).Find("code.Secret").Text(), w.http.URL)
	person := w.browser()
	if a := person.get(link); !strings.Contains(a.body, "4 loại") {
		t.Error("the link does not say what is asked")
	}
	if a := person.post(link, twice("bon con voi hai ngay")); a.status != http.StatusUnprocessableEntity {
		t.Errorf("by a link, one class: %d", a.status)
	}
	mustSave(t, person, link, twice("Bon con voi 2 ngay"))
	if got := w.tried(store.SignInFilter{Limit: 1}); got != "lanh_dao:link:ok" {
		t.Errorf("on record: %s", got)
	}
}

func TestSignInsAreRecorded(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	b.header.Set("User-Agent", "Firefox "+strings.Repeat("x", 300))
	tries := []struct{ login, password string }{{"can_bo", "sai mat khau roi"}, {"mat khau cua toi", "can_bo"}, {" CAN_BO ", testPassword}}
	for _, try := range tries {
		b.post("/login", url.Values{"login": {try.login}, "password": {try.password}})
	}
	if got := w.tried(store.SignInFilter{}); got != "can_bo:password:ok :password:password can_bo:password:password" {
		t.Errorf("on record: %s", got)
	}
	for range loginLimit + 5 {
		w.browser().post("/login", url.Values{"login": {"tai_chinh"}, "password": {"sai mat khau roi"}})
	}
	if got := strings.Count(w.tried(store.SignInFilter{Login: "tai_chinh"}), "password:password"); got != loginLimit {
		t.Errorf("%d failures on record, want %d and none of the throttled", got, loginLimit)
	}
	admin := w.as("quan_tri")
	row := admin.get("/admin/sign-ins?login=can_bo&outcome=refused").page(t).Find("tbody tr")
	if row.Length() != 1 || !strings.Contains(row.Text(), "can_bo") || !strings.Contains(row.Text(), "127.0.0.1") || !strings.Contains(row.Text(), "Sai tên hoặc mật khẩu") {
		t.Errorf("refused of one person: %d rows, %q", row.Length(), row.Text())
	}
	if text := admin.get("/admin/sign-ins").page(t).Find("tbody").Text(); !strings.Contains(text, "(không có tài khoản này)") || strings.Contains(text, "mat khau") {
		t.Error("what is no login is shown, or not said")
	}
	for path, want := range map[string]int{"/admin/sign-ins?from=x": 422, "/admin/sign-ins?outcome=x": 422, "/admin/sign-ins?until=2000-01-01": 200} {
		if a := admin.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}

func TestSignInsInPages(t *testing.T) {
	w := newWorld(t, Config{})
	for i := range auditPageSize + 3 {
		must(t, w.store.AddSignIn(context.Background(), store.SignIn{Login: "can_bo", Method: store.ByPassword, Outcome: "password", Address: fmt.Sprintf("10.0.0.%d", i)}))
	}
	b := w.as("quan_tri")
	first := b.get("/admin/sign-ins?login=can_bo").page(t)
	next := first.Find(`a[href*="below="]`).AttrOr("href", "")
	if n := first.Find("tbody tr").Length(); n != auditPageSize || !strings.Contains(next, "login=can_bo") {
		t.Fatalf("%d rows, next %q", n, next)
	}
	second := b.get(next).page(t)
	if n := second.Find("tbody tr").Length(); n != 3 || second.Find(`a[href*="below="]`).Length() != 0 {
		t.Errorf("%d rows on the second page", n)
	}
}

// Old records go by themselves; those of the audit never do.
func TestKeepingRecords(t *testing.T) {
	w := newWorld(t, Config{LogDays: 400})
	ctx := context.Background()
	admin := w.asConfirmed("quan_tri")
	for months, want := range map[string]int{"11": 422, "121": 422, "x": 422, "24": 303} {
		if a := admin.post(logsPath, url.Values{"version": {"0"}, "months": {months}}); a.status != want {
			t.Errorf("%s months: %d, want %d", months, a.status, want)
		}
	}
	page := admin.get("/admin/security").page(t).Find("#logs").Text()
	for _, words := range []string{"24 tháng", "400 ngày", "Vĩnh viễn"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	audited, err := w.store.VerifyAudit(ctx)
	must(t, err)
	left := func(after int64, want bool) {
		t.Helper()
		w.offset.Store(after)
		must(t, w.server.doDue(ctx))
		if got := w.tried(store.SignInFilter{}) != ""; got != want {
			t.Errorf("after %d days records are left: %v", after/oneDay, got)
		}
	}
	left(23*30*oneDay, true)
	left(25*31*oneDay, false)
	if n, err := w.store.VerifyAudit(ctx); err != nil || n < audited {
		t.Errorf("the audit has %d rows of %d, %v", n, audited, err)
	}
}
