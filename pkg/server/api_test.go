package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// api calls the API by the token of a person.
func (w *world) api(login string) *browser {
	w.t.Helper()
	b := w.browser()
	b.header.Set("Authorization", "Bearer "+w.token(login, store.Token{}))
	return b
}

// put sends cells of Lê Chân in 2022.
func (b *browser) put(cells string) answer {
	b.w.t.Helper()
	return b.send(http.MethodPut, apiPrefix+"/units/lechan/periods/2022/figures", "application/json", strings.NewReader(`{"cells":[`+cells+`]}`))
}

// read parses an answer strictly: a field the type does not know fails.
func read[T any](t *testing.T, a answer) (v T) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(a.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %.200s", err, a.body)
	}
	return v
}

const summaryPath = apiPrefix + "/units/lechan/summary?period=2022"

func TestSummaryOfTheAPI(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	a := b.get(summaryPath)
	got := read[summaryShape](t, a)
	if a.status != http.StatusOK || got.Tally.Achieved != 16 || got.Tally.Set != 16 || len(got.Rows) != 17 || got.Lang != "vi" {
		t.Errorf("status %d, tally %+v, %d rows in %q", a.status, got.Tally, len(got.Rows), got.Lang)
	}
	want, err := w.server.summary(context.Background(), "lechan", period.MustParse("2022"), i18n.Vi, 1, w.server.now())
	must(t, err)
	raw, err := json.Marshal(want)
	must(t, err)
	if !bytes.Equal(raw, []byte(a.body)) {
		t.Error("the answer is not the summary's own JSON")
	}
	for query, lang := range map[string]string{"&lang=en": "en", "&lang=vi&decimals=3": "vi", "&as_of=2022-12-09": "vi", "&as_of=2022-12-09T10:00:00Z": "vi"} {
		if got := read[summaryShape](t, b.get(summaryPath+query)); got.Lang != lang {
			t.Errorf("%s: in %q", query, got.Lang)
		}
	}
	b.header.Set("Accept-Language", "en-GB,en;q=0.9")
	if got := read[summaryShape](t, b.get(summaryPath)); got.Lang != "en" {
		t.Errorf("by Accept-Language: %q, want en", got.Lang)
	}
	for _, query := range []string{"&decimals=4", "&decimals=x", "&as_of=hom-qua"} {
		if a := b.get(summaryPath + query); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", query, a.status)
		}
	}
}

func TestTags(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	tag := b.get(summaryPath).header.Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	b.header.Set("If-None-Match", tag)
	if a := b.get(summaryPath); a.status != http.StatusNotModified || a.body != "" || a.header.Get("ETag") != tag {
		t.Errorf("unchanged: %d with %d bytes, ETag %q", a.status, len(a.body), a.header.Get("ETag"))
	}
	row := read[summaryShape](t, w.api("can_bo").get(summaryPath)).Rows[0]
	if a := b.put(fmt.Sprintf(`{"indicator":%q,"value":"500","status":"official","version":%d}`, row.Indicator, *row.Actual.Version)); a.status != http.StatusOK {
		t.Fatalf("save: %d %s", a.status, a.body)
	}
	if a := b.get(summaryPath); a.status != http.StatusOK || read[summaryShape](t, a).Rows[0].Actual.Value != "500" {
		t.Errorf("the request after the save: %d", a.status)
	}
}

