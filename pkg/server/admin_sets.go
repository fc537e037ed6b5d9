package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A setView is the page of one set.
type setView struct {
	adminView
	Action  string
	Version int
	Rows    []setRowView
}

// A setRowView is one indicator of the set, as choices.
type setRowView struct {
	Position                           string
	Number                             int
	Name                               string // of an indicator in the set; empty: to be chosen
	Code                               string
	Indicators, Levels, Sources, Falls []choiceView
}

// newSetRows is how many rows for further indicators the form offers.
const newSetRows = 5

// setsPage handles GET /admin/sets: the units the administrator manages, and
// the years in which each has a set.
func (s *Server) setsPage(c echo.Context) error {
	a, err := s.admin(c, "admin.sets")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("admin.sets_what")
	year := a.chosenYear()
	field := a.filters().number("year", "admin.year")
	field.Value = strconv.Itoa(year)
	a.add(adminPart{Form: &formView{Action: "/admin/sets", Method: get, Filters: true, Fields: []fieldView{field}, Word: a.p.T("admin.show")}})
	table := &tableView{Label: a.p.T("admin.sets"), Heads: []string{a.p.T("admin.unit_name"), a.p.T("admin.set_of", "year", strconv.Itoa(year)), a.p.T("admin.set_years")}}
	for _, k := range a.unitOrder() {
		if _, there := a.catalogue.Tree.At(k, yearPeriod(year).Last()); there && a.administersIn(k, year) {
			table.Rows = append(table.Rows, a.setsRow(k, year))
		}
	}
	a.add(adminPart{Table: table})
	return a.show(nil)
}

// chosenYear is the year of the address, else this one.
func (a *adminPage) chosenYear() int {
	if n, err := strconv.Atoi(a.c.QueryParam("year")); err == nil && n >= 1900 && n <= 2200 {
		return n
	}
	return a.s.today().Year()
}

func (a *adminPage) administersIn(k org.Key, year int) bool {
	return userFrom(a.c).MayAdminister(account.Place{Tree: a.catalogue.Tree, Unit: k, Day: yearPeriod(year).Last()})
}

func (a *adminPage) setsRow(k org.Key, year int) rowView {
	state := a.p.T("admin.set_none")
	if n := len(a.catalogue.Sets[indicator.SetKey{Unit: k, Year: year}].Rows); n > 0 {
		state = a.p.T("admin.set_count", "count", n)
	}
	var years []string
	for key, set := range a.catalogue.Sets {
		if key.Unit == k && len(set.Rows) > 0 {
			years = append(years, strconv.Itoa(key.Year))
		}
	}
	slices.Sort(years)
	return rowView{Cells: []cellView{{Text: a.names.of(k, a.s), Indent: a.depth(k)}, {Text: state, Href: setPath(k, year)}, cell(strings.Join(years, ", "))}}
}

func setPath(unit org.Key, year int) string {
	return "/admin/sets/" + url.PathEscape(string(unit)) + "/" + strconv.Itoa(year)
}

// setPage handles GET /admin/sets/:unit/:period.
func (s *Server) setPage(c echo.Context) error {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return err
	}
	set := catalogue.Sets[setKey(c)]
	return s.showSet(c, set.Version, set.Rows, nil)
}

func setKey(c echo.Context) indicator.SetKey {
	return indicator.SetKey{Unit: unitFrom(c), Year: periodFrom(c).Year}
}

// showSet answers with the form of a set holding the rows given.
func (s *Server) showSet(c echo.Context, version int, rows []indicator.SetRow, fault error) error {
	key := setKey(c)
	if !periodFrom(c).IsYear() {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	a, err := s.admin(c, "admin.set")
	if err != nil {
		return err
	}
	a.trail("/admin/sets?year="+strconv.Itoa(key.Year), "admin.sets")
	a.view.Title = a.p.T("admin.set_title", "unit", a.names.of(key.Unit, s), "year", strconv.Itoa(key.Year))
	a.view.Lead = a.p.T("admin.set_what")
	v := setView{Action: setPath(key.Unit, key.Year), Version: version}
	for i, r := range rows {
		v.Rows = append(v.Rows, a.setRow(i+1, r))
	}
	var next indicator.SetRow // a new row is judged on the same level as the one before
	if len(rows) > 0 {
		next.Judging = rows[len(rows)-1].Judging
	}
	for i := range newSetRows {
		v.Rows = append(v.Rows, a.setRow(len(rows)+i+1, next))
	}
	if len(rows) == 0 {
		a.add(a.copyPart(key))
	}
	status, notices, err := refusalNotice(fault, a.p)
	if err != nil {
		return err
	}
	a.view.Notices = append(a.view.Notices, notices...)
	v.adminView = a.view
	return s.templates.render(c, status, "admin/set", v)
}

func (a *adminPage) setRow(n int, r indicator.SetRow) setRowView {
	m := fieldMaker{a.p, func(name string) string {
		return map[string]string{"indicator": string(r.Indicator), "judging": r.Judging, "source": string(r.Source), "fall": string(r.Fall)}[name]
	}}
	v := setRowView{Number: n, Code: string(r.Indicator)}
	if r.Indicator != "" {
		v.Position, v.Name = strconv.Itoa(r.Position), a.catalogue.Indicators[r.Indicator].Name(string(a.names.lang))
	} else {
		v.Indicators = m.choice("indicator", "admin.indicator", a.indicatorChoices()).Options
	}
	var levels []choiceView
	for _, l := range a.catalogue.Levels {
		levels = append(levels, choiceView{Value: l.Code, Text: a.levelName(l)})
	}
	v.Levels = m.choice("judging", "admin.judging", levels).Options
	v.Sources = m.choice("source", "admin.source", worded(a.p, "admin.source_", []indicator.Source{indicator.Entered, indicator.Rollup})).Options
	v.Falls = m.choice("fall", "admin.fall", worded(a.p, "admin.fall_", []indicator.Fall{indicator.FallChange, indicator.FallRatio})).Options
	return v
}

func (a *adminPage) levelName(l indicator.Level) string {
	if a.names.lang == "en" && l.NameEn != "" {
		return l.NameEn
	}
	return l.NameVi
}

// saveSet handles POST /admin/sets/:unit/:period. A row without a position, or
// without an indicator, is left out.
func (s *Server) saveSet(c echo.Context) error {
	rows, err := readSetRows(c)
	version := formInt(c, "version")
	if err == nil {
		key := setKey(c)
		err = s.store.SaveSet(c.Request().Context(), actorFrom(c), indicator.Set{Unit: key.Unit, Year: key.Year, Rows: rows, Version: version})
	}
	if err != nil {
		return s.showSet(c, version, rows, err)
	}
	return saved(c, setPath(unitFrom(c), periodFrom(c).Year))
}

// readSetRows reads the rows of the form. A row that was there and has no
// position any more goes; a new one without a position comes last.
func readSetRows(c echo.Context) (rows []indicator.SetRow, err error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, errs.E(errs.Invalid, "server.bad_request").Because(err)
	}
	last := 0
	for i, code := range form["indicator"] {
		r := setRowAt(form, i)
		isNew := formAt(form, "row", i) == "new"
		if code == "" || r.Position == 0 && !isNew {
			continue
		}
		if r.Position == 0 {
			r.Position = last + 1
		}
		last = max(last, r.Position)
		if r.Position < 0 || r.Position > 9999 {
			err = errs.E(errs.Invalid, "admin.position_form")
		}
		if r.Source != indicator.Entered && r.Source != indicator.Rollup || r.Fall != indicator.FallChange && r.Fall != indicator.FallRatio {
			err = errs.E(errs.Invalid, "server.bad_request")
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b indicator.SetRow) int { return a.Position - b.Position })
	return rows, err
}

