package server

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// edit reads the form at path, lets change alter it, and posts it where the
// form says.
func edit(t *testing.T, b *browser, path, selector string, change func(url.Values)) answer {
	t.Helper()
	page := b.get(path)
	if page.status != http.StatusOK {
		t.Fatalf("GET %s: %d", path, page.status)
	}
	doc := page.page(t)
	action, there := doc.Find(selector).First().Attr("action")
	if !there {
		t.Fatalf("%s has no form %s", path, selector)
	}
	form := formOf(doc, selector)
	change(form)
	return b.post(action, form)
}

// fault is what a page says is wrong.
func fault(t *testing.T, a answer) string {
	t.Helper()
	return strings.Join(strings.Fields(a.page(t).Find(`.Notice--fault`).Text()), " ")
}

// Every page of administration opens in both languages, and says no key.
func TestAdministrationOpens(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	user, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	paths := []string{"/admin", "/admin/users", "/admin/users?q=can", "/admin/users/new", userPath(user.ID), "/admin/units", "/admin/units/new", "/admin/units/lechan", "/admin/units/p-lechan", "/admin/map",
		"/admin/terms", "/admin/terms?sort=measure&vi=" + url.QueryEscape("tỷ đồng"), "/admin/levels", "/admin/levels?level=city", "/admin/indicators", "/admin/indicators/new", "/admin/indicators/new?copy=thu_ns",
		"/admin/indicators/thu_ns", "/admin/sets", "/admin/sets?year=2022", "/admin/sets/lechan/2022", "/admin/sets/lechan/2024", "/admin/periods", "/admin/periods/2022-YTD06", "/admin/audit", "/admin/audit?action=figure.&object=lechan/", "/admin/security", "/admin/sign-ins", "/admin/sign-ins?login=quan_tri&outcome=refused&from=2022-01-01", "/account"}
	for _, lang := range []string{"vi", "en"} {
		b.post("/preference", url.Values{"lang": {lang}})
		for _, path := range paths {
			a := b.get(path)
			doc := a.page(t)
			if a.status != http.StatusOK || doc.Find("h1").Length() != 1 {
				t.Errorf("%s in %s: %d with %d h1", path, lang, a.status, doc.Find("h1").Length())
			}
			if text := doc.Find("body").Text(); strings.Contains(text, "admin.") || strings.Contains(text, "<no value>") {
				t.Errorf("%s in %s shows a key or a hole", path, lang)
			}
			if doc.Find("[style], script:not([src])").Length() > 0 {
				t.Errorf("%s in %s has inline script or style", path, lang)
			}
			checkLabels(t, path, doc)
		}
	}
}

// checkLabels fails for a field nothing names.
func checkLabels(t *testing.T, path string, doc *goquery.Document) {
	t.Helper()
	doc.Find(`input:not([type="hidden"]), select, textarea`).Each(func(_ int, f *goquery.Selection) {
		id, _ := f.Attr("id")
		_, labelled := f.Attr("aria-label")
		if !labelled && doc.Find(`label[for="`+id+`"]`).Length() == 0 && f.Closest("label").Length() == 0 {
			name, _ := f.Attr("name")
			t.Errorf("%s: field %q has no label", path, name)
		}
	})
}

func TestPeriodsAndSettings(t *testing.T) {
	w := newWorld(t, Config{})
	b, ctx := w.as("quan_tri"), context.Background()
	const path = "/admin/periods/2022-YTD06"
	if a := edit(t, b, path, `form[action="`+path+`"]`, func(f url.Values) { f.Set("due", "2022-06-25"); f.Set("from", "") }); a.status != http.StatusSeeOther {
		t.Fatalf("another due day: %d %s", a.status, fault(t, a))
	}
	days, version, err := w.store.Window(ctx, period.MustParse("2022-YTD06"))
	must(t, err)
	if dayValue(days.Due) != "25/06/2022" || dayValue(days.From) != "01/01/2022" || version != 1 {
		t.Errorf("stored %+v, version %d", days, version)
	}
	if got := b.get("/admin/periods?year=2022").page(t).Find("tbody tr").Eq(2).Text(); !strings.Contains(got, "25/06/2022") {
		t.Errorf("listed as %q", got)
	}
	for name, change := range map[string]func(url.Values){
		"stale":                 func(f url.Values) { f.Set("version", "0") },
		"ends before it begins": func(f url.Values) { f.Set("to", "2021-01-01") },
		"a day that is not":     func(f url.Values) { f.Set("due", "x") },
	} {
		if a := edit(t, b, path, `form[action="`+path+`"]`, change); a.status == http.StatusSeeOther {
			t.Errorf("%s is taken", name)
		}
	}
	if a := b.get("/admin/periods/2022-YTD12"); a.status != http.StatusNotFound {
		t.Errorf("another spelling: %d", a.status)
	}
	form := url.Values{"name": {store.LockAfterDue}, "value": {"on"}, "version": {"0"}}
	mustSave(t, b, "/admin/settings", form)
	if value, _, err := w.store.Setting(ctx, store.LockAfterDue); err != nil || value != "on" {
		t.Errorf("setting %q, %v", value, err)
	}
	form.Set("name", "anything")
	if a := b.post("/admin/settings", form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown setting: %d", a.status)
	}
}

func TestAuditPages(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	page := b.get("/admin/audit?object=" + url.QueryEscape("lechan/")).page(t)
	if rows := page.Find("tbody tr").Length(); rows != auditPageSize {
		t.Fatalf("%d rows, want a full page of %d", rows, auditPageSize)
	}
	next, _ := page.Find(`.Pages a[rel="next"]`).Attr("href")
	second := b.get(next).page(t)
	if second.Find("tbody tr").Length() == 0 || second.Find("tbody tr").First().Text() == page.Find("tbody tr").First().Text() {
		t.Error("the next page shows the same")
	}
	for query, want := range map[string]int{"login=ai_do": 0, "action=user.add": len(people), "until=2000-01-01": 0} {
		if got := b.get("/admin/audit?" + query).page(t).Find("tbody tr").Length(); got != want {
			t.Errorf("%s: %d rows, want %d", query, got, want)
		}
	}
	if a := b.get("/admin/audit?from=hom-qua"); fault(t, a) == "" {
		t.Error("a day that is none passes")
	}
	file := b.get("/admin/audit.csv?action=user.add")
	records, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
	must(t, err)
	if len(records) != len(people)+1 || len(records[0]) != 12 || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d records of %d columns as %q", len(records), len(records[0]), file.header.Get("Content-Disposition"))
	}
}

func TestShippedCatalogueKeepsWhatIsThere(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	mustSave(t, w.browser(), firstLink(t, w), firstForm())
	b := w.as("binh")
	mustSave(t, b, "/admin/levels", url.Values{"code": {"city"}, "position": {"1"}, "name_vi": {"Tên riêng"}, "phrase_vi": {"kế hoạch riêng"}, "version": {"0"}})
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"tỷ đồng"}, "en": {"own words"}, "version": {"0"}})
	for range 2 { // the second time changes nothing
		mustSave(t, b, "/admin/shipped", nil)
	}
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	if len(catalogue.Indicators) < 17 || len(catalogue.Levels) < 5 {
		t.Errorf("%d indicators, %d levels", len(catalogue.Indicators), len(catalogue.Levels))
	}
	for _, l := range catalogue.Levels {
		if l.Code == "city" && l.NameVi != "Tên riêng" {
			t.Errorf("the office's level became %q", l.NameVi)
		}
	}
	if got := catalogue.Terms.Word("measure", "tỷ đồng", "en"); got != "own words" {
		t.Errorf("the office's word became %q", got)
	}
}
