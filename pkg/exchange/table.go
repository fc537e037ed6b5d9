package exchange

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"muctieu/pkg/errs"
)

// The limits of an office's own table. They are far above what is typed by
// hand into one unit's period.
const (
	maxTables    = 20      // sheets that are shown to choose from
	maxTableRows = 1000    // rows with content of one sheet
	maxTableText = 1 << 20 // bytes of the texts of all sheets
	maxTableCell = 2000    // bytes of one text
)

// A Table is an office's own table as it stands, of no kind that is known.
// It can be written as JSON and read again.
type Table struct {
	Name string     `json:"n"` // of the sheet; empty for a CSV file
	Rows []TableRow `json:"r"` // those with content
}

// A TableRow is one row of a table.
type TableRow struct {
	Line  int         `json:"l"` // as the file counts, from 1
	Cells []TableCell `json:"c"`
}

// A TableCell is one cell: a number in Vietnamese spelling, as a person would
// type it, or a text.
type TableCell struct {
	Text    string `json:"t,omitempty"`
	Formula bool   `json:"f,omitempty"` // the last result of a formula
	Percent bool   `json:"p,omitempty"` // shown as a percentage; the text is 100 times what is stored
	Fault   string `json:"x,omitempty"` // key of why the cell holds no number; empty: it may
}

// The faults a cell of a table may have.
var tableFaults = map[string]bool{
	"exchange.formula_without_result": true, "exchange.cell_error": true, "exchange.cell_logical": true, "exchange.date_as_number": true,
	"exchange.text_too_long": true, "exchange.control_character": true, "exchange.joined_cells": true,
}

// Err says why a cell cannot be taken for a number; nil if it can.
func (c TableCell) Err() *errs.Error {
	switch {
	case c.Fault == "":
		return nil
	case !tableFaults[c.Fault]:
		return errs.E(errs.Invalid, "exchange.cell_error", "text", excerpt(c.Text))
	}
	return errs.E(errs.Invalid, c.Fault, "text", excerpt(c.Text), "max", maxTableCell)
}

// Cell gives the cell of a column, from 0; an empty one where there is none.
func (r TableRow) Cell(column int) TableCell {
	if column < 0 || column >= len(r.Cells) {
		return TableCell{}
	}
	return r.Cells[column]
}

// Row gives the row of a line; ok is false where the line is empty.
func (t Table) Row(line int) (row TableRow, ok bool) {
	for _, r := range t.Rows {
		if r.Line == line {
			return r, true
		}
	}
	return TableRow{}, false
}

// Width is how many columns the widest row has.
func (t Table) Width() int {
	width := 0
	for _, r := range t.Rows {
		width = max(width, len(r.Cells))
	}
	return width
}

// ColumnName gives the letters of a column, from 0: A, B, … Z, AA.
func ColumnName(column int) string { return columnName(column) }

// ReadTables reads an office's own table: the visible sheets of a workbook
// that have two columns or more, or a CSV file in UTF-8, separated by
// semicolons, tabs or commas. The error is errs.Faults with the place of what
// cannot be read; there is at least one table without it.
func ReadTables(f File) ([]Table, error) {
	t := tables{b: &Batch{}, left: maxTableText}
	whole := t.b.newSheet(shortNames([]File{f})[0], "")
	switch {
	case len(f.Data) > MaxFile:
		t.b.refuse(whole, 1, "exchange.too_large", "max", MaxFile>>20)
	case bytes.HasPrefix(f.Data, oleMark):
		t.b.refuse(whole, 1, "exchange.old_workbook")
	case bytes.HasPrefix(f.Data, zipMark):
		t.workbook(whole, f.Data)
	default:
		t.csv(whole, f.Data)
	}
	if len(t.list) == 0 && len(t.b.faults.list) == 0 {
		t.b.refuse(whole, 1, "exchange.no_table")
	}
	if err := t.b.faults.sorted().Err(); err != nil {
		return nil, err
	}
	return t.list, nil
}

// tables are being read.
type tables struct {
	b    *Batch // notes what is wrong
	list []Table
	left int // bytes of text that may still be kept
}

