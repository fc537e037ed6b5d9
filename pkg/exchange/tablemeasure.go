package exchange

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// HeadMeasure gives the measure a table names above its rows ("Đơn vị tính:
// triệu đồng"); empty if it names none.
func HeadMeasure(t Table, first int) string {
	for _, r := range t.Rows {
		if r.Line >= first {
			break
		}
		for _, c := range r.Cells {
			before, after, ok := strings.Cut(c.Text, ":")
			switch head := Fold(before); {
			case !ok:
			case head == "dvt", head == "don vi tinh", head == "don vi":
				return strings.Trim(after, " ().;")
			}
		}
	}
	return ""
}

// short are ways to write a measure, as Fold gives them.
var short = map[string]string{
	"trd": "trieu dong", "tr d": "trieu dong", "tr dong": "trieu dong", "trieu d": "trieu dong", "trieu": "trieu dong",
	"ty d": "ty dong", "ty": "ty dong", "ti dong": "ty dong", "1000 d": "nghin dong", "1 000 dong": "nghin dong", "ngan dong": "nghin dong",
}

// measureTerm finds a measure by how a table writes it.
func measureTerm(text string, terms i18n.Terms) (term i18n.Term, ok bool) {
	folded := Fold(text)
	if long, ok := short[folded]; ok {
		folded = long
	}
	for _, t := range terms {
		if t.Sort == i18n.MeasureTerm && (Fold(t.Vi) == folded || t.En != "" && Fold(t.En) == folded) && folded != "" {
			return t, true
		}
	}
	return term, false
}

// MeasureOfRow gives the measure in which a table writes an indicator, as the
// word it has here; empty where it is the indicator's own, or where the table
// says none. A measure of the whole table counts only for indicators that can
// be converted from it; one of the row counts always. known is false where the
// row's own measure is no word that is known here.
func MeasureOfRow(own, whole string, i indicator.Indicator, terms i18n.Terms) (measure string, known bool) {
	text := own
	if text == "" {
		text = whole
	}
	switch {
	case text == "", strings.TrimSpace(text) == i.Measure, Fold(text) == Fold(i.Measure):
		return "", true
	}
	term, ok := measureTerm(text, terms)
	mine, _ := measureTerm(i.Measure, terms)
	switch {
	case own == "" && (!ok || term.Dimension == "" || term.Dimension != mine.Dimension):
		return "", true
	case !ok:
		return "", false
	case term.Vi == i.Measure:
		return "", true
	}
	return term.Vi, true
}
