package export

import (
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// page begins a page: portrait for the body, landscape for the annex.
func (d *pdf) page(landscape bool) {
	d.landscape = landscape
	orientation, side := "P", float64(marginLeft)
	d.width, d.bottom = textWidth, 297-marginTop
	if landscape {
		orientation, side = "L", marginAnnex
		d.width, d.bottom = annexWidth, 210-marginAnnex
	}
	d.left = side
	d.f.SetMargins(d.left, marginTop, 0)
	d.f.AddPageFormat(orientation, fpdf.SizeType{Wd: 210, Ht: 297})
	d.f.SetXY(d.left, marginTop)
}

// pageHeader draws what is on every page before its text: the watermark of a
// draft, and from page two the number in the middle of the upper margin.
func (d *pdf) pageHeader() {
	if d.draft {
		d.watermark()
	}
	if d.f.PageNo() > 1 {
		d.font(Regular, 13)
		d.f.SetXY(d.left, 9)
		d.f.CellFormat(d.width, 6, strconv.Itoa(d.f.PageNo()), "", 0, "C", false, 0, "")
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
	_, h := d.f.GetPageSize()
	y := h - marginTop + 3
	if d.id != "" {
		d.font(Regular, 9)
		d.f.SetXY(d.left, y)
		d.f.CellFormat(d.width-codeWidth, 5, pdfText(d.p.T("export.id", "id", d.id)), "", 0, "L", false, 0, "")
	}
	if d.code != nil {
		d.f.ImageOptions("code", d.left+d.width-codeWidth, y, codeWidth, codeWidth, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, d.verify)
	}
}
