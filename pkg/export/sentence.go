package export

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// tallySentence is the tally with a capital and a full stop.
func tallySentence(s report.Summary) string {
	if s.Tally.Text == "" {
		return ""
	}
	return clean(i18n.Capital(s.Tally.Text)) + "."
}

// attached says which report a table belongs to; its number and day stay open.
func attached(doc Document, p *i18n.Printer) string {
	is := issuerOf(doc, p)
	return p.T("export.attached", "mark", clean(is.Mark), "issuer", clean(is.Name))
}

// measureNote names the measure where all rows have the same one.
func measureNote(s report.Summary, p *i18n.Printer) string {
	if len(s.Rows) == 0 {
		return ""
	}
	for _, row := range s.Rows {
		if row.Measure != s.Rows[0].Measure {
			return ""
		}
	}
	return p.T("export.measure_note", "measure", clean(s.Rows[0].Measure))
}

// headerText doubles the sign that begins a code in the heads and feet of
// printed sheets.
func headerText(s string) string { return strings.ReplaceAll(s, "&", "&&") }
