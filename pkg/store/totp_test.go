package store_test

import (
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestSecondFactor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		an, binh := person(t, s, "an", "official@lechan"), person(t, s, "binh", "official@lechan")
		_, err := s.SecondFactor(ctx, an.ID)
		mustBe(t, "before", err, "totp.none")
		mustBe(t, "none to take away", s.DisableTOTP(ctx, storetest.CLI, an.ID), "totp.none")
		mustBe(t, "none to have codes", s.RenewRecoveryCodes(ctx, storetest.CLI, an.ID, []string{"x"}), "totp.none")
		must(t, s.SaveSession(ctx, store.Session{Hash: "here", UserID: an.ID, Data: []byte("x"), Until: storetest.Now().AddDate(0, 0, 1)}))
		must(t, s.SaveSession(ctx, store.Session{Hash: "there", UserID: an.ID, Data: []byte("x"), Until: storetest.Now().AddDate(0, 0, 1)}))
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "SECRET", 10, []string{"one", "two"}, "here"))
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || f.Secret != "SECRET" || f.Codes != 2 || !f.Since.Equal(storetest.Now()) {
			t.Errorf("set up: %+v, %v", f, err)
		}
		if list, err := s.Sessions(ctx, an.ID); err != nil || len(list) != 1 || list[0].Hash != "here" {
			t.Errorf("sessions %+v, %v", list, err)
		}
		for _, step := range []struct {
			at   int64
			want bool
		}{{10, false}, {11, true}, {11, false}, {9, false}, {13, true}} {
			if got, err := s.UseTOTPStep(ctx, an.ID, step.at); err != nil || got != step.want {
				t.Errorf("step %d: %v, %v; want %v", step.at, got, err, step.want)
			}
		}
		if got, err := s.UseTOTPStep(ctx, binh.ID, 20); err != nil || got {
			t.Errorf("a person without: %v, %v", got, err)
		}
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "OTHER", 0, []string{"three"}, ""))
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || f.Secret != "OTHER" || f.Codes != 1 {
			t.Errorf("set up again: %+v, %v", f, err)
		}
		must(t, s.DisableTOTP(ctx, storetest.CLI, an.ID))
		_, err = s.SecondFactor(ctx, an.ID)
		mustBe(t, "taken away", err, "totp.none")
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("kind %v", errs.KindOf(err))
		}
	})
}

func TestRecoveryCodes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		an, binh := person(t, s, "an", "official@lechan"), person(t, s, "binh", "official@lechan")
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "SECRET", 0, []string{"one", "two"}, ""))
		before := counter(t, s)
		for _, step := range []struct {
			name, code string
			want       bool
		}{{"wrong", "three", false}, {"right", "one", true}, {"again", "one", false}, {"empty", "", false}} {
			if got, err := s.UseRecoveryCode(ctx, "10.0.0.1", an, step.code); err != nil || got != step.want {
				t.Errorf("%s: %v, %v; want %v", step.name, got, err, step.want)
			}
		}
		if n := counter(t, s) - before; n != 1 {
			t.Errorf("%d changes, want 1: what is refused changes nothing", n)
		}
		if got, err := s.UseRecoveryCode(ctx, "10.0.0.1", binh, "two"); err != nil || got {
			t.Errorf("another person's code: %v, %v", got, err)
		}
		must(t, s.RenewRecoveryCodes(ctx, storetest.CLI, an.ID, []string{"four"}))
		if got, err := s.UseRecoveryCode(ctx, "10.0.0.1", an, "two"); err != nil || got {
			t.Errorf("a replaced code: %v, %v", got, err)
		}
		var left int
		must(t, storetest.Raw(t, o).QueryRow("SELECT COUNT(*) FROM recovery_code WHERE hash = 'four'").Scan(&left))
		if left != 0 {
			t.Error("a code is kept in plain")
		}
	})
}

func TestTOTPState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		an := person(t, s, "an", "official@lechan")
		check := func(policy string, enrolled bool) {
			t.Helper()
			if p, e, err := s.TOTPState(ctx, an.ID); err != nil || p != policy || e != enrolled {
				t.Errorf("state %q %v, %v; want %q %v", p, e, err, policy, enrolled)
			}
		}
		check(store.TOTPOffered, false)
		must(t, s.SaveSetting(ctx, storetest.CLI, store.TOTPPolicy, store.TOTPRequired, 0))
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "SECRET", 0, nil, ""))
		check(store.TOTPRequired, true)
	})
}
