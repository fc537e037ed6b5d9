package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

type summaryInput struct {
	Unit     string `path:"unit" doc:"key of the unit" example:"lechan"`
	Period   string `query:"period" required:"true" doc:"2022, 2022-Q1, 2022-M05 or 2022-YTD06" example:"2022-YTD06"`
	AsOf     string `query:"as_of" doc:"a moment in the past, 2022-12-09T10:00:00Z, or a date: its first instant in the server's zone"`
	Lang     string `query:"lang" doc:"vi or en; absent: that of the Accept-Language header or the account"`
	Decimals string `query:"decimals" doc:"of percentages, 0 to 3; 1 if absent"`
	Format   string `query:"format" enum:"json,sdmx-csv" default:"json" doc:"json: the Summary JSON; sdmx-csv: its numbers as SDMX-CSV 1.0"`
}

func (s *Server) registerSummary(api huma.API) {
	operate(s, api, operation[summaryInput, summaryAnswer]{
		id: "summary", tag: tagResults, method: http.MethodGet, path: "/units/{unit}/summary", summary: "Results of a unit's set for a period: tally, rows, sentences, what is missing",
		doc: sdmxResultsDoc, csv: true,
		errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity}, do: s.apiSummary,
	})
}

// A summaryAnswer is the Summary JSON; summaryShape describes it.
type summaryAnswer struct {
	report.Summary
	csv []byte // in place of it; nil: JSON
}

func (a summaryAnswer) sdmx() []byte { return a.csv }

// MarshalJSON gives the same bytes as every other output of the summary.
func (a summaryAnswer) MarshalJSON() ([]byte, error) { return json.Marshal(a.Summary) }

// Schema describes the Summary JSON to readers of the API.
func (summaryAnswer) Schema(r huma.Registry) *huma.Schema { return summarySchema(r) }

func (s *Server) apiSummary(c echo.Context, in *summaryInput) (out summaryAnswer, err error) {
	lang, decimals := langFrom(c), 1
	if in.Lang != "" {
		lang = i18n.ParseLang(in.Lang)
	}
	if in.Decimals != "" {
		if decimals, err = strconv.Atoi(in.Decimals); err != nil {
			return out, errs.E(errs.Invalid, "api.decimals")
		}
	}
	asOf, err := s.moment(in.AsOf)
	if err != nil {
		return out, err
	}
	ctx := c.Request().Context()
	out.Summary, err = s.summary(ctx, unitFrom(c), periodFrom(c), lang, decimals, asOf)
	if err != nil || in.Format != "sdmx-csv" {
		return out, err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return out, err
	}
	out.csv, err = sdmxResults(catalogue.Terms, out.Summary)
	return out, err
}

// summary computes what every page, file and answer about a unit's period
// shows. asOf zero is now.
func (s *Server) summary(ctx context.Context, unit org.Key, p period.Period, lang i18n.Lang, decimals int, asOf time.Time) (report.Summary, error) {
	book, err := s.store.BookFor(ctx, unit, p, 0, 0, asOf)
	if err != nil {
		return report.Summary{}, err
	}
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return report.Summary{}, err
	}
	return report.Build(report.Input{Book: book, Terms: catalogue.Terms, Unit: unit, Period: p, Lang: lang, Decimals: decimals, AsOf: asOf})
}

// moment reads a time, or a date as its first instant in the server's zone;
// the zero time for an empty text.
func (s *Server) moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, s.zone)
	if err != nil {
		return time.Time{}, errs.E(errs.Invalid, "api.as_of", "text", shorten(text, 40))
	}
	return t.UTC(), nil
}
