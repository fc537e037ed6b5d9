package exchange_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
)

// fiftyThousand is a file of 50,000 figures: 1,000 cells of each of 50 years.
func fiftyThousand() []byte {
	var b strings.Builder
	b.WriteString(figuresHeader + "\n")
	for year := 1970; year < 2020; year++ {
		for n := range 1000 {
			fmt.Fprintf(&b, "u%03d,i%d,%d,%d.%d,official,Báo cáo,,,%d-03-31,\n", n/10, n%10, year, 1000+n, n%1000, year+1)
		}
	}
	return []byte(b.String())
}

// large has the units and indicators of fiftyThousand.
func large(t testing.TB) *memory {
	t.Helper()
	units, indicators := []string{unitsHeader}, []string{indicatorsHeader}
	for n := range 100 {
		units = append(units, fmt.Sprintf("u%03d,,U,xã,,,,", n))
	}
	for n := range 10 {
		indicators = append(indicators, fmt.Sprintf("i%d,I,,tỷ đồng,3,1,,amount,higher,,sum,sum,,,,,,,,", n))
	}
	m := newMemory()
	m.take(t, file("units.csv", units...), file("indicators.csv", indicators...))
	return m
}

// BenchmarkImport reads and decides 50,000 new figures; its yardstick reads
// the same fields and does nothing with them.
func BenchmarkImport(b *testing.B) {
	content := fiftyThousand()
	m := large(b)
	b.Run("figures", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			change, _, err := m.decide(exchange.File{Name: "f.csv", Data: content})
			if err != nil || len(change.Figures) != 50_000 {
				b.Fatalf("%d figures, %v", len(change.Figures), err)
			}
		}
	})
	b.Run("yardstick", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			r, rows := csv.NewReader(bytes.NewReader(content)), 0
			for {
				_, err := r.Read()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				rows++
			}
			if rows != 50_001 {
				b.Fatal(rows)
			}
		}
	})
}

// BenchmarkAgain decides 50,000 figures that are all stored already.
func BenchmarkAgain(b *testing.B) {
	content := fiftyThousand()
	m := large(b)
	change, _, err := m.decide(exchange.File{Name: "f.csv", Data: content})
	if err != nil {
		b.Fatal(err)
	}
	m.append(indicator.Change{Figures: change.Figures})
	for b.Loop() {
		if _, report, err := m.decide(exchange.File{Name: "f.csv", Data: content}); err != nil || report.Changes() {
			b.Fatal(err)
		}
	}
}

// BenchmarkWorkbook reads the same figures from a workbook.
func BenchmarkWorkbook(b *testing.B) {
	m := large(b)
	change, _, err := m.decide(exchange.File{Name: "f.csv", Data: fiftyThousand()})
	if err != nil {
		b.Fatal(err)
	}
	m.append(indicator.Change{Figures: change.Figures})
	book := export(b, m, exchange.XLSX, exchange.Figures)
	b.SetBytes(int64(len(book)))
	for b.Loop() {
		if _, report, err := m.decide(exchange.File{Name: "f.xlsx", Data: book}); err != nil || report.Changes() {
			b.Fatal(err)
		}
	}
}
