package number_test

import (
	"errors"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
)

// of returns last year's value for a table.
func of(t *testing.T, s string) *number.Amount {
	t.Helper()
	if s == "" {
		return nil
	}
	a := plain(t, s, number.MaxDecimals-3)
	return &a
}

// value checks that s is read as the amount want.
func value(t *testing.T, typed number.Typed, s, want string) {
	t.Helper()
	got, err := typed.Parse(s)
	if err != nil || got.Kind != number.ReadValue || got.Amount.String() != want || got.Amount.Decimals() != typed.Decimals {
		t.Errorf("Parse(%q) = kind %d, %s of %d decimals, %v, want value %s", s, got.Kind, got.Amount, got.Amount.Decimals(), err, want)
	}
}

// question checks that s is asked about, with these two readings.
func question(t *testing.T, typed number.Typed, s, first, second string) {
	t.Helper()
	got, err := typed.Parse(s)
	var a *number.Ambiguous
	if !errors.As(err, &a) || a.Marker || len(a.Readings) != 2 {
		t.Errorf("Parse(%q) = kind %d, %s, %v, want a question", s, got.Kind, got.Amount, err)
		return
	}
	if a.Readings[0].String() != first || a.Readings[1].String() != second {
		t.Errorf("Parse(%q) asks for %s or %s, want %s or %s", s, a.Readings[0], a.Readings[1], first, second)
	}
	wantError(t, err, "number.ambiguous", "text", strings.TrimSpace(s), "first", first, "second", second)
}

func TestParseVietnameseGrammar(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		decimals int
		want     string
	}{
		{"groups and decimals", "27.037,0", 1, "27037"},
		{"more decimals", "31.362,92", 2, "31362.92"},
		{"no groups", "6220,4", 1, "6220.4"},
		{"decimals only", "110,6", 1, "110.6"},
		{"millions are one reading", "991.380.800", 0, "991380800"},
		{"whole", "16", 0, "16"},
		{"four digits without a point", "7500", 0, "7500"},
		{"negative", "-4,13", 2, "-4.13"},
		{"minus sign of word processors", "−4,13", 2, "-4.13"},
		{"minus nothing", "-0", 0, "0"},
		{"leading zeros", "007", 0, "7"},
		{"a leading zero leaves one reading", "0,133", 3, "0.133"},
		{"two leading zeros leave one reading", "00,133", 3, "0.133"},
		{"a negative leading zero leaves one reading", "-0,133", 3, "-0.133"},
		{"four digits before leave one reading", "1234,567", 3, "1234.567"},
		{"two digits behind leave one reading", "1,54", 2, "1.54"},
		{"four digits behind leave one reading", "1,5454", 4, "1.5454"},
		{"both separators leave one reading", "1.234,567", 3, "1234.567"},
		{"trailing zeros beyond the decimals are dropped", "27.037,000", 1, "27037"},
		{"trailing zeros of a whole number are dropped", "16,00", 0, "16"},
		{"spaces around", "  27.037,0 ", 1, "27037"},
		{"no-break spaces and line ends around", "\u00a0\u202f27.037,0\u00a0\r\n", 1, "27037"},
		{"byte order and direction marks around", "\ufeff\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u206827.037,0\u2069\u202c\u2060\u200b", 1, "27037"},
		{"tab behind", "16\t", 0, "16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			value(t, number.Typed{Decimals: tt.decimals}, tt.text, tt.want)
		})
	}
}

