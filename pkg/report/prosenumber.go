package report

import (
	"math/big"
	"strings"

	"muctieu/pkg/number"
)

// A reading is one way to read a number in prose.
type reading struct {
	rat      *big.Rat
	decimals int
}

// readings reads a number as Vietnamese and as English writing has it. Prose
// is only held against figures, so a text with two readings agrees if either
// does.
func readings(text string) []reading {
	var list []reading
	for _, f := range []number.Format{number.Vietnamese, number.English} {
		if v, ok := readAs(text, f); ok {
			list = append(list, v)
		}
	}
	return list
}

// readAs reads a number in one grammar: groups of three, one decimal mark.
func readAs(text string, f number.Format) (reading, bool) {
	whole, fraction, _ := strings.Cut(text, f.Decimal)
	if strings.ContainsAny(fraction, ".,") {
		return reading{}, false
	}
	groups := strings.Split(whole, f.Group)
	for i, g := range groups {
		if len(groups) > 1 && (i > 0 && len(g) != 3 || len(g) > 3) || g == "" {
			return reading{}, false
		}
	}
	plain := strings.Join(groups, "")
	if fraction != "" {
		plain += "." + fraction
	}
	rat, ok := new(big.Rat).SetString(plain)
	return reading{rat, len(fraction)}, ok
}
