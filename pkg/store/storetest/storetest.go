// Package storetest gives tests empty databases of both engines, and a small
// city to fill them with. PostgreSQL is used where MUCTIEU_TEST_POSTGRES has
// the address of a server; with MUCTIEU_TEST_REQUIRE=1 its absence is a
// failure.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"muctieu/pkg/store"
)

// Zone is the zone of dates in tests, that of Việt Nam.
var Zone = time.FixedZone("+07", 7*60*60)

// Now is the time in tests that set no clock of their own.
func Now() time.Time { return time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC) }

// Each runs a test on an empty database of each engine.
func Each(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	OnPostgres(t, test)
}

// OnPostgres runs a test on an empty PostgreSQL database alone.
func OnPostgres(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Run("postgres", func(t *testing.T) {
		if Server() == "" {
			if os.Getenv("MUCTIEU_TEST_REQUIRE") == "1" {
				t.Fatal("MUCTIEU_TEST_POSTGRES is not set")
			}
			t.Skip("MUCTIEU_TEST_POSTGRES is not set") //nolint:forbidigo // the helper that looks for the part
		}
		test(t, Postgres(t))
	})
}

// Server is the address of the PostgreSQL server for tests, empty without one.
func Server() string { return os.Getenv("MUCTIEU_TEST_POSTGRES") }

// SQLite gives the place of a database in a temporary folder.
func SQLite(t testing.TB) store.Options {
	return store.Options{DataDir: filepath.Join(t.TempDir(), "dữ liệu 100%"), Now: Now, Zone: Zone}
}

// Postgres gives the place of a database in a schema of its own, which is
// dropped when the test ends.
func Postgres(t testing.TB) store.Options {
	t.Helper()
	schema := "test_" + strings.ToLower(rand.Text())
	run(t, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, "DROP SCHEMA "+schema+" CASCADE") })
	return store.Options{Database: With(Server(), "search_path", schema), DataDir: t.TempDir(), Now: Now, Zone: Zone}
}

// With adds a setting to the address of a PostgreSQL database, in whichever of
// the two forms it is written.
func With(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return address + " " + name + "=" + value
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func run(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", Server())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// Open opens a store and closes it when the test ends.
func Open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// New opens an empty SQLite store.
func New(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, SQLite(t))
}

// Raw opens the database behind the store's back, to look at it or to do what
// the program never does.
func Raw(t testing.TB, o store.Options) *sql.DB {
	t.Helper()
	driver, address := "pgx", o.Database
	if address == "" {
		driver, address = "sqlite", "file:"+(&url.URL{Path: filepath.Join(o.DataDir, store.File)}).EscapedPath()+"?_pragma=busy_timeout(30000)"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
