package indicator_test

import (
	"testing"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

func passes(from, to org.Key, share org.Share) org.Succession {
	return org.Succession{From: from, To: to, Date: day(2025, 7, 1), Share: share}
}

// The earlier value of a unit is what those had that passed whole into it, or
// a dash.
func TestAcrossSuccessions(t *testing.T) {
	whole := []org.Succession{passes("old1", "new", org.Whole), passes("old2", "new", org.Whole)}
	goesOn := []org.Succession{passes("old1", "goeson", org.Whole)}
	both := func(s *scene, period string) {
		s.figure("old1", "x", period, "10", Final)
		s.figure("old2", "x", period, "30", Estimate)
	}
	tests := []struct {
		name         string
		successions  []org.Succession
		unit         UnitKey
		i            Indicator
		period       string
		scene        func(s *scene)
		want, reason string
	}{
		{"two pass whole into a new unit", whole, "new", sum("x"), "2025", func(s *scene) { both(s, "2024") }, "40", ""},
		{"one of them has no figure", whole, "new", sum("x"), "2025", func(s *scene) { s.figure("old1", "x", "2024", "10", Final) }, "–", "reason.new_unit"},
		{"not applicable in one of them", whole, "new", sum("x"), "2025", func(s *scene) {
			s.figure("old1", "x", "2024", "10", Final)
			s.figure("old2", "x", "2024", "", NotApplicable)
		}, "10", ""},
		{"one passes in part only", []org.Succession{passes("old1", "new", org.Whole), passes("old2", "new", org.Part)}, "new", sum("x"), "2025",
			func(s *scene) { both(s, "2024") }, "–", "reason.new_unit"},
		{"a rate does not sum", whole, "new", rate("x", Higher), "2025", func(s *scene) { both(s, "2024") }, "–", "reason.new_unit"},
		{"the unit goes on under its key", goesOn, "goeson", sum("x"), "2025", func(s *scene) {
			s.figure("goeson", "x", "2024", "5", Final)
			s.figure("old1", "x", "2024", "10", Final)
		}, "15", ""},
		{"and has no figure itself", goesOn, "goeson", sum("x"), "2025", func(s *scene) { s.figure("old1", "x", "2024", "10", Final) }, "–", "reason.previous_missing"},
		{"a new unit that nothing passed into", nil, "new", sum("x"), "2025", func(s *scene) { both(s, "2024") }, "–", "reason.new_unit"},
		{"before the change only the unit itself counts", goesOn, "goeson", sum("x"), "2025-YTD06", func(s *scene) {
			s.figure("goeson", "x", "2024-YTD06", "5", Final)
			s.figure("old1", "x", "2024-YTD06", "10", Final)
		}, "5", ""},
		{"a year later the change lies behind", goesOn, "goeson", sum("x"), "2026", func(s *scene) {
			s.figure("goeson", "x", "2025", "5", Final)
			s.figure("old1", "x", "2025", "10", Final)
		}, "5", ""},
		{"same half of the year after", goesOn, "goeson", sum("x"), "2026-YTD06", func(s *scene) {
			s.figure("goeson", "x", "2025-YTD06", "5", Final)
			s.figure("old1", "x", "2025-YTD06", "10", Final)
		}, "15", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t, tt.successions...)
			s.add(tt.i)
			for _, year := range []int{2025, 2026} {
				s.row(tt.unit, year, "x", Entered)
			}
			tt.scene(s)
			s.figure(tt.unit, "x", tt.period, "50", Final)
			r := s.result(tt.unit, "x", tt.period)
			if got := value(r.Previous); got != tt.want || key(r.ChangeReason) != tt.reason {
				t.Errorf("got %s (%s), want %s (%s)", got, key(r.ChangeReason), tt.want, tt.reason)
			}
			if (r.Growth == nil && r.Points == nil) != (tt.want == "–") {
				t.Errorf("change %s on %s", shown(r.Growth), tt.want)
			}
		})
	}
}

// A sum over predecessors is as soft as its softest part, and no version of
// anybody's.
func TestSumOfPredecessors(t *testing.T) {
	s := newScene(t, passes("old1", "new", org.Whole), passes("old2", "new", org.Whole))
	s.add(sum("x"))
	s.row("new", 2025, "x", Entered)
	s.figure("old1", "x", "2024", "10", Final)
	s.figure("old2", "x", "2024", "30", Estimate)
	p := s.result("new", "x", "2025").Previous
	if p == nil || p.Status != Estimate || p.Version != 0 || p.Rule != FromBefore || len(p.Parts) != 2 {
		t.Errorf("got %+v", p)
	}
}

// The reason names the day the unit came into being.
func TestNewUnitNamesItsDay(t *testing.T) {
	for _, successions := range [][]org.Succession{nil, {passes("old1", "new", org.Part)}} {
		s := newScene(t, successions...)
		s.add(sum("x"))
		s.row("new", 2025, "x", Entered)
		s.figure("new", "x", "2025", "1", Final)
		r := s.result("new", "x", "2025")
		if r.ChangeReason == nil || r.ChangeReason.Args["date"] != day(2025, 7, 1) || r.PreviousMissing() {
			t.Errorf("reason %+v, to be entered by somebody: %t", r.ChangeReason, r.PreviousMissing())
		}
	}
}

// A unit that came out of one that itself came out of others reaches back
// through both.
func TestTwoSuccessionsInARow(t *testing.T) {
	s := newScene(t, passes("old1", "old2", org.Whole), org.Succession{From: "old2", To: "new", Date: day(2025, 7, 1), Share: org.Whole})
	successions := s.book.Tree.Successions()
	successions[0].Date = day(2025, 3, 1)
	units := []org.Unit{}
	for _, k := range s.book.Tree.Keys() {
		u, _ := s.book.Tree.Unit(k)
		units = append(units, u)
	}
	s.book.Tree = org.NewTree(units, successions)
	s.add(sum("x"))
	s.row("new", 2025, "x", Entered)
	s.figure("old1", "x", "2024", "10", Final)
	s.figure("old2", "x", "2024", "30", Final)
	if got := value(s.result("new", "x", "2025").Previous); got != "40" {
		t.Errorf("got %s, want 40", got)
	}
}

// Names do not carry a series over: a new unit of an old name starts anew.
func TestSameNameIsNotTheSameUnit(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.row("new", 2025, "x", Entered)
	u, _ := s.book.Tree.Unit("old1")
	n, _ := s.book.Tree.Unit("new")
	n.Rows[0].Name, n.Rows[0].Code = u.Rows[0].Name, u.Rows[0].Code
	s.book.Tree = org.NewTree([]org.Unit{u, n}, nil)
	s.figure("old1", "x", "2024", "10", Final)
	s.figure("new", "x", "2025", "10", Final)
	if r := s.result("new", "x", "2025"); r.Previous != nil {
		t.Errorf("the new unit took over %s by name", value(r.Previous))
	}
}
