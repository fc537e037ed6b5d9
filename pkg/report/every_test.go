package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// every calls test with a row of each direction, method, operator, status,
// period and stand of the actual to its plan, in both languages.
func every(t *testing.T, test func(name string, row Row, lang i18n.Lang)) {
	for _, direction := range indicator.Directions {
		for _, method := range indicator.Methods {
			for _, op := range indicator.Operators {
				for n, value := range []string{"", "-1", "0", "3.99", "4", "4.5", "6", "6.01"} {
					d := newDesk(t)
					d.add(indicator.Indicator{Code: "x", Decimals: 2, ShownDecimals: 1, Direction: direction, Method: method})
					ends := []string{"4", "6"}
					if op != indicator.Range {
						ends = ends[:1]
					}
					d.plan("x", "city", op, ends...)
					if n%2 == 0 {
						d.plan("x", "council", "=", "0")
						d.figure("x", "2021", "4", indicator.Final)
						d.figure("x", "2021-YTD06", "4", indicator.Final)
					}
					status := indicator.Statuses[n%3]
					if value == "" {
						status = indicator.Withdrawn
					}
					for _, p := range []string{"2022", "2022-YTD06"} {
						d.figure("x", p, value, status)
						for _, lang := range i18n.Langs {
							name := fmt.Sprintf("%s %s %s, %q %s in %s", direction, method, op, value, status, p)
							test(name, d.summary(p, lang).Rows[0], lang)
						}
					}
				}
			}
		}
	}
}

// Whatever stands in a row, its sentence is whole, and says no more of the
// plan than the verdict.
func TestEverySentence(t *testing.T) {
	every(t, func(name string, row Row, lang i18n.Lang) {
		s := row.Sentence
		first, _ := utf8.DecodeRuneInString(s)
		for _, bad := range []string{"<no value>", "  ", "{{", "report.", ", ,", " ,", "()", "<nil>"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s (%s) holds %q: %s", name, lang, bad, s)
			}
		}
		if !unicode.IsUpper(first) || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ",") {
			t.Errorf("%s (%s): %s", name, lang, s)
		}
		if lang != i18n.Vi {
			return
		}
		estimated := row.Result.Actual != nil && row.Result.Actual.Status == indicator.Estimate
		if said := strings.Contains(s, "ước"); said != estimated && !strings.Contains(s, "duy trì") {
			t.Errorf("%s: an estimate says so, and nothing else does: %s", name, s)
		}
		miss := strings.Contains(s, "không đạt kế hoạch thành phố") || strings.Contains(s, "không đạt kế hoạch (")
		if miss && row.Result.Verdict != indicator.NotMet {
			t.Errorf("%s is %s, and said to miss: %s", name, row.Result.Verdict, s)
		}
		hit := strings.Contains(s, "vượt kế hoạch thành phố") || strings.Contains(s, "vượt kế hoạch (")
		if hit && row.Result.Verdict != indicator.Exceeded && row.Result.Verdict != indicator.NotJudged {
			t.Errorf("%s is %s, and said to exceed: %s", name, row.Result.Verdict, s)
		}
		if row.Result.Verdict == indicator.NotJudged && (strings.Contains(s, "đạt kế hoạch") || hit) {
			t.Errorf("%s: a neutral row is praised or blamed: %s", name, s)
		}
	})
}
