// Package browser drives the pages in a real browser: what officials and
// leaders do, under the content security policy that is served, with axe
// looking at every page.
package browser

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"muctieu/data"
	"muctieu/pkg/account"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/server"
	"muctieu/pkg/store"
)

// launched is the one browser of all tests; each test has its own cookies.
var launched struct {
	once sync.Once
	ctx  context.Context
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if launched.ctx != nil {
		if err := chromedp.Cancel(launched.ctx); err != nil {
			fmt.Fprintln(os.Stderr, "browser:", err)
		}
	}
	os.Exit(code)
}

func launch(t *testing.T) context.Context {
	t.Helper()
	launched.once.Do(func() {
		path, err := exec.LookPath("chromium")
		if err != nil {
			launched.err = err
			return
		}
		dir, err := os.MkdirTemp("", "muctieu-browser-")
		if err != nil {
			launched.err = err
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(dir),
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "vi-VN"))
		allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
		launched.ctx, _ = chromedp.NewContext(allocator)
		launched.err = chromedp.Do(launched.ctx, chromedp.Navigate("about:blank"))
	})
	if launched.err != nil {
		t.Fatalf("no browser (Debian's package chromium): %v", launched.err)
	}
	return launched.ctx
}

const password = "mot mat khau du dai 2026"

var passwordHash = sync.OnceValue(func() string { return account.HashPassword(password) })

// people are the accounts of every site: login and grant.
var people = map[string]string{
	"trang": "official@lechan",
	"long":  "official@lechan",
	"hanh":  "reviewer@lechan+below",
	"hung":  "leader@lechan+below",
	"tuan":  "administrator@haiphong+below",
}

// A site is a server over a database of its own with the data that comes with
// the program.
type site struct {
	t     *testing.T
	store *store.Store
	http  *httptest.Server
}

// filled is the database of every site, made once.
var filled = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "muctieu-filled-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(context.Background(), store.Options{DataDir: dir, Now: time.Now, Zone: zone})
	if err != nil {
		return nil, err
	}
	if err := fill(s); err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, store.File))
})

var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

func fill(s *store.Store) error {
	var files []exchange.File
	err := fs.WalkDir(data.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := data.Files.ReadFile(path)
		files = append(files, exchange.File{Name: path, Data: content})
		return err
	})
	if err != nil {
		return err
	}
	batch := exchange.Read(files...)
	err = s.Change(context.Background(), store.Actor{From: "cli"}, func(state *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(state, batch)
		return change, err
	})
	if err != nil {
		return err
	}
	for login, text := range people {
		g, err := account.ParseGrant(text)
		if err != nil {
			return err
		}
		person := store.NewUser{Login: login, Name: login, Grants: []account.Grant{g}, PasswordHash: passwordHash()}
		if _, err := s.AddUser(context.Background(), store.Actor{From: "cli"}, person); err != nil {
			return err
		}
	}
	return nil
}

func newSite(t *testing.T) *site {
	t.Helper()
	raw, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, store.File), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), store.Options{DataDir: dir, Now: time.Now, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.UseKey(store.NewKey())
	handler, err := server.New(server.Options{Store: s, Now: time.Now, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	w := &site{t, s, httptest.NewServer(handler)}
	t.Cleanup(w.http.Close)
	return w
}

// A visitor is one window with cookies of its own.
type visitor struct {
	t    *testing.T
	site *site
	ctx  context.Context
	mu   sync.Mutex
	bad  []string // what the browser complained about
}

// visit opens a window of a width. The test fails if the browser reports
// anything against the policy, or a script that broke.
func (w *site) visit(width int64) *visitor {
	w.t.Helper()
	ctx, cancel := chromedp.NewContext(launch(w.t), chromedp.WithNewBrowserContext())
	ctx, stop := context.WithTimeout(ctx, 10*time.Minute)
	v := &visitor{t: w.t, site: w, ctx: ctx}
	messages := chromedp.Console(ctx)
	v.do(chromedp.Navigate("about:blank"))
	v.size(width)
	listened := make(chan struct{})
	go func() {
		defer close(listened)
		for m, err := range messages {
			if err != nil {
				return
			}
			v.hear(m)
		}
	}()
	w.t.Cleanup(func() {
		stop()
		cancel()
		<-listened
		for _, said := range v.bad {
			w.t.Errorf("the browser complains: %s", said)
		}
	})
	return v
}

// hear keeps complaints: what the policy stopped, scripts that broke. Answers
// such as 422 are told in the page and are no complaint.
func (v *visitor) hear(m chromedp.ConsoleMessage) {
	stopped := strings.Contains(m.Text, "Content Security Policy") || m.Source == "security"
	if stopped || m.IsException() {
		v.mu.Lock()
		v.bad = append(v.bad, m.String()+" ("+m.URL+")")
		v.mu.Unlock()
	}
}

// size gives the window a width; below 600 it is a phone.
func (v *visitor) size(width int64) {
	v.t.Helper()
	metrics := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 600}
	if _, err := chromedp.Call(v.ctx, emulation.SetDeviceMetricsOverride, metrics); err != nil {
		v.t.Fatal(err)
	}
}

func (v *visitor) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

func ask[T any](v *visitor, expression string) T {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// open goes to an address of the site.
func (v *visitor) open(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.site.http.URL + path))
}

// login goes through the form everyone sees.
func (v *visitor) login(name string) {
	v.t.Helper()
	v.open("/login")
	v.do(chromedp.SendKeys(`input[name="login"]`, name), chromedp.SendKeys(`input[type="password"]`, password),
		chromedp.Submit(`input[type="password"]`))
	v.await(`location.pathname !== "/login"`)
}

// await polls until an expression is true.
func (v *visitor) await(expression string) {
	v.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		got, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && got {
			return
		}
		if time.Now().After(end) {
			v.t.Fatalf("never true: %s (at %s; last error %v)\n%s", expression, v.where(), err, v.text("main"))
		}
	}
}

func (v *visitor) where() string {
	where, err := chromedp.Run(v.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return where
}

// text gives the words of an element as they are shown. Numbers stand in two
// boxes that meet at the decimal mark, and are put together again.
func (v *visitor) text(selector string) string {
	v.t.Helper()
	return ask[string](v, fmt.Sprintf("(document.querySelector(%q)?.innerText || '').replace(/\\s+/g, ' ').replace(/(\\d) ([,.]\\d)/g, '$1$2')", selector))
}

// picture saves the page where MUCTIEU_SCREENSHOTS says; without it nothing is
// kept.
func (v *visitor) picture(name string) {
	v.t.Helper()
	dir := os.Getenv("MUCTIEU_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(v.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil { //nolint:gosec // pictures for everyone
		v.t.Fatal(err)
	}
}

//go:embed testdata/axe/axe.min.js
var axe string

// accessible fails on every serious or critical violation axe finds. The
// script comes in beside the policy, which stays on.
func (v *visitor) accessible(name string) {
	v.t.Helper()
	ask[int](v, axe+";0")
	found := ask[[]string](v, `axe.run({resultTypes: ["violations"]}).then(r => r.violations
		.filter(x => x.impact === "serious" || x.impact === "critical")
		.map(x => x.id + ": " + x.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.failureSummary).join(" | ")))`)
	for _, f := range found {
		v.t.Errorf("%s at %s: %s", name, v.where(), f)
	}
}
