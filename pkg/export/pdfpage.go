package export

import (
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// page begins a page: portrait for the body, landscape for the annex.
func (d *pdf) page(landscape bool) {
	d.landscape = landscape
	orientation := "P"
	if landscape {
		orientation = "L"
	}
	d.f.AddPageFormat(orientation, fpdf.SizeType{Wd: 210, Ht: 297})
	d.left, d.width, d.bottom = d.edges()
	d.f.SetMargins(d.left, marginTop, 0)
	d.f.SetXY(d.left, marginTop)
}

// edges are those of the text on the page being drawn. The library draws the
// foot of a page when the next one begins, so they are asked for anew.
func (d *pdf) edges() (left, width, bottom float64) {
	w, h := d.f.GetPageSize()
	if w > h {
		return marginAnnex, annexWidth, h - marginAnnex
	}
	return marginLeft, textWidth, h - marginTop
}

// pageHeader draws what is on every page before its text: the watermark of a
// draft, and from page two the number in the middle of the upper margin.
func (d *pdf) pageHeader() {
	if d.draft {
		d.watermark()
	}
	if d.f.PageNo() > 1 {
		left, width, _ := d.edges()
		d.font(Regular, 13)
		d.f.SetXY(left, 9)
		d.f.CellFormat(width, 6, strconv.Itoa(d.f.PageNo()), "", 0, "C", false, 0, "")
	}
}

// watermark draws a word across the page, pale, under the text.
func (d *pdf) watermark() {
	w, h := d.f.GetPageSize()
	word := pdfText(d.p.T("export.draft"))
	d.font(Bold, 96)
	d.f.SetTextColor(225, 225, 225)
	d.f.TransformBegin()
	d.f.TransformRotate(45, w/2, h/2)
	d.f.Text(w/2-d.f.GetStringWidth(word)/2, h/2+12, word)
	d.f.TransformEnd()
	d.f.SetTextColor(0, 0, 0)
}

// pageFooter bears the id of an issued report and the code of the page where
// it can be checked.
func (d *pdf) pageFooter() {
	left, width, bottom := d.edges()
	y := bottom + 3
	if d.id != "" {
		d.font(Regular, 9)
		d.f.SetXY(left, y)
		d.f.CellFormat(width-codeWidth, 5, pdfText(d.p.T("export.id", "id", d.id)), "", 0, "L", false, 0, "")
	}
	if d.code != nil {
		d.f.ImageOptions("code", left+width-codeWidth, y, codeWidth, codeWidth, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, d.verify)
	}
}
