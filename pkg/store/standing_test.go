package store_test

import (
	"slices"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestStandings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		an, binh := person(t, s, "an"), person(t, s, "binh")
		for hash, id := range map[string]int64{"a": an.ID, "b": binh.ID, "none": 0} {
			must(t, s.SaveSession(ctx, store.Session{Hash: hash, UserID: id, Data: []byte("x"), Until: now.Add(time.Hour)}))
		}
		must(t, s.SetLang(ctx, binh.ID, "en"))
		counter, err := s.Counter(ctx)
		must(t, err)
		got, by, err := s.Standings(ctx, []string{"a", "b", "none", "unknown"})
		must(t, err)
		if got != counter || by["a"] != (store.Standing{UserID: an.ID}) || by["b"] != (store.Standing{UserID: binh.ID, Lang: "en"}) {
			t.Errorf("counter %d, want %d; %+v", got, counter, by)
		}
		if by["none"].UserID != 0 || by["unknown"].UserID != 0 {
			t.Errorf("nobody stands for somebody: %+v", by)
		}
		must(t, s.EndSession(ctx, "a"))
		now = now.Add(2 * time.Hour)
		got, by, err = s.Standings(ctx, []string{"a", "b"})
		if err != nil || got != counter || by["a"].UserID != 0 || by["b"].UserID != 0 {
			t.Errorf("after the sessions: counter %d, %+v, %v", got, by, err)
		}
	})
}

func TestMoments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		storetest.Fill(t, s)
		p := period.MustParse("2022")
		key := indicator.CellKey{Unit: "lechan", Indicator: "thu_ns", Period: p}
		days := []time.Time{storetest.Day(2022, 11, 25), storetest.Day(2022, 12, 7)}
		for n, day := range days {
			value := number.New(int64(900+n), 0)
			scaled, err := value.Rescale(3)
			must(t, err)
			storetest.Apply(t, s, indicator.Change{Figures: []indicator.Figure{{CellKey: key, Value: &scaled, Status: indicator.Estimate, Dated: day}}})
		}
		got, err := s.Moments(ctx, "lechan", p)
		must(t, err)
		slices.Reverse(days)
		if !slices.EqualFunc(got, days, time.Time.Equal) {
			t.Errorf("moments %v, want %v", got, days)
		}
		if got, err := s.Moments(ctx, "ngoquyen", p); err != nil || len(got) != 0 {
			t.Errorf("a unit without figures has moments %v, %v", got, err)
		}
	})
}
