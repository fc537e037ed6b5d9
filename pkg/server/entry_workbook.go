package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// An uploadView is the dot of entry/upload.
type uploadView struct {
	page
	Action  string
	Back    string
	File    fieldView
	Preview *previewView // nil: nothing was handed in yet
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// workbook handles GET /units/:unit/entry/workbook: the period as a workbook in
// which only the cells to be entered are open.
func (s *Server) workbook(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry/workbook"); done {
		return err
	}
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	in := report.Input{Book: w.book, Terms: w.catalogue.Terms, Unit: w.place.Unit, Period: w.period, Lang: w.p.Lang(), Decimals: 1}
	if err := exchange.Workbook(&body, in); err != nil {
		return err
	}
	name := w.p.T("entry.workbook_name", "unit", string(w.place.Unit), "period", w.period.String())
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition(name, "workbook.xlsx"))
	return c.Blob(http.StatusOK, workbookType, body.Bytes())
}

// uploadPage handles GET /units/:unit/entry/upload.
func (s *Server) uploadPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "entry/upload"); done {
		return err
	}
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	return w.showUpload(http.StatusOK, nil, nil)
}

// upload handles POST /units/:unit/entry/upload: what a workbook would change,
// in the same preview as a paste. Nothing is saved before that is accepted.
func (s *Server) upload(c echo.Context) error {
	w, err := s.entry(c)
	if err != nil {
		return err
	}
	file, err := uploaded(c, "file")
	if err != nil {
		return w.showUpload(http.StatusUnprocessableEntity, nil, []string{w.p.T("entry.upload_missing")})
	}
	batch := exchange.Read(file)
	if batch.Foreign() {
		return w.readOwnTable(file)
	}
	change, found, err := w.readWorkbook(batch)
	var faults errs.Faults
	switch {
	case errors.As(err, &faults):
		return w.showUpload(http.StatusUnprocessableEntity, nil, w.faultLines(faults))
	case err != nil:
		return err
	case !w.ownFigures(change, batch.Emptied()):
		return w.showUpload(http.StatusUnprocessableEntity, nil, []string{w.p.T("entry.upload_other", "period", w.p.Period(w.period), "unit", w.sum.Unit.Name)})
	}
	cells := w.cellsFrom(change.Figures, batch.Emptied())
	if len(cells) == 0 {
		return w.showUpload(http.StatusOK, nil, []string{w.p.T("entry.upload_nothing")})
	}
	var doubts []string
	if lines := found.Warnings(w.p); len(lines) > 0 {
		doubts = append([]string{w.p.T("entry.upload_doubts")}, lines...)
	}
	return w.showUpload(http.StatusOK, cells, doubts)
}

// faultLines say what a file was refused for, a line each.
func (w *entryWork) faultLines(faults errs.Faults) []string {
	lines := []string{w.p.T("entry.upload_faults")}
	for _, line := range w.p.Faults(faults) {
		lines = append(lines, line.String())
	}
	return lines
}

// uploaded reads the file of a form.
func uploaded(c echo.Context, field string) (exchange.File, error) {
	header, err := c.FormFile(field)
	if err != nil {
		return exchange.File{}, err
	}
	opened, err := header.Open()
	if err != nil {
		return exchange.File{}, err
	}
	defer opened.Close()
	raw, err := io.ReadAll(opened)
	return exchange.File{Name: header.Filename, Data: raw}, err
}

// errLookOnly ends a change that was only asked what it would do.
var errLookOnly = errors.New("nothing is to be written")

// readWorkbook asks what a file would change, and changes nothing.
func (w *entryWork) readWorkbook(batch *exchange.Batch) (change indicator.Change, found exchange.Report, err error) {
	err = w.s.store.Change(w.c.Request().Context(), actorFrom(w.c), func(st *indicator.State) (indicator.Change, error) {
		var refused error
		if change, found, refused = exchange.Decide(st, batch); refused != nil {
			return indicator.Change{}, refused
		}
		return indicator.Change{}, errLookOnly
	})
	if errors.Is(err, errLookOnly) {
		err = nil
	}
	return change, found, err
}

// ownFigures reports whether a change, and the cells that were emptied, are
// about figures of this unit and period alone.
func (w *entryWork) ownFigures(change indicator.Change, emptied []exchange.EmptiedCell) bool {
	for _, e := range emptied {
		if e.Unit != w.place.Unit || e.Period != w.period {
			return false
		}
	}
	for _, f := range change.Figures {
		if f.Unit != w.place.Unit || f.Period != w.period {
			return false
		}
	}
	return len(change.Units)+len(change.Successions)+len(change.Levels)+len(change.Terms)+len(change.Indicators)+len(change.Sets)+len(change.Tiles)+len(change.Outlines)+len(change.Plans) == 0
}

// cellsFrom makes cells of figures and of cells that were emptied, in the
// set's order.
func (w *entryWork) cellsFrom(figures []indicator.Figure, emptied []exchange.EmptiedCell) []*pastedCell {
	var cells []*pastedCell
	for _, row := range w.sum.Rows {
		for _, f := range figures {
			if f.Indicator != row.Code || f.Status == indicator.Withdrawn {
				continue
			}
			p := &pastedCell{row: row, text: "x", version: w.figure(row.Code).Version, fixed: w.readOnly(row), note: f.Note}
			if f.Value != nil {
				p.text, p.status = typedForm(*f.Value, row.Result.Indicator), string(f.Status)
			}
			cells = append(cells, p)
		}
		for _, e := range emptied {
			if stored := w.figure(row.Code); e.Indicator == row.Code && stored.Version > 0 && stored.Status != indicator.Withdrawn {
				cells = append(cells, &pastedCell{row: row, text: clearedText, clears: true, version: e.Seen, fixed: w.readOnly(row)})
			}
		}
	}
	w.judge(cells)
	return cells
}

// lines puts cells back into the form in which a block is pasted.
func (w *entryWork) lines(cells []*pastedCell) string {
	texts := make([]string, len(w.sum.Rows))
	for i, row := range w.sum.Rows {
		for _, p := range cells {
			if p.row.Code == row.Code {
				texts[i] = p.text
			}
		}
	}
	return strings.Join(texts, "\n")
}

func (w *entryWork) showUpload(status int, cells []*pastedCell, said []string) (err error) {
	v := uploadView{Action: w.path("entry/upload"), Back: w.path("entry")}
	v.File = fieldView{ID: "file", Name: "file", Label: w.p.T("entry.upload_file"), Type: "file", Accept: ".xlsx,.csv", Required: true}
	if v.page, err = w.frame("entry/upload"); err != nil {
		return err
	}
	if cells != nil {
		v.Preview = w.preview(cells, nil)
		v.Preview.Title = w.p.T("mapping.preview_title", "count", len(cells))
		v.Preview.About = w.p.T("mapping.preview_about", "unit", w.sum.Unit.Name, "period", w.p.Period(w.period))
		if len(said) > 0 {
			v.Preview.Faults = []noticeView{{Kind: "warning", Text: said[0], List: said[1:]}}
		}
		v.Preview.Hidden = []choiceView{hidden("text", w.lines(cells)), hidden("start", string(w.sum.Rows[0].Code))}
	} else if len(said) > 0 {
		v.Notices = append(v.Notices, noticeView{Kind: "fault", Text: said[0], List: said[1:]})
	}
	return w.s.templates.render(w.c, status, "entry/upload", v)
}
