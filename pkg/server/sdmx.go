package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// Figures as SDMX-CSV 1.0, for statistical offices: one observation a row.
// sdmxDoc describes the columns.
const (
	sdmxType = "application/vnd.sdmx.data+csv; version=1.0.0; charset=utf-8"
	sdmxFlow = "MUCTIEU:FIGURES(1.0)"
)

// sdmxDoc is what readers of the API are told of the columns.
const sdmxDoc = `With format=sdmx-csv the answer is all cells as SDMX-CSV 1.0, dataflow MUCTIEU:FIGURES(1.0), one observation a row.

Dimensions:
- REF_AREA: key of the unit
- INDICATOR: code of the indicator
- FREQ (CL_FREQ): A year, Q quarter, M month, _O cumulative
- TIME_PERIOD: 2022, 2022-Q1, 2022-05, 2022-01-01/P6M (cumulative)

OBS_VALUE: plain decimal number in UNIT_MEASURE, empty where there is none.

Attributes:
- OBS_STATUS (CL_OBS_STATUS): A official, P preliminary, E estimate, M not applicable (cannot exist), O withdrawn
- UNIT_MEASURE: the measure in English where it has a word there
- DECIMALS: places that are stored
- ORIGIN: empty, derived or illustrative
- VERSION: number of the version
- LAST_UPDATE: when the program took it, UTC
- SOURCE_DETAIL: source
- COMMENT_OBS: note

Results (percent of plan, growth, verdict) come the same way from /units/{unit}/summary.`

var sdmxColumns = []string{"DATAFLOW", "REF_AREA", "INDICATOR", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE",
	"DECIMALS", "ORIGIN", "VERSION", "LAST_UPDATE", "SOURCE_DETAIL", "COMMENT_OBS"}

var sdmxStatus = map[indicator.Status]string{
	indicator.Final: "A", indicator.Preliminary: "P", indicator.Estimate: "E", indicator.NotApplicable: "M", indicator.Withdrawn: "O",
}

// sdmxPeriod gives frequency and period as SDMX writes them.
func sdmxPeriod(p period.Period) (freq, time string) {
	switch p.Shape {
	case period.Quarter:
		return "Q", fmt.Sprintf("%d-Q%d", p.Year, p.N)
	case period.Month:
		return "M", fmt.Sprintf("%d-%02d", p.Year, p.N)
	case period.YTD:
		return "_O", fmt.Sprintf("%d-01-01/P%dM", p.Year, p.N)
	}
	return "A", strconv.Itoa(p.Year)
}

// sdmxCSV writes figures in the order given.
func sdmxCSV(catalogue *indicator.Catalogue, figures []indicator.Figure) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(sdmxColumns); err != nil {
		return nil, err
	}
	for _, f := range figures {
		known, value := catalogue.Indicators[f.Indicator], ""
		if f.Value != nil {
			value = f.Value.String()
		}
		freq, at := sdmxPeriod(f.Period)
		row := []string{sdmxFlow, string(f.Unit), string(f.Indicator), freq, at, value, sdmxStatus[f.Status],
			plainText(catalogue.Terms.Word(i18n.MeasureTerm, known.Measure, i18n.En)), strconv.Itoa(known.Decimals), string(f.Origin), strconv.Itoa(f.Version),
			f.Recorded.UTC().Format(time.RFC3339), plainText(f.Source), plainText(f.Note)}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
