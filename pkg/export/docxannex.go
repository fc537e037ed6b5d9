package export

import "strconv"

// annexFill is the ground of heads and group titles.
const annexFill = "F2F2F2"

// annexPages is the table with its titles and notes.
func (d *docx) annexPages() string {
	out := styled("AnnexLabel", d.p.T("export.annex")) + styled("AnnexTitle", d.annex.title) + styled("AnnexReference", d.attached)
	if d.measure != "" {
		out += styled("AnnexMeasure", d.measure)
	}
	out += docxTable("Annex", d.widths(), append(d.headRows(), d.bodyRows()...))
	for i, note := range d.annex.notes {
		if i == 0 {
			out += styled("NotesTitle", d.p.T("export.notes"))
		}
		out += styled("Notes", "- "+note)
	}
	return out
}

func (p *paper) widths() []float64 {
	widths := make([]float64, len(p.annex.columns))
	for i, c := range p.annex.columns {
		widths[i] = c.width
	}
	return widths
}

// headRows are the two lines of the head and the line of column numbers; all
// three repeat on every page.
func (d *docx) headRows() []docxRow {
	upper, lower, numbers := docxRow{head: true, whole: true}, docxRow{head: true, whole: true}, docxRow{head: true, whole: true}
	head := func(text string) docxCell {
		return docxCell{content: styledRuns("TableHead", run(text, d.shrunk(headSize))), fill: annexFill, middle: true}
	}
	for _, span := range headSpans(d.annex.columns) {
		c := head(span.text)
		c.span = span.to - span.from + 1
		if span.down {
			c.merge = "restart"
			upper.cells = append(upper.cells, c)
			lower.cells = append(lower.cells, docxCell{content: styled("TableHead", ""), merge: "continue", fill: annexFill})
			continue
		}
		upper.cells = append(upper.cells, c)
		for _, column := range d.annex.columns[span.from : span.to+1] {
			lower.cells = append(lower.cells, head(column.head))
		}
	}
	for _, column := range d.annex.columns {
		numbers.cells = append(numbers.cells, docxCell{content: styled("TableNumber", column.number), middle: true})
	}
	return []docxRow{upper, lower, numbers}
}

var wordAlign = map[align]string{left: "left", centre: "center", right: "right"}

// bodyRows are the groups and rows; none is broken over two pages.
func (d *docx) bodyRows() []docxRow {
	var rows []docxRow
	for _, l := range d.annex.lines {
		if l.row == nil {
			rows = append(rows, docxRow{whole: true, cells: []docxCell{
				{content: d.cellText(l.order, centre, true, true), fill: annexFill, middle: true},
				{content: d.cellText(l.group, left, true, true), fill: annexFill, middle: true, span: len(d.annex.columns) - 1},
			}})
			continue
		}
		row := docxRow{whole: true}
		for i, c := range l.cells {
			row.cells = append(row.cells, docxCell{content: d.cellText(c.text, d.annex.columns[i].align, c.strong, false), middle: true})
		}
		rows = append(rows, row)
	}
	return rows
}

// cellText is the paragraph of a cell. A title stays with what follows it.
func (d *docx) cellText(text string, a align, bold, title bool) string {
	props, look := val("w:pStyle", "TableText"), ""
	if title {
		props += tag("w:keepNext", "")
	}
	if a != left {
		props += val("w:jc", wordAlign[a])
	}
	if text == "" {
		return paragraph(props)
	}
	if bold {
		look = tag("w:b", "") + tag("w:bCs", "")
	}
	return paragraph(props, run(text, look+d.shrunk(cellSize)))
}

// shrunk is the look of letters that are smaller than their style because the
// table is wider than the page; empty where it is not.
func (d *docx) shrunk(size float64) string {
	if d.annex.scale == 1 {
		return ""
	}
	half := strconv.Itoa(int(size*d.annex.scale*2 + 0.5))
	return val("w:sz", half) + val("w:szCs", half)
}
