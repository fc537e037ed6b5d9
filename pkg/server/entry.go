package server

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// An entryWork is a unit's period while its figures are entered: what is
// stored, and what a form has sent.
type entryWork struct {
	s         *Server
	c         echo.Context
	p         *i18n.Printer
	catalogue *indicator.Catalogue
	book      *indicator.Book
	sum       report.Summary
	findings  map[indicator.Code][]check.Finding
	place     account.Place
	period    period.Period
	user      account.User
	sub       workflow.Submission
	deadline  workflow.Deadline
	typed     map[indicator.Code]*typedCell
	as        string // what the fields of the one row are called by; empty: by its indicator
}

// entry reads all that the pages of entering need. Every handler begins here,
// and begins again after it has saved.
func (s *Server) entry(c echo.Context) (*entryWork, error) {
	w := &entryWork{s: s, c: c, p: printerFrom(c), place: placeFrom(c), period: periodFrom(c), user: userFrom(c), typed: map[indicator.Code]*typedCell{}}
	return w, w.load()
}

func (w *entryWork) load() (err error) {
	ctx, unit := w.c.Request().Context(), w.place.Unit
	if w.catalogue, err = w.s.store.Catalogue(ctx); err != nil {
		return err
	}
	if w.book, err = w.s.store.BookFor(ctx, unit, w.period, 0, 0, time.Time{}); err != nil {
		return err
	}
	if w.sub, err = w.s.store.Submission(ctx, unit, w.period); err != nil {
		return err
	}
	if w.deadline, err = w.s.store.Deadline(ctx, unit, w.period); err != nil {
		return err
	}
	in := report.Input{Book: w.book, Terms: w.catalogue.Terms, Unit: unit, Period: w.period, Lang: w.p.Lang(), Decimals: 1}
	if w.sum, err = report.Build(in); err != nil {
		return err
	}
	settings, err := w.s.store.CheckSettings(ctx)
	if err != nil {
		return err
	}
	w.findings = map[indicator.Code][]check.Finding{}
	for _, f := range check.Check(w.book, unit, w.period, settings) {
		w.findings[f.Indicator] = append(w.findings[f.Indicator], f)
	}
	return nil
}

// figure is the newest version somebody typed for a row; version 0 if nobody
// has.
func (w *entryWork) figure(code indicator.Code) indicator.Figure {
	return w.book.Figures[w.key(code)]
}

func (w *entryWork) key(code indicator.Code) indicator.CellKey {
	return indicator.CellKey{Unit: w.place.Unit, Indicator: code, Period: w.period}
}

// row finds the row of an indicator in the unit's set.
func (w *entryWork) row(code string) (report.Row, error) {
	i := slices.IndexFunc(w.sum.Rows, func(r report.Row) bool { return string(r.Code) == code })
	if i < 0 {
		return report.Row{}, errs.E(errs.NotFound, "entry.no_such_row")
	}
	return w.sum.Rows[i], nil
}

// locked says why the period takes no figures; nil while it does.
func (w *entryWork) locked() *errs.Error {
	switch {
	case w.sub.Locked():
		return errs.E(errs.Locked, "entry.approved")
	case w.deadline.LockAfter && w.deadline.Passed(w.s.now(), w.s.zone):
		return errs.E(errs.Locked, "entry.closed", "date", w.p.Date(w.deadline.Due))
	}
	return nil
}

// readOnly says why the person cannot type into a row; empty where they can.
func (w *entryWork) readOnly(row report.Row) string {
	actual := row.Result.Actual
	switch {
	case row.Result.Row.Source == indicator.Rollup:
		return w.p.T("entry.from_units")
	case actual != nil && actual.Rule == indicator.Quotient:
		return w.p.T("entry.from_ratio", "numerator", w.name(row.Result.Indicator.Numerator), "denominator", w.name(row.Result.Indicator.Denominator))
	case !w.user.MayEnter(w.place, row.Result.Indicator.Agency):
		return w.p.T("entry.other_agency", "agency", row.Agency)
	case w.locked() != nil:
		return w.p.T("entry.is_locked")
	}
	return ""
}

// id is what the fields of a row are called by.
func (w *entryWork) id(row report.Row) string {
	if w.as != "" {
		return w.as
	}
	return string(row.Code)
}

// name is an indicator's name in the language of the page.
func (w *entryWork) name(code indicator.Code) string {
	return w.book.Indicators[code].Name(string(w.p.Lang()))
}

// own are the rows into which the person may type.
func (w *entryWork) own() []report.Row {
	return slices.DeleteFunc(slices.Clone(w.sum.Rows), func(r report.Row) bool { return w.readOnly(r) != "" })
}

// owed reports whether a row still waits for its figure.
func (w *entryWork) owed(row report.Row) bool {
	return row.Result.Actual == nil && !row.Result.Inapplicable && w.readOnly(row) == ""
}

// unitPeriod sends a browser that named no period to the newest one: an
// address always says what it shows. done is true where it has answered.
func (s *Server) unitPeriod(c echo.Context, page string) (done bool, err error) {
	if !periodFrom(c).IsZero() {
		return false, nil
	}
	p, err := s.newestPeriod(c.Request().Context(), unitFrom(c))
	if err != nil {
		return true, err
	}
	return true, back(c, unitPath(unitFrom(c), page, p))
}

// entryPage handles GET /units/:unit/entry: one row for each indicator of the
// set.
func (s *Server) entryPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry"); done {
		return err
	}
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	return w.show(http.StatusOK)
}

// saveEntry handles POST /units/:unit/entry: the whole form, saved at once or
// shown again with every cell that is in question.
func (s *Server) saveEntry(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	count, err := w.save(w.sent())
	if err != nil {
		return err
	}
	if w.unsettled() {
		return w.show(w.status())
	}
	return back(c, w.path("entry")+"&saved="+strconv.Itoa(count))
}

// saveCell handles POST /units/:unit/entry/cell: one cell, for a script. The
// answer is the cell as it stands now, with what the server computed, in the
// form of the page that asks.
func (s *Server) saveCell(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	code := c.FormValue("indicator")
	row, err := w.row(code)
	if err != nil {
		return err
	}
	if _, err := w.save([]report.Row{row}); err != nil {
		return err
	}
	if row, err = w.row(code); err != nil {
		return err
	}
	if c.FormValue("page") == "one" {
		view, err := w.one(row)
		if err != nil {
			return err
		}
		return s.templates.fragment(c, w.status(), "entry/one", "entry/onecell", view)
	}
	return s.templates.fragment(c, w.status(), "entry/entry", "entry/cell", w.cell(row))
}

// path is the address of another page of the same unit and period.
func (w *entryWork) path(page string) string { return unitPath(org.Key(w.place.Unit), page, w.period) }
