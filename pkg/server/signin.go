package server

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

const (
	sessionMethod  = "method"  // string: store.SignInMethod
	sessionExpired = "expired" // int64: the account whose password has to be changed first
	expiredPath    = "/login/password"
)

// signInMethod is the way the person of a session came in.
func (s *Server) signInMethod(c echo.Context) store.SignInMethod {
	return store.SignInMethod(s.sessions.GetString(c.Request().Context(), sessionMethod))
}

// letIn logs in a person who has shown all that is asked, unless the password
// is too old: then it is changed first. Who came by the office's own sign-in
// system used none.
func (s *Server) letIn(c echo.Context, user account.User, next string) error {
	policy, err := s.store.PasswordPolicy(c.Request().Context())
	if err != nil {
		return err
	}
	if s.signInMethod(c) != store.ByPassword || !policy.Expired(user.PasswordSet, s.now()) {
		return s.enter(c, user, next)
	}
	if err := s.recordSignIn(c, user.Login, store.ByPassword, "expired"); err != nil {
		return err
	}
	if err := s.hold(c, sessionExpired, user); err != nil {
		return err
	}
	return back(c, expiredPath+"?next="+url.QueryEscape(next))
}

// enter begins the session.
func (s *Server) enter(c echo.Context, user account.User, next string) error {
	if err := s.startSession(c, user); err != nil {
		return err
	}
	if err := s.recordSignIn(c, user.Login, s.signInMethod(c), store.SignedIn); err != nil {
		return err
	}
	return back(c, next)
}

// recordSignIn leaves a record of an attempt to sign in.
func (s *Server) recordSignIn(c echo.Context, login string, method store.SignInMethod, outcome string) error {
	n := store.SignIn{Login: login, Method: method, Outcome: outcome, Address: c.RealIP(), Agent: shorten(c.Request().UserAgent(), 200)}
	return s.store.AddSignIn(c.Request().Context(), n)
}

// recordRefusal leaves a record of an attempt that was refused, but of none
// while too many have failed: who tries on then fills no disk.
func (s *Server) recordRefusal(c echo.Context, typed string, method store.SignInMethod, outcome string, refusal error) error {
	if isTooMany(refusal) {
		return nil
	}
	login, err := account.Login(typed)
	if err != nil {
		login = ""
	}
	return s.recordSignIn(c, login, method, outcome)
}

// expiredPage handles GET /login/password.
func (s *Server) expiredPage(c echo.Context) error {
	if _, err := s.pendingUser(c, sessionExpired); err != nil {
		return err
	}
	return s.showExpired(c, nil)
}

func (s *Server) showExpired(c echo.Context, fault error) error {
	policy, err := s.store.PasswordPolicy(c.Request().Context())
	if err != nil {
		return err
	}
	p, status := printerFrom(c), http.StatusOK
	v := linkPageView{
		page: s.plainPage(c, p.T("signin.expired_title")), Words: p.T("signin.expired_words", "days", policy.Days), Word: p.T("signin.expired_do"),
		Action: expiredPath + "?next=" + url.QueryEscape(localPath(c.QueryParam("next"))), Fields: s.passwordFields(c, true),
	}
	if fault != nil {
		f, err := refusal(fault, p)
		if err != nil {
			return err
		}
		status, v.Fault = f.status, f.words
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.templates.render(c, status, "login/link", v)
}

// changeExpired handles POST /login/password: a new password in place of one
// that is too old, then the person is logged in.
func (s *Server) changeExpired(c echo.Context) error {
	user, err := s.pendingUser(c, sessionExpired)
	if err != nil {
		return err
	}
	hash, err := s.otherPassword(c, user)
	if err != nil {
		return s.showExpired(c, err)
	}
	ctx := c.Request().Context()
	by := store.Actor{UserID: user.ID, Login: user.Login, Name: user.Name, From: c.RealIP()}
	if err := s.store.SetPassword(ctx, by, user.ID, hash, ""); err != nil {
		return err
	}
	s.sessions.Remove(ctx, sessionExpired)
	return s.enter(c, user, localPath(c.QueryParam("next")))
}

// otherPassword reads a new password typed twice that is not the present one.
func (s *Server) otherPassword(c echo.Context, user account.User) (string, error) {
	hash, err := s.newPassword(c, user)
	if err != nil {
		return "", err
	}
	_, old, err := s.store.Credentials(c.Request().Context(), user.Login)
	if err != nil {
		return "", err
	}
	release, err := s.hashingPlace(c.Request().Context())
	if err != nil {
		return "", err
	}
	defer release()
	same, err := account.VerifyPassword(old, c.FormValue("password"))
	if err == nil && same {
		err = errs.E(errs.Invalid, "signin.password_same")
	}
	return hash, err
}
