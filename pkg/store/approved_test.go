package store_test

import (
	"slices"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

// What is changed after an approval is not in the book of the approval,
// whatever its date: figures of units below, plans of an earlier document, the
// set. Own figures are those that were covered, also when all of it happened
// in one second.
func TestBookAsApproved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(enter(s, storetest.Lan, 938750, 0))
		savePlan(t, s, "900", 0)
		_, err := step(s, storetest.Lan, workflow.Request{Action: workflow.Submit})
		must(err)
		sub, err := step(s, storetest.Minh, workflow.Request{Action: workflow.Approve, Version: 1, Seen: current(t, s)})
		must(err)
		_, err = step(s, storetest.Minh, workflow.Request{Action: workflow.Reopen, Version: 2, Reason: "cập nhật"})
		must(err)
		must(enter(s, storetest.Lan, 940133, 1)) // in the same second

		now = now.Add(time.Hour)
		changed := indicator.Set{Unit: "lechan", Year: 2022, Rows: []indicator.SetRow{{Position: 1, Indicator: "thu_ns", Judging: "council", Source: indicator.Entered, Fall: indicator.FallRatio}}}
		must(s.Change(ctx, storetest.CLI, storetest.Given(indicator.Change{Sets: []indicator.Set{changed}})))
		changed.Rows[0].Judging = "city"
		must(s.Change(ctx, storetest.CLI, storetest.Given(indicator.Change{Sets: []indicator.Set{changed}})))
		low := number.New(950000, 3)
		later := indicator.Plan{PlanKey: planKey(), Target: indicator.Target{Operator: indicator.Equal, Low: low}, Basis: indicator.Decided,
			Decision: indicator.Decision{Number: "7", Date: storetest.Day(2022, 3, 1)}, Dated: storetest.Day(2022, 3, 1)}
		must(s.Change(ctx, storetest.CLI, storetest.Given(indicator.Change{Plans: []indicator.Plan{later}})))

		approved, _ := sub.Last(workflow.Approve)
		then, err := s.BookAsApproved(ctx, "lechan", year2022, approved)
		must(err)
		today, err := s.BookFor(ctx, "lechan", year2022, 0, 0, time.Time{})
		must(err)
		key := indicator.SetKey{Unit: "lechan", Year: 2022}
		if got := then.Figures[cellKey("thu_ns")].Version; got != 1 {
			t.Errorf("the figure approved has version %d; want 1", got)
		}
		if a, b := len(then.Plans[planKey()]), len(today.Plans[planKey()]); a != 1 || b != 2 {
			t.Errorf("%d plans when approved and %d today; want 1 and 2", a, b)
		}
		if a, b := len(then.Sets[key].Rows), len(today.Sets[key].Rows); a != 4 || b != 1 {
			t.Errorf("%d rows when approved and %d today; want 4 and 1", a, b)
		}
		if got := then.Sets[key].Rows[0]; got != storetest.City().Sets[0].Rows[0] {
			t.Errorf("the first row was %+v; want %+v", got, storetest.City().Sets[0].Rows[0])
		}
		if _, err := s.BookAsApproved(ctx, "khong_co", year2022, approved); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown unit: %v; want NotFound", err)
		}
	})
}

func TestCalendarHoldsWhatWasChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		if c, err := s.Calendar(ctx); err != nil || len(c.Windows)+len(c.Exceptions) != 0 || c.LockAfter {
			t.Errorf("a calendar nobody has touched: %+v, %v", c, err)
		}
		days := period.Window{From: storetest.Day(2026, 1, 1), To: storetest.Day(2026, 12, 31), CutOff: storetest.Day(2026, 12, 1), Due: storetest.Day(2026, 12, 8)}
		year := period.MustParse("2026")
		for _, err := range []error{
			s.SaveWindow(ctx, storetest.CLI, year, days, 0),
			s.SaveSetting(ctx, storetest.CLI, store.LockAfterDue, "on", 0),
			s.AllowUntil(ctx, storetest.Minh, workflow.Exception{Unit: "lechan", Period: year, Until: storetest.Day(2026, 12, 20), Reason: "chờ số thống kê"}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		c, err := s.Calendar(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []org.Key{"lechan", "ngoquyen"} {
			want, err := s.Deadline(ctx, unit, year)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Deadline(unit, year); !got.Due.Equal(want.Due) || got.LockAfter != want.LockAfter || (got.Exception == nil) != (want.Exception == nil) {
				t.Errorf("%s: calendar %+v; deadline %+v", unit, got, want)
			}
		}
		if len(c.Exceptions) != 1 || c.Exceptions[0].By != "minh" || c.Exceptions[0].Reason != "chờ số thống kê" {
			t.Errorf("exceptions %+v", c.Exceptions)
		}
	})
}

func TestBegun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		if err := enter(s, storetest.Lan, 1000, 0); err != nil {
			t.Fatal(err)
		}
		got, err := s.Begun(ctx, []org.Key{"lechan", "ngoquyen"})
		if err != nil || len(got) != 1 || !slices.Equal(got["lechan"], []period.Period{year2022}) {
			t.Errorf("begun %v, %v; want lechan in 2022", got, err)
		}
		if got, err := s.Begun(ctx, nil); err != nil || len(got) != 0 {
			t.Errorf("of no units %v, %v", got, err)
		}
	})
}