func TestParseTwoReadings(t *testing.T) {
	const ask = "ask"
	tests := []struct {
		name          string
		text          string
		decimals      int
		previous      string
		want          string // ask, or the value taken
		first, second string
	}{
		{"trap 10: budget near last year's is a decimal", "940,133", 3, "1541.202", "940.133", "", ""},
		{"trap 10: 1,545 where last year had 1500 is asked", "1,545", 3, "1500", ask, "1.545", "1545"},
		{"trap 10: 1,545 where last year had 1.5 is a decimal", "1,545", 3, "1.5", "1.545", "", ""},
		{"point near last year is a group", "7.500", 0, "7200", "7500", "", ""},
		{"point a thousand times last year is asked", "7.500", 1, "7.2", ask, "7500", "7.5"},
		{"comma a thousandth of last year is asked", "2,372", 3, "2300", ask, "2.372", "2372"},
		{"point near last year is a group whatever the decimals", "7.500", 3, "7200", "7500", "", ""},
		{"30 times last year is taken", "3.000", 0, "100", "3000", "", ""},
		{"more than 30 times is asked", "3.001", 0, "100", ask, "3001", "3.001"},
		{"a thirtieth is taken", "1,500", 3, "45", "1.5", "", ""},
		{"less than a thirtieth is asked", "1,499", 3, "45", ask, "1.499", "1499"},
		{"does not fit the decimals", "940,133", 2, "941", ask, "940.133", "940133"},
		{"does not fit the decimals nor last year", "1,545", 0, "1500", ask, "1.545", "1545"},
		{"fits once trailing zeros are dropped", "940,100", 1, "941", "940.1", "", ""},
		{"without last year a point is taken", "7.500", 0, "", "7500", "", ""},
		{"without last year a point is taken with two decimals", "7.500", 2, "", "7500", "", ""},
		{"without last year a point with three decimals is asked", "7.500", 3, "", ask, "7500", "7.5"},
		{"without last year a comma is asked", "940,133", 3, "", ask, "940.133", "940133"},
		{"without last year a comma that does not fit is asked", "940,133", 0, "", ask, "940.133", "940133"},
		{"last year 0 is as good as none: point", "7.500", 0, "0", "7500", "", ""},
		{"last year 0 is as good as none: point with three decimals", "7.500", 3, "0", ask, "7500", "7.5"},
		{"last year 0 is as good as none: comma", "7,500", 3, "0", ask, "7.5", "7500"},
		{"negative near a negative last year", "-1,545", 3, "-1.5", "-1.545", "", ""},
		{"negative where last year was positive is asked", "-1,545", 3, "1.5", ask, "-1.545", "-1545"},
		{"positive where last year was negative is asked", "1.545", 0, "-1500", ask, "1545", "1.545"},
		{"all zeros behind", "5.000", 0, "4", ask, "5000", "5"},
		{"one digit before", "1.545", 0, "1500", "1545", "", ""},
		{"three digits before", "154.545", 0, "150000", "154545", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			typed := number.Typed{Decimals: tt.decimals, Previous: of(t, tt.previous)}
			if tt.want == ask {
				question(t, typed, tt.text, tt.first, tt.second)
			} else {
				value(t, typed, tt.text, tt.want)
			}
		})
	}
}

func TestQuestionShowsReadingsThatCannotBeStored(t *testing.T) {
	_, err := number.Typed{Decimals: 1}.Parse("940,133")
	var a *number.Ambiguous
	if !errors.As(err, &a) {
		t.Fatalf("error = %v, want a question", err)
	}
	if got := a.Readings[0].Decimals(); got != 3 {
		t.Errorf("first reading has %d decimals, want the 3 it needs", got)
	}
	if got := a.Readings[1].Decimals(); got != 1 {
		t.Errorf("second reading has %d decimals, want the indicator's 1", got)
	}
}

