package server

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// Results as SDMX-CSV 1.0: what the Summary JSON says, one number a row. The
// numbers are the summary's own texts, so that both agree to the digit.
// sdmxResultsDoc describes the columns.
const sdmxResultsFlow = "MUCTIEU:RESULTS(1.0)"

// sdmxResultsDoc is what readers of the API are told of the columns.
const sdmxResultsDoc = `With format=sdmx-csv the answer is SDMX-CSV 1.0, dataflow MUCTIEU:RESULTS(1.0), one number a row.

Dimensions:
- REF_AREA: key of the unit
- INDICATOR: code of the indicator
- RESULT: ACTUAL; PREVIOUS (the same period, or the base of a stock); GROWTH (percent on it); RATIO (percent of it); CHANGE (points on it); and of a plan level PLAN_LOW (the plan, or its lower end), PLAN_HIGH (upper end, of ranges alone), PERCENT (of plan), GAP (actual less plan), POINTS (the gap where percent of plan makes no sense)
- PLAN_LEVEL: code of the level; _Z where RESULT is not of a plan
- FREQ (CL_FREQ): A year, Q quarter, M month, _O cumulative
- TIME_PERIOD: 2022, 2022-Q1, 2022-05, 2022-01-01/P6M (cumulative)

OBS_VALUE: plain decimal number, empty where there is none; percentages are rounded to the decimals asked for, as in JSON.

Attributes:
- OBS_STATUS (CL_OBS_STATUS): A normal; P and E: the actual behind the number is preliminary or an estimate; O no value yet, COMMENT_OBS may say why; M cannot exist (not applicable, or none by the indicator's method)
- UNIT_MEASURE: the measure in English where it has a word there; % for GROWTH, RATIO and PERCENT
- VERDICT: met, exceeded, not_met, in_progress, no_data, no_plan, not_comparable, not_judged, not_applicable; on rows of a level that level's, on rows of _Z the indicator's on its judging level
- REACHED: true or false against the plan of the year, of in-year periods; else empty
- JUDGING: true on rows of the level the indicator is judged on, false on rows of another; empty on rows of _Z
- PLAN_OPERATOR: EQ, RANGE, LT, LE, GT, GE, ABOUT; PLAN_BASIS: decided, proposed, unknown; both on rows of a level alone
- ORIGIN: of ACTUAL: empty, derived or illustrative
- VERSION: of ACTUAL and PREVIOUS, the version of the figure; empty for computed values
- LAST_UPDATE: dated time of the newest version used, UTC
- COMMENT_OBS: why there is no number, in the language asked for`

var sdmxResultsColumns = []string{"DATAFLOW", "REF_AREA", "INDICATOR", "RESULT", "PLAN_LEVEL", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS",
	"UNIT_MEASURE", "VERDICT", "REACHED", "JUDGING", "PLAN_OPERATOR", "PLAN_BASIS", "ORIGIN", "VERSION", "LAST_UPDATE", "COMMENT_OBS"}

// sdmxOperator gives operators as codes: signs are none in SDMX.
var sdmxOperator = map[indicator.Operator]string{
	indicator.Equal: "EQ", indicator.Range: "RANGE", indicator.Less: "LT", indicator.AtMost: "LE", indicator.More: "GT", indicator.AtLeast: "GE", indicator.About: "ABOUT",
}

// An sdmxResult is one number of a summary's row.
type sdmxResult struct {
	name    string // code of RESULT
	value   string // plain decimal number; empty: none
	measure string // English
	reason  string // why there is none; empty: none is due, or it is not known
	missing bool   // without a value it is O, whatever the reason says
	origin  string
	version int    // 0: computed
	status  string // of OBS_STATUS where there is a value
	group   *sdmxGroup
}

// An sdmxGroup is what the rows of one plan level, or of none, share.
type sdmxGroup struct {
	level, verdict, reached, judging, operator, basis string
}

