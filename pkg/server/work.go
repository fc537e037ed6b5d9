package server

import (
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// A todo is all that waits for one person: periods to hand in, submissions to
// decide on, questions to answer or to follow.
type todo struct {
	s         *Server
	p         *i18n.Printer
	user      account.User
	catalogue *indicator.Catalogue
	calendar  workflow.Calendar
	subs      []workflow.Submission // all that have been touched, without their steps
	questions []workflow.Question   // open ones the person may know
}

// todo reads what waits for the person.
func (s *Server) todo(ctx context.Context, p *i18n.Printer, user account.User) (*todo, error) {
	t := &todo{s: s, p: p, user: user}
	var err error
	if t.catalogue, err = s.store.Catalogue(ctx); err != nil {
		return nil, err
	}
	if t.calendar, err = s.store.Calendar(ctx); err != nil {
		return nil, err
	}
	if t.subs, err = s.store.Submissions(ctx); err != nil {
		return nil, err
	}
	all, err := s.store.Questions(ctx, "", period.Period{})
	t.questions = slices.DeleteFunc(all, func(q workflow.Question) bool {
		return len(q.Answers) > 0 || !user.MayRead(t.place(q.Unit, q.Period))
	})
	workflow.OpenFirst(t.questions, s.now(), s.zone)
	return t, err
}

func (t *todo) place(unit org.Key, p period.Period) account.Place {
	return account.Place{Tree: t.catalogue.Tree, Unit: unit, Day: p.Last()}
}

// A debt is a unit's period that an official still owes.
type debt struct {
	unit org.Key
	workflow.Claim
}

// debtsOf lists what a person still owes (see debts), in the language of p.
func (s *Server) debtsOf(ctx context.Context, p *i18n.Printer, user account.User) ([]debt, error) {
	t, err := s.todo(ctx, p, user)
	if err != nil {
		return nil, err
	}
	return t.debts(ctx)
}

// debts lists what the person still owes as an official, what was returned
// first, then the first due first. A reviewer may enter figures too, but does
// not owe them.
func (t *todo) debts(ctx context.Context) ([]debt, error) {
	official := t.user
	official.Grants = slices.DeleteFunc(slices.Clone(official.Grants), func(g account.Grant) bool { return g.Role != account.Official })
	if len(official.Grants) == 0 {
		return nil, nil
	}
	units := t.entered(official)
	begun, err := t.s.store.Begun(ctx, units)
	if err != nil {
		return nil, err
	}
	var all []debt
	for _, k := range units {
		for _, c := range workflow.Owed(t.claims(official, k, begun[k]), t.s.now(), t.s.zone) {
			all = append(all, debt{k, c})
		}
	}
	slices.SortStableFunc(all, func(a, b debt) int {
		if a.returned() != b.returned() {
			if a.returned() {
				return -1
			}
			return 1
		}
		return a.Deadline.Due.Compare(b.Deadline.Due)
	})
	return all, nil
}

func (d debt) returned() bool { return d.State == workflow.Returned || d.State == workflow.Reopened }

// entered gives the units for which the person enters figures in any year of
// their sets, sorted.
func (t *todo) entered(u account.User) []org.Key {
	var units []org.Key
	for key := range t.catalogue.Sets {
		if !slices.Contains(units, key.Unit) && u.MayEnterSome(t.place(key.Unit, period.Period{Year: key.Year})) {
			units = append(units, key.Unit)
		}
	}
	slices.Sort(units)
	return units
}

// claims are the periods of a unit that may be owed: those with figures, those
// that were touched, those due around now; of years in which the unit's set
// has a row that the person enters.
func (t *todo) claims(u account.User, unit org.Key, begun []period.Period) []workflow.Claim {
	states := map[period.Period]workflow.State{}
	for _, sub := range t.subs {
		if sub.Unit == unit {
			states[sub.Period] = sub.State
		}
	}
	var all []workflow.Claim
	seen := map[period.Period]bool{}
	add := func(p period.Period, isBegun bool) {
		if seen[p] || !t.enterable(u, unit, p) {
			return
		}
		seen[p] = true
		all = append(all, workflow.Claim{Period: p, Deadline: t.calendar.Deadline(unit, p), Begun: isBegun, State: states[p]})
	}
	for _, p := range begun {
		add(p, true)
	}
	for p := range states {
		add(p, false)
	}
	for _, p := range workflow.Candidates(t.s.now(), t.s.zone) {
		add(p, false)
	}
	return all
}

// enterable reports whether the unit's set of the period's year has a row that
// the person enters.
func (t *todo) enterable(u account.User, unit org.Key, p period.Period) bool {
	place := t.place(unit, p)
	return slices.ContainsFunc(t.catalogue.Sets[indicator.SetKey{Unit: unit, Year: p.Year}].Rows, func(row indicator.SetRow) bool {
		return row.Source != indicator.Rollup && u.MayEnter(place, t.catalogue.Indicators[row.Indicator].Agency)
	})
}

// toDecide are the submissions in a state that the person reviews, the oldest
// step first.
func (t *todo) toDecide(states ...workflow.State) []workflow.Submission {
	var all []workflow.Submission
	for _, sub := range slices.Backward(t.subs) {
		if slices.Contains(states, sub.State) && t.user.MayReview(t.place(sub.Unit, sub.Period)) {
			all = append(all, sub)
		}
	}
	slices.SortStableFunc(all, func(a, b workflow.Submission) int { return a.Steps[0].At.Compare(b.Steps[0].At) })
	return all
}

// mayAnswer reports whether the person answers a question: whoever enters the
// indicator's figures does.
func (t *todo) mayAnswer(q workflow.Question) bool {
	return t.user.MayEnter(t.place(q.Unit, q.Period), t.catalogue.Indicators[indicator.Code(q.Indicator)].Agency)
}

// myQuestions are the open questions that concern the person: to answer, or
// asked by leaders of the unit.
func (t *todo) myQuestions() []workflow.Question {
	return slices.DeleteFunc(slices.Clone(t.questions), func(q workflow.Question) bool {
		return !t.mayAnswer(q) && !t.user.MayAsk(t.place(q.Unit, q.Period))
	})
}

// navCounts are the numbers beside the places in the head of a page.
type navCounts struct{ work, questions int }

// A countsKey is whose counts they are, and of which day: deadlines pass.
type countsKey struct {
	user int64
	day  string
}

// counts are kept until something stored changes, so that a page does not have
// to count anew.
func (s *Server) counts(c echo.Context, user account.User) (navCounts, error) {
	ctx := c.Request().Context()
	counter, err := s.store.Counter(ctx)
	if err != nil {
		return navCounts{}, err
	}
	key := countsKey{user.ID, s.now().In(s.zone).Format(time.DateOnly)}
	return s.navKept.of(counter, key, func() (navCounts, error) {
		t, err := s.todo(ctx, printerFrom(c), user)
		if err != nil {
			return navCounts{}, err
		}
		debts, err := t.debts(ctx)
		return navCounts{len(debts) + len(t.toDecide(workflow.Submitted)), len(t.myQuestions())}, err
	})
}

// workPage handles GET /work: what waits for the person.
func (s *Server) workPage(c echo.Context) error {
	user := userFrom(c)
	if !worksHere(user) {
		return errs.E(errs.Forbidden, "server.not_your_role")
	}
	ctx := c.Request().Context()
	t, err := s.todo(ctx, printerFrom(c), user)
	if err != nil {
		return err
	}
	v := workView{}
	if v.page, err = s.page(c, t.p.T(workTitle(user))); err != nil {
		return err
	}
	if err := t.fill(ctx, &v); err != nil {
		return err
	}
	if v.Incoming, err = t.incoming(ctx); err != nil {
		return err
	}
	return s.show(c, "work/work", v)
}

// worksHere reports whether the page of what waits is for the person.
func worksHere(u account.User) bool {
	return u.Is(account.Official) || u.Is(account.Reviewer) || u.Is(account.Leader)
}

// workTitle names the page after what it holds first.
func workTitle(u account.User) string {
	if u.Is(account.Reviewer) && !u.Is(account.Official) {
		return "work.title_reviewer"
	}
	return "work.title"
}
