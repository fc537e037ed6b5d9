package i18n

import (
	"unicode"
	"unicode/utf8"
)

// A Sort says what a term is the word for.
type Sort string

// The sorts of terms.
const (
	MeasureTerm Sort = "measure"
	GroupTerm   Sort = "group"
	AgencyTerm  Sort = "agency"
	KindTerm    Sort = "kind" // of a unit: quận, phường
)

// A Term is a word of the offices' own data with its English. Measures that
// can be converted share a dimension; a value times Factor is the value in
// the dimension's main measure (triệu đồng is 0.001 of tỷ đồng).
type Term struct {
	Sort      Sort
	Vi, En    string
	Dimension string
	Factor    string // a plain decimal number; empty: no conversion
	Position  int    // order in which terms were given
	Version   int    // counts changes; 0: not stored yet
}

// Terms are all terms of an installation.
type Terms []Term

// Word gives the word of a term in a language. A word without a term is
// printed as it stands.
func (t Terms) Word(sort Sort, vi string, lang Lang) string {
	if lang != En {
		return vi
	}
	for _, term := range t {
		if term.Sort == sort && term.Vi == vi && term.En != "" {
			return term.En
		}
	}
	return vi
}

// UnitName gives the name of a unit with its kind: "Quận Lê Chân", "Lê Chân
// district". Both are given in Vietnamese and without the other; a kind
// without a term is printed as it stands.
func (t Terms) UnitName(name, kind string, lang Lang) string {
	switch {
	case kind == "":
		return name
	case lang == En:
		return name + " " + t.Word(KindTerm, kind, lang)
	}
	return Capital(kind) + " " + name
}

// Capital makes the first letter of a text a capital one.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Lowered makes the first letter of a text a small one, as inside a sentence,
// unless the text begins with an acronym: GRDP stays GRDP.
func Lowered(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	if second, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(second) || unicode.IsDigit(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}
