package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

const allocationAddress = "/units/lechan/allocation?year=2022&indicator=thu_ns&from=city&level=district"

// wardPlan is the newest plan of the revenue of a ward in 2022.
func (w *world) wardPlan(unit, level string) indicator.Plan {
	w.t.Helper()
	all, err := w.store.PlanVersions(context.Background(), indicator.PlanKey{Unit: indicator.UnitKey(unit), Indicator: "thu_ns", Year: 2022, Level: level})
	must(w.t, err)
	if len(all) == 0 {
		return indicator.Plan{}
	}
	return all[len(all)-1]
}

func (w *world) planner() *browser {
	w.t.Helper()
	w.add("soat_ca_phuong", "reviewer@lechan+below")
	return w.as("soat_ca_phuong")
}

// What is assigned is the sum of the plans of the wards, and what is left is
// the district's plan without it: by the wards' own summaries.
func TestAllocationAddsUp(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.planner()
	page := b.get(allocationAddress).page(t)
	api, sum, wards := w.api("soat_ca_phuong"), number.New(0, 3), 0
	for name := range fields(page.Find("form.js-plans")) {
		ward, ok := strings.CutPrefix(name, "low.")
		if !ok {
			continue
		}
		for _, row := range read[summaryShape](t, api.get(apiPrefix+"/units/"+ward+"/summary?period=2022")).Rows {
			for _, p := range row.Plans {
				if row.Indicator == "thu_ns" && p.Level == "district" && p.Low != nil {
					low, err := number.ParsePlain(*p.Low, 3)
					must(t, err)
					sum, err = sum.Add(low)
					must(t, err)
					wards++
				}
			}
		}
	}
	rest, err := number.New(940133, 3).Sub(sum)
	must(t, err)
	if wards != 15 {
		t.Fatalf("%d wards have a plan, want 15", wards)
	}
	dd := page.Find(".Plans-totals dd")
	for k, want := range []string{"940.133", sum.String(), rest.String()} {
		if got := shortest(strings.TrimSuffix(textOf(dd.Eq(k)), " tỷ đồng")); got != want {
			t.Errorf("total %d: %s, want %s", k, got, want)
		}
	}
}

func TestAllocationPastThePlan(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.planner()
	at := strings.Replace(allocationAddress, "level=district", "level=stretch", 1)
	form := fill(fields(b.get(at).page(t).Find("form.js-plans")), map[string]string{"basis": "proposed", "low.lechan-catdai": "940,133"})
	if a := b.post(at, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	page := b.get(at).page(t)
	if page.Find(".Plans-left").Length() != 0 {
		t.Errorf("all is assigned, and the rest is marked: %s", textOf(page.Find(".Plans-totals")))
	}
	form = fill(fields(page.Find("form.js-plans")), map[string]string{"basis": "proposed", "low.lechan-anbien": "10"})
	if a := b.post(at, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	if got := textOf(b.get(at).page(t).Find(".Plans-left")); !strings.Contains(got, "10") || !strings.ContainsAny(got, "-−") {
		t.Errorf("too much is assigned, and the rest is %q", got)
	}
}

// The same form twice saves one version; a form that is behind is a conflict
// that names the other's value and saves nothing.
func TestAllocationTwiceAndBehind(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.planner()
	w.add("soat_hai", "reviewer@lechan+below")
	other := w.as("soat_hai")
	page := b.get(allocationAddress).page(t)
	form := fill(fields(page.Find("form.js-plans")), map[string]string{"basis": "proposed", "low.lechan-catdai": "60"})
	behind := fill(fields(other.get(allocationAddress).page(t).Find("form.js-plans")), map[string]string{"basis": "proposed", "low.lechan-catdai": "61", "low.lechan-anbien": "90"})
	for range 2 {
		if a := b.post(allocationAddress, form); a.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", a.status, textOf(a.page(t).Find(".Notice")))
		}
	}
	saved := w.wardPlan("lechan-catdai", "district")
	if saved.Version != 2 || saved.Target.Low.String() != "60" {
		t.Errorf("version %d with %s, want 2 with 60", saved.Version, saved.Target.Low)
	}
	a := other.post(allocationAddress, behind)
	row := textOf(a.page(t).Find("#row-lechan-catdai .Save--conflict"))
	if a.status != http.StatusConflict || !strings.Contains(row, "Người soat_ca_phuong") || !strings.Contains(row, "60") {
		t.Errorf("%d: the row says %q", a.status, row)
	}
	if kept := fields(a.page(t).Find("form.js-plans")); kept.Get("low.lechan-catdai") != "61" || kept.Get("low.lechan-anbien") != "90" {
		t.Errorf("typed values came back as %q and %q", kept.Get("low.lechan-catdai"), kept.Get("low.lechan-anbien"))
	}
	if got := w.wardPlan("lechan-anbien", "district").Version; got != 1 {
		t.Errorf("half of a refused save was taken: version %d", got)
	}
}

// Only units below are handed plans, and only those the person plans for.
func TestAllocationOnlyDownwards(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("mot_phuong", "reviewer@lechan", "reviewer@lechan-catdai")
	b := w.as("mot_phuong")
	page := b.get(allocationAddress).page(t)
	if n := page.Find(".Plans-row").Length(); n != 1 || page.Find("#row-lechan-catdai").Length() != 1 {
		t.Errorf("%d rows, want the one ward", n)
	}
	form := fill(fields(page.Find("form.js-plans")), map[string]string{"basis": "proposed", "low.ngoquyen": "1", "low.lechan-anbien": "2", "low.lechan": "3"})
	if a := b.post(allocationAddress, form); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "saved=0") {
		t.Errorf("%d to %q", a.status, a.location())
	}
	if got := w.wardPlan("lechan-anbien", "district").Version; got != 1 {
		t.Errorf("a ward of others got version %d", got)
	}
	if got := w.wardPlan("ngoquyen", "district").Version; got != 0 {
		t.Errorf("another district got version %d", got)
	}
}

