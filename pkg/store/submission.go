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

// locked reports whether a unit's period takes no figures: it is approved, or
// it was due and the installation locks what is overdue. Approving is a change
// like any other, and changes come one after the other, so the answer holds
// until this one is done.
func (w *writer) locked(unit org.Key, p period.Period) (bool, error) {
	approved, err := approvedIn(w.tx.Raw(approvedQuery+" AND unit = ? AND period = ?", unit, p.String()))
	if err != nil || len(approved) > 0 {
		return len(approved) > 0, err
	}
	lock, err := settingIn(w.tx, LockAfterDue)
	if err != nil || lock != "on" {
		return false, err
	}
	return w.overdue(unit, p)
}

// A lockMemory spares changes that ask about many units and periods from
// asking the database about each.
type lockMemory struct {
	known   map[periodOf]bool
	overdue bool // the installation locks what is overdue
}

// lockedAmong is locked for such changes.
func (w *writer) lockedAmong(unit org.Key, p period.Period) (bool, error) {
	if w.locks == nil {
		approved, err := approvedIn(w.tx.Raw(approvedQuery))
		if err != nil {
			return false, err
		}
		lock, err := settingIn(w.tx, LockAfterDue)
		if err != nil {
			return false, err
		}
		w.locks = &lockMemory{approved, lock == "on"}
	}
	at := periodOf{unit, p}
	locked, known := w.locks.known[at]
	if known || !w.locks.overdue {
		return locked, nil
	}
	locked, err := w.overdue(unit, p)
	w.locks.known[at] = locked
	return locked, err
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
