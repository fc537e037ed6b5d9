package server

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// A submissionWork is a unit's period as those see it who hand it in and who
// review it.
type submissionWork struct {
	s         *Server
	p         *i18n.Printer
	catalogue *indicator.Catalogue
	book      *indicator.Book
	sum       report.Summary
	findings  []check.Finding
	place     account.Place
	period    period.Period
	user      account.User
	sub       workflow.Submission
	deadline  workflow.Deadline
	current   []workflow.Covered // newest versions of the unit's own figures
}

// submissionWork reads all that the pages of handing in and reviewing need. The
// versions are read before the figures: a figure saved in between is seen and
// not covered, so an approval of it is refused, never the other way round.
func (s *Server) submissionWork(c echo.Context) (*submissionWork, error) {
	w := &submissionWork{s: s, p: printerFrom(c), place: placeFrom(c), period: periodFrom(c), user: userFrom(c)}
	ctx := c.Request().Context()
	if err := w.readSteps(ctx); err != nil {
		return nil, err
	}
	return w, w.readFigures(ctx)
}

func (w *submissionWork) readSteps(ctx context.Context) (err error) {
	if w.sub, err = w.s.store.Submission(ctx, w.place.Unit, w.period); err != nil {
		return err
	}
	if w.deadline, err = w.s.store.Deadline(ctx, w.place.Unit, w.period); err != nil {
		return err
	}
	w.current, err = w.s.store.Current(ctx, w.place.Unit, w.period)
	return err
}

func (w *submissionWork) readFigures(ctx context.Context) (err error) {
	if w.catalogue, err = w.s.store.Catalogue(ctx); err != nil {
		return err
	}
	if w.book, err = w.s.store.BookFor(ctx, w.place.Unit, w.period, 0, 0, time.Time{}); err != nil {
		return err
	}
	if w.sum, err = report.Build(w.input(w.book)); err != nil {
		return err
	}
	settings, err := w.s.store.CheckSettings(ctx)
	w.findings = check.Check(w.book, w.place.Unit, w.period, settings)
	return err
}

func (w *submissionWork) input(book *indicator.Book) report.Input {
	return report.Input{Book: book, Terms: w.catalogue.Terms, Unit: w.place.Unit, Period: w.period, Lang: w.p.Lang(), Decimals: pageDecimals}
}

// path is the address of another page of the unit's period.
func (w *submissionWork) path(page string) string { return unitPath(w.place.Unit, page, w.period) }

// name is an indicator's name in the language of the page.
func (w *submissionWork) name(code indicator.Code) string {
	return w.book.Indicators[code].Name(string(w.p.Lang()))
}

// typedRow reports whether a row takes figures of the unit's own.
func typedRow(row report.Row) bool {
	a := row.Result.Actual
	return row.Result.Row.Source != indicator.Rollup && (a == nil || a.Rule != indicator.Quotient)
}

// missing are the rows that wait for a figure somebody has to type.
func missing(sum report.Summary) []report.Row {
	var rows []report.Row
	for _, row := range sum.Rows {
		if typedRow(row) && row.Result.Actual == nil && !row.Result.Inapplicable {
			rows = append(rows, row)
		}
	}
	return rows
}

// missingLink leads to the field of a row in the form of entering.
func missingLink(unit org.Key, p period.Period, row report.Row) linkView {
	return linkView{Href: unitPath(unit, "entry", p) + "#row-" + string(row.Code), Text: row.Name, Count: row.Agency}
}

// dueOf says when a period is due and how long that is. done is when it was
// handed in; nil where it was not.
func (s *Server) dueOf(p *i18n.Printer, d workflow.Deadline, done *time.Time) *dueView {
	v := &dueView{Text: p.T("work.due", "date", p.Date(d.Due))}
	if d.Exception != nil {
		v.Text = p.T("work.due_extended", "date", p.Date(d.Due))
	}
	now := s.now()
	if done != nil {
		now = *done
	}
	left := d.DaysLeft(now, s.zone)
	v.Late = left < 0
	switch {
	case done != nil && left < 0:
		v.Left = p.T("work.due_was_late", "count", -left)
	case done != nil:
		v.Left = p.T("work.due_in_time")
	case left < 0:
		v.Left = p.T("work.due_late", "count", -left)
	case left == 0:
		v.Left = p.T("work.due_today")
	default:
		v.Left = p.T("work.due_left", "count", left)
	}
	return v
}

// versionsText writes versions for a hidden field of a form: "thu_ns:3 …".
func versionsText(list []workflow.Covered) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = string(c.Indicator) + ":" + strconv.Itoa(c.Version)
	}
	return strings.Join(words, " ")
}

// parseVersions reads what versionsText wrote. A word that was tampered with
// covers nothing.
func parseVersions(text string) []workflow.Covered {
	var list []workflow.Covered
	for _, word := range strings.Fields(text) {
		code, version, _ := strings.Cut(word, ":")
		n, err := strconv.Atoi(version)
		if err != nil {
			n = 0
		}
		list = append(list, workflow.Covered{Indicator: indicator.Code(code), Version: n})
	}
	return list
}
