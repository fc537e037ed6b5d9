package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/store"
)

// again goes to the provider to confirm who it is, and comes back.
func (b *browser) again(p *testProvider, next string) answer {
	b.w.t.Helper()
	a := b.get(providerAgainPath + "?next=" + url.QueryEscape(next))
	u, err := url.Parse(a.location())
	must(b.w.t, err)
	if q := u.Query(); a.status != http.StatusSeeOther || q.Get("prompt") != "login" || q.Get("max_age") != "0" || q.Get("nonce") == "" {
		b.w.t.Fatalf("begun: %d to %q", a.status, a.location())
	}
	return b.get(strings.TrimPrefix(p.authorize(a.location()), b.w.http.URL))
}

// byProvider is a person without a password who came by the provider.
func byProvider(t *testing.T, w *world, p *testProvider, login string) *browser {
	t.Helper()
	p.claims["preferred_username"] = login
	b := w.browser()
	if a := b.fromProvider(p, "/account"); a.location() != "/account" {
		t.Fatalf("sign-in: %d to %q", a.status, a.location())
	}
	return b
}

// Who has no password confirms by signing in anew at the provider; the form
// that waits goes through then, and asks again when the minutes are over.
func TestConfirmByProvider(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	w.addWithout("quan_tri_2", "administrator@haiphong+below")
	person, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	b := byProvider(t, w, p, "quan_tri_2")
	path := userPath(person.ID)
	sent := url.Values{"version": {"1"}}
	asked := b.post(path+"/disable", sent)
	link := asked.page(t).Find(`.Door a[target="_blank"]`)
	if asked.status != http.StatusForbidden || !strings.HasPrefix(link.AttrOr("href", ""), providerAgainPath) || asked.page(t).Find(`input[name="`+confirmField+`"][required]`).Length() != 0 {
		t.Fatalf("%d, leads to %q", asked.status, link.AttrOr("href", ""))
	}
	form := formsOf(t, asked)
	if a := b.post(path+"/disable", form); a.status != http.StatusForbidden || !strings.Contains(fault(t, a), "Chưa đăng nhập lại") {
		t.Errorf("without signing in anew: %d %q", a.status, fault(t, a))
	}
	p.claims["auth_time"] = time.Now().Unix()
	back := b.again(p, provedPath)
	if back.location() != provedPath {
		t.Fatalf("back: %d to %q %s", back.status, back.location(), fault(t, back))
	}
	if text := b.get(provedPath).page(t).Find("main").Text(); !strings.Contains(text, "Đã xác nhận danh tính") {
		t.Errorf("the page after: %.200s", text)
	}
	if a := b.post(path+"/disable", form); a.status != http.StatusSeeOther {
		t.Errorf("the form that waited: %d %s", a.status, fault(t, a))
	}
	w.offset.Add(int64(confirmFor/time.Second) + 1)
	if a := b.post(path+"/enable", url.Values{"version": {"2"}}); a.status != http.StatusForbidden {
		t.Errorf("after the minutes: %d", a.status)
	}
}

// Nothing is confirmed by a sign-in before, another person, or a token that
// does not say when.
func TestConfirmByProviderIsStrict(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	b := byProvider(t, w, p, "quan_tri")
	tests := []struct {
		name, login string
		at          any
		words       string
	}{
		{"no time", "quan_tri", nil, "không yêu cầu đăng nhập lại"},
		{"a text for a time", "quan_tri", "vừa xong", "không yêu cầu đăng nhập lại"},
		{"ten minutes ago", "quan_tri", time.Now().Add(-10 * time.Minute).Unix(), "không yêu cầu đăng nhập lại"},
		{"tomorrow", "quan_tri", time.Now().AddDate(0, 0, 1).Unix(), "không yêu cầu đăng nhập lại"},
		{"another person", "lanh_dao", time.Now().Unix(), "là lanh_dao"},
	}
	for _, tt := range tests {
		p.claims = map[string]any{"preferred_username": tt.login}
		if tt.at != nil {
			p.claims["auth_time"] = tt.at
		}
		if a := b.again(p, provedPath); a.status != http.StatusForbidden || !strings.Contains(fault(t, a), tt.words) {
			t.Errorf("%s: %d to %q, %q", tt.name, a.status, a.location(), fault(t, a))
		}
		if a := b.post("/admin/security/totp", url.Values{"policy": {store.TOTPOff}, "version": {"0"}}); a.status != http.StatusForbidden {
			t.Errorf("%s: a form goes through: %d", tt.name, a.status)
		}
		if a := b.get("/account"); a.status != http.StatusOK {
			t.Errorf("%s: logged out: %d", tt.name, a.status)
		}
	}
	for name, other := range map[string]*browser{"by password": w.as("quan_tri"), "nobody": w.browser()} {
		if a := other.get(providerAgainPath); a.status != http.StatusNotFound && !strings.HasPrefix(a.location(), "/login") {
			t.Errorf("%s: %d to %q", name, a.status, a.location())
		}
	}
	// The way back of one person is of no use to another in the same browser.
	p.claims = map[string]any{"preferred_username": "quan_tri", "auth_time": time.Now().Unix()}
	begun := p.authorize(b.get(providerAgainPath).location())
	b.post("/logout", nil)
	if a := b.get(strings.TrimPrefix(begun, w.http.URL)); a.status == http.StatusSeeOther || fault(t, a) == "" {
		t.Errorf("after logging out: %d to %q", a.status, a.location())
	}
}

// The second step of logins is set up and ended the same way.
func TestSecondStepByProvider(t *testing.T) {
	p := newTestProvider(t)
	w := newWorld(t, p.config())
	w.addWithout("khong_mk", "official@lechan")
	b := byProvider(t, w, p, "khong_mk")
	doc := b.get(totpPath).page(t)
	if href := doc.Find(`main a[href^="`+providerAgainPath+`"]`).AttrOr("href", ""); href != providerAgainPath+"?next="+url.QueryEscape(totpPath) {
		t.Errorf("the page leads to %q", href)
	}
	code := func() url.Values {
		return url.Values{"password": {""}, "code": {w.codeAt(doc.Find("#enrol code.Secret").Text(), 0)}}
	}
	if a := b.post(totpPath, code()); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without signing in anew: %d", a.status)
	}
	p.claims["auth_time"] = time.Now().Unix()
	if a := b.again(p, totpPath); a.location() != totpPath {
		t.Fatalf("back: %d to %q", a.status, a.location())
	}
	if a := b.post(totpPath, code()); a.status != http.StatusOK || a.page(t).Find("#codes code").Length() != recoveryCodes {
		t.Fatalf("set up: %d %s", a.status, fault(t, a))
	}
	if a := b.post(totpPath+"/off", url.Values{"password": {""}}); a.location() != totpPath {
		t.Errorf("ended: %d to %q", a.status, a.location())
	}
}
