package server

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

var totpPolicies = []string{store.TOTPOffered, store.TOTPRequired, store.TOTPOff}

// securityPage handles GET /admin/security.
func (s *Server) securityPage(c echo.Context) error { return s.showSecurity(c, nil) }

func (s *Server) showSecurity(c echo.Context, fault error) error {
	a, err := s.admin(c, "operations.security")
	if err != nil {
		return err
	}
	for _, add := range []func(*adminPage) error{(*adminPage).addTOTPPolicy, (*adminPage).addPasswordRules, (*adminPage).addLogs} {
		if err := add(a); err != nil {
			return err
		}
	}
	return a.show(fault)
}

// sentTo gives the values that were typed where the form at path was sent,
// else the stored ones: the page has several forms.
func (a *adminPage) sentTo(path string, stored map[string]string) fieldMaker {
	if a.c.Request().URL.Path == path {
		return a.typedOr(stored)
	}
	return fieldMaker{a.p, func(name string) string { return stored[name] }}
}

func (a *adminPage) addTOTPPolicy() error {
	policy, version, err := a.s.store.Setting(a.c.Request().Context(), store.TOTPPolicy)
	if policy == "" {
		policy = store.TOTPOffered
	}
	const path = "/admin/security/totp"
	m := a.sentTo(path, map[string]string{"policy": policy})
	a.add(adminPart{Heading: a.p.T("totp.title"), Text: a.p.T("totp.policy_what"), Form: &formView{
		Action: path, Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{m.choice("policy", "totp.policy", worded(a.p, "totp.policy_", totpPolicies))},
	}})
	return err
}

// saveTOTPPolicy handles POST /admin/security/totp.
func (s *Server) saveTOTPPolicy(c echo.Context) error {
	policy := c.FormValue("policy")
	if !slices.Contains(totpPolicies, policy) {
		return errs.E(errs.Invalid, "server.bad_request")
	}
	return s.saveSecurity(c, store.TOTPPolicy, policy)
}

func (s *Server) saveSecurity(c echo.Context, name, value string) error {
	if err := s.store.SaveSetting(c.Request().Context(), actorFrom(c), name, value, formInt(c, "version")); err != nil {
		return s.showSecurity(c, err)
	}
	return saved(c, "/admin/security")
}

const passwordRulesPath = "/admin/security/password"

// addPasswordRules adds the rules of passwords, and what fills them in as
// internal rules usually ask.
func (a *adminPage) addPasswordRules() error {
	text, version, err := a.s.store.Setting(a.c.Request().Context(), store.PasswordRules)
	if err != nil {
		return err
	}
	policy, err := account.ParsePolicy(text)
	if err != nil {
		return err
	}
	m := a.sentTo(passwordRulesPath, map[string]string{"min": strconv.Itoa(policy.Least()), "classes": strconv.Itoa(policy.Classes), "days": strconv.Itoa(policy.Days)})
	seen := hidden("version", strconv.Itoa(version))
	a.add(adminPart{ID: "password", Heading: a.p.T("signin.policy"), Text: a.p.T("signin.policy_what"), Form: &formView{
		Action: passwordRulesPath, Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{seen},
		Fields: []fieldView{
			m.number("min", "signin.policy_min_label"),
			m.choice("classes", "signin.policy_classes_label", worded(a.p, "signin.policy_classes_", []string{"0", "3", "4"}), "signin.policy_classes_help"),
			m.number("days", "signin.policy_days_label", "signin.policy_days_help"),
		},
	}})
	p := account.OfficePreset
	a.add(adminPart{Text: a.p.T("signin.preset_what", "min", p.Least(), "classes", p.Classes, "days", p.Days), Form: &formView{
		Action: passwordRulesPath, Method: post, Word: a.p.T("signin.preset_do"),
		Hidden: []choiceView{seen, hidden("min", strconv.Itoa(p.Least())), hidden("classes", strconv.Itoa(p.Classes)), hidden("days", strconv.Itoa(p.Days))},
	}})
	return nil
}

// savePasswordRules handles POST /admin/security/password.
func (s *Server) savePasswordRules(c echo.Context) error {
	policy := account.PasswordPolicy{Min: formInt(c, "min"), Classes: formInt(c, "classes"), Days: formInt(c, "days")}
	if err := policy.Validate(); err != nil {
		return s.showSecurity(c, err)
	}
	return s.saveSecurity(c, store.PasswordRules, policy.String())
}
