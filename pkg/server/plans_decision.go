package server

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// A decisionForm is the part of a form that says what plans rest on: a
// decision, entered once for all of them, or none.
type decisionForm struct {
	basis       indicator.Basis
	known       string // key of a decision chosen from the list; empty: a new one
	decision    indicator.Decision
	date        string // as typed
	all         bool   // also for plans whose value stays as it is
	growth      string
	scan        *store.Scan
	faults      map[string]string // by field
	growthFault string
}

func (f decisionForm) ok() bool { return len(f.faults) == 0 }

// newDecisionForm is the form as it opens: plans of a year to come are
// proposed until there is a document.
func (w *plansWork) newDecisionForm() decisionForm {
	f := decisionForm{basis: indicator.Decided, growth: w.c.QueryParam("growth")}
	if f.growth != "" {
		f.basis = indicator.Proposed
	}
	return f
}

// readDecisionForm reads what was sent.
func (w *plansWork) readDecisionForm() decisionForm {
	c := w.c
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	f := decisionForm{basis: indicator.Basis(value("basis")), known: value("known"), date: value("date"), all: c.FormValue("all") != "", faults: map[string]string{},
		decision: indicator.Decision{Number: value("number"), Issuer: value("issuer"), Title: value("title")}}
	if f.basis != indicator.Decided {
		return f
	}
	for _, d := range w.decisions {
		if decisionKey(d.Decision) == f.known {
			f.decision = d.Decision
		}
	}
	if f.known == "" {
		f.readNew(w.p)
	}
	w.readScan(&f)
	return f
}

func (f *decisionForm) readNew(p *i18n.Printer) {
	if f.decision.Number == "" {
		f.faults["number"] = p.T("plans.decision_number")
	}
	day, err := readDay(f.date)
	if err != nil || day.IsZero() {
		f.faults["date"] = p.T("plans.decision_date")
	}
	f.decision.Date = day
	if f.decision.Issuer == "" {
		f.faults["issuer"] = p.T("plans.decision_issuer")
	}
}

func (w *plansWork) readScan(f *decisionForm) {
	file, err := w.c.FormFile("scan")
	if err != nil {
		if !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart) {
			f.faults["scan"] = w.p.T("plans.scan_unread")
		}
		return
	}
	if file.Size > store.MaxScan {
		f.faults["scan"] = w.p.T("plans.scan_too_large", "max", store.MaxScan>>20)
		return
	}
	opened, err := file.Open()
	if err == nil {
		defer opened.Close()
		var content []byte
		if content, err = io.ReadAll(io.LimitReader(opened, store.MaxScan+1)); err == nil {
			f.scan = &store.Scan{Name: file.Filename, Content: content}
			return
		}
	}
	f.faults["scan"] = w.p.T("plans.scan_unread")
}

// decisionKey names a decision in a form.
func decisionKey(d indicator.Decision) string {
	return d.Number + "|" + d.Date.Format(time.DateOnly) + "|" + d.Issuer
}

// decisionText is a decision in one line.
func decisionText(p *i18n.Printer, d indicator.Decision) string {
	return p.T("plans.decision", "number", d.Number, "date", p.DocumentDate(d.Date), "issuer", d.Issuer)
}

// basisView is what a plan rests on, with a way to the scan where there is
// one.
func (w *plansWork) basisView(plan indicator.Plan) decisionView {
	switch plan.Basis {
	case indicator.Proposed:
		return decisionView{Class: "proposed", Text: w.p.T("plans.proposed"), Inline: true}
	case indicator.Unknown:
		return decisionView{Class: "unknown", Text: w.p.T("plans.unknown"), Inline: true}
	}
	v := decisionView{Text: decisionText(w.p, plan.Decision), Note: plan.Decision.Title, Inline: true}
	for _, d := range w.decisions {
		if d.Scan > 0 && decisionKey(d.Decision) == decisionKey(plan.Decision) {
			v.Href = unitPath(w.place.Unit, "decisions/"+strconv.FormatInt(d.Scan, 10), period.Period{}) + "?year=" + strconv.Itoa(w.year)
		}
	}
	return v
}

// decisionScan handles GET /units/:unit/decisions/:id: the scanned document,
// to be saved and never shown inside a page of ours.
func (s *Server) decisionScan(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.E(errs.NotFound, "plans.no_such_scan")
	}
	scan, err := s.store.DecisionScan(c.Request().Context(), unitFrom(c), id)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="document"; filename*=UTF-8''`+url.PathEscape(scan.Name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return c.Blob(http.StatusOK, scan.Type, scan.Content)
}
