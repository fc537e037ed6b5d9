package config

import (
	"os"
	"path/filepath"
	"testing"

	"muctieu/pkg/errs"
)

func TestMailCheck(t *testing.T) {
	sound := Mail{SMTPHost: "mail.haiphong.gov.vn", SMTPPort: 587, SMTPTLS: "starttls", MailFrom: "Mục tiêu <kpi@haiphong.gov.vn>"}
	for _, tt := range []struct {
		name   string
		change func(*Mail)
		bad    bool
	}{
		{"sound", func(*Mail) {}, false},
		{"none", func(m *Mail) { *m = Mail{} }, false},
		{"an address of numbers", func(m *Mail) { m.SMTPHost = "::1" }, false},
		{"a port in the host", func(m *Mail) { m.SMTPHost = "mail.vn:25" }, true},
		{"an address of the web", func(m *Mail) { m.SMTPHost = "smtp://mail.vn" }, true},
		{"no port", func(m *Mail) { m.SMTPPort = 0 }, true},
		{"no sender", func(m *Mail) { m.MailFrom = "" }, true},
		{"a sender that is none", func(m *Mail) { m.MailFrom = "kpi" }, true},
	} {
		m := sound
		tt.change(&m)
		if err := m.Check(); (errs.KindOf(err) == errs.Invalid) != tt.bad || !tt.bad && err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestMailPassword(t *testing.T) {
	dir := t.TempDir()
	file, empty := filepath.Join(dir, "mat-khau"), filepath.Join(dir, "trong")
	for path, text := range map[string]string{file: "bi mat\r\n", empty: "\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name string
		mail Mail
		want string
		bad  bool
	}{
		{"none", Mail{}, "", false},
		{"of the environment", Mail{SMTPPassword: "abc"}, "abc", false},
		{"of the file", Mail{SMTPPassword: "abc", SMTPPasswordFile: file}, "bi mat", false},
		{"of an empty file", Mail{SMTPPasswordFile: empty}, "", true},
		{"of a file that is not there", Mail{SMTPPasswordFile: file + "x"}, "", true},
	} {
		got, err := tt.mail.Password()
		if got != tt.want || (err != nil) != tt.bad {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}
