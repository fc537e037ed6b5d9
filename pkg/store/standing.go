package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

// A Standing tells who a session belongs to.
type Standing struct {
	UserID int64  // 0: the session has ended, or nobody is logged in
	Lang   string // the person chose; empty: none
}

// Standings gives the counter, and the persons of sessions by the hashes of
// their words, as of one moment and in one query: it is asked for every page
// that may be shown again. A session that has ended is absent.
func (s *Store) Standings(ctx context.Context, hashes []string) (counter int64, by map[string]Standing, err error) {
	const q = `SELECT c.value, coalesce(s.hash, ''), coalesce(a.id, 0), coalesce(a.lang, '') FROM counter c
		LEFT JOIN session s ON s.hash IN ? AND s.until > ? LEFT JOIN account a ON a.id = s.account_id WHERE c.id = 1`
	by = make(map[string]Standing, len(hashes))
	err = each(s.asked(ctx).Raw(q, hashes, s.second().Unix()), func(rows *sql.Rows) error {
		var hash string
		var st Standing
		if err := rows.Scan(&counter, &hash, &st.UserID, &st.Lang); err != nil {
			return err
		}
		by[hash] = st
		return nil
	})
	return counter, by, told(err)
}

// asked is the pool of readers for a question of microseconds: without an end
// of its own the driver needs no goroutine to watch it.
func (s *Store) asked(ctx context.Context) *gorm.DB {
	return s.reader.WithContext(context.WithoutCancel(ctx))
}
