package exchange

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/number"
)

// A csvTable writes comma separated values. Text that a spreadsheet would run
// as a formula gets an apostrophe before it, which import takes off again.
type csvTable struct {
	w      *csv.Writer
	record []string
}

func newCSVTable(w io.Writer) *csvTable { return &csvTable{w: csv.NewWriter(w)} }

func (t *csvTable) write(fields []field) error {
	t.record = t.record[:0]
	for _, f := range fields {
		if !f.number {
			f.text = guarded(f.text)
		}
		t.record = append(t.record, f.text)
	}
	return t.w.Write(t.record)
}

func (t *csvTable) end() error {
	t.w.Flush()
	return t.w.Error()
}

// guarded puts an apostrophe before text that begins like a formula, or like
// text that was guarded already.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("'=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// An xlsxTable writes one sheet. Text is never taken for a formula there, as
// cells say what they hold.
type xlsxTable struct {
	w    io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	line int
	head int // style of the header; 0 before it is written
}

func newXLSXTable(w io.Writer, name string) (*xlsxTable, error) {
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	rows, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return &xlsxTable{w: w, file: f, rows: rows, head: head}, err
}

func (t *xlsxTable) write(fields []field) error {
	t.line++
	cells := make([]any, len(fields))
	for i, f := range fields {
		switch {
		case f.text == "": // no cell
		case t.line == 1:
			cells[i] = excelize.Cell{StyleID: t.head, Value: f.text}
		case f.number:
			cells[i] = numberCell(f.text)
		default:
			cells[i] = f.text
		}
	}
	return t.rows.SetRow("A"+strconv.Itoa(t.line), cells)
}

func (t *xlsxTable) end() error {
	if err := t.rows.Flush(); err != nil {
		return err
	}
	if err := t.file.Write(t.w); err != nil {
		return err
	}
	return t.file.Close()
}

// numberCell gives a number as a workbook holds it: a binary fraction where
// 15 significant digits say all, else Vietnamese text, which keeps every digit
// and is read again as it was written.
func numberCell(plain string) any {
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || fifteenDigits(x) != plain {
		return number.Vietnamese.Text(plain, 0)
	}
	return x
}
