package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/store"
)

// fromProvider goes to the provider and comes back. b has what it was given.
func (b *browser) fromProvider(p *testProvider, next string) answer {
	b.w.t.Helper()
	a := b.get(providerPath + "?next=" + url.QueryEscape(next))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), p.http.URL) {
		b.w.t.Fatalf("begun: %d to %q", a.status, a.location())
	}
	return b.get(strings.TrimPrefix(p.authorize(a.location()), b.w.http.URL))
}

func TestSignInByProvider(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	const board = "/units/lechan/board?period=2022"
	button := w.browser().get("/login?next=" + url.QueryEscape(board)).page(t).Find(`a[href^="` + providerPath + `"]`)
	if button.Text() != "Đăng nhập bằng tài khoản thành phố" || !strings.Contains(button.AttrOr("href", ""), url.QueryEscape(board)) {
		t.Errorf("the login page offers %q to %q", button.Text(), button.AttrOr("href", ""))
	}
	b := w.browser()
	if a := b.fromProvider(p, board); a.status != http.StatusSeeOther || a.location() != board {
		t.Fatalf("back: %d to %q; %s", a.status, a.location(), fault(t, a))
	}
	if a := b.get(board); a.status != http.StatusOK {
		t.Errorf("the board: %d", a.status)
	}
	if got := w.tried(store.SignInFilter{}); got != "lanh_dao:oidc:ok" {
		t.Errorf("on record: %s", got)
	}
	if a := b.get(providerPath + "?next=/account"); a.location() != "/account" {
		t.Errorf("who is logged in is sent to %q", a.location())
	}
	if a := w.browser().fromProvider(p, "https://example.org/"); a.location() != "/" {
		t.Errorf("a way out of here is taken: %q", a.location())
	}
	w.as("lanh_dao") // by password, as before
}

// What the provider says is believed only as a whole.
func TestProviderIsNotTrusted(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	off, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	must(t, w.store.SetDisabled(context.Background(), store.Actor{From: "cli"}, off.ID, off.Version, true))
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	const untrusted, unclear = "Không xác minh được", "không cho biết tên đăng nhập"
	tests := []struct {
		name    string
		alter   func(map[string]any)
		words   string
		outcome string
	}{
		{"another nonce", set("nonce", "x"), untrusted, ":oidc:provider"},
		{"no nonce", func(c map[string]any) { delete(c, "nonce") }, untrusted, ":oidc:provider"},
		{"another issuer", set("iss", "https://example.org"), untrusted, ":oidc:provider"},
		{"for another program", set("aud", "other"), untrusted, ":oidc:provider"},
		{"expired", set("exp", time.Now().Add(-time.Minute).Unix()), untrusted, ":oidc:provider"},
		{"no login", func(c map[string]any) { delete(c, "preferred_username") }, unclear, ":oidc:provider"},
		{"a login of another form", set("preferred_username", "a b<c>"), unclear, ":oidc:provider"},
		{"a number for a login", set("preferred_username", 7), unclear, ":oidc:provider"},
		{"nobody here", set("preferred_username", "khong_co"), "Chưa có tài khoản khong_co", ":oidc:unknown"},
		{"locked", set("preferred_username", "can_bo"), "đã bị khóa", "can_bo:oidc:disabled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p.alter = tt.alter
			b := w.browser()
			a := b.fromProvider(p, "/account")
			if a.status != http.StatusForbidden || !strings.Contains(fault(t, a), tt.words) || a.page(t).Find(`input[type="password"]`).Length() != 1 {
				t.Errorf("%d, says %q, want %q beside the way by password", a.status, fault(t, a), tt.words)
			}
			if a := b.get("/account"); a.status != http.StatusSeeOther {
				t.Errorf("somebody is logged in: %d", a.status)
			}
			if got := w.tried(store.SignInFilter{Limit: 1}); got != tt.outcome {
				t.Errorf("on record %q, want %q", got, tt.outcome)
			}
		})
	}
	p.alter, p.signer = nil, testKeys()[1]
	if a := w.browser().fromProvider(p, "/"); a.status != http.StatusForbidden || !strings.Contains(fault(t, a), untrusted) {
		t.Errorf("signed by another key: %d %q", a.status, fault(t, a))
	}
}

