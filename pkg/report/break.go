package report

import (
	"cmp"
	"slices"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A BreakKind says what no longer compares across a break.
type BreakKind string

// What changes in a series.
const (
	UnitBreak  BreakKind = "unit"  // units passed into this one, or a part of it left
	PriceBreak BreakKind = "price" // the plans are in other prices than before
)

// A Break lies in a series before one of its rows: values on its two sides are
// not of the same thing.
type Break struct {
	At    int // the first row after it
	Kind  BreakKind
	Short string // beside the line in a chart: "đổi đơn vị"
	Text  string // what happened, with a capital and a full stop
}

// Breaks finds where a series of an input's unit breaks, in the order of its
// rows. Rows are those of Series.
func Breaks(in Input, rows []Row) []Break {
	w := newWriter(in)
	var all []Break
	for at := 1; at < len(rows); at++ {
		if text := w.unitBreak(rows[at-1], rows[at]); text != "" {
			all = append(all, Break{At: at, Kind: UnitBreak, Short: w.p.T("break.unit_short"), Text: text})
		}
		if text := w.priceBreak(rows[:at], rows[at]); text != "" {
			all = append(all, Break{At: at, Kind: PriceBreak, Short: w.p.T("break.price_short"), Text: text})
		}
	}
	return all
}

// unitBreak names the successions between the last days of two rows' periods.
func (w *writer) unitBreak(before, after Row) string {
	from, to := before.Result.Period.Last(), after.Result.Period.Last()
	var texts, documents []string
	for _, s := range w.in.Book.Tree.Successions() {
		if !s.Date.After(from) || s.Date.After(to) || s.To != w.in.Unit && s.From != w.in.Unit {
			continue
		}
		key, other := "break.came_", s.From
		if s.From == w.in.Unit {
			key, other = "break.went_", s.To
		}
		name := NameOf(w.in.Book.Tree, w.in.Terms, other, from, w.p.Lang()).Name
		if w.p.Lang() == i18n.Vi {
			name = i18n.Lowered(name) // the kind stands first
		}
		texts = append(texts, w.p.T(key+string(s.Share), "name", name, "date", w.p.DocumentDate(s.Date)))
		if s.Document != "" && !slices.Contains(documents, s.Document) {
			documents = append(documents, s.Document)
		}
	}
	if len(texts) == 0 {
		return ""
	}
	text := strings.Join(texts, "; ")
	if len(documents) > 0 {
		text += " (" + strings.Join(documents, "; ") + ")"
	}
	return i18n.Capital(w.p.T("break.unit", "changes", text))
}

// priceBreak compares the price basis of a row's plans, the judging one first,
// with that of the nearest plan of the same level before it, or of any level
// where there is none.
func (w *writer) priceBreak(before []Row, row Row) string {
	for _, p := range judgingFirst(row) {
		was, now := "", pricesOf(row, p)
		for _, earlier := range slices.Backward(before) {
			for _, e := range judgingFirst(earlier) {
				if was == "" || e.Level == p.Level {
					was = pricesOf(earlier, e)
				}
			}
			if was != "" {
				break
			}
		}
		if was != "" && was != now {
			return w.p.T("break.price", "period", w.p.PeriodShort(row.Result.Period), "from", Prices(w.p, was), "to", Prices(w.p, now))
		}
	}
	return ""
}

// judgingFirst are a row's plans with the judging one first; none for what is
// no amount of money.
func judgingFirst(row Row) []PlanRow {
	if row.Result.Indicator.Kind != indicator.Amount {
		return nil
	}
	plans := slices.Clone(row.Plans)
	if k := row.Judging; k > 0 {
		plans[0], plans[k] = plans[k], plans[0]
	}
	return plans
}

// pricesOf is the price basis of a plan: its own, or its indicator's.
func pricesOf(row Row, p PlanRow) string {
	return cmp.Or(p.Result.Plan.PriceBasis, row.Result.Indicator.PriceBasis, indicator.CurrentPrices)
}
