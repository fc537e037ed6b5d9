package export

import "strings"

// The body is set in 14 points.
const (
	bodySize = 14
	bodyLine = 6.6 // height of a line in millimetres
	indent   = 12.7
)

// flow draws a justified paragraph with its first line indented.
func (d *pdf) flow(text string, style FontStyle) {
	d.font(style, bodySize)
	lines := d.lines(text, d.width, indent)
	for i, line := range lines {
		// Neither the first line alone at the foot of a page nor the last
		// alone at the head of one.
		need := bodyLine
		if len(lines) > 1 && (i == 0 || i == len(lines)-2) {
			need = 2 * bodyLine
		}
		if i >= len(lines)-2 { // the end of the text goes with the signer
			need += d.behind
		}
		d.room(need)
		d.font(style, bodySize)
		x, width, align := d.left, d.width, "J"
		if i == 0 {
			x, width = x+indent, width-indent
		}
		if i == len(lines)-1 || !strings.Contains(line, " ") {
			align = "L"
		}
		d.line(x, width, bodyLine, line, align)
	}
	d.down(2.1) // 6 points
}

// line draws one line of text and goes below it.
func (d *pdf) line(x, width, height float64, text, align string) {
	y := d.f.GetY()
	d.f.SetXY(x, y)
	d.f.CellFormat(width, height, pdfText(text), "", 0, align, false, 0, "")
	d.f.SetXY(d.left, y+height)
}

// lines breaks a text at its spaces, and a word that is wider than a line
// inside. The first line is shorter by the indent. No text is one empty line.
func (d *pdf) lines(text string, width, indent float64) []string {
	var lines []string
	space := d.f.GetStringWidth(" ")
	current, used, room := "", 0.0, width-indent
	flush := func() {
		lines = append(lines, current)
		current, used, room = "", 0, width
	}
	for _, word := range strings.Fields(spaces.Replace(pdfText(text))) {
		word = strings.ReplaceAll(word, keep, "\u00A0")
		w := d.f.GetStringWidth(word)
		if current != "" && used+space+w > room {
			flush()
		}
		for w > room {
			head := d.fitting(word, room)
			current, word = word[:head], word[head:]
			flush()
			w = d.f.GetStringWidth(word)
		}
		if current != "" {
			current, used = current+" ", used+space
		}
		current, used = current+word, used+w
	}
	if current != "" || len(lines) == 0 {
		flush()
	}
	return lines
}

// spaces keeps spaces that may not be broken, and the blanks of several spaces
// that leave room for writing.
var spaces = strings.NewReplacer("\u00A0", keep, "  ", keep+keep)

// keep stands for a space that may not be broken while words are told apart.
const keep = "\uE000"

// fitting is how many bytes of a word fit into a width, at least one letter.
func (d *pdf) fitting(word string, room float64) int {
	used, first := 0.0, true
	for i, r := range word {
		w := d.f.GetStringWidth(string(r))
		if used+w > room && !first {
			return i
		}
		used, first = used+w, false
	}
	return len(word)
}