func TestAllocationTakesBackWithAReason(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.planner()
	form := fill(fields(b.get(allocationAddress).page(t).Find("form.js-plans")), map[string]string{"basis": "proposed", "low.lechan-catdai": ""})
	a := b.post(allocationAddress, form)
	if page := a.page(t); a.status != http.StatusUnprocessableEntity || page.Find("input[value=withdraw]").Length() != 1 {
		t.Fatalf("emptied: %d with %d ways to take it back", a.status, page.Find("input[value=withdraw]").Length())
	}
	form.Set("answer.lechan-catdai", "withdraw")
	if a := b.post(allocationAddress, form); a.status != http.StatusUnprocessableEntity || w.wardPlan("lechan-catdai", "district").Withdrawn {
		t.Errorf("taken back without a reason: %d", a.status)
	}
	form.Set("reason.lechan-catdai", "giao lại")
	if a := b.post(allocationAddress, form); a.status != http.StatusSeeOther {
		t.Errorf("with a reason: %d", a.status)
	}
	if p := w.wardPlan("lechan-catdai", "district"); !p.Withdrawn || p.Note != "giao lại" {
		t.Errorf("the plan is %+v", p)
	}
}

func TestAllocationChoices(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.planner()
	page := b.get("/units/lechan/allocation?year=2022&indicator=thu_ns").page(t)
	if got := page.Find("#choose-level option[selected]").AttrOr("value", ""); got != "district" {
		t.Errorf("the level on which the wards have plans is %q", got)
	}
	page.Find("#choose-indicator option").Each(func(_ int, o *goquery.Selection) {
		if code := o.AttrOr("value", ""); code == "bhyt" || code == "ho_ngheo" {
			t.Errorf("%s does not add up over units, and is offered", code)
		}
	})
	b.post("/preference", url.Values{"lang": {"en"}})
	doc := b.get(allocationAddress).page(t)
	checkTexts(t, doc, map[string]string{"h1": "Plans for 2022 handed down to the units below", ".Plans-totals dt:first-child": "Plan handed down", ".Filters button": "Show", ".Trail a": "Plans for 2022"})
	for path, want := range map[string]int{
		"/units/lechan/allocation?year=2022&level=khong": 404, "/units/lechan/allocation": 303, "/units/khongco/allocation?year=2022": 404,
	} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	for _, query := range []string{"&indicator=khong_co", "&from=khong", "&indicator=bhyt"} {
		a := b.get("/units/lechan/allocation?year=2022" + query)
		if a.status >= 500 {
			t.Errorf("%s: %d", query, a.status)
		}
		if got := textOf(a.page(t).Find(".Plans-totals")); a.status == http.StatusOK && strings.Contains(got, "940") && query != "&from=khong" {
			t.Errorf("%s shows the total of another indicator: %s", query, got)
		}
	}
}
