package store_test

import (
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		an, binh := person(t, s, "an"), person(t, s, "binh")
		counter, err := s.Counter(ctx)
		must(t, err)
		for hash, id := range map[string]int64{"a1": an.ID, "a2": an.ID, "b1": binh.ID, "none": 0} {
			must(t, s.SaveSession(ctx, store.Session{Hash: hash, UserID: id, Data: []byte("data " + hash), Until: now.Add(time.Hour), Address: "10.0.0.1", Agent: "Trình duyệt"}))
		}
		got, err := s.Session(ctx, "a1")
		if err != nil || string(got.Data) != "data a1" || got.UserID != an.ID || !got.Started.Equal(now) || got.Agent != "Trình duyệt" {
			t.Errorf("session %+v, %v", got, err)
		}
		must(t, s.SaveSession(ctx, store.Session{Hash: "a1", UserID: an.ID, Data: []byte("other"), Until: now.Add(2 * time.Hour)}))
		if got, err := s.Session(ctx, "a1"); err != nil || string(got.Data) != "other" {
			t.Errorf("saved again: %+v, %v", got, err)
		}
		if list, err := s.Sessions(ctx, an.ID); err != nil || len(list) != 2 {
			t.Errorf("%d sessions, %v", len(list), err)
		}
		must(t, s.EndSessions(ctx, an.ID, "a1"))
		_, err = s.Session(ctx, "a2")
		mustBe(t, "the other session", err, "account.session_gone")
		if _, err := s.Session(ctx, "b1"); err != nil {
			t.Errorf("another person's session: %v", err)
		}
		must(t, s.EndSession(ctx, "b1"))
		must(t, s.EndSession(ctx, "b1"))
		now = now.Add(90 * time.Minute)
		_, err = s.Session(ctx, "none")
		mustBe(t, "a session that is over", err, "account.session_gone")
		if after, err := s.Counter(ctx); err != nil || after != counter {
			t.Errorf("sessions raise the counter of figures from %d to %d, %v", counter, after, err)
		}
		must(t, s.SaveSession(ctx, store.Session{Hash: "new", UserID: an.ID, Data: []byte("x"), Until: now.Add(time.Hour)}))
		var left int
		must(t, storetest.Raw(t, o).QueryRow("SELECT COUNT(*) FROM session").Scan(&left))
		if left != 2 {
			t.Errorf("%d rows after a save, want 2: those that are over are forgotten", left)
		}
	})
}

func TestANewPasswordEndsWhatWasOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		until := storetest.Now().Add(time.Hour)
		for _, hash := range []string{"here", "there"} {
			must(t, s.SaveSession(ctx, store.Session{Hash: hash, UserID: u.ID, Data: []byte("x"), Until: until}))
		}
		word, err := s.AddToken(ctx, storetest.CLI, store.Token{UserID: u.ID, Name: "bar"})
		must(t, err)
		link, err := s.NewLink(ctx, storetest.CLI, u.ID, store.ResetLink, until)
		must(t, err)
		must(t, s.AddLoginFailure(ctx, "an", "10.0.0.1", time.Hour))
		must(t, s.SetPassword(ctx, storetest.CLI, u.ID, "new", "here"))
		if _, err := s.Session(ctx, "here"); err != nil {
			t.Errorf("the session to keep: %v", err)
		}
		_, err = s.Session(ctx, "there")
		mustBe(t, "another session", err, "account.session_gone")
		_, _, err = s.TokenUser(ctx, word)
		mustBe(t, "a token", err, "api.token_wrong")
		_, err = s.Link(ctx, link)
		mustBe(t, "a link", err, "account.link_gone")
		if f, _, err := s.LoginFailures(ctx, "an", "10.0.0.1"); err != nil || f.Count != 0 {
			t.Errorf("failed logins %+v, %v", f, err)
		}
	})
}

func TestTokensOfTheStore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		an, binh := person(t, s, "an", "official@lechan"), person(t, s, "binh", "official@lechan")
		word, err := s.AddToken(ctx, storetest.CLI, store.Token{UserID: an.ID, Name: " máy chủ ", Role: account.Official, Unit: "lechan", Until: now.Add(time.Hour)})
		must(t, err)
		token, user, err := s.TokenUser(ctx, word)
		if err != nil || user.Login != "an" || token.Name != "máy chủ" || token.Role != account.Official || token.Unit != "lechan" || !token.Created.Equal(now) || !token.Revoked.IsZero() {
			t.Errorf("token %+v of %+v, %v", token, user, err)
		}
		_, _, err = s.TokenUser(ctx, word+"x")
		mustBe(t, "another word", err, "api.token_wrong")
		_, err = s.AddToken(ctx, storetest.CLI, store.Token{UserID: an.ID, Name: ""})
		mustBe(t, "no name", err, "account.token_name")
		_, err = s.AddToken(ctx, storetest.CLI, store.Token{UserID: an.ID, Name: "x", Role: account.Administrator})
		mustBe(t, "an administrator's", err, "account.token_role")
		_, err = s.AddToken(ctx, storetest.CLI, store.Token{UserID: 99, Name: "x"})
		mustBe(t, "for nobody", err, "account.no_such_user")
		mustBe(t, "revoking another person's", s.RevokeToken(ctx, storetest.CLI, binh.ID, token.ID), "account.no_such_token")
		must(t, s.SetDisabled(ctx, storetest.CLI, an.ID, an.Version, true))
		_, _, err = s.TokenUser(ctx, word)
		mustBe(t, "of a disabled person", err, "api.token_wrong")
		must(t, s.SetDisabled(ctx, storetest.CLI, an.ID, an.Version+1, false))
		now = now.Add(time.Hour)
		_, _, err = s.TokenUser(ctx, word)
		mustBe(t, "after its end", err, "api.token_wrong")
		if list, err := s.Tokens(ctx, an.ID); err != nil || len(list) != 1 {
			t.Errorf("tokens %+v, %v", list, err)
		}
		must(t, s.RevokeToken(ctx, storetest.CLI, an.ID, token.ID))
		mustBe(t, "revoking twice", s.RevokeToken(ctx, storetest.CLI, an.ID, token.ID), "account.no_such_token")
		if list, err := s.Tokens(ctx, an.ID); err != nil || len(list) != 0 {
			t.Errorf("tokens after revoking %+v, %v", list, err)
		}
	})
}

func TestLoginFailures(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		const quiet = 15 * time.Minute
		for range 3 {
			must(t, s.AddLoginFailure(ctx, "an", "10.0.0.1", quiet))
		}
		must(t, s.AddLoginFailure(ctx, "binh", "10.0.0.1", quiet))
		login, address, err := s.LoginFailures(ctx, "an", "10.0.0.1")
		if err != nil || login.Count != 3 || address.Count != 4 || !login.Latest.Equal(now) {
			t.Errorf("counted %+v and %+v, %v", login, address, err)
		}
		must(t, s.ClearLoginFailures(ctx, "an"))
		if login, address, err = s.LoginFailures(ctx, "an", "10.0.0.1"); err != nil || login.Count != 0 || address.Count != 4 {
			t.Errorf("after a login: %+v and %+v, %v", login, address, err)
		}
		now = now.Add(quiet + time.Second)
		must(t, s.AddLoginFailure(ctx, "binh", "10.0.0.1", quiet))
		if login, address, err = s.LoginFailures(ctx, "binh", "10.0.0.1"); err != nil || login.Count != 1 || address.Count != 1 {
			t.Errorf("after the quiet time: %+v and %+v, %v", login, address, err)
		}
	})
}
