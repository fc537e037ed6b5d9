package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A mappingWork is an office's own table while it is decided how to read it.
// The table itself goes with the form from step to step: nothing of it is
// kept on the server.
type mappingWork struct {
	*entryWork
	file    string
	tables  []exchange.Table
	sheet   int
	mapping exchange.Mapping
	known   exchange.Aliases
	names   []exchange.Named
}

// maxMapped is how many rows of one table are matched to indicators.
const maxMapped = 300

// readOwnTable shows a file that has none of our codes as a table whose
// columns and rows have to be named.
func (w *entryWork) readOwnTable(file exchange.File) error {
	tables, err := exchange.ReadTables(file)
	var faults errs.Faults
	switch {
	case errors.As(err, &faults):
		return w.showUpload(http.StatusUnprocessableEntity, nil, w.faultLines(faults))
	case err != nil:
		return err
	}
	m, err := w.mapping(file.Name, tables)
	if err != nil {
		return err
	}
	m.pick()
	return m.show(http.StatusOK, nil)
}

// mapping gathers what rows may be called and what is remembered.
func (w *entryWork) mapping(file string, tables []exchange.Table) (*mappingWork, error) {
	m := &mappingWork{entryWork: w, file: file, tables: tables, known: exchange.Aliases{Columns: map[string]exchange.Role{}, Rows: map[string]string{}}}
	for _, row := range w.sum.Rows {
		i := row.Result.Indicator
		m.names = append(m.names, exchange.Named{Code: row.Code, Names: []string{i.NameVi, i.Name("en")}})
	}
	aliases, err := w.s.store.TableAliases(w.c.Request().Context(), w.place.Unit)
	for _, a := range aliases {
		if a.Sort == store.AliasColumn {
			m.known.Columns[a.Text] = exchange.Role(a.Target)
		} else {
			m.known.Rows[a.Text] = a.Target
		}
	}
	return m, err
}

// pick takes the sheet in which most rows are known.
func (m *mappingWork) pick() {
	best := -1
	for i, t := range m.tables {
		mapping := exchange.Propose(t, m.period.Year, m.names, m.known)
		known := 0
		for _, r := range mapping.Rows(t, m.names, m.known) {
			if r.Code != "" {
				known++
			}
		}
		if known > best {
			best, m.sheet, m.mapping = known, i, mapping
		}
	}
}

func (m *mappingWork) table() exchange.Table { return m.tables[m.sheet] }

// mapTable handles POST /units/:unit/entry/mapping: the table read anew, or
// what it would change, in the same preview as a paste.
func (s *Server) mapTable(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	var tables []exchange.Table
	if err := json.Unmarshal([]byte(c.FormValue("table")), &tables); err != nil || len(tables) == 0 {
		return w.showUpload(http.StatusUnprocessableEntity, nil, []string{w.p.T("mapping.lost")})
	}
	m, err := w.mapping(c.FormValue("file"), tables)
	if err != nil {
		return err
	}
	if fault := m.read(); fault != "" {
		return m.show(http.StatusUnprocessableEntity, []string{fault})
	}
	if m.key() != c.FormValue("shown") {
		if c.FormValue("step") == "preview" {
			return m.show(http.StatusUnprocessableEntity, []string{w.p.T("mapping.changed")})
		}
		return m.show(http.StatusOK, nil)
	}
	if c.FormValue("step") != "preview" {
		return m.show(http.StatusOK, nil)
	}
	return m.preview()
}

// read takes the sheet and its reading out of the form, and says what is wrong
// with it. Another sheet than was shown is read as it seems best.
func (m *mappingWork) read() (fault string) {
	if n, err := strconv.Atoi(m.c.FormValue("sheet")); err == nil && n >= 0 && n < len(m.tables) {
		m.sheet = n
	}
	m.mapping = exchange.Propose(m.table(), m.period.Year, m.names, m.known)
	if shown, _, _ := strings.Cut(m.c.FormValue("shown"), " "); shown != strconv.Itoa(m.sheet) {
		return ""
	}
	first, err := strconv.Atoi(strings.TrimSpace(m.c.FormValue("first")))
	if err != nil || first < 1 {
		return m.p.T("mapping.bad_first")
	}
	m.mapping.First, m.mapping.Columns = first, map[exchange.Role]int{}
	for _, role := range exchange.Roles {
		if n, err := strconv.Atoi(m.c.FormValue(string(role))); err == nil && n >= 0 && n < m.table().Width() {
			m.mapping.Columns[role] = n
		}
	}
	if err := m.mapping.Check(); err != nil {
		return m.p.Error(err)
	}
	return ""
}

// key tells readings of the table apart.
func (m *mappingWork) key() string {
	key := strconv.Itoa(m.sheet) + " " + strconv.Itoa(m.mapping.First)
	for _, role := range exchange.Roles {
		if column, ok := m.mapping.Columns[role]; ok {
			key += " " + string(role) + strconv.Itoa(column)
		}
	}
	return key
}

