package report

import (
	"math/big"
	"slices"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// A Revision holds what was reported at one time against what is known at
// another: two summaries of one unit and period.
type Revision struct {
	Unit   UnitName
	Period period.Period
	Rows   []RevisionRow // in the order of the set as it is now; rows that are gone come last
	Then   Tally
	Now    Tally
	// Changed counts the rows that differ, Turned those with another verdict.
	Changed, Turned int
	// Base lists, in the rows' order, the changes on the same period that were
	// published and would read differently because last year's figure was
	// revised.
	Base []BaseChange
	Text string // what changed, in a sentence without a full stop
}

// A Difference is what may differ of a row between two summaries.
type Difference string

// What may differ.
const (
	Added           Difference = "added"   // not in the earlier summary
	Removed         Difference = "removed" // not in the later one
	ActualDiffers   Difference = "actual"
	StatusDiffers   Difference = "status"
	PreviousDiffers Difference = "previous" // last year's figure was revised
	PlanDiffers     Difference = "plan"     // of any level
	PercentDiffers  Difference = "percent"  // of the plan on the judging level, as printed
	ChangeDiffers   Difference = "change"   // on the same period, as printed
	VerdictDiffers  Difference = "verdict"
	BeforeDiffers   Difference = "before" // the month or quarter before was revised
	TotalDiffers    Difference = "total"  // since 1 January, of a month or quarter
)

// A RevisionRow is one indicator then and now.
type RevisionRow struct {
	Code      indicator.Code
	Name      string
	Measure   string
	Then, Now *Row  // nil where it was not, or is no longer, in the set
	By        Value // actual now - actual then, signed; none unless both are there and differ
	Differs   []Difference
}

// Is reports whether something of the row differs.
func (r RevisionRow) Is(d Difference) bool { return slices.Contains(r.Differs, d) }

// A BaseChange is a published change on the same period that would read
// differently with last year's figure as it is known now.
type BaseChange struct {
	Code             indicator.Code
	Name             string
	PreviousThen     Value
	PreviousNow      Value
	PreviousAtPeriod period.Period
	Published        string // the change as it was printed: "tăng 4% so với cùng kỳ"
	Restated         string // the same figure against the revised one; empty where it can no longer be computed
	Text             string // all of it in a sentence, without a full stop
	GrowthThen       *big.Rat
	GrowthNow        *big.Rat // nil where it can no longer be computed
	FigureItself     bool     // the figure has changed since, too: the change printed now is neither of the two
}

// Revise compares two summaries of one unit and period, made in one language
// with the same decimals. Rows belong together by indicator.
func Revise(then, now Summary) Revision {
	w := &writer{in: Input{Lang: now.Lang, Decimals: now.Decimals}, p: i18n.For(now.Lang), unit: now.Unit}
	r := Revision{Unit: now.Unit, Period: now.Period, Then: then.Tally, Now: now.Tally}
	for i := range now.Rows {
		r.Rows = append(r.Rows, w.revised(find(then.Rows, now.Rows[i].Code), &now.Rows[i]))
	}
	for i := range then.Rows {
		if find(now.Rows, then.Rows[i].Code) == nil {
			r.Rows = append(r.Rows, w.revised(&then.Rows[i], nil))
		}
	}
	for _, row := range r.Rows {
		if len(row.Differs) > 0 {
			r.Changed++
		}
		if row.Is(VerdictDiffers) {
			r.Turned++
		}
		if b, ok := w.base(row); ok {
			r.Base = append(r.Base, b)
		}
	}
	r.Text = w.revision(r)
	return r
}

func find(rows []Row, code indicator.Code) *Row {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Code == code })
	if i < 0 {
		return nil
	}
	return &rows[i]
}

// revised compares one row; at least one of the two is there.
func (w *writer) revised(then, now *Row) RevisionRow {
	named := now
	if named == nil {
		named = then
	}
	r := RevisionRow{Code: named.Code, Name: named.Name, Measure: named.Measure, Then: then, Now: now}
	switch {
	case then == nil:
		r.Differs = []Difference{Added}
		return r
	case now == nil:
		r.Differs = []Difference{Removed}
		return r
	}
	for _, d := range []struct {
		what   Difference
		differ bool
	}{
		{ActualDiffers, !sameOperand(then.Result.Actual, now.Result.Actual)},
		{StatusDiffers, statusOf(then.Result.Actual) != statusOf(now.Result.Actual)},
		{PreviousDiffers, !sameOperand(then.Result.Previous, now.Result.Previous)},
		{PlanDiffers, !slices.EqualFunc(then.Plans, now.Plans, samePlan)},
		{PercentDiffers, percentOf(then) != percentOf(now)},
		{ChangeDiffers, then.Change != now.Change},
		{VerdictDiffers, then.Result.Verdict != now.Result.Verdict},
		{BeforeDiffers, then.InYear != nil && now.InYear != nil && then.InYear.Value.Plain != now.InYear.Value.Plain},
		{TotalDiffers, total(then) != total(now) && then.InYear != nil},
	} {
		if d.differ {
			r.Differs = append(r.Differs, d.what)
		}
	}
	if a, b := then.Result.Actual, now.Result.Actual; r.Is(ActualDiffers) && a != nil && b != nil {
		r.By = w.gap(new(big.Rat).Sub(b.Rat, a.Rat), b, now.Result.Indicator)
	}
	return r
}

