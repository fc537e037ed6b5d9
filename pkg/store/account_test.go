package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func mustBe(t *testing.T, what string, err error, key string) {
	t.Helper()
	if got := keyOf(err); got != key {
		t.Errorf("%s: %q, want %q", what, got, key)
	}
}

func grants(t *testing.T, texts ...string) (all []account.Grant) {
	t.Helper()
	for _, text := range texts {
		g, err := account.ParseGrant(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

// person makes an account.
func person(t *testing.T, s *store.Store, login string, texts ...string) account.User {
	t.Helper()
	u, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: login, Name: "Người " + login, Grants: grants(t, texts...), PasswordHash: "hash of " + login})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		if has, err := s.HasUsers(ctx); err != nil || has {
			t.Errorf("an empty store has users: %t, %v", has, err)
		}
		added := person(t, s, "AN.Nguyen", "official@lechan:Phòng Tài chính", "leader@haiphong+below")
		if added.Login != "an.nguyen" || added.ID == 0 || added.Version != 1 {
			t.Errorf("added %+v", added)
		}
		for name, n := range map[string]store.NewUser{
			"account.login_taken":  {Login: "an.nguyen", Name: "x"},
			"account.login_form":   {Login: "a n", Name: "x"},
			"account.name_form":    {Login: "b", Name: " "},
			"account.no_such_unit": {Login: "b", Name: "x", Grants: []account.Grant{{Role: account.Leader, Unit: "khong_co"}}},
			"account.grant_agency": {Login: "b", Name: "x", Grants: []account.Grant{{Role: account.Leader, Unit: "lechan", Agency: "x"}}},
		} {
			_, err := s.AddUser(ctx, storetest.CLI, n)
			mustBe(t, fmt.Sprintf("adding %+v", n), err, name)
		}
		got, hash, err := s.Credentials(ctx, "an.nguyen")
		if err != nil || hash != "hash of AN.Nguyen" || fmt.Sprint(got.Grants) != fmt.Sprint(added.Grants) {
			t.Errorf("credentials %+v, %q, %v", got, hash, err)
		}
		if same, err := s.UserByID(ctx, added.ID); err != nil || same.Login != got.Login || len(same.Grants) != 2 {
			t.Errorf("by id: %+v, %v", same, err)
		}
		_, err = s.UserByID(ctx, 99)
		mustBe(t, "an unknown id", err, "account.no_such_user")
		_, _, err = s.Credentials(ctx, "ai")
		mustBe(t, "an unknown login", err, "account.no_such_user")
		person(t, s, "binh")
		all, err := s.Users(ctx)
		if err != nil || len(all) != 2 || all[0].Login != "an.nguyen" || len(all[0].Grants) != 2 || !all[0].HasPassword {
			t.Errorf("users %+v, %v", all, err)
		}
	})
}

func TestChangesOfAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		must(t, s.UpdateUser(ctx, storetest.CLI, u.ID, 1, "Nguyễn Văn An", grants(t, "leader@ngoquyen")))
		mustBe(t, "an old version", s.UpdateUser(ctx, storetest.CLI, u.ID, 1, "x", nil), "store.changed_meanwhile")
		mustBe(t, "an unknown unit", s.UpdateUser(ctx, storetest.CLI, u.ID, 2, "x", []account.Grant{{Role: account.Leader, Unit: "ai"}}), "account.no_such_unit")
		got, err := s.UserByID(ctx, u.ID)
		if err != nil || got.Name != "Nguyễn Văn An" || got.Version != 2 || len(got.Grants) != 1 || got.Grants[0].Role != account.Leader {
			t.Errorf("after the change: %+v, %v", got, err)
		}
		must(t, s.SetLang(ctx, u.ID, "en"))
		must(t, s.Disable(ctx, storetest.CLI, "an"))
		if got, err = s.UserByID(ctx, u.ID); err != nil || !got.Disabled || got.Lang != "en" || got.Version != 3 {
			t.Errorf("disabled: %+v, %v", got, err)
		}
		must(t, s.SetDisabled(ctx, storetest.CLI, u.ID, 3, false))
		rows, err := s.Audit(ctx, store.AuditFilter{Object: "user/an"})
		must(t, err)
		var actions []string
		for _, r := range rows {
			actions = append(actions, r.Action)
			if strings.Contains(r.Before+r.After, "hash of") {
				t.Errorf("the audit tells the password's hash: %+v", r)
			}
		}
		if got := strings.Join(actions, " "); got != "user.enable user.disable user.grants user.add" {
			t.Errorf("audit: %s", got)
		}
	})
}

// Somebody can always manage units and accounts, if ever somebody could.
func TestTheLastAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		first, second := person(t, s, "mot", "administrator@haiphong+below"), person(t, s, "hai", "administrator@lechan+below")
		mustBe(t, "taking the grant", s.UpdateUser(ctx, storetest.CLI, first.ID, 1, "x", grants(t, "leader@haiphong")), "account.last_administrator")
		mustBe(t, "leaving out what lies below", s.UpdateUser(ctx, storetest.CLI, first.ID, 1, "x", grants(t, "administrator@haiphong")), "account.last_administrator")
		mustBe(t, "disabling", s.SetDisabled(ctx, storetest.CLI, first.ID, 1, true), "account.last_administrator")
		if got, err := s.UserByID(ctx, first.ID); err != nil || got.Version != 1 || len(got.Grants) != 1 {
			t.Errorf("refused changes left %+v, %v", got, err)
		}
		must(t, s.UpdateUser(ctx, storetest.CLI, second.ID, 1, "x", grants(t, "administrator@haiphong+below")))
		must(t, s.SetDisabled(ctx, storetest.CLI, first.ID, 1, true))
		mustBe(t, "disabling the other too", s.SetDisabled(ctx, storetest.CLI, second.ID, 2, true), "account.last_administrator")
	})
}

func TestLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		old, err := s.NewLink(ctx, storetest.CLI, u.ID, store.SetupLink, now.Add(time.Hour))
		must(t, err)
		word, err := s.NewLink(ctx, storetest.CLI, u.ID, store.ResetLink, now.Add(time.Hour))
		must(t, err)
		_, err = s.Link(ctx, old)
		mustBe(t, "a replaced link", err, "account.link_gone")
		if l, err := s.Link(ctx, word); err != nil || l.Purpose != store.ResetLink || l.User.Login != "an" || !l.Until.Equal(now.Add(time.Hour)) {
			t.Errorf("link %+v, %v", l, err)
		}
		session := store.Session{Hash: "h", UserID: u.ID, Data: []byte("x"), Until: now.Add(time.Hour)}
		must(t, s.SaveSession(ctx, session))
		if got, err := s.RedeemLink(ctx, "10.0.0.1", word, "new hash"); err != nil || got.Login != "an" || len(got.Grants) != 1 {
			t.Errorf("redeemed for %+v, %v", got, err)
		}
		if _, hash, err := s.Credentials(ctx, "an"); err != nil || hash != "new hash" {
			t.Errorf("hash %q, %v", hash, err)
		}
		_, err = s.Session(ctx, "h")
		mustBe(t, "a session from before", err, "account.session_gone")
		_, err = s.RedeemLink(ctx, "10.0.0.1", word, "again")
		mustBe(t, "the link a second time", err, "account.link_gone")
		word, err = s.NewLink(ctx, storetest.CLI, u.ID, store.ResetLink, now.Add(time.Hour))
		must(t, err)
		now = now.Add(time.Hour)
		_, err = s.RedeemLink(ctx, "10.0.0.1", word, "late")
		mustBe(t, "an old link", err, "account.link_gone")
		must(t, s.Disable(ctx, storetest.CLI, "an"))
		word, err = s.NewLink(ctx, storetest.CLI, u.ID, store.ResetLink, now.Add(time.Hour))
		must(t, err)
		_, err = s.Link(ctx, word)
		mustBe(t, "the link of a disabled person", err, "account.link_gone")
		_, err = s.NewLink(ctx, storetest.CLI, 99, store.ResetLink, now)
		mustBe(t, "a link for nobody", err, "account.no_such_user")
	})
}

// Words that open doors are nowhere in the database.
func TestSecretsAreHashed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		link, err := s.NewLink(ctx, storetest.CLI, u.ID, store.SetupLink, storetest.Now().Add(time.Hour))
		must(t, err)
		token, err := s.AddToken(ctx, storetest.CLI, store.Token{UserID: u.ID, Name: "bar"})
		must(t, err)
		db := storetest.Raw(t, o)
		for table, word := range map[string]string{"account_link": link, "api_token": token} {
			var hash string
			must(t, db.QueryRow("SELECT hash FROM "+table).Scan(&hash))
			if len(hash) != 64 || strings.Contains(word, hash) || strings.Contains(hash, word) {
				t.Errorf("%s keeps %q for %q", table, hash, word)
			}
		}
		if len(link) < 40 || len(token) < 40 {
			t.Errorf("words of %d and %d characters", len(link), len(token))
		}
	})
}

func TestTheFirstAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		word, err := s.NewFirstLink(ctx, storetest.Now().Add(time.Hour))
		must(t, err)
		setUp := store.SetUp{
			User: store.NewUser{Login: "binh", Name: "Trần Bình", PasswordHash: "h"}, Top: "haiphong", From: "10.0.0.1",
			Change: storetest.Given(indicator.Change{Units: []org.Unit{{Key: "haiphong", Rows: []org.Row{{Name: "Hải Phòng", Kind: "thành phố"}}}}}),
		}
		wrong := setUp
		wrong.Top = "khong_co"
		_, err = s.RedeemFirst(ctx, word, wrong)
		mustBe(t, "an unknown unit", err, "account.no_such_unit")
		if c, err := s.Catalogue(ctx); err != nil || len(c.Tree.Keys()) > 0 {
			t.Errorf("a refused set-up left units %v, %v", c.Tree.Keys(), err)
		}
		u, err := s.RedeemFirst(ctx, word, setUp)
		if err != nil || len(u.Grants) != 1 || u.Grants[0].String() != "administrator@haiphong+below" {
			t.Fatalf("set up %+v, %v", u, err)
		}
		_, err = s.RedeemFirst(ctx, word, setUp)
		mustBe(t, "the link a second time", err, "account.link_gone")
		_, err = s.NewFirstLink(ctx, storetest.Now().Add(time.Hour))
		mustBe(t, "another first link", err, "account.has_users")
		ordinary, err := s.NewLink(ctx, storetest.CLI, u.ID, store.ResetLink, storetest.Now().Add(time.Hour))
		must(t, err)
		_, err = s.RedeemFirst(ctx, ordinary, setUp)
		mustBe(t, "an ordinary link used as the first", err, "account.link_gone")
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
