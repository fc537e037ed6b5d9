package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/store"
)

// A problem is what programs are told of a failure (RFC 9457). Title, detail
// and messages are in the caller's language; kind and code are for programs.
type problem struct {
	Type   string          `json:"type" doc:"always about:blank: status and code say which problem it is"`
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Detail string          `json:"detail,omitempty"`
	Code   string          `json:"code,omitempty" doc:"a word for the problem that stays the same in every language"`
	ID     string          `json:"request,omitempty" doc:"number of the request in the server's log"`
	Errors []problemDetail `json:"errors,omitempty" doc:"every fault of the input, or every conflicting cell"`
}

// A problemDetail is one fault of an input.
type problemDetail struct {
	Location string        `json:"location,omitempty" doc:"the cell, parameter or field"`
	Code     string        `json:"code,omitempty"`
	Message  string        `json:"message"`
	Stored   *figureAnswer `json:"stored,omitempty" doc:"of a conflict: the figure that is stored"`
	Sent     *string       `json:"sent,omitempty" doc:"of a conflict: the value that was sent, null for none"`
}

// Error and GetStatus make a problem the error type of huma.
func (p *problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType names the form of the answer.
func (p *problem) ContentType(string) string { return "application/problem+json" }

func newProblem(c echo.Context, f failure, err error) *problem {
	printer := printerFrom(c)
	out := &problem{Type: "about:blank", Title: printer.T(titleKey(f.status)), Status: f.status, Detail: f.words, Code: codeOf(err), ID: requestID(c)}
	for _, fault := range f.faults {
		out.Errors = append(out.Errors, problemDetail{Location: fault.Place, Code: fault.Err.Key, Message: printer.Error(fault.Err)})
	}
	var conflicts *store.Conflicts
	if errors.As(err, &conflicts) {
		out.Errors = conflictDetails(printer, conflicts)
	}
	return out
}

// codeOf is the key of an error's message, which no translation changes.
func codeOf(err error) string {
	var e *errs.Error
	if errors.As(err, &e) && e.Kind != errs.Internal {
		return e.Key
	}
	return ""
}

// titleKeys name the statuses in a few words.
var titleKeys = map[int]string{
	http.StatusUnauthorized:        "api.title_unauthorized",
	http.StatusForbidden:           "api.title_forbidden",
	http.StatusNotFound:            "api.title_not_found",
	http.StatusConflict:            "api.title_conflict",
	http.StatusUnprocessableEntity: "api.title_invalid",
	http.StatusLocked:              "api.title_locked",
	http.StatusTooManyRequests:     "api.title_too_many",
	http.StatusServiceUnavailable:  "api.title_unavailable",
}

func titleKey(status int) string {
	switch key, ok := titleKeys[status]; {
	case ok:
		return key
	case status < http.StatusInternalServerError:
		return "api.title_bad_request"
	}
	return "api.title_internal"
}

func writeProblem(c echo.Context, p *problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if p.Status == http.StatusUnauthorized {
		c.Response().Header().Set("WWW-Authenticate", "Bearer")
	}
	return c.Blob(p.Status, "application/problem+json", body)
}
