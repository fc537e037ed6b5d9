package exchange

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
)

func TestFifteenDigits(t *testing.T) {
	tests := []struct {
		x    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {-1.5, "-1.5"}, {0.1 + 0.2, "0.3"}, {27037.0, "27037"}, {940.133, "940.133"},
		{423.19999999999999, "423.2"}, {1.0 / 3, "0.333333333333333"}, {2.0 / 3, "0.666666666666667"}, {1e15, "1000000000000000"},
		{123456789012345, "123456789012345"}, {1234567890123456, "1234567890123460"}, {1e-5, "0.00001"}, {1e21, "1000000000000000000000"}, {99999999999999.99, "100000000000000"},
	}
	for _, tt := range tests {
		if got := fifteenDigits(tt.x); got != tt.want {
			t.Errorf("fifteenDigits(%v) = %q, want %q", tt.x, got, tt.want)
		}
	}
}

// Any amount of at most 15 significant digits goes through a binary fraction
// unharmed, which is what spreadsheets promise.
func TestFifteenDigitsKeepAmounts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		decimals := random.IntN(number.MaxDecimals + 1)
		plain := number.New(random.Int64N(2_000_000_000_000_000)-1_000_000_000_000_000, decimals).String()
		if len(strings.Trim(strings.NewReplacer("-", "", ".", "").Replace(plain), "0")) > 15 {
			continue
		}
		x, err := strconv.ParseFloat(plain, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := fifteenDigits(x); got != plain {
			t.Fatalf("%s became %s", plain, got)
		}
		if _, isText := numberCell(plain).(string); isText {
			t.Fatalf("%s is written as text", plain)
		}
	}
}

// A number that a workbook cannot hold is written so that it is read again.
func TestLongNumbersAreText(t *testing.T) {
	for _, plain := range []string{"9223372036854775807", "-1234567890.123456789", "1234567890123456.7"} {
		text, ok := numberCell(plain).(string)
		if !ok {
			t.Errorf("%s is written as a number", plain)
			continue
		}
		reading, err := number.Typed{Decimals: 9}.Parse(text)
		if len(plain) < 18 && (err != nil || reading.Amount.String() != plain) {
			t.Errorf("%s is written %q and read %v, %v", plain, text, reading.Amount, err)
		}
	}
}

