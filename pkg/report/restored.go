package report

import (
	"encoding/json"
	"math/big"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// Restored reads a Summary JSON back, as far as Revise needs it: numbers as
// they were printed, not the exact ones behind them. What the JSON does not
// hold (how an indicator is worded) is taken from the same unit's summary as
// it is now. The error is Invalid, "report.not_a_summary".
func Restored(raw []byte, now Summary) (Summary, error) {
	var in jsonSummary
	at := period.Period{}
	err := json.Unmarshal(raw, &in)
	if err == nil {
		at, err = period.Parse(in.Period)
	}
	if err != nil {
		return Summary{}, errs.E(errs.Invalid, "report.not_a_summary").Because(err)
	}
	t := in.Tally
	s := Summary{
		Unit: now.Unit, Period: at, Lang: i18n.ParseLang(in.Lang), Decimals: in.Decimals, ComputedAt: readMoment(in.ComputedAt),
		Tally: Tally{Set: t.Set, Achieved: t.Achieved, Exceeded: t.Exceeded, Met: t.Met, NotMet: t.NotMet, InProgress: t.InProgress, Reached: t.Reached,
			NoData: t.NoData, NoPlan: t.NoPlan, NotComparable: t.NotComparable, NotJudged: t.NotJudged, NotApplicable: t.NotApplicable, Text: t.Text},
	}
	w := &writer{in: Input{Lang: s.Lang, Decimals: s.Decimals}, p: i18n.For(s.Lang), unit: s.Unit}
	for _, row := range in.Rows {
		s.Rows = append(s.Rows, w.restored(row, find(now.Rows, row.Indicator)))
	}
	return s, nil
}

// SinceReported compares a summary with the JSON of an earlier one, which was
// made in the same language with the same decimals. Both are compared as
// printed: what was reported is what stood on paper.
func SinceReported(raw []byte, now Summary) (Revision, error) {
	then, err := Restored(raw, now)
	if err != nil {
		return Revision{}, err
	}
	text, err := json.Marshal(now)
	if err != nil {
		return Revision{}, err
	}
	today, err := Restored(text, now)
	if err != nil {
		return Revision{}, err
	}
	return Revise(then, today), nil
}

func (w *writer) restored(in jsonRow, now *Row) Row {
	row := Row{Position: in.Position, Code: in.Indicator, Name: in.Name, Measure: in.Measure, Sentence: in.Sentence, Format: w.p.Format(), Judging: -1}
	if now != nil {
		r := now.Result
		row.Group, row.Agency = now.Group, now.Agency
		row.Result = indicator.Result{Indicator: r.Indicator, Row: r.Row, GrowthOf: r.GrowthOf, PreviousPeriod: r.PreviousPeriod}
	}
	r := &row.Result
	r.Verdict, r.Reached = indicator.Verdict(in.Verdict), in.Reached
	shown := r.Indicator.ShownDecimals
	if a := in.Actual; a != nil {
		row.Actual = Value{a.Value, a.Text}
		r.Actual = restoredOperand(a.Value, a.Status, r.Verdict != indicator.NoData)
	}
	if p := in.Previous; p != nil {
		row.Previous = Value{p.Value, w.p.Format().Text(p.Value, shown)}
		r.Previous = restoredOperand(p.Value, p.Status, true)
	}
	row.Growth, row.Ratio, row.Points = w.printed(in.Growth), w.printed(in.Ratio), w.printed(in.Points)
	r.Growth, r.Ratio, r.Points = printedRat(in.Growth), printedRat(in.Ratio), printedRat(in.Points)
	row.Change = w.change(row).text
	row.Verdict = w.verdict(r.Verdict, r.Actual)
	if r.Actual != nil && r.Actual.Status != indicator.Final {
		row.Status = StatusWord(w.p, r.Actual.Status)
	}
	for i, p := range in.Plans {
		row.Plans = append(row.Plans, w.restoredPlan(p, now, shown))
		if p.Judging {
			row.Judging = i
		}
	}
	row.InYear = w.restoredInYear(in.InYear, row, now)
	return row
}

// restoredOperand is a value as it was printed. One that was there without a
// verdict was a partial sum.
func restoredOperand(plain, status string, complete bool) *indicator.Operand {
	rat, ok := new(big.Rat).SetString(plain)
	if !ok {
		return nil
	}
	o := &indicator.Operand{Rat: rat, Status: indicator.Status(status), Amount: true}
	if !complete {
		o.Of = 1
	}
	return o
}

func (w *writer) restoredPlan(in jsonPlan, now *Row, shown int) PlanRow {
	p := PlanRow{Level: in.Level, LevelName: in.Level, Percent: w.printed(in.Percent), Gap: w.printed(in.Gap), Points: w.printed(in.Points)}
	p.Result = &indicator.PlanResult{Judging: in.Judging, Percent: printedRat(in.Percent), Gap: printedRat(in.Gap), Points: printedRat(in.Points), Verdict: indicator.Verdict(in.Verdict), Reached: in.Reached}
	p.Result.Plan.Target.Operator = indicator.Operator(in.Operator)
	if in.Low != nil {
		p.Low = Value{*in.Low, w.p.Format().Text(*in.Low, shown)}
		p.Text = p.Low.Text
	}
	if in.High != nil {
		p.High = Value{*in.High, w.p.Format().Text(*in.High, shown)}
		p.Text += "-" + p.High.Text
	}
	if now != nil {
		for _, q := range now.Plans {
			if q.Level == in.Level {
				p.LevelName, p.Phrase = q.LevelName, q.Phrase
			}
		}
	}
	return p
}

func (w *writer) printed(plain *string) Value {
	if plain == nil {
		return Value{}
	}
	return w.shortest(*plain)
}

func printedRat(plain *string) *big.Rat {
	if plain == nil {
		return nil
	}
	if rat, ok := new(big.Rat).SetString(*plain); ok {
		return rat
	}
	return nil
}

func readMoment(text *string) time.Time {
	if text == nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, *text)
	if err != nil {
		return time.Time{}
	}
	return t
}
