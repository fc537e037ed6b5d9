package report

import (
	"muctieu/pkg/i18n"
	"muctieu/pkg/period"
)

// A PartKind says what a part of a report is, and whether people write it.
type PartKind string

// The kinds of parts. Prose and tasks are written by people; the others are
// computed and follow the data until the report is issued.
const (
	HeadingPart  PartKind = "heading"   // a title alone
	ProsePart    PartKind = "prose"     // written paragraphs
	TasksPart    PartKind = "tasks"     // written list; its count is computed
	TallyPart    PartKind = "tally"     // the opening sentence
	GroupsPart   PartKind = "groups"    // results by group, a sentence for each row
	MissedPart   PartKind = "missed"    // indicators not met, with explanations
	MissingPart  PartKind = "missing"   // what has no figure or plan
	NextYearPart PartKind = "next_year" // main targets of the year after
)

// Generated reports whether the part is computed from the figures.
func (k PartKind) Generated() bool { return k != HeadingPart && k != ProsePart && k != TasksPart }

// A Part is one section of a report's outline. Parts are in order and flat:
// Level nests their titles.
type Part struct {
	Key   string // names the part within its outline for ever: "limits"
	Kind  PartKind
	Level int    // 1 to 3, of the title
	Title string // empty: the part goes on under the title before
	// Text is what people wrote: paragraphs, or the items of a list, one a
	// line. Generated parts that take explanations hold none here.
	Text string
	// Notes holds explanations of a missed part, by indicator.
	Notes map[string]string
}

// An outlineRow is a part of a built-in outline; its title is a message.
type outlineRow struct {
	key   string
	kind  PartKind
	level int
}

// The outlines follow the order of reports of people's committees: results,
// limits, causes, then the way ahead. In-year reports look ahead to the rest
// of the year, without a theme and targets of their own.
var (
	yearOutline = []outlineRow{
		{"opening", ProsePart, 0},
		{"results", HeadingPart, 1},
		{"tally", TallyPart, 0},
		{"theme", ProsePart, 2},
		{"groups", GroupsPart, 2},
		{"evaluation", HeadingPart, 1},
		{"achievements", ProsePart, 2},
		{"missed", MissedPart, 2},
		{"missing", MissingPart, 0},
		{"limits", ProsePart, 0},
		{"causes", ProsePart, 2},
		{"lessons", ProsePart, 2},
		{"ahead", HeadingPart, 1},
		{"next_theme", ProsePart, 2},
		{"next_year", NextYearPart, 2},
		{"tasks", TasksPart, 2},
		{"proposals", ProsePart, 2},
	}
	inYearOutline = []outlineRow{
		{"opening", ProsePart, 0},
		{"results", HeadingPart, 1},
		{"tally", TallyPart, 0},
		{"groups", GroupsPart, 2},
		{"evaluation", HeadingPart, 1},
		{"missed", MissedPart, 2},
		{"missing", MissingPart, 0},
		{"limits", ProsePart, 0},
		{"causes", ProsePart, 2},
		{"rest", HeadingPart, 1},
		{"tasks", TasksPart, 2},
		{"proposals", ProsePart, 2},
	}
)

// DefaultOutline is the built-in outline of a period in a language, without
// prose. Parts without a title go on under the one before.
func DefaultOutline(p period.Period, lang i18n.Lang) []Part {
	rows := inYearOutline
	if p.IsYear() {
		rows = yearOutline
	}
	printer := i18n.For(lang)
	parts := make([]Part, len(rows))
	for i, row := range rows {
		parts[i] = Part{Key: row.key, Kind: row.kind, Level: row.level}
		if row.level > 0 {
			parts[i].Title = printer.T("outline."+row.key, "year", p.Year, "next", p.Year+1)
		}
	}
	return parts
}

// A Target is a main target of the year after, ready to print.
type Target struct {
	Name     string
	Measure  string
	Group    string
	Level    string // code of the plan level
	Phrase   string // "kế hoạch HĐND quận giao"
	Value    Value  // of a plain number; none for ranges and bounds
	Text     string // as printed, without its measure: "438,9", "dưới 4"
	Written  string // with its measure: "438,9 tỷ đồng", "dưới 4%"
	Proposed bool   // no document yet
	Code     string // of the indicator
}
