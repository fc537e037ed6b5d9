package server

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
)

// filePages are the routes that answer with a file: it is sent as it is, so
// that its bytes are those of its validator.
var filePages = map[string]bool{
	"/units/:unit/summary/file":               true,
	"/units/:unit/summary/zip":                true,
	"/units/:unit/summary/issued/:id/:format": true,
	"/units/:unit/summary/all/:id/zip":        true,
	"/units/:unit/summary/templates/file":     true,
	"/units/:unit/summary/templates/starter":  true,
}

// A servedFile is one file to be downloaded.
type servedFile struct {
	name     string // as people see it, with its ending
	fallback string // the same in plain letters, for old programs
	kind     string // content type
	body     []byte
}

// attach answers with a file: as an attachment, under its own name, with a
// validator made of its content.
func attach(c echo.Context, f servedFile) error {
	h := c.Response().Header()
	sum := sha256.Sum256(f.body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
	h.Set("ETag", tag)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Cookie")
	if tagListed(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set(echo.HeaderContentDisposition, disposition(f.name, f.fallback))
	return c.Blob(http.StatusOK, f.kind, f.body)
}

// disposition names a file in both ways of RFC 6266: in plain letters, and in
// full as RFC 5987 writes it.
func disposition(name, fallback string) string {
	return `attachment; filename="` + fallback + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// mostNameLetters keeps a name within what file systems take, in bytes, with
// its ending and in any script.
const mostNameLetters = 80

// safeName takes out of a name what file systems do not allow in one.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) || r == '\u202E' || r == '\u202D' || r == '\u200F' {
			return '-'
		}
		return r
	}, name)
	if letters := []rune(name); len(letters) > mostNameLetters {
		name = string(letters[:mostNameLetters])
	}
	return strings.Trim(name, " .-")
}

// names gives the file names of a summary without their endings: in words, and
// in plain letters.
func (w *summaryWork) names() (full, plain string) {
	full = safeName(w.p.T("summary.file_name", "period", w.p.Period(w.scope.period), "unit", w.sum.Unit.Name))
	return full, string(w.scope.unit) + "-" + w.scope.period.String()
}

// write makes one file of a summary.
func (w *summaryWork) write(doc export.Document, f export.Format) (servedFile, error) {
	var body bytes.Buffer
	if err := f.Write(&body, doc); err != nil {
		return servedFile{}, err
	}
	full, plain := w.names()
	return servedFile{full + f.Extension, plain + f.Extension, f.ContentType, body.Bytes()}, nil
}

// drawn reports whether a format prints the charts of a document.
func drawn(format string) bool { return format == "docx" || format == "pdf" }

// summaryFile handles GET /units/:unit/summary/file: the report in one format.
func (s *Server) summaryFile(c echo.Context) error {
	format, err := export.FormatNamed(c.QueryParam("format"))
	if err != nil {
		return err
	}
	w, err := s.askedSummary(c)
	if err != nil {
		return err
	}
	doc, err := w.document(c.Request().Context(), drawn(format.Name))
	if err != nil {
		return err
	}
	f, err := w.write(doc, format)
	if err != nil {
		return err
	}
	return attach(c, f)
}

// askedSummary reads the summary an address asks for.
func (s *Server) askedSummary(c echo.Context) (*summaryWork, error) {
	scope, err := s.scopeOf(c)
	if err != nil {
		return nil, err
	}
	if scope.period.IsZero() {
		return nil, errs.E(errs.Invalid, "report.no_period")
	}
	return s.summaryWork(c.Request().Context(), scope)
}

// summaryZip handles GET /units/:unit/summary/zip: Word, Excel and PDF in one.
func (s *Server) summaryZip(c echo.Context) error {
	w, err := s.askedSummary(c)
	if err != nil {
		return err
	}
	f, err := w.zip(c.Request().Context())
	if err != nil {
		return err
	}
	return attach(c, f)
}

// zippedFormats are the files of the one button for the night before a
// session.
var zippedFormats = []string{"docx", "xlsx", "pdf"}

// zipTime is the time of files in an archive: the earliest it can say, so that
// equal reports give equal bytes.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func (w *summaryWork) zip(ctx context.Context) (servedFile, error) {
	doc, err := w.document(ctx, true)
	if err != nil {
		return servedFile{}, err
	}
	var body bytes.Buffer
	z := zip.NewWriter(&body)
	for _, name := range zippedFormats {
		if err := w.addTo(z, doc, name, ""); err != nil {
			return servedFile{}, err
		}
	}
	if err := z.Close(); err != nil {
		return servedFile{}, err
	}
	full, plain := w.names()
	return servedFile{full + ".zip", plain + ".zip", "application/zip", body.Bytes()}, nil
}

// addTo puts one file of a summary into an archive, in a folder if one is
// named.
func (w *summaryWork) addTo(z *zip.Writer, doc export.Document, format, folder string) error {
	f, err := export.FormatNamed(format)
	if err != nil {
		return err
	}
	file, err := w.write(doc, f)
	if err != nil {
		return err
	}
	to, err := z.CreateHeader(&zip.FileHeader{Name: folder + file.name, Method: zip.Deflate, Modified: zipTime})
	if err != nil {
		return err
	}
	_, err = to.Write(file.body)
	return err
}
