package store_test

import (
	"fmt"
	"maps"
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// Whatever is done through whichever process, a book with what was kept is the
// book of a store that has just been opened.
func TestKeptBooksAreNeverStale(t *testing.T) {
	const steps = 60
	storetest.Each(t, func(t *testing.T, o store.Options) {
		random := rand.New(rand.NewSource(int64(len(t.Name()))))
		kept, other := wide(t, o, 4), storetest.Open(t, o)
		fresh := func() *store.Store { return storetest.Open(t, o) }
		for step := range steps {
			s := []*store.Store{kept, other}[random.Intn(2)]
			what := randomChange(t, s, random)
			unit := []org.Key{"haiphong", "lechan", "anbien", "ngoquyen"}[random.Intn(4)]
			p := period.Period{Year: 2021 + random.Intn(3)}
			got, want := bookOf(t, kept, unit, p), bookOf(t, other, unit, p)
			if step%20 == 19 {
				want = bookOf(t, fresh(), unit, p)
			}
			if err := sameBook(got, want); err != nil {
				t.Fatalf("step %d, %s, book of %s %s: %v", step, what, unit, p, err)
			}
		}
		all, err := kept.Book(ctx, store.BookQuery{FromYear: 1900, ToYear: 2100})
		if err != nil {
			t.Fatal(err)
		}
		read, err := kept.Book(ctx, store.BookQuery{FromYear: 1900, ToYear: 2100, AsOf: storetest.Now()})
		if err != nil {
			t.Fatal(err)
		}
		if err := sameBook(all, read); err != nil || len(all.Figures) == 0 {
			t.Errorf("all of it, %d figures: %v", len(all.Figures), err)
		}
	})
}

// randomChange saves something somewhere and says what.
func randomChange(t *testing.T, s *store.Store, random *rand.Rand) string {
	t.Helper()
	c, unit, p := code(random.Intn(4)), []org.Key{"lechan", "ngoquyen", "andu"}[random.Intn(3)], period.Period{Year: 2021 + random.Intn(3)}
	change := indicator.Change{}
	what := fmt.Sprintf("%s of %s %s", c, unit, p)
	switch random.Intn(8) {
	case 0:
		i := catalogue(t, s).Indicators[c]
		i.Decimals = min(i.Decimals+1, 6)
		change.Indicators, what = []indicator.Indicator{i}, "more decimals of "+string(c)
	case 1:
		key := indicator.PlanKey{Unit: unit, Indicator: c, Year: p.Year, Level: "city"}
		change.Plans, what = []indicator.Plan{{PlanKey: key, Target: indicator.Target{Operator: indicator.AtMost, Low: *count(random.Intn(100))}, Basis: indicator.Unknown}}, "plan of "+what
	case 2:
		u, _ := catalogue(t, s).Tree.Unit(unit)
		u.Rows = slices.Clone(u.Rows) // what is lent may only be read
		u.Rows[0].Name += "!"
		change.Units, what = []org.Unit{u}, "name of "+string(unit)
	default:
		key := indicator.CellKey{Unit: unit, Indicator: c, Period: p}
		change.Figures = []indicator.Figure{{CellKey: key, Value: count(random.Intn(1000)), Status: indicator.Final}}
	}
	storetest.Apply(t, s, change)
	return what
}

func bookOf(t *testing.T, s *store.Store, unit org.Key, p period.Period) *indicator.Book {
	t.Helper()
	b, err := s.BookFor(ctx, unit, p, 0, 1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sameBook says how two books differ.
func sameBook(got, want *indicator.Book) error {
	if !maps.EqualFunc(got.Figures, want.Figures, func(a, b indicator.Figure) bool { return reflect.DeepEqual(a, b) }) {
		return fmt.Errorf("figures\n got %v\nwant %v", cells(got), cells(want))
	}
	if !reflect.DeepEqual(got.Plans, want.Plans) {
		return fmt.Errorf("plans\n got %v\nwant %v", got.Plans, want.Plans)
	}
	if !reflect.DeepEqual(got.Indicators, want.Indicators) || !reflect.DeepEqual(got.Sets, want.Sets) {
		return fmt.Errorf("catalogues differ")
	}
	for _, k := range want.Tree.Keys() {
		a, _ := got.Tree.Unit(k)
		if b, _ := want.Tree.Unit(k); !reflect.DeepEqual(a, b) {
			return fmt.Errorf("unit %+v, want %+v", a, b)
		}
	}
	return nil
}

// What one reader is lent is not changed by another's save.
func TestLentBooksStayAsTheyAre(t *testing.T) {
	s := storetest.Filled(t)
	saveOne(t, s, "thu_ns", "1", 0)
	savePlan(t, s, "5", 0)
	before := bookOf(t, s, "lechan", year)
	saveOne(t, s, "thu_ns", "2", 1)
	savePlan(t, s, "6", 1)
	after := bookOf(t, s, "lechan", year)
	if got := text(before.Figures[cellKey("thu_ns")].Value); got != "1" || len(before.Plans[planKey()]) != 1 {
		t.Errorf("the earlier book became %s with %d plans", got, len(before.Plans[planKey()]))
	}
	if got := text(after.Figures[cellKey("thu_ns")].Value); got != "2" || len(after.Plans[planKey()]) != 2 {
		t.Errorf("the later book has %s with %d plans", got, len(after.Plans[planKey()]))
	}
}

// An import of more rows than are followed one by one is seen as well.
func TestBookAfterALargeImport(t *testing.T) {
	s := wide(t, storetest.SQLite(t), 2)
	bookOf(t, s, "lechan", year)
	var change indicator.Change
	for v := range 5100 {
		change.Figures = append(change.Figures, indicator.Figure{CellKey: cellKey(code(v % 2)), Value: count(v), Status: indicator.Final})
	}
	storetest.Apply(t, s, change)
	if got := bookOf(t, s, "lechan", year).Figures[cellKey(code(1))]; got.Version != 2550 || text(got.Value) != "5099" {
		t.Errorf("newest = version %d, %s; want 2550, 5099", got.Version, text(got.Value))
	}
}
