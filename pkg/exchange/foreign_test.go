package exchange_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

// text is a cell of inline text.
func text(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }

// rowXML is a row of inline texts.
func rowXML(n int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, n, strings.Join(cells, ""))
}

// part writes a part as it stands.
func part(s string) func(io.Writer) { return func(w io.Writer) { fmt.Fprint(w, s) } }

// Workbooks of other programs say the same in other ways.
func TestWorkbooksOfOtherPrograms(t *testing.T) {
	sheet := "xl/worksheets/sheet1.xml"
	plainRow := rowXML(2, text("lechan"), text("chi_ns"), text("2022"), `<c><v>5.5</v></c>`, text("official"))
	tests := []struct {
		name  string
		parts map[string]func(io.Writer)
	}{
		{"inline texts, no references", sheetXML(plainRow)},
		{"names with a prefix", map[string]func(io.Writer){sheet: part(`<x:worksheet xmlns:x="s"><x:sheetData>` + strings.NewReplacer("</", "</x:", "<", "<x:").Replace(headXML+plainRow) + `</x:sheetData></x:worksheet>`)}},
		{"shared texts with formats", map[string]func(io.Writer){
			sheet:                  part(`<worksheet><sheetData>` + headXML + `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>2022</v></c><c r="D2"><v>5.5</v></c><c r="E2" t="s"><v>2</v></c></row></sheetData></worksheet>`),
			"xl/sharedStrings.xml": part(`<sst><si><r><rPr><b/></rPr><t>le</t></r><r><t>chan</t></r></si><si><t>chi_ns</t><rPh sb="0" eb="1"><t>đọc</t></rPh></si><si><t>official</t></si></sst>`),
		}},
		{"cells out of order", sheetXML(`<row r="2"><c r="E2" t="str"><v>official</v></c><c r="D2"><v>5.5</v></c><c r="A2" t="str"><v>lechan</v></c><c r="B2" t="str"><v>chi_ns</v></c><c r="C2"><v>2022</v></c></row>`)},
		{"exponents", sheetXML(rowXML(2, text("lechan"), text("chi_ns"), text("2022"), `<c><v>5.4999999999999999E0</v></c>`, text("official")))},
		{"spaces kept", sheetXML(rowXML(2, `<c t="inlineStr"><is><t xml:space="preserve"> lechan </t></is></c>`, text("chi_ns"), text("2022"), `<c><v>5.5</v></c>`, text("official ")))},
		{"the main part elsewhere", map[string]func(io.Writer){
			"_rels/.rels":                part(`<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/book/main.xml"/></Relationships>`),
			"book/main.xml":              part(bookXML),
			"book/_rels/main.xml.rels":   part(`<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="/book/one.xml"/></Relationships>`),
			"book/one.xml":               part(`<worksheet><sheetData>` + headXML + plainRow + `</sheetData></worksheet>`),
			"xl/workbook.xml":            part(`not XML`),
			"xl/_rels/workbook.xml.rels": part(`not XML`),
		}},
		{"a picture and a chart beside", map[string]func(io.Writer){
			sheet:                        sheetXML(plainRow)[sheet],
			"xl/workbook.xml":            part(`<workbook xmlns:r="r"><sheets><sheet name="c" r:id="rId2"/><sheet name="s" r:id="rId1"/></sheets></workbook>`),
			"xl/_rels/workbook.xml.rels": part(`<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/chartsheet" Target="chart.xml"/><Relationship Id="rId3" Type="http://x/externalLink" Target="http://x/" TargetMode="External"/></Relationships>`),
		}},
		{"remarks above and between", sheetXML("")},
	}
	tests[len(tests)-1].parts = map[string]func(io.Writer){sheet: part(`<worksheet><sheetData>` + rowXML(1, text("# Biểu số liệu")) + headXML + rowXML(4, text("#"), text("I. Kinh tế")) + rowXML(5, text("lechan"), text("chi_ns"), text("2022"), `<c><v>5.5</v></c>`, text("official")) + `</sheetData></worksheet>`)}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			change, _, err := base(t).decide(packed(t, tt.parts))
			if err != nil || len(change.Figures) != 1 || change.Figures[0].Value.String() != "5.5" {
				t.Errorf("figures %+v\n%s", change.Figures, strings.Join(lines(i18n.En, err), "\n"))
			}
		})
	}
}

