package server

import (
	"muctieu/pkg/i18n"
)

// A page is what every view of a whole page embeds: all that the layout
// shows. Values are ready to print; texts the layout itself says come from T.
type page struct {
	Lang    i18n.Lang
	Theme   string // "light", "dark" or empty: as the system has it
	Title   string // without the name of the program
	Path    string // path and query of this page, to come back to after a change of language
	Help    string // address of the place in the manual that explains this page
	Nav     []linkView
	Me      *meView      // nil before login
	Context *contextView // nil on pages without a unit and period
	Notices []noticeView
	Foot    []string // notes on sources and signs under the page
	Print   *printView
	Grid    bool // the page needs the spreadsheet's style sheets and scripts
	Chart   bool // the page needs the chart library
}

// T gives the text of a message key in the page's language. Arguments come in
// pairs of name and value.
func (p page) T(key string, args ...any) string {
	return i18n.For(p.Lang).T(key, args...)
}

// Langs are the languages offered in the head.
func (p page) Langs() []i18n.Lang { return i18n.Langs }

// Themes are the themes offered in a person's own menu.
func (p page) Themes() []string { return []string{"auto", "light", "dark"} }

// CurrentTheme is the theme chosen, "auto" where none was.
func (p page) CurrentTheme() string {
	if p.Theme == "" {
		return "auto"
	}
	return p.Theme
}

// A linkView is one link with words: of the navigation, a menu, a trail.
type linkView struct {
	Href    string
	Text    string
	Icon    string // name in the sprite; empty: none
	Current bool   // the page one is on, or the choice that holds
	Count   string // a number beside it, such as open questions; empty: none
	Depth   int    // how far below the topmost unit, 0-3
	Primary bool   // the next step: a filled button
}

// A meView is the person who is logged in.
type meView struct {
	Login string // what the drafts in the browser belong to
	Name  string
	Role  string // role and place in words
}

// A contextView is the bar that says which unit and period a page is about.
type contextView struct {
	Unit     string     // name of the present unit
	Units    []linkView // units one may choose; empty: no choice
	Year     string
	Previous string     // address of the year before; empty: none
	Next     string     // address of the year after; empty: none
	Shapes   []linkView // year, 9 months, 6 months, quarter, month
	Parts    []linkView // the quarters or months of the year; empty for other shapes
	Period   string     // the period in one phrase, for the phone's button
	AsOf     *menuView  // nil where the page has no choice of time
	More     *menuView  // another choice of the page; nil: none
	State    *stateView // of the submission; nil: none
}

// A menuView is a button that opens a list of links.
type menuView struct {
	Text  string
	Icon  string
	Items []linkView
}

// A printView is the head of a printed page.
type printView struct {
	Authority string // the issuing authority in full
	Subject   string
	State     string // as of when, and the state of the submission
}
