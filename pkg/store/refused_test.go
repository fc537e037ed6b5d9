package store_test

import (
	"strings"
	"testing"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

const quietTime = 15 * time.Minute

// A mark is where a store stands: its counter and the end of its audit.
type mark struct {
	counter int64
	audit   string
}

func markOf(t *testing.T, s *store.Store) mark {
	t.Helper()
	n, err := s.Counter(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m := mark{counter: n}
	if rows := audit(t, s, store.AuditFilter{Limit: 1}); len(rows) == 1 {
		m.audit = rows[0].Hash
	}
	return m
}

func (m mark) unchanged(t *testing.T, s *store.Store, name string) {
	t.Helper()
	if now := markOf(t, s); now != m {
		t.Errorf("%s left a trace: %+v, was %+v", name, now, m)
	}
}

// A refusal is a write that has to fail with a kind.
type refusal struct {
	name string
	kind errs.Kind
	do   func(s *store.Store) error
}

func refusedFigures() []refusal {
	save := func(unit org.Key, p period.Period, cells ...store.CellSave) func(*store.Store) error {
		return func(s *store.Store) error { return second(s.SaveFigures(ctx, storetest.Lan, unit, p, cells)) }
	}
	one, thousandth := number.New(1, 0), number.New(1, 4)
	good := store.CellSave{Indicator: "tong_ho", Value: &one, Status: indicator.Final}
	with := func(change func(*store.CellSave)) store.CellSave {
		c := good
		change(&c)
		return c
	}
	return []refusal{
		{"a unit that is not there", errs.NotFound, save("atlantis", year2022, good)},
		{"an indicator that is not there, beside a good one", errs.Invalid, save("lechan", year2022, good, with(func(c *store.CellSave) { c.Indicator = "none" }))},
		{"a row added up from below", errs.Invalid, save("haiphong", year2022, store.CellSave{Indicator: "thu_ns", Value: &one, Status: indicator.Final})},
		{"more decimals than stored", errs.Invalid, save("lechan", year2022, good, store.CellSave{Indicator: "thu_ns", Value: &thousandth, Status: indicator.Final})},
		{"a status with a value and none given", errs.Invalid, save("lechan", year2022, with(func(c *store.CellSave) { c.Value = nil }))},
		{"not applicable with a value", errs.Invalid, save("lechan", year2022, with(func(c *store.CellSave) { c.Status = indicator.NotApplicable }))},
		{"a status nobody knows", errs.Invalid, save("lechan", year2022, with(func(c *store.CellSave) { c.Status = "sure" }))},
		{"a version there never was, beside a good one", errs.Conflict, save("lechan", year2022, good, store.CellSave{Indicator: "ho_ngheo", Value: &one, Status: indicator.Final, Version: 7})},
		{"dated in the future", errs.Invalid, save("lechan", year2022, with(func(c *store.CellSave) { c.Dated = storetest.Now().Add(time.Hour) }))},
		{"one cell twice", errs.Invalid, save("lechan", year2022, good, with(func(c *store.CellSave) { c.Value = &thousandth }))},
	}
}

func refusedPlans() []refusal {
	save := func(change func(*store.PlanSave)) func(*store.Store) error {
		return func(s *store.Store) error {
			p := store.PlanSave{Key: planKey(), Target: indicator.Target{Operator: indicator.Equal, Low: number.New(1, 0)}, Basis: indicator.Unknown}
			change(&p)
			return second(s.SavePlans(ctx, storetest.Minh, []store.PlanSave{p}))
		}
	}
	return []refusal{
		{"a level that is not there", errs.Invalid, save(func(p *store.PlanSave) { p.Key.Level = "moon" })},
		{"a plan's indicator that is not there", errs.Invalid, save(func(p *store.PlanSave) { p.Key.Indicator = "none" })},
		{"a range without its end", errs.Invalid, save(func(p *store.PlanSave) { p.Target.Operator = indicator.Range })},
		{"decided by nothing", errs.Invalid, save(func(p *store.PlanSave) { p.Basis = indicator.Decided })},
		{"a plan's version there never was", errs.Conflict, save(func(p *store.PlanSave) { p.Version = 3 })},
	}
}

func refusedRecords() []refusal {
	ask := func(text string, code string, unit org.Key) func(*store.Store) error {
		return func(s *store.Store) error {
			return second(s.Ask(ctx, storetest.Minh, workflow.Question{Unit: unit, Indicator: code, Period: year2022, Text: text}))
		}
	}
	prose := func(text string, version int) func(*store.Store) error {
		return func(s *store.Store) error {
			return s.SaveProse(ctx, storetest.Lan, store.Prose{Unit: "lechan", Period: year2022, Section: "limits", Text: text, Version: version})
		}
	}
	take := func(action workflow.Action, reason string) func(*store.Store) error {
		return func(s *store.Store) error {
			return second(step(s, storetest.Minh, workflow.Request{Action: action, Reason: reason}))
		}
	}
	return []refusal{
		{"a question of spaces", errs.Invalid, ask(" \n ", "thu_ns", "lechan")},
		{"a question about nothing", errs.NotFound, ask("?", "none", "lechan")},
		{"a question to nobody", errs.NotFound, ask("?", "thu_ns", "atlantis")},
		{"an answer to no question", errs.NotFound, func(s *store.Store) error { return s.Answer(ctx, storetest.Lan, 99, "x", true) }},
		{"prose without end", errs.Invalid, prose(strings.Repeat("a", 20_001), 0)},
		{"prose over a version there never was", errs.Conflict, prose("x", 4)},
		{"a setting without a name", errs.Invalid, func(s *store.Store) error { return s.SaveSetting(ctx, storetest.CLI, "", "x", 0) }},
		{"approving what was not submitted", errs.Invalid, take(workflow.Approve, "")},
		{"returning what was not submitted", errs.Invalid, take(workflow.Return, "sai")},
		{"reopening what was not approved", errs.Invalid, take(workflow.Reopen, "sai")},
		{"a threshold of no indicator", errs.NotFound, func(s *store.Store) error {
			return s.SaveCheckSetting(ctx, storetest.CLI, "none", check.Rules[0], check.Setting{})
		}},
		{"a term without a word", errs.Invalid, func(s *store.Store) error { return s.SaveTerm(ctx, storetest.CLI, i18n.Term{Sort: i18n.KindTerm}) }},
		{"a set of a unit that is not there", errs.Invalid, func(s *store.Store) error {
			return s.SaveSet(ctx, storetest.CLI, indicator.Set{Unit: "atlantis", Year: 2022})
		}},
	}
}

func refusedAccounts() []refusal {
	add := func(n store.NewUser) func(*store.Store) error {
		return func(s *store.Store) error { return second(s.AddUser(ctx, storetest.CLI, n)) }
	}
	return []refusal{
		{"a login with a space", errs.Invalid, add(store.NewUser{Login: "hai từ", Name: "An"})},
		{"a person without a name", errs.Invalid, add(store.NewUser{Login: "an"})},
		{"a grant on no unit", errs.Invalid, add(store.NewUser{Login: "an", Name: "An", Grants: []account.Grant{{Role: account.Leader, Unit: "atlantis"}}})},
		{"a role nobody knows", errs.Invalid, add(store.NewUser{Login: "an", Name: "An", Grants: []account.Grant{{Role: "king", Unit: "lechan"}}})},
		{"a link of nobody", errs.NotFound, func(s *store.Store) error {
			return second(s.NewLink(ctx, storetest.CLI, 99, store.FirstLink, storetest.Now().Add(time.Hour)))
		}},
		{"a token of nobody", errs.NotFound, func(s *store.Store) error {
			return second(s.AddToken(ctx, storetest.CLI, store.Token{UserID: 99, Name: "máy", Role: account.Leader}))
		}},
		{"a token that administers", errs.Invalid, func(s *store.Store) error {
			return second(s.AddToken(ctx, storetest.CLI, store.Token{UserID: 99, Name: "máy", Role: account.Administrator}))
		}},
		{"a word that is no link", errs.NotFound, func(s *store.Store) error { return second(s.RedeemLink(ctx, "192.0.2.1", "guess", "hash")) }},
		{"disabling nobody", errs.NotFound, func(s *store.Store) error { return s.Disable(ctx, storetest.CLI, "nobody") }},
	}
}

// What is refused changes nothing at all: no version, no counter, no row of
// the audit, also where a part of it would have been taken.
func TestWhatIsRefusedLeavesNoTrace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := opened(t, o)
		before := markOf(t, s)
		for _, list := range [][]refusal{refusedFigures(), refusedPlans(), refusedRecords(), refusedAccounts()} {
			for _, r := range list {
				if err := r.do(s); err == nil || errs.KindOf(err) != r.kind {
					t.Errorf("%s: %v (%v), want %v", r.name, err, errs.KindOf(err), r.kind)
				}
				before.unchanged(t, s, r.name)
			}
		}
		book, err := s.Book(ctx, store.BookQuery{FromYear: 2000, ToYear: 2100})
		if err != nil || len(book.Figures) != 0 || len(book.Plans) != 0 {
			t.Errorf("the book has %d figures and %d plans, %v; want none", len(book.Figures), len(book.Plans), err)
		}
	})
}
