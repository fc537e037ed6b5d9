package check

import (
	"math/big"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// complete fails where a sentence lacks its words or an argument in either
// language.
func complete(t *testing.T, b *indicator.Book, findings []Finding) {
	t.Helper()
	for _, f := range findings {
		for _, lang := range i18n.Langs {
			worded(t, f.Text(i18n.For(lang), b, terms))
			worded(t, f.Rule.Name(i18n.For(lang)))
		}
	}
}

func worded(t *testing.T, text string) {
	t.Helper()
	if text == "" || strings.Contains(text, "<no value>") || strings.HasPrefix(strings.ToLower(text), "check.") || strings.Contains(text, "{{") {
		t.Errorf("not a sentence: %q", text)
	}
}

func TestStatementInEnglish(t *testing.T) {
	tests := []struct {
		name, figures, plans, want string
	}{
		{"factor", "ban_le 2021 3573.29;ban_le 2022 4187900", "",
			"4,187,900.0 billion VND is 1,172 times the figure of 2021 (3,573.29 billion VND); the measure or a separator may be wrong."},
		{"change", "thu 2021 100;thu 2022 30.25", "", "30.25 billion VND is down 69.8% on 2021 (100.0 billion VND), more than the 50% taken as usual."},
		{"points", "bhyt 2021 60;bhyt 2022 90", "", "90.0% is up 30 percentage points on 2021 (60.0%), more than the 25 percentage points taken as usual."},
		{"another indicator", "thu 2022 423.2;ban_le 2022 423.2", "", "423.2 billion VND is also the figure of \"Budget revenue\" in this period."},
		{"parts", "thu 2022 100;thu_thue 2022 101", "", "The parts of \"Budget revenue\" (1) add up to 101.0 billion VND, more than the total (100.0 billion VND)."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := book(t, split(tt.figures), split(tt.plans))
			found := Check(b, "lechan", period.MustParse("2022"), nil)
			if len(found) == 0 {
				t.Fatal("nothing found")
			}
			if got := found[0].Statement(i18n.For(i18n.En), b, terms); got != tt.want {
				t.Errorf("Statement() =\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A finding that somebody has explained asks for nothing more, and neither
// does one that only informs.
func TestAdviceIsForWhatIsLeft(t *testing.T) {
	p, b := i18n.For(i18n.En), book(t, nil, nil)
	f := Finding{Rule: RateRange, Indicator: "bhyt", Key: "check.rate_negative", Args: map[string]any{"value": big.NewRat(-1, 1)}, NeedsNote: true}
	if got, want := f.Text(p, b, terms), "The rate -1.0% is below 0. Check the figure; if it is right, give the reason in its note."; got != want {
		t.Errorf("Text() = %q, want %q", got, want)
	}
	f.Explained = true
	if got, want := f.Text(p, b, terms), "The rate -1.0% is below 0."; got != want {
		t.Errorf("explained: Text() = %q, want %q", got, want)
	}
	f.Explained, f.NeedsNote = false, false
	if got, want := f.Text(p, b, terms), "The rate -1.0% is below 0."; got != want {
		t.Errorf("for information: Text() = %q, want %q", got, want)
	}
}

func TestRulesHaveWords(t *testing.T) {
	for _, lang := range i18n.Langs {
		p := i18n.For(lang)
		for _, r := range append(append([]Rule{}, Rules...), PlanRules...) {
			worded(t, r.Name(p))
			for _, i := range []indicator.Indicator{{}, {Kind: indicator.Rate, Measure: "%"}} {
				meaning, threshold := r.Meaning(p, i), DefaultThreshold(r, i)
				if (meaning == "") != (threshold == "") {
					t.Errorf("%s: threshold %q means %q", r, threshold, meaning)
				}
				if meaning != "" {
					worded(t, meaning)
				}
			}
		}
	}
}

// What is printed never contradicts the finding.
func TestNumbersStandBesideTheirLimit(t *testing.T) {
	perMilleRate := indicator.Indicator{Measure: "‰", Decimals: 1, Kind: indicator.Rate}
	tests := []struct {
		name, argument, value, limit string
		indicator                    indicator.Indicator
		want                         string
	}{
		{"a change", "change", "50.04", "50", indicator.Indicator{}, "50,04"},
		{"a change, rounded", "change", "61.26", "50", indicator.Indicator{}, "61,3"},
		{"times", "times", "1171.97", "", indicator.Indicator{}, "1.172"},
		{"few times", "times", "3.44", "", indicator.Indicator{}, "3,4"},
		{"points of ‰", "points", "12.34", "10", perMilleRate, "12,3‰"},
		{"a small difference", "value", "0.0004", "", indicator.Indicator{Measure: "tấn", Decimals: 1, ShownDecimals: 1}, "0,0004 tấn"},
		{"no measure", "value", "7.5", "", indicator.Indicator{Decimals: 1}, "7,5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := wording{printer: i18n.For(i18n.Vi), terms: terms, indicator: tt.indicator}
			if tt.limit != "" {
				w.limit = rat(t, tt.limit)
			}
			if got := w.number(tt.argument, rat(t, tt.value)); got != tt.want {
				t.Errorf("number(%q, %s) = %q, want %q", tt.argument, tt.value, got, tt.want)
			}
		})
	}
}
