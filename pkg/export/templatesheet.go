package export

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/errs"
	"muctieu/pkg/report"
)

// Beginnings and names of the placeholders in the marked rows of a sheet.
const (
	rowPrefix  = "dong."
	groupOrder = "nhom.tt"
	groupName  = "nhom.ten"
)

// Bounds of a sheet template, past which it is no layout of a report.
const (
	mostSheetRows    = 2000
	mostSheetColumns = 200
)

// A sheetPlace is one cell with placeholders.
type sheetPlace struct {
	sheet       string
	column, row int
	text        string
}

func (p sheetPlace) name() string { return at(p.column, p.row) }

// openSheet opens a workbook that was found harmless.
func openSheet(raw []byte) (*excelize.File, error) {
	if _, err := openTemplate(raw, sheetMain); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		return nil, errs.E(errs.Invalid, "template.not_office").Because(err)
	}
	return f, nil
}

// placesIn lists the cells with braces, sheet by sheet, row by row.
func placesIn(f *excelize.File) ([]sheetPlace, error) {
	var list []sheetPlace
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, errs.E(errs.Invalid, "template.not_office").Because(err)
		}
		if len(rows) > mostSheetRows {
			return nil, errs.E(errs.Invalid, "template.sheet_too_large", "rows", mostSheetRows, "columns", mostSheetColumns)
		}
		for r, cells := range rows {
			if len(cells) > mostSheetColumns {
				return nil, errs.E(errs.Invalid, "template.sheet_too_large", "rows", mostSheetRows, "columns", mostSheetColumns)
			}
			for c, text := range cells {
				if strings.Contains(text, "{{") || strings.Contains(text, "}}") {
					list = append(list, sheetPlace{sheet, c + 1, r + 1, text})
				}
			}
		}
	}
	return list, nil
}

// sheet checks a workbook.
func (c *templateCheck) sheet(raw []byte) error {
	f, err := openSheet(raw)
	if err != nil {
		return err
	}
	defer f.Close()
	places, err := placesIn(f)
	if err != nil {
		return err
	}
	for _, p := range places {
		place := p.sheet + "!" + p.name()
		for _, m := range placeholder.FindAllStringSubmatch(p.text, -1) {
			switch {
			case isMarked(m[1]):
				c.found++
			case isBlock(m[1]):
				c.faults.Add(place, errs.E(errs.Invalid, "template.block_in_sheet", "name", m[0]))
			default:
				c.name(place, p.text, m[1])
			}
		}
		c.unclosed(place, p.text)
	}
	marked := markedIn(places)
	for _, p := range marked.stray {
		c.faults.Add(p.sheet+"!"+p.name(), errs.E(errs.Invalid, "template.two_rows", "text", excerpt(p.text)))
	}
	return c.verdict()
}

// isMarked reports whether a name belongs into a marked row.
func isMarked(name string) bool { return isRow(name) || isGroup(name) }

func isRow(name string) bool {
	rest, row := strings.CutPrefix(plainName(name), rowPrefix)
	_, known := rowField(rest)
	return row && known
}

func isGroup(name string) bool { return plainName(name) == groupOrder || plainName(name) == groupName }

func plainName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// markedRows are the rows that are repeated: one for each indicator and, right
// above it, one for each group's title.
type markedRows struct {
	sheet      string
	row, group int          // 0: there is none
	stray      []sheetPlace // marked cells in other rows
}

// markedIn finds the marked rows.
func markedIn(places []sheetPlace) markedRows {
	var m markedRows
	holds := func(p sheetPlace, is func(string) bool) bool {
		for _, f := range placeholder.FindAllStringSubmatch(p.text, -1) {
			if is(f[1]) {
				return true
			}
		}
		return false
	}
	for _, p := range places {
		if holds(p, isRow) && m.row == 0 {
			m.sheet, m.row = p.sheet, p.row
		}
	}
	for _, p := range places {
		switch {
		case holds(p, isRow) && (p.sheet != m.sheet || p.row != m.row):
			m.stray = append(m.stray, p)
		case holds(p, isGroup) && (p.sheet != m.sheet || p.row != m.row-1):
			m.stray = append(m.stray, p)
		case holds(p, isGroup):
			m.group = p.row
		}
	}
	return m
}

