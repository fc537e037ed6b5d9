package server

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/indicator"
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
	paths := []string{"/admin", "/admin/users", "/admin/users?q=can", "/admin/users/new", userPath(user.ID), "/admin/units", "/admin/units/new", "/admin/units/lechan", "/admin/units/p-lechan",
		"/admin/terms", "/admin/terms?sort=measure&vi=" + url.QueryEscape("tỷ đồng"), "/admin/levels", "/admin/levels?level=city", "/admin/indicators", "/admin/indicators/new", "/admin/indicators/new?copy=thu_ns",
		"/admin/indicators/thu_ns", "/admin/sets", "/admin/sets?year=2022", "/admin/sets/lechan/2022", "/admin/sets/lechan/2024", "/admin/periods", "/admin/periods/2022-YTD06", "/admin/audit", "/admin/audit?action=figure.&object=lechan/", "/account"}
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

func TestUsersArePlacedWhereTheirAdministratorReaches(t *testing.T) {
	w := newWorld(t, Config{})
	district := w.as("quan_tri_q")
	logins := district.get("/admin/users").page(t).Find("tbody td:first-child").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
	slices.Sort(logins)
	if got := strings.Join(logins, " "); got != "can_bo lanh_dao nguoi_soat quan_tri_q tai_chinh" {
		t.Errorf("the district's administrator sees %s", got)
	}
	for login, want := range map[string]int{"can_bo": 200, "nguoi_la": 404, "quan_tri": 404, "thanh_pho": 404} {
		u, err := w.store.UserByLogin(context.Background(), login)
		must(t, err)
		for _, path := range []string{userPath(u.ID)} {
			if a := district.get(path); a.status != want {
				t.Errorf("%s of %s: %d, want %d", path, login, a.status, want)
			}
		}
		if want == 404 {
			for _, step := range []string{"", "/link", "/disable", "/enable"} {
				if a := district.post(userPath(u.ID)+step, url.Values{"version": {"1"}, "name": {"x"}}); a.status != 404 {
					t.Errorf("POST %s of %s: %d, want 404", step, login, a.status)
				}
			}
		}
	}
	for name, grant := range map[string][4]string{
		"another unit":        {"official", "ngoquyen", "", ""},
		"the unit above":      {"administrator", "haiphong", "1", ""},
		"the units below too": {"leader", "lechan", "1", ""},
		"no role":             {"", "", "", ""},
	} {
		a := district.post("/admin/users", url.Values{"login": {"moi"}, "name": {"Mới"}, "role": {grant[0]}, "unit": {grant[1]}, "below": {grant[2]}, "agency": {grant[3]}})
		if a.status != http.StatusForbidden && a.status != http.StatusUnprocessableEntity || fault(t, a) == "" {
			t.Errorf("%s: %d %q", name, a.status, fault(t, a))
		}
	}
	if a := district.post("/admin/users", url.Values{"login": {"moi"}, "name": {"Mới"}, "role": {"leader"}, "unit": {"lechan"}, "below": {""}, "agency": {""}}); a.status != http.StatusOK || a.page(t).Find("code.Secret").Length() != 1 {
		t.Errorf("a grant within reach: %d %s", a.status, fault(t, a))
	}
}

func TestUserPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	u, err := w.store.UserByLogin(context.Background(), "can_bo")
	must(t, err)
	path := userPath(u.ID)
	stale := formOf(b.get(path).page(t), `form[action="`+path+`"]`)
	a := edit(t, b, path, `form[action="`+path+`"]`, func(f url.Values) {
		f.Set("name", "Nguyễn Văn An")
		f["role"][1], f["unit"][1], f["agency"][1] = "official", "ngoquyen", "Phòng Kinh tế"
	})
	if a.location() != path+"?done=1" {
		t.Fatalf("saved: %d to %q, %s", a.status, a.location(), fault(t, a))
	}
	got, err := w.store.UserByID(context.Background(), u.ID)
	must(t, err)
	if got.Name != "Nguyễn Văn An" || fmt.Sprint(got.Grants) != "[official@lechan official@ngoquyen:Phòng Kinh tế]" {
		t.Errorf("stored %q %v", got.Name, got.Grants)
	}
	if a := b.post(path, stale); a.status != http.StatusConflict || fault(t, a) == "" {
		t.Errorf("a stale form: %d %q", a.status, fault(t, a))
	}
	dialog := b.get(path).page(t).Find("dialog form")
	if action, _ := dialog.Attr("action"); action != path+"/disable" {
		t.Fatalf("shutting out asks first: %q", action)
	}
	if a := edit(t, b, path, "dialog form", func(url.Values) {}); a.status != http.StatusSeeOther {
		t.Errorf("shutting out: %d", a.status)
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {testPassword}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("who was shut out logs in: %d", a.status)
	}
	if a := edit(t, b, path, `form[action="`+path+`/enable"]`, func(url.Values) {}); a.status != http.StatusSeeOther {
		t.Errorf("letting in again: %d", a.status)
	}
	secret := b.post(path+"/link", nil).page(t).Find("code.Secret").Text()
	person := w.browser()
	mustSave(t, person, strings.TrimPrefix(secret, w.http.URL), url.Values{"password": {"cau khac han va du dai"}, "again": {"cau khac han va du dai"}})
	if a := person.get("/account"); a.status != http.StatusOK {
		t.Errorf("after the link: %d", a.status)
	}
}

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
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"tấn/ha"}, "en": {"tonnes/ha"}})
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"trăm triệu đồng"}, "dimension": {"money"}, "factor": {"0,1"}})
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

