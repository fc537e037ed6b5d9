package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"muctieu/data"
	"muctieu/pkg/account"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// beside is a second server process on the same database.
func (w *world) beside(t *testing.T, o store.Options) *world {
	t.Helper()
	second := &world{t: t, store: storetest.Open(t, o)}
	var err error
	second.server, err = New(Options{Store: second.store, Now: o.Now, Zone: o.Zone})
	must(t, err)
	second.http = httptest.NewServer(second.server)
	t.Cleanup(second.http.Close)
	return second
}

// carry puts the session of a browser in front of another server.
func carry(t *testing.T, from *browser, to *world) *browser {
	t.Helper()
	b := to.browser()
	b.header.Set("Cookie", "muctieu="+sessionCookie(t, from))
	return b
}

// Two server processes on one PostgreSQL: who logs in at one is known to the
// other, and what one saves the other shows at the next request.
func TestTwoServersOnOneDatabase(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, o store.Options) {
		first := (&world{t: t}).beside(t, o)
		first.load(data.Catalogue, data.Units, data.Demo)
		for login, grant := range people {
			first.add(login, grant)
		}
		second := first.beside(t, o)
		official := first.as("can_bo")
		other := carry(t, official, second)
		if a := other.get("/account"); a.status != http.StatusOK {
			t.Fatalf("the second server does not know the session: %d", a.status)
		}
		row := read[summaryShape](t, other.get(summaryPath)).Rows[0]
		cell := fmt.Sprintf(`{"indicator":%q,"value":"500","status":"official","version":%d}`, row.Indicator, *row.Actual.Version)
		official.header.Set("Origin", first.http.URL)
		if a := official.put(cell); a.status != http.StatusOK {
			t.Fatalf("a save at the first: %d %s", a.status, a.body)
		}
		if got := read[summaryShape](t, other.get(summaryPath)).Rows[0].Actual.Value; got != "500" {
			t.Errorf("the second server shows %s after the save, want 500", got)
		}
		wrong := url.Values{"login": {"lanh_dao"}, "password": {"sai mat khau roi"}}
		for i := range loginLimit {
			[]*world{first, second}[i%2].browser().post("/login", wrong)
		}
		if a := second.browser().post("/login", url.Values{"login": {"lanh_dao"}, "password": {testPassword}}); a.status != http.StatusTooManyRequests {
			t.Errorf("failures at two servers are counted apart: %d", a.status)
		}
		u, err := first.store.UserByLogin(context.Background(), "can_bo")
		must(t, err)
		must(t, first.store.UpdateUser(context.Background(), store.Actor{}, u.ID, u.Version, u.Name, []account.Grant{{Role: account.Official, Unit: "ngoquyen"}}))
		if a := other.get(summaryPath); a.status != http.StatusNotFound {
			t.Errorf("a grant taken at the first holds at the second: %d, want 404", a.status)
		}
		official.post("/logout", nil)
		if a := other.get("/account"); a.status != http.StatusSeeOther {
			t.Errorf("a logout at the first: %d at the second", a.status)
		}
	})
}

