package server

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSummaryByItsFilters(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	tests := []struct {
		name, query string
		status      int
		code        string // of a problem
		check       func(t *testing.T, s summaryShape)
	}{
		{"English", "&lang=en", 200, "", func(t *testing.T, s summaryShape) {
			if s.Lang != "en" || s.Unit.Name != "Lê Chân district" || !strings.Contains(s.Tally.Text, "16/16 indicators") {
				t.Errorf("%s %s %s", s.Lang, s.Unit.Name, s.Tally.Text)
			}
		}},
		{"a language there is not", "&lang=xx", 200, "", func(t *testing.T, s summaryShape) {
			if s.Lang != "vi" || s.Unit.Name != "Quận Lê Chân" {
				t.Errorf("%s %s", s.Lang, s.Unit.Name)
			}
		}},
		{"no decimals", "&decimals=0", 200, "", func(t *testing.T, s summaryShape) {
			if got := judgedPercent(s.Rows[1]); s.Decimals != 0 || got != "111" {
				t.Errorf("%d decimals, %s", s.Decimals, got)
			}
		}},
		{"three decimals", "&decimals=3", 200, "", func(t *testing.T, s summaryShape) {
			if got := judgedPercent(s.Rows[1]); s.Decimals != 3 || got != "110.6" && len(got) > len("110.600") {
				t.Errorf("%d decimals, %s", s.Decimals, got)
			}
		}},
		{"before anything", "&as_of=2000-01-01", 200, "", func(t *testing.T, s summaryShape) {
			if s.ComputedAt != nil || s.Tally.Achieved != 0 || s.Tally.Met+s.Tally.Exceeded+s.Tally.NotMet != 0 {
				t.Errorf("computed at %v, %+v", s.ComputedAt, s.Tally)
			}
			for _, row := range s.Rows {
				if row.Actual != nil {
					t.Errorf("%s already had %s", row.Indicator, row.Actual.Value)
				}
			}
		}},
		{"half a year", "", 200, "", func(t *testing.T, s summaryShape) {
			if s.Period != "2022-YTD06" || s.Tally.Achieved != 0 || s.Tally.InProgress == 0 {
				t.Errorf("%s %+v", s.Period, s.Tally)
			}
		}},
		{"four decimals", "&decimals=4", 422, "", nil},
		{"decimals below zero", "&decimals=-1", 422, "", nil},
		{"decimals that are none", "&decimals=hai", 422, "api.decimals", nil},
		{"a day as people write it", "&as_of=01/12/2022", 422, "api.as_of", nil},
		{"a day there is not", "&as_of=2022-02-30", 422, "api.as_of", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := summaryPath + tt.query
			if tt.name == "half a year" {
				path = apiPrefix + "/units/lechan/summary?period=2022-YTD06"
			}
			a := b.get(path)
			if a.status != tt.status {
				t.Fatalf("%d, want %d: %.200s", a.status, tt.status, a.body)
			}
			if tt.check != nil {
				tt.check(t, read[summaryShape](t, a))
				return
			}
			if p := read[problem](t, a); p.Status != tt.status || tt.code != "" && p.Code != tt.code || p.Detail == "" {
				t.Errorf("the problem is %s", a.body)
			}
		})
	}
}

// Counts of the tally are those of the rows, in every period.
func TestTallyCountsItsRows(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("thanh_pho")
	for _, path := range []string{"lechan/summary?period=2022", "lechan/summary?period=2022-YTD06", "lechan/summary?period=2021", "haiphong/summary?period=2022",
		"ngoquyen/summary?period=2022", "lechan-catdai/summary?period=2022", "haiphong/summary?period=2031"} {
		s := read[summaryShape](t, b.get(apiPrefix+"/units/"+path))
		counts := map[string]int{}
		reached := 0
		for _, row := range s.Rows {
			counts[row.Verdict]++
			if row.Reached != nil && *row.Reached {
				reached++
			}
			if row.Reached != nil != (row.Verdict == "in_progress") {
				t.Errorf("%s: %s is %s and reached is %v", path, row.Indicator, row.Verdict, row.Reached)
			}
		}
		judged := len(s.Rows) - counts["not_judged"] - counts["not_applicable"]
		want := tallyShape{Set: judged, Achieved: counts["met"] + counts["exceeded"], Exceeded: counts["exceeded"], Met: counts["met"], NotMet: counts["not_met"],
			InProgress: counts["in_progress"], Reached: reached, NoData: counts["no_data"], NoPlan: counts["no_plan"], NotComparable: counts["not_comparable"],
			NotJudged: counts["not_judged"], NotApplicable: counts["not_applicable"], Text: s.Tally.Text}
		if s.Tally != want {
			t.Errorf("%s: %+v, the rows say %+v", path, s.Tally, want)
		}
		for _, m := range s.Missing {
			if m.What != "actual" && m.What != "plan" && m.What != "previous" {
				t.Errorf("%s: %s lacks %q", path, m.Indicator, m.What)
			}
		}
	}
}

