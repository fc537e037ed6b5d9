package store

import (
	"fmt"
	"math"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

func (w *writer) saveIndicators(c *indicator.Catalogue, change indicator.Change) error {
	var records []indicatorRecord
	for _, i := range change.Indicators {
		before, had := c.Indicators[i.Code]
		i.Version = before.Version
		if had && i == before {
			continue
		}
		i.Version++
		records = append(records, newIndicatorRecord(i))
		if err := w.changed("indicator.save", string(i.Code), known(had, before), i, change.Reason); err != nil {
			return err
		}
		if had && i.Decimals > before.Decimals {
			if err := w.rescale(i, i.Decimals-before.Decimals); err != nil {
				return err
			}
		}
	}
	return put(w, records)
}

// used reports which indicators have a figure or a plan.
func (w *writer) used(codes []indicator.Code) (map[indicator.Code]bool, error) {
	used := map[indicator.Code]bool{}
	if len(codes) == 0 {
		return used, nil
	}
	var found []indicator.Code
	const q = "SELECT indicator FROM figure WHERE indicator IN @codes UNION SELECT indicator FROM plan WHERE indicator IN @codes"
	if err := w.tx.Raw(q, map[string]any{"codes": codes}).Scan(&found).Error; err != nil {
		return nil, err
	}
	for _, code := range found {
		used[code] = true
	}
	return used, nil
}

// rescale multiplies all counts of an indicator when its decimals grow by n.
// The triggers that keep figures and plans as they are let that through, and
// nothing else, while the table rescale names indicator and factor.
func (w *writer) rescale(i indicator.Indicator, n int) error {
	factor := int64(1)
	for range n {
		factor *= 10
	}
	if err := w.fitsRescaled(i.Code, math.MaxInt64/factor); err != nil {
		return err
	}
	steps := []struct {
		sql  string
		args []any
	}{
		{"INSERT INTO rescale (indicator, factor) VALUES (?, ?)", []any{i.Code, factor}},
		{"UPDATE figure SET value = value * ? WHERE indicator = ? AND value IS NOT NULL", []any{factor, i.Code}},
		{"UPDATE plan SET low = low * ?, high = high * ? WHERE indicator = ? AND low IS NOT NULL", []any{factor, factor, i.Code}},
		{"DELETE FROM rescale WHERE indicator = ?", []any{i.Code}},
	}
	for _, step := range steps {
		if err := w.tx.Exec(step.sql, step.args...).Error; err != nil {
			return err
		}
	}
	return nil
}

// fitsRescaled refuses decimals for which a stored count is too large.
func (w *writer) fitsRescaled(code indicator.Code, most int64) error {
	const q = `SELECT EXISTS (SELECT 1 FROM figure WHERE indicator = @code AND (value > @most OR value < @least))
		OR EXISTS (SELECT 1 FROM plan WHERE indicator = @code AND (low > @most OR low < @least OR high > @most OR high < @least))`
	var tooLarge bool
	if err := w.tx.Raw(q, map[string]any{"code": code, "most": most, "least": -most}).Row().Scan(&tooLarge); err != nil {
		return err
	}
	if tooLarge {
		return errs.Faults{{Place: string(code), Err: errs.E(errs.Invalid, "save.rescale_too_large")}}
	}
	return nil
}

// checkFixed refuses a change of what fixes the meaning of stored counts, once
// there are any: copy the indicator instead. Only decimals may grow.
func (w *writer) checkFixed(c *indicator.Catalogue, changed []indicator.Indicator, faults *errs.Faults) error {
	for _, i := range changed {
		before, had := c.Indicators[i.Code]
		field := fixedField(before, i)
		if !had || field == "" {
			continue
		}
		used, err := w.used([]indicator.Code{i.Code})
		if err != nil {
			return err
		}
		if used[i.Code] {
			faults.Add(string(i.Code), errs.E(errs.Invalid, "save.indicator_fixed", "field", field))
		}
	}
	return nil
}

// fixedField names the first fixed property that differs, empty if none does.
func fixedField(before, after indicator.Indicator) string {
	if after.Decimals < before.Decimals {
		return "decimals"
	}
	for _, f := range []struct {
		name          string
		before, after any
	}{
		{"measure", before.Measure, after.Measure},
		{"kind", before.Kind, after.Kind},
		{"direction", before.Direction, after.Direction},
		{"percent_method", before.Method, after.Method},
		{"over_units", before.OverUnits, after.OverUnits},
		{"over_time", before.OverTime, after.OverTime},
		{"price_basis", before.PriceBasis, after.PriceBasis},
	} {
		if f.before != f.after {
			return f.name
		}
	}
	return ""
}

// checkIndicator refuses decimals that no amount has and references to
// nothing.
func checkIndicator(i indicator.Indicator, exists func(indicator.Code) bool, faults *errs.Faults) {
	if i.Decimals < 0 || i.Decimals > 9 || i.ShownDecimals < 0 || i.ShownDecimals > i.Decimals {
		faults.Add(string(i.Code), errs.E(errs.Invalid, "save.indicator_decimals"))
	}
	if i.NameVi == "" {
		faults.Add(string(i.Code), errs.E(errs.Invalid, "save.name_missing"))
	}
	if !wellFormed(i.NameVi, i.NameEn, i.Measure, i.Group, i.Agency, i.PriceBasis) {
		faults.Add(string(i.Code), badText())
	}
	for _, code := range []indicator.Code{i.Numerator, i.Denominator, i.Parent, i.GrowthFrom} {
		if code != "" && !exists(code) {
			faults.Add(string(i.Code), unknownIndicator(code))
		}
	}
	if i.OverUnits == indicator.OverRatio && (i.Numerator == "" || i.Denominator == "" || i.Scale <= 0) {
		faults.Add(string(i.Code), errs.E(errs.Invalid, "save.ratio_incomplete"))
	}
}

func unknownIndicator(code indicator.Code) *errs.Error {
	return errs.E(errs.Invalid, "save.indicator_unknown", "indicator", string(code))
}

func unknownUnit[K ~string](unit K) *errs.Error {
	return errs.E(errs.Invalid, "save.unit_unknown", "unit", string(unit))
}

func unknownLevel(level string) *errs.Error {
	return errs.E(errs.Invalid, "save.level_unknown", "level", level)
}

// object names a cell for the audit and in faults: lechan/2022/thu_ns.
func cellObject(k indicator.CellKey) string {
	return fmt.Sprintf("%s/%s/%s", k.Unit, k.Period, k.Indicator)
}

// planObject names a plan likewise: lechan/2022/thu_ns/city.
func planObject(k indicator.PlanKey) string {
	return fmt.Sprintf("%s/%d/%s/%s", k.Unit, k.Year, k.Indicator, k.Level)
}
