package server

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
)

// setPreference handles POST /preference: another language or theme. A
// person's language is also kept with the account.
func (s *Server) setPreference(c echo.Context) error {
	if lang := i18n.Lang(c.FormValue("lang")); slices.Contains(i18n.Langs, lang) {
		s.setCookieWord(c, langCookie, string(lang))
		if user := userFrom(c); user.ID != 0 && user.Lang != string(lang) {
			if err := s.store.SetLang(c.Request().Context(), user.ID, string(lang)); err != nil {
				return err
			}
		}
	}
	switch theme := c.FormValue("theme"); {
	case slices.Contains(themes, theme):
		s.setCookieWord(c, themeCookie, theme)
	case theme != "":
		s.setCookieWord(c, themeCookie, "")
	}
	return back(c, localPath(c.FormValue("back")))
}

// localPath gives the address of a page of this server, "/" for anything that
// leads elsewhere: a link must not send a person who has just logged in to
// another site.
func localPath(s string) string {
	outside := !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") || strings.HasPrefix(s, "/login")
	if outside {
		return "/"
	}
	return s
}
