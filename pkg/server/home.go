package server

import (
	"context"
	"net/url"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// home handles GET /: everyone goes to the page their work begins with.
func (s *Server) home(c echo.Context) error {
	user := userFrom(c)
	if user.ID == 0 {
		return back(c, "/login")
	}
	if unit, ok := firstUnit(user, account.Leader); ok {
		p, err := s.newestPeriod(c.Request().Context(), unit)
		if err != nil {
			return err
		}
		return back(c, unitPath(unit, "board", p))
	}
	switch {
	case worksFirst(user):
		return back(c, "/work")
	case user.Is(account.Administrator):
		return back(c, "/admin")
	}
	return back(c, "/account")
}

func firstUnit(u account.User, role account.Role) (org.Key, bool) {
	for _, g := range u.Grants {
		if g.Role == role {
			return g.Unit, true
		}
	}
	return "", false
}

// newestPeriod is the period of a unit's newest figure; this year where it has
// none.
func (s *Server) newestPeriod(ctx context.Context, unit org.Key) (period.Period, error) {
	p, err := s.store.NewestPeriod(ctx, unit)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return period.Period{Year: s.today().Year()}, nil
	}
	return p, err
}

// unitPath is the address of a unit's page for a period: page is "board",
// "entry", "plans", "summary" or "indicators/CODE". No period is left out.
func unitPath(unit org.Key, page string, p period.Period) string {
	path := "/units/" + url.PathEscape(string(unit)) + "/" + page
	if p.IsZero() {
		return path
	}
	return path + "?period=" + p.String()
}
