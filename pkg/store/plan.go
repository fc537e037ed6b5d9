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
)

// A planRecord is a row of the table plan.
type planRecord struct {
	Unit         string
	Year         int
	Indicator    string
	Level        string
	Version      int
	Operator     string
	Low, High    *int64
	Basis        string
	Document     string
	DocumentDate string
	Issuer       string
	Title        string
	Source       string
	Origin       string
	PriceBasis   string
	Note         string
	Withdrawn    bool
	Dated        int64
	Recorded     int64
	Login        string
}

func newPlanRecord(p indicator.Plan) planRecord {
	r := planRecord{
		Unit: string(p.Unit), Year: p.Year, Indicator: string(p.Indicator), Level: p.Level, Version: p.Version,
		Operator: string(p.Target.Operator), Basis: string(p.Basis),
		Document: p.Decision.Number, DocumentDate: dayText(p.Decision.Date), Issuer: p.Decision.Issuer, Title: p.Decision.Title,
		Source: p.Source, Origin: string(p.Origin), PriceBasis: p.PriceBasis, Note: p.Note, Withdrawn: p.Withdrawn,
		Dated: p.Dated.Unix(), Recorded: p.Recorded.Unix(), Login: p.By,
	}
	if !p.Withdrawn {
		low := p.Target.Low.Count()
		r.Low = &low
		if p.Target.High != nil {
			high := p.Target.High.Count()
			r.High = &high
		}
	}
	return r
}

// planColumns begins every query that scanPlan reads. p is the table.
const planColumns = `SELECT p.unit, p.year, p.indicator, p.level, p.version, p.operator, p.low, p.high, p.basis,
	p.document, p.document_date, p.issuer, p.title, p.source, p.origin, p.price_basis, p.note, p.withdrawn, p.dated, p.recorded, p.login`

func scanPlan(rows *sql.Rows, c *indicator.Catalogue, more ...any) (p indicator.Plan, err error) {
	var low, high sql.NullInt64
	var day string
	var dated, recorded int64
	d := &p.Decision
	into := []any{&p.Unit, &p.Year, &p.Indicator, &p.Level, &p.Version, &p.Target.Operator, &low, &high, &p.Basis,
		&d.Number, &day, &d.Issuer, &d.Title, &p.Source, &p.Origin, &p.PriceBasis, &p.Note, &p.Withdrawn, &dated, &recorded, &p.By}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return p, err
	}
	d.Date, p.Dated, p.Recorded = dayOf(day), time.Unix(dated, 0).UTC(), time.Unix(recorded, 0).UTC()
	decimals := c.Indicators[p.Indicator].Decimals
	p.Target.Low, p.Target.High = number.New(low.Int64, decimals), amountOf(high, decimals)
	return p, nil
}

// plansBy reads the plans of a query by their keys.
func plansBy(q *gorm.DB, c *indicator.Catalogue) (map[indicator.PlanKey][]indicator.Plan, error) {
	found := map[indicator.PlanKey][]indicator.Plan{}
	err := each(q, func(rows *sql.Rows) error {
		p, err := scanPlan(rows, c)
		found[p.PlanKey] = append(found[p.PlanKey], p)
		return err
	})
	return found, err
}

// plans reads all versions of plans, oldest first.
func (w *writer) plans(keys []indicator.PlanKey) (map[indicator.PlanKey][]indicator.Plan, error) {
	found := make(map[indicator.PlanKey][]indicator.Plan, len(keys))
	if len(keys) == 0 {
		return found, nil
	}
	c, err := w.loaded()
	if err != nil {
		return nil, err
	}
	units, first, last := map[org.Key]bool{}, keys[0].Year, keys[0].Year
	for _, k := range keys {
		units[k.Unit] = true
		first, last = min(first, k.Year), max(last, k.Year)
	}
	const q = planColumns + " FROM plan p WHERE p.unit IN ? AND p.year BETWEEN ? AND ? ORDER BY p.version"
	for some := range slices.Chunk(sorted(units), 1000) {
		all, err := plansBy(w.tx.Raw(q, some, first, last), c)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if versions, ok := all[k]; ok {
				found[k] = versions
			}
		}
	}
	return found, nil
}

// PlanVersions gives all versions of a plan, the oldest first, with the names
// of those who entered them. A plan that was never set has none.
func (s *Store) PlanVersions(ctx context.Context, key indicator.PlanKey) (all []indicator.Plan, err error) {
	const q = planColumns + `, coalesce(a.name, '') FROM plan p LEFT JOIN account a ON a.login = p.login
		WHERE p.unit = ? AND p.year = ? AND p.indicator = ? AND p.level = ? ORDER BY p.version`
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		return each(tx.Raw(q, key.Unit, key.Year, key.Indicator, key.Level), func(rows *sql.Rows) error {
			var name string
			p, err := scanPlan(rows, c, &name)
			p.ByName = name
			all = append(all, p)
			return err
		})
	})
	return all, err
}

// EachPlan hands every version of every plan to do, by unit, indicator, year,
// level and version, on one snapshot. It ends at do's first error.
func (s *Store) EachPlan(ctx context.Context, do func(indicator.Plan) error) error {
	return s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		q := tx.Raw(planColumns + " FROM plan p ORDER BY p.unit, p.indicator, p.year, p.level, p.version")
		return each(q, func(rows *sql.Rows) error {
			p, err := scanPlan(rows, c)
			if err != nil {
				return err
			}
			return do(p)
		})
	})
}
