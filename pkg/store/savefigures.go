package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A CellSave is one cell as somebody typed it.
type CellSave struct {
	Indicator indicator.Code
	Value     *number.Amount // nil when withdrawn or not applicable
	Status    indicator.Status
	Note      *string // nil: none given; a withdrawal needs one
	Version   int     // the newest seen; 0: none
	Source    string
	Origin    indicator.Origin
	Dated     time.Time // zero: now
	// Unread says why what was typed is no number. It refuses the save, named
	// with all other cells that are wrong.
	Unread *errs.Error
}

// A SavedCell is what is stored for a cell after a save.
type SavedCell struct {
	Figure indicator.Figure
	Added  bool // false: it was stored already, nothing was added
}

// SaveFigures saves cells of a unit's period, all or none, and returns what is
// stored for each, in the order given. A cell that equals its newest version
// in value and status, and in the note if one is given, adds nothing whatever
// version was seen: a repeat does no harm.
//
// The error is NotFound for an unknown unit; Faults of kind Invalid, each
// placed by the indicator's code, for cells that cannot be taken; Locked for an
// approved period; *Conflicts, of kind Conflict, with every cell that has
// another newest version than the one seen.
func (s *Store) SaveFigures(ctx context.Context, by Actor, unit org.Key, p period.Period, cells []CellSave) (saved []SavedCell, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		saved, err = w.saveFigures(unit, p, cells)
		return err
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// A save is a save of cells under way.
type save struct {
	w         *writer
	catalogue *indicator.Catalogue
	unit      org.Key
	period    period.Period
	stored    map[indicator.CellKey]indicator.Figure // the newest versions
	saved     []SavedCell
	added     []indicator.Figure
	faults    errs.Faults
	conflicts Conflicts
}

func (w *writer) saveFigures(unit org.Key, p period.Period, cells []CellSave) ([]SavedCell, error) {
	c, err := w.loaded()
	if err != nil {
		return nil, err
	}
	if !c.Tree.Has(unit) {
		return nil, notFound("store.unit_unknown", "unit", string(unit))
	}
	s := &save{w: w, catalogue: c, unit: unit, period: p, saved: make([]SavedCell, len(cells))}
	keys := make([]indicator.CellKey, len(cells))
	for i, cell := range cells {
		keys[i] = s.key(cell.Indicator)
	}
	if s.stored, err = w.newest(keys); err != nil {
		return nil, err
	}
	if err := s.decide(cells); err != nil {
		return nil, err
	}
	return s.saved, w.insertFigures(s.added, s.stored, "")
}

func (s *save) key(code indicator.Code) indicator.CellKey {
	return indicator.CellKey{Unit: s.unit, Indicator: code, Period: s.period}
}

// decide looks at every cell before it refuses any, so that all that is wrong
// is told at once.
func (s *save) decide(cells []CellSave) error {
	seen := map[indicator.Code]bool{}
	for i, cell := range cells {
		if cell.Unread != nil {
			s.refuse(cell.Indicator, cell.Unread)
			continue
		}
		if seen[cell.Indicator] {
			s.refuse(cell.Indicator, errs.E(errs.Invalid, "save.cell_twice"))
			continue
		}
		seen[cell.Indicator] = true
		s.cell(i, cell)
	}
	if err := s.refuseComputed(); err != nil {
		return err
	}
	if err := s.faults.Err(); err != nil {
		return err
	}
	if len(s.added)+len(s.conflicts.Cells) > 0 {
		locked, err := s.w.locked(s.unit, s.period)
		if err != nil {
			return err
		}
		if locked {
			return lockedPeriod(s.key(""))
		}
	}
	if len(s.conflicts.Cells) > 0 {
		if err := s.w.name(&s.conflicts); err != nil {
			return err
		}
	}
	slices.SortFunc(s.added, func(a, b indicator.Figure) int { return cmp.Compare(a.Indicator, b.Indicator) })
	return s.conflicts.err()
}

func (s *save) refuse(code indicator.Code, why *errs.Error) { s.faults.Add(string(code), why) }

// cell decides about one cell: stored already, refused, in conflict, or added.
func (s *save) cell(i int, cell CellSave) {
	newest := s.stored[s.key(cell.Indicator)]
	f := indicator.Figure{CellKey: s.key(cell.Indicator), Value: cell.Value, Status: cell.Status, Source: cell.Source, Origin: cell.Origin, Dated: cell.Dated}
	if cell.Note != nil {
		f.Note = *cell.Note
	}
	next, fault := s.w.nextFigure(s.catalogue, newest, f)
	if fault == nil {
		fault = s.rule(newest, next)
	}
	switch {
	case newest.Version > 0 && newest.Same(f) && (cell.Note == nil || *cell.Note == newest.Note):
		s.saved[i] = SavedCell{Figure: newest}
	case fault != nil:
		s.refuse(cell.Indicator, fault)
	case cell.Version != newest.Version:
		s.conflicts.Cells = append(s.conflicts.Cells, CellConflict{newest, cell})
	default:
		s.saved[i] = SavedCell{Figure: next, Added: true}
		s.added = append(s.added, next)
	}
}

// rule refuses what a version of this cell may not be.
func (s *save) rule(newest, next indicator.Figure) *errs.Error {
	set := s.catalogue.Sets[indicator.SetKey{Unit: s.unit, Year: s.period.Year}]
	row, _ := set.Row(next.Indicator)
	switch {
	case row.Source == indicator.Rollup:
		return errs.E(errs.Invalid, "save.rollup_row")
	case next.Status == indicator.Withdrawn && newest.Version == 0:
		return errs.E(errs.Invalid, "save.nothing_to_withdraw")
	case next.Status == indicator.Withdrawn && next.Note == "":
		return errs.E(errs.Invalid, "save.reason_missing")
	case softer(next.Status, newest.Status) && next.Note == "":
		return errs.E(errs.Invalid, "save.lower_status_needs_note", "status", string(next.Status), "before", string(newest.Status))
	}
	return nil
}

// softer reports whether a figure becomes less firm than it was.
func softer(next, before indicator.Status) bool {
	return next != before && next.HasValue() && before.HasValue() && before.Lower(next) == next
}

// refuseComputed refuses a typed ratio where both its operands are in, with
// this save: it is computed from them.
func (s *save) refuseComputed() error {
	ratios := slices.DeleteFunc(slices.Clone(s.added), func(f indicator.Figure) bool {
		return f.Value == nil || s.catalogue.Indicators[f.Indicator].OverUnits != indicator.OverRatio
	})
	if len(ratios) == 0 {
		return nil
	}
	q, err := bookFor(s.catalogue, s.unit, s.period, -1, 0, time.Time{})
	if err != nil {
		return err
	}
	book, err := s.w.store.bookIn(s.w.tx, s.catalogue, q)
	if err != nil {
		return err
	}
	for _, f := range s.added {
		book.Figures[f.CellKey] = f
	}
	for _, f := range ratios {
		if v := book.Value(s.unit, f.Indicator, s.period); v != nil && v.Rule == indicator.Quotient {
			s.refuse(f.Indicator, errs.E(errs.Invalid, "save.ratio_computed"))
		}
	}
	return nil
}
