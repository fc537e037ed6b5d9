package server

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxKey is the most characters of a key or code.
const maxKey = 64

// validKey reports whether a text may be a unit's key or an indicator's code:
// [a-z0-9][a-z0-9_-]{0,63}.
func validKey(s string) bool {
	if s == "" || len(s) > maxKey || s[0] == '_' || s[0] == '-' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

// keyFrom makes a key of a name: "Lê Chân" gives "lechan", "Đồ Sơn" "doson".
// It is empty where nothing of the name can stand in one.
func keyFrom(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r == 'đ':
			b.WriteByte('d')
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), b.Len() >= maxKey:
		}
	}
	return shorten(b.String(), maxKey)
}
