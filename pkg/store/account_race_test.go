package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// atOnce runs do for each number at once and gives how often each message key
// came back; the empty key is success.
func atOnce(n int, do func(i int) error) map[string]int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	keys := map[string]int{}
	for i := range n {
		wg.Go(func() {
			key := keyOf(do(i))
			mu.Lock()
			keys[key]++
			mu.Unlock()
		})
	}
	wg.Wait()
	return keys
}

func wantKeys(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestOneLoginIsTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		got := atOnce(8, func(int) error {
			_, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: "an", Name: "An"})
			return err
		})
		wantKeys(t, "eight accounts of one login", got, map[string]int{"": 1, "account.login_taken": 7})
	})
}

func TestALinkWorksOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an")
		word, err := s.NewLink(ctx, storetest.CLI, u.ID, store.SetupLink, storetest.Now().Add(time.Hour))
		must(t, err)
		got := atOnce(8, func(i int) error {
			_, err := s.RedeemLink(ctx, "10.0.0.1", word, fmt.Sprint("hash ", i))
			return err
		})
		wantKeys(t, "one link used eight times at once", got, map[string]int{"": 1, "account.link_gone": 7})
	})
}

// Two administrators who shut each other out at once: one stays.
func TestOneAdministratorStaysInARace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		ids := make([]int64, 4)
		for i := range ids {
			ids[i] = person(t, s, fmt.Sprint("quan_tri", i), "administrator@haiphong+below").ID
		}
		got := atOnce(len(ids), func(i int) error { return s.SetDisabled(ctx, storetest.CLI, ids[i], 1, true) })
		wantKeys(t, "four administrators shut out at once", got, map[string]int{"": 3, "account.last_administrator": 1})
	})
}

func TestOneOfTwoChangesOfAnAccountIsLate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		got := atOnce(6, func(i int) error {
			return s.UpdateUser(ctx, storetest.CLI, u.ID, 1, fmt.Sprint("Tên ", i), []account.Grant{{Role: account.Leader, Unit: "lechan"}})
		})
		wantKeys(t, "six changes of one version", got, map[string]int{"": 1, "store.changed_meanwhile": 5})
		if after, err := s.UserByID(ctx, u.ID); err != nil || after.Version != 2 || len(after.Grants) != 1 {
			t.Errorf("left %+v, %v", after, err)
		}
	})
}

// Every failed login is counted, and sessions of many browsers do not disturb
// each other, while figures are saved beside them.
func TestLoginsBesideSaves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		u := person(t, s, "an", "official@lechan")
		got := atOnce(24, func(i int) error {
			switch i % 3 {
			case 0:
				return s.AddLoginFailure(ctx, "an", "10.0.0.1", time.Hour)
			case 1:
				return s.SaveSession(ctx, store.Session{Hash: fmt.Sprint("h", i), UserID: u.ID, Data: []byte("x"), Until: storetest.Now().Add(time.Hour)})
			}
			return enter(s, store.Actor{Login: "an"}, int64(i), 99) // stale: a conflict, or the first of its value
		})
		if got[""]+got["save.conflict"] != 24 {
			t.Errorf("answers %v", got)
		}
		login, address, err := s.LoginFailures(ctx, "an", "10.0.0.1")
		if err != nil || login.Count != 8 || address.Count != 8 {
			t.Errorf("counted %d and %d, %v; want 8 of each", login.Count, address.Count, err)
		}
		if list, err := s.Sessions(ctx, u.ID); err != nil || len(list) != 8 {
			t.Errorf("%d sessions, %v; want 8", len(list), err)
		}
	})
}
