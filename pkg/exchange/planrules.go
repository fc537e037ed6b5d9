package exchange

import (
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// A decisionKey tells the versions of one plan apart within a batch: each
// rests on a decision of its own, or says when it came or which one it is.
type decisionKey struct {
	number  string
	date    int64
	dated   int64
	version int
}

func (p *planRow) decisionKey() decisionKey {
	key := decisionKey{number: p.Decision.Number, date: p.Decision.Date.Unix(), version: p.seen.key()}
	if !p.asOf.time.IsZero() {
		key.dated = p.Dated.Unix()
	}
	return key
}

// checkPlanVersion refuses a row that was made from another version than the
// newest.
func (c *checker) checkPlanVersion(p *planRow, newest indicator.Plan) {
	if p.Dated.After(c.state.Now) {
		c.invalid(p.at, "as_of", "exchange.as_of_in_future")
	}
	if p.seen.fits(newest.Version, !p.asOf.time.IsZero()) {
		return
	}
	c.fault(p.at, "version", errs.E(errs.Conflict, "exchange.plan_conflict", "seen", p.seen.n, "newest", newest.Version,
		"low", newest.Target.Low, "by", author(newest.ByName, newest.By), "on", newest.Recorded.In(c.zone)))
}

// author names who saved a version; a dash for the command line.
func author(name, login string) string {
	switch {
	case name != "":
		return name
	case login != "":
		return login
	}
	return "–"
}

// A seenVersion is the newest version the writer of a row knew.
type seenVersion struct {
	n     int
	given bool
}

func (r *row) version() seenVersion {
	n, ok := r.whole("version", false, 0, 1_000_000)
	return seenVersion{n, ok}
}

// fits reports whether a row may follow the newest version. A dated row that
// names the very next version repeats a history from elsewhere.
func (v seenVersion) fits(newest int, dated bool) bool {
	return !v.given || v.n == newest || dated && v.n == newest+1
}

func (v seenVersion) key() int {
	if !v.given {
		return -1
	}
	return v.n
}

// checkDecision: what is decided has a document and its date, which is not in
// the future; what is not has none.
func (c *checker) checkDecision(p *planRow) bool {
	d, before := p.Decision, len(c.b.faults.list)+c.b.faults.more
	decided := p.Basis == indicator.Decided || p.Withdrawn && d.Number != ""
	switch {
	case decided && d.Number == "":
		c.invalid(p.at, "document", "exchange.decided_needs_document")
	case decided && d.Date.IsZero():
		c.invalid(p.at, "document_date", "exchange.decided_needs_date")
	case decided && startOf(d.Date, c.zone).After(c.state.Now):
		c.invalid(p.at, "document_date", "exchange.document_in_future")
	case !decided && d.Number != "":
		c.invalid(p.at, "document", "exchange.document_makes_decided", "basis", string(p.Basis))
	case !decided && (!d.Date.IsZero() || d.Issuer != "" || d.Title != ""):
		c.invalid(p.at, "document", "exchange.decision_without_document")
	}
	return before == len(c.b.faults.list)+c.b.faults.more
}

// checkPlanWithdrawn: a plan is taken back with a reason, and only if there is
// one.
func (c *checker) checkPlanWithdrawn(p *planRow, newest indicator.Plan) {
	switch {
	case !p.Withdrawn:
	case newest.Version == 0 || newest.Withdrawn:
		c.invalid(p.at, "operator", "exchange.nothing_to_withdraw")
	case strings.TrimSpace(p.Note) == "" || !p.given("note"):
		c.invalid(p.at, "note", "exchange.withdrawn_needs_reason")
	}
}
