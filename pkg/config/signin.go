package config

import (
	"net"
	"net/url"
	"os"
	"strings"

	"muctieu/pkg/errs"
)

// A Log says where the log of the program goes.
type Log struct {
	LogFile string `name:"log-file" placeholder:"FILE" help:"${help_log_file}"`
	LogDays int    `name:"log-days" default:"400" help:"${help_log_days}"`
}

// An OIDC holds the settings of the office's own sign-in system.
type OIDC struct {
	OIDCIssuer string `name:"oidc-issuer" placeholder:"https://…" help:"${help_oidc_issuer}"`
	OIDCClient string `name:"oidc-client" placeholder:"ID" help:"${help_oidc_client}"`
	OIDCSecret string `name:"oidc-secret-file" placeholder:"FILE" help:"${help_oidc_secret_file}"`
	OIDCClaim  string `name:"oidc-claim" default:"preferred_username" placeholder:"CLAIM" help:"${help_oidc_claim}"`
	OIDCName   string `name:"oidc-name" placeholder:"NAME" help:"${help_oidc_name}"`
}

// Check reports settings that cannot be meant: Invalid, "cli.bad_oidc" where
// one of issuer and client is missing, "cli.bad_oidc_issuer" {text} where the
// issuer is no https address; only one on this machine may do without TLS.
func (o OIDC) Check() error {
	if o.OIDCIssuer == "" && o.OIDCClient == "" && o.OIDCSecret == "" {
		return nil
	}
	if o.OIDCIssuer == "" || o.OIDCClient == "" {
		return errs.E(errs.Invalid, "cli.bad_oidc")
	}
	u, err := url.Parse(o.OIDCIssuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && !(u.Scheme == "http" && ownMachine(u.Hostname())) {
		return errs.E(errs.Invalid, "cli.bad_oidc_issuer", "text", o.OIDCIssuer)
	}
	return nil
}

func ownMachine(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Secret reads the secret from its file, without space around it; empty where
// no file is set. The error is Invalid, "cli.oidc_key_file" {file}.
func (o OIDC) Secret() (string, error) {
	if o.OIDCSecret == "" {
		return "", nil
	}
	raw, err := os.ReadFile(o.OIDCSecret)
	secret := strings.TrimSpace(string(raw))
	if err != nil || secret == "" {
		return "", errs.E(errs.Invalid, "cli.oidc_key_file", "file", o.OIDCSecret).Because(err)
	}
	return secret, nil
}
