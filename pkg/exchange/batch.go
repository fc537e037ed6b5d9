package exchange

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// A File is one file to import. Data is all of it.
type File struct {
	Name string // as people know it; faults name its last part
	Data []byte
}

// A Batch is what the files of one import say, row by row, with what is wrong
// with them already. It is made by Read and judged by Decide.
type Batch struct {
	units       []unitRow
	successions []successionRow
	levels      []levelRow
	terms       []termRow
	indicators  []indicatorRow
	sets        []setRow
	tiles       []tileRow
	outlines    []outlineRow
	points      int // of all outlines
	plans       []planRow
	figures     []*figureRow

	faults, doubts notes
	sheets         int
	rows           int
	unread         bool // some file could not be read to its end
	known, foreign int  // tables with a header of some kind, and without
	emptied        []EmptiedCell
}

// Foreign reports whether the files hold tables, and none of them with a
// header that is known: an office's own, to be read by ReadTables.
func (b *Batch) Foreign() bool { return b.foreign > 0 && b.known == 0 }

// A sheet is one table: a CSV file, or a sheet of a workbook.
type sheet struct {
	file  string
	name  string // of the sheet; empty for CSV
	order int    // among all tables of the batch
	kind  Kind
	index map[string]int // where each column stands; absent ones are left out
	width int
}

// An at is where a row stands.
type at struct {
	sheet *sheet
	line  int
}

// given reports whether the file has a column: an absent one keeps what is
// stored, an empty cell does not.
func (a at) given(column string) bool {
	_, ok := a.sheet.index[column]
	return ok
}

// place names a cell as people find it: "figures.csv:3", where a line is all
// there is, or "book.xlsx:Sheet1!B7".
func (a at) place(column string) string {
	if a.sheet.kind == Map {
		return a.feature()
	}
	if a.sheet.name == "" {
		return a.sheet.file + ":" + strconv.Itoa(a.line)
	}
	return a.sheet.file + ":" + a.sheet.name + "!" + columnName(a.sheet.index[column]) + strconv.Itoa(a.line)
}

// feature is the place of a feature of a map, counted from 0 as in the file;
// line 0 is the map as a whole.
func (a at) feature() string {
	if a.line == 0 {
		return a.sheet.file
	}
	return a.sheet.file + ":features[" + strconv.Itoa(a.line-1) + "]"
}

// row is the place without its column, for "the same stands at …".
func (a at) row() string { return a.place("") }

// columnName gives the letters of a column, from 0: A, B, … Z, AA.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i)) // #nosec G115 -- below 26
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

// A note is a fault or a doubt and where it was found.
type note struct {
	at
	column string
	err    *errs.Error
}

// notes are faults or doubts. So many of one file that nobody reads them are
// only counted.
type notes struct {
	list []note
	more int
}

func (n *notes) add(a at, column string, err *errs.Error) {
	if len(n.list) >= maxNoted {
		n.more++
		return
	}
	n.list = append(n.list, note{a, column, err})
}

// sorted gives the notes by file, line and column.
func (n *notes) sorted() errs.Faults {
	slices.SortStableFunc(n.list, func(a, b note) int {
		return cmp.Or(cmp.Compare(a.sheet.order, b.sheet.order), cmp.Compare(a.line, b.line), cmp.Compare(a.sheet.index[a.column], b.sheet.index[b.column]))
	})
	all := make(errs.Faults, 0, len(n.list)+1)
	for _, x := range n.list {
		all.Add(x.place(x.column), inColumn(x.column, x.err))
	}
	if n.more > 0 {
		all.Add("", errs.E(errs.Invalid, "exchange.and_more", "count", n.more))
	}
	return all
}

// inColumn says which cell of its row an error is about.
func inColumn(column string, err *errs.Error) *errs.Error {
	if column == "" {
		return err
	}
	return errs.E(err.Kind, "exchange.in_column", "column", column, "problem", error(err))
}

// fault notes what is wrong with a cell, or with a row if column is empty.
func (b *Batch) fault(a at, column string, err *errs.Error) { b.faults.add(a, column, err) }

// Read reads files, whatever their order and kind. It never fails: what is
// wrong with a file is found again by Decide.
func Read(files ...File) *Batch {
	b := &Batch{}
	names := shortNames(files)
	for i, f := range files {
		b.read(names[i], f.Data)
	}
	return b
}

// shortNames gives the last part of each file's name, and the whole name of
// those that share it with another.
func shortNames(files []File) []string {
	count := map[string]int{}
	short := make([]string, len(files))
	for i, f := range files {
		short[i] = path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		count[short[i]]++
	}
	for i, f := range files {
		if count[short[i]] > 1 {
			short[i] = f.Name
		}
	}
	return short
}

// newSheet begins a table.
func (b *Batch) newSheet(file, name string) *sheet {
	b.sheets++
	return &sheet{file: file, name: name, order: b.sheets}
}

// refuse notes what is wrong with a file or sheet as a whole.
func (b *Batch) refuse(s *sheet, line int, key string, args ...any) {
	b.unread = true
	b.fault(at{s, line}, "", errs.E(errs.Invalid, key, args...))
}

// The first bytes of files that are not CSV.
var (
	zipMark = []byte("PK\x03\x04")
	oleMark = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	pdfMark = []byte("%PDF")
)

// read tells by its content what a file is; the name may lie.
func (b *Batch) read(name string, data []byte) {
	s := b.newSheet(name, "")
	workbook := strings.HasSuffix(strings.ToLower(name), ".xlsx")
	switch {
	case len(data) > MaxFile:
		b.refuse(s, 1, "exchange.too_large", "max", MaxFile>>20)
	case len(data) == 0:
		b.refuse(s, 1, "exchange.empty_file")
	case bytes.HasPrefix(data, oleMark) && workbook:
		b.refuse(s, 1, "exchange.protected_workbook")
	case bytes.HasPrefix(data, oleMark):
		b.refuse(s, 1, "exchange.old_workbook")
	case bytes.HasPrefix(data, zipMark):
		b.readWorkbook(s, data)
	case isMap(name, data):
		b.readMap(s, data)
	case workbook, bytes.HasPrefix(data, pdfMark):
		b.refuse(s, 1, "exchange.not_workbook")
	default:
		b.readCSV(s, data)
	}
}
