package export

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// words gives the texts of a part, joined: what a reader sees.
func words(body string) string {
	var b strings.Builder
	for _, p := range paragraphsIn([]byte(body)) {
		b.WriteString(p.text() + "\n")
	}
	return b.String()
}

// filledPart fills a template and gives one of its parts.
func filledPart(t *testing.T, doc Document, raw []byte, part string) string {
	t.Helper()
	doc.Templates.Word = raw
	files := zipFiles(t, written(t, doc, "docx"))
	for name, body := range files {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			wellFormed(t, name, body)
		}
	}
	return files[part]
}

// withHeader is a template whose first header has these contents.
func withHeader(t *testing.T, kind, contents string) []byte {
	t.Helper()
	part, root := "word/own-"+kind+".xml", map[string]string{"header": "w:hdr", "footer": "w:ftr"}[kind]
	raw := changedFile(t, wordWith(t, paragraph("", run("{{nam}}", ""))), part, func(string) string {
		return xmlHead + tag(root, docxSpaces, contents)
	})
	raw = changedFile(t, raw, wordRelations, func(s string) string {
		return strings.Replace(s, "</Relationships>", relation("rIdOwn", kind, "own-"+kind+".xml")+"</Relationships>", 1)
	})
	return changedFile(t, raw, first, func(s string) string {
		return strings.Replace(s, "</Types>", tag("Override", attr("PartName", "/"+part)+" "+attr("ContentType", wordType+kind+"+xml"))+"</Types>", 1)
	})
}

// Every placeholder of a text is filled wherever a document has text.
func TestPlaceholdersInEveryPlace(t *testing.T) {
	doc := whole(t)
	doc.ID = "K7M3-9QXT"
	data := newTemplateData(doc)
	var names, want []string
	for _, f := range textFields {
		value, ok := data.text(f.name)
		if !ok {
			t.Fatalf("%s is no placeholder", f.name)
		}
		names, want = append(names, "["+f.name+"|{{"+f.name+"}}]"), append(want, "["+f.name+"|"+value+"]")
	}
	line := paragraph("", run(strings.Join(names, " "), ""))
	cell := tag("w:tbl", "", tag("w:tblPr", ""), tag("w:tblGrid", "", tag("w:gridCol", `w:w="5000"`)), tag("w:tr", "", tag("w:tc", "", tag("w:tcPr", ""), line)))
	box := paragraph("", tag("w:r", "", tag("w:pict", "", tag("v:shape", "", tag("v:textbox", "", tag("w:txbxContent", "", line))))))
	for name, c := range map[string]struct {
		raw  []byte
		part string
	}{
		"body":     {wordWith(t, line), wordMain},
		"table":    {wordWith(t, cell+paragraph("")), wordMain},
		"text box": {wordWith(t, box), wordMain},
		"header":   {withHeader(t, "header", line), "word/own-header.xml"},
		"footer":   {withHeader(t, "footer", line), "word/own-footer.xml"},
	} {
		if err := CheckTemplate("docx", c.raw, nil); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := words(filledPart(t, doc, c.raw, c.part)); !strings.Contains(got, strings.Join(want, " ")) {
			t.Errorf("%s\n got %s\nwant %s", name, got, strings.Join(want, " "))
		}
	}
}

// Word splits a text over runs wherever somebody changed a letter: each split
// gives the same, and the look of the first run.
func TestPlaceholdersSplitAnywhere(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi)}
	bold, text, want := tag("w:b", ""), "A {{nam}} B {{ky_bao_cao}} C", "A 2022 B năm 2022 C\n"
	for i := 1; i < len(text); i++ {
		for _, k := range []int{i, (i + len(text)) / 2, len(text) - 1} {
			if k <= i {
				continue
			}
			raw := wordWith(t, paragraph("", run(text[:i], ""), run(text[i:k], bold), run(text[k:], "")))
			if err := CheckTemplate("docx", raw, nil); err != nil {
				t.Fatalf("split at %d and %d: %v", i, k, err)
			}
			d := &wordFill{data: newTemplateData(doc)}
			got := string(d.part([]byte(paragraph("", run(text[:i], ""), run(text[i:k], bold), run(text[k:], "")))))
			if words(got) != want || strings.Count(got, "<w:r>") != 3 || strings.Count(got, bold) != 1 {
				t.Errorf("split at %d and %d: %s", i, k, got)
			}
		}
		if i > 12 {
			i += 5 // inside and around the first one each place, then some
		}
	}
}

