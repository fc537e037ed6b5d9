package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
)

// TOTPPolicy is the setting that says whether people log in with a second
// factor: TOTPOff, TOTPRequired; empty or TOTPOffered: those who want to.
const TOTPPolicy = "login.totp"

// The policies.
const (
	TOTPOff      = "off"      // nobody is asked for a code
	TOTPOffered  = "offered"  // whoever has set it up is asked
	TOTPRequired = "required" // reviewers and administrators have to set it up
)

// A SecondFactor is a person's app that makes codes.
type SecondFactor struct {
	Secret string // in base32; empty if it is lost
	Lost   bool   // sealed by a key that is not at hand: codes on paper alone are left
	Since  time.Time
	Codes  int // recovery codes left
}

type totpRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Secret    string
	Used      int64
	Created   int64
}

// TableName names the table for GORM.
func (totpRow) TableName() string { return "account_totp" }

type recoveryRow struct {
	AccountID int64
	Hash      string
}

// TableName names the table for GORM.
func (recoveryRow) TableName() string { return "recovery_code" }

// SecondFactor gives a person's second factor; NotFound, "totp.none", where
// there is none.
func (s *Store) SecondFactor(ctx context.Context, userID int64) (f SecondFactor, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var row totpRow
		if row, err = takeTOTP(tx, userID); err != nil {
			return err
		}
		var n int64
		err := tx.Table("recovery_code").Where("account_id = ?", userID).Count(&n).Error
		secret, ok := s.key.Load().open(userID, row.Secret)
		f = SecondFactor{secret, !ok, time.Unix(row.Created, 0).UTC(), int(n)}
		return err
	})
	return f, err
}

func takeTOTP(tx *gorm.DB, userID int64) (row totpRow, err error) {
	err = tx.Where("account_id = ?", userID).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = errs.E(errs.NotFound, "totp.none")
	}
	return row, err
}

// TOTPState gives the policy and whether a person has a second factor, in one
// question: pages ask it of reviewers and administrators each time.
func (s *Store) TOTPState(ctx context.Context, userID int64) (policy string, enrolled bool, err error) {
	const q = `SELECT coalesce((SELECT value FROM setting WHERE name = ?), ''), EXISTS (SELECT 1 FROM account_totp WHERE account_id = ?)`
	err = s.reader.WithContext(ctx).Raw(q, TOTPPolicy, userID).Row().Scan(&policy, &enrolled)
	if policy == "" {
		policy = TOTPOffered
	}
	return policy, enrolled, told(err)
}

// EnableTOTP gives a person a second factor in place of any before it. used is
// the step of the code that proved it, codes are new recovery codes. The
// secret is stored sealed by the key in use (see UseKey, AdoptKey). Every
// session but the one to keep ends.
func (s *Store) EnableTOTP(ctx context.Context, by Actor, userID int64, secret string, used int64, codes []string, keepSession string) error {
	closed, err := s.sealSecret(userID, secret)
	if err != nil {
		return err
	}
	return s.write(ctx, by, func(w *writer) error {
		u, err := w.user(userID)
		if err != nil {
			return err
		}
		if err := w.dropTOTP(userID); err != nil {
			return err
		}
		if err := w.tx.Create(&totpRow{userID, closed, used, w.now.Unix()}).Error; err != nil {
			return err
		}
		err = errors.Join(w.putRecoveryCodes(userID, codes), w.endSessions(userID, keepSession))
		return errors.Join(err, w.note("user.totp_on", "user/"+u.Login, nil, nil, ""))
	})
}

// RenewRecoveryCodes replaces the recovery codes of a person who has a second
// factor; NotFound, "totp.none", otherwise.
func (s *Store) RenewRecoveryCodes(ctx context.Context, by Actor, userID int64, codes []string) error {
	return s.changeTOTP(ctx, by, userID, "user.totp_codes", func(w *writer) error {
		if err := w.dropRecoveryCodes(userID); err != nil {
			return err
		}
		return w.putRecoveryCodes(userID, codes)
	})
}

// DisableTOTP takes a person's second factor away; NotFound, "totp.none",
// where there is none.
func (s *Store) DisableTOTP(ctx context.Context, by Actor, userID int64) error {
	return s.changeTOTP(ctx, by, userID, "user.totp_off", func(w *writer) error { return w.dropTOTP(userID) })
}

func (s *Store) changeTOTP(ctx context.Context, by Actor, userID int64, action string, do func(*writer) error) error {
	return s.write(ctx, by, func(w *writer) error {
		u, err := w.user(userID)
		if err != nil {
			return err
		}
		if _, err := takeTOTP(w.tx, userID); err != nil {
			return err
		}
		return errors.Join(do(w), w.note(action, "user/"+u.Login, nil, nil, ""))
	})
}

// UseTOTPStep takes the code of a step; false if it, or a later one, was taken
// before. It is a part of logging in, neither audited nor counted.
func (s *Store) UseTOTPStep(ctx context.Context, userID, step int64) (bool, error) {
	done := s.writer.WithContext(ctx).Exec("UPDATE account_totp SET used = ? WHERE account_id = ? AND used < ?", step, userID, step)
	return done.RowsAffected == 1, told(done.Error)
}

// UseRecoveryCode takes a code on paper, which then works no more; false if
// the person has no such code.
func (s *Store) UseRecoveryCode(ctx context.Context, from string, u account.User, code string) (ok bool, err error) {
	by := Actor{UserID: u.ID, Login: u.Login, Name: u.Name, From: from}
	err = s.write(ctx, by, func(w *writer) error {
		gone := w.tx.Where("account_id = ? AND hash = ?", u.ID, hashWord(code)).Delete(&recoveryRow{})
		if ok = gone.RowsAffected == 1; !ok {
			return gone.Error // nothing noted: nothing changes
		}
		return w.note("user.totp_recovery", "user/"+u.Login, nil, nil, "")
	})
	return ok && err == nil, err
}

func (w *writer) putRecoveryCodes(userID int64, codes []string) error {
	rows := make([]recoveryRow, len(codes))
	for i, code := range codes {
		rows[i] = recoveryRow{userID, hashWord(code)}
	}
	if len(rows) == 0 {
		return nil
	}
	return w.tx.Create(&rows).Error
}

func (w *writer) dropRecoveryCodes(userID int64) error {
	return w.tx.Where("account_id = ?", userID).Delete(&recoveryRow{}).Error
}

func (w *writer) dropTOTP(userID int64) error {
	if err := w.dropRecoveryCodes(userID); err != nil {
		return err
	}
	return w.tx.Where("account_id = ?", userID).Delete(&totpRow{}).Error
}
