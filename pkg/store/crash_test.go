package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// The variables that turn the test program into one that saves until killed.
const (
	saverFolder   = "MUCTIEU_TEST_SAVER_FOLDER"
	saverDatabase = "MUCTIEU_TEST_SAVER_DATABASE"
)

func TestMain(m *testing.M) {
	if os.Getenv(saverFolder) != "" {
		if err := saveForEver(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// saveForEver adds version after version to a cell for each writer, and prints
// each as soon as it is acknowledged: "i003 17".
func saveForEver() error {
	o := store.Options{DataDir: os.Getenv(saverFolder), Database: os.Getenv(saverDatabase), Now: storetest.Now}
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	failed := make(chan error, writers)
	for n := range writers {
		wg.Go(func() {
			version := 0
			all, err := s.Versions(ctx, cellKey(code(n)))
			for version = len(all); err == nil; version++ {
				if err = save(s, code(n), version+1, version); err == nil {
					_, err = fmt.Fprintln(os.Stdout, string(code(n)), version+1)
				}
			}
			failed <- err
		})
	}
	wg.Wait()
	close(failed)
	for e := range failed {
		err = errors.Join(err, e)
	}
	return err
}

// crashRounds is how often a process is killed: some times in every run, as
// often as MUCTIEU_TEST_CRASHES says for a long one.
func crashRounds(t *testing.T) int {
	text := os.Getenv("MUCTIEU_TEST_CRASHES")
	if text == "" {
		return 3
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKilledWhileSaving(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := wide(t, o, writers)
		acknowledged := map[indicator.Code]int{}
		for round := range crashRounds(t) {
			killedSaver(t, o, 20+17*round%60, acknowledged)
			for n := range writers {
				all := versions(t, s, code(n))
				if len(all) < acknowledged[code(n)] {
					t.Errorf("round %d: %s has %d versions, acknowledged %d", round, code(n), len(all), acknowledged[code(n)])
				}
				for i, f := range all {
					if f.Version != i+1 || text(f.Value) != strconv.Itoa(i+1) {
						t.Errorf("round %d: %s version %d = %s at place %d", round, code(n), f.Version, text(f.Value), i+1)
					}
				}
			}
			verified(t, s)
		}
		if o.Database == "" {
			if got := texts(t, storetest.Raw(t, o), "PRAGMA integrity_check"); len(got) != 1 || got[0] != "ok" {
				t.Errorf("integrity_check = %v", got)
			}
		}
	})
}

// killedSaver runs a saving process and kills it after a number of
// acknowledged saves. It notes the newest version of each cell that was
// acknowledged.
func killedSaver(t *testing.T, o store.Options, after int, acknowledged map[indicator.Code]int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), saverFolder+"="+o.DataDir, saverDatabase+"="+o.Database)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines, n := bufio.NewScanner(out), 0
	for ; lines.Scan(); n++ { // also what was printed before it was dead
		if n == after {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
		var c indicator.Code
		var version int
		if k, err := fmt.Sscan(lines.Text(), &c, &version); k == 2 && err == nil {
			acknowledged[c] = max(acknowledged[c], version)
		}
	}
	if n < after {
		t.Errorf("the process ended after %d saves by itself", n)
	}
	if err := child.Wait(); err == nil {
		t.Error("the process was not killed")
	}
}

// A PostgreSQL that was started again between two requests is not noticed, and
// one that goes away during a save is told as such.
func TestConnectionsLost(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, o store.Options) {
		o.Database = storetest.With(o.Database, "application_name", t.Name())
		s := wide(t, o, 2)
		raw := storetest.Raw(t, o)
		drop := func() {
			const all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()"
			if _, err := raw.Exec(all, t.Name()); err != nil {
				t.Error(err)
			}
		}
		for n := range 4 {
			drop()
			if err := save(s, code(0), n+1, n); err != nil {
				t.Errorf("save %d = %v", n, err)
			}
			drop()
			if got := newestOf(t, s, 0); got != n+1 {
				t.Errorf("version in the book = %d, want %d", got, n+1)
			}
			drop()
			counter(t, s)
		}
		err := s.Change(ctx, storetest.CLI, func(*indicator.State) (indicator.Change, error) {
			drop()
			return storetest.Wide(3), nil
		})
		if errs.KindOf(err) != errs.Unavailable || keyOf(err) != "store.no_answer" {
			t.Errorf("a change whose connection went = %v, want Unavailable, store.no_answer", err)
		}
		if _, ok := catalogue(t, s).Indicators[code(2)]; ok {
			t.Error("a change whose connection went has left something")
		}
	})
}

// A full disk is told as such, and does no harm: SQLite is given no more pages
// than it has.
func TestFullDisk(t *testing.T) {
	o := storetest.SQLite(t)
	s := wide(t, o, 1)
	if err := save(s, code(0), 1, 0); err != nil {
		t.Fatal(err)
	}
	if err := store.LimitPages(s); err != nil {
		t.Fatal(err)
	}
	var err error
	version := 1
	for ; err == nil && version < 2000; version++ {
		err = save(s, code(0), version+1, version)
	}
	if errs.KindOf(err) != errs.Unavailable || keyOf(err) != "store.disk_full" {
		t.Fatalf("save on a full disk = %v, want Unavailable, store.disk_full", err)
	}
	if n := len(versions(t, s, code(0))); n != version-1 {
		t.Errorf("%d versions, %d were acknowledged", n, version-1)
	}
	verified(t, s)
}
