package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Failures are the failed logins of one account or address in a row.
type Failures struct {
	Count  int
	Latest time.Time
}

type failureRow struct {
	Subject string `gorm:"primaryKey"`
	Count   int
	Latest  int64
}

// TableName names the table for GORM.
func (failureRow) TableName() string { return "login_failure" }

func failureOfLogin(login string) string     { return "login " + login }
func failureOfAddress(address string) string { return "address " + address }

// LoginFailures gives the failed logins of a login and of an address. They are
// kept in the database, so that neither a restart nor a second server process
// forgets them.
func (s *Store) LoginFailures(ctx context.Context, login, address string) (ofLogin, ofAddress Failures, err error) {
	subjects := []string{failureOfLogin(login), failureOfAddress(address)}
	var rows []failureRow
	if err := s.reader.WithContext(ctx).Where("subject IN ?", subjects).Find(&rows).Error; err != nil {
		return ofLogin, ofAddress, told(err)
	}
	for _, r := range rows {
		f := Failures{r.Count, time.Unix(r.Latest, 0).UTC()}
		if r.Subject == subjects[0] {
			ofLogin = f
		} else {
			ofAddress = f
		}
	}
	return ofLogin, ofAddress, nil
}

// AddLoginFailure counts one more failed login. After quiet, a count begins
// anew, and those of others are forgotten.
func (s *Store) AddLoginFailure(ctx context.Context, login, address string, quiet time.Duration) error {
	now := s.second()
	const add = `INSERT INTO login_failure (subject, count, latest) VALUES (?, 1, ?)
		ON CONFLICT (subject) DO UPDATE SET count = login_failure.count + 1, latest = excluded.latest`
	return told(s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("latest < ?", now.Add(-quiet).Unix()).Delete(&failureRow{}).Error; err != nil {
			return err
		}
		for _, subject := range []string{failureOfAddress(address), failureOfLogin(login)} {
			if err := tx.Exec(add, subject, now.Unix()).Error; err != nil {
				return err
			}
		}
		return nil
	}))
}

// ClearLoginFailures forgets the failed logins of a login, after one that
// succeeded. Those of the address stay.
func (s *Store) ClearLoginFailures(ctx context.Context, login string) error {
	return told(s.writer.WithContext(ctx).Where("subject = ?", failureOfLogin(login)).Delete(&failureRow{}).Error)
}
