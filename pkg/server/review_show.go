package server

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// view makes the page.
func (r *reviewWork) view(c echo.Context, fault error) (v reviewView, err error) {
	unit := r.sum.Unit.Name
	if v.page, err = r.frame(c, unit+", "+r.p.Period(r.period), "review", fault); err != nil {
		return v, err
	}
	if done := c.QueryParam("done"); c.Request().Method == get && (done == "return" || done == "approve" || done == "reopen") {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: r.p.T("review.done_" + done)})
	}
	v.Action, v.Version, v.Seen = r.path("review"), r.sub.Version, versionsText(r.current)
	v.Heading, v.Lead = r.heading(), r.lead()
	if v.Before, v.After, err = r.neighbours(c); err != nil {
		return v, err
	}
	r.fillRows(&v)
	v.Figures = r.figures(len(v.Rows))
	for _, row := range missing(r.sum) {
		v.Missing = append(v.Missing, missingLink(r.place.Unit, r.period, row))
	}
	v.Outside = r.outside()
	if r.rev != nil {
		v.Later = laterChanges(r.p, *r.rev)
		v.LaterHead = r.p.T("review.later", "date", r.date(r.base.At))
	}
	r.fillWays(&v)
	v.Steps = r.s.steps(r.p, r.book.Indicators, r.sub)
	return v, nil
}

func (r *reviewWork) date(t time.Time) string { return r.p.Date(t.In(r.s.zone)) }

// heading says how much is new, or that there is nothing to decide on.
func (r *reviewWork) heading() string {
	count := 0
	switch r.sub.State {
	case workflow.Approved:
		return r.p.T("review.heading_approved", "unit", r.sum.Unit.Name, "period", r.p.Period(r.period), "count", len(r.current))
	case workflow.Draft:
		return r.p.T("review.heading_draft", "unit", r.sum.Unit.Name, "period", r.p.Period(r.period))
	}
	for _, row := range r.sum.Rows {
		if r.changed[row.Code] {
			count++
		}
	}
	key := "review.heading_first"
	if r.base != nil {
		key = "review.heading_again"
	}
	return r.p.T(key, "unit", r.sum.Unit.Name, "period", r.p.Period(r.period), "count", count)
}

// lead says when it was sent, and what went before.
func (r *reviewWork) lead() string {
	var parts []string
	if step, ok := r.sub.Last(workflow.Submit); ok {
		times := 0
		for _, s := range r.sub.Steps {
			if s.Action == workflow.Submit {
				times++
			}
		}
		key := "review.sent_in_time"
		if r.sub.Late(r.deadline, r.s.now(), r.s.zone) {
			key = "review.sent_late"
		}
		parts = append(parts, r.p.T(key, "times", times, "name", stepName(r.p, step), "time", r.p.DateTime(step.At, r.s.zone), "due", r.p.Date(r.deadline.Due)))
	} else {
		parts = append(parts, r.p.T("review.never_sent", "due", r.p.Date(r.deadline.Due)))
	}
	if r.base != nil {
		key := "review.approved_before"
		if r.sub.Locked() {
			key = "review.approved_at"
		}
		parts = append(parts, r.p.T(key, "date", r.date(r.base.At), "name", stepName(r.p, *r.base)))
	}
	if step, ok := r.sub.Last(workflow.Reopen); ok && r.base != nil && !step.At.Before(r.base.At) {
		parts = append(parts, r.p.T("review.reopened", "date", r.date(step.At), "reason", step.Reason))
	}
	return strings.Join(parts, " ")
}

