package export

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
)

var rawCells = excelize.Options{RawCellValue: true}

func indicatorUnit(key string) org.Key { return org.Key(key) }

// rowNamed finds the row of an indicator in the table's sheet.
func rowNamed(t *testing.T, f *excelize.File, name string) int {
	t.Helper()
	rows, err := f.GetRows(f.GetSheetName(0), rawCells)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 1 && r[1] == name {
			return i + 1
		}
	}
	t.Fatalf("no row %q", name)
	return 0
}

func TestExcelLayout(t *testing.T) {
	f := readSheet(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "xlsx"))
	sheet := f.GetSheetName(0)
	for cell, want := range map[string]string{
		"A1": "ỦY BAN NHÂN DÂN QUẬN LÊ CHÂN", "A2": "BIỂU KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2022",
		"A4": "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 11 đạt).",
		"A6": "TT", "B6": "Chỉ tiêu", "D6": "Thực hiện 2021", "E6": "Kế hoạch 2022", "E7": "Thành phố giao", "F7": "HĐND quận giao", "G6": "Ước thực hiện 2022",
		"A8": "A", "C8": "C", "D8": "1", "G8": "4", "H8": "5=4/2", "I8": "6=4/3", "J8": "7=4/1",
		"A9": "I", "B9": "Kinh tế", "B10": "Giá trị sản xuất công nghiệp", "K10": "Dự kiến đạt",
	} {
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", cell, got, err, want)
		}
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 8 || panes.XSplit != 3 {
		t.Errorf("panes %+v (%v), want three columns and eight rows frozen", panes, err)
	}
	layout, err := f.GetPageLayout(sheet)
	if err != nil || *layout.Size != paperA4 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
		t.Errorf("page layout %+v (%v), want A4 landscape, one page wide", layout, err)
	}
	names := f.GetDefinedName()
	if len(names) != 1 || names[0].RefersTo != "'Biểu chỉ tiêu'!$6:$8" {
		t.Errorf("names %+v, want the head to repeat", names)
	}
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var areas []string
	for _, m := range merged {
		areas = append(areas, m.GetStartAxis()+":"+m.GetEndAxis())
	}
	for _, want := range []string{"A6:A7", "E6:F6", "G6:G7", "H6:J6"} {
		if !strings.Contains(strings.Join(areas, " ")+" ", want+" ") {
			t.Errorf("%s is not merged; merged are %v", want, areas)
		}
	}
}

func TestExcelNumbersAndFormulas(t *testing.T) {
	f := readSheet(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "xlsx"))
	sheet := f.GetSheetName(0)
	tests := []struct{ name, column, formula, value, shown string }{
		{"Tổng mức bán lẻ hàng hóa", "G", "", "27037", "27,037.0"},
		{"Tổng mức bán lẻ hàng hóa", "E", "", "24445.75", "24,445.75"},
		{"Tổng mức bán lẻ hàng hóa", "H", "ROUND(G11/E11*100,1)", "110.6", "110.6"},
		{"Tổng mức bán lẻ hàng hóa", "J", "ROUND(G11/D11*100,1)", "115.9", "115.9"},
		{"Thu ngân sách nhà nước trên địa bàn", "I", "ROUND(G13/F13*100,1)", "89", "89.0"},
		{"Tỷ lệ hộ cận nghèo", "H", "", "-0.02", "-0.02 điểm %"},
		{"Tỷ lệ người dân tham gia bảo hiểm y tế", "J", "", "1.2", "+1.2 điểm %"},
	}
	for _, tt := range tests {
		cell := tt.column + at(1, rowNamed(t, f, tt.name))[1:]
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		value, err := f.GetCellValue(sheet, cell, rawCells)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if formula != tt.formula || value != tt.value || shown != tt.shown || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("%s, %s: formula %q, value %q, shown %q, type %d; want %q, %q, %q, a number", tt.name, cell, formula, value, shown, kind, tt.formula, tt.value, tt.shown)
		}
	}
}

