package export

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

var numberToken = regexp.MustCompile(`[−+-]?\d+(?:[.,]\d+)*`)

// columnNumbers is in the head of the table alone: "5=4/2".
var columnNumbers = regexp.MustCompile(`\d+=\d+/\d+`)

// tally counts the numbers of a text.
func tally(text string) map[string]int {
	found := map[string]int{}
	for _, n := range numberToken.FindAllString(text, -1) {
		found[n]++
	}
	return found
}

// plainOf reads a printed number back; empty for what is none.
func plainOf(text string, lang i18n.Lang) string {
	f := i18n.For(lang).Format()
	number := numberToken.FindString(text)
	if !strings.HasPrefix(text, number) || number == "" {
		return ""
	}
	s := strings.ReplaceAll(strings.TrimPrefix(number, "+"), "−", "-")
	s = strings.ReplaceAll(s, f.Group, "")
	s = strings.Replace(s, f.Decimal, ".", 1)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// expected is what a summary says of a row, by column: the numbers any format
// of the table must hold.
func expected(row report.Row, levels []string) map[string]string {
	want := map[string]string{"previous": row.Previous.Plain, "actual": row.Actual.Plain, "change": row.Ratio.Plain}
	if row.Ratio.None() && row.Points.Plain != "0" {
		want["change"] = row.Points.Plain
	}
	for _, level := range levels {
		for _, p := range row.Plans {
			if p.Level != level {
				continue
			}
			want["plan "+level], want["percent "+level] = p.Low.Plain, p.Percent.Plain
			if p.Result.Plan.Target.Operator != indicator.Equal {
				want["plan "+level] = p.Text // a range or bound is words
			}
			if p.Percent.None() && p.Points.Plain != "0" {
				want["percent "+level] = p.Points.Plain
			}
		}
	}
	if y := row.InYear; y != nil {
		want["before"], want["before change"] = y.Value.Plain, y.Ratio.Plain
		if y.Ratio.None() && y.Points.Plain != "0" {
			want["before change"] = y.Points.Plain
		}
		if y.Total != nil {
			expectedTotal(want, *y.Total, levels)
		}
	}
	return want
}

// expectedTotal is what the total since 1 January says; a month alone is not
// held against the year's plan.
func expectedTotal(want map[string]string, total report.Row, levels []string) {
	for column, number := range expected(total, levels) {
		if strings.HasPrefix(column, "percent ") {
			delete(want, column)
		}
		if !strings.HasPrefix(column, "plan ") {
			want["total "+column] = number
		}
	}
}

// columnsOf names the columns of the annex as expected does.
func columnsOf(columns []column) map[string]int {
	at := map[string]int{}
	for i, c := range columns {
		switch c.kind {
		case columnPrevious:
			at["previous"] = i
		case columnActual:
			at["actual"] = i
		case columnChange:
			at["change"] = i
		case columnBefore:
			at["before"] = i
		case columnBeforeChange:
			at["before change"] = i
		case columnTotal:
			at["total actual"] = i
		case columnTotalBefore:
			at["total previous"] = i
		case columnTotalChange:
			at["total change"] = i
		case columnTotalPercent:
			at["total percent "+c.level] = i
		case columnPlan:
			at["plan "+c.level] = i
		case columnPercent:
			at["percent "+c.level] = i
		}
	}
	return at
}

func levelsOf(doc Document) []string {
	var codes []string
	for _, l := range newAnnexWriter(doc, false).levels {
		codes = append(codes, l.Level)
	}
	return codes
}

// agreeing lists documents of every sort of period, unit and language.
func agreeing(t *testing.T) map[string]Document {
	t.Helper()
	book, terms := demoBook(t)
	docs := map[string]Document{}
	for _, lang := range i18n.Langs {
		for _, at := range []string{"lechan 2022", "lechan 2021", "lechan 2022-YTD06", "lechan 2022-Q1", "lechan 2022-Q2", "lechan 2022-M05", "lechan 2022-M01", "haiphong 2022", "lechan-anbien 2022"} {
			unit, p, _ := strings.Cut(at, " ")
			s := summaryOf(t, report.Input{Book: book, Terms: terms, Unit: indicatorUnit(unit), Lang: lang, Decimals: 1}, p)
			if len(s.Rows) == 0 {
				t.Fatalf("%s has no rows", at)
			}
			docs[string(lang)+" "+at] = Document{Summary: s}
		}
	}
	return docs
}

// agreedFiles are the files of the documents of agreeing, by name and format:
// several tests read each.
var agreedFiles sync.Map

// agreed writes a document of agreeing once for all tests.
func agreed(t *testing.T, name string, doc Document, format string) []byte {
	t.Helper()
	if have, ok := agreedFiles.Load(name + format); ok {
		return have.([]byte)
	}
	raw := written(t, doc, format)
	agreedFiles.Store(name+format, raw)
	return raw
}

func TestWordHoldsTheSummary(t *testing.T) {
	for name, doc := range agreeing(t) {
		columns := annexOf(doc, false).columns
		var rows [][]string
		for _, r := range readWord(t, agreed(t, name, doc, "docx")).annexTable().rows {
			if len(r) == len(columns) && r[0] != "A" && numberToken.MatchString(r[0]) {
				rows = append(rows, r)
			}
		}
		if len(rows) != len(doc.Summary.Rows) {
			t.Errorf("%s: %d rows in Word, want %d", name, len(rows), len(doc.Summary.Rows))
			continue
		}
		for i, row := range doc.Summary.Rows {
			for column, want := range expected(row, levelsOf(doc)) {
				printed := rows[i][columnsOf(columns)[column]]
				if got := plainOf(printed, doc.Summary.Lang); got != want && printed != want {
					t.Errorf("%s: %s, %s: Word has %q, the summary %q", name, row.Name, column, printed, want)
				}
			}
		}
	}
}

func TestExcelHoldsTheSummary(t *testing.T) {
	for name, doc := range agreeing(t) {
		columns := columnsOf(annexOf(doc, true).columns)
		f := readSheet(t, agreed(t, name, doc, "xlsx"))
		raw, err := f.GetRows(f.GetSheetName(0), rawCells)
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string][]string{}
		for _, r := range raw[firstLine-1:] {
			if len(r) > 3 && numberToken.MatchString(r[0]) {
				rows[r[0]] = r
			}
		}
		for _, row := range doc.Summary.Rows {
			cells := rows[strconv.Itoa(row.Position)]
			for column, want := range expected(row, levelsOf(doc)) {
				if got := sheetNumber(cells, columns[column]); got != want {
					t.Errorf("%s: %s, %s: Excel has %q, the summary %q", name, row.Name, column, got, want)
				}
			}
		}
	}
}

