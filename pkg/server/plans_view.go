package server

// A plansView is the dot of plans/plans: the plans of a unit and year on one
// level, under the decision that assigns them.
type plansView struct {
	page
	Action  string
	Levels  []linkView // the levels to choose from
	Level   string     // "Kế hoạch thành phố giao năm 2023"
	Tools   []linkView
	Basis   []choiceView
	Known   fieldView // decisions entered before
	Fields  []fieldView
	Scan    fieldView
	All     choiceView
	Growth  growthForm
	Heads   plansHeads
	Columns int
	Groups  []plansGroupView
	Empty   *emptyView
	Signs   []signView
	Draft   draftView // what is typed and not saved yet
}

// A growthForm proposes plans from this year's figures.
type growthForm struct {
	Action, Year, Level string
	Field               fieldView
}

// plansHeads are the heads of the columns that name a year or a level.
type plansHeads struct {
	Actual string
	Others []string
}

// A plansGroupView is the rows of one group.
type plansGroupView struct {
	Name string
	Rows []planRowView
}

// A planRowView is the plan of one indicator.
type planRowView struct {
	Code, Position, Name, Measure string
	Href                          string // to the versions of the plan
	Actual                        numberView
	Others                        []numberView // of other levels
	Operators                     []choiceView
	Low, High, Note               string
	Version, Seen                 string
	Class                         string // as of a cell
	Save                          saveView
	Basis                         *decisionView // what the stored plan rests on; nil: there is none
	Before                        string        // "trước điều chỉnh 940,133"; empty: not adjusted
	Warnings                      []string
	Doubt                         *doubtView
	Clear                         *clearView
	Columns                       int
	Labels                        planLabels
}

// planLabels name the fields of a row to those who hear the page.
type planLabels struct{ Operator, Low, High, Note string }
