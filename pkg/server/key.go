package server

import (
	"strings"

	"muctieu/pkg/number"
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
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number.Unaccented(name))
	return shorten(key, maxKey)
}
