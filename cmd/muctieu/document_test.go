package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// summaryFile writes a summary of Quận Lê Chân in a format and gives its bytes.
func (c *cli) summaryFile(at, format, name string) []byte {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	c.must("summary", "--unit", "lechan", "--period", at, "--as-of", "2022-12-31", "--format", format, "-o", path)
	body, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	return body
}

// wordPart reads one file of a Word document.
func wordPart(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Every format is written, and twice the same.
func TestSummaryFiles(t *testing.T) {
	c := seeded(t)
	for format, begins := range map[string]string{"docx": "PK", "xlsx": "PK", "pdf": "%PDF-", "csv": "\uFEFFunit,", "json": "{", "text": "Quận Lê Chân:"} {
		first := c.summaryFile("2022", format, "a."+format)
		if !strings.HasPrefix(string(first), begins) {
			t.Errorf("%s begins with %.12q, want %q", format, first, begins)
		}
		if again := c.summaryFile("2022", format, "b."+format); !bytes.Equal(first, again) {
			t.Errorf("%s: asked again, other bytes", format)
		}
	}
}

// The Word file holds the chart of the board and what people wrote.
func TestSummaryDocument(t *testing.T) {
	c := seeded(t)
	st := c.opened()
	at := period.Period{Year: 2022}
	actor := store.Actor{From: "cli"}
	const words = "Năm 2022 diễn ra trong bối cảnh đan xen."
	if err := st.SaveProse(context.Background(), actor, store.Prose{Unit: org.Key("lechan"), Period: at, Section: "opening", Text: words}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	raw := c.summaryFile("2022", "docx", "report.docx")
	document := wordPart(t, raw, "word/document.xml")
	for _, want := range []string{words, "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ."} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
	if !strings.HasPrefix(wordPart(t, raw, "word/media/chart1.png"), "\x89PNG") {
		t.Error("no chart")
	}
	if strings.Contains(wordPart(t, raw, "word/header1.xml"), "DỰ THẢO") {
		t.Error("a complete report is marked as a draft")
	}
}

// While something is missing, every page says that it is a draft.
func TestIncompleteSummaryIsADraft(t *testing.T) {
	c := seeded(t)
	path := c.file("withdrawn.csv", figuresHeader+"lechan,giao_quan,2022,,withdrawn,,Chờ kết quả\n")
	c.must("import", path)
	out := filepath.Join(c.dir, "report.docx")
	c.must("summary", "--unit", "lechan", "--period", "2022", "--format", "docx", "-o", out)
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(wordPart(t, raw, "word/header1.xml"), "DỰ THẢO") || !strings.Contains(wordPart(t, raw, "word/document.xml"), "Chưa có số liệu: hoàn thành chỉ tiêu giao quân.") {
		t.Error("a report without a figure is no draft, or does not name what is missing")
	}
}
