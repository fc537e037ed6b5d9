package export

import "strconv"

const (
	spaceDrawing = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	spacePicture = `xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	uriPicture   = `uri="http://schemas.openxmlformats.org/drawingml/2006/picture"`
)

// emu turns millimetres into the units of drawings.
func emu(mm float64) string { return strconv.Itoa(int(mm*36000 + 0.5)) }

// drawing is a picture in the line of text.
func (d *docx) drawing(relation string, width, height float64, name, alt string) string {
	d.drawings++
	return inlinePicture(d.drawings, relation, width, height, name, alt)
}

// inlinePicture is a run that holds a picture of a size in millimetres.
func inlinePicture(id int, relation string, width, height float64, name, alt string) string {
	size := attr("cx", emu(width)) + " " + attr("cy", emu(height))
	number := attr("id", strconv.Itoa(id))
	pic := tag("pic:pic", spacePicture,
		tag("pic:nvPicPr", "", tag("pic:cNvPr", number+" "+attr("name", name)+" "+attr("descr", alt)), tag("pic:cNvPicPr", "")),
		tag("pic:blipFill", "", tag("a:blip", attr("r:embed", relation)), tag("a:stretch", "", tag("a:fillRect", ""))),
		tag("pic:spPr", "", tag("a:xfrm", "", tag("a:off", `x="0" y="0"`), tag("a:ext", size)), tag("a:prstGeom", `prst="rect"`, tag("a:avLst", ""))))
	inline := tag("wp:inline", `distT="0" distB="0" distL="0" distR="0"`,
		tag("wp:extent", size), tag("wp:docPr", number+" "+attr("name", name)+" "+attr("descr", alt)), tag("wp:cNvGraphicFramePr", ""),
		tag("a:graphic", spaceDrawing, tag("a:graphicData", uriPicture, pic)))
	return tag("w:r", "", tag("w:drawing", "", inline))
}

// drawnLine is a run with a thin horizontal line, as tall as nothing. It is
// VML, which Word and LibreOffice both draw in the line of text.
func drawnLine(mm float64) string {
	style := "width:" + strconv.FormatFloat(mm*72/25.4, 'f', 1, 64) + "pt;height:0.75pt"
	return tag("w:r", "", tag("w:pict", "", tag("v:rect", attr("style", style)+` fillcolor="black" stroked="f"`)))
}

// watermark is a run with a word across the page, behind the text.
func watermark(id, word string) string {
	shapeType := tag("v:shapetype", `id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"`,
		tag("v:formulas", "", formulas("sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3",
			"if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5")),
		tag("v:path", `textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"`),
		tag("v:textpath", `on="t" fitshape="t"`))
	style := "position:absolute;margin-left:0;margin-top:0;width:400pt;height:100pt;rotation:315;z-index:-251658752;" +
		"mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
	shape := tag("v:shape", attr("id", id)+` type="#_x0000_t136" `+attr("style", style)+` o:allowincell="f" fillcolor="#d9d9d9" stroked="f"`,
		tag("v:fill", `opacity=".5"`),
		tag("v:textpath", attr("style", `font-family:"`+fontName+`";font-size:1pt`)+" "+attr("string", word)))
	return tag("w:r", "", tag("w:pict", "", shapeType, shape))
}

func formulas(list ...string) string {
	all := ""
	for _, f := range list {
		all += tag("v:f", attr("eqn", f))
	}
	return all
}
