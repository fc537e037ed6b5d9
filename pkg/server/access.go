package server

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// An access rule says who may use a route. Its name is what tests and readers
// compare. A unit's rules look at the unit in the path and the period in the
// path or the query (the day of today where there is none): a grant covers
// what lay below its unit in that period.
type access struct {
	name  string
	check func(s *Server, c echo.Context, r *request) error
}

// The rules. A route without one is answered as if it did not exist.
var (
	public           = access{"public", func(*Server, echo.Context, *request) error { return nil }}
	anyUser          = access{"any user", needUser}
	administrator    = access{"administrator", ofAnywhere(func(u account.User) bool { return u.Is(account.Administrator) })}
	administratorAll = access{"administrator of all", needAdministratorAll}

	readUnit       = access{"reader of the unit", onUnit(account.User.MayRead)}
	enterUnit      = access{"who enters for the unit", onUnit(account.User.MayEnterSome)}
	submitUnit     = access{"who submits for the unit", onUnit(account.User.MaySubmit)}
	reviewUnit     = access{"reviewer of the unit", onUnit(account.User.MayReview)}
	planUnit       = access{"who plans for the unit", onUnit(account.User.MayPlan)}
	remindUnit     = access{"who reminds about the unit", onUnit(mayRemind)}
	askUnit        = access{"who asks about the unit", onUnit(account.User.MayAsk)}
	administerUnit = access{"administrator of the unit", onUnit(account.User.MayAdminister)}
)

// needUser answers Unauthorized where nobody is logged in.
func needUser(_ *Server, _ echo.Context, r *request) error {
	if r.user == nil {
		return errs.E(errs.Unauthorized, "server.login_needed")
	}
	return nil
}

func ofAnywhere(may func(account.User) bool) func(*Server, echo.Context, *request) error {
	return func(s *Server, c echo.Context, r *request) error {
		if err := needUser(s, c, r); err != nil {
			return err
		}
		if !may(*r.user) {
			return errs.E(errs.Forbidden, "server.not_your_role")
		}
		return nil
	}
}

func needAdministratorAll(s *Server, c echo.Context, r *request) error {
	if err := administrator.check(s, c, r); err != nil {
		return err
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return err
	}
	if !r.user.MayAdministerAll(catalogue.Tree, s.today()) {
		return errs.E(errs.Forbidden, "server.not_administrator_of_all")
	}
	return nil
}

// onUnit makes the rule of a unit's route. Who may not read the unit is told
// that there is none; who may read it but not do this is told so. It leaves
// unit and period in the request.
func onUnit(may func(account.User, account.Place) bool) func(*Server, echo.Context, *request) error {
	return func(s *Server, c echo.Context, r *request) error {
		if err := needUser(s, c, r); err != nil {
			return err
		}
		p, err := periodOf(c)
		if err != nil {
			return err
		}
		place, err := s.placeAt(c, org.Key(c.Param("unit")), p)
		if err != nil {
			return err
		}
		if !place.Tree.Has(place.Unit) || !r.user.MayRead(place) {
			return errs.E(errs.NotFound, "server.no_such_unit")
		}
		if !may(*r.user, place) {
			return errs.E(errs.Forbidden, "server.not_your_right")
		}
		r.place, r.period = place, p
		return nil
	}
}

// placeAt is a unit as it lay on the last day of a period; for no period
// today, or on the last day there was of it.
func (s *Server) placeAt(c echo.Context, unit org.Key, p period.Period) (account.Place, error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return account.Place{}, err
	}
	day := p.Last()
	if p.IsZero() {
		day = dayOf(catalogue.Tree, unit, s.today())
	}
	return account.Place{Tree: catalogue.Tree, Unit: unit, Day: day}, nil
}

// dayOf is today, or where the unit does not exist today the last day it did,
// the first for one still to come.
func dayOf(tree *org.Tree, unit org.Key, today time.Time) time.Time {
	if _, now := tree.At(unit, today); now {
		return today
	}
	row := tree.Nearest(unit, today)
	if row.To.IsZero() || row.From.After(today) {
		return row.From
	}
	return row.To
}

// readable gives the keys of the units a person may read, sorted, those that
// are no more too: their past is still read.
func (s *Server) readable(u account.User, tree *org.Tree) []org.Key {
	return slices.DeleteFunc(tree.Keys(), func(k org.Key) bool {
		return !u.MayRead(account.Place{Tree: tree, Unit: k, Day: dayOf(tree, k, s.today())})
	})
}

// periodOf reads the period a route is about: in the path, else in the query;
// no period where neither names one. A year alone ("year") stands for itself.
func periodOf(c echo.Context) (period.Period, error) {
	text := c.Param("period")
	for _, name := range []string{"period", "year"} {
		if text == "" {
			text = c.QueryParam(name)
		}
	}
	if text == "" {
		return period.Period{}, nil
	}
	return period.Parse(text)
}

// authorize is the middleware that holds every route against its rule.
func (s *Server) authorize(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		rule, ok := s.ruleOf(c)
		if !ok {
			return s.wrongMethod(c)
		}
		if err := rule.check(s, c, requestFrom(c)); err != nil {
			return err
		}
		return next(c)
	}
}

// ruleOf finds the rule of the route a request goes to; HEAD has that of GET.
func (s *Server) ruleOf(c echo.Context) (access, bool) {
	method := c.Request().Method
	if method == "HEAD" {
		method = "GET"
	}
	rule, ok := s.rules[method+" "+c.Path()]
	return rule, ok
}

// someBelow reports whether the person may do something for some unit directly
// below a place.
func someBelow(above account.Place, may func(account.Place) bool) bool {
	return slices.ContainsFunc(above.Tree.Children(above.Unit, above.Day), func(k org.Key) bool {
		return may(account.Place{Tree: above.Tree, Unit: k, Day: above.Day})
	})
}
