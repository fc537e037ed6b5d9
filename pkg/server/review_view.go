package server

// A reviewView is the dot of review/review: what a reviewer has to decide on.
type reviewView struct {
	page
	Action    string
	Heading   string // "Quận Lê Chân, năm 2022: 4 số thay đổi từ lần duyệt trước"
	Lead      string // sent when and how often, approved and reopened when
	Before    string // address of the submission before in the list; empty: none
	After     string
	Figures   []reviewFigureView
	Heads     reviewHeads
	Rows      []reviewRowView // changed, warnings first
	Unchanged []reviewRowView
	Same      string // "13 chỉ tiêu không thay đổi từ lần duyệt 29/11/2022"
	Missing   []linkView
	Outside   string // figures covered that stand in no row; empty: none
	Later     []laterView
	LaterHead string
	Version   int
	Seen      string // the versions an approval would cover
	Open      bool   // it waits for a decision
	Cells     string // "1 ô có lý do" is counted by a script from this text
	Reason    fieldView
	Approve   approveView
	Reopen    *confirmReopenView // nil: it is not approved
	Empty     *emptyView         // nothing to decide
	Steps     *stepsView
}

// A reviewFigureView is one number over the table.
type reviewFigureView struct{ Label, Value, Words, Small string }

// reviewHeads are the heads of columns that name a date.
type reviewHeads struct{ Before, After string }

// A reviewRowView is one indicator, as approved and as handed in.
type reviewRowView struct {
	Code, Position, Name string
	About                string // measure and agency
	Before, After        numberView
	Difference           numberView
	PercentBefore        numberView
	Percent              numberView
	Verdict              *verdictView // nil: there is none
	VerdictBefore        *verdictView // nil: the same as now, or none
	Who, When, Note      string
	NoNote               bool // entered by a person without a note
	Warnings             []string
	First                bool // the row is looked at first: a warning without a note
	Label                string
	Reason               string // typed by the reviewer
}

// An approveView is the way out by approval.
type approveView struct {
	What   string
	Word   string // "Duyệt 17 số"
	Anyway string // the same, once a reason to return has been typed
	Note   string // whose figures these are
	Why    string // why this person cannot approve; empty: they can
}

// A confirmReopenView is the form that unlocks an approved period.
type confirmReopenView struct {
	What   string
	Why    string // why this person cannot; empty: they can
	Reason fieldView
	Word   string
}
