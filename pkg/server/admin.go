package server

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/data"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// adminSections are the sections of administration. Those for all units need
// an administrator of a unit without parent.
var adminSections = []struct {
	path, key string
	all       bool
}{
	{"/admin", "admin.overview", false},
	{"/admin/users", "admin.users", false},
	{"/admin/units", "admin.units", true},
	{mapPath, "unitmap.title", true},
	{"/admin/terms", "admin.terms", true},
	{"/admin/levels", "admin.levels", true},
	{"/admin/indicators", "admin.indicators", true},
	{"/admin/sets", "admin.sets", false},
	{"/admin/periods", "admin.periods", true},
	{"/admin/settings", "settings.title", true},
	{"/admin/checks", "settings.checks", true},
	{"/admin/security", "operations.security", true},
	{"/admin/mail", "mail.title", true},
	{"/admin/backups", "operations.backups", true},
	{"/admin/push", "push.title", true},
	{"/admin/audit", "admin.audit", true},
	{"/admin/sign-ins", "signin.title", true},
}

// An adminPage is a page of administration under way: what its handler has
// read, and the view it fills.
type adminPage struct {
	s         *Server
	c         echo.Context
	p         *i18n.Printer
	catalogue *indicator.Catalogue
	names     unitNames
	view      adminView
}

// admin begins a page of administration. title is a message key with its
// arguments.
func (s *Server) admin(c echo.Context, title string, args ...any) (*adminPage, error) {
	p := printerFrom(c)
	frame, err := s.page(c, p.T(title, args...))
	if err != nil {
		return nil, err
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return nil, err
	}
	a := &adminPage{s: s, c: c, p: p, catalogue: catalogue, names: unitNames{catalogue.Tree, catalogue.Terms, frame.Lang}, view: adminView{page: frame}}
	a.sections()
	if c.QueryParam("done") != "" {
		a.notice("done", p.T("admin.saved"))
	}
	return a, nil
}

func (a *adminPage) sections() {
	all := a.all()
	for _, x := range adminSections {
		if all || !x.all {
			current := a.c.Path() == x.path || x.path != "/admin" && strings.HasPrefix(a.c.Path(), x.path+"/")
			a.view.Sections = append(a.view.Sections, linkView{Href: x.path, Text: a.p.T(x.key), Current: current})
		}
	}
}

// all reports whether the person administers what all units share.
func (a *adminPage) all() bool {
	return userFrom(a.c).MayAdministerAll(a.catalogue.Tree, a.s.today())
}

func (a *adminPage) notice(kind, text string, list ...string) {
	a.view.Notices = append(a.view.Notices, noticeView{Kind: kind, Text: text, List: list})
}

func (a *adminPage) add(part adminPart) { a.view.Parts = append(a.view.Parts, part) }

func (a *adminPage) tool(href, key, icon string) {
	a.view.Tools = append(a.view.Tools, linkView{Href: href, Text: a.p.T(key), Icon: icon})
}

func (a *adminPage) trail(href, key string) {
	a.view.Trail = append(a.view.Trail, linkView{Href: href, Text: a.p.T(key)})
}

// show answers with the page. fault, if there is one, is said above the form,
// which keeps what was typed.
func (a *adminPage) show(fault error) error {
	status, notices, err := refusalNotice(fault, a.p)
	if err != nil {
		return err
	}
	a.view.Notices = append(a.view.Notices, notices...)
	return a.s.templates.render(a.c, status, "admin/page", a.view)
}

// saved goes back to a page after its form was taken.
func saved(c echo.Context, path string) error { return back(c, path+"?done=1") }

