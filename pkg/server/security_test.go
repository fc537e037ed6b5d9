package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
)

func TestCrossSiteIsRefused(t *testing.T) {
	w := newWorld(t, Config{Origins: []string{"https://kpi.example.vn"}})
	own := w.http.URL
	tests := []struct {
		name, site, origin string
		status             int
	}{
		{"a page of ours", "same-origin", own, 303},
		{"an old browser, our page", "", own, 303},
		{"no browser at all", "", "", 303},
		{"the address behind the proxy", "cross-site", "https://kpi.example.vn", 303},
		{"another site", "cross-site", "https://example.org", 403},
		{"another site of the same domain", "same-site", "http://x.127.0.0.1", 403},
		{"an old browser, another site", "", "https://example.org", 403},
		{"a page without origin", "cross-site", "null", 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := w.browser()
			b.header.Set("Sec-Fetch-Site", tt.site)
			b.header.Set("Origin", tt.origin)
			if tt.site == "" {
				b.header.Del("Sec-Fetch-Site")
			}
			if tt.origin == "" {
				b.header.Del("Origin")
			}
			if a := b.post("/preference", url.Values{"lang": {"en"}}); a.status != tt.status {
				t.Errorf("status %d, want %d", a.status, tt.status)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t, Config{})
	for _, path := range []string{"/login", "/khong-co", "/api/v1/units", "/healthz", "/account"} {
		h := w.browser().get(path).header
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestStaticFilesStay(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	href, _ := w.browser().get("/login").page(t).Find(`link[rel="stylesheet"]`).Attr("href")
	a := w.browser().get(href)
	if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || strings.Contains(a.header.Get("Vary"), "Cookie") {
		t.Errorf("%s: %d, Cache-Control %q, Vary %q", href, a.status, a.header.Get("Cache-Control"), a.header.Get("Vary"))
	}
	if a := w.browser().get("/static/x/../../go.mod"); a.status != http.StatusNotFound {
		t.Errorf("a path out of the folder: %d", a.status)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	b := w.browser()
	b.header.Set("Accept-Encoding", "gzip")
	a := b.get("/login")
	if a.header.Get("Content-Encoding") != "gzip" || !strings.HasPrefix(a.body, "\x1f\x8b") {
		t.Errorf("Content-Encoding %q", a.header.Get("Content-Encoding"))
	}
}

func TestErrorPages(t *testing.T) {
	w := newWorld(t, Config{})
	w.server.rules["GET /panic"], w.server.rules["GET /fault"] = public, public
	w.server.echo.GET("/panic", func(echo.Context) error { panic("secret of the program") })
	w.server.echo.GET("/fault", func(echo.Context) error { return errors.New("secret of the program") })
	w.server.rules["GET /full"] = public
	w.server.echo.GET("/full", func(echo.Context) error { return errs.E(errs.Unavailable, "store.disk_full") })
	tests := []struct {
		path   string
		status int
		words  map[string]string // by language
	}{
		{"/khong-co", 404, map[string]string{"vi": "Không có trang này.", "en": "There is no such page."}},
		{"/admin", 403, map[string]string{"vi": "Tài khoản này không có vai trò cần thiết cho trang này.", "en": "This account does not have the role this page needs."}},
		{"/panic", 500, map[string]string{"vi": "Có lỗi của hệ thống", "en": "of the system"}},
		{"/fault", 500, map[string]string{"vi": "Có lỗi của hệ thống", "en": "of the system"}},
		{"/full", 503, map[string]string{"vi": "Hãy thử lại sau ít phút", "en": "Try again in a few minutes"}},
	}
	for lang := range tests[0].words {
		b := w.as("lanh_dao")
		b.post("/preference", url.Values{"lang": {lang}})
		for _, tt := range tests {
			a := b.get(tt.path)
			text := a.page(t).Find("main").Text()
			if a.status != tt.status || !strings.Contains(text, tt.words[lang]) && tt.status != 500 {
				t.Errorf("%s in %s: %d %q, want %d with %q", tt.path, lang, a.status, strings.Join(strings.Fields(text), " "), tt.status, tt.words[lang])
			}
			if strings.Contains(a.body, "secret of the program") {
				t.Errorf("%s shows what is for the log", tt.path)
			}
			if got, _ := a.page(t).Find("html").Attr("lang"); got != lang {
				t.Errorf("%s: lang %q, want %q", tt.path, got, lang)
			}
			if id := a.header.Get("X-Request-Id"); tt.status == 500 && !strings.Contains(text, id) {
				t.Errorf("%s does not name the request", tt.path)
			}
		}
	}
}

func TestTooLargeABody(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	a := w.browser().send(http.MethodPost, "/preference", "application/x-www-form-urlencoded", bytes.NewReader(make([]byte, 13<<20)))
	if a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("13 MB: %d, want 413", a.status)
	}
}

// The log has a line for each request and nothing about who asked.
func TestLogIsImpersonal(t *testing.T) {
	w := newWorld(t, Config{})
	var log bytes.Buffer
	logged, err := New(Options{Store: w.store, Now: w.server.now, Zone: w.server.zone, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	must(t, err)
	w.http.Config.Handler = logged
	b := w.as("lanh_dao")
	b.get("/account?x=bi-mat")
	b.get("/link/tu-bi-mat")
	text := log.String()
	for _, want := range []string{`"route":"/login"`, `"route":"/account"`, `"status":200`, `"method":"POST"`, `"request":"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s: %s", want, text)
		}
	}
	for _, not := range []string{"lanh_dao", "127.0.0.1", "bi-mat", testPassword} {
		if strings.Contains(text, not) {
			t.Errorf("the log tells %q", not)
		}
	}
}

func TestPreference(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	if got, _ := b.get("/login").page(t).Find("html").Attr("lang"); got != "vi" {
		t.Errorf("the first page is in %q, want vi", got)
	}
	a := b.post("/preference", url.Values{"lang": {"en"}, "back": {"/login?next=%2Faccount"}})
	if a.status != http.StatusSeeOther {
		t.Errorf("status %d", a.status)
	}
	b.post("/preference", url.Values{"theme": {"dark"}, "back": {"/"}})
	html := b.get("/login").page(t).Find("html")
	if lang, _ := html.Attr("lang"); lang != "en" {
		t.Errorf("after the switch: %q, want en", lang)
	}
	if theme, _ := html.Attr("data-theme"); theme != "dark" {
		t.Errorf("theme %q, want dark", theme)
	}
	if a := b.post("/preference", url.Values{"theme": {"auto"}, "back": {"https://example.org"}}); a.location() != "/" {
		t.Errorf("leads to %q", a.location())
	}
	if theme, there := b.get("/login").page(t).Find("html").Attr("data-theme"); there {
		t.Errorf("theme %q, want none", theme)
	}
	person := w.as("can_bo")
	person.post("/preference", url.Values{"lang": {"en"}})
	other := w.as("can_bo")
	if got, _ := other.get("/account").page(t).Find("html").Attr("lang"); got != "en" {
		t.Errorf("the language of the account in another browser: %q, want en", got)
	}
}

func TestHealth(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	for _, path := range []string{"/healthz", "/readyz"} {
		if a := w.browser().get(path); a.status != http.StatusOK || a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if a := w.browser().get("/healthz"); a.status != http.StatusOK {
		t.Errorf("healthz without a database: %d", a.status)
	}
	if a := w.browser().get("/readyz"); a.status != http.StatusServiceUnavailable {
		t.Errorf("readyz without a database: %d", a.status)
	}
}

// Serve finishes what it has begun and then ends without an error.
func TestServeEndsGracefully(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	begun, goOn := make(chan struct{}), make(chan struct{})
	w.server.rules["GET /slow"] = public
	w.server.echo.GET("/slow", func(c echo.Context) error {
		close(begun)
		<-goOn
		return c.String(http.StatusOK, "done")
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.server.Serve(ctx, l) }()
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String() + "/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		answered <- string(body) + errText(err)
	}()
	<-begun
	stop()
	time.Sleep(50 * time.Millisecond)
	close(goOn)
	if got := <-answered; got != "done" {
		t.Errorf("the request under way was answered %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve ends with %v", err)
	}
	if conn, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("it still takes connections")
		must(t, conn.Close())
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
