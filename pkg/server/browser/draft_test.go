package browser

import (
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"muctieu/pkg/server"
)

// until polls what is stored until it is as wanted.
func (v *visitor) until(got func() string, want string) {
	v.t.Helper()
	for end := time.Now().Add(20 * time.Second); got() != want; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			v.t.Fatalf("stored: %s, want %s", got(), want)
		}
	}
}

// stop takes the server away; start brings it back at the same address.
func (w *site) stop() (start func()) {
	w.t.Helper()
	address := w.http.Listener.Addr().String()
	w.http.CloseClientConnections()
	w.http.Close()
	return func() {
		w.t.Helper()
		l, err := net.Listen("tcp", address)
		if err != nil {
			w.t.Fatal(err)
		}
		handler, err := server.New(server.Options{Store: w.store, Now: time.Now, Zone: zone})
		if err != nil {
			w.t.Fatal(err)
		}
		again := httptest.NewUnstartedServer(handler)
		if err := again.Listener.Close(); err != nil {
			w.t.Fatal(err)
		}
		again.Listener = l
		again.Start()
		w.t.Cleanup(again.Close)
	}
}

// TestDraftSurvivesTheServer types while the server is gone, closes the page
// in the middle of another cell, and loses neither.
func TestDraftSurvivesTheServer(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	start := w.stop()
	v.retype("ban_le", "27.123,4")
	v.await(`document.querySelector('[data-live="save-ban_le"] .Save--unsent')`)
	v.choose("gtsx_cn")
	v.do(chromedp.KeyEvent("430,5")) // no Enter: the page goes while it is typed
	v.do(chromedp.Navigate("about:blank"))
	start()
	v.open("/units/lechan/entry?period=2022")
	v.await(`document.querySelectorAll(".Drafts li").length === 2`)
	v.accessible("drafts offered again")
	v.picture("drafts-1440")
	if w.stored("ban_le") != "27037" {
		t.Errorf("a draft was sent without being asked for: %s", w.stored("ban_le"))
	}
	ask[bool](v, `document.querySelector(".js-draft-all").click() === undefined`)
	v.until(func() string { return w.stored("ban_le") + " " + w.stored("gtsx_cn") }, "27123.4 430.5")
	v.await(`Object.keys(localStorage).length === 0`)
	v.open("/units/lechan/entry?period=2022")
	v.await(`document.querySelector(".Sheet tbody tr")`)
	if n := ask[int](v, `document.querySelectorAll(".Drafts").length`); n != 0 {
		t.Error("sent drafts are offered again")
	}
}

// Somebody else has saved meanwhile: the draft comes back as theirs and mine.
func TestDraftInConflict(t *testing.T) {
	w := newSite(t)
	mine, theirs := w.visit(1440), w.visit(1440)
	mine.login("trang")
	mine.open("/units/lechan/entry?period=2022")
	theirs.login("long")
	theirs.open("/units/lechan/entry?period=2022")
	start := w.stop()
	mine.retype("ban_le", "27.111,0")
	mine.await(`document.querySelector('[data-live="save-ban_le"] .Save--unsent')`)
	start()
	theirs.retype("ban_le", "27.222,0")
	theirs.until(func() string { return w.stored("ban_le") }, "27222")
	mine.open("/units/lechan/entry?period=2022")
	mine.await(`document.querySelector(".js-draft-send")`)
	ask[bool](mine, `document.querySelector(".js-draft-send").click() === undefined`)
	mine.await(`document.querySelector('.Sheet .Save--conflict')`)
	mine.accessible("a conflict")
	ask[bool](mine, `document.querySelector('.Sheet .Save--conflict button[value^="keep:"]').click() === undefined`)
	mine.until(func() string { return w.stored("ban_le") }, "27111")
}

// A draft is its owner's: the next person at the same computer is offered
// nothing.
func TestDraftIsOfferedToNobodyElse(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	v.open("/units/lechan/entry?period=2022")
	start := w.stop()
	v.retype("ban_le", "27.123,4")
	v.await(`document.querySelector('[data-live="save-ban_le"] .Save--unsent')`)
	start()
	ask[int](v, `fetch("/logout", {method: "POST"}).then((r) => r.status)`)
	v.login("long")
	v.open("/units/lechan/entry?period=2022")
	v.await(`document.querySelector(".Sheet tbody tr")`)
	if n := ask[int](v, `document.querySelectorAll(".Drafts").length`); n != 0 {
		t.Error("another person's draft is offered")
	}
}
