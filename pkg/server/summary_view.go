package server

// A summaryView is the dot of summary/summary: a unit's report on a period.
type summaryView struct {
	page
	Empty    *emptyView // there is no set: nothing else is shown
	Count    string     // "14/16"
	Rest     string     // of the tally's sentence
	Reported string     // "13/16 chỉ tiêu đã có số liệu"; empty: all have
	Absent   []string   // what is missing, a sentence each
	Tabs     []linkView
	Tab      string // content, annex, prose, changes
	Stamp    string // over the text of an incomplete report
	Parts    []summaryPartView
	Annex    *annexView
	Prose    *proseView
	Changes  *changesView
	Side     summarySideView
}

// A summaryPartView is one piece of the report's text under its title: what is
// computed, or what a person wrote.
type summaryPartView struct {
	Title    string // empty: goes on under the one before
	Level    int    // of the title: 1 a chapter, 2 a section, 3 a group
	Computed []sentenceView
	Written  *writtenView
}

// A sentenceView is one computed sentence.
type sentenceView struct {
	Name    string // of the indicator, stands out; may be empty
	Rest    string
	Missing bool
}

// A writtenView is a written part, with who wrote it.
type writtenView struct {
	ID    string
	By    string
	Text  string
	Href  string // to its editor; empty: the person may not write
	Label string // of the link, read aloud
}

// An annexView is the table of the report.
type annexView struct {
	Title   string
	Measure string
	Heads   []annexHeadView
	Subs    []string // second line of the head
	Numbers []string
	Lines   []annexLineView
	Notes   []string
}

// An annexHeadView is a cell of the head's first line.
type annexHeadView struct {
	Text       string
	Cols, Rows int
}

// An annexLineView is a group's title or an indicator.
type annexLineView struct {
	Order   string
	Group   string
	Span    int // columns a group's title takes
	Missing bool
	Cells   []annexCellView // without the first column
}

// An annexCellView is one cell; Kind names its class.
type annexCellView struct {
	Kind    string
	Text    string
	Number  *numberView
	Verdict *verdictView
}

// A proseView is the written parts as forms.
type proseView struct {
	Action string
	Adopt  string     // where last period's texts are taken over
	Takes  bool       // there are texts to take over into empty parts
	Reload string     // the page as it is stored
	Lead   string     // what is written here
	Parts  []editView // those with a title of their own begin a section
	Write  bool       // the person may write
}

// An editView is the editor of one written part.
type editView struct {
	ID       string
	Section  string
	Title    string
	Help     string
	By       string // who wrote what is stored; empty: nothing is
	Text     string // in the field
	Lines    int    // the field is high
	Version  int
	Before   string // last period's text; empty: none
	Empty    bool   // nothing is stored: last period's text can be taken over
	Conflict *conflictView
	Findings []string
}

// A conflictView is what somebody else has saved meanwhile.
type conflictView struct {
	Words  string
	Theirs string
}

// A changesView says what has changed since a report was issued.
type changesView struct {
	Lead    string
	Reports []linkView // issued reports to choose from
	Heads   [4]string
	Rows    []changeView
	Base    []string // changes on the same period that read differently now
	Text    string   // what changed, in a sentence
	Empty   *emptyView
}

// A changeView is one figure then and now.
type changeView struct{ Name, What, Then, Now string }

// A summarySideView is the column beside the report.
type summarySideView struct {
	Zip      string
	Files    []linkView // Word, Excel, PDF
	More     []linkView // CSV, JSON, text
	Draft    string     // why pages bear the draft mark; empty: they do not
	Steps    [2]stepperView
	Changed  *linkView // the figures are not those issued
	Issue    *issueView
	Issued   []issuedView
	All      *linkView // files of all units below
	Missing  []missingView
	Lacks    string // heading of the missing
	Remind   *remindView
	Findings []pointView
	Heading  string // of the findings
}

// A stepperView is one of the two states of a report.
type stepperView struct {
	Word, Note string
	Current    bool
}

// An issueView asks before a report is issued.
type issueView struct {
	Open   string // words of the button that opens the dialog
	Action string
	Title  string
	Text   string
	Hidden []choiceView
	Know   *fieldView // the tick for an incomplete report; nil: complete
	Points string     // findings that are open; empty: none
	Word   string
	Cancel string
	Fault  string
}

// An issuedView is one issued report.
type issuedView struct {
	ID    string
	Text  string
	Files []linkView
	Check linkView
}

// A missingView is one gap with who can fill it.
type missingView struct {
	Name   string
	What   string
	Agency string
	Who    string
	Href   string // where it is entered; empty: not by this person
	Action string
}

// A pointView is one point to look at before the report goes out.
type pointView struct {
	Icon  string
	Class string // fault; empty: a warning
	Title string
	Text  string
	Link  *linkView
}
