package server

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
	"testing"

	"muctieu/pkg/export"
)

// unzipped gives the files of an archive by name.
func unzipped(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(raw)
	}
	return files
}

// wordText is all text of a Word file, heads and feet too.
func wordText(t *testing.T, body string) string {
	t.Helper()
	var all strings.Builder
	for name, part := range unzipped(t, body) {
		if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") {
			all.WriteString(part)
		}
	}
	return all.String()
}

func TestSummaryFiles(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	b.header.Set("Accept-Encoding", "gzip")
	for _, f := range export.Formats {
		path := "/units/lechan/summary/file?period=2022&format=" + f.Name
		a := b.get(path)
		if a.status != http.StatusOK || a.header.Get("Content-Type") != f.ContentType || a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", f.Name, a.status, a.header)
		}
		kind, args, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if want := "Báo cáo kết quả thực hiện năm 2022 - Quận Lê Chân" + f.Extension; err != nil || kind != "attachment" || args["filename"] != want {
			t.Errorf("%s: %q is read as %s %q, want %q (%v)", f.Name, a.header.Get("Content-Disposition"), kind, args["filename"], want, err)
		}
		if again := b.get(path); again.body != a.body {
			t.Errorf("%s: the same report gives other bytes", f.Name)
		}
		b.header.Set("If-None-Match", a.header.Get("ETag"))
		if again := b.get(path); again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%s: asked with its validator: %d, %d bytes", f.Name, again.status, len(again.body))
		}
		b.header.Del("If-None-Match")
	}
	for query, want := range map[string]int{"period=2022&format=odt": 422, "format=pdf": 422, "period=2022&format=csv&decimals=9": 422} {
		if a := b.get("/units/lechan/summary/file?" + query); a.status != want {
			t.Errorf("%s: %d, want %d", query, a.status, want)
		}
	}
	if a := b.get("/units/ngoquyen/summary/file?period=2022&format=csv"); a.status != http.StatusNotFound {
		t.Errorf("a unit one may not see: %d", a.status)
	}
	if a := b.get("/units/lechan/summary/file?period=2022&format=text&lang=en"); !strings.Contains(a.body, "indicators meet or exceed the plan") {
		t.Errorf("in English: %.200q", a.body)
	}
}

// The JSON file is the answer of the API, the page's own object.
func TestSummaryFileIsTheSummary(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	var file, api any
	for path, into := range map[string]*any{"/units/lechan/summary/file?period=2022&format=json": &file, "/api/v1/units/lechan/summary?period=2022": &api} {
		if err := json.Unmarshal([]byte(b.get(path).body), into); err != nil {
			t.Fatal(err)
		}
	}
	x, _ := json.Marshal(file)
	y, _ := json.Marshal(api)
	if !bytes.Equal(x, y) {
		t.Error("the file and the API differ")
	}
}

func TestSummaryZip(t *testing.T) {
	w := newWorld(t, Config{})
	w.writes("2022", "causes", "Giá nguyên liệu tăng.")
	b := w.as("lanh_dao")
	a := b.get("/units/lechan/summary/zip?period=2022")
	files := unzipped(t, a.body)
	if a.status != http.StatusOK || len(files) != 3 {
		t.Fatalf("status %d, %d files", a.status, len(files))
	}
	for _, ext := range []string{".docx", ".xlsx", ".pdf"} {
		name := "Báo cáo kết quả thực hiện năm 2022 - Quận Lê Chân" + ext
		if alone := b.get("/units/lechan/summary/file?period=2022&format=" + ext[1:]); files[name] != alone.body {
			t.Errorf("%s in the archive is not the file by itself", name)
		}
	}
	text := wordText(t, files["Báo cáo kết quả thực hiện năm 2022 - Quận Lê Chân.docx"])
	for _, want := range []string{"Giá nguyên liệu tăng.", "bằng 89% kế hoạch HĐND quận giao và bằng 61% so với cùng kỳ", "438,9"} {
		if !strings.Contains(text, want) {
			t.Errorf("Word lacks %q", want)
		}
	}
	if again := b.get("/units/lechan/summary/zip?period=2022"); again.body != a.body {
		t.Error("the same report gives another archive")
	}
}

// Every page says so as long as something is missing, and no longer.
func TestDraftMark(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("lanh_dao")
	const file = "/units/lechan/summary/file?period=2022&format=docx"
	if strings.Contains(wordText(t, b.get(file).body), "DỰ THẢO") {
		t.Error("a complete report bears the draft mark")
	}
	w.enter("ban_le", "")
	if !strings.Contains(wordText(t, b.get(file).body), "DỰ THẢO") {
		t.Error("an incomplete report bears no draft mark")
	}
}

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"Quý I năm 2022 - Quận Lê Chân": "Quý I năm 2022 - Quận Lê Chân", "a/b\\c:d*e?f\"g<h>i|j": "a-b-c-d-e-f-g-h-i-j",
		"x\r\ny\t": "x--y", "..": "", "a\u202Efdp.exe": "a-fdp.exe", strings.Repeat("ẩ", 300): strings.Repeat("ẩ", mostNameLetters),
	} {
		if got := safeName(name); got != want {
			t.Errorf("safeName(%q) = %q, want %q", name, got, want)
		}
	}
	if got, want := disposition("Báo cáo (1).pdf", "a.pdf"), `attachment; filename="a.pdf"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%281%29.pdf`; got != want {
		t.Errorf("disposition %s, want %s", got, want)
	}
}
