package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// A Token lets another system act as a person, at most with the rights of that
// person.
type Token struct {
	ID      int64
	UserID  int64
	Name    string
	Role    account.Role // only this role's grants; empty: all. Never administrator
	Unit    org.Key      // only on this unit; empty: all
	Created time.Time
	Until   time.Time // zero: does not end by itself
	Revoked time.Time // zero: valid
}

type tokenRow struct {
	ID        int64 `gorm:"primaryKey"`
	Hash      string
	AccountID int64
	Name      string
	Role      string
	Unit      string
	Created   int64
	Until     int64
	Revoked   int64
}

// TableName names the table for GORM.
func (tokenRow) TableName() string { return "api_token" }

func (r tokenRow) token() Token {
	return Token{r.ID, r.AccountID, r.Name, account.Role(r.Role), org.Key(r.Unit), moment(r.Created), moment(r.Until), moment(r.Revoked)}
}

// moment reads stored seconds, of which 0 is no time.
func moment(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// AddToken makes a token of a person. The word is shown once and not kept.
func (s *Store) AddToken(ctx context.Context, by Actor, t Token) (word string, err error) {
	name, err := account.PersonName(t.Name)
	if err != nil {
		return "", errs.E(errs.Invalid, "account.token_name")
	}
	if t.Role == account.Administrator {
		return "", errs.E(errs.Invalid, "account.token_role")
	}
	word, hash := secretWord("mt_")
	err = s.write(ctx, by, func(w *writer) error {
		u, err := w.user(t.UserID)
		if err != nil {
			return err
		}
		row := tokenRow{Hash: hash, AccountID: t.UserID, Name: name, Role: string(t.Role), Unit: string(t.Unit), Created: w.now.Unix(), Until: seconds(t.Until)}
		if err := w.tx.Create(&row).Error; err != nil {
			return err
		}
		return w.note("token.add", "user/"+u.Login, nil, map[string]any{"name": name, "role": t.Role, "unit": t.Unit}, "")
	})
	if err != nil {
		return "", err
	}
	return word, nil
}

// TokenUser gives a token that is valid now, and its person as they are now.
// The error is Unauthorized, "api.token_wrong", for a word that is unknown,
// revoked or too old, or whose person is disabled.
func (s *Store) TokenUser(ctx context.Context, word string) (t Token, user account.User, err error) {
	wrong := errs.E(errs.Unauthorized, "api.token_wrong")
	var row tokenRow
	err = s.reader.WithContext(ctx).Where("hash = ?", hashWord(word)).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return t, user, wrong
	}
	if err != nil {
		return t, user, told(err)
	}
	t = row.token()
	if !t.Revoked.IsZero() || !t.Until.IsZero() && !t.Until.After(s.second()) {
		return t, user, wrong
	}
	if user, err = s.UserByID(ctx, t.UserID); err == nil && user.Disabled {
		return t, account.User{}, wrong
	}
	return t, user, err
}

// Tokens gives a person's tokens that are not revoked, the newest first.
func (s *Store) Tokens(ctx context.Context, userID int64) ([]Token, error) {
	var rows []tokenRow
	err := s.reader.WithContext(ctx).Where("account_id = ? AND revoked = 0", userID).Order("id DESC").Find(&rows).Error
	all := make([]Token, len(rows))
	for i, r := range rows {
		all[i] = r.token()
	}
	return all, told(err)
}

// RevokeToken ends a token of a person at once; NotFound if the person has no
// such token.
func (s *Store) RevokeToken(ctx context.Context, by Actor, userID, id int64) error {
	return s.write(ctx, by, func(w *writer) error {
		u, err := w.user(userID)
		if err != nil {
			return err
		}
		done := w.tx.Table("api_token").Where("id = ? AND account_id = ? AND revoked = 0", id, userID).Update("revoked", w.now.Unix())
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return errs.E(errs.NotFound, "account.no_such_token")
		}
		return w.note("token.revoke", "user/"+u.Login, map[string]any{"id": id}, nil, "")
	})
}

func (w *writer) revokeTokens(userID int64) error {
	return w.tx.Table("api_token").Where("account_id = ? AND revoked = 0", userID).Update("revoked", w.now.Unix()).Error
}
