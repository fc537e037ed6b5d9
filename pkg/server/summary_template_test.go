package server

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/export"
	"muctieu/pkg/i18n"
	"muctieu/pkg/store"
)

const templatesOf2022 = "/units/lechan/summary/templates?period=2022"

func init() {
	samplePages["summary/templates"] = func(lang i18n.Lang) any {
		return templatesView{
			page: samplePage(lang), Back: linkView{Href: "/summary", Text: "Báo cáo"},
			Formats: []templateView{{Format: "docx", Title: "Mẫu Word", State: "Đang dùng", Get: "/file", Starter: "/starter", Action: "/templates", Remove: "/remove",
				File: fieldView{ID: "file-docx", Name: "file", Label: "Tệp", Type: "file", Accept: ".docx"}}},
			Groups: []placeholdersView{{Title: "Ở bất kỳ đâu", Rows: [][2]string{{"{{nam}}", "năm báo cáo"}}}},
		}
	}
}

// starter is the built-in template of a format.
func starter(t *testing.T, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.StarterTemplate(&b, format, i18n.Vi); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// handTemplate sends a template as the page's form does.
func (b *browser) handTemplate(t *testing.T, path, format, name string, raw []byte) answer {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteField("format", format); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return b.send(post, path, m.FormDataContentType(), &body)
}

// mainPart is a part of an office file.
func mainPart(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// An uploaded template is used for the unit's files until it is removed, and
// comes back as it was uploaded.
func TestTemplateIsUsed(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	const file = "/units/lechan/summary/file?period=2022&format=docx"
	before := b.get(file).body
	raw := starter(t, "docx")
	if a := b.handTemplate(t, templatesOf2022, "docx", `C:\mau\Mẫu: báo cáo.docx`, raw); a.status != 303 {
		t.Fatalf("upload: %d %s", a.status, words(a.page(t).Find("main")))
	}
	page := b.get(templatesOf2022).page(t)
	if text := words(page.Find("main")); !strings.Contains(text, "Đang dùng “Mẫu- báo cáo.docx”") || !strings.Contains(text, "{{phu_luc}}") || !strings.Contains(text, "{{ma_chi_tieu.thuc_hien}}") {
		t.Errorf("page: %s", text)
	}
	after := b.get(file).body
	if before == after || !strings.Contains(mainPart(t, []byte(after), "word/styles.xml"), "MuctieuAnnex") {
		t.Error("the file is not in the template")
	}
	if got := b.get("/units/lechan/summary/templates/file?period=2022&format=docx"); got.body != string(raw) {
		t.Errorf("the template comes back changed: %d", got.status)
	}
	if a := b.post("/units/lechan/summary/templates/remove?period=2022", url.Values{"format": {"docx"}}); a.status != 303 {
		t.Fatalf("removal: %d", a.status)
	}
	if before != b.get(file).body {
		t.Error("the built-in layout does not come back")
	}
	if a := b.post("/units/lechan/summary/templates/remove?period=2022", url.Values{"format": {"docx"}}); a.status != 404 {
		t.Errorf("removed twice: %d", a.status)
	}
	for _, format := range templateFormats {
		if got := b.get("/units/lechan/summary/templates/starter?period=2022&format=" + format); got.status != 200 || got.body != string(starter(t, format)) {
			t.Errorf("starter of %s: %d", format, got.status)
		}
	}
}

// A template of the unit above is used below it, unless a unit has its own.
func TestTemplateOfTheUnitAbove(t *testing.T) {
	w := newWorld(t, Config{})
	t.Cleanup(w.server.bundles.stop)
	ctx := context.Background()
	if err := w.store.SaveTemplate(ctx, store.Actor{From: "cli"}, store.Template{Unit: "haiphong", Format: "xlsx", Name: "thanh-pho.xlsx", Content: starter(t, "xlsx")}); err != nil {
		t.Fatal(err)
	}
	b := w.as("nguoi_soat")
	page := b.get(templatesOf2022).page(t)
	if text := words(page.Find("main")); !strings.Contains(text, "Đang dùng “thanh-pho.xlsx” của ") || strings.Contains(text, "Bỏ mẫu của đơn vị") {
		t.Errorf("page: %s", text)
	}
	if a := b.handTemplate(t, templatesOf2022, "xlsx", "quan.xlsx", starter(t, "xlsx")); a.status != 303 {
		t.Fatalf("upload: %d", a.status)
	}
	if text := words(b.get(templatesOf2022).page(t).Find("main")); !strings.Contains(text, "Đang dùng “quan.xlsx”") || !strings.Contains(text, "Bỏ mẫu của đơn vị") {
		t.Errorf("page: %s", text)
	}
}

// What is wrong with a file is said with its place, and nothing is kept.
func TestTemplateRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	var broken bytes.Buffer
	if err := export.StarterTemplate(&broken, "docx", i18n.Vi); err != nil {
		t.Fatal(err)
	}
	bad := withPart(t, broken.Bytes(), "word/document.xml", func(s string) string { return strings.Replace(s, "{{noi_dung}}", "{{noi_dunk}}", 1) })
	for name, c := range map[string]struct {
		format string
		raw    []byte
		status int
		want   string
	}{
		"unknown placeholder": {"docx", bad, 422, "không có ô thay thế {{noi_dunk}}"},
		"no file":             {"docx", nil, 422, "Chưa chọn tệp."},
		"other format":        {"xlsx", starter(t, "docx"), 422, "tệp không phải là tài liệu Word"},
		"no such format":      {"pdf", starter(t, "docx"), 422, ""},
	} {
		a := b.handTemplate(t, templatesOf2022, c.format, "mau", c.raw)
		text := words(a.page(t).Selection)
		if a.status != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s: %d %s", name, a.status, text)
		}
		if name == "unknown placeholder" && !strings.Contains(text, "Đoạn ") {
			t.Errorf("the paragraph is not named: %s", text)
		}
	}
	if a := b.get("/units/lechan/summary/templates/file?period=2022&format=docx"); a.status != 404 {
		t.Errorf("a refused template is kept: %d", a.status)
	}
}

