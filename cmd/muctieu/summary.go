package main

import (
	"io"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/store"
)

type summaryCommand struct {
	Unit     string `name:"unit" required:"" placeholder:"KEY" help:"${help_unit}"`
	Period   string `name:"period" required:"" placeholder:"PERIOD" help:"${help_period}"`
	Decimals int    `name:"decimals" default:"1" help:"${help_decimals}"`
	AsOf     string `name:"as-of" placeholder:"TIME" help:"${help_as_of}"`
	Format   string `name:"format" default:"text" enum:"text,json,csv,xlsx,docx,pdf" help:"${help_summary_format}"`
	Output   string `name:"output" short:"o" placeholder:"FILE" help:"${help_output}"`
}

// Run computes a summary and writes it.
func (c *summaryCommand) Run(p *program) error {
	at, err := period.Parse(c.Period)
	if err != nil {
		return usage{err}
	}
	asOf, err := endOf(c.AsOf, p.zone)
	if err != nil {
		return usage{err}
	}
	if c.Decimals < 0 || c.Decimals > 3 {
		return usage{errs.E(errs.Invalid, "cli.bad_decimals")}
	}
	return p.with(func(s *store.Store) error {
		doc, err := p.document(s, org.Key(c.Unit), at, c.Decimals, asOf)
		if err != nil {
			return err
		}
		if c.Format == "docx" || c.Format == "pdf" {
			if doc.Charts, err = p.charts(doc.Summary); err != nil {
				return err
			}
		}
		if doc.Templates, err = p.templates(s, org.Key(c.Unit), at); err != nil {
			return err
		}
		return p.output(c.Output, func(w io.Writer) error { return export.Write(w, doc, c.Format) })
	})
}

// templates reads the office's own layouts for a unit's reports; the built-in
// ones stand for those it has not.
func (p *program) templates(s *store.Store, unit org.Key, at period.Period) (found export.Templates, err error) {
	for format, to := range map[string]*[]byte{"docx": &found.Word, "xlsx": &found.Sheet} {
		t, err := s.TemplateFor(p.ctx, format, unit, at.Last())
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return found, err
		}
		*to = t.Content
	}
	return found, nil
}

// endOf reads a time, or a date as its last second in a zone: what was known
// "as of the 9th" includes that day. The zero time for an empty text.
func endOf(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, errs.E(errs.Invalid, "cli.bad_as_of", "text", text)
	}
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, -1, 0, zone).UTC(), nil
}
