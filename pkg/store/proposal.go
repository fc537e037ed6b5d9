package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A ProposalState says what became of figures another installation sent.
type ProposalState string

// The states of a proposal.
const (
	ProposalWaiting  ProposalState = "waiting"
	ProposalAccepted ProposalState = "accepted" // all of it
	ProposalPartly   ProposalState = "partly"   // some cells were refused
	ProposalRefused  ProposalState = "refused"
	ProposalSame     ProposalState = "same"     // it was stored already as sent
	ProposalReplaced ProposalState = "replaced" // newer figures came before it was decided
)

// A Proposal is the figures of a unit's period as another installation sent
// them. They are no figures here until somebody accepts them.
type Proposal struct {
	ID        int64
	Unit      org.Key
	Period    period.Period
	Sender    string // name of the account whose token sent it
	By        string // its login
	Received  time.Time
	State     ProposalState
	Decided   time.Time // zero: not yet
	DecidedBy string    // login
	Reason    string    // why cells were refused
	Cells     []ProposedCell
}

// A ProposedCell is one figure of a proposal.
type ProposedCell struct {
	Indicator indicator.Code
	Value     *number.Amount // nil when withdrawn or not applicable
	Status    indicator.Status
	Note      string
	Source    string
	Origin    indicator.Origin
	State     ProposalState // waiting, accepted or refused
	// Unread says why what was sent is no number; it refuses the proposal.
	Unread *errs.Error
}

// Stands reports whether accepting the cell would change nothing: what is
// stored is the same figure, by the rule of Figure.Same (a note that is not
// given takes none away), or a withdrawn one was never here.
func (cell ProposedCell) Stands(have indicator.Figure) bool {
	if have.Version == 0 {
		return cell.Status == indicator.Withdrawn
	}
	return have.Same(cell.figure(have.CellKey))
}

type proposalRecord struct {
	ID        int64 `gorm:"primaryKey"`
	Unit      string
	Period    string
	Digest    string
	Sender    string
	Login     string
	Received  int64
	State     string
	Decided   int64
	DecidedBy string
	Reason    string
}

func (proposalRecord) TableName() string { return "proposal" }

type proposalCellRecord struct {
	Proposal  int64  `gorm:"primaryKey;autoIncrement:false"`
	Indicator string `gorm:"primaryKey"`
	Value     string
	Status    string
	Note      string
	Source    string
	Origin    string
	State     string
}

func (proposalCellRecord) TableName() string { return "proposal_cell" }

// Propose keeps figures another installation sent, all or none, and gives the
// proposal with what became of it. The figures that were sent last for the
// unit and period add nothing when they are sent again; others take the place
// of a proposal that still waits. What is stored already as sent needs no
// decision.
//
// The error is NotFound for an unknown unit, and Faults of kind Invalid, each
// placed by the indicator's code, for cells that could not be stored.
func (s *Store) Propose(ctx context.Context, by Actor, unit org.Key, p period.Period, cells []ProposedCell) (out Proposal, err error) {
	err = s.write(ctx, by, func(w *writer) error {
		stored, err := w.checkProposed(unit, p, cells)
		if err != nil {
			return err
		}
		rows, digest, err := proposedRows(cells)
		if err != nil {
			return err
		}
		last, err := w.lastProposal(unit, p)
		if err != nil {
			return err
		}
		if last.Digest == digest {
			out, err = w.proposal(last.ID)
			return err
		}
		r := proposalRecord{Unit: string(unit), Period: p.String(), Digest: digest, Sender: by.Name, Login: by.Login, Received: w.now.Unix(), State: string(ProposalWaiting)}
		if allStored(stored, unit, p, cells) {
			r.State, r.Decided = string(ProposalSame), w.now.Unix()
		}
		if err := w.addProposal(&r, rows); err != nil {
			return err
		}
		out, err = w.proposal(r.ID)
		return err
	})
	return out, err
}

