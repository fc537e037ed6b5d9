package indicator_test

import (
	"testing"
	"time"

	. "muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// The plan of a period is the version in force on its last day.
func TestInForce(t *testing.T) {
	hanoi := time.FixedZone("+07", 7*3600)
	dated := func(at, recorded time.Time) func(*Plan) {
		return func(p *Plan) { p.Dated, p.Recorded = at, recorded }
	}
	tests := []struct {
		name     string
		plans    func(s *scene)
		period   string
		want     string // the plan; empty: none
		original string // the first one, where it asked for something else
	}{
		{"none", func(s *scene) {}, "2022", "", ""},
		{"one", func(s *scene) { s.plan("lechan", "x", 2022, "city", "100") }, "2022", "100", ""},
		{"adjusted in September: the year", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2021, 12, 20), day(2021, 12, 21)))
			s.plan("lechan", "x", 2022, "city", "120", dated(day(2022, 9, 21), day(2022, 9, 22)))
		}, "2022", "120", "100"},
		{"adjusted in September: six months", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2021, 12, 20), day(2021, 12, 21)))
			s.plan("lechan", "x", 2022, "city", "120", dated(day(2022, 9, 21), day(2022, 9, 22)))
		}, "2022-YTD06", "100", ""},
		{"in force on the last day itself", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 6, 30), day(2022, 7, 1)))
		}, "2022-YTD06", "100", ""},
		{"decided after the period", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 7, 1), day(2022, 6, 1)))
		}, "2022-YTD06", "", ""},
		{"the last day ends in the office's zone", func(s *scene) {
			s.book.Zone = hanoi
			s.plan("lechan", "x", 2022, "city", "100", dated(time.Date(2022, 6, 30, 17, 0, 0, 0, time.UTC), day(2022, 7, 1))) // 1 July in Hanoi
		}, "2022-YTD06", "", ""},
		{"of two decisions of one date the later recorded holds", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "110", dated(day(2022, 3, 1), day(2022, 3, 9)))
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 3, 1), day(2022, 3, 2)))
		}, "2022", "110", "100"},
		{"the same plan by a new decision is no adjustment", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100")
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 3, 1), day(2022, 3, 2)))
		}, "2022", "100", ""},
		{"recorded late, dated early", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 3, 1), day(2022, 3, 2)))
			s.plan("lechan", "x", 2022, "city", "90", dated(day(2021, 12, 1), day(2022, 8, 1)))
		}, "2022", "100", "90"},
		{"taken back", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100")
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 3, 1), day(2022, 3, 2)), func(p *Plan) { p.Withdrawn = true })
		}, "2022", "", ""},
		{"taken back later", func(s *scene) {
			s.plan("lechan", "x", 2022, "city", "100")
			s.plan("lechan", "x", 2022, "city", "100", dated(day(2022, 9, 1), day(2022, 9, 2)), func(p *Plan) { p.Withdrawn = true })
		}, "2022-YTD06", "100", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			s.add(sum("x"))
			s.row("lechan", 2022, "x", Entered)
			s.figure("lechan", "x", "2022", "60", Final)
			s.figure("lechan", "x", "2022-YTD06", "60", Final)
			tt.plans(s)
			got, original := "", ""
			if j := func() *PlanResult { r := s.result("lechan", "x", tt.period); return r.Judging() }(); j != nil {
				got = j.Plan.Target.Low.String()
				if j.Original != nil {
					original = j.Original.Target.Low.String()
				}
			}
			if got != tt.want || original != tt.original {
				t.Errorf("got %q, at first %q; want %q, at first %q", got, original, tt.want, tt.original)
			}
		})
	}
}

func TestFigureSame(t *testing.T) {
	one, same, two := number.New(10, 1), number.New(100, 2), number.New(20, 1)
	base := Figure{Value: &one, Status: Final, Note: "a"}
	tests := []struct {
		name string
		next Figure
		want bool
	}{
		{"equal in value", Figure{Value: &same, Status: Final}, true},
		{"with the same note", Figure{Value: &one, Status: Final, Note: "a"}, true},
		{"with another note", Figure{Value: &one, Status: Final, Note: "b"}, false},
		{"another value", Figure{Value: &two, Status: Final}, false},
		{"another status", Figure{Value: &one, Status: Estimate}, false},
		{"no value", Figure{Status: Withdrawn}, false},
	}
	for _, tt := range tests {
		if got := base.Same(tt.next); got != tt.want {
			t.Errorf("%s: got %t", tt.name, got)
		}
	}
}

func TestStatuses(t *testing.T) {
	for _, tt := range []struct{ a, b, want Status }{
		{Final, Estimate, Estimate}, {Estimate, Final, Estimate}, {Final, Preliminary, Preliminary}, {"", Final, Final}, {Final, "", Final}, {Final, Withdrawn, Final},
	} {
		if got := tt.a.Lower(tt.b); got != tt.want {
			t.Errorf("%q.Lower(%q) = %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
	if Status("final").Known() || !NotApplicable.Known() || NotApplicable.HasValue() || !Estimate.HasValue() {
		t.Error("statuses are five, three of them with a value")
	}
}

func TestDefaultMethod(t *testing.T) {
	for _, tt := range []struct {
		kind      Kind
		direction Direction
		want      Method
	}{
		{Amount, Higher, Ratio}, {Count, Neutral, Ratio}, {Stock, Higher, Ratio}, {Reduction, Higher, Ratio},
		{Rate, Higher, Points}, {Share, Neutral, Points}, {GrowthRate, Higher, Points},
		{Count, Lower, Points}, {CompletionRate, Lower, Points}, {CompletionRate, Maintain, NoPercent}, {CompletionRate, Higher, NoPercent},
	} {
		if got := DefaultMethod(tt.kind, tt.direction); got != tt.want {
			t.Errorf("%s, %s: got %s, want %s", tt.kind, tt.direction, got, tt.want)
		}
	}
}
