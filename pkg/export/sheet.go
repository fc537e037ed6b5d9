package export

import (
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// mostCell is how many characters a cell of a workbook holds.
const mostCell = 32_767

// A Sheet is a plain table for a workbook: every cell is text, whatever it
// begins with, and no reader computes with any.
type Sheet struct {
	Name   string
	Heads  []string
	Widths []float64 // of the columns, in digits; fewer than Heads: the rest keep the usual one
	// Rows gives the rows one by one; an error ends the workbook with it.
	Rows iter.Seq2[[]string, error]
}

// SheetXLSX writes a table as a workbook with a fixed head and a filter on
// each column. Nothing is written before all rows have come. A text longer
// than a cell holds is cut and ends in "…".
func SheetXLSX(w io.Writer, s Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	f.SetZipWriter(func(to io.Writer) excelize.ZipWriter { return &archive{to: to} })
	if err := f.SetDefaultFont(fontName); err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", s.Name); err != nil {
		return err
	}
	if err := fillSheet(f, s); err != nil {
		return err
	}
	return f.Write(w)
}

func fillSheet(f *excelize.File, s Sheet) error {
	sw, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	for i, width := range s.Widths {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: at(1, 2), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: fontName}})
	if err != nil {
		return err
	}
	last, err := writeRows(sw, s, bold)
	if err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return f.AutoFilter(s.Name, at(1, 1)+":"+at(len(s.Heads), last), nil)
}

// writeRows writes head and rows, and gives the number of the last.
func writeRows(sw *excelize.StreamWriter, s Sheet, bold int) (last int, err error) {
	if err := sw.SetRow(at(1, 1), textCells(s.Heads), excelize.RowOpts{StyleID: bold}); err != nil {
		return 0, err
	}
	last = 1
	for row, err := range s.Rows {
		if err != nil {
			return last, err
		}
		last++
		if err := sw.SetRow(at(1, last), textCells(row)); err != nil {
			return last, err
		}
	}
	return last, nil
}

func textCells(texts []string) []any {
	cells := make([]any, len(texts))
	for i, t := range texts {
		cells[i] = cellText(t)
	}
	return cells
}

// cellText makes a text fit for a cell: characters that XML forbids are
// dropped, lines stay lines.
func cellText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return printable(r)
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if utf8.RuneCountInString(s) > mostCell {
		return string([]rune(s)[:mostCell-1]) + "…"
	}
	return s
}
