package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

// mailPageSize is how many mails a page of the log shows.
const mailPageSize = 50

// addMailRetry lists what waits for a person: given up, or not known whether
// it was sent.
func (a *adminPage) addMailRetry() error {
	var options []choiceView
	for _, state := range []mail.State{mail.Failed, mail.Uncertain} {
		all, err := a.s.store.Mails(a.c.Request().Context(), store.MailFilter{State: state, Limit: mailPageSize})
		if err != nil {
			return err
		}
		for _, m := range all {
			text := a.p.T("mail.state_"+string(m.State)) + ": " + a.p.T("mail.kind_"+string(m.Kind)) + ", " + m.Name + ", " + a.p.DateTime(m.Created, a.s.zone)
			options = append(options, choiceView{Value: strconv.FormatInt(m.ID, 10), Text: text})
		}
	}
	if len(options) == 0 {
		return nil
	}
	a.add(adminPart{ID: "retry", Heading: a.p.T("mail.retry"), Text: a.p.T("mail.retry_what"), Form: &formView{
		Action: mailPath + "/retry", Method: post, Word: a.p.T("mail.retry_do"), Fields: []fieldView{a.filters().choice("id", "mail.retry_one", options)},
	}})
	return nil
}

// retryMail handles POST /admin/mail/retry.
func (s *Server) retryMail(c echo.Context) error {
	if err := s.store.RetryMail(c.Request().Context(), actorFrom(c), int64(formInt(c, "id"))); err != nil {
		return s.showMail(c, err)
	}
	return saved(c, mailPath)
}

// addMailLog adds the log with its filters.
func (a *adminPage) addMailLog() error {
	m := a.filters()
	all := choiceView{Text: a.p.T("mail.log_all")}
	fields := []fieldView{
		m.choice("kind", "mail.log_kind", append([]choiceView{all}, worded(a.p, "mail.kind_", mail.Kinds)...)),
		m.choice("state", "mail.log_state", append([]choiceView{all}, worded(a.p, "mail.state_", mail.States)...)), m.maybe("login", "account.login"),
	}
	for i := range fields {
		fields[i].ID, fields[i].Optional = "log-"+fields[i].Name, ""
	}
	filter, err := mailFilter(a.c)
	if err != nil {
		return err
	}
	rows, err := a.s.store.Mails(a.c.Request().Context(), filter)
	if err != nil {
		return err
	}
	a.add(adminPart{ID: "log", Heading: a.p.T("mail.log"), Form: &formView{Action: mailPath, Method: get, Filters: true, Fields: fields, Word: a.p.T("admin.find")}})
	a.add(a.mailRows(rows))
	return nil
}

// mailFilter reads the filters of the address.
func mailFilter(c echo.Context) (store.MailFilter, error) {
	f := store.MailFilter{Kind: mail.Kind(c.QueryParam("kind")), State: mail.State(c.QueryParam("state")), Login: strings.ToLower(strings.TrimSpace(c.QueryParam("login"))), Limit: mailPageSize + 1}
	below := c.QueryParam("below")
	if below == "" {
		below = "0"
	}
	var err error
	f.Below, err = strconv.ParseInt(below, 10, 64)
	if err != nil || f.Kind != "" && !f.Kind.Known() || f.State != "" && !slices.Contains(mail.States, f.State) {
		return f, errs.E(errs.Invalid, "server.bad_request")
	}
	return f, nil
}

func (a *adminPage) mailRows(rows []store.Mail) adminPart {
	if len(rows) == 0 {
		return adminPart{Empty: &emptyView{Text: a.p.T("mail.log_none"), Line: true}}
	}
	more := len(rows) > mailPageSize
	rows = rows[:min(len(rows), mailPageSize)]
	table := &tableView{Label: a.p.T("mail.log"), Heads: []string{a.p.T("mail.log_when"), a.p.T("mail.log_who"), a.p.T("mail.log_subject"), a.p.T("mail.log_state")}}
	for _, m := range rows {
		table.Rows = append(table.Rows, rowView{Cells: []cellView{cell(a.p.DateTime(m.Created, a.s.zone)), a.mailTo(m), a.mailAbout(m), a.mailOutcome(m)}})
	}
	part := adminPart{Table: table}
	if more {
		query := a.c.QueryParams()
		query.Set("below", strconv.FormatInt(rows[len(rows)-1].ID, 10))
		part.Pages = &pagesView{Label: table.Label, Text: a.p.T("mail.log_rows", "n", len(rows)), NextText: a.p.T("admin.audit_older"), Next: mailPath + "?" + query.Encode()}
	}
	return part
}

func (a *adminPage) mailTo(m store.Mail) cellView {
	to := cellView{Text: m.Name, Sub: m.Login}
	if m.Address != "" {
		to.Sub = m.Address
	}
	return to
}

// mailAbout names a mail by its subject once it was written, else by its kind
// and what it is about.
func (a *adminPage) mailAbout(m store.Mail) cellView {
	about := cellView{Text: a.p.T("mail.kind_" + string(m.Kind))}
	if m.Unit != "" {
		about.Sub = a.names.of(m.Unit, a.s) + ", " + a.p.Period(m.Period)
	}
	if m.Subject != "" {
		about.Text, about.Sub = m.Subject, about.Text
	}
	return about
}

// mailLooks are the icon and the class of each state.
var mailLooks = map[mail.State][2]string{
	mail.Waiting: {"clock", "warning"}, mail.Sending: {"clock", "warning"}, mail.Sent: {"circle-check", "done"},
	mail.Failed: {"alert-circle", "fault"}, mail.Uncertain: {"alert-triangle", "warning"}, mail.Dropped: {"ban", ""},
}

func (a *adminPage) mailOutcome(m store.Mail) cellView {
	look := mailLooks[m.State]
	out := cellView{State: &stateView{Icon: look[0], Word: a.p.T("mail.state_" + string(m.State)), Class: look[1]}}
	switch {
	case m.State == mail.Sent:
		out.Sub = a.p.T("mail.log_sent", "time", a.p.DateTime(m.SentAt, a.s.zone))
	case m.State == mail.Dropped && slices.Contains(mail.Reasons, m.Error):
		out.Sub = a.p.T("mail.reason_" + m.Error)
	case m.Attempts > 0:
		out.Sub = a.p.T("mail.log_attempts", "n", m.Attempts)
		if m.Error != "" {
			out.Sub += "; " + cutText(m.Error, 200)
		}
		if m.State == mail.Waiting {
			out.Sub += "; " + a.p.T("mail.log_next", "time", a.p.DateTime(m.NextTry, a.s.zone))
		}
	}
	return out
}
