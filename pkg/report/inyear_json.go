package report

import (
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// What stands beside a month or quarter in the Summary JSON.
type (
	jsonInYear struct {
		Before       string        `json:"before"` // period
		BeforeActual *jsonPrevious `json:"before_actual"`
		Growth       *string       `json:"growth_percent"`
		Ratio        *string       `json:"ratio_percent"`
		Points       *string       `json:"points"`
		Change       string        `json:"change"`
		Total        *jsonTotal    `json:"total"` // null where the period itself runs from 1 January
	}
	jsonTotal struct {
		Period string `json:"period"`
		jsonCompared
		Sentence string `json:"sentence"`
	}
)

func (y *InYear) json() *jsonInYear {
	out := &jsonInYear{Before: y.Before.String(), Growth: y.Growth.pointer(), Ratio: y.Ratio.pointer(), Points: y.Points.pointer(), Change: y.Change}
	if b := y.BeforeResult; b != nil {
		out.BeforeActual = &jsonPrevious{y.Value.Plain, string(b.Status), version(b)}
	}
	if y.Total == nil {
		return out
	}
	out.Total = &jsonTotal{y.Total.Result.Period.String(), y.Total.json().jsonCompared, y.Running}
	return out
}

// restoredInYear reads back what stood beside a month or quarter; nil where
// nothing did.
func (w *writer) restoredInYear(in *jsonInYear, row Row, now *Row) *InYear {
	if in == nil {
		return nil
	}
	y := &InYear{Growth: w.printed(in.Growth), Ratio: w.printed(in.Ratio), Points: w.printed(in.Points), Change: in.Change}
	y.Before, _ = period.Parse(in.Before)
	if b := in.BeforeActual; b != nil {
		y.Value = Value{b.Value, w.p.Format().Text(b.Value, row.Result.Indicator.ShownDecimals)}
		y.BeforeResult = restoredOperand(b.Value, b.Status, true)
	}
	if in.Total == nil {
		return y
	}
	t := in.Total
	total := w.restored(jsonRow{
		Position: row.Position, Indicator: row.Code, Name: row.Name, Measure: row.Measure, jsonCompared: t.jsonCompared, Verdict: string(indicator.InProgress),
	}, now)
	total.Result.Period, _ = period.Parse(t.Period)
	y.Total, y.Running = &total, t.Sentence
	return y
}
