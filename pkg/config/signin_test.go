package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"muctieu/pkg/config"
)

func TestOIDCCheck(t *testing.T) {
	tests := []struct {
		name string
		oidc config.OIDC
		want string
	}{
		{"none", config.OIDC{OIDCClaim: "preferred_username"}, ""},
		{"whole", config.OIDC{OIDCIssuer: "https://sso.haiphong.gov.vn/realms/hp", OIDCClient: "muctieu"}, ""},
		{"on this machine", config.OIDC{OIDCIssuer: "http://127.0.0.1:8081", OIDCClient: "muctieu"}, ""},
		{"no client", config.OIDC{OIDCIssuer: "https://sso.haiphong.gov.vn"}, "cli.bad_oidc"},
		{"no issuer", config.OIDC{OIDCClient: "muctieu"}, "cli.bad_oidc"},
		{"a secret alone", config.OIDC{OIDCSecret: "secret.txt"}, "cli.bad_oidc"},
		{"without TLS", config.OIDC{OIDCIssuer: "http://sso.haiphong.gov.vn", OIDCClient: "muctieu"}, "cli.bad_oidc_issuer"},
		{"no address", config.OIDC{OIDCIssuer: "sso.haiphong.gov.vn", OIDCClient: "muctieu"}, "cli.bad_oidc_issuer"},
		{"a password in it", config.OIDC{OIDCIssuer: "https://a:b@sso.vn", OIDCClient: "muctieu"}, "cli.bad_oidc_issuer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkError(t, tt.oidc.Check(), tt.want) })
	}
}

func TestOIDCKeyFile(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) config.OIDC {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return config.OIDC{OIDCSecret: path}
	}
	if got, err := file("key", " k9x \n").Secret(); err != nil || got != "k9x" {
		t.Errorf("secret %q, %v", got, err)
	}
	if got, err := (config.OIDC{}).Secret(); err != nil || got != "" {
		t.Errorf("no file: %q, %v", got, err)
	}
	_, err := file("empty", "\n").Secret()
	checkError(t, err, "cli.oidc_key_file")
	_, err = config.OIDC{OIDCSecret: filepath.Join(dir, "none")}.Secret()
	checkError(t, err, "cli.oidc_key_file")
}
