package exchange

import (
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/number"
)

type termRow struct {
	at
	i18n.Term
	bad bool
}

func (b *Batch) addTerm(r *row) {
	t := termRow{at: r.at, Term: i18n.Term{
		Sort: choose(r, "sort", true, i18n.MeasureTerm, i18n.GroupTerm, i18n.AgencyTerm, i18n.KindTerm),
		Vi:   r.neededWord("vi"), En: r.word("en"), Dimension: r.word("dimension"), Factor: r.factor(),
	}}
	switch {
	case t.Sort != i18n.MeasureTerm && (t.Dimension != "" || t.Factor != ""):
		r.invalid("dimension", "exchange.only_measures")
	case (t.Dimension == "") != (t.Factor == "") && !r.failed("factor"):
		r.invalid("factor", "exchange.dimension_and_factor")
	}
	t.bad = r.bad
	b.terms = append(b.terms, t)
}

// factor gives the factor of a measure in its shortest form. It is above 0.
func (r *row) factor() string {
	text := r.word("factor")
	if text == "" {
		return ""
	}
	a, err := number.ParsePlain(text, number.MaxDecimals)
	switch {
	case err != nil:
		r.fault("factor", asError(err))
	case a.Sign() <= 0:
		r.invalid("factor", "exchange.factor_above_zero")
	}
	return a.String()
}

// asError gives the error a parser of the core returned.
func asError(err error) *errs.Error {
	if e, ok := err.(*errs.Error); ok { //nolint:errorlint // the core returns it bare; others are wrapped below
		return e
	}
	return errs.E(errs.KindOf(err), "exchange.bad_number", "problem", err)
}

type termKey struct {
	sort i18n.Sort
	vi   string
}

// decideTerms keeps the order in which terms were first given.
func (c *checker) decideTerms() {
	stored, last := make(map[termKey]i18n.Term, len(c.state.Terms)+len(c.b.terms)), 0
	for _, t := range c.state.Terms {
		stored[termKey{t.Sort, t.Vi}] = t
		last = max(last, t.Position)
	}
	c.terms = stored
	seen := map[termKey]at{}
	for _, t := range c.b.terms {
		if !once(c, seen, termKey{t.Sort, t.Vi}, t.at, t.bad) {
			continue
		}
		before, ok := stored[termKey{t.Sort, t.Vi}]
		if ok {
			t.Position, t.Version = before.Position, before.Version
			t.keep(before)
		} else {
			last++
			t.Position = last
		}
		f := fateOf(ok, before == t.Term)
		if f != unchanged {
			stored[termKey{t.Sort, t.Vi}] = t.Term
			c.change.Terms = append(c.change.Terms, t.Term)
		}
		c.count(Terms, f)
	}
}

// keep takes what an absent column leaves as it is stored.
func (t *termRow) keep(before i18n.Term) {
	if !t.given("dimension") {
		t.Dimension = before.Dimension
	}
	if !t.given("factor") {
		t.Factor = before.Factor
	}
}
