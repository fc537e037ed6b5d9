package server

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/report"
)

// An allocationWork is a unit's plan of one indicator while it is handed down
// to the units below.
type allocationWork struct {
	*plansWork
	indicator indicator.Indicator
	from      string // the level of the plan that is handed down
	children  []org.Key
}

// An allocationView is the dot of plans/allocation.
type allocationView struct {
	page
	plansView // the decision and its choices
	Choices   []fieldView
	Choose    string // where the choices are posted
	Total     string // the plan that is handed down, in words
	Sum, Rest string
	Left      bool // something is still to be assigned, or too much was
	Measure   string
	Rows      []planRowView
	Back      linkView
}

// allocation reads the choices: which indicator, from which level's plan, and
// on which level the units below receive it.
func (s *Server) allocation(c echo.Context) (*allocationWork, error) {
	w, err := s.plans(c)
	if err != nil {
		return nil, err
	}
	a := &allocationWork{plansWork: w, from: c.QueryParam("from")}
	a.children = w.catalogue.Tree.Children(w.place.Unit, w.place.Day)
	code := indicator.Code(c.QueryParam("indicator"))
	for _, row := range a.shared() {
		if code == "" || row.Code == code {
			a.indicator = row.Result.Indicator
			a.from = cmp.Or(a.from, row.Result.Row.Judging)
			break
		}
	}
	if c.QueryParam("level") == "" {
		w.level = a.usualLevel()
	}
	return a, nil
}

// shared are the rows whose values of the units below add up.
func (a *allocationWork) shared() []report.Row {
	return slices.DeleteFunc(slices.Clone(a.sum.Rows), func(r report.Row) bool { return r.Result.Indicator.OverUnits != indicator.OverSum })
}

// usualLevel is the level on which most units below have a plan.
func (a *allocationWork) usualLevel() string {
	best, most := a.level, 0
	for _, l := range a.book.Levels {
		n := 0
		for _, child := range a.children {
			if len(a.book.Plans[indicator.PlanKey{Unit: child, Indicator: a.indicator.Code, Year: a.year, Level: l.Code}]) > 0 {
				n++
			}
		}
		if n > most {
			best, most = l.Code, n
		}
	}
	return best
}

// lines are the plans of the units below for which the person may plan.
func (a *allocationWork) lines() []planLine {
	var lines []planLine
	for _, child := range a.children {
		if !a.user().MayPlan(account.Place{Tree: a.catalogue.Tree, Unit: child, Day: a.place.Day}) {
			continue
		}
		name := report.NameOf(a.catalogue.Tree, a.catalogue.Terms, child, a.place.Day, a.p.Lang()).Name
		key := indicator.PlanKey{Unit: child, Indicator: a.indicator.Code, Year: a.year, Level: a.level}
		lines = append(lines, planLine{string(child), name, key, a.indicator})
	}
	return lines
}

func (a *allocationWork) user() account.User { return userFrom(a.c) }

// path is the address of the page with its choices.
func (a *allocationWork) path() string {
	return plansPath(a.place.Unit, "allocation", a.year) + "&indicator=" + string(a.indicator.Code) + "&from=" + a.from + "&level=" + a.level
}

// allocationPath is the address of the page without choices.
func (w *plansWork) allocationPath() string { return plansPath(w.place.Unit, "allocation", w.year) }

// allocationPage handles GET /units/:unit/allocation: a plan handed down to
// the units below, with what is left.
func (s *Server) allocationPage(c echo.Context) error {
	if done, err := s.planYear(c, "allocation"); done {
		return err
	}
	a, err := s.allocation(c)
	if err != nil {
		return err
	}
	a.form = a.newDecisionForm()
	return a.show(http.StatusOK)
}

