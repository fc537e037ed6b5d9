package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
)

// The tags of operations.
const (
	tagCatalogue = "catalogue"
	tagFigures   = "figures"
	tagResults   = "results"
)

// apiPrefix is where the operations are.
const apiPrefix = "/api/v1"

// newAPI registers the operations of the API with huma, which reads inputs and
// writes the OpenAPI description. Who may call them stands in routes.go.
func (s *Server) newAPI() huma.API {
	huma.NewErrorWithContext = inputProblem
	huma.NewError = func(status int, detail string, _ ...error) huma.StatusError {
		return &problem{Type: "about:blank", Status: status, Detail: detail}
	}
	config := huma.DefaultConfig("Muctieu", s.config.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Info.Description = "Targets, figures and completion summaries of administrative units. Numbers are decimal strings; null is no number."
	config.Info.Contact = &huma.Contact{Name: "The administrators of this installation"}
	config.Info.License = &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"}
	config.Tags = []*huma.Tag{
		{Name: tagCatalogue, Description: "Units and indicators: what figures are about."},
		{Name: tagFigures, Description: "Figures of a unit and period: reading, saving, proposing."},
		{Name: tagResults, Description: "What is computed from figures and plans: percent of plan, growth, verdicts, tally."},
	}
	config.Servers = []*huma.Server{{URL: apiPrefix}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer"},
		"session": {Type: "apiKey", In: "cookie", Name: s.sessions.Cookie.Name},
	}
	config.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	api := humaecho.NewWithGroup(s.echo, s.echo.Group(apiPrefix), config)
	api.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) {
		next(huma.WithValue(ctx, echoKey{}, humaecho.Unwrap(ctx)))
	})
	s.registerUnits(api)
	s.registerFigures(api)
	s.registerSummary(api)
	s.registerProposal(api)
	return api
}

// openAPI handles GET /api/openapi.json.
func (s *Server) openAPI(c echo.Context) error {
	return c.JSON(http.StatusOK, s.api.OpenAPI())
}

// echoKey finds Echo's context in that of an operation.
type echoKey struct{}

// An apiAnswer is what an operation answers: JSON with a tag, or 304.
type apiAnswer struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	ETag        string `header:"ETag" doc:"send it as If-None-Match to be told 304 when nothing has changed"`
	Body        []byte
}

// An operation is one operation of the API: what it is asked and answers.
type operation[In, Out any] struct {
	id, method, path, summary string
	tag, doc                  string // doc says more than the summary
	csv                       bool   // the answer may be SDMX-CSV instead: Out has a method sdmx
	errors                    []int
	do                        func(c echo.Context, in *In) (Out, error)
}

// operate registers an operation. Its errors become problems, its answer JSON
// described by Out's fields.
func operate[In, Out any](s *Server, api huma.API, o operation[In, Out]) {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Out](), true, o.id)
	content := map[string]*huma.MediaType{"application/json": {Schema: schema}}
	if o.csv {
		content[sdmxType] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}}
	}
	op := huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Summary: o.summary, Description: o.doc, Tags: []string{o.tag},
		Errors:    append([]int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError}, o.errors...),
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: content}},
	}
	if o.method == http.MethodGet {
		op.Responses["304"] = &huma.Response{Description: "Nothing has changed since the answer whose ETag was sent as If-None-Match"}
	}
	huma.Register(api, op, func(ctx context.Context, in *In) (*apiAnswer, error) {
		c := ctx.Value(echoKey{}).(echo.Context)
		out, err := o.do(c, in)
		if err != nil {
			return nil, s.apiProblem(c, err)
		}
		if o, ok := any(out).(interface{ sdmx() []byte }); ok && o.sdmx() != nil {
			return newAnswer(c, sdmxType, o.sdmx()), nil
		}
		body, err := json.Marshal(out)
		if err != nil {
			return nil, s.apiProblem(c, err)
		}
		return newAnswer(c, "application/json", body), nil
	})
}

// apiProblem turns an error into the answer of an operation. Only what is our
// own fault is logged.
func (s *Server) apiProblem(c echo.Context, err error) error {
	f := newFailure(err, printerFrom(c))
	if f.status >= http.StatusInternalServerError {
		s.log.Error("request failed", "error", err, "route", c.Path(), "request", requestID(c))
	}
	return newProblem(c, f, err)
}

func newAnswer(c echo.Context, kind string, body []byte) *apiAnswer {
	a := &apiAnswer{Status: http.StatusOK, ContentType: kind, ETag: tagOf(body), Body: body}
	if matches(c, a.ETag) {
		a.Status, a.Body = http.StatusNotModified, nil
	}
	return a
}

// tagOf is a weak tag of a body: it is the same whether the body is then
// compressed or not.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// matches reports whether a GET asks for nothing if the tag is still the same.
func matches(c echo.Context, tag string) bool {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	for _, t := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if t = strings.TrimSpace(t); t == "*" || t != "" && strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// inputProblem is the problem of an input huma could not read: its own words
// are English, so the faults are said in the caller's language here.
func inputProblem(ctx huma.Context, status int, _ string, faults ...error) huma.StatusError {
	c := humaecho.Unwrap(ctx)
	p := printerFrom(c)
	if status == http.StatusBadRequest {
		status = http.StatusUnprocessableEntity // one status for every input that cannot be taken
	}
	out := &problem{Type: "about:blank", Title: p.T(titleKey(status)), Status: status, Detail: p.T("api.input_wrong"), Code: "api.input_wrong", ID: requestID(c)}
	for _, fault := range faults {
		var d huma.ErrorDetailer
		if errors.As(fault, &d) {
			out.Errors = append(out.Errors, problemDetail{Location: d.ErrorDetail().Location, Code: "api.field_wrong", Message: p.T("api.field_wrong")})
		}
	}
	return out
}

// The bounds of a page of a list.
const (
	pageLimit    = 100
	maxPageLimit = 1000
)

// A pageInput is what every list may be asked.
type pageInput struct {
	Limit  int    `query:"limit" doc:"most items of the answer, 1 to 1000; 100 if absent"`
	Cursor string `query:"cursor" doc:"the \"next\" of the page before"`
}

// pageOf cuts a page out of a sorted list. next is empty on the last page.
func pageOf[T any](all []T, key func(T) string, in pageInput) (items []T, next string, err error) {
	limit := in.Limit
	switch {
	case limit == 0:
		limit = pageLimit
	case limit < 0 || limit > maxPageLimit:
		return nil, "", errs.E(errs.Invalid, "api.limit", "max", maxPageLimit)
	}
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil {
		return nil, "", errs.E(errs.Invalid, "api.cursor")
	}
	for len(all) > 0 && len(after) > 0 && key(all[0]) <= string(after) {
		all = all[1:]
	}
	if len(all) > limit {
		all = all[:limit]
		next = base64.RawURLEncoding.EncodeToString([]byte(key(all[limit-1])))
	}
	return append([]T{}, all...), next, nil
}
