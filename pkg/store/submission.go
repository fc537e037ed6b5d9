package store

import (
	"gorm.io/gorm"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A periodOf is a unit's period: what is submitted as a whole.
type periodOf struct {
	unit   org.Key
	period period.Period
}

const approvedQuery = "SELECT unit, period FROM submission WHERE state = 'approved'"

// locked reports whether a unit's period takes no figures because it is
// approved. Approving is a change like any other, and changes come one after
// the other, so the answer holds until this one is done.
func (w *writer) locked(unit org.Key, p period.Period) (bool, error) {
	approved, err := approvedIn(w.tx.Raw(approvedQuery+" AND unit = ? AND period = ?", unit, p.String()))
	return len(approved) > 0, err
}

// allApproved reads all approved periods once in a change.
func (w *writer) allApproved() (map[periodOf]bool, error) {
	if w.approved != nil {
		return w.approved, nil
	}
	approved, err := approvedIn(w.tx.Raw(approvedQuery))
	w.approved = approved
	return approved, err
}

func approvedIn(q *gorm.DB) (map[periodOf]bool, error) {
	var rows []struct{ Unit, Period string }
	if err := q.Scan(&rows).Error; err != nil {
		return nil, err
	}
	approved := make(map[periodOf]bool, len(rows))
	for _, r := range rows {
		p, err := period.Parse(r.Period)
		if err != nil {
			return nil, err
		}
		approved[periodOf{org.Key(r.Unit), p}] = true
	}
	return approved, nil
}
