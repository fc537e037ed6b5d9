package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// unitOrder gives all units, those above first, by where they lie today or lay
// last.
func (a *adminPage) unitOrder() []org.Key {
	below := map[org.Key][]org.Key{}
	for _, k := range a.catalogue.Tree.Keys() {
		parent := a.catalogue.Tree.Nearest(k, a.s.today()).Parent
		below[parent] = append(below[parent], k)
	}
	var order []org.Key
	var walk func(org.Key)
	walk = func(k org.Key) {
		for _, child := range below[k] {
			order = append(order, child)
			walk(child)
		}
	}
	walk("")
	return order
}

// depth is how far a unit lies below the topmost one, at most 3: no list is
// indented further.
func (a *adminPage) depth(k org.Key) int {
	n := 0
	for parent := a.catalogue.Tree.Nearest(k, a.s.today()).Parent; parent != "" && n < 3; n++ {
		parent = a.catalogue.Tree.Nearest(parent, a.s.today()).Parent
	}
	return n
}

// unitsPage handles GET /admin/units.
func (s *Server) unitsPage(c echo.Context) error {
	a, err := s.admin(c, "admin.units")
	if err != nil {
		return err
	}
	a.tool("/admin/units/new", "admin.unit_new", "plus")
	table := &tableView{Label: a.p.T("admin.units"), Heads: []string{a.p.T("admin.unit_name"), a.p.T("admin.unit_key"), a.p.T("admin.unit_code"), a.p.T("admin.unit_validity")}}
	for _, k := range a.unitOrder() {
		row := a.catalogue.Tree.Nearest(k, s.today())
		table.Rows = append(table.Rows, rowView{Cells: []cellView{
			{Text: a.names.of(k, s), Href: unitAdminPath(k), Indent: a.depth(k)}, cell(string(k)), cell(row.Code), cell(a.validity(row)),
		}})
	}
	a.add(adminPart{Table: table})
	return a.show(nil)
}

func unitAdminPath(k org.Key) string { return "/admin/units/" + url.PathEscape(string(k)) }

// validity says from when to when a row holds.
func (a *adminPage) validity(r org.Row) string {
	switch {
	case r.From.IsZero() && r.To.IsZero():
		return ""
	case r.To.IsZero():
		return a.p.T("admin.valid_from", "from", r.From)
	case r.From.IsZero():
		return a.p.T("admin.valid_to", "to", r.To)
	}
	return a.p.T("admin.valid_between", "from", r.From, "to", r.To)
}

// newUnitPage handles GET /admin/units/new.
func (s *Server) newUnitPage(c echo.Context) error { return s.showUnit(c, org.Unit{}, nil) }

// unitAdminPage handles GET /admin/units/:key.
func (s *Server) unitAdminPage(c echo.Context) error {
	u, err := s.knownUnit(c)
	if err != nil {
		return err
	}
	return s.showUnit(c, u, nil)
}

func (s *Server) knownUnit(c echo.Context) (org.Unit, error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return org.Unit{}, err
	}
	u, ok := catalogue.Tree.Unit(org.Key(c.Param("key")))
	if !ok {
		return u, errs.E(errs.NotFound, "server.no_such_unit")
	}
	return u, nil
}

// showUnit answers with the form of a unit: a group of fields for each dated
// row, and one for a new row.
func (s *Server) showUnit(c echo.Context, u org.Unit, fault error) error {
	title := "admin.unit_edit"
	if u.Key == "" {
		title = "admin.unit_new"
	}
	a, err := s.admin(c, title, "key", string(u.Key))
	if err != nil {
		return err
	}
	a.trail("/admin/units", "admin.units")
	a.view.Lead = a.p.T("admin.unit_what")
	form := &formView{Action: "/admin/units", Method: post, Word: a.p.T("admin.save"), Primary: true, Cancel: a.cancel("/admin/units"), Hidden: []choiceView{hidden("version", strconv.Itoa(u.Version))}}
	m := a.typedOr(unitValues(u))
	if u.Key == "" {
		form.Fields = []fieldView{m.maybe("key", "admin.unit_key", "admin.unit_key_help")}
	} else {
		form.Action = unitAdminPath(u.Key)
	}
	for i := range len(u.Rows) + 1 {
		form.Sets = append(form.Sets, a.unitRowFields(m, u, i))
	}
	a.add(adminPart{Form: form})
	if u.Key != "" {
		a.add(a.successionPart(u.Key))
	}
	return a.show(fault)
}

// unitValues are the stored rows as values of the form.
func unitValues(u org.Unit) map[string]string {
	values := map[string]string{}
	for i, r := range u.Rows {
		n := strconv.Itoa(i)
		values["kind"+n], values["name"+n], values["code"+n], values["parent"+n] = r.Kind, r.Name, r.Code, string(r.Parent)
		values["from"+n], values["to"+n], values["document"+n] = dayValue(r.From), dayValue(r.To), r.Document
	}
	return values
}

