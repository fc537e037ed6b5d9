package export

import (
	"strconv"
	"strings"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// groups writes the results: under each group's title a sentence for each row,
// then the charts.
func (c *composer) groups() {
	for _, g := range c.s.Groups {
		if name := clean(g.Name); name != "" {
			c.wait(report.Part{Level: 3, Title: name})
		}
		for _, i := range g.Rows {
			c.item("- " + clean(c.s.Rows[i].Full()) + ".")
		}
	}
	for i := range c.pictures {
		c.headings()
		c.done = append(c.done, block{kind: blockPicture, picture: &c.pictures[i], text: c.pictures[i].title})
	}
}

// missed names each indicator that misses its plan, by how much, and what its
// agency says to it.
func (c *composer) missed(part report.Part) {
	for _, row := range c.s.Rows {
		if row.Result.Verdict != indicator.NotMet {
			continue
		}
		text := "- " + clean(row.Sentence)
		if short := clean(row.Plans[row.Judging].Short); short != "" {
			text += " (" + short + ")"
		}
		text += "."
		note := strings.TrimSuffix(clean(part.Notes[string(row.Code)]), ".")
		switch {
		case note != "":
			text += " " + c.p.T("export.explanation", "text", note)
		case c.doc.Draft:
			text += " " + c.p.T("export.no_explanation")
		}
		c.item(text)
	}
}

// missing names what is not there.
func (c *composer) missing() {
	for _, l := range report.MissingLines(c.s) {
		c.item("- " + clean(l) + ".")
	}
}

// nextYear lists the main targets of the year after, behind their count.
func (c *composer) nextYear() {
	targets := c.doc.NextYear
	if len(targets) == 0 {
		return
	}
	key := "export.next_year"
	for _, t := range targets {
		if t.Proposed {
			key = "export.next_year_proposed"
		}
	}
	c.paragraph(c.p.T(key, "n", len(targets), "year", c.s.Period.Year+1))
	for i, t := range targets {
		c.item(numbered(i, len(targets), clean(t.Name)+": "+clean(t.Written)))
	}
}

// tasks lists groups of tasks behind their count, which is counted.
func (c *composer) tasks(part report.Part) {
	items := paragraphs(part.Text)
	if len(items) == 0 {
		return
	}
	c.paragraph(c.p.T("export.tasks", "n", len(items)))
	for i, text := range items {
		c.item(numbered(i, len(items), text))
	}
}

// numbered is an item of a numbered list: a semicolon behind it, behind the
// last a full stop.
func numbered(i, n int, text string) string {
	end := ";"
	if i == n-1 {
		end = "."
	}
	return "(" + strconv.Itoa(i+1) + ") " + strings.TrimRight(text, ".; ") + end
}
