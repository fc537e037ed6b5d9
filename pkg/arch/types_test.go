package arch

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A loader type-checks packages of this module. What they import is read from
// what the compiler has left in its cache, which go vet has filled before: from
// sources the database driver alone would take 20 seconds.
type loader struct {
	fset *token.FileSet
	imp  types.Importer // remembers what it has read
}

// newLoader readies the imports of the named packages, which are import paths
// or folders of the module such as ./pkg/store.
func newLoader(t *testing.T, packages ...string) *loader {
	t.Helper()
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, packages...)
	exports := make(map[string]string)
	for _, line := range strings.Split(goOutput(t, "", args...), "\n") {
		if name, file, ok := strings.Cut(line, " "); ok {
			exports[name] = file
		}
	}
	open := func(name string) (io.ReadCloser, error) { return os.Open(exports[name]) }
	fset := token.NewFileSet()
	return &loader{fset: fset, imp: importer.ForCompiler(fset, "gc", open)}
}

// goOutput runs the go command in the module's folder, with one more variable
// in its environment unless env is empty.
func goOutput(t *testing.T, env string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = root
	if env != "" {
		command.Env = append(os.Environ(), env)
	}
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s go %s: %v\n%s", env, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// A checked package is its syntax together with the type of every expression.
type checked struct {
	fset  *token.FileSet
	files []*ast.File
	info  *types.Info
}

// folder checks the code, without tests, of a package of this module.
func (l *loader) folder(t *testing.T, dir string) checked {
	t.Helper()
	pkg, err := build.ImportDir(filepath.Join(root, dir), 0)
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(l.fset, filepath.Join(root, dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return l.check(t, files)
}

// source checks one file given as text: the cases that prove a finder finds.
func (l *loader) source(t *testing.T, text string) checked {
	t.Helper()
	file, err := parser.ParseFile(l.fset, "case.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return l.check(t, []*ast.File{file})
}

func (l *loader) check(t *testing.T, files []*ast.File) checked {
	t.Helper()
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue),
		Defs:  make(map[*ast.Ident]types.Object),
		Uses:  make(map[*ast.Ident]types.Object),
	}
	config := types.Config{Importer: l.imp}
	if _, err := config.Check("case", l.fset, files, info); err != nil {
		t.Fatal(err)
	}
	return checked{l.fset, files, info}
}

// where gives a position as file:line, the file relative to the module.
func (c checked) where(n ast.Node) string {
	p := c.fset.Position(n.Pos())
	p.Column = 0
	if name, err := filepath.Rel(root, p.Filename); err == nil && filepath.Dir(p.Filename) != "." {
		p.Filename = filepath.ToSlash(name)
	}
	return p.String()
}

// exists reports whether the module has such a package.
func exists(t *testing.T, dir string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(root, dir))
	return err == nil && len(goFiles(t, dir)) > 0
}

// lines turns findings such as "case.go:7" into "7", joined by spaces.
func lines(found []string) string {
	return strings.ReplaceAll(strings.Join(found, " "), "case.go:", "")
}
