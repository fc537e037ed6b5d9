package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muctieu/pkg/config"
	"muctieu/pkg/i18n"
)

// adopt does what a server does with the key when it starts.
func (c *cli) adopt(keyFile string) (words string) {
	c.t.Helper()
	p := &program{ctx: context.Background(), settings: config.Common{DataDir: c.data, KeyFile: keyFile}}
	p.words = i18n.For(i18n.En)
	s := c.opened()
	if err := p.adoptKey(s); err != nil {
		return p.words.Error(err)
	}
	return ""
}

// The first server makes the key; one with another, or none, is refused and
// told what to do; a new key is a decision.
func TestKey(t *testing.T) {
	c := seeded(t)
	own := filepath.Join(c.data, config.KeyName)
	if words := c.adopt(""); words != "" {
		t.Fatalf("first start: %s", words)
	}
	made, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(own); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	write := func(name, text string) string {
		path := filepath.Join(c.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct{ name, file, want string }{
		{"second start", "", ""},
		{"a copy elsewhere", write("copy", string(made)), ""},
		{"no file", filepath.Join(c.dir, "none"), "new-key"},
		{"another key", write("other", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), "new-key"},
		{"an empty file", write("empty", ""), "not a key"},
		{"a folder", c.dir, c.dir},
	}
	for _, tt := range tests {
		if got := c.adopt(tt.file); (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if _, err := os.Stat(filepath.Join(c.dir, "none")); err == nil {
		t.Error("a second server made a key of its own")
	}
	c.must("verify")
	if got := c.must("new-key", "--key-file", filepath.Join(c.dir, "none"), "--lang", "en"); !strings.Contains(got, "none") {
		t.Errorf("new-key says %q", got)
	}
	if got := c.adopt(""); !strings.Contains(got, "new-key") {
		t.Errorf("the key before: %q", got)
	}
	c.refused(exitRefused, "empty", "verify", "--key-file", filepath.Join(c.dir, "empty"))
}
