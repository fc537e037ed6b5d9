package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/workflow"
)

// A Verified says how much a verification has looked at.
type Verified struct {
	Figures, Plans, Audit, Approved int64
	Issued                          int
}

// Verify looks for damage that no transaction of the program could leave: a
// file the engine itself finds broken, references to nothing, versions with
// gaps, a broken chain of the audit, an approved period with figures nobody
// approved, issued reports that are not what was issued; and secrets that the
// key in use does not open. It gives everything found as Faults; the place is
// what is damaged.
func (s *Store) Verify(ctx context.Context) (v Verified, err error) {
	var faults errs.Faults
	err = s.read(ctx, func(tx *gorm.DB) error {
		for _, look := range []func(*gorm.DB, *Verified, *errs.Faults) error{s.verifyEngine, verifyVersions, verifyApprovals, s.verifySealed} {
			if err := look(tx, &v, &faults); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return v, err
	}
	if v.Audit, err = s.VerifyAudit(ctx); err != nil && !noted(&faults, "audit", err) {
		return v, err
	}
	if v.Issued, err = s.VerifyIssued(ctx); err != nil && !noted(&faults, "issued_report", err) {
		return v, err
	}
	return v, faults.Err()
}

// noted adds damage to the faults; other failures are not damage.
func noted(f *errs.Faults, place string, err error) bool {
	damage, ok := err.(*errs.Error) //nolint:errorlint // those below return it bare
	if ok && damage.Kind == errs.Invalid {
		f.Add(place, damage)
		return true
	}
	return false
}

// verifyEngine asks SQLite whether its file is sound and every reference
// leads somewhere. PostgreSQL keeps both itself.
func (s *Store) verifyEngine(tx *gorm.DB, _ *Verified, faults *errs.Faults) error {
	if s.postgres {
		return nil
	}
	err := each(tx.Raw("PRAGMA integrity_check"), func(rows *sql.Rows) error {
		var said string
		err := rows.Scan(&said)
		if said != "ok" {
			faults.Add(File, errs.E(errs.Invalid, "store.file_damaged", "said", said))
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(tx.Raw(`SELECT DISTINCT "table", "parent" FROM pragma_foreign_key_check`), func(rows *sql.Rows) error {
		var table, parent string
		err := rows.Scan(&table, &parent)
		faults.Add(table, errs.E(errs.Invalid, "store.reference_broken", "parent", parent))
		return err
	})
}

// versioned are the tables whose versions go from 1 without gaps, and what
// identifies what they are versions of.
var versioned = []struct{ table, key string }{
	{"figure", "unit, indicator, period"},
	{"plan", "unit, indicator, year, level"},
	{"prose", "unit, period, section"},
	{"submission_step", "unit, period"},
}

func verifyVersions(tx *gorm.DB, v *Verified, faults *errs.Faults) error {
	for _, t := range versioned {
		q := fmt.Sprintf("SELECT %s FROM %s GROUP BY %s HAVING count(*) <> max(version) OR min(version) <> 1", t.key, t.table, t.key)
		var broken []map[string]any
		if err := tx.Raw(q).Scan(&broken).Error; err != nil {
			return err
		}
		for _, row := range broken {
			faults.Add(t.table, errs.E(errs.Invalid, "store.versions_broken", "object", fmt.Sprint(row)))
		}
	}
	if err := tx.Raw("SELECT count(*) FROM figure").Row().Scan(&v.Figures); err != nil {
		return err
	}
	return tx.Raw("SELECT count(*) FROM plan").Row().Scan(&v.Plans)
}

// verifyApprovals holds every approved period against its approval.
func verifyApprovals(tx *gorm.DB, v *Verified, faults *errs.Faults) error {
	var heads []submissionRecord
	if err := tx.Where("state = ?", string(workflow.Approved)).Order("unit, period").Find(&heads).Error; err != nil {
		return err
	}
	for _, h := range heads {
		p, err := period.Parse(h.Period)
		if err != nil {
			return err
		}
		sub, err := submissionIn(tx, org.Key(h.Unit), p)
		if err != nil {
			return err
		}
		current, err := currentIn(tx, org.Key(h.Unit), p)
		if err != nil {
			return err
		}
		approved, _ := sub.Last(workflow.Approve)
		if !workflow.SameVersions(approved.Covers, current) {
			faults.Add(h.Unit+"/"+h.Period, errs.E(errs.Invalid, "store.approval_broken"))
		}
		v.Approved++
	}
	return nil
}
