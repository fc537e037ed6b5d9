package export

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// sheetWith is a workbook with texts in the cells of its first sheet.
func sheetWith(t *testing.T, cells map[string]string, change ...func(*excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for cell, text := range cells {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		if err := c(f); err != nil {
			t.Fatal(err)
		}
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// filledSheet fills a workbook and opens what came of it.
func filledSheet(t *testing.T, doc Document, raw []byte) *excelize.File {
	t.Helper()
	if err := CheckTemplate("xlsx", raw, nil); err != nil {
		t.Fatal(err)
	}
	doc.Templates.Sheet = raw
	return readSheet(t, written(t, doc, "xlsx"))
}

func rawCell(t *testing.T, f *excelize.File, cell string) string {
	t.Helper()
	text, err := f.GetCellValue("Sheet1", cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Whatever people typed is text in a template of Word: the file stays
// well-formed and nothing but letters is added.
func TestHostileNamesInAWordTemplate(t *testing.T) {
	body := paragraph("", run("{{ten_don_vi}} {{CO_QUAN}} {{nguoi_ky}} {{thu_ns.cau}} {{thu_ns.ten}}", "")) + paragraph("", run("{{noi_dung}}", "")) +
		paragraph("", run("{{phu_luc}}", "")) + paragraph("", run("{{noi_nhan}}", ""))
	raw := wordWith(t, body)
	plain := strings.Count(filledPart(t, tampered(t, "x"), raw, wordMain), "<w:p>")
	for name, text := range hostile {
		doc := tampered(t, text)
		got := filledPart(t, doc, raw, wordMain)
		for _, bad := range []string{"<b onclick", "w:fldSimple", "w:instrText", "\u202E", "\x00"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: the document holds %q", name, bad)
			}
		}
		if !utf8.ValidString(got) || name != "line feed" && name != "only marks" && strings.Count(got, "<w:p>") != plain {
			t.Errorf("%s: %d paragraphs, want %d", name, strings.Count(got, "<w:p>"), plain)
		}
		if want := clean(text); !strings.Contains(words(got), want) {
			t.Errorf("%s: %q does not stand in the text", name, want)
		}
	}
}

// A value that looks like a placeholder is not filled again.
func TestValuesAreNotFilledAgain(t *testing.T) {
	doc := tampered(t, "{{nam}} {{noi_dung}}")
	if got := words(filledPart(t, doc, wordWith(t, paragraph("", run("{{ten_don_vi}}", ""))), wordMain)); got != "{{nam}} {{noi_dung}}\n" {
		t.Errorf("Word: %q", got)
	}
	f := filledSheet(t, doc, sheetWith(t, map[string]string{"A1": "{{ten_don_vi}}", "A2": "{{dong.ten}}"}))
	if got := rawCell(t, f, "A1"); got != "{{nam}} {{noi_dung}}" {
		t.Errorf("Excel: %q", got)
	}
	if got := rawCell(t, f, "A5"); got != "{{nam}} {{noi_dung}}" {
		t.Errorf("Excel, the fourth row: %q", got)
	}
}

// In a sheet a text is a text: no formula, no number, no longer than a cell
// may be.
func TestHostileNamesInASheetTemplate(t *testing.T) {
	raw := sheetWith(t, map[string]string{"A1": "{{ten_don_vi}}", "B1": "{{thu_ns.ten}}: {{thu_ns.thuc_hien}}", "A3": "{{nhom.tt}}", "B3": "{{nhom.ten}}", "A4": "{{dong.tt}}", "B4": "{{dong.ten}}", "C4": "{{dong.cau}}", "D4": "{{dong.don_vi_tinh}} {{dong.co_quan}}"})
	for name, text := range hostile {
		f := filledSheet(t, tampered(t, text), raw)
		if got, want := rawCell(t, f, "A1"), clean(text); got != want {
			t.Errorf("%s: A1 holds %q, want %q", name, got, want)
		}
		rows, err := f.GetRows("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		for r, cells := range rows {
			for c := range cells {
				if formula, err := f.GetCellFormula("Sheet1", at(c+1, r+1)); err != nil || formula != "" {
					t.Errorf("%s: %s holds the formula %q (%v)", name, at(c+1, r+1), formula, err)
				}
			}
		}
		row := "B7" // the fourth below the title of its group, which has none without letters
		if clean(text) == "" {
			row = "B6"
		}
		if got, want := rawCell(t, f, row), clean(text); got != want {
			t.Errorf("%s: the fourth row is %q, want %q", name, got, want)
		}
	}
}

// The layouts an office may draw: with and without titles of groups, one cell
// a value, rows below, several sheets.
func TestSheetLayouts(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi)}
	rows, groups := len(doc.Summary.Rows), len(doc.Summary.Groups)
	tests := []struct {
		name  string
		cells map[string]string
		want  map[string]string
	}{
		{"rows alone", map[string]string{"A2": "{{dong.tt}}", "A4": "dưới"}, map[string]string{"A2": "1", at(1, rows+1): "17", at(1, rows+3): "dưới"}},
		{"groups and rows", map[string]string{"A2": "{{nhom.tt}}. {{nhom.ten}}", "A3": "{{dong.ten}}", "A4": "dưới"},
			map[string]string{"A2": "I. Kinh tế", "A3": doc.Summary.Rows[0].Name, at(1, rows+groups+2): "dưới"}},
		{"single values", map[string]string{"B2": "{{thu_ns.thuc_hien}}", "B3": "Bằng {{thu_ns.phan_tram}}% kế hoạch", "B4": "{{khong_co.thuc_hien}}"},
			map[string]string{"B2": "940.133", "B3": "Bằng 100% kế hoạch", "B4": dash}},
		{"letters around a value", map[string]string{"A1": "{{TEN_DON_VI}} năm {{nam}}/{{nam_sau}}"}, map[string]string{"A1": "QUẬN LÊ CHÂN năm 2022/2023"}},
		{"the period is a year: the total is the value", map[string]string{"A1": "{{dong.luy_ke}}", "B1": "{{dong.luy_ke_phan_tram}}", "C1": "{{dong.ky_lien_truoc}}"},
			map[string]string{"A1": "423.2", "B1": "100", "C1": ""}},
	}
	for _, tt := range tests {
		f := filledSheet(t, doc, sheetWith(t, tt.cells))
		for cell, want := range tt.want {
			if got := rawCell(t, f, cell); got != want {
				t.Errorf("%s: %s holds %q, want %q", tt.name, cell, got, want)
			}
		}
	}
}

// A sheet of a month: the month before, the total, and what is told of them,
// as numbers.
func TestSheetOfAMonth(t *testing.T) {
	doc := Document{Summary: demo(t, "2022-M05", i18n.Vi)}
	cells := map[string]string{"A1": "{{dong.thuc_hien}}", "B1": "{{dong.ky_lien_truoc}}", "C1": "{{dong.so_voi_ky_lien_truoc}}", "D1": "{{dong.luy_ke}}",
		"E1": "{{dong.luy_ke_phan_tram}}", "F1": "{{dong.luy_ke_so_voi_ky_truoc}}", "G1": "{{dong.luy_ke_ky_truoc}}", "H1": "{{dong.phan_tram}}"}
	f := filledSheet(t, doc, sheetWith(t, cells))
	want := map[string]string{"A1": "36.9", "B1": "35.4", "C1": "104.2", "D1": "171.1", "E1": "40.4", "F1": "105.2", "G1": "162.7", "H1": "8.7"}
	for cell, number := range want {
		if got := rawCell(t, f, cell); got != number {
			t.Errorf("%s (%s) holds %q, want %q", cell, cells[cell], got, number)
		}
		if kind, err := f.GetCellType("Sheet1", cell); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
			t.Errorf("%s (%s) is text (%v)", cell, cells[cell], err)
		}
	}
	got := words(filledPart(t, doc, wordWith(t, paragraph("", run("{{gtsx_cn.luy_ke}}, {{gtsx_cn.luy_ke_phan_tram}}%; {{gtsx_cn.ky_lien_truoc}}", ""))), wordMain))
	if got != "171,1, 40,4%; 35,4\n" {
		t.Errorf("Word: %q", got)
	}
}

// A unit without indicators still fills its template: the marked rows go, and
// what stands below stays.
func TestTemplatesOfNothing(t *testing.T) {
	doc := Document{Summary: report.Summary{Unit: report.UnitName{Name: "Phường A"}, Lang: i18n.Vi, Period: demo(t, "2022", i18n.Vi).Period}}
	f := filledSheet(t, doc, sheetWith(t, map[string]string{"A1": "{{ten_don_vi}}", "A3": "{{nhom.ten}}", "A4": "{{dong.ten}}", "A6": "dưới"}))
	rows, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, r := range rows {
		text += strings.Join(r, "|") + "\n"
	}
	if !strings.Contains(text, "Phường A") || !strings.Contains(text, "dưới") || strings.Contains(text, "{{") {
		t.Errorf("sheet:\n%s", text)
	}
	if got := words(filledPart(t, doc, starterOf(t, "docx", i18n.Vi), wordMain)); strings.Contains(got, "{{") {
		t.Errorf("Word: %s", got)
	}
}

// Formulas of a marked row follow it; those with a fixed row do not.
func TestMovedFormulas(t *testing.T) {
	for formula, want := range map[string]string{
		"B3/C3*100": "B9/C9*100", "$B3+B$3": "$B9+B$3", "SUM(B3:B3)": "SUM(B9:B9)", "B33+B3": "B33+B9", "A1&B3": "A1&B9", `"B4"&B3`: `"B4"&B9`,
	} {
		if got := moved(formula, 3, 9); got != want {
			t.Errorf("%s moved from row 3 to 9: %s, want %s", formula, got, want)
		}
	}
	if f := excelize.NewFile(); errors.Join(f.SetCellFormula("Sheet1", "A1", moved("B3", 3, 9)), f.Close()) != nil {
		t.Error("the moved formula is none")
	}
}

// Texts that no number format fits are kept as they are printed: a range, a
// bound, more digits than a spreadsheet holds.
func TestCellsThatAreNoNumbers(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	s.Rows = append([]report.Row(nil), s.Rows...)
	s.Rows[0].Actual = report.Value{Plain: "1234567890123456.78", Text: "1.234.567.890.123.456,78"}
	plan, result := s.Rows[1].Plans[0], *s.Rows[1].Plans[0].Result
	result.Plan.Target.Operator = indicator.AtLeast
	plan.Result, plan.Text = &result, "từ 24.445,75 trở lên"
	s.Rows[1].Plans = []report.PlanRow{plan}
	s.Rows[1].Judging = 0
	f := filledSheet(t, Document{Summary: s}, sheetWith(t, map[string]string{"A1": "{{dong.thuc_hien}}", "B1": "{{dong.ke_hoach}}"}))
	if got := rawCell(t, f, "A1"); got != "1.234.567.890.123.456,78" {
		t.Errorf("too many digits: %q", got)
	}
	if got := rawCell(t, f, "B2"); got != "từ 24.445,75 trở lên" {
		t.Errorf("a bound: %q", got)
	}
}
