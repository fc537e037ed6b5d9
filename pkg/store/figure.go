package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A figureRecord is a row of the table figure.
type figureRecord struct {
	Unit      string
	Year      int
	Indicator string
	Period    string
	Version   int
	Value     *int64
	Status    string
	Source    string
	Origin    string
	Note      string
	Dated     int64
	Recorded  int64
	Login     string
}

func newFigureRecord(f indicator.Figure) figureRecord {
	r := figureRecord{
		Unit: string(f.Unit), Year: f.Period.Year, Indicator: string(f.Indicator), Period: f.Period.String(), Version: f.Version,
		Status: string(f.Status), Source: f.Source, Origin: string(f.Origin), Note: f.Note,
		Dated: f.Dated.Unix(), Recorded: f.Recorded.Unix(), Login: f.By,
	}
	if f.Value != nil {
		count := f.Value.Count()
		r.Value = &count
	}
	return r
}

// figureColumns begins every query that figures reads. f is the table.
const figureColumns = "SELECT f.unit, f.indicator, f.period, f.version, f.value, f.status, f.source, f.origin, f.note, f.dated, f.recorded, f.login"

// A figureReader turns rows into figures. Periods repeat, so each is parsed
// once.
type figureReader struct {
	indicators map[indicator.Code]indicator.Indicator
	periods    map[string]period.Period
}

func newFigureReader(c *indicator.Catalogue) *figureReader {
	return &figureReader{c.Indicators, map[string]period.Period{}}
}

func (r *figureReader) scan(rows *sql.Rows, more ...any) (f indicator.Figure, err error) {
	var text string
	var value sql.NullInt64
	var dated, recorded int64
	into := []any{&f.Unit, &f.Indicator, &text, &f.Version, &value, &f.Status, &f.Source, &f.Origin, &f.Note, &dated, &recorded, &f.By}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return f, err
	}
	known, ok := r.periods[text]
	if !ok {
		if known, err = period.Parse(text); err != nil {
			return f, err
		}
		r.periods[text] = known
	}
	f.Period, f.Dated, f.Recorded = known, time.Unix(dated, 0).UTC(), time.Unix(recorded, 0).UTC()
	f.Value = amountOf(value, r.indicators[f.Indicator].Decimals)
	return f, nil
}

func amountOf(count sql.NullInt64, decimals int) *number.Amount {
	if !count.Valid {
		return nil
	}
	a := number.New(count.Int64, decimals)
	return &a
}

// each hands every row of a query to do.
func each(q *gorm.DB, do func(*sql.Rows) error) error {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// figures reads all versions of cells, oldest first.
func (w *writer) figures(keys []indicator.CellKey) (map[indicator.CellKey][]indicator.Figure, error) {
	found := make(map[indicator.CellKey][]indicator.Figure, len(keys))
	err := w.eachCell(keys, "", func(f indicator.Figure) { found[f.CellKey] = append(found[f.CellKey], f) })
	return found, err
}

// newest reads the newest versions of cells.
func (w *writer) newest(keys []indicator.CellKey) (map[indicator.CellKey]indicator.Figure, error) {
	const last = ` AND f.version = (SELECT max(version) FROM figure g WHERE g.unit = f.unit AND g.year = f.year
		AND g.indicator = f.indicator AND g.period = f.period)`
	found := make(map[indicator.CellKey]indicator.Figure, len(keys))
	err := w.eachCell(keys, last, func(f indicator.Figure) { found[f.CellKey] = f })
	return found, err
}

// eachCell hands the stored versions of cells to do, the oldest first, as far
// as they meet a condition.
func (w *writer) eachCell(keys []indicator.CellKey, condition string, do func(indicator.Figure)) error {
	c, err := w.loaded()
	if err != nil {
		return err
	}
	wanted := make(map[indicator.CellKey]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	reader := newFigureReader(c)
	for _, where := range cellQueries(keys) {
		q := w.tx.Raw(figureColumns+" FROM figure f WHERE "+where.sql+condition+" ORDER BY f.unit, f.year, f.indicator, f.period, f.version", where.args...)
		err := each(q, func(rows *sql.Rows) error {
			f, err := reader.scan(rows)
			if err == nil && wanted[f.CellKey] {
				do(f)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A condition of a query with its arguments.
type condition struct {
	sql  string
	args []any
}

// cellQueries choose cells and perhaps others beside them: one query where all
// are of one unit and period, as in entry, else one for each thousand units.
func cellQueries(keys []indicator.CellKey) (all []condition) {
	if len(keys) == 0 {
		return nil
	}
	first, last := keys[0].Period.Year, keys[0].Period.Year
	units, codes, single := map[org.Key]bool{}, map[indicator.Code]bool{}, true
	for _, k := range keys {
		units[k.Unit], codes[k.Indicator] = true, true
		first, last = min(first, k.Period.Year), max(last, k.Period.Year)
		single = single && k.Unit == keys[0].Unit && k.Period == keys[0].Period
	}
	if single && len(codes) < batch {
		return []condition{{"f.unit = ? AND f.year = ? AND f.period = ? AND f.indicator IN ?",
			[]any{keys[0].Unit, first, keys[0].Period.String(), sorted(codes)}}}
	}
	for some := range slices.Chunk(sorted(units), 1000) {
		all = append(all, condition{"f.unit IN ? AND f.year BETWEEN ? AND ?", []any{some, first, last}})
	}
	return all
}

func sorted[K ~string](set map[K]bool) []K {
	keys := make([]K, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Versions gives all versions of a cell, the oldest first, with the names of
// those who entered them. A cell without any has none.
func (s *Store) Versions(ctx context.Context, key indicator.CellKey) (all []indicator.Figure, err error) {
	const q = figureColumns + `, coalesce(a.name, '') FROM figure f LEFT JOIN account a ON a.login = f.login
		WHERE f.unit = ? AND f.year = ? AND f.indicator = ? AND f.period = ? ORDER BY f.version`
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		reader := newFigureReader(c)
		return each(tx.Raw(q, key.Unit, key.Period.Year, key.Indicator, key.Period.String()), func(rows *sql.Rows) error {
			var name string
			f, err := reader.scan(rows, &name)
			f.ByName = name
			all = append(all, f)
			return err
		})
	})
	return all, err
}

// EachFigure hands every version of every cell to do, by unit, indicator,
// period and version, on one snapshot. It ends at do's first error.
func (s *Store) EachFigure(ctx context.Context, do func(indicator.Figure) error) error {
	return s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		reader := newFigureReader(c)
		q := tx.Raw(figureColumns + " FROM figure f ORDER BY f.unit, f.indicator, f.period, f.version")
		return each(q, func(rows *sql.Rows) error {
			f, err := reader.scan(rows)
			if err != nil {
				return err
			}
			return do(f)
		})
	})
}
