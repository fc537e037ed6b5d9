package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

var year = period.MustParse("2022")

// amount reads a number with as many decimals as it has.
func amount(t *testing.T, text string) *number.Amount {
	t.Helper()
	_, fraction, _ := strings.Cut(text, ".")
	a, err := number.ParsePlain(text, len(fraction))
	if err != nil {
		t.Fatal(err)
	}
	return &a
}

func text(a *number.Amount) string {
	if a == nil {
		return "none"
	}
	return a.String()
}

func cellKey(code indicator.Code) indicator.CellKey {
	return indicator.CellKey{Unit: "lechan", Indicator: code, Period: year}
}

// saveOne saves an official value of lechan's year 2022.
func saveOne(t *testing.T, s *store.Store, code indicator.Code, value string, version int) indicator.Figure {
	t.Helper()
	saved, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, []store.CellSave{{Indicator: code, Value: amount(t, value), Status: indicator.Final, Version: version}})
	if err != nil {
		t.Fatal(err)
	}
	return saved[0].Figure
}

func versions(t *testing.T, s *store.Store, code indicator.Code) []indicator.Figure {
	t.Helper()
	all, err := s.Versions(ctx, cellKey(code))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSaveAddsVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		note := "theo báo cáo số 12/BC-CTK"
		cell := store.CellSave{Indicator: "thu_ns", Value: amount(t, "940.133"), Status: indicator.Estimate, Note: &note, Source: "Chi cục Thuế", Origin: indicator.Illustrative}
		saved, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, []store.CellSave{cell})
		if err != nil {
			t.Fatal(err)
		}
		want := indicator.Figure{CellKey: cellKey("thu_ns"), Version: 1, Value: amount(t, "940.133"), Status: indicator.Estimate, Source: "Chi cục Thuế",
			Origin: indicator.Illustrative, Note: note, Dated: storetest.Now(), Recorded: storetest.Now(), By: "lan"}
		sameFigure(t, "SaveFigures", saved[0].Figure, want)
		if second := saveOne(t, s, "thu_ns", "941", 1); second.Version != 2 {
			t.Errorf("second version = %d, want 2", second.Version)
		}
		all := versions(t, s, "thu_ns")
		if len(all) != 2 {
			t.Fatalf("%d versions stored, want 2", len(all))
		}
		sameFigure(t, "Versions", all[0], want)
		if got := text(all[1].Value); got != "941" || all[1].Status != indicator.Final || all[1].Note != "" {
			t.Errorf("newest = %s %s %q, want 941 official without note", got, all[1].Status, all[1].Note)
		}
	})
}

func sameFigure(t *testing.T, where string, got, want indicator.Figure) {
	t.Helper()
	if text(got.Value) != text(want.Value) {
		t.Errorf("%s: value %s, want %s", where, text(got.Value), text(want.Value))
	}
	got.Value, want.Value = nil, nil
	if got != want {
		t.Errorf("%s:\n got %+v\nwant %+v", where, got, want)
	}
}

func TestRepeatsAddNothing(t *testing.T) {
	note, other, none := "lý do", "lý do khác", ""
	tests := []struct {
		name    string
		status  indicator.Status
		note    *string
		version int
		added   bool
	}{
		{"same again", indicator.Final, nil, 1, false},
		{"sent twice, the version of the first time", indicator.Final, nil, 0, false},
		{"same note", indicator.Final, &note, 1, false},
		{"another note", indicator.Final, &other, 1, true},
		{"note taken away", indicator.Final, &none, 1, true},
		{"lower status", indicator.Estimate, &note, 1, true},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				p := period.Period{Year: 2000 + i}
				first := store.CellSave{Indicator: "thu_ns", Value: amount(t, "5"), Status: indicator.Final, Note: &note}
				if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", p, []store.CellSave{first}); err != nil {
					t.Fatal(err)
				}
				before := counter(t, s)
				again := store.CellSave{Indicator: "thu_ns", Value: amount(t, "5.000"), Status: tt.status, Note: tt.note, Version: tt.version}
				saved, err := s.SaveFigures(ctx, storetest.Minh, "lechan", p, []store.CellSave{again})
				if err != nil {
					t.Fatal(err)
				}
				if saved[0].Added != tt.added {
					t.Errorf("added = %t, want %t", saved[0].Added, tt.added)
				}
				all, err := s.Versions(ctx, indicator.CellKey{Unit: "lechan", Indicator: "thu_ns", Period: p})
				if err != nil || (len(all) == 2) != tt.added {
					t.Errorf("%d versions stored, %v", len(all), err)
				}
				if raised := counter(t, s) > before; raised != tt.added {
					t.Errorf("counter raised = %t, want %t", raised, tt.added)
				}
			})
		}
	})
}

