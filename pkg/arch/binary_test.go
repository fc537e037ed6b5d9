package arch

import (
	"slices"
	"strings"
	"testing"
)

// The program must build where there is only Go, and run where there is only
// the program: no C compiler, no C library, no time zones of the system.
func TestProgramStandsAlone(t *testing.T) {
	deps := listDeps(t, "CGO_ENABLED=0", "{{.ImportPath}}")
	if slices.Contains(deps, "runtime/cgo") {
		t.Error("cmd/muctieu needs runtime/cgo although CGO_ENABLED=0")
	}
	// Windows and the container image have no zones; dates are in Asia/Ho_Chi_Minh.
	if !slices.Contains(deps, "time/tzdata") {
		t.Error(`cmd/muctieu does not import _ "time/tzdata"`)
	}
}

// Where gcc is installed, plain go run must not start compiling C either.
func TestNoCFilesBesideCompiler(t *testing.T) {
	for _, pkg := range listDeps(t, "CGO_ENABLED=1", "{{if and .CgoFiles (not .Standard)}}{{.ImportPath}}{{end}}") {
		t.Errorf("cmd/muctieu comes to compile the C of %s", pkg)
	}
}

// listDeps runs go list over what cmd/muctieu is built from.
func listDeps(t *testing.T, env, format string) []string {
	t.Helper()
	return strings.Fields(goOutput(t, env, "list", "-deps", "-f", format, "./cmd/muctieu"))
}
