package server

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// firstLinkLife is how long the link on the console is good. A restart prints
// a new one.
const firstLinkLife = 24 * time.Hour

// AnnounceFirst writes a one-time link for the first administrator where there
// is no account yet, and nothing otherwise. base is the address people reach
// the server by, "http://127.0.0.1:8080".
func (s *Server) AnnounceFirst(ctx context.Context, w io.Writer, base string, lang i18n.Lang) error {
	has, err := s.store.HasUsers(ctx)
	if err != nil || has {
		return err
	}
	word, err := s.store.NewFirstLink(ctx, s.now().Add(firstLinkLife))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, i18n.For(lang).T("account.first_link", "link", base+"/link/"+word))
	return err
}

// A setUpForm is what the first administrator fills in.
type setUpForm struct {
	login, name string
	unitName    string
	unitKind    string
	unitKey     string
	unitCode    string
}

func readSetUp(c echo.Context) setUpForm {
	return setUpForm{
		login: c.FormValue("login"), name: c.FormValue("name"),
		unitName: strings.TrimSpace(c.FormValue("unit_name")), unitKind: strings.TrimSpace(c.FormValue("unit_kind")),
		unitKey: strings.TrimSpace(c.FormValue("unit_key")), unitCode: strings.TrimSpace(c.FormValue("unit_code")),
	}
}

func (s *Server) newSetUpView(c echo.Context, f setUpForm) (linkPageView, error) {
	p := printerFrom(c)
	v := linkPageView{page: s.plainPage(c, p.T("account.first_title")), Words: p.T("account.first_words"), Word: p.T("account.first_do")}
	v.Fields = append([]fieldView{
		{ID: "name", Name: "name", Label: p.T("account.name"), Value: f.name, Auto: "name", Required: true, Focus: true},
		{ID: "login", Name: "login", Label: p.T("account.login"), Value: f.login, Auto: "username", Required: true, Help: p.T("account.login_rule")},
	}, s.passwordFields(c, false)...)
	unit, err := s.setUpUnit(c, f)
	v.Fields = append(v.Fields, unit...)
	return v, err
}

// setUpUnit asks for the topmost unit: which one of those there are, or what
// it is called.
func (s *Server) setUpUnit(c echo.Context, f setUpForm) ([]fieldView, error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return nil, err
	}
	p := printerFrom(c)
	names := unitNames{catalogue.Tree, catalogue.Terms, langFrom(c)}
	var tops []choiceView
	for _, k := range catalogue.Tree.Children("", s.today()) {
		tops = append(tops, choiceView{Value: string(k), Text: names.of(k, s), Checked: string(k) == f.unitKey})
	}
	if len(tops) > 0 {
		return []fieldView{{ID: "unit_key", Name: "unit_key", Label: p.T("account.first_top"), Type: "select", Options: tops}}, nil
	}
	return []fieldView{
		{ID: "unit_kind", Name: "unit_kind", Label: p.T("account.first_kind"), Value: f.unitKind, Help: p.T("account.first_kind_help"), Required: true},
		{ID: "unit_name", Name: "unit_name", Label: p.T("account.first_unit"), Value: f.unitName, Help: p.T("account.first_unit_help"), Required: true},
		{ID: "unit_key", Name: "unit_key", Label: p.T("admin.unit_key"), Value: f.unitKey, Help: p.T("admin.unit_key_help"), Optional: p.T("server.optional")},
		{ID: "unit_code", Name: "unit_code", Label: p.T("admin.unit_code"), Value: f.unitCode, Optional: p.T("server.optional")},
	}, nil
}

// setUp makes the first administrator and the unit they administer.
func (s *Server) setUp(c echo.Context, f setUpForm) (account.User, error) {
	login, err := account.Login(f.login)
	if err != nil {
		return account.User{}, err
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return account.User{}, err
	}
	unit, err := f.unit(catalogue.Tree)
	if err != nil {
		return account.User{}, err
	}
	hash, err := s.newPassword(c, account.User{Login: login, Name: f.name})
	if err != nil {
		return account.User{}, err
	}
	return s.store.RedeemFirst(c.Request().Context(), c.Param("word"), store.SetUp{
		User: store.NewUser{Login: login, Name: f.name, PasswordHash: hash},
		Top:  unit.Key,
		From: c.RealIP(),
		Change: func(state *indicator.State) (indicator.Change, error) {
			if len(unit.Rows) == 0 || state.Tree.Has(unit.Key) {
				return indicator.Change{}, nil // it was imported before; its rows stay
			}
			return indicator.Change{Units: []org.Unit{unit}}, nil
		},
	})
}

// unit makes the unit of the form, open in time; without a key it gets one
// from its name. A unit that is there already comes without rows.
func (f setUpForm) unit(tree *org.Tree) (org.Unit, error) {
	if tree.Has(org.Key(f.unitKey)) {
		return org.Unit{Key: org.Key(f.unitKey)}, nil
	}
	key := f.unitKey
	if key == "" {
		key = keyFrom(f.unitName)
	}
	if f.unitName == "" || f.unitKind == "" {
		return org.Unit{}, errs.E(errs.Invalid, "admin.unit_incomplete")
	}
	if !validKey(key) {
		return org.Unit{}, errs.E(errs.Invalid, "admin.key_form", "key", key)
	}
	return org.Unit{Key: org.Key(key), Rows: []org.Row{{Code: f.unitCode, Name: f.unitName, Kind: f.unitKind}}}, nil
}
