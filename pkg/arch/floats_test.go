package arch

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// A sum of floats depends on its order, and 423.2 is none of them; so the core
// has not one, not even unnamed (x := 1.5). Tests may use them as a yardstick.
func TestNoFloatsInCore(t *testing.T) {
	var dirs, paths []string
	for _, dir := range strings.Fields(core) {
		// In pkg/i18n a library's plural rules take floats.
		if dir != "pkg/i18n" && exists(t, dir) {
			dirs, paths = append(dirs, dir), append(paths, "./"+dir)
		}
	}
	l := newLoader(t, paths...)
	for _, dir := range dirs {
		for _, where := range floats(l.folder(t, dir)) {
			t.Errorf("%s: a float in the core; use number.Amount or big.Rat", where)
		}
	}
}

func TestFloats(t *testing.T) {
	l := newLoader(t, "fmt", "math", "math/big", "time")
	tests := []struct {
		name, body string
		want       string // lines of the findings
	}{
		{"named", "var x float64", "3"},
		{"short", "var x float32", "3"},
		{"unnamed", "var x = 1.5", "3"},
		{"inside a function", "func f() int {\n\tx := 3 / 2.0\n\treturn int(x)\n}", "4 5"},
		{"own type", "type share float64\n\nfunc f(s share) share { return s }", "3 5"},
		{"field, slice and map", "type a struct {\n\tx []float64\n\ty map[string]float64\n}", "4 5"},
		{"one of two results", "import \"math/big\"\n\nfunc f(r *big.Rat) bool {\n\t_, exact := r.Float64()\n\treturn exact\n}", "6"},
		{"passed on without a name", "import (\n\t\"fmt\"\n\t\"time\"\n)\n\nfunc f(d time.Duration) string { return fmt.Sprint(d.Hours()) }", "8"},
		{"complex", "var x = 1i", "3"},
		{"whole numbers", "import \"math\"\n\nvar x int64 = math.MaxInt64\n\nvar y = x / 2", ""},
		{"a power of ten that is whole", "const x int64 = 1e9", ""},
		{"quotients", "import \"math/big\"\n\nfunc f(a, b int64) *big.Rat { return big.NewRat(a, b) }", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(floats(l.source(t, "package p\n\n"+tt.body+"\n")))
			if got != tt.want {
				t.Errorf("floats found on lines %q, want %q in\n%s", got, tt.want, tt.body)
			}
		})
	}
}

// floats gives the lines on which an expression, a type or a name is a float,
// each once, in the order of the source.
func floats(c checked) []string {
	var found []string
	add := func(n ast.Node, t types.Type) {
		if where := c.where(n); isFloat(t) && !slices.Contains(found, where) {
			found = append(found, where)
		}
	}
	for _, file := range c.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				add(e, c.info.TypeOf(e))
			}
			return true
		})
	}
	return found
}

// isFloat looks through names and into the results of a call, but not into
// structures of other packages: having one is harmless, reading it is not.
func isFloat(t types.Type) bool {
	switch t := t.(type) {
	case nil:
		return false
	case *types.Tuple:
		for v := range t.Variables() {
			if isFloat(v.Type()) {
				return true
			}
		}
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}
