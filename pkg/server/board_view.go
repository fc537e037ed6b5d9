package server

// A boardView is the dot of board/board: where a unit stands in a period.
type boardView struct {
	page
	Empty        *emptyView // there is no set: nothing else is shown
	Tally        string     // "16/16"
	Headline     string     // the rest of the sentence
	Honest       []honestView
	Strip        tallyView
	Attention    attentionView
	RowsTitle    string
	Tools        []linkView
	Heads        boardHeads
	Groups       []boardGroupView
	Signs        []signView // signs of origins that occur on the page
	PercentChart *chartView // nil: no row has a percent
	YearsChart   *chartView
	Outside      []outsideView // rows no bar can show, in words
}

// An honestView is the line under the tally that says what the tally hides.
type honestView struct {
	Icon                  string
	Missed                bool
	Before, Strong, After string
}

// boardHeads are the heads and, on phones, the labels of columns that name the
// period.
type boardHeads struct {
	Actual, Plan, Years string
}

// A boardGroupView is the rows of one group, worst first.
type boardGroupView struct {
	Name  string // "I. Kinh tế"
	Tally string
	Rows  []boardRowView
}

// A boardRowView is the dot of board/row: one indicator.
type boardRowView struct {
	ID       string // of the row in the page: "row-thu_ns"
	Href     string // to the indicator's page
	Verdict  verdictView
	Name     string
	Agency   string
	Measure  string
	Reason   string // why there is no verdict, in words
	Actual   numberView
	Plans    []numberView // at least one: a dash where there is no plan
	Percents []numberView // beside Plans
	Bar      *bulletView  // nil: no percent
	Words    string       // in the place of the bar: "càng thấp càng tốt"
	Late     bool         // Words warn
	Growth   numberView
	Spark    *sparkView
	State    *stateView
	Changed  bool // since it was approved: State says so, also where there is no room for other states
	Question *questionView
	Ask      *linkView // to the form that asks about it; nil: the person does not ask
	Pace     string    // how far an in-year period has come; empty: nothing to say
	Labels   boardLabels
}

// boardLabels name the three values of a row on a phone.
type boardLabels struct {
	Actual, Plan, Growth string
}

// A signView explains one sign in the legend.
type signView struct{ Sign, Text string }

// An outsideView is a row that no bar can show.
type outsideView struct {
	Verdict string
	Icon    string
	Name    string
	Words   string
}
