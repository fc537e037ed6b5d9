package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/check"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

// A typedPlan is one plan of a form that was sent, and what became of it.
type typedPlan struct {
	key                       indicator.PlanKey
	operator, low, high, note string
	version                   int
	seen                      seenPlan
	answer, reason            string

	entry    check.Entry
	doubt    *check.Doubt
	clears   bool
	refusal  string
	conflict *store.PlanConflict
	held     bool
}

// A seenPlan is a plan as the form was shown.
type seenPlan struct{ operator, low, high, note string }

func (s seenPlan) String() string {
	return strings.Join([]string{s.operator, s.low, s.high, s.note}, "\n")
}

func parseSeenPlan(text string) seenPlan {
	lines := strings.SplitN(strings.ReplaceAll(text, "\r\n", "\n"), "\n", 4)
	lines = append(lines, "", "", "", "")
	return seenPlan{lines[0], lines[1], lines[2], lines[3]}
}

// read reads the plans of the form, and returns those to be saved.
func (w *plansWork) read(lines []planLine) []store.PlanSave {
	form, err := w.c.FormParams()
	if err != nil {
		return nil
	}
	var plans []store.PlanSave
	for _, line := range lines {
		if !form.Has("low." + line.id) {
			continue
		}
		t := w.readPlan(line)
		if plan, changed := w.decide(line, t); changed {
			t.held = true
			plans = append(plans, plan)
		}
		w.typed[line.id] = t
	}
	return plans
}

func (w *plansWork) readPlan(line planLine) *typedPlan {
	field := func(name string) string { return strings.TrimSpace(w.c.FormValue(name + "." + line.id)) }
	version, err := strconv.Atoi(field("version"))
	if err != nil {
		version = 0
	}
	return &typedPlan{key: line.key, operator: field("operator"), low: field("low"), high: field("high"), note: field("note"), version: version,
		seen: parseSeenPlan(w.c.FormValue("seen." + line.id)), answer: field("answer"), reason: field("reason")}
}

// decide makes of a typed plan what is to be saved. changed is false where
// there is nothing to save, or the plan is in question.
func (w *plansWork) decide(line planLine, t *typedPlan) (plan store.PlanSave, changed bool) {
	stored := w.newest(line)
	keep, version, _ := strings.Cut(t.answer, ":")
	if n, err := strconv.Atoi(version); keep == answerKeep && err == nil {
		t.version = n
	}
	untouched := (seenPlan{t.operator, t.low, t.high, t.note}) == t.seen
	plan = store.PlanSave{Key: line.key, Basis: w.form.basis, Note: t.note, Version: t.version, PriceBasis: stored.PriceBasis}
	if w.form.basis == indicator.Decided {
		plan.Decision = w.form.decision
	}
	switch {
	case keep == answerTake, untouched && (!w.form.all || t.low == ""), t.low == "" && keep == answerKeep:
		*t = typedPlan{}
		return plan, false
	case t.low == "":
		return w.cleared(t, plan)
	case untouched && stored.Version == t.version:
		plan.Target = stored.Target
		return plan, true
	}
	return w.parsed(line, t, plan)
}

// cleared is a plan that was emptied: it is taken back only with a reason.
func (w *plansWork) cleared(t *typedPlan, plan store.PlanSave) (store.PlanSave, bool) {
	switch {
	case t.seen.low == "" && (t.high != "" || t.note != ""):
		t.refusal = w.p.T("plans.value_missing")
		return plan, false
	case t.seen.low == "":
		*t = typedPlan{}
		return plan, false
	case t.answer != answerWithdraw:
		t.clears = true
		return plan, false
	case t.reason == "":
		t.clears, t.refusal = true, w.p.T("save.reason_missing")
		return plan, false
	}
	plan.Withdrawn, plan.Note = true, t.reason
	return plan, true
}

