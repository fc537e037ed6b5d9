package report

import "muctieu/pkg/indicator"

// missing names every gap: rows without a figure, without a plan on their
// judging level, without a value to compare with. Plans of neutral rows and
// anything of not applicable ones are not missed, nor is an earlier value that
// cannot exist because the unit is new.
func missing(rows []Row) []Missing {
	var gaps []Missing
	for _, row := range rows {
		r := row.Result
		if r.Inapplicable {
			continue
		}
		add := func(what string) {
			gaps = append(gaps, Missing{Indicator: row.Code, Name: row.Name, Agency: row.Agency, What: what})
		}
		if !r.Actual.Complete() {
			add(MissingActual)
		}
		if row.Judging < 0 && r.Indicator.Direction != indicator.Neutral {
			add(MissingPlan)
		}
		if r.PreviousMissing() {
			add(MissingPrevious)
		}
	}
	return gaps
}
