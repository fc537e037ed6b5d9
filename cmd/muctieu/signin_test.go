package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The log goes to the file of the day, and settings that cannot be meant stop
// the start.
func TestServeWithALogFile(t *testing.T) {
	c := seeded(t)
	folder := t.TempDir()
	args := []string{"serve", "--data-dir", c.data, "--listen", "127.0.0.1:0", "--log-file", filepath.Join(folder, "muctieu.log")}
	c.refused(exitUsage, "365", append(args, "--log-days", "30")...)
	c.refused(exitRefused, "none", "serve", "--data-dir", c.data, "--listen", "127.0.0.1:0", "--log-file", filepath.Join(folder, "none", "x.log"))
	r := start(t, nil, args...)
	if code, _ := get(t, r.until(`(http://\S+)`)+"/login"); code != http.StatusOK {
		t.Errorf("the login page: %d", code)
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
	files, err := filepath.Glob(filepath.Join(folder, "muctieu-????-??-??.log"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	raw, err := os.ReadFile(files[len(files)-1])
	if err != nil || !strings.Contains(string(raw), "route=/login") {
		t.Errorf("the log holds %s, %v", raw, err)
	}
	if strings.Contains(r.errs.String(), "route=/login") {
		t.Error("the log goes to the screen too")
	}
}

// A provider that cannot be asked at the start does not keep the server from
// starting; settings that are half there do.
func TestServeWithAProvider(t *testing.T) {
	c := seeded(t)
	args := []string{"serve", "--data-dir", c.data, "--listen", "127.0.0.1:0", "--oidc-issuer", "http://127.0.0.1:1"}
	c.refused(exitUsage, "--oidc-client", args...)
	args = append(args, "--oidc-client", "muctieu", "--oidc-name", "tài khoản thành phố")
	c.refused(exitUsage, "none.txt", append(args, "--oidc-secret-file", filepath.Join(t.TempDir(), "none.txt"))...)
	r := start(t, nil, append(args, "--oidc-secret-file", c.file("key.txt", "k9x\n"))...)
	base := r.until(`(http://\S+)`)
	if code, body := get(t, base+"/login"); code != http.StatusOK || !strings.Contains(body, "Đăng nhập bằng tài khoản thành phố") {
		t.Errorf("the login page: %d", code)
	}
	if code, _ := get(t, base+"/login/oidc"); code != http.StatusServiceUnavailable {
		t.Errorf("a provider that does not answer: %d", code)
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
}

// Passwords from the command line keep the rules of the office too.
func TestPasswordRulesOfTheCommandLine(t *testing.T) {
	c := seeded(t)
	add := []string{"user", "add", "--login", "moi", "--name", "Mới", "--grant", "official@lechan", "--password-stdin"}
	if r := c.run("bon con voi\n", add...); r.code != exitRefused {
		t.Errorf("too short: %d", r.code)
	}
	if r := c.run("\n", add...); r.code != exitRefused {
		t.Errorf("none: %d", r.code)
	}
	if r := c.run("bon con voi hai ngay\n", add...); r.code != exitDone {
		t.Errorf("a sentence: %d %s", r.code, r.stderr)
	}
}
