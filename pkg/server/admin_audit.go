package server

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/store"
)

// auditPageSize is how many rows a page of the audit shows.
const auditPageSize = 50

// auditPage handles GET /admin/audit.
func (s *Server) auditPage(c echo.Context) error {
	a, err := s.admin(c, "admin.audit")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("admin.audit_what")
	m := a.filters()
	fields := []fieldView{m.maybe("login", "account.login"), m.maybe("action", "admin.audit_action"), m.maybe("object", "admin.audit_object"), m.day("from", "admin.audit_from"), m.day("until", "admin.audit_until")}
	for i := range fields {
		fields[i].Optional = ""
	}
	a.add(adminPart{Text: a.p.T("admin.audit_help"), Form: &formView{Action: "/admin/audit", Method: get, Filters: true, Fields: fields, Word: a.p.T("admin.find")}})
	filter, fault := s.auditFilter(c)
	if fault != nil {
		return a.show(fault)
	}
	filter.Limit = auditPageSize + 1
	rows, err := s.store.Audit(c.Request().Context(), filter)
	if err != nil {
		return err
	}
	a.add(a.auditPart(rows))
	query := c.QueryParams()
	query.Del("below")
	a.tool("/admin/audit.csv?"+query.Encode(), "admin.audit_csv", "download")
	a.tool("/admin/audit.xlsx?"+query.Encode(), "signin.audit_xlsx", "download")
	return a.show(nil)
}

func (a *adminPage) auditPart(rows []store.AuditRow) adminPart {
	if len(rows) == 0 {
		return adminPart{Empty: &emptyView{Text: a.p.T("admin.audit_none")}}
	}
	more := len(rows) > auditPageSize
	if more {
		rows = rows[:auditPageSize]
	}
	table := &tableView{Label: a.p.T("admin.audit"), Heads: []string{a.p.T("admin.audit_when"), a.p.T("admin.audit_who"), a.p.T("admin.audit_action"), a.p.T("admin.audit_object"), a.p.T("admin.audit_change")}}
	for _, r := range rows {
		table.Rows = append(table.Rows, rowView{Cells: []cellView{
			cell(a.p.DateTime(r.At, a.s.zone)), {Text: a.auditWho(r), Sub: r.From}, a.auditAction(r.Action), a.auditObject(r.Object), {Text: a.auditWords(r), Sub: r.Reason},
		}})
	}
	pages := &pagesView{Label: a.p.T("admin.audit"), Text: a.p.T("admin.audit_rows", "first", rows[0].ID, "last", rows[len(rows)-1].ID), NextText: a.p.T("admin.audit_older")}
	if more {
		query := a.c.QueryParams()
		query.Set("below", strconv.FormatInt(rows[len(rows)-1].ID, 10))
		pages.Next = "/admin/audit?" + query.Encode()
	}
	return adminPart{Table: table, Pages: pages}
}

func (a *adminPage) auditWho(r store.AuditRow) string {
	if r.Login == "" {
		return a.p.T("admin.audit_cli")
	}
	return r.Name + " (" + r.Login + ")"
}

// auditFilter reads the filters of the address. Until includes its day.
func (s *Server) auditFilter(c echo.Context) (f store.AuditFilter, err error) {
	value := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	f = store.AuditFilter{Login: value("login"), Action: value("action"), Object: value("object")}
	f.Below, _ = strconv.ParseInt(value("below"), 10, 64) // what is no number asks for the first page
	from, err := readDay(value("from"))
	if err != nil {
		return f, err
	}
	until, err := readDay(value("until"))
	if err != nil {
		return f, err
	}
	if !from.IsZero() {
		f.From = s.startOf(from)
	}
	if !until.IsZero() {
		f.Until = s.startOf(until.AddDate(0, 0, 1))
	}
	return f, nil
}

// startOf is the first instant of a day in the server's zone.
func (s *Server) startOf(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, s.zone)
}
