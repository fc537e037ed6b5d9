package exchange

import (
	"regexp"
	"strings"
	"unicode"

	"muctieu/pkg/number"
)

// numbering is what tables put before a name: "1.", "a)", "I.2 -", "+".
var numbering = regexp.MustCompile(`^(?:\s*(?:[0-9]{1,3}|[ivxlIVXL]{1,5}|\pL)(?:\.[0-9]{1,3})*\s*[.)/:\-–]+|\s*[-+*•–]+)\s*`)

// Fold gives a name as names are compared: lower case, without accents,
// numbering, punctuation and "trong đó". Empty where nothing else stands.
func Fold(name string) string {
	for next := numbering.ReplaceAllString(name, ""); next != name; next = numbering.ReplaceAllString(name, "") {
		name = next
	}
	var b strings.Builder
	gap := false
	for _, r := range number.Unaccented(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '‰':
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return strings.TrimPrefix(b.String(), "trong do ")
}

// years are taken out of the heads of columns, so that next year's table is
// known again.
var years = regexp.MustCompile(`\b(?:19|20)[0-9]{2}\b`)

// foldHead gives the head of a column as heads are compared.
func foldHead(head string) string { return Fold(years.ReplaceAllString(head, " ")) }

// bracketed is what stands in brackets behind a name, such as its measure.
var bracketed = regexp.MustCompile(`\s*[(\[][^()\[\]]*[)\]]\s*$`)

// spellings gives the forms in which a name is looked for: as it stands, and
// without what stands in brackets at its end.
func spellings(name string) []string {
	all := []string{Fold(name)}
	if bare := bracketed.ReplaceAllString(name, ""); bare != name {
		all = append(all, Fold(bare))
	}
	return all
}
