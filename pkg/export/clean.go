package export

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean makes a text fit for a paged document: one line, composed letters, and
// none of the characters that XML forbids or that turn the direction of what
// stands beside them. A name made to trick the reader stays a name.
func clean(s string) string {
	s = strings.Map(printable, strings.ToValidUTF8(s, "\uFFFD"))
	return norm.NFC.String(strings.TrimSpace(s))
}

// paragraphs splits prose into its paragraphs, cleaned, without empty ones.
func paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		if p := clean(line); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// printable maps a character to what is printed for it; -1 drops it.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		return ' '
	case r < 0x20 || r >= 0x7F && r < 0xA0:
		return -1
	case r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF || r == 0x00AD || r == 0x061C:
		return -1 // zero width, marks and overrides of direction
	case r == 0xFFFE || r == 0xFFFF:
		return utf8.RuneError
	}
	return r
}
