package server

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A pastedBlock is what was pasted: its lines, each cut into columns, of which
// one holds the values.
type pastedBlock struct {
	lines  [][]string
	cut    int // lines that are not looked at: too many
	width  int
	column int
}

// block cuts the block of the form. The column is the one the form names, else
// the first that holds numbers and does not just count the lines.
func (w *entryWork) block() pastedBlock {
	text := strings.ReplaceAll(strings.ReplaceAll(w.c.FormValue("text"), "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	b := pastedBlock{cut: max(0, len(lines)-maxPasted)}
	for _, line := range lines[:min(len(lines), maxPasted)] {
		fields := strings.Split(line, "\t")
		for i := range fields {
			fields[i] = cellText(fields[i])
		}
		for len(fields) > 1 && fields[len(fields)-1] == "" {
			fields = fields[:len(fields)-1]
		}
		b.lines, b.width = append(b.lines, fields), max(b.width, len(fields))
	}
	b.column = b.values()
	if n, err := strconv.Atoi(w.c.FormValue("column")); err == nil && n >= 1 && n <= b.width {
		b.column = n - 1
	}
	return b
}

// text is what a line says in the column of values.
func (b pastedBlock) text(line int) string { return b.at(line, b.column) }

func (b pastedBlock) at(line, column int) string {
	if column >= len(b.lines[line]) {
		return ""
	}
	return b.lines[line][column]
}

// values guesses the column of values: the one with the most numbers; of
// several with as many the first.
func (b pastedBlock) values() int {
	best, most := 0, 0
	for column := range b.width {
		numbers, counts := b.numbers(column)
		if counts && numbers > 1 {
			numbers = 1 // the numbers of the lines, where nothing better is found
		}
		if numbers > most {
			best, most = column, numbers
		}
	}
	return best
}

// numbers counts the texts of a column that begin as a number does; counts is
// true where they go 1, 2, 3.
func (b pastedBlock) numbers(column int) (n int, counts bool) {
	counts = true
	for line := range b.lines {
		text := b.at(line, column)
		if text == "" || strings.Trim(text, "0123456789.,%-+ \u00a0") != "" {
			continue
		}
		n++
		counts = counts && text == strconv.Itoa(n)
	}
	return n, counts
}

// describe says in a preview what of the block was taken and what was not, and
// offers its other columns.
func (b pastedBlock) describe(w *entryWork, v *previewView) {
	if b.width > 1 {
		v.Column = &fieldView{ID: "column", Name: "column", Label: w.p.T("mapping.block_column"), Type: "select"}
		for column := range b.width {
			number := strconv.Itoa(column + 1)
			v.Column.Options = append(v.Column.Options, choiceView{Value: number, Text: w.p.T("mapping.block_option", "number", number, "text", b.sample(column)), Checked: column == b.column})
		}
		v.Again = w.p.T("mapping.block_again")
		v.Faults = append(v.Faults, noticeView{Kind: "warning", Text: w.p.T("mapping.block_taken", "width", b.width, "column", b.column+1)})
	}
	if beyond := len(b.lines) + b.cut - len(w.from()); beyond > 0 {
		v.Faults = append(v.Faults, noticeView{Kind: "warning", Text: w.p.T("mapping.block_beyond", "count", beyond)})
	}
}

// sample is the first text of a column, cut short.
func (b pastedBlock) sample(column int) string {
	const most = 40
	for line := range b.lines {
		if text := b.at(line, column); text != "" {
			if utf8.RuneCountInString(text) > most {
				return string([]rune(text)[:most]) + "…"
			}
			return text
		}
	}
	return "–"
}
