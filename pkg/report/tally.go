package report

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// count counts the verdicts of rows, without text.
func count(rows []Row) Tally {
	var t Tally
	for _, row := range rows {
		r := row.Result
		if r.Verdict.Judged() {
			t.Set++
			if t.Set == 1 {
				t.Level = r.Row.Judging
			} else if t.Level != r.Row.Judging {
				t.Level = ""
			}
		}
		if r.Reached != nil && *r.Reached {
			t.Reached++
		}
		*t.of(r.Verdict)++
	}
	t.Achieved = t.Exceeded + t.Met
	return t
}

// of gives the count of a verdict.
func (t *Tally) of(v indicator.Verdict) *int {
	switch v {
	case indicator.Exceeded:
		return &t.Exceeded
	case indicator.Met:
		return &t.Met
	case indicator.NotMet:
		return &t.NotMet
	case indicator.InProgress:
		return &t.InProgress
	case indicator.NoPlan:
		return &t.NoPlan
	case indicator.NotComparable:
		return &t.NotComparable
	case indicator.NotJudged:
		return &t.NotJudged
	case indicator.Inapplicable:
		return &t.NotApplicable
	}
	return &t.NoData
}

// named are the verdicts whose rows the tally names, in order.
var named = []struct {
	verdict indicator.Verdict
	key     string
}{
	{indicator.NotMet, "report.tally_not_met"},
	{indicator.NoData, "report.tally_no_data"},
	{indicator.NoPlan, "report.tally_no_plan"},
	{indicator.NotComparable, "report.tally_not_comparable"},
}

// tally counts the rows and says so: "14/16 chỉ tiêu đạt và vượt kế hoạch
// thành phố giao (5 vượt, 9 đạt); 1 không đạt: …".
func (w *writer) tally(rows []Row) Tally {
	t := count(rows)
	if t.Set == 0 {
		t.Text = w.p.T("report.tally_none")
		return t
	}
	t.Headline = w.headline(t)
	parts := []string{t.Headline + w.classes(t)}
	for _, n := range named {
		var names []string
		for _, row := range rows {
			if row.Result.Verdict == n.verdict {
				names = append(names, i18n.Lowered(row.Name))
			}
		}
		if len(names) > 0 {
			parts = append(parts, w.p.T(n.key, "n", len(names), "names", names))
		}
	}
	t.Text = strings.Join(parts, "; ")
	return t
}

// headline is the first part of the tally. The giver of the plan is named only
// where all rows are judged on one level.
func (w *writer) headline(t Tally) string {
	if w.inYear() {
		return w.p.T("report.tally_reached", "reached", t.Reached, "set", t.Set)
	}
	plan := w.p.T("report.plan")
	if phrase := w.phrase[t.Level]; phrase != "" {
		plan = w.planName(phrase, true)
	}
	return w.p.T("report.tally", "achieved", t.Achieved, "set", t.Set, "plan", plan)
}

// classes says how many of those achieved exceed and meet, in brackets.
func (w *writer) classes(t Tally) string {
	if w.inYear() || t.Achieved == 0 {
		return ""
	}
	return " (" + w.p.T("report.tally_classes", "exceeded", t.Exceeded, "met", t.Met) + ")"
}

// groups gathers rows by group, in order of first appearance, each with its
// own tally.
func (w *writer) groups(rows []Row) []Group {
	var groups []Group
	at := map[string]int{}
	for i, row := range rows {
		k, ok := at[row.Group]
		if !ok {
			k = len(groups)
			at[row.Group] = k
			groups = append(groups, Group{Number: k + 1, Name: row.Group})
		}
		groups[k].Rows = append(groups[k].Rows, i)
	}
	for k := range groups {
		groups[k].Tally = w.groupTally(rows, groups[k].Rows)
	}
	return groups
}

func (w *writer) groupTally(rows []Row, members []int) Tally {
	own := make([]Row, len(members))
	for i, m := range members {
		own[i] = rows[m]
	}
	t := count(own)
	switch {
	case t.Set == 0:
		t.Text = w.p.T("report.tally_none")
		return t
	case w.inYear():
		t.Text = w.headline(t)
	default:
		t.Text = w.p.T("report.tally_group", "achieved", t.Achieved, "set", t.Set)
	}
	if t.NotJudged > 0 {
		t.Text += "; " + w.p.T("report.tally_group_not_judged", "n", t.NotJudged)
	}
	return t
}
