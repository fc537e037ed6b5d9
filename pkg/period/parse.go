package period

import (
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// The years that are taken: outside of them a typing error is more likely.
const (
	firstYear = 1900
	lastYear  = 2200
)

// Parse reads a period in its one spelling: "2022", "2022-Q1", "2022-M05",
// "2022-YTD06" (cumulative, here six months). Years run from 1900 to 2200.
//
// Every fact has one spelling. Another one, such as YTD03 for the first
// quarter, YTD12 for the year, or m5 for M05, is refused as Invalid,
// "period.other_spelling" {text, right}: taken silently, the same figure would
// be stored under two keys. Anything else is Invalid, "period.unknown" {text}.
func Parse(s string) (Period, error) {
	p, ok := read(s)
	if !ok {
		return Period{}, errs.E(errs.Invalid, "period.unknown", "text", excerpt(s))
	}
	if right := p.String(); s != right {
		return Period{}, errs.E(errs.Invalid, "period.other_spelling", "text", excerpt(s), "right", right)
	}
	return p, nil
}

// MustParse is Parse for constants and tests: it panics on an error.
func MustParse(s string) Period {
	p, err := Parse(s)
	if err != nil {
		panic("period: " + err.Error())
	}
	return p
}

// read understands every spelling of a period, the refused ones too.
func read(s string) (p Period, ok bool) {
	yearText, rest, inYear := strings.Cut(strings.TrimSpace(s), "-")
	year, ok := digits(yearText, 4)
	if !ok || len(yearText) != 4 || year < firstYear || year > lastYear {
		return Period{}, false
	}
	if !inYear {
		return Period{Year: year}, true
	}
	rest = strings.ToUpper(rest)
	for _, kind := range [...]struct {
		prefix string
		most   int
		make   func(year, n int) Period
	}{
		{"Q", 4, func(year, n int) Period { return Period{year, Quarter, n} }},
		{"M", 12, func(year, n int) Period { return Period{year, Month, n} }},
		{"YTD", 12, cumulative},
	} {
		if text, found := strings.CutPrefix(rest, kind.prefix); found {
			n, ok := digits(text, 2)
			if !ok || n < 1 || n > kind.most {
				return Period{}, false
			}
			return kind.make(year, n), true
		}
	}
	return Period{}, false
}

// digits reads one ASCII digit or more, at most the given number.
func digits(s string, most int) (n int, ok bool) {
	if len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// excerpt keeps what a complaint quotes to a length a page can show.
func excerpt(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
