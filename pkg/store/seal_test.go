package store_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// sealKey seals the secrets of tests.
var sealKey = store.NewKey()

// kept gives what stands in the database as a person's secret.
func kept(t *testing.T, o store.Options, id int64) (text string) {
	t.Helper()
	must(t, storetest.Raw(t, o).QueryRow("SELECT secret FROM account_totp WHERE account_id = "+string(rune('0'+id))).Scan(&text))
	return text
}

// Secrets stand sealed in the database; each opens at its own person alone and
// by its own key alone.
func TestSecretsAreSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		an, binh := person(t, s, "an", "official@lechan"), person(t, s, "binh", "official@lechan")
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "SECRET", 0, []string{"one"}, ""))
		must(t, s.EnableTOTP(ctx, storetest.CLI, binh.ID, "SECRET", 0, nil, ""))
		first, second := kept(t, o, an.ID), kept(t, o, binh.ID)
		if strings.Contains(first, "SECRET") || first == second || !strings.HasPrefix(first, "v1.") {
			t.Errorf("kept as %q and %q", first, second)
		}
		archive, _ := backup(t, s)
		if bytes.Contains(archive, []byte("SECRET")) {
			t.Error("the archive tells a secret")
		}
		raw := storetest.Raw(t, o)
		change := func(text string) {
			_, err := raw.Exec("UPDATE account_totp SET secret = '" + text + "' WHERE account_id = 2")
			must(t, err)
		}
		for name, text := range map[string]string{"another's": first, "changed": second[:len(second)-2] + "AA", "cut": second[:12], "no base64": "v1.???"} {
			change(text)
			if f, err := s.SecondFactor(ctx, binh.ID); err != nil || !f.Lost || f.Secret != "" {
				t.Errorf("%s: %+v, %v", name, f, err)
			}
		}
		change(second)
		s.UseKey(store.NewKey())
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || !f.Lost || f.Codes != 1 {
			t.Errorf("by another key: %+v, %v", f, err)
		}
		if ok, err := s.UseRecoveryCode(ctx, "x", an, "one"); !ok || err != nil {
			t.Errorf("a code on paper: %v, %v", ok, err)
		}
		_, err := s.Verify(ctx)
		if text := err.Error(); !strings.Contains(text, "user/an") || !strings.Contains(text, "user/binh") {
			t.Errorf("verify without the key: %v", err)
		}
		s.UseKey(sealKey)
		if _, err := s.Verify(ctx); err != nil {
			t.Errorf("verify: %v", err)
		}
		must(t, s.DisableTOTP(ctx, storetest.CLI, an.ID))
	})
}

// The first key of a database is the one of all its servers; plain secrets of
// older programs are sealed by it at once, and a start later changes nothing.
func TestAdoptKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		an := person(t, s, "an", "official@lechan")
		must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "X", 0, nil, ""))
		_, err := storetest.Raw(t, o).Exec("UPDATE account_totp SET secret = 'OLDPLAIN'")
		must(t, err)
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || f.Secret != "OLDPLAIN" {
			t.Errorf("plain still: %+v, %v", f, err)
		}
		own, other := store.NewKey(), store.NewKey()
		if has, err := s.HasKey(ctx); has || err != nil {
			t.Errorf("a key before any: %v, %v", has, err)
		}
		adopt := func(name string, k store.Key, instead bool, sealed int, changes int64, key string) {
			t.Helper()
			before := counter(t, s)
			got, err := s.AdoptKey(ctx, storetest.CLI, k, instead)
			if got != sealed || counter(t, s)-before != changes || (key == "") != (err == nil) {
				t.Errorf("%s: sealed %d in %d changes, %v; want %d in %d", name, got, counter(t, s)-before, err, sealed, changes)
			}
			if key != "" {
				mustBe(t, name, err, key)
			}
		}
		adopt("first", own, false, 1, 1, "")
		adopt("again", own, false, 0, 0, "")
		adopt("another", other, false, 0, 0, "store.other_key")
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || f.Secret != "OLDPLAIN" || strings.Contains(kept(t, o, an.ID), "OLDPLAIN") {
			t.Errorf("sealed: %+v, %v", f, err)
		}
		adopt("another, the first is lost", other, true, 0, 1, "")
		if f, err := s.SecondFactor(ctx, an.ID); err != nil || !f.Lost {
			t.Errorf("after the key was lost: %+v, %v", f, err)
		}
		adopt("the first comes back", own, false, 0, 0, "store.other_key")
		if has, err := s.HasKey(ctx); !has || err != nil {
			t.Errorf("a key: %v, %v", has, err)
		}
	})
}

// A restored database takes the key of the machine it comes to.
func TestRestoreWithoutTheKey(t *testing.T) {
	s := storetest.Filled(t)
	an := person(t, s, "an", "official@lechan")
	_, err := s.AdoptKey(ctx, storetest.CLI, sealKey, false)
	must(t, err)
	must(t, s.EnableTOTP(ctx, storetest.CLI, an.ID, "SECRET", 0, []string{"one"}, ""))
	archive, _ := backup(t, s)
	storetest.Each(t, func(t *testing.T, o store.Options) {
		to := storetest.Open(t, o)
		_, err := to.Restore(ctx, bytes.NewReader(archive), int64(len(archive)))
		must(t, err)
		if has, err := to.HasKey(ctx); has || err != nil {
			t.Errorf("the key of the other machine: %v, %v", has, err)
		}
		_, err = to.AdoptKey(ctx, storetest.CLI, store.NewKey(), false)
		must(t, err)
		if f, err := to.SecondFactor(ctx, an.ID); err != nil || !f.Lost {
			t.Errorf("without the key: %+v, %v", f, err)
		}
		_, err = to.AdoptKey(ctx, storetest.CLI, sealKey, true)
		must(t, err)
		if f, err := to.SecondFactor(ctx, an.ID); err != nil || f.Secret != "SECRET" {
			t.Errorf("with the key brought along: %+v, %v", f, err)
		}
	})
}

func TestParseKey(t *testing.T) {
	if k, err := store.ParseKey(" " + sealKey.String() + "\n"); err != nil || k != sealKey {
		t.Errorf("a key: %v", err)
	}
	for _, text := range []string{"", "khóa", sealKey.String()[:40], sealKey.String() + "AAAA"} {
		if _, err := store.ParseKey(text); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v, want Invalid", text, err)
		}
	}
	s := storetest.Filled(t)
	an := person(t, s, "an", "official@lechan")
	if err := s.EnableTOTP(context.Background(), storetest.CLI, an.ID, "SECRET", 0, nil, ""); err == nil {
		t.Error("a secret is taken without a key to seal it")
	}
}
