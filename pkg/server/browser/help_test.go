package browser

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"muctieu/pkg/account"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// cast are the people on the pictures of the manual: login, name and grant.
var cast = [][3]string{
	{"thu.trang", "Nguyễn Thu Trang", "official@lechan"},
	{"hong.hanh", "Phạm Hồng Hạnh", "reviewer@lechan+below"},
	{"viet.hung", "Trần Việt Hùng", "leader@lechan+below"},
	{"minh.tuan", "Lê Minh Tuấn", "administrator@haiphong+below"},
}

// A helpPicture is a picture of the manual: by whom and where it is taken, and
// what is done first.
type helpPicture struct {
	login, name, path string
	before            func(*visitor)
}

var helpPictures = []helpPicture{
	{"thu.trang", "work", "/work", nil},
	{"thu.trang", "entry", "/units/lechan/entry?period=2022", func(v *visitor) { v.await(`!document.querySelector(".js-keys").hidden`) }},
	{"thu.trang", "paste", "/units/lechan/entry/paste?period=2022", func(v *visitor) {
		v.do(chromedp.SendKeys("#text", "423,4\n27.050,5\n4.190,5\n941,25"), chromedp.Click("main form .btn-primary"))
		v.await(`document.querySelector(".Preview-row")`)
	}},
	{"thu.trang", "submit", "/units/lechan/submit?period=2022", nil},
	{"hong.hanh", "review", "/units/lechan/review?period=2022", func(v *visitor) {
		v.site.handIn("thu.trang")
		v.open("/units/lechan/review?period=2022")
		v.await(`document.querySelector(".Review-approve")`)
	}},
	{"hong.hanh", "plans", "/units/lechan/plans?period=2022", nil},
	{"hong.hanh", "summary", "/units/lechan/summary?period=2022", nil},
	{"viet.hung", "board", "/units/lechan/board?period=2022", nil},
	{"viet.hung", "indicator", "/units/lechan/indicators/thu_ns?period=2022", nil},
	{"minh.tuan", "admin", "/admin", nil},
	{"minh.tuan", "users", "/admin/users", nil},
	{"minh.tuan", "backups", "/admin/backups", func(v *visitor) {
		v.do(chromedp.Click("main form .btn-primary"))
		v.await(`document.querySelector("main table tbody tr")`)
	}},
}

// TestHelpPictures takes every picture of the manual in both languages. Where
// MUCTIEU_HELP_PICTURES names the folder of the pictures, it writes them there.
func TestHelpPictures(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		w := newSite(t)
		visitors := map[string]*visitor{}
		for _, person := range cast {
			w.admit(person)
			visitors[person[0]] = w.visit(1280)
			visitors[person[0]].login(person[0])
			visitors[person[0]].speak(lang)
		}
		for _, p := range helpPictures {
			visitors[p.login].takeHelp(lang, p)
		}
	}
}

// admit adds a person to a site.
func (w *site) admit(person [3]string) {
	w.t.Helper()
	g, err := account.ParseGrant(person[2])
	if err != nil {
		w.t.Fatal(err)
	}
	n := store.NewUser{Login: person[0], Name: person[1], Grants: []account.Grant{g}, PasswordHash: passwordHash()}
	if _, err := w.store.AddUser(context.Background(), store.Actor{From: "cli"}, n); err != nil {
		w.t.Fatal(err)
	}
}

// handIn hands Lê Chân's year in, warnings explained.
func (w *site) handIn(login string) {
	w.t.Helper()
	wish := store.StepWish{Request: workflow.Request{Action: workflow.Submit}, Unit: "lechan", Period: period.Period{Year: 2022, Shape: period.Year}}
	if _, err := w.store.TakeStep(context.Background(), store.Actor{Login: login}, wish); err != nil {
		w.t.Fatal(err)
	}
}

// takeHelp takes one picture, 1280 by 800, and bounds its size: all of them
// are part of the program.
func (v *visitor) takeHelp(lang string, p helpPicture) {
	v.t.Helper()
	metrics := emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1}
	if _, err := chromedp.Call(v.ctx, emulation.SetDeviceMetricsOverride, metrics); err != nil {
		v.t.Fatal(err)
	}
	v.open(p.path)
	if p.before != nil {
		p.before(v)
	}
	v.await(`document.fonts.status === "loaded" && document.querySelector("h1")`)
	ask[bool](v, `new Promise((done) => setTimeout(() => done(true), 600))`)
	quality := int64(60)
	got, err := chromedp.Call(v.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "webp", Quality: &quality})
	if err != nil {
		v.t.Fatal(err)
	}
	if len(got.Data) < 5_000 || len(got.Data) > 90_000 {
		v.t.Errorf("the picture %s in %s has %d bytes", p.name, lang, len(got.Data))
	}
	if dir := os.Getenv("MUCTIEU_HELP_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, lang, p.name+".webp"), got.Data, 0o644); err != nil { //nolint:gosec // pictures for everyone
			v.t.Fatal(err)
		}
	}
}

// TestHelpOnScreen looks at the manual as people see it, and follows the link
// from a page to its place.
func TestHelpOnScreen(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("trang")
	for _, lang := range []string{"vi", "en"} {
		v.speak(lang)
		v.look("help", "/help", lang)
		v.look("help-official", "/help/official", lang)
	}
	v.speak("vi")
	v.size(1440)
	v.open("/units/lechan/entry?period=2022")
	v.do(chromedp.Click(".Head-help"))
	v.await(`location.pathname === "/help/official" && location.hash === "#enter" && document.querySelector("#enter h2")`)
	if got := v.text("#enter h2"); got != "Nhập số liệu năm" {
		t.Errorf("the help of the form is %q", got)
	}
	if broken := ask[int](v, `Promise.all([...document.images].map((i) => i.decode().then(() => 0, () => 1))).then((all) => all.reduce((a, b) => a + b, 0))`); broken > 0 {
		t.Errorf("%d pictures are not shown", broken)
	}
}
