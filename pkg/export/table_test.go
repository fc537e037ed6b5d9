package export

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

// A page shows the cells that are printed, each row beside its own result.
func TestTableOf(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	table := TableOf(Document{Summary: s})
	printed := annexOf(Document{Summary: s}, false)
	rows := 0
	for i, l := range table.Lines {
		if l.Group != "" {
			continue
		}
		rows++
		row := s.Rows[l.Row]
		if l.Cells[1].Text != row.Name || l.Order != printed.lines[i].order {
			t.Errorf("line %d: %q, number %q, beside the row of %q", i, l.Cells[1].Text, l.Order, row.Name)
		}
		for k, c := range l.Cells {
			if got := strings.TrimSpace(c.Text + " " + strings.ReplaceAll(c.Unit, " ", "\u00A0")); got != printed.lines[i].cells[k].text {
				t.Errorf("line %d, column %s: %q, printed %q", i, table.Columns[k].Number, got, printed.lines[i].cells[k].text)
			}
			if c.Number && strings.ContainsAny(c.Text, "%đ") {
				t.Errorf("line %d: the number %q holds words", i, c.Text)
			}
		}
	}
	if rows != len(s.Rows) || len(table.Notes) == 0 || table.Title != printed.title {
		t.Errorf("%d rows of %d, %d notes, title %q", rows, len(s.Rows), len(table.Notes), table.Title)
	}
	var numbers []string
	for _, c := range table.Columns {
		numbers = append(numbers, c.Number)
	}
	if got := strings.Join(numbers[:8], " "); got != "A B C 1 2 3 4 5=4/2" {
		t.Errorf("numbers of columns %q", got)
	}
}
