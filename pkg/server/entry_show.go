package server

import (
	"slices"
	"strconv"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// show answers with the page.
func (w *entryWork) show(status int) error {
	v, err := w.view()
	if err != nil {
		return err
	}
	return w.s.templates.render(w.c, status, "entry/entry", v)
}

func (w *entryWork) view() (v entryView, err error) {
	if v.page, err = w.frame("entry"); err != nil {
		return v, err
	}
	v.Action, v.Cell = w.path("entry"), w.path("entry/cell")
	v.Paste, v.Grid = w.path("entry/paste"), true
	v.Due, v.Status, v.Tools = w.due(), w.statusView(), w.tools()
	v.Head = entryHeadView{w.p.T("entry.head_name"), w.p.T("entry.head_previous", "period", w.p.PeriodShort(w.period.Previous())), w.p.T("entry.head_value", "period", w.p.PeriodShort(w.period))}
	for _, code := range w.levels() {
		v.Levels = append(v.Levels, w.planHead(w.levelName(code)))
	}
	v.Columns = 10 + len(v.Levels)
	v.Editable = len(w.own()) > 0 && w.locked() == nil
	if len(w.sum.Rows) == 0 {
		v.Empty = &emptyView{Text: w.p.T("entry.no_set", "year", w.period.Year), Note: w.p.T("entry.no_set_note")}
	}
	for _, g := range w.sum.Groups {
		group := entryGroupView{Name: report.Roman(g.Number) + ". " + g.Name}
		for _, i := range g.Rows {
			row := w.rowView(w.sum.Rows[i])
			row.Columns = v.Columns
			group.Rows = append(group.Rows, row)
		}
		v.Groups = append(v.Groups, group)
	}
	v.Signs, v.Draft = w.signs(v.Groups), w.draft()
	v.Steps = w.s.steps(w.p, w.book.Indicators, w.sub)
	return v, nil
}

// frame is the page around the pages of entering, with what there is to say
// about the period as a whole.
func (w *entryWork) frame(name string) (page, error) {
	v, err := w.s.page(w.c, w.p.T("entry.title", "period", w.p.Period(w.period)))
	if err != nil {
		return v, err
	}
	if v.Context, err = w.s.contextBar(w.c, w.place.Unit, w.period, name); err != nil {
		return v, err
	}
	if n, err := strconv.Atoi(w.c.QueryParam("saved")); err == nil && w.c.Request().Method == get {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: w.p.T("entry.saved_count", "count", n)})
	}
	if n := len(w.open()); n > 0 {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: w.p.T("entry.open_count", "count", n), List: w.open()})
	}
	if notice, ok := w.lockNotice(); ok {
		v.Notices = append(v.Notices, notice)
	}
	return v, nil
}

// lockNotice says who locked the period and when, or who returned it and why.
func (w *entryWork) lockNotice() (noticeView, bool) {
	if step, ok := w.sub.Last(workflow.Approve); ok && w.sub.Locked() {
		return noticeView{Text: w.p.T("entry.approved_by", "name", w.who(step), "time", w.p.DateTime(step.At, w.s.zone))}, true
	}
	if why := w.locked(); why != nil {
		return noticeView{Kind: "warning", Text: w.p.Error(why)}, true
	}
	if step, ok := w.sub.Last(workflow.Return); ok && w.sub.State == workflow.Returned {
		n := noticeView{Kind: "warning", Text: w.p.T("entry.returned_by", "name", w.who(step), "time", w.p.DateTime(step.At, w.s.zone), "reason", step.Reason)}
		for _, r := range step.Remarks {
			n.List = append(n.List, w.name(r.Indicator)+": "+r.Text)
		}
		return n, true
	}
	return noticeView{}, false
}

func (w *entryWork) who(step workflow.Step) string {
	if step.ByName != "" {
		return step.ByName
	}
	return step.By
}

// open names the rows in question, in the set's order.
func (w *entryWork) open() []string {
	var names []string
	for _, row := range w.sum.Rows {
		if w.typed[row.Code].open() {
			names = append(names, row.Name)
		}
	}
	return names
}

// due says when the period is due and how long that is.
func (w *entryWork) due() *dueView {
	if w.sub.Locked() {
		return nil
	}
	left := w.deadline.DaysLeft(w.s.now(), w.s.zone)
	v := &dueView{Text: w.p.T("entry.due", "date", w.p.Date(w.deadline.Due)), Late: left < 0}
	switch {
	case left < 0:
		v.Left = w.p.T("entry.due_late", "count", -left)
	case left == 0:
		v.Left = w.p.T("entry.due_today")
	default:
		v.Left = w.p.T("entry.due_left", "count", left)
	}
	return v
}

