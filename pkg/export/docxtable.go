package export

import (
	"strconv"
	"strings"
)

// A docxCell is one cell of a Word table.
type docxCell struct {
	content string // paragraphs; empty: one empty paragraph
	span    int    // columns it reaches over; 0 is 1
	merge   string // "restart" begins a cell over several rows, "continue" goes on
	fill    string // colour of its ground; empty: none
	middle  bool   // in the middle of its height
}

// A docxRow is one row of a Word table.
type docxRow struct {
	cells []docxCell
	head  bool // repeats on every page
	whole bool // is not broken over two pages
}

// docxTable is a table with columns of fixed widths in millimetres.
func docxTable(style string, widths []float64, rows []docxRow) string {
	total := 0.0
	var grid strings.Builder
	for _, w := range widths {
		total += w
		grid.WriteString(tag("w:gridCol", attr("w:w", twips(w))))
	}
	var body strings.Builder
	for _, r := range rows {
		body.WriteString(r.xml(widths))
	}
	return tag("w:tbl", "",
		tag("w:tblPr", "", val("w:tblStyle", style), tag("w:tblW", attr("w:w", twips(total))+` w:type="dxa"`), tag("w:tblLayout", `w:type="fixed"`)),
		tag("w:tblGrid", "", grid.String()), body.String())
}

func (r docxRow) xml(widths []float64) string {
	props := ""
	if r.whole {
		props += tag("w:cantSplit", "")
	}
	if r.head {
		props += tag("w:tblHeader", "")
	}
	var cells strings.Builder
	at := 0
	for _, c := range r.cells {
		n := max(c.span, 1)
		width := 0.0
		for _, w := range widths[at : at+n] {
			width += w
		}
		at += n
		cells.WriteString(c.xml(width))
	}
	return tag("w:tr", "", properties("w:trPr", props), cells.String())
}

// xml writes the properties in the order the schema fixes.
func (c docxCell) xml(width float64) string {
	props := tag("w:tcW", attr("w:w", twips(width))+` w:type="dxa"`)
	if c.span > 1 {
		props += val("w:gridSpan", strconv.Itoa(c.span))
	}
	if c.merge != "" {
		props += val("w:vMerge", c.merge)
	}
	if c.fill != "" {
		props += tag("w:shd", `w:val="clear" w:color="auto" `+attr("w:fill", c.fill))
	}
	if c.middle {
		props += val("w:vAlign", "center")
	}
	content := c.content
	if content == "" {
		content = tag("w:p", "", tag("w:pPr", "", val("w:pStyle", "TableText")))
	}
	return tag("w:tc", "", tag("w:tcPr", "", props), content)
}
