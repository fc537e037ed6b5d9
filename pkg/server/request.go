package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// A request is what the middleware found out about one HTTP request. Handlers
// read it through the functions below.
type request struct {
	user   *account.User // nil: nobody is logged in
	lang   i18n.Lang
	theme  string        // "light", "dark"; empty: as the system has it
	place  account.Place // of a unit's route
	period period.Period // of a unit's route; zero: the address names none
}

const requestKey = "request"

// requestFrom never gives nil: before the middleware has run it is a request
// of nobody in Vietnamese.
func requestFrom(c echo.Context) *request {
	if r, ok := c.Get(requestKey).(*request); ok {
		return r
	}
	r := &request{lang: i18n.Vi}
	c.Set(requestKey, r)
	return r
}

// userFrom gives the person who is logged in; on a public route where nobody
// is, a user without any right.
func userFrom(c echo.Context) account.User {
	if u := requestFrom(c).user; u != nil {
		return *u
	}
	return account.User{}
}

// langFrom gives the language the answer is to be in.
func langFrom(c echo.Context) i18n.Lang { return requestFrom(c).lang }

// printerFrom gives the printer of that language.
func printerFrom(c echo.Context) *i18n.Printer { return i18n.For(langFrom(c)) }

// placeFrom gives the unit of a unit's route as it lay in the route's period.
func placeFrom(c echo.Context) account.Place { return requestFrom(c).place }

// unitFrom gives the key of the unit of a unit's route.
func unitFrom(c echo.Context) org.Key { return requestFrom(c).place.Unit }

// periodFrom gives the period the address names; zero if it names none.
func periodFrom(c echo.Context) period.Period { return requestFrom(c).period }

// actorFrom gives who does what is written, for the audit.
func actorFrom(c echo.Context) store.Actor {
	u := userFrom(c)
	return store.Actor{UserID: u.ID, Login: u.Login, Name: u.Name, From: c.RealIP()}
}

// show answers with a page.
func (s *Server) show(c echo.Context, name string, view any) error {
	return s.templates.render(c, http.StatusOK, name, view)
}

// back sends the browser to another page after a form has been taken, so that
// reloading it sends nothing again.
func back(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }

// statusOf is the HTTP status of an error that is shown inside a page.
func statusOf(err error) int { return statuses[errs.KindOf(err)] }
