package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"muctieu/pkg/errs"
)

func TestPushCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		push Push
		key  string
	}{
		{"nothing", Push{}, ""},
		{"whole", Push{PushTo: "https://kpi.example.vn", PushToken: "token"}, ""},
		{"this machine", Push{PushTo: "http://127.0.0.1:8080", PushToken: "token"}, ""},
		{"no token", Push{PushTo: "https://kpi.example.vn"}, "cli.bad_push"},
		{"a unit alone", Push{PushUnit: "lechan"}, "cli.bad_push"},
		{"no TLS", Push{PushTo: "http://kpi.example.vn", PushToken: "token"}, "cli.bad_push_to"},
		{"a password in it", Push{PushTo: "https://a:b@kpi.example.vn", PushToken: "token"}, "cli.bad_push_to"},
	} {
		var e *errs.Error
		got := ""
		if errors.As(tt.push.Check(), &e) {
			got = e.Key
		}
		if got != tt.key {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.key)
		}
	}
}

func TestPushToken(t *testing.T) {
	if token, err := (Push{}).Token(); token != "" || err != nil {
		t.Errorf("no file: %q, %v", token, err)
	}
	file := filepath.Join(t.TempDir(), "token")
	if _, err := (Push{PushToken: file}).Token(); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(file, []byte(" mt_abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if token, err := (Push{PushToken: file}).Token(); token != "mt_abc" || err != nil {
		t.Errorf("%q, %v", token, err)
	}
}
