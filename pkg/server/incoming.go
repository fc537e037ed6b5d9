package server

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
)

// An incomingView is the dot of incoming/incoming: what another installation
// has sent for a unit's period, beside what is stored.
type incomingView struct {
	page
	Unit   string
	Empty  *emptyView
	Action string
	ID     string
	Lead   string
	Rows   []incomingRowView
	Same   int // cells that are stored already as sent, and are not shown
	Open   bool
	Reason fieldView
	Past   []string // earlier proposals in a sentence each
}

// An incomingRowView is one cell that differs from what is stored.
type incomingRowView struct {
	Code, Name, Measure string
	Version             int
	Stored, Sent, By    numberView
	Note                string
	Before              string // the note that is stored, where another is sent
}

// storedBeside gives the newest figures of a proposal's unit and period.
func (s *Server) storedBeside(ctx context.Context, p store.Proposal) (map[indicator.Code]indicator.Figure, error) {
	book, err := s.store.Book(ctx, store.BookQuery{Units: []indicator.UnitKey{p.Unit}, FromYear: p.Period.Year, ToYear: p.Period.Year})
	if err != nil {
		return nil, err
	}
	found := map[indicator.Code]indicator.Figure{}
	for _, cell := range p.Cells {
		found[cell.Indicator] = book.Figures[indicator.CellKey{Unit: p.Unit, Indicator: cell.Indicator, Period: p.Period}]
	}
	return found, nil
}

// incomingPage handles GET /units/:unit/incoming.
func (s *Server) incomingPage(c echo.Context) error { return s.showIncoming(c, nil) }

func (s *Server) showIncoming(c echo.Context, fault error) error {
	p, ctx := printerFrom(c), c.Request().Context()
	frame, err := s.page(c, p.T("push.incoming"))
	if err != nil {
		return err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	v := incomingView{page: frame, Unit: unitNames{catalogue.Tree, catalogue.Terms, frame.Lang}.of(unitFrom(c), s) + ", " + p.Period(periodFrom(c))}
	all, err := s.store.Proposals(ctx, unitFrom(c), periodFrom(c))
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.State == store.ProposalWaiting {
			err = s.fillIncoming(c, &v, catalogue, one)
		} else {
			v.Past = append(v.Past, s.pastProposal(p, one))
		}
		if err != nil {
			return err
		}
	}
	if !v.Open {
		v.Empty = &emptyView{Text: p.T("push.none")}
	}
	status, notices, err := refusalNotice(fault, p)
	if err != nil {
		return err
	}
	v.Notices = append(v.Notices, notices...)
	if fault == nil && c.QueryParam("done") != "" {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: p.T("push.done")})
	}
	return s.templates.render(c, status, "incoming/incoming", v)
}

// pastProposal says in a sentence what became of a proposal.
func (s *Server) pastProposal(p *i18n.Printer, one store.Proposal) string {
	text := p.T("push.past", "at", p.DateTime(one.Received, s.zone), "sender", one.Sender, "state", p.T("push.state_"+string(one.State)))
	if one.DecidedBy != "" {
		text += " " + p.T("push.past_by", "who", one.DecidedBy, "at", p.DateTime(one.Decided, s.zone))
	}
	if one.Reason != "" {
		text += " " + p.T("push.past_reason", "reason", one.Reason)
	}
	return text
}

// fillIncoming lists the cells that differ from what is stored. Those that are
// the same are accepted with the rest.
func (s *Server) fillIncoming(c echo.Context, v *incomingView, catalogue *indicator.Catalogue, one store.Proposal) error {
	stored, err := s.storedBeside(c.Request().Context(), one)
	if err != nil {
		return err
	}
	p := printerFrom(c)
	v.Open, v.ID, v.Action = true, strconv.FormatInt(one.ID, 10), unitPath(one.Unit, "incoming", one.Period)
	v.Lead = p.T("push.lead", "sender", one.Sender, "at", p.DateTime(one.Received, s.zone), "count", len(one.Cells))
	v.Reason = fieldView{ID: "reason", Name: "reason", Label: v.T("push.reason"), Type: "textarea", Value: c.FormValue("reason"), Help: v.T("push.reason_help")}
	for _, cell := range one.Cells {
		have, known := stored[cell.Indicator], catalogue.Indicators[cell.Indicator]
		if cell.Stands(have) {
			v.Same++
			continue
		}
		row := incomingRowView{
			Code: string(cell.Indicator), Name: known.Name(string(v.Lang)), Measure: catalogue.Terms.Word(i18n.MeasureTerm, known.Measure, v.Lang), Version: have.Version,
			Stored: incomingNumber(p, known, have.Value, have.Status), Sent: incomingNumber(p, known, cell.Value, cell.Status),
			By: incomingDifference(p, known, have.Value, cell.Value), Note: cell.Note,
		}
		if cell.Note != "" && cell.Note != have.Note {
			row.Before = have.Note
		}
		v.Rows = append(v.Rows, row)
	}
	return nil
}

