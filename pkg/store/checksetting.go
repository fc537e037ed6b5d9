package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

type checkSettingRecord struct {
	Indicator string `gorm:"primaryKey"`
	Rule      string `gorm:"primaryKey"`
	Off       bool
	Threshold string
}

// CheckSettings gives what administrators have decided about the checks. It is
// empty where every rule is on with its usual threshold.
func (s *Store) CheckSettings(ctx context.Context) (settings check.Settings, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []checkSettingRecord
		if err := tx.Find(&rows).Error; err != nil {
			return err
		}
		settings = check.Settings{}
		for _, r := range rows {
			code := indicator.Code(r.Indicator)
			if settings[code] == nil {
				settings[code] = map[check.Rule]check.Setting{}
			}
			settings[code][check.Rule(r.Rule)] = check.Setting{Off: r.Off, Threshold: r.Threshold}
		}
		return nil
	})
	return settings, err
}

// SaveCheckSetting changes one rule for one indicator; the zero setting brings
// back the usual. The error is NotFound for an unknown indicator, and Faults of
// kind Invalid as of check.Settings.Validate.
func (s *Store) SaveCheckSetting(ctx context.Context, by Actor, code indicator.Code, rule check.Rule, setting check.Setting) error {
	if err := (check.Settings{code: {rule: setting}}).Validate(); err != nil {
		return err
	}
	return s.write(ctx, by, func(w *writer) error {
		c, err := w.loaded()
		if err != nil {
			return err
		}
		if _, ok := c.Indicators[code]; !ok {
			return errs.E(errs.NotFound, "save.indicator_unknown", "indicator", string(code))
		}
		var before checkSettingRecord
		if err := w.tx.Where("indicator = ? AND rule = ?", code, rule).Limit(1).Find(&before).Error; err != nil {
			return err
		}
		if had := (check.Setting{Off: before.Off, Threshold: before.Threshold}); had == setting {
			return nil
		}
		if err := w.putCheckSetting(checkSettingRecord{string(code), string(rule), setting.Off, setting.Threshold}); err != nil {
			return err
		}
		return w.note("check.save", "check/"+string(code)+"/"+string(rule), checkNote(before), map[string]any{"off": setting.Off, "threshold": setting.Threshold}, "")
	})
}

// putCheckSetting stores a setting; the usual one has no row.
func (w *writer) putCheckSetting(r checkSettingRecord) error {
	if !r.Off && r.Threshold == "" {
		return w.tx.Delete(&r).Error
	}
	return w.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&r).Error
}

// checkNote is a setting in the audit; nil for one nobody has changed.
func checkNote(r checkSettingRecord) any {
	if r.Rule == "" {
		return nil
	}
	return map[string]any{"off": r.Off, "threshold": r.Threshold}
}
