package indicator_test

import (
	"fmt"
	"testing"

	. "muctieu/pkg/indicator"
)

// wards puts an indicator into the sets of lechan, rolled up, and of its three
// wards, entered, for a year.
func (s *scene) wards(year int, code Code) {
	s.row("lechan", year, code, Rollup)
	for _, w := range []UnitKey{"w1", "w2", "w3"} {
		s.row(w, year, code, Entered)
	}
}

// counted prints a total with how many units are in it.
func counted(o *Operand) string {
	if o == nil {
		return "–"
	}
	return fmt.Sprintf("%s of %d/%d", value(o), o.Have, o.Of)
}

func TestRollUp(t *testing.T) {
	tests := []struct {
		name   string
		scene  func(s *scene)
		actual string
		want   Verdict
		reason string
	}{
		{"all in", func(s *scene) {
			s.figure("w1", "x", "2022", "1", Final)
			s.figure("w2", "x", "2022", "2", Final)
			s.figure("w3", "x", "2022", "3", Final)
		}, "6 of 3/3", Exceeded, ""},
		{"one without data: the sum is shown, and judged nothing", func(s *scene) {
			s.figure("w1", "x", "2022", "1", Final)
			s.figure("w2", "x", "2022", "4", Final)
		}, "5 of 2/3", NoData, "reason.units_missing"},
		{"0 is a figure", func(s *scene) {
			s.figure("w1", "x", "2022", "5", Final)
			s.figure("w2", "x", "2022", "0", Final)
			s.figure("w3", "x", "2022", "0", Final)
		}, "5 of 3/3", Met, ""},
		{"none has data", func(s *scene) {}, "–", NoData, "reason.units_missing"},
		{"not applicable in one: left out of sum and count", func(s *scene) {
			s.figure("w1", "x", "2022", "1", Final)
			s.figure("w2", "x", "2022", "4", Final)
			s.figure("w3", "x", "2022", "", NotApplicable)
		}, "5 of 2/2", Met, ""},
		{"not applicable anywhere", func(s *scene) {
			for _, w := range []UnitKey{"w1", "w2", "w3"} {
				s.figure(w, "x", "2022", "", NotApplicable)
			}
		}, "–", Inapplicable, ""},
		{"a figure typed for the total does not count", func(s *scene) {
			s.figure("lechan", "x", "2022", "99", Final)
			s.figure("w1", "x", "2022", "1", Final)
		}, "1 of 1/3", NoData, "reason.units_missing"},
		{"past int64", func(s *scene) {
			for _, w := range []UnitKey{"w1", "w2", "w3"} {
				s.figure(w, "x", "2022", "60000000000000000", Final)
			}
		}, "–", NoData, "reason.total_too_large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(sum("x"))
			s.wards(2022, "x")
			s.plan("lechan", "x", 2022, "city", "5")
			tt.scene(s)
			r := s.result("lechan", "x", "2022")
			if got := counted(r.Actual); got != tt.actual || r.Verdict != tt.want || key(r.Reason) != tt.reason {
				t.Errorf("got %s, %s (%s); want %s, %s (%s)", got, r.Verdict, key(r.Reason), tt.actual, tt.want, tt.reason)
			}
			if j := r.Judging(); tt.want == NoData && (j.Percent != nil || j.Gap != nil || j.Verdict != NoData || r.Growth != nil) {
				t.Errorf("an incomplete total is compared with nothing: %s", said(r))
			}
			if r.Actual != nil && (r.Actual.Version != 0 || r.Actual.Figure != nil || r.Actual.Rule != FromUnits) {
				t.Errorf("a total has no version of its own: %+v", r.Actual)
			}
		})
	}
}

func TestRollUpWithoutUnitsOrSum(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"), rate("y", Higher))
	s.row("lechan", 2022, "x", Rollup)
	s.row("lechan", 2022, "y", Rollup)
	s.row("w1", 2022, "y", Entered)
	s.figure("w1", "y", "2022", "50", Final)
	if r := s.result("lechan", "x", "2022"); key(r.Reason) != "reason.no_units_below" || r.Verdict != NoData {
		t.Errorf("no unit below has it: %s", said(r))
	}
	if r := s.result("lechan", "y", "2022"); key(r.Reason) != "reason.not_summable" || r.Actual != nil {
		t.Errorf("percentages have no mean: %s", said(r))
	}
}

