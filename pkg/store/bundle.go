package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A BundleState says how far a bundle is.
type BundleState string

// The states of a bundle.
const (
	BundleWaiting   BundleState = "waiting" // being made, or to be gone on with
	BundleDone      BundleState = "done"
	BundleCancelled BundleState = "cancelled"
)

// A Bundle is the reports of many units that somebody asked for at once.
type Bundle struct {
	ID       int64
	Unit     org.Key // whose units below it holds
	Period   period.Period
	Lang     i18n.Lang
	Decimals int
	Formats  []string
	By       string // login; it is no one else's
	State    BundleState
	Began    time.Time
	Ended    time.Time // zero: not yet
	Total    int       // units
	Made     int       // units that are done, with files or a fault
	Faults   []BundleFault
}

// A BundleFault says why a unit of a bundle has no files: the key of a
// message.
type BundleFault struct {
	Unit org.Key
	Key  string
}

// A BundleUnit is one unit of a bundle. Positions count from 1.
type BundleUnit struct {
	Position int
	Unit     org.Key
}

// A BundleFile is one file of a unit of a bundle.
type BundleFile struct {
	Name    string
	Content []byte
}

// bundleKept is how long a bundle is kept.
const bundleKept = 24 * time.Hour

type bundleRecord struct {
	ID       int64 `gorm:"primaryKey"`
	Unit     string
	Period   string
	Lang     string
	Decimals int
	Formats  string
	Login    string
	State    string
	Began    int64
	Ended    int64
	Claimed  int64
	Total    int `gorm:"->"`
	Made     int `gorm:"->"`
}

func (bundleRecord) TableName() string { return "bundle" }

type bundleUnitRecord struct {
	Bundle   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int   `gorm:"primaryKey;autoIncrement:false"`
	Unit     string
	Done     bool
	Fault    string
}

func (bundleUnitRecord) TableName() string { return "bundle_unit" }

type bundleFileRecord struct {
	Bundle   int64  `gorm:"primaryKey;autoIncrement:false"`
	Position int    `gorm:"primaryKey;autoIncrement:false"`
	Name     string `gorm:"primaryKey"`
	Content  []byte
}

func (bundleFileRecord) TableName() string { return "bundle_file" }

// AddBundle begins a bundle of units in the order given, and removes those
// that are older than a day, and the person's earlier one of the same unit and
// period.
func (s *Store) AddBundle(ctx context.Context, by Actor, b Bundle, units []org.Key) (id int64, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		if err := removeBundles(w.tx, "began < ? OR login = ? AND unit = ? AND period = ?", w.now.Add(-bundleKept).Unix(), by.Login, b.Unit, b.Period.String()); err != nil {
			return err
		}
		r := bundleRecord{Unit: string(b.Unit), Period: b.Period.String(), Lang: string(b.Lang), Decimals: b.Decimals,
			Formats: strings.Join(b.Formats, " "), Login: by.Login, State: string(BundleWaiting), Began: w.now.Unix()}
		if err := w.tx.Create(&r).Error; err != nil {
			return err
		}
		rows := make([]bundleUnitRecord, len(units))
		for i, u := range units {
			rows[i] = bundleUnitRecord{Bundle: r.ID, Position: i + 1, Unit: string(u)}
		}
		if len(rows) > 0 {
			if err := w.tx.CreateInBatches(rows, batch).Error; err != nil {
				return err
			}
		}
		id = r.ID
		return w.note("report.export_all", r.Unit+"/"+r.Period, nil, map[string]any{"units": len(units), "formats": b.Formats}, "")
	})
	return id, err
}

// removeBundles removes the bundles that a condition names, with their files.
func removeBundles(tx *gorm.DB, where string, args ...any) error {
	var ids []int64
	if err := tx.Model(&bundleRecord{}).Where(where, args...).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return err
	}
	for _, table := range []any{&bundleFileRecord{}, &bundleUnitRecord{}} {
		if err := tx.Where("bundle IN ?", ids).Delete(table).Error; err != nil {
			return err
		}
	}
	return tx.Where("id IN ?", ids).Delete(&bundleRecord{}).Error
}

// bundleColumns are those of a bundle with how many units it has.
const bundleColumns = `b.*, (SELECT count(*) FROM bundle_unit u WHERE u.bundle = b.id) AS total,
	(SELECT count(*) FROM bundle_unit u WHERE u.bundle = b.id AND u.done = ?) AS made`

// Bundles gives the bundles of a person for a unit's period, the newest first.
func (s *Store) Bundles(ctx context.Context, login string, unit org.Key, p period.Period) ([]Bundle, error) {
	return s.bundles(ctx, "b.login = ? AND b.unit = ? AND b.period = ?", login, unit, p.String())
}

// WaitingBundles gives all bundles that are not finished, the oldest last.
func (s *Store) WaitingBundles(ctx context.Context) ([]Bundle, error) {
	return s.bundles(ctx, "b.state = ?", BundleWaiting)
}

// Bundle gives one bundle; NotFound if there is none of that number.
func (s *Store) Bundle(ctx context.Context, id int64) (Bundle, error) {
	all, err := s.bundles(ctx, "b.id = ?", id)
	switch {
	case err != nil:
		return Bundle{}, err
	case len(all) == 0:
		return Bundle{}, notFound("store.no_such_bundle")
	}
	return all[0], nil
}

