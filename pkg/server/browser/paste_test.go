package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// block is a column as an office's own table gives it: line ends of Windows, a
// no-break space, one figure in million dong, one with two readings.
const block = "423,4\r\n27.037,0\r\n4.187.900\r\n940,133\u00a0\r\n586,42\r\n1,545\r\n7.451\r\n0\r\n0,30\r\n93,0\r\n7\r\n68,0%\r\n100\r\n100\r\n99,5\r\n6.500,5\r\n"

// stored is the newest value of a cell of Lê Chân in 2022.
func (w *site) stored(code string) string {
	w.t.Helper()
	all, err := w.store.Versions(context.Background(), indicator.CellKey{Unit: "lechan", Indicator: indicator.Code(code), Period: period.MustParse("2022")})
	if err != nil || len(all) == 0 || all[len(all)-1].Value == nil {
		w.t.Fatalf("%s: no value, %v", code, err)
	}
	return all[len(all)-1].Value.String()
}

// choose clicks the cell of an indicator in the spreadsheet.
func (v *visitor) choose(code string) {
	v.t.Helper()
	v.await(`performance.getEntriesByName("sheet").length > 0 && document.readyState === "complete" && document.fonts.status === "loaded"`)
	ask[bool](v, fmt.Sprintf(`(() => {
		const y = [...document.querySelectorAll("table.js-grid tr.Group, table.js-grid tr.js-row")].findIndex((row) => row.dataset.code === %q);
		const cell = document.querySelector('.Sheet td.Sheet-value[data-y="' + y + '"]');
		cell.scrollIntoView({block: "center"});
		document.querySelectorAll("#chosen").forEach((each) => each.removeAttribute("id"));
		cell.id = "chosen";
		return true;
	})()`, code))
	v.do(chromedp.Click("#chosen"))
	v.await(`document.querySelector("#chosen").classList.contains("highlight-selected")`)
}

// paste gives a text to the element that has the focus as Ctrl+V does.
func (v *visitor) paste(text string) {
	v.t.Helper()
	ask[bool](v, fmt.Sprintf(`(() => {
		const data = new DataTransfer();
		data.setData("text/plain", %q);
		const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
		return document.activeElement.dispatchEvent(event) || true;
	})()`, text))
}

// TestPasteOfSixteenRows is what an official does instead of typing: exactly
// the two doubtful cells are asked about, one undo takes the whole back, one
// redo brings it again, and both are stored.
func TestPasteOfSixteenRows(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.choose("gtsx_cn")
	v.paste(block)
	v.await(`document.querySelector("dialog.js-paste[open] .Preview-row")`)
	doubtful := ask[string](v, `[...document.querySelectorAll('.Preview-row[data-class="doubtful"]')].map((row) => row.dataset.code).join(" ")`)
	if doubtful != "dv_luu_tru von_dtpt" {
		t.Errorf("doubtful: %q, want dv_luu_tru von_dtpt", doubtful)
	}
	v.accessible("the preview of a paste")
	v.picture("paste-1440")
	accept := `document.querySelector('dialog.js-paste [name="accept"][value="all"]').click() === undefined`
	ask[bool](v, accept)
	v.await(`document.querySelector("dialog.js-paste .Notice--fault")`)
	for code, reading := range map[string]string{"dv_luu_tru": "4187.9", "von_dtpt": "1545"} {
		ask[bool](v, fmt.Sprintf(`document.querySelector('dialog.js-paste [name="answer.%s"][value="%s"]').click() === undefined`, code, reading))
	}
	ask[bool](v, accept)
	v.await(`!document.querySelector("dialog.js-paste[open]")`)
	v.await(`document.querySelector('[data-live="percent-viec_lam"]').textContent.includes("100,7")`)
	if got := w.stored("gtsx_cn") + " " + w.stored("tthc_dung_han") + " " + w.stored("dv_luu_tru") + " " + w.stored("ho_so_truc_tuyen"); got != "423.4 99.5 4187.9 6500.5" {
		t.Errorf("after the paste: %s", got)
	}
	v.control("z")
	v.await(`["gtsx_cn", "viec_lam", "tthc_dung_han", "ho_so_truc_tuyen"].every((code) => document.querySelector('[name="version.' + code + '"]').value >= 3)`)
	v.until(func() string {
		return w.stored("gtsx_cn") + " " + w.stored("tthc_dung_han") + " " + w.stored("ho_so_truc_tuyen")
	}, "423.2 99 62")
	v.control("y")
	v.until(func() string {
		return w.stored("gtsx_cn") + " " + w.stored("tthc_dung_han") + " " + w.stored("ho_so_truc_tuyen")
	}, "423.4 99.5 6500.5")
}

// control presses a key with Ctrl.
func (v *visitor) control(key string) {
	v.t.Helper()
	v.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// A doubtful cell can be left as it is.
func TestPasteWithoutTheDoubtful(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.choose("von_dtpt")
	v.paste("1,545\n7.500\n")
	v.await(`document.querySelector("dialog.js-paste[open] .Preview-row")`)
	ask[bool](v, `document.querySelector('dialog.js-paste [name="accept"][value="sure"]').click() === undefined`)
	v.await(`!document.querySelector("dialog.js-paste[open]")`)
	if got := w.stored("viec_lam") + " " + w.stored("von_dtpt"); got != "7500 1545" {
		t.Errorf("stored: %s", got)
	}
	if text := v.text(".Entry-status"); !strings.Contains(text, "đã lưu") {
		t.Errorf("the counts say %q", text)
	}
}
