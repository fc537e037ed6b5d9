package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

const mapPath = "/admin/map"

// mapPage handles GET /admin/map: the shapes of units, which are drawn in the
// place of the tiles.
func (s *Server) mapPage(c echo.Context) error { return s.showMap(c, nil) }

func (s *Server) showMap(c echo.Context, fault error, notices ...noticeView) error {
	a, err := s.admin(c, "unitmap.title")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("unitmap.lead")
	a.view.Notices = append(a.view.Notices, notices...)
	a.add(a.mapState())
	file := fieldView{ID: "file", Name: "file", Type: "file", Accept: ".geojson,.json,application/geo+json", Required: true,
		Label: a.p.T("unitmap.file", "max", exchange.MaxMap>>20), Help: a.p.T("unitmap.file_help")}
	a.add(adminPart{Heading: a.p.T("unitmap.upload"), Text: a.p.T("unitmap.upload_what"),
		Form: &formView{Action: mapPath, Method: post, Upload: true, Fields: []fieldView{file}, Word: a.p.T("unitmap.upload_do"), Primary: true}})
	if len(a.catalogue.Outlines) > 0 {
		a.add(adminPart{Heading: a.p.T("unitmap.remove"), Text: a.p.T("unitmap.remove_what"),
			Buttons: []buttonView{{Dialog: "remove", Text: a.p.T("unitmap.remove_do"), Danger: true}},
			Confirms: []confirmView{{ID: "remove", Title: a.p.T("unitmap.remove_ask", "count", len(a.catalogue.Outlines)), Text: a.p.T("unitmap.remove_what"),
				Action: mapPath + "/remove", Word: a.p.T("unitmap.remove_do"), Cancel: a.p.T("admin.cancel"), Danger: true}}})
	}
	return a.show(fault)
}

// mapState lists which units have a shape and which beside them have none, a
// row for each unit they lie below.
func (a *adminPage) mapState() adminPart {
	part := adminPart{Heading: a.p.T("unitmap.state")}
	if len(a.catalogue.Outlines) == 0 {
		part.Empty = &emptyView{Text: a.p.T("unitmap.none"), Note: a.p.T("unitmap.none_what")}
		return part
	}
	part.Table = &tableView{Label: a.p.T("unitmap.state"), Heads: []string{a.p.T("admin.unit_parent"), a.p.T("unitmap.have"), a.p.T("unitmap.lack")}}
	parent := func(k org.Key) org.Key { return a.catalogue.Tree.Nearest(k, a.s.today()).Parent }
	have := map[org.Key][]org.Key{}
	for _, o := range a.catalogue.Outlines {
		have[parent(o.Unit)] = append(have[parent(o.Unit)], o.Unit)
	}
	lack := map[org.Key][]string{}
	for _, k := range a.unitOrder() {
		if given := have[parent(k)]; !slices.Contains(given, k) && a.catalogue.Tree.BesideAny(k, given) {
			lack[parent(k)] = append(lack[parent(k)], a.names.of(k, a.s))
		}
	}
	for _, k := range append([]org.Key{""}, a.unitOrder()...) {
		if n := len(have[k]); n > 0 {
			part.Table.Rows = append(part.Table.Rows, a.mapRow(k, n, lack[k]))
		}
	}
	return part
}

func (a *adminPage) mapRow(parent org.Key, count int, lack []string) rowView {
	name := cell(a.p.T("admin.unit_top"))
	if parent != "" {
		name = cell(a.names.of(parent, a.s))
	}
	missing := a.p.T("unitmap.lack_none")
	if len(lack) > 0 {
		missing = strings.Join(lack, ", ")
	}
	return rowView{Cells: []cellView{name, {Text: a.p.T("unitmap.count", "count", count)}, cell(missing)}}
}

// saveMap handles POST /admin/map: shapes of the file take the place of those
// their units had, the rest stays. What the file lacks, or has for no unit, is
// named.
func (s *Server) saveMap(c echo.Context) error {
	p := printerFrom(c)
	file, err := uploaded(c, "file")
	if err != nil || len(file.Data) == 0 {
		return s.showMap(c, errs.E(errs.Invalid, "unitmap.no_file"))
	}
	var found exchange.Report
	batch := exchange.ReadMap(file)
	err = s.store.Change(c.Request().Context(), actorFrom(c), func(st *indicator.State) (change indicator.Change, err error) {
		change, found, err = exchange.Decide(st, batch)
		return change, err
	})
	if errs.KindOf(err) == errs.Invalid {
		return s.showMap(c, errs.E(errs.Invalid, "unitmap.refused"), noticeView{Kind: "fault", Text: p.T("unitmap.refused_why"), List: mapLines(p, err)})
	}
	if err != nil {
		return err
	}
	if len(found.Doubts) == 0 {
		return saved(c, mapPath)
	}
	n := found.Counts[exchange.Map]
	return s.showMap(c, nil, noticeView{Kind: "done", Text: p.T("unitmap.saved", "new", n.New, "changed", n.Changed, "unchanged", n.Unchanged)},
		noticeView{Kind: "warning", Text: p.T("unitmap.doubts"), List: mapLines(p, found.Doubts.Err())})
}

// mapLines say what is wrong or doubtful in a map, with the number of the
// feature in its file.
func mapLines(p *i18n.Printer, err error) (lines []string) {
	for _, line := range p.Faults(err) {
		text := i18n.Capital(line.Text)
		_, rest, _ := strings.Cut(line.Place, ":features[")
		if n, err := strconv.Atoi(strings.TrimSuffix(rest, "]")); err == nil {
			text = p.T("unitmap.place", "number", n+1) + ": " + line.Text
		}
		lines = append(lines, text)
	}
	return lines
}

// removeMap handles POST /admin/map/remove.
func (s *Server) removeMap(c echo.Context) error {
	err := s.store.RemoveOutlines(c.Request().Context(), actorFrom(c))
	if errs.KindOf(err) == errs.NotFound {
		return c.Redirect(http.StatusSeeOther, mapPath) // somebody else was quicker
	}
	if err != nil {
		return err
	}
	return saved(c, mapPath)
}
