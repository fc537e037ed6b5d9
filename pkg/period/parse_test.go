package period_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"muctieu/pkg/errs"
	"muctieu/pkg/period"
)

func TestParse(t *testing.T) {
	for s, want := range map[string]period.Period{
		"2022":       {Year: 2022},
		"1900":       {Year: 1900},
		"2200":       {Year: 2200},
		"2022-Q1":    {Year: 2022, Shape: period.Quarter, N: 1},
		"2022-Q4":    {Year: 2022, Shape: period.Quarter, N: 4},
		"2022-M05":   {Year: 2022, Shape: period.Month, N: 5},
		"2022-M12":   {Year: 2022, Shape: period.Month, N: 12},
		"2022-YTD02": {Year: 2022, Shape: period.YTD, N: 2},
		"2022-YTD06": {Year: 2022, Shape: period.YTD, N: 6},
		"2022-YTD11": {Year: 2022, Shape: period.YTD, N: 11},
	} {
		got, err := period.Parse(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("Parse(%q) = %+v (%s), %v, want %+v", s, got, got, err, want)
		}
	}
}

// wantError checks that err is Invalid with this key and these arguments.
func wantError(t *testing.T, err error, key, text, right string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || e.Key != key {
		t.Errorf("error = %v, want %s", err, key)
		return
	}
	want := map[string]any{"text": text}
	if right != "" {
		want["right"] = right
	}
	if fmt.Sprint(e.Args) != fmt.Sprint(want) {
		t.Errorf("%s has arguments %v, want %v", key, e.Args, want)
	}
}

func TestParseNamesTheOneSpelling(t *testing.T) {
	tests := []struct{ name, text, right string }{
		{"one month cumulative is January", "2022-YTD01", "2022-M01"},
		{"three months cumulative are the first quarter", "2022-YTD03", "2022-Q1"},
		{"twelve months cumulative are the year", "2022-YTD12", "2022"},
		{"one month cumulative in one digit", "2022-YTD1", "2022-M01"},
		{"month in one digit", "2022-M5", "2022-M05"},
		{"cumulative in one digit", "2022-YTD6", "2022-YTD06"},
		{"quarter in two digits", "2022-Q01", "2022-Q1"},
		{"small letters", "2022-ytd06", "2022-YTD06"},
		{"small letter of a month", "2022-m05", "2022-M05"},
		{"space before", " 2022", "2022"},
		{"line end", "2022-Q1\r\n", "2022-Q1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := period.Parse(tt.text)
			wantError(t, err, "period.other_spelling", tt.text, tt.right)
			if !got.IsZero() {
				t.Errorf("Parse(%q) = %s beside its error", tt.text, got)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":              "",
		"too early a year":     "1899",
		"too late a year":      "2201",
		"a year of two digits": "22",
		"a year of five":       "02022",
		"a signed year":        "+202",
		"a negative year":      "-2022",
		"nothing behind":       "2022-",
		"quarter 0":            "2022-Q0",
		"quarter 5":            "2022-Q5",
		"quarter IV":           "2022-QIV",
		"month 0":              "2022-M00",
		"month 13":             "2022-M13",
		"month of no number":   "2022-M",
		"month of three":       "2022-M005",
		"signed month":         "2022-M+5",
		"cumulative 0":         "2022-YTD00",
		"cumulative 13":        "2022-YTD13",
		"half year":            "2022-H1",
		"a date":               "2022-06-30",
		"two shapes":           "2022-Q1-M01",
		"other order":          "M05-2022",
		"words":                "6 tháng 2022",
		"full-width digits":    "２０２２",
		"Arabic month":         "2022-M٠٥",
		"space inside":         "2022- Q1",
		"no hyphen":            "2022Q1",
		"broken UTF-8":         "2022\xff",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := period.Parse(text)
			wantError(t, err, "period.unknown", text, "")
		})
	}
	_, err := period.Parse(strings.Repeat("2", 1_000_000))
	wantError(t, err, "period.unknown", strings.Repeat("2", 40)+"…", "")
}

func TestMustParse(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("MustParse of no period did not panic")
		}
	}()
	if p := period.MustParse("2022-Q1"); p.String() != "2022-Q1" {
		t.Errorf("MustParse = %s", p)
	}
	period.MustParse("2022-YTD12")
}

// FuzzPeriodParse: what is taken has one spelling and consistent days; what is
// refused with a right spelling is taken in that spelling.
func FuzzPeriodParse(f *testing.F) {
	for _, s := range []string{"2022", "2022-Q1", "2022-M05", "2022-YTD06", "2022-YTD03", "2022-YTD12", "2022-m5", " 2022", "1899", "2201",
		"2022-M13", "2022-Q5", "2022-", "2022-06-30", "", "-", "２０２２", "2022-YTD00", "2022-Q01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := period.Parse(s)
		if err == nil {
			if p.String() != s || p.IsZero() || p.Year < 1900 || p.Year > 2200 || p.Last().Before(p.First()) {
				t.Fatalf("Parse(%q) = %+v, printed %q, from %v to %v", s, p, p, p.First(), p.Last())
			}
			if p.Previous().InYear(p.Year) != p || len(p.Months()) == 0 {
				t.Fatalf("Parse(%q) = %+v, last year %s, months %v", s, p, p.Previous(), p.Months())
			}
			return
		}
		var e *errs.Error
		if !errors.As(err, &e) || e.Kind != errs.Invalid || !p.IsZero() {
			t.Fatalf("Parse(%q) = %s, %v", s, p, err)
		}
		if text := e.Args["text"].(string); utf8.RuneCountInString(text) > 41 {
			t.Fatalf("Parse(%q) quotes %q", s, text)
		}
		right, named := e.Args["right"].(string)
		if named != (e.Key == "period.other_spelling") {
			t.Fatalf("Parse(%q): %v", s, err)
		}
		if named && (right == s || period.MustParse(right).String() != right) {
			t.Fatalf("Parse(%q) proposes %q", s, right)
		}
	})
}
