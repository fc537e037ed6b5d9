package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
)

// A SignInMethod is the way somebody signed in.
type SignInMethod string

// The ways to sign in.
const (
	ByPassword SignInMethod = "password"
	ByLink     SignInMethod = "link" // a one-time link that sets a password
	ByProvider SignInMethod = "oidc" // the office's own sign-in system
)

// SignedIn is the outcome of a sign-in that succeeded; any other is a word for
// why it did not.
const SignedIn = "ok"

// A SignIn is one attempt to sign in. Such records are no figures: they are
// neither audited nor counted, and are removed after a time.
type SignIn struct {
	ID      int64
	At      time.Time
	Login   string // empty: what was typed is the login of no account
	Method  SignInMethod
	Outcome string // SignedIn, or why not: "password", "code", ...
	Address string
	Agent   string // what the browser calls itself
}

type signInRow struct {
	ID       int64 `gorm:"primaryKey"`
	Recorded int64
	Login    string
	Method   string
	Outcome  string
	Address  string
	Agent    string
}

// TableName names the table for GORM.
func (signInRow) TableName() string { return "signin" }

// AddSignIn records an attempt; At and ID are the store's. A login of no
// account is not kept: people type passwords there by mistake.
func (s *Store) AddSignIn(ctx context.Context, n SignIn) error {
	row := signInRow{Recorded: s.second().Unix(), Method: string(n.Method), Outcome: n.Outcome, Address: n.Address, Agent: n.Agent}
	return told(s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		a, err := takeAccount(tx, "login = ?", n.Login)
		switch {
		case err == nil:
			row.Login = a.Login
		case errs.KindOf(err) != errs.NotFound:
			return err
		}
		return tx.Create(&row).Error
	}))
}

// A SignInFilter chooses records of sign-ins. Zero fields choose everything.
type SignInFilter struct {
	From, Until time.Time // Until itself is left out
	Login       string
	Refused     bool  // only those that failed
	Below       int64 // only rows with a smaller id: the next page
	Limit       int   // at most so many; zero: 100
}

// SignIns gives records of sign-ins, the newest first.
func (s *Store) SignIns(ctx context.Context, f SignInFilter) ([]SignIn, error) {
	q := s.reader.WithContext(ctx).Order("id DESC")
	q = whereSince(q, f.From, f.Until)
	if f.Login != "" {
		q = q.Where("login = ?", f.Login)
	}
	if f.Refused {
		q = q.Where("outcome <> ?", SignedIn)
	}
	if f.Below > 0 {
		q = q.Where("id < ?", f.Below)
	}
	if f.Limit <= 0 {
		f.Limit = 100
	}
	var rows []signInRow
	if err := q.Limit(f.Limit).Find(&rows).Error; err != nil {
		return nil, told(err)
	}
	all := make([]SignIn, len(rows))
	for i, r := range rows {
		all[i] = SignIn{r.ID, time.Unix(r.Recorded, 0).UTC(), r.Login, SignInMethod(r.Method), r.Outcome, r.Address, r.Agent}
	}
	return all, nil
}

// whereSince bounds the column recorded; zero times bound nothing.
func whereSince(q *gorm.DB, from, until time.Time) *gorm.DB {
	if !from.IsZero() {
		q = q.Where("recorded >= ?", from.Unix())
	}
	if !until.IsZero() {
		q = q.Where("recorded < ?", until.Unix())
	}
	return q
}

// PruneSignIns removes the records of before a moment and says how many.
func (s *Store) PruneSignIns(ctx context.Context, before time.Time) (int64, error) {
	done := s.writer.WithContext(ctx).Where("recorded < ?", before.Unix()).Delete(&signInRow{})
	return done.RowsAffected, told(done.Error)
}
