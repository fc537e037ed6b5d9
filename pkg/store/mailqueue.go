package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/account"
	"muctieu/pkg/indicator"
	"muctieu/pkg/mail"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// A NewMail is a mail to be put into the queue.
type NewMail struct {
	Kind   mail.Kind
	UserID int64
	Unit   org.Key       // empty: about none in particular
	Period period.Period // zero: about none in particular
	Data   mail.Data
	// About tells mails of one kind to one person apart: the second of two
	// that have it in common is not put in.
	About string
	Life  time.Duration // after which it is of no use; 0: three days
}

// mailLife is for how long most mails are of use.
const mailLife = 72 * time.Hour

type mailRow struct {
	ID        int64 `gorm:"primaryKey"`
	Dedupe    string
	Kind      string
	AccountID int64
	Unit      string
	Period    string
	Data      string
	Created   int64
	Until     int64
	State     string
	Attempts  int
	NextTry   int64
	Claimed   int64
	Worker    string
	LastError string
	Address   string
	Subject   string
	Body      string
	SentAt    int64
}

// TableName names the table for GORM.
func (mailRow) TableName() string { return "mail" }

func (n NewMail) row(now time.Time) (mailRow, error) {
	data, err := json.Marshal(n.Data)
	if n.Life <= 0 {
		n.Life = mailLife
	}
	r := mailRow{
		Dedupe: fmt.Sprintf("%s/%s/%d", n.Kind, n.About, n.UserID), Kind: string(n.Kind), AccountID: n.UserID, Unit: string(n.Unit),
		Data: string(data), Created: now.Unix(), Until: now.Add(n.Life).Unix(), State: string(mail.Waiting), NextTry: now.Unix(),
	}
	if !n.Period.IsZero() {
		r.Period = n.Period.String()
	}
	return r, err
}

// QueueMail puts mails into the queue, all or none; those that are there
// already stay as they are. added is how many were new. The queue is no
// figure: it is neither audited nor counted.
func (s *Store) QueueMail(ctx context.Context, mails ...NewMail) (added int, err error) {
	err = s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		added, err = queueMail(tx, s.second(), mails)
		return err
	})
	return added, told(err)
}

func queueMail(tx *gorm.DB, now time.Time, mails []NewMail) (added int, err error) {
	for _, n := range mails {
		row, err := n.row(now)
		if err != nil {
			return added, err
		}
		done := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "dedupe"}}, DoNothing: true}).Create(&row)
		if done.Error != nil {
			return added, done.Error
		}
		added += int(done.RowsAffected)
	}
	return added, nil
}

// Remind asks people for figures that are missing, each at most once about one
// period of a unit and a day. Who was asked today already is left out; added
// is how many were not. day names the day in the zone of dates.
func (s *Store) Remind(ctx context.Context, by Actor, day string, mails []NewMail) (added int, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		var asked []int64
		for i := range mails {
			n := &mails[i]
			n.Kind, n.About = mail.Reminded, fmt.Sprintf("%s/%s/%s", n.Unit, n.Period, day)
			fresh, err := queueMail(w.tx, w.now, mails[i:i+1])
			if err != nil {
				return err
			}
			if fresh > 0 {
				asked = append(asked, n.UserID)
			}
		}
		if added = len(asked); added == 0 {
			return nil
		}
		logins, err := loginsOf(w.tx, asked)
		if err != nil {
			return err
		}
		return w.note("mail.remind", string(mails[0].Unit)+"/"+mails[0].Period.String(), nil, map[string]any{"to": logins}, "")
	})
	return added, err
}

func loginsOf(tx *gorm.DB, ids []int64) (logins []string, err error) {
	err = tx.Table("account").Where("id IN ?", ids).Order("login").Pluck("login", &logins).Error
	return logins, err
}

// tell puts mails about something that happens in this change into the queue,
// for those of pick who have an address and do not refuse the kind. The person
// who does it gets none.
func (w *writer) tell(n NewMail, pick func(users []account.User, p account.Place) []account.User) error {
	choices, err := mailChoicesIn(w.tx, "address <> ''")
	if err != nil || len(choices) == 0 {
		return err
	}
	users, err := w.users()
	if err != nil {
		return err
	}
	c, err := w.loaded()
	if err != nil {
		return err
	}
	var mails []NewMail
	n.Data.By = w.actor.Name
	for _, u := range pick(users, account.Place{Tree: c.Tree, Unit: n.Unit, Day: n.Period.Last()}) {
		choice, ok := choices[u.ID]
		if ok && u.ID != w.actor.UserID && !choice.Refuses(n.Kind) {
			n.UserID = u.ID
			mails = append(mails, n)
		}
	}
	_, err = queueMail(w.tx, w.now, mails)
	return err
}

// users reads all accounts with their grants, by login.
func (w *writer) users() ([]account.User, error) {
	var rows []accountRow
	if err := w.tx.Order("login").Find(&rows).Error; err != nil {
		return nil, err
	}
	grants, err := grantsOf(w.tx)
	users := make([]account.User, len(rows))
	for i, r := range rows {
		users[i] = r.account().User
		users[i].Grants = grants[r.ID]
	}
	return users, err
}

// tellReturned tells those who answer for a report, and who handed it in, that
// it was returned.
func (w *writer) tellReturned(sub workflow.Submission) error {
	step, ok := sub.Last(workflow.Return)
	if !ok {
		return nil
	}
	var sender string
	if handed, ok := sub.Last(workflow.Submit); ok {
		sender = handed.By
	}
	n := NewMail{Kind: mail.Returned, Unit: sub.Unit, Period: sub.Period, About: fmt.Sprintf("%s/%s/%d", sub.Unit, sub.Period, sub.Version), Data: mail.Data{Text: step.Reason}}
	for _, r := range step.Remarks {
		n.Data.Indicators = append(n.Data.Indicators, string(r.Indicator))
	}
	return w.tell(n, func(users []account.User, p account.Place) []account.User {
		answer := account.Responsible(users, p, "")
		for _, u := range users {
			if u.Login == sender && !u.Disabled && u.MayEnterSome(p) && !slices.ContainsFunc(answer, func(a account.User) bool { return a.ID == u.ID }) {
				answer = append(answer, u)
			}
		}
		return answer
	})
}

// tellAsked tells those who answer for an indicator that there is a question.
func (w *writer) tellAsked(q questionRecord, p period.Period, of indicator.Indicator) error {
	n := NewMail{Kind: mail.Asked, Unit: org.Key(q.Unit), Period: p, About: fmt.Sprint(q.ID), Data: mail.Data{Text: q.Text, Indicator: q.Indicator, Due: dayOf(q.Due)}}
	return w.tell(n, func(users []account.User, at account.Place) []account.User {
		return account.Responsible(users, at, of.Agency)
	})
}

// tellAnswered tells who asked that there is an answer.
func (w *writer) tellAnswered(q questionRecord, position int, text string) error {
	p, err := period.Parse(q.Period)
	if err != nil {
		return err
	}
	n := NewMail{Kind: mail.Answered, Unit: org.Key(q.Unit), Period: p, About: fmt.Sprintf("%d/%d", q.ID, position), Data: mail.Data{Text: text, Indicator: q.Indicator}}
	return w.tell(n, func(users []account.User, at account.Place) []account.User {
		return slices.DeleteFunc(users, func(u account.User) bool { return u.Login != q.Login || !u.MayRead(at) })
	})
}
