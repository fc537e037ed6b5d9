package i18n

import (
	"errors"

	"muctieu/pkg/errs"
)

// Error says an error in words. Faults give the words of the first one; see
// Faults for all. What nobody has classified is answered with an apology: its
// text is for the log alone.
func (p *Printer) Error(err error) string {
	var e *errs.Error
	var all errs.Faults
	switch {
	case err == nil:
		return ""
	case errors.As(err, &all) && len(all) > 0:
		e = all[0].Err
	case !errors.As(err, &e):
		return p.T("core.internal")
	}
	if e.Key == "" {
		return p.T("core.internal")
	}
	return p.Message(e.Key, e.Args)
}

// A FaultLine is one fault in words, and where it is.
type FaultLine struct {
	Place string // "figures.csv:3"; may be empty
	Text  string
}

// String gives the line as the command line prints it: "figures.csv:3: …".
func (l FaultLine) String() string {
	if l.Place == "" {
		return l.Text
	}
	return l.Place + ": " + l.Text
}

// Faults says every fault of an error in words, in order. Another error gives
// one line without a place, and nil none.
func (p *Printer) Faults(err error) []FaultLine {
	var all errs.Faults
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &all):
		return []FaultLine{{Text: p.Error(err)}}
	}
	lines := make([]FaultLine, len(all))
	for i, f := range all {
		lines[i] = FaultLine{Place: f.Place, Text: p.Error(f.Err)}
	}
	return lines
}
