package check

import (
	"testing"

	"muctieu/pkg/number"
)

// Whatever is pasted, a number is taken without a doubt only if it can be
// stored and is no slip, and each choice offered can be stored.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"27.037,0", "1,545", "4.187.900", "940 triệu đồng", "-", "…", "x", "1,234.5", "9e9", "0,0000000001", "99999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := entry(t, "ban_le 3573.29")
		reading, doubts := e.Read(text)
		if len(doubts) == 0 && reading.Kind == number.ReadValue {
			if reading.Amount.Decimals() != e.Indicator.Decimals || Slip(reading.Amount.Rat(), e.Previous.Rat(), slipSpread) != 0 {
				t.Errorf("Read(%q) takes %s without asking", text, reading.Amount)
			}
		}
		if len(doubts) == 0 && reading.Kind == 0 {
			t.Errorf("Read(%q) says nothing", text)
		}
		for _, d := range doubts {
			for _, c := range d.Choices {
				if c.Reading.Kind == number.ReadValue && c.Reading.Amount.Decimals() != e.Indicator.Decimals {
					t.Errorf("Read(%q) offers %s with %d decimals", text, c.Reading.Amount, c.Reading.Amount.Decimals())
				}
			}
			asked(t, e, d)
		}
	})
}
