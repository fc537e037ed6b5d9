package server

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// verifyRate is how many reports one address may check in a minute: enough
// for an office behind one address, too few to try codes out.
const verifyRate = 60

// verifyPath is the public address that checks an issued report.
func verifyPath(id string) string { return "/verify/" + url.PathEscape(id) }

// A verifyView is the dot of verify/verify: the public page on which anyone
// can check whether a report was issued. It shows nothing else.
type verifyView struct {
	page
	Lead   string
	Result *noticeView // what the check found
	Facts  []linkView  // name and value of what is known of the report
	Files  []verifyFileView
	Action string // of the form: this report's address, or the page itself
	Field  fieldView
	Pick   fieldView // a file, read in the browser alone
}

// A verifyFileView is one file of an issued report.
type verifyFileView struct {
	Name  string
	Hash  string
	Match bool // the hash that was asked about
}

var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// limitVerify refuses an address that checks too often.
func (s *Server) limitVerify(c echo.Context) error {
	if after, _ := s.verifying.take(c.RealIP(), s.now()); after > 0 {
		return newTooMany("verify.too_many", after)
	}
	return nil
}

// verifyForm handles GET /verify: a code leads to its report, the hash of a
// file to the report the file belongs to.
func (s *Server) verifyForm(c echo.Context) error {
	asked := strings.TrimSpace(c.QueryParam("code"))
	if asked == "" {
		return s.showVerify(c, http.StatusOK, s.newVerifyView(c, "/verify"))
	}
	if err := s.limitVerify(c); err != nil {
		return err
	}
	hash := strings.ToLower(asked)
	if !hexHash.MatchString(hash) {
		return back(c, verifyPath(readReportID(asked)))
	}
	id, _, err := s.store.IssuedWithFile(c.Request().Context(), hash)
	if errs.KindOf(err) == errs.NotFound && err != nil {
		v := s.newVerifyView(c, "/verify")
		v.Field.Value = asked
		v.Result = &noticeView{Kind: "fault", Text: v.T("verify.no_such_file")}
		return s.showVerify(c, http.StatusNotFound, v)
	}
	if err != nil {
		return err
	}
	return back(c, verifyPath(id)+"?code="+hash)
}

// readReportID reads a code as people type it: small letters, blanks and other
// lines between the groups do not matter.
func readReportID(text string) string {
	letters := strings.Map(func(r rune) rune {
		if strings.ContainsRune(reportLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(shorten(text, 64)))
	if len(letters) != reportIDLetters {
		return "0" // no code has this letter: it is answered like any that was not issued
	}
	return letters[:reportIDLetters/2] + "-" + letters[reportIDLetters/2:]
}

// verifyReport handles GET /verify/:id: whether a report of this code was
// issued, for which unit and period and when, and the hashes of its files. A
// hash in the query is compared with them.
func (s *Server) verifyReport(c echo.Context) error {
	if err := s.limitVerify(c); err != nil {
		return err
	}
	r, err := s.store.IssuedReport(c.Request().Context(), readReportID(c.Param("id")))
	v := s.newVerifyView(c, "/verify")
	switch {
	case err == nil:
	case errs.KindOf(err) == errs.NotFound:
		v.Result = &noticeView{Kind: "fault", Text: v.T("verify.not_issued")}
		return s.showVerify(c, http.StatusNotFound, v)
	default:
		return err
	}
	if err := s.fillVerified(c, &v, r); err != nil {
		return err
	}
	v.Action = verifyPath(r.ID)
	asked := strings.ToLower(strings.TrimSpace(c.QueryParam("code")))
	if asked == "" {
		return s.showVerify(c, http.StatusOK, v)
	}
	if !hexHash.MatchString(asked) {
		return back(c, verifyPath(readReportID(asked)))
	}
	v.Field.Value = asked
	v.Result = &noticeView{Kind: "fault", Text: v.T("verify.file_differs", "id", r.ID)}
	for i := range v.Files {
		if v.Files[i].Hash == asked {
			v.Files[i].Match = true
			v.Result = &noticeView{Kind: "done", Text: v.T("verify.file_same", "id", r.ID)}
		}
	}
	return s.showVerify(c, http.StatusOK, v)
}

func (s *Server) newVerifyView(c echo.Context, action string) verifyView {
	v := verifyView{page: s.plainPage(c, printerFrom(c).T("verify.title")), Lead: printerFrom(c).T("verify.lead"), Action: action}
	v.Field = fieldView{ID: "code", Name: "code", Label: v.T("verify.code"), Help: v.T("verify.code_help"), Required: true}
	v.Pick = fieldView{ID: "file", Name: "file", Label: v.T("verify.file"), Type: "file", Help: v.T("verify.file_help")}
	return v
}

// fillVerified says what is public about an issued report.
func (s *Server) fillVerified(c echo.Context, v *verifyView, r store.Issued) error {
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return err
	}
	p := printerFrom(c)
	v.Result = &noticeView{Kind: "done", Text: p.T("verify.issued", "id", r.ID)}
	v.Facts = []linkView{
		{Text: p.T("verify.id"), Count: r.ID},
		{Text: p.T("verify.unit"), Count: report.NameOf(catalogue.Tree, catalogue.Terms, r.Unit, r.Period.Last(), p.Lang()).Name},
		{Text: p.T("verify.period"), Count: p.Period(r.Period)},
		{Text: p.T("verify.at"), Count: p.DateTime(r.At, s.zone)},
	}
	if r.Incomplete {
		v.Facts = append(v.Facts, linkView{Text: p.T("verify.state"), Count: p.T("verify.incomplete")})
	}
	for _, format := range export.Formats {
		for _, f := range r.Files {
			if f.Format == format.Name {
				v.Files = append(v.Files, verifyFileView{Name: p.T("summary.format_" + f.Format), Hash: f.SHA256})
			}
		}
	}
	return nil
}

func (s *Server) showVerify(c echo.Context, status int, v verifyView) error {
	c.Response().Header().Add("Vary", "Accept-Language, Cookie")
	return s.templates.render(c, status, "verify/verify", v)
}
