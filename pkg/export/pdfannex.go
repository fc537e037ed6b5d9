package export

import "strings"

// Sizes of the table, in points and millimetres.
const (
	cellSize    = 11
	headSize    = 10.5
	cellLine    = 4.5
	cellPadding = 0.7
	noteSize    = 11
	noteLine    = 4.8
)

// annexPages draws the table with its titles and notes.
func (d *pdf) annexPages() {
	d.f.Bookmark(pdfText(d.p.T("export.annex")+". "+d.annex.title), 0, -1)
	whole := band{d.left, d.width}
	d.centred(whole, Bold, 14, d.p.T("export.annex"))
	d.centred(whole, Bold, 13, strings.ToUpper(d.annex.title))
	d.centred(whole, Italic, 13, d.attached)
	d.down(2)
	if d.measure != "" {
		d.font(Italic, 11)
		d.line(d.left, d.width, 5, d.measure, "R")
	}
	d.f.SetLineWidth(0.2)
	d.head()
	for i, l := range d.annex.lines {
		if l.row == nil {
			d.groupTitle(l, i)
			continue
		}
		d.row(l)
	}
	d.notes()
}

// head draws the head of the table: two lines and the column numbers.
func (d *pdf) head() {
	d.font(Bold, headSize*d.annex.scale)
	top := d.f.GetY()
	upper, lower := d.headHeights()
	x := d.left
	spans := headSpans(d.annex.columns)
	for _, s := range spans {
		width := d.across(s.from, s.to)
		if s.down {
			d.box(x, top, width, upper+lower, s.text, "C", true)
		} else {
			d.box(x, top, width, upper, s.text, "C", true)
			at := x
			for _, c := range d.annex.columns[s.from : s.to+1] {
				d.box(at, top+upper, c.width, lower, c.head, "C", true)
				at += c.width
			}
		}
		x += width
	}
	d.font(Italic, 9)
	x = d.left
	for _, c := range d.annex.columns {
		d.box(x, top+upper+lower, c.width, 4.6, c.number, "C", false)
		x += c.width
	}
	d.f.SetXY(d.left, top+upper+lower+4.6)
}

// headHeights are the heights of the head's two lines.
func (d *pdf) headHeights() (upper, lower float64) {
	upper, lower = cellLine+2*cellPadding, cellLine+2*cellPadding
	for _, s := range headSpans(d.annex.columns) {
		if !s.down {
			upper = max(upper, d.tall(s.text, d.across(s.from, s.to)))
		}
	}
	for _, c := range d.annex.columns {
		if c.over != "" {
			lower = max(lower, d.tall(c.head, c.width))
		} else {
			lower = max(lower, d.tall(c.head, c.width)-upper)
		}
	}
	return upper, lower
}

// across is the width of neighbouring columns.
func (d *pdf) across(from, to int) float64 {
	width := 0.0
	for _, c := range d.annex.columns[from : to+1] {
		width += c.width
	}
	return width
}

// tall is the height of a cell with this text, in the present font.
func (d *pdf) tall(text string, width float64) float64 {
	return float64(len(d.lines(text, width-2*cellPadding, 0)))*cellLine + 2*cellPadding
}

// box draws one bordered cell with its text in the middle of its height.
func (d *pdf) box(x, y, width, height float64, text, align string, fill bool) {
	style := "D"
	if fill {
		d.f.SetFillColor(0xF2, 0xF2, 0xF2)
		style = "FD"
	}
	d.f.Rect(x, y, width, height, style)
	if text == "" {
		return
	}
	lines := d.lines(text, width-2*cellPadding, 0)
	d.f.SetY(y + (height-float64(len(lines))*cellLine)/2)
	for _, line := range lines {
		d.line(x+cellPadding, width-2*cellPadding, cellLine, line, align)
	}
}

// next begins a page with the head of the table.
func (d *pdf) next() {
	d.page(true)
	d.f.SetLineWidth(0.2)
	d.head()
}

