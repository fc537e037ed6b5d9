package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
)

// A use is one place in the sources that names a key.
type use struct {
	place string
	key   string
	begin bool     // only the beginning of a key: the rest is added when it runs
	args  []string // names of the arguments given; meaningful if known
	known bool
}

// keyForm is what a key looks like: the area, a point, what is said.
var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z0-9_]+$`)

// notKeys are endings of file names that look like keys.
var notKeys = regexp.MustCompile(`\.(tmpl|html|css|js|json|csv|xlsx?|docx|pdf|svg|png|jpe?g|toml|db|sql|zip|txt|go|ttf|woff2?|xml|rels|md|log|lock|sh|service|exe)$`)

// TestKeysInSourcesExist reads every Go file and template and holds the keys
// they name against the messages: a key must be there, and be given all that
// its message asks for.
func TestKeysInSourcesExist(t *testing.T) {
	vi, en := allMessages(t, Vi), allMessages(t, En)
	areas := map[string]bool{}
	for _, m := range vi {
		areas[m.area] = true
	}
	uses := sources(t, areas)
	if len(uses) < 50 {
		t.Fatalf("only %d uses found: the sources are not where they were", len(uses))
	}
	for _, u := range uses {
		if u.begin {
			if !slices.ContainsFunc(keysOf(vi), func(k string) bool { return strings.HasPrefix(k, u.key) }) {
				t.Errorf("%s: no key begins with %q", u.place, u.key)
			}
			continue
		}
		if _, ok := vi[u.key]; !ok {
			t.Errorf("%s: there is no key %q", u.place, u.key)
			continue
		}
		for _, name := range asks(t, u.key, vi, en) {
			if u.known && !slices.Contains(u.args, name) {
				t.Errorf("%s: %q asks for %q, which is not given", u.place, u.key, name)
			}
		}
	}
}

func keysOf(all map[string]stored) []string {
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	return keys
}

// sources finds all uses in the code of the program and its templates.
func sources(t *testing.T, areas map[string]bool) []use {
	t.Helper()
	root := filepath.Join("..", "..")
	var uses []use
	for _, top := range []string{"pkg", "cmd", "web", "data"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				if d.Name() == "vendor" || d.Name() == "testdata" || d.Name() == "var" {
					return filepath.SkipDir
				}
				return nil
			}
			place, _ := filepath.Rel(root, path)
			switch {
			case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
				uses = append(uses, goUses(t, path, place, areas)...)
			case strings.HasSuffix(path, ".tmpl"):
				uses = append(uses, templateUses(t, path, place)...)
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return uses
}

// goUses finds keys in a Go file: arguments of T and E, the field Key of a
// literal, and any text that looks like a key of an area there is. The store's
// texts are SQL, and looked at only where they are arguments.
func goUses(t *testing.T, path, place string, areas map[string]bool) []use {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Logf("%s: %v", place, err) // half written: its own package's build says so
		return nil
	}
	sql := strings.HasPrefix(filepath.ToSlash(place), "pkg/store")
	var uses []use
	seen := map[token.Pos]bool{}
	add := func(at ast.Expr, args []string, known bool) {
		u, ok := keyIn(at)
		if !ok || seen[at.Pos()] {
			return
		}
		seen[at.Pos()] = true
		u.place, u.args, u.known = fmt.Sprintf("%s:%d", place, files.Position(at.Pos()).Line), args, known && !u.begin
		uses = append(uses, u)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			if at := keyArgument(n); at >= 0 && at < len(n.Args) {
				args, known := pairs(n.Args[at+1:])
				add(n.Args[at], args, known && !n.Ellipsis.IsValid())
			}
		case *ast.CompositeLit:
			if key, args, known := keyField(n); key != nil {
				add(key, args, known)
			}
		case *ast.BasicLit:
			if u, ok := keyIn(n); ok && !sql && areas[strings.Split(u.key, ".")[0]] && !notKeys.MatchString(u.key) {
				add(n, nil, false)
			}
		}
		return true
	})
	return uses
}

// keyArgument gives the place of the key among the arguments of a call to T,
// Message or E; -1 for another call.
func keyArgument(call *ast.CallExpr) int {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch name {
	case "T":
		return 0
	case "E":
		return 1
	}
	return -1
}

// keyIn reads a literal key, or the literal beginning of one.
func keyIn(e ast.Expr) (use, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return use{}, false
		}
		s, err := strconv.Unquote(e.Value)
		return use{key: s, begin: strings.HasSuffix(s, "_")}, err == nil && keyForm.MatchString(s)
	case *ast.BinaryExpr:
		if lit, ok := e.X.(*ast.BasicLit); ok && e.Op == token.ADD && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			return use{key: s, begin: true}, err == nil && strings.Contains(s, ".") && !strings.ContainsAny(s, " /:")
		}
	}
	return use{}, false
}

// keyField finds the field Key of a literal, and the names in its Args.
func keyField(lit *ast.CompositeLit) (key ast.Expr, args []string, known bool) {
	known = true
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch id, _ := kv.Key.(*ast.Ident); {
		case id == nil:
		case id.Name == "Key":
			key = kv.Value
		case id.Name == "Args":
			args, known = mapNames(kv.Value)
		}
	}
	return key, args, known
}

func mapNames(e ast.Expr) (names []string, known bool) {
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return nil, false
		}
		name, ok := kv.Key.(*ast.BasicLit)
		if !ok {
			return nil, false
		}
		s, _ := strconv.Unquote(name.Value)
		names = append(names, s)
	}
	return names, true
}

// pairs reads the names of arguments that come in pairs of name and value.
func pairs(args []ast.Expr) (names []string, known bool) {
	for i := 0; i < len(args); i += 2 {
		lit, ok := args[i].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return nil, false
		}
		s, _ := strconv.Unquote(lit.Value)
		names = append(names, s)
	}
	return names, true
}

// templateUses finds calls of T in a template: {{.T "key" "name" .Value}}.
func templateUses(t *testing.T, path, place string) []use {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tree := parse.New(place)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(string(raw), "{{", "}}", trees); err != nil {
		t.Logf("%s: %v", place, err)
		return nil
	}
	trees[""] = tree
	var uses []use
	for _, tr := range trees {
		if tr == nil || tr.Root == nil {
			continue
		}
		walk(tr.Root, func(n parse.Node) {
			if u, ok := templateUse(n); ok {
				u.place = fmt.Sprintf("%s:%d", place, 1+strings.Count(string(raw[:n.Position()]), "\n"))
				uses = append(uses, u)
			}
		})
	}
	return uses
}

func templateUse(n parse.Node) (use, bool) {
	c, ok := n.(*parse.CommandNode)
	if !ok || len(c.Args) < 2 || !callsT(c.Args[0]) {
		return use{}, false
	}
	key, ok := c.Args[1].(*parse.StringNode)
	if !ok {
		return use{}, false
	}
	u := use{key: key.Text, known: true}
	for i := 2; i < len(c.Args); i += 2 {
		name, ok := c.Args[i].(*parse.StringNode)
		if !ok {
			u.known = false
			break
		}
		u.args = append(u.args, name.Text)
	}
	return u, true
}

// callsT reports whether a command begins with a field, variable or function T.
func callsT(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident[len(n.Ident)-1] == "T"
	case *parse.VariableNode:
		return n.Ident[len(n.Ident)-1] == "T"
	case *parse.ChainNode:
		return n.Field[len(n.Field)-1] == "T"
	case *parse.IdentifierNode:
		return n.Ident == "T"
	}
	return false
}
