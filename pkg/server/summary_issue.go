package server

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/store"
)

// A frozenPart is a written part as it was issued.
type frozenPart struct {
	Text    string    `json:"text"`
	Version int       `json:"version"`
	By      string    `json:"by"`
	Name    string    `json:"name"`
	At      time.Time `json:"at"`
}

// frozen is what an issued report keeps of the summary and the written parts.
// Equal reports give equal texts.
func (w *summaryWork) frozen() (summary, prose string, err error) {
	figures, err := json.Marshal(w.sum)
	if err != nil {
		return "", "", err
	}
	parts := map[string]frozenPart{}
	for section, p := range w.prose {
		parts[section] = frozenPart{p.Text, p.Version, p.By, p.ByName, p.At.UTC()}
	}
	written, err := json.Marshal(parts)
	return string(figures), string(written), err
}

// seen is the mark of what a page shows: a report is only issued as its
// reviewer saw it.
func (w *summaryWork) seen() (string, error) {
	summary, prose, err := w.frozen()
	return store.HashOf(summary, prose), err
}

// asIssued reports whether figures and written parts are still those of an
// issued report.
func (m *summaryMaker) asIssued(r store.Issued) (bool, error) {
	now, err := m.like(r)
	if err != nil {
		return false, err
	}
	seen, err := now.seen()
	return seen == r.Hash, err
}

// issueView asks before a report is issued, with as many points that are still
// to be looked at.
func (m *summaryMaker) issueView(points int) (*issueView, error) {
	seen, err := m.seen()
	if err != nil {
		return nil, err
	}
	v := &issueView{
		Open: m.p.T("summary.issue_open"), Action: m.path("summary/issue", "lang", string(m.scope.lang)), Title: m.p.T("summary.issue_title"),
		Text: m.p.T("summary.issue_text"), Hidden: []choiceView{hidden("seen", seen)}, Word: m.p.T("summary.issue_word"), Cancel: m.p.T("summary.issue_cancel"),
	}
	if !m.sum.Complete() {
		v.Open = m.p.T("summary.issue_open_incomplete")
		v.Know = &fieldView{ID: "know", Name: "know", Type: "checkbox", Options: []choiceView{{Value: "1", Text: m.p.T("summary.issue_know")}}}
	}
	if points > 0 {
		v.Points = m.p.T("summary.issue_points", "count", points)
	}
	return v, nil
}

// issueReport handles POST /units/:unit/summary/issue: figures, written parts
// and files are kept as they are now, under an id that anyone can check.
func (s *Server) issueReport(c echo.Context) error {
	if periodFrom(c).IsZero() {
		return errs.E(errs.Invalid, "report.no_period")
	}
	m, err := s.summaryMaker(c)
	if err != nil {
		return err
	}
	if refused := m.mayIssue(c.FormValue("seen"), c.FormValue("know") == "1"); refused != nil {
		if errs.KindOf(refused) == errs.Internal {
			return refused
		}
		m.notices = []noticeView{{Kind: "fault", Text: m.p.Error(refused)}}
		return m.show(statusOf(refused))
	}
	id, err := m.issue()
	if err != nil {
		return err
	}
	return back(c, m.path("summary", "issued", id))
}

// mayIssue refuses a report without rows, one that is not what the reviewer
// saw, and one that is incomplete without that being known.
func (m *summaryMaker) mayIssue(sawn string, know bool) error {
	seen, err := m.seen()
	switch {
	case err != nil:
		return err
	case len(m.sum.Rows) == 0:
		return errs.E(errs.Invalid, "summary.nothing_to_issue")
	case sawn != seen:
		return errs.E(errs.Conflict, "summary.changed_meanwhile")
	case !m.sum.Complete() && !know:
		return errs.E(errs.Invalid, "summary.incomplete_unknown")
	}
	return nil
}

// mostTries is how often another id is drawn where one is taken already.
const mostTries = 5

// issue makes the files and stores the report.
func (m *summaryMaker) issue() (id string, err error) {
	ctx := m.c.Request().Context()
	r := store.Issued{Unit: m.scope.unit, Period: m.scope.period, Lang: m.scope.lang, Decimals: m.scope.decimals, Incomplete: !m.sum.Complete()}
	if r.Summary, r.Prose, err = m.frozen(); err != nil {
		return "", err
	}
	doc, err := m.document(ctx, true)
	if err != nil {
		return "", err
	}
	doc.Draft, r.Layouts = false, m.layouts
	for range mostTries {
		if r.ID, err = newReportID(m.s.random); err != nil {
			return "", err
		}
		doc.ID, doc.VerifyURL = r.ID, m.s.baseURL(m.c)+verifyPath(r.ID)
		if r.Files, err = m.files(doc); err != nil {
			return "", err
		}
		if err = m.s.store.Issue(ctx, actorFrom(m.c), r); errs.KindOf(err) != errs.Conflict {
			break
		}
	}
	return r.ID, err
}

// files makes every format of a document.
func (w *summaryWork) files(doc export.Document) ([]store.IssuedFile, error) {
	files := make([]store.IssuedFile, len(export.Formats))
	for i, format := range export.Formats {
		f, err := w.write(doc, format)
		if err != nil {
			return nil, err
		}
		files[i] = store.IssuedFile{Format: format.Name, Name: f.name, Content: f.body}
	}
	return files, nil
}

// reportLetters are those that are not taken for one another when a code is
// read from paper: no 0 O, 1 I L, U V.
const reportLetters = "23456789ABCDEFGHJKMNPQRSTWXYZ"

// reportIDLetters is how many a code has, in two groups of four.
const reportIDLetters = 8

// newReportID draws a code such as "K7M3-9QXT". Letters are equally likely:
// bytes past the last whole run of the alphabet are drawn again.
func newReportID(random io.Reader) (string, error) {
	const whole = 256 - 256%len(reportLetters)
	id := make([]byte, 0, reportIDLetters+1)
	var b [1]byte
	for len(id) < reportIDLetters+1 {
		if len(id) == reportIDLetters/2 {
			id = append(id, '-')
		}
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", err
		}
		if int(b[0]) < whole {
			id = append(id, reportLetters[int(b[0])%len(reportLetters)])
		}
	}
	return string(id), nil
}

// issuedPath is the address of a file of an issued report.
func (w *summaryWork) issuedPath(id, format string) string {
	return "/units/" + url.PathEscape(string(w.scope.unit)) + "/summary/issued/" + url.PathEscape(id) + "/" + format + "?period=" + w.scope.period.String()
}

// issuedFile handles GET /units/:unit/summary/issued/:id/:format: exactly the
// bytes that were issued.
func (s *Server) issuedFile(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := s.store.IssuedReport(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if r.Unit != unitFrom(c) || !slices.ContainsFunc(r.Files, func(f store.IssuedFile) bool { return f.Format == c.Param("format") }) {
		return errs.E(errs.NotFound, "store.no_such_report")
	}
	f, err := s.store.IssuedFile(ctx, r.ID, c.Param("format"))
	if err != nil {
		return err
	}
	format, err := export.FormatNamed(f.Format)
	if err != nil {
		return err
	}
	return attach(c, servedFile{f.Name, string(r.Unit) + "-" + r.Period.String() + "-" + r.ID + format.Extension, format.ContentType, f.Content})
}
