package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A summaryScope says which summary is asked for.
type summaryScope struct {
	unit     org.Key
	period   period.Period
	lang     i18n.Lang
	decimals int
	asOf     time.Time // zero: now
}

// A summaryWork is a summary with what people wrote to it: one object behind
// the page, every file and an issued report.
type summaryWork struct {
	s         *Server
	p         *i18n.Printer
	scope     summaryScope
	catalogue *indicator.Catalogue
	book      *indicator.Book
	sum       report.Summary
	targets   []report.Target
	prose     map[string]store.Prose // written parts by section
	parts     []report.Part          // the outline with them
	questions []workflow.Question
	called    []report.ProseName      // by which the unit's own tables call indicators
	layouts   map[string]store.Layout // the office's own, of the document last made, by format
}

// summaryWork reads a summary and what belongs to it.
func (s *Server) summaryWork(ctx context.Context, scope summaryScope) (*summaryWork, error) {
	w := &summaryWork{s: s, p: i18n.For(scope.lang), scope: scope}
	for _, read := range []func(context.Context) error{w.readFigures, w.readWords} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *summaryWork) readFigures(ctx context.Context) (err error) {
	if w.catalogue, err = w.s.store.Catalogue(ctx); err != nil {
		return err
	}
	if w.book, err = w.s.store.BookFor(ctx, w.scope.unit, w.scope.period, 0, 1, w.scope.asOf); err != nil {
		return err
	}
	in := w.input()
	if w.sum, err = report.Build(in); err != nil {
		return err
	}
	w.targets, err = report.Targets(in)
	return err
}

// input is what the summary is made from.
func (w *summaryWork) input() report.Input {
	return report.Input{Book: w.book, Terms: w.catalogue.Terms, Unit: w.scope.unit, Period: w.scope.period,
		Lang: w.scope.lang, Decimals: w.scope.decimals, AsOf: w.scope.asOf}
}

func (w *summaryWork) readWords(ctx context.Context) (err error) {
	if w.prose, err = w.s.store.ProseOf(ctx, w.scope.unit, w.scope.period); err != nil {
		return err
	}
	if w.questions, err = w.s.store.Questions(ctx, w.scope.unit, w.scope.period); err != nil {
		return err
	}
	texts := make(map[string]string, len(w.prose))
	for section, prose := range w.prose {
		texts[section] = prose.Text
	}
	w.parts = report.Written(report.DefaultOutline(w.scope.period, w.scope.lang), texts, w.explanations())
	return w.readNames(ctx)
}

// readNames reads what the unit's own tables call indicators: who writes the
// report may call them so too. Without a written part nothing is compared.
func (w *summaryWork) readNames(ctx context.Context) error {
	if len(w.prose) == 0 {
		return nil
	}
	aliases, err := w.s.store.TableAliases(ctx, w.scope.unit)
	for _, a := range aliases {
		if a.Sort == store.AliasIndicator && a.Target != "" {
			w.called = append(w.called, report.ProseName{Text: a.Text, Indicator: indicator.Code(a.Target)})
		}
	}
	return err
}

// explanations are the answers that explain a miss in the report, the newest
// of each indicator.
func (w *summaryWork) explanations() map[string]string {
	notes := map[string]string{}
	for _, q := range w.questions {
		if n := len(q.Answers); n > 0 && q.InReport {
			notes[q.Indicator] = q.Answers[n-1].Text
		}
	}
	return notes
}

// document is what the files print. Charts cost a moment to draw: only where
// they are printed.
func (w *summaryWork) document(ctx context.Context, charts bool) (doc export.Document, err error) {
	doc = export.Document{Summary: w.sum, Parts: w.parts, NextYear: w.targets, Draft: !w.sum.Complete()}
	if doc.Templates, err = w.templates(ctx); err != nil {
		return doc, err
	}
	if charts && len(w.sum.Rows) > 0 {
		renderer, err := w.s.charts()
		if err != nil {
			return doc, err
		}
		doc.Charts, err = export.ChartsOf(ctx, renderer, w.sum)
		if err != nil {
			return doc, err
		}
	}
	return doc, nil
}

