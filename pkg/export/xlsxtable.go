package export

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Rows of the sheet that are always in their place.
const (
	issuerRow = iota + 1
	titleRow
	attachedRow
	tallyRow
	measureRow
	headRow
	subheadRow
	numberRow
	firstLine
)

// table writes the sheet from top to bottom.
func (b *book) table() error {
	sw, err := b.file.NewStreamWriter(b.sheet)
	if err != nil {
		return err
	}
	t := &sheetTable{book: b, sw: sw, columns: b.annex.columns}
	steps := []func() error{t.setUp, t.titles, t.heads, t.lines, t.notes, sw.Flush}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A sheetTable is the table's sheet being written, row by row.
type sheetTable struct {
	*book
	sw      *excelize.StreamWriter
	columns []column
}

// setUp gives the columns their widths and freezes the head and the names.
func (t *sheetTable) setUp() error {
	for i, c := range t.columns {
		if err := t.sw.SetColWidth(i+1, i+1, chars(c.width)); err != nil {
			return err
		}
	}
	return t.sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: 3, YSplit: numberRow, TopLeftCell: at(4, firstLine), ActivePane: "bottomRight"})
}

// chars turns millimetres into the width of so many digits, as sheets measure
// their columns.
func chars(mm float64) float64 { return math.Round(mm/1.9*10) / 10 }

// at is the name of a cell, columns and rows counted from 1.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // only for columns and rows below 1
	}
	return name
}

// across writes one text over the whole width.
func (t *sheetTable) across(row int, text string, s style) error {
	last := len(t.columns)
	id, err := t.id(s)
	if err != nil {
		return err
	}
	if err := t.sw.MergeCell(at(1, row), at(last, row)); err != nil {
		return err
	}
	size := s.size
	if size == 0 {
		size = 12
	}
	height := rowHeight(math.Ceil(size * 1.4 * float64(linesOf(text, sheetWidth, size))))
	return t.sw.SetRow(at(1, row), []any{excelize.Cell{StyleID: id, Value: text}}, height)
}

// titles writes the block above the table.
func (t *sheetTable) titles() error {
	if err := t.issuer(); err != nil {
		return err
	}
	doc := t.doc
	rows := []struct {
		row  int
		text string
		s    style
	}{
		{titleRow, strings.ToUpper(t.annex.title), style{align: centre, bold: true, size: 14, wrap: true}},
		{attachedRow, attached(doc, t.p), style{align: centre, italic: true, wrap: true}},
		{tallyRow, tallySentence(doc.Summary), style{align: left, wrap: true}},
		{measureRow, measureNote(doc.Summary, t.p), style{align: right, italic: true}},
	}
	for _, r := range rows {
		if err := t.across(r.row, r.text, r.s); err != nil {
			return err
		}
	}
	return nil
}

// issuer writes the authority at the left and, on a draft, the word at the
// right.
func (t *sheetTable) issuer() error {
	name, err := t.id(style{align: left, bold: true})
	if err != nil {
		return err
	}
	cells := make([]any, len(t.columns))
	cells[0] = excelize.Cell{StyleID: name, Value: strings.ToUpper(clean(issuerOf(t.doc, t.p).Name))}
	if t.doc.Draft {
		mark, err := t.id(style{align: right, bold: true})
		if err != nil {
			return err
		}
		cells[len(cells)-1] = excelize.Cell{StyleID: mark, Value: t.p.T("export.draft")}
	}
	return t.sw.SetRow(at(1, issuerRow), cells, excelize.RowOpts{Height: 18})
}

// heads writes the two lines of the head and the line of column numbers.
func (t *sheetTable) heads() error {
	s := style{align: centre, bold: true, border: true, fill: true, wrap: true, size: 11}
	upper, lower, numbers := make([]string, len(t.columns)), make([]string, len(t.columns)), make([]string, len(t.columns))
	most := 1
	for i, c := range t.columns {
		upper[i], numbers[i] = c.head, c.number
		if c.over != "" {
			upper[i], lower[i] = c.over, c.head
			most = max(most, linesOf(c.head, c.width, 12.5))
		} else {
			most = max(most, linesOf(c.head, c.width, 12.5)-1)
		}
	}
	if err := t.texts(headRow, upper, s, 18); err != nil {
		return err
	}
	if err := t.texts(subheadRow, lower, s, 15*float64(most)+4); err != nil {
		return err
	}
	if err := t.mergeHeads(); err != nil {
		return err
	}
	return t.texts(numberRow, numbers, style{align: centre, italic: true, border: true, size: 10}, 15)
}

// mergeHeads joins heads that take both lines, and those over several columns.
func (t *sheetTable) mergeHeads() error {
	for _, h := range headSpans(t.columns) {
		bottom := headRow
		if h.down {
			bottom = subheadRow
		}
		if h.from == h.to && !h.down {
			continue
		}
		if err := t.sw.MergeCell(at(h.from+1, headRow), at(h.to+1, bottom)); err != nil {
			return err
		}
	}
	return nil
}

// A headSpan is one cell of the head's upper line.
type headSpan struct {
	from, to int // columns, both inside
	down     bool
	text     string
}

