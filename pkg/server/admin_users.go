package server

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// linkLife is how long a link that sets a password is good.
const linkLife = 7 * 24 * time.Hour

// A userView is the page of one account.
type userView struct {
	adminView
	Action  string
	Version int
	Fields  []fieldView
	Grants  []grantView
	Word    string
}

// A grantView is one row of choices.
type grantView struct {
	Number                        int
	Roles, Units, Below, Agencies []choiceView
}

// manages reports whether the administrator may give or take a grant: it lies
// within what they administer, and reaches no further down.
func (a *adminPage) manages(g account.Grant) bool {
	return slices.ContainsFunc(userFrom(a.c).Grants, func(own account.Grant) bool {
		day := dayOf(a.catalogue.Tree, g.Unit, a.s.today())
		reaches := own.Unit == g.Unit || own.Below && a.catalogue.Tree.Within(g.Unit, own.Unit, day)
		return own.Role == account.Administrator && reaches && (own.Below || !g.Below)
	})
}

// managesUser reports whether all of a person's grants lie within what the
// administrator manages. Who has none belongs to those of all units.
func (a *adminPage) managesUser(u account.User) bool {
	if len(u.Grants) == 0 {
		return a.all()
	}
	return a.all() || !slices.ContainsFunc(u.Grants, func(g account.Grant) bool { return !a.manages(g) })
}

// usersPage handles GET /admin/users.
func (s *Server) usersPage(c echo.Context) error {
	a, err := s.admin(c, "admin.users")
	if err != nil {
		return err
	}
	users, err := s.store.Users(c.Request().Context())
	if err != nil {
		return err
	}
	a.tool("/admin/users/new", "admin.user_new", "plus")
	table := &tableView{Label: a.p.T("admin.users"), Heads: []string{a.p.T("account.login"), a.p.T("account.name"), a.p.T("admin.grants"), a.p.T("admin.state")}}
	wanted := strings.ToLower(c.QueryParam("q"))
	for _, u := range users {
		if a.managesUser(u.User) && strings.Contains(u.Login+" "+strings.ToLower(u.Name), wanted) {
			table.Rows = append(table.Rows, a.userRow(u))
		}
	}
	search := a.filters().maybe("q", "admin.search")
	search.Optional = ""
	a.add(adminPart{Form: &formView{Action: "/admin/users", Method: get, Filters: true, Fields: []fieldView{search}, Word: a.p.T("admin.find")}})
	a.add(adminPart{Table: table})
	return a.show(nil)
}

func (a *adminPage) userRow(u store.Account) rowView {
	var grants []string
	for _, g := range u.Grants {
		grants = append(grants, a.p.T("account.role_"+string(g.Role))+": "+a.s.grantPlace(g, a.names))
	}
	return rowView{Cells: []cellView{
		{Text: u.Login, Href: userPath(u.ID)}, cell(u.Name), cell(strings.Join(grants, "; ")), {State: a.userState(u)},
	}}
}

func (a *adminPage) userState(u store.Account) *stateView {
	switch {
	case u.Disabled:
		return &stateView{Icon: "ban", Word: a.p.T("admin.user_disabled"), Class: "fault"}
	case !u.HasPassword:
		return &stateView{Icon: "clock", Word: a.p.T("admin.user_waiting"), Class: "warning"}
	}
	return &stateView{Icon: "circle-check", Word: a.p.T("admin.user_active"), Class: "done"}
}

func userPath(id int64) string { return "/admin/users/" + strconv.FormatInt(id, 10) }

// newUserPage handles GET /admin/users/new.
func (s *Server) newUserPage(c echo.Context) error { return s.showNewUser(c, nil) }

func (s *Server) showNewUser(c echo.Context, fault error) error {
	a, err := s.admin(c, "admin.user_new")
	if err != nil {
		return err
	}
	a.trail("/admin/users", "admin.users")
	a.view.Lead = a.p.T("admin.user_new_what")
	m := a.typedOr(nil)
	v := userView{Action: "/admin/users", Word: a.p.T("admin.user_add"),
		Fields: []fieldView{m.text("login", "account.login", "account.login_rule"), m.text("name", "account.name"), m.maybe("email", "mail.address")}}
	return a.showUser(v, readGrants(c), fault)
}

// showUser fills in the choices of grants and answers.
func (a *adminPage) showUser(v userView, grants []account.Grant, fault error) error {
	status, notices, err := refusalNotice(fault, a.p)
	if err != nil {
		return err
	}
	a.view.Notices = append(a.view.Notices, notices...)
	for i := range len(grants) + 2 {
		var g account.Grant
		if i < len(grants) {
			g = grants[i]
		}
		v.Grants = append(v.Grants, a.grantView(i+1, g))
	}
	v.adminView = a.view
	return a.s.templates.render(a.c, status, "admin/user", v)
}

