package report

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// A ProseRule names a way in which written parts may contradict the figures.
type ProseRule string

// The rules on prose.
const (
	WrongCount     ProseRule = "count"     // a count beside a list of another length
	WrongTally     ProseRule = "tally"     // a number of indicators that the tally has not
	WrongValue     ProseRule = "value"     // a value or percentage that nothing of the named indicator is
	WrongDirection ProseRule = "direction" // a rise called a fall, or the other way round
)

// A Contradiction is one place where a written part says something else than
// the figures, or than its own list. It is never a wall: it is listed before a
// report is issued.
type Contradiction struct {
	Section   string // key of the part
	Rule      ProseRule
	Quote     string         // the words in question, as written
	Indicator indicator.Code // of values and directions
	Text      string         // what is wrong, as a sentence with its full stop
}

// Contradictions holds the written parts of a report against what is computed.
// Numbers are compared as far as they are written: "423 tỷ đồng" agrees with
// 423,2. An indicator is named by its full name, by a shorter one that can mean
// no other row, or by another name that is given. What names none, or speaks of
// other years, is not judged. It is empty where nothing is wrong.
func Contradictions(s Summary, parts []Part, targets []Target, others ...ProseName) []Contradiction {
	r := &proofreader{s: s, p: i18n.For(s.Lang), targets: targets, names: namesOf(s.Rows, others)}
	for _, part := range parts {
		if part.Kind == TasksPart {
			r.tasks = len(listItems(textLines(part.Text)))
		}
	}
	ahead := false
	for _, part := range parts {
		ahead = ahead || part.Key == "ahead" || part.Key == "rest"
		if part.Kind != ProsePart && part.Kind != TasksPart {
			continue
		}
		r.section, r.ahead = part.Key, ahead
		r.counts(textLines(part.Text), part.Kind == TasksPart)
		for _, line := range textLines(part.Text) {
			for _, sentence := range sentencesOf(line) {
				r.tallies(sentence)
				r.claims(sentence)
			}
		}
	}
	return r.found
}

// A proofreader reads the written parts one by one.
type proofreader struct {
	s       Summary
	p       *i18n.Printer
	targets []Target
	names   []nameAt
	tasks   int // items of the list of tasks; 0: not written
	section string
	ahead   bool // the part speaks of what is to come
	found   []Contradiction
}

func (r *proofreader) add(rule ProseRule, quote string, code indicator.Code, text string) {
	r.found = append(r.found, Contradiction{Section: r.section, Rule: rule, Quote: quote, Indicator: code, Text: text})
}

// textLines are the lines of a text that are not empty.
func textLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// sentencesOf parts a line at full stops and semicolons. The stops inside
// numbers are followed by a digit, and part nothing.
func sentencesOf(line string) []string {
	var list []string
	start := 0
	for i := range len(line) {
		if ends := line[i] == ';' || line[i] == '.' && (i+1 == len(line) || line[i+1] == ' '); !ends {
			continue
		}
		list = append(list, strings.TrimSpace(line[start:i]))
		start = i + 1
	}
	return append(list, strings.TrimSpace(line[start:]))
}