func (w *plansWork) parsed(line planLine, t *typedPlan, plan store.PlanSave) (store.PlanSave, bool) {
	t.entry = w.entryOf(line.key)
	low, ok := w.number(t, t.low)
	if !ok {
		return plan, false
	}
	plan.Target = indicator.Target{Operator: indicator.Operator(t.operator), Low: low}
	switch {
	case plan.Target.Operator == indicator.Range && t.high == "", plan.Target.Operator != indicator.Range && t.high != "":
		t.refusal = w.p.T("plans.range_ends")
		return plan, false
	case t.high != "":
		high, ok := w.number(t, t.high)
		if !ok {
			return plan, false
		}
		plan.Target.High = &high
	}
	return plan, true
}

// entryOf is what a plan is held against: last year's figure.
func (w *plansWork) entryOf(key indicator.PlanKey) check.Entry {
	return check.EntryOf(w.book, w.catalogue.Terms, indicator.CellKey{Unit: key.Unit, Indicator: key.Indicator, Period: period.Period{Year: key.Year}})
}

// number reads a number, or leaves in t what is doubtful about it.
func (w *plansWork) number(t *typedPlan, text string) (number.Amount, bool) {
	amount, doubt, refusal := readAmount(w.p, t.entry, text, t.answer)
	t.doubt, t.refusal = doubt, refusal
	return amount, doubt == nil && refusal == ""
}

// readAmount reads a number that must be one. A text with two readings comes
// back as a doubt until the answer names one of them.
func readAmount(p *i18n.Printer, entry check.Entry, text, answer string) (a number.Amount, doubt *check.Doubt, refusal string) {
	reading, doubts := entry.Read(text)
	if reading.Kind == 0 && len(doubts) > 0 {
		d := doubts[0]
		d.Choices = slices.DeleteFunc(slices.Clone(d.Choices), func(c check.Choice) bool { return c.Reading.Kind != number.ReadValue })
		i := slices.IndexFunc(d.Choices, func(c check.Choice) bool { return choiceKey(c) == answer })
		switch {
		case d.Refused():
			return a, nil, doubts[0].Text(p, entry)
		case i < 0:
			return a, &d, ""
		}
		reading = d.Choices[i].Reading
	}
	if reading.Kind != number.ReadValue {
		return a, nil, p.T("plans.number_needed")
	}
	return reading.Amount, nil, ""
}

// store saves the decision and the plans and sorts out what was refused.
func (w *plansWork) store(plans []store.PlanSave) (err error) {
	ctx, by := w.c.Request().Context(), actorFrom(w.c)
	if w.form.basis == indicator.Decided {
		_, err = w.s.store.SavePlansOf(ctx, by, w.place.Unit, w.form.decision, w.form.scan, plans)
	} else {
		_, err = w.s.store.SavePlans(ctx, by, plans)
	}
	var faults errs.Faults
	var conflicts *store.Conflicts
	var refused *errs.Error
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			w.refuse(f)
		}
		return nil
	case errors.As(err, &conflicts):
		for i, x := range conflicts.Plans {
			w.typedAt(x.Sent.Key).conflict = &conflicts.Plans[i]
		}
		return nil
	case errors.As(err, &refused) && refused.Kind == errs.Invalid:
		w.form.faults["scan"] = w.p.Error(err)
		return nil
	}
	return err
}

// refuse puts a fault beside its plan: places are unit/year/indicator/level.
func (w *plansWork) refuse(f errs.Fault) {
	parts := strings.Split(f.Place, "/")
	if len(parts) != 4 {
		return
	}
	w.typedAt(indicator.PlanKey{Unit: org.Key(parts[0]), Year: w.year, Indicator: indicator.Code(parts[2]), Level: parts[3]}).refusal = w.p.Error(f.Err)
}

// typedAt finds what was typed for a plan; an empty one where nothing was.
func (w *plansWork) typedAt(key indicator.PlanKey) *typedPlan {
	for _, t := range w.typed {
		if t.key == key {
			return t
		}
	}
	return &typedPlan{}
}

func (t *typedPlan) open() bool {
	return t != nil && (t.doubt != nil || t.clears || t.refusal != "" || t.conflict != nil)
}

func (w *plansWork) unsettled() bool {
	for _, t := range w.typed {
		if t.open() {
			return true
		}
	}
	return false
}

func (w *plansWork) status() int {
	for _, t := range w.typed {
		if t != nil && t.conflict != nil {
			return http.StatusConflict
		}
	}
	return http.StatusUnprocessableEntity
}
