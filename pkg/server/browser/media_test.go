package browser

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// media shows pages as on a light or dark screen, or on paper.
func (v *visitor) media(look string) {
	v.t.Helper()
	medium := ""
	scheme := look
	if look == "print" {
		medium, scheme = "print", "light"
	}
	set := emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, set); err != nil {
		v.t.Fatal(err)
	}
}
