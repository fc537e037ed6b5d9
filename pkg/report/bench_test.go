package report

import (
	"encoding/json"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
)

func BenchmarkBuild(b *testing.B) {
	d := leChan(b)
	in := Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1}
	for range b.N {
		s, err := Build(in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(s); err != nil {
			b.Fatal(err)
		}
	}
}
