package main

import (
	"time"

	"muctieu/pkg/chart"
	"muctieu/pkg/export"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
	"muctieu/web"
)

// document is what a summary's files are made of: the figures of a unit's
// period, the targets of the year after, and what people wrote. It is a draft
// while something is missing. A zero asOf is now.
func (p *program) document(s *store.Store, unit org.Key, at period.Period, decimals int, asOf time.Time) (export.Document, error) {
	book, err := s.BookFor(p.ctx, unit, at, 0, 1, asOf)
	if err != nil {
		return export.Document{}, err
	}
	catalogue, err := s.Catalogue(p.ctx)
	if err != nil {
		return export.Document{}, err
	}
	in := report.Input{Book: book, Terms: catalogue.Terms, Unit: unit, Period: at, Lang: p.words.Lang(), Decimals: decimals, AsOf: asOf}
	summary, err := report.Build(in)
	if err != nil {
		return export.Document{}, err
	}
	targets, err := report.Targets(in)
	if err != nil {
		return export.Document{}, err
	}
	parts, err := p.written(s, unit, at)
	return export.Document{Summary: summary, Parts: parts, NextYear: targets, Draft: !summary.Complete()}, err
}

// written is the outline of a report with what people wrote: the newest
// version of each part, and the answers that explain a miss.
func (p *program) written(s *store.Store, unit org.Key, at period.Period) ([]report.Part, error) {
	prose, err := s.ProseOf(p.ctx, unit, at)
	if err != nil {
		return nil, err
	}
	questions, err := s.Questions(p.ctx, unit, at)
	if err != nil {
		return nil, err
	}
	texts, notes := map[string]string{}, map[string]string{}
	for section, part := range prose {
		texts[section] = part.Text
	}
	for _, q := range questions {
		if n := len(q.Answers); n > 0 && q.InReport {
			notes[q.Indicator] = q.Answers[n-1].Text
		}
	}
	return report.Written(report.DefaultOutline(at, p.words.Lang()), texts, notes), nil
}

// charts draws the board's charts for paper.
func (p *program) charts(summary report.Summary) ([]export.Image, error) {
	renderer, err := chart.NewRenderer(web.Static(), export.ChartFonts())
	if err != nil {
		return nil, err
	}
	return export.ChartsOf(p.ctx, renderer, summary)
}
