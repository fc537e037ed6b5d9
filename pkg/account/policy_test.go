package account

import (
	"strings"
	"testing"
	"time"

	"muctieu/pkg/errs"
)

func TestPolicyChecks(t *testing.T) {
	all, three := PasswordPolicy{Classes: 4}, PasswordPolicy{Classes: 3}
	tests := []struct {
		name     string
		policy   PasswordPolicy
		password string
		key      string // of the refusal; empty: taken
	}{
		{"none asks for no classes", PasswordPolicy{}, "bonconvoiditamsong", ""},
		{"none is still CheckPassword", PasswordPolicy{}, "matkhau123456", "account.password_common"},
		{"none has the usual length", PasswordPolicy{}, "quaxoaichin", "account.password_short"},
		{"all four", all, "Bon con voi 2 ngay", ""},
		{"no capital", all, "bon con voi 2 ngay", "signin.password_classes"},
		{"no digit", all, "Bon con voi hai ngay", "signin.password_classes"},
		{"nothing but letters and digits", all, "Bonconvoi2ngay", "signin.password_classes"},
		{"the same where three do", three, "Bonconvoi2ngay", ""},
		{"two where three are asked", three, "bonconvoi2ngay", "signin.password_classes"},
		{"capitals of Vietnamese", all, "ộc Đào 2 ngày nắng", ""},
		{"classes make no common word good", all, "Mat Khau 2026 !", "account.password_common"},
		{"shorter than the office asks", PasswordPolicy{Min: 20}, "bon con voi di tam", "account.password_short"},
		{"as long as the office asks", PasswordPolicy{Min: 20}, "bon con voi di tam s", ""},
		{"too long", all, "Aa 1" + strings.Repeat("xanh la ", 26), "account.password_long"},
		{"the login", all, "Nguyenvanbinh 1", "account.password_own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mustSay(t, tt.policy.Check(tt.password, "nguyenvanbinh", "Nguyễn Văn Bình"), tt.key)
		})
	}
}

func mustSay(t *testing.T, err error, key string) {
	t.Helper()
	switch {
	case key == "" && err != nil:
		t.Errorf("refused: %v", err)
	case key != "" && (err == nil || !strings.HasPrefix(err.Error(), key) || errs.KindOf(err) != errs.Invalid):
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestPoliciesKept(t *testing.T) {
	for _, p := range []PasswordPolicy{{Min: 12}, {Min: 64, Classes: 2, Days: 730}, OfficePreset} {
		if got, err := ParsePolicy(p.String()); err != nil || got != p {
			t.Errorf("%q is read as %+v, %v", p.String(), got, err)
		}
	}
	if got, err := ParsePolicy(""); err != nil || got != (PasswordPolicy{}) || got.Least() != MinPassword {
		t.Errorf("no setting is read as %+v, %v", got, err)
	}
	for text, key := range map[string]string{
		"much": "signin.policy_form", "12 4": "signin.policy_form",
		"11 0 0": "signin.policy_min", "65 0 0": "signin.policy_min",
		"12 1 0": "signin.policy_classes", "12 5 0": "signin.policy_classes", "12 -1 0": "signin.policy_classes",
		"12 0 29": "signin.policy_days", "12 0 731": "signin.policy_days", "12 0 -5": "signin.policy_days",
	} {
		_, err := ParsePolicy(text)
		mustSay(t, err, key)
	}
}

func TestExpiry(t *testing.T) {
	set := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		days int
		set  time.Time
		at   time.Time
		want bool
	}{
		{"never", 0, set, set.AddDate(9, 0, 0), false},
		{"a second before", 90, set, set.Add(90*24*time.Hour - time.Second), false},
		{"to the second", 90, set, set.Add(90 * 24 * time.Hour), true},
		{"long after", 90, set, set.AddDate(3, 0, 0), true},
		{"the clock was set back", 90, set, set.AddDate(-1, 0, 0), false},
		{"no password", 90, time.Time{}, set, false},
	}
	for _, tt := range tests {
		if got := (PasswordPolicy{Days: tt.days}).Expired(tt.set, tt.at); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
