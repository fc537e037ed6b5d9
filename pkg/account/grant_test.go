package account

import (
	"fmt"
	"testing"
	"time"

	"muctieu/pkg/org"
)

func TestParseGrant(t *testing.T) {
	tests := []struct {
		text string
		want Grant
		key  string
	}{
		{"official@lechan", Grant{Role: Official, Unit: "lechan"}, ""},
		{"leader@haiphong+below", Grant{Role: Leader, Unit: "haiphong", Below: true}, ""},
		{"official@lechan:Phòng Tài chính - Kế hoạch", Grant{Role: Official, Unit: "lechan", Agency: "Phòng Tài chính - Kế hoạch"}, ""},
		{"official@haiphong+below:Sở Y tế", Grant{Role: Official, Unit: "haiphong", Below: true, Agency: "Sở Y tế"}, ""},
		{"leader@lechan:Phòng Y tế", Grant{}, "account.grant_agency"},
		{"chief@lechan", Grant{}, "account.grant_form"},
		{"official", Grant{}, "account.grant_form"},
		{"official@", Grant{}, "account.grant_form"},
		{"official@+below", Grant{}, "account.grant_form"},
		{"official@lechan+above", Grant{}, "account.grant_form"},
		{"", Grant{}, "account.grant_form"},
	}
	for _, tt := range tests {
		got, err := ParseGrant(tt.text)
		if keyOf(err) != tt.key || tt.key == "" && got != tt.want {
			t.Errorf("ParseGrant(%q) = %+v, %v; want %+v, %q", tt.text, got, err, tt.want, tt.key)
		}
		if tt.key == "" && got.String() != tt.text {
			t.Errorf("%+v is written %q, want %q", got, got.String(), tt.text)
		}
	}
}

// No narrowing gives a right that was not there before.
func TestNarrow(t *testing.T) {
	day := time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC)
	tree := org.NewTree([]org.Unit{
		{Key: "city", Rows: []org.Row{{Name: "City"}}},
		{Key: "east", Rows: []org.Row{{Name: "East", Parent: "city"}}},
		{Key: "west", Rows: []org.Row{{Name: "West", Parent: "city"}}},
		{Key: "ward", Rows: []org.Row{{Name: "Ward", Parent: "east"}}},
	}, nil)
	users := []User{
		{Grants: []Grant{{Role: Official, Unit: "east"}, {Role: Leader, Unit: "city", Below: true}}},
		{Grants: []Grant{{Role: Reviewer, Unit: "city", Below: true}, {Role: Administrator, Unit: "city", Below: true}}},
		{Grants: []Grant{{Role: Official, Unit: "east", Below: true, Agency: "x"}}},
		{},
	}
	rights := map[string]func(User, Place) bool{
		"read": User.MayRead, "enter": User.MayEnterSome, "submit": User.MaySubmit, "review": User.MayReview, "ask": User.MayAsk, "administer": User.MayAdminister,
	}
	for n, u := range users {
		for _, role := range append([]Role{""}, Roles...) {
			for _, unit := range []org.Key{"", "city", "east", "west", "ward"} {
				narrow := u.Narrow(role, unit, tree, day)
				for _, at := range tree.Keys() {
					place := Place{tree, at, day}
					for name, may := range rights {
						if may(narrow, place) && !may(u, place) {
							t.Errorf("user %d narrowed to %q on %q may %s at %s and could not before", n, role, unit, name, at)
						}
					}
					if narrow.MayAdminister(place) {
						t.Errorf("user %d: a narrowed one administers %s", n, at)
					}
				}
			}
		}
	}
	got := users[0].Narrow(Leader, "east", tree, day).Grants
	if want := []Grant{{Role: Leader, Unit: "east", Below: true}}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("a leader of the city on one unit: %v, want %v", got, want)
	}
}