// groupTitle draws a group's title, never as the last line of a page.
func (d *pdf) groupTitle(l line, at int) {
	height := cellLine + 2*cellPadding
	following := 0.0
	if at+1 < len(d.annex.lines) {
		following = d.rowHeight(d.annex.lines[at+1])
	}
	if d.f.GetY()+height+following > d.bottom {
		d.next()
	}
	d.font(Bold, cellSize*d.annex.scale)
	y := d.f.GetY()
	first := d.annex.columns[0].width
	height = max(height, d.tall(l.group, d.width-first))
	d.box(d.left, y, first, height, l.order, "C", true)
	d.box(d.left+first, y, d.across(1, len(d.annex.columns)-1), height, l.group, "L", true)
	d.f.SetXY(d.left, y+height)
}

// rowHeight is the height of a row; 0 of a group's title.
func (d *pdf) rowHeight(l line) float64 {
	height := 0.0
	for i, c := range l.cells {
		d.cellFont(c)
		height = max(height, d.tall(c.text, d.annex.columns[i].width))
	}
	return height
}

func (d *pdf) cellFont(c cell) {
	if c.strong {
		d.font(Bold, cellSize*d.annex.scale)
		return
	}
	d.font(Regular, cellSize*d.annex.scale)
}

// row draws one row, on one page unless it is taller than that.
func (d *pdf) row(l line) {
	height := d.rowHeight(l)
	if d.f.GetY()+height > d.bottom {
		d.next()
	}
	room := d.bottom - d.f.GetY()
	if height <= room {
		d.cells(l, height)
		return
	}
	head, rest := d.cut(l, int((room-2*cellPadding)/cellLine))
	d.cells(head, room)
	d.row(rest)
}

// cut parts a row that is taller than a page after so many lines.
func (d *pdf) cut(l line, most int) (head, rest line) {
	head, rest = l, l
	head.cells, rest.cells = append([]cell(nil), l.cells...), append([]cell(nil), l.cells...)
	for i, c := range l.cells {
		d.cellFont(c)
		lines := d.lines(c.text, d.annex.columns[i].width-2*cellPadding, 0)
		n := min(most, len(lines))
		head.cells[i].text, rest.cells[i].text = strings.Join(lines[:n], " "), strings.Join(lines[n:], " ")
	}
	return head, rest
}

func (d *pdf) cells(l line, height float64) {
	x, y := d.left, d.f.GetY()
	for i, c := range l.cells {
		d.cellFont(c)
		d.box(x, y, d.annex.columns[i].width, height, c.text, string(rune(d.annex.columns[i].align)), false)
		x += d.annex.columns[i].width
	}
	d.f.SetXY(d.left, y+height)
}

// notes draws the notes under the table. They are set a little smaller where
// that spares a page for the last lines of them.
func (d *pdf) notes() {
	d.down(2)
	if len(d.annex.notes) == 0 {
		return
	}
	smaller := 1.0
	for _, s := range []float64{1, 0.95, 0.9, 0.85} {
		if d.notesHeight(s) <= d.bottom-d.f.GetY() {
			smaller = s
			break
		}
	}
	d.room(3 * noteLine * smaller)
	d.font(BoldItalic, noteSize*smaller)
	d.line(d.left, d.width, noteLine*smaller, d.p.T("export.notes"), "L")
	for _, note := range d.annex.notes {
		d.font(Italic, noteSize*smaller)
		for _, line := range d.lines("- "+note, d.width, 0) {
			d.room(noteLine * smaller)
			d.font(Italic, noteSize*smaller)
			d.line(d.left, d.width, noteLine*smaller, line, "L")
		}
	}
}

// notesHeight is how high the notes are in letters so many times smaller.
func (d *pdf) notesHeight(smaller float64) float64 {
	d.font(Italic, noteSize*smaller)
	lines := 1
	for _, note := range d.annex.notes {
		lines += len(d.lines("- "+note, d.width, 0))
	}
	return noteLine * smaller * float64(lines)
}
