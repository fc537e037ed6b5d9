package server

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// indicatorsPage handles GET /admin/indicators.
func (s *Server) indicatorsPage(c echo.Context) error {
	a, err := s.admin(c, "admin.indicators")
	if err != nil {
		return err
	}
	a.tool("/admin/indicators/new", "admin.indicator_new", "plus")
	search, group := a.filters().maybe("q", "admin.search"), a.filters().choice("group", "admin.group", a.termChoices(i18n.GroupTerm, a.p.T("admin.any")))
	search.Optional = ""
	a.add(adminPart{Form: &formView{Action: "/admin/indicators", Method: get, Filters: true, Fields: []fieldView{search, group}, Word: a.p.T("admin.find")}})
	table := &tableView{Label: a.p.T("admin.indicators"), Heads: []string{a.p.T("admin.indicator_name"), a.p.T("admin.code"), a.p.T("admin.measure"), a.p.T("admin.direction"), a.p.T("admin.group")}}
	for _, i := range sortedIndicators(a.catalogue) {
		if found(i, c.QueryParam("q"), c.QueryParam("group")) {
			table.Rows = append(table.Rows, rowView{Cells: []cellView{
				{Text: i.Name(string(a.names.lang)), Href: indicatorAdminPath(i.Code), Sub: a.names.terms.Word(i18n.AgencyTerm, i.Agency, a.names.lang)}, cell(string(i.Code)),
				cell(a.names.terms.Word(i18n.MeasureTerm, i.Measure, a.names.lang)), cell(a.p.T("admin.direction_" + string(i.Direction))), cell(a.names.terms.Word(i18n.GroupTerm, i.Group, a.names.lang)),
			}})
		}
	}
	if len(table.Rows) == 0 {
		a.add(adminPart{Empty: &emptyView{Text: a.p.T("admin.indicators_none")}})
	} else {
		a.add(adminPart{Table: table})
	}
	return a.show(nil)
}

func found(i indicator.Indicator, text, group string) bool {
	all := strings.ToLower(string(i.Code) + " " + i.NameVi + " " + i.NameEn)
	return strings.Contains(all, strings.ToLower(strings.TrimSpace(text))) && (group == "" || i.Group == group)
}

func sortedIndicators(catalogue *indicator.Catalogue) []indicator.Indicator {
	all := make([]indicator.Indicator, 0, len(catalogue.Indicators))
	for _, i := range catalogue.Indicators {
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b indicator.Indicator) int {
		return strings.Compare(a.Group+"\x00"+string(a.Code), b.Group+"\x00"+string(b.Code))
	})
	return all
}

func indicatorAdminPath(code indicator.Code) string {
	return "/admin/indicators/" + url.PathEscape(string(code))
}

// newIndicatorPage handles GET /admin/indicators/new: empty, or as a copy of
// the indicator named by "copy".
func (s *Server) newIndicatorPage(c echo.Context) error {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return err
	}
	from := catalogue.Indicators[indicator.Code(c.QueryParam("copy"))]
	from.Code, from.Version = "", 0
	return s.showIndicator(c, from, nil)
}

// indicatorAdminPage handles GET /admin/indicators/:code.
func (s *Server) indicatorAdminPage(c echo.Context) error {
	i, err := s.knownIndicator(c)
	if err != nil {
		return err
	}
	return s.showIndicator(c, i, nil)
}

func (s *Server) knownIndicator(c echo.Context) (indicator.Indicator, error) {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return indicator.Indicator{}, err
	}
	i, ok := catalogue.Indicators[indicator.Code(c.Param("code"))]
	if !ok {
		return i, errs.E(errs.NotFound, "admin.no_such_indicator")
	}
	return i, nil
}

