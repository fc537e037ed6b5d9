package main

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

const password = "mot mat khau du dai 2026"

// opened opens the store of an installation to look at it.
func (c *cli) opened() *store.Store {
	c.t.Helper()
	s, err := store.Open(context.Background(), store.Options{DataDir: c.data, Now: time.Now})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = s.Close() }) // only read
	return s
}

func TestUsers(t *testing.T) {
	c := seeded(t)
	add := func(login string, more ...string) []string {
		return append([]string{"user", "add", "--login", login, "--name", "Nguyễn Thu Trang", "--grant", "official@lechan:Phòng Tài chính - Kế hoạch", "--grant", "leader@haiphong+below"}, more...)
	}
	if r := c.run(password+"\n", add("trang", "--password-stdin")...); r.code != exitDone {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	s := c.opened()
	user, hash, err := s.Credentials(context.Background(), "trang")
	if err != nil || hash == "" || len(user.Grants) != 2 || user.Grants[0].Agency != "Phòng Tài chính - Kế hoạch" || !user.Grants[1].Below {
		t.Errorf("stored %+v with hash %q, %v", user, hash, err)
	}
	if got := c.must(add("hanh")...); !strings.Contains(got, "/link/") {
		t.Errorf("no link: %q", got)
	}
	c.refused(exitRefused, "trang", add("trang")...)
	c.refused(exitRefused, "vai_trò@đơn_vị", "user", "add", "--login", "x", "--name", "X", "--grant", "king@lechan")
	c.refused(exitRefused, "nowhere", "user", "add", "--login", "x", "--name", "X", "--grant", "official@nowhere")
	if r := c.run("12345", add("weak", "--password-stdin")...); r.code != exitRefused {
		t.Errorf("a weak password: exit %d", r.code)
	}
	c.must("user", "disable", "trang")
	list := c.must("user", "list")
	for _, want := range []string{"trang", "đã khóa", "hanh", "chưa đặt mật khẩu", "leader@haiphong+below"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	if got := c.must("user", "reset", "hanh", "--lang", "en"); !strings.Contains(got, "/link/") || !strings.Contains(got, "hanh") {
		t.Errorf("reset prints %q", got)
	}
	c.refused(exitRefused, "nobody", "user", "reset", "nobody")
	c.refused(exitRefused, "two-step", "user", "reset", "hanh", "--totp", "--lang", "en")
	c.refused(exitRefused, "nobody", "user", "disable", "nobody")
}

func TestToken(t *testing.T) {
	c := seeded(t)
	c.must("user", "add", "--login", "trang", "--name", "Trang", "--grant", "official@lechan")
	word := c.must("token", "add", "--user", "trang", "--name", "bảng tính")
	if len(strings.Fields(word)) != 1 {
		t.Fatalf("prints %q, want the token alone", word)
	}
	_, user, err := c.opened().TokenUser(context.Background(), strings.TrimSpace(word))
	if err != nil || user.Login != "trang" {
		t.Errorf("the token is of %q, %v", user.Login, err)
	}
	c.refused(exitRefused, "nobody", "token", "add", "--user", "nobody", "--name", "x")
}

// The audit names the person an import was made for.
func TestImportAs(t *testing.T) {
	c := seeded(t)
	c.must("user", "add", "--login", "trang", "--name", "Trang", "--grant", "official@lechan")
	c.must("import", "--as", "trang", c.file("good.csv", figuresHeader+"lechan,thu_ns,2022,777,official,,\n"))
	rows, err := c.opened().Audit(context.Background(), store.AuditFilter{Login: "trang"})
	if err != nil || len(rows) != 1 || rows[0].Action != "figure.save" {
		t.Errorf("audit %+v, %v", rows, err)
	}
}

func TestBackupRestoreVerify(t *testing.T) {
	c := seeded(t)
	path := filepath.Join(c.dir, "b.muctieu")
	c.must("backup", path)
	other := newCLI(t)
	other.must("restore", path)
	if other.must("export", "figures") != c.must("export", "figures") {
		t.Error("the restored figures differ")
	}
	other.must("verify")
	other.refused(exitRefused, "", "restore", path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newCLI(t).refused(exitRefused, "", "restore", c.file("cut", string(whole[:len(whole)*2/3])))
	newCLI(t).refused(exitRefused, "none", "restore", filepath.Join(c.dir, "none"))
}

// Every command works on PostgreSQL too, and a backup goes from one engine to
// the other.
func TestOnPostgres(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, o store.Options) {
		c := seeded(t)
		other := newCLI(t)
		other.env["MUCTIEU_DATABASE"] = asURL(o.Database)
		path := filepath.Join(c.dir, "b.muctieu")
		c.must("backup", path)
		other.must("restore", path)
		other.must("verify")
		for _, args := range [][]string{{"export", "figures"}, {"export", "plans"}, {"summary", "--unit", "lechan", "--period", "2022"}} {
			if c.must(args...) != other.must(args...) {
				t.Errorf("%q differs between the engines", args)
			}
		}
		bad := c.file("bad.csv", figuresHeader+"lechan,no_such,2022,1,official,,\n")
		good := c.file("good.csv", figuresHeader+"lechan,thu_ns,2022,777,official,,\n")
		before := other.must("export", "figures")
		other.refused(exitRefused, "bad.csv:2:", "import", good, bad)
		if other.must("export", "figures") != before {
			t.Error("a refused import changed figures")
		}
		if got := other.must("import", good); !strings.Contains(got, "1 thay đổi") {
			t.Errorf("the import says %q", got)
		}
		if _, err := os.Stat(filepath.Join(other.data, store.File)); err == nil {
			t.Error("there is an SQLite file beside PostgreSQL")
		}
	})
}

// asURL writes the address of a database as people do, if it is written as
// pairs of name and value.
func asURL(address string) string {
	if strings.Contains(address, "://") {
		return address
	}
	pairs := map[string]string{}
	for _, pair := range strings.Fields(address) {
		name, value, _ := strings.Cut(pair, "=")
		pairs[name] = value
	}
	u := url.URL{Scheme: "postgres", User: url.User(pairs["user"]), Host: net.JoinHostPort(pairs["host"], pairs["port"]), Path: "/" + pairs["dbname"]}
	q := url.Values{}
	for name, value := range pairs {
		if !slices.Contains([]string{"user", "host", "port", "dbname"}, name) {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
