package server

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/chart"
	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// An indicatorView is the dot of indicator/indicator: one indicator of a unit
// over the years, and how each of its numbers came about.
type indicatorView struct {
	page
	Trail       []linkView
	Before      *linkView // the indicators beside it in the set
	After       *linkView
	Name        string
	Verdict     verdictView
	About       string
	Tools       []linkView
	Sentence    string
	Chart       *chartView
	Growth      *chartView
	Signs       []signView
	Table       seriesView
	Breaks      []string         // what changed between two years, in words
	Composition *compositionView // nil: it has no parts
	Accounts    []accountShown
	Rounding    string
	Parts       *partsView // nil: the figure was typed
	Versions    versionsView
	Thread      *threadView
}

// indicatorPage handles GET /units/:unit/indicators/:indicator.
func (s *Server) indicatorPage(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return s.toNewest(c, "indicators/"+c.Param("indicator"))
	}
	return s.showCached(c, "indicator/indicator", func() (any, error) { return s.newIndicator(c) })
}

// An indicatorMaker makes the page of one row.
type indicatorMaker struct {
	*boardMaker
	row  report.Row
	rows []report.Row // over the years
	// typed are the versions of the period's figure, the oldest first, and
	// names those of the people who entered it and the one it is compared with.
	typed []indicator.Figure
	names map[string]string
}

func (s *Server) newIndicator(c echo.Context) (any, error) {
	board, err := s.boardMaker(c)
	if err != nil {
		return nil, err
	}
	m := &indicatorMaker{boardMaker: board}
	if err := m.read(indicator.Code(c.Param("indicator"))); err != nil {
		return nil, err
	}
	v := indicatorView{}
	if v.page, err = s.framed(c, board, "indicators/"+string(m.row.Code)); err != nil {
		return nil, err
	}
	v.page.Foot = m.sources()
	v.page.Title = m.row.Name + " · " + m.summary.Unit.Name
	if err := m.readVersions(c.Request().Context()); err != nil {
		return nil, err
	}
	m.fillHead(&v)
	m.fillSeries(&v)
	m.fillComposition(&v)
	m.fillAccounts(&v)
	m.fillVersions(&v)
	asked := threadRequest{place: placeFrom(c), period: m.period, code: m.row.Code, from: "indicator"}
	if v.Thread, err = s.thread(c.Request().Context(), m.words, userFrom(c), asked); err != nil {
		return nil, err
	}
	if v.Thread.Ask != nil {
		v.Tools = append(v.Tools, linkView{Href: "#questions", Icon: "message-question", Text: m.words.T("indicator.ask")})
	}
	return v, nil
}

// read finds the row. One that is not in the period's set is shown by that of
// another year, or as it was typed; one that is in no set and has no figure is
// not known here.
func (m *indicatorMaker) read(code indicator.Code) error {
	book := m.input.Book
	if _, known := book.Indicators[code]; !known {
		return errs.E(errs.NotFound, "indicator.unknown")
	}
	row := indicator.SetRow{Indicator: code, Source: indicator.Entered}
	for year := m.firstYear(); year <= m.period.Year+1; year++ {
		if r, ok := book.Sets[indicator.SetKey{Unit: m.unit, Year: year}].Row(code); ok && (year <= m.period.Year || row.Position == 0) {
			row = r
		}
	}
	var err error
	if m.row, err = report.BuildRow(m.input, row); err != nil {
		return err
	}
	m.rows, err = report.Series(m.input, row, m.firstYear(), m.period.Year+1)
	if last := len(m.rows) - 1; err == nil && m.rows[last].Actual.None() && len(m.rows[last].Plans) == 0 {
		m.rows = m.rows[:last]
	}
	return err
}

// sources is the foot of the page: where the figures of the years come from.
func (m *indicatorMaker) sources() []string {
	years := m.summary
	years.Rows = m.rows
	if sources := report.Sources(years); len(sources) > 0 {
		return []string{m.words.T("board.sources", "sources", sources)}
	}
	return nil
}

