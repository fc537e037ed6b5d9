package report

import (
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
)

var (
	wholeYear = period.Period{Year: 2022}
	sixMonths = period.Period{Year: 2022, Shape: period.YTD, N: 6}
)

func keysOf(parts []Part) []string {
	keys := make([]string, len(parts))
	for i, p := range parts {
		keys[i] = p.Key
	}
	return keys
}

func TestDefaultOutline(t *testing.T) {
	tests := []struct {
		name string
		at   period.Period
		want []string
	}{
		{"a year", wholeYear, []string{
			"opening", "results", "tally", "theme", "groups", "evaluation", "achievements", "missed", "missing", "limits", "causes", "lessons",
			"ahead", "next_theme", "next_year", "tasks", "proposals",
		}},
		{"within a year", sixMonths, []string{
			"opening", "results", "tally", "groups", "evaluation", "missed", "missing", "limits", "causes", "rest", "tasks", "proposals",
		}},
	}
	for _, tt := range tests {
		if got := keysOf(DefaultOutline(tt.at, i18n.Vi)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Prose is stored under its key, so a key means one part for ever; titles
// follow the year and the language.
func TestOutlineTitles(t *testing.T) {
	for _, at := range []period.Period{wholeYear, sixMonths} {
		for _, lang := range i18n.Langs {
			seen := map[string]bool{}
			for _, p := range DefaultOutline(at, lang) {
				if seen[p.Key] {
					t.Errorf("%s %s: the key %s twice", lang, at, p.Key)
				}
				seen[p.Key] = true
				if (p.Level > 0) != (p.Title != "") || strings.Contains(p.Title, "outline.") || strings.Contains(p.Title, "{{") {
					t.Errorf("%s %s: %s has level %d and the title %q", lang, at, p.Key, p.Level, p.Title)
				}
				if p.Text != "" || len(p.Notes) > 0 {
					t.Errorf("%s %s: %s is written already: %q", lang, at, p.Key, p.Text)
				}
			}
		}
	}
	parts := DefaultOutline(wholeYear, i18n.Vi)
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Key == "next_year" })
	if got, want := parts[i].Title, "Các chỉ tiêu chủ yếu năm 2023"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

func TestGenerated(t *testing.T) {
	for kind, want := range map[PartKind]bool{
		HeadingPart: false, ProsePart: false, TasksPart: false,
		TallyPart: true, GroupsPart: true, MissedPart: true, MissingPart: true, NextYearPart: true,
	} {
		if got := kind.Generated(); got != want {
			t.Errorf("%s: generated %t, want %t", kind, got, want)
		}
	}
}

// A plan in a sentence has its measure where it belongs.
func TestPlanWritten(t *testing.T) {
	d := leChan(t)
	row := d.summary("2022", i18n.Vi).Rows[0]
	if got, want := row.Plans[0].Written, "423,2 tỷ đồng"; got != want {
		t.Errorf("written %q, want %q", got, want)
	}
	if got, want := d.summary("2022", i18n.En).Rows[0].Plans[0].Written, "423.2 billion VND"; got != want {
		t.Errorf("written %q, want %q", got, want)
	}
}
