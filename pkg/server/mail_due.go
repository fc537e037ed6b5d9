package server

import (
	"context"
	"fmt"
	"time"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/mail"
	"muctieu/pkg/store"
)

// mailHour is when the mails of a day are prepared, in the zone of dates.
const mailHour = 7

// digestLife is for how long the weekly digest is of use.
const digestLife = 4 * 24 * time.Hour

// prepareMail puts the mails of the day into the queue, once a day for all
// servers on one database. What is there already is not put in again, so a
// server that dies meanwhile does no harm.
func (s *Server) prepareMail(ctx context.Context) error {
	now := s.now().In(s.zone)
	due := time.Date(now.Year(), now.Month(), now.Day(), mailHour, 0, 0, 0, s.zone)
	if now.Before(due) {
		return nil
	}
	_, err := s.store.Job(ctx, "prepare-mail", due, store.MailLease, func() error { return s.prepareDay(ctx, now) })
	return err
}

func (s *Server) prepareDay(ctx context.Context, now time.Time) error {
	plan, _, err := s.store.MailPlan(ctx)
	if err != nil {
		return err
	}
	choices, err := s.store.MailChoices(ctx)
	if err != nil {
		return err
	}
	accounts, err := s.store.Users(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		choice := choices[a.ID]
		if a.Disabled || choice.Address == "" {
			continue
		}
		mails, err := s.mailsOf(ctx, a.User, choice, plan, now)
		if err != nil {
			return err
		}
		if _, err := s.store.QueueMail(ctx, mails...); err != nil {
			return err
		}
	}
	return nil
}

// mailsOf gives the mails that are due to a person.
func (s *Server) mailsOf(ctx context.Context, user account.User, choice store.MailChoice, plan mail.Plan, now time.Time) (mails []store.NewMail, err error) {
	debts, err := s.debtsOf(ctx, i18n.For(i18n.ParseLang(user.Lang)), user)
	if err != nil {
		return nil, err
	}
	for _, d := range debts {
		kind, ok := plan.Due(d.Deadline.DaysLeft(now, s.zone))
		if ok && !d.Deadline.Due.IsZero() && !choice.Refuses(kind) {
			mails = append(mails, reminderOf(user, d, kind))
		}
	}
	if plan.Digest && now.Weekday() == time.Monday && user.Is(account.Leader) && !choice.Refuses(mail.Digest) {
		year, week := now.ISOWeek()
		mails = append(mails, store.NewMail{Kind: mail.Digest, UserID: user.ID, About: fmt.Sprintf("%d-W%02d", year, week), Life: digestLife})
	}
	return mails, nil
}

// reminderOf is the one reminder of its kind about a debt and its deadline: a
// deadline that is put off is another.
func reminderOf(user account.User, d debt, kind mail.Kind) store.NewMail {
	return store.NewMail{
		Kind: kind, UserID: user.ID, Unit: d.unit, Period: d.Period,
		About: fmt.Sprintf("%s/%s/%s", d.unit, d.Period, d.Deadline.Due.Format(time.DateOnly)),
	}
}
