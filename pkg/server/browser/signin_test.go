package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// An administrator changes a person's name: the password is asked again, a
// wrong one changes nothing, and what was typed is there all the way.
func TestPasswordAgainBeforeRightsChange(t *testing.T) {
	w := newSite(t)
	admin := w.visit(1440)
	admin.login("tuan")
	admin.open("/admin/users?q=hung")
	admin.do(chromedp.Click(`tbody a`))
	admin.await(`document.querySelector("#name")`)
	path := admin.where()
	admin.do(chromedp.SetValue(`#name`, "Đỗ Văn Hùng"), chromedp.Submit(`#name`))
	admin.await(`document.activeElement.id === "confirm_password"`)
	for _, width := range []int64{390, 1440} {
		admin.size(width)
		if over := ask[int](admin, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("at %d the page scrolls sideways by %d", width, over)
		}
		admin.accessible("password again")
		admin.picture(map[int64]string{390: "confirm-390-vi", 1440: "confirm-1440-vi"}[width])
	}
	admin.do(chromedp.SendKeys(`#confirm_password`, "sai mat khau roi"), chromedp.Submit(`#confirm_password`))
	admin.await(`document.querySelector(".Notice--fault")`)
	if got := admin.text(".Notice--fault"); !strings.Contains(got, "Chưa có gì thay đổi") {
		t.Errorf("a wrong password: %q", got)
	}
	admin.accessible("a wrong password again")
	admin.do(chromedp.SendKeys(`#confirm_password`, password), chromedp.Submit(`#confirm_password`))
	admin.await(`document.querySelector(".Notice--done")`)
	if got := admin.where(); !strings.HasPrefix(got, path) || ask[string](admin, `document.querySelector("#name").value`) != "Đỗ Văn Hùng" {
		t.Errorf("after it at %q, not where the form stood with what was typed", got)
	}
}

// The pages of sign-in rules and records in both languages, wide and narrow.
func TestPagesOfSignIn(t *testing.T) {
	w := newSite(t)
	guest := w.visit(1440)
	guest.open("/login")
	guest.do(chromedp.SendKeys(`input[name="login"]`, "hung"), chromedp.SendKeys(`input[type="password"]`, "sai mat khau roi"), chromedp.Submit(`input[type="password"]`))
	guest.await(`document.querySelector(".Notice--fault")`)
	admin := w.visit(1440)
	admin.login("tuan")
	for _, lang := range []string{"vi", "en"} {
		admin.speak(lang)
		admin.look("security", "/admin/security", lang)
		admin.look("sign-ins", "/admin/sign-ins", lang)
	}
	admin.look("audit", "/admin/audit", "en")
	if got := admin.text("body"); strings.Contains(got, "signin.") {
		t.Error("the page says a key")
	}
}
