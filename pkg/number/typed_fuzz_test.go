package number_test

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

// The Vietnamese grammar and the texts with two readings, as regular expressions.
var (
	grammarForm = regexp.MustCompile(`\A[-−]?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?\z`)
	twoForm     = regexp.MustCompile(`\A[-−]?[1-9][0-9]{0,2}[.,][0-9]{3}\z`)
	numberForm  = regexp.MustCompile(`[-−.,0-9]+`)
)

// FuzzTypedParse holds Parse against the grammar as a regular expression and
// the value as math/big reads it.
func FuzzTypedParse(f *testing.F) {
	for _, s := range []string{"27.037,0", "940,133", "1,545 tỷ đồng", "7.500", "-4,13", "0,133", "0.133", "288.03", "1,234.5",
		"27 037,0", "\u00a016\r\n", "93,1%", "x", "-", "…", "", "NaN", "1e5", "１２", "8.863.9", "−5", "200.600 triệu đồng",
		"9.223.372.036.854.775.807", "-9.223.372.036.854.775.808", "5 ty\u0309 đồng", "\ufeff5", "999.999", "6,6-6,8"} {
		f.Add(s, uint8(3), int64(1500), uint8(0))
		f.Add(s, uint8(0), int64(0), uint8(1))
		f.Add(s, uint8(1), int64(9401), uint8(1))
	}
	f.Fuzz(func(t *testing.T, s string, d uint8, count int64, previous uint8) {
		typed := number.Typed{Decimals: int(d % (number.MaxDecimals + 1)), Measures: []string{"tỷ đồng", "%"}}
		if previous > 0 {
			p := number.New(count, int(previous%(number.MaxDecimals+1)))
			typed.Previous = &p
		}
		got, err := typed.Parse(s)
		var ask *number.Ambiguous
		switch {
		case errors.As(err, &ask):
			checkQuestion(t, ask)
		case err != nil:
			checkRefusal(t, s, err)
		case got.Kind == number.ReadValue:
			checkValue(t, typed, s, got.Amount)
		case got.Kind != number.ReadEmpty && got.Kind != number.ReadNotApplicable:
			t.Fatalf("Parse(%q) = kind %d without an error", s, got.Kind)
		}
	})
}

// checkValue checks that s holds one number of the grammar, that its value is
// the one read, and that a second reading was not passed over without reason.
func checkValue(t *testing.T, typed number.Typed, s string, a number.Amount) {
	t.Helper()
	text := numberForm.FindString(s)
	if !grammarForm.MatchString(text) {
		t.Fatalf("Parse(%q) = %s, but %q is not Vietnamese grammar", s, a, text)
	}
	plainText := strings.NewReplacer("−", "-", ".", "", ",", ".").Replace(text)
	want, ok := new(big.Rat).SetString(plainText)
	if !ok || exact(a).Cmp(want) != 0 || a.Decimals() != typed.Decimals {
		t.Fatalf("Parse(%q) = %s of %d decimals, want %s of %d", s, a, a.Decimals(), plainText, typed.Decimals)
	}
	if !twoForm.MatchString(text) {
		return
	}
	if typed.Previous == nil || typed.Previous.Sign() == 0 {
		if typed.Decimals > 2 || strings.Contains(text, ",") {
			t.Fatalf("Parse(%q) = %s without asking, with %d decimals and no last year", s, a, typed.Decimals)
		}
		return
	}
	times := new(big.Rat).Quo(want, exact(*typed.Previous))
	if times.Cmp(big.NewRat(1, 30)) < 0 || times.Cmp(big.NewRat(30, 1)) > 0 {
		t.Fatalf("Parse(%q) = %s without asking, last year %s", s, a, typed.Previous)
	}
}

// checkQuestion checks that a question is about a mark, or about two readings a
// thousand apart.
func checkQuestion(t *testing.T, ask *number.Ambiguous) {
	t.Helper()
	if errs.KindOf(ask) != errs.Invalid {
		t.Fatalf("%v is not invalid", ask)
	}
	if ask.Marker {
		if len(ask.Readings) != 0 || !strings.Contains("- − – — … ...", ask.Text) {
			t.Fatalf("%v: no mark", ask)
		}
		return
	}
	times := new(big.Rat).Quo(exact(ask.Readings[0]), exact(ask.Readings[1]))
	if times.Cmp(big.NewRat(1000, 1)) != 0 && times.Cmp(big.NewRat(1, 1000)) != 0 {
		t.Fatalf("%v: the readings are %s apart", ask, times)
	}
	if !twoForm.MatchString(numberForm.FindString(ask.Text)) {
		t.Fatalf("%v: one reading only", ask)
	}
}

// checkRefusal checks that the complaint is one of the documented ones, short,
// and that a proposed spelling is one the grammar has.
func checkRefusal(t *testing.T, s string, err error) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid {
		t.Fatalf("Parse(%q): %v is not invalid", s, err)
	}
	switch e.Key {
	case "number.not_number", "number.other_measure", "number.too_large", "number.too_many_decimals":
	case "number.other_spelling":
		if right := e.Args["right"].(string); utf8.RuneCountInString(right) < 60 && !grammarForm.MatchString(right) {
			t.Fatalf("Parse(%q) proposes %q", s, right)
		}
	default:
		t.Fatalf("Parse(%q): unknown complaint %v", s, err)
	}
	if text, ok := e.Args["text"].(string); !ok || utf8.RuneCountInString(text) > 61 {
		t.Fatalf("Parse(%q) quotes %q", s, text)
	}
}
