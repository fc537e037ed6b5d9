package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/account"
	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
	"muctieu/pkg/store"
)

// keepTemplates is the rule of an office's own templates: who issues its
// reports, and who administers it.
var keepTemplates = access{"who keeps the unit's templates", onUnit(mayKeepTemplates)}

func mayKeepTemplates(u account.User, p account.Place) bool {
	return u.MayReview(p) || u.MayAdminister(p)
}

// templateRoutes are the pages of an office's own templates.
var templateRoutes = []route{
	{get, "/units/:unit/summary/templates", keepTemplates, (*Server).templatesPage},
	{post, "/units/:unit/summary/templates", keepTemplates, (*Server).saveTemplate},
	{post, "/units/:unit/summary/templates/remove", keepTemplates, (*Server).removeTemplate},
	{get, "/units/:unit/summary/templates/file", keepTemplates, (*Server).templateFile},
	{get, "/units/:unit/summary/templates/starter", keepTemplates, (*Server).starterTemplate},
}

// templateFormats are the formats an office may have layouts of its own for.
var templateFormats = []string{"docx", "xlsx"}

// templates reads the layouts that the unit's reports are written in, and
// notes which they are.
func (w *summaryWork) templates(ctx context.Context) (export.Templates, error) {
	var found export.Templates
	w.layouts = map[string]store.Layout{}
	for _, format := range templateFormats {
		t, err := w.s.store.TemplateFor(ctx, format, w.scope.unit, w.scope.period.Last())
		switch {
		case errs.KindOf(err) == errs.NotFound:
			continue
		case err != nil:
			return found, err
		case format == "docx":
			found.Word = t.Content
		default:
			found.Sheet = t.Content
		}
		w.layouts[format] = store.Layout{Unit: t.Unit, Name: t.Name, SHA256: t.SHA256}
	}
	return found, nil
}

// templateAsked is the format an address or a form names.
func templateAsked(c echo.Context) (export.Format, error) {
	name := c.FormValue("format")
	f, err := export.FormatNamed(name)
	if err == nil && export.Placeholders(name) == nil {
		err = errs.E(errs.Invalid, "template.no_such_format", "format", name)
	}
	return f, err
}

// templatesPage handles GET /units/:unit/summary/templates.
func (s *Server) templatesPage(c echo.Context) error {
	if done, err := s.unitPeriod(c, "summary/templates"); done {
		return err
	}
	return s.showTemplates(c, http.StatusOK)
}

func (s *Server) showTemplates(c echo.Context, status int, notices ...noticeView) error {
	v, err := s.newTemplatesView(c)
	if err != nil {
		return err
	}
	v.Notices = append(v.Notices, notices...)
	return s.templates.render(c, status, "summary/templates", v)
}

// saveTemplate handles POST /units/:unit/summary/templates: the file is looked
// over first, and all that is wrong with it is said.
func (s *Server) saveTemplate(c echo.Context) error {
	format, err := templateAsked(c)
	if err != nil {
		return err
	}
	p := printerFrom(c)
	file, err := uploaded(c, "file")
	if err != nil || len(file.Data) == 0 {
		return s.showTemplates(c, http.StatusUnprocessableEntity, noticeView{Kind: "fault", Text: p.T("template.page_no_file")})
	}
	ctx := c.Request().Context()
	catalogue, err := s.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	err = export.CheckTemplate(format.Name, file.Data, func(code string) bool {
		_, ok := catalogue.Indicators[indicator.Code(code)]
		return ok
	})
	if err != nil {
		if errs.KindOf(err) != errs.Invalid {
			return err
		}
		return s.showTemplates(c, http.StatusUnprocessableEntity, refusedTemplate(c, err))
	}
	name := safeName(filepath.Base(strings.ReplaceAll(file.Name, `\`, "/")))
	t := store.Template{Unit: unitFrom(c), Format: format.Name, Name: name, Content: file.Data}
	if err := s.store.SaveTemplate(ctx, actorFrom(c), t); err != nil {
		return err
	}
	return back(c, templatesPath(c, "", "done", "saved"))
}

// refusedTemplate lists what is wrong with a file.
func refusedTemplate(c echo.Context, err error) noticeView {
	p := printerFrom(c)
	n := noticeView{Kind: "fault", Text: p.T("template.page_refused")}
	for _, line := range p.Faults(err) {
		n.List = append(n.List, templatePlace(p, line.Place)+line.Text)
	}
	return n
}

// removeTemplate handles POST /units/:unit/summary/templates/remove.
func (s *Server) removeTemplate(c echo.Context) error {
	format, err := templateAsked(c)
	if err != nil {
		return err
	}
	if err := s.store.RemoveTemplate(c.Request().Context(), actorFrom(c), unitFrom(c), format.Name); err != nil {
		return err
	}
	return back(c, templatesPath(c, "", "done", "removed"))
}

// templateFile handles GET /units/:unit/summary/templates/file: the template
// that is used, as it was uploaded.
func (s *Server) templateFile(c echo.Context) error {
	format, err := templateAsked(c)
	if err != nil {
		return err
	}
	t, err := s.store.TemplateFor(c.Request().Context(), format.Name, unitFrom(c), placeFrom(c).Day)
	if err != nil {
		return err
	}
	return attach(c, servedFile{t.Name, "template" + format.Extension, format.ContentType, t.Content})
}

// starterTemplate handles GET /units/:unit/summary/templates/starter.
func (s *Server) starterTemplate(c echo.Context) error {
	format, err := templateAsked(c)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := export.StarterTemplate(&body, format.Name, langFrom(c)); err != nil {
		return err
	}
	name := safeName(printerFrom(c).T("template.starter_title"))
	return attach(c, servedFile{name + format.Extension, "template" + format.Extension, format.ContentType, body.Bytes()})
}

// templateUsed is the template of a format that the unit's reports use; own
// reports that it is not one of a unit above. The name is empty where the
// built-in layout is used.
func (s *Server) templateUsed(c echo.Context, format string) (t store.Template, above string, err error) {
	place := placeFrom(c)
	t, err = s.store.TemplateFor(c.Request().Context(), format, place.Unit, place.Day)
	var known *errs.Error
	if errors.As(err, &known) && known.Kind == errs.NotFound {
		return store.Template{}, "", nil
	}
	if err != nil || t.Unit == place.Unit {
		return t, "", err
	}
	catalogue, err := s.store.Catalogue(c.Request().Context())
	if err != nil {
		return t, "", err
	}
	return t, report.NameOf(catalogue.Tree, catalogue.Terms, t.Unit, place.Day, langFrom(c)).Name, nil
}
