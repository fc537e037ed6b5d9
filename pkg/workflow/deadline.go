package workflow

import (
	"slices"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// An Exception gives one unit more time for a period. It says who granted it
// and why, and ends by itself.
type Exception struct {
	Unit   org.Key
	Period period.Period
	Until  time.Time // the last day
	Reason string
	By     string
	At     time.Time
}

// A Deadline is when a unit's period is due.
type Deadline struct {
	Due       time.Time // the last day
	Exception *Exception
	LockAfter bool // figures are refused after the due day
}

// DeadlineOf gives the deadline of a unit's period: the window's due day, or
// the latest day of an exception that goes beyond it.
func DeadlineOf(unit org.Key, p period.Period, w period.Window, exceptions []Exception, lockAfter bool) Deadline {
	d := Deadline{Due: w.Due, LockAfter: lockAfter}
	for i, e := range exceptions {
		if e.Unit == unit && e.Period == p && e.Until.After(d.Due) {
			d.Due, d.Exception = e.Until, &exceptions[i]
		}
	}
	return d
}

// End is the first instant after the due day in a zone: due is the end of
// that day.
func (d Deadline) End(zone *time.Location) time.Time {
	y, m, day := d.Due.Date()
	return time.Date(y, m, day+1, 0, 0, 0, 0, zone)
}

// Passed reports whether the deadline lies behind now.
func (d Deadline) Passed(now time.Time, zone *time.Location) bool {
	return !d.Due.IsZero() && !now.Before(d.End(zone))
}

// DaysLeft counts the days from today to the due day: 0 on the day itself,
// negative when it has passed.
func (d Deadline) DaysLeft(now time.Time, zone *time.Location) int {
	y, m, day := now.In(zone).Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	return int(d.Due.Sub(today) / (24 * time.Hour))
}

// Late reports whether a submission was, or by now is, past its deadline.
func (s Submission) Late(d Deadline, now time.Time, zone *time.Location) bool {
	if step, ok := s.Last(Submit); ok {
		now = step.At
	}
	return d.Passed(now, zone)
}

// A QuestionState is where a question stands.
type QuestionState string

// The states of a question.
const (
	Open     QuestionState = "open"
	Answered QuestionState = "answered"
	Overdue  QuestionState = "overdue" // open, and its day has passed
)

// A Question is asked by a leader about a result and answered on record.
type Question struct {
	ID        int64
	Unit      org.Key
	Indicator string
	Period    period.Period
	Text      string
	By        string
	ByName    string
	At        time.Time
	Due       time.Time // zero: no day set
	Answers   []Answer
	InReport  bool // the newest answer explains a miss in the summary
}

// An Answer is one reply to a question.
type Answer struct {
	Text   string
	By     string
	ByName string
	At     time.Time
}

// StateAt says where the question stands at now.
func (q Question) StateAt(now time.Time, zone *time.Location) QuestionState {
	switch {
	case len(q.Answers) > 0:
		return Answered
	case (Deadline{Due: q.Due}).Passed(now, zone):
		return Overdue
	}
	return Open
}

// OpenFirst sorts questions: overdue, open, answered; the oldest first within.
func OpenFirst(questions []Question, now time.Time, zone *time.Location) {
	rank := map[QuestionState]int{Overdue: 0, Open: 1, Answered: 2}
	slices.SortStableFunc(questions, func(a, b Question) int {
		if c := rank[a.StateAt(now, zone)] - rank[b.StateAt(now, zone)]; c != 0 {
			return c
		}
		return a.At.Compare(b.At)
	})
}

// CheckWindow refuses days of a period that are not in order: from, to; cut-off
// not before from, due not before cut-off.
func CheckWindow(w period.Window) error {
	if w.From.IsZero() || w.To.IsZero() || w.CutOff.IsZero() || w.Due.IsZero() {
		return errs.E(errs.Invalid, "workflow.window_day_missing")
	}
	if w.To.Before(w.From) || w.CutOff.Before(w.From) || w.Due.Before(w.CutOff) {
		return errs.E(errs.Invalid, "workflow.window_order")
	}
	return nil
}

// Check refuses an exception without a reason or with a day that has passed.
func (e Exception) Check(now time.Time, zone *time.Location) error {
	switch {
	case e.Reason == "":
		return errs.E(errs.Invalid, "workflow.reason_needed")
	case e.Until.IsZero() || (Deadline{Due: e.Until}).Passed(now, zone):
		return errs.E(errs.Invalid, "workflow.exception_passed")
	}
	return nil
}
