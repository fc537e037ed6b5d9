package report

import (
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// Title is the heading of a summary: "Quận Lê Chân: kết quả thực hiện các chỉ
// tiêu năm 2022".
func Title(s Summary) string {
	p := i18n.For(s.Lang)
	return p.T("report.title", "unit", s.Unit.Name, "period", p.Period(s.Period))
}

// Sentences gives the sentences of rows as they stand in a list, each with a
// capital and a full stop.
func Sentences(rows []Row) []string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = row.Full() + "."
	}
	return list
}

// Paragraph gives the sentences of rows as running text behind a few words
// that introduce them: joined by "; ", each beginning with a small letter
// unless with an acronym, and one full stop. Without rows it is empty.
func Paragraph(rows []Row) string {
	parts := make([]string, len(rows))
	for i, row := range rows {
		parts[i] = i18n.Lowered(row.Full())
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "; ") + "."
}

// Text is the summary as plain text for a terminal or an e-mail: title, tally,
// groups with their sentences, and what is missing.
func Text(s Summary) string {
	var b strings.Builder
	line := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
		b.WriteByte('\n')
	}
	line(Title(s))
	line(i18n.Capital(s.Tally.Text), ".")
	for _, l := range AsideLines(s) {
		line(l, ".")
	}
	for _, g := range s.Groups {
		line()
		if g.Name != "" {
			line(Roman(g.Number), ". ", g.Name)
		}
		for _, i := range g.Rows {
			line(s.Rows[i].Full(), ".")
		}
	}
	if list := MissingLines(s); len(list) > 0 {
		line()
		for _, l := range list {
			line(l, ".")
		}
	}
	return b.String()
}

// AsideLines names the rows that the tally leaves out, a line for those that
// are not judged and one for those that do not apply, without a full stop.
func AsideLines(s Summary) []string {
	var lines []string
	for _, v := range []indicator.Verdict{indicator.NotJudged, indicator.Inapplicable} {
		names := namesWhere(s.Rows, func(row Row) bool { return row.Result.Verdict == v })
		if len(names) > 0 {
			lines = append(lines, i18n.For(s.Lang).T("report.aside_"+string(v), "names", names))
		}
	}
	return lines
}

// MissingLines names what is missing, a line for each sort of gap, without a
// full stop.
func MissingLines(s Summary) []string {
	var lines []string
	for _, what := range []string{MissingActual, MissingPlan, MissingPrevious} {
		var names []string
		for _, m := range s.Missing {
			if m.What == what {
				names = append(names, i18n.Lowered(m.Name))
			}
		}
		if len(names) > 0 {
			lines = append(lines, i18n.For(s.Lang).T("report.missing_"+what, "names", names))
		}
	}
	return lines
}

// Roman writes 1 to 3999 in Roman numerals, as groups of a table are numbered.
// Other numbers give the empty text.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	digits := []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}
	var b strings.Builder
	for n > 0 {
		i := slices.IndexFunc(digits, func(d struct {
			value int
			text  string
		}) bool {
			return d.value <= n
		})
		b.WriteString(digits[i].text)
		n -= digits[i].value
	}
	return b.String()
}
