package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// history is a store in which thu_ns of some units was reported on some days.
func history(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s := storetest.Open(t, o)
	change := storetest.City()
	for _, f := range []struct {
		unit   org.Key
		period string
		value  string
		day    int
	}{
		{"lechan", "2022", "10", 1}, {"lechan", "2022", "11", 3}, {"lechan", "2021", "9", 1}, {"lechan", "2020", "8", 1},
		{"ngoquyen", "2022", "20", 2}, {"haiphong", "2022-Q1", "1", 1}, {"andu", "2022-M12", "3", 1}, {"andu", "2024", "4", 1},
	} {
		key := indicator.CellKey{Unit: f.unit, Indicator: "thu_ns", Period: period.MustParse(f.period)}
		change.Figures = append(change.Figures, indicator.Figure{CellKey: key, Value: amount(t, f.value), Status: indicator.Final, Dated: noon(f.day)})
	}
	change.Plans = []indicator.Plan{
		{PlanKey: planKey(), Target: target(t, "10"), Basis: indicator.Proposed, Dated: noon(1)},
		{PlanKey: planKey(), Target: target(t, "12"), Basis: indicator.Unknown, Dated: noon(3)},
	}
	storetest.Apply(t, s, change)
	return s
}

func noon(day int) time.Time { return time.Date(2023, 1, day, 12, 0, 0, 0, time.UTC) }

func cells(b *indicator.Book) []string {
	var all []string
	for k, f := range b.Figures {
		all = append(all, string(k.Unit)+" "+k.Period.String()+" "+text(f.Value))
	}
	slices.Sort(all)
	return all
}

func TestBooks(t *testing.T) {
	tests := []struct {
		name string
		book func(s *store.Store) (*indicator.Book, error)
		want []string
		plan int // versions
	}{
		{"a unit and its year before", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 0, 0, time.Time{})
		}, []string{"andu 2022-M12 3", "lechan 2021 9", "lechan 2022 11"}, 2},
		{"one more year back", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 1, 0, time.Time{})
		}, []string{"andu 2022-M12 3", "lechan 2020 8", "lechan 2021 9", "lechan 2022 11"}, 2},
		{"two more years ahead", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 0, 2, time.Time{})
		}, []string{"andu 2022-M12 3", "andu 2024 4", "lechan 2021 9", "lechan 2022 11"}, 2},
		{"all below", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "haiphong", year, 0, 0, time.Time{})
		}, []string{"andu 2022-M12 3", "haiphong 2022-Q1 1", "lechan 2021 9", "lechan 2022 11", "ngoquyen 2022 20"}, 2},
		{"what a unit came out of", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "anbien", period.MustParse("2025"), 0, 0, time.Time{})
		}, []string{"andu 2024 4"}, 0},
		{"as of a time", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 0, 0, noon(2))
		}, []string{"andu 2022-M12 3", "lechan 2021 9", "lechan 2022 10"}, 1},
		{"as of the very second", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 0, 0, noon(3))
		}, []string{"andu 2022-M12 3", "lechan 2021 9", "lechan 2022 11"}, 2},
		{"as of before anything", func(s *store.Store) (*indicator.Book, error) {
			return s.BookFor(ctx, "lechan", year, 0, 0, noon(1).Add(-time.Second))
		}, nil, 0},
		{"named units", func(s *store.Store) (*indicator.Book, error) {
			return s.Book(ctx, store.BookQuery{Units: []org.Key{"ngoquyen", "lechan"}, FromYear: 2022, ToYear: 2022})
		}, []string{"lechan 2022 11", "ngoquyen 2022 20"}, 2},
		{"all units of a year", func(s *store.Store) (*indicator.Book, error) {
			return s.Book(ctx, store.BookQuery{FromYear: 2024, ToYear: 2024})
		}, []string{"andu 2024 4"}, 0},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := history(t, o)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				b, err := tt.book(s)
				if err != nil {
					t.Fatal(err)
				}
				if got := cells(b); !slices.Equal(got, tt.want) {
					t.Errorf("figures = %q, want %q", got, tt.want)
				}
				if got := len(b.Plans[planKey()]); got != tt.plan {
					t.Errorf("%d versions of the plan, want %d", got, tt.plan)
				}
				if b.Zone != storetest.Zone || len(b.Sets) != 3 || len(b.Levels) != 2 {
					t.Errorf("book has %d sets, %d levels, zone %s", len(b.Sets), len(b.Levels), b.Zone)
				}
			})
		}
	})
}

