package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

const unitsAddress = "/units/lechan/entry/units?period=2022&indicator=thu_ns"

func (w *world) ward(unit, code string) string {
	w.t.Helper()
	all, err := w.store.Versions(context.Background(), indicator.CellKey{Unit: indicator.UnitKey(unit), Indicator: indicator.Code(code), Period: period.MustParse("2022")})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return "none"
	}
	return valueText(all[len(all)-1])
}

func TestEntryByUnits(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("ca_quan", "official@lechan+below")
	b := w.as("ca_quan")
	page, form := b.open(unitsAddress)
	if n := page.Find("tr.js-row").Length(); n != 15 {
		t.Errorf("%d units, want 15", n)
	}
	if got := textOf(page.Find("#row-lechan-catdai .Grid-name")); got != "Phường Cát Dài" {
		t.Errorf("the row of a unit is called %q", got)
	}
	if got := page.Find("select[name='indicator'] option[selected]").AttrOr("value", ""); got != "thu_ns" {
		t.Errorf("chosen: %q", got)
	}
	form.Set("value.lechan-catdai", "101,5")
	form.Set("value.lechan-anbien", "không rõ")
	before := w.ward("lechan-catdai", "thu_ns")
	if a := b.post(unitsAddress, form); a.status != http.StatusUnprocessableEntity || w.ward("lechan-catdai", "thu_ns") != before {
		t.Errorf("one in question: %d, saved %s", a.status, w.ward("lechan-catdai", "thu_ns"))
	} else if got := fields(a.page(t).Find("form.js-entry")); got.Get("value.lechan-anbien") != "không rõ" || got.Get("value.lechan-catdai") != "101,5" {
		t.Errorf("what was typed came back as %q and %q", got.Get("value.lechan-anbien"), got.Get("value.lechan-catdai"))
	}
	form.Set("value.lechan-anbien", "88,25")
	if a := b.post(unitsAddress, form); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "&saved=2") {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if got := w.ward("lechan-catdai", "thu_ns") + " " + w.ward("lechan-anbien", "thu_ns"); got != "101.5 88.25" {
		t.Errorf("stored: %s", got)
	}
}

func TestEntryByUnitsCell(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("ca_quan", "official@lechan+below")
	b := w.as("ca_quan")
	_, form := b.open(unitsAddress)
	at := "/units/lechan/entry/units/cell?period=2022&indicator=thu_ns"
	cell := url.Values{"indicator": {"lechan-catdai"}}
	for _, name := range []string{"value", "status", "note", "version", "seen"} {
		cell.Set(name+".lechan-catdai", form.Get(name+".lechan-catdai"))
	}
	cell.Set("value.lechan-catdai", "102,5")
	a := b.post(at, cell)
	if a.status != http.StatusOK || a.page(t).Find("#row-lechan-catdai").Length() != 1 || w.ward("lechan-catdai", "thu_ns") != "102.5" {
		t.Errorf("%d, stored %s", a.status, w.ward("lechan-catdai", "thu_ns"))
	}
	cell.Set("indicator", "lechan-none")
	if a := b.post(at, cell); a.status != http.StatusNotFound {
		t.Errorf("an unknown unit: %d", a.status)
	}
}

// Who enters for the district alone sees no ward; a ward has nothing below.
func TestEntryByUnitsOfOthers(t *testing.T) {
	w := newWorld(t, Config{})
	page, form := w.as("can_bo").open(unitsAddress)
	if len(form["value.lechan-catdai"]) != 0 || page.Find("tr.js-row").Length() != 0 {
		t.Error("wards are shown to who has no right there")
	}
	w.add("ca_quan", "official@lechan+below")
	for login, want := range map[string]int{"can_bo": 0, "ca_quan": 1} {
		page, _ := w.as(login).open("/units/lechan/entry?period=2022")
		if n := page.Find("a[href^='/units/lechan/entry/units']").Length(); n != want {
			t.Errorf("%s is offered to enter by unit %d times, want %d", login, n, want)
		}
	}
	w.add("phuong", "official@lechan-catdai")
	page, _ = w.as("phuong").open("/units/lechan-catdai/entry/units?period=2022")
	if textOf(page.Find(".Empty")) == "" {
		t.Error("a unit without units below says nothing")
	}
}

// Somebody has saved one ward's figure meanwhile: none is saved, and what was
// typed for the others waits.
func TestEntryByUnitsAllOrNothing(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("ca_quan", "official@lechan+below")
	b, other := w.as("ca_quan"), w.as("ca_quan")
	_, form := b.open(unitsAddress)
	_, theirs := other.open(unitsAddress)
	theirs.Set("value.lechan-anbien", "77,5")
	if a := other.post(unitsAddress, theirs); a.status != http.StatusSeeOther {
		t.Fatalf("theirs: %d", a.status)
	}
	before := w.ward("lechan-catdai", "thu_ns")
	form.Set("value.lechan-catdai", "101,5")
	form.Set("value.lechan-anbien", "88,25")
	a := b.post(unitsAddress, form)
	if a.status != http.StatusConflict || w.ward("lechan-catdai", "thu_ns") != before || w.ward("lechan-anbien", "thu_ns") != "77.5" {
		t.Fatalf("%d, stored %s and %s", a.status, w.ward("lechan-catdai", "thu_ns"), w.ward("lechan-anbien", "thu_ns"))
	}
	again := fields(a.page(t).Find("form.js-entry"))
	if again.Get("value.lechan-catdai") != "101,5" {
		t.Errorf("what was typed came back as %q", again.Get("value.lechan-catdai"))
	}
	keep := a.page(t).Find("button[name='answer.lechan-anbien'][value^='keep:']").AttrOr("value", "")
	again.Set("answer.lechan-anbien", keep)
	if a := b.post(unitsAddress, again); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "&saved=2") {
		t.Fatalf("with %q: %d to %q", keep, a.status, a.location())
	}
	if got := w.ward("lechan-catdai", "thu_ns") + " " + w.ward("lechan-anbien", "thu_ns"); got != "101.5 88.25" {
		t.Errorf("stored: %s", got)
	}
}
