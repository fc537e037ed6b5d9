package store_test

import (
	"fmt"
	"testing"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// eachEngine runs a benchmark on an empty database of each engine there is.
func eachEngine(b *testing.B, bench func(b *testing.B, o store.Options)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, storetest.SQLite(b)) })
	if storetest.Server() != "" {
		b.Run("postgres", func(b *testing.B) { bench(b, storetest.Postgres(b)) })
	}
}

// wards is a change with n units below lechan, each of which enters twenty
// indicators, and a figure for each of them and each of the periods.
func wards(n int, periods ...period.Period) indicator.Change {
	const indicators = 20
	change := storetest.Wide(indicators)
	for u := range n {
		key := org.Key(fmt.Sprintf("ward%03d", u))
		change.Units = append(change.Units, org.Unit{Key: key, Rows: []org.Row{{Name: fmt.Sprint("Phường ", u), Kind: "phường", Parent: "lechan"}}})
		set := change.Sets[0]
		set.Unit = key
		change.Sets = append(change.Sets, set)
		for i := range indicators {
			for _, p := range periods {
				k := indicator.CellKey{Unit: key, Indicator: code(i), Period: p}
				change.Figures = append(change.Figures, indicator.Figure{CellKey: k, Value: count(u*i + p.N), Status: indicator.Final, Source: "Phòng Thống kê"})
			}
		}
	}
	return change
}

// monthsOf gives the years and all their months.
func monthsOf(years ...int) (all []period.Period) {
	for _, y := range years {
		p := period.Period{Year: y}
		all = append(append(all, p), p.Months()...)
	}
	return all
}

func open(b *testing.B, o store.Options) *store.Store {
	s := storetest.Open(b, o)
	storetest.Fill(b, s)
	return s
}

// The yardstick of a save: a transaction that inserts one row.
func BenchmarkBareTransaction(b *testing.B) {
	eachEngine(b, func(b *testing.B, o store.Options) {
		open(b, o)
		db := storetest.Raw(b, o)
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("CREATE TABLE bare (id BIGINT PRIMARY KEY, text TEXT)"); err != nil {
			b.Fatal(err)
		}
		for n := 0; b.Loop(); n++ {
			tx, err := db.Begin()
			if err == nil {
				_, err = tx.Exec("INSERT INTO bare VALUES ($1, $2)", n, "one row")
			}
			if err != nil {
				b.Fatal(err)
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Saves go round many years, so that cells have a few versions, as they do in
// offices, and not thousands.
const manyYears = 250

func oneOf(n int) period.Period { return period.Period{Year: 1950 + n%manyYears} }

func BenchmarkSaveCell(b *testing.B) {
	eachEngine(b, func(b *testing.B, o store.Options) {
		s := open(b, o)
		storetest.Apply(b, s, storetest.Wide(20))
		for n := 0; b.Loop(); n++ {
			cell := store.CellSave{Indicator: code(n % 20), Value: count(n + 1), Status: indicator.Final, Version: n / 20 / manyYears}
			if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", oneOf(n/20), []store.CellSave{cell}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkSaveSet(b *testing.B) {
	eachEngine(b, func(b *testing.B, o store.Options) {
		s := open(b, o)
		storetest.Apply(b, s, storetest.Wide(16))
		for n := 0; b.Loop(); n++ {
			cells := make([]store.CellSave, 16)
			for i := range cells {
				cells[i] = store.CellSave{Indicator: code(i), Value: count(n + i + 1), Status: indicator.Final, Version: n / manyYears}
			}
			if _, err := s.SaveFigures(ctx, storetest.Lan, "lechan", oneOf(n), cells); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What a board of a district with fifteen wards is computed from, 7,800
// figures of two years with their months: read anew, as of a time; kept; and
// after a save.
func BenchmarkBook(b *testing.B) {
	eachEngine(b, func(b *testing.B, o store.Options) {
		s := open(b, o)
		storetest.Apply(b, s, wards(15, monthsOf(2021, 2022)...))
		book := func(b *testing.B, asOf time.Time) {
			book, err := s.BookFor(ctx, "lechan", year, 0, 0, asOf)
			if err != nil || len(book.Figures) < 15*20*26 {
				b.Fatalf("%d figures, %v", len(book.Figures), err)
			}
		}
		b.Run("anew", func(b *testing.B) {
			for b.Loop() {
				book(b, storetest.Now())
			}
		})
		b.Run("kept", func(b *testing.B) {
			for b.Loop() {
				book(b, time.Time{})
			}
		})
		version := 0
		b.Run("after a save", func(b *testing.B) {
			for ; b.Loop(); version++ {
				if err := save(s, code(0), version+1, version); err != nil {
					b.Fatal(err)
				}
				book(b, time.Time{})
			}
		})
	})
}

// What a page of one unit is computed from: 520 figures.
func BenchmarkBookOfAWard(b *testing.B) {
	eachEngine(b, func(b *testing.B, o store.Options) {
		s := open(b, o)
		storetest.Apply(b, s, wards(15, monthsOf(2021, 2022)...))
		for b.Loop() {
			book, err := s.BookFor(ctx, "ward007", year, 0, 0, time.Time{})
			if err != nil || len(book.Figures) != 20*26 {
				b.Fatalf("%d figures, %v", len(book.Figures), err)
			}
		}
	})
}

func BenchmarkImport50000(b *testing.B) {
	change := wards(96, monthsOf(2021, 2022)...)
	change.Figures = append(change.Figures, change.Figures[:50000-len(change.Figures)]...)
	eachEngine(b, func(b *testing.B, o store.Options) {
		for b.Loop() {
			b.StopTimer()
			if o.Database != "" {
				o = storetest.Postgres(b)
			} else {
				o = storetest.SQLite(b)
			}
			s := open(b, o)
			b.StartTimer()
			storetest.Apply(b, s, change)
		}
	})
}
