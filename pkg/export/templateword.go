package export

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/report"
)

const (
	stylesPart    = "word/styles.xml"
	wordRelations = "word/_rels/document.xml.rels"
	corePart      = "docProps/core.xml"
	// ownStyle begins the names of the styles that a template is given.
	ownStyle = "Muctieu"
	// drawingsFrom numbers the drawings of a report past those of its template.
	drawingsFrom = 5000
)

// A blockField is a placeholder for paragraphs, a table or pictures.
type blockField struct {
	name  string
	write func(*wordFill, *textParagraph) string
}

// partBlock writes the parts of the outline of a kind.
func partBlock(kind report.PartKind) func(*wordFill, *textParagraph) string {
	return func(f *wordFill, p *textParagraph) string {
		return f.paragraphs(p, f.composed(func(part report.Part) bool { return part.Kind == kind }))
	}
}

// writtenBlock writes one written part of the outline.
func writtenBlock(key string) func(*wordFill, *textParagraph) string {
	return func(f *wordFill, p *textParagraph) string {
		return f.paragraphs(p, f.composed(func(part report.Part) bool { return part.Key == key }))
	}
}

var blockFields = []blockField{
	{"noi_dung", (*wordFill).body},
	{"ket_qua_theo_nhom", partBlock(report.GroupsPart)},
	{"chi_tieu_khong_dat", partBlock(report.MissedPart)},
	{"so_lieu_con_thieu", partBlock(report.MissingPart)},
	{"chi_tieu_nam_sau", partBlock(report.NextYearPart)},
	{"mo_dau", writtenBlock("opening")},
	{"chu_de_nam", writtenBlock("theme")},
	{"thanh_tich", writtenBlock("achievements")},
	{"han_che", writtenBlock("limits")},
	{"nguyen_nhan", writtenBlock("causes")},
	{"bai_hoc", writtenBlock("lessons")},
	{"chu_de_nam_sau", writtenBlock("next_theme")},
	{"nhiem_vu", writtenBlock("tasks")},
	{"kien_nghi", writtenBlock("proposals")},
	{"bieu_do", (*wordFill).charts},
	{"phu_luc", (*wordFill).annexTable},
	{"ghi_chu_phu_luc", (*wordFill).annexNotes},
	{"noi_nhan", (*wordFill).recipientLines},
}

func blockNamed(name string) (blockField, bool) {
	i := slices.IndexFunc(blockFields, func(b blockField) bool { return b.name == strings.ToLower(strings.TrimSpace(name)) })
	if i < 0 {
		return blockField{}, false
	}
	return blockFields[i], true
}

func isBlock(name string) bool {
	_, ok := blockNamed(name)
	return ok
}

// A wordFill is a template being filled.
type wordFill struct {
	*docx
	t        *wordTemplate
	data     *templateData
	doc      Document
	charted  []picture
	ownPlace bool  // the charts have a place of their own
	natural  annex // as wide as the built-in layout has it
}

// fill writes the document in the office's own template.
func (d *docx) fill(w io.Writer, doc Document) error {
	t, err := openWord(doc.Templates.Word)
	if err != nil {
		return err
	}
	pictures, err := picturesOf(doc)
	if err != nil {
		return err
	}
	d.drawings, d.blocks = drawingsFrom, nil
	for i := range pictures {
		d.blocks = append(d.blocks, block{kind: blockPicture, picture: &pictures[i]})
	}
	f := &wordFill{docx: d, t: t, data: newTemplateData(doc), doc: doc, charted: pictures, natural: d.annex}
	f.ownPlace = f.names("bieu_do")
	for _, part := range t.texts() {
		t.put(part, string(f.part(t.parts[part])))
	}
	f.marks()
	f.styles()
	f.attach()
	if t.parts[corePart] != nil {
		t.put(corePart, xmlHead+d.coreProperties(stamp(doc.Summary)))
	}
	return t.write(w)
}

// names reports whether the document holds a placeholder.
func (f *wordFill) names(name string) bool {
	for _, p := range paragraphsIn(f.t.parts[wordMain]) {
		for _, m := range placeholder.FindAllStringSubmatch(p.text(), -1) {
			if strings.EqualFold(strings.TrimSpace(m[1]), name) {
				return true
			}
		}
	}
	return false
}

// part fills the placeholders of one part.
func (f *wordFill) part(body []byte) []byte {
	var list []splice
	for _, p := range paragraphsIn(body) {
		if b, ok := f.blockIn(p); ok {
			f.fit(body, p)
			list = append(list, splice{p.from, p.to, b.write(f, p) + ended(p)})
			continue
		}
		list = append(list, p.replaced(func(name string) string {
			value, _ := f.data.text(name)
			return value
		})...)
	}
	return spliced(body, list)
}

// blockIn gives the block that is all there is in a paragraph.
func (f *wordFill) blockIn(p *textParagraph) (blockField, bool) {
	m := placeholder.FindStringSubmatch(p.text())
	if m == nil || m[0] != strings.TrimSpace(p.text()) {
		return blockField{}, false
	}
	return blockNamed(m[1])
}

// ended keeps the end of a section that a replaced paragraph was.
func ended(p *textParagraph) string {
	if p.section == "" {
		return ""
	}
	return paragraph(p.section)
}

