package export

import (
	"io"
	"strconv"
	"strings"
)

// DOCX writes the report as a Word document in the form of Decree
// 30/2020/NĐ-CP: headings that Word knows as such, tables whose heads repeat,
// page numbers of its own, Times New Roman by name. The annex stands on
// landscape pages. An office's own template takes the place of this layout.
func DOCX(w io.Writer, doc Document) error {
	p, err := paperOf(doc)
	if err != nil {
		return err
	}
	d := &docx{paper: p}
	if len(doc.Templates.Word) > 0 {
		return d.fill(w, doc)
	}
	files := []archiveFile{
		docxFile("word/document.xml", d.document()),
		docxFile("word/styles.xml", docxStyles(string(p.p.Lang()))),
		docxFile("word/settings.xml", docxSettings()),
		docxFile("word/header1.xml", d.header("WatermarkDefault", true)),
		docxFile("word/header2.xml", d.header("WatermarkFirst", false)),
		docxFile("word/footer1.xml", d.footer(textWidth)),
		docxFile("word/footer2.xml", d.footer(annexWidth)),
		docxFile("word/_rels/footer1.xml.rels", d.footerRelations()),
		docxFile("word/_rels/footer2.xml.rels", d.footerRelations()),
		docxFile("word/_rels/document.xml.rels", d.relations()),
		docxFile("docProps/core.xml", d.coreProperties(stamp(doc.Summary))),
		docxFile("docProps/app.xml", docxApp()),
		docxFile("_rels/.rels", docxRoot()),
		docxFile(first, docxTypes()),
	}
	a := &archive{to: w}
	for i := range files {
		a.files = append(a.files, &files[i])
	}
	d.media(a)
	return a.Close()
}

func docxFile(name, body string) archiveFile {
	f := archiveFile{name: name}
	f.WriteString(xmlHead + body)
	return f
}

// A docx is one Word document being written.
type docx struct {
	*paper
	drawings int // so far; each has a number of its own
}

// document is the main part: heading, body, signer, annex.
func (d *docx) document() string {
	var b strings.Builder
	b.WriteString(d.heading())
	for i, block := range d.blocks {
		text := d.block(block)
		if i == len(d.blocks)-1 {
			text = withNext(text)
		}
		b.WriteString(text)
	}
	b.WriteString(d.signer())
	b.WriteString(paragraph(portrait()))
	b.WriteString(d.annexPages())
	b.WriteString(landscape())
	return tag("w:document", docxSpaces, tag("w:body", "", b.String()))
}

// withNext keeps the last paragraph on the page of what follows it: the signer
// never stands alone on a page.
func withNext(paragraphs string) string {
	const style, end = `<w:pStyle `, `/>`
	at := strings.LastIndex(paragraphs, style)
	if at < 0 {
		return paragraphs
	}
	at += strings.Index(paragraphs[at:], end) + len(end)
	return paragraphs[:at] + tag("w:keepNext", "") + paragraphs[at:]
}

// block is one paragraph or picture of the body.
func (d *docx) block(b block) string {
	switch b.kind {
	case blockHeading:
		return styled("Heading"+strconv.Itoa(b.level), b.text)
	case blockItem:
		return styled("ListItem", b.text)
	case blockPicture:
		return d.picture(b.picture)
	}
	return styled("BodyText", b.text)
}

// picture is a chart over its line, both on one page.
func (d *docx) picture(pic *picture) string {
	i := 0
	for i < len(d.pictures()) && d.pictures()[i] != pic {
		i++
	}
	size := pictureSize(pic)
	drawing := d.drawing("rIdChart"+strconv.Itoa(i+1), size[0], size[1], pic.title, pic.alt)
	return styledRuns("Picture", drawing) + styled("Caption", pic.title)
}

// pictures are the charts of the body in order.
func (d *docx) pictures() []*picture {
	var list []*picture
	for _, b := range d.blocks {
		if b.kind == blockPicture {
			list = append(list, b.picture)
		}
	}
	return list
}

// Room for a picture in millimetres: the width of the text, and what leaves
// its heading on the same page.
const (
	pictureWidth  = 160
	pictureHeight = 190
)

// pictureSize is a picture's width and height in millimetres, as large as
// there is room.
func pictureSize(p *picture) [2]float64 {
	w, h := float64(pictureWidth), float64(pictureWidth)*float64(p.height)/float64(p.width)
	if h > pictureHeight {
		w, h = w*pictureHeight/h, pictureHeight
	}
	return [2]float64{w, h}
}
