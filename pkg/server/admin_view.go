package server

// An adminView is a page of administration: sections at the side, and parts
// one below the other.
type adminView struct {
	page
	Sections []linkView
	Trail    []linkView
	Lead     string
	Tools    []linkView
	Parts    []adminPart
}

// An adminPart is a part of such a page. What is empty is left out; the rest
// stands in the order of the fields.
type adminPart struct {
	ID       string
	Heading  string
	Text     string
	Steps    []stepView
	Secret   string // shown once
	Letter   string // plain text in its own lines
	Empty    *emptyView
	Table    *tableView
	Pages    *pagesView
	Form     *formView
	Buttons  []buttonView
	Confirms []confirmView
}

// A stepView is one step of setting up, done or not.
type stepView struct {
	State stateView
	Text  string
	Href  string
	Note  string
}

// A tableView is a list.
type tableView struct {
	Label string // read aloud
	Heads []string
	Rows  []rowView
}

// A rowView is a row of a list.
type rowView struct{ Cells []cellView }

// A cellView is a cell of a list.
type cellView struct {
	Text   string
	Href   string
	Sub    string // a small line below
	State  *stateView
	Right  bool
	Indent int // how far below the topmost unit; 0: not
}

// A formView is a form: fields, then groups of fields.
type formView struct {
	Action  string
	Method  string // post, or get for filters
	Hidden  []choiceView
	Fields  []fieldView
	Sets    []fieldsetView
	Upload  bool // a file goes with it
	Filters bool // one row of fields above a list
	Word    string
	Primary bool
	Danger  bool
	Cancel  *linkView
}

// A fieldsetView is fields that belong together.
type fieldsetView struct {
	Legend string
	Fields []fieldView
}

// A buttonView opens a dialog that asks before something is done.
type buttonView struct {
	Dialog string // id of the confirmView
	Text   string
	Danger bool
}

func cell(text string) cellView { return cellView{Text: text} }

func cellsOf(texts ...string) []cellView {
	cells := make([]cellView, len(texts))
	for i, text := range texts {
		cells[i] = cell(text)
	}
	return cells
}
