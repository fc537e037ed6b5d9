package config

import (
	"net/url"
	"os"
	"strings"

	"muctieu/pkg/errs"
)

// A Push says where approved figures are sent.
type Push struct {
	PushTo    string `name:"push-to" placeholder:"https://…" help:"${help_push_to}"`
	PushToken string `name:"push-token-file" placeholder:"FILE" help:"${help_push_token_file}"`
	PushUnit  string `name:"push-unit" placeholder:"KEY" help:"${help_push_unit}"`
}

// Check reports settings that cannot be meant: Invalid, "cli.bad_push" where
// one of address and token is missing, "cli.bad_push_to" {text} where the
// address is no https address; only one on this machine may do without TLS.
func (p Push) Check() error {
	if p.PushTo == "" && p.PushToken == "" && p.PushUnit == "" {
		return nil
	}
	if p.PushTo == "" || p.PushToken == "" {
		return errs.E(errs.Invalid, "cli.bad_push")
	}
	u, err := url.Parse(p.PushTo)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && !(u.Scheme == "http" && ownMachine(u.Hostname())) {
		return errs.E(errs.Invalid, "cli.bad_push_to", "text", p.PushTo)
	}
	return nil
}

// Token reads the token from its file, without space around it; empty where no
// file is set. The error is Invalid, "cli.push_token_file" {file}.
func (p Push) Token() (string, error) {
	if p.PushToken == "" {
		return "", nil
	}
	raw, err := os.ReadFile(p.PushToken)
	token := strings.TrimSpace(string(raw))
	if err != nil || token == "" {
		return "", errs.E(errs.Invalid, "cli.push_token_file", "file", p.PushToken).Because(err)
	}
	return token, nil
}
