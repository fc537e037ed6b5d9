package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// each calls do for every file of ours below a folder of the static files.
func each(t *testing.T, dir, ending string, do func(name, text string)) {
	t.Helper()
	count := 0
	err := fs.WalkDir(Static(), dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ending) {
			return err
		}
		body, err := fs.ReadFile(Static(), name)
		if err != nil {
			return err
		}
		count++
		do(name, string(body))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count == 0 {
		t.Fatalf("no %s files in %s", ending, dir)
	}
}

func lines(text string) int { return strings.Count(text, "\n") }

func TestFilesStayShort(t *testing.T) {
	for dir, most := range map[string]int{"css": 200, "js": 120} {
		each(t, dir, "."+dir, func(name, text string) {
			if n := lines(text); n > most {
				t.Errorf("%s has %d lines, want at most %d", name, n, most)
			}
		})
	}
	templates(t, func(name, text string) {
		if n := lines(text); n > 150 {
			t.Errorf("%s has %d lines, want at most 150", name, n)
		}
	})
}

func templates(t *testing.T, do func(name, text string)) {
	t.Helper()
	names, err := fs.Glob(Templates(), "*/*.tmpl")
	if err != nil || len(names) == 0 {
		t.Fatalf("templates: %v, %v", names, err)
	}
	for _, name := range names {
		body, err := fs.ReadFile(Templates(), name)
		if err != nil {
			t.Fatal(err)
		}
		do(name, string(body))
	}
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	// The words are the colour names that sheets are usually written with.
	literal = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklch|oklab|color-mix|light-dark)\(|:\s*(white|black|red|green|blue|gr[ae]y|orange|yellow|navy|silver|crimson)\b`)
	used    = regexp.MustCompile(`var\((--[a-z0-9-]+)`)
	set     = regexp.MustCompile(`(--[a-z0-9-]+)\s*:`)
	address = regexp.MustCompile(`url\(\s*["']?([^"')]+)`)
)

// hatches are the patterns of the layout, which style sheets name as #hatch.
var hatches = regexp.MustCompile(`url\(#hatch(-missed)?\)`)

func TestColoursStandInTokensAlone(t *testing.T) {
	each(t, "css", ".css", func(name, text string) {
		if name == "css/tokens.css" {
			return
		}
		plain := hatches.ReplaceAllString(comment.ReplaceAllString(text, ""), "")
		for _, found := range literal.FindAllString(plain, -1) {
			t.Errorf("%s: colour %q: use a token", name, found)
		}
	})
}

func TestColoursAreFound(t *testing.T) {
	for _, text := range []string{"color: #fff", "fill:#a3191b", "x: rgb(1 2 3)", "border: 1px; color: white", "light-dark(a, b)"} {
		if !literal.MatchString(text) {
			t.Errorf("%q is not seen as a colour", text)
		}
	}
	for _, text := range []string{"color: var(--text)", "border-color: transparent", ".Tile--red-tape", "white-space: nowrap"} {
		if literal.MatchString(text) {
			t.Errorf("%q is taken for a colour", text)
		}
	}
}

// A misspelt token is no error to a browser: the rule just does nothing.
func TestTokensExist(t *testing.T) {
	known := map[string]bool{}
	each(t, "css", ".css", func(_, text string) {
		for _, m := range set.FindAllStringSubmatch(text, -1) {
			known[m[1]] = true
		}
	})
	check := func(name, text string) {
		for _, m := range used.FindAllStringSubmatch(text, -1) {
			if !known[m[1]] {
				t.Errorf("%s uses %s, which is set nowhere", name, m[1])
			}
		}
	}
	each(t, "css", ".css", check)
	each(t, "js", ".js", func(name, text string) { check(name, strings.ReplaceAll(text, "var(--…)", "")) })
}

func TestSheetsAreInTheBundle(t *testing.T) {
	each(t, "css", ".css", func(name, text string) {
		if !slices.Contains(sheets, strings.TrimSuffix(path.Base(name), ".css")) {
			t.Errorf("%s is not in sheets: no page would load it", name)
		}
		if a, b := strings.Count(text, "{"), strings.Count(text, "}"); a != b {
			t.Errorf("%s has %d { and %d }: the sheets after it would be lost", name, a, b)
		}
	})
	app := string(assets().files[bundleName].body)
	for _, part := range []string{"@layer tabler{", ".btn", ".Verdict--not_met", "light-dark(#ffffff", "@page"} {
		if !strings.Contains(app, part) {
			t.Errorf("the bundle lacks %q", part)
		}
	}
	if strings.Contains(app, "@charset") {
		t.Error("the bundle has an @charset in its middle")
	}
}

func TestAddressesInSheetsExist(t *testing.T) {
	each(t, ".", ".css", func(name, text string) {
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			to := m[1]
			if strings.HasPrefix(to, "data:") || strings.HasPrefix(to, "#") {
				continue
			}
			file := path.Join(path.Dir(name), to)
			if _, err := fs.Stat(Static(), file); err != nil {
				t.Errorf("%s refers to %s: %v", name, to, err)
			}
		}
	})
}

var (
	loads  = regexp.MustCompile(`(?:from|import)\s*\(?\s*['"]([^'"]+)['"]`)
	asked  = regexp.MustCompile(`asset "([^"]+)"`)
	called = regexp.MustCompile(`icon "([^"]+)"`)
	symbol = regexp.MustCompile(`<symbol id="([^"]+)"`)
	alien  = regexp.MustCompile(`(?i)(?:src|href|action)\s*=\s*["']?(?:https?:)?//|@import|fetch\(\s*['"](?:https?:)?//`)
)

func TestModulesExist(t *testing.T) {
	each(t, "js", ".js", func(name, text string) {
		for _, m := range loads.FindAllStringSubmatch(text, -1) {
			if _, err := fs.Stat(Static(), path.Join(path.Dir(name), m[1])); err != nil {
				t.Errorf("%s imports %s: %v", name, m[1], err)
			}
		}
	})
}

func TestNothingComesFromElsewhere(t *testing.T) {
	check := func(name, text string) {
		for _, found := range alien.FindAllString(text, -1) {
			t.Errorf("%s: %q leads to another host", name, found)
		}
	}
	each(t, "css", ".css", check)
	each(t, "js", ".js", check)
	templates(t, check)
	each(t, "vendor", ".css", func(name, text string) {
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "//") && !strings.HasPrefix(m[1], "data:") {
				t.Errorf("%s loads %s", name, m[1])
			}
		}
	})
}