func TestSaveByTheAPI(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	rows := read[summaryShape](t, b.get(summaryPath)).Rows
	cell := func(i int, value string, version int) string {
		return fmt.Sprintf(`{"indicator":%q,"value":%s,"status":"official","version":%d}`, rows[i].Indicator, value, version)
	}
	v0, v1 := *rows[0].Actual.Version, *rows[1].Actual.Version

	saved := read[saveAnswer](t, b.put(cell(0, `"500.5"`, v0)))
	if c := saved.Cells[0]; len(saved.Cells) != 1 || c.Version != v0+1 || *c.Value != "500.5" || !c.Added || c.By != "can_bo" {
		t.Errorf("saved %+v", saved)
	}
	if c := read[saveAnswer](t, b.put(cell(0, `"500.5"`, v0))).Cells[0]; c.Added || c.Version != v0+1 {
		t.Errorf("a repeat: %+v, want nothing added", c)
	}

	a := b.put(cell(0, `"501"`, v0) + "," + cell(1, `"7"`, v1))
	p := read[problem](t, a)
	if a.status != http.StatusConflict || len(p.Errors) != 1 || *p.Errors[0].Stored.Value != "500.5" || *p.Errors[0].Sent != "501" || p.Errors[0].Stored.Version != v0+1 {
		t.Errorf("conflict: %d %s", a.status, a.body)
	}

	a = b.put(cell(1, `"7"`, v1) + "," + cell(0, `"1e5"`, v0+1) + "," + cell(2, `"1.23456789"`, 1) + `,{"indicator":"khong_co","value":"1","status":"official"},{"indicator":"thu_ns","value":"1","status":"lạ"}`)
	p = read[problem](t, a)
	var places []string
	for _, e := range p.Errors {
		places = append(places, e.Location)
	}
	if a.status != http.StatusUnprocessableEntity || strings.Join(places, " ") != "body.cells[1] body.cells[2] body.cells[3] body.cells[4]" {
		t.Errorf("bad cells: %d at %v", a.status, places)
	}
	if a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("Content-Type %q", a.header.Get("Content-Type"))
	}
	after := read[summaryShape](t, b.get(summaryPath)).Rows
	if after[0].Actual.Value != "500.5" || after[1].Actual.Value != rows[1].Actual.Value {
		t.Errorf("half applied: %s and %s", after[0].Actual.Value, after[1].Actual.Value)
	}
}

func TestInputsNobodyCanRead(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("can_bo")
	for _, body := range []string{``, `{`, `[]`, `{"cells":5}`, `{"cells":[{"indicator":1}]}`, `{"cells":[{"value":"1"}]}`, `{"cells":[{"indicator":"thu_ns","value":5,"status":"official"}]}`, "\x00"} {
		a := b.send(http.MethodPut, apiPrefix+"/units/lechan/periods/2022/figures", "application/json", strings.NewReader(body))
		p := read[problem](t, a)
		if a.status != http.StatusUnprocessableEntity || p.Detail != i18n.For(i18n.Vi).T("api.input_wrong") {
			t.Errorf("%q: %d %s", body, a.status, a.body)
		}
	}
}

func TestAgenciesOfTheAPI(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("tai_chinh")
	if a := b.put(`{"indicator":"thu_ns","value":"1","status":"official","version":0}`); a.status != http.StatusConflict {
		t.Errorf("an indicator of the own agency: %d, want 409 for the stale version", a.status)
	}
	a := b.put(`{"indicator":"gtsx_cn","value":"1","status":"official","version":0}`)
	if a.status != http.StatusForbidden || len(read[problem](t, a).Errors) != 1 {
		t.Errorf("an indicator of another agency: %d %s", a.status, a.body)
	}
}