func (s *Store) bundles(ctx context.Context, where string, args ...any) (all []Bundle, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []bundleRecord
		if err := tx.Table("bundle b").Select(bundleColumns, true).Where(where, args...).Order("b.id DESC").Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			b, err := r.bundle()
			if err != nil {
				return err
			}
			var faulty []bundleUnitRecord
			if err := tx.Where("bundle = ? AND fault <> ''", r.ID).Order("position").Find(&faulty).Error; err != nil {
				return err
			}
			for _, f := range faulty {
				b.Faults = append(b.Faults, BundleFault{org.Key(f.Unit), f.Fault})
			}
			all = append(all, b)
		}
		return nil
	})
	return all, err
}

func (r bundleRecord) bundle() (Bundle, error) {
	p, err := period.Parse(r.Period)
	b := Bundle{ID: r.ID, Unit: org.Key(r.Unit), Period: p, Lang: i18n.Lang(r.Lang), Decimals: r.Decimals, Formats: strings.Fields(r.Formats),
		By: r.Login, State: BundleState(r.State), Began: moment(r.Began), Total: r.Total, Made: r.Made}
	if r.Ended > 0 {
		b.Ended = moment(r.Ended)
	}
	return b, err
}

// ClaimBundle takes a waiting bundle to work on. It is false where it is
// finished, or another server has worked on it within the lease.
func (s *Store) ClaimBundle(ctx context.Context, id int64, lease time.Duration) (bool, error) {
	now := s.second()
	got := s.writer.WithContext(ctx).Model(&bundleRecord{}).Where("id = ? AND state = ? AND claimed <= ?", id, BundleWaiting, now.Add(-lease).Unix()).
		Update("claimed", now.Unix())
	return got.RowsAffected > 0, told(got.Error)
}

// ReleaseBundle gives a bundle back, so that another may go on at once.
func (s *Store) ReleaseBundle(ctx context.Context, id int64) error {
	return told(s.writer.WithContext(ctx).Model(&bundleRecord{}).Where("id = ?", id).Update("claimed", 0).Error)
}

// NextBundleUnits gives the next units of a waiting bundle that have no files
// yet, at most so many. The error is NotFound, "store.no_such_bundle", where
// there is none: all are made, or somebody cancelled it.
func (s *Store) NextBundleUnits(ctx context.Context, id int64, most int) ([]BundleUnit, error) {
	var rows []bundleUnitRecord
	err := s.reader.WithContext(ctx).Table("bundle_unit u").Select("u.*").Joins("JOIN bundle b ON b.id = u.bundle").
		Where("u.bundle = ? AND u.done = ? AND b.state = ?", id, false, BundleWaiting).Order("u.position").Limit(most).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return nil, notFound("store.no_such_bundle")
	}
	units := make([]BundleUnit, len(rows))
	for i, r := range rows {
		units[i] = BundleUnit{r.Position, org.Key(r.Unit)}
	}
	return units, told(err)
}

// SaveBundleUnit keeps the files of one unit, or the key of why there are
// none, and renews the claim. A unit that is done already stays as it is.
func (s *Store) SaveBundleUnit(ctx context.Context, id int64, position int, files []BundleFile, fault string) error {
	return told(begun(s.writer.WithContext(ctx), func(tx *gorm.DB) error {
		got := tx.Model(&bundleUnitRecord{}).Where("bundle = ? AND position = ? AND done = ?", id, position, false).
			Updates(map[string]any{"done": true, "fault": fault})
		if got.Error != nil || got.RowsAffected == 0 {
			return got.Error
		}
		for _, f := range files {
			if err := tx.Create(&bundleFileRecord{id, position, f.Name, f.Content}).Error; err != nil {
				return err
			}
		}
		return tx.Model(&bundleRecord{}).Where("id = ?", id).Update("claimed", s.second().Unix()).Error
	}))
}

// EndBundle ends a waiting bundle as done or cancelled. A cancelled one loses
// its files.
func (s *Store) EndBundle(ctx context.Context, id int64, state BundleState) error {
	return told(begun(s.writer.WithContext(ctx), func(tx *gorm.DB) error {
		got := tx.Model(&bundleRecord{}).Where("id = ? AND state = ?", id, BundleWaiting).
			Updates(map[string]any{"state": string(state), "ended": s.second().Unix(), "claimed": 0})
		if got.Error != nil || got.RowsAffected == 0 || state != BundleCancelled {
			return got.Error
		}
		return tx.Where("bundle = ?", id).Delete(&bundleFileRecord{}).Error
	}))
}

// BundleUnits gives the units of a bundle that have files, in their order.
func (s *Store) BundleUnits(ctx context.Context, id int64) ([]BundleUnit, error) {
	var rows []bundleUnitRecord
	err := s.reader.WithContext(ctx).Where("bundle = ? AND done = ? AND fault = ''", id, true).Order("position").Find(&rows).Error
	units := make([]BundleUnit, len(rows))
	for i, r := range rows {
		units[i] = BundleUnit{r.Position, org.Key(r.Unit)}
	}
	return units, told(err)
}

// BundleFiles gives the files of one unit of a bundle, by name.
func (s *Store) BundleFiles(ctx context.Context, id int64, position int) ([]BundleFile, error) {
	var rows []bundleFileRecord
	err := s.reader.WithContext(ctx).Where("bundle = ? AND position = ?", id, position).Order("name").Find(&rows).Error
	files := make([]BundleFile, len(rows))
	for i, r := range rows {
		files[i] = BundleFile{r.Name, r.Content}
	}
	return files, told(err)
}
