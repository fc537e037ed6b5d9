package mail

import (
	"encoding/json"

	"muctieu/pkg/errs"
)

// A Plan says which mails the server sends by itself and when. Days are whole
// days; 0 leaves that reminder out.
type Plan struct {
	Before int  `json:"before"` // days before a deadline
	After  int  `json:"after"`  // days after it
	Digest bool `json:"digest"` // leaders get their units' state each Monday
}

// Usual is the plan of an installation where nobody has set one.
var Usual = Plan{Before: 3, After: 1, Digest: true}

// maxDays bounds both kinds of days: what is longer overdue is nobody's debt
// any more.
const maxDays = 30

// Validate refuses days that cannot be meant: Invalid, "mail.bad_days".
func (p Plan) Validate() error {
	if p.Before < 0 || p.Before > maxDays || p.After < 0 || p.After > maxDays {
		return errs.E(errs.Invalid, "mail.bad_days", "max", maxDays)
	}
	return nil
}

// String is the plan as it is stored.
func (p Plan) String() string {
	raw, err := json.Marshal(p)
	if err != nil {
		return "" // three plain fields cannot fail
	}
	return string(raw)
}

// ParsePlan reads what String wrote; "" is the usual plan.
func ParsePlan(text string) (Plan, error) {
	if text == "" {
		return Usual, nil
	}
	var p Plan
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return Usual, errs.E(errs.Invalid, "mail.bad_plan").Because(err)
	}
	return p, p.Validate()
}

// Due reports whether a reminder is due when so many days are left, and of
// which kind: Before from its day on until the deadline, After from its day on
// for maxDays. ok is false where it is not time for one.
func (p Plan) Due(left int) (kind Kind, ok bool) {
	switch {
	case p.Before > 0 && left >= 0 && left <= p.Before:
		return Before, true
	case p.After > 0 && -left >= p.After && -left <= maxDays:
		return After, true
	}
	return "", false
}
