package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

func audit(t *testing.T, s *store.Store, f store.AuditFilter) []store.AuditRow {
	t.Helper()
	rows, err := s.Audit(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAuditSaysWhoWhatWhenWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1.5", 0)
		note := "số <chính> & thức"
		cell := store.CellSave{Indicator: "thu_ns", Value: amount(t, "2"), Status: indicator.Final, Version: 1, Note: &note}
		if _, err := s.SaveFigures(ctx, storetest.Minh, "lechan", year, []store.CellSave{cell}); err != nil {
			t.Fatal(err)
		}
		rows := audit(t, s, store.AuditFilter{Action: "figure.save"})
		if len(rows) != 2 {
			t.Fatalf("%d rows, want 2", len(rows))
		}
		newest := rows[0]
		want := store.AuditRow{ID: newest.ID, At: storetest.Now(), Login: "minh", Name: "Trần Văn Minh", From: "192.0.2.8", Action: "figure.save", Object: "lechan/2022/thu_ns",
			Before:   `{"version":1,"value":"1.5","status":"official","dated":"2026-11-25T08:00:00Z"}`,
			After:    `{"version":2,"value":"2","status":"official","note":"số <chính> & thức","dated":"2026-11-25T08:00:00Z"}`,
			Reason:   note,
			PrevHash: rows[1].Hash, Hash: newest.Hash}
		if newest != want {
			t.Errorf("audit row\n got %+v\nwant %+v", newest, want)
		}
		if rows[1].Before != "" || len(newest.Hash) != 64 {
			t.Errorf("first version's before = %q, hash %q", rows[1].Before, newest.Hash)
		}
		verified(t, s)
	})
}

func TestEveryChangeIsInTheAudit(t *testing.T) {
	s := storetest.Filled(t)
	savePlan(t, s, "5", 0)
	var actions []string
	for _, r := range audit(t, s, store.AuditFilter{}) {
		if !slices.Contains(actions, r.Action) {
			actions = append(actions, r.Action)
		}
	}
	want := []string{"plan.save", "set.save", "indicator.save", "term.save", "level.save", "tile.save", "succession.save", "unit.save"}
	if !slices.Equal(actions, want) {
		t.Errorf("actions, newest first = %v, want %v", actions, want)
	}
}

func TestAuditFilter(t *testing.T) {
	s := storetest.Filled(t)
	saveOne(t, s, "thu_ns", "1", 0)
	saveOne(t, s, "tong_ho", "1", 0)
	savePlan(t, s, "1", 0)
	all := audit(t, s, store.AuditFilter{Limit: 1000})
	tests := []struct {
		name   string
		filter store.AuditFilter
		want   int
	}{
		{"login", store.AuditFilter{Login: "lan"}, 2},
		{"action", store.AuditFilter{Action: "plan.save"}, 1},
		{"kind of action", store.AuditFilter{Action: "figure."}, 2},
		{"object", store.AuditFilter{Object: "lechan/2022/thu_ns"}, 1},
		{"all of a unit's year", store.AuditFilter{Object: "lechan/2022/"}, 3},
		{"from then on", store.AuditFilter{From: storetest.Now()}, len(all)},
		{"until then", store.AuditFilter{Until: storetest.Now()}, 0},
		{"later", store.AuditFilter{From: storetest.Now().Add(time.Second)}, 0},
		{"a page", store.AuditFilter{Limit: 2}, 2},
		{"the last page", store.AuditFilter{Below: 3}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := audit(t, s, tt.filter)
			if len(rows) != tt.want {
				t.Errorf("%d rows, want %d", len(rows), tt.want)
			}
			if !slices.IsSortedFunc(rows, func(a, b store.AuditRow) int { return int(b.ID - a.ID) }) {
				t.Error("rows are not in order, newest first")
			}
		})
	}
}

func TestChangedAuditIsFound(t *testing.T) {
	tests := []struct {
		name, statement string
		row             int64 // the first broken one
	}{
		{"text changed", "UPDATE audit SET reason = reason || 'x' WHERE id = 3", 3},
		{"value changed", `UPDATE audit SET after = replace(after, '"1"', '"9"') WHERE action = 'figure.save'`, 19},
		{"time changed", "UPDATE audit SET recorded = recorded - 1 WHERE id = 1", 1},
		{"person changed", "UPDATE audit SET login = 'minh' WHERE login = 'lan'", 19},
		{"row cut out", "DELETE FROM audit WHERE id = 5", 5},
		{"first row cut off", "DELETE FROM audit WHERE id = 1", 1},
		{"last row cut off", "DELETE FROM audit WHERE id = 19", 19},
		{"chain made again from the middle", "UPDATE audit SET hash = prev_hash WHERE id = 4", 4},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		raw := unguardedAudit(t, o)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if n, err := s.VerifyAudit(ctx); err != nil || n != 19 {
					t.Fatalf("VerifyAudit before = %d, %v; want 19", n, err)
				}
				run(t, raw, tt.statement)
				defer run(t, raw, "DELETE FROM audit", "INSERT INTO audit SELECT * FROM audit_copy ORDER BY id")
				_, err := s.VerifyAudit(ctx)
				if keyOf(err) != "store.audit_broken" || errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), fmt.Sprintf("id:%d", tt.row)) {
					t.Errorf("VerifyAudit = %v; want row %d broken", err, tt.row)
				}
			})
		}
	})
}

// unguardedAudit opens a database in which the audit can be changed, with a
// copy of it as it was.
func unguardedAudit(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	raw, of := storetest.Raw(t, o), ""
	if o.Database != "" {
		of = " ON audit"
	}
	for _, trigger := range []string{"audit_next", "audit_kept", "audit_stays"} {
		run(t, raw, "DROP TRIGGER "+trigger+of)
	}
	run(t, raw, "CREATE TABLE audit_copy AS SELECT * FROM audit")
	return raw
}

func run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
