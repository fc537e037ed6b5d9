package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
)

// hostile are names that would do something if any page took them for more
// than text.
var hostile = []string{
	`</script><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onfocus=alert(1) autofocus='`, `__f__alert(1)__f__`,
	`=cmd|'/C calc'!A0`, `{{.T "x"}}`, `<!--`, `javascript:alert(1)`, "\u202egnk\u202c", `@SUM(1)`, strings.Repeat("Dài ", 45),
}

// plant gives a unit, words, a level, an indicator and a person a hostile name.
func plant(t *testing.T, w *world, name string) (path string) {
	t.Helper()
	ctx, by := context.Background(), store.Actor{From: "cli"}
	must(t, w.store.Change(ctx, by, func(st *indicator.State) (indicator.Change, error) {
		i := st.Indicators["thu_ns"]
		i.NameVi, i.NameEn = name, name
		u, _ := st.Tree.Unit("lechan")
		u = org.Unit{Key: u.Key, Rows: append([]org.Row{}, u.Rows...)}
		for n := range u.Rows {
			u.Rows[n].Name, u.Rows[n].Document = name, name
		}
		l := st.Levels[0]
		l.NameVi, l.NameEn, l.PhraseVi = name, name, name
		return indicator.Change{Indicators: []indicator.Indicator{i}, Units: []org.Unit{u}, Levels: []indicator.Level{l}, Reason: name,
			Terms: []i18n.Term{{Sort: i18n.AgencyTerm, Vi: name, En: name}, {Sort: i18n.KindTerm, Vi: "quận", En: name}}}, nil
	}))
	a, err := w.store.UserByLogin(ctx, "can_bo")
	must(t, err)
	must(t, w.store.UpdateUser(ctx, by, a.ID, a.Version, name, a.Grants))
	return userPath(a.ID)
}

func TestHostileNamesStayText(t *testing.T) {
	for n, name := range hostile {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			w := newWorld(t, Config{})
			personPath := plant(t, w, name)
			b := w.as("quan_tri")
			pages := []string{"/admin/users", personPath, "/admin/units", "/admin/units/lechan", "/admin/terms", "/admin/levels", "/admin/levels?level=central", "/admin/indicators",
				"/admin/indicators/thu_ns", "/admin/sets?year=2022", "/admin/sets/lechan/2022", "/admin/audit", "/admin/users/new", "/account"}
			official := w.as("can_bo")
			for _, lang := range []string{"vi", "en"} {
				b.post("/preference", url.Values{"lang": {lang}})
				official.post("/preference", url.Values{"lang": {lang}})
				for _, path := range pages {
					checkHostile(t, path, b.get(path))
				}
				for _, path := range []string{"/account", "/units/lechan/board?period=2022", "/units/lechan/entry?period=2022"} {
					checkHostile(t, path, official.get(path))
				}
			}
			// A search for the name is shown in its field again.
			checkHostile(t, "search", b.get("/admin/users?q="+url.QueryEscape(name)))
			checkHostile(t, "login", w.browser().post("/login", url.Values{"login": {name}, "password": {"x"}, "next": {name}}))
		})
	}
}

// checkHostile fails where a name has become an element, an attribute that
// runs, or an address.
func checkHostile(t *testing.T, path string, a answer) {
	t.Helper()
	if a.status != http.StatusOK && a.status != http.StatusUnprocessableEntity {
		t.Errorf("%s: %d", path, a.status)
		return
	}
	doc := a.page(t)
	if n := doc.Find(`img[src="x"], svg[onload], [onfocus], [onerror], script:not([src]):not([type="application/json"]), a[href^="javascript:"], form[action^="javascript:"]`).Length(); n > 0 {
		t.Errorf("%s: %d elements came out of a name", path, n)
	}
	if doc.Find("body main").Length() != 1 || doc.Find("html").Length() != 1 {
		t.Errorf("%s: the page is broken", path)
	}
}

// Names of people and units reach the API as they are.
func TestHostileNamesInTheAPI(t *testing.T) {
	w := newWorld(t, Config{})
	name := hostile[0]
	plant(t, w, name)
	a := w.api("can_bo").get(summaryPath)
	if got := read[summaryShape](t, a); !strings.Contains(got.Unit.Name, name) || a.header.Get("Content-Type") != "application/json" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%q as %q", got.Unit.Name, a.header.Get("Content-Type"))
	}
}

// Forms with what no page of ours would send are refused, and never crash.
func TestFormsNobodyFilledIn(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.asConfirmed("quan_tri")
	bodies := []string{"", "%", "a=%zz", "version=999999999999999999999", "version=-1", "role=official", "role=official&unit=", "role=chief&unit=lechan", "position=1&indicator=thu_ns", strings.Repeat("a=b&", 5000), "name=%00%ff", "vi=%ff&sort=measure"}
	for _, r := range adminRoutes {
		if r.method != post {
			continue
		}
		path := strings.NewReplacer(":unit", "lechan", ":period", "2022", ":key", "lechan", ":code", "thu_ns", ":id", "999").Replace(r.path)
		for _, body := range bodies {
			a := b.send(post, path, "application/x-www-form-urlencoded", strings.NewReader(body))
			if a.status >= 500 {
				t.Errorf("POST %s %.30q: %d", path, body, a.status)
			}
		}
	}
}

// Paths of every kind are answered in words.
func TestOddAddresses(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	for _, path := range []string{"/admin/users/abc", "/admin/users/-1", "/admin/users/99999999999999999999", "/admin/units/%00", "/admin/units/..%2f..%2fetc", "/admin/indicators/" + strings.Repeat("a", 4000),
		"/admin/sets/lechan/0000", "/admin/sets/%ff/2022", "/admin/periods/%ff", "/units/%2e%2e/board", "/units//board", "/link/", "/static/", "/api", "/api/", "/api/v1", "/admin/"} {
		a := b.get(path)
		if a.status != http.StatusNotFound && a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, a.status)
		}
		if !strings.HasPrefix(path, "/static") && a.body == "" {
			t.Errorf("%s is answered without a word", path)
		}
	}
}