// showIndicator answers with the form of an indicator; one without a version
// is new.
func (s *Server) showIndicator(c echo.Context, i indicator.Indicator, fault error) error {
	a, err := s.admin(c, "admin.indicator_new")
	if err != nil {
		return err
	}
	a.trail("/admin/indicators", "admin.indicators")
	action := "/admin/indicators"
	if i.Version > 0 {
		action = indicatorAdminPath(i.Code)
		a.view.Title, a.view.Lead = i.Name(string(a.names.lang)), a.p.T("admin.indicator_fixed")
		a.tool("/admin/indicators/new?copy="+url.QueryEscape(string(i.Code)), "admin.indicator_copy", "copy")
	}
	stored := indicatorValues(i)
	m := a.typedOr(stored)
	a.add(adminPart{Form: &formView{
		Action: action, Method: post, Word: a.p.T("admin.save"), Primary: true, Cancel: a.cancel("/admin/indicators"),
		Hidden: []choiceView{hidden("version", stored["version"])}, Sets: a.indicatorFields(m, i.Version > 0),
	}})
	return a.show(fault)
}

func (a *adminPage) indicatorFields(m fieldMaker, stored bool) []fieldsetView {
	code := m.text("code", "admin.code", "admin.code_help")
	if stored {
		code = m.fixed(code)
	}
	others := a.indicatorChoices()
	return []fieldsetView{
		{Legend: a.p.T("admin.indicator_names"), Fields: []fieldView{code, m.text("name_vi", "admin.name_vi"), m.maybe("name_en", "admin.name_en"),
			m.choice("group", "admin.group", a.termChoices(i18n.GroupTerm, "–")), m.choice("agency", "admin.agency", a.termChoices(i18n.AgencyTerm, "–"))}},
		{Legend: a.p.T("admin.indicator_measure"), Fields: []fieldView{m.choice("measure", "admin.measure", a.termChoices(i18n.MeasureTerm, "–"), "admin.measure_help"),
			m.number("decimals", "admin.decimals", "admin.decimals_help"), m.number("shown_decimals", "admin.shown_decimals", "admin.shown_decimals_help")}},
		{Legend: a.p.T("admin.indicator_judging"), Fields: []fieldView{m.choice("kind", "admin.kind", worded(a.p, "admin.kind_", indicator.Kinds)),
			m.choice("direction", "admin.direction", worded(a.p, "admin.direction_", indicator.Directions)),
			m.choice("percent_method", "admin.method", append([]choiceView{{Text: a.p.T("admin.method_default")}}, worded(a.p, "admin.method_", indicator.Methods)...)),
			m.choice("base", "admin.base", worded(a.p, "admin.base_", []indicator.Base{indicator.SamePeriod, indicator.YearStart}))}},
		{Legend: a.p.T("admin.indicator_totals"), Fields: []fieldView{
			m.choice("over_units", "admin.over_units", worded(a.p, "admin.over_units_", []indicator.Aggregation{indicator.OverSum, indicator.OverRatio, indicator.OverNone})),
			m.choice("over_time", "admin.over_time", worded(a.p, "admin.over_time_", []indicator.Aggregation{indicator.OverSum, indicator.OverLast, indicator.OverNone})),
			m.choice("numerator", "admin.numerator", others), m.choice("denominator", "admin.denominator", others),
			m.choice("scale", "admin.scale", []choiceView{{Text: "–"}, {Value: "100", Text: "100"}, {Value: "1000", Text: "1000"}, {Value: "10000", Text: "10000"}})}},
		{Legend: a.p.T("admin.indicator_relations"), Fields: []fieldView{m.choice("parent", "admin.part_of", others),
			m.maybe("price_basis", "admin.price_basis", "admin.price_basis_help"), m.choice("growth_from", "admin.growth_from", others)}},
	}
}

func (a *adminPage) indicatorChoices() []choiceView {
	options := []choiceView{{Text: "–"}}
	for _, i := range sortedIndicators(a.catalogue) {
		options = append(options, choiceView{Value: string(i.Code), Text: i.Name(string(a.names.lang)) + " (" + string(i.Code) + ")"})
	}
	return options
}
