package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
)

// What a TableAlias is about.
const (
	AliasColumn    = "column"    // the head of a column; the target is its role
	AliasIndicator = "indicator" // the name of a row; the target is an indicator, or none
)

// A TableAlias is what a text in a unit's own tables stands for.
type TableAlias struct {
	Sort   string // AliasColumn or AliasIndicator
	Text   string // as compared: see exchange.Fold
	Target string
}

type tableAliasRecord struct {
	Unit   string `gorm:"primaryKey"`
	Sort   string `gorm:"primaryKey"`
	Text   string `gorm:"primaryKey"`
	Target string
}

func (tableAliasRecord) TableName() string { return "table_alias" }

// maxAliases is how many texts are remembered of one unit's tables.
const maxAliases = 5000

// TableAliases gives what is remembered of a unit's own tables, ordered by
// sort and text; empty if nothing is.
func (s *Store) TableAliases(ctx context.Context, unit org.Key) (all []TableAlias, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []tableAliasRecord
		if err := tx.Where("unit = ?", string(unit)).Order("sort, text").Find(&rows).Error; err != nil {
			return err
		}
		all = make([]TableAlias, len(rows))
		for i, r := range rows {
			all[i] = TableAlias{r.Sort, r.Text, r.Target}
		}
		return nil
	})
	return all, err
}

// SaveTableAliases remembers what texts of a unit's tables stand for. A text
// that is known gets its new target, those not named stay. Nothing is written
// where all is known already. The error is NotFound for an unknown unit, and
// Invalid where more than 5000 texts would be remembered.
func (s *Store) SaveTableAliases(ctx context.Context, by Actor, unit org.Key, aliases []TableAlias) error {
	known, err := s.TableAliases(ctx, unit)
	if err != nil {
		return err
	}
	fresh := newAliases(known, aliases)
	if len(fresh) == 0 {
		return nil
	}
	return s.write(ctx, by, func(w *writer) error {
		c, err := w.loaded()
		if err != nil {
			return err
		}
		if _, ok := c.Tree.Unit(unit); !ok {
			return errs.E(errs.NotFound, "server.no_such_unit")
		}
		rows, after := make([]tableAliasRecord, len(fresh)), map[string]string{}
		for i, a := range fresh {
			rows[i] = tableAliasRecord{string(unit), a.Sort, a.Text, a.Target}
			after[a.Sort+": "+a.Text] = a.Target
		}
		if err := w.tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(&rows, 200).Error; err != nil {
			return err
		}
		var count int64
		if err := w.tx.Model(&tableAliasRecord{}).Where("unit = ?", string(unit)).Count(&count).Error; err != nil {
			return err
		}
		if count > maxAliases {
			return errs.E(errs.Invalid, "store.too_many_aliases", "max", maxAliases)
		}
		return w.note("alias.save", "unit/"+string(unit), nil, after, "")
	})
}

// newAliases are those that are not known yet, each once.
func newAliases(known, given []TableAlias) []TableAlias {
	type key struct{ sort, text string }
	targets := make(map[key]string, len(known))
	for _, a := range known {
		targets[key{a.Sort, a.Text}] = a.Target
	}
	var fresh []TableAlias
	for _, a := range given {
		k := key{a.Sort, a.Text}
		if old, ok := targets[k]; a.Text == "" || ok && old == a.Target {
			continue
		}
		targets[k] = a.Target
		fresh = append(fresh, a)
	}
	return fresh
}
