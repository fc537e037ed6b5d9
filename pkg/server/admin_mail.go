package server

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

const mailPath = "/admin/mail"

// mailPage handles GET /admin/mail: how mail is sent, what is sent by itself,
// what each kind says, and what became of each mail.
func (s *Server) mailPage(c echo.Context) error { return s.showMail(c, nil) }

func (s *Server) showMail(c echo.Context, fault error) error {
	a, err := s.admin(c, "mail.title")
	if err != nil {
		return err
	}
	a.view.Lead = a.p.T("mail.what")
	a.add(a.mailServerPart())
	for _, add := range []func(*adminPage) error{(*adminPage).addMailTest, (*adminPage).addMailRetry, (*adminPage).addMailPlan, (*adminPage).addMailPreview, (*adminPage).addMailLog} {
		if err := add(a); err != nil {
			return err
		}
	}
	if to := c.QueryParam("tested"); to != "" {
		a.notice("done", a.p.T("mail.test_done", "address", to))
	}
	return a.show(fault)
}

// mailServerPart shows the settings that are in force; the password is shown
// nowhere.
func (a *adminPage) mailServerPart() adminPart {
	m := a.s.config.Mail
	if !a.s.mailSetUp() {
		return adminPart{Heading: a.p.T("mail.server"), Text: a.p.T("mail.server_how"), Empty: &emptyView{Text: a.p.T("mail.not_set_up"), Line: true}}
	}
	user := m.User
	if user == "" {
		user = a.p.T("mail.server_no_user")
	}
	table := &tableView{Label: a.p.T("mail.server"), Heads: []string{a.p.T("mail.item"), a.p.T("mail.value")}}
	for _, row := range [][2]string{
		{"mail.server_host", m.Host + ":" + strconv.Itoa(m.Port)}, {"mail.server_tls", a.p.T("mail.tls_" + string(m.TLS))},
		{"mail.server_user", user}, {"mail.server_from", m.From}, {"mail.server_base", m.Base},
	} {
		table.Rows = append(table.Rows, rowView{Cells: cellsOf(a.p.T(row[0]), row[1])})
	}
	return adminPart{Heading: table.Label, Table: table}
}

func (a *adminPage) addMailTest() error {
	if !a.s.mailSetUp() {
		return nil
	}
	choice, err := a.s.store.Mail(a.c.Request().Context(), userFrom(a.c).ID)
	part := adminPart{Heading: a.p.T("mail.test"), Text: a.p.T("mail.test_what", "address", choice.Address),
		Form: &formView{Action: mailPath + "/test", Method: post, Word: a.p.T("mail.test_do")}}
	if choice.Address == "" {
		part.Text, part.Form = a.p.T("mail.test_no_address"), nil
	}
	a.add(part)
	return err
}

// testTimeout is how long somebody waits for the answer of the mail server.
const testTimeout = 20 * time.Second

// testMail handles POST /admin/mail/test: a mail to oneself, at once, so that
// what the mail server answers is seen.
func (s *Server) testMail(c echo.Context) error {
	ctx, user := c.Request().Context(), userFrom(c)
	choice, err := s.store.Mail(ctx, user.ID)
	if err != nil {
		return err
	}
	if !s.mailSetUp() || choice.Address == "" {
		return s.showMail(c, errs.E(errs.Invalid, "mail.test_no_address"))
	}
	p := printerFrom(c)
	l := mail.Letter{Subject: p.T("mail.subject_test"), Text: p.T("mail.hello", "name", user.Name) + "\n\n" + p.T("mail.words_test") + "\n"}
	ctx, stop := context.WithTimeout(ctx, testTimeout)
	defer stop()
	e := envelope{To: choice.Address, ID: s.messageID("test." + strconv.FormatInt(s.now().UnixNano(), 36))}
	if err := s.mailer.send(ctx, e, l); err != nil {
		return s.showMail(c, errs.E(errs.Invalid, "mail.test_failed", "cause", err.Error()).Because(err))
	}
	return back(c, mailPath+"?tested="+choice.Address)
}

func (a *adminPage) addMailPlan() error {
	plan, version, err := a.s.store.MailPlan(a.c.Request().Context())
	if err != nil {
		return err
	}
	digest := "off"
	if plan.Digest {
		digest = "on"
	}
	const path = mailPath + "/plan"
	m := a.sentTo(path, map[string]string{"before": strconv.Itoa(plan.Before), "after": strconv.Itoa(plan.After), "digest": digest})
	a.add(adminPart{ID: "plan", Heading: a.p.T("mail.plan"), Text: a.p.T("mail.plan_what"), Form: &formView{
		Action: path, Method: post, Word: a.p.T("admin.save"), Hidden: []choiceView{hidden("version", strconv.Itoa(version))},
		Fields: []fieldView{
			m.number("before", "mail.plan_before", "mail.plan_days_help"), m.number("after", "mail.plan_after", "mail.plan_days_help"),
			m.choice("digest", "mail.plan_digest", worded(a.p, "mail.plan_digest_", []string{"on", "off"})),
		},
	}})
	return nil
}

// saveMailPlan handles POST /admin/mail/plan.
func (s *Server) saveMailPlan(c echo.Context) error {
	plan := mail.Plan{Before: formInt(c, "before"), After: formInt(c, "after"), Digest: c.FormValue("digest") == "on"}
	err := plan.Validate()
	if err == nil {
		err = s.store.SaveSetting(c.Request().Context(), actorFrom(c), store.MailPlanSetting, plan.String(), formInt(c, "version"))
	}
	if err != nil {
		return s.showMail(c, err)
	}
	return saved(c, mailPath)
}

func (a *adminPage) addMailPreview() error {
	m := a.filters()
	fields := []fieldView{m.choice("kind", "mail.log_kind", worded(a.p, "mail.kind_", mail.Kinds)), m.choice("lang", "mail.lang", worded(a.p, "mail.lang_", i18n.Langs))}
	a.add(adminPart{Heading: a.p.T("mail.preview"), Text: a.p.T("mail.preview_what"), Form: &formView{
		Action: mailPath + "/preview", Method: get, Filters: true, Fields: fields, Word: a.p.T("mail.preview_see"),
	}})
	return nil
}

// userMailPart lets an administrator set where a person gets mail.
func (a *adminPage) userMailPart(user account.User) (adminPart, error) {
	choice, err := a.s.store.Mail(a.c.Request().Context(), user.ID)
	path := userPath(user.ID) + "/mail"
	m := a.sentTo(path, map[string]string{"email": choice.Address})
	address := m.maybe("email", "mail.address")
	address.Type = "email"
	return adminPart{ID: "mail", Heading: a.p.T("mail.account_title"), Text: a.p.T("mail.user_what"),
		Form: &formView{Action: path, Method: post, Fields: []fieldView{address}, Word: a.p.T("admin.save")}}, err
}

// saveUserMail handles POST /admin/users/:id/mail.
func (s *Server) saveUserMail(c echo.Context) error {
	a, user, err := s.managedUser(c)
	if err != nil {
		return err
	}
	if err := s.store.SetMailAddress(c.Request().Context(), actorFrom(c), user.ID, c.FormValue("email")); err != nil {
		return a.showAccount(user, user.Grants, err)
	}
	return saved(c, userPath(user.ID))
}
