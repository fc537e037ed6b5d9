package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A unitsWork is one indicator of all units below while it is entered: the
// second layout of the same form, a row for each unit.
type unitsWork struct {
	*entryWork
	code     indicator.Code
	children []*entryWork // each with one row, called by the unit's key
}

// entryUnits reads the units below whose set of the year holds the indicator.
// They share the book of the unit above, which holds them all.
func (s *Server) entryUnits(c echo.Context) (*unitsWork, error) {
	w, err := s.entry(c)
	if err != nil {
		return nil, err
	}
	u := &unitsWork{entryWork: w, code: indicator.Code(c.QueryParam("indicator"))}
	if u.code == "" {
		u.code = u.usual()
	}
	subs, err := s.store.Submissions(c.Request().Context())
	if err != nil {
		return nil, err
	}
	settings, err := s.store.CheckSettings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, key := range w.catalogue.Tree.Children(w.place.Unit, w.place.Day) {
		child, ok, err := u.child(key)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, sub := range subs {
			if sub.Unit == key && sub.Period == w.period {
				child.sub = sub
			}
		}
		for _, f := range check.Check(w.book, key, w.period, settings) {
			child.findings[f.Indicator] = append(child.findings[f.Indicator], f)
		}
		u.children = append(u.children, child)
	}
	return u, nil
}

// usual is the first indicator of the set that some unit below follows.
func (u *unitsWork) usual() indicator.Code {
	for _, row := range u.sum.Rows {
		if u.followed(row.Code) {
			return row.Code
		}
	}
	return ""
}

func (u *unitsWork) followed(code indicator.Code) bool {
	return slices.ContainsFunc(u.catalogue.Tree.Children(u.place.Unit, u.place.Day), func(k org.Key) bool {
		_, ok := u.book.Sets[indicator.SetKey{Unit: k, Year: u.period.Year}].Row(code)
		return ok
	})
}

// child is the work on one unit below; ok is false where its set lacks the
// indicator, or the person may not read it.
func (u *unitsWork) child(key org.Key) (child *entryWork, ok bool, err error) {
	place := account.Place{Tree: u.catalogue.Tree, Unit: key, Day: u.place.Day}
	row, has := u.book.Sets[indicator.SetKey{Unit: key, Year: u.period.Year}].Row(u.code)
	if !has || !u.user.MayRead(place) {
		return nil, false, nil
	}
	c := *u.entryWork
	c.place, c.as, c.typed, c.findings = place, string(key), map[indicator.Code]*typedCell{}, map[indicator.Code][]check.Finding{}
	c.sub.Unit, c.sub.State, c.sub.Steps = key, "", nil
	in := report.Input{Book: c.book, Terms: c.catalogue.Terms, Unit: key, Period: c.period, Lang: c.p.Lang(), Decimals: 1}
	built, err := report.BuildRow(in, row)
	if err != nil {
		return nil, false, err
	}
	c.sum = report.Summary{Rows: []report.Row{built}, Unit: report.NameOf(c.book.Tree, c.catalogue.Terms, key, c.period.Last(), c.p.Lang())}
	if c.deadline, err = c.s.store.Deadline(c.c.Request().Context(), key, c.period); err != nil {
		return nil, false, err
	}
	return &c, true, nil
}

// entryUnitsPage handles GET /units/:unit/entry/units.
func (s *Server) entryUnitsPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry/units"); done {
		return err
	}
	u, err := s.entryUnits(c)
	if err != nil {
		return err
	}
	return u.show(http.StatusOK)
}

// saveEntryUnits handles POST /units/:unit/entry/units: the figures of all
// units, saved together or not at all.
func (s *Server) saveEntryUnits(c echo.Context) error {
	u, err := s.entryUnits(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	sent := slices.DeleteFunc(slices.Clone(u.children), func(w *entryWork) bool { return !form.Has("value." + w.as) })
	count, err := u.save(sent)
	if err != nil {
		return err
	}
	if u.unsettled() {
		return u.show(u.status())
	}
	return back(c, u.address()+"&saved="+strconv.Itoa(count))
}

// save reads the figures of units and saves those that were changed. What
// keeps one from being saved keeps all, and is left in its unit's typed cell.
func (u *unitsWork) save(sent []*entryWork) (count int, err error) {
	var saves []store.UnitSave
	var changed []*entryWork
	for _, child := range sent {
		row := child.sum.Rows[0]
		t := child.read(row)
		cell, has := child.decide(row, t)
		t.held, child.typed[row.Code] = has, t
		if has {
			saves, changed = append(saves, store.UnitSave{Unit: child.place.Unit, Cells: []store.CellSave{cell}}), append(changed, child)
		}
	}
	if u.unsettled() || len(saves) == 0 {
		return 0, nil
	}
	saved, err := u.s.store.SaveFiguresOf(u.c.Request().Context(), actorFrom(u.c), u.period, saves)
	var refusals store.UnitRefusals
	if err != nil && !errors.As(err, &refusals) {
		return 0, err
	}
	for i, child := range changed {
		refused := refusals[child.place.Unit]
		if refusals != nil && refused == nil {
			continue // in order, and kept back by the others
		}
		var cells []store.SavedCell
		if refused == nil {
			cells = saved[i]
		}
		n, err := child.stored(saves[i].Cells, cells, refused)
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

// saveUnitCell handles POST /units/:unit/entry/units/cell: the figure of one
// unit below, for a script.
func (s *Server) saveUnitCell(c echo.Context) error {
	u, err := s.entryUnits(c)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(u.children, func(w *entryWork) bool { return w.as == c.FormValue("indicator") })
	if at < 0 {
		return errs.E(errs.NotFound, "server.no_such_unit")
	}
	child := u.children[at]
	if _, err := child.save(child.sum.Rows); err != nil {
		return err
	}
	row, err := child.row(string(u.code))
	if err != nil {
		return err
	}
	u.children[at] = child
	return s.templates.fragment(c, child.status(), "entry/entry", "entry/cell", entryCellView{u.rowView(child, row, at), u.counts()})
}

func (u *unitsWork) unsettled() bool {
	return slices.ContainsFunc(u.children, func(w *entryWork) bool { return w.unsettled() })
}

func (u *unitsWork) status() int {
	status := http.StatusOK
	for _, child := range u.children {
		status = max(status, child.status())
	}
	return status
}

// address is that of the page, with its indicator.
func (u *unitsWork) address() string {
	return u.path("entry/units") + "&indicator=" + string(u.code)
}