// findings are what is doubtful about the figures.
func (w *summaryWork) findings(ctx context.Context) ([]check.Finding, error) {
	settings, err := w.s.store.CheckSettings(ctx)
	if err != nil {
		return nil, err
	}
	return check.Check(w.book, w.scope.unit, w.scope.period, settings), nil
}

// contradictions are what the written parts say that the figures do not.
func (w *summaryWork) contradictions() []report.Contradiction {
	return report.Contradictions(w.sum, w.parts, w.targets, w.called...)
}

// row finds the row of an indicator; nil if it has none.
func (w *summaryWork) row(code indicator.Code) *report.Row {
	for i := range w.sum.Rows {
		if w.sum.Rows[i].Code == code {
			return &w.sum.Rows[i]
		}
	}
	return nil
}

// scopeOf reads what an address asks for: the language is that of the person
// unless it is named.
func (s *Server) scopeOf(c echo.Context) (summaryScope, error) {
	scope := summaryScope{unit: unitFrom(c), period: periodFrom(c), lang: langFrom(c), decimals: pageDecimals}
	if lang := c.QueryParam("lang"); lang != "" {
		scope.lang = i18n.ParseLang(lang)
	}
	if text := c.QueryParam("decimals"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > report.MostDecimals {
			return scope, errs.E(errs.Invalid, "report.decimals_range", "min", 0, "max", report.MostDecimals)
		}
		scope.decimals = n
	}
	var err error
	scope.asOf, err = s.moment(c.QueryParam("as_of"))
	return scope, err
}

// path is the address of a page of the same summary: "summary",
// "summary/file". What is as usual is left out.
func (w *summaryWork) path(page string, pairs ...string) string {
	q := url.Values{"period": {w.scope.period.String()}}
	if w.scope.decimals != pageDecimals {
		q.Set("decimals", strconv.Itoa(w.scope.decimals))
	}
	if !w.scope.asOf.IsZero() {
		q.Set("as_of", w.scope.asOf.UTC().Format(time.RFC3339))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/units/" + url.PathEscape(string(w.scope.unit)) + "/" + page + "?" + q.Encode()
}

// summaryPage handles GET /units/:unit/summary: the report of a unit's period
// as it is handed in, with all that is still to be done about it.
func (s *Server) summaryPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "summary"); done {
		return err
	}
	m, err := s.summaryMaker(c)
	if err != nil {
		return err
	}
	return m.show(http.StatusOK)
}

// A summaryMaker makes the page of a summary for one person.
type summaryMaker struct {
	*summaryWork
	c        echo.Context
	user     account.User
	place    account.Place
	deadline workflow.Deadline
	issued   []store.Issued         // the newest first
	before   map[string]store.Prose // written parts of the same period a year earlier
	typed    map[string]proseDraft  // what a form sent and was not saved
	notices  []noticeView
}

// summaryMaker reads what the page of a request shows.
func (s *Server) summaryMaker(c echo.Context) (*summaryMaker, error) {
	scope, err := s.scopeOf(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	m := &summaryMaker{c: c, user: userFrom(c), place: placeFrom(c), typed: map[string]proseDraft{}}
	if m.summaryWork, err = s.summaryWork(ctx, scope); err != nil {
		return nil, err
	}
	if m.deadline, err = s.store.Deadline(ctx, scope.unit, scope.period); err != nil {
		return nil, err
	}
	if m.issued, err = s.store.IssuedReports(ctx, scope.unit, scope.period); err != nil {
		return nil, err
	}
	m.before, err = s.store.ProseOf(ctx, scope.unit, scope.period.Previous())
	return m, err
}

// show answers with the page.
func (m *summaryMaker) show(status int) error {
	v, err := m.view()
	if err != nil {
		return err
	}
	return m.s.templates.render(m.c, status, "summary/summary", v)
}
