package server

import (
	"encoding/json"
	"strconv"

	"muctieu/pkg/exchange"
)

// A mappingView is the dot of entry/mapping: an office's own table, and how it
// is to be read.
type mappingView struct {
	page
	Action  string
	Back    string
	Lead    string
	Hidden  []choiceView // the table itself
	Fields  []fieldView  // sheet, first row, columns
	Heads   []string     // letters of the columns
	Table   []mappingLineView
	Known   string
	Measure string // of the whole table; empty: it names none
	Rows    []mappingRowView
	Empty   string // in place of the rows
}

// A mappingLineView is one row of the table as it stands.
type mappingLineView struct {
	Line  string
	Cells []string
	Data  bool // figures, not heads
}

// A mappingRowView is one row with a value, and the choice of its indicator.
type mappingRowView struct {
	Line, Name, Value, Label string
	Field                    string
	Options                  []choiceView
	Open                     bool   // nothing is chosen yet
	Why                      string // more about an open row
}

// shownLines is how many rows of the table are shown.
const shownLines = 12

func (m *mappingWork) show(status int, faults []string) (err error) {
	v := mappingView{Action: m.path("entry/mapping"), Back: m.path("entry"), Lead: m.p.T("mapping.lead", "file", m.file)}
	if v.page, err = m.frame("entry/upload"); err != nil {
		return err
	}
	raw, err := json.Marshal(m.tables)
	if err != nil {
		return err
	}
	v.Hidden = []choiceView{hidden("table", string(raw)), hidden("file", m.file), hidden("shown", m.key())}
	v.Fields = m.fields()
	m.showTable(&v)
	m.showRows(&v)
	if len(faults) > 0 {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: faults[0], List: faults[1:]})
	}
	return m.s.templates.render(m.c, status, "entry/mapping", v)
}

// fields ask for the sheet, the first row and the columns.
func (m *mappingWork) fields() []fieldView {
	var fields []fieldView
	if len(m.tables) > 1 {
		sheet := fieldView{ID: "sheet", Name: "sheet", Label: m.p.T("mapping.sheet"), Type: "select"}
		for i, t := range m.tables {
			sheet.Options = append(sheet.Options, choiceView{Value: strconv.Itoa(i), Text: t.Name, Checked: i == m.sheet})
		}
		fields = append(fields, sheet)
	}
	for _, role := range exchange.Roles {
		f := fieldView{ID: string(role), Name: string(role), Label: m.p.T("mapping.role_" + string(role)), Type: "select"}
		chosen, ok := m.mapping.Columns[role]
		f.Options = append(f.Options, choiceView{Text: m.p.T("mapping.no_column"), Checked: !ok})
		for column := range m.table().Width() {
			f.Options = append(f.Options, choiceView{Value: strconv.Itoa(column), Text: m.p.T("mapping.column", "column", exchange.ColumnName(column), "text", m.head(column)), Checked: ok && column == chosen})
		}
		fields = append(fields, f)
	}
	return append(fields, fieldView{ID: "first", Name: "first", Label: m.p.T("mapping.first"), Type: "number", Mode: "numeric", Value: strconv.Itoa(m.mapping.First)})
}

// head is what stands nearest above the first row in a column, cut short.
func (m *mappingWork) head(column int) string {
	head := ""
	for _, r := range m.table().Rows {
		if text := r.Cell(column).Text; text != "" && (r.Line < m.mapping.First || head == "") {
			head = text
		}
	}
	return short(head)
}

// short cuts a text of somebody else's table to what fits a choice.
func short(text string) string {
	const most = 60
	if runes := []rune(oneLine(text)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return oneLine(text)
}

// showTable shows the rows around the first, as the file has them.
func (m *mappingWork) showTable(v *mappingView) {
	for column := range m.table().Width() {
		v.Heads = append(v.Heads, exchange.ColumnName(column))
	}
	for _, r := range m.table().Rows[:min(len(m.table().Rows), shownLines)] {
		line := mappingLineView{Line: strconv.Itoa(r.Line), Data: r.Line >= m.mapping.First}
		for column := range v.Heads {
			line.Cells = append(line.Cells, short(r.Cell(column).Text))
		}
		v.Table = append(v.Table, line)
	}
	if measure := exchange.HeadMeasure(m.table(), m.mapping.First); measure != "" {
		v.Measure = m.p.T("mapping.measure_whole", "measure", measure)
	}
}

// showRows asks for the indicator of each row with a value.
func (m *mappingWork) showRows(v *mappingView) {
	rows := m.rows()
	switch {
	case len(rows) == 0:
		v.Empty = m.p.T("mapping.empty")
		return
	case len(rows) > maxMapped:
		v.Empty = m.p.T("mapping.too_many", "max", maxMapped)
		return
	}
	known := 0
	for _, r := range rows {
		row := mappingRowView{Line: strconv.Itoa(r.Line), Name: short(r.Name), Value: short(r.Value.Text), Field: "match." + strconv.Itoa(r.Line), Open: r.Code == "" && !r.Skip}
		if row.Name == "" {
			row.Name = m.p.T("mapping.no_name")
		}
		if err := r.Value.Err(); err != nil {
			row.Value = m.p.Error(err)
		}
		if row.Open && r.Doubt {
			row.Why = m.p.T("mapping.several")
		}
		if r.Code != "" {
			known++
		}
		row.Label = m.p.T("mapping.label", "line", row.Line, "name", row.Name)
		row.Options = []choiceView{{Text: m.p.T("mapping.choose"), Checked: row.Open}, {Value: exchange.Skipped, Text: m.p.T("mapping.skip"), Checked: r.Skip}}
		for _, each := range m.sum.Rows {
			row.Options = append(row.Options, choiceView{Value: string(each.Code), Text: each.Name + " (" + each.Measure + ")", Checked: each.Code == r.Code && !r.Skip})
		}
		v.Rows = append(v.Rows, row)
	}
	v.Known = m.p.T("mapping.known", "count", known, "of", len(rows))
}
