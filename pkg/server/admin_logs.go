package server

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// For how many months records of sign-ins and mails are kept. Rules for internal
// software ask for a year; that is the least, and what holds where nobody has
// said otherwise.
const (
	leastKeep = 12
	mostKeep  = 120
)

// signInKeep gives the months for which records of sign-ins and mails are kept,
// and the version of the setting.
func (s *Server) signInKeep(ctx context.Context) (months, version int, err error) {
	text, version, err := s.store.Setting(ctx, store.SignInKeep)
	if err != nil || text == "" {
		return leastKeep, version, err
	}
	months, err = strconv.Atoi(text)
	if err != nil || months < leastKeep || months > mostKeep {
		return leastKeep, version, errs.E(errs.Internal, "core.internal").Because(err)
	}
	return months, version, nil
}

const logsPath = "/admin/security/logs"

// addLogs says which records the program keeps about its use, where and for
// how long; how long it keeps those of sign-ins may be changed.
func (a *adminPage) addLogs() error {
	months, version, err := a.s.signInKeep(a.c.Request().Context())
	if err != nil {
		return err
	}
	m := a.sentTo(logsPath, map[string]string{"months": strconv.Itoa(months)})
	kept := a.p.T("signin.kept_months", "count", months)
	row := func(name, kept, what, href string) rowView {
		return rowView{Cells: []cellView{{Text: a.p.T(name), Sub: a.p.T(what), Href: href}, cell(kept)}}
	}
	table := &tableView{Label: a.p.T("signin.logs"), Heads: []string{a.p.T("signin.log"), a.p.T("signin.kept")}, Rows: []rowView{
		row("admin.audit", a.p.T("signin.kept_always"), "signin.log_audit", "/admin/audit"),
		row("signin.title", kept, "signin.log_sign_ins", "/admin/sign-ins"),
		row("signin.log_mails", kept, "signin.log_mails_what", "/admin/mail"),
		row("signin.log_file", a.logFileWords(), "signin.log_file_what", ""),
		row("signin.log_sessions", a.p.T("signin.kept_session"), "signin.log_sessions_what", ""),
		row("signin.log_failures", a.p.T("signin.kept_failures", "minutes", int(quietTime/time.Minute)), "signin.log_failures_what", ""),
	}}
	a.add(adminPart{ID: "logs", Heading: table.Label, Text: a.p.T("signin.logs_what"), Table: table})
	a.add(adminPart{Form: &formView{
		Action: logsPath, Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{m.number("months", "signin.keep_label", "signin.keep_help")},
	}})
	return nil
}

// logFileWords say for how long the lines about requests are kept.
func (a *adminPage) logFileWords() string {
	if a.s.config.LogDays == 0 {
		return a.p.T("signin.kept_stderr")
	}
	return a.p.T("signin.kept_days", "count", a.s.config.LogDays)
}

// saveLogs handles POST /admin/security/logs.
func (s *Server) saveLogs(c echo.Context) error {
	months := formInt(c, "months")
	if months < leastKeep || months > mostKeep {
		return s.showSecurity(c, errs.E(errs.Invalid, "signin.keep_form", "min", leastKeep, "max", mostKeep))
	}
	return s.saveSecurity(c, store.SignInKeep, strconv.Itoa(months))
}

// pruneRecords removes the records of sign-ins and mails that are older than
// they are kept, once an hour.
func (s *Server) pruneRecords(ctx context.Context) error {
	months, _, err := s.signInKeep(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	_, err = s.store.Job(ctx, "prune", now.Truncate(time.Hour), time.Minute, func() error {
		before := now.AddDate(0, -months, 0)
		signIns, err := s.store.PruneSignIns(ctx, before)
		mails, errMails := s.store.PruneMails(ctx, before)
		if signIns+mails > 0 {
			s.log.Info("old records removed", "sign_ins", signIns, "mails", mails, "months", months)
		}
		return errors.Join(err, errMails)
	})
	return err
}
