package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func TestBackupFilesOfAFolder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := storetest.Now()
		o.Now = func() time.Time { return now }
		s := opened(t, o)
		folder := filepath.Join(o.DataDir, store.BackupFolder)
		for i := range 4 {
			f, err := s.TakeBackup(ctx, "muctieu test")
			must(t, err)
			must(t, os.Chtimes(filepath.Join(folder, f.Name), now, now))
			now = now.Add(time.Duration(i+1) * time.Hour)
		}
		for _, name := range []string{"upgrade-3-20200101-000000.muctieu", "note.txt", ".part-left"} {
			must(t, os.WriteFile(filepath.Join(folder, name), nil, 0o600))
			must(t, os.Chtimes(filepath.Join(folder, name), now.AddDate(-1, 0, 0), now.AddDate(-1, 0, 0)))
		}
		must(t, s.PruneBackups(2))
		files, err := s.BackupFiles()
		must(t, err)
		var names []string
		for _, f := range files {
			names = append(names, f.Name)
		}
		want := []string{"muctieu-20261125-210000.muctieu", "muctieu-20261125-180000.muctieu", "upgrade-3-20200101-000000.muctieu"}
		if !slices.Equal(names, want) {
			t.Errorf("left %v, want %v", names, want)
		}
		if _, err := os.Stat(filepath.Join(folder, "note.txt")); err != nil {
			t.Errorf("a file of others: %v", err)
		}
		if _, err := os.Stat(filepath.Join(folder, ".part-left")); err == nil {
			t.Error("what a dead server left behind is still there")
		}
		if info, err := os.Stat(filepath.Join(folder, want[0])); err != nil || info.Mode().Perm() != 0o600 || info.Size() != files[0].Size {
			t.Errorf("file %v, %v; listed with %d bytes", info, err, files[0].Size)
		}
	})
}

func TestABackupFileIsWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		lived(t, s)
		f, err := s.TakeBackup(ctx, "muctieu test")
		must(t, err)
		file, err := s.OpenBackup(f.Name)
		must(t, err)
		defer file.Close()
		into := storetest.New(t)
		_, err = into.Restore(ctx, file, f.Size)
		must(t, err)
		if got, want := counter(t, into), counter(t, s); got != want {
			t.Errorf("restored counter %d, want %d", got, want)
		}
	})
}

func TestBackupsThatAreNotThere(t *testing.T) {
	s := storetest.New(t)
	if files, err := s.BackupFiles(); err != nil || len(files) != 0 {
		t.Errorf("before the first: %v, %v", files, err)
	}
	for _, name := range []string{"", "..", "../muctieu.db", "muctieu.db", "muctieu-20261125-080000.muctieu", "muctieu-20261125-080000.muctieu/../../muctieu.db"} {
		f, err := s.OpenBackup(name)
		mustBe(t, name, err, "operations.no_such_backup")
		if f != nil {
			t.Errorf("%q is opened", name)
		}
	}
}

// A database of an older program is saved before its schema is changed, and
// what was saved can be put back.
func TestABackupBeforeAnUpgrade(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(ctx, o)
		must(t, err)
		lived(t, s)
		want := counter(t, s)
		must(t, s.Close())
		raw := storetest.Raw(t, o)
		for _, q := range []string{"DROP TABLE unit_outline", "DROP TABLE report_template", "DROP TABLE push_log", "DROP TABLE push_sent", "DROP TABLE proposal_cell", "DROP TABLE proposal", "DROP TABLE mail", "DROP TABLE mail_account", "DROP TABLE signin", "ALTER TABLE account DROP COLUMN password_set", "ALTER TABLE term DROP COLUMN version", "DROP TABLE bundle_file", "DROP TABLE bundle_unit", "DROP TABLE bundle", "DROP TABLE job", "DROP TABLE recovery_code", "DROP TABLE account_totp", "DELETE FROM goose_db_version WHERE version_id > 3"} {
			_, err := raw.Exec(q)
			must(t, err)
		}
		again := storetest.Open(t, o)
		files, err := again.BackupFiles()
		must(t, err)
		if len(files) != 1 || !files[0].Upgrade || !strings.HasPrefix(files[0].Name, "upgrade-3-") {
			t.Fatalf("backups %+v, want one before the upgrade from 3", files)
		}
		if undated := texts(t, raw, "SELECT login FROM account WHERE password_hash <> '' AND password_set < created"); len(undated) > 0 {
			t.Errorf("nobody knows since when these have their passwords: %v", undated)
		}
		file, err := again.OpenBackup(files[0].Name)
		must(t, err)
		defer file.Close()
		into := storetest.New(t)
		m, err := into.Restore(ctx, file, files[0].Size)
		if err != nil || m.Schema != 3 || counter(t, into) != want {
			t.Errorf("restored schema %d, counter %d of %d, %v", m.Schema, counter(t, into), want, err)
		}
		third := storetest.Open(t, o)
		if files, err := third.BackupFiles(); err != nil || len(files) != 1 {
			t.Errorf("opened once more: %d backups, %v", len(files), err)
		}
	})
}

func TestBackupPlan(t *testing.T) {
	zone := storetest.Zone
	now := time.Date(2026, 11, 25, 1, 30, 0, 0, zone)
	tests := []struct {
		text, due, key string
	}{
		{"", "2026-11-24T02:00", ""},
		{"off", "", ""},
		{"1 3", "2026-11-25T01:00", ""},
		{"0 365", "2026-11-25T00:00", ""},
		{"24 3", "", "operations.plan_form"},
		{"-1 3", "", "operations.plan_form"},
		{"2 0", "", "operations.plan_form"},
		{"2 366", "", "operations.plan_form"},
		{"2", "", "operations.plan_form"},
		{"2 3 4", "", "operations.plan_form"},
		{"hằng ngày", "", "operations.plan_form"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			p, err := store.ParseBackupPlan(tt.text)
			if keyOf(err) != tt.key {
				t.Fatalf("error %v, want %q", err, tt.key)
			}
			if err != nil {
				return
			}
			got := ""
			if due := p.Due(now, zone); !due.IsZero() {
				got = due.Format("2006-01-02T15:04")
			}
			if got != tt.due {
				t.Errorf("due %s, want %s", got, tt.due)
			}
			if again, err := store.ParseBackupPlan(p.String()); err != nil || again != p {
				t.Errorf("written and read: %+v, %v; want %+v", again, err, p)
			}
		})
	}
}
