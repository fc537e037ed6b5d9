package exchange

import (
	"strconv"
	"time"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/org"
)

// Short names for the rows that are sorted.
type (
	successionOf = org.Succession
	termOf       = i18n.Term
)

func whole(n int) field { return field{strconv.Itoa(n), true} }

// day writes a date; an open one is empty.
func day(t time.Time) field {
	if t.IsZero() {
		return field{}
	}
	return word(t.Format(time.DateOnly))
}

func instant(t time.Time) field { return word(t.UTC().Format(time.RFC3339)) }

// value writes an amount, or nothing.
func value(a *number.Amount) field {
	if a == nil {
		return field{}
	}
	return field{a.String(), true}
}

func exportPlans(s Stored, write func([]field) error) error {
	return s.EachPlan(func(p indicator.Plan) error {
		// "=" is left out: a spreadsheet would take it for a formula.
		operator, low := p.Target.Operator, value(&p.Target.Low)
		switch {
		case p.Withdrawn:
			operator, low = takenBack, field{}
		case operator == indicator.Equal:
			operator = ""
		}
		d := p.Decision
		return write([]field{
			word(p.Unit), word(p.Indicator), whole(p.Year), word(p.Level), word(operator), low, value(p.Target.High), word(p.Basis),
			word(d.Number), day(d.Date), word(d.Issuer), word(d.Title), word(p.Source), word(p.Origin), word(p.PriceBasis), word(p.Note),
			instant(p.Dated), whole(p.Version),
		})
	})
}

func exportFigures(s Stored, write func([]field) error) error {
	return s.EachFigure(func(f indicator.Figure) error {
		return write([]field{
			word(f.Unit), word(f.Indicator), word(f.Period.String()), value(f.Value), word(f.Status),
			word(f.Source), word(f.Origin), word(f.Note), instant(f.Dated), whole(f.Version),
		})
	})
}
