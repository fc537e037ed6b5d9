// Package account decides who may do what. Its decisions are pure: they look
// at a person's grants, a unit, and where the unit lay on a day.
package account

import (
	"slices"
	"time"

	"muctieu/pkg/org"
)

// A Role is one of the four things a person may be for a unit.
type Role string

// The roles of a grant.
const (
	Official      Role = "official"      // enters figures, prose, answers; submits
	Reviewer      Role = "reviewer"      // also plans and decisions; returns, approves, reopens, issues
	Leader        Role = "leader"        // reads, asks
	Administrator Role = "administrator" // users, units, catalogue, sets, periods; never figures
)

// Roles lists all roles in the order they are offered.
var Roles = []Role{Official, Reviewer, Leader, Administrator}

// A Grant gives a person a role on a unit.
type Grant struct {
	Role   Role
	Unit   org.Key
	Below  bool   // also for the units below
	Agency string // only this agency's indicators; empty: all
}

// A User is a person who may log in.
type User struct {
	ID       int64
	Login    string
	Name     string
	Disabled bool
	Lang     string // "vi", "en"; empty: not chosen
	Grants   []Grant
	Version  int // counts changes of grants, password and state
	// PasswordSet is when the present password was set; zero: there is none.
	PasswordSet time.Time
}

// A Place is where rights are asked for: a unit and the day (the last of the
// period) on which it lay below others. A grant on a unit covers what lay
// below it then.
type Place struct {
	Tree *org.Tree
	Unit org.Key
	Day  time.Time
}

// covers reports whether g reaches the place.
func (g Grant) covers(p Place) bool {
	return g.Unit == p.Unit || g.Below && p.Tree.Within(p.Unit, g.Unit, p.Day)
}

func (u User) has(p Place, roles ...Role) bool {
	return !u.Disabled && slices.ContainsFunc(u.Grants, func(g Grant) bool {
		return slices.Contains(roles, g.Role) && g.covers(p)
	})
}

// MayRead reports whether the user may know the unit's figures: every role
// reads. Where it is false the unit does not exist for the user.
func (u User) MayRead(p Place) bool { return u.has(p, Roles...) }

// MayEnter reports whether the user may enter figures of the indicators of an
// agency at the place. An empty agency asks for the right to enter anything
// of all agencies.
func (u User) MayEnter(p Place, agency string) bool {
	return !u.Disabled && slices.ContainsFunc(u.Grants, func(g Grant) bool {
		entering := g.Role == Official || g.Role == Reviewer
		return entering && g.covers(p) && (g.Agency == "" || g.Agency == agency && agency != "")
	})
}

// MayEnterSome reports whether there is any indicator the user may enter here.
func (u User) MayEnterSome(p Place) bool { return u.has(p, Official, Reviewer) }

// MaySubmit reports whether the user may submit the unit's period: only one
// granted all agencies.
func (u User) MaySubmit(p Place) bool { return u.MayEnter(p, "") }

// MayReview reports whether the user may return, approve, reopen and issue.
func (u User) MayReview(p Place) bool { return u.has(p, Reviewer) }

// MayPlan reports whether the user may enter plans and decisions.
func (u User) MayPlan(p Place) bool { return u.MayReview(p) }

// MayAsk reports whether the user may ask about a result.
func (u User) MayAsk(p Place) bool { return u.has(p, Leader, Reviewer) }

// MayAdminister reports whether the user may manage users, sets and periods
// of the place.
func (u User) MayAdminister(p Place) bool { return u.has(p, Administrator) }

// MayAdministerAll reports whether the user may change what all units share:
// catalogue, levels, terms and units. It needs an administrator of a unit
// without parent, with the units below.
func (u User) MayAdministerAll(tree *org.Tree, day time.Time) bool {
	return !u.Disabled && slices.ContainsFunc(u.Grants, func(g Grant) bool {
		return g.Role == Administrator && g.Below && tree.Parent(g.Unit, day) == "" && tree.Has(g.Unit)
	})
}

// Is reports whether the user holds the role anywhere.
func (u User) Is(role Role) bool {
	return !u.Disabled && slices.ContainsFunc(u.Grants, func(g Grant) bool { return g.Role == role })
}

// Readable gives the units the user may read on day, those above first.
func (u User) Readable(tree *org.Tree, day time.Time) []org.Key {
	var keys []org.Key
	for _, k := range tree.Below("", day) {
		if u.MayRead(Place{tree, k, day}) {
			keys = append(keys, k)
		}
	}
	return keys
}
