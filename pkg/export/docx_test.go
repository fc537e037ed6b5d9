package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenDocument holds the XML of the demo's report of 2022 to the byte:
// what a clerk hands in changes on purpose only.
func TestGoldenDocument(t *testing.T) {
	got := zipFiles(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx"))["word/document.xml"]
	// A line for each paragraph keeps differences readable.
	got = strings.ReplaceAll(strings.ReplaceAll(got, "</w:p>", "</w:p>\n"), "</w:tblGrid>", "</w:tblGrid>\n")
	const path = "testdata/document.xml"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it, then run with -update", path)
	}
}

// The four sentences of the published report, as a list has them.
func TestPublishedSentencesInWord(t *testing.T) {
	text := readWord(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx")).text()
	for _, want := range []string{
		"- Giá trị sản xuất công nghiệp ước đạt 423,2 tỷ đồng, bằng 100% kế hoạch, tăng 4% so với cùng kỳ.\n",
		"- Tổng mức bán lẻ hàng hóa ước đạt 27.037,0 tỷ đồng, bằng 110,6% kế hoạch, tăng 15,9% so với cùng kỳ.\n",
		"- Doanh thu dịch vụ lưu trú và ăn uống ước đạt 4.187,9 tỷ đồng, bằng 100,5% kế hoạch, tăng 17,2% so với cùng kỳ.\n",
		"- Thu ngân sách nhà nước trên địa bàn ước đạt 940,133 tỷ đồng, bằng 100% kế hoạch thành phố giao, bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ.\n",
		"16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao (5 vượt, 11 đạt).\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}

func TestWordHeading(t *testing.T) {
	doc := readWord(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx"))
	left, right := doc.tables[0].rows[0][0], doc.tables[0].rows[0][1]
	for _, want := range []string{"ỦY BAN NHÂN DÂN QUẬN LÊ CHÂN", "/BC-UBND"} {
		if !strings.Contains(strings.Join(strings.Fields(left), " "), want) {
			t.Errorf("at the left stands %q, want %q in it", left, want)
		}
	}
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lê Chân, ngày"} {
		if !strings.Contains(right, want) {
			t.Errorf("at the right stands %q, want %q in it", right, want)
		}
	}
	if regexp.MustCompile(`\d`).MatchString(left + right) {
		t.Errorf("a number or day is made up: %q, %q", left, right)
	}
	if got := doc.paragraphs[0].text; !slices.ContainsFunc(doc.paragraphs, func(p wordParagraph) bool { return p.style == "Title" && p.text == "BÁO CÁO" }) {
		t.Errorf("no title; the first paragraph is %q", got)
	}
}

func TestWordHeadingStyles(t *testing.T) {
	raw := written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx")
	var got []string
	for _, p := range readWord(t, raw).paragraphs {
		if strings.HasPrefix(p.style, "Heading") || p.style == "AnnexLabel" {
			got = append(got, p.style[len(p.style)-1:]+" "+p.text)
		}
	}
	want := []string{
		"1 I. KẾT QUẢ THỰC HIỆN", "2 1. Kết quả trên các lĩnh vực", "3 1.1. Kinh tế", "3 1.2. Văn hóa - xã hội", "3 1.3. Đô thị - môi trường",
		"3 1.4. Cải cách hành chính", "3 1.5. Quốc phòng - an ninh", "l Phụ lục",
	}
	if !slices.Equal(got, want) {
		t.Errorf("headings %q\nwant %q", got, want)
	}
	styles := zipFiles(t, raw)["word/styles.xml"]
	for _, want := range []string{`<w:name w:val="heading 1"/>`, `<w:outlineLvl w:val="0"/>`, `<w:outlineLvl w:val="2"/>`, `w:ascii="Times New Roman"`, `<w:lang w:val="vi-VN"`} {
		if !strings.Contains(styles, want) {
			t.Errorf("the styles lack %s", want)
		}
	}
}

// Every style a paragraph names is there.
func TestWordStylesExist(t *testing.T) {
	for _, body := range zipFiles(t, written(t, whole(t), "docx")) {
		for _, m := range regexp.MustCompile(`w:pStyle w:val="([^"]+)"`).FindAllStringSubmatch(body, -1) {
			if !slices.ContainsFunc(wordStyles, func(s wordStyle) bool { return s.id == m[1] }) {
				t.Errorf("there is no style %s", m[1])
			}
		}
	}
}

func TestWordAnnexRepeatsItsHead(t *testing.T) {
	table := readWord(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx")).annexTable()
	if want := []bool{true, true, true, false}; !slices.Equal(table.head[:4], want) {
		t.Errorf("rows that repeat: %v, want %v", table.head[:4], want)
	}
	if got := strings.Join(table.rows[2], " "); got != "A B C 1 2 3 4 5=4/2 6=4/3 7=4/1 8" {
		t.Errorf("column numbers %q", got)
	}
	document := zipFiles(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx"))["word/document.xml"]
	if rows, whole := strings.Count(document, "<w:tr>"), strings.Count(document, "<w:cantSplit/>"); whole < rows-1 {
		t.Errorf("%d of %d rows stay whole", whole, rows)
	}
	for _, want := range []string{`w:orient="landscape"`, `<w:titlePg/>`, `w:left="1701"`} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
}

// The page number is a field in the middle of the header, not on page one.
func TestWordPageNumber(t *testing.T) {
	files := zipFiles(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "docx"))
	if !strings.Contains(files["word/header1.xml"], ">PAGE<") || strings.Contains(files["word/header2.xml"], ">PAGE<") {
		t.Error("the number stands on every page but the first")
	}
	for _, part := range []string{"word/header1.xml", "word/header2.xml"} {
		if strings.Contains(files[part], "DỰ THẢO") {
			t.Errorf("%s of a report that is no draft bears the watermark", part)
		}
	}
}

// square is a small picture.
func square(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	img.Set(1, 1, color.Black)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// whole is a document with everything a document may have.
func whole(t testing.TB) Document {
	t.Helper()
	s := demo(t, "2022", i18n.Vi)
	parts := report.Written(report.DefaultOutline(s.Period, s.Lang), map[string]string{
		"opening": "Năm 2022 diễn ra trong bối cảnh thuận lợi và khó khăn đan xen.", "theme": "Chủ đề năm được triển khai.\n- Giải ngân đầu tư công.",
		"tasks": "Thu ngân sách;\nCải cách hành chính.", "causes": "Khách quan và chủ quan.",
	}, nil)
	return Document{
		Summary: s, Parts: parts, Draft: true, ID: "BC-2022-01", VerifyURL: "https://kpi.example.vn/verify/BC-2022-01",
		Issuer:   Issuer{Parent: "UBND thành phố Hải Phòng", SignerName: "Nguyễn Văn An", Recipients: []string{"Thường trực Quận ủy;", "Các phòng, ban"}},
		NextYear: []report.Target{{Code: "gtsx_cn", Name: "Giá trị sản xuất công nghiệp", Measure: "tỷ đồng", Value: report.Value{Plain: "438.9", Text: "438,9"}, Text: "438,9", Written: "438,9 tỷ đồng", Proposed: true}},
		Charts:   []Image{{PNG: square(t), Title: "Tỷ lệ thực hiện", Alt: "Biểu đồ <tỷ lệ> & kế hoạch"}},
	}
}

func TestWordDraftAndCode(t *testing.T) {
	files := zipFiles(t, written(t, whole(t), "docx"))
	for part, want := range map[string]string{
		"word/header1.xml": `string="DỰ THẢO"`, "word/header2.xml": `string="DỰ THẢO"`, "word/footer1.xml": "Mã báo cáo: BC-2022-01",
		"word/footer2.xml": `r:embed="rIdCode"`, "word/_rels/footer1.xml.rels": "media/code.png", "word/document.xml": `descr="Biểu đồ &lt;tỷ lệ&gt; &amp; kế hoạch"`,
		"word/_rels/document.xml.rels": "media/chart1.png", "docProps/core.xml": "<dc:identifier>BC-2022-01</dc:identifier>",
	} {
		if !strings.Contains(files[part], want) {
			t.Errorf("%s lacks %s", part, want)
		}
	}
	if _, err := png.Decode(strings.NewReader(files["word/media/code.png"])); err != nil {
		t.Errorf("the code is no picture: %v", err)
	}
	if files["word/media/chart1.png"] != string(square(t)) {
		t.Error("the chart is not the one given")
	}
}

// Every relation of every part leads to a file, and every file has a type.
func TestWordPackage(t *testing.T) {
	files := zipFiles(t, written(t, whole(t), "docx"))
	types := files["[Content_Types].xml"]
	for name, body := range files {
		if !strings.HasSuffix(name, ".png") {
			wellFormed(t, name, body)
		}
		if !strings.Contains(types, `PartName="/`+name+`"`) && !strings.HasSuffix(name, ".png") && !strings.HasSuffix(name, ".rels") && name != first {
			t.Errorf("%s has no type", name)
		}
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		folder := strings.Split(name, "_rels/")[0]
		for _, m := range regexp.MustCompile(`Target="([^"]+)"`).FindAllStringSubmatch(body, -1) {
			if _, ok := files[folder+m[1]]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, folder+m[1])
			}
		}
	}
	ids := regexp.MustCompile(`r:(?:id|embed)="([^"]+)"`).FindAllStringSubmatch(files["word/document.xml"], -1)
	for _, m := range ids {
		if !strings.Contains(files["word/_rels/document.xml.rels"], `Id="`+m[1]+`"`) {
			t.Errorf("the document names the relation %s, which is not there", m[1])
		}
	}
}

func wellFormed(t *testing.T, name, body string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func TestBadPicture(t *testing.T) {
	for _, raw := range []string{"", "no picture", "\x89PNG\r\n\x1a\n"} {
		for _, format := range []string{"docx", "pdf"} {
			err := Write(io.Discard, Document{Summary: demo(t, "2022", i18n.Vi), Charts: []Image{{PNG: []byte(raw), Title: "x"}}}, format)
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s of the picture %q: %v, want Invalid", format, raw, err)
			}
		}
	}
}

func TestLongAddress(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi), VerifyURL: strings.Repeat("https://kpi.example.vn/", 200)}
	if err := Write(io.Discard, doc, "docx"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("error %v, want Invalid", err)
	}
}