func TestLists(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.api("thanh_pho")
	all := read[unitsAnswer](t, b.get(apiPrefix+"/units?limit=1000"))
	if len(all.Units) < 15 || all.Next != "" {
		t.Fatalf("%d units, next %q", len(all.Units), all.Next)
	}
	var paged []unitAnswer
	for cursor, pages := "", 0; ; pages++ {
		page := read[unitsAnswer](t, b.get(apiPrefix+"/units?limit=7&cursor="+cursor))
		paged = append(paged, page.Units...)
		if cursor = page.Next; cursor == "" || pages > 100 {
			break
		}
	}
	if fmt.Sprint(keysOf(paged)) != fmt.Sprint(keysOf(all.Units)) {
		t.Errorf("pages give %v, want %v", keysOf(paged), keysOf(all.Units))
	}
	if own := read[unitsAnswer](t, w.api("can_bo").get(apiPrefix+"/units")).Units; len(own) != 1 || own[0].Name != "Quận Lê Chân" || own[0].Parent == nil || *own[0].Parent != "haiphong" {
		t.Errorf("the units of an official: %+v", own)
	}
	for _, query := range []string{"?limit=0x", "?limit=-1", "?limit=100000", "?cursor=***"} {
		if a := b.get(apiPrefix + "/units" + query); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", query, a.status)
		}
	}
	if got := read[indicatorsAnswer](t, b.get(apiPrefix+"/indicators?limit=1000")).Indicators; len(got) < 17 {
		t.Errorf("%d indicators", len(got))
	}
	figures := read[figuresAnswer](t, b.get(apiPrefix+"/units/lechan/figures?period=2022"))
	if len(figures.Figures) < 17 || figures.Unit != "lechan" || figures.Period != "2022" {
		t.Errorf("%d figures of %q in %q", len(figures.Figures), figures.Unit, figures.Period)
	}
}

func keysOf(units []unitAnswer) (keys []string) {
	for _, u := range units {
		keys = append(keys, u.Key)
	}
	return keys
}

func TestTokens(t *testing.T) {
	w := newWorld(t, Config{})
	ctx, by := context.Background(), store.Actor{From: "cli"}
	b := w.browser()
	word := w.token("can_bo", store.Token{})
	tests := []struct {
		name, header string
		status       int
	}{
		{"right", "Bearer " + word, 200},
		{"small letters", "bearer " + word, 200},
		{"false", "Bearer " + word[:len(word)-2] + "zz", 401},
		{"empty", "Bearer ", 401},
		{"another scheme", "Basic " + word, 401},
	}
	for _, tt := range tests {
		b.header.Set("Authorization", tt.header)
		a := b.get(apiPrefix + "/units")
		if a.status != tt.status || a.status == 401 && a.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %d, want %d; WWW-Authenticate %q", tt.name, a.status, tt.status, a.header.Get("WWW-Authenticate"))
		}
	}
	b.header.Set("Authorization", "Bearer "+word)
	if a := b.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("a token opens a page: %d", a.status)
	}
	u, err := w.store.UserByLogin(ctx, "can_bo")
	must(t, err)
	tokens, err := w.store.Tokens(ctx, u.ID)
	must(t, err)
	must(t, w.store.RevokeToken(ctx, by, u.ID, tokens[0].ID))
	if a := b.get(apiPrefix + "/units"); a.status != http.StatusUnauthorized {
		t.Errorf("revoked: %d, want 401", a.status)
	}
	b.header.Set("Authorization", "Bearer "+w.token("can_bo", store.Token{Until: w.server.now().AddDate(0, 0, 1)}))
	if a := b.get(apiPrefix + "/units"); a.status != http.StatusOK {
		t.Errorf("before its end: %d", a.status)
	}
	w.offset.Store(86401)
	if a := b.get(apiPrefix + "/units"); a.status != http.StatusUnauthorized {
		t.Errorf("after its end: %d, want 401", a.status)
	}
}

func TestNarrowTokens(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("hai_vai", "official@lechan", "leader@ngoquyen", "reviewer@haiphong+below")
	tests := []struct {
		name             string
		token            store.Token
		lechan, ngoquyen int // reading
		write            int // at Lê Chân
	}{
		{"whole", store.Token{}, 200, 200, 409},
		{"leader alone", store.Token{Role: account.Leader}, 404, 200, 404},
		{"one unit", store.Token{Unit: "lechan"}, 200, 404, 409},
		{"one unit reached from above", store.Token{Role: account.Reviewer, Unit: "lechan"}, 200, 404, 409},
		{"leader on a unit where they are none", store.Token{Role: account.Leader, Unit: "lechan"}, 404, 404, 404},
	}
	for _, tt := range tests {
		b := w.browser()
		b.header.Set("Authorization", "Bearer "+w.token("hai_vai", tt.token))
		if a := b.get(summaryPath); a.status != tt.lechan {
			t.Errorf("%s reads Lê Chân: %d, want %d", tt.name, a.status, tt.lechan)
		}
		if a := b.get(apiPrefix + "/units/ngoquyen/summary?period=2022"); a.status != tt.ngoquyen {
			t.Errorf("%s reads Ngô Quyền: %d, want %d", tt.name, a.status, tt.ngoquyen)
		}
		if a := b.put(`{"indicator":"thu_ns","value":"1","status":"official"}`); a.status != tt.write {
			t.Errorf("%s writes: %d, want %d", tt.name, a.status, tt.write)
		}
	}
}

