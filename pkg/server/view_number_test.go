package server

import (
	"math"
	"slices"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func TestNewNumber(t *testing.T) {
	tests := []struct {
		name, text string
		lang       i18n.Lang
		whole, end string
	}{
		{"Vietnamese parts at the comma", "27.037,0", i18n.Vi, "27.037", ",0"},
		{"English parts at the point", "27,037.0", i18n.En, "27,037", ".0"},
		{"a whole number has no end", "7.450", i18n.Vi, "7.450", ""},
		{"tables have their own minus", "-39,0", i18n.Vi, "−39", ",0"},
		{"nothing is a dash, not a zero", "", i18n.Vi, "–", ""},
		{"zero stays", "0", i18n.Vi, "0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := newNumber(tt.text, tt.lang)
			if got.Int != tt.whole || got.Frac != tt.end || !got.Slots {
				t.Errorf("newNumber(%q, %s) = %q %q, want %q %q", tt.text, tt.lang, got.Int, got.Frac, tt.whole, tt.end)
			}
		})
	}
}

func TestSigned(t *testing.T) {
	for text, want := range map[string]string{"4,0": "+4", "-4,0": "−4", "0,0": "0", "0,4": "+0", "": "–"} {
		if got := signed(newNumber(text, i18n.Vi)).Int; got != want {
			t.Errorf("signed(%q) begins %q, want %q", text, got, want)
		}
	}
}

func TestNewBullet(t *testing.T) {
	tests := []struct {
		name    string
		percent float64
		others  []float64
		width   string
		places  []string
		cut     bool
	}{
		{"at the plan", 100, nil, "80.00%", nil, false},
		{"another plan above", 100, []float64{112.5}, "80.00%", []string{"90.00%"}, false},
		{"another plan off the scale", 88.4, []float64{130}, "70.72%", nil, false},
		{"past the end", 180, nil, "100.00%", nil, true},
		{"at the end", 125, nil, "100.00%", nil, false},
		{"nothing yet", 0, nil, "0.00%", nil, false},
		{"never to the left of zero", -3, nil, "0.00%", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := newBullet(tt.percent, tt.others)
			if got.Width != tt.width || got.Plan != "80.00%" || !slices.Equal(got.Others, tt.places) || got.Cut != tt.cut {
				t.Errorf("newBullet(%v, %v) = %+v", tt.percent, tt.others, got)
			}
		})
	}
}

func TestNewSpark(t *testing.T) {
	gap := math.NaN()
	tests := []struct {
		name   string
		values []float64
		lines  []string // nil: no line at all
		x, y   string
	}{
		{"rising", []float64{0, 5, 10}, []string{"3.0,17.0 34.0,10.0 65.0,3.0"}, "65.0", "3.0"},
		{"all alike lie in the middle", []float64{4, 4}, []string{"3.0,10.0 65.0,10.0"}, "65.0", "10.0"},
		{"a gap breaks the line", []float64{0, gap, 10}, []string{"3.0,17.0", "65.0,3.0"}, "65.0", "3.0"},
		{"no figure at the end", []float64{0, 10, gap}, []string{"3.0,17.0 34.0,3.0"}, "34.0", "3.0"},
		{"one value is no line", []float64{gap, 3}, nil, "", ""},
		{"none", nil, nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := newSpark(tt.values, true, "2018–2022")
			if tt.lines == nil {
				if got != nil {
					t.Fatalf("newSpark(%v) = %+v, want none", tt.values, got)
				}
				return
			}
			if got == nil {
				t.Fatalf("newSpark(%v) is nil", tt.values)
			}
			if !slices.Equal(got.Lines, tt.lines) || got.X != tt.x || got.Y != tt.y {
				t.Errorf("newSpark(%v) = %+v", tt.values, got)
			}
		})
	}
}

func TestNewVerdict(t *testing.T) {
	for _, lang := range i18n.Langs {
		words := map[string]indicator.Verdict{}
		for _, v := range indicator.Verdicts {
			got := newVerdict(v, false, i18n.For(lang))
			if got.Icon == "" || got.Word == "" || got.Word == verdictKey(v, false) {
				t.Errorf("%s in %s = %+v: an icon and a word are missing", v, lang, got)
			}
			if other, ok := words[got.Word]; ok {
				t.Errorf("%s and %s are both %q in %s", v, other, got.Word, lang)
			}
			words[got.Word] = v
		}
	}
	tests := []struct {
		verdict   indicator.Verdict
		estimated bool
		want      string
	}{
		{indicator.Met, true, "Dự kiến đạt"},
		{indicator.Met, false, "Đạt"},
		{indicator.NotMet, true, "Dự kiến không đạt"},
		{indicator.NoData, true, "Chưa có số liệu"},
		{indicator.NotJudged, true, "Không đánh giá"},
	}
	for _, tt := range tests {
		if got := newVerdict(tt.verdict, tt.estimated, i18n.For(i18n.Vi)).Word; got != tt.want {
			t.Errorf("%s, estimated %t: %q, want %q", tt.verdict, tt.estimated, got, tt.want)
		}
	}
}
