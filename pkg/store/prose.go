package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A Prose is one version of a written part of a report.
type Prose struct {
	Unit    org.Key
	Period  period.Period
	Section string // of the report's outline
	Version int    // from 1; 0: nothing written yet
	Text    string
	By      string
	ByName  string
	At      time.Time
}

type proseRecord struct {
	Unit     string `gorm:"primaryKey"`
	Period   string `gorm:"primaryKey"`
	Section  string `gorm:"primaryKey"`
	Version  int    `gorm:"primaryKey;autoIncrement:false"`
	Text     string
	Login    string
	Recorded int64
	Name     string `gorm:"->"` // of the person, where a query gives it
}

// ProseOf gives the newest version of every written part of a report, by
// section.
func (s *Store) ProseOf(ctx context.Context, unit org.Key, p period.Period) (parts map[string]Prose, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		parts, err = proseIn(tx, unit, p)
		return err
	})
	return parts, err
}

func proseIn(tx *gorm.DB, unit org.Key, p period.Period) (map[string]Prose, error) {
	var rows []proseRecord
	const q = `SELECT p.*, coalesce(a.name, '') AS name FROM prose p LEFT JOIN account a ON a.login = p.login
		WHERE p.unit = ? AND p.period = ? ORDER BY p.section, p.version`
	if err := tx.Raw(q, unit, p.String()).Scan(&rows).Error; err != nil {
		return nil, err
	}
	parts := map[string]Prose{}
	for _, r := range rows { // the newest comes last
		parts[r.Section] = Prose{unit, p, r.Section, r.Version, r.Text, r.Login, r.Name, moment(r.Recorded)}
	}
	return parts, nil
}

// SaveProse adds a version of a written part. version is the newest one seen;
// if there is a newer one the error is Conflict and nothing is lost: the
// caller still has the text. An equal text adds none.
func (s *Store) SaveProse(ctx context.Context, by Actor, next Prose) error {
	if len(next.Text) > maxText {
		return errs.E(errs.Invalid, "store.text_too_long", "max", maxText)
	}
	return s.write(ctx, by, func(w *writer) error {
		parts, err := proseIn(w.tx, next.Unit, next.Period)
		if err != nil {
			return err
		}
		have := parts[next.Section]
		if have.Text == next.Text {
			return nil
		}
		object := string(next.Unit) + "/" + next.Period.String() + "/" + next.Section
		if have.Version != next.Version {
			return changedMeanwhile(object, have.Version, next.Version)
		}
		r := proseRecord{string(next.Unit), next.Period.String(), next.Section, have.Version + 1, next.Text, by.Login, w.now.Unix(), ""}
		if err := w.tx.Create(&r).Error; err != nil {
			return err
		}
		return w.note("prose.save", object, have.Text, next.Text, "")
	})
}
