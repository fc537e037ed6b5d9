package server

import (
	"context"
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/mail"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A mailCase is a case a mail of one kind can be shown by: what it is about,
// and somebody who would get it.
type mailCase struct {
	store.Mail
	user account.User
}

// previewMail handles GET /admin/mail/preview: what a kind of mail says with
// the figures there are.
func (s *Server) previewMail(c echo.Context) error {
	kind, lang := mail.Kind(c.QueryParam("kind")), i18n.Lang(c.QueryParam("lang"))
	if !kind.Known() || !slices.Contains(i18n.Langs, lang) {
		return errs.E(errs.Invalid, "server.bad_request")
	}
	p := printerFrom(c)
	a, err := s.admin(c, "mail.preview_of", "kind", p.T("mail.kind_"+string(kind)))
	if err != nil {
		return err
	}
	a.trail(mailPath, "mail.title")
	if err := a.addMailPreview(); err != nil {
		return err
	}
	l, name, err := a.previewed(kind, lang)
	switch {
	case errs.KindOf(err) == errs.NotFound && err != nil:
		a.add(adminPart{Empty: &emptyView{Text: p.T("mail.preview_none"), Line: true}})
		return a.show(nil)
	case err != nil:
		return err
	}
	a.add(adminPart{Heading: p.T("mail.preview_to"), Text: name})
	a.add(adminPart{Heading: p.T("mail.preview_subject"), Text: l.Subject})
	a.add(adminPart{Heading: p.T("mail.log_subject"), Letter: l.Text})
	return a.show(nil)
}

// previewed writes the mail for the first case in which it really has
// something to say; NotFound, "mail.preview_none", if there is none.
func (a *adminPage) previewed(kind mail.Kind, lang i18n.Lang) (l mail.Letter, receiver string, err error) {
	ctx := a.c.Request().Context()
	cases, err := a.mailCases(ctx, kind)
	if err != nil {
		return l, "", err
	}
	for _, x := range cases {
		w, err := a.s.mailWriter(ctx, x.user)
		if err != nil {
			return l, "", err
		}
		facts, reason, err := w.in(lang).facts(ctx, x.Mail)
		if err != nil {
			return l, "", err
		}
		if reason != "" {
			continue
		}
		facts.Refuse = a.s.refusePath("…", kind)
		l, err = mail.Write(i18n.For(lang), facts)
		return l, x.user.Name, err
	}
	return l, "", errs.E(errs.NotFound, "mail.preview_none")
}

// mailCases are the cases of a kind there are.
func (a *adminPage) mailCases(ctx context.Context, kind mail.Kind) ([]mailCase, error) {
	accounts, err := a.s.store.Users(ctx)
	if err != nil {
		return nil, err
	}
	users := make([]account.User, len(accounts))
	for i, u := range accounts {
		users[i] = u.User
	}
	switch kind {
	case mail.Before, mail.After:
		return a.deadlineCases(ctx, kind, users)
	case mail.Reminded:
		return a.missingCases(ctx, users)
	case mail.Returned:
		return a.returnedCases(ctx, users)
	case mail.Asked, mail.Answered:
		return a.questionCases(ctx, kind, users)
	}
	var cases []mailCase
	for _, u := range users {
		if u.Is(account.Leader) {
			cases = append(cases, mailCase{store.Mail{Kind: kind}, u})
		}
	}
	return cases, nil
}

func (a *adminPage) deadlineCases(ctx context.Context, kind mail.Kind, users []account.User) (cases []mailCase, err error) {
	for _, u := range users {
		debts, err := a.s.debtsOf(ctx, a.p, u)
		if err != nil {
			return nil, err
		}
		for _, d := range debts {
			cases = append(cases, mailCase{store.Mail{Kind: kind, Unit: d.unit, Period: d.Period}, u})
		}
	}
	return cases, nil
}

// place is a unit in a period.
func (a *adminPage) placeOf(m store.Mail) account.Place {
	return account.Place{Tree: a.catalogue.Tree, Unit: m.Unit, Day: m.Period.Last()}
}

func (a *adminPage) returnedCases(ctx context.Context, users []account.User) (cases []mailCase, err error) {
	subs, err := a.s.store.Submissions(ctx)
	if err != nil {
		return nil, err
	}
	for _, head := range subs {
		if head.State != workflow.Returned {
			continue
		}
		sub, err := a.s.store.Submission(ctx, head.Unit, head.Period)
		if err != nil {
			return nil, err
		}
		step, ok := sub.Last(workflow.Return)
		m := store.Mail{Kind: mail.Returned, Unit: sub.Unit, Period: sub.Period, Data: mail.Data{By: step.ByName, Text: step.Reason}}
		for _, u := range account.Responsible(users, a.placeOf(m), "") {
			if ok {
				cases = append(cases, mailCase{m, u})
			}
		}
	}
	return cases, nil
}

func (a *adminPage) questionCases(ctx context.Context, kind mail.Kind, users []account.User) (cases []mailCase, err error) {
	questions, err := a.s.store.Questions(ctx, "", period.Period{})
	if err != nil {
		return nil, err
	}
	for _, q := range slices.Backward(questions) {
		m := store.Mail{Kind: kind, Unit: q.Unit, Period: q.Period, Data: mail.Data{By: q.ByName, Text: q.Text, Indicator: q.Indicator}}
		for _, u := range users {
			switch n := len(q.Answers); {
			case kind == mail.Asked && u.MayEnterSome(a.placeOf(m)):
				cases = append(cases, mailCase{m, u})
			case kind == mail.Answered && n > 0 && u.Login == q.By:
				m.Data.By, m.Data.Text = q.Answers[n-1].ByName, q.Answers[n-1].Text
				cases = append(cases, mailCase{m, u})
			}
		}
	}
	return cases, nil
}

// missingCases are of units whose newest period lacks figures.
func (a *adminPage) missingCases(ctx context.Context, users []account.User) (cases []mailCase, err error) {
	for _, key := range a.unitOrder() {
		p, err := a.s.store.NewestPeriod(ctx, key)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		m := store.Mail{Kind: mail.Reminded, Unit: key, Period: p, Data: mail.Data{By: userFrom(a.c).Name}}
		people := account.Responsible(users, a.placeOf(m), "")
		if len(people) == 0 {
			continue
		}
		w, err := a.s.mailWriter(ctx, people[0])
		if err != nil {
			return nil, err
		}
		sum, err := w.summary(ctx, key, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		for _, gap := range sum.Gaps(report.MissingActual) {
			m.Data.Indicators = append(m.Data.Indicators, string(gap.Indicator))
		}
		if len(m.Data.Indicators) > 0 {
			return []mailCase{{m, people[0]}}, nil
		}
	}
	return nil, nil
}
