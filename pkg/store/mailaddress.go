package store

import (
	"context"
	"crypto/rand"
	stdmail "net/mail"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/mail"
)

// A MailChoice is where a person gets mail and what they refuse. The zero
// value is that of somebody without an address, who refuses nothing.
type MailChoice struct {
	Address string // empty: none
	Off     []mail.Kind
	Word    string // who has it may refuse kinds for the person; empty: nothing was ever chosen
}

// Refuses reports whether the person wants no mail of a kind.
func (m MailChoice) Refuses(k mail.Kind) bool { return slices.Contains(m.Off, k) }

type mailAccountRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Address   string
	Off       string
	Word      string
}

// TableName names the table for GORM.
func (mailAccountRow) TableName() string { return "mail_account" }

func (r mailAccountRow) choice() MailChoice {
	return MailChoice{Address: r.Address, Off: mail.SplitKinds(r.Off), Word: r.Word}
}

// longestAddress is how many bytes an address may have, by RFC 5321.
const longestAddress = 254

// checkAddress takes the address a person types: one address alone, without a
// name. Empty is none. The error is Invalid, "mail.bad_address".
func checkAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	found, err := stdmail.ParseAddress(text)
	if err != nil || found.Name != "" || found.Address != text || len(text) > longestAddress {
		return "", errs.E(errs.Invalid, "mail.bad_address", "text", text)
	}
	return text, nil
}

// Mail gives what a person has chosen about mail.
func (s *Store) Mail(ctx context.Context, userID int64) (MailChoice, error) {
	all, err := s.mailChoices(ctx, "account_id = ?", userID)
	return all[userID], err
}

// MailChoices gives what everybody has chosen about mail, by account. Absent:
// nothing was ever chosen.
func (s *Store) MailChoices(ctx context.Context) (map[int64]MailChoice, error) {
	return s.mailChoices(ctx, "1 = 1")
}

func (s *Store) mailChoices(ctx context.Context, where string, args ...any) (map[int64]MailChoice, error) {
	return mailChoicesIn(s.reader.WithContext(ctx), where, args...)
}

func mailChoicesIn(tx *gorm.DB, where string, args ...any) (map[int64]MailChoice, error) {
	var rows []mailAccountRow
	if err := tx.Where(where, args...).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	all := make(map[int64]MailChoice, len(rows))
	for _, r := range rows {
		all[r.AccountID] = r.choice()
	}
	return all, nil
}

// SetMail keeps a person's address and the kinds they refuse. An address that
// is none is Invalid, "mail.bad_address".
func (s *Store) SetMail(ctx context.Context, by Actor, userID int64, address string, off []mail.Kind) error {
	return s.changeMail(ctx, by, userID, func(row *mailAccountRow) (err error) {
		if row.Address, err = checkAddress(address); err != nil {
			return err
		}
		row.Off, err = mail.JoinKinds(off)
		return err
	})
}

// SetMailAddress changes a person's address alone, for administrators.
func (s *Store) SetMailAddress(ctx context.Context, by Actor, userID int64, address string) error {
	return s.changeMail(ctx, by, userID, func(row *mailAccountRow) (err error) {
		row.Address, err = checkAddress(address)
		return err
	})
}

func (s *Store) changeMail(ctx context.Context, by Actor, userID int64, change func(*mailAccountRow) error) error {
	return s.write(ctx, by, func(w *writer) error { return w.changeMail(userID, change) })
}

// changeMail alters what a person has chosen; nothing is written where nothing
// differs.
func (w *writer) changeMail(userID int64, change func(*mailAccountRow) error) error {
	user, err := takeAccount(w.tx, "id = ?", userID)
	if err != nil {
		return err
	}
	before := mailAccountRow{AccountID: userID}
	if err := w.tx.Where("account_id = ?", userID).Limit(1).Find(&before).Error; err != nil {
		return err
	}
	after := before
	after.AccountID = userID
	if err := change(&after); err != nil {
		return err
	}
	if after == before {
		return nil
	}
	if after.Word == "" {
		after.Word = rand.Text()
	}
	if err := w.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&after).Error; err != nil {
		return err
	}
	return w.note("user.mail", "user/"+user.Login, mailNote(before), mailNote(after), "")
}

// mailNote is what the audit keeps of a choice; the word stays out of it.
func mailNote(r mailAccountRow) map[string]string {
	return map[string]string{"address": r.Address, "off": r.Off}
}

// MailByWord gives the person whose mails hold a word, and what they have
// chosen; NotFound, "mail.no_such_word", if it is nobody's.
func (s *Store) MailByWord(ctx context.Context, word string) (user account.User, choice MailChoice, err error) {
	all, err := s.mailChoices(ctx, "word = ?", word)
	if err != nil {
		return user, choice, err
	}
	for id, c := range all {
		user, err = s.UserByID(ctx, id)
		return user, c, err
	}
	return user, choice, errs.E(errs.NotFound, "mail.no_such_word")
}

// RefuseMail has a person get no more mails of a kind.
func (s *Store) RefuseMail(ctx context.Context, by Actor, userID int64, kind mail.Kind) error {
	return s.changeMail(ctx, by, userID, func(row *mailAccountRow) (err error) {
		row.Off, err = mail.JoinKinds(append(mail.SplitKinds(row.Off), kind))
		return err
	})
}
