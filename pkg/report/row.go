package report

import (
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// row makes one result ready to print.
func (w *writer) row(r indicator.Result) Row {
	i := r.Indicator
	row := Row{
		Result: r, Position: r.Row.Position, Code: i.Code, Name: i.Name(string(w.p.Lang())),
		Measure: w.word(i18n.MeasureTerm, i.Measure), Group: w.word(i18n.GroupTerm, i.Group), Agency: w.word(i18n.AgencyTerm, i.Agency),
		Actual: w.operand(r.Actual, r.Plans), Previous: w.operand(r.Previous, nil),
		Growth: w.growth(r.Growth), Ratio: w.percent(r.Ratio), Points: w.points(r.Points, r.Actual, i),
		Reason: w.reason(r.Reason), NoChange: w.reason(r.ChangeReason),
		Format: w.p.Format(), Verdict: w.verdict(r.Verdict, r.Actual),
	}
	for k := range r.Plans {
		row.Plans = append(row.Plans, w.planRow(&r, &r.Plans[k]))
	}
	row.Judging = slices.IndexFunc(row.Plans, func(p PlanRow) bool { return p.Result.Judging })
	if s := r.Actual; s != nil && s.Status != indicator.Final {
		row.Status = StatusWord(w.p, s.Status)
	}
	w.below(&row)
	row.Change = w.change(row).text
	w.clauses(&row)
	row.Sentence = w.sentence(row)
	return row
}

// StatusWord names a status: "ước", "sơ bộ", "chính thức".
func StatusWord(p *i18n.Printer, s indicator.Status) string {
	if !s.Known() {
		return ""
	}
	return p.T("core.status_" + string(s))
}

// VerdictWord names a verdict. With an estimate, met and not met are only
// expected: "Dự kiến đạt".
func VerdictWord(p *i18n.Printer, v indicator.Verdict, estimated bool) string {
	if estimated && (v.Achieved() || v == indicator.NotMet) {
		return p.T("core.expected_" + string(v))
	}
	return p.T("core.verdict_" + string(v))
}

func (w *writer) verdict(v indicator.Verdict, actual *indicator.Operand) string {
	return VerdictWord(w.p, v, actual != nil && actual.Status == indicator.Estimate)
}

// below prints what the units below add up to, and names those without data.
func (w *writer) below(row *Row) {
	r := row.Result
	if b := r.Below; b != nil {
		row.Below = w.operand(b, nil)
		row.Differs = b.Complete() && r.Actual.Complete() && b.Rat.Cmp(r.Actual.Rat) != 0
	}
	if r.Actual == nil || r.Actual.Rule != indicator.FromUnits {
		return
	}
	for _, p := range r.Actual.Parts {
		if !p.Inapplicable && (p.Value == nil || p.PartlyMissing) {
			row.Lacking = append(row.Lacking, w.nameOf(p.Unit, p.Period))
		}
	}
}

// WhyNot says what of the row could not be computed, and why: its verdict, the
// percentage of its judging plan, the change on the same period. It is empty
// where all that is due is there, and where only the figure itself is missing.
func (row Row) WhyNot() string {
	reasons := []string{row.Reason}
	if row.Judging >= 0 {
		reasons = append(reasons, row.Plans[row.Judging].Reason)
	}
	reasons = slices.DeleteFunc(append(reasons, row.NoChange), func(r string) bool { return r == "" })
	return strings.Join(slices.Compact(reasons), "; ")
}
