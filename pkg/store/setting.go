package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
)

// The settings of an installation. A setting nobody has changed is empty.
const (
	OwnApproval  = "review.own"      // "on": one person may approve what the same person entered
	LockAfterDue = "period.lock_due" // "on": a period takes no figures after its due day
	// PasswordRules is what passwords have to be, an account.PasswordPolicy.
	PasswordRules = "login.password"
	// SignInKeep is for how many months records of sign-ins and of mails are
	// kept.
	SignInKeep = "signin.keep"
)

type settingRecord struct {
	Name    string `gorm:"primaryKey"`
	Value   string
	Version int
}

// Setting gives the value of a setting and its version, "" and 0 for one that
// was never changed.
func (s *Store) Setting(ctx context.Context, name string) (value string, version int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		r, err := takeSetting(tx, name)
		value, version = r.Value, r.Version
		return err
	})
	return value, version, err
}

func settingIn(tx *gorm.DB, name string) (string, error) {
	r, err := takeSetting(tx, name)
	return r.Value, err
}

func takeSetting(tx *gorm.DB, name string) (r settingRecord, err error) {
	err = tx.Where("name = ?", name).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return settingRecord{Name: name}, nil
	}
	return r, err
}

// SaveSetting changes a setting. version is the one seen; another change since
// is Conflict.
func (s *Store) SaveSetting(ctx context.Context, by Actor, name, value string, version int) error {
	if name == "" {
		return errs.E(errs.Invalid, "store.no_such_setting")
	}
	return s.write(ctx, by, func(w *writer) error {
		before, err := takeSetting(w.tx, name)
		if err != nil {
			return err
		}
		if before.Version != version {
			return changedMeanwhile("setting/"+name, before.Version, version)
		}
		if before.Value == value {
			return nil
		}
		after := settingRecord{name, value, version + 1}
		if err := w.tx.Save(&after).Error; err != nil {
			return err
		}
		return w.note("setting.save", "setting/"+name, before.Value, value, "")
	})
}

// PasswordPolicy gives the rules of passwords that hold now.
func (s *Store) PasswordPolicy(ctx context.Context) (account.PasswordPolicy, error) {
	text, _, err := s.Setting(ctx, PasswordRules)
	if err != nil {
		return account.PasswordPolicy{}, err
	}
	return account.ParsePolicy(text)
}
