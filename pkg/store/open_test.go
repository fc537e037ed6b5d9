package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

var ctx = context.Background()

func TestOpenAgainKeepsEverything(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := storetest.Open(t, o)
		storetest.Fill(t, first)
		want := counter(t, first)
		second := storetest.Open(t, o)
		if got := counter(t, second); got != want || want != 1 {
			t.Errorf("counter after opening again = %d, before %d; want 1", got, want)
		}
		c, err := second.Catalogue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !c.Tree.Has("lechan") || len(c.Indicators) != 4 {
			t.Errorf("opened again: %d indicators, units %v", len(c.Indicators), c.Tree.Keys())
		}
	})
}

func counter(t *testing.T, s *store.Store) int64 {
	t.Helper()
	n, err := s.Counter(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestManyFirstOpensAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				s, err := store.Open(ctx, o)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Ping(ctx); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		storetest.Open(t, o)
		const newer = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"
		if _, err := storetest.Raw(t, o).Exec(newer); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, o)
		if s != nil || errs.KindOf(err) != errs.Unavailable || keyOf(err) != "store.newer_schema" {
			t.Errorf("Open on a newer schema = %v, %v; want Unavailable, store.newer_schema", s, err)
		}
	})
}

// keyOf gives the message key of an error, empty if it has none.
func keyOf(err error) string {
	var e *errs.Error
	var faults errs.Faults
	switch {
	case errors.As(err, &faults) && len(faults) > 0:
		return faults[0].Err.Key
	case errors.As(err, &e):
		return e.Key
	}
	return ""
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, store.File), []byte("this is no database, however long it may be"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		o    store.Options
		key  string
	}{
		{"folder is a file", store.Options{DataDir: file, Now: storetest.Now}, "store.read_only"},
		{"not a database", store.Options{DataDir: broken, Now: storetest.Now}, "store.damaged"},
		{"nobody listens", store.Options{Database: "postgres://127.0.0.1:1/x?sslmode=disable&connect_timeout=2", Now: storetest.Now}, "store.no_answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := store.Open(ctx, tt.o)
			if s != nil || err == nil || keyOf(err) != tt.key {
				t.Errorf("Open = %v, %v (key %q); want key %q", s, err, keyOf(err), tt.key)
			}
		})
	}
}

func TestHold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	first, err := store.Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Hold(dir); errs.KindOf(err) != errs.Conflict || keyOf(err) != "store.folder_in_use" {
		t.Errorf("second Hold = %v; want Conflict, store.folder_in_use", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	third, err := store.Hold(dir)
	if err != nil {
		t.Fatalf("Hold after Release = %v", err)
	}
	if err := third.Release(); err != nil {
		t.Error(err)
	}
}

func TestHeldFolderStillOpens(t *testing.T) {
	o := storetest.SQLite(t)
	lock, err := store.Hold(o.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Fill(t, storetest.Open(t, o)) // the server
	if got := counter(t, storetest.Open(t, o)); got != 1 {
		t.Errorf("a command beside the server sees counter %d, want 1", got)
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

func TestSQLiteIsDurableAndGuarded(t *testing.T) {
	o := storetest.SQLite(t)
	storetest.Open(t, o)
	var mode string
	if err := storetest.Raw(t, o).QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil {
		t.Fatal(err)
	}
	if mode != "wal" {
		t.Errorf("journal_mode = %q, want wal", mode)
	}
}
