package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"muctieu/pkg/report"
)

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\uFEFF"

// CSV writes one record for each row, with a header. Numbers are plain decimal
// strings beside the texts people see; a plan is its operator and one or two
// numbers, on each level that has one. The file is UTF-8 with a byte order
// mark. Text that a spreadsheet would take for a formula gets one leading
// apostrophe.
func CSV(w io.Writer, doc Document) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	a := newAnnexWriter(doc, true)
	records := [][]string{a.csvHeader()}
	for _, row := range a.s.Rows {
		records = append(records, a.csvRecord(row))
	}
	return out.WriteAll(records)
}

// csvHeader names the columns: those of a level end in its code.
func (w *annexWriter) csvHeader() []string {
	head := []string{
		"unit", "period", "position", "group", "indicator", "name", "measure", "agency",
		"previous", "actual", "actual_text", "status", "origin",
	}
	for _, l := range w.levels {
		for _, name := range []string{"operator", "plan", "plan_high", "plan_text", "percent", "gap", "points", "verdict", "basis", "document"} {
			head = append(head, name+"_"+l.Level)
		}
	}
	head = append(head, w.csvInYearHeader()...)
	return append(head, "judging_level", "growth_percent", "ratio_percent", "points", "verdict", "verdict_text", "reached", "reason", "sentence")
}

func (w *annexWriter) csvRecord(row report.Row) []string {
	r := row.Result
	record := []string{
		string(w.s.Unit.Key), w.s.Period.String(), strconv.Itoa(row.Position), guard(row.Group), string(row.Code), guard(row.Name),
		guard(row.Measure), guard(row.Agency), row.Previous.Plain, row.Actual.Plain, row.Actual.Text, string(status(r.Actual)), string(origin(r.Actual)),
	}
	for _, l := range w.levels {
		record = append(record, csvPlan(w.planOf(&row, l.Level))...)
	}
	record = append(record, w.csvInYear(row.InYear)...)
	return append(record, r.Row.Judging, row.Growth.Plain, row.Ratio.Plain, row.Points.Plain, string(r.Verdict), guard(w.verdict(&row)),
		yesNo(r.Reached), guard(row.Reason), guard(row.Full()))
}

// csvInYearHeader names the columns of a month or quarter alone.
func (w *annexWriter) csvInYearHeader() []string {
	if !w.monthly() {
		return nil
	}
	head := []string{"before_period", "before", "before_growth_percent", "before_ratio_percent", "before_points"}
	if !w.part() {
		return head
	}
	head = append(head, "total_period", "total", "total_status", "total_previous", "total_growth_percent", "total_ratio_percent", "total_points")
	for _, l := range w.levels {
		head = append(head, "total_percent_"+l.Level)
	}
	return head
}

// csvInYear is what a row of a month or quarter is read beside.
func (w *annexWriter) csvInYear(y *report.InYear) []string {
	if !w.monthly() {
		return nil
	}
	record := []string{y.Before.String(), y.Value.Plain, y.Growth.Plain, y.Ratio.Plain, y.Points.Plain}
	t := y.Total
	if t == nil {
		return record
	}
	record = append(record, t.Result.Period.String(), t.Actual.Plain, string(status(t.Result.Actual)), t.Previous.Plain, t.Growth.Plain, t.Ratio.Plain, t.Points.Plain)
	for _, l := range w.levels {
		percent := ""
		if p := w.planOf(t, l.Level); p != nil {
			percent = p.Percent.Plain
		}
		record = append(record, percent)
	}
	return record
}

// csvPlan is one level of a row; all empty without a plan.
func csvPlan(p *report.PlanRow) []string {
	if p == nil {
		return make([]string, 10)
	}
	plan := p.Result.Plan
	return []string{
		string(plan.Target.Operator), p.Low.Plain, p.High.Plain, guard(p.Text), p.Percent.Plain, p.Gap.Plain, p.Points.Plain,
		string(p.Result.Verdict), string(plan.Basis), guard(plan.Decision.Number),
	}
}

func yesNo(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

// guard keeps a text from being read as a formula: what begins with one of the
// characters below gets one apostrophe, which the import takes off again.
func guard(text string) string {
	if text != "" && strings.ContainsRune("'=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
