package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm/clause"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// Change asks decide what is to be written and writes it, all in one
// transaction: what decide sees is the newest there is, and nobody else writes
// meanwhile. An error of decide changes nothing and is returned as it is. The
// state may only be read. Figures and plans are added as they come; of the rest
// only what differs from the stored is written. Versions in the change are not
// looked at: the stored ones count on.
//
// The error is Faults of kind Invalid for what cannot be stored (an unknown
// unit, level or indicator, a fixed property of a used indicator, a circle of
// units, a number out of bounds), Locked for a figure of an approved period.
func (s *Store) Change(ctx context.Context, by Actor, decide func(*indicator.State) (indicator.Change, error)) error {
	return s.write(ctx, by, func(w *writer) error { return w.decide(decide) })
}

func (w *writer) decide(decide func(*indicator.State) (indicator.Change, error)) error {
	c, err := w.loaded()
	if err != nil {
		return err
	}
	change, err := decide(w.state(c))
	if err != nil {
		return err
	}
	return w.apply(c, change)
}

// state lends a change what it is held against.
func (w *writer) state(c *indicator.Catalogue) *indicator.State {
	return &indicator.State{
		Catalogue: *c, Now: w.now, Zone: w.store.zone,
		Figures: w.figures, Plans: w.plans, Used: w.used, Locked: w.lockedAmong,
	}
}

// apply writes a change that was decided on catalogue c.
func (w *writer) apply(c *indicator.Catalogue, change indicator.Change) error {
	if err := w.checkCatalogue(c, change); err != nil {
		return err
	}
	steps := []func(*indicator.Catalogue, indicator.Change) error{
		w.saveUnits, w.saveSuccessions, w.saveTiles, w.saveOutlines, w.saveLevels, w.saveTerms, w.saveIndicators, w.saveSets,
	}
	for _, step := range steps {
		if err := step(c, change); err != nil {
			return err
		}
	}
	if len(change.Plans)+len(change.Figures) == 0 {
		return nil
	}
	c, err := w.loaded() // with what was just written: figures may name it
	if err != nil {
		return err
	}
	if err := w.appendPlans(c, change.Plans, change.Reason); err != nil {
		return err
	}
	return w.appendFigures(c, change.Figures, change.Reason)
}

// put writes rows of a table, in place of those with the same key.
func put[R any](w *writer, records []R) error {
	if len(records) == 0 {
		return nil
	}
	return w.tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(records, batch).Error
}

// changed notes a row of the catalogue that differs from the stored one.
func (w *writer) changed(action, object string, before, after any, reason string) error {
	w.catalogue = true
	if before != nil {
		before = fields(before)
	}
	return w.note(action, object, before, fields(after), reason)
}

// fields gives a row of a table by the names of its columns, without those
// that are empty.
func fields(record any) map[string]any {
	v, named := reflect.ValueOf(record), map[string]any{}
	if v.Kind() != reflect.Struct {
		return map[string]any{"rows": record}
	}
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			named[naming.ColumnName("", v.Type().Field(i).Name)] = f.Interface()
		}
	}
	return named
}

func (w *writer) saveSuccessions(c *indicator.Catalogue, change indicator.Change) error {
	stored := map[string]successionRecord{}
	for _, s := range c.Tree.Successions() {
		r := newSuccessionRecord(s)
		stored[successionObject(r)] = r
	}
	var records []successionRecord
	for _, s := range change.Successions {
		r := newSuccessionRecord(s)
		before, had := stored[successionObject(r)]
		if before == r {
			continue
		}
		records = append(records, r)
		if err := w.changed("succession.save", successionObject(r), known(had, before), r, change.Reason); err != nil {
			return err
		}
	}
	return put(w, records)
}

// known gives a row if there is one, else nil.
func known[R any](had bool, row R) any {
	if !had {
		return nil
	}
	return row
}

func successionObject(r successionRecord) string { return r.FromUnit + "/" + r.ToUnit + "/" + r.Day }

func (w *writer) saveTiles(c *indicator.Catalogue, change indicator.Change) error {
	stored := map[org.Key]indicator.Tile{}
	for _, t := range c.Tiles {
		stored[t.Unit] = t
	}
	var records []tileRecord
	for _, t := range change.Tiles {
		before, had := stored[t.Unit]
		if had && before == t {
			continue
		}
		records = append(records, tileRecord{string(t.Unit), t.Column, t.Row})
		if err := w.changed("tile.save", string(t.Unit), known(had, before), t, change.Reason); err != nil {
			return err
		}
	}
	return put(w, records)
}

