package store_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
	"muctieu/pkg/workflow"
)

// lived fills a store with something in every table that an archive holds.
func lived(t *testing.T, s *store.Store) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	storetest.Fill(t, s)
	_, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: "lan", Name: "Nguyễn Thị Lan", Grants: []account.Grant{{Role: account.Official, Unit: "lechan", Below: true}}})
	must(err)
	s.UseKey(sealKey)
	must(s.EnableTOTP(ctx, storetest.CLI, 1, "SECRET", 1, []string{"one"}, ""))
	must(enter(s, storetest.Lan, 938750, 0))
	must(enter(s, storetest.Lan, 940133, 1))
	_, err = step(s, storetest.Lan, workflow.Request{Action: workflow.Submit})
	must(err)
	_, err = step(s, storetest.Minh, workflow.Request{Action: workflow.Approve, Version: 1, Seen: current(t, s)})
	must(err)
	id, err := s.Ask(ctx, storetest.Minh, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: "Vì sao?"})
	must(err)
	must(s.Answer(ctx, storetest.Lan, id, "Đủ.", true))
	must(s.SaveProse(ctx, storetest.Lan, store.Prose{Unit: "lechan", Period: year2022, Section: "limits", Text: "“Tồn tại” <b> \u2028"}))
	must(s.SaveSetting(ctx, storetest.CLI, store.OwnApproval, "on", 0))
	must(s.SaveWindow(ctx, storetest.CLI, year2022, period.Default(year2022), 0))
	must(s.Issue(ctx, storetest.Minh, store.Issued{ID: "A", Unit: "lechan", Period: year2022, Lang: "vi", Summary: "{}", Prose: "{}",
		Files: []store.IssuedFile{{Format: "pdf", Name: "a.pdf", Content: []byte{0, 255, 10, 13}}}}))
}

func backup(t *testing.T, s *store.Store) ([]byte, store.Manifest) {
	t.Helper()
	var buf bytes.Buffer
	m, err := s.Backup(ctx, &buf, "muctieu test")
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), m
}

func restore(s *store.Store, raw []byte) error {
	_, err := s.Restore(ctx, bytes.NewReader(raw), int64(len(raw)))
	return err
}

// tables gives the files of an archive by name.
func tables(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "table/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// TestArchiveGoesToEitherEngine takes an archive on each engine, restores it
// on each, and finds the same archive there.
func TestArchiveGoesToEitherEngine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, from store.Options) {
		source := storetest.Open(t, from)
		lived(t, source)
		raw, m := backup(t, source)
		want := tables(t, raw)
		storetest.Each(t, func(t *testing.T, to store.Options) {
			target := storetest.Open(t, to)
			if err := restore(target, raw); err != nil {
				t.Fatal(err)
			}
			again, m2 := backup(t, target)
			if m2.Rows() != m.Rows() {
				t.Errorf("%d rows restored; want %d", m2.Rows(), m.Rows())
			}
			for name, content := range tables(t, again) {
				if content != want[name] {
					t.Errorf("%s differs:\n%s\nwant\n%s", name, content, want[name])
				}
			}
			target.UseKey(sealKey)
			if _, err := target.Verify(ctx); err != nil {
				t.Errorf("Verify: %v", err)
			}
			stillWorks(t, target)
		})
	})
}

// stillWorks goes on where the archive ended: new rows get new numbers.
func stillWorks(t *testing.T, s *store.Store) {
	t.Helper()
	if _, err := s.AddUser(ctx, storetest.CLI, store.NewUser{Login: "moi", Name: "Người mới"}); err != nil {
		t.Errorf("a new user: %v", err)
	}
	if _, err := s.Ask(ctx, storetest.Minh, workflow.Question{Unit: "lechan", Indicator: "thu_ns", Period: year2022, Text: "Còn gì nữa?"}); err != nil {
		t.Errorf("a new question: %v", err)
	}
	if err := enter(s, storetest.Lan, 1, 2); errs.KindOf(err) != errs.Locked {
		t.Errorf("an approved period after restoring: %v; want Locked", err)
	}
	if _, err := s.VerifyAudit(ctx); err != nil {
		t.Errorf("the audit goes on: %v", err)
	}
}

func TestRestoreOnlyIntoNothing(t *testing.T) {
	s := storetest.New(t)
	lived(t, s)
	raw, _ := backup(t, s)
	if err := restore(s, raw); errs.KindOf(err) != errs.Conflict {
		t.Errorf("restoring over data: %v; want Conflict", err)
	}
	if _, err := s.Verify(ctx); err != nil {
		t.Errorf("the refused restore left damage: %v", err)
	}
}

