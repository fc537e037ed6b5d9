package export

import (
	"strings"

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
	fill(&is.Name, "export.committee", "unit", upper(unit.Name))
	fill(&is.Mark, "export.mark")
	fill(&is.Authority, "export.authority")
	fill(&is.Signer, "export.signer")
	if is.Place == "" {
		is.Place = placeOf(unit.Name, unit.Kind)
	}
	return is
}

// placeOf is the name of a unit without its kind: "Lê Chân".
func placeOf(name, kind string) string {
	if rest, ok := strings.CutPrefix(name, i18n.Capital(kind)+" "); ok && kind != "" {
		return rest
	}
	return name
}

func upper(s string) string { return strings.ToUpper(clean(s)) }