// composed are the blocks of the parts of the outline that are wanted, without
// their titles.
func (f *wordFill) composed(wanted func(report.Part) bool) []block {
	var parts []report.Part
	for _, part := range f.outline() {
		if wanted(part) {
			part.Title = ""
			parts = append(parts, part)
		}
	}
	return (&composer{doc: f.doc, s: f.doc.Summary, p: f.p}).write(parts)
}

func (f *wordFill) outline() []report.Part {
	if len(f.doc.Parts) > 0 {
		return f.doc.Parts
	}
	return report.DefaultOutline(f.doc.Summary.Period, f.doc.Summary.Lang)
}

// body is the whole text in the order of the outline, the charts in it unless
// they have a place of their own.
func (f *wordFill) body(p *textParagraph) string {
	c := &composer{doc: f.doc, s: f.doc.Summary, p: f.p}
	if !f.ownPlace {
		c.pictures = f.charted
	}
	return f.paragraphs(p, c.blocks())
}

// paragraphs writes blocks in the look of the paragraph they take the place
// of; titles are bold and stay with what follows them.
func (f *wordFill) paragraphs(p *textParagraph, blocks []block) string {
	var b strings.Builder
	for _, x := range blocks {
		switch x.kind {
		case blockPicture:
			b.WriteString(f.shown(x.picture))
		case blockHeading:
			b.WriteString(paragraph(kept(p.props), run(x.text, bolder(p.look))))
		default:
			b.WriteString(paragraph(p.props, run(x.text, p.look)))
		}
	}
	if b.Len() == 0 {
		return paragraph(p.props) // a cell must not lose its only paragraph
	}
	return b.String()
}

var (
	behindStyle = regexp.MustCompile(`^(<w:pStyle [^>]*/>)?`)
	behindFont  = regexp.MustCompile(`^(<w:rStyle [^>]*/>)?(<w:rFonts [^>]*/>)?`)
)

// kept are properties of a paragraph that stays with the next one.
func kept(props string) string {
	if strings.Contains(props, "<w:keepNext") {
		return props
	}
	return behindStyle.ReplaceAllString(props, "${1}<w:keepNext/>")
}

// bolder are properties of a run in bold.
func bolder(look string) string {
	if strings.Contains(look, "<w:b/>") {
		return look
	}
	return behindFont.ReplaceAllString(look, "${1}${2}<w:b/><w:bCs/>")
}

// shown is a chart with its line.
func (f *wordFill) shown(pic *picture) string { return declared(f.picture(pic)) }

// charts are all charts.
func (f *wordFill) charts(p *textParagraph) string {
	var b strings.Builder
	for i := range f.charted {
		b.WriteString(f.shown(&f.charted[i]))
	}
	if b.Len() == 0 {
		return paragraph(p.props)
	}
	return b.String()
}

// annexTable is the table of the annex as a table of Word, as wide as the page
// it stands on. A paragraph follows it: a cell must not end with a table.
func (f *wordFill) annexTable(*textParagraph) string {
	return docxTable("Annex", f.widths(), append(f.headRows(), f.bodyRows()...)) + styled("Notes", "")
}

func (f *wordFill) annexNotes(p *textParagraph) string {
	var notes []block
	for _, note := range f.annex.notes {
		notes = append(notes, block{kind: blockItem, text: "- " + note})
	}
	return f.paragraphs(p, notes)
}

func (f *wordFill) recipientLines(p *textParagraph) string {
	var lines []block
	for _, r := range f.recipients() {
		lines = append(lines, block{kind: blockItem, text: r})
	}
	return f.paragraphs(p, lines)
}

var (
	sectionOf  = regexp.MustCompile(`(?s)<w:sectPr.*?</w:sectPr>`)
	pageWidth  = regexp.MustCompile(`<w:pgSz [^>]*w:w="(\d+)"`)
	leftMargin = regexp.MustCompile(`<w:pgMar [^>]*w:left="(\d+)"`)
	rightSpace = regexp.MustCompile(`<w:pgMar [^>]*w:right="(\d+)"`)
)

// fit makes the annex as wide as the text on the page where a paragraph
// stands; its letters shrink with it, down to a size that is still read.
func (f *wordFill) fit(body []byte, p *textParagraph) {
	section := sectionOf.FindString(string(body[p.from:]))
	width := figureIn(pageWidth, section) - figureIn(leftMargin, section) - figureIn(rightSpace, section)
	if width <= 0 {
		return
	}
	total := 0.0
	for _, c := range f.natural.columns {
		total += c.width
	}
	ratio := float64(width) * 25.4 / 1440 / total
	f.annex.columns = slices.Clone(f.natural.columns)
	for i := range f.annex.columns {
		f.annex.columns[i].width *= ratio
	}
	f.annex.scale = f.natural.scale
	if ratio < almost {
		f.annex.scale = max(f.natural.scale*ratio, leastScale)
	}
}

// almost leaves the letters alone where only a rounded margin makes the
// difference.
const almost = 0.99

// leastScale keeps letters of the annex at six and a half points or more.
const leastScale = 0.6

// figureIn is the number that an attribute holds; 0 without it.
func figureIn(of *regexp.Regexp, text string) int {
	m := of.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0 // more digits than a page is wide
	}
	return n
}
