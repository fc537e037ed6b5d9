package server

import (
	"context"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// sinceStep compares what a unit's period came to when a step was taken with
// what it comes to now.
func (s *Server) sinceStep(ctx context.Context, in report.Input, step workflow.Step) (report.Revision, error) {
	book, err := s.store.BookAsApproved(ctx, in.Unit, in.Period, step)
	if err != nil {
		return report.Revision{}, err
	}
	before := in
	before.Book = book
	then, err := report.Build(before)
	if err != nil {
		return report.Revision{}, err
	}
	now, err := report.Build(in)
	return report.Revise(then, now), err
}

// A laterView is one thing that has changed since an approval and is no figure
// of the unit's own: a plan, the set, a unit below, last year's figure.
type laterView struct {
	Name          string
	What          string
	Before, After string
	Verdict       string // "Dự kiến đạt → Dự kiến không đạt"; empty: unchanged
}

// laterChanges lists what has changed besides the unit's own figures.
func laterChanges(p *i18n.Printer, rev report.Revision) []laterView {
	var all []laterView
	for _, r := range rev.Rows {
		changes := laterOf(p, r)
		if len(changes) > 0 && r.Is(report.VerdictDiffers) {
			changes[0].Verdict = r.Then.Verdict + " → " + r.Now.Verdict
		}
		all = append(all, changes...)
	}
	return all
}

func laterOf(p *i18n.Printer, r report.RevisionRow) (changes []laterView) {
	add := func(key, before, after string, args ...any) {
		changes = append(changes, laterView{Name: r.Name, What: p.T(key, args...), Before: orDash(before), After: orDash(after)})
	}
	switch {
	case r.Is(report.Added):
		add("review.later_added", "", "")
		return changes
	case r.Is(report.Removed):
		add("review.later_removed", "", "")
		return changes
	}
	if r.Is(report.PlanDiffers) {
		for _, x := range planPairs(r) {
			add("review.later_plan", x.before, x.after, "level", i18n.Lowered(x.level))
		}
	}
	if a, b := judgedOn(r.Then), judgedOn(r.Now); a != b && r.Then.Result.Row.Judging != r.Now.Result.Row.Judging {
		add("review.later_judging", a, b)
	}
	if !ownFigure(r.Now) && (r.Is(report.ActualDiffers) || r.Is(report.StatusDiffers)) {
		add("review.later_units", valueWords(r.Then), valueWords(r.Now))
	}
	if r.Is(report.PreviousDiffers) {
		add("review.later_previous", r.Then.Previous.Text, r.Now.Previous.Text)
	}
	return changes
}

// ownFigure reports whether what a row says, or fails to say, is a matter of
// the unit's own figures.
func ownFigure(row *report.Row) bool {
	a := row.Result.Actual
	return typedRow(*row) && (a == nil || a.Rule == indicator.Typed)
}

func orDash(text string) string {
	if text == "" {
		return dash
	}
	return text
}

func valueWords(row *report.Row) string {
	if row.Status == "" || row.Actual.None() {
		return row.Actual.Text
	}
	return row.Actual.Text + " (" + row.Status + ")"
}

func judgedOn(row *report.Row) string {
	if row.Judging < 0 {
		return row.Result.Row.Judging
	}
	return row.Plans[row.Judging].LevelName
}

// A planPair is the plan of one level before and after.
type planPair struct{ level, before, after string }

// planPairs are the levels on which the plan differs.
func planPairs(r report.RevisionRow) []planPair {
	var pairs []planPair
	for _, now := range r.Now.Plans {
		then := planOf(*r.Then, now.Level)
		switch {
		case then == nil:
			pairs = append(pairs, planPair{now.LevelName, "", now.Text})
		case then.Text != now.Text:
			pairs = append(pairs, planPair{now.LevelName, then.Text, now.Text})
		}
	}
	for _, then := range r.Then.Plans {
		if planOf(*r.Now, then.Level) == nil {
			pairs = append(pairs, planPair{then.LevelName, then.Text, ""})
		}
	}
	return pairs
}

// A laterKept keeps what changedCodes finds, by unit and period.
type laterKept = keptValues[string, map[indicator.Code]bool]

// changedAfterApproval reports whether plans, the set, units below or last
// year's figures have changed since a period was approved.
func (s *Server) changedAfterApproval(ctx context.Context, sub workflow.Submission) (bool, error) {
	codes, err := s.changedCodes(ctx, sub)
	return len(codes) > 0, err
}

// changedCodes are the indicators for which something besides the unit's own
// figures has changed since a period was approved; none where it is not
// approved. It is kept until something stored changes.
func (s *Server) changedCodes(ctx context.Context, sub workflow.Submission) (map[indicator.Code]bool, error) {
	step, ok := sub.Last(workflow.Approve)
	if !ok || sub.State != workflow.Approved {
		return map[indicator.Code]bool{}, nil
	}
	counter, err := s.store.Counter(ctx)
	if err != nil {
		return nil, err
	}
	return s.later.of(counter, string(sub.Unit)+"/"+sub.Period.String(), func() (map[indicator.Code]bool, error) {
		catalogue, err := s.store.Catalogue(ctx)
		if err != nil {
			return nil, err
		}
		book, err := s.store.BookFor(ctx, sub.Unit, sub.Period, 0, 0, time.Time{})
		if err != nil {
			return nil, err
		}
		rev, err := s.sinceStep(ctx, report.Input{Book: book, Terms: catalogue.Terms, Unit: sub.Unit, Period: sub.Period, Lang: i18n.Vi, Decimals: pageDecimals}, step)
		codes := map[indicator.Code]bool{}
		for _, r := range rev.Rows {
			if len(laterOf(i18n.For(i18n.Vi), r)) > 0 {
				codes[r.Code] = true
			}
		}
		return codes, err
	})
}
