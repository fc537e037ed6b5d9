package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// cached is a catalogue and the counter it is of.
type cached struct {
	counter   int64
	catalogue *indicator.Catalogue
}

// Catalogue gives what all units share, with the sets. It is kept until
// something of it changes, and lent to many: it may only be read.
func (s *Store) Catalogue(ctx context.Context) (c *indicator.Catalogue, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err = s.catalogueIn(tx)
		return err
	})
	return c, err
}

// catalogueIn gives the catalogue as a transaction sees it.
func (s *Store) catalogueIn(tx *gorm.DB) (*indicator.Catalogue, error) {
	var counter int64
	if err := tx.Raw("SELECT catalogue FROM counter WHERE id = 1").Row().Scan(&counter); err != nil {
		return nil, err
	}
	return s.catalogueAt(tx, counter)
}

// catalogueAt gives the catalogue of a counter, kept or read.
func (s *Store) catalogueAt(tx *gorm.DB, counter int64) (*indicator.Catalogue, error) {
	if kept := s.catalogue.Load(); kept != nil && kept.counter == counter {
		return kept.catalogue, nil
	}
	c, err := loadCatalogue(tx)
	if err != nil {
		return nil, err
	}
	if kept := s.catalogue.Load(); kept == nil || kept.counter < counter {
		s.catalogue.Store(&cached{counter, c})
	}
	return c, nil
}

// loaded gives the catalogue to a change. Once the change has written to it,
// what it sees is its own and must not be kept for others.
func (w *writer) loaded() (*indicator.Catalogue, error) {
	if w.catalogue {
		return loadCatalogue(w.tx)
	}
	return w.store.catalogueAt(w.tx, w.counter.Catalogue)
}

func loadCatalogue(tx *gorm.DB) (*indicator.Catalogue, error) {
	c := &indicator.Catalogue{Indicators: map[indicator.Code]indicator.Indicator{}, Sets: map[indicator.SetKey]indicator.Set{}}
	for _, load := range []func(*gorm.DB, *indicator.Catalogue) error{loadTree, loadIndicators, loadLevels, loadTerms, loadSets, loadTiles, loadOutlines} {
		if err := load(tx, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func loadTree(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []unitRecord
	var rows []unitRowRecord
	var passed []successionRecord
	if err := tx.Order("key").Find(&records).Error; err != nil {
		return err
	}
	if err := tx.Order("unit, position").Find(&rows).Error; err != nil {
		return err
	}
	if err := tx.Order("day, from_unit, to_unit").Find(&passed).Error; err != nil {
		return err
	}
	byUnit := map[string][]org.Row{}
	for _, r := range rows {
		byUnit[r.Unit] = append(byUnit[r.Unit], r.row())
	}
	units := make([]org.Unit, len(records))
	for i, r := range records {
		units[i] = org.Unit{Key: org.Key(r.Key), Rows: byUnit[r.Key], Version: r.Version}
	}
	successions := make([]org.Succession, len(passed))
	for i, r := range passed {
		successions[i] = r.succession()
	}
	c.Tree = org.NewTree(units, successions)
	return nil
}

func loadIndicators(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []indicatorRecord
	if err := tx.Find(&records).Error; err != nil {
		return err
	}
	for _, r := range records {
		c.Indicators[indicator.Code(r.Code)] = r.indicator()
	}
	return nil
}

func loadLevels(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []levelRecord
	if err := tx.Order("position, code").Find(&records).Error; err != nil {
		return err
	}
	for _, r := range records {
		c.Levels = append(c.Levels, r.level())
	}
	return nil
}

func loadTerms(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []termRecord
	if err := tx.Order("position, sort, vi").Find(&records).Error; err != nil {
		return err
	}
	for _, r := range records {
		c.Terms = append(c.Terms, r.term())
	}
	return nil
}

func loadSets(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []indicatorSetRecord
	var rows []indicatorSetRowRecord
	if err := tx.Find(&records).Error; err != nil {
		return err
	}
	if err := tx.Order("unit, year, position, indicator").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range records {
		key := indicator.SetKey{Unit: org.Key(r.Unit), Year: r.Year}
		c.Sets[key] = indicator.Set{Unit: key.Unit, Year: key.Year, Version: r.Version}
	}
	for _, r := range rows {
		key := indicator.SetKey{Unit: org.Key(r.Unit), Year: r.Year}
		set := c.Sets[key]
		set.Rows = append(set.Rows, r.row())
		c.Sets[key] = set
	}
	return nil
}

func loadTiles(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []tileRecord
	if err := tx.Order("unit").Find(&records).Error; err != nil {
		return err
	}
	for _, r := range records {
		c.Tiles = append(c.Tiles, indicator.Tile{Unit: org.Key(r.Unit), Column: r.MapColumn, Row: r.MapRow})
	}
	return nil
}

// YearsWithSets gives the years in which a unit has a set, the earliest first.
func (s *Store) YearsWithSets(ctx context.Context, unit org.Key) ([]int, error) {
	c, err := s.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var years []int
	for key, set := range c.Sets {
		if key.Unit == unit && len(set.Rows) > 0 {
			years = append(years, key.Year)
		}
	}
	slices.Sort(years)
	return years, nil
}

// NewestPeriod gives the period of the newest figure of a unit or of the units
// below it: the one that ends last, of several that end on one day the
// longest, so the year before its last quarter and month. The error is
// NotFound if there is no figure, or no such unit.
func (s *Store) NewestPeriod(ctx context.Context, unit org.Key) (newest period.Period, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		newest, err = newestPeriod(tx, family(c.Tree, unit, []time.Time{s.second()}))
		return err
	})
	return newest, err
}

func newestPeriod(tx *gorm.DB, units []org.Key) (newest period.Period, err error) {
	var texts []string
	const q = `SELECT DISTINCT period FROM figure WHERE unit IN @units AND year = (SELECT max(year) FROM figure WHERE unit IN @units)`
	if err := tx.Raw(q, map[string]any{"units": units}).Scan(&texts).Error; err != nil {
		return newest, err
	}
	for _, text := range texts {
		p, err := period.Parse(text)
		if err != nil {
			return newest, err
		}
		if c := p.Last().Compare(newest.Last()); newest.IsZero() || c > 0 || c == 0 && p.First().Before(newest.First()) {
			newest = p
		}
	}
	if newest.IsZero() {
		return newest, notFound("store.no_figure")
	}
	return newest, nil
}