// sheetNumber is what a raw cell says: its number, or a bound in words. Dashes
// and words for no difference are no number.
func sheetNumber(cells []string, at int) string {
	if at >= len(cells) || !strings.ContainsAny(cells[at], "0123456789") {
		return ""
	}
	return cells[at]
}

// PDF and Word print the same numbers equally often, apart from the heads of
// tables, which repeat, and the numbers of pages.
func TestPDFHoldsWhatWordHolds(t *testing.T) {
	for name, doc := range agreeing(t) {
		word := readWord(t, agreed(t, name, doc, "docx"))
		pages := pdfPages(t, agreed(t, name, doc, "pdf"))
		want := tally(word.text())
		for i, page := range pages {
			if i > 0 {
				want[strconv.Itoa(i+1)]++ // its number
			}
			if i > 0 && columnNumbers.MatchString(pages[i-1]) && columnNumbers.MatchString(page) {
				for n, times := range headNumbers(word) { // the head once more
					want[n] += times
				}
			}
		}
		got := tally(strings.Join(pages, "\n"))
		if !maps.Equal(got, want) {
			t.Errorf("%s: %s", name, difference(got, want))
		}
	}
}

func headNumbers(word wordDocument) map[string]int {
	table := word.annexTable()
	var texts []string
	for i, row := range table.rows {
		if table.head[i] {
			texts = append(texts, row...)
		}
	}
	return tally(strings.Join(texts, "\n"))
}

func difference(got, want map[string]int) string {
	var lines []string
	for _, n := range slices.Sorted(maps.Keys(want)) {
		if got[n] != want[n] {
			lines = append(lines, n+": "+strconv.Itoa(got[n])+" times in PDF, "+strconv.Itoa(want[n])+" in Word")
		}
	}
	for _, n := range slices.Sorted(maps.Keys(got)) {
		if want[n] == 0 {
			lines = append(lines, n+": in PDF alone")
		}
	}
	return strings.Join(lines, "; ")
}

