package account

import (
	"slices"
	"testing"
	"time"

	"muctieu/pkg/org"
)

var (
	in2022 = time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC)
	in2026 = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	ended  = time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
	tree   = org.NewTree([]org.Unit{
		{Key: "haiphong", Rows: []org.Row{{Name: "Hải Phòng"}}},
		{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân", Parent: "haiphong", To: ended}}},
		{Key: "ngoquyen", Rows: []org.Row{{Name: "Ngô Quyền", Parent: "haiphong", To: ended}}},
		{Key: "catdai", Rows: []org.Row{{Name: "Cát Dài", Parent: "lechan", To: ended}}},
	}, nil)
)

func at(unit org.Key) Place { return Place{tree, unit, in2022} }

func TestRights(t *testing.T) {
	type rights struct{ read, enter, submit, review, ask, administer bool }
	tests := []struct {
		name   string
		grants []Grant
		unit   org.Key
		want   rights
	}{
		{"nobody", nil, "lechan", rights{}},
		{"an official of the unit", []Grant{{Role: Official, Unit: "lechan"}}, "lechan", rights{read: true, enter: true, submit: true}},
		{"not of the unit beside it", []Grant{{Role: Official, Unit: "lechan"}}, "ngoquyen", rights{}},
		{"not of the unit above", []Grant{{Role: Official, Unit: "lechan", Below: true}}, "haiphong", rights{}},
		{"not below without saying so", []Grant{{Role: Official, Unit: "lechan"}}, "catdai", rights{}},
		{"below when granted", []Grant{{Role: Official, Unit: "lechan", Below: true}}, "catdai", rights{read: true, enter: true, submit: true}},
		{"two steps below", []Grant{{Role: Leader, Unit: "haiphong", Below: true}}, "catdai", rights{read: true, ask: true}},
		{"an agency's official enters but does not submit", []Grant{{Role: Official, Unit: "lechan", Agency: "Phòng Kinh tế"}}, "lechan", rights{read: true, enter: true}},
		{"a reviewer", []Grant{{Role: Reviewer, Unit: "lechan"}}, "lechan", rights{read: true, enter: true, submit: true, review: true, ask: true}},
		{"a leader reads and asks", []Grant{{Role: Leader, Unit: "lechan"}}, "lechan", rights{read: true, ask: true}},
		{"an administrator never enters figures", []Grant{{Role: Administrator, Unit: "lechan"}}, "lechan", rights{read: true, administer: true}},
		{"two grants add up", []Grant{{Role: Leader, Unit: "lechan"}, {Role: Administrator, Unit: "lechan"}}, "lechan", rights{read: true, ask: true, administer: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, p := User{Grants: tt.grants}, at(tt.unit)
			got := rights{u.MayRead(p), u.MayEnter(p, "Phòng Kinh tế"), u.MaySubmit(p), u.MayReview(p), u.MayAsk(p), u.MayAdminister(p)}
			if got != tt.want {
				t.Errorf("rights at %s: %+v; want %+v", tt.unit, got, tt.want)
			}
			u.Disabled = true
			if u.MayRead(p) || u.MayEnter(p, "") || u.MayReview(p) || u.MayAdminister(p) || u.MayAdministerAll(tree, in2022) || u.Is(Official) {
				t.Error("a disabled user has rights left")
			}
		})
	}
}

func TestAgencyGrantReachesItsOwnOnly(t *testing.T) {
	u := User{Grants: []Grant{{Role: Official, Unit: "lechan", Agency: "Phòng Kinh tế"}}}
	if u.MayEnter(at("lechan"), "Phòng Tài chính - Kế hoạch") {
		t.Error("entered an indicator of another agency")
	}
	if u.MayEnter(at("lechan"), "") {
		t.Error("an indicator without agency belongs to those granted all")
	}
}

func TestAGrantCoversWhatLayBelowThen(t *testing.T) {
	u := User{Grants: []Grant{{Role: Leader, Unit: "lechan", Below: true}}}
	if !u.MayRead(at("catdai")) {
		t.Error("2022: the ward lay below the district")
	}
	if u.MayRead(Place{tree, "catdai", in2026}) {
		t.Error("2026: neither exists below the other")
	}
}

func TestMayAdministerAll(t *testing.T) {
	for _, tt := range []struct {
		name  string
		grant Grant
		want  bool
	}{
		{"of the top, with those below", Grant{Role: Administrator, Unit: "haiphong", Below: true}, true},
		{"of the top alone", Grant{Role: Administrator, Unit: "haiphong"}, false},
		{"of a district", Grant{Role: Administrator, Unit: "lechan", Below: true}, false},
		{"a reviewer of the top", Grant{Role: Reviewer, Unit: "haiphong", Below: true}, false},
		{"of a unit that is not there", Grant{Role: Administrator, Unit: "atlantis", Below: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (User{Grants: []Grant{tt.grant}}).MayAdministerAll(tree, in2022); got != tt.want {
				t.Errorf("MayAdministerAll = %t; want %t", got, tt.want)
			}
		})
	}
}

func TestReadable(t *testing.T) {
	u := User{Grants: []Grant{{Role: Leader, Unit: "haiphong", Below: true}, {Role: Official, Unit: "lechan"}}}
	if got, want := u.Readable(tree, in2022), []org.Key{"haiphong", "lechan", "catdai", "ngoquyen"}; !slices.Equal(got, want) {
		t.Errorf("Readable = %v; want %v", got, want)
	}
	if got := (User{}).Readable(tree, in2022); len(got) != 0 {
		t.Errorf("nobody reads %v", got)
	}
}
