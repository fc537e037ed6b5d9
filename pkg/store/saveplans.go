package store

import (
	"context"
	"slices"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
)

// A PlanSave is one plan as somebody typed it.
type PlanSave struct {
	Key        indicator.PlanKey
	Target     indicator.Target
	Basis      indicator.Basis
	Decision   indicator.Decision // zero unless decided
	PriceBasis string             // empty: the indicator's own
	Note       string             // also the reason of a withdrawal
	Source     string
	Origin     indicator.Origin
	Withdrawn  bool // taken back: target and basis are not looked at
	Version    int  // the newest seen; 0: none
}

// SavePlans saves plans, all or none, and returns what is stored for each, in
// the order given. A plan that equals its newest version, and its note if one
// is given, adds nothing.
//
// The error is Faults of kind Invalid, each placed by
// unit/year/indicator/level, for plans that cannot be taken, and *Conflicts, of
// kind Conflict, with every plan that has another newest version than the one
// seen.
func (s *Store) SavePlans(ctx context.Context, by Actor, plans []PlanSave) (saved []indicator.Plan, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		saved, err = w.savePlans(plans)
		return err
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

func (w *writer) savePlans(plans []PlanSave) ([]indicator.Plan, error) {
	c, err := w.loaded()
	if err != nil {
		return nil, err
	}
	keys := make([]indicator.PlanKey, len(plans))
	for i, p := range plans {
		keys[i] = p.Key
	}
	stored, err := w.plans(keys)
	if err != nil {
		return nil, err
	}
	s := &planSave{w: w, catalogue: c, stored: stored, saved: make([]indicator.Plan, len(plans))}
	if err := s.decide(plans); err != nil {
		return nil, err
	}
	return s.saved, w.insertPlans(s.added, stored, "")
}

// A planSave is a save of plans under way.
type planSave struct {
	w            *writer
	catalogue    *indicator.Catalogue
	stored       map[indicator.PlanKey][]indicator.Plan
	saved, added []indicator.Plan
	faults       errs.Faults
	conflicts    Conflicts
}

func (s *planSave) decide(plans []PlanSave) error {
	seen := map[indicator.PlanKey]bool{}
	for i, p := range plans {
		if seen[p.Key] {
			s.faults.Add(planObject(p.Key), errs.E(errs.Invalid, "save.cell_twice"))
			continue
		}
		seen[p.Key] = true
		s.plan(i, p)
	}
	if err := s.faults.Err(); err != nil {
		return err
	}
	if len(s.conflicts.Plans) > 0 {
		if err := s.w.name(&s.conflicts); err != nil {
			return err
		}
	}
	return s.conflicts.err()
}

// plan decides about one plan: stored already, refused, in conflict, or added.
func (s *planSave) plan(i int, p PlanSave) {
	var newest indicator.Plan
	if versions := s.stored[p.Key]; len(versions) > 0 {
		newest = versions[len(versions)-1]
	}
	next, found := s.w.nextPlan(s.catalogue, newest.Version, indicator.Plan{
		PlanKey: p.Key, Target: p.Target, Basis: p.Basis, Decision: p.Decision, Source: p.Source, Origin: p.Origin,
		PriceBasis: p.PriceBasis, Note: p.Note, Withdrawn: p.Withdrawn,
	})
	if fault := planRule(newest, next); fault != nil {
		found = append(found, fault)
	}
	switch {
	case newest.Version > 0 && samePlan(newest, next):
		s.saved[i] = newest
	case len(found) > 0:
		for _, fault := range found {
			s.faults.Add(planObject(p.Key), fault)
		}
	case p.Version != newest.Version:
		s.conflicts.Plans = append(s.conflicts.Plans, PlanConflict{newest, p})
	default:
		s.saved[i] = next
		s.added = append(s.added, next)
	}
}

// planRule refuses what a typed plan may not be.
func planRule(newest, next indicator.Plan) *errs.Error {
	hasDocument := next.Decision != indicator.Decision{}
	switch {
	case next.Withdrawn && newest.Version == 0:
		return errs.E(errs.Invalid, "save.nothing_to_withdraw")
	case next.Withdrawn:
		return nil
	case !slices.Contains(indicator.Operators, next.Target.Operator):
		return errs.E(errs.Invalid, "save.operator_unknown", "operator", string(next.Target.Operator))
	case next.Basis == indicator.Decided && next.Decision.Number == "":
		return errs.E(errs.Invalid, "save.document_missing")
	case next.Basis != indicator.Decided && hasDocument:
		return errs.E(errs.Invalid, "save.document_unexpected")
	case next.Basis != indicator.Decided && next.Basis != indicator.Proposed && next.Basis != indicator.Unknown:
		return errs.E(errs.Invalid, "save.basis_unknown", "basis", string(next.Basis))
	}
	return nil
}

// samePlan reports whether saving next would change nothing.
func samePlan(a, next indicator.Plan) bool {
	if a.Withdrawn || next.Withdrawn {
		return a.Withdrawn == next.Withdrawn && (next.Note == "" || next.Note == a.Note)
	}
	x, y := newPlanRecord(a), newPlanRecord(next)
	return x.Operator == y.Operator && *x.Low == *y.Low && equalCount(x.High, y.High) && x.Basis == y.Basis &&
		x.Document == y.Document && x.DocumentDate == y.DocumentDate && x.Issuer == y.Issuer && x.Title == y.Title &&
		x.PriceBasis == y.PriceBasis && (y.Note == "" || y.Note == x.Note)
}

func equalCount(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
