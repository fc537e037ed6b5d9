package exchange_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

// sheetTexts gives the shown texts of a workbook's first sheet.
func sheetTexts(t *testing.T, f *excelize.File) [][]string {
	t.Helper()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// in reports whether some cell of a row reads so.
func in(row []string, text string) bool {
	for _, cell := range row {
		if cell == text {
			return true
		}
	}
	return false
}

// What stands beside the open cells: last year, each level's plan, groups.
func TestWorkbookShows(t *testing.T) {
	tests := []struct {
		lang  i18n.Lang
		title string
		head  []string
		group string
		name  string
	}{
		{i18n.Vi, "Biểu nhập số liệu năm 2022: Quận Lê Chân", []string{"TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 2021", "Kế hoạch 2022, Thành phố giao", "Kế hoạch 2022, HĐND giao", "Số liệu 2022", "Trạng thái", "Ghi chú"}, "Kinh tế", "Thu ngân sách"},
		{i18n.En, "Figures of Lê Chân district, 2022", []string{"No.", "Indicator", "Measure", "Actual 2021", "Plan 2022, City", "Plan 2022, Council", "Figure 2022", "Status", "Note"}, "Kinh tế", "Budget revenue"},
	}
	for _, tt := range tests {
		t.Run(string(tt.lang), func(t *testing.T) {
			rows := sheetTexts(t, entryBook(t, base(t), "lechan", tt.lang))
			if !in(rows[0], tt.title) {
				t.Errorf("title %q, want %q", rows[0], tt.title)
			}
			for _, h := range tt.head {
				if !in(rows[3], h) {
					t.Errorf("the head %q lacks %q", rows[3], h)
				}
			}
			if !in(rows[4], tt.group) || !in(rows[5], tt.name) {
				t.Errorf("rows %q and %q, want group %q and %q", rows[4], rows[5], tt.group, tt.name)
			}
			for _, v := range []string{"1,541.202", "940.133", "1,056.329"} { // as an American program shows them
				if !in(rows[5], v) {
					t.Errorf("the row %q lacks %s", rows[5], v)
				}
			}
		})
	}
}

// Ranges and bounds are written in words, and a plan nobody set stays empty.
func TestWorkbookPlansInWords(t *testing.T) {
	m := base(t)
	m.take(t, file("plans.csv", briefPlans,
		"lechan,tl_ngheo,2022,city,<=,0.28,", "lechan,tl_ngheo,2022,council,range,0.2,0.3"))
	rows := sheetTexts(t, entryBook(t, m, "lechan", i18n.Vi))
	last := rows[len(rows)-1]
	for _, want := range []string{"không quá 0,28", "0,20-0,30"} {
		if !in(last, want) {
			t.Errorf("the row %q lacks %q", last, want)
		}
	}
}

// A computed ratio is shown and cannot be typed.
func TestWorkbookShowsComputed(t *testing.T) {
	f := entryBook(t, base(t), "lechan", i18n.Vi)
	rows := sheetTexts(t, f)
	last := rows[len(rows)-1]
	if last[0] != "#" || !in(last, "0.25") {
		t.Errorf("the ratio's row is %q, want it for people only, with 0.25", last)
	}
	_, columns := entryRows(t, f)
	id, err := f.GetCellStyle(f.GetSheetName(0), columns["entry"]+strconv.Itoa(len(rows)))
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(id); err != nil || style.Protection != nil && !style.Protection.Locked {
		t.Errorf("the computed cell is open: %+v, %v", style, err)
	}
}

// In-year periods have workbooks of their own.
func TestWorkbookInYear(t *testing.T) {
	for _, p := range []string{"2022-Q1", "2022-M05", "2022-YTD06"} {
		m := base(t)
		var b bytes.Buffer
		in := report.Input{Book: m.book(), Terms: m.Terms, Unit: "lechan", Period: period.MustParse(p), Lang: i18n.Vi, Decimals: 1}
		if err := exchange.Workbook(&b, in); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		rows, columns := entryRows(t, f)
		for column, v := range map[string]any{"entry": "1.234,5", "status": "sơ bộ"} {
			if err := f.SetCellValue(f.GetSheetName(0), columns[column]+strconv.Itoa(rows["thu_ns"]), v); err != nil {
				t.Fatal(err)
			}
		}
		m.take(t, entered(t, f))
		got := m.figures[cellKey("lechan", "thu_ns", p)]
		if len(got) != 1 || got[0].Value.String() != "1234.5" || got[0].Status != "preliminary" {
			t.Errorf("%s: figures %+v", p, got)
		}
	}
}

// The words offered for the status are taken in either language and in any
// case, and so are the words of files.
func TestWorkbookStatuses(t *testing.T) {
	for text, want := range map[string]string{"ước": "estimate", "Sơ bộ": "preliminary", "CHÍNH THỨC": "official", "official": "official", " estimate ": "estimate"} {
		m := base(t)
		f := entryBook(t, m, "lechan", i18n.Vi)
		rows, columns := entryRows(t, f)
		for column, v := range map[string]any{"entry": 5, "status": text, "note": "tính lại"} {
			if err := f.SetCellValue(f.GetSheetName(0), columns[column]+strconv.Itoa(rows["thu_ns"]), v); err != nil {
				t.Fatal(err)
			}
		}
		change, _, err := m.decide(entered(t, f))
		if err != nil || len(change.Figures) != 1 || string(change.Figures[0].Status) != want {
			t.Errorf("%q: %+v, %v; want %s", text, change.Figures, err, want)
		}
	}
	for _, lang := range i18n.Langs {
		if words := exchange.StatusWords(i18n.For(lang)); len(words) != 3 || words[0] == "" || words[0] == words[2] {
			t.Errorf("%s: statuses %q", lang, words)
		}
	}
}

// Emptying a cell leaves the figure alone; an x says that the indicator does
// not apply, and a number takes the place of an x.
func TestWorkbookEmptyAndNotApplicable(t *testing.T) {
	m := base(t).withSpending(t)
	f := entryBook(t, m, "lechan", i18n.Vi)
	rows, columns := entryRows(t, f)
	for code, v := range map[string]any{"thu_ns": "", "ho": "x", "chi_ns": 12.5} {
		if err := f.SetCellValue(f.GetSheetName(0), columns["entry"]+strconv.Itoa(rows[code]), v); err != nil {
			t.Fatal(err)
		}
	}
	m.take(t, entered(t, f))
	for code, want := range map[string]string{"thu_ns": "1 estimate", "ho": "2 not_applicable", "chi_ns": "2 estimate"} {
		versions := m.figures[cellKey("lechan", code, "2022")]
		if got := strconv.Itoa(len(versions)) + " " + string(versions[len(versions)-1].Status); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

// A workbook is refused like any file where the period is locked, but only for
// what it changes.
func TestWorkbookOfALockedPeriod(t *testing.T) {
	m := base(t).withSpending(t)
	f := entryBook(t, m, "lechan", i18n.Vi)
	m.locked["lechan/2022"] = true
	if m.take(t, entered(t, f)).Changes() {
		t.Error("the untouched workbook changes something")
	}
	rows, columns := entryRows(t, f)
	if err := f.SetCellValue(f.GetSheetName(0), columns["entry"]+strconv.Itoa(rows["ho"]), 5); err != nil {
		t.Fatal(err)
	}
	_, _, err := m.decide(entered(t, f))
	same(t, "faults", brief(err), []string{"nhap.xlsx:Nhập số liệu!A" + strconv.Itoa(rows["ho"]) + " locked"})
}

// Names that look like formulas stay text.
func TestWorkbookHostileNames(t *testing.T) {
	m := base(t)
	m.take(t, file("indicators.csv", indicatorsHeader, `xau,'=cmd|' /C calc'!A0,,tỷ đồng,1,1,</script>,amount,higher,,sum,sum,,,,,,,,`),
		file("sets.csv", setsHeader, "lechan,2022,7,xau,city,,"))
	f := entryBook(t, m, "lechan", i18n.Vi)
	rows, columns := entryRows(t, f)
	at := columns["#name"] + strconv.Itoa(rows["xau"])
	formula, err := f.GetCellFormula(f.GetSheetName(0), at)
	text, _ := f.GetCellValue(f.GetSheetName(0), at)
	if err != nil || formula != "" || text != "=cmd|' /C calc'!A0" {
		t.Errorf("the name is formula %q, text %q, %v", formula, text, err)
	}
}
