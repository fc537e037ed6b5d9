package arch

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "muctieu"

// root is the folder of go.mod as seen from this package's tests.
const root = "../.."

// A use is one import of one file.
type use struct {
	pkg    string // the importing package, relative to the module
	test   bool   // in a _test.go file
	target string // what is imported, as written
	where  string // file:line
}

func TestImports(t *testing.T) {
	uses := sourceUses(t)
	if len(uses) < 10 {
		t.Fatalf("only %d imports found under %s: the walk goes astray", len(uses), root)
	}
	for _, u := range uses {
		if fault := faultOf(u); fault != "" {
			t.Errorf("%s: %s", u.where, fault)
		}
	}
}

func TestEveryPackageHasARule(t *testing.T) {
	for _, dir := range packageFolders(t) {
		if _, ok := rules[dir]; !ok {
			t.Errorf("package %s has no row in rules: say where it belongs", dir)
		}
	}
}

// The rules themselves: what stands in a row must have a row.
func TestRulesNamePackages(t *testing.T) {
	for pkg, r := range rules {
		for _, name := range strings.Fields(r.imports + " " + r.tests) {
			if _, ok := rules[name]; !ok {
				t.Errorf("rules[%q] names %q, which has no row", pkg, name)
			}
		}
	}
	for _, l := range libraries {
		for _, name := range strings.Fields(l.code + " " + l.test) {
			if _, ok := rules[name]; !ok {
				t.Errorf("library %s names %q, which has no row", l.path, name)
			}
		}
	}
}

// A rule that lets everything through would pass TestImports too.
func TestFaultOf(t *testing.T) {
	tests := []struct {
		name string
		use  use
		want string // part of the fault; empty: allowed
	}{
		{"core from core", use{pkg: "pkg/indicator", target: "muctieu/pkg/number"}, ""},
		{"against the order", use{pkg: "pkg/number", target: "muctieu/pkg/indicator"}, "may not import"},
		{"core from store", use{pkg: "pkg/indicator", target: "muctieu/pkg/store"}, "may not import"},
		{"store from server", use{pkg: "pkg/store", target: "muctieu/pkg/server"}, "may not import"},
		{"anything from main", use{pkg: "cmd/muctieu", target: "muctieu/pkg/server"}, ""},
		{"own package from its outside test", use{pkg: "pkg/number", test: true, target: "muctieu/pkg/number"}, ""},
		{"test helper in a test", use{pkg: "pkg/server", test: true, target: "muctieu/pkg/store/storetest"}, ""},
		{"test helper in code", use{pkg: "pkg/server", target: "muctieu/pkg/store/storetest"}, "may not import"},
		{"package without a row", use{pkg: "pkg/util", target: "muctieu/pkg/errs"}, "may not import"},
		{"GORM in the store", use{pkg: "pkg/store", target: "gorm.io/gorm"}, ""},
		{"GORM elsewhere", use{pkg: "pkg/server", target: "gorm.io/gorm/clause"}, "belongs to"},
		{"SQL elsewhere", use{pkg: "cmd/muctieu", target: "database/sql"}, "belongs to"},
		{"SQL in another's test", use{pkg: "pkg/server", test: true, target: "database/sql"}, "belongs to"},
		{"Echo elsewhere", use{pkg: "pkg/store", target: "github.com/labstack/echo/v4"}, "belongs to"},
		{"huma in the server", use{pkg: "pkg/server", target: "github.com/danielgtaylor/huma/v2"}, ""},
		{"charts elsewhere", use{pkg: "pkg/server", target: "github.com/go-echarts/go-echarts/v2/charts"}, "belongs to"},
		{"HTTP in the core", use{pkg: "pkg/report", target: "net/http"}, "core"},
		{"files in the core", use{pkg: "pkg/number", target: "os"}, "core"},
		{"files in a test of the core", use{pkg: "pkg/number", test: true, target: "os"}, ""},
		{"like a forbidden name", use{pkg: "pkg/number", target: "math/bits"}, ""},
		{"the longest path counts", use{pkg: "pkg/number", target: "golang.org/x/text/unicode/norm"}, ""},
		{"the shorter path", use{pkg: "pkg/number", target: "golang.org/x/text/language"}, "belongs to"},
		{"browser in a test", use{pkg: "pkg/server/browser", test: true, target: "github.com/chromedp/chromedp"}, ""},
		{"browser in code", use{pkg: "pkg/server/browser", target: "github.com/chromedp/chromedp"}, "belongs to"},
		{"unknown module", use{pkg: "pkg/store", target: "example.org/x"}, "no row"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := faultOf(tt.use)
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("faultOf(%+v) = %q, want %q in it", tt.use, got, tt.want)
			}
		})
	}
}

