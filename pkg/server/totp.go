package server

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// Codes of apps: RFC 6238 with six digits and SHA-1, which every app knows. A
// clock may be one step off.
const (
	totpStep   = 30 // seconds
	totpDrift  = 1  // steps
	totpIssuer = "Muctieu"
)

// recoveryCodes is how many codes on paper a person gets.
const recoveryCodes = 10

// secretText writes random bytes as apps and people read them.
var secretText = base32.StdEncoding.WithPadding(base32.NoPadding)

// newSecret makes the secret of an app: 160 bits.
func newSecret() string {
	raw := make([]byte, 20)
	rand.Read(raw) // never fails: the program stops where the system gives no randomness
	return secretText.EncodeToString(raw)
}

// newRecoveryCodes makes codes of 80 bits each, in groups of four letters.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		raw := make([]byte, 10)
		rand.Read(raw) // never fails, as above
		text := strings.ToLower(secretText.EncodeToString(raw))
		codes[i] = strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
	}
	return codes
}

// plainCode is a code as it is compared, however it was typed.
func plainCode(typed string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(typed)))
}

// storedCodes are codes as the store gets them.
func storedCodes(codes []string) []string {
	plain := make([]string, len(codes))
	for i, code := range codes {
		plain[i] = plainCode(code)
	}
	return plain
}

// stepOf gives the step of the code that was typed; false if it is that of no
// step about now.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	if secret == "" {
		return 0, false // one that is lost makes no codes
	}
	for d := int64(-totpDrift); d <= totpDrift; d++ {
		at := now.Unix()/totpStep + d
		want, err := totp.GenerateCode(secret, time.Unix(at*totpStep, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at, true
		}
	}
	return 0, false
}

// totpKey is what the picture for an app says.
func totpKey(login, secret string) (*otp.Key, error) {
	q := url.Values{"secret": {secret}, "issuer": {totpIssuer}, "period": {strconv.Itoa(totpStep)}, "digits": {"6"}, "algorithm": {"SHA1"}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + totpIssuer + ":" + login, RawQuery: q.Encode()}
	return otp.NewKeyFromURL(u.String())
}

// A codeStep says that the password was right and the code is still asked for.
const (
	sessionPending   = "pending"    // int64: the account's id
	sessionPendingAt = "pending_at" // int64: Unix seconds
	// int: of the account; another password or a lock since ends the step
	sessionPendingVersion = "pending_version"
	sessionSecret         = "totp_secret" // string: of an app that is being set up
	pendingFor            = 5 * time.Minute
)

// signIn logs a person in whose password was right, or asks for the second
// factor first. It answers the request.
func (s *Server) signIn(c echo.Context, user account.User, method store.SignInMethod, next string) error {
	ctx := c.Request().Context()
	policy, enrolled, err := s.store.TOTPState(ctx, user.ID)
	if err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionMethod, string(method))
	if !enrolled || policy == store.TOTPOff {
		return s.letIn(c, user, next)
	}
	if err := s.hold(c, sessionPending, user); err != nil {
		return err
	}
	return back(c, "/login/code?next="+url.QueryEscape(next))
}

// hold keeps in the session that a person has come as far as a step before
// being logged in: nobody is logged in there until that step is done.
func (s *Server) hold(c echo.Context, step string, user account.User) error {
	ctx := c.Request().Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Remove(ctx, sessionUser)
	s.sessions.Put(ctx, step, user.ID)
	s.sessions.Put(ctx, sessionPendingAt, s.now().Unix())
	s.sessions.Put(ctx, sessionPendingVersion, user.Version)
	return nil
}

// pendingUser gives the person who has come as far as a step a short while
// ago.
func (s *Server) pendingUser(c echo.Context, step string) (account.User, error) {
	ctx := c.Request().Context()
	id, at := s.sessions.GetInt64(ctx, step), s.sessions.GetInt64(ctx, sessionPendingAt)
	gone := errs.E(errs.Unauthorized, "server.login_needed")
	if id == 0 || s.now().Sub(time.Unix(at, 0)) > pendingFor {
		return account.User{}, gone
	}
	user, err := s.store.UserByID(ctx, id)
	if err == nil && (user.Disabled || user.Version != s.sessions.GetInt(ctx, sessionPendingVersion)) {
		err = gone
	}
	return user, err
}

