package exchange_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A sheetOf is a sheet of a test's workbook; set may change it once the rows
// are in.
type sheetOf struct {
	name string
	rows [][]any
	set  func(*excelize.File, string)
}

func workbook(t testing.TB, name string, sheets ...sheetOf) exchange.File {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		var err error
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range s.rows {
			cell, _ := excelize.CoordinatesToCellName(1, n+1)
			if err := f.SetSheetRow(s.name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		if s.set != nil {
			s.set(f, s.name)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return exchange.File{Name: name, Data: b.Bytes()}
}

var figuresRow = []any{"unit", "indicator", "period", "value", "status"}

// figuresSheet is a sheet of figures with one value, of Lê Chân's spending.
func figuresSheet(value any, set func(*excelize.File, string)) sheetOf {
	return sheetOf{"Số liệu", [][]any{figuresRow, {"lechan", "chi_ns", 2022, value, "official"}}, set}
}

func TestWorkbookValues(t *testing.T) {
	styled := func(format int, custom string) func(*excelize.File, string) {
		return func(f *excelize.File, sheet string) {
			s := &excelize.Style{NumFmt: format}
			if custom != "" {
				s.CustomNumFmt = &custom
			}
			id, err := f.NewStyle(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle(sheet, "D2", "D2", id); err != nil {
				t.Fatal(err)
			}
		}
	}
	formula := func(cached any) func(*excelize.File, string) {
		return func(f *excelize.File, sheet string) {
			if cached != nil {
				if err := f.SetCellValue(sheet, "D2", cached); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.SetCellFormula(sheet, "D2", "1+2"); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name  string
		value any
		set   func(*excelize.File, string)
		want  string // the value; empty: refused
		told  []string
	}{
		{"a number", 940.133, nil, "940.133", nil},
		{"a whole number", 27037, nil, "27037", nil},
		{"a binary fraction", 0.1 + 0.2, nil, "0.3", nil},
		{"15 digits", 1234567890.123, nil, "1234567890.123", nil},
		{"negative", -3.5, nil, "-3.5", nil},
		{"too many decimals", 1.23456, nil, "", []string{"b.xlsx:Số liệu!D2 value number.too_many_decimals"}},
		{"too large", 1e300, nil, "", []string{"b.xlsx:Số liệu!D2 value number.too_large"}},
		{"Vietnamese text", "27.037,5", nil, "27037.5", nil},
		{"text with its measure", "27.037,5 tỷ đồng", nil, "27037.5", nil},
		{"text with its English measure", "27.037,5 billion VND", nil, "27037.5", nil},
		{"text with another measure", "5 triệu đồng", nil, "", []string{"b.xlsx:Số liệu!D2 value number.other_measure"}},
		{"text in English", "27,037.5", nil, "", []string{"b.xlsx:Số liệu!D2 value number.other_spelling"}},
		{"text with two readings", "1,545", nil, "", []string{"b.xlsx:Số liệu!D2 value number.ambiguous"}},
		{"a dash", "-", nil, "", []string{"b.xlsx:Số liệu!D2 value number.marker"}},
		{"a logical value", true, nil, "", []string{"b.xlsx:Số liệu!D2 value cell_logical"}},
		{"a percentage", 0.9553, styled(10, ""), "95.53", []string{"b.xlsx:Số liệu!D2 value percent_cell"}},
		{"a percentage of the office's own", 1.1, styled(0, `0.0"điểm"%`), "110", []string{"b.xlsx:Số liệu!D2 value percent_cell"}},
		{"a percent sign that is only printed", 95.5, styled(0, `0.0"%"`), "95.5", nil},
		{"thousands", 27037.5, styled(4, ""), "27037.5", nil},
		{"a date", time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC), nil, "", []string{"b.xlsx:Số liệu!D2 value date_as_number"}},
		{"a formula with its result", 1, formula(3), "3", []string{"b.xlsx:Số liệu!D2 value formula_result"}},
		{"a formula without", nil, formula(nil), "", []string{"b.xlsx:Số liệu!D2 value formula_without_result"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := base(t)
			change, report, err := m.decide(workbook(t, "b.xlsx", figuresSheet(tt.value, tt.set)))
			if tt.want == "" {
				same(t, "faults", brief(err), tt.told)
				return
			}
			if err != nil || len(change.Figures) != 1 || change.Figures[0].Value.String() != tt.want {
				t.Fatalf("figures %+v, %v; want %s", change.Figures, err, tt.want)
			}
			same(t, "doubts", brief(report.Doubts.Err()), tt.told)
		})
	}
}

// A text with two readings is read by last year's value, wherever that stands.
func TestTwoReadingsByLastYear(t *testing.T) {
	m := base(t)
	change, _, err := m.decide(workbook(t, "b.xlsx", sheetOf{"f", [][]any{figuresRow,
		{"lechan", "chi_ns", 2022, "1,545", "official"}, {"lechan", "chi_ns", 2021, 1.6, "official"},
		{"anbien", "chi_ns", 2022, "1.545", "official"}, {"anbien", "chi_ns", 2021, 1600, "official"},
		{"lechan", "thu_ns", 2022, "1.545", "official"}, // stored: 1541.202 in 2021
	}, nil}))
	if err != nil {
		t.Fatal(lines(i18n.En, err))
	}
	got := map[indicator.CellKey]string{}
	for _, f := range change.Figures {
		got[f.CellKey] = f.Value.String()
	}
	for key, want := range map[indicator.CellKey]string{
		cellKey("lechan", "chi_ns", "2022"): "1.545", cellKey("anbien", "chi_ns", "2022"): "1545", cellKey("lechan", "thu_ns", "2022"): "1545",
	} {
		if got[key] != want {
			t.Errorf("%v: %s, want %s", key, got[key], want)
		}
	}
}

func TestWorkbookSheets(t *testing.T) {
	m := base(t)
	hidden := func(f *excelize.File, sheet string) {
		if err := f.SetSheetVisible(sheet, false); err != nil {
			t.Fatal(err)
		}
	}
	book := workbook(t, "b.xlsx",
		figuresSheet("x", nil), // not applicable
		sheetOf{"units", [][]any{{"unit", "code", "name", "kind", "parent", "valid_from", "valid_to"}, {"x", 123, "X", "phường", "lechan", time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC), nil}}, nil},
		sheetOf{"trống", nil, nil},
		sheetOf{"riêng", [][]any{{"a", "b"}, {1, 2}}, hidden},
		sheetOf{"cấp", [][]any{nil, nil, {"level", "position", "name_vi", "name_en", "phrase_vi", "phrase_en"}, nil, {"x", 9, "X", nil, "kế hoạch", nil}}, nil},
	)
	report := m.take(t, book)
	if len(report.Counts) != 3 || report.Counts[exchange.Levels].New != 1 {
		t.Errorf("counts %+v", report.Counts)
	}
	same(t, "doubts", brief(report.Doubts.Err()), []string{"b.xlsx:1 hidden_sheet", "b.xlsx:units!B2 code code_as_number"})
	if u, _ := m.Tree.Unit("x"); len(u.Rows) != 1 || !u.Rows[0].From.Equal(time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC)) || u.Rows[0].Code != "123" {
		t.Errorf("unit %+v", u)
	}
	if got := m.figures[cellKey("lechan", "chi_ns", "2022")]; len(got) != 1 || got[0].Status != indicator.NotApplicable {
		t.Errorf("figures %+v", got)
	}
}

func TestWorkbookRefused(t *testing.T) {
	tests := []struct {
		name   string
		sheets []sheetOf
		want   []string
	}{
		{"no table", []sheetOf{{"a", nil, nil}}, []string{"b.xlsx:1 empty_file"}},
		{"of no kind", []sheetOf{{"a", [][]any{{"x", "y"}}, nil}}, []string{"b.xlsx:a!A1 no_header"}},
		{"beside the table", []sheetOf{{"a", [][]any{figuresRow, {"lechan", "chi_ns", 2022, 1, "official", nil, "ghi chú"}}, nil}}, []string{"b.xlsx:a!A2 beside_table"}},
		{"too wide", []sheetOf{{"a", [][]any{figuresRow}, func(f *excelize.File, s string) {
			if err := f.SetCellValue(s, "XFD2", 1); err != nil {
				t.Fatal(err)
			}
		}}}, []string{"b.xlsx:a!A2 too_wide"}},
		{"in two sheets", []sheetOf{figuresSheet("1,5,5", nil), {"kế hoạch", [][]any{{"unit", "indicator", "year", "level", "operator", "low", "high"}, {"lechan", "chi_ns", 2022, "never", "=", 5, nil}}, nil}},
			[]string{"b.xlsx:Số liệu!D2 value number.not_number", "b.xlsx:kế hoạch!D2 level unknown_level"}},
	}
	m := base(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := m.decide(workbook(t, "b.xlsx", tt.sheets...))
			same(t, "faults", brief(err), tt.want)
		})
	}
}

// More than 15 digits do not fit a number of a workbook; they go as text.
func TestLongNumbersKeepTheirDigits(t *testing.T) {
	m := base(t)
	m.take(t, file("f.csv", strings.Join([]string{"unit", "indicator", "period", "value", "status"}, ","), "lechan,chi_ns,2022,1234567890123456.789,official"))
	book := exchange.File{Name: "f.xlsx", Data: export(t, m, exchange.XLSX, exchange.Figures)}
	if m.take(t, book).Changes() {
		t.Error("the exported workbook changes figures")
	}
	fresh := base(t)
	fresh.figures = map[indicator.CellKey][]indicator.Figure{}
	fresh.take(t, book)
	if got := fresh.figures[cellKey("lechan", "chi_ns", "2022")]; len(got) != 1 || got[0].Value.String() != "1234567890123456.789" {
		t.Errorf("came back as %+v", got)
	}
}
