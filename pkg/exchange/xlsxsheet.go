package exchange

import (
	"encoding/xml"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
)

// A grid reads the cells of a sheet.
type grid struct {
	w     *workbook
	p     *pieces
	line  int
	cells []cell
	wide  bool     // a cell beyond the widest table
	spans []string // ranges of joined cells, as they are found below the rows
}

// readSheet reads a sheet: its first row with content is the header. begun is
// false if the sheet is empty.
func (b *Batch) readSheet(w *workbook, s *sheet, name string) (begun bool, err error) {
	p, err := w.open(name)
	if err != nil {
		return false, err
	}
	defer p.close()
	g := &grid{w: w, p: p}
	for {
		ok, err := g.next()
		if err != nil || !ok {
			return begun, err
		}
		if g.empty() || g.remark() {
			continue
		}
		if !b.takeCells(s, g, begun) {
			return true, nil
		}
		begun = true
	}
}

// takeCells takes one row with content; the first is the header.
func (b *Batch) takeCells(s *sheet, g *grid, begun bool) bool {
	if g.wide {
		b.refuse(s, g.line, "exchange.too_wide", "max", maxWidth)
		return false
	}
	if !begun {
		return b.header(s, g.line, g.cells)
	}
	for i := s.width; i < len(g.cells); i++ {
		if g.cells[i].text != "" || g.cells[i].err != nil {
			b.fault(at{s, g.line}, "", errs.E(errs.Invalid, "exchange.beside_table", "cell", columnName(i)+strconv.Itoa(g.line)))
			return true
		}
	}
	return b.takeRow(s, g.line, g.cells)
}

// empty reports a row without content.
func (g *grid) empty() bool {
	for _, c := range g.cells {
		if strings.TrimSpace(c.text) != "" || c.err != nil {
			return false
		}
	}
	return !g.wide
}

// remark reports a row that is for people only: its first cell begins with #.
func (g *grid) remark() bool {
	return len(g.cells) > 0 && strings.HasPrefix(g.cells[0].text, "#")
}

// next reads the next row; ok is false at the end of the sheet.
func (g *grid) next() (ok bool, err error) {
	for {
		token, err := g.p.next()
		if err != nil {
			return false, ended(err)
		}
		e, isStart := token.(xml.StartElement)
		switch {
		case isStart && e.Name.Local == "mergeCell" && len(g.spans) < maxNoted:
			g.spans = append(g.spans, attribute(e, "ref"))
		case isStart && e.Name.Local == "row":
			g.line++
			if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n > 0 {
				g.line = n
			}
			return true, g.row()
		}
	}
}

// row reads the cells of a row.
func (g *grid) row() error {
	g.cells, g.wide = g.cells[:0], false
	for column := 0; ; column++ {
		token, err := g.p.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			column--
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				column--
				continue
			}
			if i, ok := columnIndex(attribute(t, "r")); ok {
				column = i
			}
			c, err := g.cell(t)
			if err != nil {
				return err
			}
			g.put(column, c)
		default:
			column--
		}
	}
}

func (g *grid) put(column int, c cell) {
	if column >= maxWidth {
		g.wide = g.wide || c.text != ""
		return
	}
	for len(g.cells) <= column {
		g.cells = append(g.cells, cell{})
	}
	g.cells[column] = c
}

// columnIndex gives the column of a reference such as "B7", from 0.
func columnIndex(reference string) (int, bool) {
	letters := strings.TrimRight(reference, "0123456789")
	if letters == "" || len(letters) > 3 {
		return 0, false
	}
	n := 0
	for i := range len(letters) {
		if letters[i] < 'A' || letters[i] > 'Z' {
			return 0, false
		}
		n = n*26 + int(letters[i]-'A') + 1
	}
	return n - 1, true
}

// cell reads one cell up to its end.
func (g *grid) cell(e xml.StartElement) (cell, error) {
	var value, inline string
	hasValue, formula := false, false
	for {
		token, err := g.p.next()
		if err != nil {
			return cell{}, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "c" {
				return g.made(e, value+inline, hasValue, formula), nil
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				formula = true
				_, err = g.content("f")
			case "v":
				hasValue = true
				value, err = g.content("v")
			case "is":
				hasValue = true
				inline, err = richText(g.p, "is")
			}
			if err != nil {
				return cell{}, err
			}
		}
	}
}

// content gives the text up to the end of an element.
func (g *grid) content(end string) (string, error) {
	var b strings.Builder
	for {
		token, err := g.p.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == end {
				return b.String(), nil
			}
		case xml.CharData:
			if b.Len() <= maxText {
				b.Write(t[:min(len(t), maxText+1-b.Len())])
			}
		}
	}
}