// checkProposed refuses what could not be stored, and gives what is stored.
func (w *writer) checkProposed(unit org.Key, p period.Period, cells []ProposedCell) (map[indicator.CellKey]indicator.Figure, error) {
	c, err := w.loaded()
	if err != nil {
		return nil, err
	}
	if !c.Tree.Has(unit) {
		return nil, notFound("store.unit_unknown", "unit", string(unit))
	}
	keys := make([]indicator.CellKey, len(cells))
	var faults errs.Faults
	seen := map[indicator.Code]bool{}
	for i, cell := range cells {
		keys[i] = indicator.CellKey{Unit: unit, Indicator: cell.Indicator, Period: p}
		_, fault := w.nextFigure(c, indicator.Figure{}, cell.figure(keys[i]))
		switch {
		case cell.Unread != nil:
			fault = cell.Unread
		case seen[cell.Indicator]:
			fault = errs.E(errs.Invalid, "save.cell_twice")
		}
		if seen[cell.Indicator] = true; fault != nil {
			faults.Add(string(cell.Indicator), fault)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return w.newest(keys)
}

func (cell ProposedCell) figure(key indicator.CellKey) indicator.Figure {
	return indicator.Figure{CellKey: key, Value: cell.Value, Status: cell.Status, Note: cell.Note, Source: cell.Source, Origin: cell.Origin}
}

func allStored(stored map[indicator.CellKey]indicator.Figure, unit org.Key, p period.Period, cells []ProposedCell) bool {
	return !slices.ContainsFunc(cells, func(cell ProposedCell) bool {
		return !cell.Stands(stored[indicator.CellKey{Unit: unit, Indicator: cell.Indicator, Period: p}])
	})
}

// proposedRows gives cells as they are kept, and the hash over them, in an
// order of their own.
func proposedRows(cells []ProposedCell) ([]proposalCellRecord, string, error) {
	rows := make([]proposalCellRecord, len(cells))
	for i, c := range cells {
		rows[i] = proposalCellRecord{Indicator: string(c.Indicator), Status: string(c.Status), Note: c.Note, Source: c.Source, Origin: string(c.Origin), State: string(ProposalWaiting)}
		if c.Value != nil {
			rows[i].Value = c.Value.String()
		}
	}
	slices.SortFunc(rows, func(a, b proposalCellRecord) int { return strings.Compare(a.Indicator, b.Indicator) })
	raw, err := json.Marshal(rows)
	sum := sha256.Sum256(raw)
	return rows, hex.EncodeToString(sum[:]), err
}

// lastProposal gives the newest proposal of a unit's period; one without an id
// where there is none.
func (w *writer) lastProposal(unit org.Key, p period.Period) (r proposalRecord, err error) {
	err = w.tx.Where("unit = ? AND period = ?", unit, p.String()).Order("id DESC").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return proposalRecord{}, nil
	}
	return r, err
}

func (w *writer) addProposal(r *proposalRecord, rows []proposalCellRecord) error {
	replaced := w.tx.Model(&proposalRecord{}).Where("unit = ? AND period = ? AND state = ?", r.Unit, r.Period, ProposalWaiting).
		Updates(map[string]any{"state": string(ProposalReplaced), "decided": w.now.Unix()})
	if replaced.Error != nil {
		return replaced.Error
	}
	if err := w.tx.Create(r).Error; err != nil {
		return err
	}
	for i := range rows {
		rows[i].Proposal = r.ID
	}
	if len(rows) > 0 {
		if err := w.tx.CreateInBatches(rows, batch).Error; err != nil {
			return err
		}
	}
	return w.note("proposal.receive", r.Unit+"/"+r.Period, nil, map[string]any{"sender": r.Sender, "cells": len(rows), "state": r.State}, "")
}

func (w *writer) proposal(id int64) (Proposal, error) {
	c, err := w.loaded()
	if err != nil {
		return Proposal{}, err
	}
	return proposalIn(w.tx, c, id)
}

// proposalIn reads a proposal; NotFound if there is none of that number.
func proposalIn(tx *gorm.DB, c *indicator.Catalogue, id int64) (Proposal, error) {
	var r proposalRecord
	err := tx.Where("id = ?", id).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Proposal{}, notFound("push.no_such_proposal")
	}
	if err != nil {
		return Proposal{}, err
	}
	out, err := r.proposal()
	if err != nil {
		return out, err
	}
	var rows []proposalCellRecord
	if err := tx.Where("proposal = ?", id).Order("indicator").Find(&rows).Error; err != nil {
		return out, err
	}
	for _, row := range rows {
		cell := ProposedCell{Indicator: indicator.Code(row.Indicator), Status: indicator.Status(row.Status), Note: row.Note, Source: row.Source,
			Origin: indicator.Origin(row.Origin), State: ProposalState(row.State)}
		if row.Value != "" {
			value, err := number.ParsePlain(row.Value, c.Indicators[cell.Indicator].Decimals)
			if err != nil {
				return out, err
			}
			cell.Value = &value
		}
		out.Cells = append(out.Cells, cell)
	}
	return out, nil
}

func (r proposalRecord) proposal() (Proposal, error) {
	p, err := period.Parse(r.Period)
	return Proposal{ID: r.ID, Unit: org.Key(r.Unit), Period: p, Sender: r.Sender, By: r.Login, Received: moment(r.Received), State: ProposalState(r.State),
		Decided: moment(r.Decided), DecidedBy: r.DecidedBy, Reason: r.Reason}, err
}
