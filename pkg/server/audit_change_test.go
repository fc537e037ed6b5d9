package server

import (
	"strings"
	"testing"
)

func TestAuditChange(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"a first version", "", `{"status":"estimate","value":"940.133"}`, "status: estimate; value: 940.133"},
		{"what stays is left out", `{"status":"estimate","value":"1"}`, `{"status":"estimate","value":"2"}`, "value: 1 → 2"},
		{"a property that goes", `{"note":"x","value":"1"}`, `{"value":"1"}`, "note: x → –"},
		{"lists", `{"grants":["official@lechan"]}`, `{"grants":["official@lechan","leader@lechan"]}`, "grants: official@lechan → official@lechan, leader@lechan"},
		{"no object", `"off"`, `"on"`, `"off" → "on"`},
		{"nothing", "", "", ""},
		{"large numbers stay as they are", "", `{"n":1234567}`, "n: 1234567"},
	}
	for _, tt := range tests {
		if got := auditChange(tt.before, tt.after); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := auditChange("", `{"a":"`+strings.Repeat("á", 900)+`"}`); len([]rune(got)) != 401 {
		t.Errorf("a long text is cut to %d characters", len([]rune(got)))
	}
}
