package server

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A planHistoryView is the dot of plans/history: every version of the plans of
// one indicator and year, level by level.
type planHistoryView struct {
	page
	Back   linkView
	Levels []levelHistoryView
	Empty  *emptyView
}

// A levelHistoryView is the versions of a plan on one level, newest first.
type levelHistoryView struct {
	Level string
	Rows  []planVersionView
}

// A planVersionView is one version of a plan.
type planVersionView struct {
	Version  string
	Value    string
	Basis    *decisionView // nil: taken back
	From     string        // from when on it holds
	Who      string
	When     string
	Note     string
	Adjusted bool // the plan after an adjustment
	Current  bool
}

// planHistory handles GET /units/:unit/plans/:indicator.
func (s *Server) planHistory(c echo.Context) error {
	if done, err := s.planYear(c, "plans/"+c.Param("indicator")); done {
		return err
	}
	w, err := s.plans(c)
	if err != nil {
		return err
	}
	code := indicator.Code(c.Param("indicator"))
	known, ok := w.book.Indicators[code]
	if !ok {
		return errs.E(errs.NotFound, "entry.no_such_row")
	}
	v := planHistoryView{Back: linkView{Href: w.path(w.level), Text: w.p.T("plans.title", "year", w.year)}}
	if v.page, err = w.frame("plans/"+string(code), w.p.T("plans.history", "name", known.Name(string(w.p.Lang())), "year", w.year), nil); err != nil {
		return err
	}
	for _, level := range w.book.Levels {
		rows, err := w.versionsOf(indicator.PlanKey{Unit: w.place.Unit, Indicator: code, Year: w.year, Level: level.Code}, known)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			v.Levels = append(v.Levels, levelHistoryView{w.levelName(level.Code), rows})
		}
	}
	if len(v.Levels) == 0 {
		v.Empty = &emptyView{Text: w.p.T("plans.no_versions")}
	}
	return s.show(c, "plans/history", v)
}

func (w *plansWork) versionsOf(key indicator.PlanKey, i indicator.Indicator) ([]planVersionView, error) {
	all, err := w.s.store.PlanVersions(w.c.Request().Context(), key)
	if err != nil {
		return nil, err
	}
	inForce, _, _ := w.book.InForce(key, w.period().Last())
	rows := make([]planVersionView, 0, len(all))
	for n, plan := range slices.Backward(all) {
		v := planVersionView{Version: strconv.Itoa(plan.Version), From: w.p.Date(plan.Dated.In(w.s.zone)), Who: plan.ByName,
			When: w.p.DateTime(plan.Recorded, w.s.zone), Note: plan.Note, Current: plan.Version == inForce.Version, Adjusted: n > 0 && !plan.Withdrawn}
		if v.Who == "" {
			v.Who = w.p.T("entry.by_import")
		}
		if plan.Withdrawn {
			v.Value = w.p.T("core.status_withdrawn")
		} else {
			basis := w.basisView(plan)
			v.Value, v.Basis = w.target(plan.Target, i), &basis
		}
		rows = append(rows, v)
	}
	return rows, nil
}

// target prints what a plan asks for, with its measure.
func (w *plansWork) target(t indicator.Target, i indicator.Indicator) string {
	f := w.p.Format()
	low, measure := f.Amount(t.Low, i.ShownDecimals), w.catalogue.Terms.Word(i18n.MeasureTerm, i.Measure, w.p.Lang())
	switch t.Operator {
	case indicator.Equal:
		return low + " " + measure
	case indicator.Range:
		return low + "-" + f.Amount(*t.High, i.ShownDecimals) + " " + measure
	}
	return i18n.Lowered(w.p.T(operatorKeys[t.Operator])) + " " + low + " " + measure
}
