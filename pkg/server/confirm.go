package server

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
)

// A password that was typed again is good for a few minutes in its session.
const (
	sessionConfirmed = "confirmed" // int64: Unix seconds
	confirmFor       = 5 * time.Minute
	confirmField     = "confirm_password"
)

// A confirmPageView asks for the password before a change of rights. It
// carries the form that was sent, so that nothing typed is lost.
type confirmPageView struct {
	page
	Words  string
	Fault  string
	Action string
	Kept   []choiceView
	Pass   fieldView
	Again  *linkView // in place of the password; nil: by password alone
}

// confirmed makes a handler that does what handle does only after the person
// has typed the password again, or signed in anew where there is none. Until then nothing is changed: the answer is a
// page that asks for it and sends the same form anew.
func confirmed(handle func(*Server, echo.Context) error) func(*Server, echo.Context) error {
	return func(s *Server, c echo.Context) error {
		if s.confirmedLately(c) {
			return handle(s, c)
		}
		typed := c.Request().PostFormValue(confirmField) // never from an address, which is kept in logs and histories
		if typed == "" {
			return s.askAgain(c, http.StatusForbidden, s.notYet(c))
		}
		if _, err := s.checkLogin(c, userFrom(c).Login, typed); err != nil {
			return s.refuseAgain(c, err)
		}
		s.sessions.Put(c.Request().Context(), sessionConfirmed, s.now().Unix())
		return handle(s, c)
	}
}

// notYet says that nothing is confirmed to who pressed the button of the page
// without a password; empty to who sees the page for the first time.
func (s *Server) notYet(c echo.Context) string {
	if !c.Request().PostForm.Has(confirmField) || s.againLink(c, "") == nil {
		return ""
	}
	return printerFrom(c).T("signin.again_not_yet")
}

// confirmedLately is true a few minutes after the password was typed again, or
// the person signed in anew at the provider.
func (s *Server) confirmedLately(c echo.Context) bool {
	return s.lately(c, sessionConfirmed) || s.lately(c, sessionProved)
}

// lately is false too where the clock was set back since.
func (s *Server) lately(c echo.Context, step string) bool {
	at := s.sessions.GetInt64(c.Request().Context(), step)
	past := s.now().Sub(time.Unix(at, 0))
	return at != 0 && past >= 0 && past < confirmFor
}

func (s *Server) refuseAgain(c echo.Context, err error) error {
	f, ours := refusal(err, printerFrom(c))
	if ours != nil {
		return ours
	}
	setRetryAfter(c, err)
	if errs.KindOf(err) == errs.Invalid { // the login is not in question here
		f.words = printerFrom(c).T("signin.confirm_wrong")
	}
	return s.askAgain(c, f.status, f.words)
}

func (s *Server) askAgain(c echo.Context, status int, fault string) error {
	p := printerFrom(c)
	frame, err := s.page(c, p.T("signin.confirm_title"))
	if err != nil {
		return err
	}
	v := confirmPageView{page: frame, Words: p.T("signin.confirm_words", "minutes", int(confirmFor/time.Minute)), Fault: fault, Action: c.Request().URL.RequestURI()}
	v.Pass = fieldView{ID: confirmField, Name: confirmField, Label: p.T("signin.confirm_password"), Type: "password", Auto: "current-password", Required: true, Focus: true}
	if v.Again = s.againLink(c, provedPath); v.Again != nil {
		v.Pass.Required, v.Pass.Focus = false, false
	}
	if v.Kept, err = sentFields(c); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.templates.render(c, status, "account/confirm", v)
}

// sentFields are the fields of the form that was sent, in the order of their
// names; those of one name keep their own order, as rows need it.
func sentFields(c echo.Context) ([]choiceView, error) {
	if _, err := c.FormParams(); err != nil {
		return nil, errs.E(errs.Invalid, "server.bad_request").Because(err)
	}
	form := c.Request().PostForm
	var kept []choiceView
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name == confirmField {
			continue
		}
		for _, value := range form[name] {
			kept = append(kept, hidden(name, value))
		}
	}
	return kept, nil
}
