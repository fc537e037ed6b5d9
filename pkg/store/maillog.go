package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// MailPlanSetting is the setting that holds a mail.Plan.
const MailPlanSetting = "mail.plan"

// MailPlan gives which mails are sent by themselves, and the version of the
// setting.
func (s *Store) MailPlan(ctx context.Context) (plan mail.Plan, version int, err error) {
	text, version, err := s.Setting(ctx, MailPlanSetting)
	if err != nil {
		return plan, version, err
	}
	plan, err = mail.ParsePlan(text)
	return plan, version, err
}

// A MailFilter chooses mails of the log. Zero fields choose everything.
type MailFilter struct {
	Kind  mail.Kind
	State mail.State
	Login string
	Below int64 // only mails with a smaller id: the next page
	Limit int   // at most so many; zero: 100
}

// Mails gives the log, the newest first, with the names of the receivers.
func (s *Store) Mails(ctx context.Context, f MailFilter) ([]Mail, error) {
	q := s.reader.WithContext(ctx).Table("mail m").Joins("JOIN account a ON a.id = m.account_id").Select("m.*, a.login, a.name").Order("m.id DESC")
	if f.Kind != "" {
		q = q.Where("m.kind = ?", f.Kind)
	}
	if f.State != "" {
		q = q.Where("m.state = ?", f.State)
	}
	if f.Login != "" {
		q = q.Where("a.login = ?", f.Login)
	}
	if f.Below > 0 {
		q = q.Where("m.id < ?", f.Below)
	}
	if f.Limit <= 0 {
		f.Limit = 100
	}
	var rows []struct {
		Mail  mailRow `gorm:"embedded"`
		Login string
		Name  string
	}
	if err := q.Limit(f.Limit).Scan(&rows).Error; err != nil {
		return nil, told(err)
	}
	all := make([]Mail, len(rows))
	for i, r := range rows {
		m, err := r.Mail.mail()
		if err != nil {
			return nil, err
		}
		m.Login, m.Name = r.Login, r.Name
		all[i] = m
	}
	return all, nil
}

// MailCounts counts the mails of the log by their state.
func (s *Store) MailCounts(ctx context.Context) (map[mail.State]int, error) {
	var rows []struct {
		State string
		N     int
	}
	err := s.reader.WithContext(ctx).Table("mail").Select("state, count(*) AS n").Group("state").Scan(&rows).Error
	counts := make(map[mail.State]int, len(rows))
	for _, r := range rows {
		counts[mail.State(r.State)] = r.N
	}
	return counts, told(err)
}

// RetryMail has a mail sent again that was given up or of which nobody knows
// whether it was sent. The error is NotFound if there is none of that number,
// Invalid, "mail.not_retried", in any other state.
func (s *Store) RetryMail(ctx context.Context, by Actor, id int64) error {
	return s.write(ctx, by, func(w *writer) error {
		var row mailRow
		if err := w.tx.Where("id = ?", id).Limit(1).Find(&row).Error; err != nil {
			return err
		}
		switch {
		case row.ID == 0:
			return notFound("mail.no_such_mail")
		case !mail.State(row.State).MayRetry():
			return errs.E(errs.Invalid, "mail.not_retried")
		}
		again := map[string]any{"state": mail.Waiting, "attempts": 0, "worker": "", "next_try": w.now.Unix(), "until": w.now.Add(mailLife).Unix()}
		if err := w.tx.Table("mail").Where("id = ?", id).Updates(again).Error; err != nil {
			return err
		}
		return w.note("mail.retry", fmt.Sprintf("mail/%d", id), map[string]any{"state": row.State, "kind": row.Kind}, nil, "")
	})
}

// PruneMails removes from the log what was put there before a moment, and says
// how much. What is still to be sent stays.
func (s *Store) PruneMails(ctx context.Context, before time.Time) (int64, error) {
	done := s.writer.WithContext(ctx).Where("created < ? AND state NOT IN ?", before.Unix(), []mail.State{mail.Waiting, mail.Sending}).Delete(&mailRow{})
	return done.RowsAffected, told(done.Error)
}

// RemindedOn gives who was reminded by somebody about a unit's period on a
// day, by account.
func (s *Store) RemindedOn(ctx context.Context, unit org.Key, p period.Period, day string) (map[int64]bool, error) {
	var ids []int64
	about := fmt.Sprintf("%s/%s/%s/%s/", mail.Reminded, unit, p, day)
	err := s.reader.WithContext(ctx).Table("mail").Where("kind = ? AND unit = ? AND substr(dedupe, 1, ?) = ?", mail.Reminded, unit, len(about), about).Pluck("account_id", &ids).Error
	reminded := make(map[int64]bool, len(ids))
	for _, id := range ids {
		reminded[id] = true
	}
	return reminded, told(err)
}

// afterRestoreMail makes uncertain what was still to be sent when an archive
// was taken: it may have been sent since, and nothing is sent twice.
func afterRestoreMail(tx *gorm.DB) error {
	return tx.Exec("UPDATE mail SET state = ? WHERE state IN ?", mail.Uncertain, []mail.State{mail.Waiting, mail.Sending}).Error
}