// total is what a row has come to since 1 January, as printed, and last year's
// to the same day; empty where nothing stands beside it.
func total(r *Row) [2]string {
	if r.InYear == nil || r.InYear.Total == nil {
		return [2]string{}
	}
	return [2]string{r.InYear.Total.Actual.Plain, r.InYear.Total.Previous.Plain}
}

// sameOperand reports whether two values are the same, and as complete.
func sameOperand(a, b *indicator.Operand) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Rat.Cmp(b.Rat) == 0 && a.Complete() == b.Complete()
}

func statusOf(o *indicator.Operand) indicator.Status {
	if o == nil {
		return ""
	}
	return o.Status
}

func samePlan(a, b PlanRow) bool {
	return a.Level == b.Level && a.Result.Plan.Target.Operator == b.Result.Plan.Target.Operator &&
		a.Low.Plain == b.Low.Plain && a.High.Plain == b.High.Plain
}

// percentOf is the percent of the plan on the judging level, as printed.
func percentOf(r *Row) string {
	if r.Judging < 0 {
		return ""
	}
	return r.Plans[r.Judging].Percent.Text
}

// base finds a published change on the same period that reads differently now
// that last year's figure was revised: the figure of then against last year's
// of now.
func (w *writer) base(r RevisionRow) (BaseChange, bool) {
	if !r.Is(PreviousDiffers) || r.Then.Change == "" || r.Then.Result.GrowthOf != "" {
		return BaseChange{}, false
	}
	restated := *r.Then
	restated.Result.Previous = r.Now.Result.Previous
	w.restate(&restated)
	if restated.Change == r.Then.Change {
		return BaseChange{}, false
	}
	b := BaseChange{Code: r.Code, Name: r.Name, PreviousThen: r.Then.Previous, PreviousNow: r.Now.Previous,
		Published: r.Then.Change, Restated: restated.Change, FigureItself: r.Is(ActualDiffers),
		GrowthThen: r.Then.Result.Growth, GrowthNow: restated.Result.Growth, PreviousAtPeriod: r.Now.Result.PreviousPeriod}
	b.Text = w.baseText(b, r.Measure)
	return b, true
}

// restate computes the change on the same period anew.
func (w *writer) restate(row *Row) {
	r := &row.Result
	inPoints := r.Points != nil
	r.Growth, r.Ratio, r.Points = nil, nil, nil
	switch {
	case !r.Previous.Complete():
	case inPoints:
		r.Points = new(big.Rat).Sub(r.Actual.Rat, r.Previous.Rat)
	default:
		r.Growth, r.Ratio, r.ChangeReason = indicator.Growth(r.Actual.Rat, r.Previous.Rat)
	}
	row.Growth, row.Ratio = w.growth(r.Growth), w.percent(r.Ratio)
	row.Points = w.points(r.Points, r.Actual, r.Indicator)
	row.Change = w.change(*row).text
}

func (w *writer) baseText(b BaseChange, measure string) string {
	key := "revision.base"
	switch {
	case b.PreviousNow.None():
		key = "revision.base_gone"
	case b.Restated == "":
		key = "revision.base_none"
	}
	return w.p.T(key, "name", b.Name, "period", b.PreviousAtPeriod, "then", measured(b.PreviousThen.Text, measure),
		"now", measured(b.PreviousNow.Text, measure), "published", b.Published, "restated", b.Restated)
}

// revision says what changed between two summaries.
func (w *writer) revision(r Revision) string {
	if r.Changed == 0 {
		return w.p.T("revision.none")
	}
	text := w.p.T("revision.changed", "count", r.Changed, "turned", r.Turned)
	if (r.Then.Achieved != r.Now.Achieved || r.Then.Set != r.Now.Set) && r.Period.IsYear() {
		text += "; " + w.p.T("revision.tally", "then", r.Then.Achieved, "then_of", r.Then.Set, "now", r.Now.Achieved, "now_of", r.Now.Set)
	}
	return text
}
