package server

import (
	"encoding/json"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// Who came by the office's own sign-in system may have no password here. In
// place of typing it again they sign in there anew.
const (
	providerAgainPath = "/login/oidc/again"
	provedPath        = "/account?proved=1"
	sessionProved     = "proved" // int64: Unix seconds of the way back from there
	// provedLeeway is how far the clocks of the two systems may be apart.
	provedLeeway = 30 * time.Second
)

// againOptions ask the provider for the person, however lately they signed in.
func againOptions() []oauth2.AuthCodeOption {
	return []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0")}
}

// freshProof refuses a token of a sign-in before the step was begun: some
// providers let whoever is signed in pass. The error is Forbidden,
// "signin.oidc_not_fresh".
func freshProof(proof *oidc.IDToken, step providerStep, now time.Time) error {
	stale := errs.E(errs.Forbidden, "signin.oidc_not_fresh")
	var claims struct {
		At json.Number `json:"auth_time"`
	}
	if err := proof.Claims(&claims); err != nil {
		return stale.Because(err)
	}
	seconds, err := claims.At.Int64()
	if err != nil {
		return stale.Because(err)
	}
	at := time.Unix(seconds, 0)
	if at.Before(time.Unix(step.At, 0).Add(-provedLeeway)) || at.After(now.Add(provedLeeway)) {
		return stale
	}
	return nil
}

// againLink leads to the provider in place of the password; nil where the
// session did not begin there.
func (s *Server) againLink(c echo.Context, next string) *linkView {
	if s.provider == nil || s.signInMethod(c) != store.ByProvider {
		return nil
	}
	p, name := printerFrom(c), s.provider.Name
	if name == "" {
		name = p.T("signin.oidc_name")
	}
	return &linkView{Href: providerAgainPath + "?next=" + url.QueryEscape(next), Text: p.T("signin.again_do", "name", name)}
}

// beginAgain handles GET /login/oidc/again.
func (s *Server) beginAgain(c echo.Context) error {
	if s.againLink(c, "") == nil {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	if after, _ := s.providing.take("address "+c.RealIP(), s.now()); after > 0 {
		return newTooMany("api.too_many", after)
	}
	step := newProviderStep(localPath(c.QueryParam("next")), s.now())
	step.Again = userFrom(c).ID
	address, err := s.provider.begin(c.Request().Context(), step, s.baseURL(c)+providerBackPath)
	if err != nil {
		return s.refuseAgainThere(c, err)
	}
	s.sessions.Put(c.Request().Context(), sessionProviderStep, step.String())
	return back(c, address)
}

// endAgain takes the way back: it must be the same person as is logged in.
func (s *Server) endAgain(c echo.Context, step providerStep) error {
	user := requestFrom(c).user
	if user == nil || user.ID != step.Again {
		return s.refuseProvider(c, "", "", errs.E(errs.Invalid, "signin.oidc_stale"))
	}
	login, err := s.providerLogin(c, step)
	if err == nil && login != user.Login {
		err = errs.E(errs.Forbidden, "signin.oidc_other_person", "login", login)
	}
	if err != nil {
		return s.refuseAgainThere(c, err)
	}
	s.sessions.Put(c.Request().Context(), sessionProved, s.now().Unix())
	return back(c, step.Next)
}

// refuseAgainThere says on the person's page why nothing was confirmed.
func (s *Server) refuseAgainThere(c echo.Context, cause error) error {
	f, ours := refusal(cause, printerFrom(c))
	if ours != nil {
		return ours
	}
	return s.showAccount(c, f.status, func(v *accountView) {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: f.words})
	})
}

// reenter checks the password typed again, or that the person has just signed
// in anew at the provider. Errors as of checkLogin.
func (s *Server) reenter(c echo.Context, typed string) error {
	if typed == "" && s.lately(c, sessionProved) {
		return nil
	}
	_, err := s.checkLogin(c, userFrom(c).Login, typed)
	return err
}
