package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A reviewWork is a submission with what it is compared to: the approval
// before, if there was one.
type reviewWork struct {
	*submissionWork
	base    *workflow.Step   // the last approval; nil: there was none
	rev     *report.Revision // since then; nil likewise
	changed map[indicator.Code]bool
	reasons map[indicator.Code]string // typed for single figures
	reason  string                    // typed for the whole
	ownRule bool                      // own figures may be approved
	people  []store.Account
}

func (s *Server) reviewWork(c echo.Context) (*reviewWork, error) {
	w, err := s.submissionWork(c)
	if err != nil {
		return nil, err
	}
	r := &reviewWork{submissionWork: w, changed: map[indicator.Code]bool{}, reasons: map[indicator.Code]string{}}
	return r, r.read(c.Request().Context())
}

func (r *reviewWork) read(ctx context.Context) error {
	if step, ok := r.sub.Last(workflow.Approve); ok {
		rev, err := r.s.sinceStep(ctx, r.input(r.book), step)
		if err != nil {
			return err
		}
		r.base, r.rev = &step, &rev
	}
	var covered []workflow.Covered
	if r.base != nil {
		covered = r.base.Covers
	}
	for _, code := range workflow.ChangedSince(covered, r.current) {
		r.changed[code] = true
	}
	own, _, err := r.s.store.Setting(ctx, store.OwnApproval)
	if err != nil {
		return err
	}
	r.ownRule = own == "on"
	r.people, err = r.s.store.Users(ctx)
	return err
}

// ownFigures reports whether the person entered a figure that is covered.
func (r *reviewWork) ownFigures() bool {
	return !r.ownRule && slices.ContainsFunc(r.current, func(c workflow.Covered) bool { return c.By == r.user.Login })
}

// others names the people who may approve: reviewers of the unit who entered
// none of its figures.
func (r *reviewWork) others() []string {
	var names []string
	for _, a := range r.people {
		entered := slices.ContainsFunc(r.current, func(c workflow.Covered) bool { return c.By == a.Login })
		if !entered && a.MayReview(r.place) {
			names = append(names, a.Name)
		}
	}
	return names
}

// reviewPage handles GET /units/:unit/review: what has changed since the last
// approval.
func (s *Server) reviewPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "review"); done {
		return err
	}
	r, err := s.reviewWork(c)
	if err != nil {
		return err
	}
	return r.show(c, nil, nil)
}

// review handles POST /units/:unit/review: return, approve or reopen, as the
// button says. What was typed is kept where the step is refused.
func (s *Server) review(c echo.Context) error {
	r, err := s.reviewWork(c)
	if err != nil {
		return err
	}
	wish := store.StepWish{Unit: r.place.Unit, Period: r.period}
	wish.Action, wish.Version = workflow.Action(c.FormValue("action")), formInt(c, "version")
	wish.Seen = parseVersions(c.FormValue("seen"))
	r.readReasons(c)
	switch wish.Action {
	case workflow.Return:
		wish.Reason, wish.Remarks = r.reason, r.remarks()
	case workflow.Reopen:
		wish.Reason = r.reason
	}
	if _, err := s.store.TakeStep(c.Request().Context(), actorFrom(c), wish); err != nil {
		return r.show(c, err, r.changedMeanwhile(wish))
	}
	return back(c, r.path("review")+"&done="+string(wish.Action))
}

func (r *reviewWork) readReasons(c echo.Context) {
	r.reason = strings.TrimSpace(c.FormValue("reason"))
	for _, row := range r.sum.Rows {
		if text := strings.TrimSpace(c.FormValue("reason." + string(row.Code))); text != "" {
			r.reasons[row.Code] = text
		}
	}
}

// remarks are the reasons typed for single figures, in the set's order.
func (r *reviewWork) remarks() []workflow.Remark {
	var all []workflow.Remark
	for _, row := range r.sum.Rows {
		if text := r.reasons[row.Code]; text != "" {
			all = append(all, workflow.Remark{Indicator: row.Code, Text: text})
		}
	}
	return all
}

// changedMeanwhile names the figures that are no longer those the person saw,
// with the value and who saved it.
func (r *reviewWork) changedMeanwhile(wish store.StepWish) []string {
	if wish.Action != workflow.Approve {
		return nil
	}
	var lines []string
	for _, code := range workflow.ChangedSince(wish.Seen, r.current) {
		f := r.book.Figures[indicator.CellKey{Unit: r.place.Unit, Indicator: code, Period: r.period}]
		value := r.p.T("core.status_" + string(f.Status))
		if f.Value != nil {
			value = r.p.Format().Amount(*f.Value, r.book.Indicators[code].ShownDecimals)
		}
		lines = append(lines, r.p.T("review.meanwhile", "name", r.name(code), "value", value, "who", r.whoEntered(f), "time", r.p.DateTime(f.Recorded, r.s.zone)))
	}
	return lines
}

// neighbours are the submissions before and after this one among those that
// wait for the person.
func (r *reviewWork) neighbours(c echo.Context) (before, after string, err error) {
	waiting, err := r.s.waiting(c.Request().Context(), r.user)
	if err != nil {
		return "", "", err
	}
	at := slices.IndexFunc(waiting, func(sub workflow.Submission) bool { return sub.Unit == r.place.Unit && sub.Period == r.period })
	address := func(i int) string {
		if at < 0 || i < 0 || i >= len(waiting) {
			return ""
		}
		return unitPath(waiting[i].Unit, "review", waiting[i].Period)
	}
	return address(at - 1), address(at + 1), nil
}

// waiting lists the submissions a person may decide on, the longest waiting
// first.
func (s *Server) waiting(ctx context.Context, user account.User) ([]workflow.Submission, error) {
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Submissions(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(sub workflow.Submission) bool {
		return sub.State != workflow.Submitted || !user.MayReview(account.Place{Tree: catalogue.Tree, Unit: sub.Unit, Day: sub.Period.Last()})
	})
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b workflow.Submission) int { return a.Steps[0].At.Compare(b.Steps[0].At) })
	return all, nil
}

func (r *reviewWork) show(c echo.Context, fault error, meanwhile []string) error {
	v, err := r.view(c, fault)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if fault != nil {
		status = statusOf(fault)
		if len(meanwhile) > 0 {
			v.Notices[len(v.Notices)-1].List = meanwhile
		}
	}
	return r.s.templates.render(c, status, "review/review", v)
}
