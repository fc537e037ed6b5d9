package export

import (
	"strings"
	"unicode"
)

// Widths in millimetres.
const (
	annexWidth  = 257 // of the table on A4 landscape with margins of 20 mm
	sheetWidth  = 390 // in a spreadsheet, which is printed smaller to fit
	sheetName   = 85  // the name in a spreadsheet, at least
	comfortable = 43  // the name, before texts are squeezed
	leastName   = 42  // the name, before the whole table shrinks
	cellSpace   = 2.6 // left and right of a text together
)

// A span is the least and the most that a kind of column takes. Numbers take
// what they need: they are never broken.
type span struct{ least, most float64 }

var paperSpans = map[columnKind]span{
	columnOrder: {9, 9}, columnMeasure: {13, 24}, columnPercent: {14, 26}, columnChange: {14, 26}, columnNextPercent: {18, 20},
	columnBeforeChange: {14, 26}, columnTotalPercent: {14, 26}, columnTotalChange: {14, 26},
	columnVerdict: {15, 28}, columnAgency: {25, 36}, columnNote: {22, 48},
}

// squeezed lists the columns that give way to the name, in that order.
var squeezed = []columnKind{columnAgency, columnNote, columnVerdict, columnMeasure, columnChange, columnPercent,
	columnBeforeChange, columnTotalPercent, columnTotalChange}

// fit gives every column the width its texts need, and the name the rest. On
// paper texts are squeezed where the name would get too little, and then the
// whole table.
func (a *annex) fit(wide bool) {
	a.scale = 1
	if wide {
		a.spread(sheetWidth, 1.25, false)
		a.columns[1].width = max(a.columns[1].width, sheetName)
		return
	}
	a.spread(annexWidth, 1, false)
	if a.columns[1].width < comfortable {
		a.spread(annexWidth, 1, true)
	}
	if a.columns[1].width >= leastName {
		return
	}
	total := annexWidth - a.columns[1].width + leastName
	a.columns[1].width = leastName
	a.scale = annexWidth / total
	for i := range a.columns {
		a.columns[i].width *= a.scale
	}
}

// spread sets all widths for letters that are so many times larger than on
// paper.
func (a *annex) spread(total, larger float64, squeeze bool) {
	rest := total
	for i := range a.columns {
		if i != 1 {
			a.columns[i].width = a.natural(i, larger)
			rest -= a.columns[i].width
		}
	}
	if squeeze {
		for _, least := range []func(int) float64{a.leastInTwo, a.leastOf} {
			for _, kind := range squeezed {
				rest += a.squeeze(kind, comfortable-rest, least)
			}
		}
	}
	a.columns[1].width = rest
}

// natural is the width a column needs to keep its texts on one line, within
// the bounds of its kind.
func (a *annex) natural(i int, larger float64) float64 {
	width := widest(a.columns[i].head)
	if a.columns[i].over != "" {
		width = max(width, widest(a.columns[i].over))
	}
	for _, l := range a.lines {
		switch {
		case l.row == nil:
		case a.columns[i].isPlan() && l.cells[i].plain == "": // "từ 92,6 trở lên" may go over two lines
			width = max(width, widest(l.cells[i].text))
		default:
			width = max(width, widthOf(l.cells[i].text)+cellSpace)
		}
	}
	width *= larger
	if s, ok := paperSpans[a.columns[i].kind]; ok {
		return min(max(width, s.least), s.most*larger)
	}
	return max(width, 17)
}

// isPlan reports whether the column holds plans.
func (c column) isPlan() bool { return c.kind == columnPlan || c.kind == columnNextPlan }

// squeeze takes from the columns of a kind what is wanted, down to their least
// width, and gives what it took.
func (a *annex) squeeze(kind columnKind, want float64, least func(int) float64) float64 {
	took := 0.0
	for i, c := range a.columns {
		if c.kind == kind && want > took {
			less := min(want-took, max(0, c.width-least(i)))
			a.columns[i].width -= less
			took += less
		}
	}
	return took
}

// leastOf is the width below which a column would break a word.
func (a *annex) leastOf(i int) float64 {
	width := max(paperSpans[a.columns[i].kind].least, widest(a.columns[i].head))
	for _, l := range a.lines {
		if l.row != nil {
			width = max(width, widest(l.cells[i].text))
		}
	}
	return width
}

// leastInTwo is the width below which a text of a column would need more than
// two lines.
func (a *annex) leastInTwo(i int) float64 {
	width := a.leastOf(i)
	for _, l := range a.lines {
		if l.row != nil && strings.Contains(l.cells[i].text, " ") {
			width = max(width, inTwo(l.cells[i].text)+cellSpace)
		}
	}
	return min(width, a.columns[i].width)
}

// inTwo is how wide the wider of two lines is that a text is best parted into.
func inTwo(text string) float64 {
	best := widthOf(text)
	for i, r := range text {
		if r == ' ' {
			best = min(best, max(widthOf(text[:i]), widthOf(text[i+1:])))
		}
	}
	return best
}

// widest is the width of the widest word of a text, with the cell's own space
// around it. Endless words may be broken.
func widest(text string) float64 {
	width := 0.0
	for _, word := range strings.Split(text, " ") {
		width = max(width, widthOf(word)+cellSpace)
	}
	return min(width, 40)
}

// widthOf estimates the width of a text in millimetres, at 11 points in Times
// New Roman. It errs a little on the wide side.
func widthOf(text string) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			width += 1.95
		case r == '.' || r == ',' || r == ' ' || r == '\u00A0' || r == '/' || r == '-':
			width += 1.1
		case r == '+' || r == '−':
			width += 2.3
		case r == '%':
			width += 3.3
		case unicode.IsUpper(r):
			width += 2.75
		default:
			width += 1.98
		}
	}
	return width
}
