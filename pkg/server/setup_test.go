package server

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/data"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// firstLink is the path of the link on the console of a new installation.
func firstLink(t *testing.T, w *world) string {
	t.Helper()
	var out bytes.Buffer
	must(t, w.server.AnnounceFirst(context.Background(), &out, w.http.URL, i18n.Vi))
	_, path, found := strings.Cut(out.String(), w.http.URL)
	if !found {
		t.Fatalf("the console says %q, want a link", out.String())
	}
	return strings.TrimSpace(path)
}

func firstForm() url.Values {
	return url.Values{
		"name": {"Trần Thị Bình"}, "login": {"binh"}, "password": {testPassword}, "again": {testPassword},
		"unit_kind": {"thành phố"}, "unit_name": {"Hải Phòng"}, "unit_key": {""}, "unit_code": {"31"},
	}
}

// From an empty folder to a first board, through pages alone.
func TestFromTheFirstLinkToABoard(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	link := firstLink(t, w)
	page := b.get(link).page(t)
	if got := page.Find(`form[method="post"] input[type="password"]`).Length(); got != 2 {
		t.Fatalf("the link shows %d password fields, want 2", got)
	}
	a := b.post(link, firstForm())
	if a.status != http.StatusSeeOther {
		t.Fatalf("set-up: %d: %s", a.status, a.page(t).Find(`[role="alert"]`).Text())
	}
	if a = b.get("/"); a.location() != "/admin" {
		t.Fatalf("the first page of the first administrator is %q", a.location())
	}
	home := b.get("/admin").page(t)
	if got := home.Find(`.State--done`).Length(); got != 1 {
		t.Errorf("%d steps done after the set-up, want 1: the unit", got)
	}
	mustSave(t, b, "/admin/shipped", url.Values{})
	mustSave(t, b, "/admin/units", url.Values{"version": {"0"}, "key": {""}, "name0": {"Lê Chân"}, "kind0": {"quận"}, "parent0": {"haiphong"}, "code0": {"303"}})

	year := w.server.today().Year()
	set := b.get(setPath("lechan", year))
	if set.status != http.StatusOK {
		t.Fatalf("the set of the new unit: %d", set.status)
	}
	form := formOf(set.page(t), "form[action='"+setPath("lechan", year)+"']")
	form["indicator"][0], form["indicator"][1] = "thu_ns", "ban_le"
	mustSave(t, b, setPath("lechan", year), form)
	catalogue, err := w.store.Catalogue(context.Background())
	must(t, err)
	rows := catalogue.Sets[indicator.SetKey{Unit: "lechan", Year: year}].Rows
	if len(rows) != 2 || rows[0].Indicator != "thu_ns" || rows[1].Indicator != "ban_le" {
		t.Errorf("the set holds %+v", rows)
	}

	people := b.post("/admin/users", url.Values{confirmField: {testPassword}, "login": {"can_bo"}, "name": {"Nguyễn Văn An"}, "role": {"official", ""}, "unit": {"lechan", ""}, "below": {"", ""}, "agency": {"", ""}})
	secret := people.page(t).Find("code.Secret").Text()
	if people.status != http.StatusOK || !strings.HasPrefix(secret, w.http.URL+"/link/") {
		t.Fatalf("a new user: %d, link %q", people.status, secret)
	}
	person := w.browser()
	a = person.post(strings.TrimPrefix(secret, w.http.URL), url.Values{"password": {testPassword}, "again": {testPassword}})
	if a.status != http.StatusSeeOther || person.get("/").location() != "/work" {
		t.Errorf("the official sets a password: %d, then goes to %q", a.status, person.get("/").location())
	}
	a = edit(t, person, unitPath("lechan", "entry", yearPeriod(year)), "form.js-entry", func(f url.Values) { f.Set("value.thu_ns", "940,1") })
	if a.status != http.StatusSeeOther && a.status != http.StatusOK {
		t.Fatalf("the first figure: %d", a.status)
	}
	board := person.get(unitPath("lechan", "board", yearPeriod(year)))
	if text := board.page(t).Find("main").Text(); board.status != http.StatusOK || !strings.Contains(text, "940,1") {
		t.Errorf("the first board: %d without the figure", board.status)
	}
}

// mustSave posts a form and fails unless the browser is sent on.
func mustSave(t *testing.T, b *browser, path string, form url.Values) {
	t.Helper()
	if a := b.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("POST %s: %d: %s", path, a.status, strings.Join(strings.Fields(a.page(t).Find(`[role="alert"], .Sorry`).Text()), " "))
	}
}

// formOf reads the fields of a form as a browser would send them.
func formOf(doc *goquery.Document, selector string) url.Values {
	form := url.Values{}
	doc.Find(selector).First().Find("input[name], select[name], textarea[name]").Each(func(_ int, f *goquery.Selection) {
		name, _ := f.Attr("name")
		value, _ := f.Attr("value")
		if goquery.NodeName(f) == "select" {
			chosen := f.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = f.Find("option").First()
			}
			value, _ = chosen.Attr("value")
		}
		if goquery.NodeName(f) == "textarea" {
			value = f.Text()
		}
		form.Add(name, value)
	})
	return form
}

func TestFirstLinkRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(url.Values)
		status int
	}{
		{"short password", func(f url.Values) { f.Set("password", "ngan"); f.Set("again", "ngan") }, 422},
		{"common password", func(f url.Values) { f.Set("password", "matkhau123456"); f.Set("again", "matkhau123456") }, 422},
		{"passwords that differ", func(f url.Values) { f.Set("again", "mot cau hoan toan khac") }, 422},
		{"login of another form", func(f url.Values) { f.Set("login", "Trần Bình") }, 422},
		{"no name of the unit", func(f url.Values) { f.Set("unit_name", "") }, 422},
		{"key of another form", func(f url.Values) { f.Set("unit_key", "Hải Phòng") }, 422},
		{"all right", func(url.Values) {}, 303},
	}
	w := newEmptyWorld(t, Config{})
	link := firstLink(t, w)
	for _, tt := range tests {
		form := firstForm()
		tt.change(form)
		a := w.browser().post(link, form)
		if a.status != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, a.status, tt.status)
		}
		if tt.status == 422 && a.page(t).Find(`.Field-fault, .Notice--fault`).Length() != 1 {
			t.Errorf("%s: no fault is said", tt.name)
		}
	}
	if a := w.browser().post(link, firstForm()); a.status != http.StatusNotFound {
		t.Errorf("the link a second time: %d, want 404", a.status)
	}
	var out bytes.Buffer
	must(t, w.server.AnnounceFirst(context.Background(), &out, w.http.URL, i18n.Vi))
	if out.Len() > 0 {
		t.Errorf("with an account there, the console says %q", out.String())
	}
}

// Where units were imported before anybody has an account, the first
// administrator chooses among them.
func TestFirstLinkOverImportedUnits(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	w.load(data.Catalogue, data.Units)
	link := firstLink(t, w)
	var offered []string
	w.browser().get(link).page(t).Find(`select[name="unit_key"] option`).Each(func(_ int, o *goquery.Selection) {
		value, _ := o.Attr("value")
		offered = append(offered, value)
	})
	if len(offered) != 1 || offered[0] != "haiphong" {
		t.Errorf("offered %v, want the one unit without parent", offered)
	}
	form := firstForm()
	form.Set("unit_key", "haiphong")
	form.Del("unit_name")
	b := w.browser()
	mustSave(t, b, link, form)
	if a := b.get("/admin/units"); a.status != http.StatusOK {
		t.Errorf("the units: %d", a.status)
	}
}

func TestFirstLinkEnds(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	first := firstLink(t, w)
	second := firstLink(t, w)
	if a := w.browser().get(first); a.status != http.StatusNotFound {
		t.Errorf("a replaced link: %d, want 404", a.status)
	}
	w.offset.Store(int64(firstLinkLife.Seconds()) + 1)
	if a := w.browser().get(second); a.status != http.StatusNotFound {
		t.Errorf("an old link: %d, want 404", a.status)
	}
	for _, word := range []string{"x", "%00", strings.Repeat("a", 5000)} {
		if a := w.browser().get("/link/" + word); a.status != http.StatusNotFound {
			t.Errorf("link %.10q: %d, want 404", word, a.status)
		}
	}
}

func TestKeyFrom(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Lê Chân", "lechan"}, {"Đồ Sơn", "doson"}, {"An Dương 2", "anduong2"}, {"***", ""}, {strings.Repeat("Dài ", 40), strings.Repeat("dai", 22)[:64]},
	}
	for _, tt := range tests {
		if got := keyFrom(tt.name); got != tt.want || got != "" && !validKey(got) {
			t.Errorf("keyFrom(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A refused set-up or password says so at the field it is about.
func TestAFaultOfTheSetUpStandsAtItsField(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	link := firstLink(t, w)
	for _, c := range []struct{ field, value, at string }{
		{"login", "Trần Bình", "login"}, {"again", "another one 2026", "again"}, {"unit_key", "Hải Phòng", "unit_key"},
	} {
		form := firstForm()
		form.Set(c.field, c.value)
		a := b.post(link, form)
		bad := a.page(t).Find(`[aria-invalid="true"]`)
		if name, _ := bad.Attr("name"); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest || bad.Length() != 1 || name != c.at {
			t.Errorf("%s %q: %d, %d fields marked, %q; want %s", c.field, c.value, a.status, bad.Length(), name, c.at)
		}
		if a.page(t).Find(".Field-fault").Text() == "" || a.page(t).Find(".Notice--fault").Length() != 0 {
			t.Errorf("%s %q: the words do not stand at the field", c.field, c.value)
		}
	}
	form := firstForm()
	form.Set("unit_kind", " ")
	if got := b.post(link, form).page(t).Find(".Notice--fault").Text(); !strings.Contains(got, "loại của đơn vị") {
		t.Errorf("without a kind: %q above the form", got)
	}
}

// Before there is an account the login page leads to the set-up link, later to
// the administrator.
func TestTheLoginPageSaysWhereToBegin(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	if got := b.get("/login").page(t).Find("main .Field-help").Text(); !strings.Contains(got, "liên kết thiết lập") {
		t.Errorf("without accounts: %q", got)
	}
	mustSave(t, b, firstLink(t, w), firstForm())
	if got := w.browser().get("/login").page(t).Find("main .Field-help").Text(); !strings.Contains(got, "người quản trị") {
		t.Errorf("with an account: %q", got)
	}
	form := url.Values{"version": {"0"}, "key": {""}, "name0": {""}, "kind0": {"phường"}}
	if got := b.post("/admin/units", form).page(t).Find(`[role="alert"]`).Text(); !strings.Contains(got, "Cần có tên và loại") || strings.Contains(got, "Mã") {
		t.Errorf("a unit without a name: %q", got)
	}
}
