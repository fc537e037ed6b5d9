package store

import (
	"context"
	"errors"

	"muctieu/pkg/errs"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A UnitSave is the cells of one unit in a save of several.
type UnitSave struct {
	Unit  org.Key
	Cells []CellSave
}

// UnitRefusals say why units keep a save of several from being taken, each
// with an error as of SaveFigures. Units that are in order are not named.
type UnitRefusals map[org.Key]error

// Error names no unit: the sentence of each stands in its own error.
func (r UnitRefusals) Error() string {
	var all []error
	for _, err := range r {
		all = append(all, err)
	}
	return errors.Join(all...).Error()
}

// SaveFiguresOf saves cells of several units in one period, all or none, and
// returns what is stored for each, as SaveFigures does, in the order given.
// Every unit is looked at before any is refused: the error is UnitRefusals
// with all that cannot be taken; another error is a failure of the whole.
func (s *Store) SaveFiguresOf(ctx context.Context, by Actor, p period.Period, units []UnitSave) (saved [][]SavedCell, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		refusals := UnitRefusals{}
		saved = make([][]SavedCell, len(units))
		for i, u := range units {
			cells, err := w.saveFigures(u.Unit, p, u.Cells)
			switch {
			case err == nil:
				saved[i] = cells
			case refusal(err):
				refusals[u.Unit] = err
			default:
				return err
			}
		}
		if len(refusals) > 0 {
			return refusals
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// refusal reports whether an error is about what was sent, and not a failure.
func refusal(err error) bool {
	var faults errs.Faults
	var conflicts *Conflicts
	return errors.As(err, &faults) || errors.As(err, &conflicts) || errs.KindOf(err) == errs.Locked
}
