package server

import (
	"context"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"muctieu/pkg/store"
)

// codeAt is what an app shows at a moment of the world's clock.
func (w *world) codeAt(secret string, after time.Duration) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.server.now().Add(after))
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// enrolled sets up a second factor by the pages and gives its secret and the
// codes on paper.
func enrolled(t *testing.T, w *world, login string) (secret string, codes []string) {
	t.Helper()
	b := w.as(login)
	secret = b.get("/account/totp").page(t).Find("#enrol code.Secret").Text()
	a := b.post("/account/totp", url.Values{"password": {testPassword}, "code": {w.codeAt(secret, 0)}})
	for _, n := range a.page(t).Find("#codes code").EachIter() {
		codes = append(codes, n.Text())
	}
	if a.status != http.StatusOK || len(codes) != recoveryCodes {
		t.Fatalf("set up: %d with %d codes; %s", a.status, len(codes), fault(t, a))
	}
	w.offset.Add(2 * totpStep) // the next code is another
	return secret, codes
}

// half is a browser in which the password was right.
func half(t *testing.T, w *world, login, next string) (*browser, string) {
	t.Helper()
	b := w.browser()
	a := b.post("/login", url.Values{"login": {login}, "password": {testPassword}, "next": {next}})
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/login/code") {
		t.Fatalf("login: %d to %q, want the second step", a.status, a.location())
	}
	return b, a.location()
}

func TestSettingUpTheSecondStep(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	if a := b.get("/account/totp/qr.png"); a.status != http.StatusNotFound {
		t.Errorf("a picture of nothing: %d", a.status)
	}
	page := b.get("/account/totp")
	secret := page.page(t).Find("#enrol code.Secret").Text()
	if len(secret) != 32 || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("secret %q, Cache-Control %q", secret, page.header.Get("Cache-Control"))
	}
	if again := b.get("/account/totp").page(t).Find("#enrol code.Secret").Text(); again != secret {
		t.Error("a reload shows another secret than the one in the app")
	}
	picture := b.get("/account/totp/qr.png")
	if _, err := png.Decode(strings.NewReader(picture.body)); err != nil || picture.header.Get("Content-Type") != "image/png" {
		t.Errorf("picture %q: %v", picture.header.Get("Content-Type"), err)
	}
	tests := []struct {
		name, password, code string
	}{
		{"wrong password", "sai mat khau roi", w.codeAt(secret, 0)},
		{"wrong code", testPassword, "000000"},
		{"an old code", testPassword, w.codeAt(secret, -5*time.Minute)},
		{"no code", testPassword, ""},
	}
	for _, tt := range tests {
		if a := b.post("/account/totp", url.Values{"password": {tt.password}, "code": {tt.code}}); a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d", tt.name, a.status)
		}
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); a.location() != "/" {
		t.Errorf("before it is set up a login leads to %q", a.location())
	}
	enrolled(t, w, "can_bo")
	if a := b.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("another session goes on: %d", a.status)
	}
}

func TestLoginInTwoSteps(t *testing.T) {
	w := newWorld(t, Config{})
	secret, codes := enrolled(t, w, "lanh_dao")
	tests := []struct {
		name string
		code func() string
		pass bool
	}{
		{"wrong", func() string { return "123" }, false},
		{"of the app", func() string { return w.codeAt(secret, 0) }, true},
		{"the same again", func() string { return w.codeAt(secret, 0) }, false},
		{"a step ahead", func() string { return w.codeAt(secret, totpStep*time.Second) }, true},
		{"far ahead", func() string { return w.codeAt(secret, 5*time.Minute) }, false},
		{"on paper, in capitals", func() string { return " " + strings.ToUpper(codes[0]) }, true},
		{"on paper again", func() string { return codes[0] }, false},
		{"empty", func() string { return "" }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, address := half(t, w, "lanh_dao", "/account")
			if a := b.get("/account"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/login") {
				t.Errorf("with the password alone: %d to %q", a.status, a.location())
			}
			a := b.post(address, url.Values{"code": {tt.code()}})
			if passed := a.status == http.StatusSeeOther && a.location() == "/account"; passed != tt.pass {
				t.Errorf("status %d to %q, want passed %v", a.status, a.location(), tt.pass)
			}
			if in := b.get("/account").status == http.StatusOK; in != tt.pass {
				t.Errorf("logged in %v, want %v", in, tt.pass)
			}
		})
	}
}

