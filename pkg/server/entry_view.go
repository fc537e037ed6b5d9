package server

// An entryView is the dot of entry/entry: a unit's period to be entered.
type entryView struct {
	page
	Action   string      // where the form is posted
	Cell     string      // where a script posts one cell
	Paste    string      // and a block; empty: nowhere
	Choose   *chooseView // of the indicator that all units enter; nil: the page is about one unit
	Due      *dueView
	Tools    []linkView
	Status   entryStatusView
	Head     entryHeadView
	Levels   []string // heads of the plan columns
	Columns  int      // of the table
	Groups   []entryGroupView
	Editable bool // the person may type into some row
	Empty    *emptyView
	Signs    []signView
	Draft    draftView
	Steps    *stepsView // of the submission; nil: it was never sent
}

// A chooseView is a choice that leads to another address.
type chooseView struct {
	Action string
	Period string
	Field  fieldView
	Word   string
}

// A dueView says by when the figures are due.
type dueView struct {
	Text string // "Hạn nộp 08/12/2022"
	Left string // ", còn 2 ngày"
	Late bool
}

// An entryHeadView holds the heads of the columns that name the period.
type entryHeadView struct{ Name, Previous, Value string }

// An entryStatusView says how far one is: cells by state, and what is owed.
type entryStatusView struct {
	Counts []countView
	Owed   string     // "Chưa nhập 2 chỉ tiêu"; empty: nothing
	Links  []linkView // to the rows that wait
}

// A countView is how many cells are in one state.
type countView struct {
	Class string // saved, empty, asked, refused, conflict
	Icon  string
	Count string
	Word  string
}

// An entryGroupView is the rows of one group.
type entryGroupView struct {
	Name string
	Rows []entryRowView
}

// An entryCellView is the dot of entry/cell: what a script gets back.
type entryCellView struct {
	Row    entryRowView
	Status entryStatusView
}

// An entryRowView is the dot of entry/row: one indicator.
type entryRowView struct {
	Code     string
	Position string
	Name     string
	Href     string // to the indicator's own page of entering
	Measure  string
	Previous numberView
	Plans    []numberView // beside the heads of entryView.Levels
	Columns  int
	Class    string // saved, empty, asked, refused, conflict, note, fixed
	ReadOnly string // why nothing can be typed; empty: something can
	Value    string // what stands in the field
	Actual   numberView
	Hint     string // in the empty field: a value computed from the months
	Version  string
	Seen     string
	Statuses []choiceView
	Note     string
	Save     saveView
	Warnings []string // what is doubtful about the stored figure
	Percents []numberView
	Growth   numberView
	Doubt    *doubtView
	Clear    *clearView
	Labels   entryLabels
}

// entryLabels name the fields of a row to those who hear the page.
type entryLabels struct{ Value, Status, Note string }

// A doubtView is a number with several readings, as a question.
type doubtView struct {
	Name     string // of the choices
	Question string
	Fact     string // what last year's value is
	Choices  []readingView
	Keys     string // which keys answer
}

// A readingView is one answer.
type readingView struct {
	Number string // on the keyboard
	Value  string
	Label  string
	Words  string // where two readings look alike
}

// A clearView asks what an emptied cell means.
type clearView struct {
	Name     string // of the choices
	Question string
	Keep     string
	Withdraw string
	Reason   fieldView
}

// A draftView is what a script needs to save cells and to keep unsent work on
// the computer.
type draftView struct {
	Key            string // person, unit, and period or year and level
	Left           string // seconds until the session ends
	Undo           string // reason of a figure that is taken back by undoing
	Saving, Unsent saveView
	Ending, Ended  noticeView // of the session
	Offer          string     // over the list of unsent cells
	Send, Drop     string     // for one of them
	SendAll        string
	DropAll        string
	Theirs         string // before what somebody else has saved meanwhile; of plans
}
