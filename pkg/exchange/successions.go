package exchange

import (
	"time"

	"muctieu/pkg/org"
)

type successionRow struct {
	at
	org.Succession
	bad bool
}

func (b *Batch) addSuccession(r *row) {
	s := successionRow{at: r.at, Succession: org.Succession{
		From: org.Key(r.code("from", true)), To: org.Key(r.code("to", true)), Date: r.day("date"),
		Share: choose(r, "share", true, org.Whole, org.Part), Document: r.prose("document"),
	}}
	switch {
	case s.Date.IsZero() && !r.failed("date"):
		r.invalid("date", "exchange.needed")
	case s.From == s.To && s.From != "":
		r.invalid("to", "exchange.own_successor")
	}
	s.bad = r.bad
	b.successions = append(b.successions, s)
}

// A passing names a succession, or all of one unit on one day if to is empty.
type passing struct {
	from, to org.Key
	date     int64
}

func passingOf(s org.Succession) passing { return passing{s.From, s.To, s.Date.Unix()} }

func (c *checker) decideSuccessions() {
	stored := map[passing]org.Succession{}
	for _, s := range c.stored().Successions() {
		stored[passingOf(s)] = s
	}
	seen := map[passing]at{}
	for _, s := range c.b.successions {
		c.knownUnit(s.at, "from", s.From)
		c.knownUnit(s.at, "to", s.To)
		if !once(c, seen, passingOf(s.Succession), s.at, s.bad) {
			continue
		}
		c.count(Successions, c.mergeSuccession(stored, s))
	}
	c.checkWhole(stored)
	c.mergeSuccessions(stored)
}

func (c *checker) mergeSuccession(stored map[passing]org.Succession, s successionRow) fate {
	before, ok := stored[passingOf(s.Succession)]
	if ok && !s.given("document") {
		s.Document = before.Document
	}
	if ok && before.Share == s.Share && before.Document == s.Document {
		return unchanged
	}
	stored[passingOf(s.Succession)] = s.Succession
	c.change.Successions = append(c.change.Successions, s.Succession)
	if ok {
		return changed
	}
	return added
}

// checkWhole refuses a unit that passes whole into one unit and on the same
// day into another too.
func (c *checker) checkWhole(all map[passing]org.Succession) {
	targets, whole := map[passing]int{}, map[passing]bool{}
	for _, s := range all {
		day := passing{from: s.From, date: s.Date.Unix()}
		targets[day]++
		whole[day] = whole[day] || s.Share == org.Whole
	}
	for _, s := range c.b.successions {
		day := passing{from: s.From, date: s.Date.Unix()}
		if !s.bad && whole[day] && targets[day] > 1 {
			c.invalid(s.at, "share", "exchange.whole_and_more", "unit", string(s.From), "date", s.Date.Format(time.DateOnly))
		}
	}
}

// mergeSuccessions makes the tree as it will be.
func (c *checker) mergeSuccessions(all map[passing]org.Succession) {
	if len(c.change.Successions) == 0 {
		return
	}
	units := make([]org.Unit, 0, len(c.units))
	for _, key := range c.tree.Keys() {
		u, _ := c.tree.Unit(key)
		units = append(units, u)
	}
	successions := make([]org.Succession, 0, len(all))
	for _, s := range all {
		successions = append(successions, s)
	}
	c.tree = org.NewTree(units, successions)
}
