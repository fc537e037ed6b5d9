package server

import (
	"cmp"
	"context"
	"slices"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A workView is the dot of work/work: what waits for a person.
type workView struct {
	page
	Official  bool
	Reviewer  bool
	Debts     []debtView
	Done      []decideView // handed in and not decided on
	Waiting   []decideView
	Returned  []decideView
	Incoming  []linkView // what other installations have sent
	Questions []questionView
	Asked     string // heading over the questions
	NoDebts   emptyView
	NoReview  emptyView
	NoAsked   emptyView
}

// A debtView is a unit's period that is still owed.
type debtView struct {
	Title    string // "Quận Lê Chân, năm 2022"
	Href     string
	Due      *dueView
	State    stateView
	Reason   *noticeView // why it was returned; nil: it was not
	Missing  []linkView
	Lacking  string // "Chưa nhập 2 chỉ tiêu"
	Warnings []linkView
	Doubtful string // "1 cảnh báo chưa có ghi chú"
	Ready    string // said where nothing is missing or doubtful
	Actions  []linkView
}

// A decideView is a submission in a list.
type decideView struct {
	Title string
	Href  string
	State stateView
	Since string // "gửi 07/12/2022 17:05, chờ 2 ngày"
	Who   string
	Due   *dueView
	Note  string // the reason of a return
}

// shownLinks is how many names stand in one line before "and others".
const shownLinks = 8

func (t *todo) fill(ctx context.Context, v *workView) error {
	v.Official, v.Reviewer = t.user.Is(account.Official), t.user.Is(account.Reviewer)
	debts, err := t.debts(ctx)
	if err != nil {
		return err
	}
	book, err := t.book(ctx, debts)
	if err != nil {
		return err
	}
	settings, err := t.s.store.CheckSettings(ctx)
	if err != nil {
		return err
	}
	for _, d := range debts {
		view, err := t.debt(ctx, d, book, settings)
		if err != nil {
			return err
		}
		v.Debts = append(v.Debts, view)
	}
	if v.Waiting, err = t.decisions(ctx, t.toDecide(workflow.Submitted)); err != nil {
		return err
	}
	if v.Returned, err = t.decisions(ctx, t.toDecide(workflow.Returned, workflow.Reopened)); err != nil {
		return err
	}
	if v.Done, err = t.decisions(ctx, t.handedIn()); err != nil {
		return err
	}
	v.Asked = t.p.T("work.questions")
	for _, q := range t.myQuestions() {
		v.Questions = append(v.Questions, t.question(q))
	}
	v.NoDebts = emptyView{Text: t.p.T("work.no_debts"), Line: true}
	v.NoReview = emptyView{Text: t.p.T("work.no_review"), Line: true}
	v.NoAsked = emptyView{Text: t.p.T("work.no_questions"), Line: true}
	return nil
}

// handedIn are the submissions of an official that wait for a decision, unless
// the person decides on them.
func (t *todo) handedIn() []workflow.Submission {
	return slices.DeleteFunc(slices.Clone(t.subs), func(sub workflow.Submission) bool {
		place := t.place(sub.Unit, sub.Period)
		return sub.State != workflow.Submitted || t.user.MayReview(place) || !t.user.MayEnterSome(place)
	})
}

// book holds what all debts are computed from.
func (t *todo) book(ctx context.Context, debts []debt) (*indicator.Book, error) {
	if len(debts) == 0 {
		return &indicator.Book{}, nil
	}
	byYear := func(a, b debt) int { return cmp.Compare(a.Period.Year, b.Period.Year) }
	first, last := slices.MinFunc(debts, byYear), slices.MaxFunc(debts, byYear)
	for _, d := range debts {
		if d.unit != first.unit {
			return t.s.store.Book(ctx, store.BookQuery{FromYear: first.Period.Year - 1, ToYear: last.Period.Year})
		}
	}
	return t.s.store.BookFor(ctx, first.unit, last.Period, last.Period.Year-first.Period.Year, 0, time.Time{})
}

// debt says what one unit's period still needs from the person.
func (t *todo) debt(ctx context.Context, d debt, book *indicator.Book, settings check.Settings) (debtView, error) {
	sum, err := report.Build(report.Input{Book: book, Terms: t.catalogue.Terms, Unit: d.unit, Period: d.Period, Lang: t.p.Lang(), Decimals: pageDecimals})
	if err != nil {
		return debtView{}, err
	}
	sub, err := t.s.store.Submission(ctx, d.unit, d.Period)
	if err != nil {
		return debtView{}, err
	}
	entry, place := unitPath(d.unit, "entry", d.Period), t.place(d.unit, d.Period)
	v := debtView{Title: sum.Unit.Name + ", " + t.p.Period(d.Period), Href: entry, State: t.s.submissionState(t.p, sub),
		Due: t.s.dueOf(t.p, d.Deadline, nil), Reason: t.reason(sub), Actions: []linkView{{Href: entry, Text: t.p.T("work.enter"), Icon: "pencil"}}}
	for _, row := range missing(sum) {
		if t.user.MayEnter(place, row.Result.Indicator.Agency) {
			v.Missing = append(v.Missing, missingLink(d.unit, d.Period, row))
		}
	}
	for _, f := range check.Check(book, d.unit, d.Period, settings) {
		i := book.Indicators[f.Indicator]
		if f.NeedsNote && !f.Explained && t.user.MayEnter(place, i.Agency) {
			v.Warnings = append(v.Warnings, linkView{Href: entry + "#row-" + string(f.Indicator), Text: i.Name(string(t.p.Lang())), Count: f.Rule.Name(t.p)})
		}
	}
	v.Lacking, v.Doubtful = t.counted("work.lacking", v.Missing), t.counted("work.doubtful", v.Warnings)
	v.Missing, v.Warnings = t.cut(v.Missing, entry), t.cut(v.Warnings, entry)
	ready := v.Lacking == "" && v.Doubtful == ""
	if t.user.MaySubmit(place) {
		v.Actions = append(v.Actions, linkView{Href: unitPath(d.unit, "submit", d.Period), Text: t.p.T("work.submit"), Icon: "send", Primary: ready})
	}
	if ready {
		v.Ready = t.p.T("work.ready")
	}
	v.Actions[0].Primary = !v.Actions[len(v.Actions)-1].Primary
	return v, nil
}

func (t *todo) counted(key string, links []linkView) string {
	if len(links) == 0 {
		return ""
	}
	return t.p.T(key, "count", len(links))
}

// cut keeps a line of names short.
func (t *todo) cut(links []linkView, all string) []linkView {
	if len(links) <= shownLinks {
		return links
	}
	return append(links[:shownLinks:shownLinks], linkView{Href: all, Text: t.p.T("work.others", "count", len(links)-shownLinks)})
}

// reason says why a submission has to be done again.
func (t *todo) reason(sub workflow.Submission) *noticeView {
	action := workflow.Return
	switch sub.State {
	case workflow.Returned:
	case workflow.Reopened:
		action = workflow.Reopen
	default:
		return nil
	}
	step, ok := sub.Last(action)
	if !ok {
		return nil
	}
	n := &noticeView{Kind: "warning", Text: t.p.T("work.because_"+string(sub.State), "name", stepName(t.p, step), "time", t.p.DateTime(step.At, t.s.zone))}
	if step.Reason != "" {
		n.Text += " “" + step.Reason + "”"
	}
	for _, r := range step.Remarks {
		n.List = append(n.List, t.catalogue.Indicators[r.Indicator].Name(string(t.p.Lang()))+": "+r.Text)
	}
	return n
}

// decisions shows submissions in a list, with their last step.
func (t *todo) decisions(ctx context.Context, subs []workflow.Submission) ([]decideView, error) {
	var all []decideView
	for _, head := range subs {
		sub, err := t.s.store.Submission(ctx, head.Unit, head.Period)
		if err != nil {
			return nil, err
		}
		all = append(all, t.decision(sub))
	}
	return all, nil
}

func (t *todo) decision(sub workflow.Submission) decideView {
	step := sub.Steps[len(sub.Steps)-1]
	name := report.NameOf(t.catalogue.Tree, t.catalogue.Terms, sub.Unit, sub.Period.Last(), t.p.Lang()).Name
	v := decideView{Title: name + ", " + t.p.Period(sub.Period), Href: unitPath(sub.Unit, "review", sub.Period),
		State: t.s.submissionState(t.p, workflow.Submission{State: sub.State}), Who: stepName(t.p, step),
		Since: t.p.T("work.at_"+string(sub.State), "time", t.p.DateTime(step.At, t.s.zone))}
	if days := t.s.daysSince(step.At); days > 0 {
		v.Since += ", " + t.p.T("work.days_"+string(sub.State), "count", days)
	}
	if !t.user.MayReview(t.place(sub.Unit, sub.Period)) {
		v.Href = unitPath(sub.Unit, "submit", sub.Period)
	}
	deadline := t.calendar.Deadline(sub.Unit, sub.Period)
	if sub.State == workflow.Submitted {
		v.Due = t.s.dueOf(t.p, deadline, &step.At)
		return v
	}
	v.Due, v.Note = t.s.dueOf(t.p, deadline, nil), step.Reason
	for _, r := range step.Remarks {
		v.Note = joined("; ", v.Note, t.catalogue.Indicators[r.Indicator].Name(string(t.p.Lang()))+": "+r.Text)
	}
	return v
}

// daysSince counts the days from a moment's day to today.
func (s *Server) daysSince(at time.Time) int {
	y, m, d := at.In(s.zone).Date()
	return int(s.today().Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// question shows an open question in a list, with what it is about.
func (t *todo) question(q workflow.Question) questionView {
	v := t.s.questionLine(t.p, t.catalogue, q)
	v.Action = t.p.T("question.see")
	if t.mayAnswer(q) {
		v.Action = t.p.T("question.see_answer")
	}
	name := t.catalogue.Indicators[indicator.Code(q.Indicator)].Name(string(t.p.Lang()))
	unit := report.NameOf(t.catalogue.Tree, t.catalogue.Terms, q.Unit, q.Period.Last(), t.p.Lang()).Name
	v.About = joined(" · ", v.About, i18n.Capital(name), unit+", "+t.p.Period(q.Period))
	return v
}
