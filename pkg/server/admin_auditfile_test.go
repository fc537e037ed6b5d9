package server

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/store"
)

// Both files hold the rows the filters choose, and no cell of theirs computes.
func TestAuditFiles(t *testing.T) {
	w := newWorld(t, Config{})
	u, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	const name = `=HYPERLINK("http://example.org")`
	by := store.Actor{Login: "quan_tri", Name: "+84", From: "cli"}
	must(t, w.store.UpdateUser(context.Background(), by, u.ID, u.Version, name, u.Grants))
	b := w.as("quan_tri")
	for query, want := range map[string]int{"action=user.add": len(people), "action=user.": len(people) + 1, "login=quan_tri": 1, "until=2000-01-01": 0, "action=user.&object=user/can_bo": 2} {
		a := b.get("/admin/audit.xlsx?" + query)
		f, err := excelize.OpenReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatalf("%s: %d %v", query, a.status, err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		must(t, err)
		records, err := csv.NewReader(strings.NewReader(b.get("/admin/audit.csv?" + query).body)).ReadAll()
		must(t, err)
		if len(rows) != want+1 || len(records) != want+1 || len(rows[0]) != len(auditColumns) {
			t.Errorf("%s: %d rows in the workbook, %d in the text, want %d and a head", query, len(rows), len(records), want)
		}
		must(t, f.Close())
	}
	a := b.get("/admin/audit.xlsx?login=quan_tri")
	if !strings.Contains(a.header.Get("Content-Disposition"), `filename="audit.xlsx"`) || !strings.HasSuffix(a.header.Get("Content-Type"), "sheet") {
		t.Errorf("sent as %q, %q", a.header.Get("Content-Disposition"), a.header.Get("Content-Type"))
	}
	f, err := excelize.OpenReader(strings.NewReader(a.body))
	must(t, err)
	defer f.Close()
	sheet := f.GetSheetName(0)
	for cell, want := range map[string]string{"C2": "quan_tri", "D2": "+84", "F2": "user.grants", "G2": "user/can_bo"} {
		got, err := f.GetCellValue(sheet, cell)
		formula, _ := f.GetCellFormula(sheet, cell)
		if err != nil || got != want || formula != "" {
			t.Errorf("%s holds %q, computes %q, %v; want %q", cell, got, formula, err, want)
		}
	}
	if after, err := f.GetCellValue(sheet, "I2"); err != nil || !strings.Contains(after, "HYPERLINK") {
		t.Errorf("after: %q, %v", after, err)
	}
	if text := b.get("/admin/audit.csv?login=quan_tri").body; !strings.Contains(text, ",'+84,") {
		t.Errorf("the text file lets a spreadsheet compute: %s", text)
	}
	if a := b.get("/admin/audit.xlsx?from=x"); a.status != 422 {
		t.Errorf("a day that is none: %d", a.status)
	}
	page := b.get("/admin/audit?login=quan_tri&below=999999").page(t)
	if href, _ := page.Find(`a[href^="/admin/audit.xlsx"]`).Attr("href"); href != "/admin/audit.xlsx?login=quan_tri" {
		t.Errorf("the page leads to %q", href)
	}
}
