package server

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
)

// yearPeriod is a year as a period.
func yearPeriod(year int) period.Period { return period.Period{Year: year} }

// periodsOf are the periods of a year that offices report for: the year, nine
// and six months, quarters, months.
func periodsOf(year int) []period.Period {
	all := []period.Period{yearPeriod(year), {Year: year, Shape: period.YTD, N: 9}, {Year: year, Shape: period.YTD, N: 6}}
	for n := 1; n <= 4; n++ {
		all = append(all, period.Period{Year: year, Shape: period.Quarter, N: n})
	}
	for n := 1; n <= 12; n++ {
		all = append(all, period.Period{Year: year, Shape: period.Month, N: n})
	}
	return all
}

// periodsPage handles GET /admin/periods.
func (s *Server) periodsPage(c echo.Context) error {
	a, err := s.admin(c, "admin.periods")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("admin.periods_what")
	year := a.chosenYear()
	field := a.filters().number("year", "admin.year")
	field.Value = strconv.Itoa(year)
	a.add(adminPart{Form: &formView{Action: "/admin/periods", Method: get, Filters: true, Fields: []fieldView{field}, Word: a.p.T("admin.show")}})
	table := &tableView{Label: a.p.T("admin.periods"), Heads: []string{a.p.T("admin.period"), a.p.T("admin.period_from"), a.p.T("admin.period_to"), a.p.T("admin.cut_off"), a.p.T("admin.due"), a.p.T("admin.state")}}
	for _, p := range periodsOf(year) {
		days, version, err := s.store.Window(c.Request().Context(), p)
		if err != nil {
			return err
		}
		state := a.p.T("admin.period_usual")
		if version > 0 {
			state = a.p.T("admin.period_changed")
		}
		table.Rows = append(table.Rows, rowView{Cells: append([]cellView{{Text: a.p.Period(p), Href: "/admin/periods/" + p.String()}},
			cellsOf(a.p.Date(days.From), a.p.Date(days.To), a.p.Date(days.CutOff), a.p.Date(days.Due), state)...)})
	}
	a.add(adminPart{Table: table})
	return a.show(nil)
}

// periodPage handles GET /admin/periods/:period.
func (s *Server) periodPage(c echo.Context) error { return s.showPeriod(c, nil) }

func (s *Server) showPeriod(c echo.Context, fault error) error {
	p, err := period.Parse(c.Param("period"))
	if err != nil {
		return errs.E(errs.NotFound, "server.no_such_page").Because(err)
	}
	a, err := s.admin(c, "admin.period")
	if err != nil {
		return err
	}
	days, version, err := s.store.Window(c.Request().Context(), p)
	if err != nil {
		return err
	}
	a.trail("/admin/periods?year="+strconv.Itoa(p.Year), "admin.periods")
	a.view.Title = i18n.Capital(a.p.Period(p))
	m := a.typedOr(map[string]string{"from": dayValue(days.From), "to": dayValue(days.To), "cut_off": dayValue(days.CutOff), "due": dayValue(days.Due)})
	a.add(adminPart{Form: &formView{
		Action: "/admin/periods/" + p.String(), Method: post, Word: a.p.T("admin.save"), Primary: true, Cancel: a.cancel("/admin/periods"),
		Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{m.day("from", "admin.period_from"), m.day("to", "admin.period_to"), m.day("cut_off", "admin.cut_off"), m.day("due", "admin.due")},
	}})
	part, err := a.extensionPart(p)
	if err != nil {
		return err
	}
	a.add(part)
	return a.show(fault)
}

// savePeriod handles POST /admin/periods/:period. An empty day is the usual
// one.
func (s *Server) savePeriod(c echo.Context) error {
	p, err := period.Parse(c.Param("period"))
	if err != nil {
		return errs.E(errs.NotFound, "server.no_such_page").Because(err)
	}
	days, err := readWindow(c, period.Default(p))
	if err == nil {
		err = s.store.SaveWindow(c.Request().Context(), actorFrom(c), p, days, formInt(c, "version"))
	}
	if err != nil {
		return s.showPeriod(c, err)
	}
	return saved(c, "/admin/periods/"+p.String())
}

func readWindow(c echo.Context, usual period.Window) (days period.Window, err error) {
	for _, f := range []struct {
		name  string
		day   *time.Time
		usual time.Time
	}{{"from", &days.From, usual.From}, {"to", &days.To, usual.To}, {"cut_off", &days.CutOff, usual.CutOff}, {"due", &days.Due, usual.Due}} {
		if *f.day, err = readDay(c.FormValue(f.name)); err != nil {
			return days, err
		}
		if f.day.IsZero() {
			*f.day = f.usual
		}
	}
	return days, nil
}
