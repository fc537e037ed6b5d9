package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// CLI is the actor of the command line.
var CLI = store.Actor{From: "cli"}

// Lan is an official.
var Lan = store.Actor{UserID: 1, Login: "lan", Name: "Nguyễn Thị Lan", From: "192.0.2.7"}

// Minh is another official.
var Minh = store.Actor{UserID: 2, Login: "minh", Name: "Trần Văn Minh", From: "192.0.2.8"}

// Day gives a date.
func Day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// City is Hải Phòng with two districts and two wards, of which one came out of
// two older ones on 1/7/2025; a few indicators, levels and words; and the sets
// of 2022. lechan enters thu_ns, ho_ngheo, tong_ho and ty_le_ngheo; haiphong
// adds thu_ns up.
func City() indicator.Change {
	return indicator.Change{
		Units: []org.Unit{
			{Key: "haiphong", Rows: []org.Row{{Code: "31", Name: "Hải Phòng", Kind: "thành phố"}}},
			district("lechan", "305", "Lê Chân"), district("ngoquyen", "304", "Ngô Quyền"),
			{Key: "andu", Rows: []org.Row{{Code: "11407", Name: "An Dương", Kind: "phường", Parent: "lechan", To: Day(2025, 6, 30)}}},
			{Key: "anbien", Rows: []org.Row{{Name: "An Biên", Kind: "phường", Parent: "haiphong", From: Day(2025, 7, 1), Document: "1669/NQ-UBTVQH15"}}},
		},
		Successions: []org.Succession{{From: "andu", To: "anbien", Date: Day(2025, 7, 1), Share: org.Whole, Document: "1669/NQ-UBTVQH15"}},
		Tiles:       []indicator.Tile{{Unit: "lechan", Column: 2, Row: 1}},
		Levels: []indicator.Level{
			{Code: "city", Position: 2, NameVi: "Thành phố", NameEn: "City", PhraseVi: "kế hoạch thành phố giao", PhraseEn: "the plan assigned by the city"},
			{Code: "council", Position: 4, NameVi: "HĐND", NameEn: "Council", PhraseVi: "kế hoạch HĐND {kind} giao"},
		},
		Terms:      []i18n.Term{{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", En: "billion VND", Dimension: "money", Factor: "1"}, {Sort: i18n.KindTerm, Vi: "quận", En: "district"}},
		Indicators: indicators(),
		Sets: []indicator.Set{
			{Unit: "lechan", Year: 2022, Rows: rows(indicator.Entered, "thu_ns", "ho_ngheo", "tong_ho", "ty_le_ngheo")},
			{Unit: "ngoquyen", Year: 2022, Rows: rows(indicator.Entered, "thu_ns")},
			{Unit: "haiphong", Year: 2022, Rows: rows(indicator.Rollup, "thu_ns")},
		},
	}
}

func district(key org.Key, code, name string) org.Unit {
	return org.Unit{Key: key, Rows: []org.Row{{Code: code, Name: name, Kind: "quận", Parent: "haiphong", To: Day(2025, 6, 30)}}}
}

func indicators() []indicator.Indicator {
	base := indicator.Indicator{Kind: indicator.Count, Direction: indicator.Higher, Method: indicator.Ratio, OverUnits: indicator.OverSum,
		OverTime: indicator.OverSum, Base: indicator.SamePeriod, PriceBasis: indicator.CurrentPrices, Group: "Kinh tế"}
	revenue, poor, all, rate := base, base, base, base
	revenue.Code, revenue.NameVi, revenue.NameEn = "thu_ns", "Thu ngân sách", "Budget revenue"
	revenue.Measure, revenue.Kind, revenue.Decimals = "tỷ đồng", indicator.Amount, 3
	poor.Code, poor.NameVi, poor.Measure, poor.Direction, poor.Method = "ho_ngheo", "Hộ nghèo", "hộ", indicator.Lower, indicator.Points
	all.Code, all.NameVi, all.Measure, all.Direction = "tong_ho", "Tổng số hộ", "hộ", indicator.Neutral
	rate.Code, rate.NameVi, rate.Measure, rate.Kind, rate.Direction = "ty_le_ngheo", "Tỷ lệ hộ nghèo", "%", indicator.Rate, indicator.Lower
	rate.Method, rate.Decimals, rate.OverUnits, rate.OverTime = indicator.Points, 2, indicator.OverRatio, indicator.OverNone
	rate.Numerator, rate.Denominator, rate.Scale = "ho_ngheo", "tong_ho", 100
	return []indicator.Indicator{rate, revenue, poor, all} // the ratio before its parts: order must not matter
}

func rows(source indicator.Source, codes ...indicator.Code) []indicator.SetRow {
	list := make([]indicator.SetRow, len(codes))
	for i, code := range codes {
		list[i] = indicator.SetRow{Position: i + 1, Indicator: code, Judging: "city", Source: source, Fall: indicator.FallChange}
	}
	return list
}

// Fill puts City into a store.
func Fill(t testing.TB, s *store.Store) {
	t.Helper()
	Apply(t, s, City())
}

// Apply writes a change as the command line does.
func Apply(t testing.TB, s *store.Store, c indicator.Change) {
	t.Helper()
	if err := s.Change(context.Background(), CLI, Given(c)); err != nil {
		t.Fatal(err)
	}
}

// Given decides on a change whatever is stored.
func Given(c indicator.Change) func(*indicator.State) (indicator.Change, error) {
	return func(*indicator.State) (indicator.Change, error) { return c, nil }
}

// Filled opens a SQLite store with City in it.
func Filled(t testing.TB) *store.Store {
	t.Helper()
	s := New(t)
	Fill(t, s)
	return s
}

// Wide is a change with n indicators named i000, i001, ... of 0 decimals, and a
// set of 2022 in which lechan enters them all, besides what City has.
func Wide(n int) indicator.Change {
	var c indicator.Change
	codes := make([]indicator.Code, n)
	for i := range codes {
		codes[i] = indicator.Code(fmt.Sprintf("i%03d", i))
		x := indicators()[2]
		x.Code = codes[i]
		c.Indicators = append(c.Indicators, x)
	}
	c.Sets = []indicator.Set{{Unit: "lechan", Year: 2022, Rows: rows(indicator.Entered, codes...)}}
	return c
}