// Each block stands in the place of its paragraph, in the body and in a cell,
// and takes its look.
func TestBlocksInTheirPlace(t *testing.T) {
	doc := whole(t)
	doc.Parts = report.Written(report.DefaultOutline(doc.Summary.Period, i18n.Vi), map[string]string{
		"opening": "Mở đầu.", "theme": "Chủ đề.", "achievements": "Thành tích.", "limits": "Hạn chế.", "causes": "Nguyên nhân.", "lessons": "Bài học.",
		"next_theme": "Chủ đề sau.", "tasks": "Việc một\nViệc hai", "proposals": "Kiến nghị.",
	}, nil)
	want := map[string]string{
		"noi_dung": "KẾT QUẢ", "ket_qua_theo_nhom": doc.Summary.Rows[0].Sentence, "chi_tieu_nam_sau": "Dự kiến năm 2023", "mo_dau": "Mở đầu.", "chu_de_nam": "Chủ đề.",
		"thanh_tich": "Thành tích.", "han_che": "Hạn chế.", "nguyen_nhan": "Nguyên nhân.", "bai_hoc": "Bài học.", "chu_de_nam_sau": "Chủ đề sau.",
		"nhiem_vu": "(2) Việc hai.", "kien_nghi": "Kiến nghị.", "bieu_do": doc.Charts[0].Title, "phu_luc": "27.037,0", "ghi_chu_phu_luc": "Số minh họa", "noi_nhan": "- Lưu: VT.",
		"chi_tieu_khong_dat": "", "so_lieu_con_thieu": "",
	}
	italic := tag("w:i", "")
	for _, b := range blockFields {
		if _, listed := want[b.name]; !listed {
			t.Errorf("%s is not tested", b.name)
		}
		own := paragraph(val("w:ind", "1"), run("{{"+b.name+"}}", italic))
		for place, body := range map[string]string{
			"body": own, "cell": tag("w:tbl", "", tag("w:tblPr", ""), tag("w:tblGrid", "", tag("w:gridCol", `w:w="9000"`)), tag("w:tr", "", tag("w:tc", "", tag("w:tcPr", ""), own))) + paragraph(""),
		} {
			got := filledPart(t, doc, wordWith(t, body), wordMain)
			if !strings.Contains(strings.ToLower(words(got)), strings.ToLower(want[b.name])) || strings.Contains(got, "{{") {
				t.Errorf("%s in a %s: %q lacks %q", b.name, place, words(got), want[b.name])
			}
			if want[b.name] != "" && b.name != "phu_luc" && b.name != "bieu_do" && !strings.Contains(got, italic) {
				t.Errorf("%s in a %s has lost its look", b.name, place)
			}
			if place == "cell" && !strings.Contains(got, "</w:p></w:tc>") {
				t.Errorf("%s: the cell does not end with a paragraph", b.name)
			}
		}
	}
}

// A page in the middle of a section keeps the section's end, also where the
// paragraph that holds it is replaced.
func TestSectionsSurvive(t *testing.T) {
	doc := whole(t)
	section := tag("w:sectPr", "", tag("w:pgSz", `w:w="11906" w:h="16838"`), tag("w:pgMar", `w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="0" w:footer="0" w:gutter="0"`))
	got := filledPart(t, doc, wordWith(t, paragraph(val("w:jc", "both")+section, run("{{phu_luc}}", ""))+paragraph("", run("{{phu_luc}}", ""))), wordMain)
	if strings.Count(got, "<w:sectPr>") != 2 || !strings.Contains(got, `w:w="11906"`) {
		t.Errorf("%d sections", strings.Count(got, "<w:sectPr>"))
	}
	// Each table is as wide as the text on its own page: 165 mm upright, 257 mm
	// across.
	var widths []float64
	for _, m := range regexp.MustCompile(`<w:tblW w:w="(\d+)"`).FindAllStringSubmatch(got, -1) {
		width, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		widths = append(widths, math.Round(float64(width)*25.4/1440))
	}
	if !slices.Equal(widths, []float64{165, 257}) {
		t.Errorf("tables are %v mm wide, want 165 and 257", widths)
	}
	if !strings.Contains(got, "<w:sz ") {
		t.Error("the letters of the narrow table did not shrink")
	}
}

