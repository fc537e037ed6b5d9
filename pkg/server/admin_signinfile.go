package server

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/store"
)

var signInColumns = []string{"id", "time", "login", "method", "outcome", "address", "agent"}

// signInsFile handles GET /admin/sign-ins.csv: the records the filters choose.
func (s *Server) signInsFile(c echo.Context) error { return s.signInsAs(c, recordFile.sendCSV) }

// signInsBook handles GET /admin/sign-ins.xlsx.
func (s *Server) signInsBook(c echo.Context) error { return s.signInsAs(c, recordFile.sendBook) }

func (s *Server) signInsAs(c echo.Context, send func(recordFile, echo.Context) error) error {
	filter, err := s.signInFilter(c)
	if err != nil {
		return err
	}
	return send(recordFile{name: "sign-ins", shown: "nhat-ky-dang-nhap", title: "signin.title", columns: signInColumns, heads: "signin.file_",
		widths: []float64{8, 19, 20, 12, 14, 20, 60}, records: s.signInRecords(c.Request().Context(), filter)}, c)
}

func (s *Server) signInRecords(ctx context.Context, filter store.SignInFilter) iter.Seq2[[]string, error] {
	filter.Limit = recordsAtOnce
	next := func() ([]store.SignIn, error) {
		rows, err := s.store.SignIns(ctx, filter)
		if len(rows) > 0 {
			filter.Below = rows[len(rows)-1].ID
		}
		return rows, err
	}
	return paged(next, func(r store.SignIn) []string {
		return []string{strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339), r.Login, string(r.Method), r.Outcome, r.Address, r.Agent}
	})
}
