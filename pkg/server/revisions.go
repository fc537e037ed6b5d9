package server

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// A revisionsView is the dot of revisions/revisions: what was reported at an
// earlier time against what is known now.
type revisionsView struct {
	page
	Empty   *emptyView // nothing was reported earlier
	Text    string
	Choices []linkView // earlier times
	Action  string     // the form for any other day
	Unit    string
	Period  string
	Day     fieldView
	Then    string // heads of the columns
	Now     string
	Rows    []revisionView
	Same    string   // how many rows have not changed
	Base    []string // published changes that would read differently now
}

// A revisionView is one indicator that has changed.
type revisionView struct {
	Name, Measure string
	Href          string
	Then, Now     revisionSideView
	By            numberView
	What          string
}

// A revisionSideView is an indicator at one of the two times.
type revisionSideView struct {
	Value   numberView
	Percent numberView
	Verdict *verdictView // nil: it was not in the set
}

// revisions handles GET /units/:unit/revisions: "then" is the earlier time.
func (s *Server) revisions(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return s.toNewest(c, "revisions")
	}
	return s.showCached(c, "revisions/revisions", func() (any, error) { return s.newRevisions(c) })
}

func (s *Server) newRevisions(c echo.Context) (any, error) {
	m, err := s.boardMaker(c)
	if err != nil {
		return nil, err
	}
	v := revisionsView{Unit: string(m.unit), Period: m.period.String(), Action: unitPath(m.unit, "revisions", m.period)}
	if v.page, err = s.framed(c, m, "revisions"); err != nil {
		return nil, err
	}
	v.Chart, v.Foot = false, nil
	v.Context.AsOf = nil
	then, err := s.thenFrom(c)
	if err != nil {
		return nil, err
	}
	times, err := m.reportedAt(c.Request().Context())
	if err != nil {
		return nil, err
	}
	if then.IsZero() && len(times) > 0 {
		then = times[0]
	}
	v.Day = asDay(m.words, fieldView{ID: "then", Name: "then", Label: m.words.T("revision.day")})
	if then.IsZero() {
		v.Empty = &emptyView{Text: m.words.T("revision.nothing_earlier")}
		return v, nil
	}
	v.Day.Value = dayValue(then.In(s.zone))
	for _, t := range times {
		v.Choices = append(v.Choices, linkView{Href: v.Action + "&then=" + t.UTC().Format(time.RFC3339), Text: m.moment(t), Current: t.Equal(then)})
	}
	return v, m.fillRevisions(c.Request().Context(), &v, then)
}

// reportedAt are the times there is something to compare with, the newest
// first: the steps of the submission, and the days of earlier versions.
func (m *boardMaker) reportedAt(ctx context.Context) ([]time.Time, error) {
	var times []time.Time
	for k := len(m.sub.Steps) - 1; k >= 0; k-- {
		if step := m.sub.Steps[k]; step.Action == workflow.Submit || step.Action == workflow.Approve {
			times = append(times, step.At)
		}
	}
	moments, err := m.server.store.Moments(ctx, m.unit, m.period)
	if err != nil {
		return nil, err
	}
	if len(moments) > 1 {
		times = append(times, moments[1:]...)
	}
	return times, nil
}

func (m *boardMaker) fillRevisions(ctx context.Context, v *revisionsView, then time.Time) error {
	earlier, err := m.server.summary(ctx, m.unit, m.period, m.words.Lang(), pageDecimals, then)
	if err != nil {
		return err
	}
	r := report.Revise(earlier, m.summary)
	v.Text = i18n.Capital(r.Text) + "."
	v.Then, v.Now = m.words.T("revision.then", "moment", m.moment(then)), m.words.T("revision.now")
	for k := range r.Rows {
		if row := &r.Rows[k]; len(row.Differs) > 0 {
			v.Rows = append(v.Rows, m.revision(row))
		}
	}
	if same := len(r.Rows) - len(v.Rows); same > 0 {
		v.Same = m.words.T("revision.same", "count", same)
	}
	for _, b := range r.Base {
		v.Base = append(v.Base, b.Text+".")
	}
	return nil
}

func (m *boardMaker) revision(row *report.RevisionRow) revisionView {
	v := revisionView{Name: row.Name, Measure: row.Measure, Href: m.path("indicators/" + string(row.Code)),
		Then: m.revisionSide(row.Then), Now: m.revisionSide(row.Now), By: newNumber("", m.words.Lang())}
	if !row.By.None() {
		v.By = signed(newNumber(row.By.Text, m.words.Lang()))
	}
	var what []string
	for _, d := range row.Differs {
		what = append(what, m.words.T("revision.differs_"+string(d)))
	}
	v.What = i18n.Capital(m.words.T("revision.what", "what", what))
	return v
}

func (m *boardMaker) revisionSide(row *report.Row) revisionSideView {
	none := newNumber("", m.words.Lang())
	if row == nil {
		return revisionSideView{Value: none, Percent: none}
	}
	verdict := newVerdict(row.Result.Verdict, row.Result.Actual != nil && row.Result.Actual.Status == indicator.Estimate, m.words)
	verdict.Plain = true
	v := revisionSideView{Value: m.actual(row), Percent: none, Verdict: &verdict}
	if row.Judging >= 0 {
		v.Percent = m.percent(row, &row.Plans[row.Judging])
	}
	return v
}

// thenFrom is the earlier time: an instant from a link, or a day from the
// field; the zero time for neither.
func (s *Server) thenFrom(c echo.Context) (time.Time, error) {
	text := c.QueryParam("then")
	if day, err := readDay(text); err == nil && !day.IsZero() {
		text = day.Format(time.DateOnly)
	}
	return s.moment(text)
}