// Eight programs save the same cell and cells of their own at once: each save
// is whole or a conflict that names the other's value, and none is lost.
func TestProgramsSaveAtOnce(t *testing.T) {
	w := newWorld(t, Config{})
	rows := read[summaryShape](t, w.api("can_bo").get(summaryPath)).Rows
	const writers, rounds = 8, 5
	browsers := make([]*browser, writers)
	for i := range browsers {
		browsers[i] = w.api("can_bo")
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	saved := map[string]int{}
	for i, b := range browsers {
		wg.Go(func() {
			for round := range rounds {
				shared, own := rows[0], rows[1+i]
				code := own.Indicator
				if round%2 == 0 {
					code = shared.Indicator
				}
				if saveNext(t, b, code, fmt.Sprint(100+i*rounds+round)) {
					mu.Lock()
					saved[code]++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	after := read[figuresAnswer](t, w.api("can_bo").get(apiPrefix+"/units/lechan/figures?period=2022&limit=1000"))
	for _, row := range rows {
		for _, f := range after.Figures {
			if f.Indicator == row.Indicator && f.Version != *row.Actual.Version+saved[row.Indicator] {
				t.Errorf("%s is at version %d, want %d and %d saves", row.Indicator, f.Version, *row.Actual.Version, saved[row.Indicator])
			}
		}
	}
	if n, err := w.store.VerifyAudit(context.Background()); err != nil || n == 0 {
		t.Errorf("the audit after it: %d rows, %v", n, err)
	}
}

// saveNext reads a cell and saves over what it read; false for a conflict.
func saveNext(t *testing.T, b *browser, code, value string) bool {
	t.Helper()
	version := 0
	for _, f := range read[figuresAnswer](t, b.get(apiPrefix+"/units/lechan/figures?period=2022&limit=1000")).Figures {
		if f.Indicator == code {
			version = f.Version
		}
	}
	a := b.put(fmt.Sprintf(`{"indicator":%q,"value":%q,"status":"official","version":%d}`, code, value, version))
	switch a.status {
	case http.StatusOK:
		return read[saveAnswer](t, a).Cells[0].Added
	case http.StatusConflict:
		if p := read[problem](t, a); len(p.Errors) != 1 || p.Errors[0].Stored == nil || *p.Errors[0].Sent != value {
			t.Errorf("a conflict without both values: %s", a.body)
		}
	default:
		t.Errorf("a save among others: %d %s", a.status, a.body)
	}
	return false
}

func TestHeadAndRequestNumbers(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("quan_tri")
	for _, path := range []string{"/admin", "/account", "/healthz"} {
		if a := b.send(http.MethodHead, path, "", nil); a.status != http.StatusOK || a.body != "" {
			t.Errorf("HEAD %s: %d with %d bytes", path, a.status, len(a.body))
		}
	}
	if a := b.send(http.MethodHead, "/khong-co", "", nil); a.status != http.StatusNotFound || a.body != "" {
		t.Errorf("HEAD of nothing: %d", a.status)
	}
	b.header.Set("X-Request-Id", "bia dat")
	one, two := b.get("/admin").header.Get("X-Request-Id"), b.get("/admin").header.Get("X-Request-Id")
	if one == "" || one == two || one == "bia dat" {
		t.Errorf("requests are numbered %q and %q", one, two)
	}
}

// A session whose data nobody can read is no session.
func TestDamagedSessions(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	ctx := context.Background()
	u, err := w.store.UserByLogin(ctx, "can_bo")
	must(t, err)
	sessions, err := w.store.Sessions(ctx, u.ID)
	must(t, err)
	broken := sessions[0]
	broken.Data = []byte("không phải gob")
	must(t, w.store.SaveSession(ctx, broken))
	if a := b.get("/account"); a.status == http.StatusOK || strings.Contains(a.body, "can_bo") {
		t.Errorf("a damaged session: %d", a.status)
	}
	adapter := sessionStore{w.store}
	if err := adapter.Commit("x", []byte("không phải gob"), w.server.now()); err == nil {
		t.Error("data nobody can read is kept")
	}
	if _, found, err := adapter.Find("khong co"); found || err != nil {
		t.Errorf("a session that is not there: %t, %v", found, err)
	}
	if err := adapter.Delete("khong co"); err != nil {
		t.Errorf("ending a session that is not there: %v", err)
	}
}

// The description of the API is what the API answers: every answer of a read
// has exactly the properties its schema names.
func TestAnswersFitTheirSchemas(t *testing.T) {
	w := newWorld(t, Config{})
	var spec struct {
		Paths map[string]map[string]struct {
			Responses map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any
				Required   []string
			}
		}
	}
	must(t, json.Unmarshal([]byte(w.browser().get("/api/openapi.json").body), &spec))
	b := w.api("can_bo")
	for path, address := range map[string]string{"/units": "/units", "/indicators": "/indicators?limit=3", "/units/{unit}/figures": "/units/lechan/figures?period=2022", "/units/{unit}/summary": "/units/lechan/summary?period=2022"} {
		ref, _ := spec.Paths[path]["get"].Responses["200"].Content["application/json"].Schema["$ref"].(string)
		schema := spec.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
		var got map[string]any
		must(t, json.Unmarshal([]byte(b.get(apiPrefix+address).body), &got))
		for name := range got {
			if schema.Properties[name] == nil {
				t.Errorf("%s answers %q, which %s does not name", path, name, ref)
			}
		}
		for _, name := range schema.Required {
			if _, there := got[name]; !there {
				t.Errorf("%s leaves out %q", path, name)
			}
		}
	}
}
