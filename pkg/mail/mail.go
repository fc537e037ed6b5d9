// Package mail says what mails there are and what they say, in the language of
// whoever gets them. It is pure: rights, figures and the clock are handed in,
// and sending is done elsewhere.
package mail

import (
	"slices"
	"strings"
	"time"

	"muctieu/pkg/errs"
)

// A Kind is what a mail is about. People may refuse each kind.
type Kind string

// The kinds.
const (
	Before   Kind = "before"   // a report is due soon
	After    Kind = "after"    // a report is overdue
	Reminded Kind = "reminded" // somebody asks for figures that are missing
	Returned Kind = "returned" // a report was returned with a reason
	Asked    Kind = "asked"    // a leader asked about a result
	Answered Kind = "answered" // the question was answered
	Digest   Kind = "digest"   // how the units stand, once a week
)

// Kinds lists all kinds in the order they are offered.
var Kinds = []Kind{Before, After, Reminded, Returned, Asked, Answered, Digest}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }

// JoinKinds writes kinds as they are stored: in order, once each, with commas
// between. The error is Invalid for a kind there is none of.
func JoinKinds(kinds []Kind) (string, error) {
	var words []string
	for _, k := range kinds {
		if !k.Known() {
			return "", errs.E(errs.Invalid, "mail.unknown_kind")
		}
	}
	for _, k := range Kinds {
		if slices.Contains(kinds, k) {
			words = append(words, string(k))
		}
	}
	return strings.Join(words, ","), nil
}

// SplitKinds reads what JoinKinds wrote; what a newer program added is left
// out.
func SplitKinds(text string) []Kind {
	var kinds []Kind
	for _, word := range strings.Split(text, ",") {
		if k := Kind(word); k.Known() {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Data is what a queued mail holds besides its unit and period, until it is
// written. Which fields are filled depends on the kind.
type Data struct {
	By         string    `json:"by,omitempty"`         // name of who returned, asked, answered or reminded
	Text       string    `json:"text,omitempty"`       // the reason, question or answer
	Indicator  string    `json:"indicator,omitempty"`  // a question is about
	Indicators []string  `json:"indicators,omitempty"` // whose figures are missing
	Due        time.Time `json:"due,omitzero"`         // the day a report is due
}

// A State is how far a queued mail is.
type State string

// The states. Waiting and Sending are on the way; the others are ends, of
// which Failed and Uncertain wait for a person.
const (
	Waiting   State = "waiting"
	Sending   State = "sending"   // handed to the mail server, or about to be
	Sent      State = "sent"      // the mail server took it
	Failed    State = "failed"    // given up
	Uncertain State = "uncertain" // the mail server may have taken it: only a person sends it again
	Dropped   State = "dropped"   // not sent on purpose; the reason stands with it
)

// States lists all states in the order they are offered.
var States = []State{Waiting, Sending, Sent, Failed, Uncertain, Dropped}

// MayRetry reports whether a person may have a mail in this state sent again.
func (s State) MayRetry() bool { return s == Failed || s == Uncertain }

// MaxAttempts is after how many attempts a mail is given up.
const MaxAttempts = 7

// pauses are how long to wait after each failed attempt.
var pauses = [MaxAttempts - 1]time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 12 * time.Hour}

// Pause is how long to wait after so many attempts, all of which failed; ok is
// false if that is enough.
func Pause(attempts int) (pause time.Duration, ok bool) {
	if attempts < 1 || attempts > len(pauses) {
		return 0, false
	}
	return pauses[attempts-1], true
}

// Reasons for which a mail is not sent on purpose.
const (
	Expired   = "expired"    // it was not sent while it was of use
	NoAddress = "no_address" // its receiver has no address any more
	Refused   = "refused"    // its receiver refuses the kind
	Disabled  = "disabled"   // its receiver's account is disabled
	NoRight   = "no_right"   // its receiver may not read the unit any more
	Settled   = "settled"    // what it is about has been done meanwhile
)

// Reasons lists all of them.
var Reasons = []string{Expired, NoAddress, Refused, Disabled, NoRight, Settled}
