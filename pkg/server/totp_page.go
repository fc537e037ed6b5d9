package server

import (
	"bytes"
	"image/png"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

const totpPath = "/account/totp"

// A totpView is the page where a person sets up the second factor of logins.
type totpView struct {
	page
	State   string
	Secret  string   // typed into an app that cannot read the picture; empty: set up already
	Codes   []string // shown once
	Enrol   []fieldView
	Confirm []fieldView // the password, before anything is changed; empty: nothing is set up
	MayEnd  bool        // the policy lets the person do without
	Again   *linkView   // in place of the password; nil: by password alone, or done
}

// totpPage handles GET /account/totp.
func (s *Server) totpPage(c echo.Context) error { return s.showTOTP(c, nil, nil) }

// showTOTP answers with the page; codes are shown once, after they were made.
func (s *Server) showTOTP(c echo.Context, codes []string, fault error) error {
	p, ctx, user := printerFrom(c), c.Request().Context(), userFrom(c)
	frame, err := s.page(c, p.T("totp.title"))
	if err != nil {
		return err
	}
	policy, enrolled, err := s.store.TOTPState(ctx, user.ID)
	if err != nil {
		return err
	}
	v := totpView{page: frame, Codes: codes, State: p.T("totp.state_off"), MayEnd: policy != store.TOTPRequired || !needsFactor(user)}
	password := fieldView{ID: "password", Name: "password", Label: p.T("account.password_old"), Type: "password", Auto: "current-password", Required: true}
	if proved := s.lately(c, sessionProved); proved {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: p.T("signin.proved_here", "minutes", int(confirmFor/time.Minute))})
		password.Required = false
	} else if v.Again = s.againLink(c, totpPath); v.Again != nil {
		password.Required = false
	}
	switch {
	case enrolled:
		v.Confirm = []fieldView{password}
		factor, err := s.store.SecondFactor(ctx, user.ID)
		if err != nil {
			return err
		}
		v.State = p.T("totp.state_on", "since", s.clock(c, factor.Since), "count", factor.Codes)
		if factor.Lost {
			v.Notices = append(v.Notices, noticeView{Kind: "warning", Text: p.T("totp.key_lost_on")})
		}
	case policy != store.TOTPOff:
		v.Secret = s.offeredSecret(c)
		v.Enrol = []fieldView{password, {ID: "code", Name: "code", Label: p.T("totp.code_app"), Auto: "one-time-code", Mode: "numeric", Required: true}}
	}
	if !enrolled && !v.MayEnd {
		v.Notices = append(v.Notices, noticeView{Kind: "warning", Text: p.T("totp.needed")})
	}
	status, notices, err := refusalNotice(fault, p)
	if err != nil {
		return err
	}
	v.Notices = append(v.Notices, notices...)
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.templates.render(c, status, "account/totp", v)
}

// offeredSecret is the secret of the app that is being set up: the same until
// it is confirmed, so that a reload asks for no new one.
func (s *Server) offeredSecret(c echo.Context) string {
	ctx := c.Request().Context()
	secret := s.sessions.GetString(ctx, sessionSecret)
	if secret == "" {
		secret = newSecret()
		s.sessions.Put(ctx, sessionSecret, secret)
	}
	return secret
}

// totpPicture handles GET /account/totp/qr.png, for a phone's camera.
func (s *Server) totpPicture(c echo.Context) error {
	secret := s.sessions.GetString(c.Request().Context(), sessionSecret)
	if secret == "" {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	key, err := totpKey(userFrom(c).Login, secret)
	if err != nil {
		return err
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := png.Encode(&raw, picture); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/png", raw.Bytes())
}

// enableTOTP handles POST /account/totp: the password again, and a code that
// proves that the app has the secret.
func (s *Server) enableTOTP(c echo.Context) error {
	ctx, user := c.Request().Context(), userFrom(c)
	policy, enrolled, err := s.store.TOTPState(ctx, user.ID)
	if err != nil {
		return err
	}
	secret := s.sessions.GetString(ctx, sessionSecret)
	if enrolled || secret == "" || policy == store.TOTPOff {
		return back(c, totpPath)
	}
	if err := s.reenter(c, c.FormValue("password")); err != nil {
		return s.showTOTP(c, nil, err)
	}
	step, ok := stepOf(secret, plainCode(c.FormValue("code")), s.now())
	if !ok {
		return s.showTOTP(c, nil, errs.E(errs.Invalid, "totp.code_wrong"))
	}
	codes := newRecoveryCodes()
	if err := s.store.EnableTOTP(ctx, actorFrom(c), user.ID, secret, step, storedCodes(codes), s.sessionHash(c)); err != nil {
		return err
	}
	s.sessions.Remove(ctx, sessionSecret)
	return s.showTOTP(c, codes, nil)
}

// renewCodes handles POST /account/totp/codes.
func (s *Server) renewCodes(c echo.Context) error {
	user := userFrom(c)
	if err := s.reenter(c, c.FormValue("password")); err != nil {
		return s.showTOTP(c, nil, err)
	}
	codes := newRecoveryCodes()
	if err := s.store.RenewRecoveryCodes(c.Request().Context(), actorFrom(c), user.ID, storedCodes(codes)); err != nil {
		return s.showTOTP(c, nil, err)
	}
	return s.showTOTP(c, codes, nil)
}

// disableTOTP handles POST /account/totp/off.
func (s *Server) disableTOTP(c echo.Context) error {
	ctx, user := c.Request().Context(), userFrom(c)
	policy, _, err := s.store.TOTPState(ctx, user.ID)
	if err != nil {
		return err
	}
	if policy == store.TOTPRequired && needsFactor(user) {
		return s.showTOTP(c, nil, errs.E(errs.Forbidden, "totp.needed"))
	}
	if err := s.reenter(c, c.FormValue("password")); err != nil {
		return s.showTOTP(c, nil, err)
	}
	if err := s.store.DisableTOTP(ctx, actorFrom(c), user.ID); err != nil {
		return s.showTOTP(c, nil, err)
	}
	return back(c, totpPath)
}

// resetTOTP handles POST /admin/users/:id/totp: the person has lost the app
// and the codes on paper.
func (s *Server) resetTOTP(c echo.Context) error {
	a, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	if err := s.store.DisableTOTP(c.Request().Context(), actorFrom(c), user.ID); err != nil {
		return a.showAccount(user, user.Grants, err)
	}
	return saved(c, userPath(user.ID))
}
