package report

import (
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// MostDecimals is the most decimals a report may give its percentages.
const MostDecimals = 3

// Build makes the summary of a unit and period. A unit without a set in that
// year gives a summary without rows. The error is NotFound for an unknown
// unit, "report.unknown_unit" {unit}, and Invalid for no period and for
// decimals out of 0 to MostDecimals.
func Build(in Input) (Summary, error) {
	switch {
	case in.Period.IsZero():
		return Summary{}, errs.E(errs.Invalid, "report.no_period")
	case in.Decimals < 0 || in.Decimals > MostDecimals:
		return Summary{}, errs.E(errs.Invalid, "report.decimals_range", "min", 0, "max", MostDecimals)
	case !in.Book.Tree.Has(in.Unit):
		return Summary{}, errs.E(errs.NotFound, "report.unknown_unit", "unit", string(in.Unit))
	}
	w := newWriter(in)
	s := Summary{Unit: w.unit, Period: in.Period, Lang: w.p.Lang(), Decimals: in.Decimals}
	for _, r := range in.Book.Results(in.Unit, in.Period) {
		s.Rows = append(s.Rows, w.row(r))
		s.ComputedAt = later(s.ComputedAt, r.Newest)
		s.Estimated = s.Estimated || r.Actual != nil && r.Actual.Status == indicator.Estimate
	}
	s.ComputedAt = later(s.ComputedAt, w.inYears(s.Rows))
	s.Tally = w.tally(s.Rows)
	s.Groups = w.groups(s.Rows)
	s.Missing = missing(s.Rows)
	return s, nil
}

// BuildRow makes the row of one indicator, which need not be in the unit's
// set: its own page asks for it in many periods. The errors are those of Build.
func BuildRow(in Input, row indicator.SetRow) (Row, error) {
	if in.Period.IsZero() {
		return Row{}, errs.E(errs.Invalid, "report.no_period")
	}
	if !in.Book.Tree.Has(in.Unit) {
		return Row{}, errs.E(errs.NotFound, "report.unknown_unit", "unit", string(in.Unit))
	}
	return newWriter(in).row(in.Book.Result(in.Unit, row, in.Period)), nil
}

// NameOf gives the name of a unit as it was called on a day, with its code and
// kind of that day, or the nearest before.
func NameOf(t *org.Tree, terms i18n.Terms, key org.Key, day time.Time, lang i18n.Lang) UnitName {
	row := t.Nearest(key, day)
	n := UnitName{Key: key, Code: row.Code, Kind: row.Kind, Name: terms.UnitName(row.Name, row.Kind, lang)}
	if n.Name == "" {
		n.Name = string(key)
	}
	return n
}

// A writer puts the results of one unit and period into words.
type writer struct {
	in     Input
	p      *i18n.Printer
	unit   UnitName
	phrase map[string]string // of each level, for this unit
	name   map[string]string // of each level
}

func newWriter(in Input) *writer {
	w := &writer{in: in, p: i18n.For(in.Lang), phrase: map[string]string{}, name: map[string]string{}}
	w.unit = NameOf(in.Book.Tree, in.Terms, in.Unit, in.Period.Last(), w.p.Lang())
	for _, l := range in.Book.Levels {
		w.phrase[l.Code] = w.kinded(l.PhraseVi, l.PhraseEn)
		w.name[l.Code] = w.kinded(l.NameVi, l.NameEn)
	}
	return w
}

func (w *writer) inYear() bool { return !w.in.Period.IsYear() }

func (w *writer) word(sort i18n.Sort, vi string) string {
	return w.in.Terms.Word(sort, vi, w.p.Lang())
}

// nameOf names another unit as it was called in a period.
func (w *writer) nameOf(key org.Key, p period.Period) string {
	return NameOf(w.in.Book.Tree, w.in.Terms, key, p.Last(), w.p.Lang()).Name
}
