package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// A proseDraft is a written part as a form sent it, when it could not be
// saved. Whatever happened, it is shown again: nothing typed is lost.
type proseDraft struct {
	text  string
	fault string // why it was refused; empty: somebody else saved first
}

// isWritten reports whether people write a part.
func isWritten(part report.Part) bool {
	return part.Kind == report.ProsePart || part.Kind == report.TasksPart
}

// proseView is the written parts as forms, in the order of the outline.
func (m *summaryMaker) proseView() *proseView {
	v := &proseView{Action: m.path("summary/prose"), Adopt: m.path("summary/prose/adopt"), Reload: m.path("summary", "tab", "prose"), Lead: m.p.T("summary.prose_lead"), Write: m.mayWrite()}
	found := map[string][]string{}
	for _, c := range m.contradictions() {
		found[c.Section] = append(found[c.Section], c.Text)
	}
	for _, part := range m.parts {
		if !isWritten(part) {
			continue
		}
		e := m.editor(part)
		e.Findings = found[part.Key]
		v.Takes = v.Takes || v.Write && e.Empty && e.Before != ""
		v.Parts = append(v.Parts, e)
	}
	return v
}

// editor is the form of one part. After a conflict it holds what was typed,
// beside what somebody else saved.
func (m *summaryMaker) editor(part report.Part) editView {
	stored := m.prose[part.Key]
	e := editView{
		ID: "edit-" + part.Key, Section: part.Key, Title: m.partName(part.Key), Text: stored.Text, Version: stored.Version,
		Before: m.before[part.Key].Text, Empty: stored.Text == "",
	}
	if part.Kind == report.TasksPart {
		e.Help = m.p.T("summary.tasks_help")
	}
	if stored.Version > 0 {
		e.By = m.wrote(stored)
	}
	typed, ok := m.typed[part.Key]
	if ok {
		e.Text = typed.text
	}
	e.Lines = min(max(strings.Count(e.Text, "\n")+2, 3), 14)
	switch {
	case !ok:
	case typed.fault != "":
		e.Conflict = &conflictView{Words: typed.fault}
	default:
		e.Conflict = &conflictView{Words: m.p.T("summary.conflict", "who", e.By), Theirs: stored.Text}
	}
	return e
}

// saveProse handles POST /units/:unit/summary/prose: one written part. If
// somebody else has saved it since, the answer shows both texts; what was
// typed stays in the field, to be saved over theirs or joined with it.
func (s *Server) saveProse(c echo.Context) error {
	section, err := s.sectionOf(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(c.FormValue("version"))
	if err != nil {
		return errs.E(errs.Invalid, "summary.bad_version")
	}
	text := plainLines(c.FormValue("text"))
	next := store.Prose{Unit: unitFrom(c), Period: periodFrom(c), Section: section, Version: version, Text: text}
	saveErr := s.store.SaveProse(c.Request().Context(), actorFrom(c), next)
	m, err := s.summaryMaker(c)
	if err != nil {
		return errors.Join(saveErr, err)
	}
	switch kind := errs.KindOf(saveErr); {
	case saveErr == nil:
		return back(c, m.path("summary", "tab", "prose", "saved", section)+"#edit-"+section)
	case kind == errs.Conflict:
		m.typed[section] = proseDraft{text: text}
	case kind == errs.Invalid:
		m.typed[section] = proseDraft{text: text, fault: m.p.Error(saveErr)}
	default:
		return saveErr
	}
	m.notices = []noticeView{{Kind: "fault", Text: m.p.T("summary.not_saved", "part", m.partName(section))}}
	return m.show(statusOf(saveErr))
}

// sectionOf reads which part of the outline a form is about.
func (s *Server) sectionOf(c echo.Context) (string, error) {
	section := c.FormValue("section")
	if periodFrom(c).IsZero() {
		return "", errs.E(errs.Invalid, "report.no_period")
	}
	for _, part := range report.DefaultOutline(periodFrom(c), langFrom(c)) {
		if part.Key == section && isWritten(part) {
			return section, nil
		}
	}
	return "", errs.E(errs.NotFound, "summary.no_such_part")
}

// plainLines is a text with line feeds alone and without blanks at its ends.
func plainLines(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// adoptProse handles POST /units/:unit/summary/prose/adopt: the texts of the
// same period a year earlier are taken over into the parts that are empty. A
// form may name one part. What somebody has written meanwhile stays.
func (s *Server) adoptProse(c echo.Context) error {
	only := c.FormValue("section")
	if only != "" || periodFrom(c).IsZero() {
		if _, err := s.sectionOf(c); err != nil {
			return err
		}
	}
	m, err := s.summaryMaker(c)
	if err != nil {
		return err
	}
	for _, part := range m.parts {
		before, have := m.before[part.Key], m.prose[part.Key]
		if !isWritten(part) || before.Text == "" || have.Text != "" || only != "" && only != part.Key {
			continue
		}
		next := store.Prose{Unit: m.scope.unit, Period: m.scope.period, Section: part.Key, Version: have.Version, Text: before.Text}
		if err := s.store.SaveProse(c.Request().Context(), actorFrom(c), next); err != nil && errs.KindOf(err) != errs.Conflict {
			return err
		}
	}
	to := m.path("summary", "tab", "prose", "saved", "all")
	if only != "" {
		to += "#edit-" + only
	}
	return c.Redirect(http.StatusSeeOther, to)
}
