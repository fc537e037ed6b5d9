package export

import (
	"strings"
	"unicode/utf8"

	"muctieu/pkg/i18n"
)

// fontName is the typeface official documents are set in (Decree
// 30/2020/NĐ-CP, annex I). It is named, not carried along.
const fontName = "Times New Roman"

// issuerOf fills the lines that an issuer leaves empty with the usual ones of
// a people's committee. Nothing that only the office knows is made up.
func issuerOf(doc Document, p *i18n.Printer) Issuer {
	is, unit := doc.Issuer, doc.Summary.Unit
	fill := func(field *string, key string, args ...any) {
		if *field == "" {
			*field = p.T(key, args...)
		}
	}
	fill(&is.Name, "export.committee", "unit", unitInside(doc, p))
	fill(&is.Mark, "export.mark")
	fill(&is.Authority, "export.authority")
	fill(&is.Signer, "export.signer")
	if is.Place == "" {
		is.Place = placeOf(unit.Name, unit.Kind)
	}
	return is
}

// unitInside is the name of the unit inside a sentence: "quận Lê Chân", "Lê
// Chân district".
func unitInside(doc Document, p *i18n.Printer) string {
	name := clean(doc.Summary.Unit.Name)
	if p.Lang() == i18n.Vi {
		return i18n.Lowered(name)
	}
	return name
}

// placeOf is the name of a unit without its kind: "Lê Chân".
func placeOf(name, kind string) string {
	if rest, ok := strings.CutPrefix(name, i18n.Capital(kind)+" "); ok && kind != "" {
		return rest
	}
	return name
}

// mostHeadLetters is how many capitals of 12 points fit on a line of the left
// column of the heading.
const mostHeadLetters = 25

// headLines breaks a name in capitals for the left column of the heading: the
// kind of authority on one line, its place on the next.
func headLines(name string) []string {
	name = strings.ToUpper(clean(name))
	if name == "" || utf8.RuneCountInString(name) <= mostHeadLetters {
		return []string{name}
	}
	for _, kind := range []string{"ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "PEOPLE'S COMMITTEE"} {
		if place, ok := strings.CutPrefix(name, kind+" "); ok {
			return []string{kind, place}
		}
	}
	return []string{name}
}
