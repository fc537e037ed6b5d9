package org

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func on(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

var (
	in2022   = on(2022, 12, 31)
	merger   = on(2025, 7, 1)
	lastDay  = on(2025, 6, 30)
	resolved = "NQ 202/2025/QH15"
)

// haiphong is a province with a district that ended on 30 June 2025, wards
// under it, and a new ward of the same name: another unit.
func haiphong() *Tree {
	return NewTree([]Unit{
		{Key: "haiphong", Rows: []Row{{Code: "31", Name: "Hải Phòng", Kind: "thành phố"}}},
		{Key: "lechan", Rows: []Row{{Code: "305", Name: "Lê Chân", Kind: "quận", Parent: "haiphong", To: lastDay}}},
		{Key: "ngoquyen", Rows: []Row{{Code: "304", Name: "Ngô Quyền", Kind: "quận", Parent: "haiphong", To: lastDay}}},
		{Key: "lechan-honam", Rows: []Row{ // rows out of order on purpose
			{Code: "11383", Name: "Trần Nguyên Hãn", Kind: "phường", Parent: "lechan", From: on(2025, 1, 1), To: lastDay},
			{Code: "11383", Name: "Hồ Nam", Kind: "phường", Parent: "lechan", To: on(2024, 12, 31)},
		}},
		{Key: "lechan-catdai", Rows: []Row{{Code: "11368", Name: "Cát Dài", Kind: "phường", Parent: "lechan", To: on(2024, 12, 31)}}},
		{Key: "p-lechan", Rows: []Row{{Code: "11383", Name: "Lê Chân", Kind: "phường", Parent: "haiphong", From: merger, Document: resolved}}},
	}, []Succession{
		{"lechan-honam", "p-lechan", merger, Part, resolved},
		{"lechan-catdai", "lechan-honam", on(2025, 1, 1), Whole, "NQ 1232"},
	})
}

func TestNamesOnADay(t *testing.T) {
	tree := haiphong()
	tests := []struct {
		name string
		key  Key
		day  time.Time
		want string // empty: does not exist
	}{
		{"before the renaming", "lechan-honam", in2022, "Phường Hồ Nam"},
		{"the last day of the old name", "lechan-honam", on(2024, 12, 31), "Phường Hồ Nam"},
		{"the first day of the new name", "lechan-honam", on(2025, 1, 1), "Phường Trần Nguyên Hãn"},
		{"the last day of the district", "lechan", lastDay, "Quận Lê Chân"},
		{"the day after", "lechan", merger, ""},
		{"the ward of that name is another unit", "p-lechan", merger, "Phường Lê Chân"},
		{"and did not exist before", "p-lechan", in2022, ""},
		{"a key nobody has", "atlantis", in2022, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row, ok := tree.At(tt.key, tt.day)
			if ok != (tt.want != "") || ok && row.FullName() != tt.want {
				t.Errorf("At(%q, %s) = %q, %t; want %q", tt.key, tt.day.Format(time.DateOnly), row.FullName(), ok, tt.want)
			}
		})
	}
}

func TestNearestNamesAUnitThatIsNotThere(t *testing.T) {
	tree := haiphong()
	for _, tt := range []struct {
		key  Key
		day  time.Time
		want string
	}{
		{"lechan", on(2026, 1, 1), "Quận Lê Chân"},
		{"p-lechan", in2022, "Phường Lê Chân"},
		{"lechan-honam", on(2030, 1, 1), "Phường Trần Nguyên Hãn"},
		{"atlantis", in2022, ""},
	} {
		if got := tree.Nearest(tt.key, tt.day); got.FullName() != tt.want && got.Name != tt.want {
			t.Errorf("Nearest(%q) = %q; want %q", tt.key, got.FullName(), tt.want)
		}
	}
}

func TestTreeOnADay(t *testing.T) {
	tree := haiphong()
	if got, want := tree.Children("haiphong", in2022), []Key{"ngoquyen", "lechan"}; !slices.Equal(got, want) {
		t.Errorf("districts of 2022 by code: %v; want %v", got, want)
	}
	if got, want := tree.Children("haiphong", merger), []Key{"p-lechan"}; !slices.Equal(got, want) {
		t.Errorf("after the merger: %v; want %v", got, want)
	}
	if got, want := tree.Below("haiphong", in2022), []Key{"ngoquyen", "lechan", "lechan-catdai", "lechan-honam"}; !slices.Equal(got, want) {
		t.Errorf("Below: %v; want %v", got, want)
	}
	if got, want := tree.Ancestors("lechan-catdai", in2022), []Key{"lechan", "haiphong"}; !slices.Equal(got, want) {
		t.Errorf("Ancestors: %v; want %v", got, want)
	}
	if !tree.Within("lechan-catdai", "haiphong", in2022) || tree.Within("lechan-catdai", "ngoquyen", in2022) || !tree.Within("lechan", "lechan", in2022) {
		t.Error("Within: a ward lies in its city, not in another district; a unit lies in itself")
	}
	if got := tree.Ancestors("lechan", merger); len(got) != 0 {
		t.Errorf("a unit that is gone has no ancestors, got %v", got)
	}
}

func TestChildrenAreTheCallersOwn(t *testing.T) {
	tree := haiphong()
	tree.Children("haiphong", in2022)[0] = "broken"
	if got := tree.Children("haiphong", in2022)[0]; got != "ngoquyen" {
		t.Errorf("the tree was changed through an answer: %q", got)
	}
}

func TestInto(t *testing.T) {
	tree := haiphong()
	if got := tree.Into("p-lechan", in2022, on(2025, 12, 31)); len(got) != 1 || got[0].From != "lechan-honam" {
		t.Errorf("Into = %v; want the one succession", got)
	}
	if got := tree.Into("p-lechan", merger, on(2025, 12, 31)); len(got) != 0 {
		t.Errorf("after its own day: %v; want none", got)
	}
	if got := tree.Into("p-lechan", in2022, lastDay); len(got) != 0 {
		t.Errorf("before its day: %v; want none", got)
	}
}

func TestCircleEnds(t *testing.T) {
	tree := NewTree([]Unit{
		{Key: "a", Rows: []Row{{Name: "A", Parent: "b"}}},
		{Key: "b", Rows: []Row{{Name: "B", Parent: "a"}}},
	}, nil)
	if got := tree.Below("a", in2022); !slices.Equal(got, []Key{"b"}) {
		t.Errorf("Below in a circle: %v", got)
	}
	if got := tree.Ancestors("a", in2022); !slices.Equal(got, []Key{"b"}) {
		t.Errorf("Ancestors in a circle: %v", got)
	}
}

func BenchmarkBelow700(b *testing.B) {
	units := []Unit{{Key: "top", Rows: []Row{{Name: "Top"}}}}
	for i := range 700 {
		units = append(units, Unit{Key: Key(fmt.Sprintf("u%03d", i)), Rows: []Row{{Code: fmt.Sprint(i), Name: "U", Parent: "top"}}})
	}
	tree := NewTree(units, nil)
	b.ReportAllocs()
	for b.Loop() {
		if len(tree.Below("top", in2022)) != 700 {
			b.Fatal("units lost")
		}
	}
}
