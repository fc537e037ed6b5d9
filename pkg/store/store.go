// Package store keeps everything of an installation in SQLite or PostgreSQL.
// It is the only package that knows SQL and GORM. A public method is one
// transaction; every change raises a counter and leaves rows in the audit in
// the transaction that makes it. Times are whole seconds UTC, amounts counts
// of 10^-decimals of their indicator's measure.
package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

// Options say where the database is.
type Options struct {
	DataDir  string           // folder of the SQLite file muctieu.db and of backups; made if absent
	Database string           // address of a PostgreSQL database; empty: SQLite
	Now      func() time.Time // the clock
	Zone     *time.Location   // of dates; nil: UTC
}

// A Store is an open database. It may be used by many goroutines.
type Store struct {
	writer, reader *gorm.DB
	postgres       bool
	now            func() time.Time
	zone           *time.Location
	backups        string                 // folder of the archives taken by itself; empty: nowhere
	catalogue      atomic.Pointer[cached] // the newest catalogue read
	memory         memory                 // of books
	key            atomic.Pointer[Key]    // of secrets; nil: none is at hand
	standings      *sql.Stmt              // see Standings
}

// File is the name of the SQLite database in the data folder.
const File = "muctieu.db"

// Open opens the database, makes it if there is none, and brings its schema up
// to date, after a backup of what there was (see BackupFolder); of several that
// open it at once, one does that and the others wait.
// The error is Unavailable, "store.newer_schema", for a database written by a
// newer version of the program.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{postgres: o.Database != "", now: o.Now, zone: o.Zone}
	if s.zone == nil {
		s.zone = time.UTC
	}
	if o.DataDir != "" {
		s.backups = filepath.Join(o.DataDir, BackupFolder)
	}
	open := s.openSQLite
	if s.postgres {
		open = s.openPostgres
	}
	if err := open(ctx, o); err != nil {
		return nil, errors.Join(told(err), s.Close())
	}
	if err := s.prepareStandings(ctx); err != nil {
		return nil, errors.Join(told(err), s.Close())
	}
	return s, nil
}

func (s *Store) openPostgres(ctx context.Context, o Options) (err error) {
	if s.writer, err = s.connect(postgresDialector(o.Database), postgresWriters); err != nil {
		return err
	}
	if err = s.migrate(ctx); err != nil {
		return err
	}
	s.reader, err = s.connect(postgresDialector(o.Database), postgresReaders)
	return err
}

func (s *Store) openSQLite(ctx context.Context, o Options) (err error) {
	if err = os.MkdirAll(o.DataDir, 0o750); err != nil {
		return err
	}
	lock, err := waitForLock(ctx, filepath.Join(o.DataDir, "migrate.lock"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	path := filepath.Join(o.DataDir, File)
	if s.writer, err = s.connect(sqliteDialector(path, "&_txlock=immediate"), 1); err != nil {
		return err
	}
	if err = s.migrate(ctx); err != nil {
		return err
	}
	s.reader, err = s.connect(sqliteDialector(path, "&_pragma=query_only(1)"), sqliteReaders)
	return err
}

// Close ends all connections. Nothing may be asked of the store afterwards.
func (s *Store) Close() error {
	var all []error
	for _, db := range []*gorm.DB{s.reader, s.writer} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Counter(ctx)
	return err
}

// Zone is the zone of dates.
func (s *Store) Zone() *time.Location { return s.zone }

// Counter is raised by every change, whoever makes it; caches of figures
// compare it. It never falls.
func (s *Store) Counter(ctx context.Context) (n int64, err error) {
	for range postgresReaders + 1 { // connections that have been lost show it here
		err = s.reader.WithContext(ctx).Raw("SELECT value FROM counter WHERE id = 1").Row().Scan(&n)
		if !lost(err) {
			break
		}
	}
	return n, told(err)
}

// second gives the clock's time as it is stored.
func (s *Store) second() time.Time { return s.now().UTC().Truncate(time.Second) }
