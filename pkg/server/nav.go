package server

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
)

// plainPage is the frame of a page without navigation and person: login,
// errors.
func (s *Server) plainPage(c echo.Context, title string) page {
	r := requestFrom(c)
	return page{Lang: r.lang, Theme: r.theme, Title: title, Path: ownPath(c), Help: helpPath(c.Path())}
}

// page is the frame of a page for the person who is logged in.
func (s *Server) page(c echo.Context, title string) (page, error) {
	v := s.plainPage(c, title)
	user := userFrom(c)
	if user.ID == 0 {
		return v, nil
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return v, err
	}
	names := unitNames{catalogue.Tree, catalogue.Terms, v.Lang}
	v.Me = &meView{Login: user.Login, Name: user.Name, Role: s.roleWords(c, user, names)}
	v.Nav, err = s.nav(c, user)
	return v, err
}

// ownPath is the address of the page that is shown; for a page that answers a
// form, of the one the form stands on.
func ownPath(c echo.Context) string {
	if c.Request().Method == post {
		return returnPath(c)
	}
	return c.Request().URL.RequestURI()
}

// roleWords say what a person is and where: the first grant stands for all.
func (s *Server) roleWords(c echo.Context, user account.User, names unitNames) string {
	if len(user.Grants) == 0 {
		return printerFrom(c).T("account.no_role")
	}
	g := user.Grants[0]
	return printerFrom(c).T("account.role_"+string(g.Role)) + " · " + names.of(g.Unit, s)
}

// unitNames prints the names of units in a language.
type unitNames struct {
	tree  *org.Tree
	terms i18n.Terms
	lang  i18n.Lang
}

// of gives a unit's name as it is today.
func (n unitNames) of(unit org.Key, s *Server) string {
	row := n.tree.Nearest(unit, s.today())
	if row.Name == "" {
		return string(unit)
	}
	return n.terms.UnitName(row.Name, row.Kind, n.lang)
}

// nav is the navigation: what waits for the person, the pages of the unit one
// is on, or of the first unit one has, questions, and administration for those
// who administer.
func (s *Server) nav(c echo.Context, user account.User) ([]linkView, error) {
	p := printerFrom(c)
	counts, err := s.counts(c, user)
	if err != nil {
		return nil, err
	}
	var links []linkView
	if worksFirst(user) {
		links = append(links, linkView{Href: "/work", Text: p.T(workTitle(user)), Current: c.Path() == "/work" || onPage(c, "review") || onPage(c, "submit"), Count: countText(counts.work)})
	}
	if unit := navUnit(c, user); unit != "" {
		for _, e := range navPages {
			if e.shown(user) {
				links = append(links, linkView{Href: unitPath(unit, e.page, periodFrom(c)), Text: p.T(e.key), Current: onPage(c, e.page)})
			}
		}
	}
	if worksHere(user) {
		links = append(links, linkView{Href: "/questions", Text: p.T("server.nav_questions"), Current: c.Path() == "/questions" || strings.HasSuffix(c.Path(), "/questions"), Count: countText(counts.questions)})
	}
	if user.Is(account.Administrator) {
		links = append(links, linkView{Href: "/admin", Text: p.T("server.nav_admin"), Current: strings.HasPrefix(c.Path(), "/admin")})
	}
	return links, nil
}

// worksFirst reports whether the person's work begins with what waits: that of
// a leader begins with the board.
func worksFirst(u account.User) bool { return u.Is(account.Official) || u.Is(account.Reviewer) }

// countText is a number beside a place; none where nothing waits.
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// navPages are the pages of a unit that stand in the navigation, in order.
var navPages = []struct {
	page, key string
	shown     func(account.User) bool
}{
	{"board", "server.nav_board", reads},
	{"compare", "server.nav_compare", func(u account.User) bool { return u.Is(account.Leader) }},
	{"entry", "server.nav_entry", enters},
	{"plans", "server.nav_plans", func(u account.User) bool { return u.Is(account.Reviewer) }},
	{"summary", "server.nav_summary", reads},
}

func reads(u account.User) bool { return len(u.Grants) > 0 }
func enters(u account.User) bool {
	return u.Is(account.Official) || u.Is(account.Reviewer)
}

func onPage(c echo.Context, page string) bool {
	return strings.HasPrefix(c.Path(), "/units/:unit/"+page)
}

// navUnit is the unit of the page, else that of the person's first grant.
func navUnit(c echo.Context, user account.User) org.Key {
	if unit := unitFrom(c); unit != "" {
		return unit
	}
	if len(user.Grants) > 0 {
		return user.Grants[0].Unit
	}
	return ""
}
