// Package workflow says which step of a submission may follow which, who may
// take it, and when it is due. It is pure: rights, versions and the clock are
// handed in.
package workflow

import (
	"slices"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A State is where the submission of a unit's period stands.
type State string

// The states. A submission nobody has touched is a draft. Only Approved
// locks.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Returned  State = "returned"
	Approved  State = "approved"
	Reopened  State = "reopened"
)

// An Action is a step of a submission.
type Action string

// The actions.
const (
	Submit  Action = "submit"
	Return  Action = "return"
	Approve Action = "approve"
	Reopen  Action = "reopen"
)

// steps says from which states an action starts and where it leads.
var steps = map[Action]struct {
	from []State
	to   State
}{
	Submit:  {[]State{Draft, Returned, Reopened}, Submitted},
	Return:  {[]State{Submitted}, Returned},
	Approve: {[]State{Submitted}, Approved},
	Reopen:  {[]State{Approved}, Reopened},
}

// A Covered is one figure that a submission covers, by its version.
type Covered struct {
	Indicator indicator.Code
	Version   int
	By        string // login of the person who entered it; empty: the command line
}

// A Remark is a reason for returning that sits on one cell.
type Remark struct {
	Indicator indicator.Code
	Text      string
}

// A Step is one thing that happened to a submission.
type Step struct {
	Action  Action
	At      time.Time
	By      string // login
	ByName  string
	Reason  string
	Remarks []Remark
	Covers  []Covered // the versions submitted or approved
}

// A Submission is a unit's period on its way to approval. The zero State is a
// draft.
type Submission struct {
	Unit    org.Key
	Period  period.Period
	State   State
	Version int // counts steps; 0: never submitted
	Steps   []Step
}

// Locked reports whether figures of the period may no longer be changed.
func (s Submission) Locked() bool { return s.State == Approved }

// Last gives the newest step of an action; ok is false if there was none.
func (s Submission) Last(a Action) (Step, bool) {
	for i := len(s.Steps) - 1; i >= 0; i-- {
		if s.Steps[i].Action == a {
			return s.Steps[i], true
		}
	}
	return Step{}, false
}

// A Request asks for a step.
type Request struct {
	Action  Action
	By      string // login
	Reason  string
	Remarks []Remark
	Version int       // of the submission, as the person saw it
	Seen    []Covered // of Approve: the versions the person saw
	At      time.Time
}

// A Rule is what an installation may decide about steps.
type Rule struct {
	OwnAllowed bool // one person may approve what the same person entered: offices of one
}

// Take decides on a step. current are the newest versions of the unit's own
// figures of the period, and unexplained are warnings without a note. It
// returns the submission after the step.
//
// Errors: Conflict if the submission or, for Approve, a figure has changed
// since the person looked; Invalid if the step does not follow from the state,
// a reason is missing, or warnings are unexplained; Forbidden if the
// submission contains a figure of the person's own.
func (s Submission) Take(r Request, current []Covered, unexplained int, rule Rule) (Submission, error) {
	step, known := steps[r.Action]
	switch {
	case !known:
		return s, errs.E(errs.Invalid, "workflow.unknown_action")
	case r.Version != s.Version:
		return s, errs.E(errs.Conflict, "workflow.changed_meanwhile")
	case !slices.Contains(step.from, s.state()):
		return s, errs.E(errs.Invalid, "workflow.wrong_state."+string(r.Action))
	}
	if err := s.check(r, current, unexplained, rule); err != nil {
		return s, err
	}
	s.State, s.Version = step.to, s.Version+1
	done := Step{Action: r.Action, At: r.At, By: r.By, Reason: r.Reason, Remarks: r.Remarks}
	if r.Action == Submit || r.Action == Approve {
		done.Covers = slices.Clone(current)
	}
	s.Steps = append(slices.Clone(s.Steps), done)
	return s, nil
}

func (s Submission) state() State {
	if s.State == "" {
		return Draft
	}
	return s.State
}

// check holds a request against what its action asks for.
func (s Submission) check(r Request, current []Covered, unexplained int, rule Rule) error {
	switch r.Action {
	case Submit:
		if len(current) == 0 {
			return errs.E(errs.Invalid, "workflow.nothing_to_submit")
		}
		if unexplained > 0 {
			return errs.E(errs.Invalid, "workflow.warnings_without_note", "count", unexplained)
		}
	case Return:
		if r.Reason == "" && len(r.Remarks) == 0 {
			return errs.E(errs.Invalid, "workflow.reason_needed")
		}
	case Approve:
		if !SameVersions(r.Seen, current) {
			return errs.E(errs.Conflict, "workflow.figures_changed")
		}
		return notOwn(r, current, rule)
	case Reopen:
		if r.Reason == "" {
			return errs.E(errs.Invalid, "workflow.reason_needed")
		}
		return notOwn(r, current, rule)
	}
	return nil
}

// notOwn refuses a person who entered a current figure of the submission.
func notOwn(r Request, current []Covered, rule Rule) error {
	own := slices.ContainsFunc(current, func(c Covered) bool { return c.By == r.By && r.By != "" })
	if own && !rule.OwnAllowed {
		return errs.E(errs.Forbidden, "workflow.own_figures")
	}
	return nil
}

// SameVersions reports whether two lists cover the same versions, in any
// order.
func SameVersions(a, b []Covered) bool {
	seen := versions(a)
	if len(seen) != len(versions(b)) {
		return false
	}
	for _, c := range b {
		if v, ok := seen[c.Indicator]; !ok || v != c.Version {
			return false
		}
	}
	return true
}

func versions(list []Covered) map[indicator.Code]int {
	m := make(map[indicator.Code]int, len(list))
	for _, c := range list {
		m[c.Indicator] = c.Version
	}
	return m
}

// ChangedSince lists the indicators whose newest version is not the one in an
// earlier list, or is new to it, in the order of current.
func ChangedSince(earlier, current []Covered) []indicator.Code {
	was := versions(earlier)
	var changed []indicator.Code
	for _, c := range current {
		if was[c.Indicator] != c.Version {
			changed = append(changed, c.Indicator)
		}
	}
	return changed
}
