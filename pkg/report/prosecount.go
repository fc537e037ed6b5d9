package report

import (
	"regexp"
	"strconv"
	"strings"
)

// countWords are the numbers people write as words.
var countWords = map[string]int{
	"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

// countForm is a number as figures or words.
const countForm = `(?:^|[^\d.,/\pL])(\d{1,3}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`

var (
	// countOf finds the number of things that a list follows: only nouns that
	// lists of reports are made of, so that "2 năm" counts nothing.
	countOf = regexp.MustCompile(`(?i)` + countForm + ` (nhóm|nhiệm vụ|giải pháp|chỉ tiêu|nội dung|hạn chế|tồn tại|nguyên nhân|bài học|kiến nghị|đề xuất|mục tiêu|công trình|dự án|phường|xã|` +
		`groups?|tasks?|measures?|indicators?|items?|limits?|limitations?|causes?|lessons?|proposals?|targets?|projects?|wards?|communes?)(?:$|[^\pL])`)
	// taskCount finds how many groups of tasks a text says there are.
	taskCount = regexp.MustCompile(`(?i)` + countForm + ` ((?:nhóm )?nhiệm vụ|nhóm giải pháp|groups of tasks|task groups)(?:$|[^\pL])`)
	// fraction and tallied find how many indicators a text says are met.
	fraction = regexp.MustCompile(`(?i)(?:^|[^\d.,/])(\d{1,3}) ?/ ?(\d{1,3}) (chỉ tiêu|indicators)`)
	tallied  = regexp.MustCompile(`(?i)` + countForm + ` (?:chỉ tiêu|indicators?)(?: \pL+){0,2}? (đạt và vượt|không đạt|chưa đạt|vượt|đạt|hoàn thành|meet or exceed|met or exceeded|not met|missed|exceeded|exceed|met|meet)(?:$|[^\pL])`)

	bullet = regexp.MustCompile(`^(?:[-+*•–] |\(?\d{1,2}[.)] ?|\(?[a-zđ]\) ?)`)
	inline = regexp.MustCompile(`\((\d{1,2})\) `)
)

// counted reads the figures or words of a count; -1 for none.
func counted(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	if n, ok := countWords[strings.ToLower(text)]; ok {
		return n
	}
	return -1
}

// listItems are the lines of a list of tasks: all of them, or those behind a
// line that introduces them.
func listItems(lines []string) []string {
	if len(lines) > 1 && strings.HasSuffix(lines[0], ":") {
		return lines[1:]
	}
	return lines
}

// counts holds each line that introduces a list against the list's length, and
// the number of tasks a text speaks of against the list of tasks.
func (r *proofreader) counts(lines []string, tasks bool) {
	for i, line := range lines {
		said := countOf.FindAllStringSubmatch(line, -1)
		n := r.itemsAfter(lines, i, tasks)
		if n > 0 && len(said) > 0 {
			last := said[len(said)-1]
			r.count(last[1], last[2], n)
			continue
		}
		if m := taskCount.FindStringSubmatch(line); m != nil && r.tasks > 0 {
			r.count(m[1], m[2], r.tasks)
		}
	}
}

// itemsAfter counts what a line introduces: numbered items within it, or the
// items of the list that follows. 0: it introduces none.
func (r *proofreader) itemsAfter(lines []string, i int, tasks bool) int {
	if _, rest, ok := strings.Cut(lines[i], ":"); ok {
		if n := len(inline.FindAllString(rest, -1)); n > 0 {
			return n
		}
	}
	if !strings.HasSuffix(lines[i], ":") {
		return 0
	}
	if tasks && i == 0 {
		return len(lines) - 1
	}
	n := 0
	for _, line := range lines[i+1:] {
		if !sameList(lines[i+1], line) {
			break
		}
		n++
	}
	return n
}

// sameList reports whether a line is an item of the list that another begins:
// both have a mark of the same sort, so that the points under an item are not
// counted with it.
func sameList(first, line string) bool {
	a, b := markOf(first), markOf(line)
	return a != "" && a == b
}

// markOf is the sort of mark before an item: the digits and letters of
// numbered ones count as one.
func markOf(line string) string {
	mark := strings.TrimSpace(bullet.FindString(line))
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9':
			return '1'
		case c >= 'a' && c <= 'z' || c == 'đ':
			return 'a'
		}
		return c
	}, strings.Replace(mark, "10", "1", 1))
}

func (r *proofreader) count(said, noun string, n int) {
	if c := counted(said); c >= 0 && c != n {
		r.add(WrongCount, said+" "+noun, "", r.p.T("prose.count", "said", said+" "+noun, "n", n))
	}
}

// tallies holds the numbers of indicators that a sentence gives against the
// tally, of all rows or of one group. What is to come is not judged.
func (r *proofreader) tallies(sentence string) {
	if r.ahead || len(r.s.Rows) == 0 {
		return
	}
	for _, m := range fraction.FindAllStringSubmatch(sentence, -1) {
		if !r.anyTally(func(t Tally) bool {
			return counted(m[2]) == t.Set && anyOf(counted(m[1]), t.Achieved, t.Exceeded, t.Met, t.NotMet, t.Reached, t.Set-t.NoData)
		}) {
			r.tally(m[1] + "/" + m[2] + " " + m[3])
		}
	}
	for _, m := range tallied.FindAllStringSubmatch(sentence, -1) {
		if !r.anyTally(func(t Tally) bool { return anyOf(counted(m[1]), t.named(m[2])...) }) {
			r.tally(strings.TrimLeft(m[0], " ,;:("))
		}
	}
}

func (r *proofreader) tally(said string) {
	said = strings.TrimRight(said, " ,;:)")
	r.add(WrongTally, said, "", r.p.T("prose.tally", "said", said, "tally", r.s.Tally.Text))
}

func (r *proofreader) anyTally(is func(Tally) bool) bool {
	for _, g := range r.s.Groups {
		if is(g.Tally) {
			return true
		}
	}
	return is(r.s.Tally)
}

// named gives the numbers that a verb may mean.
func (t Tally) named(verb string) []int {
	switch strings.ToLower(verb) {
	case "vượt", "exceed", "exceeded":
		return []int{t.Exceeded}
	case "không đạt", "chưa đạt", "not met", "missed":
		return []int{t.NotMet, t.NotMet + t.NoData, t.InProgress - t.Reached}
	case "đạt", "met", "meet":
		return []int{t.Met, t.Achieved, t.Reached}
	}
	return []int{t.Achieved, t.Reached}
}

func anyOf(n int, among ...int) bool {
	for _, m := range among {
		if n == m {
			return true
		}
	}
	return false
}
