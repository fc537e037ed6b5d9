package server

// The small views below are the dots of the partials in web/template/part.
// They hold values that are ready to print; a template decides nothing about
// numbers, dates or words.

// A verdictView is the dot of part/verdict.
type verdictView struct {
	Code         string // not_met, no_data … as in indicator.Verdict: the colour
	Icon         string
	Word         string // "Dự kiến đạt"
	Plain        bool   // without the frame: in running text and small lists
	Below        string // "dưới KH HĐND"; empty: below no other plan
	BelowPercent string // of that plan, shown to phones: "89,0%"
}

// A numberView is the dot of part/number: a number in two boxes that meet at
// the decimal mark, or words in its place.
type numberView struct {
	Label       string // before it: the plan level; empty: none
	Int         string // up to the decimal mark, with the sign
	Frac        string // the decimal mark and what follows; empty: none
	Mark        string // "ước", "sơ bộ"; empty: official
	Origin      string // sign of the origin; empty: as published
	OriginTitle string // what the sign means
	Unit        string // %, điểm %; empty: in the head of the column
	Strong      bool
	Slots       bool   // keep the places of mark, origin and unit even when empty
	Words       string // in place of the number: "bằng kế hoạch", "giữ nguyên"
	Reason      string // below it: why there is none, or a second reading of it
	Missed      bool   // with a warning before it: below the plan
}

// A bulletView is the dot of part/bar: the percent of the judging plan as a
// bar. All places are percentages of the bar's width, such as "80.00%".
type bulletView struct {
	Width    string
	Plan     string   // where 100 per cent is
	Others   []string // where the plans of other levels are
	Estimate bool     // hatched
	Missed   bool     // red
	Neutral  bool     // pale: an indicator that is not judged
	Cut      bool     // past the end of the scale
	Label    string   // read aloud in its place; empty: the percent stands beside it
}

// A sparkView is the dot of part/spark: a few years as a small line.
type sparkView struct {
	Lines  []string // coordinates of each unbroken stretch, "1,18 17,9"
	X, Y   string   // its end
	Hollow bool     // the end is an estimate
	Label  string   // read aloud in its place
}

// A tallyView is the dot of part/tally: one square for each judged indicator.
type tallyView struct {
	Label  string // read aloud before the squares
	Groups []tallyGroupView
	Note   string
}

// A tallyGroupView is the squares of one verdict.
type tallyGroupView struct {
	Verdict string
	Icon    string
	Count   string
	Word    string
	Squares []squareView
}

// A squareView is one indicator in the strip.
type squareView struct {
	Href  string // to the indicator's row
	Label string // "Tỷ lệ hộ nghèo: dự kiến đạt"
}

// An attentionView is the dot of part/attention.
type attentionView struct {
	Title string
	Empty string // said when there are no items
	Items []attentionItemView
}

// An attentionItemView is one row that asks for a leader's eye.
type attentionItemView struct {
	Href   string
	Name   string
	Icon   string
	Class  string // a verdict's code, or "warning"
	Value  string // "89%"; a dash where there is no percent
	Text   string
	Agency string
	Bar    *bulletView // nil: no percent
}

// A stateView is the dot of part/state: an icon and a word.
type stateView struct {
	Icon  string
	Word  string
	Class string // warning, fault, done; empty: plain
	Small bool
	Tag   bool // framed
}

// A saveView is the dot of part/save: how the saving of one cell stands.
type saveView struct {
	Class   string // saved, saving, empty, asked, note, unsent, refused, conflict
	Icon    string
	Text    string
	Choices []choiceView // of a conflict
	Alert   bool         // said at once: a person must act
}

// A choiceView is a button that sends one name and value with its form.
type choiceView struct {
	Name, Value, Text string
	Checked           bool
	Note              string
}

// An emptyView is the dot of part/empty: what stands where there is nothing.
type emptyView struct {
	Text    string
	Note    string
	Line    bool // one quiet line inside a list, not a box
	Actions []linkView
}

// A noticeView is the dot of part/notice.
type noticeView struct {
	Kind string // done, warning, fault; empty: plain
	Text string
	List []string
}

// Icon is the sprite's name for the kind of notice.
func (n noticeView) Icon() string {
	switch n.Kind {
	case "done":
		return "circle-check"
	case "warning":
		return "alert-triangle"
	case "fault":
		return "alert-circle"
	default:
		return "info-circle"
	}
}

// A pagesView is the dot of part/pages.
type pagesView struct {
	Label            string // of the navigation, read aloud
	Previous, Next   string // addresses; empty: none
	PreviousText     string
	NextText         string
	Text             string // "21-40 trong 63"
	PreviousDisabled bool
}

// A fieldView is the dot of part/field and part/choice: one question of a form.
type fieldView struct {
	ID       string
	Name     string
	Label    string
	Type     string // text, password, date, number, search, file, textarea, select, checkbox, radio
	Value    string
	Optional string // "không bắt buộc"; empty: must be filled in
	Help     string
	Fault    string // why it was refused, ready to read
	Options  []choiceView
	Mode     string // inputmode; empty: none
	Auto     string // autocomplete; empty: off
	Accept   string // of files
	Form     string // of a date, as a hint in the empty field
	Pick     string // what the button says that opens a calendar; empty: no date
	Short    bool
	Required bool
	ReadOnly bool
	Focus    bool // takes the focus when the page opens: the first field in fault
}

// Described is the ids of help and fault for aria-describedby; empty: neither.
func (f fieldView) Described() string {
	switch {
	case f.Help != "" && f.Fault != "":
		return f.ID + "-help " + f.ID + "-fault"
	case f.Help != "":
		return f.ID + "-help"
	case f.Fault != "":
		return f.ID + "-fault"
	default:
		return ""
	}
}

// A confirmView is the dot of part/confirm: a dialog that asks before a step
// that cannot be undone. Without a script it stands in the page as a form.
type confirmView struct {
	ID     string
	Title  string
	Text   string
	Action string // where the form is posted
	Hidden []choiceView
	Reason *fieldView // nil: no reason is asked
	Word   string     // on the button that does it
	Cancel string
	Danger bool
}

// A decisionView is the dot of part/decision: the document behind a plan.
type decisionView struct {
	Class  string // unknown, proposed; empty: decided
	Text   string // number, date, issuer
	Note   string
	Href   string // to the document; empty: none
	Inline bool   // in a line of a table
}

// A versionsView is the dot of part/versions: what was typed for a cell.
type versionsView struct {
	Caption string // read aloud
	Heads   []string
	Rows    []versionView
	Empty   string // said when there are no rows
}

// A versionView is one typed version, newest first.
type versionView struct {
	Version string
	Value   numberView
	Status  string
	Who     string
	When    string
	Note    string
	State   stateView
	Current bool
}

// A chartView is the dot of part/chart.
type chartView struct {
	ID      string
	Title   string
	Sub     string
	Options any    // marshals to the JSON of ECharts options
	Height  int    // 1-7: the classes of chart.css
	Label   string // the chart in words, read aloud
	Fault   string // shown when it cannot be drawn
	PNG     string // words of the button for a picture; empty: no buttons
	SVG     string
	File    string // name of the picture without ending
	Failed  bool   // it could not be made: Fault stands in its place
}

// A questionView is the dot of part/question.
type questionView struct {
	Who    string // "Chủ tịch UBND quận hỏi"
	About  string // when, of whom, until when
	Text   string
	State  stateView
	Href   string // to the thread; empty: none
	Action string // words of the link
}
