package browser

import (
	"context"
	"testing"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// buttonsApart are the buttons whose words stand outside of them.
const buttonsApart = `[...document.querySelectorAll(".Form-actions .btn")].filter(b => b.scrollWidth > b.clientWidth).map(b => b.textContent)`

// What another installation sent, wide and narrow.
func TestPageOfWhatWasSent(t *testing.T) {
	w := newSite(t)
	ctx, year := context.Background(), period.MustParse("2022")
	same, other := number.New(940133, 3), number.New(4234, 1)
	_, err := w.store.Propose(ctx, store.Actor{Login: "trang", Name: "Phường An Biên"}, "lechan", year, []store.ProposedCell{
		{Indicator: "thu_ns", Value: &same, Status: indicator.Estimate, Note: "Kho bạc đã đối chiếu"},
		{Indicator: "gtsx_cn", Value: &other, Status: indicator.Estimate},
	})
	if err != nil {
		t.Fatal(err)
	}
	reviewer := w.visit(1440)
	reviewer.login("hanh")
	reviewer.look("incoming", "/units/lechan/incoming?period=2022", "vi")
	if out := ask[[]string](reviewer, buttonsApart); len(out) > 0 {
		t.Errorf("words outside their buttons: %q", out)
	}
}
