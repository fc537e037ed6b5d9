package report

import (
	"encoding/json"
	"time"

	"muctieu/pkg/indicator"
)

// The shapes of the Summary JSON, as promised to other programs. Numbers are
// decimal strings in shortest form, null where there is none.
type (
	jsonSummary struct {
		Unit       jsonUnit      `json:"unit"`
		Period     string        `json:"period"`
		Lang       string        `json:"lang"`
		Decimals   int           `json:"decimals"`
		ComputedAt *string       `json:"computed_at"`
		Tally      jsonTally     `json:"tally"`
		Rows       []jsonRow     `json:"rows"`
		Missing    []jsonMissing `json:"missing"`
	}
	jsonUnit struct {
		Key  string `json:"key"`
		Code string `json:"code"`
		Name string `json:"name"`
	}
	jsonTally struct {
		Set           int    `json:"set"`
		Achieved      int    `json:"achieved"`
		Exceeded      int    `json:"exceeded"`
		Met           int    `json:"met"`
		NotMet        int    `json:"not_met"`
		InProgress    int    `json:"in_progress"`
		Reached       int    `json:"reached"`
		NoData        int    `json:"no_data"`
		NoPlan        int    `json:"no_plan"`
		NotComparable int    `json:"not_comparable"`
		NotJudged     int    `json:"not_judged"`
		NotApplicable int    `json:"not_applicable"`
		Text          string `json:"text"`
	}
	jsonRow struct {
		Position  int            `json:"position"`
		Indicator indicator.Code `json:"indicator"`
		Name      string         `json:"name"`
		Measure   string         `json:"measure"`
		Direction string         `json:"direction"`
		jsonCompared
		Verdict  string      `json:"verdict"`
		Reached  *bool       `json:"reached"`
		Reason   *string     `json:"reason"`
		Sentence string      `json:"sentence"`
		InYear   *jsonInYear `json:"in_year,omitempty"` // of months and quarters
	}
	// jsonCompared is a value beside its plans and the one before.
	jsonCompared struct {
		Actual   *jsonActual   `json:"actual"`
		Previous *jsonPrevious `json:"previous"`
		Plans    []jsonPlan    `json:"plans"`
		Growth   *string       `json:"growth_percent"`
		Ratio    *string       `json:"ratio_percent"`
		Points   *string       `json:"points"`
	}
	jsonActual struct {
		Value   string `json:"value"`
		Text    string `json:"text"`
		Status  string `json:"status"`
		Version *int   `json:"version"` // null for a computed value
		Origin  string `json:"origin"`
	}
	jsonPrevious struct {
		Value   string `json:"value"`
		Status  string `json:"status"`
		Version *int   `json:"version"`
	}
	jsonPlan struct {
		Level    string        `json:"level"`
		Operator string        `json:"operator"`
		Low      *string       `json:"low"`
		High     *string       `json:"high"`
		Judging  bool          `json:"judging"`
		Percent  *string       `json:"percent"`
		Gap      *string       `json:"gap"`
		Points   *string       `json:"points"`
		Verdict  string        `json:"verdict"`
		Reached  *bool         `json:"reached"`
		Basis    string        `json:"basis"`
		Document *jsonDocument `json:"document"`
	}
	jsonDocument struct {
		Number string  `json:"number"`
		Date   *string `json:"date"`
		Issuer string  `json:"issuer"`
		Title  string  `json:"title"`
	}
	jsonMissing struct {
		Indicator indicator.Code `json:"indicator"`
		What      string         `json:"what"`
	}
)

// MarshalJSON gives the Summary JSON of the interfaces. Equal summaries give
// equal bytes.
func (s Summary) MarshalJSON() ([]byte, error) {
	t := s.Tally
	out := jsonSummary{
		Unit:   jsonUnit{Key: string(s.Unit.Key), Code: s.Unit.Code, Name: s.Unit.Name},
		Period: s.Period.String(), Lang: string(s.Lang), Decimals: s.Decimals, ComputedAt: moment(s.ComputedAt),
		Tally: jsonTally{t.Set, t.Achieved, t.Exceeded, t.Met, t.NotMet, t.InProgress, t.Reached, t.NoData, t.NoPlan,
			t.NotComparable, t.NotJudged, t.NotApplicable, t.Text},
		Rows: make([]jsonRow, len(s.Rows)), Missing: make([]jsonMissing, len(s.Missing)),
	}
	for i, row := range s.Rows {
		out.Rows[i] = row.json()
	}
	for i, m := range s.Missing {
		out.Missing[i] = jsonMissing{m.Indicator, m.What}
	}
	return json.Marshal(out)
}

func (row Row) json() jsonRow {
	r := row.Result
	out := jsonRow{
		Position: row.Position, Indicator: row.Code, Name: row.Name, Measure: row.Measure, Direction: string(r.Indicator.Direction),
		jsonCompared: jsonCompared{
			Plans: make([]jsonPlan, len(row.Plans)), Growth: row.Growth.pointer(), Ratio: row.Ratio.pointer(), Points: row.Points.pointer(),
		},
		Verdict: string(r.Verdict), Reached: r.Reached, Reason: text(row.WhyNot()), Sentence: row.Sentence,
	}
	if a := r.Actual; a != nil {
		out.Actual = &jsonActual{row.Actual.Plain, row.Actual.Text, string(a.Status), version(a), string(a.Origin)}
	}
	if p := r.Previous; p != nil {
		out.Previous = &jsonPrevious{row.Previous.Plain, string(p.Status), version(p)}
	}
	for i, p := range row.Plans {
		out.Plans[i] = p.json()
	}
	if row.InYear != nil {
		out.InYear = row.InYear.json()
	}
	return out
}

func (p PlanRow) json() jsonPlan {
	plan := p.Result.Plan
	out := jsonPlan{
		Level: p.Level, Operator: string(plan.Target.Operator), Low: p.Low.pointer(), High: p.High.pointer(), Judging: p.Result.Judging,
		Percent: p.Percent.pointer(), Gap: p.Gap.pointer(), Points: p.Points.pointer(),
		Verdict: string(p.Result.Verdict), Reached: p.Result.Reached, Basis: string(plan.Basis),
	}
	if d := plan.Decision; d.Number != "" || d.Title != "" || !d.Date.IsZero() {
		out.Document = &jsonDocument{Number: d.Number, Date: day(d.Date), Issuer: d.Issuer, Title: d.Title}
	}
	return out
}

// pointer gives a value as JSON has it: null where there is none.
func (v Value) pointer() *string {
	if v.None() {
		return nil
	}
	return &v.Plain
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func version(o *indicator.Operand) *int {
	if o.Version == 0 {
		return nil
	}
	return &o.Version
}

func moment(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

func day(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.DateOnly)
	return &s
}
