package store_test

import (
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/store"
	"muctieu/pkg/store/migration"
	"muctieu/pkg/store/storetest"
)

func TestStepsHaveTwins(t *testing.T) {
	names := map[string][]string{}
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := fs.Glob(migration.Files, folder+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			names[folder] = append(names[folder], strings.TrimPrefix(f, folder+"/"))
		}
	}
	if !slices.Equal(names["sqlite"], names["postgres"]) || len(names["sqlite"]) == 0 {
		t.Errorf("steps differ: sqlite %v, postgres %v", names["sqlite"], names["postgres"])
	}
	for i, name := range names["sqlite"] {
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("step %d is %s: numbers go up one by one", i+1, name)
		}
	}
}

// The tables and columns of both engines, as far as they can be compared.
func TestSchemasAgree(t *testing.T) {
	columns := map[string]string{
		"sqlite": `SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose%' ORDER BY 1`,
		"postgres": `SELECT table_name || '.' || column_name FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name NOT LIKE 'goose%' ORDER BY 1`,
	}
	found := map[string][]string{}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		storetest.Open(t, o)
		engine := t.Name()[strings.LastIndex(t.Name(), "/")+1:]
		found[engine] = texts(t, storetest.Raw(t, o), columns[engine])
		slices.Sort(found[engine])
	})
	if len(found) == 2 && !slices.Equal(found["sqlite"], found["postgres"]) {
		t.Errorf("only in one engine: %v", difference(found["sqlite"], found["postgres"]))
	}
	if !slices.Contains(found["sqlite"], "figure.value") {
		t.Errorf("no figure.value among %d columns", len(found["sqlite"]))
	}
}

func texts(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func difference(a, b []string) (only []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			only = append(only, "sqlite "+x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			only = append(only, "postgres "+x)
		}
	}
	return only
}

// What the program never does is refused by the database too.
func TestRowsAreOnlyAdded(t *testing.T) {
	statements := []string{
		"UPDATE figure SET value = value + 1",
		"UPDATE figure SET note = 'x'",
		"DELETE FROM figure",
		"INSERT INTO figure SELECT unit, year, indicator, period, version + 2, value, status, source, origin, note, dated, recorded, login FROM figure",
		"UPDATE plan SET low = 0",
		"UPDATE plan SET basis = 'proposed'",
		"DELETE FROM plan",
		"INSERT INTO plan SELECT unit, year, indicator, level, version + 2, operator, low, high, basis, document, document_date, issuer, title, source, origin, price_basis, note, withdrawn, dated, recorded, login FROM plan",
		"UPDATE audit SET reason = 'x'",
		"DELETE FROM audit",
		"INSERT INTO audit SELECT id + 100, recorded, login, name, address, action, object, before, after, reason, prev_hash, hash FROM audit WHERE id = 1",
		"UPDATE submission_step SET login = 'x' WHERE 1 = 0", // nothing to change, nothing refused
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		savePlan(t, s, "5", 0)
		raw := storetest.Raw(t, o)
		for _, statement := range statements[:len(statements)-1] {
			if _, err := raw.Exec(statement); err == nil || !strings.Contains(err.Error(), "added") {
				t.Errorf("%s: %v; want a refusal", statement, err)
			}
		}
		if _, err := raw.Exec(statements[len(statements)-1]); err != nil {
			t.Errorf("%s: %v", statements[len(statements)-1], err)
		}
	})
}

func TestReplaceAndTruncateAreRefused(t *testing.T) {
	o := storetest.SQLite(t)
	s := storetest.Open(t, o)
	storetest.Fill(t, s)
	saveOne(t, s, "thu_ns", "1", 0)
	raw := storetest.Raw(t, o)
	if _, err := raw.Exec("INSERT OR REPLACE INTO figure SELECT unit, year, indicator, period, version, 7, status, source, origin, note, dated, recorded, login FROM figure"); err == nil {
		t.Error("INSERT OR REPLACE INTO figure was taken")
	}
	if _, err := raw.Exec("INSERT OR REPLACE INTO audit SELECT id, recorded, login, name, address, action, object, before, after, 'x', prev_hash, hash FROM audit"); err == nil {
		t.Error("INSERT OR REPLACE INTO audit was taken")
	}
	storetest.OnPostgres(t, func(t *testing.T, o store.Options) { // SQLite has no TRUNCATE
		storetest.Open(t, o)
		for _, table := range []string{"figure", "plan", "audit"} {
			if _, err := storetest.Raw(t, o).Exec("TRUNCATE " + table + " CASCADE"); err == nil {
				t.Errorf("TRUNCATE %s was taken", table)
			}
		}
	})
}
