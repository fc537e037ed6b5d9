package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// A Template is a file that an office made for its own reports.
type Template struct {
	Unit       org.Key // whose it is
	Format     string  // "docx" or "xlsx"
	Name       string  // of the file as it was uploaded
	SHA256     string  // of the content, in hex; set by the store
	Content    []byte
	By, ByName string
	At         time.Time
}

type templateRecord struct {
	Unit     string `gorm:"primaryKey"`
	Format   string `gorm:"primaryKey"`
	Name     string
	Sha256   string `gorm:"column:sha256"`
	Content  []byte
	Login    string
	Recorded int64
	Person   string `gorm:"->"` // name of the person, where a query gives it
}

func (templateRecord) TableName() string { return "report_template" }

// Template gives the template of a format for a unit: its own, or that of the
// nearest unit above. units are the unit and those above it, the nearest
// first. NotFound where none of them has one.
func (s *Store) Template(ctx context.Context, format string, units []org.Key) (Template, error) {
	var rows []templateRecord
	err := s.read(ctx, func(tx *gorm.DB) error {
		var owners []string
		if err := tx.Model(&templateRecord{}).Where("format = ? AND unit IN ?", format, units).Pluck("unit", &owners).Error; err != nil {
			return err
		}
		i := slices.IndexFunc(units, func(k org.Key) bool { return slices.Contains(owners, string(k)) })
		if i < 0 {
			return nil
		}
		return tx.Table("report_template t").Joins("LEFT JOIN account a ON a.login = t.login").
			Where("t.unit = ? AND t.format = ?", string(units[i]), format).
			Select("t.unit, t.format, t.name, t.sha256, t.content, t.login, t.recorded, coalesce(a.name, '') AS person").Find(&rows).Error
	})
	switch {
	case err != nil:
		return Template{}, err
	case len(rows) == 0:
		return Template{}, errs.E(errs.NotFound, "template.page_none")
	}
	r := rows[0]
	return Template{org.Key(r.Unit), r.Format, r.Name, r.Sha256, r.Content, r.Login, r.Person, time.Unix(r.Recorded, 0).UTC()}, nil
}

// SaveTemplate keeps a template in the place of the unit's last one of its
// format. The same content again is not noted anew. The error is NotFound for
// an unknown unit.
func (s *Store) SaveTemplate(ctx context.Context, by Actor, t Template) error {
	return s.write(ctx, by, func(w *writer) error {
		c, err := w.loaded()
		if err != nil {
			return err
		}
		if _, ok := c.Tree.Unit(t.Unit); !ok {
			return errs.E(errs.NotFound, "server.no_such_unit")
		}
		before, err := templateNote(w.tx, t.Unit, t.Format)
		if err != nil {
			return err
		}
		row := templateRecord{string(t.Unit), t.Format, t.Name, sum256(t.Content), t.Content, by.Login, w.now.Unix(), ""}
		after := map[string]string{"name": row.Name, "sha256": row.Sha256}
		if before != nil && before["sha256"] == row.Sha256 && before["name"] == row.Name {
			return nil
		}
		if err := w.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return err
		}
		return w.note("template.save", string(t.Unit)+"/"+t.Format, anyOf(before), after, "")
	})
}

// RemoveTemplate takes a unit's own template away. The error is NotFound if it
// has none.
func (s *Store) RemoveTemplate(ctx context.Context, by Actor, unit org.Key, format string) error {
	return s.write(ctx, by, func(w *writer) error {
		before, err := templateNote(w.tx, unit, format)
		if err != nil {
			return err
		}
		if before == nil {
			return errs.E(errs.NotFound, "template.page_none")
		}
		if err := w.tx.Where("unit = ? AND format = ?", string(unit), format).Delete(&templateRecord{}).Error; err != nil {
			return err
		}
		return w.note("template.remove", string(unit)+"/"+format, before, nil, "")
	})
}

// templateNote is what the audit says of a stored template; nil, without an
// error, where there is none.
func templateNote(tx *gorm.DB, unit org.Key, format string) (map[string]string, error) {
	var row templateRecord
	err := tx.Select("name", "sha256").Where("unit = ? AND format = ?", string(unit), format).Take(&row).Error
	note := map[string]string{"name": row.Name, "sha256": row.Sha256}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		note, err = nil, nil
	}
	return note, err
}

// anyOf keeps a note that is not there from being written as an empty one.
func anyOf(note map[string]string) any {
	if note == nil {
		return nil
	}
	return note
}

// TemplateFor gives the template of a format that a unit's reports of a period
// are written in: its own, or that of the nearest unit it lay below on the
// period's last day. NotFound where there is none.
func (s *Store) TemplateFor(ctx context.Context, format string, unit org.Key, day time.Time) (Template, error) {
	c, err := s.Catalogue(ctx)
	if err != nil {
		return Template{}, err
	}
	var units []org.Key
	for k := unit; k != "" && !slices.Contains(units, k); k = c.Tree.Parent(k, day) {
		units = append(units, k)
	}
	return s.Template(ctx, format, units)
}