// fillHead fills the name, what surrounds it in the set, and the sentence.
func (m *indicatorMaker) fillHead(v *indicatorView) {
	v.Name, v.Verdict = m.row.Name, m.verdict(&m.row)
	m.below(&m.row, &v.Verdict)
	v.Sentence = m.row.Sentence + "."
	v.About = m.about()
	v.Trail = []linkView{{Href: m.path("board"), Text: m.words.T("server.nav_board")}}
	if m.row.Group != "" {
		v.Trail = append(v.Trail, linkView{Href: m.path("board") + "#" + rowID(m.row.Code), Text: m.row.Group})
	}
	at := slices.IndexFunc(m.summary.Rows, func(r report.Row) bool { return r.Code == m.row.Code })
	if at < 0 {
		return
	}
	v.Trail = append(v.Trail, linkView{Text: m.words.T("indicator.position", "n", at+1, "of", len(m.summary.Rows))})
	v.Before, v.After = m.beside(at-1), m.beside(at+1)
}

// beside links to another row of the set; nil past its ends.
func (m *indicatorMaker) beside(at int) *linkView {
	if at < 0 || at >= len(m.summary.Rows) {
		return nil
	}
	row := &m.summary.Rows[at]
	return &linkView{Href: m.path("indicators/" + string(row.Code)), Text: m.words.T("indicator.numbered", "n", at+1), Count: row.Name}
}

// about says what the indicator is counted in and which way is better.
func (m *indicatorMaker) about() string {
	i := m.row.Result.Indicator
	parts := []string{m.words.T("indicator.measure", "measure", m.row.Measure), m.words.T("indicator.direction_" + string(i.Direction))}
	if i.PriceBasis != "" && i.Kind == indicator.Amount {
		parts = append(parts, report.Prices(m.words, i.PriceBasis))
	}
	if m.row.Agency != "" {
		parts = append(parts, m.row.Agency)
	}
	return m.words.T("indicator.about", "parts", parts, "unit", m.summary.Unit.Name, "period", m.period)
}

// seriesAxis is the room at the left of the charts: the first column of the
// table under them.
const seriesAxis = 190

// fillSeries fills the charts of the years and the table they share their
// columns with.
func (m *indicatorMaker) fillSeries(v *indicatorView) {
	first, last := m.rows[0].Result.Period.Year, m.rows[len(m.rows)-1].Result.Period.Year
	breaks := report.Breaks(m.input, m.rows)
	if c, ok, err := chart.Years(m.rows, m.words.Lang(), chart.Layout{Left: seriesAxis, Lines: true, First: m.judgingLevel(), Breaks: breaks}); ok || err != nil {
		v.Chart = m.chartView("years", c, err)
		v.Chart.Title = m.words.T("indicator.series", "from", first, "to", last)
		v.Chart.Height = 5
	}
	if c, ok, err := chart.Growth(m.rows, m.words.Lang(), seriesAxis); ok || err != nil {
		v.Growth = m.chartView("growth", c, err)
		v.Growth.Title = m.words.T("indicator.growth", "unit", m.changeUnit())
		v.Growth.PNG, v.Growth.Height = "", 1
	}
	v.Table = m.table()
	m.fillBreaks(v, breaks)
	signs := map[indicator.Origin]bool{}
	for k := range m.rows {
		noteOrigins(&m.rows[k], signs)
	}
	v.Signs = m.signs(signs)
}

// judgingLevel is the code of the level the row is judged on; empty without a
// plan.
func (m *indicatorMaker) judgingLevel() string {
	if m.row.Judging < 0 {
		return ""
	}
	return m.row.Plans[m.row.Judging].Level
}

// changeUnit is what changes of the indicator are counted in.
func (m *indicatorMaker) changeUnit() string {
	i := m.row.Result.Indicator
	switch {
	case !i.InPoints():
		return "%"
	case i.Measure == "%":
		return m.words.T("result.points")
	}
	return m.row.Measure
}

// yearText prints a year as the head of a column.
func yearText(row *report.Row, words *i18n.Printer) string {
	p := row.Result.Period
	if p.IsYear() {
		return strconv.Itoa(p.Year)
	}
	return words.PeriodShort(p)
}
