package main

import (
	"io"
	"time"

	"muctieu/pkg/exchange"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

type workbookCommand struct {
	Unit   string `name:"unit" required:"" placeholder:"KEY" help:"${help_unit}"`
	Period string `name:"period" required:"" placeholder:"PERIOD" help:"${help_period}"`
	Output string `name:"output" short:"o" required:"" placeholder:"FILE" help:"${help_output}"`
}

// Run writes the workbook in which an office enters a unit's period.
func (c *workbookCommand) Run(p *program) error {
	at, err := period.Parse(c.Period)
	if err != nil {
		return usage{err}
	}
	return p.with(func(s *store.Store) error {
		book, err := s.BookFor(p.ctx, org.Key(c.Unit), at, 0, 0, time.Time{})
		if err != nil {
			return err
		}
		catalogue, err := s.Catalogue(p.ctx)
		if err != nil {
			return err
		}
		in := report.Input{Book: book, Terms: catalogue.Terms, Unit: org.Key(c.Unit), Period: at, Lang: p.words.Lang(), Decimals: 1}
		return p.output(c.Output, func(w io.Writer) error { return exchange.Workbook(w, in) })
	})
}
