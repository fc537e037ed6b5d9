package config_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
)

// A line is a command line with all settings and one flag that is none.
type line struct {
	config.Common `group:"settings"`
	Serve         struct {
		config.Web `group:"settings"`
		Once       string `name:"once"`
	} `cmd:""`
}

// names are the variables of the help texts.
var names = []string{"data_dir", "database", "config", "key_file", "zone", "lang", "listen", "secure", "origin", "trust_proxy", "session_lifetime", "api_rate", "admin_listen", "admin_only", "admin_networks", "admin_hours", "log_file", "log_days", "push_to", "push_token_file", "push_unit", "oidc_issuer", "oidc_client", "oidc_secret_file", "oidc_claim", "oidc_name",
	"smtp_host", "smtp_port", "smtp_tls", "smtp_user", "smtp_password_file", "smtp_password", "mail_from"}

func parse(t *testing.T, env map[string]string, args ...string) (line, error) {
	t.Helper()
	vars := kong.Vars{}
	for _, n := range names {
		vars["help_"+n] = n
	}
	var l line
	k, err := kong.New(&l, vars, kong.Resolvers(config.NewSource(func(name string) string { return env[name] })))
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.Parse(append([]string{"serve"}, args...))
	return l, err
}

func settingsFile(t *testing.T, dir, content string) string {
	t.Helper()
	path := filepath.Join(dir, config.FileName)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Flags go before the environment, that before the file, that before the
// defaults.
func TestOrderOfSources(t *testing.T) {
	dir := t.TempDir()
	settingsFile(t, dir, `{"listen":"file:1","api_rate":7,"secure_cookies":true,"origin":["https://a.vn","https://b.vn"],"session_lifetime":"30m"}`)
	env := map[string]string{"MUCTIEU_LISTEN": "env:2", "MUCTIEU_DATA_DIR": dir}
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want string
	}{
		{"default", nil, []string{"--data-dir", t.TempDir()}, "127.0.0.1:8080"},
		{"file", nil, []string{"--data-dir", dir}, "file:1"},
		{"environment", env, nil, "env:2"},
		{"flag", env, []string{"--listen", "flag:3"}, "flag:3"},
		{"file named elsewhere", nil, []string{"--config", filepath.Join(dir, config.FileName)}, "file:1"},
		{"file named by the environment", map[string]string{"MUCTIEU_CONFIG": filepath.Join(dir, config.FileName)}, nil, "file:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(t, tt.env, tt.args...)
			if err != nil || got.Serve.Listen != tt.want {
				t.Errorf("listen %q, %v; want %q", got.Serve.Listen, err, tt.want)
			}
		})
	}
	got, err := parse(t, nil, "--data-dir", dir)
	if err != nil || got.Serve.APIRate != 7 || !got.Serve.Secure || len(got.Serve.Origins) != 2 || got.Serve.Lifetime != 30*time.Minute {
		t.Errorf("from the file: %+v, %v", got.Serve, err)
	}
}

// A setting that is misspelt would be missed in silence.
func TestFilesRefused(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"unknown key", `{"listn":"x:1"}`, "cli.config_unknown"},
		{"a flag of one run", `{"once":"x"}`, "cli.config_unknown"},
		{"the file itself", `{"config":"x"}`, "cli.config_unknown"},
		{"help", `{"help":true}`, "cli.config_unknown"},
		{"nested by command", `{"serve":{"listen":"x:1"}}`, "cli.config_unknown"},
		{"with a dash", `{"data-dir":"x"}`, "cli.config_unknown"},
		{"not JSON", `listen = x:1`, "cli.config_form"},
		{"a list", `["listen"]`, "cli.config_form"},
		{"two objects", `{} {}`, "cli.config_form"},
		{"wrong kind of value", `{"api_rate":"many"}`, "--api-rate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := settingsFile(t, t.TempDir(), tt.content)
			if _, err := parse(t, nil, "--config", path); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := parse(t, nil, "--config", filepath.Join(t.TempDir(), "none.json")); err == nil || !strings.Contains(err.Error(), "cli.config_unreadable") {
		t.Errorf("a named file that is not there: %v", err)
	}
}

func TestCommonCheck(t *testing.T) {
	sound := config.Common{DataDir: "data/var", ZoneName: "Asia/Ho_Chi_Minh", Language: "vi"}
	tests := []struct {
		name   string
		change func(*config.Common)
		want   string
	}{
		{"sound", func(*config.Common) {}, ""},
		{"UTC", func(c *config.Common) { c.ZoneName = "UTC" }, ""},
		{"no zone", func(c *config.Common) { c.ZoneName = "" }, "cli.bad_zone"},
		{"the machine's zone", func(c *config.Common) { c.ZoneName = "Local" }, "cli.bad_zone"},
		{"unknown zone", func(c *config.Common) { c.ZoneName = "Asia/Lê_Chân" }, "cli.bad_zone"},
		{"postgres", func(c *config.Common) { c.Database = "postgres://u@h/d" }, ""},
		{"another database", func(c *config.Common) { c.Database = "mysql://user:secret@h/d" }, "cli.bad_database"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sound
			tt.change(&c)
			checkError(t, c.Check(), tt.want)
		})
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	if err == nil || !strings.HasPrefix(err.Error(), want) || errs.KindOf(err) != errs.Invalid {
		t.Errorf("error %v, want %s", err, want)
	}
	if err != nil && strings.Contains(err.Error(), "secret") {
		t.Errorf("the error tells the password: %v", err)
	}
}

func TestWebCheck(t *testing.T) {
	sound := config.Web{Listen: "127.0.0.1:8080", Lifetime: time.Hour, APIRate: 1}
	tests := []struct {
		name   string
		change func(*config.Web)
		want   string
	}{
		{"sound", func(*config.Web) {}, ""},
		{"every address", func(w *config.Web) { w.Listen = ":8080" }, ""},
		{"no port", func(w *config.Web) { w.Listen = "127.0.0.1" }, "cli.bad_listen"},
		{"behind a proxy", func(w *config.Web) { w.Origins = []string{"https://kpi.lechan.vn"} }, ""},
		{"with a path", func(w *config.Web) { w.Origins = []string{"https://kpi.lechan.vn/x"} }, "cli.bad_origin"},
		{"without a scheme", func(w *config.Web) { w.Origins = []string{"kpi.lechan.vn"} }, "cli.bad_origin"},
		{"too short a session", func(w *config.Web) { w.Lifetime = time.Second }, "cli.bad_lifetime"},
		{"no requests", func(w *config.Web) { w.APIRate = 0 }, "cli.bad_rate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := sound
			tt.change(&w)
			checkError(t, w.Check(), tt.want)
		})
	}
}

func TestAddress(t *testing.T) {
	tests := []struct {
		name   string
		web    config.Web
		actual *net.TCPAddr
		want   string
	}{
		{"this machine", config.Web{}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, "http://127.0.0.1:8080"},
		{"every address", config.Web{}, &net.TCPAddr{IP: net.IPv6zero, Port: 80}, "http://127.0.0.1:80"},
		{"another address", config.Web{}, &net.TCPAddr{IP: net.IPv4(10, 0, 0, 7), Port: 80}, "http://10.0.0.7:80"},
		{"IPv6", config.Web{}, &net.TCPAddr{IP: net.IPv6loopback, Port: 80}, "http://[::1]:80"},
		{"behind a proxy", config.Web{Origins: []string{"https://kpi.vn"}}, &net.TCPAddr{Port: 80}, "https://kpi.vn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.web.Address(tt.actual); got != tt.want {
				t.Errorf("address %q, want %q", got, tt.want)
			}
		})
	}
}
