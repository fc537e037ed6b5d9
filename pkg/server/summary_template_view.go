package server

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/export"
	"muctieu/pkg/i18n"
)

// A templatesView is the dot of summary/templates: the layouts that an
// office's reports are written in.
type templatesView struct {
	page
	Back    linkView
	Formats []templateView
	Groups  []placeholdersView
}

// A templateView is the template of one format.
type templateView struct {
	Format  string
	Title   string
	State   string // which layout is used
	Get     string // where it is downloaded; empty: the built-in one is used
	Starter string
	Action  string
	Remove  string // where the unit's own is taken away; empty: it has none
	File    fieldView
}

// A placeholdersView lists the placeholders of one sort.
type placeholdersView struct {
	Title string
	Rows  [][2]string // as it is written, and what it stands for
}

// templatesPath is an address of the pages of templates.
func templatesPath(c echo.Context, page string, pairs ...string) string {
	q := url.Values{"period": {periodFrom(c).String()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/units/" + url.PathEscape(string(unitFrom(c))) + "/summary/templates" + page + "?" + q.Encode()
}

func (s *Server) newTemplatesView(c echo.Context) (v templatesView, err error) {
	p := printerFrom(c)
	if v.page, err = s.page(c, p.T("template.page_title")); err != nil {
		return v, err
	}
	if v.Context, err = s.contextBar(c, unitFrom(c), periodFrom(c), "summary/templates"); err != nil {
		return v, err
	}
	if done := c.QueryParam("done"); done == "saved" || done == "removed" {
		v.Notices = append(v.Notices, noticeView{Kind: "done", Text: p.T("template.page_" + done)})
	}
	v.Back = linkView{Href: unitPath(unitFrom(c), "summary", periodFrom(c)), Text: p.T("template.page_back")}
	for _, format := range templateFormats {
		t, err := s.templateView(c, format)
		if err != nil {
			return v, err
		}
		v.Formats = append(v.Formats, t)
	}
	v.Groups = placeholderGroups(p)
	return v, nil
}

// templateView says which layout of a format is used, and offers to change it.
func (s *Server) templateView(c echo.Context, format string) (templateView, error) {
	p := printerFrom(c)
	title := map[string]string{"docx": "template.page_word", "xlsx": "template.page_sheet"}[format]
	v := templateView{
		Format: format, Title: p.T(title), State: p.T("template.page_builtin"),
		Starter: templatesPath(c, "/starter", "format", format), Action: templatesPath(c, ""),
		File: fieldView{ID: "file-" + format, Name: "file", Type: "file", Accept: "." + format, Required: true, Label: p.T("template.page_file", "max", export.MostTemplate>>20)},
	}
	t, above, err := s.templateUsed(c, format)
	if err != nil || t.Name == "" {
		return v, err
	}
	v.Get = templatesPath(c, "/file", "format", format)
	if above != "" {
		v.State = p.T("template.page_inherited", "name", t.Name, "unit", above)
		return v, nil
	}
	by := t.ByName
	if by == "" {
		by = t.By
	}
	v.State, v.Remove = p.T("template.page_own", "name", t.Name, "by", by, "time", p.DateTime(t.At, s.zone)), templatesPath(c, "/remove")
	return v, nil
}

// placeholderGroups lists every placeholder by where it may stand.
func placeholderGroups(p *i18n.Printer) []placeholdersView {
	sorts := []export.PlaceholderSort{export.TextPlaceholder, export.BlockPlaceholder, export.IndicatorPlaceholder, export.RowPlaceholder, export.GroupPlaceholder}
	var groups []placeholdersView
	for _, sort := range sorts {
		g := placeholdersView{Title: p.T("template.page_sort_" + string(sort))}
		seen := map[string]bool{}
		for _, format := range templateFormats {
			for _, x := range export.Placeholders(format) {
				name := x.Name
				if sort == export.IndicatorPlaceholder {
					name = "ma_chi_tieu." + name
				}
				if x.Sort == sort && !seen[name] {
					seen[name] = true
					g.Rows = append(g.Rows, [2]string{"{{" + name + "}}", p.T(x.Message)})
				}
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// templatePlace says in words where in a file something is: the paragraph of
// a part, the cell of a sheet. A part as a whole keeps its name.
func templatePlace(p *i18n.Printer, place string) string {
	if place == "" {
		return ""
	}
	part, number, paragraph := strings.Cut(place, ":")
	if !paragraph || !strings.HasPrefix(part, "word/") {
		return p.T("template.page_place", "place", place)
	}
	key := "template.page_paragraph"
	if part != "word/document.xml" {
		key = "template.page_margin_paragraph"
	}
	return p.T(key, "number", number)
}
