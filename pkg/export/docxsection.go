package export

import "strconv"

// Margins of the body in millimetres (Decree 30/2020/NĐ-CP, annex I: left 30-35,
// right 15-20, top and bottom 20-25).
const (
	marginTop   = 20
	marginLeft  = 30
	marginRight = 15
	textWidth   = 210 - marginLeft - marginRight
	// marginAnnex is each margin of the landscape pages.
	marginAnnex = 20
)

// portrait ends the section of the body; page one bears no number.
func portrait() string {
	return section(`w:w="11906" w:h="16838"`, "rIdFooter", marginTop, marginRight, marginLeft, true)
}

// landscape ends the section of the annex.
func landscape() string {
	return section(`w:w="16838" w:h="11906" w:orient="landscape"`, "rIdFooterAnnex", marginAnnex, marginAnnex, marginAnnex, false)
}

func section(size, footer string, top, right, left float64, first bool) string {
	inner := tag("w:headerReference", `w:type="default" r:id="rIdHeader"`) + tag("w:headerReference", `w:type="first" r:id="rIdHeaderFirst"`) +
		tag("w:footerReference", `w:type="default" `+attr("r:id", footer)) + tag("w:footerReference", `w:type="first" `+attr("r:id", footer)) +
		val("w:type", "nextPage") + tag("w:pgSz", size) +
		tag("w:pgMar", attr("w:top", twips(top))+" "+attr("w:right", twips(right))+" "+attr("w:bottom", twips(marginTop))+" "+attr("w:left", twips(left))+
			" "+attr("w:header", twips(10))+" "+attr("w:footer", twips(6))+` w:gutter="0"`)
	if first {
		inner += tag("w:titlePg", "")
	}
	return tag("w:sectPr", "", inner)
}

// header holds the page number in the middle, and on a draft the watermark.
func (d *docx) header(mark string, number bool) string {
	runs := ""
	if d.draft {
		runs += watermark(mark, d.p.T("export.draft"))
	}
	if number {
		runs += field("PAGE")
	}
	return tag("w:hdr", docxSpaces, styledRuns("Header", runs))
}

// field is a field that Word works out.
func field(code string) string {
	char := func(kind string) string { return tag("w:r", "", tag("w:fldChar", attr("w:fldCharType", kind))) }
	return char("begin") + tag("w:r", "", tag("w:instrText", `xml:space="preserve"`, code)) + char("separate") + run("1", "") + char("end")
}

// footer bears the id of an issued report and, at the right end of so many
// millimetres, the code of the page where it can be checked.
func (d *docx) footer(width float64) string {
	runs := ""
	if d.id != "" {
		runs = run(d.p.T("export.id", "id", d.id), "")
	}
	if d.code != nil {
		runs += tag("w:r", "", tag("w:tab", ""))
		runs += inlinePicture(codeDrawing, "rIdCode", codeWidth, codeWidth, "QR", d.p.T("export.verify_alt", "id", d.id))
	}
	return tag("w:ftr", docxSpaces, paragraph(val("w:pStyle", "Footer")+tag("w:tabs", "", tag("w:tab", `w:val="right" `+attr("w:pos", twips(width)))), runs))
}

const (
	codeWidth   = 12  // of the QR code, in millimetres
	codeDrawing = 900 // number of its drawing, past those of the body
)

// footerRelations ties the footer to the picture of the code.
func (d *docx) footerRelations() string {
	inner := ""
	if d.code != nil {
		inner = relation("rIdCode", "image", "media/code.png")
	}
	return tag("Relationships", spaceRelations, inner)
}

// media adds the pictures.
func (d *docx) media(a *archive) {
	if d.code != nil {
		a.put("word/media/code.png", string(d.code))
	}
	for i, p := range d.pictures() {
		a.put("word/media/chart"+strconv.Itoa(i+1)+".png", string(p.png))
	}
}
