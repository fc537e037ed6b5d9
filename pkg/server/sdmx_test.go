package server

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/period"
)

func TestFiguresAsSDMX(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	const path = apiPrefix + "/units/lechan/figures?period=2022"
	if a := b.put(`{"indicator":"thu_ns","value":"900.5","status":"estimate","version":3,"note":"=1+1"}`); a.status != http.StatusOK {
		t.Fatalf("save: %d %s", a.status, a.body)
	}
	a := b.get(path + "&format=sdmx-csv")
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	must(t, err)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != sdmxType || !slices.Equal(rows[0], sdmxColumns) {
		t.Fatalf("%d %q %v", a.status, a.header.Get("Content-Type"), rows[0])
	}
	if want := len(read[figuresAnswer](t, b.get(path+"&limit=500")).Figures); len(rows)-1 != want || want == 0 {
		t.Errorf("%d observations, as JSON %d", len(rows)-1, want)
	}
	at := slices.IndexFunc(rows, func(r []string) bool { return r[2] == "thu_ns" })
	row := rows[at]
	row[11] = "" // when it was saved
	want := []string{"MUCTIEU:FIGURES(1.0)", "lechan", "thu_ns", "A", "2022", "900.5", "E", "billion VND", "3", "", "4", "", "", "'=1+1"}
	if !slices.Equal(row, want) {
		t.Errorf("row %q\nwant %q", row, want)
	}
	b.header.Set("If-None-Match", a.header.Get("ETag"))
	if a := b.get(path + "&format=sdmx-csv"); a.status != http.StatusNotModified {
		t.Errorf("unchanged: %d", a.status)
	}
	b.header.Del("If-None-Match")
	if a := b.get(path + "&format=xml"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("another format: %d", a.status)
	}
	if a := w.api("nguoi_la").get(path + "&format=sdmx-csv"); a.status != http.StatusNotFound {
		t.Errorf("of a unit one may not read: %d", a.status)
	}
}

func TestPeriodsAsSDMX(t *testing.T) {
	for text, want := range map[string]string{"2022": "A 2022", "2022-Q3": "Q 2022-Q3", "2022-M05": "M 2022-05", "2022-YTD06": "_O 2022-01-01/P6M", "2022-YTD10": "_O 2022-01-01/P10M"} {
		if freq, at := sdmxPeriod(period.MustParse(text)); freq+" "+at != want {
			t.Errorf("%s: %s %s, want %s", text, freq, at, want)
		}
	}
}
