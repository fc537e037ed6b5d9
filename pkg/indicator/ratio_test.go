package indicator_test

import (
	"testing"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// poverty is a rate over units with its two operands.
func (s *scene) poverty(year int) {
	poor, all, r := sum("poor"), sum("all"), rate("rate", Lower)
	poor.Kind, all.Kind = Stock, Stock
	r.OverUnits, r.Numerator, r.Denominator, r.Scale = OverRatio, "poor", "all", 100
	s.add(poor, all, r)
	s.wards(year, "rate")
}

// A rate of the whole is the sum of numerators over that of denominators, kept
// exact; never a mean of the rates.
func TestRollUpOfRatios(t *testing.T) {
	s := newScene(t)
	s.poverty(2022)
	for _, x := range []struct {
		unit      UnitKey
		poor, all string
	}{{"w1", "1", "100"}, {"w2", "0", "900"}, {"w3", "1", "2000"}} {
		s.figure(x.unit, "poor", "2022", x.poor, Final)
		s.figure(x.unit, "all", "2022", x.all, Final)
	}
	s.plan("lechan", "rate", 2022, "city", "0.07")
	r := s.result("lechan", "rate", "2022")
	if got := counted(r.Actual); got != "1/15 of 3/3" || r.Actual.Origin != Derived || r.Actual.Amount {
		t.Errorf("got %s, origin %q; want 2/3000 x 100 exactly, derived", got, r.Actual.Origin)
	}
	if r.Verdict != Exceeded || shown(r.Judging().Points) != "-1/300" {
		t.Errorf("judged unrounded: %s", said(r))
	}
	if o := s.book.Value("w1", "rate", period.MustParse("2022")); value(o) != "1" || o.Rule != Quotient || o.Origin != Derived || o.Version != 0 {
		t.Errorf("at one unit too: %s %+v", value(o), o)
	}
}

func TestRatioEdges(t *testing.T) {
	at := period.MustParse("2022")
	tests := []struct {
		name  string
		scene func(s *scene)
		ward  string // w3's own rate
		total string // lechan's
	}{
		{"an operand is missing", func(s *scene) { s.figure("w3", "poor", "2022", "1", Final) }, "–", "1 of 2/3"},
		{"a denominator of 0 has no rate and still counts", func(s *scene) {
			s.figure("w3", "poor", "2022", "0", Final)
			s.figure("w3", "all", "2022", "0", Final)
		}, "–", "1 of 3/3"},
		{"a typed rate without its operands cannot be added up", func(s *scene) { s.figure("w3", "rate", "2022", "7", Final) }, "7", "1 of 2/3"},
		{"a typed rate gives way to its operands", func(s *scene) {
			s.figure("w3", "rate", "2022", "7", Final)
			s.figure("w3", "poor", "2022", "4", Final)
			s.figure("w3", "all", "2022", "200", Final)
		}, "2", "1.5 of 3/3"},
		{"not applicable", func(s *scene) { s.figure("w3", "rate", "2022", "", NotApplicable) }, "–", "1 of 2/2"},
		{"an operand is not applicable", func(s *scene) { s.figure("w3", "all", "2022", "", NotApplicable) }, "–", "1 of 2/2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.poverty(2022)
			for _, w := range []UnitKey{"w1", "w2"} {
				s.figure(w, "poor", "2022", "1", Final)
				s.figure(w, "all", "2022", "100", Final)
			}
			tt.scene(s)
			if got := value(s.book.Value("w3", "rate", at)); got != tt.ward {
				t.Errorf("the ward: got %s, want %s", got, tt.ward)
			}
			if got := counted(s.result("lechan", "rate", "2022").Actual); got != tt.total {
				t.Errorf("the total: got %s, want %s", got, tt.total)
			}
		})
	}
	s := newScene(t)
	s.poverty(2022)
	for _, w := range []UnitKey{"w1", "w2", "w3"} {
		s.figure(w, "poor", "2022", "0", Final)
		s.figure(w, "all", "2022", "0", Final)
	}
	if r := s.result("lechan", "rate", "2022"); r.Actual != nil || key(r.Reason) != "reason.denominator_zero" {
		t.Errorf("nobody lives there: %s", said(r))
	}
}

// A rate whose operands are rolled up at its unit waits for all of them.
func TestRatioOfIncompleteTotals(t *testing.T) {
	s := newScene(t)
	s.poverty(2022)
	s.book.Sets[SetKey{Unit: "lechan", Year: 2022}] = Set{Unit: "lechan", Year: 2022, Rows: []SetRow{
		{Position: 1, Indicator: "rate", Judging: "city", Source: Entered},
		{Position: 2, Indicator: "poor", Source: Rollup}, {Position: 3, Indicator: "all", Source: Rollup},
	}}
	for _, w := range []UnitKey{"w1", "w2", "w3"} {
		s.row(w, 2022, "poor", Entered)
		s.row(w, 2022, "all", Entered)
		s.figure(w, "all", "2022", "100", Final)
	}
	s.figure("w1", "poor", "2022", "3", Final)
	s.figure("w2", "poor", "2022", "3", Final)
	if r := s.result("lechan", "rate", "2022"); r.Actual != nil || key(r.Reason) != "reason.units_missing" {
		t.Errorf("2 of 3 wards: %s", said(r))
	}
	s.figure("w3", "poor", "2022", "3", Final)
	if r := s.result("lechan", "rate", "2022"); value(r.Actual) != "3" {
		t.Errorf("all wards: %s", said(r))
	}
}
