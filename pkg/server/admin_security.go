package server

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

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
	policy, version, err := s.store.Setting(c.Request().Context(), store.TOTPPolicy)
	if err != nil {
		return err
	}
	if policy == "" {
		policy = store.TOTPOffered
	}
	m := a.typedOr(map[string]string{"policy": policy})
	a.add(adminPart{Heading: a.p.T("totp.title"), Text: a.p.T("totp.policy_what"), Form: &formView{
		Action: "/admin/security/totp", Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{m.choice("policy", "totp.policy", worded(a.p, "totp.policy_", totpPolicies))},
	}})
	return a.show(fault)
}

// saveTOTPPolicy handles POST /admin/security/totp.
func (s *Server) saveTOTPPolicy(c echo.Context) error {
	policy := c.FormValue("policy")
	if !slices.Contains(totpPolicies, policy) {
		return errs.E(errs.Invalid, "server.bad_request")
	}
	if err := s.store.SaveSetting(c.Request().Context(), actorFrom(c), store.TOTPPolicy, policy, formInt(c, "version")); err != nil {
		return s.showSecurity(c, err)
	}
	return saved(c, "/admin/security")
}
