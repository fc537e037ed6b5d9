package number

import (
	"strconv"
	"strings"
)

var digitWords = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// Words returns an amount in Vietnamese words with its measure, so that a person
// who is asked which of two readings is meant sees them apart: 1545 is "một
// nghìn năm trăm bốn mươi lăm". Decimals are read digit by digit: 1.545 is "một
// phẩy năm bốn năm". The measure may be empty; % and ‰ are read out. There is no
// English counterpart: English readers are shown the digits.
func Words(a Amount, measure string) string {
	plain, negative := strings.CutPrefix(a.String(), "-")
	whole, fraction, _ := strings.Cut(plain, ".")
	n, err := strconv.ParseUint(whole, 10, 64)
	if err != nil {
		panic("number: an amount prints as " + plain)
	}
	var words []string
	if negative {
		words = append(words, "âm")
	}
	words = append(words, wholeWords(n)...)
	if fraction != "" {
		words = append(words, "phẩy")
	}
	for _, digit := range fraction {
		words = append(words, digitWords[digit-'0'])
	}
	return strings.TrimSpace(strings.Join(words, " ") + " " + measureWords(measure))
}

func measureWords(measure string) string {
	return strings.NewReplacer("%", "phần trăm", "‰", "phần nghìn").Replace(measure)
}

// wholeWords reads a whole number. Beyond a billion Vietnamese counts billions,
// and billions of billions, with the same words.
func wholeWords(n uint64) []string {
	if n == 0 {
		return []string{digitWords[0]}
	}
	const billion = 1_000_000_000
	var words []string
	if n >= billion {
		words = append(wholeWords(n/billion), "tỷ")
	}
	rest := int(n % billion)
	for _, group := range []struct {
		value int
		name  string
	}{{rest / 1_000_000, "triệu"}, {rest / 1000 % 1000, "nghìn"}, {rest % 1000, ""}} {
		if group.value == 0 {
			continue
		}
		words = append(words, groupWords(group.value, len(words) > 0)...)
		if group.name != "" {
			words = append(words, group.name)
		}
	}
	return words
}

// groupWords reads 1 to 999. Inside a longer number its hundreds are always
// named, "không trăm" included: 1005 is một nghìn không trăm linh năm.
func groupWords(n int, inside bool) []string {
	var words []string
	if inside || n >= 100 {
		words = append(words, digitWords[n/100], "trăm")
	}
	return append(words, tensWords(n%100, len(words) > 0)...)
}

// tensWords reads 0 to 99, after hundreds or alone. One and five change their
// sound after tens: mốt, lăm.
func tensWords(n int, afterHundreds bool) []string {
	tens, one := n/10, n%10
	var words []string
	switch {
	case tens == 1:
		words = append(words, "mười")
	case tens > 1:
		words = append(words, digitWords[tens], "mươi")
	case one > 0 && afterHundreds:
		words = append(words, "linh")
	}
	switch {
	case one == 0:
		return words
	case one == 1 && tens > 1:
		return append(words, "mốt")
	case one == 5 && tens > 0:
		return append(words, "lăm")
	}
	return append(words, digitWords[one])
}