func TestDamagedArchivesAreRefusedWhole(t *testing.T) {
	source := storetest.New(t)
	lived(t, source)
	raw, _ := backup(t, source)
	tests := map[string][]byte{
		"cut":        raw[:len(raw)*2/3],
		"cut at end": raw[:len(raw)-1],
		"empty":      {},
		"not an zip": []byte("SQLite format 3\x00"),
		"a changed row": rezip(t, raw, func(name, content string) string {
			return strings.Replace(content, "940133", "940134", 1)
		}),
		"a row less": rezip(t, raw, func(name, content string) string {
			if name != "table/figure.jsonl" {
				return content
			}
			return content[:strings.Index(content, "\n")+1]
		}),
		"a changed manifest": rezip(t, raw, func(name, content string) string {
			return strings.Replace(content, `"program": "muctieu test"`, `"program": "another"`, 1)
		}),
		"a newer format": rezip(t, raw, resigned(func(m *store.Manifest) { m.Format = 99 })),
		"a newer schema": rezip(t, raw, resigned(func(m *store.Manifest) { m.Schema = 9999 })),
		"an unknown table": rezip(t, raw, resigned(func(m *store.Manifest) {
			m.Tables = append(m.Tables, store.ManifestTable{Name: "sqlite_master"})
		})),
	}
	for name, bad := range tests {
		t.Run(name, func(t *testing.T) {
			s := storetest.New(t)
			if err := restore(s, bad); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("restore: %v; want Invalid", err)
			}
			if c, err := s.Catalogue(ctx); err != nil || len(c.Tree.Keys()) != 0 {
				t.Errorf("something was written: %v, %v", c, err)
			}
			if err := restore(s, raw); err != nil {
				t.Errorf("the sound archive afterwards: %v", err)
			}
		})
	}
}

// rezip writes an archive anew with every file changed by edit.
func rezip(t *testing.T, raw []byte, edit func(name, content string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, edit(f.Name, string(content))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// resigned changes the manifest and its hash with it.
func resigned(change func(*store.Manifest)) func(name, content string) string {
	var raw []byte
	return func(name, content string) string {
		switch name {
		case "manifest.json":
			var m store.Manifest
			if err := json.Unmarshal([]byte(content), &m); err != nil {
				panic(err)
			}
			change(&m)
			raw, _ = json.Marshal(m) //nolint:errchkjson // plain fields
			return string(raw)
		case "manifest.sha256":
			return store.HashText(raw)
		}
		return content
	}
}

// TestBackupHoldsEveryTable fails when a migration adds a table that nobody
// has decided about.
func TestBackupHoldsEveryTable(t *testing.T) {
	o := storetest.SQLite(t)
	s := storetest.Open(t, o)
	db := storetest.Raw(t, o)
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	_, m := backup(t, s)
	var known []string
	for _, table := range m.Tables {
		known = append(known, table.Name)
	}
	known = append(known, store.KeptOut()...)
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(known, name) {
			t.Errorf("table %s is neither in archives nor kept out of them", name)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestBackupsUnderLoad takes archives beside writers: whatever was
// acknowledged before one began is in it, and each is whole.
func TestBackupsUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		stop := make(chan struct{})
		var writers sync.WaitGroup
		writers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					if err := enter(s, storetest.Lan, int64(n+1), n); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
		for range 5 {
			before := counter(t, s)
			raw, _ := backup(t, s)
			target := storetest.New(t)
			if err := restore(target, raw); err != nil {
				t.Fatal(err)
			}
			if after := counter(t, target); after < before {
				t.Errorf("the archive stands at %d, but %d was acknowledged before it began", after, before)
			}
			if _, err := target.Verify(ctx); err != nil {
				t.Errorf("Verify: %v", err)
			}
		}
		close(stop)
		writers.Wait()
	})
}

func TestVerifyNamesTheDamage(t *testing.T) {
	tests := []struct{ name, statement, place string }{
		{"a figure version is gone", "DELETE FROM figure WHERE version = 1", "figure"},
		{"a figure changed after approval", "INSERT INTO figure SELECT unit, year, indicator, period, 3, 1, status, source, origin, note, dated, recorded, login FROM figure WHERE version = 2", "lechan/2022"},
		{"an audit row was changed", "UPDATE audit SET reason = 'x' WHERE id = 3", "audit"},
		{"the end of the audit is cut off", "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", "audit"},
		{"an issued file was exchanged", "UPDATE issued_file SET content = x'00'", "issued_report"},
		{"a reference leads nowhere", "DELETE FROM unit WHERE key = 'ngoquyen'", "unit_row"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := storetest.SQLite(t)
			s := storetest.Open(t, o)
			lived(t, s)
			if v, err := s.Verify(ctx); err != nil || v.Figures != 2 || v.Approved != 1 || v.Issued != 1 || v.Audit == 0 {
				t.Fatalf("sound data: %+v, %v", v, err)
			}
			breakBehindBack(t, storetest.Raw(t, o), tt.statement)
			_, err := s.Verify(ctx)
			faults, _ := err.(errs.Faults) //nolint:errorlint // returned bare
			if !slices.ContainsFunc(faults, func(f errs.Fault) bool { return f.Place == tt.place }) {
				t.Errorf("Verify = %v; want a fault of %s", err, tt.place)
			}
		})
	}
}

// breakBehindBack changes the file as no transaction of the program could.
func breakBehindBack(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	db.SetMaxOpenConns(1)
	statements := append([]string{"PRAGMA foreign_keys = OFF"}, dropTriggers(t, db)...)
	for _, q := range append(statements, statement) {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func dropTriggers(t *testing.T, db *sql.DB) (statements []string) {
	t.Helper()
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		statements = append(statements, "DROP TRIGGER "+name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return statements
}
