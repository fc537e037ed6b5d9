package server

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// switches are the settings of the workflow that are on or off.
var switches = []string{store.LockAfterDue, store.OwnApproval}

// settingsPage handles GET /admin/settings: the switches of the workflow, and
// the exceptions that were granted.
func (s *Server) settingsPage(c echo.Context) error {
	a, err := s.admin(c, "settings.title")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("settings.what")
	for _, name := range switches {
		part, err := a.switchPart(name)
		if err != nil {
			return err
		}
		a.add(part)
	}
	calendar, err := s.store.Calendar(c.Request().Context())
	if err != nil {
		return err
	}
	a.add(a.exceptionsPart(calendar.Exceptions, true))
	return a.show(nil)
}

func (a *adminPage) switchPart(name string) (adminPart, error) {
	value, version, err := a.s.store.Setting(a.c.Request().Context(), name)
	next, word, state := "on", "admin.switch_on", "settings.is_off"
	if value == "on" {
		next, word, state = "off", "admin.switch_off", "settings.is_on"
	}
	return adminPart{Heading: a.p.T("admin.setting_" + name), Text: a.p.T("admin.setting_"+name+"_what") + " " + a.p.T(state), Form: &formView{
		Action: "/admin/settings", Method: post, Word: a.p.T(word), Hidden: []choiceView{hidden("name", name), hidden("value", next), hidden("version", strconv.Itoa(version))},
	}}, err
}

// saveSetting handles POST /admin/settings.
func (s *Server) saveSetting(c echo.Context) error {
	name, value := c.FormValue("name"), c.FormValue("value")
	if !slices.Contains(switches, name) || value != "on" && value != "off" {
		return errs.E(errs.Invalid, "server.bad_request")
	}
	if err := s.store.SaveSetting(c.Request().Context(), actorFrom(c), name, value, formInt(c, "version")); err != nil {
		return err
	}
	return saved(c, "/admin/settings")
}

// exceptionsPart lists exceptions, the newest first. whole says that they are
// of several periods.
func (a *adminPage) exceptionsPart(exceptions []workflow.Exception, whole bool) adminPart {
	part := adminPart{ID: "exceptions", Heading: a.p.T("settings.exceptions"), Text: a.p.T("settings.exceptions_what")}
	if len(exceptions) == 0 {
		part.Empty = &emptyView{Text: a.p.T("settings.exceptions_none"), Line: true}
		return part
	}
	part.Table = &tableView{Label: part.Heading, Heads: []string{a.p.T("admin.unit_name"), a.p.T("admin.period"), a.p.T("settings.until"), a.p.T("settings.reason"), a.p.T("settings.granted")}}
	for _, e := range slices.Backward(exceptions) {
		at := cellView{Text: a.p.Period(e.Period)}
		if whole {
			at.Href = periodPath(e.Period)
		}
		until := cellView{Text: a.p.Date(e.Until)}
		if (workflow.Deadline{Due: e.Until}).Passed(a.s.now(), a.s.zone) {
			until.Sub = a.p.T("settings.ended")
		}
		part.Table.Rows = append(part.Table.Rows, rowView{Cells: []cellView{cell(a.names.of(e.Unit, a.s)), at, until, cell(e.Reason), {Text: e.By, Sub: a.p.DateTime(e.At, a.s.zone)}}})
	}
	return part
}

func periodPath(p period.Period) string { return "/admin/periods/" + p.String() }

// extensionPart is the exceptions of one period, with a form for one more.
func (a *adminPage) extensionPart(p period.Period) (adminPart, error) {
	calendar, err := a.s.store.Calendar(a.c.Request().Context())
	if err != nil {
		return adminPart{}, err
	}
	part := a.exceptionsPart(slices.DeleteFunc(calendar.Exceptions, func(e workflow.Exception) bool { return e.Period != p }), false)
	m := a.typedOr(nil)
	until := m.day("until", "settings.until")
	until.Required, until.Optional = true, ""
	units := append([]choiceView{{Text: a.p.T("settings.choose_unit")}}, a.unitChoices(func(k org.Key) bool {
		_, there := a.catalogue.Tree.At(k, p.Last())
		return there
	})...)
	part.Form = &formView{Action: periodPath(p) + "/exceptions", Method: post, Word: a.p.T("settings.extend"),
		Fields: []fieldView{m.choice("unit", "admin.unit_name", units), until, m.text("reason", "settings.reason")}}
	return part, nil
}

// extend handles POST /admin/periods/:period/exceptions: a unit gets more time.
func (s *Server) extend(c echo.Context) error {
	p, err := period.Parse(c.Param("period"))
	if err != nil {
		return errs.E(errs.NotFound, "server.no_such_page").Because(err)
	}
	e := workflow.Exception{Unit: org.Key(c.FormValue("unit")), Period: p, Reason: c.FormValue("reason"), By: userFrom(c).Login}
	if e.Until, err = readDay(c.FormValue("until")); err == nil {
		err = s.allowUntil(c, e)
	}
	if err != nil {
		return s.showPeriod(c, err)
	}
	return saved(c, periodPath(p))
}

func (s *Server) allowUntil(c echo.Context, e workflow.Exception) error {
	ctx := c.Request().Context()
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	place := account.Place{Tree: catalogue.Tree, Unit: e.Unit, Day: e.Period.Last()}
	if !catalogue.Tree.Has(e.Unit) || !userFrom(c).MayAdminister(place) {
		return errs.E(errs.NotFound, "server.no_such_unit")
	}
	return s.store.AllowUntil(ctx, actorFrom(c), e)
}
