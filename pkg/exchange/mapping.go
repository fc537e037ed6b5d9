package exchange

import (
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// A Role is what a column of an office's own table holds.
type Role string

// The roles of columns. Name and value are needed.
const (
	NameColumn    Role = "name"
	ValueColumn   Role = "value"
	StatusColumn  Role = "status"
	NoteColumn    Role = "note"
	MeasureColumn Role = "measure"
)

// Roles lists all roles.
var Roles = []Role{NameColumn, ValueColumn, StatusColumn, NoteColumn, MeasureColumn}

// Skipped is what a row is remembered as that stands for no indicator.
const Skipped = "-"

// Aliases are what is remembered of an office's tables: heads of columns, and
// names of rows, both as Fold gives them.
type Aliases struct {
	Columns map[string]Role
	Rows    map[string]string // code of an indicator, or Skipped
}

// A Named is an indicator with all it may be called.
type Named struct {
	Code  indicator.Code
	Names []string
}

// A Mapping says how a table is to be read.
type Mapping struct {
	First   int          // line of the first row of figures
	Columns map[Role]int // from 0; absent: the table has none
}

// A MappedRow is a row with a value, and the indicator it stands for.
type MappedRow struct {
	Line   int
	Name   string
	Value  TableCell
	Status string
	Note   string
	Text   string         // of the measure; empty: the table says none
	Code   indicator.Code // empty: not known
	Skip   bool           // remembered as no indicator, or without a name
	Doubt  bool           // several indicators are called so
}

// headers are the words by which the head of a column is known, the more
// telling first.
var headers = map[Role][]string{
	NameColumn:    {"ten chi tieu", "chi tieu", "noi dung", "danh muc", "indicator", "name"},
	ValueColumn:   {"uoc thuc hien", "thuc hien", "ket qua", "so lieu", "gia tri", "uoc", "actual", "value"},
	StatusColumn:  {"tinh trang", "status"},
	NoteColumn:    {"ghi chu", "note"},
	MeasureColumn: {"don vi tinh", "dvt", "don vi", "measure"},
}

// headRows is how far down the head of a table is looked for.
const headRows = 20

// Propose gives the likely reading of a table for a year's figures. Columns
// that were chosen before are found again by their heads.
func Propose(t Table, year int, names []Named, known Aliases) Mapping {
	m := Mapping{First: 1, Columns: map[Role]int{}}
	if len(t.Rows) > 0 {
		m.First = t.Rows[0].Line
	}
	best := 0
	for _, row := range t.Rows[:min(len(t.Rows), headRows)] {
		columns, score := headOf(row, year, known)
		if score > best {
			best, m.Columns, m.First = score, columns, row.Line+1
		}
	}
	if _, ok := m.Columns[NameColumn]; !ok {
		m.Columns[NameColumn] = namesColumn(t, names)
	}
	if _, ok := m.Columns[ValueColumn]; !ok {
		m.Columns[ValueColumn] = numbersColumn(t, m)
	}
	for _, row := range t.Rows {
		if best == 0 && numberLike(m.cell(row, ValueColumn).Text) {
			m.First = row.Line
			break
		}
	}
	return m
}

// numberLike reports whether a text is written with the signs of a number.
func numberLike(text string) bool {
	return text != "" && strings.Trim(text, "0123456789.,-% ") == ""
}

// headOf reads a row as the head of a table; score is how well it does.
func headOf(row TableRow, year int, known Aliases) (columns map[Role]int, score int) {
	columns = map[Role]int{}
	points := map[Role]int{}
	for i, c := range row.Cells {
		role, n := headRole(c.Text, year, known)
		if n > points[role] {
			columns[role], points[role] = i, n
		}
	}
	for _, n := range points {
		score += n
	}
	if len(columns) < 2 {
		return nil, 0 // a title, or a sentence
	}
	return columns, score
}

// headRole tells what the head of a column says, and how surely.
func headRole(text string, year int, known Aliases) (best Role, points int) {
	head := foldHead(text)
	if head == "" {
		return "", 0
	}
	named := 0
	if strings.Contains(text, strconv.Itoa(year)) {
		named = 30
	}
	if role, ok := known.Columns[head]; ok {
		return role, 100 + named
	}
	for _, role := range Roles {
		for i, word := range headers[role] {
			n := 0
			switch {
			case head == word:
				n = 20 - i
			case role == ValueColumn && strings.HasPrefix(head, word):
				n = 10 - i
			}
			if n > 0 && role == ValueColumn {
				n += named
			}
			if n > points {
				best, points = role, n
			}
		}
	}
	return best, points
}

// namesColumn is the column in which most indicators are found, the first
// where none is.
func namesColumn(t Table, names []Named) int {
	index := indexOf(names)
	return bestColumn(t, func(_ int, c TableCell) bool {
		code, _ := index.find(c.Text)
		return code != ""
	})
}

// numbersColumn is the column behind the names with the most numbers.
func numbersColumn(t Table, m Mapping) int {
	return bestColumn(t, func(i int, c TableCell) bool {
		return i > m.Columns[NameColumn] && numberLike(c.Text)
	})
}

func bestColumn(t Table, counts func(int, TableCell) bool) int {
	found := make([]int, t.Width()+1)
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			if counts(i, c) {
				found[i]++
			}
		}
	}
	return slices.Index(found, slices.Max(found))
}