// figures are the numbers over the table.
func (r *reviewWork) figures(rows int) []reviewFigureView {
	t := r.sum.Tally
	result := reviewFigureView{Label: r.p.T("review.result"), Value: r.p.T("review.of", "have", t.Achieved, "of", t.Set), Words: r.p.T("review.achieved")}
	if r.sub.Locked() {
		result.Label = r.p.T("review.result_now")
	}
	if !r.period.IsYear() {
		result.Value, result.Words = r.p.T("review.of", "have", t.Reached, "of", t.Set), r.p.T("review.reached")
	}
	turned, plans := 0, 0
	if r.rev != nil {
		result.Small = r.p.T("review.result_before", "have", r.rev.Then.Achieved+r.rev.Then.Reached, "of", r.rev.Then.Set)
		for _, row := range r.rev.Rows {
			if row.Is(report.VerdictDiffers) {
				turned++
			}
			if row.Is(report.PlanDiffers) {
				plans++
			}
		}
	}
	needed, noted := 0, 0
	for _, f := range r.findings {
		if f.NeedsNote {
			needed++
		}
		if f.NeedsNote && f.Explained {
			noted++
		}
	}
	gaps := len(missing(r.sum))
	all := []reviewFigureView{result}
	if r.rev != nil {
		all = append(all, reviewFigureView{Label: r.p.T("review.turned"), Value: strconv.Itoa(turned), Words: r.p.T("review.indicators", "count", turned)})
	}
	all = append(all,
		reviewFigureView{Label: r.p.T("review.warnings"), Value: strconv.Itoa(needed), Small: r.p.T("review.noted", "count", noted)},
		reviewFigureView{Label: r.p.T("review.missing"), Value: strconv.Itoa(gaps), Small: r.p.T("review.figures", "count", len(r.current))})
	if r.rev != nil {
		all = append(all, reviewFigureView{Label: r.p.T("review.plans"), Value: strconv.Itoa(plans)})
	}
	return all
}

// outside names the figures that an approval covers and no row shows.
func (r *reviewWork) outside() string {
	var names []string
	for _, c := range r.current {
		f := r.book.Figures[indicator.CellKey{Unit: r.place.Unit, Indicator: c.Indicator, Period: r.period}]
		if _, in := r.book.Sets[indicator.SetKey{Unit: r.place.Unit, Year: r.period.Year}].Row(c.Indicator); !in && f.Value != nil {
			names = append(names, r.name(c.Indicator))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return r.p.T("review.outside", "count", len(names), "names", names)
}

// fillWays offers what may be done now.
func (r *reviewWork) fillWays(v *reviewView) {
	count := len(r.current)
	switch r.sub.State {
	case workflow.Submitted:
		v.Open = true
		v.Cells = r.p.T("review.cells")
		v.Reason = fieldView{ID: "reason", Name: "reason", Label: r.p.T("review.reason_all"), Optional: r.p.T("server.optional"), Type: "textarea", Value: r.reason}
		v.Approve = approveView{What: r.p.T("review.approve_what", "count", count), Word: r.p.T("review.approve_do", "count", count),
			Anyway: r.p.T("review.approve_anyway", "count", count), Note: r.p.T("review.nothing_own"), Why: r.whyNotApprove("review.own_figures")}
	case workflow.Approved:
		v.Reopen = &confirmReopenView{What: r.p.T("review.reopen_what"), Word: r.p.T("review.reopen_do"), Why: r.whyNotApprove("review.own_reopen"),
			Reason: fieldView{ID: "reason", Name: "reason", Label: r.p.T("review.reopen_reason"), Type: "textarea", Required: true, Value: r.reason}}
	default:
		v.Empty = &emptyView{Text: r.p.T("review.not_waiting_" + string(r.sub.State)), Actions: []linkView{{Href: "/work", Text: r.p.T("review.to_list")}}}
	}
}

// whyNotApprove says why the person cannot, and who can.
func (r *reviewWork) whyNotApprove(key string) string {
	if !r.ownFigures() {
		return ""
	}
	names := r.others()
	if len(names) == 0 {
		return r.p.T(key) + " " + r.p.T("review.nobody_else")
	}
	return r.p.T(key) + " " + r.p.T("review.who_can", "names", names)
}
