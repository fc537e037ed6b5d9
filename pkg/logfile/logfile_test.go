package logfile_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/logfile"
)

var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// A clock is set by hand.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func opened(t *testing.T, dir string, c *clock, fallback *bytes.Buffer) *logfile.File {
	t.Helper()
	f, err := logfile.Open(logfile.Options{Path: filepath.Join(dir, "muctieu.log"), Days: logfile.LeastDays, Now: c.now, Zone: zone, Fallback: fallback})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAFileForEachDay(t *testing.T) {
	dir, c := t.TempDir(), &clock{time.Date(2026, 11, 25, 16, 59, 59, 0, time.UTC)}
	f := opened(t, dir, c, nil)
	for _, step := range []time.Duration{0, time.Second, 24 * time.Hour, -24 * time.Hour} {
		c.Time = c.Add(step)
		fmt.Fprintln(f, c.UTC().Format(time.RFC3339))
	}
	for name, want := range map[string]string{
		"muctieu-2026-11-25.log": "2026-11-25T16:59:59Z\n",
		"muctieu-2026-11-26.log": "2026-11-25T17:00:00Z\n2026-11-25T17:00:00Z\n", // the clock was set back: appended
		"muctieu-2026-11-27.log": "2026-11-26T17:00:00Z\n",
	} {
		if got := content(t, filepath.Join(dir, name)); got != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "muctieu-2026-11-25.log")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestOldFilesGo(t *testing.T) {
	dir, c := t.TempDir(), &clock{time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)}
	kept := []string{"muctieu-2025-11-25.log", "muctieu-2024-01-01.log.gz", "muctieu-backup.log", "other-2024-01-01.log", "muctieu.log", "muctieu-2024-13-01.log"}
	for _, name := range append([]string{"muctieu-2025-11-24.log", "muctieu-2024-01-01.log"}, kept...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := opened(t, dir, c, nil)
	want := append(kept, "muctieu-2026-11-25.log")
	slices.Sort(want)
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("left %v, want %v", got, want)
	}
	c.Time = c.AddDate(0, 0, 1)
	fmt.Fprintln(f, "next day")
	if got := names(t, dir); slices.Contains(got, "muctieu-2025-11-25.log") {
		t.Errorf("a day later %v is still there", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	c := &clock{time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)}
	for key, o := range map[string]logfile.Options{
		"cli.bad_log_days": {Path: filepath.Join(t.TempDir(), "x.log"), Days: logfile.LeastDays - 1},
		"cli.log_file":     {Path: filepath.Join(t.TempDir(), "none", "x.log"), Days: logfile.LeastDays},
	} {
		o.Now, o.Zone = c.now, zone
		_, err := logfile.Open(o)
		if err == nil || !strings.HasPrefix(err.Error(), key) || errs.KindOf(err) == errs.Internal {
			t.Errorf("error %v, want %s", err, key)
		}
	}
}

// A line that finds no file is not lost, and the file is tried again.
func TestLinesWithoutAFile(t *testing.T) {
	dir, c := filepath.Join(t.TempDir(), "log"), &clock{time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var fallback bytes.Buffer
	f := opened(t, dir, c, &fallback)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	c.Time = c.AddDate(0, 0, 1)
	if n, err := fmt.Fprintln(f, "away"); n != 5 || err != nil || fallback.String() != "away\n" {
		t.Errorf("wrote %d, %v; elsewhere %q", n, err, fallback.String())
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, "back")
	if got := content(t, filepath.Join(dir, "muctieu-2026-11-26.log")); got != "back\n" {
		t.Errorf("the file holds %q", got)
	}
}

func TestManyWriters(t *testing.T) {
	dir, c := t.TempDir(), &clock{time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)}
	f := opened(t, dir, c, nil)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				fmt.Fprintf(f, "%s\n", strings.Repeat(fmt.Sprint(i), 60))
			}
		})
	}
	wg.Wait()
	lines := strings.Split(strings.TrimSuffix(content(t, filepath.Join(dir, "muctieu-2026-11-25.log")), "\n"), "\n")
	for _, l := range lines {
		if len(l) != 60 || strings.Trim(l, l[:1]) != "" {
			t.Fatalf("a torn line: %q", l)
		}
	}
	if len(lines) != 400 {
		t.Errorf("%d lines, want 400", len(lines))
	}
}
