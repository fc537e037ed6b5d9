package report

import (
	"regexp"
	"slices"
	"strings"

	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
)

// A ProseName is another name that people of a unit use for an indicator, such
// as the one in their own tables.
type ProseName struct {
	Text      string
	Indicator indicator.Code
}

// A nameAt is a name of a row as it is looked for in prose.
type nameAt struct {
	words []string // as compared
	bare  bool     // words bear no accents, and match those of any
	row   int
	// short marks a name that leaves something out. It counts only where what
	// stands around it leaves no doubt that nothing else is meant.
	short bool
}

// A word is one word of a sentence.
type word struct {
	text, bare string // as compared, and without accents
	from, to   int
}

var wordForm = regexp.MustCompile(`[\pL\pM\pN%‰]+`)

// wordsOf parts a text, in small letters, into words as names are compared:
// wherever in the syllable the tone mark stands.
func wordsOf(lower string) []word {
	places := wordForm.FindAllStringIndex(lower, -1)
	list := make([]word, len(places))
	for i, p := range places {
		text := number.FoldText(lower[p[0]:p[1]])
		list[i] = word{text, number.Unaccented(text), p[0], p[1]}
	}
	return list
}

func textsOf(words []word, bare bool) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
		if bare {
			list[i] = w.bare
		}
	}
	return list
}

// Parts of names that people leave out: at the end, and inside. What is left
// still names the same thing.
var (
	leftOutEnds = []string{"trên địa bàn", "trên địa bàn quận", "trên địa bàn huyện", "trên địa bàn phường", "trên địa bàn xã", "trên địa bàn thành phố",
		"nhà nước", "địa phương", "hàng hóa", "in the area", "in the district", "of goods"}
	leftOutInside = []string{"người dân", "dân số", "hộ dân được", "được", "thủ tục hành chính", "nhà nước"}
	abbreviations = [][2]string{{"ngân sách nhà nước", "nsnn"}, {"bảo hiểm y tế", "bhyt"}, {"thủ tục hành chính", "tthc"},
		{"giá trị sản xuất", "gtsx"}, {"nông thôn mới", "ntm"}, {"gross regional domestic product", "grdp"}}
)

// fewestWords is how many words a short name has at least.
const fewestWords = 3

// namesOf gives the names of rows, the longest first: "hộ cận nghèo" is found
// before a shorter name inside it. A short name that two rows could be meant
// by, or that begins another row's name, is no name.
func namesOf(rows []Row, others []ProseName) []nameAt {
	var names []nameAt
	short := map[string][]nameAt{}
	for i, row := range rows {
		words := textsOf(wordsOf(strings.ToLower(row.Name)), false)
		if len(words) == 0 {
			continue
		}
		names = append(names, nameAt{words: words, row: i})
		for _, s := range shortened(words) {
			short[s] = append(short[s], nameAt{words: strings.Fields(s), row: i, short: true})
		}
	}
	full := names
	for _, other := range others {
		i := slices.IndexFunc(rows, func(r Row) bool { return r.Code == other.Indicator })
		if words := textsOf(wordsOf(strings.ToLower(other.Text)), true); i >= 0 && len(words) >= fewestWords {
			key := "~" + strings.Join(words, " ") // never one with the accented names
			short[key] = append(short[key], nameAt{words: words, row: i, short: true, bare: true})
		}
	}
	for _, found := range short {
		if oneRow(found) && !begins(full, found[0]) {
			names = append(names, found[0])
		}
	}
	slices.SortStableFunc(names, longestFirst)
	return names
}

// longestFirst orders names by their words, among equals full ones first. The
// words themselves settle the rest, so that the order is always the same.
func longestFirst(a, b nameAt) int {
	switch {
	case len(a.words) != len(b.words):
		return len(b.words) - len(a.words)
	case a.short != b.short && b.short:
		return -1
	case a.short != b.short:
		return 1
	}
	return slices.Compare(a.words, b.words)
}

func oneRow(found []nameAt) bool {
	return !slices.ContainsFunc(found, func(n nameAt) bool { return n.row != found[0].row })
}

// begins reports whether the name of another row begins with this one.
func begins(full []nameAt, short nameAt) bool {
	return slices.ContainsFunc(full, func(n nameAt) bool {
		words := n.words
		if short.bare {
			words = bareWords(words)
		}
		return n.row != short.row && len(words) >= len(short.words) && slices.Equal(words[:len(short.words)], short.words)
	})
}

func bareWords(words []string) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = number.Unaccented(w)
	}
	return list
}

// shortened gives the shorter names that a name allows, the name itself not.
func shortened(name []string) []string {
	all := map[string]bool{strings.Join(name, " "): true}
	for waiting := []string{strings.Join(name, " ")}; len(waiting) > 0; {
		text := waiting[0]
		waiting = waiting[1:]
		for _, next := range shorter(text) {
			if !all[next] {
				all[next] = true
				waiting = append(waiting, next)
			}
		}
	}
	var list []string
	for text := range all {
		if text != strings.Join(name, " ") && (strings.Count(text, " ") >= fewestWords-1 || abbreviated(text)) {
			list = append(list, text)
		}
	}
	return list
}

// abbreviated reports whether a name holds an abbreviation, which says in one
// word what others say in several.
func abbreviated(text string) bool {
	return slices.ContainsFunc(abbreviations, func(a [2]string) bool { return strings.HasSuffix(text, " "+a[1]) })
}

// shorter leaves one thing out of a name.
func shorter(text string) []string {
	var list []string
	for _, end := range leftOutEnds {
		if rest, ok := strings.CutSuffix(text, " "+folded(end)); ok {
			list = append(list, rest)
		}
	}
	for _, inside := range leftOutInside {
		if before, after, ok := strings.Cut(text, " "+folded(inside)+" "); ok {
			list = append(list, before+" "+after)
		}
	}
	for _, a := range abbreviations {
		list = append(list, strings.TrimSpace(strings.Replace(" "+text+" ", " "+folded(a[0])+" ", " "+a[1]+" ", 1)))
	}
	return list
}

// folded is a text as names are compared.
func folded(text string) string { return strings.Join(textsOf(wordsOf(text), false), " ") }
