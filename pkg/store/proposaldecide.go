package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// WaitingProposals gives the proposals nobody has decided on, without their
// cells, the oldest first.
func (s *Store) WaitingProposals(ctx context.Context) (all []Proposal, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var rows []proposalRecord
		if err := tx.Where("state = ?", ProposalWaiting).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			p, err := r.proposal()
			if err != nil {
				return err
			}
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

// Proposals gives the proposals of a unit's period with their cells, the
// newest first.
func (s *Store) Proposals(ctx context.Context, unit org.Key, p period.Period) (all []Proposal, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		c, err := s.catalogueIn(tx)
		if err != nil {
			return err
		}
		var ids []int64
		if err := tx.Model(&proposalRecord{}).Where("unit = ? AND period = ?", unit, p.String()).Order("id DESC").Pluck("id", &ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			one, err := proposalIn(tx, c, id)
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		return nil
	})
	return all, err
}

// A ProposalDecision is what somebody decides on a proposal. The cells that
// are not accepted are refused, which needs a reason.
type ProposalDecision struct {
	ID     int64
	Unit   org.Key // whose proposal it must be
	Period period.Period
	Accept map[indicator.Code]int // with the version of the stored figure that was seen, 0: none
	Reason string
}

// DecideProposal writes the accepted cells of a proposal as figures of the
// person who accepts, their source naming the sender, and closes it; all of it
// or nothing.
//
// The error is NotFound where there is no such proposal; Conflict where it was
// decided meanwhile, replaced, or a stored figure is newer than the one seen;
// Invalid where cells are refused without a reason; else those of SaveFigures.
func (s *Store) DecideProposal(ctx context.Context, by Actor, d ProposalDecision) (out Proposal, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		if out, err = w.proposal(d.ID); err != nil {
			return err
		}
		switch {
		case out.Unit != d.Unit || out.Period != d.Period:
			return notFound("push.no_such_proposal")
		case out.State != ProposalWaiting:
			return errs.E(errs.Conflict, "push.decided_meanwhile")
		}
		d.Reason = strings.TrimSpace(d.Reason)
		out.DecidedBy, out.Decided, out.Reason = by.Login, w.now, d.Reason
		return w.decideProposal(&out, d)
	})
	if err != nil {
		return Proposal{}, err
	}
	return out, nil
}

func (w *writer) decideProposal(out *Proposal, d ProposalDecision) error {
	saves := out.take(d.Accept)
	if out.State != ProposalAccepted && d.Reason == "" || len(d.Reason) > maxText {
		return errs.E(errs.Invalid, "push.reason_needed")
	}
	if len(saves) > 0 {
		if _, err := w.saveFigures(out.Unit, out.Period, saves); err != nil {
			return err
		}
	}
	for _, cell := range out.Cells {
		done := w.tx.Model(&proposalCellRecord{}).Where("proposal = ? AND indicator = ?", out.ID, cell.Indicator).Update("state", string(cell.State))
		if done.Error != nil {
			return done.Error
		}
	}
	done := w.tx.Model(&proposalRecord{}).Where("id = ?", out.ID).Updates(map[string]any{
		"state": string(out.State), "decided": w.now.Unix(), "decided_by": out.DecidedBy, "reason": out.Reason})
	if done.Error != nil {
		return done.Error
	}
	return w.note("proposal.decide", string(out.Unit)+"/"+out.Period.String(), map[string]any{"state": ProposalWaiting},
		map[string]any{"state": out.State, "sender": out.Sender, "accepted": len(saves), "of": len(out.Cells)}, out.Reason)
}

// take marks the cells as accepted or refused, and gives the saves of those
// that are accepted.
func (p *Proposal) take(accept map[indicator.Code]int) (saves []CellSave) {
	taken := 0
	for i := range p.Cells {
		cell := &p.Cells[i]
		version, ok := accept[cell.Indicator]
		if cell.State = ProposalRefused; !ok {
			continue
		}
		cell.State = ProposalAccepted
		if taken++; cell.Status == indicator.Withdrawn && version == 0 {
			continue // it was never here
		}
		save := CellSave{Indicator: cell.Indicator, Value: cell.Value, Status: cell.Status, Version: version, Source: sourceOf(p.Sender, cell.Source), Origin: cell.Origin}
		if cell.Note != "" {
			save.Note = &cell.Note
		}
		saves = append(saves, save)
	}
	switch taken {
	case 0:
		p.State = ProposalRefused
	case len(p.Cells):
		p.State = ProposalAccepted
	default:
		p.State = ProposalPartly
	}
	return saves
}

// sourceOf names the sender before the source the sender gave.
func sourceOf(sender, source string) string {
	if source == "" {
		return sender
	}
	return sender + ": " + source
}
