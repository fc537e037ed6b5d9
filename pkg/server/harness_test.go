package server

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"muctieu/data"
	"muctieu/pkg/account"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

// A world is a server over a database of its own, and the browsers in front
// of it.
type world struct {
	t      *testing.T
	store  *store.Store
	server *Server
	http   *httptest.Server
	dir    string       // of the database
	offset atomic.Int64 // seconds the clock is ahead
}

const testPassword = "mot mat khau du dai 2026"

// testKey seals the secrets of every world.
var testKey = store.NewKey()

// testHash is made once: a hash takes 40 ms.
var testHash = sync.OnceValue(func() string { return account.HashPassword(testPassword) })

// people are the accounts of every world that newWorld fills: login and grant.
var people = map[string]string{
	"can_bo":     "official@lechan",
	"nguoi_la":   "official@ngoquyen",
	"lanh_dao":   "leader@lechan",
	"nguoi_soat": "reviewer@lechan",
	"tai_chinh":  "official@lechan:Phòng Tài chính - Kế hoạch",
	"quan_tri":   "administrator@haiphong+below",
	"quan_tri_q": "administrator@lechan",
	"thanh_pho":  "leader@haiphong+below",
}

// newEmptyWorld is a server over an empty database.
func newEmptyWorld(t *testing.T, config Config) *world {
	t.Helper()
	return openWorld(t, config, t.TempDir())
}

func openWorld(t *testing.T, config Config, dir string) *world {
	t.Helper()
	w := &world{t: t, dir: dir}
	start := time.Now()
	now := func() time.Time { return start.Add(time.Duration(w.offset.Load()) * time.Second) }
	zone := time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)
	var err error
	if w.store, err = store.Open(context.Background(), store.Options{DataDir: dir, Now: now, Zone: zone}); err != nil {
		t.Fatal(err)
	}
	w.store.UseKey(testKey)
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	if w.server, err = New(Options{Store: w.store, Now: now, Zone: zone, Config: config}); err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewServer(w.server)
	t.Cleanup(w.http.Close)
	return w
}

// newWorld is a server over the data that comes with the program, with people.
// The database is filled once and copied for each test.
func newWorld(t *testing.T, config Config) *world {
	t.Helper()
	filledOnce.Do(func() {
		dir := t.TempDir()
		w := openWorld(t, Config{}, dir)
		w.load(data.Catalogue, data.Units, data.Demo)
		for login, grant := range people {
			w.add(login, grant)
		}
		must(t, w.store.Close())
		raw, err := os.ReadFile(filepath.Join(dir, store.File))
		must(t, err)
		filled = raw
	})
	if filled == nil {
		t.Fatal("the database of all tests could not be filled")
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, store.File), filled, 0o600))
	return openWorld(t, config, dir)
}

var (
	filledOnce sync.Once
	filled     []byte // the filled database
)

// load imports folders of the data package.
func (w *world) load(folders ...string) {
	w.t.Helper()
	batch := exchange.Read(dataFiles(w.t, folders...)...)
	err := w.store.Change(context.Background(), store.Actor{From: "cli"}, func(st *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(st, batch)
		return change, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func dataFiles(t *testing.T, folders ...string) []exchange.File {
	t.Helper()
	var files []exchange.File
	for _, folder := range folders {
		names, err := fs.Glob(data.Files, folder+"/*.csv")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			raw, err := data.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, exchange.File{Name: name, Data: raw})
		}
	}
	return files
}

// add makes an account with the test password.
func (w *world) add(login string, grants ...string) account.User {
	w.t.Helper()
	return w.addWith(testHash(), login, grants)
}

// addWithout adds a person without a password.
func (w *world) addWithout(login string, grants ...string) { w.addWith("", login, grants) }

func (w *world) addWith(hash, login string, grants []string) account.User {
	w.t.Helper()
	n := store.NewUser{Login: login, Name: "Người " + login, PasswordHash: hash}
	for _, text := range grants {
		g, err := account.ParseGrant(text)
		if err != nil {
			w.t.Fatal(err)
		}
		n.Grants = append(n.Grants, g)
	}
	u, err := w.store.AddUser(context.Background(), store.Actor{From: "cli"}, n)
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// token makes a token of a person.
func (w *world) token(login string, narrow store.Token) string {
	w.t.Helper()
	a, err := w.store.UserByLogin(context.Background(), login)
	if err != nil {
		w.t.Fatal(err)
	}
	narrow.UserID, narrow.Name = a.ID, "thử"
	word, err := w.store.AddToken(context.Background(), store.Actor{From: "cli"}, narrow)
	if err != nil {
		w.t.Fatal(err)
	}
	return word
}

// A browser keeps cookies and follows no redirect.
type browser struct {
	w      *world
	client *http.Client
	header http.Header // sent with every request
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &browser{w: w, client: client, header: http.Header{}}
}

// as is a browser in which a person has logged in.
func (w *world) as(login string) *browser {
	w.t.Helper()
	b := w.browser()
	a := b.post("/login", url.Values{"login": {login}, "password": {testPassword}})
	if a.status != http.StatusSeeOther {
		w.t.Fatalf("login as %s: status %d, want 303; %s", login, a.status, a.body)
	}
	return b
}

// asConfirmed is a browser in which a person has logged in and typed the
// password again a moment ago.
func (w *world) asConfirmed(login string) *browser {
	w.t.Helper()
	b := w.as(login)
	if a := b.post("/admin/users/0/enable", url.Values{confirmField: {testPassword}}); a.status != http.StatusNotFound {
		w.t.Fatalf("the password again: status %d, want 404; %s", a.status, a.body)
	}
	return b
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// location is where a redirect leads.
func (a answer) location() string { return a.header.Get("Location") }

// page reads the answer as HTML.
func (a answer) page(t *testing.T) *goquery.Document {
	t.Helper()
	return mustDocument(t, []byte(a.body))
}

func (b *browser) get(path string) answer { return b.send(http.MethodGet, path, "", nil) }

// post sends a form as a page of this server does.
func (b *browser) post(path string, form url.Values) answer {
	return b.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) send(method, path, kind string, body io.Reader) answer {
	b.w.t.Helper()
	if body == nil {
		body = bytes.NewReader(nil)
	}
	r, err := http.NewRequest(method, b.w.http.URL+path, body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(raw)}
}
