package export

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// starterOf is the starter template of a format.
func starterOf(t testing.TB, format string, lang i18n.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := StarterTemplate(&b, format, lang); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordWith is the starter with other contents of its body.
func wordWith(t testing.TB, body string) []byte {
	t.Helper()
	return changedFile(t, starterOf(t, "docx", i18n.Vi), wordMain, func(string) string {
		return xmlHead + tag("w:document", docxSpaces, tag("w:body", "", body+landscape()))
	})
}

// changedFile is a package with one part changed; a part that was not there
// is added.
func changedFile(t testing.TB, raw []byte, name string, change func(string) string) []byte {
	t.Helper()
	files := zipFiles(t, raw)
	files[name] = change(files[name])
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

// keysOf are the message keys of an error, with their places.
func keysOf(err error) []string {
	var faults errs.Faults
	var one *errs.Error
	switch {
	case errors.As(err, &faults):
		keys := make([]string, len(faults))
		for i, f := range faults {
			keys[i] = f.Place + " " + f.Err.Key
		}
		return keys
	case errors.As(err, &one):
		return []string{one.Key}
	}
	return nil
}

func TestStarterTemplatesAreTaken(t *testing.T) {
	for _, format := range []string{"docx", "xlsx"} {
		for _, lang := range i18n.Langs {
			raw := starterOf(t, format, lang)
			if err := CheckTemplate(format, raw, func(string) bool { return false }); err != nil {
				t.Errorf("%s %s: %v", format, lang, err)
			}
			if !bytes.Equal(raw, starterOf(t, format, lang)) {
				t.Errorf("%s %s: two starters differ", format, lang)
			}
		}
	}
	if err := StarterTemplate(&bytes.Buffer{}, "pdf", i18n.Vi); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a starter of PDF: %v", err)
	}
}

func TestWordTemplateFaults(t *testing.T) {
	text := func(runs ...string) string {
		all := ""
		for _, r := range runs {
			all += run(r, "")
		}
		return paragraph("", all)
	}
	known := func(code string) bool { return code == "thu_ns" }
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"plain":              {text("{{ten_don_vi}}, {{KY_BAO_CAO}}"), nil},
		"blanks and case":    {text("{{ Ten_Don_Vi }}"), nil},
		"split over runs":    {text("Tên: {", "{ten_", "don_vi}", "}."), nil},
		"of an indicator":    {text("{{thu_ns.thuc_hien}}"), nil},
		"block":              {text(" {{noi_dung}} "), nil},
		"unknown":            {text("a") + text("{{ten_don_vj}}"), []string{"word/document.xml:2 template.unknown"}},
		"unknown in runs":    {text("{{ten", "_don_vj}}"), []string{"word/document.xml:1 template.unknown"}},
		"unknown indicator":  {text("{{thu_nx.thuc_hien}}"), []string{"word/document.xml:1 template.unknown_indicator"}},
		"unknown value":      {text("{{thu_ns.thuc_hine}}"), []string{"word/document.xml:1 template.unknown"}},
		"row outside sheets": {text("{{dong.ten}}"), []string{"word/document.xml:1 template.unknown_indicator"}},
		"not closed":         {text("{{ten_don_vi"), []string{"word/document.xml:1 template.unclosed"}},
		"not opened":         {text("ten_don_vi}} {{nam}}"), []string{"word/document.xml:1 template.unclosed"}},
		"over paragraphs":    {text("{{ten_") + text("don_vi}}"), []string{"word/document.xml:1 template.unclosed", "word/document.xml:2 template.unclosed"}},
		"block in a line":    {text("Nội dung: {{noi_dung}}"), []string{"word/document.xml:1 template.block_not_alone"}},
		"block in a text box": {paragraph("", tag("w:r", "", tag("w:pict", "", tag("v:shape", "", tag("v:textbox", "", tag("w:txbxContent", "", text("{{phu_luc}}"))))))),
			[]string{"word/document.xml:2 template.block_outside"}},
		"none": {text("Báo cáo"), []string{"template.no_placeholder"}},
	} {
		if got := keysOf(CheckTemplate("docx", wordWith(t, c.body), known)); strings.Join(got, "; ") != strings.Join(c.want, "; ") {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Files made to do harm, or that are no templates, are refused in words.
func TestHostileTemplates(t *testing.T) {
	starter := starterOf(t, "docx", i18n.Vi)
	with := func(name, body string) []byte {
		return changedFile(t, starter, name, func(string) string { return body })
	}
	relations := func(r string) []byte {
		return changedFile(t, starter, wordRelations, func(s string) string { return strings.Replace(s, "</Relationships>", r+"</Relationships>", 1) })
	}
	outside := func(kind, target string) string {
		return tag("Relationship", attr("Id", "rIdX")+" "+attr("Type", kindOffice+kind)+" "+attr("Target", target)+` TargetMode="External"`)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"empty":          {nil, "template.not_office"},
		"not an archive": {[]byte("%PDF-1.7"), "template.not_office"},
		"old Word":       {append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 600)...), "template.old_or_locked"},
		"too large":      {make([]byte, MostTemplate+1), "template.too_large"},
		"cut":            {starter[:len(starter)/2], "template.not_office"},
		"a workbook":     {starterOf(t, "xlsx", i18n.Vi), "template.not_office"},
		"zip bomb":       {with("word/media/a.bin", strings.Repeat("0", mostUnpacked)), "template.unpacks_too_large"},
		"macros":         {with("word/vbaProject.bin", "x"), "word/vbaProject.bin template.macros"},
		"macro type": {changedFile(t, starter, first, func(s string) string {
			return strings.Replace(s, "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main", 1)
		}), first + " template.macros"},
		"embedded":         {with("word/embeddings/oleObject1.bin", "x"), "word/embeddings/oleObject1.bin template.embedded"},
		"template outside": {relations(outside("attachedTemplate", "http://example.com/x.dotm")), wordRelations + " template.external"},
		"picture outside":  {relations(outside("image", "file:///etc/passwd")), wordRelations + " template.external"},
		"hyperlink":        {relations(outside("hyperlink", "https://chinhphu.vn")), ""},
		"entities":         {with("word/settings.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "word/settings.xml template.bad_xml"},
		"broken part":      {with("word/header1.xml", "<w:hdr>"), "word/header1.xml template.bad_xml"},
		"way out":          {with("../evil.xml", "<a/>"), "template.not_office"},
		"strict form": {changedFile(t, starter, wordMain, func(s string) string {
			return strings.Replace(s, wordSpace, `xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"`, 1)
		}), "template.not_office"},
	} {
		if got := strings.Join(keysOf(CheckTemplate("docx", c.raw, nil)), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if err := CheckTemplate("pdf", starter, nil); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a template of PDF: %v", err)
	}
}

// own gives a document the starter templates.
func own(t testing.TB, doc Document) Document {
	doc.Templates = Templates{Word: starterOf(t, "docx", doc.Summary.Lang), Sheet: starterOf(t, "xlsx", doc.Summary.Lang)}
	return doc
}

// A report in the starter template holds the very numbers of the built-in
// layout, in sentences and in the annex.
func TestTemplateHoldsTheSummary(t *testing.T) {
	for name, doc := range agreeing(t) {
		raw := written(t, own(t, doc), "docx")
		got, want := readWord(t, raw), readWord(t, agreed(t, name, doc, "docx"))
		if d := difference(tally(got.text()), tally(want.text())); d != "" {
			t.Errorf("%s: numbers differ: %s", name, d)
		}
		for _, row := range doc.Summary.Rows {
			if !strings.Contains(got.text(), clean(row.Full())+".") {
				t.Errorf("%s: no sentence of %s", name, row.Name)
			}
		}
		if strings.Contains(got.text(), "{{") {
			t.Errorf("%s: a placeholder is left", name)
		}
		for part, body := range zipFiles(t, raw) {
			if strings.HasSuffix(part, ".xml") || strings.HasSuffix(part, ".rels") {
				wellFormed(t, name+" "+part, body)
			}
		}
		if !bytes.Equal(raw, written(t, own(t, doc), "docx")) {
			t.Errorf("%s: two files differ", name)
		}
	}
}

func TestSheetTemplateHoldsTheSummary(t *testing.T) {
	for name, doc := range agreeing(t) {
		f := readSheet(t, written(t, own(t, doc), "xlsx"))
		sheet := f.GetSheetName(0)
		rows, err := f.GetRows(sheet, rawCells)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string][]string{}
		for _, r := range rows[starterHead:] {
			if len(r) > 5 && r[2] != "" {
				found[r[1]] = r
			}
		}
		for _, row := range doc.Summary.Rows {
			r := found[row.Name]
			if r == nil {
				t.Errorf("%s: no line of %s", name, row.Name)
				continue
			}
			want := expected(row, levelsOf(doc))
			for column, value := range map[int]string{3: want["previous"], 5: want["actual"], 7: want["change"]} {
				if got := sheetNumber(r, column); got != value && !(value == "" && (got == "" || got == dash)) {
					t.Errorf("%s: %s, column %d: %q, want %q", name, row.Name, column, got, value)
				}
			}
			if p := judged(&row); p.Low.Plain != "" && p.High.Plain == "" && p.Percent.Plain != "" && sheetNumber(r, 6) != p.Percent.Plain {
				t.Errorf("%s: %s: percent %q, want %q", name, row.Name, sheetNumber(r, 6), p.Percent.Plain)
			}
		}
	}
}

// The values of single placeholders, in text split over runs, keep the look
// around them.
func TestTemplateFields(t *testing.T) {
	doc := agreeing(t)["vi lechan 2022"]
	bold := tag("w:b", "")
	body := paragraph(val("w:jc", "center"), run("Thu: {", ""), run("{thu_ns.thuc", bold), run("_hien}} {{thu_ns.don_vi_tinh}} (", ""), run("{{thu_ns.phan_tram}}%)", "")) +
		paragraph("", run("{{KY_BAO_CAO}}|{{so_dat_va_vuot}}/{{so_chi_tieu}}|{{thu_ns.cau}}|{{khong_co.ten}}", ""))
	doc.Templates.Word = wordWith(t, body)
	got := readWord(t, written(t, doc, "docx"))
	if len(got.paragraphs) < 2 {
		t.Fatalf("paragraphs: %v", got.paragraphs)
	}
	var row report.Row
	for _, r := range doc.Summary.Rows {
		if r.Code == "thu_ns" {
			row = r
		}
	}
	if want := "Thu: " + row.Actual.Text + " " + row.Measure + " (" + judged(&row).Percent.Text + "%)"; got.paragraphs[0].text != want {
		t.Errorf("%q, want %q", got.paragraphs[0].text, want)
	}
	if want := "NĂM 2022|16/16|" + row.Sentence + "|" + dash; got.paragraphs[1].text != want {
		t.Errorf("%q, want %q", got.paragraphs[1].text, want)
	}
	if main := zipFiles(t, written(t, doc, "docx"))[wordMain]; !strings.Contains(main, `<w:jc w:val="center"/>`) || !strings.Contains(main, bold) {
		t.Error("the look of the template is lost")
	}
}

// Every placeholder is explained in both languages, and taken where its sort
// says.
func TestPlaceholdersAreExplained(t *testing.T) {
	for _, format := range []string{"docx", "xlsx"} {
		for _, x := range Placeholders(format) {
			for _, lang := range i18n.Langs {
				if text := i18n.For(lang).T(x.Message); text == x.Message || text == "" {
					t.Errorf("%s %s is not explained in %s", format, x.Name, lang)
				}
			}
		}
	}
	if Placeholders("pdf") != nil {
		t.Error("PDF has placeholders")
	}
}

// A draft and an issued report are marked on every page whatever the
// template's own headers are.
func TestTemplateMarks(t *testing.T) {
	doc := own(t, whole(t))
	doc.Draft, doc.ID = true, "K7M3-9QXT"
	bare := doc
	bare.Templates.Word = wordWith(t, paragraph("", run("{{noi_dung}}", "")))
	for name, d := range map[string]Document{"own headers": doc, "none": bare} {
		files := zipFiles(t, written(t, d, "docx"))
		marked := 0
		for part, body := range files {
			if strings.HasPrefix(part, "word/header") || part == ownHeader {
				if !strings.Contains(body, i18n.For(d.Summary.Lang).T("export.draft")) {
					t.Errorf("%s: %s bears no mark", name, part)
				}
				marked++
			}
			if (strings.HasPrefix(part, "word/footer") || part == ownFooter) && !strings.Contains(body, doc.ID) {
				t.Errorf("%s: %s bears no id", name, part)
			}
		}
		if marked == 0 || !strings.Contains(files[wordMain], "rIdMuctieuheader") || files["word/"+ownCode] == "" {
			t.Errorf("%s: %d headers marked", name, marked)
		}
	}
}

// A sheet of an office's own: formulas and joined cells follow their row,
// what stands below moves down, a number format of its own stays.
func TestSheetTemplateRow(t *testing.T) {
	doc := agreeing(t)["vi lechan 2022"]
	f := excelize.NewFile()
	defer f.Close()
	for cell, text := range map[string]string{"A1": "{{ten_don_vi}}", "B1": "{{thu_ns.thuc_hien}}", "A3": "{{dong.tt}}. {{dong.ten}}", "B3": "{{dong.thuc_hien}}", "C3": "{{dong.ke_hoach}}", "A5": "Người lập"} {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.SetCellFormula("Sheet1", "D3", "B3/C3*100"), f.MergeCell("Sheet1", "E3", "F3")); err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		t.Fatal(err)
	}
	if err := CheckTemplate("xlsx", raw.Bytes(), nil); err != nil {
		t.Fatal(err)
	}
	doc.Templates.Sheet = raw.Bytes()
	out := readSheet(t, written(t, doc, "xlsx"))
	last := 2 + len(doc.Summary.Rows)
	for cell, want := range map[string]string{"A1": doc.Summary.Unit.Name, at(1, last+2): "Người lập", "A3": "1. " + doc.Summary.Rows[0].Name} {
		if got, err := out.GetCellValue("Sheet1", cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", cell, got, want, err)
		}
	}
	if got, err := out.GetCellFormula("Sheet1", at(4, last)); err != nil || got != "B"+rowOf(last)+"/C"+rowOf(last)+"*100" {
		t.Errorf("formula of the last line: %q (%v)", got, err)
	}
	if kind, err := out.GetCellType("Sheet1", "B1"); err != nil || kind == excelize.CellTypeSharedString {
		t.Errorf("a single value is text (%v)", err)
	}
	if merged, err := out.GetMergeCells("Sheet1"); err != nil || len(merged) != len(doc.Summary.Rows) {
		t.Errorf("%d joined cells (%v)", len(merged), err)
	}
}

func TestSheetTemplateFaults(t *testing.T) {
	for name, c := range map[string]struct {
		cells map[string]string
		want  string
	}{
		"unknown":        {map[string]string{"B7": "{{dong.tenn}}"}, "Sheet1!B7 template.unknown"},
		"block":          {map[string]string{"A1": "{{phu_luc}}"}, "Sheet1!A1 template.block_in_sheet"},
		"two rows":       {map[string]string{"A1": "{{dong.ten}}", "A2": "{{dong.tt}}"}, "Sheet1!A2 template.two_rows"},
		"group far away": {map[string]string{"A1": "{{nhom.ten}}", "A5": "{{dong.tt}}"}, "Sheet1!A1 template.two_rows"},
		"unclosed":       {map[string]string{"A1": "{{nam}} {{"}, "Sheet1!A1 template.unclosed"},
		"nothing":        {map[string]string{"A1": "x"}, "template.no_placeholder"},
		"far away":       {map[string]string{"A3000": "{{nam}}"}, "template.sheet_too_large"},
	} {
		f := excelize.NewFile()
		for cell, text := range c.cells {
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
		var raw bytes.Buffer
		if err := errors.Join(f.Write(&raw), f.Close()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(keysOf(CheckTemplate("xlsx", raw.Bytes(), nil)), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
