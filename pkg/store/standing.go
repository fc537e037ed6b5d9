package store

import (
	"context"
	"database/sql"
)

// A Standing is what tells whether a page made before may be shown again.
type Standing struct {
	Counter int64  // see Store.Counter
	UserID  int64  // of the session; 0: it has ended, or nobody is logged in
	Lang    string // the person chose; empty: none
}

// Standing gives the counter and the person of a session, by the hash of its
// word, in one query: it is asked for every page.
func (s *Store) Standing(ctx context.Context, sessionHash string) (st Standing, err error) {
	var user sql.NullInt64
	const q = `SELECT c.value, a.id, coalesce(a.lang, '') FROM counter c
		LEFT JOIN session s ON s.hash = ? AND s.until > ? LEFT JOIN account a ON a.id = s.account_id WHERE c.id = 1`
	// Without an end of its own the driver needs no goroutine to watch it: the
	// query takes microseconds.
	row := s.reader.WithContext(context.WithoutCancel(ctx)).Raw(q, sessionHash, s.second().Unix()).Row()
	if err := row.Scan(&st.Counter, &user, &st.Lang); err != nil {
		return Standing{}, told(err)
	}
	st.UserID = user.Int64
	return st, nil
}
