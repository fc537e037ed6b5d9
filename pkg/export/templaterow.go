package export

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A modelCell is a cell of a marked row.
type modelCell struct {
	column  int
	text    string
	formula string
	style   int
	width   float64 // of its column in millimetres, where its text may go over several lines; else 0
}

// A modelRow is a marked row: it is written once for each line.
type modelRow struct {
	number int
	height float64
	cells  []modelCell
	merged [][2]int // columns joined within the row, both inside
}

// rows repeats the marked rows, and takes them out.
func (s *sheetFill) rows() error {
	if s.marked.row == 0 {
		return nil
	}
	row, err := s.model(s.marked.row)
	if err != nil {
		return err
	}
	var group *modelRow
	if s.marked.group > 0 {
		if group, err = s.model(s.marked.group); err != nil {
			return err
		}
	}
	var lines []line
	for _, l := range s.annex.lines {
		if l.row != nil || group != nil {
			lines = append(lines, l)
		}
	}
	if err := s.makeRoom(len(lines)); err != nil {
		return err
	}
	next := s.marked.row
	if group != nil {
		next = s.marked.group
	}
	if len(lines) == 0 {
		lines = []line{{}} // the one row that stays loses its placeholders
	}
	for _, l := range lines {
		model := row
		if l.row == nil && group != nil {
			model = group
		}
		if err := s.line(model, next, l); err != nil {
			return err
		}
		next++
	}
	return nil
}

// makeRoom keeps as many rows as there are lines, one at least; what stands
// below them moves.
func (s *sheetFill) makeRoom(lines int) error {
	have := 1
	if s.marked.group > 0 {
		have = 2
	}
	if lines > have {
		if err := s.file.InsertRows(s.marked.sheet, s.marked.row, lines-have); err != nil {
			return err
		}
	}
	for ; have > max(lines, 1); have-- {
		if err := s.file.RemoveRow(s.marked.sheet, s.marked.row); err != nil {
			return err
		}
	}
	return nil
}

// model reads a marked row.
func (s *sheetFill) model(number int) (*modelRow, error) {
	sheet := s.marked.sheet
	m := &modelRow{number: number}
	var err error
	if m.height, err = s.file.GetRowHeight(sheet, number); err != nil {
		return nil, err
	}
	columns, err := s.file.GetCols(sheet)
	if err != nil {
		return nil, err
	}
	for i := range columns {
		c := modelCell{column: i + 1}
		if c.text, err = s.file.GetCellValue(sheet, at(c.column, number)); err != nil {
			return nil, err
		}
		if c.formula, err = s.file.GetCellFormula(sheet, at(c.column, number)); err != nil {
			return nil, err
		}
		if c.style, err = s.file.GetCellStyle(sheet, at(c.column, number)); err != nil {
			return nil, err
		}
		if c.width, err = s.wrapped(c); err != nil {
			return nil, err
		}
		m.cells = append(m.cells, c)
	}
	m.merged, err = s.mergedIn(number)
	return m, err
}

// wrapped is the width of a cell whose text may go over several lines; 0 of
// another.
func (s *sheetFill) wrapped(c modelCell) (float64, error) {
	look, err := s.file.GetStyle(c.style)
	if err != nil || look.Alignment == nil || !look.Alignment.WrapText {
		return 0, err
	}
	name, err := excelize.ColumnNumberToName(c.column)
	if err != nil {
		return 0, err
	}
	digits, err := s.file.GetColWidth(s.marked.sheet, name)
	return digits * 1.9, err
}

// height is what a line needs for its longest text, never less than its
// marked row has.
func (s *sheetFill) height(m *modelRow, l line) float64 {
	most := 1
	for _, c := range m.cells {
		if c.width > 0 {
			most = max(most, linesOf(s.lineText(c, l), c.width, 12))
		}
	}
	if most == 1 {
		return m.height
	}
	return min(max(m.height, 16*float64(most)+3), mostHeight)
}

// mergedIn gives the cells joined within a row, and parts them: they are
// joined anew in each line.
func (s *sheetFill) mergedIn(number int) ([][2]int, error) {
	all, err := s.file.GetMergeCells(s.marked.sheet)
	if err != nil {
		return nil, err
	}
	var list [][2]int
	for _, m := range all {
		from, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return nil, err
		}
		to, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return nil, err
		}
		if top != number || bottom != number {
			continue
		}
		list = append(list, [2]int{from, to})
		if err := s.file.UnmergeCell(s.marked.sheet, m.GetStartAxis(), m.GetEndAxis()); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// line writes one line in the look of its marked row.
func (s *sheetFill) line(m *modelRow, number int, l line) error {
	sheet := s.marked.sheet
	if err := s.file.SetRowHeight(sheet, number, s.height(m, l)); err != nil {
		return err
	}
	for _, c := range m.cells {
		name := at(c.column, number)
		if err := s.file.SetCellStyle(sheet, name, name, c.style); err != nil {
			return err
		}
		if err := s.fillCell(name, c, m.number, number, l); err != nil {
			return err
		}
	}
	for _, columns := range m.merged {
		if err := s.file.MergeCell(sheet, at(columns[0], number), at(columns[1], number)); err != nil {
			return err
		}
	}
	return nil
}

// fillCell writes one cell of a line: a formula for its own row, a number, or
// a text.
func (s *sheetFill) fillCell(name string, c modelCell, from, to int, l line) error {
	sheet := s.marked.sheet
	if c.formula != "" {
		return s.file.SetCellFormula(sheet, name, moved(c.formula, from, to))
	}
	if m := placeholder.FindStringSubmatch(c.text); m != nil && m[0] == strings.TrimSpace(c.text) && l.row != nil {
		if value, ok := s.cell(l, strings.TrimPrefix(plainName(m[1]), rowPrefix)); ok && isRow(m[1]) && value.isNumber() {
			return s.number(sheet, name, value)
		}
	}
	return s.file.SetCellStr(sheet, name, s.lineText(c, l))
}

// lineText is the text of a cell in a line.
func (s *sheetFill) lineText(c modelCell, l line) string {
	return placeholder.ReplaceAllStringFunc(c.text, func(whole string) string { return s.rowText(whole[2:len(whole)-2], l) })
}

// rowText is what a placeholder of a marked row stands for.
func (s *sheetFill) rowText(name string, l line) string {
	plain := plainName(name)
	switch {
	case plain == groupOrder:
		return l.order
	case plain == groupName:
		return clean(l.group)
	case l.row != nil && isRow(name):
		c, _ := s.cell(l, strings.TrimPrefix(plain, rowPrefix))
		return clean(c.text)
	}
	value, _ := s.data.text(name)
	return value
}

// reference is the name of a cell in a formula, unless its row is fixed.
var reference = regexp.MustCompile(`(\$?[A-Z]{1,3})(\d+)\b`)

// moved writes the formula of a marked row for another row.
func moved(formula string, from, to int) string {
	return reference.ReplaceAllStringFunc(formula, func(name string) string {
		m := reference.FindStringSubmatch(name)
		if m[2] != rowOf(from) {
			return name
		}
		return m[1] + rowOf(to)
	})
}