func incomingNumber(p *i18n.Printer, known indicator.Indicator, a *number.Amount, status indicator.Status) numberView {
	if a == nil {
		n := numberView{Int: "–"}
		if status != "" {
			n.Reason = p.T("core.status_" + string(status))
		}
		return n
	}
	n := newNumber(p.Format().Amount(*a, known.ShownDecimals), p.Lang())
	if status == indicator.Estimate || status == indicator.Preliminary {
		n.Mark = p.T("core.status_" + string(status))
	}
	return n
}

func incomingDifference(p *i18n.Printer, known indicator.Indicator, have, sent *number.Amount) numberView {
	if have == nil || sent == nil {
		return numberView{Int: "–"}
	}
	by, err := sent.Sub(*have)
	if err != nil {
		return numberView{Int: "–"}
	}
	return signed(newNumber(p.Format().Amount(by, known.ShownDecimals), p.Lang()))
}

// decideIncoming handles POST /units/:unit/incoming: the ticked cells, or all,
// become figures of the person; the rest is refused with a reason.
func (s *Server) decideIncoming(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.FormValue("id"), 10, 64)
	if err != nil {
		id = 0
	}
	accept, err := s.acceptedCells(c, id, form["cell"])
	if err == nil {
		_, err = s.store.DecideProposal(c.Request().Context(), actorFrom(c), store.ProposalDecision{
			ID: id, Unit: unitFrom(c), Period: periodFrom(c), Accept: accept, Reason: c.FormValue("reason")})
	}
	if err != nil {
		return s.showIncoming(c, err)
	}
	return back(c, unitPath(unitFrom(c), "incoming", periodFrom(c))+"&done=1")
}

// acceptedCells gives the cells that are accepted with the versions the person
// saw. What is stored already as sent goes with them.
func (s *Server) acceptedCells(c echo.Context, id int64, ticked []string) (map[indicator.Code]int, error) {
	accept := map[indicator.Code]int{}
	what := c.FormValue("action")
	if what == "refuse" {
		return accept, nil
	}
	all, err := s.store.Proposals(c.Request().Context(), unitFrom(c), periodFrom(c))
	if err != nil {
		return nil, err
	}
	chosen := map[string]bool{}
	for _, code := range ticked {
		chosen[code] = true
	}
	for _, one := range all {
		for _, cell := range one.Cells {
			seen := c.FormValue("version." + string(cell.Indicator))
			if one.ID == id && (what == "all" || seen == "" || chosen[string(cell.Indicator)]) {
				accept[cell.Indicator] = formInt(c, "version."+string(cell.Indicator))
			}
		}
	}
	return accept, nil
}

// incoming lists what other installations have sent and the person may accept.
func (t *todo) incoming(ctx context.Context) ([]linkView, error) {
	all, err := t.s.store.WaitingProposals(ctx)
	if err != nil {
		return nil, err
	}
	var links []linkView
	names := unitNames{t.catalogue.Tree, t.catalogue.Terms, t.p.Lang()}
	for _, one := range all {
		if t.user.MaySubmit(t.place(one.Unit, one.Period)) {
			links = append(links, linkView{Href: unitPath(one.Unit, "incoming", one.Period), Text: names.of(one.Unit, t.s) + ", " + t.p.Period(one.Period),
				Count: t.p.T("push.work_sent", "sender", one.Sender, "at", t.p.DateTime(one.Received, t.s.zone))})
		}
	}
	return links, nil
}