// codePage handles GET /login/code.
func (s *Server) codePage(c echo.Context) error {
	user, err := s.pendingUser(c, sessionPending)
	if err != nil {
		return err
	}
	factor, err := s.store.SecondFactor(c.Request().Context(), user.ID)
	if err != nil {
		return err
	}
	fault := ""
	if factor.Lost {
		fault = printerFrom(c).T("totp.key_lost")
	}
	return s.show(c, "login/link", s.newCodeView(c, c.QueryParam("next"), fault))
}

func (s *Server) newCodeView(c echo.Context, next, fault string) linkPageView {
	p := printerFrom(c)
	return linkPageView{
		page: s.plainPage(c, p.T("totp.login_title")), Words: p.T("totp.login_words"), Fault: fault,
		Action: "/login/code?next=" + url.QueryEscape(localPath(next)), Word: p.T("account.login_do"),
		Fields: []fieldView{{ID: "code", Name: "code", Label: p.T("totp.code"), Auto: "one-time-code", Required: true, Focus: true}},
	}
}

// checkCodeLogin handles POST /login/code.
func (s *Server) checkCodeLogin(c echo.Context) error {
	user, err := s.pendingUser(c, sessionPending)
	if err != nil {
		return err
	}
	next := c.QueryParam("next")
	if err := s.checkCode(c, user, c.FormValue("code")); err != nil {
		f, ours := refusal(err, printerFrom(c))
		if ours != nil {
			return ours
		}
		if err := s.recordRefusal(c, user.Login, s.signInMethod(c), "code", err); err != nil {
			return err
		}
		setRetryAfter(c, err)
		return s.templates.render(c, f.status, "login/link", s.newCodeView(c, next, f.words))
	}
	s.sessions.Remove(c.Request().Context(), sessionPending)
	return s.letIn(c, user, localPath(next))
}

// checkCode takes a code of the app or one on paper. Failures are counted
// apart from those of passwords, which a right password clears.
func (s *Server) checkCode(c echo.Context, user account.User, typed string) error {
	ctx, subject := c.Request().Context(), "code "+user.Login
	if err := s.throttle(ctx, subject, c.RealIP()); err != nil {
		return err
	}
	factor, err := s.store.SecondFactor(ctx, user.ID)
	if err != nil {
		return err
	}
	ok, err := s.takeCode(c, user, factor.Secret, plainCode(typed))
	if err != nil {
		return err
	}
	if !ok {
		if err := s.store.AddLoginFailure(ctx, subject, c.RealIP(), quietTime); err != nil {
			return err
		}
		if factor.Lost {
			return errs.E(errs.Invalid, "totp.key_lost")
		}
		return errs.E(errs.Invalid, "totp.code_wrong")
	}
	return s.store.ClearLoginFailures(ctx, subject)
}

func (s *Server) takeCode(c echo.Context, user account.User, secret, code string) (bool, error) {
	ctx := c.Request().Context()
	if step, ok := stepOf(secret, code, s.now()); ok {
		return s.store.UseTOTPStep(ctx, user.ID, step)
	}
	return s.store.UseRecoveryCode(ctx, c.RealIP(), user, code)
}

// requireFactor keeps reviewers and administrators who still have to set up a
// second factor on the page where they do.
func (s *Server) requireFactor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		user, path := userFrom(c), c.Request().URL.Path
		byToken := c.Request().Header.Get("Authorization") != "" && isAPI(path)
		if byToken || !needsFactor(user) || path == "/logout" || path == "/preference" || path == totpPath || strings.HasPrefix(path, totpPath+"/") {
			return next(c)
		}
		policy, enrolled, err := s.store.TOTPState(c.Request().Context(), user.ID)
		switch {
		case err != nil:
			return err
		case policy != store.TOTPRequired || enrolled:
			return next(c)
		case isAPI(path):
			return errs.E(errs.Forbidden, "totp.needed")
		}
		return back(c, totpPath)
	}
}

// needsFactor is true for roles of which the policy may demand a second
// factor.
func needsFactor(u account.User) bool {
	return u.Is(account.Reviewer) || u.Is(account.Administrator)
}
