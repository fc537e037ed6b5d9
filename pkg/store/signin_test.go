package store_test

import (
	"strings"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestSignIns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		person(t, s, "an", "official@lechan")
		before, err := s.Counter(ctx)
		must(t, err)
		add := func(login string, method store.SignInMethod, outcome string) {
			t.Helper()
			must(t, s.AddSignIn(ctx, store.SignIn{Login: login, Method: method, Outcome: outcome, Address: "10.0.0.7", Agent: "Firefox"}))
			now = now.Add(time.Hour)
		}
		add("an", store.ByPassword, "password")
		add("mat khau cua toi", store.ByPassword, "password")
		add("an", store.ByPassword, store.SignedIn)
		add("an", store.ByLink, store.SignedIn)
		add("", store.ByProvider, "unknown")
		start := storetest.Now()
		tests := []struct {
			name   string
			filter store.SignInFilter
			want   string // login:method:outcome, the newest first
		}{
			{"all", store.SignInFilter{}, ":oidc:unknown an:link:ok an:password:ok :password:password an:password:password"},
			{"of one person", store.SignInFilter{Login: "an"}, "an:link:ok an:password:ok an:password:password"},
			{"refused", store.SignInFilter{Refused: true}, ":oidc:unknown :password:password an:password:password"},
			{"of an hour", store.SignInFilter{From: start.Add(time.Hour), Until: start.Add(2 * time.Hour)}, ":password:password"},
			{"the newest two", store.SignInFilter{Limit: 2}, ":oidc:unknown an:link:ok"},
			{"the next page", store.SignInFilter{Limit: 2, Below: 4}, "an:password:ok :password:password"},
		}
		for _, tt := range tests {
			rows, err := s.SignIns(ctx, tt.filter)
			must(t, err)
			var got []string
			for _, r := range rows {
				got = append(got, r.Login+":"+string(r.Method)+":"+r.Outcome)
				if r.Address != "10.0.0.7" || r.Agent != "Firefox" {
					t.Errorf("%s: from %q with %q", tt.name, r.Address, r.Agent)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
			}
		}
		if n, err := s.PruneSignIns(ctx, start.Add(2*time.Hour)); err != nil || n != 2 {
			t.Errorf("removed %d, %v; want the first 2", n, err)
		}
		if rows, err := s.SignIns(ctx, store.SignInFilter{}); err != nil || len(rows) != 3 || !rows[2].At.Equal(start.Add(2*time.Hour)) {
			t.Errorf("left: %v, %v", rows, err)
		}
		if after, err := s.Counter(ctx); err != nil || after != before {
			t.Errorf("records of sign-ins count as changes: %d, was %d, %v", after, before, err)
		}
	})
}

// The age of a password is that of its last change, by whichever way.
func TestPasswordAge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		without, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: "an", Name: "An"})
		must(t, err)
		if !without.PasswordSet.IsZero() {
			t.Errorf("nobody has set one: %v", without.PasswordSet)
		}
		with, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: "binh", Name: "Bình", PasswordHash: "x"})
		must(t, err)
		if !with.PasswordSet.Equal(now) {
			t.Errorf("set with the account: %v", with.PasswordSet)
		}
		age := func(want time.Time) {
			t.Helper()
			u, err := s.UserByID(ctx, without.ID)
			if err != nil || !u.PasswordSet.Equal(want) {
				t.Errorf("set %v, %v; want %v", u.PasswordSet, err, want)
			}
		}
		now = now.AddDate(0, 0, 1)
		must(t, s.SetPassword(ctx, storetest.CLI, without.ID, "y", ""))
		age(now)
		now = now.AddDate(0, 0, 1)
		word, err := s.NewLink(ctx, storetest.CLI, without.ID, store.ResetLink, now.AddDate(0, 0, 1))
		must(t, err)
		_, err = s.RedeemLink(ctx, "10.0.0.7", word, "z")
		must(t, err)
		age(now)
	})
}

// Two people who change one term see it.
func TestTermsHaveVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		term := func(vi string) i18n.Term {
			c, err := s.Catalogue(ctx)
			must(t, err)
			for _, x := range c.Terms {
				if x.Vi == vi {
					return x
				}
			}
			return i18n.Term{}
		}
		seen := term("quận")
		if seen.Version != 1 {
			t.Errorf("a new term has version %d", seen.Version)
		}
		first, second := seen, seen
		first.En, second.En = "urban district", "borough"
		must(t, s.SaveTerm(ctx, storetest.CLI, first))
		mustBe(t, "the later of two", s.SaveTerm(ctx, storetest.CLI, second), "store.changed_meanwhile")
		mustBe(t, "one that is there, as new", s.SaveTerm(ctx, storetest.CLI, i18n.Term{Sort: i18n.KindTerm, Vi: "quận"}), "store.changed_meanwhile")
		if got := term("quận"); got.En != "urban district" || got.Version != 2 || got.Position != seen.Position {
			t.Errorf("stored %+v", got)
		}
		must(t, s.SaveTerm(ctx, storetest.CLI, i18n.Term{Sort: i18n.KindTerm, Vi: "phường", En: "ward"}))
		if got := term("phường"); got.Version != 1 || got.Position <= seen.Position {
			t.Errorf("a new one: %+v", got)
		}
	})
}
