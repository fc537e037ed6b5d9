package exchange

import (
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// An EmptiedCell is a cell of an entry workbook that held a figure when the
// workbook was made, and is empty now.
type EmptiedCell struct {
	indicator.CellKey
	Seen int // the version that stood in it
}

// Emptied gives the cells of entry workbooks from which a figure was taken
// out, in their order. Decide leaves them as they are: taking a figure back
// needs a person's reason.
func (b *Batch) Emptied() []EmptiedCell { return b.emptied }

// addEntry reads a row of the entry workbook. An empty cell leaves the figure
// as it is, and is kept for Emptied. The status is named in words, of either language.
func (b *Batch) addEntry(r *row) {
	f := b.figureOf(r, "entry")
	if strings.TrimSpace(f.cell.text) == "" {
		if seen := r.version(); seen.n > 0 && !r.bad {
			b.emptied = append(b.emptied, EmptiedCell{f.CellKey, seen.n})
		}
		return
	}
	f.Status = statusWord(r)
	f.seen = r.version()
	f.bad = r.bad
	b.figures = append(b.figures, &f)
}

// StatusWords gives the words for the statuses of a typed figure, softest
// first, as the entry workbook offers them.
func StatusWords(p *i18n.Printer) []string {
	list := make([]string, len(indicator.Statuses))
	for i, s := range indicator.Statuses {
		list[i] = p.T("core.status_" + string(s))
	}
	return list
}

// StatusOf gives the status of a typed figure that a word names, in either
// language or as files have it; ok is false where none does.
func StatusOf(word string) (status indicator.Status, ok bool) {
	text := strings.ToLower(strings.TrimSpace(word))
	for i, s := range indicator.Statuses {
		for _, lang := range i18n.Langs {
			if text == string(s) || text == strings.ToLower(StatusWords(i18n.For(lang))[i]) {
				return s, true
			}
		}
	}
	return "", false
}

func statusWord(r *row) indicator.Status {
	text := r.word("status")
	if s, ok := StatusOf(text); ok {
		return s
	}
	if text == "" {
		r.invalid("status", "exchange.needed_choice", "choices", StatusWords(i18n.For(i18n.Vi)))
	} else {
		r.invalid("status", "exchange.not_one_of", "text", excerpt(text), "choices", StatusWords(i18n.For(i18n.Vi)))
	}
	return ""
}