func (a *adminPage) unitRowFields(m fieldMaker, u org.Unit, i int) fieldsetView {
	n := strconv.Itoa(i)
	v := fieldsetView{Legend: a.p.T("admin.unit_row_new")}
	if i < len(u.Rows) {
		v.Legend = a.names.terms.UnitName(u.Rows[i].Name, u.Rows[i].Kind, a.names.lang)
	}
	parents := append([]choiceView{{Text: a.p.T("admin.unit_top")}}, a.unitChoices(func(k org.Key) bool { return k != u.Key })...)
	v.Fields = []fieldView{
		m.maybe("kind"+n, "admin.unit_kind", "account.first_kind_help"), m.maybe("name"+n, "admin.unit_name", "account.first_unit_help"), m.maybe("code"+n, "admin.unit_code"),
		m.choice("parent"+n, "admin.unit_parent", parents), m.day("from"+n, "admin.unit_from"), m.day("to"+n, "admin.unit_to"), m.maybe("document"+n, "admin.unit_document"),
	}
	return v
}

// saveNewUnit handles POST /admin/units.
func (s *Server) saveNewUnit(c echo.Context) error {
	u := org.Unit{Key: org.Key(strings.TrimSpace(c.FormValue("key")))}
	rows, err := readUnitRows(c, 1)
	if err != nil {
		return s.showUnit(c, org.Unit{}, err)
	}
	if len(rows) == 0 || rows[0].Kind == "" {
		return s.showUnit(c, org.Unit{}, errs.E(errs.Invalid, "admin.unit_incomplete"))
	}
	if u.Rows = rows; u.Key == "" && len(rows) > 0 {
		u.Key = org.Key(keyFrom(rows[0].Name))
	}
	if err := s.store.SaveUnit(c.Request().Context(), actorFrom(c), u); err != nil {
		return s.showUnit(c, org.Unit{}, err)
	}
	return saved(c, "/admin/units")
}

// saveUnit handles POST /admin/units/:key. A row whose name was emptied goes.
func (s *Server) saveUnit(c echo.Context) error {
	u, err := s.knownUnit(c)
	if err != nil {
		return err
	}
	changed := org.Unit{Key: u.Key, Version: formInt(c, "version")}
	if changed.Rows, err = readUnitRows(c, len(u.Rows)+1); err == nil {
		err = s.store.SaveUnit(c.Request().Context(), actorFrom(c), changed)
	}
	if err != nil {
		return s.showUnit(c, u, err)
	}
	return saved(c, unitAdminPath(u.Key))
}

func readUnitRows(c echo.Context, most int) (rows []org.Row, err error) {
	for i := range most {
		n := strconv.Itoa(i)
		value := func(name string) string { return strings.TrimSpace(c.FormValue(name + n)) }
		if value("name") == "" {
			continue
		}
		r := org.Row{Kind: value("kind"), Name: value("name"), Code: value("code"), Parent: org.Key(value("parent")), Document: value("document")}
		if r.From, err = readDay(value("from")); err != nil {
			return nil, err
		}
		if r.To, err = readDay(value("to")); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// successionPart lists what a unit came from and went into, with a form for
// one more.
func (a *adminPage) successionPart(key org.Key) adminPart {
	table := &tableView{Label: a.p.T("admin.successions"), Heads: []string{a.p.T("admin.succession_from"), a.p.T("admin.succession_to"), a.p.T("admin.succession_day"), a.p.T("admin.succession_share"), a.p.T("admin.unit_document")}}
	for _, x := range a.catalogue.Tree.Successions() {
		if x.From == key || x.To == key {
			table.Rows = append(table.Rows, rowView{Cells: cellsOf(a.names.of(x.From, a.s), a.names.of(x.To, a.s), a.p.Date(x.Date), a.p.T("admin.share_"+string(x.Share)), x.Document)})
		}
	}
	m := a.typedOr(nil)
	others := a.unitChoices(func(k org.Key) bool { return k != key })
	form := &formView{Action: unitAdminPath(key) + "/successions", Method: post, Word: a.p.T("admin.succession_add"), Fields: []fieldView{
		m.choice("into", "admin.succession_to", others), m.day("day", "admin.succession_day"),
		m.choice("share", "admin.succession_share", worded(a.p, "admin.share_", []org.Share{org.Whole, org.Part})), m.maybe("document", "admin.unit_document"),
	}}
	part := adminPart{ID: "successions", Heading: a.p.T("admin.successions"), Text: a.p.T("admin.successions_what"), Form: form}
	if len(table.Rows) > 0 {
		part.Table = table
	}
	return part
}

// saveSuccession handles POST /admin/units/:key/successions.
func (s *Server) saveSuccession(c echo.Context) error {
	u, err := s.knownUnit(c)
	if err != nil {
		return err
	}
	x := org.Succession{From: u.Key, To: org.Key(c.FormValue("into")), Share: org.Share(c.FormValue("share")), Document: strings.TrimSpace(c.FormValue("document"))}
	if x.Date, err = readDay(c.FormValue("day")); err == nil && x.Date.IsZero() {
		err = errs.E(errs.Invalid, "admin.day_needed")
	}
	if err == nil && !slices.Contains([]org.Share{org.Whole, org.Part}, x.Share) {
		err = errs.E(errs.Invalid, "admin.share_form")
	}
	if err == nil {
		err = s.store.Change(c.Request().Context(), actorFrom(c), func(*indicator.State) (indicator.Change, error) {
			return indicator.Change{Successions: []org.Succession{x}}, nil
		})
	}
	if err != nil {
		return s.showUnit(c, u, err)
	}
	return saved(c, unitAdminPath(u.Key))
}
