package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

const pasteAddress = "/units/lechan/entry/paste?period=2022"

// sixteen is a column as it comes from an office's own table: Windows line
// ends, a no-break space, one figure in million dong and one with two readings.
const sixteen = "423,4\r\n27.037,0\r\n4.187.900\r\n940,133\u00a0\r\n586,42\r\n1,545\r\n7.450\r\n0\r\n0,30\r\n93,0\r\n7\r\n68,0%\r\n100\r\n100\r\n99,5\r\n62,0\r\n"

func (b *browser) preview(form url.Values) (*goquery.Document, answer) {
	b.w.t.Helper()
	a := b.post(pasteAddress, form)
	return a.page(b.w.t), a
}

func TestPastePreview(t *testing.T) {
	w := newWorld(t, Config{})
	page, a := w.as("can_bo").preview(url.Values{"text": {sixteen}, "start": {"gtsx_cn"}})
	if a.status != http.StatusOK {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	rows := page.Find(".Preview-row")
	if n := rows.Length(); n != 16 {
		t.Fatalf("%d rows, want 16", n)
	}
	var doubtful []string
	page.Find(".Preview-row[data-class='doubtful']").Each(func(_ int, s *goquery.Selection) { doubtful = append(doubtful, s.AttrOr("data-code", "")) })
	if got := strings.Join(doubtful, " "); got != "dv_luu_tru von_dtpt" {
		t.Errorf("doubtful: %q, want exactly dv_luu_tru von_dtpt", got)
	}
	for code, says := range map[string][]string{
		"dv_luu_tru":   {"Có thể số đang tính bằng triệu đồng", "4.187,9 tỷ đồng", "đổi từ 4.187.900 triệu đồng", "4.187.900,0 tỷ đồng", "Nghi ngờ"},
		"von_dtpt":     {`"1,545" có hai cách đọc`, "một nghìn năm trăm bốn mươi lăm tỷ đồng", "1,545 tỷ đồng"},
		"gtsx_cn":      {"423,4", "423,2", "+0,2", "+4,1", "Rõ"},
		"ban_le":       {"27.037,0", "không đổi", "Giữ nguyên"},
		"truong_chuan": {"68,0%", "không đổi"},
	} {
		got := textOf(page.Find(".Preview-row[data-code='" + code + "']"))
		for _, want := range says {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q: %s", code, want, got)
			}
		}
	}
	if n := page.Find(".Preview-row input[checked]").Length(); n != 0 {
		t.Errorf("%d readings chosen beforehand", n)
	}
	if got := valueText(w.newest("gtsx_cn")); got != "423.2" {
		t.Errorf("the preview saved %s", got)
	}
}

func TestPasteAccept(t *testing.T) {
	for _, tt := range []struct {
		name   string
		set    map[string]string
		status int
		want   map[string]string
	}{
		{"all, without an answer", map[string]string{"accept": "all"}, 422, map[string]string{"gtsx_cn": "423.2", "dv_luu_tru": "4187.9"}},
		{"all, one answer missing", map[string]string{"accept": "all", "answer.von_dtpt": "1545"}, 422, map[string]string{"gtsx_cn": "423.2"}},
		{"all, answered", map[string]string{"accept": "all", "answer.von_dtpt": "1.545", "answer.dv_luu_tru": "4187.9"}, 303,
			map[string]string{"gtsx_cn": "423.4", "von_dtpt": "1.545", "dv_luu_tru": "4187.9", "tthc_dung_han": "99.5"}},
		{"all, taken as pasted", map[string]string{"accept": "all", "answer.von_dtpt": "1545", "answer.dv_luu_tru": "4187900"}, 303,
			map[string]string{"dv_luu_tru": "4187900"}},
		{"without the doubtful", map[string]string{"accept": "sure"}, 303, map[string]string{"gtsx_cn": "423.4", "von_dtpt": "1545", "dv_luu_tru": "4187.9"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{})
			b := w.as("can_bo")
			page, _ := b.preview(url.Values{"text": {sixteen}, "start": {"gtsx_cn"}})
			form := fields(page.Find("form.js-preview"))
			for name, value := range tt.set {
				form.Set(name, value)
			}
			if a := b.post(pasteAddress, form); a.status != tt.status {
				t.Fatalf("status %d, want %d", a.status, tt.status)
			}
			for code, want := range tt.want {
				if got := valueText(w.newest(code)); got != want {
					t.Errorf("%s is %s, want %s", code, got, want)
				}
			}
		})
	}
}

