package browser

import (
	"fmt"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"muctieu/pkg/server"
)

const councilPlans = "/units/lechan/plans?year=2023&level=council"

// fill types into a field of a plain form.
func (v *visitor) fill(name, text string) {
	v.t.Helper()
	ask[bool](v, fmt.Sprintf(`(() => {
		const field = document.querySelector('[name="%s"]');
		field.value = %q;
		return field.dispatchEvent(new Event("input", {bubbles: true}));
	})()`, name, text))
}

// Plans that were typed while the server went away are offered again, beside
// what somebody else has saved meanwhile, and are no draft once they are saved.
func TestPlansSurviveTheServer(t *testing.T) {
	w := newSite(t)
	mine, theirs := w.visit(1440), w.visit(1440)
	mine.login("hanh")
	theirs.login("hanh")
	mine.open(councilPlans)
	mine.fill("low.ban_le", "30.500,5")
	mine.fill("low.viec_lam", "8.000")
	start := w.stop()
	mine.do(chromedp.Navigate("about:blank"))
	start()
	theirs.open(councilPlans)
	theirs.fill("low.ban_le", "30.111,0")
	theirs.do(chromedp.Click(`[name="basis"][value="proposed"]`), chromedp.Click(".Form-actions .btn-primary"))
	theirs.await(`location.search.includes("saved=1") && document.readyState === "complete"`)
	if n := ask[int](theirs, `Object.keys(localStorage).length`); n != 0 {
		t.Errorf("%d drafts left after saving", n)
	}
	mine.open(councilPlans)
	mine.await(`document.querySelectorAll(".Drafts li").length === 2`)
	if got := mine.text(`.Drafts li[data-code="ban_le"]`); !contains(got, "30.500,5", "Người khác đã lưu: 30.111") {
		t.Errorf("mine beside theirs: %s", got)
	}
	if got := mine.text(`.Drafts li[data-code="viec_lam"]`); contains(got, "Người khác") {
		t.Errorf("nobody has saved this one: %s", got)
	}
	mine.accessible("plans offered again")
	mine.picture("plans-drafts-1440")
	ask[bool](mine, `document.querySelector(".js-draft-all").click() === undefined`)
	mine.do(chromedp.Click(`[name="basis"][value="proposed"]`), chromedp.Click(".Form-actions .btn-primary"))
	mine.await(`location.search.includes("saved=2") && document.readyState === "complete"`)
	if got := ask[string](mine, `document.querySelector('[name="low.ban_le"]').value + " " + Object.keys(localStorage).length`); !contains(got, "30.500,5", " 0") {
		t.Errorf("after saving: %s", got)
	}
}

// restart brings the server back at the same address with another lifetime of
// sessions.
func (w *site) restart(lifetime time.Duration) {
	w.t.Helper()
	address := w.http.Listener.Addr().String()
	w.http.CloseClientConnections()
	w.http.Close()
	handler, err := server.New(server.Options{Store: w.store, Now: time.Now, Zone: zone, Config: server.Config{SessionLifetime: lifetime}})
	if err != nil {
		w.t.Fatal(err)
	}
	again := httptest.NewUnstartedServer(handler)
	if err := again.Listener.Close(); err != nil {
		w.t.Fatal(err)
	}
	if again.Listener, err = net.Listen("tcp", address); err != nil {
		w.t.Fatal(err)
	}
	again.Start()
	w.http = again
	w.t.Cleanup(again.Close)
}

// An official is warned before the session ends; what is typed after its end
// is kept and offered after the next login.
func TestSessionEnds(t *testing.T) {
	w := newSite(t)
	w.restart(12 * time.Second)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.await(`document.querySelector(".js-session.Notice--warning")`)
	v.picture("session-ending-1440")
	v.await(`document.querySelector(".Sheet tbody tr")`)
	time.Sleep(12 * time.Second)
	v.retype("ban_le", "27.123,4")
	v.await(`document.querySelector(".js-session.Notice--fault")`)
	if w.stored("ban_le") != "27037" {
		t.Errorf("saved without a session: %s", w.stored("ban_le"))
	}
	w.restart(time.Hour)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	v.await(`document.querySelectorAll(".Drafts li").length === 1`)
	ask[bool](v, `document.querySelector(".js-draft-all").click() === undefined`)
	v.until(func() string { return w.stored("ban_le") }, "27123.4")
}

// Logging out asks, and takes away the drafts of the person who leaves alone.
func TestLogoutClearsOwnDrafts(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	for _, tt := range []struct {
		answer bool
		left   string
	}{{false, "long,trang"}, {true, "long"}} {
		v.open("/units/lechan/entry?period=2022")
		ask[bool](v, `["trang", "long"].forEach((name) => localStorage.setItem("muctieu-draft/" + name + "/lechan/2022", "{}")) === undefined`)
		got := ask[string](v, `(() => {
			let asked = 0;
			window.confirm = () => { asked += 1; return `+map[bool]string{true: "true", false: "false"}[tt.answer]+`; };
			const form = document.querySelector(".js-logout");
			form.addEventListener("submit", (event) => event.preventDefault());
			form.requestSubmit();
			return asked + " " + Object.keys(localStorage).map((key) => key.split("/")[1]).sort().join(",");
		})()`)
		if got != "1 "+tt.left {
			t.Errorf("answered %v: %q, want asked once and %q left", tt.answer, got, tt.left)
		}
	}
}

// Two officials edit one cell in two browsers: the later sees the other's
// value beside the own one, and may take either.
func TestTwoOfficialsOneCell(t *testing.T) {
	w := newSite(t)
	first, second := w.visit(1440), w.visit(1440)
	for _, each := range []struct {
		v    *visitor
		name string
	}{{first, "trang"}, {second, "long"}} {
		each.v.login(each.name)
		each.v.open("/units/lechan/entry?period=2022")
		each.v.await(`document.querySelector(".Sheet tbody tr")`)
	}
	first.retype("ban_le", "27.111,0")
	first.until(func() string { return w.stored("ban_le") }, "27111")
	second.retype("ban_le", "27.222,0")
	second.await(`document.querySelector('.Sheet .Save--conflict')`)
	if got := second.text(`.Sheet .Save--conflict`); !contains(got, "trang", "27.111", "27.222") {
		t.Errorf("the conflict says %q", got)
	}
	ask[bool](second, `document.querySelector('.Sheet .Save--conflict button[value^="keep:"]').click() === undefined`)
	second.until(func() string { return w.stored("ban_le") }, "27222")
	first.retype("ban_le", "27.333,0")
	first.await(`document.querySelector('.Sheet .Save--conflict')`)
	ask[bool](first, `document.querySelector('.Sheet .Save--conflict button[value="take"]').click() === undefined`)
	first.await(`document.querySelector('[name="value.ban_le"]').value === "27.222,0"`)
	if got := w.stored("ban_le"); got != "27222" {
		t.Errorf("taking theirs stored %s", got)
	}
}