// Whoever has the password may not try codes without end.
func TestCodesAreThrottled(t *testing.T) {
	w := newWorld(t, Config{})
	secret, _ := enrolled(t, w, "lanh_dao")
	for range loginLimit {
		b, address := half(t, w, "lanh_dao", "/")
		if a := b.post(address, url.Values{"code": {"000000"}}); a.status != http.StatusUnprocessableEntity {
			t.Fatalf("a failure below the limit: %d", a.status)
		}
	}
	b, address := half(t, w, "lanh_dao", "/")
	if a := b.post(address, url.Values{"code": {w.codeAt(secret, 0)}}); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("past the limit: %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
}

func TestTheSecondStepDoesNotWait(t *testing.T) {
	w := newWorld(t, Config{})
	secret, _ := enrolled(t, w, "lanh_dao")
	if a := w.browser().get("/login/code"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/login") {
		t.Errorf("without the first step: %d to %q", a.status, a.location())
	}
	b, address := half(t, w, "lanh_dao", "//evil.example")
	w.offset.Add(int64(pendingFor/time.Second) + 5)
	if a := b.post(address, url.Values{"code": {w.codeAt(secret, 0)}}); a.location() == "/" || b.get("/account").status == http.StatusOK {
		t.Errorf("after five minutes: %d to %q", a.status, a.location())
	}
	b, address = half(t, w, "lanh_dao", "//evil.example")
	if a := b.post(address, url.Values{"code": {w.codeAt(secret, 0)}}); a.location() != "/" {
		t.Errorf("leads to %q", a.location())
	}
}

func TestEndingTheSecondStep(t *testing.T) {
	w := newWorld(t, Config{})
	_, codes := enrolled(t, w, "lanh_dao")
	b, address := half(t, w, "lanh_dao", "/")
	b.post(address, url.Values{"code": {codes[0]}})
	for _, path := range []string{"/account/totp/off", "/account/totp/codes"} {
		if a := b.post(path, url.Values{"password": {"sai mat khau roi"}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s with a wrong password: %d", path, a.status)
		}
	}
	a := b.post("/account/totp/codes", url.Values{"password": {testPassword}})
	fresh := a.page(t).Find("#codes code").First().Text()
	if a.status != http.StatusOK || fresh == "" || fresh == codes[1] {
		t.Errorf("new codes: %d, %q", a.status, fresh)
	}
	again, address := half(t, w, "lanh_dao", "/")
	if a := again.post(address, url.Values{"code": {codes[1]}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a replaced code: %d", a.status)
	}
	mustSave(t, b, "/account/totp/off", url.Values{"password": {testPassword}})
	if a := w.browser().post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}}); a.location() != "/" {
		t.Errorf("after it was ended a login leads to %q", a.location())
	}
}