// headSpans gives the cells of the head's upper line, from left to right.
func headSpans(columns []column) []headSpan {
	var spans []headSpan
	for i := 0; i < len(columns); i++ {
		c := columns[i]
		if c.over == "" {
			spans = append(spans, headSpan{i, i, true, c.head})
			continue
		}
		to := i
		for to+1 < len(columns) && columns[to+1].over == c.over && columns[to+1].kind.group() == c.kind.group() {
			to++
		}
		spans = append(spans, headSpan{i, to, false, c.over})
		i = to
	}
	return spans
}

// group tells neighbours under one head from those under another of the same
// words.
func (k columnKind) group() columnKind {
	switch k {
	case columnChange, columnBeforeChange, columnTotalPercent, columnTotalChange:
		return columnPercent
	}
	return k
}

// texts writes a row of texts in one style.
func (t *sheetTable) texts(row int, texts []string, s style, height float64) error {
	id, err := t.id(s)
	if err != nil {
		return err
	}
	cells := make([]any, len(texts))
	for i, words := range texts {
		cells[i] = excelize.Cell{StyleID: id, Value: text(words)}
	}
	return t.sw.SetRow(at(1, row), cells, rowHeight(height))
}

// lines writes the groups and rows.
func (t *sheetTable) lines() error {
	row := firstLine
	for _, l := range t.annex.lines {
		write := t.row
		if l.row == nil {
			write = t.groupTitle
		}
		if err := write(row, l); err != nil {
			return err
		}
		row++
	}
	t.last = row - 1
	return nil
}

func (t *sheetTable) groupTitle(row int, l line) error {
	texts := make([]string, len(t.columns))
	texts[0], texts[1] = l.order, l.group
	cells := make([]any, len(texts))
	for i, words := range texts {
		s := style{align: left, bold: true, border: true, fill: true}
		if i == 0 {
			s.align = centre
		}
		id, err := t.id(s)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: id, Value: text(words)}
	}
	return t.sw.SetRow(at(1, row), cells, excelize.RowOpts{Height: groupHeight})
}

func (t *sheetTable) row(row int, l line) error {
	t.rowAt[l.row.Position] = row
	cells := make([]any, len(l.cells))
	for i, c := range l.cells {
		id, err := t.id(cellStyle(c, t.columns[i]))
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: id, Value: c.spreadsheet(), Formula: formula(c, row)}
	}
	return t.sw.SetRow(at(1, row), cells, rowHeight(t.rowHeight(l)))
}

func cellStyle(c cell, col column) style {
	s := style{align: col.align, border: true, bold: c.strong, wrap: col.align != right}
	if c.isNumber() {
		s.format = numberFormat(c)
	}
	return s
}

// mostDigits is how many significant digits a spreadsheet keeps.
const mostDigits = 15

// isNumber reports whether a spreadsheet can hold the cell as a number without
// losing a digit.
func (c cell) isNumber() bool {
	digits := strings.Trim(strings.Replace(strings.TrimPrefix(c.plain, "-"), ".", "", 1), "0")
	return c.plain != "" && len(digits) <= mostDigits
}

// spreadsheet is the cell's value: a number where it is one, else its text.
func (c cell) spreadsheet() any {
	if !c.isNumber() {
		return text(c.text)
	}
	f, err := strconv.ParseFloat(c.plain, 64)
	if err != nil {
		return c.text
	}
	return f
}

// text is a text as a cell holds it; an empty one leaves the cell empty.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// formula works a percentage out from the row's own cells and rounds it as the
// summary does; empty where they do not give it.
func formula(c cell, row int) string {
	if !c.ratio {
		return ""
	}
	return "ROUND(" + at(c.above+1, row) + "/" + at(c.below+1, row) + "*100," + strconv.Itoa(c.decimals) + ")"
}

// notes writes the notes under the table.
func (t *sheetTable) notes() error {
	row := max(t.last, numberRow) + 2
	for i, note := range t.annex.notes {
		if i == 0 {
			if err := t.across(row, t.p.T("export.notes"), style{align: left, bold: true, italic: true}); err != nil {
				return err
			}
			row++
		}
		if err := t.across(row, "- "+note, style{align: left, italic: true, wrap: true, top: true}); err != nil {
			return err
		}
		row++
	}
	return nil
}

// mostHeight is the greatest height of a row, in points.
const mostHeight = 409

// rowHeight sets the height of a row, as far as a sheet allows.
func rowHeight(points float64) excelize.RowOpts {
	return excelize.RowOpts{Height: min(points, mostHeight)}
}

// linesOf estimates how many lines a text takes in a column, in letters of a
// size in points.
func linesOf(text string, mm, size float64) int {
	em := size * 25.4 / 72
	room, lines, used := max(mm-2, 1)/em, 1, 0.0
	for _, word := range strings.Fields(text) {
		width := ems(word)
		if used > 0 && used+ems(" ")+width > room {
			lines, used = lines+1, 0
		}
		for ; width > room; width -= room { // a word that is broken
			lines++
		}
		if used > 0 {
			used += ems(" ")
		}
		used += width
	}
	return lines
}

// ems is about how wide a text is in Times New Roman, in parts of its size.
func ems(text string) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune(" .,;:ijlt'()/", r):
			width += 0.28
		case unicode.IsUpper(r):
			width += 0.69
		case r == 'm' || r == 'w' || r == '%':
			width += 0.77
		default:
			width += 0.46
		}
	}
	return width
}
