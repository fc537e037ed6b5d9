package store

import (
	"maps"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// appendFigures adds figures as the next versions of their cells, in the order
// given.
func (w *writer) appendFigures(c *indicator.Catalogue, figures []indicator.Figure, reason string) error {
	if len(figures) == 0 {
		return nil
	}
	keys := make([]indicator.CellKey, len(figures))
	for i, f := range figures {
		keys[i] = f.CellKey
	}
	stored, err := w.newest(keys)
	if err != nil {
		return err
	}
	newest := maps.Clone(stored)
	var faults errs.Faults
	added := make([]indicator.Figure, 0, len(figures))
	for _, f := range figures {
		locked, err := w.lockedAmong(f.Unit, f.Period)
		if err != nil {
			return err
		}
		if locked {
			faults.Add(cellObject(f.CellKey), lockedPeriod(f.CellKey))
			continue
		}
		next, fault := w.nextFigure(c, newest[f.CellKey], f)
		if fault != nil {
			faults.Add(cellObject(f.CellKey), fault)
			continue
		}
		newest[f.CellKey] = next
		added = append(added, next)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	return w.insertFigures(added, stored, reason)
}

func lockedPeriod(k indicator.CellKey) *errs.Error {
	return errs.E(errs.Locked, "save.period_locked", "unit", string(k.Unit), "period", k.Period.String())
}

// nextFigure makes the version of f that follows the newest one.
func (w *writer) nextFigure(c *indicator.Catalogue, newest, f indicator.Figure) (indicator.Figure, *errs.Error) {
	i, ok := c.Indicators[f.Indicator]
	switch {
	case !ok:
		return f, unknownIndicator(f.Indicator)
	case !c.Tree.Has(f.Unit):
		return f, unknownUnit(f.Unit)
	case !f.Status.Known():
		return f, errs.E(errs.Invalid, "save.status_unknown", "status", string(f.Status))
	case !wellFormed(f.Source, f.Note):
		return f, badText()
	case f.Status.HasValue() != (f.Value != nil):
		return f, errs.E(errs.Invalid, "save.value_and_status", "status", string(f.Status))
	}
	if f.Value != nil {
		value, fault := rescaled(*f.Value, i)
		if fault != nil {
			return f, fault
		}
		f.Value = &value
	}
	dated, fault := w.dated(f.Dated, newest.Dated)
	if fault != nil {
		return f, fault
	}
	f.Version, f.Dated, f.Recorded, f.By = newest.Version+1, dated, w.now, w.actor.Login
	return f, nil
}

// rescaled gives an amount the decimals its indicator is stored with.
func rescaled(a number.Amount, i indicator.Indicator) (number.Amount, *errs.Error) {
	b, err := a.Rescale(i.Decimals)
	if err != nil {
		return b, asFault(err)
	}
	return b, nil
}

// dated gives the time from which a figure counts: the one asked for, which
// lies neither in the future nor before the version it follows, else now. A
// clock that was put back does not make a figure older than the one before it.
func (w *writer) dated(asked, newest time.Time) (time.Time, *errs.Error) {
	asked = asked.UTC().Truncate(time.Second)
	switch {
	case asked.IsZero() && newest.After(w.now):
		return newest, nil
	case asked.IsZero():
		return w.now, nil
	case asked.After(w.now):
		return asked, errs.E(errs.Invalid, "save.dated_in_future", "time", asked.Format(time.RFC3339))
	case asked.Before(newest):
		return asked, errs.E(errs.Invalid, "save.dated_before_newest", "time", asked.Format(time.RFC3339), "newest", newest.Format(time.RFC3339))
	}
	return asked, nil
}

// insertFigures writes finished versions and notes each in the audit beside
// the one it follows.
func (w *writer) insertFigures(added []indicator.Figure, stored map[indicator.CellKey]indicator.Figure, reason string) error {
	records := make([]figureRecord, len(added))
	before := make(map[indicator.CellKey]*figureNote, len(stored))
	for k, f := range stored {
		before[k] = newFigureNote(f)
	}
	for i, f := range added {
		records[i] = newFigureRecord(f)
		after := newFigureNote(f)
		why := reason
		if why == "" {
			why = f.Note
		}
		if err := w.note("figure.save", cellObject(f.CellKey), orNil(before[f.CellKey]), after, why); err != nil {
			return err
		}
		before[f.CellKey] = after
	}
	if len(records) == 0 {
		return nil
	}
	return w.tx.CreateInBatches(records, batch).Error
}

// orNil keeps a nil pointer from becoming JSON.
func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

// A figureNote is a figure in the audit.
type figureNote struct {
	Version int    `json:"version"`
	Value   string `json:"value,omitempty"`
	Status  string `json:"status"`
	Source  string `json:"source,omitempty"`
	Origin  string `json:"origin,omitempty"`
	Note    string `json:"note,omitempty"`
	Dated   string `json:"dated"`
}

func newFigureNote(f indicator.Figure) *figureNote {
	n := &figureNote{f.Version, "", string(f.Status), f.Source, string(f.Origin), f.Note, f.Dated.UTC().Format(time.RFC3339)}
	if f.Value != nil {
		n.Value = f.Value.String()
	}
	return n
}
