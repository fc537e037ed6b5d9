// Package errs says who can act on a failure, and in which words a person is
// told. Every package of the program returns these errors for what a person
// can do something about; anything else counts as Internal.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// A Kind says who can act on an error. The zero value is Internal, so a
// failure nobody has classified is logged in full and never shown.
type Kind uint8

// The kinds. One table in pkg/server turns them into HTTP status codes.
const (
	Internal     Kind = iota // a fault of ours: log it, show an apology
	Invalid                  // the input breaks a rule: show which, keep the form
	Forbidden                // a known person without the right
	NotFound                 // also what the person may not know exists
	Conflict                 // somebody else saved first: show both values
	Locked                   // the submission is approved, the period closed
	Unavailable              // passing trouble (disk full, database gone): try again
	Unauthorized             // nobody is logged in
)

var kindNames = [...]string{"internal", "invalid", "forbidden", "not found", "conflict", "locked", "unavailable", "unauthorized"}

// String names the kind in English, for logs.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", k)
}

// An Error is a failure with the key of the sentence that explains it.
// Key is a message key of pkg/i18n and Args its arguments by name; neither is
// a sentence itself, so that each reader is answered in the own language.
type Error struct {
	Kind Kind
	Key  string
	Args map[string]any
	Err  error // the cause, for the log; may be nil
}

// E makes an Error. Arguments come in pairs of name and value, as in
// E(Invalid, "number.too_many_decimals", "max", 2).
func E(kind Kind, key string, args ...any) *Error {
	e := &Error{Kind: kind, Key: key}
	if len(args) > 0 {
		e.Args = make(map[string]any, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return e
}

// Because returns a copy of e that carries its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error gives the key and the cause, for logs. It is not for people.
func (e *Error) Error() string {
	s := e.Key
	if len(e.Args) > 0 {
		s += fmt.Sprint(" ", e.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error or Faults in err's chain, and
// Internal if there is none. KindOf(nil) is Internal too: ask err == nil first.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	var f Faults
	if errors.As(err, &f) && len(f) > 0 {
		return f[0].Err.Kind
	}
	return Internal
}

// A Fault is one thing wrong with an input of many parts, and where it is:
// "figures.csv:3", "book.xlsx:Sheet1!B7", or the key of a cell.
type Fault struct {
	Place string
	Err   *Error
}

// Faults are all that is wrong with one input. An input with faults changes
// nothing. Its kind is that of the first.
type Faults []Fault

// Error lists every fault, a line each, for logs.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Place + ": " + x.Err.Error()
	}
	return strings.Join(lines, "\n")
}

// Add notes one more fault.
func (f *Faults) Add(place string, err *Error) { *f = append(*f, Fault{place, err}) }

// Err returns f as an error, nil if nothing is wrong.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
