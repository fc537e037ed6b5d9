package store_test

import (
	"testing"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
	"muctieu/pkg/store/storetest"
)

// A proposal is kept apart until it is decided; the same figures add nothing,
// others take its place, and accepting writes figures of the person.
func TestProposal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		city(t, s)
		at := period.MustParse("2022")
		codes := []indicator.Code{}
		c, err := s.Catalogue(ctx)
		must(t, err)
		for _, row := range c.Sets[indicator.SetKey{Unit: "lechan", Year: 2022}].Rows {
			if row.Source == indicator.Entered && c.Indicators[row.Indicator].OverUnits != indicator.OverRatio {
				codes = append(codes, row.Indicator)
			}
		}
		if len(codes) < 2 {
			t.Fatalf("the city has too few indicators: %v", codes)
		}
		cells := func(a, b int64) []store.ProposedCell {
			x, y := number.New(a, 0), number.New(b, 0)
			return []store.ProposedCell{{Indicator: codes[0], Value: &x, Status: indicator.Estimate}, {Indicator: codes[1], Value: &y, Status: indicator.Final, Source: "Biểu 01"}}
		}
		first, err := s.Propose(ctx, storetest.Lan, "lechan", at, cells(1, 2))
		must(t, err)
		again, err := s.Propose(ctx, storetest.Lan, "lechan", at, cells(1, 2))
		if err != nil || again.ID != first.ID || first.State != store.ProposalWaiting {
			t.Errorf("the same figures: %+v, %v", again, err)
		}
		second, err := s.Propose(ctx, storetest.Lan, "lechan", at, cells(1, 3))
		must(t, err)
		if all, err := s.Proposals(ctx, "lechan", at); err != nil || len(all) != 2 || all[1].State != store.ProposalReplaced {
			t.Errorf("newer figures: %+v, %v", all, err)
		}
		d := store.ProposalDecision{ID: second.ID, Unit: "lechan", Period: at, Accept: map[indicator.Code]int{codes[0]: 7, codes[1]: 0}}
		if _, err := s.DecideProposal(ctx, storetest.Lan, d); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a version nobody has: %v, want Conflict", err)
		}
		d.Accept[codes[0]] = 0
		done, err := s.DecideProposal(ctx, storetest.Lan, d)
		if err != nil || done.State != store.ProposalAccepted {
			t.Fatalf("accepted: %+v, %v", done, err)
		}
		v, err := s.Versions(ctx, indicator.CellKey{Unit: "lechan", Indicator: codes[1], Period: at})
		if err != nil || len(v) != 1 || v[0].Value.String() != "3" || v[0].Source != second.Sender+": Biểu 01" {
			t.Errorf("figures: %+v, %v", v, err)
		}
		if _, err := s.DecideProposal(ctx, storetest.Lan, d); errs.KindOf(err) != errs.Conflict {
			t.Errorf("decided twice: %v, want Conflict", err)
		}
		same, err := s.Propose(ctx, storetest.Lan, "lechan", at, cells(1, 3)[:1])
		if err != nil || same.State != store.ProposalSame {
			t.Errorf("what is stored already: %+v, %v", same, err)
		}
		if waiting, err := s.WaitingProposals(ctx); err != nil || len(waiting) != 0 {
			t.Errorf("waiting: %+v, %v", waiting, err)
		}
	})
}

// One rule says what differs: the page's, the store's and that of a save.
func TestWhatAProposalChanges(t *testing.T) {
	one, two := number.New(1, 0), number.New(2, 0)
	have := indicator.Figure{Version: 3, Value: &one, Status: indicator.Final, Note: "cũ"}
	tests := []struct {
		name string
		cell store.ProposedCell
		have indicator.Figure
		want bool
	}{
		{"all the same", store.ProposedCell{Value: &one, Status: indicator.Final, Note: "cũ"}, have, true},
		{"no note is given", store.ProposedCell{Value: &one, Status: indicator.Final}, have, true},
		{"another source", store.ProposedCell{Value: &one, Status: indicator.Final, Source: "x"}, have, true},
		{"another note", store.ProposedCell{Value: &one, Status: indicator.Final, Note: "mới"}, have, false},
		{"another status", store.ProposedCell{Value: &one, Status: indicator.Estimate, Note: "cũ"}, have, false},
		{"another value", store.ProposedCell{Value: &two, Status: indicator.Final, Note: "cũ"}, have, false},
		{"nothing is stored", store.ProposedCell{Value: &one, Status: indicator.Final}, indicator.Figure{}, false},
		{"withdrawn, and never here", store.ProposedCell{Status: indicator.Withdrawn, Note: "x"}, indicator.Figure{}, true},
		{"withdrawn here", store.ProposedCell{Status: indicator.Withdrawn, Note: "x"}, have, false},
	}
	for _, tt := range tests {
		if got := tt.cell.Stands(tt.have); got != tt.want {
			t.Errorf("%s: stands %t, want %t", tt.name, got, tt.want)
		}
	}
}

// How far the sending has come and its log outlive the program.
func TestPushedIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o)
		city(t, s)
		now := storetest.Now()
		p := store.Pushed{Target: "https://kpi.test", Unit: "lechan", Period: period.MustParse("2022"), Step: 2, State: store.ProposalWaiting, Asked: now}
		e := store.PushEntry{Target: p.Target, Unit: p.Unit, Period: p.Period, At: now, Cells: 16, Differs: 1, State: p.State, Words: "thu_ns: 1 → 2"}
		must(t, s.SavePushed(ctx, p, &e))
		p.State = store.ProposalAccepted
		must(t, s.SavePushed(ctx, p, nil))
		got, err := s.Pushes(ctx, p.Target)
		if err != nil || len(got) != 1 || got["lechan/2022"] != p {
			t.Errorf("kept %+v, %v; want %+v", got, err, p)
		}
		if log, err := s.PushLog(ctx, 10); err != nil || len(log) != 1 || log[0] != e {
			t.Errorf("log %+v, %v; want %+v", log, err, e)
		}
		if _, err := s.ApprovedFigures(ctx, "lechan", p.Period); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a draft: %v, want Conflict", err)
		}
	})
}