// The nearest units whose set holds the indicator count; one hides those under
// it, and one that does not hold it lets those under it through.
func TestRollUpNearestUnits(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.row("haiphong", 2022, "x", Rollup)
	s.row("ngoquyen", 2022, "x", Entered)
	s.wards(2022, "x")
	s.figure("ngoquyen", "x", "2022", "10", Final)
	s.figure("w1", "x", "2022", "1", Final)
	s.figure("w2", "x", "2022", "2", Final)
	if got := counted(s.result("haiphong", "x", "2022").Actual); got != "13 of 1/2" {
		t.Errorf("a partial sum of a unit below is included and counts as missing: got %s, want 13 of 1/2", got)
	}
	s.figure("w3", "x", "2022", "3", Final)
	if got := counted(s.result("haiphong", "x", "2022").Actual); got != "16 of 2/2" {
		t.Errorf("lechan stands for its wards: got %s, want 16 of 2/2", got)
	}
	delete(s.book.Sets, SetKey{Unit: "lechan", Year: 2022})
	if got := counted(s.result("haiphong", "x", "2022").Actual); got != "16 of 4/4" {
		t.Errorf("without a row of lechan its wards count: got %s, want 16 of 4/4", got)
	}
	if p := s.result("haiphong", "x", "2022").Actual.Parts; len(p) != 4 || p[1].Unit != "w1" && p[0].Unit != "w1" {
		t.Errorf("parts %+v", p)
	}
}

func TestRollUpStatusAndOrigin(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.wards(2022, "x")
	s.figure("w1", "x", "2022", "1", Final)
	s.figure("w2", "x", "2022", "1", Preliminary)
	s.figure("w3", "x", "2022", "1", Final)
	if o := s.result("lechan", "x", "2022").Actual; o.Status != Preliminary || o.Origin != Reported {
		t.Errorf("status %s, origin %q; want the lowest, reported", o.Status, o.Origin)
	}
	s.figure("w3", "x", "2022", "1", Estimate, func(f *Figure) { f.Origin = Illustrative })
	if o := s.result("lechan", "x", "2022").Actual; o.Status != Estimate || o.Origin != Illustrative {
		t.Errorf("status %s, origin %q; want estimate, illustrative", o.Status, o.Origin)
	}
}

