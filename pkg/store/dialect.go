package store

import (
	"errors"
	"net/url"
	"path/filepath"

	gpostgres "gorm.io/driver/postgres"
	gsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Connections of a pool. Writers wait for each other anyway: on SQLite there is
// one, on PostgreSQL some more for the sessions, which take no counter.
const (
	sqliteReaders   = 8
	postgresWriters = 4
	postgresReaders = 16
)

// A sqliteDialect is GORM's dialect over the pure-Go driver.
type sqliteDialect struct{ gsqlite.Dialector }

// Translate turns the driver's constraint errors into GORM's, which itself
// only knows those of another driver. What a trigger raises is a broken rule.
func (sqliteDialect) Translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(gorm.ErrDuplicatedKey, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errors.Join(gorm.ErrForeignKeyViolated, err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_TRIGGER:
		return errors.Join(gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

// sqliteDialector opens the file at path. The wait for other processes comes
// first; more adds to the address.
func sqliteDialector(path, more string) gorm.Dialector {
	address := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(30000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)" + more
	return sqliteDialect{gsqlite.Dialector{DriverName: "sqlite", DSN: address}}
}

func postgresDialector(address string) gorm.Dialector {
	return gpostgres.Open(address)
}

// connect opens a pool of at most n connections, which are kept.
func (s *Store) connect(d gorm.Dialector, n int) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		NamingStrategy:         naming,
		NowFunc:                s.second,
		Logger:                 logger.Discard, // errors are returned, and logged by who knows the request
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return db, nil
}
