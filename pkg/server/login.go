package server

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// The throttle. Failed logins of one login, or from one address, are counted
// until there was none for a quarter of an hour; past the limit nobody is let
// in before that, with the right password either.
const (
	loginLimit   = 10
	addressLimit = 50
	quietTime    = 15 * time.Minute
)

// A loginView is the page with the login form.
type loginView struct {
	page
	Login fieldView
	Pass  fieldView
	Next  string
	Fault string
	Other *linkView // the office's own sign-in system; nil: none
	First string    // where a link to set a password comes from
}

// loginPage handles GET /login.
func (s *Server) loginPage(c echo.Context) error {
	if requestFrom(c).user != nil {
		return back(c, localPath(c.QueryParam("next")))
	}
	return s.show(c, "login/login", s.newLoginView(c, "", c.QueryParam("next"), ""))
}

func (s *Server) newLoginView(c echo.Context, login, next, fault string) loginView {
	p := printerFrom(c)
	v := loginView{page: s.plainPage(c, p.T("account.login_title")), Next: localPath(next), Fault: fault, Other: s.providerLink(c, next)}
	v.Login = fieldView{ID: "login", Name: "login", Label: p.T("account.login"), Value: login, Auto: "username", Required: true, Focus: login == ""}
	v.First = p.T(s.loginHelp(c))
	v.Pass = fieldView{ID: "password", Name: "password", Label: p.T("account.password"), Type: "password", Auto: "current-password", Required: true, Focus: login != ""}
	return v
}

// loginHelp is the message on where the first password comes from: before there
// is any account nobody could be asked for it.
func (s *Server) loginHelp(c echo.Context) string {
	if has, err := s.store.HasUsers(c.Request().Context()); err == nil && !has {
		return "account.login_help_first"
	}
	return "account.login_help"
}

// login handles POST /login.
func (s *Server) login(c echo.Context) error {
	typed, next := c.FormValue("login"), c.FormValue("next")
	user, err := s.checkLogin(c, typed, c.FormValue("password"))
	if err != nil {
		f, ours := refusal(err, printerFrom(c))
		if ours != nil {
			return ours
		}
		if err := s.recordRefusal(c, typed, store.ByPassword, "password", err); err != nil {
			return err
		}
		setRetryAfter(c, err)
		return s.templates.render(c, f.status, "login/login", s.newLoginView(c, shorten(typed, 64), next, f.words))
	}
	return s.signIn(c, user, store.ByPassword, localPath(next))
}

// checkLogin gives the person whom login and password fit. Whatever does not
// fit is one and the same Invalid, "account.login_wrong", and takes the same
// time, so that nobody learns which logins exist.
func (s *Server) checkLogin(c echo.Context, typed, password string) (account.User, error) {
	ctx := c.Request().Context()
	release, err := s.hashingPlace(ctx)
	if err != nil {
		return account.User{}, err
	}
	defer release()
	login, formErr := account.Login(typed)
	if formErr != nil {
		login = "?"
	}
	if err := s.throttle(ctx, login, c.RealIP()); err != nil {
		return account.User{}, err
	}
	user, ok, err := s.tryPassword(ctx, login, password)
	if err != nil {
		return account.User{}, err
	}
	if !ok {
		if err := s.store.AddLoginFailure(ctx, login, c.RealIP(), quietTime); err != nil {
			return account.User{}, err
		}
		return account.User{}, errs.E(errs.Invalid, "account.login_wrong")
	}
	return user, s.store.ClearLoginFailures(ctx, login)
}

// unknownHash is verified where there is no account or it has no password.
var unknownHash = account.HashPassword("nobody has this password")

func (s *Server) tryPassword(ctx context.Context, login, password string) (account.User, bool, error) {
	user, hash, err := s.store.Credentials(ctx, login)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return user, false, err
	}
	known := err == nil && hash != "" && !user.Disabled
	if hash == "" {
		hash = unknownHash
	}
	fits, err := account.VerifyPassword(hash, password)
	return user, fits && known, err
}

// throttle refuses a login while too many have failed.
func (s *Server) throttle(ctx context.Context, login, address string) error {
	ofLogin, ofAddress, err := s.store.LoginFailures(ctx, login, address)
	if err != nil {
		return err
	}
	wait := max(s.waitAfter(ofLogin, loginLimit), s.waitAfter(ofAddress, addressLimit))
	if wait > 0 {
		return newTooMany("account.login_throttled", int(wait/time.Second))
	}
	return nil
}

// waitAfter is how long until a count of failures is forgotten; zero below
// the limit.
func (s *Server) waitAfter(f store.Failures, limit int) time.Duration {
	if f.Count < limit {
		return 0
	}
	return max(0, f.Latest.Add(quietTime).Sub(s.now()).Round(time.Second))
}

// hashingPlace waits for one of the places for work with passwords, each of
// which takes 19 MB and 40 ms of a core.
func (s *Server) hashingPlace(ctx context.Context) (release func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, errs.E(errs.Unavailable, "server.busy").Because(ctx.Err())
	}
}

// hashPassword checks a new password against the rules and hashes it.
func (s *Server) hashPassword(ctx context.Context, password, login, name string) (string, error) {
	policy, err := s.store.PasswordPolicy(ctx)
	if err != nil {
		return "", err
	}
	if err := policy.Check(password, login, name); err != nil {
		return "", err
	}
	release, err := s.hashingPlace(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return account.HashPassword(password), nil
}

// logout handles POST /logout: the session ends on the server too.
func (s *Server) logout(c echo.Context) error {
	if err := s.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return back(c, "/login")
}
