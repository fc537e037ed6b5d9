package export

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

func csvRows(t *testing.T, doc Document) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := CSV(&b, doc); err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(b.String(), "\uFEFF")
	if !ok {
		t.Error("no byte order mark")
	}
	lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			if _, double := row[name]; double {
				t.Errorf("column %s twice", name)
			}
			row[name] = l[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestCSV(t *testing.T) {
	rows := csvRows(t, Document{Summary: demo(t, "2022", i18n.Vi)})
	if len(rows) != 17 {
		t.Fatalf("%d rows, want 17", len(rows))
	}
	want := map[string]string{
		"unit": "lechan", "period": "2022", "position": "4", "indicator": "thu_ns", "actual": "940.133", "actual_text": "940,133", "status": "estimate",
		"plan_city": "940.133", "percent_city": "100", "verdict_city": "met", "plan_council": "1056.329", "percent_council": "89", "verdict_council": "not_met",
		"ratio_percent": "61", "growth_percent": "-39", "verdict": "met", "verdict_text": "Dự kiến đạt", "judging_level": "city",
	}
	for name, w := range want {
		if got := rows[3][name]; got != w {
			t.Errorf("%s = %q, want %q", name, got, w)
		}
	}
	if got := rows[0]["plan_council"]; got != "" {
		t.Errorf("a level without a plan holds %q", got)
	}
}

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+84": "'+84", "-5": "'-5", "@SUM": "'@SUM", "'quoted": "''quoted", "\tx": "'\tx", "\rx": "'\rx",
		"Tỷ lệ": "Tỷ lệ", "": "", "a=b": "a=b",
	} {
		if got := guard(text); got != want {
			t.Errorf("guard(%q) = %q, want %q", text, got, want)
		}
	}
}
