package server

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/chart"
	"muctieu/pkg/report"
)

// A slidesView is the dot of slides/slides: a board for the wall of a meeting
// room, one indicator a slide.
type slidesView struct {
	boardView
	Board  string // address to leave for
	Slides []slideView
}

// A slideView is one indicator.
type slideView struct {
	ID       string
	Before   string // addresses of the slides beside it; empty: none
	After    string
	Place    string // "4/17"
	Name     string
	Verdict  verdictView
	Sentence string
	Reason   string
	Chart    *chartView
}

// slides handles GET /units/:unit/slides.
func (s *Server) slides(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return s.toNewest(c, "slides")
	}
	return s.showCached(c, "slides/slides", func() (any, error) { return s.newSlides(c) })
}

func (s *Server) newSlides(c echo.Context) (any, error) {
	m, err := s.boardMaker(c)
	if err != nil {
		return nil, err
	}
	v := slidesView{Board: m.path("board")}
	if v.page, err = s.framed(c, m, "slides"); err != nil {
		return nil, err
	}
	if len(m.summary.Rows) == 0 {
		v.Headline = v.Title
		v.Empty, err = s.emptyBoard(c)
		return v, err
	}
	m.fillHead(&v.boardView)
	order := report.WorstFirst(m.summary)
	for n, i := range order {
		slide, err := m.slide(&m.summary.Rows[i], n+1, len(order))
		if err != nil {
			return nil, err
		}
		v.Slides = append(v.Slides, slide)
	}
	return v, nil
}

// slideID is the id of a slide; the tally is the slide 0.
func slideID(n int) string { return "slide-" + strconv.Itoa(n) }

func (m *boardMaker) slide(row *report.Row, n, of int) (slideView, error) {
	v := slideView{ID: slideID(n), Before: "#" + slideID(n-1), Place: m.words.T("slides.place", "n", n, "of", of),
		Name: row.Name, Verdict: m.verdict(row), Sentence: row.Sentence + ".", Reason: m.rowReason(row)}
	m.below(row, &v.Verdict)
	if n < of {
		v.After = "#" + slideID(n+1)
	}
	rows, err := report.Series(m.input, row.Result.Row, m.firstYear(), m.period.Year)
	if err != nil {
		return v, err
	}
	if c, ok, err := chart.Years(rows, m.words.Lang(), chart.Layout{Left: boardAxis}); ok || err != nil {
		v.Chart = m.chartView("years-"+strconv.Itoa(n), c, err)
		v.Chart.Title, v.Chart.PNG, v.Chart.Height = m.years(), "", 6
	}
	return v, nil
}
