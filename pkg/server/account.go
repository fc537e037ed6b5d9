package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// An accountView is a person's own page.
type accountView struct {
	page
	Login       string
	Rights      []choiceView // Text the role, Note where
	Password    []fieldView
	Mail        mailChoiceView
	Sessions    []sessionView
	Tokens      []tokenView
	TokenFields []fieldView
	NewToken    string // shown once, right after it was made
}

// A sessionView is one browser that is logged in.
type sessionView struct {
	Started, Address, Agent string
	Current                 bool
}

// A tokenView is one token of a person.
type tokenView struct {
	ID                 int64
	Name, Scope, Until string
}

// accountPage handles GET /account.
func (s *Server) accountPage(c echo.Context) error {
	return s.showAccount(c, http.StatusOK, func(*accountView) {})
}

// showAccount answers with the page after alter has put into it what a form
// has to say.
func (s *Server) showAccount(c echo.Context, status int, alter func(*accountView)) error {
	p, user, ctx := printerFrom(c), userFrom(c), c.Request().Context()
	frame, err := s.page(c, p.T("account.title"))
	if err != nil {
		return err
	}
	sessions, err := s.store.Sessions(ctx, user.ID)
	if err != nil {
		return err
	}
	tokens, err := s.store.Tokens(ctx, user.ID)
	if err != nil {
		return err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	names := unitNames{catalogue.Tree, catalogue.Terms, frame.Lang}
	v := accountView{page: frame, Login: user.Login, Rights: s.rights(user, names), Sessions: s.sessionViews(c, sessions), Tokens: s.tokenViews(c, tokens, names)}
	v.Password = append([]fieldView{{ID: "old", Name: "old", Label: p.T("account.password_old"), Type: "password", Auto: "current-password", Required: true}}, s.passwordFields(c, false)...)
	v.TokenFields = s.tokenFields(c, names)
	if v.Mail, err = s.mailChoiceView(c); err != nil {
		return err
	}
	if c.QueryParam("mail") != "" {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: v.T("mail.account_saved")})
	}
	if c.QueryParam("proved") != "" && s.lately(c, sessionProved) {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: v.T("signin.proved", "minutes", int(confirmFor/time.Minute))})
	}
	alter(&v)
	return s.templates.render(c, status, "account/account", v)
}

// rights say every grant in words.
func (s *Server) rights(user account.User, names unitNames) []choiceView {
	var all []choiceView
	for _, g := range user.Grants {
		all = append(all, choiceView{Text: i18n.For(names.lang).T("account.role_" + string(g.Role)), Note: s.grantPlace(g, names)})
	}
	return all
}

// grantPlace is where a grant holds: the unit, what lies below it, the agency.
func (s *Server) grantPlace(g account.Grant, names unitNames) string {
	parts := []string{names.of(g.Unit, s)}
	if g.Below {
		parts = append(parts, i18n.For(names.lang).T("account.with_below"))
	}
	if g.Agency != "" {
		parts = append(parts, names.terms.Word(i18n.AgencyTerm, g.Agency, names.lang))
	}
	return strings.Join(parts, ", ")
}

func (s *Server) sessionViews(c echo.Context, sessions []store.Session) []sessionView {
	own := s.sessionHash(c)
	all := make([]sessionView, len(sessions))
	for i, x := range sessions {
		all[i] = sessionView{Started: s.clock(c, x.Started), Address: x.Address, Agent: x.Agent, Current: x.Hash == own}
	}
	return all
}

// clock prints a moment in the server's zone.
func (s *Server) clock(c echo.Context, t time.Time) string {
	return printerFrom(c).DateTime(t, s.zone)
}

func (s *Server) tokenViews(c echo.Context, tokens []store.Token, names unitNames) []tokenView {
	p := printerFrom(c)
	all := make([]tokenView, len(tokens))
	for i, t := range tokens {
		v := tokenView{ID: t.ID, Name: t.Name, Scope: p.T("account.token_all"), Until: p.T("account.token_no_end")}
		if t.Unit != "" {
			v.Scope = names.of(t.Unit, s)
		}
		if t.Role != "" {
			v.Scope += " · " + p.T("account.role_"+string(t.Role))
		}
		if !t.Until.IsZero() {
			v.Until = s.clock(c, t.Until)
		}
		all[i] = v
	}
	return all
}

