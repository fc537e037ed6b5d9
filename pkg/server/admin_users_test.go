package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestUsersArePlacedWhereTheirAdministratorReaches(t *testing.T) {
	w := newWorld(t, Config{})
	district := w.asConfirmed("quan_tri_q")
	logins := district.get("/admin/users").page(t).Find("tbody td:first-child").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
	slices.Sort(logins)
	if got := strings.Join(logins, " "); got != "can_bo lanh_dao nguoi_soat quan_tri_q tai_chinh" {
		t.Errorf("the district's administrator sees %s", got)
	}
	for login, want := range map[string]int{"can_bo": 200, "nguoi_la": 404, "quan_tri": 404, "thanh_pho": 404} {
		u, err := w.store.UserByLogin(context.Background(), login)
		must(t, err)
		for _, path := range []string{userPath(u.ID)} {
			if a := district.get(path); a.status != want {
				t.Errorf("%s of %s: %d, want %d", path, login, a.status, want)
			}
		}
		if want == 404 {
			for _, step := range []string{"", "/link", "/disable", "/enable"} {
				if a := district.post(userPath(u.ID)+step, url.Values{"version": {"1"}, "name": {"x"}}); a.status != 404 {
					t.Errorf("POST %s of %s: %d, want 404", step, login, a.status)
				}
			}
		}
	}
	for name, grant := range map[string][4]string{
		"another unit":        {"official", "ngoquyen", "", ""},
		"the unit above":      {"administrator", "haiphong", "1", ""},
		"the units below too": {"leader", "lechan", "1", ""},
		"no role":             {"", "", "", ""},
	} {
		a := district.post("/admin/users", url.Values{"login": {"moi"}, "name": {"Mới"}, "role": {grant[0]}, "unit": {grant[1]}, "below": {grant[2]}, "agency": {grant[3]}})
		if a.status != http.StatusForbidden && a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d %q", name, a.status, fault(t, a))
		}
	}
	if a := district.post("/admin/users", url.Values{"login": {"moi"}, "name": {"Mới"}, "role": {"leader"}, "unit": {"lechan"}, "below": {""}, "agency": {""}}); a.status != http.StatusOK || a.page(t).Find("code.Secret").Length() != 1 {
		t.Errorf("a grant within reach: %d %s", a.status, fault(t, a))
	}
}

func TestUserPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.asConfirmed("quan_tri")
	u, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	path := userPath(u.ID)
	stale := formOf(b.get(path).page(t), `form[action="`+path+`"]`)
	a := edit(t, b, path, `form[action="`+path+`"]`, func(f url.Values) {
		f.Set("name", "Nguyễn Văn An")
		f["role"][1], f["unit"][1], f["agency"][1] = "official", "ngoquyen", "Phòng Kinh tế"
	})
	if a.location() != path+"?done=1" {
		t.Fatalf("saved: %d to %q, %s", a.status, a.location(), fault(t, a))
	}
	got, err := w.store.UserByID(context.Background(), u.ID)
	must(t, err)
	if got.Name != "Nguyễn Văn An" || fmt.Sprint(got.Grants) != "[official@lechan official@ngoquyen:Phòng Kinh tế]" {
		t.Errorf("stored %q %v", got.Name, got.Grants)
	}
	if a := b.post(path, stale); a.status != http.StatusConflict || fault(t, a) == "" {
		t.Errorf("a stale form: %d %q", a.status, fault(t, a))
	}
	dialog := b.get(path).page(t).Find("dialog form")
	if action, _ := dialog.Attr("action"); action != path+"/disable" {
		t.Fatalf("shutting out asks first: %q", action)
	}
	if a := edit(t, b, path, "dialog form", func(url.Values) {}); a.status != http.StatusSeeOther {
		t.Errorf("shutting out: %d", a.status)
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("who was shut out logs in: %d", a.status)
	}
	if a := edit(t, b, path, `form[action="`+path+`/enable"]`, func(url.Values) {}); a.status != http.StatusSeeOther {
		t.Errorf("letting in again: %d", a.status)
	}
	secret := b.post(path+"/link", nil).page(t).Find("code.Secret").Text()
	person := w.browser()
	mustSave(t, person, strings.TrimPrefix(secret, w.http.URL), url.Values{"password": {"cau khac han va du dai"}, "again": {"cau khac han va du dai"}})
	if a := person.get("/account"); a.status != http.StatusOK {
		t.Errorf("after the link: %d", a.status)
	}
}
