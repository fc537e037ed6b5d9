package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/config"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// Settings come from the environment and from the file in the data folder,
// which itself is a setting.
func TestSettingsOfARun(t *testing.T) {
	c := seeded(t)
	if err := os.WriteFile(filepath.Join(c.data, config.FileName), []byte(`{"lang":"en"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := c.must("summary", "--unit", "lechan", "--period", "2022"); !strings.Contains(got, "Lê Chân district") {
		t.Error("the file in the data folder does not count")
	}
	c.env["MUCTIEU_LANG"] = "vi"
	if got := c.must("summary", "--unit", "lechan", "--period", "2022"); !strings.Contains(got, "Quận Lê Chân") {
		t.Error("the environment does not go before the file")
	}
	if got := c.must("summary", "--unit", "lechan", "--period", "2022", "--lang", "en"); !strings.Contains(got, "Lê Chân district") {
		t.Error("the command line does not go before the environment")
	}
	// A flag of one run is no setting.
	c.env["MUCTIEU_PERIOD"] = "2021"
	if got := c.must("summary", "--unit", "lechan", "--period", "2022"); !strings.Contains(got, "năm 2022") {
		t.Error("the environment chose the period")
	}
	if err := os.WriteFile(filepath.Join(c.data, config.FileName), []byte(`{"languages":"en"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.refused(exitUsage, "languages", "verify")
}

// Dates are those of the zone.
func TestZoneOfDates(t *testing.T) {
	c := seeded(t)
	row := "lechan,thu_ns,2023-M01,5,estimate,,,2023-02-01\n"
	c.must("import", c.file("f.csv", "unit,indicator,period,value,status,source,note,as_of\n"+row))
	if got := c.must("export", "figures"); !strings.Contains(got, "lechan,thu_ns,2023-M01,5,estimate,,,,2023-01-31T17:00:00Z,") {
		t.Error("the day did not begin in Vietnam")
	}
	// The same day of another zone begins later: a version of its own, if it
	// said something else.
	c.must("import", "--zone", "UTC", c.file("f.csv", "unit,indicator,period,value,status,source,note,as_of\n"+strings.Replace(row, ",5,", ",6,", 1)))
	if got := c.must("export", "figures"); !strings.Contains(got, "lechan,thu_ns,2023-M01,6,estimate,,,,2023-02-01T00:00:00Z,2") {
		t.Error("the day did not begin in UTC")
	}
}

func TestHelpOfEveryCommand(t *testing.T) {
	c := newCLI(t)
	for _, command := range []string{"serve", "demo", "import", "export", "summary", "workbook", "user", "user add", "user list", "user disable", "user reset", "token", "token add", "backup", "restore", "verify", "new-key", "health", "version"} {
		for _, lang := range i18n.Langs {
			r := c.run("", append(strings.Fields(command), "--help", "--lang", string(lang))...)
			if r.code != exitDone || strings.Contains(r.stdout, "cli.") || strings.Contains(r.stdout, "${") || strings.Contains(r.stdout, "help_") || len(r.stdout) < 100 {
				t.Errorf("%s in %s: exit %d, %q", command, lang, r.code, r.stdout)
			}
		}
	}
}

// A file appears whole or not at all.
func TestOutput(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	p := &program{stdout: &bytes.Buffer{}}
	if err := p.output(path, func(w io.Writer) error { _, err := io.WriteString(w, "one"); return err }); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := p.output(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the writer", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "one" {
		t.Errorf("the file holds %q, %v; want what it held before", got, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files, %v: the unfinished one was left", len(entries), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o007 != 0 {
		t.Errorf("mode %v, %v: others may read the figures", info.Mode(), err)
	}
	if err := p.output(filepath.Join(dir, "none", "x"), nil); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := p.output(dir, func(io.Writer) error { return nil }); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a folder in the place of the file: %v", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || strings.HasPrefix(entries[0].Name(), ".muctieu") {
		t.Errorf("an unfinished file was left beside the folder: %v, %v", entries, err)
	}
	if err := p.output("", func(w io.Writer) error { _, err := io.WriteString(w, "printed"); return err }); err != nil || p.stdout.(*bytes.Buffer).String() != "printed" {
		t.Errorf("printed %q, %v", p.stdout, err)
	}
}

func TestRefuse(t *testing.T) {
	words := i18n.For(i18n.En)
	faults := errs.Faults{{Place: "f.csv:2", Err: errs.E(errs.Invalid, "exchange.needed")}, {Place: "f.csv:7", Err: errs.E(errs.Invalid, "exchange.needed")}}
	tests := []struct {
		name string
		err  error
		code int
		want []string
	}{
		{"nothing", nil, exitDone, nil},
		{"faults", faults, exitRefused, []string{"f.csv:2: the cell is empty", "f.csv:7: the cell is empty"}},
		{"one of ours", errs.E(errs.NotFound, "cli.no_user", "login", "x"), exitRefused, []string{"there is no account x"}},
		{"of nobody", errors.New("disk on fire"), exitRefused, []string{words.T("core.internal"), "Cause: disk on fire"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			code := refuse(&b, words, tt.err, exitRefused)
			got := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
			if code != tt.code || tt.want == nil && b.Len() > 0 || tt.want != nil && len(got) != len(tt.want) {
				t.Fatalf("code %d, said %q; want %d and %q", code, got, tt.code, tt.want)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("line %d is %q, want %q", i, got[i], want)
				}
			}
		})
	}
}

func TestEndOf(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"": "0001-01-01T00:00:00Z", "2022-12-09": "2022-12-09T16:59:59Z", "2022-12-31": "2022-12-31T16:59:59Z",
		"2022-12-09T10:00:00Z": "2022-12-09T10:00:00Z", "2022-12-09T10:00:00+07:00": "2022-12-09T03:00:00Z",
	} {
		got, err := endOf(text, zone)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("endOf(%q) = %s, %v; want %s", text, got.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"yesterday", "09/12/2022", "2022-13-01", "2022"} {
		if got, err := endOf(text, zone); errs.KindOf(err) != errs.Invalid || err == nil {
			t.Errorf("endOf(%q) = %v, %v; want it refused", text, got, err)
		}
	}
}

func TestEarlyLang(t *testing.T) {
	for _, tt := range []struct {
		args []string
		env  string
		want i18n.Lang
	}{
		{nil, "", i18n.Vi}, {nil, "en", i18n.En}, {[]string{"--lang", "en"}, "", i18n.En}, {[]string{"--lang=en", "x"}, "", i18n.En},
		{[]string{"--lang", "vi"}, "en", i18n.Vi}, {[]string{"--lang"}, "", i18n.Vi}, {[]string{"--lang=fr"}, "", i18n.Vi},
	} {
		if got := earlyLang(tt.args, func(string) string { return tt.env }); got != tt.want {
			t.Errorf("%q with %q: %s, want %s", tt.args, tt.env, got, tt.want)
		}
	}
}

// Passwords of the demo are different each time and easy to type.
func TestNewPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		word := newPassword()
		if seen[word] || len(word) != 19 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz234567-") != "" {
			t.Fatalf("password %q", word)
		}
		seen[word] = true
	}
}