func (w *writer) saveLevels(c *indicator.Catalogue, change indicator.Change) error {
	stored := map[string]indicator.Level{}
	for _, l := range c.Levels {
		stored[l.Code] = l
	}
	var records []levelRecord
	for _, l := range change.Levels {
		before, had := stored[l.Code]
		l.Version = before.Version
		if had && l == before {
			continue
		}
		l.Version++
		records = append(records, newLevelRecord(l))
		if err := w.changed("level.save", l.Code, known(had, before), l, change.Reason); err != nil {
			return err
		}
	}
	return put(w, records)
}

// saveTerms keeps the place of a term that is there; a new one comes last
// unless it says where.
func (w *writer) saveTerms(c *indicator.Catalogue, change indicator.Change) error {
	stored, last := map[string]termRecord{}, 0
	for _, t := range c.Terms {
		r := newTermRecord(t)
		stored[r.Sort+"/"+r.Vi], last = r, max(last, r.Position)
	}
	var records []termRecord
	for _, t := range change.Terms {
		r := newTermRecord(t)
		before, had := stored[r.Sort+"/"+r.Vi]
		switch {
		case r.Position == 0 && had:
			r.Position = before.Position
		case r.Position == 0:
			last++
			r.Position = last
		}
		if r.Version = before.Version; had && before == r {
			continue
		}
		r.Version++
		records = append(records, r)
		if err := w.changed("term.save", r.Sort+"/"+r.Vi, known(had, before), r, change.Reason); err != nil {
			return err
		}
	}
	return put(w, records)
}

func (w *writer) saveSets(c *indicator.Catalogue, change indicator.Change) error {
	var records []indicatorSetRecord
	var rows []indicatorSetRowRecord
	for _, s := range change.Sets {
		key := indicator.SetKey{Unit: s.Unit, Year: s.Year}
		before, had := c.Sets[key]
		after := setRowRecords(s)
		if had && reflect.DeepEqual(setRowRecords(before), after) {
			continue
		}
		records = append(records, indicatorSetRecord{string(s.Unit), s.Year, before.Version + 1})
		rows = append(rows, after...)
		if err := w.changed("set.save", setObject(key), known(had, rowList(before)), rowList(s), change.Reason); err != nil {
			return err
		}
	}
	for _, r := range records {
		if err := w.tx.Where("unit = ? AND year = ?", r.Unit, r.Year).Delete(&indicatorSetRowRecord{}).Error; err != nil {
			return err
		}
	}
	if err := put(w, records); err != nil {
		return err
	}
	return put(w, rows)
}

func setObject(key indicator.SetKey) string { return fmt.Sprintf("%s/%d", key.Unit, key.Year) }

// rowList writes a set for the audit: an indicator a line, in order.
func rowList(s indicator.Set) []string {
	lines := make([]string, len(s.Rows))
	for i, r := range s.Rows {
		lines[i] = strings.Join([]string{fmt.Sprint(r.Position), string(r.Indicator), r.Judging, string(r.Source), string(r.Fall)}, " ")
	}
	return lines
}

func (w *writer) saveUnits(c *indicator.Catalogue, change indicator.Change) error {
	var records []unitRecord
	var rows []unitRowRecord
	var keys []string
	for _, u := range change.Units {
		before, had := c.Tree.Unit(u.Key)
		after := unitRowRecords(inOrder(u))
		if had && reflect.DeepEqual(unitRowRecords(before), after) {
			continue
		}
		keys = append(keys, string(u.Key))
		records = append(records, unitRecord{string(u.Key), before.Version + 1})
		rows = append(rows, after...)
		if err := w.changed("unit.save", string(u.Key), known(had, unitRows(before)), unitRows(u), change.Reason); err != nil {
			return err
		}
	}
	if err := put(w, records); err != nil {
		return err
	}
	if len(keys) > 0 {
		if err := w.tx.Where("unit IN ?", keys).Delete(&unitRowRecord{}).Error; err != nil {
			return err
		}
	}
	return put(w, rows)
}

// inOrder gives a unit as a tree keeps it.
func inOrder(u org.Unit) org.Unit {
	sorted, _ := org.NewTree([]org.Unit{u}, nil).Unit(u.Key)
	return sorted
}

// unitRows writes a unit for the audit.
func unitRows(u org.Unit) []map[string]any {
	rows := make([]map[string]any, len(u.Rows))
	for i, r := range unitRowRecords(u) {
		rows[i] = fields(r)
	}
	return rows
}
