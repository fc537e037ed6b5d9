package account

import (
	"strings"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

// The most characters of a login and of a person's name.
const (
	maxLogin = 64
	maxName  = 200
)

// Login reads a login as it was typed: spaces around it and the case of its
// letters do not count. It is made of a-z, 0-9 and . _ - @, begins with a
// letter or digit and has at most 64 characters; anything else is Invalid,
// "account.login_form".
func Login(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" || len(s) > maxLogin || !alphanumeric(s[0]) {
		return "", errs.E(errs.Invalid, "account.login_form")
	}
	for i := range len(s) {
		if !alphanumeric(s[i]) && !strings.ContainsRune("._-@", rune(s[i])) {
			return "", errs.E(errs.Invalid, "account.login_form")
		}
	}
	return s, nil
}

func alphanumeric(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// PersonName reads a person's name: no line breaks or other control
// characters, 1 to 200 characters; anything else is Invalid,
// "account.name_form".
func PersonName(s string) (string, error) {
	s = strings.TrimSpace(s)
	control := strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) >= 0
	if s == "" || control || !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxName {
		return "", errs.E(errs.Invalid, "account.name_form")
	}
	return s, nil
}
