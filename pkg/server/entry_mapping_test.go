package server

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
)

const mappingAddress = "/units/lechan/entry/mapping?period=2022"

// officeTable is a workbook as a department keeps it: a title, a measure for
// the whole table, one figure from a formula, one in its own measure, one that
// cannot be read, a total that is no indicator.
func officeTable(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, value := range map[string]any{
		"A1": "BÁO CÁO TÌNH HÌNH", "E2": "ĐVT: tỷ đồng", "A3": "TT", "B3": "Nội dung", "C3": "Thực hiện 2021", "D3": "Ước thực hiện 2022", "E3": "ĐVT", "F3": "Ghi chú",
		"A4": "I", "B4": "KINH TẾ",
		"B5": "1. Tổng mức bán lẻ hàng hóa", "C5": 23327.87, "D5": 27100.5, "F5": "theo báo cáo",
		"B6": "2. Doanh thu dịch vụ lưu trú và ăn uống", "D6": 4190500, "E6": "triệu đồng",
		"B7": "3. Vốn đầu tư", "D7": 1500,
		"B8": "Giải quyết việc làm", "D8": true,
		"B9": "Cộng", "D9": 31289,
	} {
		if err := f.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D7", "=C7*1.1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// matched are the rows of the mapping page with what is chosen for each.
func matched(page *goquery.Document) string {
	var all []string
	for _, f := range page.Find("select[name^='match.']").EachIter() {
		all = append(all, strings.TrimPrefix(f.AttrOr("name", ""), "match.")+":"+f.Find("option[selected]").AttrOr("value", ""))
	}
	return strings.Join(all, " ")
}

func TestOwnTableIsMapped(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	a := b.upload(uploadAddress, url.Values{}, "file", "phong.xlsx", officeTable(t))
	page := a.page(t)
	if got := matched(page); a.status != http.StatusOK || got != "5:ban_le 6:dv_luu_tru 7: 8:viec_lam 9:" {
		t.Fatalf("%d %q: %s", a.status, got, textOf(page.Find("main > .Notice")))
	}
	form := fields(page.Find("form.Mapping"))
	for name, want := range map[string]string{"name": "1", "value": "3", "status": "", "note": "5", "measure": "4", "first": "4"} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	form.Set("step", "preview")
	if a := b.post(mappingAddress, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(a.page(t).Find("main > .Notice")), "Còn 2 dòng") {
		t.Errorf("with open rows: %d %s", a.status, textOf(a.page(t).Find("main > .Notice")))
	}
	form.Set("match.7", "ban_le")
	form.Set("match.9", "-")
	if a := b.post(mappingAddress, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(a.page(t).Find("main > .Notice")), "dòng 5, 7") {
		t.Errorf("one indicator twice: %d %s", a.status, textOf(a.page(t).Find("main > .Notice")))
	}
	form.Set("match.7", "von_dtpt")
	preview := b.post(mappingAddress, form)
	var rows []string
	for _, row := range preview.page(t).Find(".Preview-row").EachIter() {
		rows = append(rows, row.AttrOr("data-code", "")+":"+row.AttrOr("data-class", ""))
	}
	if got := strings.Join(rows, " "); preview.status != http.StatusOK || got != "dv_luu_tru:doubtful von_dtpt:doubtful viec_lam:refused ban_le:changed" {
		t.Fatalf("%d %s", preview.status, got)
	}
	if text := textOf(preview.page(t).Find(".Preview-row[data-code='viec_lam']")); !strings.Contains(text, "ô D8") {
		t.Errorf("the refused cell is not named: %s", text)
	}
	if text := textOf(preview.page(t).Find(".Preview-row[data-code='dv_luu_tru']")); !strings.Contains(text, "4.190,5 tỷ đồng") {
		t.Errorf("the other measure is not asked about: %s", text)
	}
	w.takeOwnTable(b, preview)
}

// takeOwnTable accepts the preview of officeTable, the doubtful cells answered.
func (w *world) takeOwnTable(b *browser, preview answer) {
	w.t.Helper()
	accept := fields(preview.page(w.t).Find("form.js-preview"))
	accept.Set("accept", "all")
	if a := b.post(pasteAddress, accept); a.status != http.StatusUnprocessableEntity || a.page(w.t).Find(".Preview-row[data-code='viec_lam'][data-class='refused']").Length() != 1 {
		w.t.Fatalf("without answers: %d", a.status)
	}
	if got := valueText(w.newest("ban_le")); got != "27037" {
		w.t.Errorf("saved before all was answered: %s", got)
	}
	accept.Set("answer.dv_luu_tru", "4190.5")
	accept.Set("answer.von_dtpt", "1500")
	if a := b.post(pasteAddress, accept); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "saved=3") {
		w.t.Fatalf("%d to %q", a.status, a.location())
	}
	if got := valueText(w.newest("ban_le")) + " " + valueText(w.newest("dv_luu_tru")) + " " + valueText(w.newest("von_dtpt")) + " " + w.newest("ban_le").Note; got != "27100.5 4190.5 1500 theo báo cáo" {
		w.t.Errorf("stored: %s", got)
	}
	again := b.upload(uploadAddress, url.Values{}, "file", "phong.xlsx", officeTable(w.t))
	if got := matched(again.page(w.t)); got != "5:ban_le 6:dv_luu_tru 7:von_dtpt 8:viec_lam 9:-" {
		w.t.Errorf("remembered: %q", got)
	}
}

// Separated values come to the same page; another column or first row is read
// again before anything is previewed, and the table is not lost on the way.
func TestOwnTableIsReadAgain(t *testing.T) {
	b := newWorld(t, Config{}).as("can_bo")
	csv := "Nội dung;Quý trước;Năm nay\nTổng mức bán lẻ hàng hóa;1;27.100,5\nGiải quyết việc làm;2;7.500\n"
	form := fields(b.upload(uploadAddress, url.Values{}, "file", "a.csv", []byte(csv)).page(t).Find("form.Mapping"))
	if form.Get("name") != "0" || form.Get("value") != "1" {
		t.Fatalf("columns: %v", form)
	}
	form.Set("value", "2")
	form.Set("step", "preview")
	changed := b.post(mappingAddress, form)
	if changed.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(changed.page(t).Find("main > .Notice")), "vừa thay đổi") || !strings.Contains(textOf(changed.page(t).Find(".Mapping-rows")), "27.100,5") {
		t.Fatalf("another column: %d %s", changed.status, textOf(changed.page(t).Find("main > .Notice")))
	}
	form = fields(changed.page(t).Find("form.Mapping"))
	form.Set("step", "preview")
	if page := b.post(mappingAddress, form).page(t); page.Find(".Preview-row[data-class='changed']").Length() != 2 {
		t.Errorf("the preview: %s", textOf(page.Find("main")))
	}
	for _, tt := range []struct{ field, value, says string }{
		{"first", "không", "từ 1 trở lên"},
		{"value", "", "cần chọn cột giá trị"},
		{"value", "0", "được chọn cho hai nội dung"},
		{"table", "[", "tải tệp lên lần nữa"},
		{"table", "[]", "tải tệp lên lần nữa"},
	} {
		bad := url.Values{}
		for name, values := range form {
			bad[name] = values
		}
		bad.Set(tt.field, tt.value)
		if a := b.post(mappingAddress, bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(textOf(a.page(t).Find("main > .Notice"))), tt.says) {
			t.Errorf("%s=%q: %d %s", tt.field, tt.value, a.status, textOf(a.page(t).Find("main > .Notice")))
		}
	}
}

