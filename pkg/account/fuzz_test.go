package account

import (
	"strings"
	"testing"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

// Whatever is typed, a password that is taken is long enough and not the
// login, and a refusal has words.
func FuzzCheckPassword(f *testing.F) {
	for _, s := range []string{"", "mot mat khau du dai 2026", "matkhau123456", "ộộộộộộộộộộộộ", "aaaaaaaaaaaa", "\xff\xfe\xfd\xff\xfe\xfd\xff\xfe\xfd\xff\xfe\xfd", "            ", "!!!!!!!!!!!!!!!"} {
		f.Add(s, "nguyenvana", "Nguyễn Văn A")
	}
	f.Fuzz(func(t *testing.T, password, login, name string) {
		err := CheckPassword(password, login, name)
		switch n := utf8.RuneCountInString(password); {
		case err == nil && (n < MinPassword || n > MaxPassword):
			t.Errorf("%q of %d characters is taken", password, n)
		case err == nil && len(login) >= 3 && password == login && bare(login) == login:
			t.Errorf("the login %q is taken as password", login)
		case err != nil && (errs.KindOf(err) != errs.Invalid || !strings.HasPrefix(keyOf(err), "account.password_")):
			t.Errorf("%q is refused with %v", password, err)
		}
	})
}

// What Login gives, it gives again: there is one writing of a login.
func FuzzLogin(f *testing.F) {
	for _, s := range []string{"an", " AN.Nguyen@lc ", "", "_", "İ", "K", "a\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		login, err := Login(s)
		if err != nil {
			return
		}
		if again, err := Login(login); err != nil || again != login {
			t.Errorf("Login(%q) = %q, which is read as %q, %v", s, login, again, err)
		}
		if strings.Trim(login, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != "" {
			t.Errorf("Login(%q) = %q", s, login)
		}
	})
}

// A grant that is read is written back as it was.
func FuzzParseGrant(f *testing.F) {
	for _, s := range []string{"official@lechan", "leader@haiphong+below", "official@a+below:B: C", "reviewer@", "@", "official@a:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := ParseGrant(s)
		if err != nil {
			return
		}
		if again, err := ParseGrant(g.String()); err != nil || again != g {
			t.Errorf("ParseGrant(%q) = %+v, written %q, read %+v, %v", s, g, g.String(), again, err)
		}
	})
}

// A damaged hash fits nothing and takes no time or memory out of bounds.
func FuzzVerifyPassword(f *testing.F) {
	for _, s := range []string{"", "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=64,t=1,p=1$$", "$$$$", "$argon2id$v=18$m=1,t=1,p=1$a$b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, hash string) {
		if strings.Contains(hash, "m=") && !strings.Contains(hash, "m=64,t=1,p=1") {
			return // others are honest work, only slow
		}
		if ok, err := VerifyPassword(hash, "mot mat khau du dai 2026"); ok {
			t.Errorf("%q fits, %v", hash, err)
		}
	})
}

func BenchmarkHashPassword(b *testing.B) {
	for b.Loop() {
		HashPassword("mot mat khau du dai 2026")
	}
}
