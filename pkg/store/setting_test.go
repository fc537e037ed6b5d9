package store_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// setTo tells whether a setting has a value and a version.
func setTo(t *testing.T, s *store.Store, name, value string, version int) {
	t.Helper()
	if got, v, err := s.Setting(ctx, name); err != nil || got != value || v != version {
		t.Errorf("%s is %q of version %d, %v; want %q of version %d", name, got, v, err, value, version)
	}
}

func TestSettingsHaveVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		setTo(t, s, store.OwnApproval, "", 0)
		must(t, s.SaveSetting(ctx, storetest.Minh, store.OwnApproval, "on", 0))
		setTo(t, s, store.OwnApproval, "on", 1)
		setTo(t, s, store.LockAfterDue, "", 0)
		if err := s.SaveSetting(ctx, storetest.Lan, store.OwnApproval, "", 0); errs.KindOf(err) != errs.Conflict {
			t.Errorf("over a change not seen: %v, want Conflict", err)
		}
		setTo(t, s, store.OwnApproval, "on", 1)
		if err := s.SaveSetting(ctx, storetest.Lan, store.OwnApproval, "", 2); errs.KindOf(err) != errs.Conflict {
			t.Errorf("over a version there never was: %v, want Conflict", err)
		}
		must(t, s.SaveSetting(ctx, storetest.Lan, store.OwnApproval, "", 1))
		setTo(t, s, store.OwnApproval, "", 2)
	})
}

// A setting saved as it is leaves neither a version nor a row of the audit.
func TestASettingSavedAsItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		must(t, s.SaveSetting(ctx, storetest.Minh, store.LockAfterDue, "on", 0))
		must(t, s.SaveSetting(ctx, storetest.Minh, store.LockAfterDue, "on", 1))
		setTo(t, s, store.LockAfterDue, "on", 1)
		rows := audit(t, s, store.AuditFilter{Action: "setting."})
		if len(rows) != 1 {
			t.Fatalf("%d rows, want 1", len(rows))
		}
		if r := rows[0]; r.Login != "minh" || r.Object != "setting/period.lock_due" || r.After != `"on"` {
			t.Errorf("the audit says %+v", r)
		}
	})
}

// Of several who change one setting from the same version one is taken.
func TestOneOfManyChangesOfASetting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		var taken, late atomic.Int32
		var wg sync.WaitGroup
		s := opened(t, o)
		for _, value := range []string{"6", "12", "24", "36", "48", "60"} {
			wg.Go(func() {
				switch err := s.SaveSetting(ctx, storetest.CLI, store.SignInKeep, value, 0); {
				case err == nil:
					taken.Add(1)
				case errs.KindOf(err) == errs.Conflict:
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if taken.Load() != 1 || late.Load() != 5 {
			t.Errorf("%d taken and %d late, want 1 and 5", taken.Load(), late.Load())
		}
		if _, version, err := s.Setting(ctx, store.SignInKeep); err != nil || version != 1 {
			t.Errorf("version %d, %v; want 1", version, err)
		}
	})
}

// What one server changes holds on the other at the next question.
func TestSettingsHoldOnEveryServer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		one, two := opened(t, o), storetest.Open(t, o)
		setTo(t, two, store.OwnApproval, "", 0)
		must(t, one.SaveSetting(ctx, storetest.CLI, store.OwnApproval, "on", 0))
		setTo(t, two, store.OwnApproval, "on", 1)
		if err := two.SaveSetting(ctx, storetest.CLI, store.OwnApproval, "off", 0); errs.KindOf(err) != errs.Conflict {
			t.Errorf("what the other server changed was written over: %v", err)
		}
	})
}

func TestASettingThatCannotBeRead(t *testing.T) {
	s := opened(t, storetest.SQLite(t))
	policy, err := s.PasswordPolicy(ctx)
	if want, wrong := account.ParsePolicy(""); err != nil || wrong != nil || policy != want {
		t.Errorf("rules nobody changed are %+v, %v; want %+v", policy, err, want)
	}
	must(t, s.SaveSetting(ctx, storetest.CLI, store.PasswordRules, "damaged", 0))
	if got, err := s.PasswordPolicy(ctx); err == nil {
		t.Errorf("damaged rules were read as %+v", got)
	}
}

// The order of writes is that of the audit, whoever wrote.
func TestTheAuditFollowsTheWrites(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		var want []string
		for i, name := range []string{"a", "b", "c", "d"} {
			by := []store.Actor{storetest.Lan, storetest.Minh}[i%2]
			must(t, s.SaveSetting(ctx, by, name, "x", 0))
			want = append([]string{by.Login + " setting/" + name}, want...)
		}
		var got []string
		for _, r := range audit(t, s, store.AuditFilter{Action: "setting.save"}) {
			got = append(got, r.Login+" "+r.Object)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the audit has %q, want %q", got, want)
		}
		verified(t, s)
	})
}

func TestFailuresOfLoginsSurviveARestart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first, err := store.Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			must(t, first.AddLoginFailure(ctx, "an", "10.0.0.1", quietTime))
		}
		must(t, first.Close())
		failed(t, storetest.Open(t, o), "an", "10.0.0.1", 4, 4)
	})
}

func failed(t *testing.T, s *store.Store, login, address string, ofLogin, ofAddress int) {
	t.Helper()
	if l, a, err := s.LoginFailures(ctx, login, address); err != nil || l.Count != ofLogin || a.Count != ofAddress {
		t.Errorf("%s from %s failed %d and %d times, %v; want %d and %d", login, address, l.Count, a.Count, err, ofLogin, ofAddress)
	}
}

// No failure is lost between servers, and a login that reads like an address
// is not taken for one.
func TestFailuresOfLoginsAreAllCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		servers := []*store.Store{opened(t, o), storetest.Open(t, o)}
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if err := servers[i%2].AddLoginFailure(ctx, "10.0.0.9", "10.0.0.1", quietTime); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		failed(t, servers[0], "10.0.0.9", "10.0.0.1", 20, 20)
		failed(t, servers[1], "10.0.0.1", "10.0.0.9", 0, 0)
		must(t, servers[1].ClearLoginFailures(ctx, "10.0.0.1"))
		failed(t, servers[0], "10.0.0.9", "10.0.0.1", 20, 20)
	})
}

// Logins that fail or end are no change of figures: nothing kept in memory is
// dropped for them, and the audit is not filled by whoever guesses passwords.
func TestFailuresRaiseNoCounter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		before := markOf(t, s)
		must(t, s.AddLoginFailure(ctx, "an", "10.0.0.1", quietTime))
		must(t, s.ClearLoginFailures(ctx, "an"))
		must(t, s.EndSession(ctx, "none"))
		broken := errors.New("no room")
		if _, err := s.Job(ctx, "x", storetest.Now(), quietTime, func() error { return broken }); !errors.Is(err, broken) {
			t.Errorf("the job's error is %v", err)
		}
		before.unchanged(t, s, "a failed login and a failed job")
	})
}
