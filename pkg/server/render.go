package server

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/web"
)

// A templateSet is all pages, parsed once at the start. Every page is parsed
// together with the layout, the partials in part/ and the files of its own
// folder that begin with an underscore; those it shares with no other folder.
type templateSet struct {
	pages map[string]*template.Template // by path without ending: "board/board"
}

// templateFuncs knows nothing about languages or numbers: texts come from the
// page, values from its view.
var templateFuncs = template.FuncMap{
	"asset": web.Asset,
	"icon":  icon,
	"dict":  dict,
}

// parseTemplates reads all templates. An error is a programmer's: the server
// does not start.
func parseTemplates(files fs.FS) (*templateSet, error) {
	base, err := template.New("").Funcs(templateFuncs).ParseFS(files, "layout/*.tmpl", "part/*.tmpl")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*/*.tmpl")
	if err != nil {
		return nil, err
	}
	set := &templateSet{pages: map[string]*template.Template{}}
	for _, name := range names {
		if shared(name) {
			continue
		}
		if set.pages[strings.TrimSuffix(name, ".tmpl")], err = parsePage(base, files, name); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// shared reports whether a file is a piece of pages and not one itself.
func shared(name string) bool {
	dir, file := path.Split(name)
	return dir == "layout/" || dir == "part/" || strings.HasPrefix(file, "_")
}

func parsePage(base *template.Template, files fs.FS, name string) (*template.Template, error) {
	t, err := base.Clone()
	if err != nil {
		return nil, err
	}
	pieces, err := fs.Glob(files, path.Dir(name)+"/_*.tmpl")
	if err != nil {
		return nil, err
	}
	return t.ParseFS(files, append(pieces, name)...)
}

// render answers with a whole page: the layout around the page's blocks. The
// page is complete in memory before the first byte is sent, so half a page is
// never seen. The view embeds page.
func (s *templateSet) render(c echo.Context, status int, name string, view any) error {
	return s.fragment(c, status, name, "layout", view)
}

// fragment answers with one named template of a page, for a script that puts
// it into a page already shown.
func (s *templateSet) fragment(c echo.Context, status int, name, part string, view any) error {
	body, err := s.execute(name, part, view)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, body)
}

func (s *templateSet) execute(name, part string, view any) ([]byte, error) {
	t, ok := s.pages[name]
	if !ok {
		return nil, fmt.Errorf("no page %q", name)
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, part, view); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return buf.Bytes(), nil
}

// icon draws an icon of the sprite, as large as the text around it. It says
// nothing aloud: a word always stands beside it.
func icon(name string, classes ...string) template.HTML {
	class := "Icon"
	for _, c := range classes {
		class += " Icon--" + c
	}
	// #nosec G203 -- both texts are escaped
	return template.HTML(`<svg class="` + template.HTMLEscapeString(class) + `" aria-hidden="true" focusable="false"><use href="` +
		web.Asset("icons/sprite.svg") + "#" + template.HTMLEscapeString(name) + `"/></svg>`)
}

// dict makes a small dot of names and values for a partial that needs a word
// of the page beside its own view.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d arguments, want pairs", len(pairs))
	}
	d := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		d[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return d, nil
}
