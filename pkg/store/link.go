package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// A Purpose says what a one-time link is for.
type Purpose string

// The purposes of links.
const (
	FirstLink Purpose = "first" // makes the first administrator
	SetupLink Purpose = "setup" // a new person's first password
	ResetLink Purpose = "reset" // a new password for one that was lost
)

// A Link is a one-time link that is still good.
type Link struct {
	Purpose Purpose
	User    account.User // without grants; zero for the first
	Until   time.Time
}

type linkRow struct {
	Hash      string `gorm:"primaryKey"`
	AccountID *int64
	Purpose   string
	Until     int64
}

// TableName names the table for GORM.
func (linkRow) TableName() string { return "account_link" }

// secretWord makes a word of 256 random bits, with its hash: the word is shown
// once, the hash alone is kept.
func secretWord(prefix string) (word, hash string) {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails: the program stops where the system gives no randomness
	word = prefix + base64.RawURLEncoding.EncodeToString(raw)
	return word, hashWord(word)
}

func hashWord(word string) string {
	sum := sha256.Sum256([]byte(word))
	return hex.EncodeToString(sum[:])
}

// NewFirstLink makes the link that sets up the first administrator; earlier
// ones no longer work. The error is Conflict, "account.has_users", if there is
// an account already.
func (s *Store) NewFirstLink(ctx context.Context, until time.Time) (word string, err error) {
	err = s.write(ctx, Actor{From: "cli"}, func(w *writer) error {
		if err := w.noUsers(); err != nil {
			return err
		}
		word, err = w.addLink(nil, FirstLink, until)
		return errors.Join(err, w.note("user.link", "user", nil, map[string]any{"purpose": FirstLink}, ""))
	})
	return word, err
}

// NewLink makes a link with which a person sets a password; earlier ones of
// the same person no longer work. The word is shown once and not kept.
func (s *Store) NewLink(ctx context.Context, by Actor, userID int64, purpose Purpose, until time.Time) (word string, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		u, err := w.user(userID)
		if err != nil {
			return err
		}
		if word, err = w.addLink(&userID, purpose, until); err != nil {
			return err
		}
		return w.note("user.link", "user/"+u.Login, nil, map[string]any{"purpose": purpose, "until": until.UTC().Format(time.RFC3339)}, "")
	})
	return word, err
}

func (w *writer) addLink(userID *int64, purpose Purpose, until time.Time) (string, error) {
	if err := w.dropLinks(userID); err != nil {
		return "", err
	}
	word, hash := secretWord("")
	row := linkRow{Hash: hash, AccountID: userID, Purpose: string(purpose), Until: until.Unix()}
	return word, w.tx.Create(&row).Error
}

// dropLinks ends the links of a person, those of the first for nil.
func (w *writer) dropLinks(userID *int64) error {
	q := w.tx.Where("account_id IS NULL")
	if userID != nil {
		q = w.tx.Where("account_id = ?", *userID)
	}
	return q.Delete(&linkRow{}).Error
}

func (w *writer) noUsers() error {
	var n int64
	if err := w.tx.Table("account").Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return errs.E(errs.Conflict, "account.has_users")
	}
	return nil
}

// Link gives a link that is still good; NotFound, "account.link_gone", for one
// that was used, replaced, is too old or never was.
func (s *Store) Link(ctx context.Context, word string) (l Link, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		l, err = takeLink(tx, word, s.second())
		return err
	})
	return l, err
}

func takeLink(tx *gorm.DB, word string, now time.Time) (Link, error) {
	var row linkRow
	err := tx.Where("hash = ? AND until > ?", hashWord(word), now.Unix()).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Link{}, errs.E(errs.NotFound, "account.link_gone")
	}
	l := Link{Purpose: Purpose(row.Purpose), Until: time.Unix(row.Until, 0).UTC()}
	if err != nil || row.AccountID == nil {
		return l, err
	}
	owner, err := takeAccount(tx, "id = ?", *row.AccountID)
	l.User = owner.account().User
	if err == nil && l.User.Disabled {
		return Link{}, errs.E(errs.NotFound, "account.link_gone")
	}
	return l, err
}

// RedeemLink sets the password of a link's person. The link works no more, and
// whoever was logged in as that person is logged out. from is the address.
func (s *Store) RedeemLink(ctx context.Context, from, word, passwordHash string) (user account.User, err error) {
	err = s.write(ctx, Actor{From: from}, func(w *writer) error {
		l, err := takeLink(w.tx, word, w.now)
		if err != nil {
			return err
		}
		if l.Purpose == FirstLink {
			return errs.E(errs.NotFound, "account.link_gone")
		}
		w.actor = Actor{UserID: l.User.ID, Login: l.User.Login, Name: l.User.Name, From: from}
		if err := w.setPassword(l.User.ID, passwordHash, ""); err != nil {
			return err
		}
		user, err = w.user(l.User.ID)
		return err
	})
	return user, err
}

// A SetUp is what the first administrator says: who they are, and where they
// administer.
type SetUp struct {
	User   NewUser // its grants are made by SetUp
	Top    org.Key // a unit without parent, after Change
	From   string  // network address
	Change func(*indicator.State) (indicator.Change, error)
}

// RedeemFirst makes units and the first administrator of all, in one
// transaction. The link works no more.
func (s *Store) RedeemFirst(ctx context.Context, word string, set SetUp) (user account.User, err error) {
	by := Actor{Login: set.User.Login, Name: set.User.Name, From: set.From}
	err = s.write(ctx, by, func(w *writer) error {
		l, err := takeLink(w.tx, word, w.now)
		if err != nil {
			return err
		}
		if l.Purpose != FirstLink {
			return errs.E(errs.NotFound, "account.link_gone")
		}
		if err := errors.Join(w.noUsers(), w.decide(set.Change), w.dropLinks(nil)); err != nil {
			return err
		}
		set.User.Grants = []account.Grant{{Role: account.Administrator, Unit: set.Top, Below: true}}
		user, err = w.addUser(set.User)
		return err
	})
	return user, err
}

// SetPassword sets a person's password. Every session but the one named by its
// hash ends, tokens and links work no more.
func (s *Store) SetPassword(ctx context.Context, by Actor, userID int64, passwordHash, keepSession string) error {
	return s.write(ctx, by, func(w *writer) error { return w.setPassword(userID, passwordHash, keepSession) })
}

func (w *writer) setPassword(userID int64, passwordHash, keepSession string) error {
	u, err := w.user(userID)
	if err != nil {
		return err
	}
	row := map[string]any{"password_hash": passwordHash, "password_set": w.now.Unix(), "version": u.Version + 1}
	if err := w.tx.Table("account").Where("id = ?", userID).Updates(row).Error; err != nil {
		return err
	}
	err = errors.Join(w.endSessions(userID, keepSession), w.revokeTokens(userID), w.dropLinks(&userID),
		w.tx.Where("subject = ?", failureOfLogin(u.Login)).Delete(&failureRow{}).Error)
	return errors.Join(err, w.note("user.password", "user/"+u.Login, nil, nil, ""))
}
