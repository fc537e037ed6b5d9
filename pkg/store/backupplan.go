package store

import (
	"fmt"
	"time"

	"muctieu/pkg/errs"
)

// BackupPlanSetting is the setting that holds a BackupPlan.
const BackupPlanSetting = "backup.plan"

// A BackupPlan says when the server takes a backup by itself.
type BackupPlan struct {
	Off  bool
	Hour int // of the day in the zone of dates, 0-23
	Keep int // so many scheduled ones stay, 1-365
}

// usualBackups hold where nobody has decided otherwise: an office without a
// backup is worse off than one with a few files too many.
var usualBackups = BackupPlan{Hour: 2, Keep: 14}

// ParseBackupPlan reads what String writes; the empty text is the usual plan.
// The error is Invalid, "operations.plan_form".
func ParseBackupPlan(text string) (p BackupPlan, err error) {
	switch text {
	case "":
		return usualBackups, nil
	case "off":
		return BackupPlan{Off: true, Hour: usualBackups.Hour, Keep: usualBackups.Keep}, nil
	}
	if _, err := fmt.Sscanf(text, "%d %d", &p.Hour, &p.Keep); err != nil || p.String() != text || p.Check() != nil {
		return p, errs.E(errs.Invalid, "operations.plan_form")
	}
	return p, nil
}

// Check reports a plan that cannot be meant: Invalid, "operations.plan_form".
func (p BackupPlan) Check() error {
	if p.Hour < 0 || p.Hour > 23 || p.Keep < 1 || p.Keep > 365 {
		return errs.E(errs.Invalid, "operations.plan_form")
	}
	return nil
}

// String is the plan as the setting holds it.
func (p BackupPlan) String() string {
	if p.Off {
		return "off"
	}
	return fmt.Sprintf("%d %d", p.Hour, p.Keep)
}

// Due is the newest moment at or before now at which a backup was due; the
// zero time where none is ever due.
func (p BackupPlan) Due(now time.Time, zone *time.Location) time.Time {
	if p.Off {
		return time.Time{}
	}
	y, m, d := now.In(zone).Date()
	due := time.Date(y, m, d, p.Hour, 0, 0, 0, zone)
	if due.After(now) {
		due = time.Date(y, m, d-1, p.Hour, 0, 0, 0, zone)
	}
	return due
}