func TestConflictsListAllCells(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		saveOne(t, s, "ho_ngheo", "10", 0)
		_, err := s.SaveFigures(ctx, storetest.Minh, "lechan", year, []store.CellSave{
			{Indicator: "thu_ns", Value: amount(t, "2"), Status: indicator.Final, Version: 0},
			{Indicator: "tong_ho", Value: amount(t, "500"), Status: indicator.Final, Version: 0}, // nothing wrong with it
			{Indicator: "ho_ngheo", Value: amount(t, "11"), Status: indicator.Final, Version: 2},
		})
		var conflicts *store.Conflicts
		if !errors.As(err, &conflicts) || errs.KindOf(err) != errs.Conflict {
			t.Fatalf("SaveFigures = %v; want *Conflicts of kind Conflict", err)
		}
		if len(conflicts.Cells) != 2 {
			t.Fatalf("%d conflicts, want both", len(conflicts.Cells))
		}
		for i, want := range []struct{ stored, sent string }{{"1", "2"}, {"10", "11"}} {
			x := conflicts.Cells[i]
			if text(x.Stored.Value) != want.stored || text(x.Sent.Value) != want.sent || x.Stored.By != "lan" || !x.Stored.Recorded.Equal(storetest.Now()) {
				t.Errorf("conflict %d: stored %s by %s, sent %s; want %+v by lan", i, text(x.Stored.Value), x.Stored.By, text(x.Sent.Value), want)
			}
		}
		if n := len(versions(t, s, "tong_ho")); n != 0 {
			t.Errorf("the good cell of a refused save has %d versions", n)
		}
	})
}

func TestRefusedCells(t *testing.T) {
	note, nul := "vì rà soát lại", "a\x00b"
	tests := []struct {
		name string
		unit indicator.UnitKey
		cell store.CellSave
		key  string // empty: taken
	}{
		{"unknown indicator", "lechan", store.CellSave{Indicator: "nothing", Status: indicator.Final, Value: amount(t, "1")}, "save.indicator_unknown"},
		{"unknown unit", "nowhere", store.CellSave{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "1")}, "store.unit_unknown"},
		{"unknown status", "lechan", store.CellSave{Indicator: "tong_ho", Status: "final", Value: amount(t, "1")}, "save.status_unknown"},
		{"note with NUL", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "1"), Note: &nul}, "save.text_unreadable"},
		{"source not UTF-8", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "1"), Source: "\xff"}, "save.text_unreadable"},
		{"no value", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final}, "save.value_and_status"},
		{"value too many", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.NotApplicable, Value: amount(t, "1")}, "save.value_and_status"},
		{"too many decimals", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "1.5")}, "number.too_many_decimals"},
		{"too large once scaled", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "9223372036854775807"), Version: 1}, "number.too_large"},
		{"rolled up", "haiphong", store.CellSave{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "1")}, "save.rollup_row"},
		{"withdrawn without figure", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Withdrawn, Note: &note}, "save.nothing_to_withdraw"},
		{"withdrawn without reason", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Withdrawn, Version: 1}, "save.reason_missing"},
		{"withdrawn", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Withdrawn, Version: 1, Note: &note}, ""},
		{"lower status", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Preliminary, Value: amount(t, "2"), Version: 1}, "save.lower_status_needs_note"},
		{"lower status with note", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Preliminary, Value: amount(t, "2"), Version: 1, Note: &note}, ""},
		{"not applicable after a value", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.NotApplicable, Version: 1}, ""},
		{"dated in the future", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "1"), Dated: storetest.Now().Add(time.Hour)}, "save.dated_in_future"},
		{"dated before the newest", "lechan", store.CellSave{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "2"), Version: 1, Dated: storetest.Now().Add(-time.Hour)}, "save.dated_before_newest"},
		{"dated earlier, first version", "lechan", store.CellSave{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "1"), Dated: storetest.Now().Add(-time.Hour)}, ""},
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				p := period.Period{Year: 1990 + i} // cells of its own
				if tt.unit == "haiphong" {
					p = year // whose set rolls up
				}
				first := store.CellSave{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "1")}
				if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", p, []store.CellSave{first}); err != nil {
					t.Fatal(err)
				}
				_, err := s.SaveFigures(ctx, storetest.Lan, tt.unit, p, []store.CellSave{tt.cell})
				if got := keyOf(err); got != tt.key || (err == nil) != (tt.key == "") {
					t.Errorf("SaveFigures = %v; want %q", err, tt.key)
				}
				var faults errs.Faults
				if errors.As(err, &faults) && faults[0].Place != string(tt.cell.Indicator) {
					t.Errorf("fault at %q, want %q", faults[0].Place, tt.cell.Indicator)
				}
			})
		}
	})
}

func TestAllFaultsAreTold(t *testing.T) {
	s := storetest.Filled(t)
	_, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, []store.CellSave{
		{Indicator: "thu_ns", Status: indicator.Final, Value: amount(t, "0.0001")},
		{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "9")},
		{Indicator: "tong_ho", Status: indicator.Final, Value: amount(t, "9")},
		{Indicator: "none", Status: indicator.Final, Value: amount(t, "1")},
	})
	var faults errs.Faults
	if !errors.As(err, &faults) || errs.KindOf(err) != errs.Invalid {
		t.Fatalf("SaveFigures = %v; want Faults", err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.Place+" "+f.Err.Key)
	}
	want := []string{"thu_ns number.too_many_decimals", "tong_ho save.cell_twice", "none save.indicator_unknown"}
	if !slices.Equal(got, want) {
		t.Errorf("faults %v, want %v", got, want)
	}
	if n := len(versions(t, s, "tong_ho")); n != 0 {
		t.Errorf("the good cell of a refused save has %d versions", n)
	}
}