// adminHome handles GET /admin: what there is, and what comes next.
func (s *Server) adminHome(c echo.Context) error {
	a, err := s.admin(c, "admin.overview")
	if err != nil {
		return err
	}
	users, err := s.store.Users(c.Request().Context())
	if err != nil {
		return err
	}
	if !a.all() {
		a.view.Lead = a.p.T("admin.overview_unit")
		return a.show(nil)
	}
	t, year := a.catalogue, s.today().Year()
	a.add(adminPart{Heading: a.p.T("admin.steps"), Text: a.p.T("admin.steps_what"), Steps: []stepView{
		a.step("/admin/units", "admin.step_units", len(t.Tree.Keys()) > 0, len(t.Tree.Keys())),
		a.step("/admin/levels", "admin.step_levels", len(t.Levels) > 0, len(t.Levels)),
		a.step("/admin/indicators", "admin.step_indicators", len(t.Indicators) > 0, len(t.Indicators)),
		a.step("/admin/sets", "admin.step_sets", a.setsOf(year) > 0, a.setsOf(year), "year", year),
		a.step("/admin/users", "admin.step_users", len(users) > 1, len(users)),
	}})
	a.add(adminPart{ID: "shipped", Heading: a.p.T("admin.shipped"), Text: a.p.T("admin.shipped_what"),
		Form: &formView{Action: "/admin/shipped", Method: post, Word: a.p.T("admin.shipped_do")}})
	if err := a.addBackupState(); err != nil {
		return err
	}
	a.add(adminPart{Heading: a.p.T("admin.program"), Text: a.p.T("admin.version", "version", s.config.Version)})
	return a.show(nil)
}

func (a *adminPage) step(href, key string, done bool, count int, args ...any) stepView {
	state := stateView{Icon: "circle-dashed", Word: a.p.T("admin.step_open"), Class: "warning"}
	if done {
		state = stateView{Icon: "circle-check", Word: a.p.T("admin.step_done"), Class: "done"}
	}
	return stepView{State: state, Text: a.p.T(key, args...), Href: href, Note: a.p.T("admin.count", "count", count)}
}

// setsOf counts the units that have a set in a year.
func (a *adminPage) setsOf(year int) (n int) {
	for key, set := range a.catalogue.Sets {
		if key.Year == year && len(set.Rows) > 0 {
			n++
		}
	}
	return n
}

// loadShipped handles POST /admin/shipped: the levels, terms and indicators
// that come with the program are added. What an office has under the same code
// stays as it is.
func (s *Server) loadShipped(c echo.Context) error {
	files, err := shippedFiles(data.Catalogue)
	if err != nil {
		return err
	}
	batch := exchange.Read(files...)
	err = s.store.Change(c.Request().Context(), actorFrom(c), func(st *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(&indicator.State{Catalogue: indicator.Catalogue{Tree: st.Tree}, Now: st.Now, Zone: st.Zone,
			Figures: st.Figures, Plans: st.Plans, Used: st.Used, Locked: st.Locked}, batch)
		return onlyNew(st, change), err
	})
	if err != nil {
		return err
	}
	return saved(c, "/admin")
}

// onlyNew leaves out of a change what is stored already.
func onlyNew(st *indicator.State, change indicator.Change) indicator.Change {
	var kept indicator.Change
	for _, i := range change.Indicators {
		if _, have := st.Indicators[i.Code]; !have {
			kept.Indicators = append(kept.Indicators, i)
		}
	}
	have := map[string]bool{}
	for _, l := range st.Levels {
		have["level "+l.Code] = true
	}
	for _, t := range st.Terms {
		have[string(t.Sort)+" "+t.Vi] = true
	}
	for _, l := range change.Levels {
		if !have["level "+l.Code] {
			kept.Levels = append(kept.Levels, l)
		}
	}
	for _, t := range change.Terms {
		if !have[string(t.Sort)+" "+t.Vi] {
			kept.Terms = append(kept.Terms, t)
		}
	}
	return kept
}

// shippedFiles are the exchange files of a folder that comes with the program.
func shippedFiles(folder string) ([]exchange.File, error) {
	entries, err := data.Files.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	files := make([]exchange.File, len(entries))
	for i, e := range entries {
		files[i].Name = e.Name()
		if files[i].Data, err = data.Files.ReadFile(folder + "/" + e.Name()); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// formInt reads a whole number of a form; what is none is -1, which no rule
// takes.
func formInt(c echo.Context, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(c.FormValue(name)))
	if err != nil {
		return -1
	}
	return n
}