func TestOwnTableRefused(t *testing.T) {
	b := newWorld(t, Config{}).as("can_bo")
	for _, tt := range []struct{ name, file, says string }{
		{"Windows-1258", "N\xd4i dung;Gi\xe1\nThu;9\n", "a.csv:1"},
		{"one column", "Nội dung\nThu\n", "hai cột"},
		{"a stray quote", "Nội dung;Giá trị\n\"Thu\"x;9\n", "a.csv:2"},
	} {
		a := b.upload(uploadAddress, url.Values{}, "file", "a.csv", []byte(tt.file))
		if got := textOf(a.page(t).Find("main > .Notice")); a.status != http.StatusUnprocessableEntity || !strings.Contains(got, tt.says) {
			t.Errorf("%s: %d %s", tt.name, a.status, got)
		}
	}
	if a := newWorld(t, Config{}).as("lanh_dao").post(mappingAddress, url.Values{"table": {"[]"}}); a.status != http.StatusForbidden {
		t.Errorf("a leader: %d", a.status)
	}
}

// A figure that was deleted from the workbook is taken back only with a
// reason; the others are taken without it.
func TestWorkbookWithdraws(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	book := edited(t, b.get("/units/lechan/entry/workbook?period=2022").body, map[string]any{"ban_le": nil, "viec_lam": 7500})
	page := b.upload(uploadAddress, url.Values{}, "file", "nhap.xlsx", book).page(t)
	if n := page.Find(".Preview-row[data-code='ban_le'][data-class='withdrawn']").Length(); n != 1 || page.Find(".Preview-row").Length() != 2 {
		t.Fatalf("the preview: %s", textOf(page.Find("main")))
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("accept", "all")
	if a := b.post(pasteAddress, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "chưa có lý do") || valueText(w.newest("viec_lam")) == "7500" {
		t.Errorf("without a reason: %d, viec_lam %s", a.status, valueText(w.newest("viec_lam")))
	}
	form.Set("reason.ban_le", "Nhập nhầm kỳ")
	if a := b.post(pasteAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("with a reason: %d %s", a.status, textOf(a.page(t).Find(".Notice")))
	}
	if f := w.newest("ban_le"); f.Value != nil || f.Status != "withdrawn" || f.Note != "Nhập nhầm kỳ" || valueText(w.newest("viec_lam")) != "7500" {
		t.Errorf("stored: %+v", f)
	}
}

// Nothing of a block is dropped without a word: which column was taken, and
// how many lines lay beyond the table.
func TestPasteOfSeveralColumns(t *testing.T) {
	b := newWorld(t, Config{}).as("can_bo")
	block := "1\tTổng mức bán lẻ\t27.100,5\tước\n2\tLưu trú\t4.190,5\tước\n"
	page, _ := b.preview(url.Values{"text": {block}, "start": {"ban_le"}})
	if got := page.Find("select[name='column'] option[selected]").AttrOr("value", ""); got != "3" || !strings.Contains(textOf(page.Find(".Notice")), "có 4 cột") {
		t.Errorf("column %q: %s", got, textOf(page.Find(".Notice")))
	}
	if n := page.Find(".Preview-row[data-class='changed']").Length(); n != 2 {
		t.Errorf("%d cells changed: %s", n, textOf(page.Find(".Preview-row")))
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("column", "1")
	if page, _ := b.preview(form); page.Find(".Preview-row[data-code='ban_le'] td").Eq(1).Text() != "1" {
		t.Errorf("another column was not taken: %s", textOf(page.Find(".Preview-row")))
	}
	page, _ = b.preview(url.Values{"text": {strings.Repeat("1\n", 30)}, "start": {"gtsx_cn"}})
	if got := textOf(page.Find(".Notice")); !strings.Contains(got, "dòng cuối của khối nằm ngoài bảng") {
		t.Errorf("lines beyond the table: %s", got)
	}
}
