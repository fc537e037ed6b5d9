package i18n

import (
	"errors"
	"slices"
	"testing"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

func TestPeriods(t *testing.T) {
	tests := []struct {
		period              string
		vi, viShort, viPart string
		en, enShort, enPart string
	}{
		{"2022", "năm 2022", "2022", "cả năm", "2022", "2022", "whole year"},
		{"2022-Q1", "quý I năm 2022", "Quý I/2022", "quý I", "quarter 1 of 2022", "Q1 2022", "quarter 1"},
		{"2022-Q4", "quý IV năm 2022", "Quý IV/2022", "quý IV", "quarter 4 of 2022", "Q4 2022", "quarter 4"},
		{"2022-M05", "tháng 5 năm 2022", "T5/2022", "tháng 5", "May 2022", "M5 2022", "May"},
		{"2022-YTD06", "6 tháng đầu năm 2022", "6T/2022", "6 tháng đầu năm", "first 6 months of 2022", "6M 2022", "first 6 months"},
		{"2022-YTD09", "9 tháng đầu năm 2022", "9T/2022", "9 tháng đầu năm", "first 9 months of 2022", "9M 2022", "first 9 months"},
	}
	for _, tt := range tests {
		at := period.MustParse(tt.period)
		vi, en := For(Vi), For(En)
		got := []string{vi.Period(at), vi.PeriodShort(at), vi.PeriodPart(at), en.Period(at), en.PeriodShort(at), en.PeriodPart(at)}
		want := []string{tt.vi, tt.viShort, tt.viPart, tt.en, tt.enShort, tt.enPart}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", tt.period, got, want)
		}
	}
	if got := For(Vi).Period(period.Period{}); got != "" {
		t.Errorf("no period prints as %q", got)
	}
}

func TestDates(t *testing.T) {
	hanoi := time.FixedZone("+07", 7*3600)
	evening := time.Date(2025, 6, 30, 17, 5, 0, 0, time.UTC) // 1 July in Vietnam
	tests := []struct {
		name, got, want string
	}{
		{"a day, vi", For(Vi).Date(time.Date(2022, 12, 8, 0, 0, 0, 0, time.UTC)), "08/12/2022"},
		{"a day, en", For(En).Date(time.Date(2022, 12, 8, 0, 0, 0, 0, time.UTC)), "8 December 2022"},
		{"no day", For(Vi).Date(time.Time{}), ""},
		{"in a document: July has no zero", For(Vi).DocumentDate(time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)), "01/7/2025"},
		{"in a document: February has one", For(Vi).DocumentDate(time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)), "01/02/2025"},
		{"in a document, en", For(En).DocumentDate(time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)), "1 July 2025"},
		{"a moment in its zone", For(Vi).DateTime(evening, hanoi), "01/07/2025 00:05"},
		{"a moment in UTC", For(En).DateTime(evening, nil), "30 June 2025 17:05"},
		{"no moment", For(En).DateTime(time.Time{}, hanoi), ""},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// Arguments of a message are printed the way of the language.
func TestArgumentsInWords(t *testing.T) {
	args := func(v any) map[string]any { return map[string]any{"text": v, "right": ""} }
	tests := []struct {
		name   string
		arg    any
		vi, en string
	}{
		{"an amount", number.New(27037250, 3), "27.037,25", "27,037.25"},
		{"a period", period.MustParse("2022-Q2"), "quý II năm 2022", "quarter 2 of 2022"},
		{"a day", time.Date(2022, 12, 9, 0, 0, 0, 0, time.UTC), "09/12/2022", "9 December 2022"},
		{"a list", []string{"a", "b"}, "a, b", "a, b"},
		{"an error", errs.E(errs.Invalid, "report.no_period"), "chưa chọn kỳ báo cáo", "no reporting period is chosen"},
		{"a year is not grouped", 2022, "2022", "2022"},
	}
	for _, tt := range tests {
		vi := For(Vi).Message("period.other_spelling", args(tt.arg))
		en := For(En).Message("period.other_spelling", args(tt.arg))
		if want := "kỳ \"" + tt.vi + "\" phải viết là "; vi != want {
			t.Errorf("%s: got %q, want %q", tt.name, vi, want)
		}
		if want := "the period \"" + tt.en + "\" is written "; en != want {
			t.Errorf("%s: got %q, want %q", tt.name, en, want)
		}
	}
}