func TestPeriodsAndSettings(t *testing.T) {
	w := newWorld(t, Config{})
	b, ctx := w.as("quan_tri"), context.Background()
	const path = "/admin/periods/2022-YTD06"
	if a := edit(t, b, path, `form[action="`+path+`"]`, func(f url.Values) { f.Set("due", "2022-06-25"); f.Set("from", "") }); a.status != http.StatusSeeOther {
		t.Fatalf("another due day: %d %s", a.status, fault(t, a))
	}
	days, version, err := w.store.Window(ctx, period.MustParse("2022-YTD06"))
	must(t, err)
	if dayValue(days.Due) != "2022-06-25" || dayValue(days.From) != "2022-01-01" || version != 1 {
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
	mustSave(t, b, "/admin/terms", url.Values{"sort": {"measure"}, "vi": {"tỷ đồng"}, "en": {"own words"}})
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

func TestAccountPage(t *testing.T) {
	w := newWorld(t, Config{})
	b, other := w.as("can_bo"), w.as("can_bo")
	page := b.get("/account").page(t)
	if rows := page.Find("#sessions tbody tr"); rows.Length() != 2 || rows.Find(".Tag").Length() != 1 {
		t.Errorf("%d sessions, %d marked as this one", rows.Length(), rows.Find(".Tag").Length())
	}
	mustSave(t, b, "/account/sessions/end", nil)
	if a := other.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other session: %d", a.status)
	}
	made := b.post("/account/tokens", url.Values{"name": {"máy chủ"}, "role": {"official"}, "unit": {"lechan"}, "days": {"30"}})
	word := made.page(t).Find("code.Secret").Text()
	api := w.browser()
	api.header.Set("Authorization", "Bearer "+word)
	if a := api.get(summaryPath); made.status != http.StatusOK || a.status != http.StatusOK {
		t.Errorf("a new token: %d, then %d", made.status, a.status)
	}
	if strings.Contains(b.get("/account").body, word) {
		t.Error("the token is shown again")
	}
	revoke, _ := b.get("/account").page(t).Find("#tokens tbody form").Attr("action")
	mustSave(t, b, revoke, nil)
	if a := api.get(summaryPath); a.status != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", a.status)
	}
	for name, form := range map[string]url.Values{
		"too long": {"name": {"x"}, "days": {"9999"}}, "no name": {"name": {""}, "days": {"30"}}, "an administrator's": {"name": {"x"}, "role": {"administrator"}, "days": {"30"}},
	} {
		if a := b.post("/account/tokens", form); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := b.post("/account/tokens/"+strconv.Itoa(1<<20)+"/revoke", nil); a.status != http.StatusNotFound {
		t.Errorf("another's token: %d", a.status)
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t, Config{})
	b, other := w.as("can_bo"), w.as("can_bo")
	const next = "mot cau moi hoan toan khac"
	tests := []struct {
		name, old, password, again string
		status                     int
	}{
		{"wrong old one", "sai mat khau roi", next, next, 422},
		{"two that differ", testPassword, next, next + "x", 422},
		{"too short", testPassword, "ngan", "ngan", 422},
		{"right", testPassword, next, next, 200},
	}
	for _, tt := range tests {
		a := b.post("/account/password", url.Values{"old": {tt.old}, "password": {tt.password}, "again": {tt.again}})
		faults := a.page(t).Find(`#password [aria-invalid="true"]`).Length()
		if a.status != tt.status || (faults == 1) != (tt.status == 422) {
			t.Errorf("%s: %d with %d fields in fault, want %d", tt.name, a.status, faults, tt.status)
		}
	}
	if a := b.get("/account"); a.status != http.StatusOK {
		t.Errorf("the session that changed it: %d", a.status)
	}
	if a := other.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other session: %d", a.status)
	}
	if a := w.browser().post("/login", url.Values{"login": {"can_bo"}, "password": {next}}); a.status != http.StatusSeeOther {
		t.Errorf("the new password: %d", a.status)
	}
}
