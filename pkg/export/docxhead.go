package export

import "strings"

// Widths of the two columns of the heading: the motto must fit on one line.
const (
	headLeft  = 65
	headRight = 100
)

// heading is the block at the top of page one: the issuer at the left, the
// nation and its motto at the right, number and day blank; then the title.
func (d *docx) heading() string {
	left := d.each("HeadParent", headLines(d.issuer.Parent)) + d.each("HeadIssuer", headLines(d.issuer.Name)) + rule(22) + styled("HeadNumber", d.p.T("export.number", "mark", clean(d.issuer.Mark)))
	right := styled("HeadNation", d.p.T("export.nation")) + styled("HeadMotto", d.p.T("export.motto")) + rule(52) + styled("HeadPlace", d.p.T("export.place_date", "place", clean(d.issuer.Place)))
	table := docxTable("Plain", []float64{headLeft, headRight}, []docxRow{{cells: []docxCell{{content: left}, {content: right}}}})
	return table + styled("Title", d.kind) + styled("Subtitle", d.subject) + rule(40) + styled("Spacer", "")
}

// each makes a paragraph of every text that is not empty.
func (d *docx) each(style string, texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		if text != "" {
			b.WriteString(styled(style, text))
		}
	}
	return b.String()
}

// rule is a short centred line of that many millimetres: the lower border of
// an empty paragraph with wide indents would depend on its column, so it is
// drawn.
func rule(mm float64) string {
	return styledRuns("Rule", drawnLine(mm))
}

// signer is the block that ends the body: recipients at the left, the signer
// at the right with room for a signature.
func (d *docx) signer() string {
	left := styled("RecipientsTitle", d.p.T("export.recipients"))
	for _, r := range d.recipients() {
		left += styled("Recipients", r)
	}
	right := d.each("Signer", []string{clean(d.issuer.Authority), clean(d.issuer.Signer)})
	right += strings.Repeat(styled("Signer", ""), 4) + styled("Signer", clean(d.issuer.SignerName))
	return withNext(styled("Spacer", "")) + docxTable("Plain", []float64{82, 83}, []docxRow{{whole: true, cells: []docxCell{{content: left}, {content: right}}}})
}

// recipients are the lines under "Nơi nhận", the archive last.
func (p *paper) recipients() []string {
	var list []string
	for _, r := range p.issuer.Recipients {
		if r = strings.TrimRight(clean(r), ";. "); r != "" {
			list = append(list, "- "+r+";")
		}
	}
	return append(list, "- "+p.p.T("export.archive"))
}
