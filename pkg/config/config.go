// Package config gathers the settings of one run: flags go before MUCTIEU_…
// variables of the environment, those before a JSON file, and that before the
// defaults.
package config

import (
	"net"
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zone files, nor has an empty container

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// A Common holds the settings of every command. Its fields are flags.
type Common struct {
	DataDir  string `name:"data-dir" default:"data/var" placeholder:"DIR" help:"${help_data_dir}"`
	Database string `name:"database" placeholder:"postgres://…" help:"${help_database}"`
	File     string `name:"config" placeholder:"FILE" help:"${help_config}"`
	KeyFile  string `name:"key-file" placeholder:"FILE" help:"${help_key_file}"`
	ZoneName string `name:"zone" default:"Asia/Ho_Chi_Minh" placeholder:"ZONE" help:"${help_zone}"`
	Language string `name:"lang" default:"vi" enum:"vi,en" help:"${help_lang}"`
}

// Zone gives the zone that dates are meant in. It is sound once Check has
// passed.
func (c Common) Zone() (*time.Location, error) {
	zone, err := time.LoadLocation(c.ZoneName)
	if err != nil || c.ZoneName == "" || c.ZoneName == "Local" {
		return nil, errs.E(errs.Invalid, "cli.bad_zone", "text", c.ZoneName)
	}
	return zone, nil
}

// Lang gives the language of what a command says.
func (c Common) Lang() i18n.Lang { return i18n.ParseLang(c.Language) }

// Check reports settings that cannot be meant: Invalid, "cli.bad_zone" or
// "cli.bad_database".
func (c Common) Check() error {
	if _, err := c.Zone(); err != nil {
		return err
	}
	// The address may hold a password, so it is not repeated.
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		return errs.E(errs.Invalid, "cli.bad_database")
	}
	return nil
}

// A Web holds the settings of the commands that answer browsers.
type Web struct {
	Listen     string        `name:"listen" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"${help_listen}"`
	Secure     bool          `name:"secure-cookies" help:"${help_secure}"`
	Origins    []string      `name:"origin" placeholder:"https://…" help:"${help_origin}"`
	TrustProxy bool          `name:"trust-proxy" help:"${help_trust_proxy}"`
	Lifetime   time.Duration `name:"session-lifetime" default:"12h" help:"${help_session_lifetime}"`
	APIRate    int           `name:"api-rate" default:"600" help:"${help_api_rate}"`
	Admin      `embed:""`
	Log        `embed:""`
	Push       `embed:""`
	OIDC       `embed:""`
	Mail       `embed:""`
}

// Check reports settings that cannot be meant: Invalid, "cli.bad_listen",
// "cli.bad_origin", "cli.bad_lifetime", "cli.bad_rate", or as of OIDC, Mail and Admin.
func (w Web) Check() error {
	if _, _, err := net.SplitHostPort(w.Listen); err != nil {
		return errs.E(errs.Invalid, "cli.bad_listen", "text", w.Listen)
	}
	for _, o := range w.Origins {
		u, err := url.Parse(o)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
			return errs.E(errs.Invalid, "cli.bad_origin", "text", o)
		}
	}
	switch {
	case w.Lifetime < time.Minute:
		return errs.E(errs.Invalid, "cli.bad_lifetime")
	case w.APIRate < 1:
		return errs.E(errs.Invalid, "cli.bad_rate")
	}
	if err := w.OIDC.Check(); err != nil {
		return err
	}
	if err := w.Mail.Check(); err != nil {
		return err
	}
	if err := w.Push.Check(); err != nil {
		return err
	}
	return w.Admin.Check()
}

// Address gives the address a browser on this machine reaches the server by;
// actual is what it really listens on, as a port 0 is given a free one.
func (w Web) Address(actual net.Addr) string {
	if len(w.Origins) > 0 {
		return w.Origins[0]
	}
	host, port, err := net.SplitHostPort(actual.String())
	if err != nil {
		return "http://" + actual.String()
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
