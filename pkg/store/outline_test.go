package store_test

import (
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// square is an outline whose lower left corner lies at a point.
func square(unit org.Key, east, north int32) org.Outline {
	at := func(e, n int32) org.Point { return org.Point{East: east + e, North: north + n} }
	return org.Outline{Unit: unit, Rings: [][]org.Point{
		{at(0, 0), at(900, 0), at(900, 900), at(0, 900), at(0, 0)},
		{at(100, 100), at(200, 100), at(200, 200), at(100, 100)},
	}}
}

func saveOutlines(s *store.Store, all ...org.Outline) error {
	return s.Change(ctx, storetest.Minh, func(*indicator.State) (indicator.Change, error) {
		return indicator.Change{Outlines: all}, nil
	})
}

func TestOutlines(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		holds := func(step string, want ...org.Outline) {
			t.Helper()
			c, err := s.Catalogue(ctx)
			if err != nil || !slices.EqualFunc(c.Outlines, want, org.Outline.Equal) {
				t.Errorf("%s: %+v (%v), want %+v", step, c.Outlines, err, want)
			}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		holds("at first")
		if err := s.RemoveOutlines(ctx, storetest.Minh); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removing what is not there: %v", err)
		}
		// The far corners of the globe come back as they were given.
		lechan, quyen := square("lechan", -18_000_000, 8_999_000), square("ngoquyen", 17_999_000, -9_000_000)
		must(saveOutlines(s, quyen, lechan))
		holds("saved", lechan, quyen)
		counter, err := s.Counter(ctx)
		must(err)
		must(saveOutlines(s, quyen, lechan))
		if again, err := s.Counter(ctx); err != nil || again != counter {
			t.Errorf("the same again counts as a change: %d after %d (%v)", again, counter, err)
		}
		moved := square("lechan", 0, 0)
		must(saveOutlines(s, moved))
		holds("one is replaced, the other stays", moved, quyen)
		raw, _ := backup(t, s)
		storetest.Each(t, func(t *testing.T, to store.Options) {
			copied := storetest.Open(t, to)
			must(restore(copied, raw))
			c, err := copied.Catalogue(ctx)
			if err != nil || !slices.EqualFunc(c.Outlines, []org.Outline{moved, quyen}, org.Outline.Equal) {
				t.Errorf("after a restore %+v (%v)", c.Outlines, err)
			}
		})
		must(s.RemoveOutlines(ctx, storetest.Minh))
		holds("removed")
		rows := audit(t, s, store.AuditFilter{Action: "outline.save", Limit: 10})
		if len(rows) != 3 || rows[0].Object != "lechan" || rows[0].Login != "minh" || !strings.Contains(rows[0].Before, `"points":9`) || rows[0].Before == rows[0].After {
			t.Errorf("audit %+v", rows)
		}
		if rows := audit(t, s, store.AuditFilter{Action: "outline.remove", Limit: 10}); len(rows) != 1 || rows[0].Before != `{"units":["lechan","ngoquyen"]}` {
			t.Errorf("audit of the removal %+v", rows)
		}
		verified(t, s)
	})
}

func TestOutlinesRefused(t *testing.T) {
	open := square("lechan", 0, 0)
	open.Rings[1] = open.Rings[1][:3]
	s := storetest.Filled(t)
	for name, o := range map[string]org.Outline{"no unit": square("moon", 0, 0), "an open ring": open, "no ring": {Unit: "lechan"}} {
		if err := saveOutlines(s, o); errs.KindOf(err) != errs.Invalid {
			t.Errorf("an outline of %s: %v", name, err)
		}
	}
}
