package server

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/web"
)

// manualParts are the parts of the manual in order: one for everybody, one for
// each role. Each is a file of its own in both languages.
var manualParts = []string{"start", "official", "reviewer", "leader", "administrator"}

// wholeManual is the address of all parts on one page, for printing.
const wholeManual = "all"

// A manual is what web/help says in one language, in the order of manualParts.
type manual []manualPart

// A manualPart is the manual of one role.
type manualPart struct {
	ID    string `toml:"-"`
	Title string
	Lead  string
	Tasks []manualTask `toml:"task"`
}

// A manualTask is one thing people do, in steps. Words in braces are message
// keys of buttons and places: {entry.save_all} is printed as the button says
// it, so that manual and program cannot differ.
type manualTask struct {
	ID      string
	Title   string
	Intro   string // when it is done, or what it is for; empty: the title says it
	Steps   []string
	Notes   []string
	Picture string // name of a screenshot; empty: none
	Alt     string // what the screenshot shows
}

// readManuals reads the manual of every language. An error is a programmer's:
// the server does not start.
func readManuals(files fs.FS) (map[i18n.Lang]manual, error) {
	all := map[i18n.Lang]manual{}
	for _, lang := range i18n.Langs {
		for _, id := range manualParts {
			name := string(lang) + "/" + id + ".toml"
			raw, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			part := manualPart{ID: id}
			if err := toml.Unmarshal(raw, &part); err != nil {
				return nil, fmt.Errorf("manual %s: %w", name, err)
			}
			all[lang] = append(all[lang], part)
		}
	}
	return all, nil
}

// A helpView is the dot of help/help: the contents of the manual, or the tasks
// of some parts.
type helpView struct {
	page
	Lead     string
	Contents bool // the whole page is the list of contents
	Parts    []helpPartView
	Others   []linkView // the other parts, and the whole
}

// A helpPartView is one part on the page.
type helpPartView struct {
	ID, Title, Lead, Href string
	Tasks                 []helpTaskView
}

// A helpTaskView is one task. Where several parts stand on one page its id
// bears the part's name.
type helpTaskView struct {
	ID, Title    string
	Below        bool // under the heading of its part
	Intro        []helpWord
	Steps, Notes [][]helpWord
	Picture, Alt string // address of the screenshot, empty: none
	Href         string
}

// A helpWord is a piece of a sentence; Name marks the words of a button.
type helpWord struct {
	Text string
	Name bool
}

// helpContents handles GET /help: what the manual holds.
func (s *Server) helpContents(c echo.Context) error {
	v, err := s.newHelpView(c)
	if err != nil {
		return err
	}
	v.Contents, v.Lead = true, v.T("help.lead")
	for _, part := range s.manuals[v.Lang] {
		v.Parts = append(v.Parts, v.part(part, false))
	}
	return s.templates.render(c, http.StatusOK, "help/help", v)
}

// helpPart handles GET /help/:part: the tasks of one role, or of all.
func (s *Server) helpPart(c echo.Context) error {
	v, err := s.newHelpView(c)
	if err != nil {
		return err
	}
	whole := c.Param("part") == wholeManual
	for _, part := range s.manuals[v.Lang] {
		if whole || part.ID == c.Param("part") {
			v.Parts = append(v.Parts, v.part(part, whole))
		}
		v.Others = append(v.Others, linkView{Href: "/help/" + part.ID, Text: part.Title, Current: part.ID == c.Param("part")})
	}
	if len(v.Parts) == 0 {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	v.Others = append(v.Others, linkView{Href: "/help/" + wholeManual, Text: v.T("help.whole"), Current: whole})
	if v.Title = v.T("help.title"); !whole {
		v.Title, v.Lead = v.Parts[0].Title, v.Parts[0].Lead
	}
	return s.templates.render(c, http.StatusOK, "help/help", v)
}

// newHelpView is the frame of a page of the manual: with the navigation of the
// person, where one is logged in.
func (s *Server) newHelpView(c echo.Context) (helpView, error) {
	frame, err := s.page(c, printerFrom(c).T("help.title"))
	return helpView{page: frame}, err
}

func (v helpView) part(part manualPart, whole bool) helpPartView {
	p := helpPartView{ID: part.ID, Title: part.Title, Lead: part.Lead, Href: "/help/" + part.ID}
	for _, task := range part.Tasks {
		p.Tasks = append(p.Tasks, v.task(part, task, whole))
	}
	return p
}

func (v helpView) task(part manualPart, task manualTask, whole bool) helpTaskView {
	t := helpTaskView{ID: task.ID, Title: task.Title, Href: "/help/" + part.ID + "#" + url.PathEscape(task.ID), Alt: task.Alt}
	if whole {
		t.ID, t.Below = part.ID+"-"+task.ID, true
	}
	if task.Intro != "" {
		t.Intro = v.words(task.Intro)
	}
	for _, step := range task.Steps {
		t.Steps = append(t.Steps, v.words(step))
	}
	for _, note := range task.Notes {
		t.Notes = append(t.Notes, v.words(note))
	}
	if task.Picture != "" {
		t.Picture = web.Asset("help/" + string(v.Lang) + "/" + task.Picture + ".webp")
	}
	return t
}

// words puts the words of buttons in the place of their keys.
func (v helpView) words(text string) []helpWord {
	var words []helpWord
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			words = append(words, helpWord{Text: before})
		}
		if !found {
			break
		}
		key, after, _ := strings.Cut(rest, "}")
		words = append(words, helpWord{Text: v.T(key), Name: true})
		text = after
	}
	return words
}