func TestTagsOfTheSummary(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	tags := map[string]string{}
	for _, query := range []string{"", "&lang=en", "&decimals=2", "&as_of=2022-12-01"} {
		a := b.get(summaryPath + query)
		tag := a.header.Get("ETag")
		if other, twice := tags[tag]; tag == "" || twice {
			t.Errorf("%q has the tag %q of %q", query, tag, other)
		}
		tags[tag] = query
		b.header.Set("If-None-Match", tag)
		if again := b.get(summaryPath + query); again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%q again: %d with %d bytes", query, again.status, len(again.body))
		}
		b.header.Del("If-None-Match")
	}
	for tag, query := range tags {
		if query != "" && query != "&as_of=2022-12-01" {
			continue
		}
		w.typeIn("can_bo", "ban_le", map[string]string{"": "27100", "&as_of=2022-12-01": "27200"}[query], "")
		b.header.Set("If-None-Match", tag)
		want := http.StatusOK
		if query != "" {
			want = http.StatusNotModified // the past does not change
		}
		if a := b.get(summaryPath + query); a.status != want {
			t.Errorf("%q after a save: %d, want %d", query, a.status, want)
		}
	}
}

// Pages of figures together are the whole, and the whole as CSV has as many
// lines.
func TestFiguresByPagesAndAsCSV(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	at := apiPrefix + "/units/lechan/figures?period=2022"
	whole := read[figuresAnswer](t, b.get(at+"&limit=1000"))
	for _, limit := range []int{1, 5, 24} {
		var got []figureAnswer
		cursor, pages := "", 0
		for {
			page := read[figuresAnswer](t, b.get(fmt.Sprintf("%s&limit=%d&cursor=%s", at, limit, url.QueryEscape(cursor))))
			if len(page.Figures) > limit {
				t.Errorf("%d on a page of %d", len(page.Figures), limit)
			}
			got = append(got, page.Figures...)
			if pages++; page.Next == "" || pages > 50 {
				break
			}
			cursor = page.Next
		}
		if len(got) != len(whole.Figures) {
			t.Errorf("by %d: %d figures, want %d", limit, len(got), len(whole.Figures))
			continue
		}
		for k := range got {
			if got[k].Indicator != whole.Figures[k].Indicator || got[k].Version != whole.Figures[k].Version {
				t.Errorf("by %d: figure %d is %s", limit, k, got[k].Indicator)
			}
		}
	}
	a := b.get(at + "&format=sdmx-csv")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	must(t, err)
	if len(lines) != len(whole.Figures)+1 || !strings.Contains(a.header.Get("Content-Type"), "csv") {
		t.Errorf("%d lines of %q for %d figures", len(lines), a.header.Get("Content-Type"), len(whole.Figures))
	}
	column := map[string]int{}
	for k, head := range lines[0] {
		column[head] = k
	}
	for k, f := range whole.Figures {
		line := lines[k+1]
		if line[column["INDICATOR"]] != f.Indicator || f.Value != nil && line[column["OBS_VALUE"]] != *f.Value || line[column["TIME_PERIOD"]] != "2022" {
			t.Errorf("line %d is %v, want %s", k+1, line, f.Indicator)
		}
	}
}

func TestAPIRefusals(t *testing.T) {
	w := newWorld(t, Config{})
	tests := []struct {
		login, path string
		status      int
	}{
		{"", "/units/lechan/summary?period=2022", 401}, {"", "/indicators", 401},
		{"nguoi_la", "/units/lechan/summary?period=2022", 404}, {"nguoi_la", "/units/lechan/figures?period=2022", 404},
		{"nguoi_la", "/units/khongco/figures?period=2022", 404}, {"lanh_dao", "/units/lechan-catdai/figures?period=2022", 404},
		{"can_bo", "/units/lechan/figures", 422}, {"can_bo", "/units/lechan/summary?period=2022-YTD03", 422}, {"can_bo", "/units/lechan/summary?period=2022-YTD12", 422},
		{"can_bo", "/units/lechan/figures?period=2022&format=xml", 422}, {"can_bo", "/units/lechan/figures?period=2022&limit=0x", 422},
		{"can_bo", "/units/lechan/figures?period=2022&cursor=%00", 422}, {"can_bo", "/indicators?limit=-3", 422},
	}
	for _, tt := range tests {
		b := w.browser()
		if tt.login != "" {
			b = w.api(tt.login)
		}
		a := b.get(apiPrefix + tt.path)
		if a.status != tt.status {
			t.Errorf("%s at %s: %d, want %d", tt.login, tt.path, a.status, tt.status)
			continue
		}
		if p := read[problem](t, a); p.Status != tt.status || p.ID == "" || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s at %s is answered %s", tt.login, tt.path, a.body)
		}
		if strings.Contains(a.body, "940.133") || strings.Contains(a.body, "Lê Chân") {
			t.Errorf("%s at %s learns too much: %s", tt.login, tt.path, a.body)
		}
	}
}

// An approved period is locked to the API as well: nothing of the save is
// taken.
func TestAPILocked(t *testing.T) {
	w := newWorld(t, Config{})
	w.approved()
	b := w.api("can_bo")
	v := w.newest("ban_le").Version
	a := b.put(fmt.Sprintf(`{"indicator":"ban_le","value":"1","status":"official","version":%d}`, v))
	if p := read[problem](t, a); a.status != http.StatusLocked || p.Code != "save.period_locked" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if got := w.newest("ban_le").Version; got != v {
		t.Errorf("version %d became %d", v, got)
	}
}
