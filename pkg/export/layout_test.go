package export

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

// A pdfWord is a word of a page with its box, in points from the top left.
type pdfWord struct {
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMin float64 `xml:"yMin,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// A pdfSheet is a page with its words.
type pdfSheet struct {
	Width  float64   `xml:"width,attr"`
	Height float64   `xml:"height,attr"`
	Words  []pdfWord `xml:"word"`
}

func pdfSheets(t *testing.T, doc Document) []pdfSheet {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, written(t, doc, "pdf"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-bbox", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils): %v", err)
	}
	var parsed struct {
		Pages []pdfSheet `xml:"body>doc>page"`
	}
	decoder := xml.NewDecoder(strings.NewReader(string(out)))
	decoder.Strict, decoder.Entity = false, xml.HTMLEntity
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatal(err)
	}
	if len(parsed.Pages) == 0 {
		t.Fatal("no pages")
	}
	return parsed.Pages
}

const point = 25.4 / 72 // in millimetres

// laidOut are documents whose pages are measured; none is a draft, because
// the watermark lies under the text.
func laidOut(t *testing.T) map[string]Document {
	t.Helper()
	full := whole(t)
	full.Draft = false
	tall := demo(t, "2022", i18n.Vi)
	tall.Rows[3].Name = strings.Repeat("Chỉ tiêu phát triển kinh tế - xã hội ", 14)
	return map[string]Document{
		"year": {Summary: demo(t, "2022", i18n.Vi)}, "half a year in English": {Summary: demo(t, "2022-YTD06", i18n.En)},
		"everything": full, "six levels": {Summary: manyLevels(t, 6), NextYear: full.NextYear}, "a long name": {Summary: tall},
	}
}

// No word leaves the margins that the decree sets.
func TestPDFKeepsItsMargins(t *testing.T) {
	for name, doc := range laidOut(t) {
		for i, page := range pdfSheets(t, doc) {
			left, right := float64(marginLeft), float64(marginRight)
			if page.Width > page.Height {
				left, right = marginAnnex, marginAnnex
			}
			for _, w := range page.Words {
				if x := w.XMin * point; x < left-0.5 {
					t.Errorf("%s, page %d: %q begins at %.1f mm, the margin is %.0f", name, i+1, w.Text, x, left)
				}
				if x := (page.Width - w.XMax) * point; x < right-0.5 {
					t.Errorf("%s, page %d: %q ends %.1f mm from the edge, the margin is %.0f", name, i+1, w.Text, x, right)
				}
				if y := (page.Height - w.YMax) * point; y < marginTop-1 && !inFoot(w, page) {
					t.Errorf("%s, page %d: %q stands %.1f mm above the edge", name, i+1, w.Text, y)
				}
			}
		}
	}
}

// inFoot reports whether a word belongs to the foot of the page.
func inFoot(w pdfWord, page pdfSheet) bool { return (page.Height-w.YMin)*point < marginTop-2 }

// No word lies over another: cells hold their texts, lines their words.
func TestPDFWordsLieApart(t *testing.T) {
	for name, doc := range laidOut(t) {
		for i, page := range pdfSheets(t, doc) {
			for a, x := range page.Words {
				for _, y := range page.Words[a+1:] {
					if overlap(x.XMin, x.XMax, y.XMin, y.XMax) > 1 && overlap(x.YMin, x.YMax, y.YMin, y.YMax) > 5 {
						t.Errorf("%s, page %d: %q lies over %q", name, i+1, x.Text, y.Text)
					}
				}
			}
		}
	}
}

// overlap is by how much two stretches cover each other; below zero: apart.
func overlap(a1, a2, b1, b2 float64) float64 { return min(a2, b2) - max(a1, b1) }

// The estimate of widths errs on the wide side: a text never needs more room
// than its column was given.
func TestWidthOfIsEnough(t *testing.T) {
	p, err := paperOf(Document{Summary: demo(t, "2022", i18n.Vi)})
	if err != nil {
		t.Fatal(err)
	}
	d := newPDF(p)
	d.page(true)
	for _, text := range []string{
		"27.037,0", "1.541,202", "31.362,92", "2.090.100", "−0,02 điểm %", "+20,5 điểm %", "bằng KH", "giữ nguyên", "Dự kiến vượt", "Không đánh giá",
		"lượt người", "phường", "tỷ đồng", "triệu đồng/người/năm", "equals plan", "unchanged", "Not comparable", "Phòng Tài chính - Kế hoạch",
	} {
		d.font(Regular, cellSize)
		if real := d.f.GetStringWidth(text); widthOf(text)+cellSpace < real+2*cellPadding {
			t.Errorf("%q is %.1f mm wide, estimated at %.1f", text, real, widthOf(text))
		}
	}
	for _, number := range []string{"27.037,0", "1.541,202", "31.362,92"} {
		d.font(Bold, cellSize)
		if real := d.f.GetStringWidth(number); widthOf(number)+cellSpace < real+2*cellPadding {
			t.Errorf("%q in bold is %.1f mm wide, estimated at %.1f", number, real, widthOf(number))
		}
	}
}

// The watermark of a draft is on every page, and on no page of another report.
func TestPDFWatermark(t *testing.T) {
	for _, draft := range []bool{false, true} {
		doc := Document{Summary: demo(t, "2022", i18n.Vi), Draft: draft}
		for i, page := range pdfSheets(t, doc) {
			large := false
			for _, w := range page.Words {
				large = large || w.YMax-w.YMin > 60 // points; the largest text has 14
			}
			if large != draft {
				t.Errorf("draft %t: page %d bears the watermark: %t", draft, i+1, large)
			}
		}
	}
}
