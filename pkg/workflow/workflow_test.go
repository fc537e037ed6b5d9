package workflow

import (
	"slices"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

var (
	p2022 = period.MustParse("2022")
	hanoi = time.FixedZone("+07", 7*3600)
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestTake(t *testing.T) {
	figures := []Covered{{"thu_ns", 3, "long"}, {"ban_le", 1, "trang"}}
	newer := []Covered{{"thu_ns", 4, "long"}, {"ban_le", 1, "trang"}}
	tests := []struct {
		name        string
		state       State
		request     Request
		unexplained int
		rule        Rule
		want        State
		kind        errs.Kind // of a refusal
		key         string
	}{
		{name: "a draft is submitted", request: Request{Action: Submit}, want: Submitted},
		{name: "a returned one is submitted again", state: Returned, request: Request{Action: Submit}, want: Submitted},
		{name: "a reopened one is submitted again", state: Reopened, request: Request{Action: Submit}, want: Submitted},
		{name: "not twice", state: Submitted, request: Request{Action: Submit}, kind: errs.Invalid, key: "workflow.wrong_state.submit"},
		{name: "warnings need a note", request: Request{Action: Submit}, unexplained: 2, kind: errs.Invalid, key: "workflow.warnings_without_note"},
		{name: "approved by another", state: Submitted, request: Request{Action: Approve, By: "hanh", Seen: figures}, want: Approved},
		{name: "the order of what was seen does not matter", state: Submitted, request: Request{Action: Approve, By: "hanh", Seen: []Covered{figures[1], figures[0]}}, want: Approved},
		{name: "nobody approves own figures", state: Submitted, request: Request{Action: Approve, By: "long", Seen: figures}, kind: errs.Forbidden, key: "workflow.own_figures"},
		{name: "an office of one may", state: Submitted, request: Request{Action: Approve, By: "long", Seen: figures}, rule: Rule{OwnAllowed: true}, want: Approved},
		{name: "approval is bound to the versions seen", state: Submitted, request: Request{Action: Approve, By: "hanh", Seen: newer}, kind: errs.Conflict, key: "workflow.figures_changed"},
		{name: "seeing nothing is not seeing", state: Submitted, request: Request{Action: Approve, By: "hanh"}, kind: errs.Conflict, key: "workflow.figures_changed"},
		{name: "a draft is not approved", request: Request{Action: Approve, By: "hanh", Seen: figures}, kind: errs.Invalid, key: "workflow.wrong_state.approve"},
		{name: "returned with a reason", state: Submitted, request: Request{Action: Return, Reason: "thiếu tháng 11"}, want: Returned},
		{name: "returned with a remark on a cell", state: Submitted, request: Request{Action: Return, Remarks: []Remark{{"thu_ns", "bổ sung"}}}, want: Returned},
		{name: "not returned without", state: Submitted, request: Request{Action: Return}, kind: errs.Invalid, key: "workflow.reason_needed"},
		{name: "reopened with a reason", state: Approved, request: Request{Action: Reopen, By: "hanh", Reason: "cập nhật"}, want: Reopened},
		{name: "not reopened without", state: Approved, request: Request{Action: Reopen, By: "hanh"}, kind: errs.Invalid, key: "workflow.reason_needed"},
		{name: "nobody reopens own figures", state: Approved, request: Request{Action: Reopen, By: "trang", Reason: "x"}, kind: errs.Forbidden, key: "workflow.own_figures"},
		{name: "only an approved one is reopened", state: Submitted, request: Request{Action: Reopen, By: "hanh", Reason: "x"}, kind: errs.Invalid, key: "workflow.wrong_state.reopen"},
		{name: "no other action", request: Request{Action: "shred"}, kind: errs.Invalid, key: "workflow.unknown_action"},
		{name: "a page that is out of date", state: Submitted, request: Request{Action: Return, Reason: "x", Version: 7}, kind: errs.Conflict, key: "workflow.changed_meanwhile"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := Submission{Unit: "lechan", Period: p2022, State: tt.state}
			got, err := before.Take(tt.request, figures, tt.unexplained, tt.rule)
			if tt.want == "" {
				var e *errs.Error
				if !asError(err, &e) || e.Kind != tt.kind || e.Key != tt.key {
					t.Fatalf("error %v; want %v %s", err, tt.kind, tt.key)
				}
				if got.State != tt.state || got.Version != 0 || len(got.Steps) != 0 {
					t.Errorf("a refused step left %+v", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.State != tt.want || got.Version != 1 || len(got.Steps) != 1 {
				t.Errorf("state %s, version %d, %d steps; want %s, 1, 1", got.State, got.Version, len(got.Steps), tt.want)
			}
			if got.Locked() != (tt.want == Approved) {
				t.Errorf("Locked() = %t in state %s", got.Locked(), got.State)
			}
		})
	}
}

func asError(err error, target **errs.Error) bool {
	e, ok := err.(*errs.Error) //nolint:errorlint // Take returns them bare
	*target = e
	return ok
}

func TestNothingIsNotSubmitted(t *testing.T) {
	if _, err := (Submission{}).Take(Request{Action: Submit}, nil, 0, Rule{}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an empty submission: %v; want Invalid", err)
	}
}

func TestStepsCoverVersions(t *testing.T) {
	figures := []Covered{{"thu_ns", 3, "long"}}
	s, err := Submission{}.Take(Request{Action: Submit, By: "long"}, figures, 0, Rule{})
	if err != nil {
		t.Fatal(err)
	}
	figures[0].Version = 9 // the caller's list is not the step's
	step, ok := s.Last(Submit)
	if !ok || len(step.Covers) != 1 || step.Covers[0].Version != 3 {
		t.Errorf("the step covers %v; want thu_ns at 3", step.Covers)
	}
	if _, ok := s.Last(Approve); ok {
		t.Error("an approval that never was")
	}
}

func TestChangedSince(t *testing.T) {
	was := []Covered{{"a", 1, ""}, {"b", 2, ""}}
	now := []Covered{{"b", 3, ""}, {"a", 1, ""}, {"c", 1, ""}}
	if got, want := ChangedSince(was, now), []indicator.Code{"b", "c"}; !slices.Equal(got, want) {
		t.Errorf("ChangedSince = %v; want %v", got, want)
	}
	if got := ChangedSince(now, now); len(got) != 0 {
		t.Errorf("nothing changed, yet %v", got)
	}
}

func TestDeadline(t *testing.T) {
	w := period.Window{Due: day(2022, 12, 8)}
	more := []Exception{
		{Unit: "lechan", Period: p2022, Until: day(2022, 12, 12)},
		{Unit: "lechan", Period: p2022, Until: day(2022, 12, 1)}, // earlier than due: no help
		{Unit: "ngoquyen", Period: p2022, Until: day(2022, 12, 30)},
		{Unit: "lechan", Period: period.MustParse("2021"), Until: day(2022, 12, 30)},
	}
	tests := []struct {
		name       string
		exceptions []Exception
		now        time.Time
		passed     bool
		days       int
	}{
		{"two days before", nil, time.Date(2022, 12, 6, 9, 0, 0, 0, hanoi), false, 2},
		{"the last minute of the day, in the office's zone", nil, time.Date(2022, 12, 8, 23, 59, 59, 0, hanoi), false, 0},
		{"midnight", nil, time.Date(2022, 12, 9, 0, 0, 0, 0, hanoi), true, -1},
		{"still the day before in UTC", nil, time.Date(2022, 12, 8, 18, 0, 0, 0, time.UTC), true, -1},
		{"an exception helps its own unit and period", more, time.Date(2022, 12, 12, 12, 0, 0, 0, hanoi), false, 0},
		{"and expires", more, time.Date(2022, 12, 13, 0, 0, 0, 0, hanoi), true, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := DeadlineOf("lechan", p2022, w, tt.exceptions, false)
			if got := d.Passed(tt.now, hanoi); got != tt.passed {
				t.Errorf("Passed = %t; want %t", got, tt.passed)
			}
			if got := d.DaysLeft(tt.now, hanoi); got != tt.days {
				t.Errorf("DaysLeft = %d; want %d", got, tt.days)
			}
		})
	}
}

func TestLate(t *testing.T) {
	d := Deadline{Due: day(2022, 12, 8)}
	after := time.Date(2022, 12, 20, 8, 0, 0, 0, hanoi)
	if !(Submission{}).Late(d, after, hanoi) {
		t.Error("never submitted and past the day: want late")
	}
	inTime := Submission{Steps: []Step{{Action: Submit, At: time.Date(2022, 12, 8, 20, 0, 0, 0, hanoi)}}}
	if inTime.Late(d, after, hanoi) {
		t.Error("submitted on the day: not late, whenever one looks")
	}
	if (Submission{}).Late(Deadline{}, after, hanoi) {
		t.Error("no deadline, no lateness")
	}
}

func TestQuestions(t *testing.T) {
	now := time.Date(2022, 12, 10, 8, 0, 0, 0, hanoi)
	answered := Question{ID: 1, At: day(2022, 12, 1), Answers: []Answer{{Text: "đã thu"}}}
	open := Question{ID: 2, At: day(2022, 12, 3)}
	overdue := Question{ID: 3, At: day(2022, 12, 5), Due: day(2022, 12, 9)}
	dueToday := Question{ID: 4, At: day(2022, 12, 4), Due: day(2022, 12, 10)}
	list := []Question{answered, open, overdue, dueToday}
	OpenFirst(list, now, hanoi)
	var ids []int64
	for _, q := range list {
		ids = append(ids, q.ID)
	}
	if want := []int64{3, 2, 4, 1}; !slices.Equal(ids, want) {
		t.Errorf("order %v; want %v", ids, want)
	}
	if got := dueToday.StateAt(now, hanoi); got != Open {
		t.Errorf("due today is %s; want open", got)
	}
}
