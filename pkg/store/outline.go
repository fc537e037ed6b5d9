package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

type outlineRecord struct {
	Unit  string `gorm:"primaryKey"`
	Rings string
}

func (outlineRecord) TableName() string { return "unit_outline" }

func newOutlineRecord(o org.Outline) (outlineRecord, error) {
	rings := make([][]int32, len(o.Rings))
	for i, ring := range o.Rings {
		var last org.Point
		for _, p := range ring {
			rings[i] = append(rings[i], p.East-last.East, p.North-last.North)
			last = p
		}
	}
	raw, err := json.Marshal(rings)
	return outlineRecord{string(o.Unit), string(raw)}, err
}

func (r outlineRecord) outline() (org.Outline, error) {
	var rings [][]int32
	if err := json.Unmarshal([]byte(r.Rings), &rings); err != nil {
		return org.Outline{}, fmt.Errorf("outline of %s: %w", r.Unit, err)
	}
	o := org.Outline{Unit: org.Key(r.Unit)}
	for _, steps := range rings {
		ring, last := make([]org.Point, len(steps)/2), org.Point{}
		for i := range ring {
			last = org.Point{East: last.East + steps[2*i], North: last.North + steps[2*i+1]}
			ring[i] = last
		}
		o.Rings = append(o.Rings, ring)
	}
	return o, nil
}

func loadOutlines(tx *gorm.DB, c *indicator.Catalogue) error {
	var records []outlineRecord
	if err := tx.Order("unit").Find(&records).Error; err != nil {
		return err
	}
	for _, r := range records {
		o, err := r.outline()
		if err != nil {
			return err
		}
		c.Outlines = append(c.Outlines, o)
	}
	return nil
}

// outlineNote is what the audit says of a shape: how it is made up, and the
// hash of what is stored.
func outlineNote(o org.Outline, r outlineRecord) map[string]any {
	return map[string]any{"rings": len(o.Rings), "points": o.Points(), "sha256": sum256([]byte(r.Rings))}
}

func (w *writer) saveOutlines(c *indicator.Catalogue, change indicator.Change) error {
	stored := map[org.Key]org.Outline{}
	for _, o := range c.Outlines {
		stored[o.Unit] = o
	}
	var records []outlineRecord
	for _, o := range change.Outlines {
		before, had := stored[o.Unit]
		if had && before.Equal(o) {
			continue
		}
		record, err := newOutlineRecord(o)
		if err != nil {
			return err
		}
		records = append(records, record)
		var was any
		if had {
			old, err := newOutlineRecord(before)
			if err != nil {
				return err
			}
			was = outlineNote(before, old)
		}
		w.catalogue = true
		if err := w.note("outline.save", string(o.Unit), was, outlineNote(o, record), change.Reason); err != nil {
			return err
		}
	}
	return put(w, records)
}

// RemoveOutlines takes the map of units away, so that tiles are shown again.
// The error is NotFound where there is none.
func (s *Store) RemoveOutlines(ctx context.Context, by Actor) error {
	return s.write(ctx, by, func(w *writer) error {
		var units []string
		if err := w.tx.Model(&outlineRecord{}).Order("unit").Pluck("unit", &units).Error; err != nil {
			return err
		}
		if len(units) == 0 {
			return errs.E(errs.NotFound, "unitmap.none")
		}
		if err := w.tx.Where("1 = 1").Delete(&outlineRecord{}).Error; err != nil {
			return err
		}
		w.catalogue = true
		return w.note("outline.remove", "map", map[string]any{"units": units}, nil, "")
	})
}
