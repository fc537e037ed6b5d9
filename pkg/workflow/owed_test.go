package workflow

import (
	"slices"
	"testing"
	"time"

	"muctieu/pkg/period"
)

func TestOwed(t *testing.T) {
	const begun, empty = true, false
	type claim struct {
		period string
		begun  bool
		state  State
	}
	tests := []struct {
		name   string
		today  time.Time
		claims []claim
		want   []string
	}{
		{"the year, six weeks before it is due", day(2022, 11, 15), []claim{{"2022", empty, Draft}}, []string{"2022"}},
		{"not in spring", day(2022, 4, 15), []claim{{"2022", empty, Draft}}, nil},
		{"overdue and not begun", day(2023, 1, 10), []claim{{"2022", empty, Draft}}, []string{"2022"}},
		{"forgotten when it is long past", day(2023, 3, 1), []claim{{"2022", empty, Draft}}, nil},
		{"begun is owed however long ago", day(2026, 11, 25), []claim{{"2022", begun, Draft}}, []string{"2022"}},
		{"begun early is owed", day(2022, 2, 1), []claim{{"2022", begun, ""}}, []string{"2022"}},
		{"of begun drafts the newest", day(2022, 12, 1), []claim{{"2020", begun, Draft}, {"2021", begun, Draft}, {"2022", begun, Draft}}, []string{"2022"}},
		{"the newest of each shape", day(2022, 12, 1), []claim{{"2022-M10", begun, Draft}, {"2022-M11", begun, Draft}, {"2022-YTD06", begun, Draft}, {"2022-YTD09", begun, Draft}}, []string{"2022-YTD09", "2022-M11"}},
		{"an approved newer one hides older drafts", day(2022, 12, 1), []claim{{"2021", begun, Draft}, {"2022", begun, Approved}}, nil},
		{"submitted is done", day(2022, 12, 1), []claim{{"2022", begun, Submitted}}, nil},
		{"returned is owed though newer ones are there", day(2022, 12, 1), []claim{{"2020", begun, Returned}, {"2021", begun, Reopened}, {"2022", begun, Submitted}}, []string{"2020", "2021"}},
		{"no month where none is reported", day(2022, 11, 15), []claim{{"2022-M11", empty, Draft}, {"2022", begun, Draft}}, []string{"2022"}},
		{"a month where months are reported", day(2022, 11, 15), []claim{{"2022-M10", begun, Approved}, {"2022-M11", empty, Draft}}, []string{"2022-M11"}},
		{"also where they were last year", day(2022, 1, 10), []claim{{"2021-M12", begun, Approved}, {"2022-M01", empty, Draft}}, []string{"2022-M01"}},
		{"not where they were two years ago", day(2022, 1, 10), []claim{{"2020-M12", begun, Approved}, {"2022-M01", empty, Draft}}, nil},
		{"the first due first", day(2022, 12, 1), []claim{{"2022", empty, Draft}, {"2022-M11", begun, Draft}}, []string{"2022-M11", "2022"}},
		{"nothing", day(2022, 12, 1), nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var claims []Claim
			for _, c := range tt.claims {
				p := period.MustParse(c.period)
				claims = append(claims, Claim{p, Calendar{}.Deadline("lechan", p), c.begun, c.state})
			}
			before := slices.Clone(claims)
			var got []string
			for _, c := range Owed(claims, tt.today, hanoi) {
				got = append(got, c.Period.String())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("owed %v; want %v", got, tt.want)
			}
			if !slices.EqualFunc(claims, before, func(a, b Claim) bool { return a.Period == b.Period }) {
				t.Error("the claims were changed")
			}
		})
	}
}

// An exception moves the deadline, and with it the time in which a period that
// nobody has begun is owed.
func TestOwedFollowsExceptions(t *testing.T) {
	c := Calendar{Exceptions: []Exception{{Unit: "lechan", Period: p2022, Until: day(2023, 3, 15), Reason: "x"}}}
	for unit, want := range map[string]int{"lechan": 1, "ngoquyen": 0} {
		claim := Claim{Period: p2022, Deadline: c.Deadline("lechan", p2022)}
		if unit != "lechan" {
			claim.Deadline = c.Deadline("ngoquyen", p2022)
		}
		if got := Owed([]Claim{claim}, day(2023, 3, 1), hanoi); len(got) != want {
			t.Errorf("%s owes %d; want %d", unit, len(got), want)
		}
	}
}

func TestCalendar(t *testing.T) {
	own := period.Window{From: day(2022, 1, 1), To: day(2022, 12, 31), CutOff: day(2022, 12, 1), Due: day(2022, 12, 8)}
	c := Calendar{Windows: map[period.Period]period.Window{p2022: own}, LockAfter: true}
	if got := c.Window(p2022); got != own {
		t.Errorf("window %v; want %v", got, own)
	}
	if got, want := c.Window(period.MustParse("2023")), period.Default(period.MustParse("2023")); got != want {
		t.Errorf("window of a period nobody changed %v; want %v", got, want)
	}
	if d := c.Deadline("lechan", p2022); !d.Due.Equal(own.Due) || !d.LockAfter {
		t.Errorf("deadline %+v", d)
	}
}

func TestCandidates(t *testing.T) {
	// 1 January has begun in Hanoi while it is still December elsewhere.
	all := Candidates(time.Date(2022, 12, 31, 18, 0, 0, 0, time.UTC), hanoi)
	if len(all) != 38 {
		t.Errorf("%d candidates; want 38", len(all))
	}
	for _, want := range []string{"2022", "2023", "2022-M12", "2023-Q1", "2023-YTD06"} {
		if !slices.Contains(all, period.MustParse(want)) {
			t.Errorf("%s is no candidate", want)
		}
	}
}