// fillSheetTemplate writes the table in the office's own layout.
func fillSheetTemplate(w io.Writer, doc Document) error {
	f, err := openSheet(doc.Templates.Sheet)
	if err != nil {
		return err
	}
	defer f.Close()
	f.SetZipWriter(func(to io.Writer) excelize.ZipWriter { return &archive{to: to} })
	places, err := placesIn(f)
	if err != nil {
		return err
	}
	s := &sheetFill{
		book: &book{file: f, doc: doc, p: newTemplateData(doc).p, annex: annexOf(doc, true), styles: map[style]int{}},
		data: newTemplateData(doc), writer: newAnnexWriter(doc, true), marked: markedIn(places), looks: map[lookKey]int{},
	}
	if err := s.texts(places); err != nil {
		return err
	}
	for _, step := range []func() error{s.rows, s.marks, s.finish} {
		if err := step(); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// A sheetFill is a workbook being filled.
type sheetFill struct {
	*book
	data   *templateData
	writer *annexWriter
	marked markedRows
	looks  map[lookKey]int // styles with a number format of their own
}

// texts fills the placeholders outside the marked rows.
func (s *sheetFill) texts(places []sheetPlace) error {
	for _, p := range places {
		if p.sheet == s.marked.sheet && (p.row == s.marked.row || p.row == s.marked.group) {
			continue
		}
		text := placeholder.ReplaceAllStringFunc(p.text, func(whole string) string {
			value, _ := s.data.text(whole[2 : len(whole)-2])
			return value
		})
		if err := s.file.SetCellStr(p.sheet, p.name(), text); err != nil {
			return err
		}
		if err := s.single(p); err != nil {
			return err
		}
	}
	return nil
}

// single makes a cell a number that holds nothing but one value of an
// indicator.
func (s *sheetFill) single(p sheetPlace) error {
	m := placeholder.FindStringSubmatch(p.text)
	code := ""
	if m != nil && m[0] == strings.TrimSpace(p.text) {
		code = fieldCode(m[1])
	}
	for _, l := range s.annex.lines {
		if l.row == nil || code == "" || string(l.row.Code) != code {
			continue
		}
		_, what, _ := strings.Cut(plainName(m[1]), ".")
		if c, ok := s.cell(l, what); ok && c.isNumber() {
			return s.number(p.sheet, p.name(), c)
		}
	}
	return nil
}

// cell is the cell of the annex that a field of a row stands for.
func (s *sheetFill) cell(l line, field string) (cell, bool) {
	f, known := rowField(field)
	if !known {
		return cell{}, false
	}
	if field == "cau" || field == "ten" {
		return f.value(l.row), true
	}
	for i, c := range s.annex.columns {
		if c.kind == f.kind && (!f.plan || c.level == judged(l.row).Level) {
			return l.cells[i], true
		}
	}
	if c := s.totals(l.row, f); c.text != "" {
		return c, true
	}
	if f.value != nil {
		return f.value(l.row), true
	}
	return cell{}, true
}

// totals gives what the table has no column for: of a period that runs from 1
// January its total is the value itself, and a month has a percent of the year
// of its own.
func (s *sheetFill) totals(row *report.Row, f rowFieldOf) cell {
	same := map[columnKind]columnKind{
		columnTotal: columnActual, columnTotalBefore: columnPrevious, columnTotalPercent: columnPercent, columnTotalChange: columnChange,
		columnPercent: columnPercent,
	}
	kind, ok := same[f.kind]
	if !ok {
		return cell{}
	}
	return s.writer.cell(row, column{kind: kind, level: judged(row).Level})
}

// A lookKey is a style of the template and the number format it is given.
type lookKey struct {
	style  int
	format string
}

// number writes a number; a cell without a format of its own gets that of the
// value.
func (s *sheetFill) number(sheet, name string, c cell) error {
	id, err := s.file.GetCellStyle(sheet, name)
	if err != nil {
		return err
	}
	key := lookKey{id, numberFormat(c)}
	look, known := s.looks[key]
	if !known {
		have, err := s.file.GetStyle(id)
		if err != nil {
			return err
		}
		look = id
		if have.NumFmt == 0 && have.CustomNumFmt == nil {
			have.CustomNumFmt = &key.format
			if look, err = s.file.NewStyle(have); err != nil {
				return err
			}
		}
		s.looks[key] = look
	}
	if err := s.file.SetCellStyle(sheet, name, name, look); err != nil {
		return err
	}
	return s.file.SetCellValue(sheet, name, c.spreadsheet())
}

// marks puts the word of a draft, and the id of an issued report, on every
// printed page.
func (s *sheetFill) marks() error {
	if !s.doc.Draft && s.doc.ID == "" {
		return nil
	}
	for _, sheet := range s.file.GetSheetList() {
		if err := s.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: s.pageHeader(), OddFooter: s.pageFooter()}); err != nil {
			return err
		}
	}
	return nil
}

// rowOf is the name of a row in a reference.
func rowOf(n int) string { return strconv.Itoa(n) }
