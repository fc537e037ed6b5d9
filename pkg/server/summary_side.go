package server

import (
	"slices"
	"strings"

	"muctieu/pkg/account"
	"muctieu/pkg/check"
	"muctieu/pkg/export"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// side is the column beside the report: files, state, what is missing, what is
// doubtful.
func (m *summaryMaker) side() (v summarySideView, err error) {
	m.fillExports(&v)
	if err := m.fillState(&v); err != nil {
		return v, err
	}
	if v.Missing, err = m.missing(); err != nil {
		return v, err
	}
	if n := len(v.Missing); n > 0 {
		v.Lacks = m.p.T("summary.missing_count", "count", n)
	}
	if err := m.fillRemind(&v); err != nil {
		return v, err
	}
	if v.Findings, err = m.points(); err != nil {
		return v, err
	}
	v.Heading = m.p.T("summary.findings_none")
	if n := len(v.Findings); n > 0 {
		v.Heading = m.p.T("summary.findings", "count", n)
	}
	if m.user.MayReview(m.place) && m.scope.asOf.IsZero() {
		v.Issue, err = m.issueView(len(v.Findings))
	}
	return v, err
}

// fileIcons are the icons of the files that have a button of their own.
var fileIcons = map[string]string{"docx": "file-text", "xlsx": "table", "pdf": "printer"}

func (m *summaryMaker) fillExports(v *summarySideView) {
	v.Zip = m.path("summary/zip", "lang", string(m.scope.lang))
	for _, f := range export.Formats {
		link := linkView{Href: m.path("summary/file", "format", f.Name, "lang", string(m.scope.lang)), Text: m.p.T("summary.format_" + f.Name), Icon: fileIcons[f.Name]}
		if link.Icon != "" {
			v.Files = append(v.Files, link)
			continue
		}
		v.More = append(v.More, link)
	}
	if mayKeepTemplates(m.user, m.place) {
		v.More = append(v.More, linkView{Href: m.path("summary/templates"), Text: m.p.T("template.page_link")})
	}
	if !m.sum.Complete() {
		v.Draft = m.p.T("summary.draft_note")
	}
	if _, served := m.s.rules[get+" /units/:unit/summary/all"]; served && len(m.catalogue.Tree.Children(m.scope.unit, m.scope.period.Last())) > 0 {
		v.All = &linkView{Href: m.path("summary/all"), Text: m.p.T("summary.all"), Icon: "sitemap"}
	}
}

// fillState says how far the report is, and lists what was issued.
func (m *summaryMaker) fillState(v *summarySideView) error {
	v.Steps = [2]stepperView{
		{Word: m.p.T("summary.state_draft"), Note: m.p.T("summary.state_draft_note"), Current: len(m.issued) == 0},
		{Word: m.p.T("summary.state_issued"), Note: m.p.T("summary.state_issued_note"), Current: len(m.issued) > 0},
	}
	for _, r := range m.issued {
		v.Issued = append(v.Issued, m.issuedView(r))
	}
	if len(m.issued) == 0 {
		return nil
	}
	same, err := m.asIssued(m.issued[0])
	if err == nil && !same {
		v.Changed = &linkView{Href: m.path("summary", "tab", "changes"), Text: m.p.T("summary.changed_since")}
	}
	return err
}

func (m *summaryMaker) issuedView(r store.Issued) issuedView {
	by := r.ByName
	if by == "" {
		by = r.By
	}
	key := "summary.issued_by"
	if r.Incomplete {
		key = "summary.issued_incomplete_by"
	}
	v := issuedView{
		ID:    r.ID,
		Text:  m.p.T(key, "name", by, "time", m.p.DateTime(r.At, m.s.zone)),
		Check: linkView{Href: verifyPath(r.ID), Text: m.p.T("summary.verify")},
	}
	for _, f := range export.Formats {
		if slices.ContainsFunc(r.Files, func(have store.IssuedFile) bool { return have.Format == f.Name }) {
			v.Files = append(v.Files, linkView{Href: m.issuedPath(r.ID, f.Name), Text: m.p.T("summary.format_" + f.Name)})
		}
	}
	return v
}

// missing names every gap, with the agency and the people who can fill it.
func (m *summaryMaker) missing() ([]missingView, error) {
	gaps := append(m.sum.Gaps(report.MissingActual), m.sum.Gaps(report.MissingPlan)...)
	if len(gaps) == 0 {
		return nil, nil
	}
	accounts, err := m.s.store.Users(m.c.Request().Context())
	if err != nil {
		return nil, err
	}
	views := make([]missingView, len(gaps))
	for i, gap := range gaps {
		views[i] = m.gap(gap, accounts)
	}
	return views, nil
}

func (m *summaryMaker) gap(gap report.Missing, accounts []store.Account) missingView {
	row := m.row(gap.Indicator)
	v := missingView{Name: gap.Name, Agency: gap.Agency, What: m.p.T("summary.lacks_" + gap.What)}
	due := m.p.T("summary.due", "date", m.p.Date(m.deadline.Due))
	switch {
	case gap.What == report.MissingPlan:
		v.Who = strings.Join(namesOf(accounts, func(u account.User) bool { return u.MayPlan(m.place) }), ", ")
		if m.user.MayPlan(m.place) {
			v.Href, v.Action = unitPath(m.scope.unit, "plans", m.scope.period), m.p.T("summary.enter_plan")
		}
	case row.Result.Row.Source == indicator.Rollup:
		v.Who = m.p.T("summary.from_units", "units", row.Lacking)
	default:
		v.Who = strings.TrimPrefix(strings.Join(m.enterers(accounts, row.Result.Indicator.Agency), ", ")+", "+due, ", ")
		if m.user.MayEnter(m.place, row.Result.Indicator.Agency) {
			v.Href, v.Action = unitPath(m.scope.unit, "entry/one/"+string(gap.Indicator), m.scope.period), m.p.T("summary.enter")
		}
	}
	return v
}

// enterers names who answers for an agency's figures.
func (m *summaryMaker) enterers(accounts []store.Account, agency string) []string {
	var names []string
	for _, u := range account.Responsible(usersOf(accounts), m.place, agency) {
		names = append(names, u.Name)
	}
	return names
}

func namesOf(accounts []store.Account, can func(account.User) bool) []string {
	var names []string
	for _, a := range accounts {
		if can(a.User) {
			names = append(names, a.Name)
		}
	}
	return names
}

// points are the points to look at: what the written parts say that the
// figures do not comes first, then what is doubtful about the figures, one
// point for each rule.
func (m *summaryMaker) points() ([]pointView, error) {
	var views []pointView
	for _, c := range m.contradictions() {
		v := pointView{Icon: "alert-circle", Class: "fault", Title: m.p.T("summary.prose_" + string(c.Rule)), Text: m.partName(c.Section) + ": " + c.Text}
		v.Link = &linkView{Href: m.path("summary") + "#written-" + c.Section, Text: m.p.T("summary.open_part")}
		if m.mayWrite() {
			v.Link.Href = m.path("summary", "tab", "prose") + "#edit-" + c.Section
		}
		views = append(views, v)
	}
	all, err := m.findings(m.c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, rule := range check.Rules {
		of := slices.DeleteFunc(slices.Clone(all), func(f check.Finding) bool { return f.Rule != rule })
		if len(of) > 0 {
			views = append(views, m.pointView(of))
		}
	}
	return views, nil
}

// mostNamed is how many findings of one rule are written out.
const mostNamed = 3

// pointView joins the findings of one rule.
func (m *summaryMaker) pointView(of []check.Finding) pointView {
	v := pointView{Icon: "alert-triangle", Title: of[0].Rule.Name(m.p)}
	var texts []string
	for _, f := range of[:min(len(of), mostNamed)] {
		text := f.Statement(m.p, m.book, m.catalogue.Terms)
		if row := m.row(f.Indicator); row != nil {
			text = m.p.T("summary.finding_of", "name", row.Name, "text", text)
		}
		texts = append(texts, text)
	}
	if more := len(of) - mostNamed; more > 0 {
		texts = append(texts, m.p.T("summary.findings_more", "n", more))
	}
	v.Text = strings.Join(texts, " ")
	needs := 0
	for _, f := range of {
		if f.NeedsNote {
			needs++
		}
	}
	if needs > 0 {
		v.Text += " " + m.p.T("summary.noted", "n", needs-check.Unexplained(of), "of", needs)
	}
	v.Link = m.findingLink(of[0])
	return v
}

// findingLink leads to the place where a finding is settled or looked into.
func (m *summaryMaker) findingLink(f check.Finding) *linkView {
	row := m.row(f.Indicator)
	if row != nil && m.user.MayEnter(m.place, row.Result.Indicator.Agency) {
		return &linkView{Href: unitPath(m.scope.unit, "entry/one/"+string(f.Indicator), m.scope.period), Text: m.p.T("summary.see_entry")}
	}
	return &linkView{Href: unitPath(m.scope.unit, "indicators/"+string(f.Indicator), m.scope.period), Text: m.p.T("summary.see_indicator")}
}
