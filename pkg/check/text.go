package check

import (
	"math/big"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// Text says a finding in full: what is doubtful, with the figures, and what to
// do about it where something is left to do.
func (f Finding) Text(p *i18n.Printer, b *indicator.Book, terms i18n.Terms) string {
	if !f.NeedsNote || f.Explained {
		return f.Statement(p, b, terms)
	}
	return f.Statement(p, b, terms) + " " + f.Advice(p)
}

// Statement says what is doubtful, with the figures: one sentence, with its
// full stop.
func (f Finding) Statement(p *i18n.Printer, b *indicator.Book, terms i18n.Terms) string {
	w := wording{printer: p, book: b, terms: terms, indicator: b.Indicators[f.Indicator]}
	for _, name := range []string{"limit", "points_limit"} {
		if limit, ok := f.Args[name].(*big.Rat); ok {
			w.limit = limit
		}
	}
	args := make(map[string]any, len(f.Args))
	for name, arg := range f.Args {
		args[name] = w.word(name, arg)
	}
	return capital(p.Message(f.Key, args))
}

// Advice says what to do about a finding: check the figure, and explain it in a
// note if it is right.
func (f Finding) Advice(p *i18n.Printer) string {
	if f.Level != "" {
		return p.T("check.advice_plan")
	}
	if f.Rule == EqualsPlan {
		return p.T("check.advice_source")
	}
	return p.T("check.advice_figure")
}

// Name is the name of a rule as an administrator reads it.
func (r Rule) Name(p *i18n.Printer) string { return p.T("check.rule_" + string(r)) }

// Meaning says what the threshold of a rule is, empty for a rule without one.
func (r Rule) Meaning(p *i18n.Printer, i indicator.Indicator) string {
	switch r {
	case OutOfLine, PlanOutOfLine:
		if inPoints(i) {
			return p.T("check.threshold_points")
		}
		return p.T("check.threshold_change")
	case Factor1000, PlanFactor1000:
		return p.T("check.threshold_spread")
	case RateRange, PlanRateRange:
		return p.T("check.threshold_upper")
	case SameValue, Unchanged:
		return p.T("check.threshold_digits")
	}
	return ""
}

// A wording turns the arguments of a finding or doubt into words.
type wording struct {
	printer   *i18n.Printer
	book      *indicator.Book
	terms     i18n.Terms
	indicator indicator.Indicator
	limit     *big.Rat // what a change has passed; nil: nothing
}

// word gives an argument as it stands in the sentence. What the printer knows
// itself, such as periods, is left to it.
func (w wording) word(name string, arg any) any {
	switch a := arg.(type) {
	case *big.Rat:
		return w.number(name, a)
	case number.Amount:
		return measured(w.printer, w.terms, w.indicator, a.Rat())
	case indicator.Code:
		return w.book.Indicators[a].Name(string(w.printer.Lang()))
	case indicator.Level:
		return levelName(w.printer.Lang(), a)
	case indicator.Status:
		return w.printer.T("check.status_" + string(a))
	}
	return arg
}

// number prints a number by the name of its argument: a change stands on its
// side of the limit it passes, 1172 times is no 1171.9 times.
func (w wording) number(name string, v *big.Rat) string {
	format := w.printer.Format()
	switch name {
	case "change":
		return format.Text(beside(v, w.limit, 1), 0)
	case "times":
		return format.Text(number.Round(v, timesDecimals(v)), 0)
	case "limit":
		return format.Text(number.Round(v, number.MaxDecimals), 0)
	case "points":
		return w.points(format.Text(beside(v, w.limit, w.indicator.Decimals), 0))
	case "points_limit":
		return w.points(format.Text(number.Round(v, number.MaxDecimals), 0))
	}
	return measured(w.printer, w.terms, w.indicator, v)
}

// beside rounds a number so that it stays on its side of a limit, if there is
// one.
func beside(v, limit *big.Rat, decimals int) string {
	if limit == nil {
		return number.RoundNonZero(v, decimals)
	}
	return number.RoundBeside(v, limit, decimals)
}

func timesDecimals(v *big.Rat) int {
	if v.Cmp(hundred) >= 0 {
		return 0
	}
	return 1
}

// points puts the word for a difference of rates behind a number.
func (w wording) points(text string) string {
	if w.indicator.Measure == percent {
		return w.printer.T("check.points", "number", text)
	}
	return withMeasure(text, w.terms.Word(i18n.MeasureTerm, w.indicator.Measure, w.printer.Lang()))
}

func levelName(lang i18n.Lang, l indicator.Level) string {
	if lang == i18n.En && l.NameEn != "" {
		return l.NameEn
	}
	return l.NameVi
}

// measured prints a value with its measure: "3.573,29 tỷ đồng", "68,0%". It
// has the indicator's decimals, more only where it would print as 0 without.
func measured(p *i18n.Printer, terms i18n.Terms, i indicator.Indicator, v *big.Rat) string {
	text := p.Format().Text(number.RoundNonZero(v, i.Decimals), i.ShownDecimals)
	return withMeasure(text, terms.Word(i18n.MeasureTerm, i.Measure, p.Lang()))
}

// withMeasure puts a measure behind a number: % and ‰ without a space.
func withMeasure(text, measure string) string {
	switch measure {
	case "":
		return text
	case percent, perMille:
		return text + measure
	}
	return text + " " + measure
}

// capital begins a sentence that may begin with an argument.
func capital(s string) string { return i18n.Capital(strings.TrimSpace(s)) }
