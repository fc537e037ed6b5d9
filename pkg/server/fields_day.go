package server

import (
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// dayForm is how people here write a day, in either language. A browser's own
// date field follows the browser's language instead: 07/12/2022 would be a day
// in July where it is set to American English.
const dayForm = "02/01/2006"

// dayForms are what a date field may hold: the day as people write and type
// it, and as programs do.
var dayForms = []string{"2/1/2006", "2-1-2006", "2.1.2006", "02012006", time.DateOnly}

// asDay makes a question one for a day. It is typed; a button opens the
// browser's calendar.
func asDay(p *i18n.Printer, f fieldView) fieldView {
	f.Type, f.Short, f.Mode = "date", true, "numeric"
	f.Form, f.Pick = p.T("server.day_form"), p.T("server.day_pick", "name", f.Label)
	return f
}

// dayValue is a day as date fields show it; empty for the zero time.
func dayValue(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dayForm)
}

// readDay reads a date field; the zero time where it is empty.
func readDay(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range dayForms {
		if t, err := time.Parse(form, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errs.E(errs.Invalid, "admin.day_form", "text", shorten(text, 40))
}