var inline = regexp.MustCompile(`(?i)\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|javascript:|<script(?:>|\s+type="text/javascript")`)

func TestTemplatesNeedNoUnsafePolicy(t *testing.T) {
	templates(t, func(name, text string) {
		for _, found := range inline.FindAllString(text, -1) {
			t.Errorf("%s: %q is refused by the content security policy", name, found)
		}
	})
}

func TestTemplatesNameWhatExists(t *testing.T) {
	sprite, err := fs.ReadFile(Static(), "icons/sprite.svg")
	if err != nil {
		t.Fatal(err)
	}
	icons := map[string]bool{}
	for _, m := range symbol.FindAllStringSubmatch(string(sprite), -1) {
		if icons[m[1]] {
			t.Errorf("the sprite has two icons %q", m[1])
		}
		icons[m[1]] = true
	}
	templates(t, func(name, text string) {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			if _, ok := assets().files[m[1]]; !ok {
				t.Errorf("%s asks for %s, which is no static file", name, m[1])
			}
		}
		for _, m := range called.FindAllStringSubmatch(text, -1) {
			if !icons[m[1]] {
				t.Errorf("%s draws the icon %q, which the sprite lacks", name, m[1])
			}
		}
		if !strings.HasPrefix(text, "{{/*") {
			t.Errorf("%s does not begin by saying what its dot is", name)
		}
	})
}

