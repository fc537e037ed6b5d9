package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
)

// A figureAnswer is the newest version of a cell.
type figureAnswer struct {
	Indicator string  `json:"indicator"`
	Value     *string `json:"value" doc:"plain decimal number in the indicator's measure; null when withdrawn or not applicable"`
	Status    string  `json:"status" enum:"estimate,preliminary,official,withdrawn,not_applicable"`
	Version   int     `json:"version" doc:"from 1; 0: nothing is stored"`
	Note      string  `json:"note"`
	Source    string  `json:"source"`
	Origin    string  `json:"origin" doc:"empty, derived or illustrative"`
	Dated     string  `json:"dated" format:"date-time" doc:"from when on it counts"`
	Recorded  string  `json:"recorded" format:"date-time"`
	By        string  `json:"by" doc:"login; empty: the command line"`
}

func newFigureAnswer(f indicator.Figure) figureAnswer {
	a := figureAnswer{
		Indicator: string(f.Indicator), Status: string(f.Status), Version: f.Version, Note: f.Note, Source: f.Source,
		Origin: string(f.Origin), Dated: f.Dated.UTC().Format(time.RFC3339), Recorded: f.Recorded.UTC().Format(time.RFC3339), By: f.By,
	}
	if f.Value != nil {
		value := f.Value.String()
		a.Value = &value
	}
	return a
}

type figuresInput struct {
	Unit   string `path:"unit" doc:"key of the unit" example:"lechan"`
	Period string `query:"period" required:"true" doc:"2022, 2022-Q1, 2022-M05 or 2022-YTD06" example:"2022-YTD06"`
	Format string `query:"format" enum:"json,sdmx-csv" default:"json" doc:"json: a page of figures; sdmx-csv: all of them as SDMX-CSV 1.0"`
	// As in pageInput, which cannot be embedded: the fields of an embedded
	// struct that is not exported are not read.
	Limit  int    `query:"limit" doc:"most figures of the answer, 1 to 1000; 100 if absent"`
	Cursor string `query:"cursor" doc:"the \"next\" of the page before"`
}