// setRowAt reads one row; a position that is no number is -1, an empty one 0.
func setRowAt(form url.Values, i int) indicator.SetRow {
	r := indicator.SetRow{
		Indicator: indicator.Code(formAt(form, "indicator", i)), Judging: formAt(form, "judging", i),
		Source: indicator.Source(formAt(form, "source", i)), Fall: indicator.Fall(formAt(form, "fall", i)),
	}
	if text := formAt(form, "position", i); text != "" {
		n, err := strconv.Atoi(text)
		if r.Position = n; err != nil || n < 1 {
			r.Position = -1
		}
	}
	return r
}

// copyPart offers the sets of other years, the newest first, and those of
// other units in this year.
func (a *adminPage) copyPart(key indicator.SetKey) adminPart {
	var sources []indicator.SetKey
	for from, set := range a.catalogue.Sets {
		if len(set.Rows) > 0 && (from.Unit == key.Unit || from.Year == key.Year) && a.administersIn(from.Unit, from.Year) {
			sources = append(sources, from)
		}
	}
	if len(sources) == 0 {
		return adminPart{Empty: &emptyView{Text: a.p.T("admin.set_empty"), Note: a.p.T("admin.set_empty_note"), Line: true}}
	}
	slices.SortFunc(sources, func(x, y indicator.SetKey) int {
		if own := (x.Unit == key.Unit); own != (y.Unit == key.Unit) {
			return map[bool]int{true: -1, false: 1}[own]
		}
		return strings.Compare(strconv.Itoa(y.Year)+string(x.Unit), strconv.Itoa(x.Year)+string(y.Unit))
	})
	var options []choiceView
	for _, from := range sources {
		options = append(options, choiceView{Value: setPath(from.Unit, from.Year), Text: a.p.T("admin.set_title", "unit", a.names.of(from.Unit, a.s), "year", strconv.Itoa(from.Year))})
	}
	return adminPart{Heading: a.p.T("admin.set_copy"), Text: a.p.T("admin.set_copy_what"), Form: &formView{
		Action: setPath(key.Unit, key.Year) + "/copy", Method: post, Filters: true, Fields: []fieldView{a.typedOr(nil).choice("from", "admin.set_copy_from", options)}, Word: a.p.T("admin.set_copy"),
	}}
}

// copySet handles POST /admin/sets/:unit/:period/copy: the set becomes a copy
// of another one. It must have no rows yet.
func (s *Server) copySet(c echo.Context) error {
	a, err := s.admin(c, "admin.set")
	if err != nil {
		return err
	}
	key := setKey(c)
	var from indicator.Set
	for k, set := range a.catalogue.Sets {
		if setPath(k.Unit, k.Year) == c.FormValue("from") && a.administersIn(k.Unit, k.Year) {
			from = set
		}
	}
	have := a.catalogue.Sets[key]
	if len(from.Rows) == 0 || len(have.Rows) > 0 {
		return s.showSet(c, have.Version, have.Rows, errs.E(errs.Invalid, "admin.set_copy_wrong"))
	}
	to := indicator.Set{Unit: key.Unit, Year: key.Year, Rows: slices.Clone(from.Rows), Version: have.Version}
	if err := s.store.SaveSet(c.Request().Context(), actorFrom(c), to); err != nil {
		return s.showSet(c, have.Version, have.Rows, err)
	}
	return saved(c, setPath(key.Unit, key.Year))
}
