package export

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// PDF writes the report as the Word document has it: the same blocks in the
// same order, with bookmarks, title and language, in an embedded typeface as
// wide as Times New Roman.
func PDF(w io.Writer, doc Document) error {
	p, err := paperOf(doc)
	if err != nil {
		return err
	}
	d := newPDF(p)
	at := stamp(doc.Summary)
	d.f.SetCreationDate(at)
	d.f.SetModificationDate(at)
	d.page(false)
	d.heading()
	for i, b := range d.blocks {
		if i == len(d.blocks)-1 {
			d.behind = d.signerRoom()
		}
		d.block(b, d.following(i))
	}
	d.behind = 0
	d.signer()
	d.page(true)
	d.annexPages()
	return d.f.Output(w)
}

// A pdf is one PDF document being drawn, from top to bottom.
type pdf struct {
	*paper
	f         *fpdf.Fpdf
	left      float64 // edges of the text on the present page, in millimetres
	width     float64
	bottom    float64
	landscape bool
	charts    int // drawn so far
	// behind is the room, in millimetres, that the end of a block keeps below
	// it: the signer must not stand alone on a page.
	behind float64
}

// pdfFont names the embedded typeface within the file.
const pdfFont = "serif"

func newPDF(p *paper) *pdf {
	f := fpdf.New("P", "mm", "A4", "")
	for _, style := range []FontStyle{Regular, Bold, Italic, BoldItalic} {
		f.AddUTF8FontFromBytes(pdfFont, string(style), Font(style))
	}
	d := &pdf{paper: p, f: f}
	f.SetAutoPageBreak(false, 0)
	f.SetCellMargin(0)
	f.SetCatalogSort(true)
	f.SetTitle(p.title, true)
	f.SetSubject(p.subject, true)
	f.SetAuthor(clean(p.issuer.Name), true)
	f.SetCreator("Muctieu", true)
	f.SetProducer("Muctieu", true)
	f.SetLang(map[string]string{"vi": "vi-VN", "en": "en-GB"}[string(p.p.Lang())])
	if p.code != nil {
		f.RegisterImageOptionsReader("code", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(p.code))
	}
	f.SetHeaderFunc(d.pageHeader)
	f.SetFooterFunc(d.pageFooter)
	return d
}

// following is the room, in millimetres, that a heading keeps below it: the
// headings that follow at once, and two lines of text.
func (d *pdf) following(i int) float64 {
	room := 2 * bodyLine
	for _, b := range d.blocks[i+1:] {
		if b.kind != blockHeading {
			break
		}
		room += bodyLine + 4
	}
	return room
}

// block draws one paragraph or picture of the body.
func (d *pdf) block(b block, following float64) {
	switch b.kind {
	case blockHeading:
		d.title(b, following)
	case blockPicture:
		d.picture(b.picture)
	default:
		d.flow(b.text, Regular)
	}
}

// title draws a heading, never as the last line of a page.
func (d *pdf) title(b block, following float64) {
	style := Bold
	if b.level == 3 {
		style = BoldItalic
	}
	d.room(1 + bodyLine + following)
	d.f.Bookmark(pdfText(b.text), b.level-1, -1)
	d.down(1)
	d.flow(b.text, style)
}

// picture draws a chart over its line, both on one page.
func (d *pdf) picture(p *picture) {
	d.charts++
	name := "chart" + strconv.Itoa(d.charts)
	d.f.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(p.png))
	size := pictureSize(p)
	d.room(size[1] + 12 + d.behind)
	d.f.ImageOptions(name, d.left+(d.width-size[0])/2, d.f.GetY()+2, size[0], size[1], false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	d.f.SetY(d.f.GetY() + size[1] + 3)
	d.font(Italic, 12)
	for _, line := range d.lines(p.title, d.width, 0) {
		d.line(d.left, d.width, 5.5, line, "C")
	}
	d.down(3)
}

// font chooses the style and size, in points, of what is drawn next.
func (d *pdf) font(style FontStyle, size float64) { d.f.SetFont(pdfFont, string(style), size) }

// down leaves so many millimetres free.
func (d *pdf) down(mm float64) { d.f.SetY(d.f.GetY() + mm) }

// room begins a new page where less than so many millimetres are left.
func (d *pdf) room(mm float64) {
	if d.f.GetY()+mm > d.bottom {
		d.page(d.landscape)
	}
}

// pdfText keeps to the characters the PDF library can number: what lies past
// them is printed as the sign for a missing one.
func pdfText(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFD {
			return '\uFFFD'
		}
		return r
	}, s)
}
