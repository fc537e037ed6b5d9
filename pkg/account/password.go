package account

import (
	_ "embed" // the list of common passwords
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

// The lengths of a password, in characters. Length counts for more than
// classes of characters, so no classes are demanded (NIST SP 800-63B, 5.1.1).
const (
	MinPassword = 12
	MaxPassword = 200
)

//go:embed common.txt
var commonText string

// common holds the words that passwords are mostly made of, in the form of
// bare, one a line; lines beginning with # are remarks.
var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			words[line] = true
		}
	}
	return words
})

// CheckPassword reports why a password may not be set for an account: too
// short (account.password_short {min}), too long, mostly the login or the
// name (account.password_own), or easily guessed (account.password_common).
// The result is nil for a good one, else Invalid.
func CheckPassword(password, login, name string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return errs.E(errs.Invalid, "account.password_short", "min", MinPassword)
	case n > MaxPassword:
		return errs.E(errs.Invalid, "account.password_long", "max", MaxPassword)
	}
	word := bare(password)
	if own := bare(login); len(own) >= 3 && mostlyOf(word, own) || bare(name) != "" && word == bare(name) {
		return errs.E(errs.Invalid, "account.password_own")
	}
	if guessable(word) {
		return errs.E(errs.Invalid, "account.password_common")
	}
	return nil
}

// guessable looks at what is left of a password without case, spaces and
// signs: nothing but digits in a simple order, a short piece repeated, or a
// common word with digits around it.
func guessable(word string) bool {
	return word == "" || repeats(word) || runs(word) || commonWord(word)
}

// commonWord takes digits off both ends, as in "123matkhau2026".
func commonWord(word string) bool {
	core := strings.TrimFunc(word, unicode.IsDigit)
	return common()[word] || common()[core] || common()[plain(core)]
}

// mostlyOf is true where a word is an own word with at most four characters
// more.
func mostlyOf(word, own string) bool {
	return strings.Contains(word, own) && len(word)-len(own) <= 4
}

// bare gives the letters and digits of a text in lower case.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// plain undoes the usual swaps of letters for digits: "m4tkh4u", "p4ssw0rd".
func plain(s string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t").Replace(s)
}

// repeats is true for a piece of up to four characters said again and again.
func repeats(word string) bool {
	for n := 1; n <= 4 && n < len(word); n++ {
		if strings.Repeat(word[:n], len(word)/n+1)[:len(word)] == word {
			return true
		}
	}
	return false
}

// rows are the orders that fingers and heads follow.
var rows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "09876543210987654321"}

// runs is true for a stretch of one of the rows.
func runs(word string) bool {
	for _, row := range rows {
		if strings.Contains(row, word) {
			return true
		}
	}
	return false
}
