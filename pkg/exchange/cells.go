package exchange

import (
	"slices"
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// cells are the cells of figures a batch touches or has to look at.
type cells struct {
	c      *checker
	rows   map[indicator.CellKey][]*figureRow
	order  []indicator.CellKey
	stored map[indicator.CellKey][]indicator.Figure
	locks  map[lock]bool
}

type lock struct {
	unit   indicator.UnitKey
	period period.Period
}

// load asks for the stored versions of all cells at once.
func (b *cells) load() error {
	wanted := make(map[indicator.CellKey]bool, len(b.order))
	for _, key := range b.order {
		wanted[key] = true
		i := b.c.indicators[key.Indicator]
		if b.hasWords(key) {
			wanted[before(key)] = true
		}
		if i.OverUnits == indicator.OverRatio {
			for _, operand := range b.operandCells(i, key) {
				wanted[operand] = true
			}
		}
	}
	for _, s := range b.c.newRollups {
		for _, key := range yearCells(s) {
			wanted[key] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	keys := make([]indicator.CellKey, 0, len(wanted))
	for key := range wanted {
		if !key.Period.IsZero() {
			keys = append(keys, key)
		}
	}
	var err error
	b.stored, err = b.c.state.Figures(keys)
	return err
}

// before is the cell of the same period a year earlier.
func before(key indicator.CellKey) indicator.CellKey {
	key.Period = key.Period.Previous()
	return key
}

func (b *cells) hasWords(key indicator.CellKey) bool {
	return slices.ContainsFunc(b.rows[key], func(f *figureRow) bool { return f.cell.form == words })
}

// operandCells are the cells that the numerator and denominator of a ratio
// come from: their own, or those of the months.
func (b *cells) operandCells(i indicator.Indicator, key indicator.CellKey) []indicator.CellKey {
	var all []indicator.CellKey
	for _, code := range []indicator.Code{i.Numerator, i.Denominator} {
		for _, p := range append(key.Period.Months(), key.Period) {
			all = append(all, indicator.CellKey{Unit: key.Unit, Indicator: code, Period: p})
		}
	}
	return all
}

func (b *cells) sort(key indicator.CellKey) { slices.SortStableFunc(b.rows[key], compareRows) }

// locked reports whether figures of a cell's unit and period are locked.
func (b *cells) locked(key indicator.CellKey) (bool, error) {
	l := lock{key.Unit, key.Period}
	if known, ok := b.locks[l]; ok {
		return known, nil
	}
	locked, err := b.c.state.Locked(key.Unit, key.Period)
	if err != nil {
		return false, err
	}
	if b.locks == nil {
		b.locks = map[lock]bool{}
	}
	b.locks[l] = locked
	return locked, nil
}

// plainValue gives the value of a cell a year earlier, to read an ambiguous
// text by: from the batch where it is written unmistakably, else the stored.
// It is nil if there is none.
func (b *cells) plainValue(key indicator.CellKey) *number.Amount {
	key = before(key)
	for _, f := range slices.Backward(b.rows[key]) {
		if f.cell.form != words && f.Status.HasValue() {
			if a, err := number.ParsePlain(f.cell.text, number.MaxDecimals); err == nil {
				return &a
			}
		}
	}
	return newestOf(b.stored[key]).Value
}

// hasValue reports whether a cell has a value at a time; a zero time is now,
// after the whole batch.
func (b *cells) hasValue(key indicator.CellKey, at time.Time) bool {
	has := false
	for _, f := range b.stored[key] {
		if at.IsZero() || !f.Dated.After(at) {
			has = f.Value != nil
		}
	}
	for _, f := range b.rows[key] {
		if !f.bad && !f.unchanged && (at.IsZero() || !f.Dated.IsZero() && !f.Dated.After(at)) {
			has = f.Value != nil
		}
	}
	return has
}

// derived reports whether a cell has a value at a time, typed or by its
// months.
func (b *cells) derived(key indicator.CellKey, at time.Time) bool {
	if b.hasValue(key, at) {
		return true
	}
	over, months := b.c.indicators[key.Indicator].OverTime, key.Period.Months()
	if over != indicator.OverSum && over != indicator.OverLast || len(months) < 2 {
		return false
	}
	return !slices.ContainsFunc(months, func(m period.Period) bool {
		return !b.hasValue(indicator.CellKey{Unit: key.Unit, Indicator: key.Indicator, Period: m}, at)
	})
}

// checkTypedCell refuses a value where none may be typed: in a row that takes
// those of the units below, and for a ratio whose operands are in. Earlier
// versions are history and stay.
func (c *checker) checkTypedCell(b *cells, key indicator.CellKey) {
	rows := slices.DeleteFunc(slices.Clone(b.rows[key]), func(f *figureRow) bool { return f.bad || f.unchanged })
	if len(rows) == 0 {
		return
	}
	last, i := rows[len(rows)-1], c.indicators[key.Indicator]
	switch {
	case last.Status == indicator.Withdrawn:
	case c.rolledUp(key):
		c.invalid(last.at, "indicator", "exchange.rollup_typed", "indicator", string(key.Indicator))
	case i.OverUnits == indicator.OverRatio && last.Value != nil && b.derived(operand(key, i.Numerator), last.Dated) && b.derived(operand(key, i.Denominator), last.Dated):
		c.invalid(last.at, "indicator", "exchange.ratio_typed", "numerator", string(i.Numerator), "denominator", string(i.Denominator))
	}
}

func operand(key indicator.CellKey, code indicator.Code) indicator.CellKey {
	key.Indicator = code
	return key
}

// checkNewRollups refuses to take the figures of the units below where the
// unit has figures of its own.
func (c *checker) checkNewRollups(b *cells) {
	for _, s := range c.newRollups {
		for _, key := range yearCells(s) {
			_, inBatch := b.rows[key]
			if !inBatch && b.hasValue(key, time.Time{}) {
				c.invalid(s.at, "source", "exchange.rollup_has_figures", "period", key.Period)
				break
			}
		}
	}
}

// yearCells are the cells of a set row's indicator in the set's year.
func yearCells(s setRow) []indicator.CellKey {
	year := period.Period{Year: s.key.Year, Shape: period.Year}
	periods := append(year.Months(), year)
	for n := 1; n <= 4; n++ {
		periods = append(periods, period.Period{Year: s.key.Year, Shape: period.Quarter, N: n})
	}
	for n := 2; n <= 11; n++ {
		if n != 3 {
			periods = append(periods, period.Period{Year: s.key.Year, Shape: period.YTD, N: n})
		}
	}
	keys := make([]indicator.CellKey, len(periods))
	for i, p := range periods {
		keys[i] = indicator.CellKey{Unit: s.key.Unit, Indicator: s.row.Indicator, Period: p}
	}
	return keys
}
