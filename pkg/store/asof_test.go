package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// A past is what a test itself remembers of one cell.
type past struct {
	dated time.Time
	value string // "none" for a withdrawn one
}

// standing gives the value of a moment; a zero one means today.
func standing(all []past, at time.Time) string {
	value := "none"
	for _, v := range all {
		if at.IsZero() || !v.dated.After(at) {
			value = v.value
		}
	}
	return value
}

// A diary saves at random and remembers what it did.
type diary struct {
	t    *testing.T
	s    *store.Store
	dice *rand.Rand
	now  time.Time
	past map[indicator.Code][]past
}

// save adds a version of some cell: dated now, or on a day between the newest
// version and now.
func (d *diary) save() {
	d.t.Helper()
	code := []indicator.Code{"thu_ns", "ho_ngheo", "tong_ho"}[d.dice.IntN(3)]
	known := d.past[code]
	cell := store.CellSave{Indicator: code, Status: indicator.Final, Version: len(known)}
	next := past{dated: d.now, value: "none"}
	if d.dice.IntN(5) == 0 && len(known) > 0 && known[len(known)-1].value != "none" {
		reason := "nhầm đơn vị"
		cell.Status, cell.Note = indicator.Withdrawn, &reason
	} else {
		v := number.New(int64(len(known)*1000+d.dice.IntN(1000)), 0)
		cell.Value, next.value = &v, v.String()
	}
	if len(known) > 0 && d.dice.IntN(2) == 0 {
		newest := known[len(known)-1].dated
		next.dated = newest.Add(time.Duration(d.dice.Int64N(int64(d.now.Sub(newest)/time.Second)+1)) * time.Second)
		cell.Dated = next.dated
	}
	if _, err := d.s.SaveFigures(ctx, storetest.Lan, "lechan", year2022, []store.CellSave{cell}); err != nil {
		d.t.Fatalf("%+v: %v", cell, err)
	}
	d.past[code] = append(known, next)
}

// check compares the book of a moment with what is remembered.
func (d *diary) check(at time.Time) {
	d.t.Helper()
	book, err := d.s.BookFor(ctx, "lechan", year2022, 0, 0, at)
	if err != nil {
		d.t.Fatal(err)
	}
	for code, all := range d.past {
		if got, want := text(book.Figures[cellKey(code)].Value), standing(all, at); got != want {
			d.t.Errorf("%s as of %v is %s, want %s of %v", code, at, got, want, all)
		}
	}
}

// A book of an earlier moment holds exactly what was dated by then, whatever
// was saved since and in whatever order; one of today holds the newest.
func TestBooksOfEveryMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		d := &diary{t: t, dice: rand.New(rand.NewPCG(7, 11)), now: storetest.Now(), past: map[indicator.Code][]past{}}
		o.Now = func() time.Time { return d.now }
		d.s = opened(t, o)
		start := d.now
		for range 40 {
			d.now = d.now.Add(time.Duration(1+d.dice.IntN(5000)) * time.Second)
			d.save()
			d.check(time.Time{})
			d.check(start.Add(time.Duration(d.dice.Int64N(int64(d.now.Sub(start)/time.Second)+1)) * time.Second))
		}
		for _, all := range d.past {
			for _, v := range all {
				d.check(v.dated)
				d.check(v.dated.Add(-time.Second))
			}
		}
		d.check(start.AddDate(-1, 0, 0))
	})
}

// A date of a version is neither in the future nor before the newest one's,
// and every version keeps when it was written beside what it is dated.
func TestDatesOfVersionsNeverGoBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		dated := func(value string, version int, at time.Time) error {
			return second(s.SaveFigures(ctx, storetest.Lan, "lechan", year2022,
				[]store.CellSave{{Indicator: "thu_ns", Value: amount(t, value), Status: indicator.Final, Version: version, Dated: at}}))
		}
		march := storetest.Day(2023, 3, 1)
		must(t, dated("1", 0, march))
		for name, at := range map[string]time.Time{"a second earlier": march.Add(-time.Second), "a second ahead of the clock": storetest.Now().Add(time.Second)} {
			if err := dated("2", 1, at); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v, want Invalid", name, err)
			}
		}
		must(t, dated("2", 1, march))
		must(t, dated("3", 2, storetest.Now()))
		all := versions(t, s, "thu_ns")
		if len(all) != 3 || !all[1].Dated.Equal(march) || !all[1].Recorded.Equal(storetest.Now()) {
			t.Fatalf("versions %+v", all)
		}
		book, err := s.BookFor(ctx, "lechan", year2022, 0, 0, march)
		if err != nil || text(book.Figures[cellKey("thu_ns")].Value) != "2" {
			t.Errorf("of two versions of one moment the later does not hold: %+v, %v", book.Figures, err)
		}
	})
}

// A plan that was adjusted is the one in force from the day of its decision;
// the one before it is still told.
func TestAnAdjustedPlanHoldsFromItsDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		adjusting := indicator.Decision{Number: "1999/QĐ-UBND", Date: storetest.Day(2022, 8, 15), Issuer: "UBND thành phố", Title: "Điều chỉnh"}
		for version, d := range []indicator.Decision{assigned, adjusting} {
			count := int64(940_133 + version*10_000)
			if _, err := s.SavePlansOf(ctx, storetest.Minh, "lechan", d, nil, []store.PlanSave{planOf(d, count, version)}); err != nil {
				t.Fatal(err)
			}
		}
		book, err := s.BookFor(ctx, "lechan", year2022, 0, 0, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for day, want := range map[time.Time]string{
			storetest.Day(2022, 6, 30): "940.133", storetest.Day(2022, 8, 14): "940.133",
			storetest.Day(2022, 8, 15): "950.133", storetest.Day(2022, 12, 31): "950.133",
		} {
			plan, original, ok := book.InForce(planKey(), day)
			if !ok || plan.Target.Low.String() != want {
				t.Errorf("on %v the plan is %s, %v; want %s", day, plan.Target.Low, ok, want)
			}
			if adjusted := original != nil; adjusted != (want == "950.133") {
				t.Errorf("on %v the plan before it is %+v", day, original)
			}
		}
		if _, _, ok := book.InForce(planKey(), storetest.Day(2021, 12, 8)); ok {
			t.Error("a plan was in force before its decision")
		}
	})
}