// withPart is an office file with one part changed.
func withPart(t *testing.T, raw []byte, name string, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		body := mainPart(t, raw, f.Name)
		if f.Name == name {
			body = change(body)
		}
		to, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTemplatePlaces(t *testing.T) {
	p := i18n.For(i18n.Vi)
	for place, want := range map[string]string{
		"": "", "word/document.xml:12": "Đoạn 12: ", "word/header1.xml:2": "Đầu trang hoặc chân trang, đoạn 2: ", "Biểu!B7": "Biểu!B7: ", "word/vbaProject.bin": "word/vbaProject.bin: ",
	} {
		if got := templatePlace(p, place); got != want {
			t.Errorf("%q: %q, want %q", place, got, want)
		}
	}
}

// The audit says which template each file of an issued report was made with,
// also one of the unit above; a file in the built-in layout is not named.
func TestIssueNamesTheTemplate(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	note := func(id string) string {
		rows, err := w.store.Audit(t.Context(), store.AuditFilter{Action: "report.issue"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if strings.Contains(r.After, id) {
				return r.After
			}
		}
		t.Fatalf("no row of %s", id)
		return ""
	}
	if got := note(w.issueAs(b, nil)); strings.Contains(got, "templates") {
		t.Errorf("a template where there is none: %s", got)
	}
	raw := starter(t, "docx")
	above := store.Template{Unit: "haiphong", Format: "docx", Name: "thanh-pho.docx", Content: raw}
	if err := w.store.SaveTemplate(t.Context(), store.Actor{From: "cli"}, above); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	want := `"templates":{"docx":{"unit":"haiphong","name":"thanh-pho.docx","sha256":"` + hex.EncodeToString(sum[:]) + `"}}`
	if got := note(w.issueAs(b, nil)); !strings.Contains(got, want) {
		t.Errorf("%s\nlacks %s", got, want)
	}
}