func TestErrorsInWords(t *testing.T) {
	bad := errs.E(errs.Invalid, "number.too_many_decimals", "max", 1, "text", "1,25")
	faults := errs.Faults{{Place: "figures.csv:3", Err: bad}, {Err: errs.E(errs.Invalid, "report.no_period")}}
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"none", nil, ""},
		{"classified", bad, `"1,25" có quá nhiều chữ số thập phân: nhận tối đa 1`},
		{"behind another", errors.Join(errors.New("context"), bad), `"1,25" có quá nhiều chữ số thập phân: nhận tối đa 1`},
		{"faults give the first", faults, `"1,25" có quá nhiều chữ số thập phân: nhận tối đa 1`},
		{"what nobody has classified stays in the log", errors.New("disk on fire"), "Có lỗi của hệ thống; sự việc đã được ghi lại"},
		{"nor does an error without a key speak", &errs.Error{Err: errors.New("secret")}, "Có lỗi của hệ thống; sự việc đã được ghi lại"},
	}
	for _, tt := range tests {
		if got := For(Vi).Error(tt.err); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	var lines []string
	for _, l := range For(En).Faults(faults) {
		lines = append(lines, l.String())
	}
	want := []string{`figures.csv:3: "1,25" has too many decimals: at most 1 are taken`, "no reporting period is chosen"}
	if !slices.Equal(lines, want) {
		t.Errorf("faults: got %q, want %q", lines, want)
	}
	if got := For(En).Faults(nil); got != nil {
		t.Errorf("no error has the faults %v", got)
	}
	if got := For(En).Faults(bad); len(got) != 1 || got[0].Place != "" {
		t.Errorf("one error: %v", got)
	}
}

func TestUnitNames(t *testing.T) {
	terms := Terms{{Sort: KindTerm, Vi: "quận", En: "district"}, {Sort: MeasureTerm, Vi: "phường", En: "wards"}}
	tests := []struct {
		name, kind string
		lang       Lang
		want       string
	}{
		{"Lê Chân", "quận", Vi, "Quận Lê Chân"},
		{"Lê Chân", "quận", En, "Lê Chân district"},
		{"Lê Chân", "đặc khu", Vi, "Đặc khu Lê Chân"},
		{"Lê Chân", "phường", En, "Lê Chân phường"}, // the term is of another sort
		{"Lê Chân", "", En, "Lê Chân"},
	}
	for _, tt := range tests {
		if got := terms.UnitName(tt.name, tt.kind, tt.lang); got != tt.want {
			t.Errorf("UnitName(%q, %q, %s) = %q, want %q", tt.name, tt.kind, tt.lang, got, tt.want)
		}
	}
}

func TestFirstLetters(t *testing.T) {
	tests := []struct{ text, capital, lowered string }{
		{"Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo", "tỷ lệ hộ nghèo"},
		{"đơn vị", "Đơn vị", "đơn vị"},
		{"Đơn vị", "Đơn vị", "đơn vị"},
		{"GRDP bình quân", "GRDP bình quân", "GRDP bình quân"}, // an acronym
		{"GDP", "GDP", "GDP"},
		{"Ô nhiễm", "Ô nhiễm", "ô nhiễm"},
		{"", "", ""},
	}
	for _, tt := range tests {
		if got := Capital(tt.text); got != tt.capital {
			t.Errorf("Capital(%q) = %q", tt.text, got)
		}
		if got := Lowered(tt.text); got != tt.lowered {
			t.Errorf("Lowered(%q) = %q", tt.text, got)
		}
	}
}

func TestWords(t *testing.T) {
	terms := Terms{{Sort: MeasureTerm, Vi: "tỷ đồng", En: "billion VND"}, {Sort: MeasureTerm, Vi: "%"}}
	tests := []struct {
		vi   string
		lang Lang
		want string
	}{
		{"tỷ đồng", Vi, "tỷ đồng"},
		{"tỷ đồng", En, "billion VND"},
		{"%", En, "%"},     // no English given
		{"tấn", En, "tấn"}, // no term
	}
	for _, tt := range tests {
		if got := terms.Word(MeasureTerm, tt.vi, tt.lang); got != tt.want {
			t.Errorf("Word(%q, %s) = %q, want %q", tt.vi, tt.lang, got, tt.want)
		}
	}
}