// Days in workbooks count from 1900 or 1904, or are written out.
func TestDaysInWorkbooks(t *testing.T) {
	sheet, styles := "xl/worksheets/sheet1.xml", part(`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`)
	head := rowXML(1, text("unit"), text("code"), text("name"), text("kind"), text("parent"), text("valid_from"), text("valid_to"))
	row := func(from string) map[string]func(io.Writer) {
		return map[string]func(io.Writer){
			"xl/styles.xml": styles,
			sheet:           part(`<worksheet><sheetData>` + head + rowXML(2, text("x"), text(""), text("X"), text("phường"), text("lechan"), from, text("")) + `</sheetData></worksheet>`),
		}
	}
	since1904 := row(`<c s="1"><v>43442</v></c>`)
	since1904["xl/workbook.xml"] = part(strings.Replace(bookXML, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1))
	tests := []struct {
		name  string
		parts map[string]func(io.Writer)
		want  string
		fault string
	}{
		{"from 1900", row(`<c s="1"><v>44904</v></c>`), "2022-12-09", ""},
		{"from 1904", since1904, "2022-12-09", ""},
		{"with an hour", row(`<c s="1"><v>44904.75</v></c>`), "2022-12-09", ""},
		{"written out", row(text("2022-12-09")), "2022-12-09", ""},
		{"as ISO", row(`<c t="d"><v>2022-12-09T00:00:00</v></c>`), "2022-12-09", ""},
		{"a bare number", row(`<c><v>44904</v></c>`), "", "h.xlsx:s!F2 valid_from bad_date"},
		{"the Vietnamese way", row(text("09/12/2022")), "", "h.xlsx:s!F2 valid_from bad_date"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			change, _, err := base(t).decide(packed(t, tt.parts))
			if tt.fault != "" {
				same(t, "faults", brief(err), []string{tt.fault})
				return
			}
			if err != nil || len(change.Units) != 1 || change.Units[0].Rows[0].From.Format("2006-01-02") != tt.want {
				t.Errorf("units %+v, %v; want from %s", change.Units, err, tt.want)
			}
		})
	}
}

// What a cell cannot be taken for is refused where it stands.
func TestWrongCellsOfWorkbooks(t *testing.T) {
	value := func(cell string) map[string]func(io.Writer) {
		return sheetXML(rowXML(2, text("lechan"), text("chi_ns"), text("2022"), cell, text("official")))
	}
	for name, tt := range map[string]struct{ cell, want string }{
		"an error":                    {`<c t="e"><v>#DIV/0!</v></c>`, "cell_error"},
		"a formula with an error":     {`<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "cell_error"},
		"a formula without result":    {`<c><f>1+1</f></c>`, "formula_without_result"},
		"a formula giving nothing":    {`<c t="str"><f>""</f><v></v></c>`, "formula_without_result"},
		"no number":                   {`<c><v>abc</v></c>`, "cell_error"},
		"not a number":                {`<c><v>NaN</v></c>`, "cell_error"},
		"infinity":                    {`<c><v>Inf</v></c>`, "cell_error"},
		"beyond all numbers":          {`<c><v>1e999</v></c>`, "cell_error"},
		"full-width digits":           {text("１２３"), "number.not_number"},
		"a control character":         {text("1_x0007_2"), "control_character"},
		"a text that is far too long": {text(strings.Repeat("9", 40_000)), "text_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := base(t).decide(packed(t, value(tt.cell)))
			same(t, "faults", brief(err), []string{"h.xlsx:s!D2 value " + tt.want})
		})
	}
}

// A formula in a column of text is a doubt too.
func TestFormulaInText(t *testing.T) {
	_, report, err := base(t).decide(packed(t, sheetXML(rowXML(2, `<c t="str"><f>A1</f><v>lechan</v></c>`, text("chi_ns"), text("2022"), `<c><v>1</v></c>`, text("official")))))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "doubts", brief(report.Doubts.Err()), []string{"h.xlsx:s!A2 unit formula_result"})
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add([]byte(rowXML(2, text("lechan"), text("chi_ns"), text("2022"), `<c><v>5.5</v></c>`, text("official"))))
	f.Add([]byte(`<row r="2"><c r="ZZZ2" t="s"><v>9</v></c></row><row r="-5"><c><f>1</f></c></row>`))
	f.Add([]byte(`<row><c t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c></row></sheetData>`))
	m := base(f)
	f.Fuzz(func(t *testing.T, rows []byte) {
		_, _, err := m.decide(packed(t, sheetXML(string(rows))))
		for _, l := range lines(i18n.Vi, err) {
			if !strings.HasPrefix(l, "h.xlsx:") && !strings.HasPrefix(l, "còn ") {
				t.Errorf("a fault without place: %q", l)
			}
		}
	})
}

func TestPlacesOfWorkbooks(t *testing.T) {
	_, _, err := base(t).decide(workbook(t, "Số liệu 2022.xlsx", sheetOf{"Quý I", [][]any{{"#"}, {"unit", "#ghi chú", "indicator", "period", "value", "status"}, {"lechan", "xem lại", "none", 2022, "x y", "official"}}, nil}))
	same(t, "faults", brief(err), []string{"Số liệu 2022.xlsx:Quý I!C3 indicator unknown_indicator", "Số liệu 2022.xlsx:Quý I!E3 value number.not_number"})
}

func TestEmptyWorkbookOfManySheets(t *testing.T) {
	_, _, err := base(t).decide(workbook(t, "b.xlsx", sheetOf{"a", nil, nil}, sheetOf{"b", [][]any{{nil, nil}}, nil}))
	same(t, "faults", brief(err), []string{"b.xlsx:1 empty_file"})
}
