package number_test

import (
	"strings"
	"testing"

	"muctieu/pkg/number"
)

func TestFormatText(t *testing.T) {
	tests := []struct {
		name                string
		plain               string
		least               int
		vietnamese, english string
	}{
		{"thousands and a comma", "27037", 1, "27.037,0", "27,037.0"},
		{"more decimals than the least stay", "31362.92", 1, "31.362,92", "31,362.92"},
		{"four digits are grouped", "7500", 0, "7.500", "7,500"},
		{"three digits are not", "940.133", 1, "940,133", "940.133"},
		{"millions", "991380800", 0, "991.380.800", "991,380,800"},
		{"decimals are not grouped", "0.123456789", 0, "0,123456789", "0.123456789"},
		{"negative", "-1234.5", 2, "-1.234,50", "-1,234.50"},
		{"negative of three digits", "-123", 0, "-123", "-123"},
		{"nothing", "0", 1, "0,0", "0.0"},
		{"a percent keeps its short form", "100", 0, "100", "100"},
		{"least below none", "1.5", -2, "1,5", "1.5"},
		{"a dash is no number", "–", 1, "–", "–"},
		{"nothing at all", "", 1, "", ""},
		{"what is printed already is left alone", "27.037,0", 1, "27.037,0", "27.037,0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.Vietnamese.Text(tt.plain, tt.least); got != tt.vietnamese {
				t.Errorf("Vietnamese.Text(%q, %d) = %q, want %q", tt.plain, tt.least, got, tt.vietnamese)
			}
			if got := number.English.Text(tt.plain, tt.least); got != tt.english {
				t.Errorf("English.Text(%q, %d) = %q, want %q", tt.plain, tt.least, got, tt.english)
			}
		})
	}
}

func TestFormatWithSeparatorsOfItsOwn(t *testing.T) {
	f := number.Format{Decimal: "·", Group: "\u202f", Minus: "−"}
	if got, want := f.Text("-1234567.5", 0), "−1\u202f234\u202f567·5"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

// The rule of values: at least shown_decimals and at most decimals places.
func TestValuesPrintBetweenShownAndStoredDecimals(t *testing.T) {
	tests := []struct {
		name            string
		count           int64
		decimals, shown int
		want            string
	}{
		{"retail of 2022: stored 2, shown 1", 2703700, 2, 1, "27.037,0"},
		{"retail planned for 2023: stored 2, shown 1", 3136292, 2, 1, "31.362,92"},
		{"budget: stored 3, shown 0", 940133, 3, 0, "940,133"},
		{"persons: stored 0, shown 0", 7500, 0, 0, "7.500"},
		{"share: stored 2, shown 2", 2500, 2, 2, "25,00"},
		{"poor households", 25, 2, 1, "0,25"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.Vietnamese.Amount(number.New(tt.count, tt.decimals), tt.shown); got != tt.want {
				t.Errorf("Amount = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFormatRat(t *testing.T) {
	tests := []struct {
		name        string
		r           string
		least, most int
		want        string
	}{
		{"rounded once", "27036.95", 1, 1, "27.037,0"},
		{"short form", "27036.95", 0, 1, "27.037"},
		{"half away from zero", "-0.125", 0, 2, "-0,13"},
		{"never minus nothing", "-0.001", 1, 2, "0,0"},
		{"least is kept", "1/2", 3, 3, "0,500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.Vietnamese.Rat(rat(t, tt.r), tt.least, tt.most); got != tt.want {
				t.Errorf("Rat(%s, %d, %d) = %q, want %q", tt.r, tt.least, tt.most, got, tt.want)
			}
		})
	}
}

// TestPrintingLosesNothing reads what was printed back by taking the groups out.
func TestPrintingLosesNothing(t *testing.T) {
	r := random(5)
	for range 20_000 {
		a, least := anyAmount(r), r.IntN(4)
		vi, en := number.Vietnamese.Amount(a, least), number.English.Amount(a, least)
		swap := strings.NewReplacer(".", ",", ",", ".")
		if swap.Replace(vi) != en {
			t.Fatalf("%s prints as %q and %q", a, vi, en)
		}
		if back := rat(t, strings.ReplaceAll(en, ",", "")); back.Cmp(exact(a)) != 0 {
			t.Fatalf("%s prints as %q", a, en)
		}
		if _, decimals, _ := strings.Cut(en, "."); len(decimals) < least || len(decimals) > max(least, a.Decimals()) {
			t.Fatalf("%s of %d decimals prints as %q with least %d", a, a.Decimals(), en, least)
		}
	}
}
