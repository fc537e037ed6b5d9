package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

const (
	providerPath        = "/login/oidc"
	providerBackPath    = "/login/oidc/back"
	sessionProviderStep = "oidc" // string: a providerStep
	// providerRate is how many sign-ins one address may begin a minute: each
	// leaves a session in the database before anyone is known.
	providerRate = 120
)

// providerLink is the button of the login page; nil where no provider is set.
func (s *Server) providerLink(c echo.Context, next string) *linkView {
	if s.provider == nil {
		return nil
	}
	p, name := printerFrom(c), s.provider.Name
	if name == "" {
		name = p.T("signin.oidc_name")
	}
	return &linkView{Href: providerPath + "?next=" + url.QueryEscape(localPath(next)), Text: p.T("signin.oidc_do", "name", name)}
}

// beginProvider handles GET /login/oidc: the browser is sent to the office's
// own sign-in system. It is a link and no form, because the policy of our
// pages lets forms lead nowhere else.
func (s *Server) beginProvider(c echo.Context) error {
	if s.provider == nil {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	next := localPath(c.QueryParam("next"))
	if requestFrom(c).user != nil {
		return back(c, next)
	}
	if after, _ := s.providing.take("address "+c.RealIP(), s.now()); after > 0 {
		return newTooMany("api.too_many", after)
	}
	step := newProviderStep(next, s.now())
	address, err := s.provider.begin(c.Request().Context(), step, s.baseURL(c)+providerBackPath)
	if err != nil {
		return s.refuseProvider(c, "", next, err)
	}
	s.sessions.Put(c.Request().Context(), sessionProviderStep, step.String())
	return back(c, address)
}

// endProvider handles GET /login/oidc/back: the browser comes back from the
// provider. Only people who have an account here get in; none is made.
func (s *Server) endProvider(c echo.Context) error {
	if s.provider == nil {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	step, err := readProviderStep(s.sessions.PopString(c.Request().Context(), sessionProviderStep), c.QueryParam("state"), s.now())
	if err != nil {
		return s.refuseProvider(c, "", "", err)
	}
	if step.Again != 0 {
		return s.endAgain(c, step)
	}
	login, err := s.providerLogin(c, step)
	if err != nil {
		return s.refuseProvider(c, "provider", step.Next, err)
	}
	user, err := s.providerUser(c, login)
	switch {
	case err != nil && errs.KindOf(err) == errs.Forbidden:
		return s.refuseProvider(c, "", step.Next, err)
	case err != nil:
		return err
	}
	return s.signIn(c, user, store.ByProvider, step.Next)
}

func (s *Server) providerLogin(c echo.Context, step providerStep) (string, error) {
	if c.QueryParam("error") != "" || c.QueryParam("code") == "" {
		return "", errs.E(errs.Forbidden, "signin.oidc_refused")
	}
	return s.provider.finish(c.Request().Context(), step, c.QueryParam("code"), s.baseURL(c)+providerBackPath)
}

// providerUser gives the account of a login that the provider vouches for. The
// error is Forbidden, "signin.oidc_unknown" {login} or "signin.oidc_disabled"
// {login}; it is on record then.
func (s *Server) providerUser(c echo.Context, login string) (account.User, error) {
	a, err := s.store.UserByLogin(c.Request().Context(), login)
	outcome := ""
	switch {
	case err != nil && errs.KindOf(err) != errs.NotFound:
		return a.User, err
	case err != nil:
		outcome = "unknown"
	case a.Disabled:
		outcome = "disabled"
	default:
		return a.User, nil
	}
	if err := s.recordSignIn(c, login, store.ByProvider, outcome); err != nil {
		return a.User, err
	}
	return a.User, errs.E(errs.Forbidden, "signin.oidc_"+outcome, "login", login)
}

// refuseProvider shows the login page with why it did not work; the way by
// password stays open. outcome, if there is one, goes on record.
func (s *Server) refuseProvider(c echo.Context, outcome, next string, cause error) error {
	f := newFailure(cause, printerFrom(c))
	if f.status == http.StatusInternalServerError {
		return cause
	}
	s.log.Warn("sign-in by provider refused", "error", strings.ReplaceAll(cause.Error(), "\n", " "), "request", requestID(c))
	if outcome != "" {
		if err := s.recordSignIn(c, "", store.ByProvider, outcome); err != nil {
			return err
		}
	}
	return s.templates.render(c, f.status, "login/login", s.newLoginView(c, "", next, f.words))
}