// A way back that was not begun here, or by another browser, leads nowhere.
func TestStrayWaysBack(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	begin := func() (*browser, url.Values) {
		b := w.browser()
		back, err := url.Parse(p.authorize(b.get(providerPath).location()))
		must(t, err)
		return b, back.Query()
	}
	refused := func(name string, b *browser, q url.Values, status int) {
		t.Helper()
		a := b.get(providerBackPath + "?" + q.Encode())
		if a.status != status || fault(t, a) == "" {
			t.Errorf("%s: %d to %q", name, a.status, a.location())
		}
		if a := b.get("/account"); a.status != http.StatusSeeOther {
			t.Errorf("%s: somebody is logged in", name)
		}
	}
	b, q := begin()
	refused("another browser", w.browser(), q, 422)
	refused("another state", b, url.Values{"code": q["code"], "state": {"x"}}, 422)
	refused("the right one after that", b, q, 422)
	b, q = begin()
	w.offset.Add(int64(providerStepLife.Seconds()) + 1)
	refused("too late", b, q, 422)
	w.offset.Store(0)
	b, q = begin()
	refused("the person gave up", b, url.Values{"error": {"access_denied"}, "state": q["state"]}, 403)
	b, q = begin()
	refused("a code of nobody", b, url.Values{"code": {"x"}, "state": q["state"]}, 403)
	// A code stolen on its way is worth nothing in a sign-in begun elsewhere.
	_, stolen := begin()
	b, q = begin()
	refused("the code of another sign-in", b, url.Values{"code": stolen["code"], "state": q["state"]}, 403)
}

func TestProviderAway(t *testing.T) {
	p := newTestProvider(t)
	p.down = true
	w := newWorld(t, p.config())
	b := w.browser()
	if a := b.get(providerPath); a.status != http.StatusServiceUnavailable || !strings.Contains(fault(t, a), "không trả lời") || a.page(t).Find(`input[type="password"]`).Length() != 1 {
		t.Errorf("away at the beginning: %d %q", a.status, fault(t, a))
	}
	p.down = false
	back := strings.TrimPrefix(p.authorize(b.get(providerPath).location()), w.http.URL)
	p.down = true
	if a := b.get(back); a.status != http.StatusServiceUnavailable || !strings.Contains(fault(t, a), "không trả lời") {
		t.Errorf("away at the end: %d %q", a.status, fault(t, a))
	}
	p.down = false
	if a := b.fromProvider(p, "/account"); a.location() != "/account" {
		t.Errorf("when it is there again: %d %q", a.status, fault(t, a))
	}
}

func TestWithoutAProvider(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	if n := b.get("/login").page(t).Find(`a[href^="` + providerPath + `"]`).Length(); n != 0 {
		t.Error("the login page offers what there is not")
	}
	for _, path := range []string{providerPath, providerBackPath + "?code=x&state=y"} {
		if a := b.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// A person's own second step is asked after the provider as after a password;
// the age of a password counts only for those who use it.
func TestProviderAndOtherRules(t *testing.T) {
	p := newTestProvider(t)
	config := p.config()
	config.SessionLifetime = longSessions.SessionLifetime
	w := newWorld(t, config)
	b := w.browser()
	w.rule(account.PasswordPolicy{Days: 30})
	w.offset.Store(40 * oneDay)
	p.alter = func(c map[string]any) { c["exp"] = w.server.now().Add(time.Minute).Unix() }
	if a := b.fromProvider(p, "/account"); a.location() != "/account" {
		t.Errorf("with an old password: %d to %q", a.status, a.location())
	}
	w.rule(account.PasswordPolicy{})
	secret, _ := enrolled(t, w, "lanh_dao")
	b = w.browser()
	a := b.fromProvider(p, "/account")
	if !strings.HasPrefix(a.location(), "/login/code") {
		t.Fatalf("with a second step: %d to %q", a.status, a.location())
	}
	if a := b.post(a.location(), url.Values{"code": {w.codeAt(secret, 0)}}); a.location() != "/account" {
		t.Errorf("after the code: %d to %q", a.status, a.location())
	}
	if got := w.tried(store.SignInFilter{Login: "lanh_dao", Limit: 1}); got != "lanh_dao:oidc:ok" {
		t.Errorf("on record: %s", got)
	}
}

// An e-mail address is taken for a login only where the provider has seen that
// it is the person's.
func TestProviderByMail(t *testing.T) {
	p := newTestProvider(t)
	config := p.config()
	config.Provider.Claim = "email"
	w := newWorld(t, config)
	w.add("an@lechan.vn", "official@lechan")
	for verified, want := range map[any]int{true: http.StatusSeeOther, false: http.StatusForbidden, "true": http.StatusForbidden, nil: http.StatusForbidden} {
		p.claims = map[string]any{"email": "An@LeChan.vn", "email_verified": verified}
		if a := w.browser().fromProvider(p, "/account"); a.status != want {
			t.Errorf("verified %v: %d, want %d", verified, a.status, want)
		}
	}
}

func TestBeginningIsLimited(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	var a answer
	for range providerRate + 1 {
		if a = w.browser().get(providerPath); a.status != http.StatusSeeOther {
			break
		}
	}
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("after %d: %d", providerRate, a.status)
	}
}
