package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// A bundle is made unit by unit, gone on with after a restart, and removed a
// day later.
func TestBundle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := storetest.Open(t, o)
		city(t, s)
		want := store.Bundle{Unit: "haiphong", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1, Formats: []string{"docx", "pdf"}}
		id, err := s.AddBundle(ctx, storetest.Lan, want, []org.Key{"lechan", "ngoquyen"})
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.Bundle(ctx, id)
		if err != nil || b.Unit != want.Unit || b.Period != want.Period || strings.Join(b.Formats, " ") != "docx pdf" || b.By != "lan" || b.State != store.BundleWaiting || b.Total != 2 || b.Made != 0 || !b.Ended.IsZero() {
			t.Errorf("begun: %+v, %v", b, err)
		}
		next, err := s.NextBundleUnits(ctx, id, 1)
		if err != nil || len(next) != 1 || next[0].Position != 1 || next[0].Unit != "lechan" {
			t.Errorf("next %+v, %v", next, err)
		}
		if next, err = s.NextBundleUnits(ctx, id, 5); err != nil || len(next) != 2 || next[1].Unit != "ngoquyen" {
			t.Errorf("next five %+v, %v", next, err)
		}
		if err := s.SaveBundleUnit(ctx, id, 1, []store.BundleFile{{Name: "b.pdf", Content: []byte("x")}, {Name: "a.docx", Content: []byte{0, 255}}}, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveBundleUnit(ctx, id, 1, []store.BundleFile{{Name: "b.pdf", Content: []byte("other")}}, "x"); err != nil {
			t.Errorf("a second time: %v", err)
		}
		if next, err := s.NextBundleUnits(ctx, id, 5); err != nil || len(next) != 1 || next[0].Unit != "ngoquyen" {
			t.Errorf("after one: %+v, %v", next, err)
		}
		if err := s.SaveBundleUnit(ctx, id, 2, nil, "core.internal"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.NextBundleUnits(ctx, id, 1); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after all: %v, want NotFound", err)
		}
		if err := s.EndBundle(ctx, id, store.BundleDone); err != nil {
			t.Fatal(err)
		}
		b, err = s.Bundle(ctx, id)
		if err != nil || b.State != store.BundleDone || b.Made != 2 || len(b.Faults) != 1 || b.Faults[0].Unit != "ngoquyen" || b.Ended.IsZero() {
			t.Errorf("done: %+v, %v", b, err)
		}
		units, err := s.BundleUnits(ctx, id)
		files, fileErr := s.BundleFiles(ctx, id, 1)
		if err = errors.Join(err, fileErr); err != nil || len(units) != 1 || len(files) != 2 || files[0].Name != "a.docx" || string(files[0].Content) != "\x00\xff" || string(files[1].Content) != "x" {
			t.Errorf("units %+v, files %+v, %v", units, files, err)
		}
		now = now.Add(25 * time.Hour)
		if _, err := s.AddBundle(ctx, storetest.Minh, want, []org.Key{"lechan"}); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Bundles(ctx, "lan", "haiphong", want.Period); err != nil || len(all) != 0 {
			t.Errorf("a day later %d are still there, %v", len(all), err)
		}
		if _, err := s.Bundle(ctx, id+100); errs.KindOf(err) != errs.NotFound {
			t.Errorf("one that never was: %v, want NotFound", err)
		}
	})
}

func city(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Change(ctx, storetest.CLI, func(*indicator.State) (indicator.Change, error) { return storetest.City(), nil })
	if err != nil {
		t.Fatal(err)
	}
}

// Of two servers one works on a bundle; once the other is silent for the
// lease, it goes on.
func TestClaimBundle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := storetest.Open(t, o)
		city(t, s)
		id, err := s.AddBundle(ctx, storetest.Lan, store.Bundle{Unit: "haiphong", Period: period.MustParse("2022"), Lang: i18n.En}, []org.Key{"lechan"})
		if err != nil {
			t.Fatal(err)
		}
		steps := []struct {
			name  string
			do    func() error
			after time.Duration
			want  bool
		}{
			{"first", nil, 0, true},
			{"at once", nil, 0, false},
			{"given back", func() error { return s.ReleaseBundle(ctx, id) }, 0, true},
			{"silent", nil, time.Minute, true},
			{"still at work", func() error { return s.SaveBundleUnit(ctx, id, 1, nil, "") }, 0, false},
			{"ended", func() error { return s.EndBundle(ctx, id, store.BundleDone) }, time.Hour, false},
		}
		for _, step := range steps {
			now = now.Add(step.after)
			if step.do != nil {
				if err := step.do(); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := s.ClaimBundle(ctx, id, 30*time.Second); err != nil || got != step.want {
				t.Errorf("%s: %t, %v; want %t", step.name, got, err, step.want)
			}
		}
	})
}

// A cancelled bundle keeps no files, and a person has one for a unit's period.
func TestCancelAndReplaceBundle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		city(t, s)
		add := func() int64 {
			id, err := s.AddBundle(ctx, storetest.Lan, store.Bundle{Unit: "haiphong", Period: period.MustParse("2022"), Lang: i18n.Vi}, []org.Key{"lechan"})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first := add()
		if err := s.SaveBundleUnit(ctx, first, 1, []store.BundleFile{{Name: "a", Content: []byte("a")}}, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.EndBundle(ctx, first, store.BundleCancelled); err != nil {
			t.Fatal(err)
		}
		if files, err := s.BundleFiles(ctx, first, 1); err != nil || len(files) != 0 {
			t.Errorf("cancelled, it keeps %d files, %v", len(files), err)
		}
		if err := s.EndBundle(ctx, first, store.BundleDone); err != nil {
			t.Fatal(err)
		}
		if b, err := s.Bundle(ctx, first); err != nil || b.State != store.BundleCancelled {
			t.Errorf("cancelled, then ended: %s, %v", b.State, err)
		}
		second := add()
		all, err := s.Bundles(ctx, "lan", "haiphong", period.MustParse("2022"))
		if err != nil || len(all) != 1 || all[0].ID != second {
			t.Errorf("bundles %+v, %v; want the newer alone", all, err)
		}
		if all, err := s.Bundles(ctx, "minh", "haiphong", period.MustParse("2022")); err != nil || len(all) != 0 {
			t.Errorf("another person sees %d, %v", len(all), err)
		}
		if all, err := s.WaitingBundles(ctx); err != nil || len(all) != 1 {
			t.Errorf("%d are waiting, %v", len(all), err)
		}
	})
}
