package browser

import (
	"fmt"
	"strings"
	"testing"
)

// pages are what each role sees, by a name for pictures.
var pages = map[string][]struct{ name, path string }{
	"hung": {
		{"board", "/units/lechan/board?period=2022"},
		{"board-in-year", "/units/lechan/board?period=2022-YTD06"},
		{"board-empty", "/units/lechan/board?period=2024"},
		{"indicator", "/units/lechan/indicators/thu_ns?period=2022"},
		{"summary", "/units/lechan/summary?period=2022"},
		{"summary-in-year", "/units/lechan/summary?period=2022-YTD09"},
		{"compare", "/units/lechan/compare?period=2022"},
		{"revisions", "/units/lechan/revisions?period=2022"},
		{"account", "/account"},
	},
	"trang": {
		{"entry", "/units/lechan/entry?period=2022"},
		{"entry-in-year", "/units/lechan/entry?period=2022-YTD06"},
		{"work", "/work"},
		{"submit", "/units/lechan/submit?period=2022"},
		{"questions", "/questions"},
	},
	"hanh": {
		{"plans", "/units/lechan/plans?period=2022"},
		{"work-reviewer", "/work"},
		{"review", "/units/lechan/review?period=2022"},
	},
	"tuan": {
		{"admin", "/admin"},
		{"settings", "/admin/settings"},
		{"checks", "/admin/checks/thu_ns"},
		{"period", "/admin/periods/2022"},
	},
}

// outOfCell gives the words of tables that stand beyond the edge of their cell,
// where they cover those of the next one.
const outOfCell = `[...document.querySelectorAll("td, th")].filter((cell) => cell.checkVisibility() && getComputedStyle(cell).overflow === "visible").flatMap((cell) => {
  const edge = cell.getBoundingClientRect(), walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), out = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const range = document.createRange(), box = node.parentElement;
    range.selectNodeContents(node);
    if (!node.data.trim() || box.closest(".Hidden, select, button") || !box.checkVisibility()) continue;
    if ([...range.getClientRects()].some((r) => r.right > edge.right + 1 || r.left < edge.left - 1)) out.push(node.data.trim());
  }
  return out;
})`

// TestScreenshotsAndAccess opens every page in both languages, wide and on a
// phone: axe finds nothing serious, nothing scrolls sideways, no word stands
// outside its cell, and the browser has nothing to report against the policy.
func TestScreenshotsAndAccess(t *testing.T) {
	w := newSite(t)
	for login, list := range pages {
		t.Run(login, func(t *testing.T) {
			inner := *w
			inner.t = t
			v := inner.visit(1440)
			v.login(login)
			for _, lang := range []string{"vi", "en"} {
				v.speak(lang)
				for _, p := range list {
					v.look(p.name, p.path, lang)
				}
			}
		})
	}
}

// speak changes the language by the switch in the head.
func (v *visitor) speak(lang string) {
	v.t.Helper()
	ask[int](v, fmt.Sprintf(`fetch("/preference", {method: "POST", body: new URLSearchParams({lang: %q})}).then(r => r.status)`, lang))
}

func (v *visitor) look(name, path, lang string) {
	v.t.Helper()
	for _, width := range []int64{1440, 390} {
		v.size(width)
		v.open(path)
		if got := ask[string](v, "document.documentElement.lang"); got != lang {
			v.t.Errorf("%s is in %q; want %q", path, got, lang)
		}
		if over := ask[int](v, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			v.t.Errorf("%s at %d scrolls sideways by %d", path, width, over)
		}
		if out := ask[[]string](v, outOfCell); len(out) > 0 {
			v.t.Errorf("%s at %d: outside their cells stand %q", path, width, out)
		}
		if text := v.text("body"); strings.Contains(text, "<no value>") || strings.Contains(text, "%!") {
			v.t.Errorf("%s shows a broken sentence", path)
		}
		v.accessible(fmt.Sprintf("%s %d %s", name, width, lang))
		v.picture(fmt.Sprintf("%s-%d-%s", name, width, lang))
	}
}
