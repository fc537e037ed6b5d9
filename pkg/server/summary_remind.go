package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A remindView offers to remind those who can fill what is missing.
type remindView struct {
	Title  string
	Words  []string // who will be reminded, who not and why
	Action string   // empty: there is nobody to remind, or no mail is sent here
	Word   string
	Help   string
	Copy   *fieldView // the words to be sent in another way
}

// A debtor is a person who can fill what is missing, and what that is.
type debtor struct {
	user       account.User
	choice     store.MailChoice
	indicators []string
	done       bool // was reminded today
}

// mailable reports whether a reminder would reach the person.
func (d debtor) mailable() bool { return d.choice.Address != "" && !d.choice.Refuses(mail.Reminded) }

// debtors are the people who answer for the figures that are missing, without
// the person who looks. A figure that comes from the units below is not theirs.
func (m *summaryMaker) debtors() ([]debtor, error) {
	ctx := m.c.Request().Context()
	accounts, err := m.s.store.Users(ctx)
	if err != nil {
		return nil, err
	}
	choices, err := m.s.store.MailChoices(ctx)
	if err != nil {
		return nil, err
	}
	reminded, err := m.s.store.RemindedOn(ctx, m.scope.unit, m.scope.period, m.s.today().Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	var all []debtor
	for _, gap := range m.sum.Gaps(report.MissingActual) {
		row := m.row(gap.Indicator)
		if row.Result.Row.Source == indicator.Rollup {
			continue
		}
		for _, u := range account.Responsible(usersOf(accounts), m.place, row.Result.Indicator.Agency) {
			if u.ID == m.user.ID {
				continue
			}
			i := slices.IndexFunc(all, func(d debtor) bool { return d.user.ID == u.ID })
			if i < 0 {
				i, all = len(all), append(all, debtor{user: u, choice: choices[u.ID], done: reminded[u.ID]})
			}
			all[i].indicators = append(all[i].indicators, string(gap.Indicator))
		}
	}
	return all, nil
}

func usersOf(accounts []store.Account) []account.User {
	users := make([]account.User, len(accounts))
	for i, a := range accounts {
		users[i] = a.User
	}
	return users
}

// fillRemind offers a reminder, unless nothing is missing that somebody else
// could fill, or the person may not remind.
func (m *summaryMaker) fillRemind(side *summarySideView) error {
	if !mayRemind(m.user, m.place) || !m.scope.asOf.IsZero() {
		return nil
	}
	all, err := m.debtors()
	if err != nil || len(all) == 0 {
		return err
	}
	v := &remindView{Title: m.p.T("mail.remind_title"), Word: m.p.T("mail.remind"), Words: []string{m.p.T("mail.not_set_up")}}
	if m.s.mailSetUp() {
		m.fillReminded(v, all)
	}
	side.Remind = v
	return m.fillCopy(v, all)
}

// fillReminded says who will be reminded and who not.
func (m *summaryMaker) fillReminded(v *remindView, all []debtor) {
	v.Words = nil
	for _, group := range []struct {
		key string
		is  func(debtor) bool
	}{
		{"mail.remind_to", func(d debtor) bool { return d.mailable() && !d.done }},
		{"mail.remind_done_today", func(d debtor) bool { return d.mailable() && d.done }},
		{"mail.remind_no_address", func(d debtor) bool { return d.choice.Address == "" }},
		{"mail.remind_refused", func(d debtor) bool { return d.choice.Address != "" && !d.mailable() }},
	} {
		var names []string
		for _, d := range all {
			if group.is(d) {
				names = append(names, d.user.Name)
			}
		}
		if len(names) == 0 {
			continue
		}
		v.Words = append(v.Words, m.p.T(group.key, "names", strings.Join(names, ", ")))
		if group.key == "mail.remind_to" {
			v.Action, v.Help = m.path("summary/remind"), m.p.T("mail.remind_help")
		}
	}
}

// fillCopy gives the words of a reminder for those no mail reaches.
func (m *summaryMaker) fillCopy(v *remindView, all []debtor) error {
	var names, codes []string
	for _, d := range all {
		if m.s.mailSetUp() && d.mailable() {
			continue
		}
		names = append(names, d.user.Name)
		for _, code := range d.indicators {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	f := mail.Facts{
		Kind: mail.Reminded, Receiver: strings.Join(names, ", "), Unit: m.sum.Unit.Name, Period: m.p.Period(m.scope.period), By: m.user.Name,
		Due: m.p.Date(m.deadline.Due), Link: m.s.baseURL(m.c) + unitPath(m.scope.unit, "entry", m.scope.period),
	}
	for _, code := range codes {
		f.Items = append(f.Items, mail.Item{Name: m.row(indicator.Code(code)).Name})
	}
	l, err := mail.Write(m.p, f.Cut(mostItems))
	v.Copy = &fieldView{ID: "remind-copy", Name: "text", Label: m.p.T("mail.remind_copy"), Type: "textarea", Value: l.Text, ReadOnly: true}
	return err
}

// mayRemind reports whether a person may ask others for missing figures: all
// who work on the report or answer for it.
func mayRemind(u account.User, p account.Place) bool { return u.MayEnterSome(p) || u.MayAsk(p) }

// remind handles POST /units/:unit/summary/remind.
func (s *Server) remind(c echo.Context) error {
	if !s.mailSetUp() {
		return errs.E(errs.Invalid, "mail.not_set_up")
	}
	m, err := s.summaryMaker(c)
	if err != nil {
		return err
	}
	all, err := m.debtors()
	if err != nil {
		return err
	}
	var mails []store.NewMail
	for _, d := range all {
		if d.mailable() {
			mails = append(mails, store.NewMail{UserID: d.user.ID, Unit: m.scope.unit, Period: m.scope.period,
				Data: mail.Data{By: m.user.Name, Indicators: d.indicators}, Life: 24 * time.Hour})
		}
	}
	n, err := s.store.Remind(c.Request().Context(), actorFrom(c), s.today().Format(time.DateOnly), mails)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, m.path("summary", "reminded", strconv.Itoa(n))+"#remind")
}

// remindedNotice says what came of a reminder.
func (m *summaryMaker) remindedNotice() []noticeView {
	text := m.c.QueryParam("reminded")
	if text == "" {
		return nil
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return []noticeView{{Kind: "done", Text: m.p.T("mail.remind_sent", "n", n)}}
	}
	return []noticeView{{Kind: "info", Text: m.p.T("mail.remind_none")}}
}
