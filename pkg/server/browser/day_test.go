package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDays types a day as people here write it, in a browser whose own
// language puts the month first, and takes another from the calendar.
func TestDays(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("tuan")
	v.open("/admin/periods/2022")
	if got := ask[string](v, `document.querySelector("#due").type + " " + document.querySelector("#due").value`); got != "text 16/12/2022" {
		t.Errorf("the day due stands as %q; want text 16/12/2022", got)
	}
	v.do(chromedp.SetValue("#due", "07/01/2023"), chromedp.Click("form:has(#due) .btn-primary"))
	v.await(`document.querySelector(".Notice") || location.pathname !== "/admin/periods/2022"`)
	v.open("/admin/periods/2022")
	if got := ask[string](v, `document.querySelector("#due").value`); got != "07/01/2023" {
		t.Errorf("7 January was kept as %q", got)
	}
	v.do(chromedp.Click(".Day:has(#due) .js-day"))
	v.await(`document.querySelector(".Day:has(#due) .Day-calendar")?.value === "2023-01-07"`)
	ask[bool](v, `(() => { const c = document.querySelector(".Day:has(#due) .Day-calendar"); c.value = "2023-01-09"; return c.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	if got := ask[string](v, `document.querySelector("#due").value`); got != "09/01/2023" {
		t.Errorf("the calendar filled in %q; want 09/01/2023", got)
	}
	v.do(chromedp.SetValue("#due", "12/31/2022"), chromedp.Click("form:has(#due) .btn-primary"))
	v.await(`document.body.innerText.includes("dạng đúng: 31/12/2022")`)
	if got := ask[string](v, `document.querySelector("#due").value`); got != "12/31/2022" {
		t.Errorf("what was typed is lost: %q", got)
	}
}
