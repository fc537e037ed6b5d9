package exchange

import (
	"time"

	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
)

// takenBack stands in the operator's column of a version by which a plan was
// withdrawn: it has no value.
const takenBack indicator.Operator = "withdrawn"

type planRow struct {
	at
	indicator.Plan
	low, high cell
	asOf      moment
	seen      seenVersion
	shapeless bool // the operator was refused
	bad       bool
}

func (b *Batch) addPlan(r *row) {
	p := planRow{at: r.at}
	p.Unit, p.Indicator, p.Level = org.Key(r.code("unit", true)), indicator.Code(r.code("indicator", true)), r.code("level", true)
	p.Year, _ = r.whole("year", true, firstYear, lastYear)
	p.Target.Operator = choose(r, "operator", false, append(indicator.Operators, takenBack)...)
	p.shapeless = r.failed("operator")
	p.low, p.high = r.cell("low"), r.cell("high")
	p.Basis = choose(r, "basis", false, indicator.Decided, indicator.Proposed, indicator.Unknown)
	p.Decision = indicator.Decision{Number: r.word("document"), Date: r.day("document_date"), Issuer: r.word("issuer"), Title: r.word("title")}
	p.Source, p.Note, p.PriceBasis = r.prose("source"), r.prose("note"), r.priceBasis()
	p.Origin = choose(r, "origin", false, indicator.Derived, indicator.Illustrative)
	switch p.Target.Operator {
	case "":
		p.Target.Operator = indicator.Equal
	case takenBack:
		p.Withdrawn, p.Target.Operator = true, indicator.Equal
	}
	p.asOf, p.seen = r.moment("as_of"), r.version()
	p.bad = r.bad
	b.plans = append(b.plans, p)
}

// complete takes what absent columns leave as the newest version has it, and
// the basis from the document where none is named.
func (p *planRow) complete(before indicator.Plan) {
	for column, keep := range map[string]func(){
		"document":      func() { p.Decision.Number = before.Decision.Number },
		"document_date": func() { p.Decision.Date = before.Decision.Date },
		"issuer":        func() { p.Decision.Issuer = before.Decision.Issuer },
		"title":         func() { p.Decision.Title = before.Decision.Title },
		"source":        func() { p.Source = before.Source },
		"origin":        func() { p.Origin = before.Origin },
		"price_basis":   func() { p.PriceBasis = before.PriceBasis },
		"note":          func() { p.Note = before.Note },
	} {
		if !p.given(column) {
			keep()
		}
	}
	if !p.given("basis") && !p.given("document") {
		p.Basis = before.Basis
	}
	switch {
	case p.Withdrawn:
		p.Basis = indicator.Unknown
	case p.Basis != "":
	case p.Decision.Number != "":
		p.Basis = indicator.Decided
	default:
		p.Basis = indicator.Proposed
	}
	if p.Basis != indicator.Decided && !p.given("document") {
		p.Decision = indicator.Decision{}
	}
}

// decidePlans adds each row as the next version of its plan, unless a version
// says the same already.
func (c *checker) decidePlans() error {
	if len(c.b.plans) == 0 {
		return nil
	}
	byKey := make(map[indicator.PlanKey][]*planRow, len(c.b.plans))
	keys := make([]indicator.PlanKey, 0, len(c.b.plans))
	for i := range c.b.plans {
		p := c.b.plans[i]
		c.checkPlan(&p)
		if byKey[p.PlanKey] == nil {
			keys = append(keys, p.PlanKey)
		}
		byKey[p.PlanKey] = append(byKey[p.PlanKey], &p)
	}
	stored, err := c.state.Plans(keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		c.decidePlan(byKey[key], stored[key])
	}
	return nil
}

// checkPlan checks a row against the catalogue and reads its numbers.
func (c *checker) checkPlan(p *planRow) {
	c.knownUnit(p.at, "unit", p.Unit)
	c.knownLevel(p.at, "level", p.Level)
	i, known := c.knownIndicator(p.at, "indicator", p.Indicator)
	p.bad = !c.readTarget(p, c.amountsOf(i, known)) || p.bad
}

