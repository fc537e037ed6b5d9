package server

import (
	"slices"

	"muctieu/pkg/chart"
	"muctieu/pkg/report"
)

// A compositionView shows what an indicator is made of: a chart where the
// parts can be drawn as parts of a whole, and always the table.
type compositionView struct {
	Title   string
	Text    string     // the parts in a sentence; empty: there is no total
	Chart   *chartView // nil: Fault says why
	Fault   string
	Caption string
	Heads   []string
	Rows    []compositionRowView
	Sources string // where the parts come from; empty: nobody said
}

// A compositionRowView is one part, the remainder, or the total.
type compositionRowView struct {
	Name   string
	Href   string // empty: no page of its own
	Deep   bool   // a part of the part above it
	Total  bool
	Value  numberView
	Share  numberView
	Status string
}

// fillComposition fills the section of an indicator that has parts.
func (m *indicatorMaker) fillComposition(v *indicatorView) {
	made, ok := report.Compose(m.input, m.row.Code)
	if !ok {
		return
	}
	c := &compositionView{Text: made.Text, Caption: m.words.T("composition.table")}
	if c.Text != "" {
		c.Text += "."
	}
	drawn, ok, err := chart.Composition(made, m.words.Lang())
	c.Title = drawn.Title
	if ok || err != nil {
		c.Chart = m.chartView("composition", drawn, err)
		c.Chart.Height = 4
	} else {
		c.Fault = m.words.T(notDrawn(made))
	}
	for _, head := range []string{"part", "value", "share", "status"} {
		c.Heads = append(c.Heads, m.words.T("composition.head_"+head, "measure", m.row.Measure))
	}
	m.partRows(c, made.Parts, false)
	m.restAndTotal(c, made)
	if sources := partSources(made.Parts, nil); len(sources) > 0 {
		c.Sources = m.words.T("board.sources", "sources", sources)
	}
	v.Composition = c
}

// notDrawn is the key of why parts are no picture of a whole.
func notDrawn(made report.Composition) string {
	switch {
	case made.Exact == nil:
		return "composition.not_drawn_total"
	case made.Over:
		return "composition.not_drawn_over"
	}
	return "composition.not_drawn"
}

func (m *indicatorMaker) partRows(c *compositionView, parts []report.CompositionPart, deep bool) {
	for _, p := range parts {
		row := compositionRowView{Name: p.Name, Deep: deep, Href: m.path("indicators/" + string(p.Code)),
			Value: newNumber(p.Value.Text, m.words.Lang()), Share: m.share(p.Share), Status: p.Status}
		if p.Operand == nil {
			row.Status = m.words.T("core.verdict_no_data")
		} else {
			row.Value = marked(row.Value, p.Operand.Origin, m.words)
		}
		c.Rows = append(c.Rows, row)
		m.partRows(c, p.Parts, true)
	}
}

// share prints a share with a decimal, as columns do.
func (m *indicatorMaker) share(v report.Value) numberView {
	if v.None() {
		return newNumber("", m.words.Lang())
	}
	n := newNumber(m.tabled(v, pageDecimals), m.words.Lang())
	n.Unit = "%"
	return n
}

// restAndTotal are the last rows: what no part accounts for, and the whole.
func (m *indicatorMaker) restAndTotal(c *compositionView, made report.Composition) {
	if !made.Residual.None() && !made.Over {
		c.Rows = append(c.Rows, compositionRowView{Name: m.words.T("composition.rest_name"),
			Value: newNumber(made.Residual.Text, m.words.Lang()), Share: m.share(made.ResidualShare)})
	}
	c.Rows = append(c.Rows, compositionRowView{Name: m.words.T("composition.total"), Total: true,
		Value: newNumber(made.Total.Text, m.words.Lang()), Share: newNumber("", m.words.Lang()), Status: m.row.Status})
}

// partSources lists where the figures of parts come from, each once.
func partSources(parts []report.CompositionPart, known []string) []string {
	for _, p := range parts {
		if p.Operand != nil && p.Operand.Figure != nil {
			if source := p.Operand.Figure.Source; source != "" && !slices.Contains(known, source) {
				known = append(known, source)
			}
		}
		known = partSources(p.Parts, known)
	}
	return known
}

// fillBreaks marks in the table, and names under the charts, the years before
// which values are not of the same thing.
func (m *indicatorMaker) fillBreaks(v *indicatorView, breaks []report.Break) {
	v.Table.Breaks = make([]string, len(v.Table.Heads))
	for _, b := range breaks {
		at := &v.Table.Breaks[b.At]
		if *at != "" {
			*at += ", "
		}
		*at += b.Short
		v.Breaks = append(v.Breaks, b.Text)
	}
}