func TestComputedRatioTakesNoFigure(t *testing.T) {
	tests := []struct {
		name  string
		cells []store.CellSave // saved one after the other
		key   string           // of the last
	}{
		{"no operand", []store.CellSave{{Indicator: "ty_le_ngheo", Value: amount(t, "1.2")}}, ""},
		{"one operand", []store.CellSave{{Indicator: "ho_ngheo", Value: amount(t, "5")}, {Indicator: "ty_le_ngheo", Value: amount(t, "1.2")}}, ""},
		{"both", []store.CellSave{{Indicator: "ho_ngheo", Value: amount(t, "5")}, {Indicator: "tong_ho", Value: amount(t, "400")}, {Indicator: "ty_le_ngheo", Value: amount(t, "1.2")}}, "save.ratio_computed"},
		{"denominator 0", []store.CellSave{{Indicator: "ho_ngheo", Value: amount(t, "0")}, {Indicator: "tong_ho", Value: amount(t, "0")}, {Indicator: "ty_le_ngheo", Value: amount(t, "0")}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := storetest.Filled(t)
			var err error
			for i := range tt.cells {
				tt.cells[i].Status = indicator.Final
				_, err = s.SaveFigures(ctx, storetest.Lan, "lechan", year, tt.cells[i:i+1])
			}
			if got := keyOf(err); got != tt.key {
				t.Errorf("one by one: %v; want %q", err, tt.key)
			}
			together := storetest.Filled(t)
			_, err = together.SaveFigures(ctx, storetest.Lan, "lechan", year, tt.cells)
			if got := keyOf(err); got != tt.key {
				t.Errorf("together: %v; want %q", err, tt.key)
			}
		})
	}
}

func TestApprovedPeriodIsLocked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		saveOne(t, s, "thu_ns", "1", 0)
		const approve = "INSERT INTO submission (unit, period, state, version, updated, updated_by) VALUES ('lechan', '2022', 'approved', 1, 0, '')"
		if _, err := storetest.Raw(t, o).Exec(approve); err != nil {
			t.Fatal(err)
		}
		cell := store.CellSave{Indicator: "thu_ns", Value: amount(t, "2"), Status: indicator.Final, Version: 1}
		if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", year, []store.CellSave{cell}); errs.KindOf(err) != errs.Locked {
			t.Errorf("save = %v, want Locked", err)
		}
		if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", period.MustParse("2022-Q1"), []store.CellSave{{Indicator: "thu_ns", Value: amount(t, "2"), Status: indicator.Final}}); err != nil {
			t.Errorf("save into another period = %v", err)
		}
		saveOne(t, s, "thu_ns", "1", 1) // what is stored already
		f := indicator.Figure{CellKey: cellKey("thu_ns"), Value: amount(t, "3"), Status: indicator.Final}
		err := s.Change(ctx, storetest.CLI, func(st *indicator.State) (indicator.Change, error) {
			if locked, err := st.Locked("lechan", year); !locked || err != nil {
				t.Errorf("State.Locked = %t, %v; want true", locked, err)
			}
			if locked, err := st.Locked("ngoquyen", year); locked || err != nil {
				t.Errorf("State.Locked of another unit = %t, %v; want false", locked, err)
			}
			return indicator.Change{Figures: []indicator.Figure{f}}, nil
		})
		if errs.KindOf(err) != errs.Locked {
			t.Errorf("import = %v, want Locked", err)
		}
		if n := len(versions(t, s, "thu_ns")); n != 1 {
			t.Errorf("%d versions in an approved cell, want 1", n)
		}
	})
}

// A clock that was put back neither hides what was saved nor makes a version
// older than the one before it.
func TestClockPutBack(t *testing.T) {
	o := storetest.SQLite(t)
	now := storetest.Now()
	o.Now = func() time.Time { return now }
	s := storetest.Open(t, o)
	storetest.Fill(t, s)
	first := saveOne(t, s, "thu_ns", "1", 0)
	now = now.Add(-48 * time.Hour)
	second := saveOne(t, s, "thu_ns", "2", 1)
	if !second.Dated.Equal(first.Dated) || !second.Recorded.Equal(now) {
		t.Errorf("second dated %s, recorded %s; want %s, %s", second.Dated, second.Recorded, first.Dated, now)
	}
	b, err := s.BookFor(ctx, "lechan", year, 0, 0, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Figures[cellKey("thu_ns")].Version; got != 2 {
		t.Errorf("newest version in the book = %d, want 2", got)
	}
}
