package server

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// checkRules are all rules an administrator decides about, those on figures
// first.
var checkRules = slices.Concat(check.Rules, check.PlanRules)

func checksPath(code indicator.Code) string { return "/admin/checks/" + url.PathEscape(string(code)) }

// checksPage handles GET /admin/checks: which rules were changed for which
// indicator.
func (s *Server) checksPage(c echo.Context) error {
	a, err := s.admin(c, "settings.checks")
	if err != nil {
		return err
	}
	settings, err := s.store.CheckSettings(c.Request().Context())
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("settings.checks_what")
	search := a.filters().maybe("q", "admin.search")
	search.Optional = ""
	a.add(adminPart{Form: &formView{Action: "/admin/checks", Method: get, Filters: true, Fields: []fieldView{search}, Word: a.p.T("admin.find")}})
	table := &tableView{Label: a.p.T("settings.checks"), Heads: []string{a.p.T("admin.indicator_name"), a.p.T("admin.code"), a.p.T("settings.checks_changed")}}
	for _, i := range sortedIndicators(a.catalogue) {
		if found(i, c.QueryParam("q"), "") {
			table.Rows = append(table.Rows, rowView{Cells: []cellView{
				{Text: i.Name(string(a.names.lang)), Href: checksPath(i.Code), Sub: a.names.terms.Word(i18n.AgencyTerm, i.Agency, a.names.lang)},
				cell(string(i.Code)), cell(a.changedRules(settings[i.Code])),
			}})
		}
	}
	a.add(adminPart{Table: table})
	return a.show(nil)
}

// changedRules names the rules that are not as usual.
func (a *adminPage) changedRules(settings map[check.Rule]check.Setting) string {
	var names []string
	for _, rule := range checkRules {
		switch s := settings[rule]; {
		case s.Off:
			names = append(names, a.p.T("settings.rule_off", "rule", rule.Name(a.p)))
		case s.Threshold != "":
			names = append(names, a.p.T("settings.rule_threshold", "rule", rule.Name(a.p), "value", a.p.Format().Text(s.Threshold, 0)))
		}
	}
	if len(names) == 0 {
		return a.p.T("settings.usual")
	}
	return strings.Join(names, "; ")
}

// A checkView is the page of the rules of one indicator.
type checkView struct {
	adminView
	Action string
	Rules  []ruleView
}

// A ruleView is one rule in the form.
type ruleView struct {
	Rule      string
	Name      string
	On        bool
	Threshold bool // it has one
	Value     string
	Meaning   string
	Usual     string
}

// checkPage handles GET /admin/checks/:code.
func (s *Server) checkPage(c echo.Context) error { return s.showCheck(c, nil) }

func (s *Server) showCheck(c echo.Context, fault error) error {
	a, err := s.admin(c, "settings.checks")
	if err != nil {
		return err
	}
	i, ok := a.catalogue.Indicators[indicator.Code(c.Param("code"))]
	if !ok {
		return errs.E(errs.NotFound, "admin.no_such_indicator")
	}
	settings, err := s.store.CheckSettings(c.Request().Context())
	if err != nil {
		return err
	}
	a.trail("/admin/checks", "settings.checks")
	a.view.Title = i.Name(string(a.names.lang))
	a.view.Lead = a.p.T("settings.check_what")
	status, notices, err := refusalNotice(fault, a.p)
	if err != nil {
		return err
	}
	a.view.Notices = append(a.view.Notices, notices...)
	v := checkView{adminView: a.view, Action: checksPath(i.Code)}
	for _, rule := range checkRules {
		v.Rules = append(v.Rules, a.rule(i, rule, settings[i.Code][rule]))
	}
	return s.templates.render(c, status, "admin/check", v)
}

// rule is a rule with its switch and threshold. Thresholds are typed and shown
// with the decimal mark of the language.
func (a *adminPage) rule(i indicator.Indicator, rule check.Rule, s check.Setting) ruleView {
	v := ruleView{Rule: string(rule), Name: rule.Name(a.p), On: !s.Off, Meaning: rule.Meaning(a.p, i)}
	if s.Threshold != "" {
		v.Value = a.p.Format().Text(s.Threshold, 0)
	}
	if a.c.Request().Method == post {
		v.On, v.Value = a.c.FormValue("on."+v.Rule) != "", a.c.FormValue("threshold."+v.Rule)
	}
	if usual := check.DefaultThreshold(rule, i); usual != "" {
		v.Threshold, v.Usual = true, a.p.T("settings.usual_is", "value", a.p.Format().Text(usual, 0))
	}
	return v
}

// saveCheck handles POST /admin/checks/:code. Nothing is saved where any
// threshold is wrong.
func (s *Server) saveCheck(c echo.Context) error {
	code := indicator.Code(c.Param("code"))
	rules := map[check.Rule]check.Setting{}
	for _, rule := range checkRules {
		text := strings.TrimSpace(c.FormValue("threshold." + string(rule)))
		rules[rule] = check.Setting{Off: c.FormValue("on."+string(rule)) == "", Threshold: strings.Replace(text, ",", ".", 1)}
	}
	if err := (check.Settings{code: rules}).Validate(); err != nil {
		return s.showCheck(c, err)
	}
	for _, rule := range checkRules {
		if err := s.store.SaveCheckSetting(c.Request().Context(), actorFrom(c), code, rule, rules[rule]); err != nil {
			return err
		}
	}
	return saved(c, checksPath(code))
}
