package store

import (
	"context"
	"encoding/json"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A Mail is one mail of the queue, to be sent or sent.
type Mail struct {
	ID       int64
	Kind     mail.Kind
	UserID   int64
	Login    string // of its receiver; only in lists
	Name     string // of its receiver; only in lists
	Unit     org.Key
	Period   period.Period // zero: none
	Data     mail.Data
	Created  time.Time
	State    mail.State
	Attempts int
	NextTry  time.Time
	Error    string // of the last attempt, or a mail.Reason
	Address  string // it was sent to; empty: not sent
	Subject  string // as it was sent
	Body     string // as it was sent
	SentAt   time.Time
	worker   string
}

func (r mailRow) mail() (m Mail, err error) {
	m = Mail{
		ID: r.ID, Kind: mail.Kind(r.Kind), UserID: r.AccountID, Unit: org.Key(r.Unit), Created: moment(r.Created), State: mail.State(r.State),
		Attempts: r.Attempts, NextTry: moment(r.NextTry), Error: r.LastError, Address: r.Address, Subject: r.Subject, Body: r.Body, worker: r.Worker,
	}
	if r.SentAt > 0 {
		m.SentAt = moment(r.SentAt)
	}
	if r.Period != "" {
		if m.Period, err = period.Parse(r.Period); err != nil {
			return m, err
		}
	}
	return m, json.Unmarshal([]byte(r.Data), &m.Data)
}

// MailLease is for how long a worker may be about one mail. What is still
// being sent after that was lost with its worker.
const MailLease = 10 * time.Minute

// SettleMail puts away what cannot be sent any more: mails that were being
// sent when their worker was lost become uncertain, for nobody can say whether
// the mail server took them; mails that are of no use any more are dropped.
// uncertain is how many there were of the first sort.
func (s *Store) SettleMail(ctx context.Context) (uncertain int, err error) {
	now := s.second()
	lost := s.writer.WithContext(ctx).Exec("UPDATE mail SET state = ? WHERE state = ? AND claimed <= ?",
		mail.Uncertain, mail.Sending, now.Add(-MailLease).Unix())
	if lost.Error != nil {
		return 0, told(lost.Error)
	}
	err = s.writer.WithContext(ctx).Exec("UPDATE mail SET state = ?, last_error = ? WHERE state = ? AND until < ?",
		mail.Dropped, mail.Expired, mail.Waiting, now.Unix()).Error
	return int(lost.RowsAffected), told(err)
}

// ClaimMail takes the next mail that is due, for worker alone: of any number
// of workers on one database one gets it. Before anything is sent the mail is
// marked so, so that whatever happens next it is never sent again by itself.
// The error is NotFound, "mail.none_due", if there is none.
func (s *Store) ClaimMail(ctx context.Context, worker string) (Mail, error) {
	db, now := s.writer.WithContext(ctx), s.second().Unix()
	for {
		var ids []int64
		err := db.Table("mail").Where("state = ? AND next_try <= ?", mail.Waiting, now).Order("next_try, id").Limit(1).Pluck("id", &ids).Error
		if err != nil {
			return Mail{}, told(err)
		}
		if len(ids) == 0 {
			return Mail{}, errs.E(errs.NotFound, "mail.none_due")
		}
		const take = "UPDATE mail SET state = ?, claimed = ?, worker = ?, attempts = attempts + 1 WHERE id = ? AND state = ?"
		got := db.Exec(take, mail.Sending, now, worker, ids[0], mail.Waiting)
		if got.Error != nil {
			return Mail{}, told(got.Error)
		}
		if got.RowsAffected == 0 {
			continue // another was faster
		}
		var row mailRow
		if err := db.Where("id = ?", ids[0]).Take(&row).Error; err != nil {
			return Mail{}, told(err)
		}
		return row.mail()
	}
}

// MailDone says that a claimed mail was sent, and what was sent. It holds even
// after the lease is over: what is known goes before what is uncertain.
func (s *Store) MailDone(ctx context.Context, m Mail, address string, l mail.Letter) error {
	return s.endMail(ctx, m, map[string]any{
		"state": mail.Sent, "sent_at": s.second().Unix(), "address": address, "subject": l.Subject, "body": l.Text, "last_error": "",
	})
}

// MailFailed says that a claimed mail was certainly not sent. It is tried again
// after a pause, or given up: after mail.MaxAttempts, or at once where final
// says that trying again is no use. gaveUp reports which.
func (s *Store) MailFailed(ctx context.Context, m Mail, cause string, final bool) (gaveUp bool, err error) {
	pause, again := mail.Pause(m.Attempts)
	if final || !again {
		return true, s.endMail(ctx, m, map[string]any{"state": mail.Failed, "last_error": cause})
	}
	return false, s.endMail(ctx, m, map[string]any{"state": mail.Waiting, "last_error": cause, "next_try": s.second().Add(pause).Unix()})
}

// MailUncertain says that nobody knows whether the mail server took a claimed
// mail.
func (s *Store) MailUncertain(ctx context.Context, m Mail, address string, l mail.Letter, cause string) error {
	return s.endMail(ctx, m, map[string]any{"state": mail.Uncertain, "address": address, "subject": l.Subject, "body": l.Text, "last_error": cause})
}

// MailDropped says that a claimed mail is not sent on purpose, for one of
// mail.Reasons.
func (s *Store) MailDropped(ctx context.Context, m Mail, reason string) error {
	return s.endMail(ctx, m, map[string]any{"state": mail.Dropped, "last_error": reason})
}

// endMail ends what a worker is about. Nothing changes if somebody else has
// had the mail since.
func (s *Store) endMail(ctx context.Context, m Mail, row map[string]any) error {
	return told(s.writer.WithContext(ctx).Table("mail").
		Where("id = ? AND worker = ? AND attempts = ? AND state IN ?", m.ID, m.worker, m.Attempts, []mail.State{mail.Sending, mail.Uncertain}).Updates(row).Error)
}