func (a *adminPage) grantView(n int, g account.Grant) grantView {
	m := fieldMaker{a.p, func(name string) string {
		switch name {
		case "role":
			return string(g.Role)
		case "unit":
			return string(g.Unit)
		case "below":
			return map[bool]string{true: "1"}[g.Below]
		}
		return g.Agency
	}}
	empty := choiceView{Text: a.p.T("admin.grant_none")}
	alone, below := choiceView{Text: a.p.T("admin.grant_alone")}, choiceView{Value: "1", Text: a.p.T("account.with_below")}
	return grantView{
		Number:   n,
		Roles:    m.choice("role", "admin.grant_role", append([]choiceView{empty}, worded(a.p, "account.role_", account.Roles)...)).Options,
		Units:    m.choice("unit", "admin.grant_unit", a.unitChoices(func(k org.Key) bool { return a.manages(account.Grant{Unit: k}) })).Options,
		Below:    m.choice("below", "admin.grant_below", []choiceView{alone, below}).Options,
		Agencies: m.choice("agency", "admin.grant_agency", a.termChoices(i18n.AgencyTerm, a.p.T("admin.grant_all_agencies"))).Options,
	}
}

// unitChoices lists units to choose from, each after the one above it.
func (a *adminPage) unitChoices(allowed func(org.Key) bool) []choiceView {
	var options []choiceView
	for _, k := range a.unitOrder() {
		if allowed(k) {
			options = append(options, choiceView{Value: string(k), Text: a.names.of(k, a.s) + " (" + string(k) + ")"})
		}
	}
	return options
}

// termChoices lists the words of a sort; first is the choice of none.
func (a *adminPage) termChoices(sort i18n.Sort, first string) []choiceView {
	options := []choiceView{{Text: first}}
	for _, t := range a.catalogue.Terms {
		if t.Sort == sort {
			options = append(options, choiceView{Value: t.Vi, Text: a.catalogue.Terms.Word(sort, t.Vi, a.names.lang)})
		}
	}
	return options
}

// readGrants reads the rows of choices; those without a role are left out.
func readGrants(c echo.Context) []account.Grant {
	form, err := c.FormParams()
	if err != nil || c.Request().Method != post {
		return nil
	}
	var grants []account.Grant
	for i := range form["role"] {
		if role := formAt(form, "role", i); role != "" {
			grants = append(grants, account.Grant{Role: account.Role(role), Unit: org.Key(formAt(form, "unit", i)), Below: formAt(form, "below", i) == "1", Agency: formAt(form, "agency", i)})
		}
	}
	return grants
}

// mayGrant refuses grants beyond what the administrator manages.
func (a *adminPage) mayGrant(grants []account.Grant) error {
	for _, g := range grants {
		if !a.manages(g) {
			return errs.E(errs.Forbidden, "admin.grant_beyond", "grant", g.String())
		}
	}
	if len(grants) == 0 && !a.all() {
		return errs.E(errs.Invalid, "admin.grant_needed")
	}
	return nil
}

// addUser handles POST /admin/users: the account is made, and a link with
// which its person sets a password is shown once.
func (s *Server) addUser(c echo.Context) error {
	a, err := s.admin(c, "admin.user_new")
	if err != nil {
		return err
	}
	grants := readGrants(c)
	if err := a.mayGrant(grants); err != nil {
		return s.showNewUser(c, err)
	}
	n := store.NewUser{Login: c.FormValue("login"), Name: c.FormValue("name"), Grants: grants, Email: c.FormValue("email")}
	user, err := s.store.AddUser(c.Request().Context(), actorFrom(c), n)
	if err != nil {
		return s.showNewUser(c, err)
	}
	return s.showLinkOf(c, user, store.SetupLink)
}

// showLinkOf makes a link and shows it, once.
func (s *Server) showLinkOf(c echo.Context, user account.User, purpose store.Purpose) error {
	word, err := s.store.NewLink(c.Request().Context(), actorFrom(c), user.ID, purpose, s.now().Add(linkLife))
	if err != nil {
		return err
	}
	a, err := s.admin(c, "admin.user_link")
	if err != nil {
		return err
	}
	a.trail("/admin/users", "admin.users")
	c.Response().Header().Set("Cache-Control", "no-store")
	a.add(adminPart{Heading: user.Name, Text: a.p.T("admin.user_link_what", "login", user.Login), Secret: s.baseURL(c) + "/link/" + word})
	return a.show(nil)
}

// baseURL is the address of this server as the browser knows it.
func (s *Server) baseURL(c echo.Context) string {
	if len(s.config.Origins) > 0 {
		return s.config.Origins[0]
	}
	return c.Scheme() + "://" + c.Request().Host
}
