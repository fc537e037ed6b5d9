package browser

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// wide gives Lê Chân 300 indicators in 2022.
func (w *site) wide() {
	w.t.Helper()
	change := storetest.Wide(300)
	err := w.store.Change(context.Background(), store.Actor{From: "cli"}, func(*indicator.State) (indicator.Change, error) { return change, nil })
	if err != nil {
		w.t.Fatal(err)
	}
}

// script is how many milliseconds of processor time scripts have had, whatever
// else the machine is busy with.
func (v *visitor) script() float64 {
	v.t.Helper()
	got, err := chromedp.Call(v.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		v.t.Fatal(err)
	}
	for _, m := range got.Metrics {
		if m.Name == "ScriptDuration" {
			return m.Value * 1000
		}
	}
	v.t.Fatal("the browser measures no scripts")
	return 0
}

// TestGridOfThreeHundred opens the spreadsheet of a large set. Of several
// openings the quickest counts.
func TestGridOfThreeHundred(t *testing.T) {
	w := newSite(t)
	w.wide()
	v := w.visit(1440)
	v.login("trang")
	if _, err := chromedp.Call(v.ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	best := 1e9
	for range 5 {
		v.open("/account")
		before := v.script()
		v.open("/units/lechan/entry?period=2022")
		v.await(`performance.getEntriesByName("sheet").length > 0`)
		best = min(best, v.script()-before)
	}
	if n := ask[int](v, `document.querySelectorAll(".Sheet tbody td.Sheet-value").length`); n != 300 {
		t.Errorf("%d rows, want 300", n)
	}
	t.Logf("%.0f ms of script", best)
	if best <= 0 || best >= 300 {
		t.Errorf("the sheet took %.0f ms of script, want less than 300", best)
	}
}

// TestGridByKeyboard goes through cells without the mouse: Enter goes down, Tab
// to the right, Escape takes back what is being typed, F8 leads to the question.
func TestGridByKeyboard(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.choose("gtsx_cn")
	v.do(chromedp.KeyEvent("430\r"), chromedp.KeyEvent("28.000\r"))
	v.until(func() string { return w.stored("gtsx_cn") + " " + w.stored("ban_le") }, "430 28000")
	v.choose("viec_lam")
	v.do(chromedp.KeyEvent("9"), chromedp.KeyEvent("\x1b"))
	v.choose("von_dtpt")
	v.do(chromedp.KeyEvent("1,547\r"))
	v.await(`document.querySelector(".Sheet-float:not([hidden]) .Doubt")`)
	v.await(`document.activeElement.matches(".Sheet-float input")`)
	v.accessible("a question under its cell")
	v.do(chromedp.KeyEvent("\x1b"))
	v.await(`document.querySelector(".Sheet-float").hidden`)
	v.do(chromedp.KeyEvent(kb.F8))
	v.await(`document.querySelector(".Sheet-float:not([hidden]) .Doubt")`)
	v.do(chromedp.KeyEvent("2\r"))
	v.until(func() string { return w.stored("von_dtpt") }, "1.547")
	if got := w.stored("viec_lam"); got != "7450" {
		t.Errorf("an edit that was taken back is stored: %s", got)
	}
}

// Delete asks for a reason before the figure is withdrawn.
func TestGridDeleteAsksForAReason(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.choose("viec_lam")
	v.do(chromedp.KeyEvent("\x7f"))
	v.await(`document.querySelector(".Sheet-float:not([hidden]) .js-withdraw")`)
	if got := w.stored("viec_lam"); got != "7450" {
		t.Errorf("it is gone before there is a reason: %s", got)
	}
	v.do(chromedp.SendKeys(".Sheet-float input[name^='reason.']", "nhập nhầm"), chromedp.Click(".Sheet-float .js-withdraw"))
	v.await(`document.querySelector('[data-live="save-viec_lam"]').textContent.includes("nhập nhầm")`)
}

// TestOneIndicatorOnAPhone types on a phone and goes on to the next.
func TestOneIndicatorOnAPhone(t *testing.T) {
	w := newSite(t)
	v := w.visit(390)
	v.login("trang")
	v.open("/units/lechan/entry/one/ban_le?period=2022")
	ask[bool](v, `(document.querySelector("#value-ban_le").focus(), document.querySelector("#value-ban_le").select()) === undefined`)
	v.do(chromedp.KeyEvent("27.037,5\t"))
	v.until(func() string { return w.stored("ban_le") }, "27037.5")
	v.await(`document.querySelector(".One-results").innerText.includes("110,6")`)
	v.accessible("one indicator a page")
	if over := ask[int](v, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("the page is %d pixels too wide", over)
	}
	v.picture("entry-one-390")
	v.do(chromedp.Click(`button[value="next"]`))
	v.await(`location.pathname.endsWith("/dv_luu_tru") && document.querySelector("h1")?.textContent.includes("lưu trú")`)
}

// The pages of plans, wide and on a phone.
func TestPlansPages(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("hanh")
	for _, p := range []struct{ name, path string }{
		{"plans", "/units/lechan/plans?year=2023&level=council"}, {"plan-versions", "/units/lechan/plans/ban_le?year=2023"},
		{"allocation", "/units/lechan/allocation?year=2022&indicator=thu_ns&from=city&level=district"}, {"entry-units", "/units/lechan/entry/units?period=2022&indicator=thu_ns"},
		{"paste-plain", "/units/lechan/entry/paste?period=2022"},
	} {
		for _, width := range []int64{1440, 390} {
			v.size(width)
			v.open(p.path)
			v.accessible(p.name)
			if over := ask[int](v, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s is %d pixels too wide at %d", p.name, over, width)
			}
			v.picture(fmt.Sprintf("%s-%d", p.name, width))
		}
	}
}