func TestTimesHundred(t *testing.T) {
	for in, want := range map[string]string{"0.9553": "95.53", "1": "100", "0": "0", "-0.5": "-50", "0.001": "0.1", "0.00012": "0.012", "12.345": "1234.5", "100": "10000", "0.1": "10", "1.1": "110"} {
		if got := timesHundred(in); got != want {
			t.Errorf("timesHundred(%s) = %s, want %s", in, got, want)
		}
	}
	check := func(count int32, d uint8) bool {
		a := number.New(int64(count), int(d%8))
		got, ok := new(big.Rat).SetString(timesHundred(a.String()))
		return ok && got.Cmp(new(big.Rat).Mul(a.Rat(), big.NewRat(100, 1))) == 0
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
}

func TestColumnNames(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
		if got, ok := columnIndex(want + "12"); got != i || !ok {
			t.Errorf("%s12 is column %d, want %d", want, got, i)
		}
	}
	for _, bad := range []string{"", "12", "a1", "ABCD1", "A-1", "Đ1"} {
		if i, ok := columnIndex(bad); ok {
			t.Errorf("%q is column %d", bad, i)
		}
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a_x000D_b": "a\rb", "_x0041_": "A", "_x005F_x0041_": "_x0041_", "_x00": "_x00", "_xZZZZ_": "_xZZZZ_",
		"_xD800_": "_xD800_", "_x1EA1_": "ạ", "x_x_x_x": "x_x_x_x", "": "",
	} {
		if got := unescape(in); got != want {
			t.Errorf("unescape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStyles(t *testing.T) {
	tests := []struct {
		id            int
		code          string
		percent, date bool
	}{
		{0, "", false, false}, {1, "", false, false}, {4, "", false, false}, {9, "", true, false}, {10, "", true, false}, {14, "", false, true}, {22, "", false, true}, {47, "", false, true}, {49, "", false, false},
		{170, "0.0%", true, false}, {170, `0.0"%"`, false, false}, {170, `0.0\%`, false, false}, {170, "#,##0.00", false, false},
		{170, "dd/mm/yyyy", false, true}, {170, `#,##0 "tỷ đồng"`, false, false}, {170, "[Red]0.0", false, false}, {170, "[$-42A]d mmmm yyyy", false, true},
		{170, "General", false, false}, {170, "h:mm:ss", false, true}, {170, `_-* #,##0_-`, false, false}, {170, `0.0_%`, false, false},
	}
	for _, tt := range tests {
		if got := styleOf(tt.id, tt.code); got.percent != tt.percent || got.date != tt.date {
			t.Errorf("format %d %q: %+v, want percent %t, date %t", tt.id, tt.code, got, tt.percent, tt.date)
		}
	}
}

func TestSerials(t *testing.T) {
	tests := []struct {
		text  string
		since bool
		want  string
	}{
		{"44904", false, "2022-12-09T00:00:00Z"}, {"44904.5", false, "2022-12-09T12:00:00Z"}, {"61", false, "1900-03-01T00:00:00Z"},
		{"43442", true, "2022-12-09T00:00:00Z"}, {"0.999988425925926", false, "1899-12-30T23:59:59Z"}, {"-1", false, "0001-01-01T00:00:00Z"}, {"1e9", false, "0001-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		if got := fromSerial(cell{text: tt.text, since: tt.since}).Format(time.RFC3339); got != tt.want {
			t.Errorf("serial %s (1904: %t) is %s, want %s", tt.text, tt.since, got, tt.want)
		}
	}
}

func TestKeyShape(t *testing.T) {
	for text, want := range map[string]bool{
		"lechan": true, "p-lechan": true, "thu_ns": true, "0": true, strings.Repeat("a", 64): true,
		"": false, "-a": false, "_a": false, "Lechan": false, "lê": false, "a b": false, "a.b": false, "a/b": false, strings.Repeat("a", 65): false, "a\n": false,
	} {
		if got := keyShape(text); got != want {
			t.Errorf("keyShape(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for in, want := range map[string]string{
		"ngắn": "ngắn", "hai\ndòng": "hai dòng", "\x1b[31mđỏ": " [31mđỏ", "\xff": "?", strings.Repeat("ă", 80): strings.Repeat("ă", 60) + "…",
	} {
		if got := excerpt(in); got != want {
			t.Errorf("excerpt(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGuarded(t *testing.T) {
	for in, want := range map[string]string{"": "", "a": "a", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "'a": "''a", "\ta": "'\ta", "\ra": "'\ra", "a=1": "a=1", " =1": " =1"} {
		if got := guarded(in); got != want {
			t.Errorf("guarded(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, k := range allKinds {
		if got, ok := kindOf(k.Columns()); got != k || !ok {
			t.Errorf("all columns of %s are taken for %s", k, got)
		}
		if got, ok := kindOf(k.required()); got != k || !ok {
			t.Errorf("the required columns of %s are taken for %s", k, got)
		}
		if turned := slices.Clone(k.Columns()); true {
			slices.Reverse(turned)
			if got, _ := kindOf(turned); got != k {
				t.Errorf("the turned columns of %s are taken for %s", k, got)
			}
		}
	}
	for _, header := range [][]string{{"unit"}, {"a", "b", "c"}, {"unit", "name", "x", "y", "z"}, nil} {
		if got, ok := kindOf(header); ok {
			t.Errorf("%q is taken for %s", header, got)
		}
	}
}

func TestCircles(t *testing.T) {
	tests := []struct {
		name  string
		edges map[string][]string
		want  string
	}{
		{"none", map[string][]string{"a": {"b"}, "b": {"c"}, "c": nil}, ""},
		{"of itself", map[string][]string{"a": {"a"}}, "a"},
		{"of two", map[string][]string{"a": {"b"}, "b": {"a"}, "c": {"a"}}, "a b"},
		{"of three, one beside", map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": nil, "e": {"c"}}, "a b c"},
		{"to the unknown", map[string][]string{"a": {"x"}, "b": {""}}, ""},
		{"two apart", map[string][]string{"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, "a b c d"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for k := range circles(tt.edges) {
				got = append(got, k)
			}
			slices.Sort(got)
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("circles %q, want %q", s, tt.want)
			}
		})
	}
}

// A walk that would never end gives up, and says that there is a circle.
func TestWalkGivesUp(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2000, 1, n, 0, 0, 0, 0, time.UTC) }
	rows := func(parents ...org.Key) (all []org.Row) {
		for i, p := range parents {
			all = append(all, org.Row{Parent: p, From: day(10*i + 1), To: day(10*i + 10)})
		}
		return all
	}
	tree := org.NewTree([]org.Unit{{Key: "a", Rows: rows("b", "c")}, {Key: "b", Rows: rows("d", "")}, {Key: "c", Rows: rows("", "b")}, {Key: "d", Rows: rows("", "a")}}, nil)
	w := walk{tree: tree, left: 100}
	if w.reaches("a", "b", day(1), day(10), 0) {
		t.Error("a lies below itself in the first ten days")
	}
	if (&walk{tree: tree, left: 1}).reaches("a", "b", time.Time{}, time.Time{}, 0) == false {
		t.Error("a walk without steps finds nothing")
	}
	ring := org.NewTree([]org.Unit{{Key: "x", Rows: rows("y")}, {Key: "y", Rows: rows("x")}}, nil)
	if !(&walk{tree: ring, left: 100_000}).reaches("other", "x", time.Time{}, time.Time{}, 0) {
		t.Error("an endless walk ends without a word")
	}
}

func TestLimitsOfDays(t *testing.T) {
	a, b := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	var open time.Time
	for _, tt := range []struct{ x, y, later, earlier time.Time }{{a, b, b, a}, {b, a, b, a}, {open, a, a, a}, {a, open, a, a}, {open, open, open, open}} {
		if got := laterOf(tt.x, tt.y); !got.Equal(tt.later) {
			t.Errorf("laterOf(%v, %v) = %v", tt.x, tt.y, got)
		}
		if got := earlierOf(tt.x, tt.y); !got.Equal(tt.earlier) {
			t.Errorf("earlierOf(%v, %v) = %v", tt.x, tt.y, got)
		}
	}
}

func TestSeenVersionFits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		v      seenVersion
		newest int
		dated  bool
		want   bool
	}{
		{"none given", seenVersion{}, 3, false, true},
		{"the newest", seenVersion{3, true}, 3, false, true},
		{"an older", seenVersion{2, true}, 3, false, false},
		{"0 for a cell without", seenVersion{0, true}, 0, false, true},
		{"0 for a cell with", seenVersion{0, true}, 1, false, false},
		{"the next, undated", seenVersion{4, true}, 3, false, false},
		{"the next of a history", seenVersion{4, true}, 3, true, true},
		{"beyond the next", seenVersion{5, true}, 3, true, false},
	} {
		if got := tt.v.fits(tt.newest, tt.dated); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestNotesAreCounted(t *testing.T) {
	var n notes
	s := &sheet{file: "f.csv", order: 1}
	for i := range maxNoted + 7 {
		n.add(at{s, maxNoted + 10 - i}, "", errs.E(errs.Invalid, "exchange.needed"))
	}
	all := n.sorted()
	if len(all) != maxNoted+1 || all[0].Place != "f.csv:11" || all[maxNoted].Err.Args["count"] != 7 {
		t.Errorf("%d notes, first at %s, last %v", len(all), all[0].Place, all[len(all)-1])
	}
}