// tokenLives are the days a token may be made for.
var tokenLives = []int{30, 90, 365}

func (s *Server) tokenFields(c echo.Context, names unitNames) []fieldView {
	p := printerFrom(c)
	roles := []choiceView{{Text: p.T("account.token_all")}}
	for _, r := range account.Roles {
		if r != account.Administrator && userFrom(c).Is(r) {
			roles = append(roles, choiceView{Value: string(r), Text: p.T("account.role_" + string(r))})
		}
	}
	units := []choiceView{{Text: p.T("account.token_all_units")}}
	for _, u := range s.readable(userFrom(c), names.tree) {
		units = append(units, choiceView{Value: string(u), Text: names.of(u, s)})
	}
	var lives []choiceView
	for _, days := range tokenLives {
		lives = append(lives, choiceView{Value: strconv.Itoa(days), Text: p.T("account.token_days", "count", days), Checked: days == 90})
	}
	return []fieldView{
		{ID: "token-name", Name: "name", Label: p.T("account.token_label"), Required: true},
		{ID: "token-role", Name: "role", Label: p.T("account.token_role_label"), Type: "select", Options: roles},
		{ID: "token-unit", Name: "unit", Label: p.T("account.token_unit_label"), Type: "select", Options: units},
		{ID: "token-days", Name: "days", Label: p.T("account.token_until"), Type: "select", Options: lives},
	}
}

// changePassword handles POST /account/password: other sessions end and tokens
// are revoked.
func (s *Server) changePassword(c echo.Context) error {
	ctx, user := c.Request().Context(), userFrom(c)
	if _, err := s.checkLogin(c, user.Login, c.FormValue("old")); err != nil {
		return s.passwordFault(c, err, 0)
	}
	hash, err := s.otherPassword(c, user)
	if err != nil {
		return s.passwordFault(c, err, 1)
	}
	if err := s.store.SetPassword(ctx, actorFrom(c), user.ID, hash, s.sessionHash(c)); err != nil {
		return err
	}
	return s.showAccount(c, http.StatusOK, func(v *accountView) {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: v.T("account.password_changed")})
	})
}

// passwordFault shows the page again with what is wrong beside a field.
func (s *Server) passwordFault(c echo.Context, err error, field int) error {
	if statusOf(err) >= http.StatusInternalServerError && !isTooMany(err) {
		return err
	}
	f := newFailure(err, printerFrom(c))
	return s.showAccount(c, f.status, func(v *accountView) {
		v.Password[field].Fault, v.Password[field].Focus = f.words, true
	})
}

// endOtherSessions handles POST /account/sessions/end.
func (s *Server) endOtherSessions(c echo.Context) error {
	if err := s.store.EndSessions(c.Request().Context(), userFrom(c).ID, s.sessionHash(c)); err != nil {
		return err
	}
	return back(c, "/account#sessions")
}

// addToken handles POST /account/tokens. The page that answers shows the word
// of the token, once.
func (s *Server) addToken(c echo.Context) error {
	days, err := strconv.Atoi(c.FormValue("days"))
	if err != nil || days < 1 || days > 365 {
		return errs.E(errs.Invalid, "account.token_days_form")
	}
	t := store.Token{UserID: userFrom(c).ID, Name: c.FormValue("name"), Role: account.Role(c.FormValue("role")), Unit: org.Key(c.FormValue("unit")), Until: s.now().AddDate(0, 0, days)}
	word, err := s.store.AddToken(c.Request().Context(), actorFrom(c), t)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.showAccount(c, http.StatusOK, func(v *accountView) { v.NewToken = word })
}

// revokeToken handles POST /account/tokens/:id/revoke.
func (s *Server) revokeToken(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.E(errs.NotFound, "account.no_such_token")
	}
	if err := s.store.RevokeToken(c.Request().Context(), actorFrom(c), userFrom(c).ID, id); err != nil {
		return err
	}
	return back(c, "/account#tokens")
}
