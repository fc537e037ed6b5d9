package store_test

import (
	"errors"
	"testing"

	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// wardValue is the newest value of a unit's cell.
func wardValue(t *testing.T, s *store.Store, unit indicator.UnitKey) string {
	t.Helper()
	key := cellKey("thu_ns")
	key.Unit = unit
	all, err := s.Versions(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return "none"
	}
	return text(all[len(all)-1].Value)
}

func TestSaveFiguresOfSeveralUnits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		storetest.Fill(t, s)
		first, second := indicator.UnitKey("lechan"), indicator.UnitKey("ngoquyen")
		was := []string{wardValue(t, s, first), wardValue(t, s, second)}
		seen := func(unit indicator.UnitKey) int {
			key := cellKey("thu_ns")
			key.Unit = unit
			all, err := s.Versions(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		cell := func(value string, version int) []store.CellSave {
			return []store.CellSave{{Indicator: "thu_ns", Value: amount(t, value), Status: indicator.Final, Version: version}}
		}
		_, err := s.SaveFiguresOf(ctx, storetest.Lan, year, []store.UnitSave{{Unit: first, Cells: cell("11.5", seen(first))}, {Unit: second, Cells: cell("12.5", seen(second)+7)}})
		var refusals store.UnitRefusals
		var conflicts *store.Conflicts
		if !errors.As(err, &refusals) || len(refusals) != 1 || !errors.As(refusals[second], &conflicts) || refusals.Error() == "" {
			t.Fatalf("a version nobody has seen: %v", err)
		}
		if got := []string{wardValue(t, s, first), wardValue(t, s, second)}; got[0] != was[0] || got[1] != was[1] {
			t.Errorf("a refused save left %v, was %v", got, was)
		}
		saved, err := s.SaveFiguresOf(ctx, storetest.Lan, year, []store.UnitSave{{Unit: first, Cells: cell("11.5", seen(first))}, {Unit: second, Cells: cell("12.5", seen(second))}})
		if err != nil || len(saved) != 2 || !saved[0][0].Added || !saved[1][0].Added {
			t.Fatalf("%+v, %v", saved, err)
		}
		if got := wardValue(t, s, first) + " " + wardValue(t, s, second); got != "11.5 12.5" {
			t.Errorf("stored: %s", got)
		}
		if _, err := s.SaveFiguresOf(ctx, storetest.Lan, year, []store.UnitSave{{Unit: "nowhere", Cells: cell("1", 0)}}); err == nil || errors.As(err, &refusals) {
			t.Errorf("an unknown unit: %v", err)
		}
	})
}
