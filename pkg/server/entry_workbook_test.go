package server

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const uploadAddress = "/units/lechan/entry/upload?period=2022"

// edited opens the downloaded workbook, types into the cells of indicators and
// gives it back.
func edited(t *testing.T, raw string, values map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	column := -1
	for y, row := range rows {
		for x, cell := range row {
			if cell == "entry" {
				column = x + 1
			}
		}
		if len(row) == 0 || column < 0 {
			continue
		}
		if value, ok := values[row[0]]; ok {
			at, err := excelize.CoordinatesToCellName(column, y+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(sheet, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The workbook that is downloaded comes back with exactly the cells that were
// edited, looked at before they are saved.
func TestWorkbookRoundTrip(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	a := b.get("/units/lechan/entry/workbook?period=2022")
	if a.status != http.StatusOK || a.header.Get("Content-Type") != workbookType || !strings.Contains(a.header.Get("Content-Disposition"), "nhap-so-lieu-lechan-2022.xlsx") {
		t.Fatalf("%d %v", a.status, a.header)
	}
	back := b.upload(uploadAddress, url.Values{}, "file", "nhap.xlsx", edited(t, a.body, map[string]any{"ban_le": 27100.5, "viec_lam": "7.500", "dv_luu_tru": 4187900}))
	page := back.page(t)
	var codes []string
	for _, row := range page.Find(".Preview-row").EachIter() {
		codes = append(codes, row.AttrOr("data-code", "")+":"+row.AttrOr("data-class", ""))
	}
	if got := strings.Join(codes, " "); back.status != http.StatusOK || got != "dv_luu_tru:doubtful ban_le:changed viec_lam:changed" {
		t.Fatalf("%d %s: %s", back.status, got, textOf(page.Find(".Notice")))
	}
	if got := valueText(w.newest("ban_le")); got != "27037" {
		t.Errorf("the preview saved %s", got)
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("accept", "sure")
	if a := b.post(pasteAddress, form); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "saved=2") {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if got := valueText(w.newest("ban_le")) + " " + valueText(w.newest("viec_lam")) + " " + valueText(w.newest("dv_luu_tru")); got != "27100.5 7500 4187.9" {
		t.Errorf("stored: %s", got)
	}
}

func TestWorkbookRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	other := b.get("/units/lechan/entry/workbook?period=2022-Q1")
	same := b.get("/units/lechan/entry/workbook?period=2022")
	for _, tt := range []struct {
		name   string
		file   []byte
		status int
		says   string
	}{
		{"no workbook", []byte("%PDF-1.7"), 422, "Tệp bị từ chối"},
		{"another period", edited(t, other.body, map[string]any{"ban_le": 7000.5}), 422, "không phải số liệu năm 2022"},
		{"a word", edited(t, same.body, map[string]any{"ban_le": "chưa rõ"}), 422, "Tệp bị từ chối"},
		{"nothing changed", []byte(same.body), 200, "không có ô nào khác"},
		{"plans", []byte("unit,indicator,year,level,operator,low,high\nlechan,ban_le,2022,city,,1,\n"), 422, "không phải số liệu năm 2022"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := "nhap.xlsx"
			if tt.name == "plans" {
				name = "plans.csv"
			}
			a := b.upload(uploadAddress, url.Values{}, "file", name, tt.file)
			if a.status != tt.status || !strings.Contains(textOf(a.page(t).Find("main > .Notice")), tt.says) {
				t.Errorf("%d %q, want %d %q", a.status, textOf(a.page(t).Find("main > .Notice")), tt.status, tt.says)
			}
		})
	}
	if a := b.post(uploadAddress, url.Values{}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", a.status)
	}
	if a := b.get(uploadAddress); a.status != http.StatusOK || a.page(t).Find("input[type='file']").Length() != 1 {
		t.Errorf("the page: %d", a.status)
	}
}
