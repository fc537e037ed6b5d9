package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/store"
	"muctieu/pkg/workflow"
)

// A PushTo says where approved figures are sent.
type PushTo struct {
	Address string  // of the installation above, "https://kpi.example.vn"; empty: nothing is sent
	Token   string  // made there, for an official of all agencies of the unit
	Unit    org.Key // whose figures are sent; empty: those of all units
}

// A Pusher sends approved figures to the installation above.
type Pusher struct {
	Store *store.Store
	Now   func() time.Time
	To    PushTo
}

// pushTimeout bounds one request, pushAnswer the bytes of one answer.
const (
	pushTimeout = 30 * time.Second
	pushAnswer  = 8 << 20
)

// Send sends every approved period that is not there yet, and asks what became
// of those that waited for a decision. What was asked within quiet is left
// alone. It goes on where it was broken off: each period is marked when it is
// taken, and sending one twice adds nothing there. The entries say what
// happened to each period that was asked about.
//
// The error is Unavailable, "push.unreachable" {why}, where the other
// installation does not answer or takes the token no longer; periods it
// refuses for another reason do not keep the others back.
func (p Pusher) Send(ctx context.Context, quiet time.Duration) ([]store.PushEntry, error) {
	subs, err := p.Store.Submissions(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := p.Store.Pushes(ctx, p.To.Address)
	if err != nil {
		return nil, err
	}
	var entries []store.PushEntry
	for _, sub := range subs {
		before := sent[string(sub.Unit)+"/"+sub.Period.String()]
		if sub.State != workflow.Approved || p.To.Unit != "" && sub.Unit != p.To.Unit || !p.due(before, sub.Version, quiet) {
			continue
		}
		entry, err := p.sendOne(ctx, sub, before)
		if errs.KindOf(err) == errs.Conflict && err != nil {
			continue // reopened meanwhile
		}
		if err != nil && entry.Target == "" {
			return entries, err
		}
		entries = append(entries, entry)
		if err != nil {
			return entries, err
		}
	}
	return entries, nil
}

// due reports whether a period has to be sent or asked about.
func (p Pusher) due(before store.Pushed, version int, quiet time.Duration) bool {
	rested := p.Now().Sub(before.Asked) >= quiet
	switch {
	case before.State == "":
		return rested
	case before.Step != version:
		return true
	}
	return before.State == store.ProposalWaiting && rested
}

func (p Pusher) sendOne(ctx context.Context, sub workflow.Submission, before store.Pushed) (store.PushEntry, error) {
	approved, err := p.Store.ApprovedFigures(ctx, sub.Unit, sub.Period)
	if err != nil {
		return store.PushEntry{}, err
	}
	entry := store.PushEntry{Target: p.To.Address, Unit: sub.Unit, Period: sub.Period, At: p.Now(), Cells: len(approved.Figures)}
	done := store.Pushed{Target: p.To.Address, Unit: sub.Unit, Period: sub.Period, Step: before.Step, Asked: p.Now()}
	answer, fault := p.put(ctx, approved)
	if fault == nil {
		done.Step, done.State, done.Reason = approved.Step, store.ProposalState(answer.State), answer.Reason
		entry.State, entry.Words = done.State, answer.Reason
		entry.Differs, entry.Words = differences(answer, approved.Figures)
		if answer.Reason != "" {
			entry.Words = strings.TrimSpace(answer.Reason + "\n" + entry.Words)
		}
	} else {
		done.Reason, entry.Words = fault.Error(), fault.Error()
	}
	log := &entry
	if done.Step == before.Step && done.State == before.State && done.Reason == before.Reason && !before.Asked.IsZero() {
		log = nil // nothing new to tell
	}
	if err := p.Store.SavePushed(context.WithoutCancel(ctx), done, log); err != nil {
		return store.PushEntry{}, err
	}
	var refused *pushRefusal
	if fault != nil && (!errors.As(fault, &refused) || refused.status == http.StatusUnauthorized) {
		return entry, errs.E(errs.Unavailable, "push.unreachable", "why", fault.Error()).Because(fault)
	}
	return entry, nil
}

// A pushRefusal is a period the other installation did not take.
type pushRefusal struct {
	status int
	words  string
}

// Error gives the words of the answer.
func (r *pushRefusal) Error() string { return r.words }

// put sends one period and reads the answer.
func (p Pusher) put(ctx context.Context, a store.Approved) (*proposalAnswer, error) {
	body, err := json.Marshal(map[string]any{"cells": proposedOf(a.Figures)})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, pushTimeout)
	defer cancel()
	to := strings.TrimSuffix(p.To.Address, "/") + apiPrefix + "/units/" + url.PathEscape(string(a.Unit)) + "/periods/" + a.Period.String() + "/proposal"
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, to, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+p.To.Token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(signatureHeader, signatureOf(p.To.Token, body))
	// A token is not carried on to where an answer points.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, pushAnswer))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, &pushRefusal{resp.StatusCode, refusalWords(resp.StatusCode, raw, a.Figures)}
	}
	var answer proposalAnswer
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Proposal == 0 {
		return nil, fmt.Errorf("%s answers with something else than a proposal", p.To.Address)
	}
	return &answer, nil
}

func proposedOf(figures []indicator.Figure) []proposedInput {
	cells := make([]proposedInput, len(figures))
	for i, f := range figures {
		cells[i] = proposedInput{Indicator: string(f.Indicator), Status: string(f.Status), Note: f.Note, Source: f.Source, Origin: string(f.Origin)}
		if f.Value != nil {
			value := f.Value.String()
			cells[i].Value = &value
		}
	}
	return cells
}

// refusalWords gives the problem of an answer in a line for each fault; a cell
// is named by its indicator.
func refusalWords(status int, raw []byte, sent []indicator.Figure) string {
	var problem problem
	if err := json.Unmarshal(raw, &problem); err != nil || problem.Detail == "" {
		return fmt.Sprintf("HTTP %d", status)
	}
	named := map[string]string{}
	for i, f := range sent {
		named[cellPlace(i)] = string(f.Indicator)
	}
	words := []string{problem.Detail}
	for _, e := range problem.Errors {
		if code := named[e.Location]; code != "" {
			e.Location = code
		}
		words = append(words, strings.TrimSpace(e.Location+": "+e.Message))
	}
	return strings.Join(words, "\n")
}

// differences names the cells that are stored there otherwise than they were
// sent, by their codes: what is there, then what was sent. pushLine reads such
// a line again.
func differences(answer *proposalAnswer, figures []indicator.Figure) (n int, words string) {
	sent := map[string]string{}
	for _, f := range figures {
		if sent[string(f.Indicator)] = string(f.Status); f.Value != nil {
			sent[string(f.Indicator)] = f.Value.String()
		}
	}
	var lines []string
	for _, cell := range answer.Cells {
		if cell.Same {
			continue
		}
		there := "–"
		if cell.Stored != nil {
			if there = cell.Stored.Status; cell.Stored.Value != nil {
				there = *cell.Stored.Value
			}
		}
		n++
		lines = append(lines, cell.Indicator+": "+there+" → "+sent[cell.Indicator])
	}
	return n, strings.Join(lines, "\n")
}