// sdmxResults writes the rows of a summary in their order.
func sdmxResults(terms i18n.Terms, sum report.Summary) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(sdmxResultsColumns); err != nil {
		return nil, err
	}
	updated := ""
	if !sum.ComputedAt.IsZero() {
		updated = sum.ComputedAt.UTC().Format(time.RFC3339)
	}
	freq, at := sdmxPeriod(sum.Period)
	for _, row := range sum.Rows {
		for _, x := range sdmxOfRow(terms, row) {
			g := x.group
			err := w.Write([]string{sdmxResultsFlow, string(sum.Unit.Key), string(row.Code), x.name, g.level, freq, at, x.value, x.obsStatus(row.Result.Inapplicable),
				plainText(x.measure), g.verdict, g.reached, g.judging, g.operator, g.basis, x.origin, versionText(x.version), updated, plainText(x.reason)})
			if err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// obsStatus is the code of CL_OBS_STATUS.
func (x sdmxResult) obsStatus(inapplicable bool) string {
	switch {
	case x.value != "":
		return x.status
	case !inapplicable && (x.missing || x.reason != ""):
		return "O"
	}
	return "M"
}

func versionText(version int) string {
	if version == 0 {
		return ""
	}
	return strconv.Itoa(version)
}

func reachedText(reached *bool) string {
	if reached == nil {
		return ""
	}
	return strconv.FormatBool(*reached)
}

// sdmxOfRow gives the numbers of a row: those of no level, then level by
// level.
func sdmxOfRow(terms i18n.Terms, row report.Row) []sdmxResult {
	r := row.Result
	measure := terms.Word(i18n.MeasureTerm, r.Indicator.Measure, i18n.En)
	points := measure
	if points == "%" {
		points = terms.Word(i18n.MeasureTerm, "điểm %", i18n.En)
	}
	status, none := "A", r.Actual == nil
	if !none {
		status = sdmxStatus[r.Actual.Status]
	}
	own := &sdmxGroup{level: "_Z", verdict: string(r.Verdict), reached: reachedText(r.Reached)}
	all := []sdmxResult{
		operandResult("ACTUAL", row.Actual, r.Actual, measure, row.Reason, own),
		operandResult("PREVIOUS", row.Previous, r.Previous, measure, row.NoChange, own),
		{name: "GROWTH", value: row.Growth.Plain, measure: "%", group: own},
		{name: "RATIO", value: row.Ratio.Plain, measure: "%", group: own},
		{name: "CHANGE", value: row.Points.Plain, measure: points, group: own},
	}
	for i := 2; i < len(all); i++ {
		all[i].status, all[i].missing = status, none
		if all[i].value == "" {
			all[i].reason = row.NoChange
		}
	}
	for _, p := range row.Plans {
		all = append(all, sdmxOfPlan(p, measure, points, status, none)...)
	}
	return all
}

// operandResult is a figure, or what was computed in its place.
func operandResult(name string, v report.Value, o *indicator.Operand, measure, reason string, own *sdmxGroup) sdmxResult {
	x := sdmxResult{name: name, value: v.Plain, measure: measure, missing: true, group: own}
	if o == nil {
		x.reason = reason
		return x
	}
	x.status, x.version = sdmxStatus[o.Status], o.Version
	if name == "ACTUAL" {
		x.origin = string(o.Origin)
	}
	return x
}

// sdmxOfPlan gives the numbers of one level.
func sdmxOfPlan(p report.PlanRow, measure, points, status string, none bool) []sdmxResult {
	plan := p.Result.Plan
	set := &sdmxGroup{p.Level, string(p.Result.Verdict), reachedText(p.Result.Reached), strconv.FormatBool(p.Result.Judging), sdmxOperator[plan.Target.Operator], string(plan.Basis)}
	all := []sdmxResult{{name: "PLAN_LOW", value: p.Low.Plain, measure: measure, status: "A", group: set}}
	if !p.High.None() {
		all = append(all, sdmxResult{name: "PLAN_HIGH", value: p.High.Plain, measure: measure, status: "A", group: set})
	}
	return append(all,
		sdmxResult{name: "PERCENT", value: p.Percent.Plain, measure: "%", status: status, missing: none, reason: p.Reason, group: set},
		sdmxResult{name: "GAP", value: p.Gap.Plain, measure: measure, status: status, missing: none, group: set},
		sdmxResult{name: "POINTS", value: p.Points.Plain, measure: points, status: status, missing: none, group: set})
}
