package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/account"
	"muctieu/pkg/store"
)

func TestLogin(t *testing.T) {
	w := newWorld(t, Config{})
	tests := []struct {
		name, login, password string
		status                int
		location              string
	}{
		{"right", "lanh_dao", testPassword, 303, "/"},
		{"capital letters and spaces around", " LANH_DAO ", testPassword, 303, "/"},
		{"wrong password", "lanh_dao", "sai mat khau roi", 422, ""},
		{"unknown login", "khong_co", testPassword, 422, ""},
		{"no login", "", testPassword, 422, ""},
		{"a login of another form", "a b<c>", testPassword, 422, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.browser().post("/login", url.Values{"login": {tt.login}, "password": {tt.password}})
			if a.status != tt.status || a.location() != tt.location {
				t.Errorf("status %d to %q, want %d to %q", a.status, a.location(), tt.status, tt.location)
			}
			if fault := a.page(t).Find(`.Notice--fault[role="alert"]`).Length(); (fault == 1) != (tt.status == 422) {
				t.Errorf("%d faults shown", fault)
			}
			if got, _ := a.page(t).Find(`input[name="login"]`).Attr("value"); tt.status == 422 && got != tt.login {
				t.Errorf("login kept as %q, want %q", got, tt.login)
			}
			if a.page(t).Find(`input[type="password"][value]`).Length() > 0 {
				t.Error("the password is sent back")
			}
		})
	}
}

func TestLoginLeadsBack(t *testing.T) {
	w := newWorld(t, Config{})
	tests := []struct{ next, want string }{
		{"/account?x=1", "/account?x=1"},
		{"", "/"},
		{"https://example.org/", "/"},
		{"//example.org/", "/"},
		{`/\example.org/`, "/"},
		{"/login", "/"},
	}
	for _, tt := range tests {
		a := w.browser().post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}, "next": {tt.next}})
		if a.location() != tt.want {
			t.Errorf("next %q leads to %q, want %q", tt.next, a.location(), tt.want)
		}
	}
	a := w.browser().get("/account")
	if a.status != http.StatusSeeOther || a.location() != "/login?next=%2Faccount" {
		t.Errorf("a page without login: %d to %q", a.status, a.location())
	}
}

func sessionCookie(t *testing.T, b *browser) string {
	t.Helper()
	u, err := url.Parse(b.w.http.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "muctieu" {
			return c.Value
		}
	}
	return ""
}

func TestCookieFlags(t *testing.T) {
	for _, secure := range []bool{false, true} {
		w := newWorld(t, Config{Secure: secure})
		a := w.browser().post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}})
		cookie := a.header.Get("Set-Cookie")
		for _, flag := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(cookie, flag) {
				t.Errorf("cookie %q lacks %s", cookie, flag)
			}
		}
		if strings.Contains(cookie, "Secure") != secure {
			t.Errorf("cookie %q with Secure %t", cookie, secure)
		}
	}
	if a := newEmptyWorld(t, Config{}).browser().get("/login"); a.header.Get("Set-Cookie") != "" {
		t.Errorf("a visitor is given a cookie: %s", a.header.Get("Set-Cookie"))
	}
}

// A token known before the login is worth nothing after it.
func TestSessionIsRenewedAtLogin(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	before := sessionCookie(t, b)
	b.post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}})
	after := sessionCookie(t, b)
	if before == "" || before == after {
		t.Fatalf("token %q before and %q after", before, after)
	}
	old := w.browser()
	old.header.Set("Cookie", "muctieu="+before)
	if a := old.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the old token answers %d, want a way to the login", a.status)
	}
}

func TestLogoutEndsTheSessionOnTheServer(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	word := sessionCookie(t, b)
	if a := b.post("/logout", nil); a.status != http.StatusSeeOther || a.location() != "/login" {
		t.Errorf("logout: %d to %q", a.status, a.location())
	}
	old := w.browser()
	old.header.Set("Cookie", "muctieu="+word)
	if a := old.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the token still answers: %d", a.status)
	}
}

