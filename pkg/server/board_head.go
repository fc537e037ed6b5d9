package server

import (
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// fillHead fills what a leader sees in the first ten seconds.
func (m *boardMaker) fillHead(v *boardView) {
	t := m.summary.Tally
	v.Headline = t.Text
	if t.Headline != "" {
		v.Tally, v.Headline, _ = strings.Cut(t.Headline, " ")
	}
	v.Honest = m.honest()
	v.Strip = m.strip()
	v.Attention = m.attention()
	v.RowsTitle = m.words.T("board.rows_title")
}

// honest are the lines under the tally: what is missed, and what the tally
// hides.
func (m *boardMaker) honest() []honestView {
	var lines []honestView
	if text, plan := report.MissedLine(m.summary); text != "" {
		line := m.honestLine(text, plan)
		line.Icon, line.Missed = "x", true
		lines = append(lines, line)
	}
	for _, h := range report.Honest(m.summary) {
		line := m.honestLine(h.Text, &m.summary.Rows[h.Row].Plans[h.Plan])
		line.Icon = "alert-triangle"
		lines = append(lines, line)
	}
	return lines
}

// honestLine makes the percentage of a plan stand out in a sentence.
func (m *boardMaker) honestLine(text string, plan *report.PlanRow) honestView {
	text += "."
	if plan == nil || plan.Percent.None() {
		return honestView{Before: text}
	}
	percent := plan.Percent.Text + "%"
	before, after, found := strings.Cut(text, percent)
	if !found {
		return honestView{Before: text}
	}
	return honestView{Before: before, Strong: percent, After: after}
}

// strip is one square for each judged indicator, the worst first. Rows in
// progress whose year's plan is reached stand apart.
func (m *boardMaker) strip() tallyView {
	v := tallyView{Label: m.words.T("board.strip_label")}
	for _, note := range report.StripNote(m.summary, m.summary.ComputedAt.In(m.server.zone)) {
		v.Note = strings.TrimSpace(v.Note + " " + note)
	}
	order := report.WorstFirst(m.summary)
	slices.SortStableFunc(order, func(x, y int) int { return m.reachedRank(x) - m.reachedRank(y) })
	for _, i := range order {
		row := &m.summary.Rows[i]
		if !row.Result.Verdict.Judged() {
			continue
		}
		verdict, word := m.verdict(row), m.words.T("board.square_"+squareKey(row))
		k := slices.IndexFunc(v.Groups, func(g tallyGroupView) bool { return g.Word == word })
		if k < 0 {
			k = len(v.Groups)
			v.Groups = append(v.Groups, tallyGroupView{Verdict: verdict.Code, Icon: verdict.Icon, Word: word})
		}
		g := &v.Groups[k]
		g.Squares = append(g.Squares, squareView{Href: "#" + rowID(row.Code), Label: row.Name + ": " + i18n.Lowered(verdict.Word)})
	}
	for k := range v.Groups {
		v.Groups[k].Count = m.words.T("board.count", "n", len(v.Groups[k].Squares))
	}
	return v
}

// reachedRank puts rows that have reached the year's plan last.
func (m *boardMaker) reachedRank(i int) int {
	if reached(&m.summary.Rows[i]) {
		return 1
	}
	return 0
}

// squareKey names the group of squares a row belongs to.
func squareKey(row *report.Row) string {
	if reached(row) {
		return "reached"
	}
	return string(row.Result.Verdict)
}

func reached(row *report.Row) bool { return row.Result.Reached != nil && *row.Result.Reached }

// rowID is the id of a row in the page.
func rowID(code indicator.Code) string { return "row-" + string(code) }

// verdict gives a row its icon and word. A row in progress that has reached
// the year's plan says so; that is no verdict.
func (m *boardMaker) verdict(row *report.Row) verdictView {
	a := row.Result.Actual
	v := newVerdict(row.Result.Verdict, a != nil && a.Status == indicator.Estimate, m.words)
	if reached(row) {
		v.Icon, v.Word = "flag", m.words.T("core.reached")
	}
	return v
}

// noticeIcons give the points of the attention list icon and colour.
var noticeIcons = map[report.Notice]struct{ icon, class string }{
	report.NoticeNotMet:        {"x", "not_met"},
	report.NoticeNoData:        {"circle-dashed", "no_data"},
	report.NoticeNoPlan:        {"circle-dashed", "no_plan"},
	report.NoticeNotComparable: {"equal-not", "not_comparable"},
	report.NoticeBelowOther:    {"alert-triangle", "warning"},
	report.NoticeBehind:        {"clock-exclamation", "warning"},
	report.NoticeEqual:         {"check", "met"},
}

// attention are the rows to look at first.
func (m *boardMaker) attention() attentionView {
	v := attentionView{Title: m.words.T("board.attention"), Empty: m.words.T("board.attention_none")}
	for _, point := range report.Attention(m.summary, m.paces) {
		row := &m.summary.Rows[point.Row]
		look := noticeIcons[point.Notice]
		item := attentionItemView{
			Href: m.path("indicators/" + string(row.Code)), Name: row.Name, Icon: look.icon, Class: look.class,
			Value: dash, Text: m.pointText(row, point), Agency: row.Agency, Bar: m.bar(row),
		}
		if point.Plan >= 0 && !row.Plans[point.Plan].Percent.None() {
			item.Value = row.Plans[point.Plan].Percent.Text + "%"
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// pointText says why a row is in the list, with the sign of a figure nobody
// reported and the question that waits.
func (m *boardMaker) pointText(row *report.Row, point report.Point) string {
	text := i18n.Lowered(point.Text)
	if a := row.Result.Actual; a != nil {
		text = strings.TrimSpace(text + " " + marked(numberView{}, a.Origin, m.words).Origin)
	}
	if late := m.overdue(row); late != "" {
		text += ", " + late
	}
	if n := len(m.questionsAbout(row.Code)); n > 0 {
		text += "; " + m.words.T("board.questions_open", "count", n)
	}
	return text
}
