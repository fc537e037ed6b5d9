package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestAccountPage(t *testing.T) {
	w := newWorld(t, Config{})
	b, other := w.as("can_bo"), w.as("can_bo")
	page := b.get("/account").page(t)
	if rows := page.Find("#sessions tbody tr"); rows.Length() != 2 || rows.Find(".Tag").Length() != 1 {
		t.Errorf("%d sessions, %d marked as this one", rows.Length(), rows.Find(".Tag").Length())
	}
	mustSave(t, b, "/account/sessions/end", nil)
	if a := other.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other session: %d", a.status)
	}
	made := b.post("/account/tokens", url.Values{"name": {"máy chủ"}, "role": {"official"}, "unit": {"lechan"}, "days": {"30"}})
	word := made.page(t).Find("code.Secret").Text()
	api := w.browser()
	api.header.Set("Authorization", "Bearer "+word)
	if a := api.get(summaryPath); made.status != http.StatusOK || a.status != http.StatusOK {
		t.Errorf("a new token: %d, then %d", made.status, a.status)
	}
	if strings.Contains(b.get("/account").body, word) {
		t.Error("the token is shown again")
	}
	revoke, _ := b.get("/account").page(t).Find("#tokens tbody form").Attr("action")
	mustSave(t, b, revoke, nil)
	if a := api.get(summaryPath); a.status != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", a.status)
	}
	for name, form := range map[string]url.Values{
		"too long": {"name": {"x"}, "days": {"9999"}}, "no name": {"name": {""}, "days": {"30"}}, "an administrator's": {"name": {"x"}, "role": {"administrator"}, "days": {"30"}},
	} {
		if a := b.post("/account/tokens", form); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := b.post("/account/tokens/"+strconv.Itoa(1<<20)+"/revoke", nil); a.status != http.StatusNotFound {
		t.Errorf("another's token: %d", a.status)
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t, Config{})
	b, other := w.as("can_bo"), w.as("can_bo")
	const next = "mot cau moi hoan toan khac"
	tests := []struct {
		name, old, password, again string
		status                     int
	}{
		{"wrong old one", "sai mat khau roi", next, next, 422},
		{"two that differ", testPassword, next, next + "x", 422},
		{"too short", testPassword, "ngan", "ngan", 422},
		{"right", testPassword, next, next, 200},
	}
	for _, tt := range tests {
		a := b.post("/account/password", url.Values{"old": {tt.old}, "password": {tt.password}, "again": {tt.again}})
		faults := a.page(t).Find(`#password [aria-invalid="true"]`).Length()
		if a.status != tt.status || (faults == 1) != (tt.status == 422) {
			t.Errorf("%s: %d with %d fields in fault, want %d", tt.name, a.status, faults, tt.status)
		}
	}
	if a := b.get("/account"); a.status != http.StatusOK {
		t.Errorf("the session that changed it: %d", a.status)
	}
	if a := other.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other session: %d", a.status)
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {next}}); a.status != http.StatusSeeOther {
		t.Errorf("the new password: %d", a.status)
	}
}
