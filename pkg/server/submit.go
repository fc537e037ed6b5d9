package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A submitView is the dot of submit/submit: what is about to be handed in.
type submitView struct {
	page
	Action   string
	Unit     string
	Entry    linkView
	Version  int
	Due      *dueView
	Have     string // "16/17 chỉ tiêu đã có số liệu"
	Missing  []linkView
	Blocking []findingView // warnings that still need a note
	Noted    []findingView // warnings with a note, and what only informs
	Ready    bool          // it may be handed in now
	Why      string        // why it may not; empty if it may
	Word     string        // on the button
	Steps    *stepsView
}

// A findingView is one thing that is doubtful, with the way to its figure.
type findingView struct {
	Name string
	Href string
	Text string
	Note string // the explanation; empty: none
}

// submitPage handles GET /units/:unit/submit: gaps and warnings, before the
// period is handed in.
func (s *Server) submitPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "submit"); done {
		return err
	}
	w, err := s.submissionWork(c)
	if err != nil {
		return err
	}
	return w.showSubmit(c, nil)
}

// submit handles POST /units/:unit/submit. The checks are made anew: figures
// may have changed since the page was opened.
func (s *Server) submit(c echo.Context) error {
	w, err := s.submissionWork(c)
	if err != nil {
		return err
	}
	_, err = s.store.TakeStep(c.Request().Context(), actorFrom(c), store.StepWish{
		Request: workflow.Request{Action: workflow.Submit, Version: formInt(c, "version")},
		Unit:    w.place.Unit, Period: w.period, Unexplained: check.Unexplained(w.findings),
	})
	if err != nil {
		return w.showSubmit(c, err)
	}
	return back(c, w.path("submit")+"&sent=1")
}

func (w *submissionWork) showSubmit(c echo.Context, fault error) error {
	v := submitView{Action: w.path("submit"), Unit: w.sum.Unit.Name, Entry: linkView{Href: w.path("entry"), Text: w.p.T("work.to_entry")},
		Version: w.sub.Version, Steps: w.s.steps(w.p, w.book.Indicators, w.sub)}
	var err error
	if v.page, err = w.frame(c, w.p.T("work.submit_title", "period", w.p.Period(w.period)), "submit", fault); err != nil {
		return err
	}
	if c.QueryParam("sent") != "" && w.sub.State == workflow.Submitted {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: w.p.T("work.sent")})
	}
	w.fillSubmit(&v)
	status := http.StatusOK
	if fault != nil {
		status = statusOf(fault)
	}
	return w.s.templates.render(c, status, "submit/submit", v)
}

// frame is the page around, with what went wrong said above it.
func (w *submissionWork) frame(c echo.Context, title, name string, fault error) (page, error) {
	if fault != nil && errs.KindOf(fault) == errs.Internal {
		return page{}, fault
	}
	v, err := w.s.page(c, title)
	if err != nil {
		return v, err
	}
	if v.Context, err = w.s.contextBar(c, w.place.Unit, w.period, name); err != nil {
		return v, err
	}
	if fault != nil {
		f := newFailure(fault, w.p)
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: f.words, List: f.list})
	}
	return v, nil
}

func (w *submissionWork) fillSubmit(v *submitView) {
	var done *workflow.Step
	if step, ok := w.sub.Last(workflow.Submit); ok && (w.sub.State == workflow.Submitted || w.sub.State == workflow.Approved) {
		done = &step
	}
	v.Due = w.s.dueOf(w.p, w.deadline, nil)
	if done != nil {
		v.Due = w.s.dueOf(w.p, w.deadline, &done.At)
	}
	gaps := missing(w.sum)
	for _, row := range gaps {
		v.Missing = append(v.Missing, missingLink(w.place.Unit, w.period, row))
	}
	for _, f := range w.findings {
		view := w.finding(f)
		if f.NeedsNote && !f.Explained {
			v.Blocking = append(v.Blocking, view)
		} else {
			v.Noted = append(v.Noted, view)
		}
	}
	typed := 0
	for _, row := range w.sum.Rows {
		if typedRow(row) && !row.Result.Inapplicable {
			typed++
		}
	}
	v.Have = w.p.T("work.have", "have", typed-len(gaps), "of", typed)
	v.Why = w.whyNotSubmit(len(v.Blocking))
	v.Ready = v.Why == ""
	v.Word = w.p.T("work.submit_do", "count", len(w.current))
}

// whyNotSubmit says what keeps the period from being handed in; empty: nothing.
func (w *submissionWork) whyNotSubmit(blocking int) string {
	switch {
	case w.sub.State == workflow.Submitted || w.sub.State == workflow.Approved:
		return w.p.T("work.submitted_already_" + string(w.sub.State))
	case len(w.current) == 0:
		return w.p.T("workflow.nothing_to_submit")
	case blocking > 0:
		return w.p.T("workflow.warnings_without_note", "count", blocking)
	}
	return ""
}

func (w *submissionWork) finding(f check.Finding) findingView {
	v := findingView{Name: w.name(f.Indicator), Href: w.path("entry") + "#row-" + string(f.Indicator), Text: f.Statement(w.p, w.book, w.catalogue.Terms)}
	for _, row := range w.sum.Rows {
		if row.Code == f.Indicator && row.Result.Actual != nil && row.Result.Actual.Figure != nil && f.Explained {
			v.Note = row.Result.Actual.Figure.Note
		}
	}
	return v
}