// A template that lacks what Word cannot do without is refused; what it may
// lack is made.
func TestMissingParts(t *testing.T) {
	starter := starterOf(t, "docx", i18n.Vi)
	without := func(name string) []byte {
		files := zipFiles(t, starter)
		delete(files, name)
		var b bytes.Buffer
		a := &archive{to: &b}
		for n, body := range files {
			a.put(n, body)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, name := range []string{wordMain, stylesPart, wordRelations, first} {
		if got := strings.Join(keysOf(CheckTemplate("docx", without(name), nil)), "; "); got != "template.not_office" {
			t.Errorf("without %s: %q", name, got)
		}
	}
	doc := whole(t)
	doc.Draft, doc.ID = true, "K7M3-9QXT"
	bare := without(corePart)
	doc.Templates.Word = bare
	if err := CheckTemplate("docx", bare, nil); err != nil || len(written(t, doc, "docx")) == 0 {
		t.Errorf("without properties: %v", err)
	}
	// No section at all: one is made for the mark.
	raw := changedFile(t, starter, wordMain, func(string) string {
		return xmlHead + tag("w:document", docxSpaces, tag("w:body", "", paragraph("", run("{{noi_dung}}", ""))))
	})
	got := filledPart(t, doc, raw, wordMain)
	for _, kind := range []string{"header", "footer"} {
		if !strings.Contains(got, "<w:"+kind+"Reference") {
			t.Errorf("no %s is tied to the page", kind)
		}
	}
	// An empty section, and one that has a header of its own for first pages.
	for name, section := range map[string]string{"empty": "<w:sectPr/>", "own first": tag("w:sectPr", "", `<w:headerReference w:type="first" r:id="rIdX"/>`)} {
		raw := changedFile(t, starter, wordMain, func(string) string {
			return xmlHead + tag("w:document", docxSpaces, tag("w:body", "", paragraph("", run("{{nam}}", ""))+section))
		})
		got := filledPart(t, doc, raw, wordMain)
		if n := strings.Count(got, `w:headerReference`); n != 3 {
			t.Errorf("%s: %d headers are tied to the page, want one of each sort", name, n)
		}
	}
}

// Limits: a file at the limit is taken, one past it is not, and what unpacks
// to too much is stopped before it is unpacked.
func TestTemplateLimits(t *testing.T) {
	starter := starterOf(t, "docx", i18n.Vi)
	many := func(n int) []byte {
		files := zipFiles(t, starter)
		for i := len(files); i < n; i++ {
			files[fmt.Sprintf("word/media/p%d.png", i)] = "x"
		}
		var b bytes.Buffer
		a := &archive{to: &b}
		for name, body := range files {
			a.put(name, body)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for n, want := range map[int]string{mostTemplateParts: "", mostTemplateParts + 1: "template.unpacks_too_large"} {
		if got := strings.Join(keysOf(CheckTemplate("docx", many(n), nil)), "; "); got != want {
			t.Errorf("%d parts: %q, want %q", n, got, want)
		}
	}
	// Many parts that are small alone and too much together.
	half := strings.Repeat("0", mostUnpacked/2)
	raw := changedFile(t, changedFile(t, starter, "word/media/a.bin", func(string) string { return half }), "word/media/b.bin", func(string) string { return half })
	if got := strings.Join(keysOf(CheckTemplate("docx", raw, nil)), "; "); got != "template.unpacks_too_large" {
		t.Errorf("two halves: %q", got)
	}
	if sheet := changedFile(t, starterOf(t, "xlsx", i18n.Vi), "xl/media/a.bin", func(string) string { return strings.Repeat("0", mostUnpacked) }); strings.Join(keysOf(CheckTemplate("xlsx", sheet, nil)), "; ") != "template.unpacks_too_large" {
		t.Error("a workbook that swells is taken")
	}
}