// faultOf says what is wrong with an import, empty if nothing is.
func faultOf(u use) string {
	if target, ours := strings.CutPrefix(u.target, module+"/"); ours {
		return internalFault(u, target)
	}
	if !u.test && inCore(u.pkg) && slices.ContainsFunc(notInCore, func(p string) bool { return covers(p, u.target) }) {
		return fmt.Sprintf("%s belongs to the core and may not use %s", u.pkg, u.target)
	}
	l, ok := libraryOf(u.target)
	if !ok {
		if strings.Contains(strings.Split(u.target, "/")[0], ".") {
			return fmt.Sprintf("%s has no row in libraries: say which package may use it", u.target)
		}
		return "" // the rest of the standard library
	}
	allowed := strings.Fields(l.code)
	if u.test {
		allowed = append(allowed, strings.Fields(l.test)...)
	}
	if !slices.Contains(allowed, u.pkg) {
		return fmt.Sprintf("%s may not use %s: it belongs to %q, in tests also to %q", u.pkg, u.target, l.code, l.test)
	}
	return ""
}

func internalFault(u use, target string) string {
	allowed := strings.Fields(rules[u.pkg].imports)
	if u.test {
		allowed = append(append(allowed, u.pkg), strings.Fields(rules[u.pkg].tests)...)
	}
	if !slices.Contains(allowed, target) {
		return fmt.Sprintf("%s may not import %s (rules_test.go)", u.pkg, target)
	}
	return ""
}

func inCore(pkg string) bool { return slices.Contains(strings.Fields(core), pkg) }

// covers reports whether a path of the tables means target: itself, or what
// lies below it if it ends in a slash.
func covers(p, target string) bool {
	return p == target || strings.HasSuffix(p, "/") && strings.HasPrefix(target, p)
}

func libraryOf(target string) (found library, ok bool) {
	for _, l := range libraries {
		if covers(l.path, target) && len(l.path) > len(found.path) {
			found, ok = l, true
		}
	}
	return found, ok
}

// sourceUses reads the imports of every Go file, for whatever system it is.
func sourceUses(t *testing.T) []use {
	t.Helper()
	var uses []use
	for _, dir := range packageFolders(t) {
		for _, file := range goFiles(t, dir) {
			uses = append(uses, fileUses(t, dir, file)...)
		}
	}
	return uses
}

func fileUses(t *testing.T, dir, file string) []use {
	t.Helper()
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, filepath.Join(root, file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var uses []use
	for _, spec := range parsed.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		where := fmt.Sprintf("%s:%d", file, fset.Position(spec.Pos()).Line)
		uses = append(uses, use{pkg: dir, test: strings.HasSuffix(file, "_test.go"), target: target, where: where})
	}
	return uses
}

// packageFolders lists the folders of this module that hold Go files, with
// slashes and relative to the module.
func packageFolders(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, top := range []string{"cmd", "pkg", "web", "data"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil || d.Name() == "testdata" {
				return filepath.SkipDir // another module, or no package
			}
			dir, err := filepath.Rel(root, name)
			if dir = filepath.ToSlash(dir); len(goFiles(t, dir)) > 0 {
				dirs = append(dirs, dir)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dirs
}

// goFiles lists the Go files of a folder, relative to the module.
func goFiles(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(root, dir))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") {
			files = append(files, path.Join(dir, e.Name()))
		}
	}
	return files
}
