package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

var termSorts = []i18n.Sort{i18n.MeasureTerm, i18n.GroupTerm, i18n.AgencyTerm, i18n.KindTerm}

// termsPage handles GET /admin/terms.
func (s *Server) termsPage(c echo.Context) error { return s.showTerms(c, nil) }

func (s *Server) showTerms(c echo.Context, fault error) error {
	a, err := s.admin(c, "admin.terms")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("admin.terms_what")
	chosen := a.chosenTerm()
	m := a.typedOr(map[string]string{"sort": string(chosen.Sort), "vi": chosen.Vi, "en": chosen.En, "dimension": chosen.Dimension, "factor": chosen.Factor, "version": strconv.Itoa(chosen.Version)})
	a.add(adminPart{ID: "term", Heading: a.p.T("admin.term_save"), Form: &formView{Action: "/admin/terms", Method: post, Word: a.p.T("admin.save"), Primary: true, Hidden: []choiceView{hidden("version", m.value("version"))}, Fields: []fieldView{
		m.choice("sort", "admin.term_sort", worded(a.p, "admin.term_", termSorts)), m.text("vi", "admin.term_vi"), m.maybe("en", "admin.term_en"),
		m.maybe("dimension", "admin.term_dimension", "admin.term_dimension_help"), m.maybe("factor", "admin.term_factor", "admin.term_factor_help"),
	}}})
	for _, sort := range termSorts {
		a.add(a.termsPart(sort))
	}
	return a.show(fault)
}

// chosenTerm is the term of the address, to be changed; none for a new one.
func (a *adminPage) chosenTerm() i18n.Term {
	sort, vi := i18n.Sort(a.c.QueryParam("sort")), a.c.QueryParam("vi")
	for _, t := range a.catalogue.Terms {
		if t.Sort == sort && t.Vi == vi {
			return t
		}
	}
	return i18n.Term{}
}

func (a *adminPage) termsPart(sort i18n.Sort) adminPart {
	table := &tableView{Label: a.p.T("admin.term_" + string(sort)), Heads: []string{a.p.T("admin.term_vi"), a.p.T("admin.term_en"), a.p.T("admin.term_dimension"), a.p.T("admin.term_factor")}}
	for _, t := range a.catalogue.Terms {
		if t.Sort == sort {
			edit := "/admin/terms?sort=" + string(sort) + "&vi=" + url.QueryEscape(t.Vi) + "#term"
			table.Rows = append(table.Rows, rowView{Cells: append([]cellView{{Text: t.Vi, Href: edit}}, cellsOf(t.En, t.Dimension, t.Factor)...)})
		}
	}
	part := adminPart{Heading: table.Label, Table: table}
	if len(table.Rows) == 0 {
		part.Table, part.Empty = nil, &emptyView{Text: a.p.T("admin.terms_none"), Line: true}
	}
	return part
}

// saveTerm handles POST /admin/terms: a new word, or another English for one.
func (s *Server) saveTerm(c echo.Context) error {
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	t := i18n.Term{Sort: i18n.Sort(value("sort")), Vi: value("vi"), En: value("en"), Dimension: value("dimension"), Factor: strings.ReplaceAll(value("factor"), ",", "."), Version: formInt(c, "version")}
	if err := checkTerm(t); err != nil {
		return s.showTerms(c, err)
	}
	if err := s.store.SaveTerm(c.Request().Context(), actorFrom(c), t); err != nil {
		return s.showTerms(c, err)
	}
	return saved(c, "/admin/terms")
}

func checkTerm(t i18n.Term) error {
	switch {
	case !slices.Contains(termSorts, t.Sort) || t.Vi == "":
		return errs.E(errs.Invalid, "admin.term_incomplete")
	case (t.Dimension == "") != (t.Factor == "") || t.Factor != "" && t.Sort != i18n.MeasureTerm:
		return errs.E(errs.Invalid, "admin.term_factor_needed")
	case t.Factor == "":
		return nil
	}
	factor, err := number.ParsePlain(t.Factor, number.MaxDecimals)
	if err == nil && factor.Sign() <= 0 {
		return errs.E(errs.Invalid, "admin.term_factor_positive")
	}
	return err
}

// levelsPage handles GET /admin/levels.
func (s *Server) levelsPage(c echo.Context) error { return s.showLevels(c, nil) }

func (s *Server) showLevels(c echo.Context, fault error) error {
	a, err := s.admin(c, "admin.levels")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("admin.levels_what")
	table := &tableView{Label: a.p.T("admin.levels"), Heads: []string{a.p.T("admin.position"), a.p.T("admin.code"), a.p.T("admin.name_vi"), a.p.T("admin.phrase_vi"), a.p.T("admin.phrase_en")}}
	var chosen indicator.Level
	for _, l := range a.catalogue.Levels {
		if l.Code == c.QueryParam("level") {
			chosen = l
		}
		table.Rows = append(table.Rows, rowView{Cells: []cellView{cell(strconv.Itoa(l.Position)), {Text: l.Code, Href: "/admin/levels?level=" + l.Code + "#level"}, cell(l.NameVi), cell(l.PhraseVi), cell(l.PhraseEn)}})
	}
	if len(table.Rows) > 0 {
		a.add(adminPart{Table: table})
	}
	a.add(a.levelPart(chosen))
	return a.show(fault)
}

func (a *adminPage) levelPart(l indicator.Level) adminPart {
	position := l.Position
	if l.Code == "" {
		position = len(a.catalogue.Levels) + 1
	}
	m := a.typedOr(map[string]string{"code": l.Code, "position": strconv.Itoa(position), "name_vi": l.NameVi, "name_en": l.NameEn, "phrase_vi": l.PhraseVi, "phrase_en": l.PhraseEn, "version": strconv.Itoa(l.Version)})
	return adminPart{ID: "level", Heading: a.p.T("admin.level_save"), Form: &formView{
		Action: "/admin/levels", Method: post, Word: a.p.T("admin.save"), Primary: true, Cancel: a.cancel("/admin/levels"), Hidden: []choiceView{hidden("version", m.value("version"))},
		Fields: []fieldView{
			m.text("code", "admin.code", "admin.code_help"), m.number("position", "admin.position"), m.text("name_vi", "admin.name_vi"), m.maybe("name_en", "admin.name_en"),
			m.text("phrase_vi", "admin.phrase_vi", "admin.phrase_help"), m.maybe("phrase_en", "admin.phrase_en"),
		},
	}}
}

// saveLevel handles POST /admin/levels.
func (s *Server) saveLevel(c echo.Context) error {
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	l := indicator.Level{Code: value("code"), Position: formInt(c, "position"), NameVi: value("name_vi"), NameEn: value("name_en"), PhraseVi: value("phrase_vi"), PhraseEn: value("phrase_en"), Version: formInt(c, "version")}
	var err error
	switch {
	case l.Position < 1:
		err = errs.E(errs.Invalid, "admin.position_form")
	case l.NameVi == "" || l.PhraseVi == "":
		err = errs.E(errs.Invalid, "admin.level_incomplete")
	default:
		err = s.store.SaveLevel(c.Request().Context(), actorFrom(c), l)
	}
	if err != nil {
		return s.showLevels(c, err)
	}
	return saved(c, "/admin/levels")
}
