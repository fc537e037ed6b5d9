package check

import (
	"errors"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

func TestSettings(t *testing.T) {
	tests := []struct {
		name    string
		rule    Rule
		setting Setting
		figures string
		want    string
	}{
		{"as shipped", OutOfLine, Setting{}, "thu 2021 100;thu 2022 160", "thu:out_of_line"},
		{"off", OutOfLine, Setting{Off: true}, "thu 2021 100;thu 2022 160", ""},
		{"off for this indicator alone", OutOfLine, Setting{Off: true}, "ban_le 2021 100;ban_le 2022 160", "ban_le:out_of_line"},
		{"wider", OutOfLine, Setting{Threshold: "60"}, "thu 2021 100;thu 2022 160", ""},
		{"not quite wide enough", OutOfLine, Setting{Threshold: "59.999"}, "thu 2021 100;thu 2022 160", "thu:out_of_line"},
		{"no number gives way", OutOfLine, Setting{Threshold: "many"}, "thu 2021 100;thu 2022 160", "thu:out_of_line"},
		{"a wider spread of slips", Factor1000, Setting{Threshold: "10"}, "thu 2021 100;thu 2022 900000", "thu:factor_1000"},
		{"slips off still are out of line", Factor1000, Setting{Off: true, Threshold: "1"}, "thu 2021 100;thu 2022 120000", "thu:out_of_line"},
		{"fewer digits are telling", Unchanged, Setting{Threshold: "2"}, "thu 2021 42;thu 2022 42", "thu:unchanged"},
		{"more digits are needed", Unchanged, Setting{Threshold: "5"}, "thu 2021 423.2;thu 2022 423.2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Settings{"thu": {tt.rule: tt.setting}}
			if got := brief(Check(book(t, split(tt.figures), nil), "lechan", period.MustParse("2022"), s)); got != tt.want {
				t.Errorf("Check() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSettingsValidate(t *testing.T) {
	tests := []struct {
		name     string
		settings Settings
		want     string // keys with their places
	}{
		{"none", nil, ""},
		{"good", Settings{"thu": {OutOfLine: {Threshold: "12.5"}, EqualsPlan: {Off: true}, PlanOutOfLine: {Threshold: "200"}}}, ""},
		{"unknown", Settings{"thu": {"odd": {Off: true}}}, "thu odd check.unknown_rule"},
		{"no threshold to set", Settings{"thu": {EqualsPlan: {Threshold: "1"}}}, "thu equals_plan check.no_threshold"},
		{"zero", Settings{"thu": {OutOfLine: {Threshold: "0"}}}, "thu out_of_line check.bad_threshold"},
		{"the Vietnamese way", Settings{"thu": {OutOfLine: {Threshold: "12,5"}}}, "thu out_of_line check.bad_threshold"},
		{"all of them", Settings{"b": {"odd": {}}, "a": {OutOfLine: {Threshold: "-1"}}}, "a out_of_line check.bad_threshold;b odd check.unknown_rule"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.settings.Validate()
			var faults errs.Faults
			errors.As(err, &faults)
			got := make([]string, len(faults))
			for i, f := range faults {
				got[i] = f.Place + " " + f.Err.Key
				worded(t, i18n.For(i18n.Vi).Error(f.Err))
			}
			if strings.Join(got, ";") != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("Validate() = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDefaultThreshold(t *testing.T) {
	rate := indicator.Indicator{Kind: indicator.Rate, Measure: "%"}
	births := indicator.Indicator{Kind: indicator.Rate, Measure: "‰"}
	tests := []struct {
		rule Rule
		of   indicator.Indicator
		want string
	}{
		{OutOfLine, indicator.Indicator{Kind: indicator.Amount}, "50"},
		{OutOfLine, rate, "25"},
		{OutOfLine, indicator.Indicator{Kind: indicator.Reduction, Measure: "%"}, "25"},
		{RateRange, rate, "100"},
		{RateRange, births, "1000"},
		{Unchanged, rate, "3"},
		{EqualsPlan, rate, ""},
	}
	for _, tt := range tests {
		if got := DefaultThreshold(tt.rule, tt.of); got != tt.want {
			t.Errorf("DefaultThreshold(%s, %s) = %q, want %q", tt.rule, tt.of.Kind, got, tt.want)
		}
	}
}

func TestSlip(t *testing.T) {
	tests := []struct {
		name, value, against string
		want                 int
	}{
		{"the same", "100", "100", 0},
		{"a thousand", "100000", "100", 3},
		{"a thousandth", "0.1", "100", -3},
		{"a million", "99000000", "100", 6},
		{"a billionth", "0.0000001", "100", -9},
		{"five thousand is the end", "500000", "100", 3},
		{"past it", "500001", "100", 0},
		{"two hundred is the other", "20000", "100", 3},
		{"before it", "19999", "100", 0},
		{"thirty times is no slip", "3000", "100", 0},
		{"both negative", "-100000", "-100", 3},
		{"of other signs", "-100000", "100", 0},
		{"zero", "0", "100", 0},
		{"against zero", "100", "0", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Slip(rat(t, tt.value), rat(t, tt.against), rat(t, "5")); got != tt.want {
				t.Errorf("Slip(%s, %s) = %d, want %d", tt.value, tt.against, got, tt.want)
			}
		})
	}
	if got := Slip(rat(t, "5"), nil, rat(t, "5")); got != 0 {
		t.Errorf("Slip against nothing = %d, want 0", got)
	}
}

func TestDigits(t *testing.T) {
	for text, want := range map[string]int{"0": 0, "7": 1, "7500": 2, "42.5": 3, "0.055": 2, "10203": 5, "-1.50": 2, "100.05": 5} {
		if got := digits(*amount(t, text, 6)); got != want {
			t.Errorf("digits(%s) = %d, want %d", text, got, want)
		}
	}
}
