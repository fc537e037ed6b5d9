package number_test

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/number"
)

func TestWords(t *testing.T) {
	tests := []struct {
		name     string
		count    int64
		decimals int
		measure  string
		want     string
	}{
		{"the question's first reading", 1545, 3, "tỷ đồng", "một phẩy năm bốn năm tỷ đồng"},
		{"the question's second reading", 1545, 0, "tỷ đồng", "một nghìn năm trăm bốn mươi lăm tỷ đồng"},
		{"nothing", 0, 0, "", "không"},
		{"nothing and something", 133, 3, "", "không phẩy một ba ba"},
		{"zeros behind the comma", 1005, 3, "", "một phẩy không không năm"},
		{"trailing zeros are silent", 1500, 3, "", "một phẩy năm"},
		{"ten", 10, 0, "người", "mười người"},
		{"eleven", 11, 0, "", "mười một"},
		{"fifteen", 15, 0, "", "mười lăm"},
		{"twenty-one", 21, 0, "", "hai mươi mốt"},
		{"twenty-four", 24, 0, "", "hai mươi bốn"},
		{"twenty-five", 25, 0, "", "hai mươi lăm"},
		{"ninety", 90, 0, "", "chín mươi"},
		{"one hundred", 100, 0, "", "một trăm"},
		{"one hundred and one", 101, 0, "", "một trăm linh một"},
		{"one hundred and five", 105, 0, "", "một trăm linh năm"},
		{"one hundred and ten", 110, 0, "", "một trăm mười"},
		{"one hundred and eleven", 111, 0, "", "một trăm mười một"},
		{"one thousand and five", 1005, 0, "", "một nghìn không trăm linh năm"},
		{"one thousand and fifty", 1050, 0, "", "một nghìn không trăm năm mươi"},
		{"one million", 1_000_000, 0, "", "một triệu"},
		{"one million and one", 1_000_001, 0, "", "một triệu không trăm linh một"},
		{"budget read wrongly", 940133, 0, "", "chín trăm bốn mươi nghìn một trăm ba mươi ba"},
		{"one billion and five", 1_000_000_005, 0, "", "một tỷ không trăm linh năm"},
		{"thousand billion", 2_500_000_000_000, 0, "đồng", "hai nghìn năm trăm tỷ đồng"},
		{"negative", -413, 2, "%", "âm bốn phẩy một ba phần trăm"},
		{"per mille", 12, 0, "‰", "mười hai phần nghìn"},
		{"points", 4, 1, "điểm %", "không phẩy bốn điểm phần trăm"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := number.Words(number.New(tt.count, tt.decimals), tt.measure); got != tt.want {
				t.Errorf("Words(%d of %d decimals) = %q, want %q", tt.count, tt.decimals, got, tt.want)
			}
		})
	}
}

// TestWordsReadBack reads the words of random amounts back: no two amounts sound
// alike.
func TestWordsReadBack(t *testing.T) {
	r := random(7)
	for _, count := range []int64{math.MaxInt64, math.MinInt64, 1_000_000_000_000_000_000, 1_000_000_000_000_001} {
		checkReadBack(t, number.New(count, 0))
	}
	for range 20_000 {
		checkReadBack(t, anyAmount(r))
	}
}

func checkReadBack(t *testing.T, a number.Amount) {
	t.Helper()
	words := number.Words(a, "")
	text, negative := strings.CutPrefix(words, "âm ")
	whole, fraction, _ := strings.Cut(text, " phẩy ")
	got := new(big.Rat).SetInt(heard(t, strings.Fields(whole)))
	place := big.NewRat(1, 10)
	for _, w := range strings.Fields(fraction) {
		digit := big.NewRat(heardDigit(t, w), 1)
		got.Add(got, digit.Mul(digit, place))
		place = new(big.Rat).Mul(place, big.NewRat(1, 10))
	}
	if negative {
		got.Neg(got)
	}
	if got.Cmp(exact(a)) != 0 {
		t.Fatalf("%s is read as %q, which is %s", a, words, got)
	}
}

// heard is a listener of its own: it takes a whole number apart at its largest
// unit word, the last one for tỷ, so that billions of billions come out too.
func heard(t *testing.T, words []string) *big.Int {
	t.Helper()
	if at := lastIndex(words, "tỷ"); at >= 0 {
		return sum(heard(t, words[:at]), 1_000_000_000, heard(t, words[at+1:]))
	}
	for _, unit := range []struct {
		word  string
		times int64
	}{{"triệu", 1_000_000}, {"nghìn", 1000}, {"trăm", 100}, {"mươi", 10}} {
		if at := slices.Index(words, unit.word); at >= 0 {
			return sum(heard(t, words[:at]), unit.times, heard(t, words[at+1:]))
		}
	}
	total := int64(0)
	for _, w := range words {
		if w == "mười" {
			total += 10
		} else if w != "linh" {
			total += heardDigit(t, w)
		}
	}
	return big.NewInt(total)
}

func sum(high *big.Int, times int64, low *big.Int) *big.Int {
	high.Mul(high, big.NewInt(times))
	return high.Add(high, low)
}

func lastIndex(words []string, word string) int {
	for i := len(words) - 1; i >= 0; i-- {
		if words[i] == word {
			return i
		}
	}
	return -1
}

func heardDigit(t *testing.T, w string) int64 {
	t.Helper()
	digits := map[string]int64{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
	d, ok := digits[w]
	if !ok {
		t.Fatalf("no digit: %q", w)
	}
	return d
}