// saveAllocation handles POST /units/:unit/allocation: the plans of the units
// below under one decision, all or none.
func (s *Server) saveAllocation(c echo.Context) error {
	a, err := s.allocation(c)
	if err != nil {
		return err
	}
	a.form = a.readDecisionForm()
	plans := a.read(a.lines())
	if a.form.ok() && !a.unsettled() {
		if err := a.store(plans); err != nil {
			return err
		}
	}
	if !a.form.ok() || a.unsettled() {
		return a.show(a.status())
	}
	return back(c, a.path()+"&saved="+strconv.Itoa(len(plans)))
}

func (a *allocationWork) show(status int) (err error) {
	v := allocationView{Back: linkView{Href: a.plansWork.path(a.from), Text: a.p.T("plans.title", "year", a.year)}, Choose: plansPath(a.place.Unit, "allocation", a.year)}
	if v.page, err = a.frame("allocation", a.p.T("plans.allocation_title", "year", a.year), a.lines()); err != nil {
		return err
	}
	v.Action = a.path()
	a.fillDecision(&v.plansView)
	a.fillChoices(&v)
	if err := a.fillTotals(&v); err != nil {
		return err
	}
	for _, line := range a.lines() {
		row := a.lineView(line)
		if value := a.book.Value(line.key.Unit, a.indicator.Code, a.period().Previous()); value.Complete() {
			row.Actual = newNumber(a.p.Format().Rat(value.Rat, a.indicator.ShownDecimals, a.indicator.Decimals), a.p.Lang())
		} else {
			row.Actual = newNumber("", a.p.Lang())
		}
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) == 0 {
		v.Empty = &emptyView{Text: a.p.T("plans.no_units_below")}
	}
	v.Heads.Actual = a.p.T("plans.head_actual", "year", a.year-1)
	return a.s.templates.render(a.c, status, "plans/allocation", v)
}

func (a *allocationWork) fillChoices(v *allocationView) {
	choose := func(name, label, current string, options []choiceView) fieldView {
		for i := range options {
			options[i].Checked = options[i].Value == current
		}
		return fieldView{ID: "choose-" + name, Name: name, Label: a.p.T(label), Type: "select", Options: options}
	}
	var indicators, from, level []choiceView
	for _, row := range a.shared() {
		indicators = append(indicators, choiceView{Value: string(row.Code), Text: row.Name})
	}
	for _, l := range a.book.Levels {
		from = append(from, choiceView{Value: l.Code, Text: a.levelName(l.Code)})
		level = append(level, choiceView{Value: l.Code, Text: a.levelName(l.Code)})
	}
	v.Choices = []fieldView{choose("indicator", "entry.head_name", string(a.indicator.Code), indicators),
		choose("from", "plans.from_level", a.from, from), choose("level", "plans.to_level", a.level, level)}
}

// fillTotals says what is handed down, and what is left of it.
func (a *allocationWork) fillTotals(v *allocationView) error {
	v.Measure = a.catalogue.Terms.Word(i18n.MeasureTerm, a.indicator.Measure, a.p.Lang())
	var total *indicator.Target
	key := indicator.PlanKey{Unit: a.place.Unit, Indicator: a.indicator.Code, Year: a.year, Level: a.from}
	v.Total = a.p.T("plans.no_plan_of", "level", i18n.Lowered(a.levelName(a.from)))
	if plan, _, ok := a.book.InForce(key, a.period().Last()); ok {
		total = &plan.Target
		v.Total = a.target(plan.Target, a.indicator)
	}
	var parts []number.Amount
	for _, child := range a.children {
		plan, _, ok := a.book.InForce(indicator.PlanKey{Unit: child, Indicator: a.indicator.Code, Year: a.year, Level: a.level}, a.period().Last())
		if ok && plan.Target.Operator.Plain() {
			parts = append(parts, plan.Target.Low)
		}
	}
	sum, err := indicator.Allocate(total, parts)
	if err != nil {
		return err
	}
	show := func(n number.Amount) string {
		return a.p.Format().Amount(n, a.indicator.ShownDecimals) + " " + v.Measure
	}
	v.Sum = show(sum.Sum)
	if sum.Rest != nil {
		v.Rest, v.Left = show(*sum.Rest), sum.Rest.Sign() != 0
	}
	return nil
}
