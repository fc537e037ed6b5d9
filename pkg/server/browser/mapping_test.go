package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ownTable is a table as a ward keeps it, in million dong.
const ownTable = "\ufeffBÁO CÁO 6 CHỈ TIÊU;;;\n;;ĐVT: triệu đồng;\nTT;Nội dung công việc;Thực hiện 2022;Ghi chú\n1;1. Tổng mức bán lẻ hàng hóa;27.100.500;theo báo cáo\n2;Việc làm mới;7.500;\n3;Tổng cộng;1;\n"

// hand gives a file to the upload page.
func (v *visitor) hand(name, content string) {
	v.t.Helper()
	path := filepath.Join(v.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.open("/units/lechan/entry/upload?period=2022")
	v.do(chromedp.SetUploadFiles(`input[type="file"]`, []string{path}), chromedp.Click(`form[enctype] button.btn-primary`))
	v.await(`document.querySelector("form.Mapping")`)
}

// An office's own table: its rows are named once, the measure is asked about,
// the figures are saved, and the names are known the next time.
func TestOwnTable(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.hand("phong.csv", ownTable)
	v.accessible("the mapping of a table")
	v.picture("mapping-1440")
	v.size(390)
	if over := ask[int](v, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("the mapping is %d pixels too wide on a phone", over)
	}
	v.picture("mapping-390")
	v.size(1440)
	v.do(chromedp.Click(`[name="step"][value="preview"]`))
	v.await(`document.querySelector("main > .Notice--fault")`)
	ask[bool](v, `(document.querySelector('[name="match.5"]').value = "viec_lam") && (document.querySelector('[name="match.6"]').value = "-") !== ""`)
	v.do(chromedp.Click(`[name="step"][value="preview"]`))
	v.await(`document.querySelector('.Preview-row[data-code="ban_le"][data-class="doubtful"]')`)
	v.accessible("the preview of a table")
	v.picture("mapping-preview-1440")
	ask[bool](v, `document.querySelector('[name="answer.ban_le"][value="27100.5"]').click() === undefined`)
	v.do(chromedp.Click(`[name="accept"][value="all"]`))
	v.await(`location.search.includes("saved=2")`)
	if got := w.stored("ban_le") + " " + w.stored("viec_lam"); got != "27100.5 7500" {
		t.Errorf("stored: %s", got)
	}
	v.hand("phong.csv", ownTable)
	if got := ask[string](v, `["4", "5", "6"].map((line) => document.querySelector('[name="match.' + line + '"]').value).join(" ")`); got != "ban_le viec_lam -" {
		t.Errorf("remembered: %s", got)
	}
}

// contains reports whether a text holds all parts.
func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
