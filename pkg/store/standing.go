package store

import (
	"context"
	"encoding/json"
)

// A Standing tells who a session belongs to.
type Standing struct {
	UserID int64  // 0: the session has ended, or nobody is logged in
	Lang   string // the person chose; empty: none
}

// How a list of hashes in one parameter, a JSON array, becomes rows: the text
// of the question is the same for any number of sessions, so that the engine
// reads it once.
const (
	sqliteHashes   = "SELECT value FROM json_each(?)"
	postgresHashes = "SELECT json_array_elements_text($1::json)"
)

// prepareStandings has the engine read the question of Standings.
func (s *Store) prepareStandings(ctx context.Context) (err error) {
	hashes, until := sqliteHashes, "?"
	if s.postgres {
		hashes, until = postgresHashes, "$2"
	}
	pool, err := s.reader.DB()
	if err != nil {
		return err
	}
	s.standings, err = pool.PrepareContext(ctx, `SELECT c.value, coalesce(s.hash, ''), coalesce(a.id, 0), coalesce(a.lang, '') FROM counter c
		LEFT JOIN session s ON s.hash IN (`+hashes+`) AND s.until > `+until+` LEFT JOIN account a ON a.id = s.account_id WHERE c.id = 1`)
	return err
}

// Standings gives the counter, and the persons of sessions by the hashes of
// their words, as of one moment and in one query: it is asked for every page
// that may be shown again. A session that has ended is absent. The question
// takes microseconds: without an end of its own (ctx gives only values) the
// driver needs no goroutine to watch it.
func (s *Store) Standings(ctx context.Context, hashes []string) (counter int64, by map[string]Standing, err error) {
	list, err := json.Marshal(hashes)
	if err != nil {
		return 0, nil, err
	}
	rows, err := s.standings.QueryContext(context.WithoutCancel(ctx), string(list), s.second().Unix())
	if err != nil {
		return 0, nil, told(err)
	}
	defer rows.Close()
	by = make(map[string]Standing, len(hashes))
	for rows.Next() {
		var hash string
		var st Standing
		if err := rows.Scan(&counter, &hash, &st.UserID, &st.Lang); err != nil {
			return 0, nil, told(err)
		}
		by[hash] = st
	}
	return counter, by, told(rows.Err())
}
