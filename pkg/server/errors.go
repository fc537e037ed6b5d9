package server

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// statuses is the one place where kinds of failure become HTTP.
var statuses = map[errs.Kind]int{
	errs.Internal:     http.StatusInternalServerError,
	errs.Invalid:      http.StatusUnprocessableEntity,
	errs.Forbidden:    http.StatusForbidden,
	errs.NotFound:     http.StatusNotFound,
	errs.Conflict:     http.StatusConflict,
	errs.Locked:       http.StatusLocked,
	errs.Unavailable:  http.StatusServiceUnavailable,
	errs.Unauthorized: http.StatusUnauthorized,
}

// A tooMany refuses one request too many.
type tooMany struct {
	cause *errs.Error
	after int // seconds until one may try again
}

// Error gives the key, for the log.
func (t *tooMany) Error() string { return t.cause.Error() }

// Unwrap gives the error that says so.
func (t *tooMany) Unwrap() error { return t.cause }

func newTooMany(key string, after int) *tooMany {
	return &tooMany{errs.E(errs.Unavailable, key, "minutes", (after+59)/60, "seconds", after), after}
}

// A failure is an error ready to be answered.
type failure struct {
	status int
	words  string   // the sentence
	list   []string // every fault of an input with several
	faults errs.Faults
}

// newFailure finds status and words of an error. Of an error nobody has
// classified nothing is shown.
func newFailure(err error, p *i18n.Printer) failure {
	var faults errs.Faults
	var e *errs.Error
	var h *echo.HTTPError
	var many *tooMany
	switch {
	case errors.As(err, &many):
		return failure{status: http.StatusTooManyRequests, words: p.Error(many.cause)}
	case errors.As(err, &faults):
		return faultsFailure(faults, p)
	case errors.As(err, &e) && e.Kind != errs.Internal:
		return failure{status: statuses[e.Kind], words: p.Error(e)}
	case errors.As(err, &h):
		return failure{status: h.Code, words: p.T(httpKey(h.Code))}
	}
	return failure{status: http.StatusInternalServerError, words: p.T("core.internal")}
}

func faultsFailure(faults errs.Faults, p *i18n.Printer) failure {
	f := failure{status: statuses[errs.KindOf(faults)], words: p.T("server.faults", "count", len(faults)), faults: faults}
	for _, line := range p.Faults(faults) {
		f.list = append(f.list, line.String())
	}
	return f
}

// refusal is what a form says of an error that who sent it can mend. A failure
// of our own is given back as the error it is.
func refusal(err error, p *i18n.Printer) (failure, error) {
	f := newFailure(err, p)
	if f.status >= http.StatusInternalServerError {
		return f, err
	}
	return f, nil
}

// refusalNotice gives the status of a page that says above its form what was
// refused, and the notice; 200 and none where nothing was. The error is that
// of refusal.
func refusalNotice(fault error, p *i18n.Printer) (status int, notices []noticeView, err error) {
	if fault == nil {
		return http.StatusOK, nil, nil
	}
	f, err := refusal(fault, p)
	return f.status, []noticeView{{Kind: "fault", Text: f.words, List: f.list}}, err
}

// errorWords gives the sentence of any error, for a page that shows it beside
// its form.
func errorWords(c echo.Context, err error) string { return newFailure(err, printerFrom(c)).words }

// httpKey is the message of an error that Echo itself raised.
func httpKey(code int) string {
	switch code {
	case http.StatusNotFound:
		return "server.no_such_page"
	case http.StatusMethodNotAllowed:
		return "server.method_not_allowed"
	case http.StatusRequestEntityTooLarge:
		return "server.too_large"
	case http.StatusBadRequest, http.StatusUnsupportedMediaType:
		return "server.bad_request"
	}
	return "core.internal"
}

// handleError answers every error of every route, once. Only what is our own
// fault is logged.
func (s *Server) handleError(err error, c echo.Context) {
	f := newFailure(err, printerFrom(c))
	if f.status >= http.StatusInternalServerError && !errors.Is(err, errPanic) {
		s.log.Error("request failed", "error", err, "route", c.Path(), "request", requestID(c))
	}
	if c.Response().Committed {
		return
	}
	setRetryAfter(c, err)
	if answerErr := s.answerError(c, f, err); answerErr != nil {
		s.log.Error("error page failed", "error", answerErr, "request", requestID(c))
		http.Error(c.Response(), http.StatusText(f.status), f.status)
	}
}

func (s *Server) answerError(c echo.Context, f failure, err error) error {
	switch {
	case isAPI(c.Request().URL.Path):
		return writeProblem(c, newProblem(c, f, err))
	case c.Request().Method == http.MethodHead:
		return c.NoContent(f.status)
	case f.status == http.StatusUnauthorized && !isFragment(c):
		return back(c, "/login?next="+url.QueryEscape(returnPath(c)))
	}
	return s.templates.render(c, f.status, "error/error", s.newErrorView(c, f))
}

// isFragment is true where a script of ours asks for a piece of a page: it
// wants the status, not a login page in the place of a cell.
func isFragment(c echo.Context) bool {
	h := c.Request().Header
	return h.Get("X-Fragment") != "" || h.Get("HX-Request") != ""
}

// returnPath is where to go after logging in: the page that was asked for, or
// the one a form stood on.
func returnPath(c echo.Context) string {
	r := c.Request()
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		return from.RequestURI()
	}
	return "/"
}

// An errorView is the page that says what went wrong and what to do.
type errorView struct {
	page
	Words   string
	List    []string
	Advice  string
	Request string // the number in the log; empty where it helps nobody
	Actions []linkView
}

// adviceKeys say what a person can do, by status.
var adviceKeys = map[int]string{
	http.StatusForbidden:             "server.advice_forbidden",
	http.StatusNotFound:              "server.advice_not_found",
	http.StatusMethodNotAllowed:      "signin.advice_method",
	http.StatusConflict:              "server.advice_conflict",
	http.StatusLocked:                "server.advice_locked",
	http.StatusUnprocessableEntity:   "server.advice_invalid",
	http.StatusTooManyRequests:       "server.advice_later",
	http.StatusServiceUnavailable:    "server.advice_later",
	http.StatusRequestEntityTooLarge: "server.advice_too_large",
}

func (s *Server) newErrorView(c echo.Context, f failure) errorView {
	p := printerFrom(c)
	v := errorView{page: s.plainPage(c, p.T("server.error_title")), Words: f.words, List: f.list}
	advice, ok := adviceKeys[f.status]
	if !ok {
		advice, v.Request = "server.advice_internal", requestID(c)
	}
	v.Advice = p.T(advice)
	v.Actions = []linkView{{Href: "/", Text: p.T("server.go_home"), Primary: true}}
	return v
}

// setRetryAfter tells the client how long to wait after one request too many.
func setRetryAfter(c echo.Context, err error) {
	var many *tooMany
	if errors.As(err, &many) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(many.after))
	}
}

func isTooMany(err error) bool {
	var many *tooMany
	return errors.As(err, &many)
}
