package server

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// A linkPageView is the page a one-time link leads to.
type linkPageView struct {
	page
	Words  string
	Fault  string
	Action string
	Fields []fieldView
	Word   string // on the button
}

// linkPage handles GET /link/:word.
func (s *Server) linkPage(c echo.Context) error {
	l, err := s.store.Link(c.Request().Context(), c.Param("word"))
	if err != nil {
		return err
	}
	return s.showLink(c, http.StatusOK, l, setUpForm{}, nil)
}

func (s *Server) showLink(c echo.Context, status int, l store.Link, form setUpForm, fault error) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	v, err := s.newLinkView(c, l), error(nil)
	if l.Purpose == store.FirstLink {
		v, err = s.newSetUpView(c, form)
	}
	if err != nil {
		return err
	}
	v.Action = "/link/" + c.Param("word")
	if fault != nil {
		v.refuse(fault, errorWords(c, fault))
	}
	return s.templates.render(c, status, "login/link", v)
}

// faultFields names the field of these forms that an error is about.
var faultFields = map[string]string{
	"account.login_form": "login", "account.password_differs": "again", "account.password_short": "password",
	"account.password_long": "password", "account.password_own": "password", "account.password_common": "password",
	"admin.key_form": "unit_key",
}

// refuse puts the words beside the field they are about, and above the form
// where that is none of its fields.
func (v *linkPageView) refuse(fault error, words string) {
	var e *errs.Error
	name := ""
	if errors.As(fault, &e) {
		name = faultFields[e.Key]
	}
	i := slices.IndexFunc(v.Fields, func(f fieldView) bool { return f.Name == name })
	if i < 0 {
		v.Fault = words
		return
	}
	for j := range v.Fields {
		v.Fields[j].Focus = j == i
	}
	v.Fields[i].Fault = words
}

func (s *Server) newLinkView(c echo.Context, l store.Link) linkPageView {
	p := printerFrom(c)
	v := linkPageView{page: s.plainPage(c, p.T("account.link_title")), Words: p.T("account.link_words", "name", l.User.Name, "login", l.User.Login), Word: p.T("account.link_do")}
	v.Fields = s.passwordFields(c, true)
	return v
}

// passwordFields ask for a new password twice.
func (s *Server) passwordFields(c echo.Context, focus bool) []fieldView {
	p := printerFrom(c)
	return []fieldView{
		{ID: "password", Name: "password", Label: p.T("account.password_new"), Type: "password", Auto: "new-password", Required: true, Focus: focus, Help: s.passwordRule(c)},
		{ID: "again", Name: "again", Label: p.T("account.password_again"), Type: "password", Auto: "new-password", Required: true},
	}
}

// passwordRule says what a new password has to be. Where the rules cannot be
// read it says the least; setting the password then fails for that reason.
func (s *Server) passwordRule(c echo.Context) string {
	p := printerFrom(c)
	policy, err := s.store.PasswordPolicy(c.Request().Context())
	if err != nil || policy.Classes == 0 {
		return p.T("account.password_rule", "min", policy.Least())
	}
	return p.T("signin.password_rule", "min", policy.Least(), "count", policy.Classes)
}

// redeemLink handles POST /link/:word: the password is set and the person
// logged in.
func (s *Server) redeemLink(c echo.Context) error {
	l, err := s.store.Link(c.Request().Context(), c.Param("word"))
	if err != nil {
		return err
	}
	form := readSetUp(c)
	user, err := s.useLink(c, l, form)
	if err != nil {
		if errs.KindOf(err) == errs.Internal {
			return err
		}
		return s.showLink(c, statusOf(err), l, form, err)
	}
	return s.signIn(c, user, store.ByLink, "/")
}

func (s *Server) useLink(c echo.Context, l store.Link, form setUpForm) (account.User, error) {
	if l.Purpose == store.FirstLink {
		return s.setUp(c, form)
	}
	hash, err := s.newPassword(c, l.User)
	if err != nil {
		return account.User{}, err
	}
	return s.store.RedeemLink(c.Request().Context(), c.RealIP(), c.Param("word"), hash)
}

// newPassword reads a password typed twice and hashes it.
func (s *Server) newPassword(c echo.Context, u account.User) (string, error) {
	password := c.FormValue("password")
	if password != c.FormValue("again") {
		return "", errs.E(errs.Invalid, "account.password_differs")
	}
	return s.hashPassword(c.Request().Context(), password, u.Login, u.Name)
}