func TestRollUpOfPlans(t *testing.T) {
	tests := []struct {
		name  string
		scene func(s *scene)
		want  string
	}{
		{"the unit's own plan comes first", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "50")
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2")
			s.plan("w3", "x", 2022, "city", "3")
		}, "50"},
		{"else the sum of the units", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2")
			s.plan("w3", "x", 2022, "city", "3")
		}, "6"},
		{"if it is complete", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2")
		}, ""},
		{"at that level", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2")
			s.plan("w3", "x", 2022, "council", "3")
		}, ""},
		{"a unit where it is not applicable needs none", func(s *scene) {
			s.figure("w3", "x", "2022", "", NotApplicable)
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2")
		}, "3"},
		{"about is not summed", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2", s.to(About, "x", ""))
			s.plan("w3", "x", 2022, "city", "3")
		}, ""},
		{"ranges are not summed", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2", s.to(Range, "x", "3"))
			s.plan("w3", "x", 2022, "city", "3")
		}, ""},
		{"bounds are not summed", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1", s.to(AtLeast, "x", ""))
			s.plan("w2", "x", 2022, "city", "2")
			s.plan("w3", "x", 2022, "city", "3")
		}, ""},
		{"nor plans at different prices", func(s *scene) {
			s.plan("w1", "x", 2022, "city", "1")
			s.plan("w2", "x", 2022, "city", "2", func(p *Plan) { p.PriceBasis = "constant:2010" })
			s.plan("w3", "x", 2022, "city", "3")
		}, ""},
		{"past int64", func(s *scene) {
			for _, w := range []UnitKey{"w1", "w2", "w3"} {
				s.plan(w, "x", 2022, "city", "60000000000000000")
			}
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(sum("x"))
			s.wards(2022, "x")
			tt.scene(s)
			got := ""
			r := s.result("lechan", "x", "2022")
			if j := r.Judging(); j != nil {
				got = j.Plan.Target.Low.String()
				if j.Summed != (got != "50") {
					t.Errorf("summed: %t", j.Summed)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A summed plan rests on the weakest basis, and is marked as the least
// reported, of its parts, in whatever order they come.
func TestSummedPlanBasis(t *testing.T) {
	for _, order := range [][3]UnitKey{{"w1", "w2", "w3"}, {"w3", "w1", "w2"}, {"w2", "w3", "w1"}} {
		s := newScene(t)
		s.add(sum("x"))
		s.wards(2022, "x")
		s.plan(order[0], "x", 2022, "city", "1")
		s.plan(order[1], "x", 2022, "city", "1", func(p *Plan) { p.Basis, p.Origin = Proposed, Illustrative })
		s.plan(order[2], "x", 2022, "city", "1", func(p *Plan) { p.Basis, p.Origin = Unknown, Derived })
		r := s.result("lechan", "x", "2022")
		if p := r.Judging().Plan; p.Basis != Proposed || p.Origin != Illustrative {
			t.Errorf("%v: basis %s, origin %q", order, p.Basis, p.Origin)
		}
	}
}

// Last year rolls up by last year's sets, or by this year's where there were
// none; incomplete, it is no value to compare with.
func TestRollUpOfLastYear(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"))
	s.wards(2022, "x")
	for _, w := range []UnitKey{"w1", "w2", "w3"} {
		s.figure(w, "x", "2022", "2", Final)
		s.figure(w, "x", "2021", "1", Final)
	}
	if r := s.result("lechan", "x", "2022"); value(r.Previous) != "3" || shown(r.Growth) != "100" {
		t.Errorf("by this year's set: %s", said(r))
	}
	s.figure("w3", "x", "2021", "", Withdrawn)
	r := s.result("lechan", "x", "2022")
	if r.Previous != nil || r.Growth != nil || key(r.ChangeReason) != "reason.previous_units_missing" || !r.PreviousMissing() {
		t.Errorf("incomplete: %s", said(r))
	}
	s.row("lechan", 2021, "x", Rollup)
	s.row("w1", 2021, "x", Entered)
	s.row("w2", 2021, "x", Entered)
	s.row("w3", 2021, "y", Entered) // had a set, without x
	if r := s.result("lechan", "x", "2022"); value(r.Previous) != "2" {
		t.Errorf("by last year's set w3 had no part: %s", said(r))
	}
	s.book.Sets[SetKey{Unit: "lechan", Year: 2021}].Rows[0].Source = Entered
	s.figure("lechan", "x", "2021", "5", Final)
	if r := s.result("lechan", "x", "2022"); value(r.Previous) != "5" {
		t.Errorf("entered last year, rolled up this year: %s", said(r))
	}
}

// Beside a figure that was entered stands what the units below add up to.
func TestBelowAnEnteredFigure(t *testing.T) {
	s := newScene(t)
	s.add(sum("x"), rate("y", Higher))
	s.wards(2022, "x")
	s.wards(2022, "y")
	for i := range s.book.Sets[SetKey{Unit: "lechan", Year: 2022}].Rows {
		s.book.Sets[SetKey{Unit: "lechan", Year: 2022}].Rows[i].Source = Entered
	}
	s.figure("lechan", "x", "2022", "7", Final)
	if r := s.result("lechan", "x", "2022"); r.Below != nil {
		t.Errorf("no ward has anything: below %s", counted(r.Below))
	}
	s.figure("w1", "x", "2022", "1", Final)
	s.figure("w2", "x", "2022", "2", Final)
	if r := s.result("lechan", "x", "2022"); counted(r.Below) != "3 of 2/3" || value(r.Actual) != "7" {
		t.Errorf("below %s beside %s", counted(r.Below), value(r.Actual))
	}
	s.figure("w1", "y", "2022", "50", Final)
	if r := s.result("lechan", "y", "2022"); r.Below != nil {
		t.Errorf("rates have no sum: %s", counted(r.Below))
	}
}