// statusView counts the cells the person may type into, by state.
func (w *entryWork) statusView() entryStatusView {
	counts := map[string]int{}
	var v entryStatusView
	for _, row := range w.own() {
		class, _ := w.saveState(row, w.figure(row.Code))
		if t := w.typed[row.Code]; t.open() || t.waits() {
			var r entryRowView
			w.putTyped(&r, row, t)
			class = r.Class
		}
		counts[class]++
		if w.owed(row) {
			v.Links = append(v.Links, linkView{Href: "#row-" + string(row.Code), Text: row.Name})
		}
	}
	for _, state := range cellStates {
		if counts[state] > 0 {
			v.Counts = append(v.Counts, countView{Class: state, Icon: cellIcons[state], Count: strconv.Itoa(counts[state]), Word: w.p.T("entry.count_" + state)})
		}
	}
	if len(v.Links) > 0 {
		v.Owed = w.p.T("entry.owed", "count", len(v.Links))
	}
	return v
}

func (w *entryWork) cell(row report.Row) entryCellView {
	v := entryCellView{w.rowView(row), w.statusView()}
	v.Row.Columns = 10 + len(w.levels())
	return v
}

func (w *entryWork) levelName(code string) string {
	for _, row := range w.sum.Rows {
		if pr := planOf(row, code); pr != nil {
			return pr.LevelName
		}
	}
	return code
}

// tools lead to the other ways of entering, where there are such pages.
func (w *entryWork) tools() []linkView {
	var links []linkView
	for _, tool := range []struct{ page, key, icon string }{
		{"entry/paste", "entry.tool_paste", "clipboard-text"},
		{"entry/workbook", "entry.tool_download", "download"},
		{"entry/upload", "entry.tool_upload", "upload"},
		{"entry/units", "entry.tool_units", "sitemap"},
		{"submit", "entry.tool_submit", "send"},
	} {
		if _, ok := w.s.rules[get+" /units/:unit/"+tool.page]; ok && w.offers(tool.page) {
			links = append(links, linkView{Href: w.path(tool.page), Text: w.p.T(tool.key), Icon: tool.icon, Primary: tool.page == "submit" && w.sub.State != workflow.Submitted})
		}
	}
	return links
}

// offers reports whether a tool is of use to the person here.
func (w *entryWork) offers(page string) bool {
	switch page {
	case "submit":
		return w.user.MaySubmit(w.place) && !w.sub.Locked()
	case "entry/units":
		return someBelow(w.place, w.user.MayEnterSome)
	}
	return true
}

// signs explains the signs of origin that stand on the page.
func (w *entryWork) signs(groups []entryGroupView) []signView {
	var all []signView
	add := func(n numberView) {
		if s := (signView{n.Origin, n.OriginTitle}); n.Origin != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, g := range groups {
		for _, r := range g.Rows {
			add(r.Previous)
			add(r.Actual)
			for _, n := range r.Plans {
				add(n)
			}
		}
	}
	return all
}

// draft names what unsent work on a computer belongs to: this person, unit and
// period, and nobody else.
func (w *entryWork) draft() draftView {
	end := w.s.sessionEnd(w.c)
	return draftView{
		Key:    w.user.Login + "/" + string(w.place.Unit) + "/" + w.period.String(),
		Left:   strconv.FormatInt(int64(end.Sub(w.s.now())/time.Second), 10),
		Undo:   w.p.T("entry.undone"),
		Ending: noticeView{Kind: "warning", Text: w.p.T("entry.session_ending", "time", end.In(w.s.zone).Format("15:04"))},
		Ended:  noticeView{Kind: "fault", Text: w.p.T("entry.session_ended")},
		Offer:  w.p.T("entry.draft_offer"), Send: w.p.T("entry.draft_send"), Drop: w.p.T("entry.draft_drop"),
		SendAll: w.p.T("entry.draft_send_all"), DropAll: w.p.T("entry.draft_drop_all"),
		Saving: saveView{Class: "saving", Icon: "loader-2", Text: w.p.T("entry.state_saving")},
		Unsent: saveView{Class: "unsent", Icon: "device-floppy", Text: w.p.T("entry.state_unsent"), Alert: true},
	}
}

// typedForm prints a value as it is typed.
func typedForm(a number.Amount, i indicator.Indicator) string {
	return number.Vietnamese.Amount(a, i.ShownDecimals)
}

// planHead names the plan of a level: plans are of the whole year, also beside
// the figures of a month.
func (w *entryWork) planHead(level string) string {
	key := "entry.head_plan"
	if !w.period.IsYear() {
		key = "entry.head_plan_in_year"
	}
	return w.p.T(key, "level", i18n.Lowered(level))
}
