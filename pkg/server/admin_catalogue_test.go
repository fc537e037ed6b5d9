package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/indicator"
)

func TestUnitsAreKeptWithTheirPast(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	a := edit(t, b, "/admin/units/p-lechan", `form[action="/admin/units/p-lechan"]`, func(f url.Values) {
		f.Set("to0", "2026-12-31")
		f.Set("name1", "Lê Chân Mới")
		f.Set("kind1", "phường")
		f.Set("parent1", "haiphong")
		f.Set("from1", "2027-01-01")
	})
	if a.status != http.StatusSeeOther {
		t.Fatalf("a new name from a day on: %d %s", a.status, fault(t, a))
	}
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	u, _ := catalogue.Tree.Unit("p-lechan")
	if len(u.Rows) != 2 || u.Rows[1].Name != "Lê Chân Mới" || u.Rows[0].To.Format("2006-01-02") != "2026-12-31" {
		t.Errorf("rows %+v", u.Rows)
	}
	for name, change := range map[string]func(url.Values){
		"rows that overlap": func(f url.Values) { f.Set("to0", "2027-06-30") },
		"no such day":       func(f url.Values) { f.Set("to0", "2027-02-30") },
		"its own parent":    func(f url.Values) { f.Set("parent1", "p-lechan") },
		"a stale version":   func(f url.Values) { f.Set("version", "1") },
	} {
		a := edit(t, b, "/admin/units/p-lechan", `form[action="/admin/units/p-lechan"]`, change)
		if a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict || fault(t, a) == "" {
			t.Errorf("%s: %d %q", name, a.status, fault(t, a))
		}
	}
	form := url.Values{"into": {"haiphong"}, "day": {"01/07/2027"}, "share": {"whole"}, "document": {"NQ 1"}}
	mustSave(t, b, "/admin/units/p-lechan/successions", form)
	if got := b.get("/admin/units/p-lechan").page(t).Find("#successions tbody tr").Text(); !strings.Contains(got, "01/07/2027") || !strings.Contains(got, "NQ 1") {
		t.Errorf("the succession is listed as %q", got)
	}
	form.Set("day", "")
	if a := b.post("/admin/units/p-lechan/successions", form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a succession without a day: %d", a.status)
	}
}

func TestWordsAndLevels(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"tấn/ha"}, "en": {"tonnes/ha"}, "version": {"1"}})
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"trăm triệu đồng"}, "dimension": {"money"}, "factor": {"0,1"}, "version": {"0"}})
	for name, form := range map[string]url.Values{
		"no word":              {"sort": {"measure"}, "vi": {" "}},
		"an unknown sort":      {"sort": {"colour"}, "vi": {"xanh"}},
		"a factor alone":       {"sort": {"measure"}, "vi": {"x"}, "factor": {"2"}},
		"a factor of a group":  {"sort": {"group"}, "vi": {"x"}, "dimension": {"y"}, "factor": {"2"}},
		"a factor of nothing":  {"sort": {"measure"}, "vi": {"x"}, "dimension": {"y"}, "factor": {"0"}},
		"a factor that is not": {"sort": {"measure"}, "vi": {"x"}, "dimension": {"y"}, "factor": {"1e5"}},
	} {
		if a := b.post("/admin/terms", form); a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	if got := catalogue.Terms.Word("measure", "tấn/ha", "en"); got != "tonnes/ha" {
		t.Errorf("the new word is %q in English", got)
	}
	term := "/admin/terms?sort=measure&vi=" + url.QueryEscape("tấn/ha")
	stale := formOf(b.get(term).page(t), `form[action="/admin/terms"]`)
	if a := edit(t, b, term, `form[action="/admin/terms"]`, func(f url.Values) { f.Set("en", "t/ha") }); a.status != http.StatusSeeOther {
		t.Errorf("another English: %d %s", a.status, fault(t, a))
	}
	if a := b.post("/admin/terms", stale); a.status != http.StatusConflict || fault(t, a) == "" {
		t.Errorf("a stale term: %d", a.status)
	}
	a := edit(t, b, "/admin/levels?level=city", `form[action="/admin/levels"]`, func(f url.Values) { f.Set("name_en", "The City") })
	if a.status != http.StatusSeeOther {
		t.Errorf("a level: %d %s", a.status, fault(t, a))
	}
	mustSave(t, b, "/admin/levels", url.Values{"code": {"ward"}, "position": {"9"}, "name_vi": {"Phường giao"}, "phrase_vi": {"kế hoạch phường giao"}, "version": {"0"}})
	for name, change := range map[string]func(url.Values){
		"stale":       func(f url.Values) { f.Set("version", "7") },
		"no phrase":   func(f url.Values) { f.Set("phrase_vi", "") },
		"no position": func(f url.Values) { f.Set("position", "x") },
	} {
		a := edit(t, b, "/admin/levels?level=ward", `form[action="/admin/levels"]`, change)
		if a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict {
			t.Errorf("%s: %d", name, a.status)
		}
	}
}