func TestParseTrailingMeasure(t *testing.T) {
	billion := number.Typed{Decimals: 3, Measures: []string{"tỷ đồng", "billion VND"}}
	percent := number.Typed{Decimals: 2, Measures: []string{"%"}}
	households := number.Typed{Measures: []string{"hoá đơn", "thuỷ lợi", "quý"}}
	tests := []struct {
		name  string
		typed number.Typed
		text  string
		want  string
	}{
		{"the measure", billion, "27.037,0 tỷ đồng", "27037"},
		{"the measure in English", billion, "27.037,0 billion VND", "27037"},
		{"case does not matter", billion, "27.037,0 Tỷ Đồng", "27037"},
		{"spaces do not matter", billion, "27.037,0\u00a0tỷ  đồng ", "27037"},
		{"no space is needed", billion, "27.037,0tỷ đồng", "27037"},
		{"i or y does not matter", billion, "27.037,0 tỉ đồng", "27037"},
		{"decomposed letters", billion, "27.037,0 ty\u0309 đo\u0302\u0300ng", "27037"},
		{"percent", percent, "93,1%", "93.1"},
		{"percent after a space", percent, "93,1 %", "93.1"},
		{"tone mark on the other vowel", households, "5 hóa đơn", "5"},
		{"tone mark on the other vowel, hook", households, "5 thủy lợi", "5"},
		{"i or y after qu", households, "5 quí", "5"},
		{"digits in a measure", number.Typed{Measures: []string{"m3"}}, "12 m3", "12"},
		{"a measure that begins with digits", number.Typed{Measures: []string{"1000 tấn"}}, "12 1000 tấn", "12"},
		{"a measure of two words and a stroke", number.Typed{Measures: []string{"triệu đồng/người"}}, "12 triệu đồng/Người", "12"},
		{"i between strokes", number.Typed{Measures: []string{"tỷ/kỳ"}}, "12 tỉ/kì", "12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { value(t, tt.typed, tt.text, tt.want) })
	}
}

func TestParseMeasureDoesNotSettleTheSeparator(t *testing.T) {
	typed := number.Typed{Decimals: 3, Measures: []string{"tỷ đồng"}, Previous: of(t, "1500")}
	question(t, typed, "1,545 tỷ đồng", "1.545", "1545")
}

func TestParseRefusesOtherMeasures(t *testing.T) {
	typed := number.Typed{Decimals: 3, Measures: []string{"tỷ đồng", "billion VND"}}
	for name, measure := range map[string]string{
		"a thousandth":           "triệu đồng",
		"a part of the own":      "tỷ",
		"percent":                "%",
		"accents are not folded": "ty đong",
		"another tone":           "tý đồng",
		"y after a vowel":        "tủi đồng",
		"more than the own":      "tỷ đồng/năm",
		"two words as one":       "tỷđồng",
		"a full stop":            "tỷ đồng.",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := typed.Parse("200.600,0 " + measure)
			wantError(t, err, "number.other_measure", "text", measure, "measure", "tỷ đồng")
		})
	}
	_, err := number.Typed{}.Parse("5 người")
	wantError(t, err, "number.other_measure", "text", "người", "measure", "")
	_, err = number.Typed{Measures: []string{"thúy"}}.Parse("5 thúi")
	wantError(t, err, "number.other_measure", "text", "thúi", "measure", "thúy")
}

func TestParseEmptyAndMarks(t *testing.T) {
	for _, s := range []string{"", " ", "\u00a0", "\t\r\n", "\ufeff"} {
		if got, err := (number.Typed{}).Parse(s); err != nil || got.Kind != number.ReadEmpty {
			t.Errorf("Parse(%q) = kind %d, %v, want empty", s, got.Kind, err)
		}
	}
	for _, s := range []string{"x", "X", " x\r"} {
		if got, err := (number.Typed{}).Parse(s); err != nil || got.Kind != number.ReadNotApplicable {
			t.Errorf("Parse(%q) = kind %d, %v, want not applicable", s, got.Kind, err)
		}
	}
	for _, s := range []string{"-", "…", " - ", "...", "–", "—", "−"} {
		got, err := number.Typed{}.Parse(s)
		var a *number.Ambiguous
		if !errors.As(err, &a) || !a.Marker || len(a.Readings) != 0 || got.Kind != 0 {
			t.Errorf("Parse(%q) = kind %d, %v, want a question about the mark", s, got.Kind, err)
			continue
		}
		wantError(t, err, "number.marker", "text", strings.TrimSpace(s))
	}
}

func TestParseNamesTheVietnameseSpelling(t *testing.T) {
	tests := []struct{ name, text, right string }{
		{"decimal point", "288.03", "288,03"},
		{"decimal point of a percent", "119.97", "119,97"},
		{"decimal point after a zero", "0.133", "0,133"},
		{"decimal point after a negative zero", "-0.133", "-0,133"},
		{"decimal point after four digits", "1234.567", "1234,567"},
		{"English groups and point", "1,234.5", "1.234,5"},
		{"English groups of a whole number", "1,234,567", "1.234.567"},
		{"groups of spaces", "27 037,0", "27.037,0"},
		{"groups of no-break spaces", "1\u00a0234\u00a0567", "1.234.567"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := number.Typed{Decimals: 3}.Parse(tt.text)
			wantError(t, err, "number.other_spelling", "text", tt.text, "right", tt.right)
		})
	}
}