// rows are the rows with a value, each with the indicator that was chosen for
// it, or that seems meant where none was yet.
func (m *mappingWork) rows() []exchange.MappedRow {
	rows := m.mapping.Rows(m.table(), m.names, m.known)
	form, err := m.c.FormParams()
	if err != nil {
		return rows
	}
	for i, r := range rows {
		field := "match." + strconv.Itoa(r.Line)
		if !form.Has(field) || m.key() != form.Get("shown") {
			continue
		}
		rows[i].Skip, rows[i].Code = form.Get(field) == exchange.Skipped, ""
		if _, err := m.row(form.Get(field)); err == nil {
			rows[i].Code = indicator.Code(form.Get(field))
		}
	}
	return rows
}

// preview shows what the table would change, once every row is decided on.
func (m *mappingWork) preview() error {
	rows := m.rows()
	if faults := m.undecided(rows); len(faults) > 0 {
		return m.show(http.StatusUnprocessableEntity, faults)
	}
	cells, unknown := m.cells(rows)
	if len(cells) == 0 {
		return m.show(http.StatusUnprocessableEntity, []string{m.p.T("mapping.nothing")})
	}
	if err := m.remember(rows); err != nil {
		return err
	}
	m.judge(cells)
	var said []string
	if len(unknown) > 0 {
		said = append(said, m.p.T("mapping.measure_unknown", "list", strings.Join(unknown, ", ")))
	}
	return m.showUpload(http.StatusOK, cells, said)
}

// undecided says which rows keep the table from being taken.
func (m *mappingWork) undecided(rows []exchange.MappedRow) []string {
	open, lines := 0, map[indicator.Code][]string{}
	for _, r := range rows {
		switch {
		case r.Skip:
		case r.Code == "":
			open++
		default:
			lines[r.Code] = append(lines[r.Code], strconv.Itoa(r.Line))
		}
	}
	switch {
	case len(rows) == 0:
		return []string{m.p.T("mapping.empty")}
	case len(rows) > maxMapped:
		return []string{m.p.T("mapping.too_many", "max", maxMapped)}
	case open > 0:
		return []string{m.p.T("mapping.open", "count", open)}
	}
	said := []string{m.p.T("mapping.twice")}
	for _, row := range m.sum.Rows {
		if at := lines[row.Code]; len(at) > 1 {
			said = append(said, m.p.T("mapping.twice_line", "name", row.Name, "lines", strings.Join(at, ", ")))
		}
	}
	if len(said) == 1 {
		return nil
	}
	return said
}

// cells makes cells of the rows, in the set's order. unknown are the measures
// of rows that are no words here.
func (m *mappingWork) cells(rows []exchange.MappedRow) (cells []*pastedCell, unknown []string) {
	whole := exchange.HeadMeasure(m.table(), m.mapping.First)
	for _, row := range m.sum.Rows {
		for _, r := range rows {
			if r.Skip || r.Code != row.Code {
				continue
			}
			measure, known := exchange.MeasureOfRow(r.Text, whole, row.Result.Indicator, m.catalogue.Terms)
			if !known && !slices.Contains(unknown, r.Text) {
				unknown = append(unknown, r.Text)
			}
			cells = append(cells, m.cell(row, r, measure))
		}
	}
	return cells, unknown
}

// cell makes a cell of a row. A measure that is not the indicator's own is
// written behind the number, so that it is asked about as one that was typed.
func (m *mappingWork) cell(row report.Row, r exchange.MappedRow, measure string) *pastedCell {
	p := &pastedCell{row: row, text: oneLine(r.Value.Text), version: m.figure(row.Code).Version, note: oneLine(r.Note), fixed: m.readOnly(row)}
	if r.Value.Formula {
		p.given = "formula "
	}
	if r.Value.Percent {
		p.given += "percent"
	}
	p.given = strings.TrimSpace(p.given)
	if measure != "" && strings.Trim(p.text, "0123456789.,-+ ") == "" {
		p.text += " " + measure
	}
	if r.Status != "" {
		status, ok := exchange.StatusOf(r.Status)
		if p.status = string(status); !ok {
			p.fixed, p.table = m.p.T("mapping.bad_status", "line", r.Line, "text", r.Status, "choices", exchange.StatusWords(m.p)), true
		}
	}
	if err := r.Value.Err(); err != nil {
		cell := exchange.ColumnName(m.mapping.Columns[exchange.ValueColumn]) + strconv.Itoa(r.Line)
		p.fixed, p.table = m.p.T("mapping.bad_cell", "cell", cell, "problem", m.p.Error(err)), true
	}
	if p.text == "" {
		p.text = "–"
	}
	return p
}

// oneLine keeps a text on one line and in one column, as a block has it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// remember keeps how the table was read, for the next one of the unit.
func (m *mappingWork) remember(rows []exchange.MappedRow) error {
	var aliases []store.TableAlias
	for head, role := range m.mapping.Heads(m.table()) {
		aliases = append(aliases, store.TableAlias{Sort: store.AliasColumn, Text: head, Target: string(role)})
	}
	for _, r := range rows {
		target := string(r.Code)
		if r.Skip {
			target = exchange.Skipped
		}
		aliases = append(aliases, store.TableAlias{Sort: store.AliasIndicator, Text: exchange.Fold(r.Name), Target: target})
	}
	return m.s.store.SaveTableAliases(m.c.Request().Context(), actorFrom(m.c), m.place.Unit, aliases)
}
