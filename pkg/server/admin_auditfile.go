package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/store"
)

// recordsMost is how many rows of a log one workbook holds. A CSV file holds
// any number.
const recordsMost = 200_000

// A recordFile is a log as a file: what the filters chose, newest first.
type recordFile struct {
	name, shown string // of the file, without its extension: plain, and in Vietnamese
	title       string // key of the sheet's name
	columns     []string
	heads       string    // prefix of the keys that name the columns
	widths      []float64 // of the sheet
	records     iter.Seq2[[]string, error]
}

func (f recordFile) setName(h http.Header, extension string) {
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+f.name+"."+extension+`"; filename*=UTF-8''`+url.PathEscape(f.shown+"."+extension))
}

// sendCSV answers with the rows as they come out of the database.
func (f recordFile) sendCSV(c echo.Context) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	f.setName(h, "csv")
	c.Response().WriteHeader(http.StatusOK)
	w := csv.NewWriter(c.Response())
	if err := w.Write(f.columns); err != nil {
		return err
	}
	for record, err := range f.records {
		if err != nil {
			return err
		}
		for i := range record {
			record[i] = plainText(record[i])
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// sendBook answers with the same rows as a workbook, with heads in the
// language of the page; no cell computes.
func (f recordFile) sendBook(c echo.Context) error {
	p := printerFrom(c)
	heads := make([]string, len(f.columns))
	for i, name := range f.columns {
		heads[i] = p.T(f.heads + name)
	}
	var buf bytes.Buffer
	if err := export.SheetXLSX(&buf, export.Sheet{Name: p.T(f.title), Heads: heads, Widths: f.widths, Rows: atMost(recordsMost, f.records)}); err != nil {
		return err
	}
	f.setName(c.Response().Header(), "xlsx")
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buf.Bytes())
}

// atMost gives rows of a workbook. More than it holds are an error: Invalid,
// "signin.audit_too_many" {most}.
func atMost(most int, records iter.Seq2[[]string, error]) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		n := 0
		for record, err := range records {
			if n++; err == nil && n > most {
				err = errs.E(errs.Invalid, "signin.audit_too_many", "most", most)
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// recordsAtOnce is how many rows of a log are read at once.
const recordsAtOnce = 1000

// paged gives the records of rows that next reads page by page, so that a long
// log does not have to lie in memory. A page without rows is the end.
func paged[R any](next func() ([]R, error), record func(R) []string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for {
			rows, err := next()
			if err != nil {
				yield(nil, err)
				return
			}
			if len(rows) == 0 {
				return
			}
			for _, r := range rows {
				if !yield(record(r), nil) {
					return
				}
			}
		}
	}
}

var auditColumns = []string{"id", "time", "login", "name", "from", "action", "object", "before", "after", "reason", "prev_hash", "hash"}

// auditFile handles GET /admin/audit.csv: the rows the filters choose, with
// the hashes that chain them.
func (s *Server) auditFile(c echo.Context) error { return s.auditAs(c, recordFile.sendCSV) }

// auditBook handles GET /admin/audit.xlsx.
func (s *Server) auditBook(c echo.Context) error { return s.auditAs(c, recordFile.sendBook) }

func (s *Server) auditAs(c echo.Context, send func(recordFile, echo.Context) error) error {
	filter, err := s.auditFilter(c)
	if err != nil {
		return err
	}
	return send(recordFile{name: "audit", shown: "nhat-ky", title: "admin.audit", columns: auditColumns, heads: "signin.audit_",
		widths: []float64{8, 19, 14, 24, 16, 18, 34, 40, 40, 30, 20, 20}, records: s.auditRecords(c.Request().Context(), filter)}, c)
}

func (s *Server) auditRecords(ctx context.Context, filter store.AuditFilter) iter.Seq2[[]string, error] {
	filter.Limit = recordsAtOnce
	next := func() ([]store.AuditRow, error) {
		rows, err := s.store.Audit(ctx, filter)
		if len(rows) > 0 {
			filter.Below = rows[len(rows)-1].ID
		}
		return rows, err
	}
	return paged(next, func(r store.AuditRow) []string {
		return []string{strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339), r.Login, r.Name, r.From, r.Action, r.Object, r.Before, r.After, r.Reason, r.PrevHash, r.Hash}
	})
}

// plainText keeps a spreadsheet from taking text for a formula.
func plainText(s string) string {
	if s != "" && strings.ContainsRune("'=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
