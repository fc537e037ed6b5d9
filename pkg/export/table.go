package export

import (
	"strings"

	"muctieu/pkg/i18n"
)

// A Table is the annex as a page shows it: the very cells that Word, Excel and
// PDF print.
type Table struct {
	Title   string
	Measure string // what all numbers are in: "Đơn vị tính: tỷ đồng"; empty: each row has its own
	Columns []TableColumn
	Lines   []TableLine
	Notes   []string
}

// A TableColumn is one column, with its head of two lines and its number.
type TableColumn struct {
	Head   string
	Over   string // head over several columns side by side; empty: the head takes both lines
	Number string // "A", "1", "5=4/2"
	Kind   string // order, name, measure, number, percent, verdict, agency, note
}

// A TableLine is a group's title or one indicator.
type TableLine struct {
	Order string // "I" or "1"
	Group string // of a title; empty: an indicator
	Row   int    // index in Summary.Rows of an indicator
	Cells []TableCell
}

// A TableCell is what stands in one place of the table.
type TableCell struct {
	Text   string // without its unit
	Unit   string // behind a difference: "điểm %"
	Number bool   // Text is a number, or the dash in its place, and meets others at the decimal mark
	Strong bool
}

// tableKinds names the sorts of columns for a page.
var tableKinds = map[columnKind]string{
	columnOrder: "order", columnName: "name", columnMeasure: "measure", columnPrevious: "number", columnPlan: "number",
	columnActual: "number", columnPercent: "percent", columnChange: "percent", columnVerdict: "verdict",
	columnNextPlan: "number", columnNextPercent: "percent", columnAgency: "agency", columnNote: "note",
	columnBefore: "number", columnTotalBefore: "number", columnTotal: "number",
	columnBeforeChange: "percent", columnTotalPercent: "percent", columnTotalChange: "percent",
}

// TableOf makes the annex of a document.
func TableOf(doc Document) Table {
	a := annexOf(doc, false)
	t := Table{Title: a.title, Measure: measureNote(doc.Summary, i18n.For(doc.Summary.Lang)), Notes: a.notes}
	for _, c := range a.columns {
		t.Columns = append(t.Columns, TableColumn{Head: c.head, Over: c.over, Number: c.number, Kind: tableKinds[c.kind]})
	}
	at := 0
	var order []int
	for _, g := range doc.Summary.Groups {
		order = append(order, g.Rows...)
	}
	for _, l := range a.lines {
		line := TableLine{Order: l.order, Group: l.group}
		if l.row != nil {
			line.Row = order[at]
			at++
		}
		for _, c := range l.cells {
			line.Cells = append(line.Cells, tableCell(c))
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func tableCell(c cell) TableCell {
	text := c.text
	if c.unit != "" {
		text = strings.TrimSuffix(text, " "+strings.ReplaceAll(c.unit, " ", "\u00A0"))
	}
	return TableCell{Text: text, Unit: c.unit, Number: c.plain != "" || c.text == dash, Strong: c.strong}
}
