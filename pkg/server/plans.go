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
	"muctieu/pkg/store"
)

// A plansWork is the plans of a unit and year on one level while they are
// entered.
type plansWork struct {
	s         *Server
	c         echo.Context
	p         *i18n.Printer
	catalogue *indicator.Catalogue
	book      *indicator.Book
	sum       report.Summary
	decisions []store.StoredDecision
	findings  map[indicator.Code][]check.Finding
	place     account.Place
	year      int
	level     string
	form      decisionForm
	typed     map[string]*typedPlan     // by the id of the line
	proposed  map[indicator.Code]string // by a growth, as they are typed; nil: nobody asked
}

// plans reads all that the page needs. The level is the one asked for, else
// that on which most rows of the set are judged.
func (s *Server) plans(c echo.Context) (*plansWork, error) {
	w := &plansWork{s: s, c: c, p: printerFrom(c), place: placeFrom(c), year: periodFrom(c).Year, typed: map[string]*typedPlan{}}
	if err := w.load(); err != nil {
		return nil, err
	}
	w.level = c.QueryParam("level")
	if w.level == "" {
		w.level = w.usualLevel()
	}
	if !slices.ContainsFunc(w.book.Levels, func(l indicator.Level) bool { return l.Code == w.level }) {
		return nil, errs.E(errs.NotFound, "plans.no_such_level")
	}
	return w, nil
}

func (w *plansWork) period() period.Period { return period.Period{Year: w.year} }

func (w *plansWork) load() (err error) {
	ctx, unit := w.c.Request().Context(), w.place.Unit
	if w.catalogue, err = w.s.store.Catalogue(ctx); err != nil {
		return err
	}
	if w.book, err = w.s.store.BookFor(ctx, unit, w.period(), 0, 0, time.Time{}); err != nil {
		return err
	}
	if w.decisions, err = w.s.store.Decisions(ctx, unit); err != nil {
		return err
	}
	in := report.Input{Book: w.book, Terms: w.catalogue.Terms, Unit: unit, Period: w.period(), Lang: w.p.Lang(), Decimals: 1}
	if w.sum, err = report.Build(in); err != nil {
		return err
	}
	settings, err := w.s.store.CheckSettings(ctx)
	if err != nil {
		return err
	}
	w.findings = map[indicator.Code][]check.Finding{}
	for _, f := range check.CheckPlans(w.book, unit, w.year, settings) {
		w.findings[f.Indicator] = append(w.findings[f.Indicator], f)
	}
	return nil
}

// usualLevel is the level on which most rows are judged.
func (w *plansWork) usualLevel() string {
	counts := map[string]int{}
	best := ""
	for _, row := range w.sum.Rows {
		level := row.Result.Row.Judging
		if counts[level]++; counts[level] > counts[best] {
			best = level
		}
	}
	if best == "" && len(w.book.Levels) > 0 {
		best = w.book.Levels[0].Code
	}
	return best
}

// A planLine is one plan in a form.
type planLine struct {
	id        string // in the names of its fields
	name      string
	key       indicator.PlanKey
	indicator indicator.Indicator
}

// line is the plan of a row of the set on the level that is entered.
func (w *plansWork) line(row report.Row) planLine {
	key := indicator.PlanKey{Unit: w.place.Unit, Indicator: row.Code, Year: w.year, Level: w.level}
	return planLine{string(row.Code), row.Name, key, row.Result.Indicator}
}

func (w *plansWork) lines() []planLine {
	lines := make([]planLine, len(w.sum.Rows))
	for i, row := range w.sum.Rows {
		lines[i] = w.line(row)
	}
	return lines
}

// newest is the newest version of a plan; version 0 if there is none.
func (w *plansWork) newest(line planLine) indicator.Plan {
	if versions := w.book.Plans[line.key]; len(versions) > 0 {
		return versions[len(versions)-1]
	}
	return indicator.Plan{}
}

// path is the address of the page for a level.
func (w *plansWork) path(level string) string {
	return plansPath(w.place.Unit, "plans", w.year) + "&level=" + level
}

func plansPath(unit org.Key, page string, year int) string {
	return unitPath(unit, page, period.Period{}) + "?year=" + strconv.Itoa(year)
}

// planYear sends a browser that named no year to the one that is planned next:
// the year after the newest figure.
func (s *Server) planYear(c echo.Context, page string) (done bool, err error) {
	if p := periodFrom(c); p.IsYear() && !p.IsZero() {
		return false, nil
	} else if !p.IsZero() {
		return true, back(c, plansPath(unitFrom(c), page, p.Year))
	}
	p, err := s.newestPeriod(c.Request().Context(), unitFrom(c))
	if err != nil {
		return true, err
	}
	return true, back(c, plansPath(unitFrom(c), page, p.Year))
}

// plansPage handles GET /units/:unit/plans: the plans of a year on one level,
// under the decision that assigns them. A growth in the address proposes
// values from this year's unrounded figures; nothing is saved by that.
func (s *Server) plansPage(c echo.Context) error {
	if done, err := s.planYear(c, "plans"); done {
		return err
	}
	w, err := s.plans(c)
	if err != nil {
		return err
	}
	w.form = w.newDecisionForm()
	if fault := w.propose(c.QueryParam("growth")); fault != "" {
		w.form.growthFault = fault
		return w.show(http.StatusUnprocessableEntity)
	}
	return w.show(http.StatusOK)
}

// savePlans handles POST /units/:unit/plans: a decision and the plans under it,
// all or none.
func (s *Server) savePlans(c echo.Context) error {
	w, err := s.plans(c)
	if err != nil {
		return err
	}
	w.form = w.readDecisionForm()
	plans := w.read(w.lines())
	if w.form.ok() && !w.unsettled() {
		if err := w.store(plans); err != nil {
			return err
		}
	}
	if !w.form.ok() || w.unsettled() {
		return w.show(w.status())
	}
	return back(c, w.path(w.level)+"&saved="+strconv.Itoa(len(plans)))
}