// Check reports what a mapping lacks: the two columns that are needed, and
// that no column is two things. The error is of kind Invalid.
func (m Mapping) Check() error {
	seen := map[int]Role{}
	for _, role := range Roles {
		column, ok := m.Columns[role]
		switch {
		case !ok && (role == NameColumn || role == ValueColumn):
			return errs.E(errs.Invalid, "exchange.map_"+string(role))
		case !ok:
			continue
		case seen[column] != "":
			return errs.E(errs.Invalid, "exchange.map_twice", "column", columnName(column))
		}
		seen[column] = role
	}
	return nil
}

// Rows gives the rows of figures that have something in the column of values,
// each with the indicator it stands for: as remembered, by its name, or by its
// code.
func (m Mapping) Rows(t Table, names []Named, known Aliases) []MappedRow {
	index := indexOf(names)
	var rows []MappedRow
	for _, r := range t.Rows {
		value := m.cell(r, ValueColumn)
		if r.Line < m.First || value.Text == "" && value.Fault == "" {
			continue
		}
		row := MappedRow{Line: r.Line, Name: m.cell(r, NameColumn).Text, Value: value, Status: m.cell(r, StatusColumn).Text,
			Note: m.cell(r, NoteColumn).Text, Text: m.cell(r, MeasureColumn).Text}
		switch alias, ok := known.Rows[Fold(row.Name)]; {
		case Fold(row.Name) == "" || alias == Skipped:
			row.Skip = true
		case ok && index.has(alias):
			row.Code = indicator.Code(alias)
		default:
			row.Code, row.Doubt = index.find(row.Name)
		}
		rows = append(rows, row)
	}
	return rows
}

func (m Mapping) cell(r TableRow, role Role) TableCell {
	if column, ok := m.Columns[role]; ok {
		return r.Cell(column)
	}
	return TableCell{}
}

// Heads gives the heads of the columns that were chosen, to be remembered: the
// nearest text above the first row that is more than a column's number.
// Columns without one are left out.
func (m Mapping) Heads(t Table) map[string]Role {
	heads := map[string]Role{}
	for _, role := range Roles {
		column, ok := m.Columns[role]
		if !ok {
			continue
		}
		for _, r := range slices.Backward(t.Rows) {
			if head := foldHead(r.Cell(column).Text); r.Line < m.First && len(head) > 2 && strings.ContainsFunc(head, isLetter) {
				if _, twice := heads[head]; !twice {
					heads[head] = role
				}
				break
			}
		}
	}
	return heads
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }

// A nameIndex finds indicators by what they are called.
type nameIndex struct {
	byName map[string]indicator.Code
	codes  map[string]bool
	shared map[string]bool // several are called so
}

func indexOf(names []Named) nameIndex {
	index := nameIndex{map[string]indicator.Code{}, map[string]bool{}, map[string]bool{}}
	for _, n := range names {
		index.codes[string(n.Code)] = true
		for _, name := range n.Names {
			for _, spelling := range spellings(name) {
				if other, ok := index.byName[spelling]; ok && other != n.Code {
					index.shared[spelling] = true
				}
				index.byName[spelling] = n.Code
			}
		}
	}
	return index
}

func (x nameIndex) has(code string) bool { return x.codes[code] }

// find gives the indicator of a name or code; doubt where several are called
// so. The code is empty where none is.
func (x nameIndex) find(name string) (code indicator.Code, doubt bool) {
	for _, spelling := range spellings(name) {
		if code, ok := x.byName[spelling]; ok && spelling != "" {
			if x.shared[spelling] {
				return "", true
			}
			return code, false
		}
	}
	if text := strings.ToLower(strings.TrimSpace(name)); x.codes[text] {
		return indicator.Code(text), false
	}
	return "", false
}