// The sentences, the tally and what is missing stand in Word, PDF and plain
// text alike.
func TestSentencesStandEverywhere(t *testing.T) {
	for name, doc := range agreeing(t) {
		texts := map[string]string{
			"docx": readWord(t, agreed(t, name, doc, "docx")).text(),
			"pdf":  unspaced(strings.Join(unnumbered(pdfPages(t, agreed(t, name, doc, "pdf"))), "\n")),
			"text": string(written(t, doc, "text")),
		}
		for format, text := range texts {
			for _, s := range append(report.Sentences(doc.Summary.Rows), doc.Summary.Tally.Text) {
				if format == "pdf" {
					s = unspaced(s)
				}
				if !strings.Contains(strings.ToLower(text), strings.ToLower(s)) {
					t.Errorf("%s: %s lacks %q", name, format, s)
				}
			}
		}
	}
}

// unnumbered takes the page's number off the head of each page, so that a
// sentence over two pages is read as one.
func unnumbered(pages []string) []string {
	for i, page := range pages {
		pages[i] = strings.TrimPrefix(strings.TrimSpace(page), strconv.Itoa(i+1)+"\n")
	}
	return pages
}

// unspaced leaves spaces and line breaks out, which a page sets as it must.
func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// A jsonRow is a row of the Summary JSON as far as the tests read it.
type jsonRow struct {
	Actual *struct{ Value string }
	Plans  []struct{ Level, Percent string }
	Ratio  string `json:"ratio_percent"`
	InYear struct {
		Before *struct{ Value string } `json:"before_actual"`
		Ratio  string                  `json:"ratio_percent"`
		Total  *struct {
			Actual *struct{ Value string }
			Plans  []struct{ Level, Percent string }
			Ratio  string `json:"ratio_percent"`
		}
	} `json:"in_year"`
}

// inYearAgrees holds CSV and JSON against what a month is read beside.
func inYearAgrees(t *testing.T, name string, row report.Row, record map[string]string, j jsonRow) {
	t.Helper()
	y := row.InYear
	if y == nil {
		if _, there := record["before"]; there || j.InYear.Before != nil {
			t.Errorf("%s: %q and %+v of a period that has none", name, record["before"], j.InYear)
		}
		return
	}
	value := func(v *struct{ Value string }) string {
		if v == nil {
			return ""
		}
		return v.Value
	}
	same := func(column, want string, json string) {
		if record[column] != want || json != want {
			t.Errorf("%s: %s: CSV %q, JSON %q, the summary %q", name, column, record[column], json, want)
		}
	}
	same("before", y.Value.Plain, value(j.InYear.Before))
	same("before_ratio_percent", y.Ratio.Plain, j.InYear.Ratio)
	if (y.Total == nil) != (j.InYear.Total == nil) {
		t.Fatalf("%s: total %+v in JSON", name, j.InYear.Total)
	}
	if y.Total == nil {
		return
	}
	same("total", y.Total.Actual.Plain, value(j.InYear.Total.Actual))
	same("total_ratio_percent", y.Total.Ratio.Plain, j.InYear.Total.Ratio)
	for k, p := range y.Total.Plans {
		same("total_percent_"+p.Level, p.Percent.Plain, j.InYear.Total.Plans[k].Percent)
	}
}

// CSV and JSON hold each plain number of the summary.
func TestCSVAndJSONHoldTheSummary(t *testing.T) {
	for name, doc := range agreeing(t) {
		rows := csvRows(t, doc)
		var parsed struct {
			Tally struct{ Achieved, Set int }
			Rows  []jsonRow
		}
		if err := json.Unmarshal(written(t, doc, "json"), &parsed); err != nil {
			t.Fatal(err)
		}
		if got := parsed.Tally; got.Achieved != doc.Summary.Tally.Achieved || got.Set != doc.Summary.Tally.Set {
			t.Errorf("%s: tally %+v in JSON", name, got)
		}
		for i, row := range doc.Summary.Rows {
			if j := parsed.Rows[i]; rows[i]["actual"] != row.Actual.Plain || j.Actual != nil && j.Actual.Value != row.Actual.Plain || j.Ratio != row.Ratio.Plain || rows[i]["ratio_percent"] != row.Ratio.Plain {
				t.Errorf("%s: %s: CSV %q, JSON %+v, the summary %q", name, row.Name, rows[i]["actual"], j, row.Actual.Plain)
			}
			inYearAgrees(t, name+": "+row.Name, row, rows[i], parsed.Rows[i])
			for k, p := range row.Plans {
				if got := rows[i]["percent_"+p.Level]; got != p.Percent.Plain || parsed.Rows[i].Plans[k].Percent != p.Percent.Plain || rows[i]["plan_"+p.Level] != p.Low.Plain {
					t.Errorf("%s: %s, %s: CSV %q, JSON %+v, the summary %q", name, row.Name, p.Level, got, parsed.Rows[i].Plans[k], p.Percent.Plain)
				}
			}
		}
	}
}
