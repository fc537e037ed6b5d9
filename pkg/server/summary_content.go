package server

import (
	"slices"
	"strings"

	"muctieu/pkg/export"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// content is the report's text: computed parts and written ones in the order
// of the outline. A title under which nothing stands is left out, as on paper.
func (m *summaryMaker) content() []summaryPartView {
	var done, waiting []summaryPartView
	for _, part := range m.parts {
		if part.Title != "" {
			waiting = append(endedBy(waiting, part.Level), summaryPartView{Title: part.Title, Level: part.Level})
		}
		for _, piece := range m.pieces(part) {
			if n := len(waiting); n > 0 && piece.Title == "" {
				piece.Title, piece.Level, waiting = waiting[n-1].Title, waiting[n-1].Level, waiting[:n-1]
			}
			done = append(append(done, waiting...), piece)
			waiting = nil
		}
	}
	return done
}

// endedBy forgets the waiting titles that a title of a level ends.
func endedBy(waiting []summaryPartView, level int) []summaryPartView {
	return slices.DeleteFunc(waiting, func(w summaryPartView) bool { return w.Level >= level })
}

// pieces is what stands in one part of the outline.
func (m *summaryMaker) pieces(part report.Part) []summaryPartView {
	switch part.Kind {
	case report.ProsePart, report.TasksPart:
		if part.Text != "" {
			return []summaryPartView{{Written: m.writtenView(part)}}
		}
	case report.TallyPart:
		return computed(m.p.T("summary.tally_sentence", "tally", m.sum.Tally.Text))
	case report.GroupsPart:
		return m.groups()
	case report.MissedPart:
		return m.missed(part)
	case report.MissingPart:
		return computed(report.MissingLines(m.sum)...)
	case report.NextYearPart:
		return m.nextYear()
	}
	return nil
}

// computed are sentences without a name that stands out.
func computed(sentences ...string) []summaryPartView {
	if len(sentences) == 0 {
		return nil
	}
	piece := summaryPartView{}
	for _, s := range sentences {
		piece.Computed = append(piece.Computed, sentenceView{Rest: strings.TrimSuffix(s, ".") + "."})
	}
	return []summaryPartView{piece}
}

// groups are the rows' sentences under their group's title.
func (m *summaryMaker) groups() []summaryPartView {
	pieces := make([]summaryPartView, len(m.sum.Groups))
	for i, g := range m.sum.Groups {
		if g.Name != "" {
			pieces[i].Title, pieces[i].Level = report.Roman(g.Number)+". "+g.Name, 3
		}
		for _, k := range g.Rows {
			pieces[i].Computed = append(pieces[i].Computed, newSentence(&m.sum.Rows[k], ""))
		}
	}
	return pieces
}

// newSentence is the sentence of a row with something behind it.
func newSentence(row *report.Row, behind string) sentenceView {
	v := row.Result.Verdict
	s := sentenceView{Rest: row.Full(), Missing: v == indicator.NoData || v == indicator.NoPlan}
	if rest, ok := strings.CutPrefix(row.Full(), row.Name); ok {
		s.Name, s.Rest = row.Name, rest
	}
	s.Rest += "." + behind
	return s
}

// missed are the rows not met, with their explanations.
func (m *summaryMaker) missed(part report.Part) []summaryPartView {
	piece := summaryPartView{}
	for i := range m.sum.Rows {
		row := &m.sum.Rows[i]
		if row.Result.Verdict != indicator.NotMet {
			continue
		}
		behind := " " + m.p.T("summary.no_explanation")
		if note := part.Notes[string(row.Code)]; note != "" {
			behind = " " + m.p.T("summary.explanation", "text", strings.TrimSuffix(note, "."))
		}
		piece.Computed = append(piece.Computed, newSentence(row, behind))
	}
	if len(piece.Computed) == 0 {
		return nil
	}
	return []summaryPartView{piece}
}

// nextYear lists the main targets of the year after.
func (m *summaryMaker) nextYear() []summaryPartView {
	if len(m.targets) == 0 {
		return nil
	}
	piece := summaryPartView{Computed: []sentenceView{{Rest: m.p.T("summary.targets", "n", len(m.targets), "year", m.scope.period.Year+1)}}}
	for _, t := range m.targets {
		piece.Computed = append(piece.Computed, sentenceView{Name: t.Name, Rest: m.p.T("summary.target", "value", t.Printed())})
	}
	return []summaryPartView{piece}
}

// writtenView is a written part in its frame.
func (m *summaryMaker) writtenView(part report.Part) *writtenView {
	v := &writtenView{ID: "written-" + part.Key, By: m.wrote(m.prose[part.Key]), Text: part.Text}
	if m.mayWrite() {
		v.Href = m.path("summary", "tab", "prose") + "#edit-" + part.Key
		v.Label = m.p.T("summary.edit", "part", m.partName(part.Key))
	}
	return v
}

// wrote says who wrote a part, and when.
func (m *summaryMaker) wrote(prose store.Prose) string {
	name := prose.ByName
	if name == "" {
		name = prose.By
	}
	if name == "" {
		name = m.p.T("summary.command_line")
	}
	return m.p.T("summary.wrote", "name", name, "time", m.p.DateTime(prose.At, m.s.zone))
}

// partName names a part of the outline, those without a title of their own
// too.
func (m *summaryMaker) partName(key string) string {
	return m.p.T("outline."+key, "year", m.scope.period.Year, "next", m.scope.period.Year+1)
}

func (m *summaryMaker) mayWrite() bool { return m.user.MayEnterSome(m.place) && m.scope.asOf.IsZero() }

// annex is the table, cell for cell as it is printed.
func (m *summaryMaker) annex() *annexView {
	t := export.TableOf(export.Document{Summary: m.sum, Parts: m.parts, NextYear: m.targets})
	v := &annexView{Title: t.Title, Measure: t.Measure, Notes: t.Notes}
	for i, c := range t.Columns {
		v.Numbers = append(v.Numbers, c.Number)
		if c.Over == "" {
			v.Heads = append(v.Heads, annexHeadView{Text: c.Head, Cols: 1, Rows: 2})
			continue
		}
		v.Subs = append(v.Subs, c.Head)
		if n := len(v.Heads); i > 0 && t.Columns[i-1].Over == c.Over {
			v.Heads[n-1].Cols++
			continue
		}
		v.Heads = append(v.Heads, annexHeadView{Text: c.Over, Cols: 1, Rows: 1})
	}
	for _, l := range t.Lines {
		v.Lines = append(v.Lines, m.annexLine(t, l))
	}
	return v
}

func (m *summaryMaker) annexLine(t export.Table, l export.TableLine) annexLineView {
	v := annexLineView{Order: l.Order, Group: l.Group, Span: len(t.Columns) - 1}
	if l.Group != "" {
		return v
	}
	row := &m.sum.Rows[l.Row]
	v.Missing = row.Result.Verdict == indicator.NoData || row.Result.Verdict == indicator.NoPlan
	for i, c := range l.Cells[1:] {
		cell := annexCellView{Kind: t.Columns[i+1].Kind, Text: c.Text}
		switch {
		case cell.Kind == "verdict":
			verdict := m.verdict(row)
			verdict.Plain = true
			cell.Verdict = &verdict
		case c.Number:
			n := newNumber(c.Text, m.p.Lang())
			n.Unit, n.Strong = c.Unit, c.Strong
			cell.Number = &n
		}
		v.Cells = append(v.Cells, cell)
	}
	return v
}

// verdict gives a row its icon and word, as on the board.
func (m *summaryMaker) verdict(row *report.Row) verdictView {
	a := row.Result.Actual
	v := newVerdict(row.Result.Verdict, a != nil && a.Status == indicator.Estimate, m.p)
	if reached(row) {
		v.Icon, v.Word = "flag", m.p.T("core.reached")
	}
	return v
}
