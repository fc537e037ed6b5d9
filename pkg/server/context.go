package server

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// contextBar is the bar over every page of a unit: which unit and period the
// page is about, with the addresses of the same page for others. page is the
// last part of its address, such as "board". The units offered are those for
// which the person may open that page.
func (s *Server) contextBar(c echo.Context, unit org.Key, p period.Period, page string) (*contextView, error) {
	ctx := c.Request().Context()
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	sub, err := s.store.Submission(ctx, unit, p)
	if err != nil {
		return nil, err
	}
	words, lang := printerFrom(c), langFrom(c)
	name := func(k org.Key) string { return report.NameOf(catalogue.Tree, catalogue.Terms, k, p.Last(), lang).Name }
	state := s.submissionState(words, sub)
	switch later, err := s.changedAfterApproval(ctx, sub); {
	case err != nil:
		return nil, err
	case later:
		state.Icon, state.Class, state.Word = "alert-triangle", "warning", words.T("context.state_changed")
	}
	v := &contextView{
		Unit: name(unit), Units: unitLinks(userFrom(c), catalogue.Tree, unit, p, page, name),
		Year: strconv.Itoa(p.Year), Period: i18n.Capital(words.Period(p)),
		Shapes: shapeLinks(words, unit, p, page), Parts: partLinks(words, unit, p, page), State: &state,
	}
	if p.Year > firstYear {
		v.Previous = unitPath(unit, page, p.InYear(p.Year-1))
	}
	if p.Year <= s.today().Year() {
		v.Next = unitPath(unit, page, p.InYear(p.Year+1))
	}
	return v, nil
}

// firstYear is the first a period can have.
const firstYear = 1900

// pageRights say who may open a unit's page, where it is not every reader.
var pageRights = map[string]func(account.User, account.Place) bool{
	"entry":      account.User.MayEnterSome,
	"plans":      account.User.MayPlan,
	"allocation": account.User.MayPlan,
	"review":     account.User.MayReview,
	"submit":     account.User.MaySubmit,
}

// unitLinks lists the units a person may choose from on a page, each after the
// one above it; none where there is no choice.
func unitLinks(user account.User, tree *org.Tree, current org.Key, p period.Period, page string, name func(org.Key) string) []linkView {
	may := pageRights[page]
	if may == nil {
		may = account.User.MayRead
	}
	var links []linkView
	var walk func(parent org.Key, depth int)
	walk = func(parent org.Key, depth int) {
		for _, k := range tree.Children(parent, p.Last()) {
			below := depth
			if may(user, account.Place{Tree: tree, Unit: k, Day: p.Last()}) {
				links = append(links, linkView{Href: unitPath(k, page, p), Text: name(k), Current: k == current, Depth: min(depth, 3)})
				below++
			}
			if depth < 10 { // a circle in the data ends here
				walk(k, below)
			}
		}
	}
	walk("", 0)
	if len(links) < 2 {
		return nil
	}
	return links
}

// shapeLinks offers the shapes of a period within its year.
func shapeLinks(words *i18n.Printer, unit org.Key, p period.Period, page string) []linkView {
	shape := func(key string, to period.Period, current bool) linkView {
		return linkView{Href: unitPath(unit, page, to), Text: words.T(key), Current: current}
	}
	halves := func(n int) bool { return p.Shape == period.YTD && p.N == n }
	monthly := p.Shape == period.Month || p.Shape == period.YTD && !halves(6) && !halves(9)
	return []linkView{
		shape("context.year", period.Period{Year: p.Year}, p.IsYear()),
		shape("context.nine_months", period.Period{Year: p.Year, Shape: period.YTD, N: 9}, halves(9)),
		shape("context.six_months", period.Period{Year: p.Year, Shape: period.YTD, N: 6}, halves(6)),
		shape("context.quarter", period.Period{Year: p.Year, Shape: period.Quarter, N: 1}, p.Shape == period.Quarter),
		shape("context.month", period.Period{Year: p.Year, Shape: period.Month, N: 1}, monthly),
	}
}

// partLinks offers the quarters or months of the year, and beside a month what
// was reached by its end; none for the other shapes.
func partLinks(words *i18n.Printer, unit org.Key, p period.Period, page string) []linkView {
	shapes := shapeLinks(words, unit, p, page)
	quarterly, monthly := shapes[3].Current, shapes[4].Current
	if !quarterly && !monthly {
		return nil
	}
	shape, count, key := period.Month, 12, "context.month_short"
	if quarterly {
		shape, count, key = period.Quarter, 4, "context.quarter_short"
	}
	var links []linkView
	for n := 1; n <= count; n++ {
		to := period.Period{Year: p.Year, Shape: shape, N: n}
		links = append(links, linkView{Href: unitPath(unit, page, to), Text: words.T(key, "n", n, "roman", report.Roman(n)), Current: to == p})
	}
	if to := p.CumulativeTo(); monthly && to.Shape == period.YTD {
		links = append(links, linkView{Href: unitPath(unit, page, to), Text: words.T("context.cumulative", "n", to.N), Current: to == p})
	}
	return links
}

// submissionIcons gives each state of a submission the icon beside its word.
var submissionIcons = map[workflow.State]struct{ icon, class string }{
	workflow.Draft:     {"pencil", ""},
	workflow.Submitted: {"send", "warning"},
	workflow.Returned:  {"arrow-back-up", "fault"},
	workflow.Approved:  {"shield-check", "done"},
	workflow.Reopened:  {"lock-open", "warning"},
}

// submissionState says where a submission stands, with the day of its last
// step.
func (s *Server) submissionState(words *i18n.Printer, sub workflow.Submission) stateView {
	state := sub.State
	if state == "" {
		state = workflow.Draft
	}
	look := submissionIcons[state]
	v := stateView{Icon: look.icon, Class: look.class, Word: words.T("context.state_" + string(state))}
	if n := len(sub.Steps); n > 0 {
		v.Word += " " + words.Date(sub.Steps[n-1].At.In(s.zone))
	}
	return v
}
