package check

import (
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// Text asks the question of a doubt in words.
func (d Doubt) Text(p *i18n.Printer, e Entry) string {
	named := make(map[indicator.Code]indicator.Indicator, len(e.Others))
	for code, o := range e.Others {
		named[code] = o.Indicator
	}
	w := wording{printer: p, book: &indicator.Book{Indicators: named}, terms: e.Terms, indicator: e.Indicator}
	args := map[string]any{"own": e.Terms.Word(i18n.MeasureTerm, e.Indicator.Measure, p.Lang())}
	for name, arg := range d.Args {
		if name == "measure" {
			arg = e.Terms.Word(i18n.MeasureTerm, arg.(string), p.Lang())
		}
		args[name] = w.word(name, arg)
	}
	return capital(p.Message(d.Key, args))
}

// Label is what a choice would save, with its measure: "4.187,9 tỷ đồng".
func (c Choice) Label(p *i18n.Printer, e Entry) string {
	switch c.How {
	case LeftEmpty, DoesNot:
		return p.T("check.choice_" + string(c.How))
	}
	return exact(p, e.Terms, e.Indicator, c.Reading.Amount, e.Indicator.Measure)
}

// Hint says where a choice comes from, or reads its number out where two
// readings look alike. Empty where there is nothing to add.
func (c Choice) Hint(p *i18n.Printer, e Entry) string {
	switch c.How {
	case AsTyped, Zero:
		return p.T("check.hint_" + string(c.How))
	case Converted, Divided, Rounded:
		return p.T("check.hint_"+string(c.How), "from", exact(p, e.Terms, e.Indicator, *c.From, c.measure(e)))
	case Reading:
		if p.Lang() == i18n.Vi {
			return number.Words(c.Reading.Amount, e.Indicator.Measure)
		}
	}
	return ""
}

func (c Choice) measure(e Entry) string {
	if c.Measure != "" {
		return c.Measure
	}
	return e.Indicator.Measure
}

// exact prints an amount with all its digits and a measure.
func exact(p *i18n.Printer, terms i18n.Terms, i indicator.Indicator, a number.Amount, measure string) string {
	least := 0
	if measure == i.Measure {
		least = i.ShownDecimals
	}
	return withMeasure(p.Format().Amount(a, least), terms.Word(i18n.MeasureTerm, measure, p.Lang()))
}
