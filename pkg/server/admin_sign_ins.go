package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// signInsPage handles GET /admin/sign-ins: who signed in or tried to, the
// newest first.
func (s *Server) signInsPage(c echo.Context) error {
	a, err := s.admin(c, "signin.title")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("signin.what")
	m := a.filters()
	fields := []fieldView{m.maybe("login", "account.login"), m.choice("outcome", "signin.outcome", worded(a.p, "signin.filter_", []string{"all", "refused"})), m.day("from", "admin.audit_from"), m.day("until", "admin.audit_until")}
	for i := range fields {
		fields[i].Optional = ""
	}
	a.add(adminPart{Form: &formView{Action: "/admin/sign-ins", Method: get, Filters: true, Fields: fields, Word: a.p.T("admin.find")}})
	filter, fault := s.signInFilter(c)
	if fault != nil {
		return a.show(fault)
	}
	rows, err := s.store.SignIns(c.Request().Context(), filter)
	if err != nil {
		return err
	}
	a.add(a.signInsPart(rows))
	query := c.QueryParams()
	query.Del("below")
	a.tool("/admin/sign-ins.csv?"+query.Encode(), "admin.audit_csv", "download")
	a.tool("/admin/sign-ins.xlsx?"+query.Encode(), "signin.audit_xlsx", "download")
	return a.show(nil)
}

// signInFilter reads the filters of the address. They are those of the audit,
// but for the outcome.
func (s *Server) signInFilter(c echo.Context) (store.SignInFilter, error) {
	f, err := s.auditFilter(c)
	outcome := c.QueryParam("outcome")
	if err == nil && !slices.Contains([]string{"", "all", "refused"}, outcome) {
		err = errs.E(errs.Invalid, "server.bad_request")
	}
	return store.SignInFilter{From: f.From, Until: f.Until, Login: strings.ToLower(f.Login), Refused: outcome == "refused", Below: f.Below, Limit: auditPageSize + 1}, err
}

func (a *adminPage) signInsPart(rows []store.SignIn) adminPart {
	if len(rows) == 0 {
		return adminPart{Empty: &emptyView{Text: a.p.T("signin.none")}}
	}
	more := len(rows) > auditPageSize
	rows = rows[:min(len(rows), auditPageSize)]
	table := &tableView{Label: a.p.T("signin.title"), Heads: []string{a.p.T("admin.audit_when"), a.p.T("account.login"), a.p.T("signin.outcome"), a.p.T("signin.from")}}
	for _, r := range rows {
		table.Rows = append(table.Rows, rowView{Cells: []cellView{cell(a.p.DateTime(r.At, a.s.zone)), a.signInWho(r), a.signInOutcome(r), {Text: r.Address, Sub: r.Agent}}})
	}
	part := adminPart{Table: table}
	if more {
		query := a.c.QueryParams()
		query.Set("below", strconv.FormatInt(rows[len(rows)-1].ID, 10))
		part.Pages = &pagesView{Label: table.Label, Text: a.p.T("signin.rows", "count", len(rows)), NextText: a.p.T("admin.audit_older"), Next: "/admin/sign-ins?" + query.Encode()}
	}
	return part
}

func (a *adminPage) signInWho(r store.SignIn) cellView {
	who := cellView{Text: r.Login, Sub: a.p.T("signin.by_" + string(r.Method))}
	if who.Text == "" {
		who.Text = a.p.T("signin.nobody")
	}
	return who
}

// signInOutcomes are the words of why a sign-in was refused.
var signInOutcomes = []string{"password", "code", "expired", "unknown", "disabled", "provider"}

func (a *adminPage) signInOutcome(r store.SignIn) cellView {
	if r.Outcome == store.SignedIn {
		return cellView{State: &stateView{Icon: "circle-check", Word: a.p.T("signin.outcome_ok"), Class: "done"}}
	}
	word := r.Outcome
	if slices.Contains(signInOutcomes, r.Outcome) { // a newer program may have written others
		word = a.p.T("signin.outcome_" + r.Outcome)
	}
	return cellView{State: &stateView{Icon: "ban", Word: word, Class: "fault"}}
}