func TestLicencesLieBesideVendoredFiles(t *testing.T) {
	dirs, err := fs.ReadDir(Static(), "vendor")
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"icons"}
	for _, d := range dirs {
		if d.IsDir() {
			folders = append(folders, "vendor/"+d.Name())
		}
	}
	for _, folder := range folders {
		body, err := fs.ReadFile(Static(), folder+"/LICENSE")
		if err != nil || len(body) < 400 {
			t.Errorf("%s: no licence: %d bytes, %v", folder, len(body), err)
		}
	}
	grid, err := fs.ReadFile(Static(), "vendor/jspreadsheet/jspreadsheet.js")
	if err != nil || bytes.Contains(grid, []byte(`setAttribute("on`)) {
		t.Errorf("jspreadsheet.js sets an inline event handler (%v): apply csp.patch.sed", err)
	}
}

func TestAsset(t *testing.T) {
	got := Asset("css/app.css")
	if !regexp.MustCompile(`^/static/[0-9a-f]{8}/css/app\.css$`).MatchString(got) {
		t.Errorf("Asset = %q", got)
	}
	if again := Asset("css/app.css"); again != got {
		t.Errorf("Asset changed from %q to %q", got, again)
	}
	defer func() {
		if recover() == nil {
			t.Error("Asset of a file that does not exist: no panic")
		}
	}()
	Asset("css/none.css")
}

func TestHandler(t *testing.T) {
	current := Asset("css/app.css")
	old := strings.Replace(current, assets().hash, "00000000", 1)
	forever := "public, max-age=31536000, immutable"
	tests := []struct {
		name, method, url, accepts string
		status                     int
		kind, cache, encoding      string
	}{
		{"present hash", "GET", current, "", 200, "text/css; charset=utf-8", forever, ""},
		{"compressed", "GET", current, "br, gzip;q=0.8", 200, "text/css; charset=utf-8", forever, "gzip"},
		{"gzip refused", "GET", current, "gzip;q=0", 200, "text/css; charset=utf-8", forever, ""},
		{"an older hash", "GET", old, "gzip", 200, "text/css; charset=utf-8", "no-cache", "gzip"},
		{"a script", "GET", Asset("js/chart.js"), "", 200, "text/javascript; charset=utf-8", forever, ""},
		{"a font is not compressed again", "GET", Asset("vendor/inter/inter-latin-wght-normal.woff2"), "gzip", 200, "font/woff2", forever, ""},
		{"the icons", "HEAD", Asset("icons/sprite.svg"), "gzip", 200, "image/svg+xml", forever, "gzip"},
		{"a licence", "GET", Asset("icons/LICENSE"), "", 200, "text/plain; charset=utf-8", forever, ""},
		{"no such file", "GET", strings.Replace(current, "app.css", "none.css", 1), "", 404, "", "", ""},
		{"out of the folder", "GET", "/static/00000000/../embed.go", "", 404, "", "", ""},
		{"a folder", "GET", strings.Replace(current, "app.css", "", 1), "", 404, "", "", ""},
		{"no hash", "GET", "/static/app.css", "", 404, "", "", ""},
		{"writing", "POST", current, "", 405, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "http://kpi.test/", nil)
			r.URL.Path = tt.url
			r.Header.Set("Accept-Encoding", tt.accepts)
			w := httptest.NewRecorder()
			Handler().ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Fatalf("%s %s = %d, want %d", tt.method, tt.url, w.Code, tt.status)
			}
			if tt.status != http.StatusOK {
				return
			}
			got := fmt.Sprint(w.Header().Get("Content-Type"), "|", w.Header().Get("Cache-Control"), "|", w.Header().Get("Content-Encoding"))
			if want := tt.kind + "|" + tt.cache + "|" + tt.encoding; got != want {
				t.Errorf("headers %q, want %q", got, want)
			}
			if tt.method == http.MethodHead && w.Body.Len() > 0 {
				t.Errorf("HEAD sent %d bytes", w.Body.Len())
			}
		})
	}
}

func TestCompressedIsTheSame(t *testing.T) {
	a := assets().files["js/number.js"]
	r, err := gzip.NewReader(bytes.NewReader(a.zip()))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(plain, a.body) {
		t.Errorf("uncompressed: %d bytes, %v; want %d", len(plain), err, len(a.body))
	}
}
