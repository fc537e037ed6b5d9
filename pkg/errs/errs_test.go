package errs

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestKindOf(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want Kind
	}{
		{"nothing", nil, Internal},
		{"a stranger's error is a fault of ours", io.EOF, Internal},
		{"its own kind", E(Conflict, "x"), Conflict},
		{"through wrapping", fmt.Errorf("saving: %w", E(Locked, "x")), Locked},
		{"through a cause", E(NotFound, "x").Because(E(Invalid, "y")), NotFound},
		{"faults have the kind of the first", Faults{{"a:1", E(Invalid, "x")}, {"a:2", E(Locked, "y")}}, Invalid},
		{"wrapped faults", fmt.Errorf("import: %w", Faults{{"a:1", E(Locked, "x")}}), Locked},
		{"no faults", Faults{}, Internal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := KindOf(tt.err); got != tt.want {
				t.Errorf("KindOf(%v) = %v; want %v", tt.err, got, tt.want)
			}
		})
	}
}

func TestErrorKeepsCauseAndArguments(t *testing.T) {
	e := E(Invalid, "number.too_many_decimals", "max", 2)
	if e.Args["max"] != 2 {
		t.Errorf("Args = %v", e.Args)
	}
	caused := e.Because(io.ErrUnexpectedEOF)
	if !errors.Is(caused, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if e.Err != nil {
		t.Error("Because changed the error it was asked to copy")
	}
	if !strings.Contains(caused.Error(), "number.too_many_decimals") || !strings.Contains(caused.Error(), "unexpected EOF") {
		t.Errorf("Error() = %q", caused.Error())
	}
}

func TestFaults(t *testing.T) {
	var f Faults
	if f.Err() != nil {
		t.Error("no fault is no error")
	}
	f.Add("a.csv:2", E(Invalid, "x"))
	f.Add("a.csv:5", E(Invalid, "y"))
	if got := f.Err().Error(); got != "a.csv:2: x\na.csv:5: y" {
		t.Errorf("Error() = %q", got)
	}
}

func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := Internal; k <= Unauthorized; k++ {
		if seen[k.String()] || strings.HasPrefix(k.String(), "kind ") {
			t.Errorf("kind %d is called %q", k, k.String())
		}
		seen[k.String()] = true
	}
	if got := Kind(200).String(); got != "kind 200" {
		t.Errorf("an unknown kind is %q", got)
	}
}