func TestIndicatorPages(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	const form = `form[action="/admin/indicators"]`
	a := edit(t, b, "/admin/indicators/new?copy=thu_ns", form, func(f url.Values) {
		f.Set("code", "thu_moi")
		f.Set("name_vi", "=cmd|'/C calc'!A0 </script><img src=x onerror=alert(1)>")
	})
	if a.status != http.StatusSeeOther {
		t.Fatalf("a copy: %d %s", a.status, fault(t, a))
	}
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	got := catalogue.Indicators["thu_moi"]
	if got.NameVi != "=cmd|'/C calc'!A0 </script><img src=x onerror=alert(1)>" || got.Measure != "tỷ đồng" || got.Decimals != 3 {
		t.Errorf("stored %+v", got)
	}
	if page := b.get("/admin/indicators").page(t); page.Find("img[src=x]").Length() > 0 || !strings.Contains(page.Text(), got.NameVi) {
		t.Error("a hostile name is more than text")
	}
	tests := []struct {
		name, path, form string
		change           func(url.Values)
		status           int
	}{
		{"another name", "/admin/indicators/thu_ns", `form[action="/admin/indicators/thu_ns"]`, func(f url.Values) { f.Set("name_en", "Revenue") }, 303},
		{"decimals that grow", "/admin/indicators/thu_ns", `form[action="/admin/indicators/thu_ns"]`, func(f url.Values) { f.Set("decimals", "4") }, 303},
		{"decimals that shrink", "/admin/indicators/thu_ns", `form[action="/admin/indicators/thu_ns"]`, func(f url.Values) { f.Set("decimals", "1") }, 422},
		{"a fixed property", "/admin/indicators/thu_ns", `form[action="/admin/indicators/thu_ns"]`, func(f url.Values) { f.Set("measure", "triệu đồng") }, 422},
		{"a stale version", "/admin/indicators/thu_ns", `form[action="/admin/indicators/thu_ns"]`, func(f url.Values) { f.Set("version", "1"); f.Set("name_en", "x") }, 409},
		{"no name", "/admin/indicators/new", form, func(f url.Values) { f.Set("code", "x1"); f.Set("measure", "%") }, 422},
		{"a code that is taken", "/admin/indicators/new?copy=thu_ns", form, func(f url.Values) { f.Set("code", "ban_le") }, 409},
		{"a code of another form", "/admin/indicators/new?copy=thu_ns", form, func(f url.Values) { f.Set("code", "Thu NS") }, 422},
		{"a ratio without operands", "/admin/indicators/new?copy=ho_ngheo", form, func(f url.Values) {
			f.Set("code", "x2")
			f.Set("over_units", "ratio")
			f.Set("numerator", "")
			f.Set("denominator", "")
		}, 422},
	}
	for _, tt := range tests {
		a := edit(t, b, tt.path, tt.form, tt.change)
		if a.status != tt.status || tt.status != 303 && fault(t, a) == "" {
			t.Errorf("%s: %d %q, want %d", tt.name, a.status, fault(t, a), tt.status)
		}
		if strings.Contains(fault(t, a), ".csv") {
			t.Errorf("%s: the fault names a file: %q", tt.name, fault(t, a))
		}
	}
	if a := b.get("/admin/indicators/khong_co"); a.status != http.StatusNotFound {
		t.Errorf("an unknown indicator: %d", a.status)
	}
}

func setOf(t *testing.T, w *world, unit indicator.UnitKey, year int) indicator.Set {
	t.Helper()
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	return catalogue.Sets[indicator.SetKey{Unit: unit, Year: year}]
}

func TestSetPages(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri_q")
	const form2024 = `form[action="/admin/sets/lechan/2024"]`
	offered := b.get("/admin/sets/lechan/2024").page(t).Find(`select[name="from"] option`)
	if first, _ := offered.First().Attr("value"); first != "/admin/sets/lechan/2023" {
		t.Errorf("the first set offered to copy is %q, want last year's", first)
	}
	mustSave(t, b, "/admin/sets/lechan/2024/copy", url.Values{"from": {"/admin/sets/lechan/2023"}})
	if got, want := setOf(t, w, "lechan", 2024).Rows, setOf(t, w, "lechan", 2023).Rows; fmt.Sprint(got) != fmt.Sprint(want) || len(got) == 0 {
		t.Errorf("the copy holds %v", got)
	}
	if a := b.post("/admin/sets/lechan/2024/copy", url.Values{"from": {"/admin/sets/lechan/2022"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a copy over a set: %d", a.status)
	}
	stale := formOf(b.get("/admin/sets/lechan/2024").page(t), form2024)
	n := len(setOf(t, w, "lechan", 2024).Rows)
	a := edit(t, b, "/admin/sets/lechan/2024", form2024, func(f url.Values) {
		f["position"][0] = ""        // goes
		f["position"][1] = "99"      // moves to the end
		f["indicator"][n] = "chi_ns" // is there already
		f["judging"][2] = "council"
	})
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("an indicator twice: %d", a.status)
	}
	a = edit(t, b, "/admin/sets/lechan/2024", form2024, func(f url.Values) {
		f["position"][0], f["position"][1], f["judging"][2] = "", "99", "council"
	})
	if a.status != http.StatusSeeOther {
		t.Fatalf("an edit: %d %s", a.status, fault(t, a))
	}
	was, is := setOf(t, w, "lechan", 2023).Rows, setOf(t, w, "lechan", 2024).Rows
	if len(is) != n-1 || is[len(is)-1].Indicator != was[1].Indicator || is[0].Indicator != was[2].Indicator || is[0].Judging != "council" {
		t.Errorf("the set holds %v", is)
	}
	if a := b.post("/admin/sets/lechan/2024", stale); a.status != http.StatusConflict || fault(t, a) == "" {
		t.Errorf("a stale form: %d", a.status)
	}
	for name, change := range map[string]func(url.Values){
		"no number":         func(f url.Values) { f["position"][0] = "hai" },
		"an unknown level":  func(f url.Values) { f["judging"][0] = "sao_hoa" },
		"an unknown source": func(f url.Values) { f["source"][0] = "sao_hoa" },
	} {
		if a := edit(t, b, "/admin/sets/lechan/2024", form2024, change); a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d %q", name, a.status, fault(t, a))
		}
	}
	for path, want := range map[string]int{"/admin/sets/ngoquyen/2022": 404, "/admin/sets/lechan/2022-Q1": 404, "/admin/sets/lechan/22": 422} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}
