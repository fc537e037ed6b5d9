package export

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

func TestPDFPages(t *testing.T) {
	pages := pdfPages(t, written(t, whole(t), "pdf"))
	if len(pages) < 4 {
		t.Fatalf("%d pages, want 4 and more", len(pages))
	}
	for i, page := range pages {
		number := strings.TrimSpace(strings.SplitN(strings.TrimLeft(page, "\n"), "\n", 2)[0])
		if i > 0 && !strings.HasPrefix(number, string(rune('1'+i))) {
			t.Errorf("page %d begins with %q, want its number", i+1, number)
		}
		if !strings.Contains(page, "Mã báo cáo: BC-2022-01") {
			t.Errorf("page %d does not bear the id", i+1)
		}
	}
	first := strings.Join(strings.Fields(pages[0]), " ")
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND THÀNH PHỐ HẢI PHÒNG", "BÁO CÁO", "I. KẾT QUẢ THỰC HIỆN"} {
		if !strings.Contains(first, want) {
			t.Errorf("page one lacks %q", want)
		}
	}
}

// The head of the table stands on each page that the table reaches.
func TestPDFHeadRepeats(t *testing.T) {
	heads := 0
	for _, page := range pdfPages(t, written(t, Document{Summary: demo(t, "2022", i18n.Vi)}, "pdf")) {
		if columnNumbers.MatchString(page) {
			heads++
		}
	}
	if heads != 2 {
		t.Errorf("the head stands on %d pages, want 2", heads)
	}
}

func TestPDFProperties(t *testing.T) {
	raw := written(t, whole(t), "pdf")
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfinfo", path).Output()
	if err != nil {
		t.Fatalf("pdfinfo (package poppler-utils): %v", err)
	}
	for _, want := range []string{"Quận Lê Chân: kết quả thực hiện các chỉ tiêu năm 2022", "Ủy ban nhân dân quận Lê Chân", "595.28 x 841.89 pts (A4)"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("pdfinfo says nothing of %q:\n%s", want, out)
		}
	}
	for name, want := range map[string]string{"language": "/Lang (vi-VN)", "bookmarks": "/Outlines", "embedded fonts": "/FontFile2"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("no %s (%s)", name, want)
		}
	}
	fonts, err := exec.Command("pdffonts", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:] {
		if !strings.Contains(line, "yes yes yes") && !strings.Contains(line, "yes no  yes") {
			t.Errorf("a font is not embedded or gives no text back: %s", line)
		}
	}
}

// A row taller than a page goes on over the next; nothing of it is lost.
func TestPDFTallRow(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	words := strings.Repeat("chỉ tiêu ", 400)
	s.Rows[3].Name = words + "hết"
	pages := pdfPages(t, written(t, Document{Summary: s}, "pdf"))
	text := strings.Join(pages[2:], "\n")
	if got := strings.Count(text, "tiêu"); got < 400 {
		t.Errorf("%d of 400 words are printed", got)
	}
	if !strings.Contains(text, "hết") {
		t.Error("the end of the name is lost")
	}
}

func TestPDFLines(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.Vi)}
	p, err := paperOf(doc)
	if err != nil {
		t.Fatal(err)
	}
	d := newPDF(p)
	d.page(false)
	d.font(Regular, 14)
	tests := []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"nothing", "", 100, []string{""}},
		{"one line", "chỉ tiêu", 100, []string{"chỉ tiêu"}},
		{"two lines", "chỉ tiêu", 12, []string{"chỉ", "tiêu"}},
		{"a space that holds", "0,4\u00A0điểm\u00A0% kế", 27, []string{"0,4\u00A0điểm\u00A0%", "kế"}},
		{"room for writing", "Số:    /BC", 100, []string{"Số:\u00A0\u00A0\u00A0\u00A0/BC"}},
	}
	for _, tt := range tests {
		if got := d.lines(tt.text, tt.width, 0); strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	long := d.lines(strings.Repeat("w", 500), 50, 0)
	if len(long) < 10 || strings.Join(long, "") != strings.Repeat("w", 500) {
		t.Errorf("an endless word breaks into %d lines", len(long))
	}
	for _, line := range long {
		if w := d.f.GetStringWidth(line); w > 50 {
			t.Errorf("a line of %.1f mm in a column of 50", w)
		}
	}
}

// Notes that nearly fit below the table do not begin a page of their own.
func TestNotesSpareAPage(t *testing.T) {
	for _, at := range []string{"2022", "2022-Q1", "2022-M05", "2022-YTD06"} {
		pages := pdfPages(t, written(t, Document{Summary: demo(t, at, i18n.Vi)}, "pdf"))
		if last := pages[len(pages)-1]; !columnNumbers.MatchString(last) || !strings.Contains(last, "Ghi chú:") {
			t.Errorf("%s: the last page has no part of the table, or not all notes:\n%s", at, last)
		}
	}
}