func TestProblems(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	b.header.Set("Accept-Language", "en")
	a := b.get(apiPrefix + "/khong-co")
	if p := read[problem](t, a); a.status != http.StatusNotFound || p.Title != "Not found" || p.Code != "server.no_such_page" || p.ID == "" {
		t.Errorf("an unknown operation: %s", a.body)
	}
	a = b.get(apiPrefix + "/units")
	if p := read[problem](t, a); a.status != http.StatusUnauthorized || p.Status != 401 || p.Title != "Not logged in" {
		t.Errorf("nobody: %s", a.body)
	}
	if a := b.send(http.MethodPost, apiPrefix+"/units", "", nil); a.status != http.StatusMethodNotAllowed && a.status != http.StatusNotFound {
		t.Errorf("another method: %d", a.status)
	}
}

func TestRates(t *testing.T) {
	w := newWorld(t, Config{APIRate: 3})
	b := w.api("can_bo")
	for range 3 {
		if a := b.get(apiPrefix + "/units"); a.status != http.StatusOK {
			t.Fatalf("below the rate: %d", a.status)
		}
	}
	a := b.get(apiPrefix + "/units")
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" || read[problem](t, a).Status != 429 {
		t.Errorf("past the rate: %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
	}
	if a := w.api("lanh_dao").get(apiPrefix + "/units"); a.status != http.StatusOK {
		t.Errorf("another person: %d", a.status)
	}
	w.offset.Store(61)
	if a := b.get(apiPrefix + "/units"); a.status != http.StatusOK {
		t.Errorf("a minute later: %d", a.status)
	}
}

func TestOpenAPI(t *testing.T) {
	w := newEmptyWorld(t, Config{Version: "1.2.3"})
	var spec struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			OperationID string
			Summary     string
			Responses   map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
		Components struct{ Schemas map[string]any }
	}
	a := w.browser().get("/api/openapi.json")
	must(t, json.Unmarshal([]byte(a.body), &spec))
	if !strings.HasPrefix(spec.OpenAPI, "3.1") || len(spec.Servers) != 1 || spec.Servers[0].URL != apiPrefix {
		t.Errorf("OpenAPI %q at %v", spec.OpenAPI, spec.Servers)
	}
	listed := 0
	for _, r := range apiRoutes {
		path, ok := strings.CutPrefix(r.path, apiPrefix)
		if !ok {
			continue
		}
		listed++
		path = strings.NewReplacer(":unit", "{unit}", ":period", "{period}").Replace(path)
		op, described := spec.Paths[path][strings.ToLower(r.method)]
		if !described || op.Summary == "" || op.OperationID == "" || op.Responses["200"].Content["application/json"].Schema == nil || op.Responses["401"].Content["application/problem+json"].Schema == nil {
			t.Errorf("%s %s is not described: %+v", r.method, path, op)
		}
	}
	if len(spec.Paths) != listed {
		t.Errorf("%d paths described, %d listed", len(spec.Paths), listed)
	}
	for _, ref := range strings.Split(a.body, `"$ref":"#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(ref, `"`)
		if spec.Components.Schemas[name] == nil {
			t.Errorf("schema %q is named and not there", name)
		}
	}
}
