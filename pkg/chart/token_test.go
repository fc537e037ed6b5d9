package chart

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// drawn lists the charts of documents by name.
func drawn(t *testing.T) map[string]Chart {
	t.Helper()
	return map[string]Chart{"completion": completionOf(t, summary()), "series": seriesOf(t, years())}
}

// Every colour is a token of the style sheet: pages and paper know no other.
func TestColoursAreTokens(t *testing.T) {
	sheet, err := os.ReadFile("../../web/static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := paperColours(string(sheet))
	if len(colours) < 20 {
		t.Fatalf("only %d colours read", len(colours))
	}
	for name, c := range drawn(t) {
		var tree any
		if err := json.Unmarshal(c.Options, &tree); err != nil {
			t.Fatal(err)
		}
		eachColour(tree, func(key, value string) {
			token := strings.TrimSuffix(strings.TrimPrefix(value, "var("), ")")
			if value != "transparent" && colours[token] == "" {
				t.Errorf("%s: %s is %q, no token", name, key, value)
			}
		})
	}
}

func eachColour(node any, visit func(key, value string)) {
	switch n := node.(type) {
	case []any:
		for _, each := range n {
			eachColour(each, visit)
		}
	case map[string]any:
		for key, value := range n {
			if text, ok := value.(string); ok && strings.HasSuffix(strings.ToLower(key), "color") {
				visit(key, text)
				continue
			}
			eachColour(value, visit)
		}
	}
}

// Every formatter is one that the page's script knows.
func TestFormattersAreKnown(t *testing.T) {
	script, err := os.ReadFile("../../web/static/js/number.js")
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"item", "items"}
	for _, m := range regexp.MustCompile("formatters\\[(?:lang|`\\$\\{lang\\}(\\w+)`)\\]").FindAllStringSubmatch(string(script), -1) {
		known = append(known, "vi"+m[1], "en"+m[1])
	}
	for name, c := range drawn(t) {
		found := regexp.MustCompile(`"(?:formatter|valueFormatter)":"fn:(\w+)"`).FindAllStringSubmatch(string(c.Options), -1)
		if len(found) == 0 {
			t.Errorf("%s has no formatter", name)
		}
		for _, m := range found {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s: the page knows no formatter %q of %q", name, m[1], known)
			}
		}
	}
}

// Options are data: nothing in them becomes code on a page.
func TestOptionsHoldNoCode(t *testing.T) {
	s := summary()
	for _, text := range []string{"</script><script>alert(1)</script>", "__f__alert(1)__f__", "function(){alert(1)}", "{b}{c}"} {
		s.Rows[0].Name = text
		c := completionOf(t, s)
		for _, not := range []string{"</script", "<script"} {
			if strings.Contains(string(c.Options), not) {
				t.Errorf("the name %q puts %q into the options", text, not)
			}
		}
		if got := parse(t, c).YAxis[0].Data[0]; got != text {
			t.Errorf("the name is %q, want %q", got, text)
		}
	}
}

func TestEnglishChart(t *testing.T) {
	s := summary()
	s.Lang = i18n.En
	c := completionOf(t, s)
	if c.Title != "Actual as percent of the plan for 2022" || !strings.Contains(string(c.Options), `"fn:enPercent"`) {
		t.Errorf("title %q, options %s", c.Title, c.Options)
	}
}

// The chart is as high as its bars need.
func TestHeightFollowsBars(t *testing.T) {
	s := summary()
	tall := completionOf(t, s).Height
	s.Rows = s.Rows[:1]
	if low := completionOf(t, s).Height; low >= tall || low < 100 {
		t.Errorf("%d pixels for two bars, %d for five", low, tall)
	}
}

// A bar just short of the line keeps its number off it.
func TestTextsKeepOffTheLine(t *testing.T) {
	for percent, inside := range map[string]bool{"50": false, "95": true, "99.96": true, "100": false, "104": false} {
		s := report.Summary{Lang: i18n.Vi, Rows: []report.Row{row("a", "2022", "1", indicator.Final, city(percent, "1", indicator.Met))}}
		got := strings.Contains(string(completionOf(t, s).Options), "insideRight")
		if got != inside {
			t.Errorf("%s%%: inside %t, want %t", percent, got, inside)
		}
	}
}

// Ranges and bounds are no points of a line.
func TestRangesAreNoPoints(t *testing.T) {
	between := city("", "6.6", indicator.Met)
	between.operator = indicator.Range
	about := council("", "7", indicator.Met)
	about.operator = indicator.About
	c := seriesOf(t, []report.Row{row("a", "2022", "6.7", indicator.Final, between, about)})
	o := parse(t, c)
	if len(o.Series) != 2 || o.Series[1].Data[0].Value != 7.0 {
		t.Errorf("series %+v, want the bar and the plan of about 7", o.Series)
	}
}

func TestPut(t *testing.T) {
	tree := map[string]any{"list": []any{map[string]any{"a": 1}}, "empty": []any{}, "text": "x"}
	put(tree, "list", patch{"b": 2})
	put(tree, "new.inner", patch{"c": 3})
	put(tree, "empty", patch{"d": 4})
	put(tree, "text.under", patch{"e": 5})
	got, err := json.Marshal(tree)
	if want := `{"empty":{"d":4},"list":[{"a":1,"b":2}],"new":{"inner":{"c":3}},"text":{"under":{"e":5}}}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v)\nwant %s", got, err, want)
	}
}