func TestSessionEndsAfterItsLifetime(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	w.offset.Store(int64(defaultLifetime.Seconds()) - 60)
	if a := b.get("/account"); a.status != http.StatusOK {
		t.Errorf("a minute before the end: %d", a.status)
	}
	w.offset.Store(int64(defaultLifetime.Seconds()) + 60)
	if a := b.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("a minute after the end: %d", a.status)
	}
}

func TestThrottle(t *testing.T) {
	w := newWorld(t, Config{})
	wrong := url.Values{"login": {"lanh_dao"}, "password": {"sai mat khau roi"}}
	for range loginLimit {
		if a := w.browser().post("/login", wrong); a.status != http.StatusUnprocessableEntity {
			t.Fatalf("a failure below the limit: %d", a.status)
		}
	}
	right := url.Values{"login": {"lanh_dao"}, "password": {testPassword}}
	a := w.browser().post("/login", right)
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("past the limit: %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); a.status != http.StatusSeeOther {
		t.Errorf("another person is kept out too: %d", a.status)
	}
	again, err := New(Options{Store: w.store, Now: w.server.now, Zone: w.server.zone})
	if err != nil {
		t.Fatal(err)
	}
	w.http.Config.Handler = again
	if a := w.browser().post("/login", right); a.status != http.StatusTooManyRequests {
		t.Errorf("a restart forgets the failures: %d", a.status)
	}
	w.offset.Store(int64(quietTime.Seconds()) + 5)
	if a := w.browser().post("/login", right); a.status != http.StatusSeeOther {
		t.Errorf("after the quiet time: %d", a.status)
	}
}

func TestThrottleByAddress(t *testing.T) {
	w := newWorld(t, Config{})
	ctx := context.Background()
	for range addressLimit {
		if err := w.store.AddLoginFailure(ctx, "ai_do", "127.0.0.1", quietTime); err != nil {
			t.Fatal(err)
		}
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); a.status != http.StatusTooManyRequests {
		t.Errorf("status %d, want 429", a.status)
	}
}

// What an administrator changes holds at the next request.
func TestChangesHoldAtOnce(t *testing.T) {
	ctx, by := context.Background(), store.Actor{From: "cli"}
	tests := []struct {
		name   string
		change func(t *testing.T, s *store.Store, u store.Account)
		status int // of the board's API afterwards
	}{
		{"nothing", func(*testing.T, *store.Store, store.Account) {}, 200},
		{"disabled", func(t *testing.T, s *store.Store, u store.Account) {
			must(t, s.SetDisabled(ctx, by, u.ID, u.Version, true))
		}, 401},
		{"new password", func(t *testing.T, s *store.Store, u store.Account) {
			must(t, s.SetPassword(ctx, by, u.ID, testHash(), ""))
		}, 401},
		{"grant taken away", func(t *testing.T, s *store.Store, u store.Account) {
			must(t, s.UpdateUser(ctx, by, u.ID, u.Version, u.Name, nil))
		}, 404},
		{"grant moved", func(t *testing.T, s *store.Store, u store.Account) {
			must(t, s.UpdateUser(ctx, by, u.ID, u.Version, u.Name, []account.Grant{{Role: account.Leader, Unit: "ngoquyen"}}))
		}, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{})
			b, token := w.as("lanh_dao"), w.browser()
			token.header.Set("Authorization", "Bearer "+w.token("lanh_dao", store.Token{}))
			u, err := w.store.UserByLogin(ctx, "lanh_dao")
			must(t, err)
			tt.change(t, w.store, u)
			for kind, who := range map[string]*browser{"session": b, "token": token} {
				if a := who.get("/api/v1/units/lechan/summary?period=2022"); a.status != tt.status {
					t.Errorf("%s: status %d, want %d", kind, a.status, tt.status)
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
