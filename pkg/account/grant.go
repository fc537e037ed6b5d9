package account

import (
	"slices"
	"strings"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// ParseGrant reads ROLE@UNIT[+below][:AGENCY], as in "official@lechan",
// "administrator@haiphong+below", "official@lechan:Phòng Tài chính - Kế hoạch".
// The unit is not looked up. Anything else is Invalid, "account.grant_form".
func ParseGrant(s string) (Grant, error) {
	head, agency, _ := strings.Cut(s, ":")
	role, unit, ok := strings.Cut(strings.TrimSpace(head), "@")
	unit, below := strings.CutSuffix(unit, "+below")
	g := Grant{Role: Role(role), Unit: org.Key(unit), Below: below, Agency: strings.TrimSpace(agency)}
	if !ok || unit == "" || strings.Contains(unit, "+") || !slices.Contains(Roles, g.Role) {
		return Grant{}, errs.E(errs.Invalid, "account.grant_form", "text", s)
	}
	return g, g.Check()
}

// Check reports a grant that makes no sense by itself: an unknown role, no
// unit, or an agency for a role other than official (Invalid).
func (g Grant) Check() error {
	switch {
	case !slices.Contains(Roles, g.Role) || g.Unit == "":
		return errs.E(errs.Invalid, "account.grant_form", "text", g.String())
	case g.Agency != "" && g.Role != Official:
		return errs.E(errs.Invalid, "account.grant_agency")
	}
	return nil
}

// String writes the grant as ParseGrant reads it.
func (g Grant) String() string {
	s := string(g.Role) + "@" + string(g.Unit)
	if g.Below {
		s += "+below"
	}
	if g.Agency != "" {
		s += ":" + g.Agency
	}
	return s
}

// Narrow gives the user as a token may act: of the grants those of the role
// and on the unit the token was made for; an empty role or unit does not
// narrow. A grant that reaches the unit from above on day becomes one on the
// unit itself, so no right grows. No token administers.
func (u User) Narrow(role Role, unit org.Key, tree *org.Tree, day time.Time) User {
	var kept []Grant
	for _, g := range u.Grants {
		if g.Role == Administrator || role != "" && g.Role != role {
			continue
		}
		if unit != "" && !g.covers(Place{tree, unit, day}) {
			continue
		}
		if unit != "" {
			g.Unit = unit
		}
		kept = append(kept, g)
	}
	u.Grants = kept
	return u
}
