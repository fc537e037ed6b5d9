package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Sending needs an address and a token, and says so where nothing is new.
func TestPushCommand(t *testing.T) {
	c := newCLI(t)
	c.refused(exitUsage, "--push-token-file", "push")
	token := filepath.Join(c.dir, "token")
	c.refused(exitUsage, token, "push", "--push-to", "https://kpi.test", "--push-token-file", token)
	if err := os.WriteFile(token, []byte("mt_x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := c.run("", "push", "--push-to", "https://kpi.test", "--push-token-file", token); got.code != exitDone {
		t.Errorf("nothing to send: %d %s", got.code, got.stderr)
	}
}
