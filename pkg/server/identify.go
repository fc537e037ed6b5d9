package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// identify finds out who asks and in which language. The person is read anew
// with each request: one who was disabled, or whose grants changed, has the
// new rights at once.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := requestFrom(c)
		r.lang, r.theme = s.chosenLang(c), cookieWord(c, themeCookie, themes)
		user, known, err := s.whoAsks(c)
		if err != nil {
			return err
		}
		if known {
			r.user = &user
		}
		if known && user.Lang != "" && !namesLang(c) {
			r.lang = i18n.ParseLang(user.Lang)
		}
		return next(c)
	}
}

// whoAsks gives the person of a token or a session; known is false for nobody.
func (s *Server) whoAsks(c echo.Context) (user account.User, known bool, err error) {
	if header := c.Request().Header.Get("Authorization"); header != "" && isAPI(c.Request().URL.Path) {
		user, err = s.userOfToken(c, header)
		return user, err == nil, err
	}
	ctx := c.Request().Context()
	id := s.sessions.GetInt64(ctx, sessionUser)
	if id == 0 {
		return user, false, nil
	}
	user, err = s.store.UserByID(ctx, id)
	switch {
	case err != nil && errs.KindOf(err) != errs.NotFound:
		return user, false, err
	case err != nil || user.Disabled:
		return user, false, s.sessions.Destroy(ctx)
	}
	return user, true, nil
}

// bearerOf gives the token in a header Authorization, if it is of that scheme.
func bearerOf(header string) (token string, ok bool) {
	scheme, word, _ := strings.Cut(header, " ")
	return strings.TrimSpace(word), strings.EqualFold(scheme, "Bearer")
}

// userOfToken gives the person of a token, narrowed to what it was made for.
func (s *Server) userOfToken(c echo.Context, header string) (account.User, error) {
	word, byToken := bearerOf(header)
	if !byToken {
		return account.User{}, errs.E(errs.Unauthorized, "api.token_wrong")
	}
	ctx := c.Request().Context()
	token, user, err := s.store.TokenUser(ctx, word)
	if err != nil {
		return account.User{}, err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return account.User{}, err
	}
	return user.Narrow(token.Role, token.Unit, catalogue.Tree, dayOf(catalogue.Tree, token.Unit, s.today())), nil
}

// Cookies of preferences. They hold a word from a list and nothing personal.
const (
	langCookie  = "muctieu_lang"
	themeCookie = "muctieu_theme"
)

var themes = []string{"light", "dark"}

// chosenLang is the language of the cookie, or for a program, and for whoever
// checks a report, that which they say they accept. The first visit of any other
// page is in Vietnamese.
func (s *Server) chosenLang(c echo.Context) i18n.Lang {
	if word := cookieWord(c, langCookie, []string{"vi", "en"}); word != "" {
		return i18n.ParseLang(word)
	}
	if namesLang(c) || checksReport(c) {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(c.Request().Header.Get("Accept-Language"))), "en") {
			return i18n.En
		}
	}
	return i18n.Vi
}

// checksReport is true on the pages for whoever has a report from here in hand.
func checksReport(c echo.Context) bool {
	path := c.Request().URL.Path
	return path == "/verify" || strings.HasPrefix(path, "/verify/")
}

// namesLang is true where a program says which language it wants.
func namesLang(c echo.Context) bool {
	return isAPI(c.Request().URL.Path) && len(strings.TrimSpace(c.Request().Header.Get("Accept-Language"))) >= 2
}

// cookieWord reads a cookie that may hold one of the words; empty for any
// other.
func cookieWord(c echo.Context, name string, allowed []string) string {
	cookie, err := c.Cookie(name)
	if err != nil || !slices.Contains(allowed, cookie.Value) {
		return ""
	}
	return cookie.Value
}

// setCookieWord keeps a preference for a year; an empty word drops it.
func (s *Server) setCookieWord(c echo.Context, name, word string) {
	// #nosec G124 -- Secure is a setting: an office without TLS has to be able to log in
	cookie := &http.Cookie{Name: name, Value: word, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: s.config.Secure, SameSite: http.SameSiteLaxMode}
	if word == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}
