package server

import (
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// resultsAt reads the results of a unit's period as SDMX-CSV: each row by the
// codes of its key, the columns by their names.
func resultsAt(t *testing.T, b *browser, path string) map[string]map[string]string {
	t.Helper()
	a := b.get(path + "&format=sdmx-csv")
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	must(t, err)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != sdmxType || !slices.Equal(rows[0], sdmxResultsColumns) {
		t.Fatalf("%s: %d %q %q", path, a.status, a.header.Get("Content-Type"), rows[0])
	}
	all := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cell := map[string]string{}
		for i, name := range rows[0] {
			cell[name] = row[i]
		}
		key := cell["INDICATOR"] + " " + cell["RESULT"] + " " + cell["PLAN_LEVEL"]
		if all[key] != nil {
			t.Errorf("%s: %s stands twice", path, key)
		}
		all[key] = cell
	}
	return all
}

// told gives the numbers of the Summary JSON by the keys of SDMX, each with
// its verdict and whether it was reached.
func told(sum summaryShape) map[string]string {
	all := map[string]string{}
	for _, row := range sum.Rows {
		put := func(name, level string, value *string, verdict string, reached *bool) {
			text, is := "", ""
			if value != nil {
				text = *value
			}
			if reached != nil {
				is = strconv.FormatBool(*reached)
			}
			all[row.Indicator+" "+name+" "+level] = fmt.Sprint(text, "|", verdict, "|", is)
		}
		var actual, previous *string
		if row.Actual != nil {
			actual = &row.Actual.Value
		}
		if row.Previous != nil {
			previous = &row.Previous.Value
		}
		for name, value := range map[string]*string{"ACTUAL": actual, "PREVIOUS": previous, "GROWTH": row.Growth, "RATIO": row.Ratio, "CHANGE": row.Points} {
			put(name, "_Z", value, row.Verdict, row.Reached)
		}
		for _, p := range row.Plans {
			for name, value := range map[string]*string{"PLAN_LOW": p.Low, "PERCENT": p.Percent, "GAP": p.Gap, "POINTS": p.Points} {
				put(name, p.Level, value, p.Verdict, p.Reached)
			}
			if p.High != nil {
				put("PLAN_HIGH", p.Level, p.High, p.Verdict, p.Reached)
			}
		}
	}
	return all
}

func TestResultsAgreeWithTheJSON(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("thanh_pho")
	numbers := 0
	for _, at := range []string{
		"/units/lechan/summary?period=2022", "/units/lechan/summary?period=2022&decimals=3&lang=en", "/units/lechan/summary?period=2021&as_of=2022-01-01",
		"/units/haiphong/summary?period=2022", "/units/haiphong/summary?period=2022-YTD06", "/units/ngoquyen/summary?period=2022-YTD09",
	} {
		want := told(read[summaryShape](t, b.get(apiPrefix+at)))
		rows, got := resultsAt(t, b, apiPrefix+at), map[string]string{}
		for key, cell := range rows {
			got[key] = cell["OBS_VALUE"] + "|" + cell["VERDICT"] + "|" + cell["REACHED"]
			if cell["OBS_VALUE"] != "" {
				numbers++
			}
			if (cell["OBS_VALUE"] == "") != strings.Contains("O M", cell["OBS_STATUS"]) {
				t.Errorf("%s: %s is %q with status %q", at, key, cell["OBS_VALUE"], cell["OBS_STATUS"])
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v", at, got, want)
		}
	}
	if numbers < 300 {
		t.Errorf("%d numbers compared, want more", numbers)
	}
}

func TestResultsAsSDMX(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	a := b.put(`{"indicator":"thu_ns","value":"900.5","status":"estimate","version":3,"note":"ước lại"},
		{"indicator":"bhyt","status":"withdrawn","version":2,"note":"nhập nhầm"},
		{"indicator":"ho_ngheo","status":"not_applicable","version":1,"note":"không có"}`)
	if a.status != http.StatusOK {
		t.Fatalf("save: %d %s", a.status, a.body)
	}
	rows := resultsAt(t, b, summaryPath+"&lang=en")
	columns := []string{"FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "VERDICT", "JUDGING", "PLAN_OPERATOR", "PLAN_BASIS", "VERSION"}
	for key, want := range map[string]string{
		"thu_ns ACTUAL _Z":        "A 2022 900.5 E billion VND not_met    4",
		"thu_ns PREVIOUS _Z":      "A 2022 1541.202 A billion VND not_met    1",
		"thu_ns GROWTH _Z":        "A 2022 -41.6 E % not_met    ",
		"thu_ns PERCENT city":     "A 2022 95.8 E % not_met true EQ unknown ",
		"thu_ns GAP council":      "A 2022 -155.829 E billion VND not_met false EQ unknown ",
		"thu_ns POINTS city":      "A 2022  M billion VND not_met true EQ unknown ",
		"tthc_dung_han CHANGE _Z": "A 2022 0.4 E percentage points met    ",
		"bhyt ACTUAL _Z":          "A 2022  O % no_data    ",
		"bhyt PERCENT city":       "A 2022  O % no_data true EQ unknown ",
		"bhyt PLAN_LOW city":      "A 2022 92.6 A % no_data true EQ unknown ",
		"ho_ngheo ACTUAL _Z":      "A 2022  M % not_applicable    ",
		"ho_ngheo GAP city":       "A 2022  M % not_applicable true EQ unknown ",
	} {
		got := make([]string, len(columns))
		for i, name := range columns {
			got[i] = rows[key][name]
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", key, strings.Join(got, " "), want)
		}
	}
	first := resultsAt(t, b, strings.ReplaceAll(summaryPath, "2022", "2018")+"&lang=en")["ban_le GROWTH _Z"]
	if first["OBS_STATUS"] != "O" || first["COMMENT_OBS"] != "no figure for the same period" {
		t.Errorf("growth of the first year: %v", first)
	}
	for name := range resultsAt(t, b, summaryPath)["thu_ns ACTUAL _Z"] {
		if !strings.Contains(sdmxResultsDoc, name) && name != "DATAFLOW" {
			t.Errorf("column %s is not described", name)
		}
	}
	for query, status := range map[string]int{"&format=xml": http.StatusUnprocessableEntity, "&format=sdmx-csv&decimals=9": http.StatusUnprocessableEntity, "&format=sdmx-csv": http.StatusOK} {
		if a := b.get(summaryPath + query); a.status != status {
			t.Errorf("%s: %d, want %d", query, a.status, status)
		}
	}
	if a := w.api("nguoi_la").get(summaryPath + "&format=sdmx-csv"); a.status != http.StatusNotFound {
		t.Errorf("of a unit one may not read: %d", a.status)
	}
}
