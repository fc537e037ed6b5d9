package account

import (
	"errors"
	"strings"
	"testing"

	"muctieu/pkg/errs"
)

func TestCheckPassword(t *testing.T) {
	tests := []struct {
		name, password string
		key            string // of the refusal; empty: taken
	}{
		{"a sentence", "mot mat khau du dai 2026", ""},
		{"a sentence with marks", "trời xanh mây trắng nắng vàng", ""},
		{"no classes are asked", "bonconvoiditamsong", ""},
		{"twelve characters", "quaxoaicatchu", ""},
		{"eleven characters", "quaxoaichin", "account.password_short"},
		{"eleven characters of two bytes", "ộộộộộộộộộộộ", "account.password_short"},
		{"nothing", "", "account.password_short"},
		{"as long as allowed", strings.Repeat("xanh la ", 25), ""},
		{"longer than allowed", strings.Repeat("xanh la ", 26), "account.password_long"},
		{"digits in order", "123456789012", "account.password_common"},
		{"digits backwards", "987654321098", "account.password_common"},
		{"a row of keys", "qwertyuiopas", "account.password_common"},
		{"one character", "aaaaaaaaaaaaaa", "account.password_common"},
		{"a short piece again and again", "abc1abc1abc1", "account.password_common"},
		{"a common word and digits", "matkhau123456", "account.password_common"},
		{"the same with spaces and capitals", "Mat Khau 2026 !", "account.password_common"},
		{"the same with marks", "Mật khẩu 123456", "account.password_common"},
		{"letters swapped for digits", "p4ssw0rd2026", "account.password_common"},
		{"an English one", "Administrator1", "account.password_common"},
		{"a town and a year", "haiphong20262026", "account.password_common"},
		{"the login and a year", "nguyenvanbinh2026", "account.password_own"},
		{"the name", "Nguyễn Văn Bình", "account.password_own"},
		{"the login inside a sentence", "nguyenvanbinh di cho mua ca", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckPassword(tt.password, "nguyenvanbinh", "Nguyễn Văn Bình")
			if got := keyOf(err); got != tt.key {
				t.Errorf("CheckPassword(%q): %q, want %q", tt.password, got, tt.key)
			}
		})
	}
}

// keyOf is the message key of an error, empty for none.
func keyOf(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestHashPassword(t *testing.T) {
	a, b := HashPassword("trời xanh mây trắng"), HashPassword("trời xanh mây trắng")
	if a == b {
		t.Error("two hashes of one password are equal: no salt")
	}
	if !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %q", a)
	}
	tests := []struct {
		name, hash, password string
		ok, damaged          bool
	}{
		{"right", a, "trời xanh mây trắng", true, false},
		{"wrong", a, "trời xanh mây trăng", false, false},
		{"no password set", "", "", false, false},
		{"another cost", "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$wrongwrongwrongwrongwrongw", "x", false, false},
		{"no hash at all", "trời xanh mây trắng", "trời xanh mây trắng", false, true},
		{"bcrypt", "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "x", false, true},
		{"a cost that takes all memory", "$argon2id$v=19$m=99999999,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", false, true},
		{"no passes", "$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", false, true},
		{"a cut hash", a[:len(a)-40], "trời xanh mây trắng", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ok, err := VerifyPassword(tt.hash, tt.password)
			if ok != tt.ok || (err != nil) != tt.damaged {
				t.Errorf("VerifyPassword = %t, %v; want %t, damaged %t", ok, err, tt.ok, tt.damaged)
			}
		})
	}
}

func TestLoginForm(t *testing.T) {
	tests := []struct{ text, want string }{
		{"can_bo", "can_bo"}, {" CAN_BO ", "can_bo"}, {"an.nguyen@haiphong-lc", "an.nguyen@haiphong-lc"}, {"7", "7"},
		{"", ""}, {"  ", ""}, {"_an", ""}, {"cán bộ", ""}, {"a b", ""}, {"a/b", ""}, {"a\x00", ""}, {strings.Repeat("a", 65), ""},
	}
	for _, tt := range tests {
		got, err := Login(tt.text)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Login(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
		}
	}
}

func TestPersonName(t *testing.T) {
	tests := []struct{ text, want string }{
		{" Nguyễn Văn An ", "Nguyễn Văn An"}, {"=cmd|x", "=cmd|x"}, {strings.Repeat("ộ", 200), strings.Repeat("ộ", 200)},
		{"", ""}, {" ", ""}, {"a\nb", ""}, {"a\x00b", ""}, {"\xff", ""}, {strings.Repeat("ộ", 201), ""},
	}
	for _, tt := range tests {
		got, err := PersonName(tt.text)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("PersonName(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
		}
	}
}
