package store

import (
	"errors"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// appendPlans adds plans as the next versions of theirs, in the order given.
func (w *writer) appendPlans(c *indicator.Catalogue, plans []indicator.Plan, reason string) error {
	keys := make([]indicator.PlanKey, len(plans))
	for i, p := range plans {
		keys[i] = p.PlanKey
	}
	stored, err := w.plans(keys)
	if err != nil {
		return err
	}
	newest := make(map[indicator.PlanKey]int, len(stored))
	for k, versions := range stored {
		newest[k] = versions[len(versions)-1].Version
	}
	var faults errs.Faults
	added := make([]indicator.Plan, 0, len(plans))
	for _, p := range plans {
		next, found := w.nextPlan(c, newest[p.PlanKey], p)
		for _, fault := range found {
			faults.Add(planObject(p.PlanKey), fault)
		}
		newest[p.PlanKey] = next.Version
		added = append(added, next)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	return w.insertPlans(added, stored, reason)
}

// nextPlan makes the version of p that follows the newest one.
func (w *writer) nextPlan(c *indicator.Catalogue, newest int, p indicator.Plan) (indicator.Plan, []*errs.Error) {
	i, found := checkPlanKey(c, p)
	if len(found) > 0 {
		return p, found
	}
	if p.Withdrawn {
		p.Target, p.Basis = indicator.Target{Operator: indicator.Equal}, indicator.Unknown
		if p.Note == "" {
			found = append(found, errs.E(errs.Invalid, "save.reason_missing"))
		}
	} else if fault := fitTarget(&p.Target, i); fault != nil {
		found = append(found, fault)
	}
	p.Version, p.Recorded, p.By = newest+1, w.now, w.actor.Login
	if p.Dated.IsZero() {
		p.Dated = w.planDated(p)
	}
	p.Dated = p.Dated.UTC().Truncate(time.Second)
	return p, found
}

func checkPlanKey(c *indicator.Catalogue, p indicator.Plan) (i indicator.Indicator, found []*errs.Error) {
	i, ok := c.Indicators[p.Indicator]
	if !ok {
		found = append(found, unknownIndicator(p.Indicator))
	}
	if !c.Tree.Has(p.Unit) {
		found = append(found, unknownUnit(p.Unit))
	}
	if !hasLevel(c, p.Level) {
		found = append(found, unknownLevel(p.Level))
	}
	if d := p.Decision; !wellFormed(d.Number, d.Issuer, d.Title, p.Source, p.Note, p.PriceBasis) {
		found = append(found, badText())
	}
	return i, found
}

func hasLevel(c *indicator.Catalogue, code string) bool {
	for _, l := range c.Levels {
		if l.Code == code {
			return true
		}
	}
	return false
}

// fitTarget gives a target the decimals its indicator is stored with, and
// refuses one that asks for nothing.
func fitTarget(t *indicator.Target, i indicator.Indicator) *errs.Error {
	if t.Operator == "" {
		t.Operator = indicator.Equal
	}
	low, fault := rescaled(t.Low, i)
	if fault != nil {
		return fault
	}
	t.Low = low
	if t.Operator != indicator.Range {
		t.High = nil
		return nil
	}
	if t.High == nil {
		return errs.E(errs.Invalid, "save.range_ends")
	}
	high, fault := rescaled(*t.High, i)
	if fault == nil && high.Cmp(low) < 0 {
		fault = errs.E(errs.Invalid, "save.range_ends")
	}
	t.High = &high
	return fault
}

// planDated gives the time from which a plan counts: the date of its document,
// else the earlier of now and 1 January of its year.
func (w *writer) planDated(p indicator.Plan) time.Time {
	if d := p.Decision.Date; !d.IsZero() {
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, w.store.zone)
	}
	if first := time.Date(p.Year, 1, 1, 0, 0, 0, 0, w.store.zone); first.Before(w.now) {
		return first
	}
	return w.now
}

// insertPlans writes finished versions and notes each in the audit beside the
// one it follows.
func (w *writer) insertPlans(added []indicator.Plan, stored map[indicator.PlanKey][]indicator.Plan, reason string) error {
	records := make([]planRecord, len(added))
	before := make(map[indicator.PlanKey]*planNote, len(stored))
	for k, versions := range stored {
		before[k] = newPlanNote(versions[len(versions)-1])
	}
	for i, p := range added {
		records[i] = newPlanRecord(p)
		after := newPlanNote(p)
		why := reason
		if why == "" {
			why = p.Note
		}
		if err := w.note("plan.save", planObject(p.PlanKey), orNil(before[p.PlanKey]), after, why); err != nil {
			return err
		}
		before[p.PlanKey] = after
	}
	if len(records) == 0 {
		return nil
	}
	return w.tx.CreateInBatches(records, batch).Error
}

// A planNote is a plan in the audit.
type planNote struct {
	Version    int    `json:"version"`
	Operator   string `json:"operator,omitempty"`
	Low        string `json:"low,omitempty"`
	High       string `json:"high,omitempty"`
	Basis      string `json:"basis,omitempty"`
	Document   string `json:"document,omitempty"`
	Date       string `json:"document_date,omitempty"`
	Issuer     string `json:"issuer,omitempty"`
	Title      string `json:"title,omitempty"`
	Source     string `json:"source,omitempty"`
	Origin     string `json:"origin,omitempty"`
	PriceBasis string `json:"price_basis,omitempty"`
	Note       string `json:"note,omitempty"`
	Withdrawn  bool   `json:"withdrawn,omitempty"`
	Dated      string `json:"dated"`
}

func newPlanNote(p indicator.Plan) *planNote {
	d := p.Decision
	n := &planNote{Version: p.Version, Document: d.Number, Date: dayText(d.Date), Issuer: d.Issuer, Title: d.Title, Source: p.Source,
		Origin: string(p.Origin), PriceBasis: p.PriceBasis, Note: p.Note, Withdrawn: p.Withdrawn, Dated: p.Dated.UTC().Format(time.RFC3339)}
	if !p.Withdrawn {
		n.Operator, n.Low, n.Basis = string(p.Target.Operator), p.Target.Low.String(), string(p.Basis)
		if p.Target.High != nil {
			n.High = p.Target.High.String()
		}
	}
	return n
}

// asFault gives the words of an error that has some.
func asFault(err error) *errs.Error {
	var e *errs.Error
	if errors.As(err, &e) {
		return e
	}
	return errs.E(errs.Internal, "save.failed").Because(err)
}
