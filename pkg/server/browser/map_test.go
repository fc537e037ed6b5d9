package browser

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// districts are the shapes of a made-up map: cells of a honeycomb, one of them
// a speck far out.
func districts(units ...string) string {
	var features []string
	for i, unit := range units {
		east, north := 106.4+0.1*float64(i%5)+0.05*float64(i/5%2), 20.6+0.087*float64(i/5)
		size := 0.0577
		if i == len(units)-1 {
			size = 0.0005
		}
		var ring []string
		for k := range 7 {
			turn := math.Pi/6 + math.Pi/3*float64(k%6)
			ring = append(ring, fmt.Sprintf("[%.5f,%.5f]", east+size*math.Cos(turn), north+size*math.Sin(turn)))
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"unit":%q},"geometry":{"type":"Polygon","coordinates":[[%s]]}}`, unit, strings.Join(ring, ",")))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(append(features, strings.Replace(features[0], units[0], `x","name":"Quận Một`, 1)), ",") + `]}`
}

// An administrator uploads a map, is told what it lacks, and everyone sees it
// in the place of the tiles: on a screen, on a phone, in the dark, on paper.
func TestMapOfUnits(t *testing.T) {
	w := newSite(t)
	v := w.visit(1440)
	v.login("tuan")
	path := filepath.Join(t.TempDir(), "quan-huyen.geojson")
	content := strings.Replace(districts("hongbang", "ngoquyen", "lechan", "haian", "kienan", "doson", "duongkinh", "thuynguyen", "anduong", "anlao", "kienthuy", "tienlang", "bachlongvi"), `"unit":"x",`, "", 1)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	v.look("map-tiles", "/units/haiphong/compare?period=2022&indicator=ban_le", "vi")
	v.size(1440)
	v.open("/admin/map")
	v.do(chromedp.SetUploadFiles(`input[type="file"]`, []string{path}), chromedp.Click(`form[enctype] button.btn-primary`))
	v.await(`document.querySelector(".Notice--warning")`)
	v.accessible("a map just uploaded")
	v.picture("map-admin-saved-1440-vi")
	for _, lang := range []string{"vi", "en"} {
		v.speak(lang)
		v.look("map-admin", "/admin/map", lang)
		v.look("map-compare", "/units/haiphong/compare?period=2022&indicator=ban_le", lang)
	}
	for _, look := range []string{"print", "dark"} {
		v.size(1440)
		v.media(look)
		v.open("/units/haiphong/compare?period=2022-YTD06&indicator=ban_le")
		v.accessible("a map of units without figures, " + look)
		v.picture("map-compare-in-year-" + look)
	}
	v.open("/units/haiphong/compare?period=2022&indicator=ban_le")
	if n := ask[int](v, `document.querySelectorAll(".Map-drawing a").length`); n != 13 {
		t.Errorf("%d units are drawn, want 13", n)
	}
	beyond := `[...document.querySelectorAll(".Map-words")].filter(e => getComputedStyle(e).display !== "none").filter(e => { const w = e.getBoundingClientRect(), s = e.closest("a").querySelector("path").getBoundingClientRect(); return w.left < s.left || w.right > s.right || w.top < s.top || w.bottom > s.bottom; }).map(e => e.textContent).join()`
	for _, width := range []int64{1440, 390} {
		v.size(width)
		if got := ask[string](v, beyond); got != "" {
			t.Errorf("at %d words reach beyond their unit: %s", width, got)
		}
		shown := ask[int](v, `[...document.querySelectorAll(".Map-words")].filter(e => getComputedStyle(e).display !== "none").length`)
		if shown < 10 {
			t.Errorf("at %d %d units have words", width, shown)
		}
	}
	v.do(chromedp.Focus(`.Map-drawing a`), chromedp.KeyEvent("\r"))
	v.await(`location.pathname === "/units/hongbang/board"`)
}
