package server

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// summaryShape describes the Summary JSON field by field. It is never filled
// in by the server: a test reads a real summary into it and fails on a field
// that one of the two does not know.
type summaryShape struct {
	Unit struct {
		Key  string `json:"key"`
		Code string `json:"code"`
		Name string `json:"name"`
	} `json:"unit"`
	Period     string         `json:"period"`
	Lang       string         `json:"lang"`
	Decimals   int            `json:"decimals"`
	ComputedAt *string        `json:"computed_at" format:"date-time" doc:"dated time of the newest version used"`
	Tally      tallyShape     `json:"tally"`
	Rows       []rowShape     `json:"rows" doc:"in the set's order"`
	Missing    []missingShape `json:"missing"`
}

type tallyShape struct {
	Set           int    `json:"set" doc:"judged rows"`
	Achieved      int    `json:"achieved" doc:"met and exceeded"`
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

type rowShape struct {
	Position  int           `json:"position"`
	Indicator string        `json:"indicator"`
	Name      string        `json:"name"`
	Measure   string        `json:"measure"`
	Direction string        `json:"direction"`
	Actual    *valueShape   `json:"actual"`
	Previous  *earlierShape `json:"previous"`
	Plans     []planShape   `json:"plans" doc:"levels that have one"`
	Growth    *string       `json:"growth_percent"`
	Ratio     *string       `json:"ratio_percent"`
	Points    *string       `json:"points"`
	Verdict   string        `json:"verdict"`
	Reached   *bool         `json:"reached"`
	Reason    *string       `json:"reason"`
	Sentence  string        `json:"sentence"`
	InYear    *struct {
		Before       string        `json:"before" doc:"the month or quarter before"`
		BeforeActual *earlierShape `json:"before_actual"`
		Growth       *string       `json:"growth_percent" doc:"on the month or quarter before"`
		Ratio        *string       `json:"ratio_percent"`
		Points       *string       `json:"points"`
		Change       string        `json:"change" doc:"the change in words; empty: none"`
		Total        *totalShape   `json:"total" doc:"since 1 January; null where the period itself runs from there"`
	} `json:"in_year,omitempty" doc:"only of months and quarters"`
}

type totalShape struct {
	Period   string        `json:"period"`
	Actual   *valueShape   `json:"actual"`
	Previous *earlierShape `json:"previous"`
	Plans    []planShape   `json:"plans" doc:"of the year"`
	Growth   *string       `json:"growth_percent"`
	Ratio    *string       `json:"ratio_percent"`
	Points   *string       `json:"points"`
	Sentence string        `json:"sentence" doc:"empty of stocks and without a figure"`
}

type earlierShape struct {
	Value   string `json:"value"`
	Status  string `json:"status"`
	Version *int   `json:"version" doc:"null for a computed value"`
}

type valueShape struct {
	Value   string `json:"value" doc:"decimal, shortest form"`
	Text    string `json:"text" doc:"as printed in the summary's language"`
	Status  string `json:"status"`
	Version *int   `json:"version" doc:"null for a computed value"`
	Origin  string `json:"origin"`
}

type planShape struct {
	Level    string  `json:"level"`
	Operator string  `json:"operator"`
	Low      *string `json:"low"`
	High     *string `json:"high"`
	Judging  bool    `json:"judging"`
	Percent  *string `json:"percent"`
	Gap      *string `json:"gap"`
	Points   *string `json:"points"`
	Verdict  string  `json:"verdict"`
	Reached  *bool   `json:"reached"`
	Basis    string  `json:"basis"`
	Document *struct {
		Number string  `json:"number"`
		Date   *string `json:"date"`
		Issuer string  `json:"issuer"`
		Title  string  `json:"title"`
	} `json:"document"`
}

type missingShape struct {
	Indicator string `json:"indicator"`
	What      string `json:"what" enum:"actual,plan,previous"`
}

func summarySchema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[summaryShape](), true, "Summary")
}