// workbook reads the visible sheets. Those with fewer than two columns are
// passed over: a table has names and values.
func (t *tables) workbook(whole *sheet, data []byte) {
	w, err := openWorkbook(data)
	if err != nil {
		t.b.refuseWorkbook(whole, err)
		return
	}
	for _, p := range w.sheets {
		if p.hidden {
			continue
		}
		s := t.b.newSheet(whole.file, p.name)
		if len(t.list) == maxTables {
			t.b.refuse(s, 1, "exchange.too_many_tables", "max", maxTables)
			return
		}
		table, err := t.sheet(w, s, p.part)
		if err != nil {
			t.b.refuseWorkbook(s, err)
			return
		}
		t.keep(table)
		if t.b.unread {
			return
		}
	}
}

func (t *tables) keep(table Table) {
	if table.Width() > 1 {
		t.list = append(t.list, table)
	}
}

func (t *tables) sheet(w *workbook, s *sheet, part string) (Table, error) {
	table := Table{Name: s.name}
	p, err := w.open(part)
	if err != nil {
		return table, err
	}
	defer p.close()
	g := &grid{w: w, p: p}
	for {
		ok, err := g.next()
		if err != nil {
			return table, err
		}
		if !ok {
			table.join(g.spans)
			return table, nil
		}
		if !t.take(s, &table, g.line, g.cells, g.wide) {
			return table, nil
		}
	}
}

// take adds a row; it reports false if reading should end.
func (t *tables) take(s *sheet, table *Table, line int, cells []cell, wide bool) bool {
	row := TableRow{Line: line}
	for i, c := range cells {
		made := c.inTable()
		t.left -= len(made.Text)
		if made != (TableCell{}) {
			for len(row.Cells) < i {
				row.Cells = append(row.Cells, TableCell{})
			}
			row.Cells = append(row.Cells, made)
		}
	}
	switch {
	case wide:
		t.b.refuse(s, line, "exchange.too_wide", "max", maxWidth)
	case len(row.Cells) == 0:
	case len(table.Rows) == maxTableRows:
		t.b.refuse(s, line, "exchange.too_many_rows", "max", maxTableRows)
	case t.left < 0:
		t.b.refuse(s, line, "exchange.too_much_text", "max", maxTableText>>10)
	default:
		table.Rows = append(table.Rows, row)
	}
	return !t.b.unread
}

// inTable makes of a cell what a person would have typed.
func (c cell) inTable() TableCell {
	text := strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(c.text, "?")))
	made := TableCell{Text: text, Formula: c.formula}
	switch {
	case c.err != nil:
		made.Fault = c.err.Key
	case len(text) > maxTableCell:
		made.Text, made.Fault = excerpt(text), "exchange.text_too_long"
	case strings.ContainsFunc(text, control):
		made.Text, made.Fault = excerpt(text), "exchange.control_character"
	case c.serial:
		made.Text, made.Fault = fromSerial(c).Format("02/01/2006"), "exchange.date_as_number"
	case c.form == numeric && c.percent:
		made.Text, made.Percent = typedNumber(timesHundred(text)), true
	case c.form == numeric:
		made.Text = typedNumber(text)
	}
	return made
}

// typedNumber writes a plain decimal number as a person would type it, so
// that it has one reading: a fraction of three digits gets a zero behind it.
func typedNumber(plain string) string {
	whole, fraction, has := strings.Cut(plain, ".")
	switch {
	case !has:
		return whole
	case len(fraction) == 3:
		fraction += "0"
	}
	return whole + "," + fraction
}

// join refuses the value of cells that are joined over several rows: it is
// not known which row it belongs to.
func (t *Table) join(spans []string) {
	for _, span := range spans {
		from, to, _ := strings.Cut(span, ":")
		left, ok := columnIndex(from)
		first, last := lineIn(from), lineIn(to)
		if !ok || last <= first {
			continue
		}
		for i, r := range t.Rows {
			if r.Line == first && left < len(r.Cells) && r.Cells[left].Fault == "" && r.Cells[left].Text != "" {
				t.Rows[i].Cells[left].Fault = "exchange.joined_cells"
			}
		}
	}
}

// lineIn gives the line of a reference such as "B7"; 0 if it has none.
func lineIn(reference string) int {
	n, err := strconv.Atoi(strings.TrimLeft(reference, "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"))
	if err != nil {
		return 0
	}
	return n
}
