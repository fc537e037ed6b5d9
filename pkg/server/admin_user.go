package server

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// managedUser is the person of the address, if the administrator manages
// them; who is not managed is not there.
func (s *Server) managedUser(c echo.Context) (*adminPage, account.User, error) {
	a, err := s.admin(c, "admin.user")
	if err != nil {
		return nil, account.User{}, err
	}
	missing := errs.E(errs.NotFound, "account.no_such_user")
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, account.User{}, missing
	}
	user, err := s.store.UserByID(c.Request().Context(), id)
	if err != nil {
		return nil, account.User{}, err
	}
	if !a.managesUser(user) {
		return nil, account.User{}, missing
	}
	return a, user, nil
}

// userPage handles GET /admin/users/:id.
func (s *Server) userPage(c echo.Context) error {
	a, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	return a.showAccount(user, user.Grants, nil)
}

func (a *adminPage) showAccount(user account.User, grants []account.Grant, fault error) error {
	a.trail("/admin/users", "admin.users")
	a.view.Title = user.Login
	m := a.typedOr(map[string]string{"name": user.Name})
	login := fieldView{ID: "login", Name: "login", Label: a.p.T("account.login"), Value: user.Login, ReadOnly: true}
	v := userView{Action: userPath(user.ID), Version: user.Version, Word: a.p.T("admin.save"), Fields: []fieldView{login, m.text("name", "account.name")}}
	part, err := a.userMailPart(user)
	if err != nil {
		return err
	}
	a.add(part)
	a.add(a.linkPart(user))
	a.add(adminPart{Heading: a.p.T("totp.reset"), Text: a.p.T("totp.reset_what"),
		Form: &formView{Action: userPath(user.ID) + "/totp", Method: post, Word: a.p.T("totp.reset_do")}})
	a.add(a.disablePart(user))
	return a.showUser(v, grants, fault)
}

func (a *adminPage) linkPart(user account.User) adminPart {
	return adminPart{Heading: a.p.T("admin.user_reset"), Text: a.p.T("admin.user_reset_what"),
		Form: &formView{Action: userPath(user.ID) + "/link", Method: post, Word: a.p.T("admin.user_reset_do")}}
}

func (a *adminPage) disablePart(user account.User) adminPart {
	version := hidden("version", strconv.Itoa(user.Version))
	if user.Disabled {
		return adminPart{Heading: a.p.T("admin.user_enable"), Text: a.p.T("admin.user_enable_what"),
			Form: &formView{Action: userPath(user.ID) + "/enable", Method: post, Hidden: []choiceView{version}, Word: a.p.T("admin.user_enable_do")}}
	}
	return adminPart{
		Heading: a.p.T("admin.user_disable"), Text: a.p.T("admin.user_disable_what"),
		Buttons: []buttonView{{Dialog: "disable", Text: a.p.T("admin.user_disable_do"), Danger: true}},
		Confirms: []confirmView{{ID: "disable", Title: a.p.T("admin.user_disable_ask", "name", user.Name), Text: a.p.T("admin.user_disable_what"),
			Action: userPath(user.ID) + "/disable", Hidden: []choiceView{version}, Word: a.p.T("admin.user_disable_do"), Cancel: a.p.T("admin.cancel"), Danger: true}},
	}
}

// saveUser handles POST /admin/users/:id: name and grants.
func (s *Server) saveUser(c echo.Context) error {
	a, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	grants := readGrants(c)
	if err := a.mayGrant(grants); err != nil {
		return a.showAccount(user, grants, err)
	}
	err = s.store.UpdateUser(c.Request().Context(), actorFrom(c), user.ID, formInt(c, "version"), c.FormValue("name"), grants)
	if err != nil {
		return a.showAccount(user, grants, err)
	}
	return saved(c, userPath(user.ID))
}

// resetUser handles POST /admin/users/:id/link.
func (s *Server) resetUser(c echo.Context) error {
	_, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	return s.showLinkOf(c, user, store.ResetLink)
}

// disableUser handles POST /admin/users/:id/disable.
func (s *Server) disableUser(c echo.Context) error { return s.setDisabled(c, true) }

// enableUser handles POST /admin/users/:id/enable.
func (s *Server) enableUser(c echo.Context) error { return s.setDisabled(c, false) }

func (s *Server) setDisabled(c echo.Context, disabled bool) error {
	a, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	err = s.store.SetDisabled(c.Request().Context(), actorFrom(c), user.ID, formInt(c, "version"), disabled)
	if err != nil {
		return a.showAccount(user, user.Grants, err)
	}
	return saved(c, userPath(user.ID))
}
