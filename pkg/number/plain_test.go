package number_test

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

func TestParsePlain(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		decimals int
		want     int64
	}{
		{"budget of the district", "940.133", 3, 940133},
		{"fewer decimals than stored", "423.2", 3, 423200},
		{"whole", "7500", 0, 7500},
		{"whole with stored decimals", "7500", 2, 750000},
		{"trailing zeros beyond the decimals are dropped", "27037.000", 1, 270370},
		{"trailing zeros of a whole number are dropped", "16.0", 0, 16},
		{"negative", "-4.13", 2, -413},
		{"minus nothing is nothing", "-0", 0, 0},
		{"minus nothing with decimals is nothing", "-0.00", 1, 0},
		{"leading zeros", "007.5", 1, 75},
		{"many leading zeros are not large", strings.Repeat("0", 60) + "1", 0, 1},
		{"largest", "9223372036854775807", 0, math.MaxInt64},
		{"smallest", "-9223372036.854775808", 9, math.MinInt64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := number.ParsePlain(tt.text, tt.decimals)
			if err != nil || got.Count() != tt.want || got.Decimals() != tt.decimals {
				t.Errorf("ParsePlain(%q, %d) = %d of %d decimals, %v, want %d", tt.text, tt.decimals, got.Count(), got.Decimals(), err, tt.want)
			}
		})
	}
}

func TestParsePlainRefusesOtherForms(t *testing.T) {
	for name, text := range map[string]string{
		"empty":               "",
		"only a sign":         "-",
		"plus":                "+5",
		"two signs":           "--5",
		"sign behind":         "5-",
		"nothing behind":      "5.",
		"nothing before":      ".5",
		"comma":               "1,5",
		"two points":          "1.000.000",
		"space inside":        "1 000",
		"space before":        " 1",
		"line end":            "1\n",
		"no-break space":      "1\u00a0000",
		"exponent":            "1e5",
		"exponent with point": "1.5E-3",
		"hexadecimal":         "0x1f",
		"underscore":          "1_000",
		"fraction":            "1/3",
		"not a number":        "NaN",
		"infinite":            "Inf",
		"minus infinite":      "-Inf",
		"full-width digits":   "１２",
		"Arabic digits":       "٣",
		"minus sign U+2212":   "−5",
		"measure":             "5%",
		"broken UTF-8":        "5\xff",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := number.ParsePlain(text, 3)
			wantError(t, err, "number.not_plain", "text", text)
		})
	}
}

func TestParsePlainRefusesWhatCannotBeStored(t *testing.T) {
	_, err := number.ParsePlain("940.133", 2)
	wantError(t, err, "number.too_many_decimals", "max", "2", "text", "940.133")
	_, err = number.ParsePlain("0.10001", 4)
	wantError(t, err, "number.too_many_decimals", "max", "4", "text", "0.10001")
	_, err = number.ParsePlain("9223372036854775808", 0)
	wantError(t, err, "number.too_large", "text", "9223372036854775808")
	_, err = number.ParsePlain("-9223372036854775809", 0)
	wantError(t, err, "number.too_large", "text", "-9223372036854775809")
	_, err = number.ParsePlain("9223372037", 9)
	wantError(t, err, "number.too_large", "text", "9223372037")
}

func TestLongTextsAreQuotedShort(t *testing.T) {
	_, err := number.ParsePlain(strings.Repeat("ư", 1_000_000), 0)
	wantError(t, err, "number.not_plain", "text", strings.Repeat("ư", 60)+"…")
}

func TestParsePlainReadsWhatStringPrints(t *testing.T) {
	r := random(2)
	for range 20_000 {
		a := anyAmount(r)
		got, err := number.ParsePlain(a.String(), a.Decimals())
		if err != nil || got != a {
			t.Fatalf("ParsePlain(%q, %d) = %v, %v, want %v", a.String(), a.Decimals(), got, err, a)
		}
	}
}

var plainForm = regexp.MustCompile(`\A-?[0-9]+(\.[0-9]+)?\z`)

// FuzzParsePlain holds ParsePlain against the form as a regular expression and
// the value as math/big reads it: accepted if and only if both allow it.
func FuzzParsePlain(f *testing.F) {
	for _, s := range []string{"940.133", "-0", "27037.000", "007", "5.", ".5", "+5", "1,5", "1 000", "1e5", "", "-", "NaN",
		"9223372036854775807", "-9223372036854775808", "9223372036854775808", "１", "0.000000001", "0.0000000001"} {
		f.Add(s, uint8(3))
		f.Add(s, uint8(0))
		f.Add(s, uint8(9))
	}
	f.Fuzz(func(t *testing.T, s string, d uint8) {
		decimals := int(d % (number.MaxDecimals + 1))
		got, err := number.ParsePlain(s, decimals)
		want, ok := new(big.Rat), plainForm.MatchString(s)
		if ok {
			want.SetString(s)
			ok = fitsIn(want, decimals)
		}
		if ok != (err == nil) {
			t.Fatalf("ParsePlain(%q, %d): error %v, but it can be stored: %t", s, decimals, err, ok)
		}
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("ParsePlain(%q, %d): %v is not invalid", s, decimals, err)
			}
			return
		}
		if exact(got).Cmp(want) != 0 || got.Decimals() != decimals {
			t.Fatalf("ParsePlain(%q, %d) = %s of %d decimals, want %s", s, decimals, got, got.Decimals(), want)
		}
	})
}
