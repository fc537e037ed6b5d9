package server

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/workflow"
)

// boardYears is how many years the small lines and the chart of years show,
// the board's own the last of them.
const boardYears = 5

// board handles GET /units/:unit/board: where a unit stands in a period. An
// address without a period leads to the newest one with a figure.
func (s *Server) board(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return s.toNewest(c, "board")
	}
	return s.showCached(c, "board/board", func() (any, error) { return s.newBoard(c) })
}

// A boardMaker holds what a board is made from.
type boardMaker struct {
	server    *Server
	words     *i18n.Printer
	unit      org.Key
	period    period.Period
	asOf      time.Time // zero: now
	catalogue *indicator.Catalogue
	input     report.Input
	summary   report.Summary
	paces     []report.PaceRow                      // of an in-year period, in the set's order
	past      map[indicator.Code][]indicator.Result // of the years before and this one, oldest first
	sub       workflow.Submission
	asks      bool                    // the person may ask about results
	changed   map[indicator.Code]bool // what is no longer as it was approved
	reads     func(org.Key) bool      // the units the person may see
	deadline  workflow.Deadline
	questions []workflow.Question // not answered yet
}

// boardMaker reads what the board of a request shows.
func (s *Server) boardMaker(c echo.Context) (*boardMaker, error) {
	asOf, err := s.moment(c.QueryParam("as_of"))
	if err != nil {
		return nil, err
	}
	m := &boardMaker{server: s, words: printerFrom(c), unit: unitFrom(c), period: periodFrom(c), asOf: asOf, asks: userFrom(c).MayAsk(placeFrom(c))}
	user := userFrom(c)
	m.reads = func(k org.Key) bool {
		return user.MayRead(account.Place{Tree: m.catalogue.Tree, Unit: k, Day: m.period.Last()})
	}
	ctx := c.Request().Context()
	for _, read := range []func(context.Context) error{m.readFigures, m.readWork} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// readFigures computes the summary and the years before it from one book, so
// that all parts of the page are of one moment.
func (m *boardMaker) readFigures(ctx context.Context) error {
	book, err := m.server.store.BookFor(ctx, m.unit, m.period, boardYears-1, 1, m.asOf)
	if err != nil {
		return err
	}
	if m.catalogue, err = m.server.store.Catalogue(ctx); err != nil {
		return err
	}
	m.input = report.Input{Book: book, Terms: m.catalogue.Terms, Unit: m.unit, Period: m.period, Lang: m.words.Lang(), Decimals: pageDecimals, AsOf: m.asOf}
	if m.summary, err = report.Build(m.input); err != nil {
		return err
	}
	m.readPaces()
	m.past = make(map[indicator.Code][]indicator.Result, len(m.summary.Rows))
	for _, row := range m.summary.Rows {
		for year := m.firstYear(); year <= m.period.Year; year++ {
			m.past[row.Code] = append(m.past[row.Code], report.ResultIn(m.input, row.Result.Row, year))
		}
	}
	return nil
}

// pageDecimals is how many decimals percentages have on pages.
const pageDecimals = 1

func (m *boardMaker) firstYear() int { return m.period.Year - boardYears + 1 }

// readWork reads where the work on the period stands.
func (m *boardMaker) readWork(ctx context.Context) (err error) {
	if m.sub, err = m.server.store.Submission(ctx, m.unit, m.period); err != nil {
		return err
	}
	if m.changed, err = m.server.changedCodes(ctx, m.sub); err != nil {
		return err
	}
	if m.deadline, err = m.server.store.Deadline(ctx, m.unit, m.period); err != nil {
		return err
	}
	all, err := m.server.store.Questions(ctx, m.unit, m.period)
	m.questions = slices.DeleteFunc(all, func(q workflow.Question) bool { return len(q.Answers) > 0 })
	return err
}

// newBoard makes the view of a board.
func (s *Server) newBoard(c echo.Context) (any, error) {
	m, err := s.boardMaker(c)
	if err != nil {
		return nil, err
	}
	v := boardView{}
	if v.page, err = s.framed(c, m, "board"); err != nil {
		return nil, err
	}
	if len(m.summary.Rows) == 0 {
		v.Headline = v.Title
		v.Empty, err = s.emptyBoard(c)
		return v, err
	}
	m.fillHead(&v)
	m.fillRows(&v)
	v.Tools = m.tools()
	m.fillCharts(&v)
	return v, nil
}

// framed is the frame of a page about a unit's period: the bar over it, the
// head of its print, and what stands at its foot.
func (s *Server) framed(c echo.Context, m *boardMaker, name string) (page, error) {
	v, err := s.page(c, m.summary.Unit.Name+", "+m.words.Period(m.period))
	if err != nil {
		return v, err
	}
	if v.Context, err = s.contextBar(c, m.unit, m.period, name); err != nil {
		return v, err
	}
	if v.Context.AsOf, err = m.moments(c.Request().Context(), name); err != nil {
		return v, err
	}
	v.Chart = true
	state := v.Context.AsOf.Text
	if v.Context.State != nil {
		state += "; " + i18n.Lowered(v.Context.State.Word)
	}
	v.Print = &printView{
		Authority: m.words.T("board.authority", "unit", i18n.Lowered(m.summary.Unit.Name)),
		Subject:   m.words.T("board.subject", "period", m.period), State: state,
	}
	v.Foot = m.foot()
	return v, nil
}

// moments is the choice of the time as of which figures are shown.
func (m *boardMaker) moments(ctx context.Context, page string) (*menuView, error) {
	times, err := m.server.store.Moments(ctx, m.unit, m.period)
	if err != nil {
		return nil, err
	}
	menu := &menuView{Icon: "history", Text: m.words.T("board.no_figures")}
	if at := m.summary.ComputedAt; !at.IsZero() {
		menu.Text = m.words.T("board.figures_to", "moment", m.moment(at))
	}
	menu.Items = append(menu.Items, linkView{Href: unitPath(m.unit, page, m.period), Text: m.words.T("board.newest"), Current: m.asOf.IsZero()})
	for _, t := range times {
		menu.Items = append(menu.Items, linkView{Href: asOfPath(unitPath(m.unit, page, m.period), t), Text: m.moment(t), Current: m.asOf.Equal(t)})
	}
	return menu, nil
}

// moment prints a time; one at midnight is that of a date.
func (m *boardMaker) moment(t time.Time) string {
	local := t.In(m.server.zone)
	if local.Hour() == 0 && local.Minute() == 0 {
		return m.words.Date(local)
	}
	return m.words.DateTime(t, m.server.zone)
}

// asOfPath adds a moment to an address that has a query already.
func asOfPath(path string, asOf time.Time) string {
	if asOf.IsZero() {
		return path
	}
	return path + "&as_of=" + url.QueryEscape(asOf.UTC().Format(time.RFC3339))
}

// path is the address of a page of the board's unit, period and moment.
func (m *boardMaker) path(page string) string {
	return asOfPath(unitPath(m.unit, page, m.period), m.asOf)
}

// tools are the other ways to look at a board.
func (m *boardMaker) tools() []linkView {
	var links []linkView
	for _, t := range []struct{ page, icon, key string }{
		{"compare", "table", "board.tool_compare"},
		{"revisions", "history", "board.tool_revisions"},
		{"slides", "presentation", "board.tool_slides"},
		{"summary", "printer", "board.tool_print"},
	} {
		if t.page == "compare" && len(m.input.Book.Tree.Children(m.unit, m.period.Last())) == 0 {
			continue
		}
		if _, served := m.server.rules[get+" /units/:unit/"+t.page]; served || t.icon == "printer" {
			links = append(links, linkView{Href: m.path(t.page), Icon: t.icon, Text: m.words.T(t.key)})
		}
	}
	return links
}

// foot is what stands under the page: sources, notes, and how to read it.
func (m *boardMaker) foot() []string {
	if len(m.summary.Rows) == 0 {
		return nil
	}
	lines := report.Notes(m.summary)
	if sources := report.Sources(m.summary); len(sources) > 0 {
		lines = append([]string{m.words.T("board.sources", "sources", sources)}, lines...)
	}
	return append(lines, m.words.T("board.how_to_read"))
}

// emptyBoard says that there is no set, and leads whoever may make one there.
func (s *Server) emptyBoard(c echo.Context) (*emptyView, error) {
	words, p, unit := printerFrom(c), periodFrom(c), unitFrom(c)
	years, err := s.store.YearsWithSets(c.Request().Context(), unit)
	if err != nil {
		return nil, err
	}
	v := &emptyView{Text: words.T("board.empty", "year", p.Year)}
	from := 0
	for _, year := range years {
		if year < p.Year {
			from = year
		}
	}
	if !userFrom(c).MayAdminister(placeFrom(c)) {
		v.Note = words.T("board.empty_ask")
		return v, nil
	}
	action := linkView{Href: "/admin/sets/" + url.PathEscape(string(unit)) + "/" + period.Period{Year: p.Year}.String(), Text: words.T("board.make_set"), Icon: "plus", Primary: true}
	if from > 0 {
		v.Text = words.T("board.empty_copy", "year", p.Year, "from", from)
		action.Text, action.Icon = words.T("board.copy_set", "from", from), "copy"
	}
	v.Actions = []linkView{action}
	return v, nil
}
