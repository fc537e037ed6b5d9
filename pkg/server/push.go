package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// pushQuiet is how long the server waits before it asks again about figures
// that wait for a decision above, or that could not be sent.
const pushQuiet = 10 * time.Minute

// pushShown is how many lines of the log are shown.
const pushShown = 200

func (s *Server) pusher() Pusher { return Pusher{Store: s.store, Now: s.now, To: s.config.Push} }

// pushWhenDue sends what was approved since, where an installation above is
// set. That it does not answer stands in the log of the page.
func (s *Server) pushWhenDue(ctx context.Context) error {
	if s.config.Push.Address == "" {
		return nil
	}
	entries, err := s.pusher().Send(ctx, pushQuiet)
	for _, e := range entries {
		s.log.Info("push", "unit", e.Unit, "period", e.Period.String(), "state", e.State)
	}
	if errs.KindOf(err) == errs.Unavailable {
		return nil
	}
	return err
}

// pushPage handles GET /admin/push: what was sent, the answers, the
// differences.
func (s *Server) pushPage(c echo.Context) error { return s.showPush(c, nil) }

func (s *Server) showPush(c echo.Context, fault error) error {
	a, err := s.admin(c, "push.title")
	if err != nil {
		return err
	}
	to := s.config.Push
	a.view.Lead = a.p.T("push.what")
	if to.Address == "" {
		a.add(adminPart{Empty: &emptyView{Text: a.p.T("push.off"), Note: a.p.T("push.off_note")}})
	} else {
		text := a.p.T("push.to", "address", to.Address)
		a.add(adminPart{Text: text, Form: &formView{Action: "/admin/push", Method: post, Word: a.p.T("push.now"), Primary: true}})
	}
	entries, err := s.store.PushLog(c.Request().Context(), pushShown)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		a.add(a.pushLog(entries))
	}
	return a.show(fault)
}

func (a *adminPage) pushLog(entries []store.PushEntry) adminPart {
	table := &tableView{Label: a.p.T("push.log"), Heads: []string{a.p.T("push.head_at"), a.p.T("push.head_period"), a.p.T("push.head_cells"), a.p.T("push.head_differs"), a.p.T("push.head_state"), a.p.T("push.head_words")}}
	for _, e := range entries {
		state := &stateView{Icon: "alert-triangle", Class: "warning", Word: a.p.T("push.state_fault")}
		if e.State != "" {
			state = proposalState(a.p.T("push.state_"+string(e.State)), e.State)
		}
		differs := cellView{Text: strconv.Itoa(e.Differs), Right: true}
		if e.State == "" {
			differs.Text = "–"
		}
		table.Rows = append(table.Rows, rowView{Cells: []cellView{
			cell(a.p.DateTime(e.At, a.s.zone)), {Text: a.names.of(e.Unit, a.s), Sub: a.p.Period(e.Period)},
			{Text: strconv.Itoa(e.Cells), Right: true}, differs, {State: state}, cell(a.pushWords(e.Words)),
		}})
	}
	return adminPart{Heading: a.p.T("push.log"), Text: a.p.T("push.log_what"), Table: table}
}

// proposalState shows what became of a proposal.
func proposalState(word string, state store.ProposalState) *stateView {
	v := &stateView{Icon: "clock", Class: "warning", Word: word}
	switch state {
	case store.ProposalAccepted, store.ProposalSame:
		v.Icon, v.Class = "circle-check", "done"
	case store.ProposalRefused, store.ProposalPartly:
		v.Icon, v.Class = "arrow-back-up", "fault"
	case store.ProposalReplaced:
		v.Icon, v.Class = "history", ""
	}
	return v
}

// pushNow handles POST /admin/push.
func (s *Server) pushNow(c echo.Context) error {
	if s.config.Push.Address == "" {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	if _, err := s.pusher().Send(c.Request().Context(), 0); err != nil {
		if errs.KindOf(err) != errs.Unavailable {
			return err
		}
		f := newFailure(err, printerFrom(c))
		return s.showPush(c, errs.E(errs.Invalid, "push.unreachable", "why", f.words).Because(err))
	}
	return c.Redirect(http.StatusSeeOther, "/admin/push?done=1")
}
