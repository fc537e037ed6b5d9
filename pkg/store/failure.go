package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"muctieu/pkg/errs"
)

// told gives a failure of the database the words for who can act on it: no
// room, no right to write, no answer. Errors that have words already, and what
// is a fault of ours, are returned as they are.
func told(err error) error {
	var known *errs.Error
	var faults errs.Faults
	if err == nil || errors.As(err, &known) || errors.As(err, &faults) {
		return err
	}
	if key := trouble(err); key != "" {
		return errs.E(errs.Unavailable, key).Because(err)
	}
	return err
}

// trouble gives the message key of passing trouble, empty if it is none.
func trouble(err error) string {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return sqliteTrouble[lite.Code()&0xff]
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return postgresTrouble(pg.Code)
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError
	var file *fs.PathError
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return ""
	case errors.As(err, &connecting), errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF):
		return "store.no_answer"
	case errors.As(err, &file):
		return "store.read_only"
	}
	return ""
}

// lost reports whether a connection that once worked is gone. A database that
// takes no new ones is another matter.
func lost(err error) bool {
	var connecting *pgconn.ConnectError
	return err != nil && !errors.As(err, &connecting) && trouble(err) == "store.no_answer"
}

// sqliteTrouble tells SQLite's primary result codes.
var sqliteTrouble = map[int]string{
	sqlite3.SQLITE_BUSY:     "store.busy",
	sqlite3.SQLITE_LOCKED:   "store.busy",
	sqlite3.SQLITE_FULL:     "store.disk_full",
	sqlite3.SQLITE_IOERR:    "store.disk_error",
	sqlite3.SQLITE_READONLY: "store.read_only",
	sqlite3.SQLITE_CANTOPEN: "store.read_only",
	sqlite3.SQLITE_PERM:     "store.read_only",
	sqlite3.SQLITE_CORRUPT:  "store.damaged",
	sqlite3.SQLITE_NOTADB:   "store.damaged",
}

// postgresTrouble tells PostgreSQL's classes of SQLSTATE.
func postgresTrouble(code string) string {
	switch {
	case code == "53100":
		return "store.disk_full"
	case code == "25006":
		return "store.read_only"
	case code == "40001", code == "40P01", code == "55P03":
		return "store.busy"
	case len(code) == 5 && (code[:2] == "08" || code[:2] == "53" || code[:2] == "57"):
		return "store.no_answer"
	case len(code) == 5 && code[:2] == "58":
		return "store.disk_error"
	}
	return ""
}
