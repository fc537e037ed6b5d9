package server

import (
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// view makes the page.
func (m *summaryMaker) view() (v summaryView, err error) {
	if v.page, err = m.frame(); err != nil {
		return v, err
	}
	if len(m.sum.Rows) == 0 {
		v.Empty, err = m.s.emptyBoard(m.c)
		return v, err
	}
	m.fillHead(&v)
	v.Tab = m.tab()
	v.Tabs = m.tabs(v.Tab)
	switch v.Tab {
	case "annex":
		v.Annex = m.annex()
	case "prose":
		v.Prose = m.proseView()
	case "changes":
		v.Changes, err = m.changes()
	default:
		v.Parts, v.Annex = m.content(), m.annex()
	}
	if err != nil {
		return v, err
	}
	v.Side, err = m.side()
	return v, err
}

// frame is the frame of the page: the bar over it with the state of the report
// and the choice of decimals.
func (m *summaryMaker) frame() (page, error) {
	title := m.p.T("summary.title", "period", m.scope.period)
	v, err := m.s.page(m.c, title)
	if err != nil {
		return v, err
	}
	if v.Context, err = m.s.contextBar(m.c, m.scope.unit, m.scope.period, "summary"); err != nil {
		return v, err
	}
	v.Context.More = m.decimalsMenu()
	state := m.state()
	v.Context.State = &state
	v.Notices = m.notices
	if id := m.c.QueryParam("issued"); id != "" && m.wasIssued(id) {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: m.p.T("summary.issued_done", "id", id)})
	}
	v.Notices = append(v.Notices, m.remindedNotice()...)
	if m.c.QueryParam("saved") != "" {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: m.p.T("summary.prose_saved")})
	}
	if !m.scope.asOf.IsZero() {
		v.Notices = append(v.Notices, noticeView{Text: m.p.T("summary.as_of", "moment", m.p.DateTime(m.scope.asOf, m.s.zone))})
	}
	v.Print = &printView{
		Authority: m.p.T("board.authority", "unit", i18n.Lowered(m.sum.Unit.Name)),
		Subject:   title, State: state.Word,
	}
	return v, nil
}

// state says whether the report is a draft or was issued.
func (m *summaryMaker) state() stateView {
	if len(m.issued) == 0 {
		return stateView{Icon: "pencil", Word: m.p.T("summary.state_draft"), Class: "warning", Tag: true}
	}
	return stateView{Icon: "shield-check", Word: m.p.T("summary.state_issued") + " " + m.p.Date(m.issued[0].At.In(m.s.zone)), Class: "done", Tag: true}
}

func (m *summaryMaker) wasIssued(id string) bool {
	for _, r := range m.issued {
		if r.ID == id {
			return true
		}
	}
	return false
}

// decimalsMenu offers how many decimals percentages have.
func (m *summaryMaker) decimalsMenu() *menuView {
	menu := &menuView{Text: m.p.T("summary.decimals", "count", m.scope.decimals)}
	for n := range report.MostDecimals + 1 {
		menu.Items = append(menu.Items, linkView{
			Href: m.path("summary", "decimals", strconv.Itoa(n), "tab", m.tab()), Text: m.p.T("summary.decimals", "count", n), Current: n == m.scope.decimals,
		})
	}
	return menu
}

// fillHead fills the tally, and what is missing by name.
func (m *summaryMaker) fillHead(v *summaryView) {
	t := m.sum.Tally
	v.Rest = t.Text
	if t.Headline != "" {
		v.Count, v.Rest, _ = strings.Cut(t.Text, " ")
	}
	v.Rest += "."
	if have, of := m.sum.Reported(); have < of {
		v.Reported = m.p.T("summary.reported", "have", have, "of", of)
	}
	for _, line := range report.MissingLines(m.sum) {
		v.Absent = append(v.Absent, line+".")
	}
	if !m.sum.Complete() {
		v.Stamp = m.p.T("summary.stamp")
	}
}

// summaryTabs are the tabs of the page in their order.
var summaryTabs = []string{"content", "annex", "prose", "changes"}

// tab is the one the address asks for.
func (m *summaryMaker) tab() string {
	asked := m.c.QueryParam("tab")
	if len(m.typed) > 0 {
		asked = "prose"
	}
	for _, tab := range summaryTabs {
		if tab == asked {
			return tab
		}
	}
	return summaryTabs[0]
}

func (m *summaryMaker) tabs(current string) []linkView {
	links := make([]linkView, len(summaryTabs))
	for i, tab := range summaryTabs {
		text := m.p.T("summary.tab_" + tab)
		if tab == "prose" {
			text = m.p.T("summary.tab_prose", "n", m.written())
		}
		links[i] = linkView{Href: m.path("summary", "tab", tab), Text: text, Current: tab == current}
	}
	return links
}

// written counts the written parts that hold anything.
func (m *summaryMaker) written() int {
	n := 0
	for _, part := range m.parts {
		if part.Text != "" {
			n++
		}
	}
	return n
}