func TestParseRefusesWhatIsNoNumber(t *testing.T) {
	typed := number.Typed{Decimals: 3, Measures: []string{"%"}}
	for name, text := range map[string]string{
		"not a number":             "NaN",
		"infinite":                 "Inf",
		"infinity sign":            "∞",
		"exponent":                 "1e5",
		"exponent with sign":       "1,5E-3",
		"full-width digits":        "１２",
		"full-width digit within":  "1２",
		"Arabic digits":            "٣",
		"superscript":              "5²",
		"two points that group":    "8.863.9",
		"groups of two":            "12.34.567",
		"too long a first group":   "1234.567.890",
		"two commas and a point":   "1,5,5.5",
		"nothing behind the comma": "5,",
		"nothing before the comma": ",5",
		"comma alone":              ",",
		"point alone":              ".",
		"plus":                     "+5",
		"two signs":                "--5",
		"sign behind":              "5-",
		"range":                    "6,6-6,8",
		"sign after a space":       "- 5",
		"en dash as a sign":        "–5",
		"soft hyphen as a sign":    "\u00ad5",
		"brackets":                 "(5)",
		"measure alone":            "%",
		"words":                    "xuất siêu",
		"hexadecimal":              "0x1f",
		"two numbers":              "5 6",
		"broken UTF-8":             "\xff",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := typed.Parse(text)
			if err == nil {
				t.Fatalf("Parse(%q) = kind %d, %s", text, got.Kind, got.Amount)
			}
			wantError(t, err, "number.not_number", "text", text)
		})
	}
}

func TestParseRefusesWhatCannotBeStored(t *testing.T) {
	_, err := number.Typed{Decimals: 1}.Parse("31.362,92")
	wantError(t, err, "number.too_many_decimals", "max", "1", "text", "31.362,92")
	_, err = number.Typed{Measures: []string{"người"}}.Parse("0,5 người")
	wantError(t, err, "number.too_many_decimals", "max", "0", "text", "0,5 người")
	_, err = number.Typed{}.Parse("9.223.372.036.854.775.808")
	wantError(t, err, "number.too_large", "text", "9.223.372.036.854.775.808")
}

func TestAmbiguousReadsWellInLogs(t *testing.T) {
	_, err := number.Typed{Decimals: 3}.Parse("940,133")
	if got, want := err.Error(), "number.ambiguous map[first:940.133 second:940133 text:940,133]"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("KindOf = %v, want invalid", errs.KindOf(err))
	}
}

// TestParseReadsWhatIsPrinted: whatever the program prints in Vietnamese is read
// back as the same amount when last year's is near it, and otherwise never as
// another one.
func TestParseReadsWhatIsPrinted(t *testing.T) {
	r := random(6)
	for range 20_000 {
		a := anyAmount(r)
		text := number.Vietnamese.Amount(a, r.IntN(a.Decimals()+1))
		if a.Sign() != 0 {
			got, err := number.Typed{Decimals: a.Decimals(), Previous: &a}.Parse(text)
			if err != nil || got.Kind != number.ReadValue || got.Amount != a {
				t.Fatalf("Parse(%q) with last year the same = %s, %v, want %s", text, got.Amount, err, a)
			}
		}
		other := anyAmount(r)
		typed := number.Typed{Decimals: a.Decimals(), Previous: &other}
		if r.IntN(3) == 0 {
			typed.Previous = nil
		}
		got, err := typed.Parse(text)
		var ask *number.Ambiguous
		switch {
		case errors.As(err, &ask):
			if ask.Marker || ask.Readings[0].Cmp(a) != 0 || ask.Readings[1].Cmp(a) == 0 {
				t.Fatalf("Parse(%q) asks %v, the first should be %s", text, ask, a)
			}
		case err != nil || got.Amount != a:
			t.Fatalf("Parse(%q) = %s, %v, want %s", text, got.Amount, err, a)
		}
	}
}
