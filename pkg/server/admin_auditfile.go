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

// auditBookMost is how many rows of the audit one workbook holds. A CSV file
// holds any number.
const auditBookMost = 200_000

var auditColumns = []string{"id", "time", "login", "name", "from", "action", "object", "before", "after", "reason", "prev_hash", "hash"}

// auditFile handles GET /admin/audit.csv: the rows the filters choose, newest
// first, with the hashes that chain them.
func (s *Server) auditFile(c echo.Context) error {
	filter, err := s.auditFilter(c)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	setAuditName(h, "csv")
	c.Response().WriteHeader(http.StatusOK)
	w := csv.NewWriter(c.Response())
	if err := w.Write(auditColumns); err != nil {
		return err
	}
	for record, err := range s.auditRecords(c.Request().Context(), filter) {
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

func setAuditName(h http.Header, extension string) {
	h.Set(echo.HeaderContentDisposition, `attachment; filename="audit.`+extension+`"; filename*=UTF-8''`+url.PathEscape("nhat-ky."+extension))
}

// auditBook handles GET /admin/audit.xlsx: the same rows as a workbook, with
// heads in the language of the page; no cell computes.
func (s *Server) auditBook(c echo.Context) error {
	filter, err := s.auditFilter(c)
	if err != nil {
		return err
	}
	p := printerFrom(c)
	heads := make([]string, len(auditColumns))
	for i, name := range auditColumns {
		heads[i] = p.T("signin.audit_" + name)
	}
	var buf bytes.Buffer
	sheet := export.Sheet{Name: p.T("admin.audit"), Heads: heads, Widths: []float64{8, 19, 14, 24, 16, 18, 34, 40, 40, 30, 20, 20}, Rows: s.auditBookRows(c.Request().Context(), filter)}
	if err := export.SheetXLSX(&buf, sheet); err != nil {
		return err
	}
	setAuditName(c.Response().Header(), "xlsx")
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buf.Bytes())
}

// auditBookRows are the rows of a workbook. More than it holds are an error:
// Invalid, "signin.audit_too_many" {most}.
func (s *Server) auditBookRows(ctx context.Context, filter store.AuditFilter) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		n := 0
		for record, err := range s.auditRecords(ctx, filter) {
			if n++; err == nil && n > auditBookMost {
				err = errs.E(errs.Invalid, "signin.audit_too_many", "most", auditBookMost)
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// auditRecords reads rows page by page, so that a long audit does not have to
// lie in memory.
func (s *Server) auditRecords(ctx context.Context, filter store.AuditFilter) iter.Seq2[[]string, error] {
	filter.Limit = 1000
	return func(yield func([]string, error) bool) {
		for {
			rows, err := s.store.Audit(ctx, filter)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range rows {
				record := []string{strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339), r.Login, r.Name, r.From, r.Action, r.Object, r.Before, r.After, r.Reason, r.PrevHash, r.Hash}
				if !yield(record, nil) {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			filter.Below = rows[len(rows)-1].ID
		}
	}
}

// plainText keeps a spreadsheet from taking text for a formula.
func plainText(s string) string {
	if s != "" && strings.ContainsRune("'=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