func TestPasteRefused(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("tai_chinh") // enters the finance office's indicators alone
	page, _ := b.preview(url.Values{"text": {"1\n2\n3\n950,5\tcột khác\nkhông rõ\n1e5\n"}})
	for code, want := range map[string]string{"ban_le": "refused", "thu_ns": "changed", "chi_ns": "refused", "von_dtpt": "refused"} {
		if got := page.Find(".Preview-row[data-code='"+code+"']").AttrOr("data-class", ""); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("accept", "all")
	if a := b.post(pasteAddress, form); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "saved=1") {
		t.Errorf("%d to %q", a.status, a.location())
	}
	if got := valueText(w.newest("thu_ns")) + " " + valueText(w.newest("ban_le")); got != "950.5 27037" {
		t.Errorf("stored: %s", got)
	}
}

// Somebody else saves between the preview and its acceptance.
func TestPasteConflict(t *testing.T) {
	w := newWorld(t, Config{})
	b, other := w.as("can_bo"), w.as("nguoi_soat")
	page, _ := b.preview(url.Values{"text": {"430\n28.000"}})
	_, theirs := other.open(entryAddress)
	theirs.Set("value.ban_le", "27.500")
	if a := other.post(entryAddress, theirs); a.status != http.StatusSeeOther {
		t.Fatalf("theirs: %d", a.status)
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("accept", "all")
	again, a := b.preview(form)
	if a.status != http.StatusConflict || valueText(w.newest("gtsx_cn")) != "423.2" {
		t.Fatalf("status %d, want 409 and nothing saved", a.status)
	}
	if got := textOf(again.Find(".Preview-row[data-code='ban_le']")); !strings.Contains(got, "27.500,0") {
		t.Errorf("theirs is not shown: %s", got)
	}
	form = fields(again.Find("form.js-preview"))
	form.Set("accept", "all")
	if a := b.post(pasteAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("accepted again: %d", a.status)
	}
	if got := valueText(w.newest("ban_le")) + " " + valueText(w.newest("gtsx_cn")); got != "28000 430" {
		t.Errorf("stored: %s", got)
	}
}

// A script gets the preview alone, then the cells as they stand.
func TestPasteForAScript(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	b.header.Set("X-Fragment", "1")
	page, a := b.preview(url.Values{"text": {"423,9"}})
	if a.status != http.StatusOK || strings.Contains(a.body, "<html") || page.Find("form.js-preview").Length() != 1 {
		t.Fatalf("%d %.200s", a.status, a.body)
	}
	form := fields(page.Find("form.js-preview"))
	form.Set("accept", "all")
	page, a = b.preview(form)
	if a.status != http.StatusOK || page.Find("#row-gtsx_cn").Length() != 1 || page.Find("[data-live='counts']").Length() != 1 {
		t.Errorf("%d %.200s", a.status, a.body)
	}
}

func TestPasteOfNothing(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	if a := b.get(pasteAddress); a.status != http.StatusOK || a.page(t).Find("textarea[name='text']").Length() != 1 {
		t.Errorf("the page: %d", a.status)
	}
	if page, a := b.preview(url.Values{"text": {"\n \n\n"}}); a.status != http.StatusOK || !strings.Contains(textOf(page.Find(".Notice")), "Không có dòng nào") {
		t.Errorf("nothing pasted: %d", a.status)
	}
}

func TestCellText(t *testing.T) {
	for in, want := range map[string]string{"\u00a0 7.450\u202f": "7.450", `"27.037,0"`: "27.037,0", "\ufeff12": "12", `"a ""b"""`: `a "b"`, `"`: `"`, "1 000": "1 000"} {
		if got := cellText(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