func TestRequiredSecondStep(t *testing.T) {
	w := newWorld(t, Config{})
	reviewer, official := w.as("nguoi_soat"), w.as("can_bo")
	admin := w.asConfirmed("quan_tri")
	policy := func(value string) {
		t.Helper()
		a := edit(t, admin, "/admin/security", `form[action="/admin/security/totp"]`, func(f url.Values) { f.Set("policy", value) })
		if a.status != http.StatusSeeOther {
			t.Fatalf("policy %s: %d", value, a.status)
		}
	}
	policy(store.TOTPRequired)
	const board = "/units/lechan/board?period=2022"
	if a := reviewer.get(board); a.location() != "/account/totp" {
		t.Errorf("a reviewer without: %d to %q", a.status, a.location())
	}
	if a := reviewer.get("/api/v1/units"); a.status != http.StatusForbidden || !strings.Contains(a.body, "totp.needed") {
		t.Errorf("the API: %d %s", a.status, a.body)
	}
	if a := admin.get("/admin/security"); a.location() != "/account/totp" {
		t.Errorf("the administrator: %d to %q", a.status, a.location())
	}
	if a := official.get(board); a.status != http.StatusOK {
		t.Errorf("an official: %d", a.status)
	}
	api := w.browser()
	api.header.Set("Authorization", "Bearer "+w.token("nguoi_soat", store.Token{}))
	if a := api.get("/api/v1/units"); a.status != http.StatusOK {
		t.Errorf("by token: %d", a.status)
	}
	_, codes := enrolled(t, w, "nguoi_soat")
	b, address := half(t, w, "nguoi_soat", "/")
	b.post(address, url.Values{"code": {codes[0]}})
	if a := b.get(board); a.status != http.StatusOK {
		t.Errorf("a reviewer with: %d", a.status)
	}
	if a := b.post("/account/totp/off", url.Values{"password": {testPassword}}); a.status != http.StatusForbidden {
		t.Errorf("ending what is required: %d", a.status)
	}
	must(t, w.store.SaveSetting(context.Background(), store.Actor{From: "cli"}, store.TOTPPolicy, store.TOTPOff, 1))
	if a := w.browser().post("/login", url.Values{"login": {"nguoi_soat"}, "password": {testPassword}}); a.location() != "/" {
		t.Errorf("switched off, a login leads to %q", a.location())
	}
}

// A reset link replaces the password, not the second step; an administrator
// ends that apart.
func TestLostPhone(t *testing.T) {
	w := newWorld(t, Config{})
	ctx := context.Background()
	enrolled(t, w, "lanh_dao")
	u, err := w.store.UserByLogin(ctx, "lanh_dao")
	must(t, err)
	word, err := w.store.NewLink(ctx, store.Actor{From: "cli"}, u.ID, store.ResetLink, w.server.now().Add(time.Hour))
	must(t, err)
	if a := w.browser().post("/link/"+word, url.Values{"password": {testPassword + "x"}, "again": {testPassword + "x"}}); !strings.HasPrefix(a.location(), "/login/code") {
		t.Errorf("a reset link leads to %q", a.location())
	}
	b := w.asConfirmed("quan_tri")
	if a := w.asConfirmed("quan_tri_q").post(userPath(u.ID)+"/totp", nil); a.status != http.StatusSeeOther {
		t.Errorf("the administrator of the unit: %d", a.status)
	}
	if a := b.post(userPath(u.ID)+"/totp", nil); a.status != http.StatusNotFound {
		t.Errorf("ending it twice: %d", a.status)
	}
	if a := w.browser().post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword + "x"}}); a.location() != "/" {
		t.Errorf("after that a login leads to %q", a.location())
	}
}

// Without the key that sealed the secrets people are told so, codes on paper
// work, and an administrator sets the second step back.
func TestWithoutTheKey(t *testing.T) {
	w := newWorld(t, Config{})
	secret, codes := enrolled(t, w, "can_bo")
	w.store.UseKey(store.NewKey())
	b, at := half(t, w, "can_bo", "")
	const words = "không còn khóa để kiểm tra"
	if text := b.get(at).page(t).Find("main").Text(); !strings.Contains(text, words) {
		t.Errorf("the page of the code: %.300s", text)
	}
	for _, code := range []string{w.codeAt(secret, 0), w.codeAt("", 0)} {
		if a := b.post(at, url.Values{"code": {code}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, words) {
			t.Errorf("a code of the app: %d", a.status)
		}
	}
	if a := b.post(at, url.Values{"code": {codes[0]}}); a.status != http.StatusSeeOther {
		t.Fatalf("a code on paper: %d", a.status)
	}
	if text := b.get("/account/totp").page(t).Find("main").Text(); !strings.Contains(text, words) {
		t.Errorf("the person's page: %.300s", text)
	}
	u, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	admin := w.as("quan_tri")
	if a := admin.post(userPath(u.ID)+"/totp", url.Values{confirmField: {testPassword}}); a.status != http.StatusSeeOther {
		t.Fatalf("the administrator: %d %s", a.status, fault(t, a))
	}
	w.as("can_bo")
}
