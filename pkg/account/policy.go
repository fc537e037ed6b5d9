package account

import (
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

// Bounds of what a PasswordPolicy may ask.
const (
	MostMinPassword = 64  // characters; longer ones nobody types
	CharClasses     = 4   // lower case, upper case, digits, others
	LeastExpiry     = 30  // days
	MostExpiry      = 730 // days
)

// A PasswordPolicy is what an office's rules ask of passwords beyond those of
// CheckPassword. The zero value asks nothing more: length counts for more than
// classes, and a password changed by the calendar is a weaker one (NIST SP
// 800-63B, 5.1.1). Rules that demand both are still rules.
type PasswordPolicy struct {
	Min     int // characters; 0: MinPassword
	Classes int // kinds of characters that must be there, 2 to 4; 0: any
	Days    int // after which a password has to be changed; 0: never
}

// OfficePreset is what internal rules usually ask: all four classes, and a new
// password each quarter.
var OfficePreset = PasswordPolicy{Min: MinPassword, Classes: CharClasses, Days: 90}

// ParsePolicy reads what String wrote; an empty text is the zero value. The
// error is Invalid, as of Validate.
func ParsePolicy(text string) (p PasswordPolicy, err error) {
	if text == "" {
		return p, nil
	}
	if _, err := fmt.Sscanf(text, "%d %d %d", &p.Min, &p.Classes, &p.Days); err != nil {
		return PasswordPolicy{}, errs.E(errs.Invalid, "signin.policy_form").Because(err)
	}
	return p, p.Validate()
}

// String writes a policy as it is kept in a setting.
func (p PasswordPolicy) String() string {
	return fmt.Sprintf("%d %d %d", p.Least(), p.Classes, p.Days)
}

// Validate reports bounds that cannot be meant: Invalid,
// "signin.policy_min" {min,max}, "signin.policy_classes" {max} or
// "signin.policy_days" {min,max}.
func (p PasswordPolicy) Validate() error {
	switch {
	case p.Min != 0 && (p.Min < MinPassword || p.Min > MostMinPassword):
		return errs.E(errs.Invalid, "signin.policy_min", "min", MinPassword, "max", MostMinPassword)
	case p.Classes < 0 || p.Classes == 1 || p.Classes > CharClasses:
		return errs.E(errs.Invalid, "signin.policy_classes", "max", CharClasses)
	case p.Days != 0 && (p.Days < LeastExpiry || p.Days > MostExpiry):
		return errs.E(errs.Invalid, "signin.policy_days", "min", LeastExpiry, "max", MostExpiry)
	}
	return nil
}

// Least is the fewest characters of a password.
func (p PasswordPolicy) Least() int { return max(p.Min, MinPassword) }

// Check reports why a password may not be set for an account: what
// CheckPassword says, too short for the policy ("account.password_short"
// {min}), or of too few classes ("signin.password_classes" {count}). The
// result is nil for a good one, else Invalid.
func (p PasswordPolicy) Check(password, login, name string) error {
	if utf8.RuneCountInString(password) < p.Least() {
		return errs.E(errs.Invalid, "account.password_short", "min", p.Least())
	}
	if err := CheckPassword(password, login, name); err != nil {
		return err
	}
	if classesOf(password) < p.Classes {
		return errs.E(errs.Invalid, "signin.password_classes", "count", p.Classes)
	}
	return nil
}

// classesOf counts the kinds of characters in a password: small letters,
// capitals, digits, and everything else, blanks too. Letters without case, as
// in Chinese, count as small ones.
func classesOf(password string) (n int) {
	var have [CharClasses]bool
	for _, r := range password {
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			have[0] = true
		case unicode.IsLetter(r):
			have[1] = true
		case unicode.IsDigit(r):
			have[2] = true
		default:
			have[3] = true
		}
	}
	for _, h := range have {
		if h {
			n++
		}
	}
	return n
}

// Expired reports whether a password set at a moment has to be changed now. A
// clock set back makes none expire.
func (p PasswordPolicy) Expired(set, now time.Time) bool {
	return p.Days > 0 && !set.IsZero() && now.Sub(set) >= time.Duration(p.Days)*24*time.Hour
}