func TestBookComputes(t *testing.T) {
	s := history(t, storetest.SQLite(t))
	b, err := s.BookFor(ctx, "haiphong", year, 0, 0, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	results := b.Results("haiphong", year)
	if len(results) != 1 || results[0].Actual == nil || results[0].Actual.Rat.RatString() != "31" {
		t.Errorf("haiphong = %+v, want the sum 31 of its districts", results)
	}
}

func TestBookForUnknownUnit(t *testing.T) {
	s := storetest.Filled(t)
	if _, err := s.BookFor(ctx, "moon", year, 0, 0, time.Time{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("BookFor = %v, want NotFound", err)
	}
}

func TestNewestPeriod(t *testing.T) {
	tests := []struct {
		unit    org.Key
		periods []string
		want    string // empty: NotFound
	}{
		{"lechan", []string{"2022-Q3", "2022-YTD06", "2021"}, "2022-Q3"},
		{"lechan", []string{"2022-M12", "2022-Q4", "2022"}, "2022"},
		{"lechan", []string{"2022-M12", "2022-YTD11"}, "2022-M12"},
		{"haiphong", []string{"2022-YTD09", "2022-Q3"}, "2022-YTD09"}, // of a unit below
		{"ngoquyen", []string{"2022"}, ""},
		{"moon", []string{"2022"}, ""},
	}
	for _, tt := range tests {
		t.Run(string(tt.unit)+" "+tt.want, func(t *testing.T) {
			s := storetest.Filled(t)
			var change indicator.Change
			for _, p := range tt.periods {
				key := indicator.CellKey{Unit: "lechan", Indicator: "thu_ns", Period: period.MustParse(p)}
				change.Figures = append(change.Figures, indicator.Figure{CellKey: key, Value: amount(t, "1"), Status: indicator.Final})
			}
			storetest.Apply(t, s, change)
			got, err := s.NewestPeriod(ctx, tt.unit)
			if got.String() != tt.want || (err != nil) != (tt.want == "") || err != nil && errs.KindOf(err) != errs.NotFound {
				t.Errorf("NewestPeriod = %s, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func TestYearsWithSets(t *testing.T) {
	s := storetest.Filled(t)
	set := storetest.City().Sets[0]
	set.Year = 2020
	empty := indicator.Set{Unit: "lechan", Year: 2021}
	storetest.Apply(t, s, indicator.Change{Sets: []indicator.Set{set, empty}})
	if got, err := s.YearsWithSets(ctx, "lechan"); err != nil || !slices.Equal(got, []int{2020, 2022}) {
		t.Errorf("YearsWithSets = %v, %v; want 2020, 2022", got, err)
	}
}

func TestEachInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := history(t, o)
		var got []string
		err := s.EachFigure(ctx, func(f indicator.Figure) error {
			got = append(got, string(f.Unit)+" "+f.Period.String()+" "+text(f.Value))
			return nil
		})
		want := []string{"andu 2022-M12 3", "andu 2024 4", "haiphong 2022-Q1 1", "lechan 2020 8", "lechan 2021 9", "lechan 2022 10", "lechan 2022 11", "ngoquyen 2022 20"}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("EachFigure = %q, %v; want %q", got, err, want)
		}
		var plans []string
		err = s.EachPlan(ctx, func(p indicator.Plan) error { plans = append(plans, text(&p.Target.Low)); return nil })
		if err != nil || !slices.Equal(plans, []string{"10", "12"}) {
			t.Errorf("EachPlan = %q, %v", plans, err)
		}
		stop := errors.New("enough")
		if err := s.EachFigure(ctx, func(indicator.Figure) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("EachFigure stopped with %v, want what the callback said", err)
		}
	})
}

func TestNamesAreThoseOfToday(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		if got := versions(t, s, "thu_ns")[0].ByName; got != "" {
			t.Errorf("ByName without account = %q", got)
		}
		const add = "INSERT INTO account (login, name, created) VALUES ('lan', 'Nguyễn Lan Hương', 0)"
		if _, err := storetest.Raw(t, o).Exec(add); err != nil {
			t.Fatal(err)
		}
		if got := versions(t, s, "thu_ns")[0].ByName; got != "Nguyễn Lan Hương" {
			t.Errorf("ByName = %q, want the name of today", got)
		}
		_, err := s.SaveFigures(ctx, storetest.Minh, "lechan", year, []store.CellSave{{Indicator: "thu_ns", Value: amount(t, "2"), Status: indicator.Final}})
		var conflicts *store.Conflicts
		if !errors.As(err, &conflicts) || conflicts.Cells[0].Stored.ByName != "Nguyễn Lan Hương" {
			t.Errorf("conflict = %v, want it to name who saved", err)
		}
	})
}
