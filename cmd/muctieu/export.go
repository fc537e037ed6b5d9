package main

import (
	"io"
	"strings"

	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

type exportCommand struct {
	Kind   exchange.Kind   `arg:"" enum:"units,successions,levels,terms,tiles,indicators,sets,plans,figures" help:"${help_kind}"`
	Format exchange.Format `name:"format" enum:"csv,xlsx," default:"" help:"${help_format}"`
	Output string          `name:"output" short:"o" placeholder:"FILE" help:"${help_output}"`
}

// Run writes everything of a kind.
func (c *exportCommand) Run(p *program) error {
	if c.Format == "" {
		c.Format = exchange.CSV
		if strings.HasSuffix(strings.ToLower(c.Output), ".xlsx") {
			c.Format = exchange.XLSX
		}
	}
	return p.with(func(s *store.Store) error {
		catalogue, err := s.Catalogue(p.ctx)
		if err != nil {
			return err
		}
		stored := exchange.Stored{
			Catalogue:  catalogue,
			EachFigure: func(take func(indicator.Figure) error) error { return s.EachFigure(p.ctx, take) },
			EachPlan:   func(take func(indicator.Plan) error) error { return s.EachPlan(p.ctx, take) },
		}
		return p.output(c.Output, func(w io.Writer) error { return exchange.Export(w, c.Format, c.Kind, stored) })
	})
}