type figuresAnswer struct {
	Unit    string         `json:"unit"`
	Period  string         `json:"period"`
	Figures []figureAnswer `json:"figures"`
	Next    string         `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	csv     []byte         // in place of all above; nil: JSON
}

func (a figuresAnswer) sdmx() []byte { return a.csv }

// A cellInput is one cell to save.
type cellInput struct {
	Indicator string  `json:"indicator"`
	Value     *string `json:"value" required:"false" doc:"plain decimal number; null or absent when withdrawn or not applicable"`
	Status    string  `json:"status" doc:"estimate, preliminary, official, withdrawn or not_applicable"`
	Version   int     `json:"version" required:"false" doc:"the newest version seen; 0 or absent: none"`
	Note      *string `json:"note" required:"false" doc:"needed to withdraw a figure and for a softer status; absent: none"`
}

type saveInput struct {
	Unit   string `path:"unit" doc:"key of the unit" example:"lechan"`
	Period string `path:"period" doc:"2022, 2022-Q1, 2022-M05 or 2022-YTD06" example:"2022"`
	Body   struct {
		Cells []cellInput `json:"cells" maxItems:"2000"`
	}
}

type savedAnswer struct {
	figureAnswer
	Added bool `json:"added" doc:"false: this was stored already"`
}

type saveAnswer struct {
	Unit   string        `json:"unit"`
	Period string        `json:"period"`
	Cells  []savedAnswer `json:"cells" doc:"what is stored now, in the order sent"`
}

func (s *Server) registerFigures(api huma.API) {
	operate(s, api, operation[figuresInput, figuresAnswer]{
		id: "figures", tag: tagFigures, method: http.MethodGet, path: "/units/{unit}/figures", summary: "The newest version of every cell of a unit and period",
		doc: sdmxDoc, csv: true,
		errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity}, do: s.apiFigures,
	})
	operate(s, api, operation[saveInput, saveAnswer]{
		id: "save-figures", tag: tagFigures, method: http.MethodPut, path: "/units/{unit}/periods/{period}/figures", summary: "Save cells, all or none",
		doc:    "All cells are taken or none. A cell that equals what is stored adds no version, so a repeat is harmless. 409 lists every cell whose version is not the newest, with both values; 422 every cell that cannot be read; 423: the period is locked.",
		errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusLocked}, do: s.apiSave,
	})
}

func (s *Server) apiFigures(c echo.Context, in *figuresInput) (out figuresAnswer, err error) {
	unit, p := unitFrom(c), periodFrom(c)
	book, err := s.store.Book(c.Request().Context(), store.BookQuery{Units: []indicator.UnitKey{unit}, FromYear: p.Year, ToYear: p.Year})
	if err != nil {
		return out, err
	}
	var figures []indicator.Figure
	for key, f := range book.Figures {
		if key.Unit == unit && key.Period == p {
			figures = append(figures, f)
		}
	}
	slices.SortFunc(figures, func(a, b indicator.Figure) int { return strings.Compare(string(a.Indicator), string(b.Indicator)) })
	out = figuresAnswer{Unit: string(unit), Period: p.String()}
	if in.Format == "sdmx-csv" {
		err = s.addSDMX(c, &out, figures)
		return out, err
	}
	all := make([]figureAnswer, len(figures))
	for i, f := range figures {
		all[i] = newFigureAnswer(f)
	}
	out.Figures, out.Next, err = pageOf(all, func(f figureAnswer) string { return f.Indicator }, pageInput{in.Limit, in.Cursor})
	return out, err
}

func (s *Server) addSDMX(c echo.Context, out *figuresAnswer, figures []indicator.Figure) error {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return err
	}
	out.csv, err = sdmxCSV(catalogue, figures)
	return err
}

func (s *Server) apiSave(c echo.Context, in *saveInput) (out saveAnswer, err error) {
	unit, p, ctx := unitFrom(c), periodFrom(c), c.Request().Context()
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return out, err
	}
	if err := mayEnterCells(c, catalogue, in.Body.Cells); err != nil {
		return out, err
	}
	saved, err := s.store.SaveFigures(ctx, actorFrom(c), unit, p, readCells(catalogue, in.Body.Cells))
	if err != nil {
		return out, placeCells(err, in.Body.Cells)
	}
	out = saveAnswer{Unit: string(unit), Period: p.String(), Cells: make([]savedAnswer, len(saved))}
	for i, cell := range saved {
		out.Cells[i] = savedAnswer{newFigureAnswer(cell.Figure), cell.Added}
	}
	return out, nil
}

// mayEnterCells refuses cells of agencies the caller does not enter for. An
// unknown indicator passes: the store names it as unknown.
func mayEnterCells(c echo.Context, catalogue *indicator.Catalogue, cells []cellInput) error {
	user, place := userFrom(c), placeFrom(c)
	var faults errs.Faults
	for i, cell := range cells {
		known, ok := catalogue.Indicators[indicator.Code(cell.Indicator)]
		if ok && !user.MayEnter(place, known.Agency) {
			faults.Add(cellPlace(i), errs.E(errs.Forbidden, "api.not_your_agency", "agency", known.Agency))
		}
	}
	return faults.Err()
}

// readCells reads numbers. A cell that cannot be read says why, and is refused
// with all others that are wrong.
func readCells(catalogue *indicator.Catalogue, cells []cellInput) []store.CellSave {
	all := make([]store.CellSave, len(cells))
	for i, cell := range cells {
		code := indicator.Code(cell.Indicator)
		all[i] = store.CellSave{Indicator: code, Status: indicator.Status(cell.Status), Note: cell.Note, Version: cell.Version}
		all[i].Value, all[i].Unread = readPlain(cell.Value, catalogue.Indicators[code])
	}
	return all
}

// readPlain reads a number as programs write it. Without a text there is
// neither a value nor a reason; what cannot be read has a reason alone.
func readPlain(text *string, i indicator.Indicator) (value *number.Amount, unread *errs.Error) {
	if text == nil {
		return value, unread
	}
	read, err := number.ParsePlain(*text, i.Decimals)
	if errors.As(err, &unread) {
		return value, unread
	}
	return &read, unread
}

func cellPlace(i int) string { return fmt.Sprintf("body.cells[%d]", i) }

// placeCells names the cells of faults by their places in the request.
func placeCells(err error, cells []cellInput) error {
	var faults errs.Faults
	if !errors.As(err, &faults) {
		return err
	}
	placed := make(errs.Faults, len(faults))
	for i, f := range faults {
		placed[i] = f
		at := slices.IndexFunc(cells, func(c cellInput) bool { return c.Indicator == f.Place })
		if at >= 0 {
			placed[i].Place = cellPlace(at)
		}
	}
	return placed
}

// conflictDetails list every conflicting cell with both values.
func conflictDetails(p *i18n.Printer, conflicts *store.Conflicts) []problemDetail {
	var all []problemDetail
	for _, x := range conflicts.Cells {
		stored := newFigureAnswer(x.Stored)
		d := problemDetail{Location: string(x.Sent.Indicator), Code: "save.conflict", Stored: &stored, Message: p.T("api.conflict_cell", "name", x.Stored.ByName, "version", x.Stored.Version)}
		if x.Sent.Value != nil {
			sent := x.Sent.Value.String()
			d.Sent = &sent
		}
		all = append(all, d)
	}
	return all
}
