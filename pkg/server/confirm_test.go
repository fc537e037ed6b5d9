package server

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"time"

	"muctieu/pkg/store"
)

// sensitive are the steps that ask for the password again, on one person.
func sensitive(path string) map[string]url.Values {
	return map[string]url.Values{
		path:                   {"version": {"1"}, "name": {"Tên khác"}, "role": {"leader"}, "unit": {"lechan"}, "below": {""}, "agency": {""}},
		path + "/link":         {},
		path + "/totp":         {},
		path + "/disable":      {"version": {"1"}},
		path + "/enable":       {"version": {"1"}},
		"/admin/users":         {"login": {"moi"}, "name": {"Mới"}, "role": {"leader"}, "unit": {"lechan"}, "below": {""}, "agency": {""}},
		"/admin/security/totp": {"policy": {store.TOTPOff}, "version": {"0"}},
	}
}

// Without the password nothing changes, however the form is sent.
func TestNothingChangesWithoutThePasswordAgain(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	ctx := context.Background()
	person, err := w.store.UserByLogin(ctx, "can_bo")
	must(t, err)
	before, err := w.store.Counter(ctx)
	must(t, err)
	for path, form := range sensitive(userPath(person.ID)) {
		for name, password := range map[string]string{"none": "", "wrong": "sai mat khau roi"} {
			sent := url.Values{}
			for k, v := range form {
				sent[k] = v
			}
			want := http.StatusForbidden
			if password != "" {
				sent.Set(confirmField, password)
				want = http.StatusUnprocessableEntity
			}
			a := b.post(path, sent)
			if a.status != want || a.page(t).Find(`input[name="`+confirmField+`"]`).Length() != 1 {
				t.Errorf("POST %s with password %s: %d, want %d and a page that asks", path, name, a.status, want)
			}
			if (fault(t, a) != "") != (password != "") {
				t.Errorf("POST %s with password %s says %q", path, name, fault(t, a))
			}
		}
		// A password in an address is none: addresses are kept in logs.
		if a := b.post(path+"?"+confirmField+"="+url.QueryEscape(testPassword), form); a.status != http.StatusForbidden {
			t.Errorf("POST %s with the password in the address: %d", path, a.status)
		}
	}
	after, err := w.store.Counter(ctx)
	must(t, err)
	if before != after {
		t.Errorf("something was changed: counter %d, was %d", after, before)
	}
}

// What was typed stands in the page that asks, in its order, and is taken when
// the password is right.
func TestTypedWorkIsKept(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	person, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	path := userPath(person.ID)
	sent := url.Values{"version": {"1"}, "name": {`Lê "An" <b>`}, "role": {"official", "leader", ""}, "unit": {"lechan", "ngoquyen", ""}, "below": {"", "1", ""}, "agency": {"Phòng Kinh tế", "", ""}}
	a := b.post(path, sent)
	kept := formsOf(t, a)
	kept.Del(confirmField)
	if !reflect.DeepEqual(kept, sent) {
		t.Errorf("kept %v, want %v", kept, sent)
	}
	kept.Set(confirmField, testPassword)
	if a := b.post(path, kept); a.location() != path+"?done=1" {
		t.Fatalf("with the password: %d %s", a.status, fault(t, a))
	}
	got, err := w.store.UserByID(context.Background(), person.ID)
	must(t, err)
	if got.Name != `Lê "An" <b>` || len(got.Grants) != 2 || got.Grants[1].String() != "leader@ngoquyen+below" {
		t.Errorf("stored %q %v", got.Name, got.Grants)
	}
	if a := b.post(path+"/link", nil); a.status != http.StatusOK || a.page(t).Find("code.Secret").Length() != 1 {
		t.Errorf("right after, in the same session: %d", a.status)
	}
}

// formsOf reads every value of the page's own form, names that stand several
// times too.
func formsOf(t *testing.T, a answer) url.Values {
	t.Helper()
	form := url.Values{}
	for _, n := range a.page(t).Find(`.Door form input[name]`).EachIter() {
		form.Add(n.AttrOr("name", ""), n.AttrOr("value", ""))
	}
	return form
}

func TestConfirmationEnds(t *testing.T) {
	w := newWorld(t, Config{})
	person, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	path := userPath(person.ID) + "/link"
	asks := func(name string, b *browser, want bool) {
		t.Helper()
		if got := b.post(path, nil).status == http.StatusForbidden; got != want {
			t.Errorf("%s: asks %v, want %v", name, got, want)
		}
	}
	b := w.asConfirmed("quan_tri")
	asks("the same session", b, false)
	asks("another session of the same person", w.as("quan_tri"), true)
	w.offset.Add(int64((confirmFor - 5*time.Second) / time.Second))
	asks("shortly before the end", b, false)
	w.offset.Add(10)
	asks("after the end", b, true)
	w.offset.Add(-3600)
	asks("the clock was set back", b, true)
	w.offset.Add(3600)
	b = w.asConfirmed("quan_tri_q")
	if a := b.post("/login", url.Values{"login": {"quan_tri"}, "password": {testPassword}}); a.status != http.StatusSeeOther {
		t.Fatalf("login over another: %d", a.status)
	}
	asks("who logs in after another", b, true)
}

// Guessing here is guessing at the login.
func TestConfirmationIsThrottled(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	for range loginLimit {
		b.post("/admin/users/1/link", url.Values{confirmField: {"sai mat khau roi"}})
	}
	a := b.post("/admin/users/1/link", url.Values{confirmField: {testPassword}})
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" || a.page(t).Find("code.Secret").Length() != 0 {
		t.Errorf("after %d wrong ones: %d", loginLimit, a.status)
	}
}
