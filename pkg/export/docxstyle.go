package export

import (
	"strconv"
	"strings"
)

// A wordStyle is one paragraph style. Sizes and spaces are in points, indents
// in millimetres.
type wordStyle struct {
	id, name     string
	size         float64
	bold, italic bool
	align        string // left, center, right, both
	before       float64
	after        float64
	line         float64 // of single lines; 0: 1
	first, left  float64
	outline      int // level of a heading from 1; 0: none
	keepNext     bool
	caps         bool
}

// wordStyles are the styles of the document: body and headings of 14 points,
// the heading block and the signer as Decree 30/2020/NĐ-CP has them.
var wordStyles = []wordStyle{
	{id: "BodyText", name: "Body Text", size: 14, align: "both", after: 6, line: 1.15, first: 12.7},
	{id: "ListItem", name: "List Item", size: 14, align: "both", after: 6, line: 1.15, first: 12.7},
	{id: "Heading1", name: "heading 1", size: 14, bold: true, align: "both", before: 6, after: 6, line: 1.15, first: 12.7, outline: 1, keepNext: true},
	{id: "Heading2", name: "heading 2", size: 14, bold: true, align: "both", before: 6, after: 6, line: 1.15, first: 12.7, outline: 2, keepNext: true},
	{id: "Heading3", name: "heading 3", size: 14, bold: true, italic: true, align: "both", before: 6, after: 6, line: 1.15, first: 12.7, outline: 3, keepNext: true},
	{id: "Title", name: "Title", size: 14, bold: true, align: "center", before: 18},
	{id: "Subtitle", name: "Subtitle", size: 14, bold: true, align: "center"},
	{id: "HeadParent", name: "Parent Authority", size: 12, align: "center"},
	{id: "HeadIssuer", name: "Issuing Authority", size: 12, bold: true, align: "center"},
	{id: "HeadNumber", name: "Document Number", size: 13, align: "center", before: 4},
	{id: "HeadNation", name: "Nation", size: 12, bold: true, align: "center"},
	{id: "HeadMotto", name: "Motto", size: 13, bold: true, align: "center"},
	{id: "HeadPlace", name: "Place and Date", size: 13, italic: true, align: "center", before: 4},
	{id: "Rule", name: "Rule", size: 2, align: "center", before: 3, after: 2},
	{id: "Spacer", name: "Spacer", size: 8, align: "left"},
	{id: "Signer", name: "Signer", size: 14, bold: true, align: "center", keepNext: true},
	{id: "RecipientsTitle", name: "Recipients Title", size: 12, bold: true, italic: true, align: "left", keepNext: true},
	{id: "Recipients", name: "Recipients", size: 11, align: "left"},
	{id: "Picture", name: "Picture", size: 14, align: "center", before: 6, keepNext: true},
	{id: "Caption", name: "caption", size: 12, italic: true, align: "center", before: 3, after: 9},
	{id: "AnnexLabel", name: "Annex Label", size: 14, bold: true, align: "center", outline: 1, keepNext: true},
	{id: "AnnexTitle", name: "Annex Title", size: 13, bold: true, align: "center", keepNext: true, caps: true},
	{id: "AnnexReference", name: "Annex Reference", size: 13, italic: true, align: "center", after: 6, keepNext: true},
	{id: "AnnexMeasure", name: "Annex Measure", size: 11, italic: true, align: "right", after: 3, keepNext: true},
	{id: "TableHead", name: "Table Head", size: 10.5, bold: true, align: "center"},
	{id: "TableNumber", name: "Table Column Number", size: 9, italic: true, align: "center"},
	{id: "TableText", name: "Table Text", size: 11, align: "left"},
	{id: "NotesTitle", name: "Notes Title", size: 11, bold: true, italic: true, align: "left", before: 6, keepNext: true},
	{id: "Notes", name: "Notes", size: 11, italic: true, align: "left"},
	{id: "Header", name: "header", size: 13, align: "center"},
	{id: "Footer", name: "footer", size: 9, align: "left"},
}

// docxStyles is the part with the styles.
func docxStyles(lang string) string {
	fonts := tag("w:rFonts", attr("w:ascii", fontName)+" "+attr("w:hAnsi", fontName)+" "+attr("w:cs", fontName)+" "+attr("w:eastAsia", fontName))
	locale := map[string]string{"vi": "vi-VN", "en": "en-GB"}[lang]
	defaults := tag("w:docDefaults", "",
		tag("w:rPrDefault", "", tag("w:rPr", "", fonts, val("w:color", "000000"), val("w:sz", "28"), val("w:szCs", "28"), tag("w:lang", attr("w:val", locale)+" "+attr("w:eastAsia", locale)))),
		tag("w:pPrDefault", "", tag("w:pPr", "", tag("w:spacing", `w:before="0" w:after="0" w:line="240" w:lineRule="auto"`))))
	normal := tag("w:style", `w:type="paragraph" w:default="1" w:styleId="Normal"`, val("w:name", "Normal"), tag("w:qFormat", ""))
	var b strings.Builder
	for _, s := range wordStyles {
		b.WriteString(s.xml())
	}
	return tag("w:styles", docxSpaces, defaults, normal, b.String(), tableStyle("Plain", "Plain Table", ""), tableStyle("Annex", "Annex Table", borders()))
}

// xml writes the properties in the order the schema fixes.
func (s wordStyle) xml() string {
	ppr := ""
	if s.keepNext {
		ppr += tag("w:keepNext", "")
	}
	line := 240.0
	if s.line > 0 {
		line *= s.line
	}
	ppr += tag("w:spacing", attr("w:before", twentieths(s.before))+" "+attr("w:after", twentieths(s.after))+" "+attr("w:line", strconv.Itoa(int(line)))+` w:lineRule="auto"`)
	if s.first > 0 || s.left > 0 {
		ppr += tag("w:ind", attr("w:left", twips(s.left))+" "+attr("w:firstLine", twips(s.first)))
	}
	ppr += val("w:jc", s.align)
	if s.outline > 0 {
		ppr += val("w:outlineLvl", strconv.Itoa(s.outline-1))
	}
	return tag("w:style", `w:type="paragraph" `+attr("w:styleId", s.id), val("w:name", s.name), val("w:basedOn", "Normal"), tag("w:qFormat", ""),
		tag("w:pPr", "", ppr), tag("w:rPr", "", s.look()))
}

func (s wordStyle) look() string {
	look := ""
	if s.bold {
		look += tag("w:b", "") + tag("w:bCs", "")
	}
	if s.italic {
		look += tag("w:i", "") + tag("w:iCs", "")
	}
	if s.caps {
		look += tag("w:caps", "")
	}
	half := strconv.Itoa(int(s.size * 2))
	return look + val("w:sz", half) + val("w:szCs", half)
}

// twentieths turns points into twips.
func twentieths(points float64) string { return strconv.Itoa(int(points * 20)) }

// tableStyle is a style of tables with narrow cells.
func tableStyle(id, name, borders string) string {
	side := func(name, mm string) string { return tag("w:"+name, attr("w:w", mm)+` w:type="dxa"`) }
	cells := tag("w:tblCellMar", "", side("top", "20"), side("left", "57"), side("bottom", "20"), side("right", "57"))
	return tag("w:style", `w:type="table" `+attr("w:styleId", id), val("w:name", name), tag("w:tblPr", "", borders, cells))
}

func borders() string {
	all := ""
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		all += tag("w:"+side, `w:val="single" w:sz="4" w:space="0" w:color="000000"`)
	}
	return tag("w:tblBorders", "", all)
}
