package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/errs"
)

// A Session is one browser that is logged in. Sessions are no figures: they
// are neither audited nor counted.
type Session struct {
	Hash    string // of the cookie's word
	UserID  int64  // zero: nobody has logged in yet
	Data    []byte
	Until   time.Time
	Started time.Time
	Address string
	Agent   string // what the browser calls itself
}

type sessionRow struct {
	Hash      string `gorm:"primaryKey"`
	AccountID *int64
	Data      []byte
	Until     int64
	Started   int64
	Address   string
	Agent     string
}

// TableName names the table for GORM.
func (sessionRow) TableName() string { return "session" }

func (r sessionRow) session() Session {
	s := Session{Hash: r.Hash, Data: r.Data, Until: time.Unix(r.Until, 0).UTC(), Started: time.Unix(r.Started, 0).UTC(), Address: r.Address, Agent: r.Agent}
	if r.AccountID != nil {
		s.UserID = *r.AccountID
	}
	return s
}

// Session gives a session that has not ended; NotFound otherwise.
func (s *Store) Session(ctx context.Context, hash string) (Session, error) {
	var row sessionRow
	err := s.reader.WithContext(ctx).Where("hash = ? AND until > ?", hash, s.second().Unix()).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Session{}, errs.E(errs.NotFound, "account.session_gone")
	}
	return row.session(), told(err)
}

// SaveSession adds a session or replaces the one of the same hash, and forgets
// those that are over.
func (s *Store) SaveSession(ctx context.Context, n Session) error {
	row := sessionRow{Hash: n.Hash, Data: n.Data, Until: n.Until.Unix(), Started: n.Started.Unix(), Address: n.Address, Agent: n.Agent}
	if n.Started.IsZero() {
		row.Started = s.second().Unix()
	}
	if n.UserID != 0 {
		row.AccountID = &n.UserID
	}
	return told(s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("until <= ?", s.second().Unix()).Delete(&sessionRow{}).Error; err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{UpdateAll: true, Columns: []clause.Column{{Name: "hash"}}}).Create(&row).Error
	}))
}

// EndSession ends a session; one that is over already is no error.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	return told(s.writer.WithContext(ctx).Where("hash = ?", hash).Delete(&sessionRow{}).Error)
}

// Sessions gives a person's sessions, the newest first.
func (s *Store) Sessions(ctx context.Context, userID int64) ([]Session, error) {
	var rows []sessionRow
	err := s.reader.WithContext(ctx).Where("account_id = ? AND until > ?", userID, s.second().Unix()).Order("started DESC, hash").Find(&rows).Error
	all := make([]Session, len(rows))
	for i, r := range rows {
		all[i] = r.session()
	}
	return all, told(err)
}

// EndSessions ends all sessions of a person but the one to keep.
func (s *Store) EndSessions(ctx context.Context, userID int64, keep string) error {
	return told(s.writer.WithContext(ctx).Where("account_id = ? AND hash <> ?", userID, keep).Delete(&sessionRow{}).Error)
}

func (w *writer) endSessions(userID int64, keep string) error {
	return w.tx.Where("account_id = ? AND hash <> ?", userID, keep).Delete(&sessionRow{}).Error
}
