package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// written gives the bytes of a document in a format.
func written(t testing.TB, doc Document, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc, format); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// zipFiles gives the files of an archive by name.
func zipFiles(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(body)
	}
	return files
}

// A wordParagraph is a paragraph of a Word document as the tests read it.
type wordParagraph struct{ style, text string }

// A wordTable is a table: texts of cells by row, and which rows repeat.
type wordTable struct {
	rows [][]string
	head []bool
}

// A wordDocument is what stands in a Word document.
type wordDocument struct {
	paragraphs []wordParagraph // outside tables
	tables     []wordTable
}

// readWord reads word/document.xml and fails on XML that is not well-formed.
func readWord(t testing.TB, raw []byte) wordDocument {
	t.Helper()
	var doc wordDocument
	var p wordParagraph
	inTable := false
	d := xml.NewDecoder(strings.NewReader(zipFiles(t, raw)["word/document.xml"]))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return doc
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbl":
				doc.tables, inTable = append(doc.tables, wordTable{}), true
			case "tr":
				last := &doc.tables[len(doc.tables)-1]
				last.rows, last.head = append(last.rows, nil), append(last.head, false)
			case "tc":
				row := &doc.tables[len(doc.tables)-1].rows
				(*row)[len(*row)-1] = append((*row)[len(*row)-1], "")
			case "tblHeader":
				last := &doc.tables[len(doc.tables)-1]
				last.head[len(last.head)-1] = true
			case "p":
				p = wordParagraph{}
			case "pStyle":
				p.style = e.Attr[0].Value
			}
		case xml.CharData:
			p.text += string(e)
		case xml.EndElement:
			switch {
			case e.Name.Local == "tbl":
				inTable = false
			case e.Name.Local == "p" && inTable:
				rows := doc.tables[len(doc.tables)-1].rows
				cells := rows[len(rows)-1]
				cells[len(cells)-1] = strings.TrimSpace(cells[len(cells)-1] + " " + p.text)
			case e.Name.Local == "p":
				doc.paragraphs = append(doc.paragraphs, p)
			}
		}
	}
}

// annexTable is the last table.
func (d wordDocument) annexTable() wordTable { return d.tables[len(d.tables)-1] }

// text is all text of the document, a line for each paragraph or row.
func (d wordDocument) text() string {
	var b strings.Builder
	for _, p := range d.paragraphs {
		b.WriteString(p.text + "\n")
	}
	for _, table := range d.tables {
		for _, row := range table.rows {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\u00A0", " ")
}

// readSheet opens a workbook.
func readSheet(t testing.TB, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// pdfPages gives the text of each page of a PDF as pdftotext reads it.
func pdfPages(t testing.TB, raw []byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils): %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}