// readTarget reads low and high as the operator asks for.
func (c *checker) readTarget(p *planRow, r amounts) bool {
	before := len(c.b.faults.list) + c.b.faults.more
	lowOK := true
	if p.Withdrawn {
		c.none(p.at, "low", p.low, "exchange.withdrawn_has_value")
	} else {
		p.Target.Low, lowOK = r.value(p.at, "low", p.low)
	}
	switch {
	case p.shapeless:
	case p.Target.Operator != indicator.Range:
		c.none(p.at, "high", p.high, "exchange.only_ranges")
	default:
		c.readHigh(p, r, lowOK)
	}
	return before == len(c.b.faults.list)+c.b.faults.more
}

func (c *checker) readHigh(p *planRow, r amounts, lowOK bool) {
	if high, ok := r.value(p.at, "high", p.high); ok {
		p.Target.High = &high
		if lowOK && high.Cmp(p.Target.Low) <= 0 {
			c.invalid(p.at, "high", "exchange.range_reversed")
		}
	}
}

// decidePlan goes through the rows of one plan in the order of the files.
func (c *checker) decidePlan(rows []*planRow, stored []indicator.Plan) {
	seen := map[decisionKey]at{}
	newest := indicator.Plan{}
	if len(stored) > 0 {
		newest = stored[len(stored)-1]
	}
	for _, p := range rows {
		if p.bad {
			continue
		}
		p.complete(newest)
		p.Dated = c.planDated(p)
		if !c.checkDecision(p) || !once(c, seen, p.decisionKey(), p.at, false) {
			continue
		}
		if c.planStored(p, stored, newest) {
			c.count(Plans, unchanged)
			continue
		}
		c.checkPlanWithdrawn(p, newest)
		c.checkPlanVersion(p, newest)
		c.count(Plans, fateOf(newest.Version > 0, false))
		p.Version = newest.Version + 1
		newest = p.Plan
		c.change.Plans = append(c.change.Plans, p.Plan)
	}
}

// planStored reports whether a version says the same already: the newest, one
// that rests on the same decision, or the one of the same as_of.
func (c *checker) planStored(p *planRow, stored []indicator.Plan, newest indicator.Plan) bool {
	for _, s := range stored {
		dated := !p.asOf.time.IsZero()
		if (dated && s.Dated.Equal(p.Dated) || !dated && p.Decision.Number != "") && samePlan(s, p.Plan) {
			return true
		}
	}
	return newest.Version > 0 && samePlan(newest, p.Plan)
}

func samePlan(a, b indicator.Plan) bool {
	if a.Withdrawn != b.Withdrawn || !a.Withdrawn && !sameTarget(a.Target, b.Target) {
		return false
	}
	return a.Basis == b.Basis && sameDecision(a.Decision, b.Decision) &&
		a.Source == b.Source && a.Origin == b.Origin && a.PriceBasis == b.PriceBasis && a.Note == b.Note
}

func sameTarget(a, b indicator.Target) bool {
	if a.Operator != b.Operator || a.Low.Cmp(b.Low) != 0 || (a.High == nil) != (b.High == nil) {
		return false
	}
	return a.High == nil || a.High.Cmp(*b.High) == 0
}

func sameDecision(a, b indicator.Decision) bool {
	return a.Number == b.Number && a.Date.Equal(b.Date) && a.Issuer == b.Issuer && a.Title == b.Title
}

// planDated gives when a plan came into force: as the row says, on its
// document's date, else now, or at the beginning of its year if that is
// earlier.
func (c *checker) planDated(p *planRow) time.Time {
	switch {
	case !p.asOf.time.IsZero():
		return p.asOf.in(c.zone)
	case !p.Decision.Date.IsZero():
		return startOf(p.Decision.Date, c.zone)
	}
	return earlierOf(c.state.Now, startOf(time.Date(p.Year, 1, 1, 0, 0, 0, 0, time.UTC), c.zone))
}
