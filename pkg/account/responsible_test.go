package account

import (
	"testing"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

func TestResponsible(t *testing.T) {
	tree := org.NewTree([]org.Unit{{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân"}}}}, nil)
	user := func(login string, disabled bool, grants ...Grant) User {
		return User{Login: login, Disabled: disabled, Grants: grants}
	}
	agency := user("agency", false, Grant{Role: Official, Unit: "lechan", Agency: "Phòng Kinh tế"})
	whole := user("whole", false, Grant{Role: Official, Unit: "lechan"})
	reviewer := user("reviewer", false, Grant{Role: Reviewer, Unit: "lechan"})
	leader := user("leader", false, Grant{Role: Leader, Unit: "lechan"})
	gone := user("gone", true, Grant{Role: Official, Unit: "lechan", Agency: "Phòng Kinh tế"})
	place := Place{Tree: tree, Unit: "lechan", Day: period.Period{Year: 2022}.Last()}
	for _, tt := range []struct {
		name   string
		users  []User
		agency string
		want   string
	}{
		{"the agency's own", []User{reviewer, whole, agency, leader}, "Phòng Kinh tế", "agency"},
		{"another agency's", []User{reviewer, whole, agency}, "Phòng Y tế", "whole"},
		{"the whole report", []User{agency, whole, reviewer}, "", "whole"},
		{"reviewers where there is nobody else", []User{leader, reviewer}, "Phòng Y tế", "reviewer"},
		{"a disabled account answers for nothing", []User{gone, whole}, "Phòng Kinh tế", "whole"},
		{"nobody", []User{leader, gone}, "Phòng Kinh tế", ""},
	} {
		got := ""
		for _, u := range Responsible(tt.users, place, tt.agency) {
			got += u.Login
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
