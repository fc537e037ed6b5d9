package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// threadPath is the page of the questions about one result.
func threadPath(unit org.Key, code indicator.Code, p period.Period) string {
	return unitPath(unit, "indicators/"+url.PathEscape(string(code))+"/questions", p)
}

// A threadRequest is the questions about one result, as one person sees them.
type threadRequest struct {
	place  account.Place
	period period.Period
	code   indicator.Code
	from   string // page the forms stand on: "indicator"; empty: the page of the questions
	fault  error  // of a form that was sent
	failed int64  // the question it answers; 0: it asks
	typed  url.Values
}

// thread shows the questions about a result with their answers, a form for
// whoever may ask, and one for whoever may answer. Pages of a result show it
// through part/thread.
func (s *Server) thread(ctx context.Context, p *i18n.Printer, user account.User, r threadRequest) (*threadView, error) {
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Questions(ctx, r.place.Unit, r.period)
	if err != nil {
		return nil, err
	}
	v := &threadView{Title: p.T("question.title"), Empty: emptyView{Text: p.T("question.none"), Line: true}}
	t := &threadMaker{s, p, catalogue, user}
	for _, q := range all {
		if q.Indicator == string(r.code) {
			v.Items = append(v.Items, t.item(q, r))
		}
	}
	if user.MayAsk(r.place) {
		v.Ask = t.askForm(r)
	}
	return v, nil
}

// threadPage handles GET /units/:unit/indicators/:indicator/questions.
func (s *Server) threadPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "indicators/"+url.PathEscape(c.Param("indicator"))+"/questions"); done {
		return err
	}
	return s.showThread(c, threadRequest{code: indicator.Code(c.Param("indicator"))})
}

func (s *Server) showThread(c echo.Context, r threadRequest) error {
	if r.fault != nil && errs.KindOf(r.fault) == errs.Internal {
		return r.fault
	}
	r.place, r.period = placeFrom(c), periodFrom(c)
	ctx, p := c.Request().Context(), printerFrom(c)
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	i, ok := catalogue.Indicators[r.code]
	if !ok {
		return errs.E(errs.NotFound, "entry.no_such_row")
	}
	v := questionPageView{Back: s.resultLink(p, r.place.Unit, r.code, r.period)}
	if v.page, err = s.page(c, p.T("question.about", "name", i.Name(string(p.Lang())))); err != nil {
		return err
	}
	v.About = report.NameOf(catalogue.Tree, catalogue.Terms, r.place.Unit, r.place.Day, p.Lang()).Name + ", " + p.Period(r.period)
	if v.Thread, err = s.thread(ctx, p, userFrom(c), r); err != nil {
		return err
	}
	v.Thread.Title = ""
	status := http.StatusOK
	if r.fault != nil {
		status = statusOf(r.fault)
	}
	return s.templates.render(c, status, "question/one", v)
}

// resultLink leads to the page that shows a result.
func (s *Server) resultLink(p *i18n.Printer, unit org.Key, code indicator.Code, at period.Period) linkView {
	l := linkView{Href: unitPath(unit, "board", at) + "#" + rowID(code), Text: p.T("question.to_result")}
	if _, served := s.rules[get+" /units/:unit/indicators/:indicator"]; served {
		l.Href = unitPath(unit, "indicators/"+url.PathEscape(string(code)), at)
	}
	return l
}

// ask handles POST /units/:unit/indicators/:indicator/questions.
func (s *Server) ask(c echo.Context) error {
	code := indicator.Code(c.Param("indicator"))
	q := workflow.Question{Unit: unitFrom(c), Indicator: string(code), Period: periodFrom(c), Text: c.FormValue("text")}
	var err error
	if q.Due, err = readDay(c.FormValue("due")); err == nil && !q.Due.IsZero() && q.Due.Before(s.today()) {
		err = errs.E(errs.Invalid, "question.due_passed")
	}
	if err == nil && q.Period.IsZero() {
		return errs.E(errs.Invalid, "question.no_period")
	}
	if err == nil {
		_, err = s.store.Ask(c.Request().Context(), actorFrom(c), q)
	}
	if err != nil {
		return s.failedThread(c, code, 0, err)
	}
	return s.backToThread(c, code)
}

// answer handles POST /units/:unit/questions/:id: whoever enters the figures
// of the indicator answers.
func (s *Server) answer(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.E(errs.NotFound, "store.no_such_question")
	}
	q, err := s.store.Question(ctx, id)
	if err != nil {
		return err
	}
	if q.Unit != unitFrom(c) || q.Period != periodFrom(c) {
		return errs.E(errs.NotFound, "store.no_such_question")
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	code := indicator.Code(q.Indicator)
	if !userFrom(c).MayEnter(placeFrom(c), catalogue.Indicators[code].Agency) {
		return errs.E(errs.Forbidden, "question.not_your_agency")
	}
	if err := s.store.Answer(ctx, actorFrom(c), id, c.FormValue("text"), c.FormValue("report") != ""); err != nil {
		return s.failedThread(c, code, id, err)
	}
	return s.backToThread(c, code)
}

func (s *Server) failedThread(c echo.Context, code indicator.Code, id int64, fault error) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.showThread(c, threadRequest{code: code, fault: fault, failed: id, typed: form, from: c.FormValue("from")})
}

// backToThread goes back to the page the form stood on.
func (s *Server) backToThread(c echo.Context, code indicator.Code) error {
	switch c.FormValue("from") {
	case "indicator":
		return back(c, s.resultLink(printerFrom(c), unitFrom(c), code, periodFrom(c)).Href+"#questions")
	case "list":
		return back(c, "/questions")
	}
	return back(c, threadPath(unitFrom(c), code, periodFrom(c)))
}

// shownAnswered is how many answered questions the list shows.
const shownAnswered = 100

// questionsPage handles GET /questions: all questions about units the person
// may read, those that wait for an answer first, then the newest.
func (s *Server) questionsPage(c echo.Context) error {
	ctx, p, user := c.Request().Context(), printerFrom(c), userFrom(c)
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	all, err := s.store.Questions(ctx, "", period.Period{})
	if err != nil {
		return err
	}
	v := questionPageView{Thread: &threadView{Empty: emptyView{Text: p.T("question.none_at_all"), Note: p.T("question.how")}}}
	if v.page, err = s.page(c, p.T("question.list")); err != nil {
		return err
	}
	t := &threadMaker{s, p, catalogue, user}
	workflow.OpenFirst(all, s.now(), s.zone)
	open := slices.IndexFunc(all, func(q workflow.Question) bool { return len(q.Answers) > 0 })
	if open >= 0 {
		slices.Reverse(all[open:])
	}
	answered := 0
	for _, q := range all {
		place := account.Place{Tree: catalogue.Tree, Unit: q.Unit, Day: q.Period.Last()}
		if !user.MayRead(place) || answered == shownAnswered {
			continue
		}
		if len(q.Answers) > 0 {
			answered++
		}
		item := t.item(q, threadRequest{place: place, period: q.Period, code: indicator.Code(q.Indicator), from: "list"})
		item.Subject = t.subject(q)
		v.Thread.Items = append(v.Thread.Items, item)
	}
	return s.show(c, "question/list", v)
}