// Every formula, worked out anew, gives the value that stands beside it.
func TestExcelFormulasGiveTheirValues(t *testing.T) {
	for name, doc := range agreeing(t) {
		f := readSheet(t, written(t, doc, "xlsx"))
		formulas := 0
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet, rawCells)
			if err != nil {
				t.Fatal(err)
			}
			for y, r := range rows {
				for x, cached := range r {
					formula, err := f.GetCellFormula(sheet, at(x+1, y+1))
					if err != nil {
						t.Fatal(err)
					}
					if formula == "" {
						continue
					}
					formulas++
					if got, err := f.CalcCellValue(sheet, at(x+1, y+1), rawCells); err != nil || got != cached {
						t.Errorf("%s: %s!%s = %s gives %q (%v), the file says %q", name, sheet, at(x+1, y+1), formula, got, err, cached)
					}
				}
			}
		}
		if formulas == 0 {
			t.Errorf("%s: no formula", name)
		}
	}
}

func TestExcelChart(t *testing.T) {
	files := zipFiles(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "xlsx"))
	chart := files["xl/charts/chart1.xml"]
	for _, want := range []string{"<barChart>", `<barDir val="bar"`, "Biểu đồ&#39;!$B$2:$B$9", `<min val="0"`, "Tỷ lệ thực hiện so với kế hoạch 2022 (%)"} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart lacks %s", want)
		}
	}
	sheet := readSheet(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "xlsx"))
	if got, err := sheet.GetCellFormula("Biểu đồ", "B3"); err != nil || got != "'Biểu chỉ tiêu'!H11" {
		t.Errorf("the chart's number is %q (%v), want the table's cell", got, err)
	}
}

// A number with more digits than a spreadsheet keeps stays text.
func TestLongNumberStaysText(t *testing.T) {
	for plain, want := range map[string]bool{"123456789012345": true, "1234567890123456": false, "0.000000001": true, "": false, "-12.5": true, "100000000000000000": true} {
		if got := (cell{plain: plain}).isNumber(); got != want {
			t.Errorf("%q: number %t, want %t", plain, got, want)
		}
	}
}

func TestExcelDraftAndID(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi), Draft: true, ID: "BC-&1"}
	f := readSheet(t, written(t, doc, "xlsx"))
	h, err := f.GetHeaderFooter(f.GetSheetName(0))
	if err != nil || !strings.Contains(h.OddHeader, "DỰ THẢO") || !strings.Contains(h.OddFooter, "BC-&&1") || !strings.Contains(h.OddFooter, "&P") {
		t.Errorf("head and foot %+v (%v)", h, err)
	}
	doc.Draft = false
	f = readSheet(t, written(t, doc, "xlsx"))
	if h, err := f.GetHeaderFooter(f.GetSheetName(0)); err != nil || h.OddHeader != "" {
		t.Errorf("a report that is no draft has the head %q (%v)", h.OddHeader, err)
	}
}

// A table that is a little higher than a page is printed on one; a long one
// goes over as many as it needs.
func TestSheetPages(t *testing.T) {
	long := demo(t, "2022", i18n.Vi)
	for range 3 {
		long.Rows = append(long.Rows, long.Rows...)
		for i := range long.Groups {
			long.Groups[i].Rows = append(long.Groups[i].Rows, long.Groups[i].Rows...)
		}
	}
	for name, c := range map[string]struct {
		doc  Document
		tall int
	}{"a page and some notes": {Document{Summary: demo(t, "2022", i18n.Vi)}, 1}, "many rows": {Document{Summary: long}, 0}} {
		f := readSheet(t, written(t, c.doc, "xlsx"))
		layout, err := f.GetPageLayout(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		if layout.FitToHeight != nil {
			got = *layout.FitToHeight
		}
		if got != c.tall {
			t.Errorf("%s: fitted to %d pages, want %d", name, got, c.tall)
		}
	}
}
