package exchange

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readTexts reads the texts that cells share. Readings of East Asian signs
// that stand beside a text are no part of it.
func (w *workbook) readTexts(name string) error {
	p, err := w.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		token, err := p.next()
		if err != nil {
			return ended(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := richText(p, "si")
			if err != nil {
				return err
			}
			w.strings = append(w.strings, text)
		}
	}
}

// richText gives the text up to the end of an element: its pieces joined.
func richText(p *pieces, end string) (string, error) {
	var b strings.Builder
	inText, beside := false, 0
	for {
		token, err := p.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				beside++
			}
		case xml.EndElement:
			inText = false
			switch t.Name.Local {
			case "rPh":
				beside--
			case end:
				return unescape(b.String()), nil
			}
		case xml.CharData:
			// One byte more than is taken is kept, so that the cell is refused
			// and not cut.
			if inText && beside == 0 && b.Len() <= maxText {
				b.Write(t[:min(len(t), maxText+1-b.Len())])
			}
		}
	}
}

// unescape reads _x000D_ as the character it stands for: how workbooks write
// what XML cannot hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if len(s) >= 7 && s[:2] == "_x" && s[6] == '_' {
			if n, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				b.WriteRune(rune(n))
				s = s[7:]
				continue
			}
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// A style is what matters about how a cell is shown.
type style struct{ percent, date bool }

// readStyles reads how the cells of each format are shown.
func (w *workbook) readStyles(name string) error {
	own := map[int]string{}
	inCells := false
	return w.each(name, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil {
				own[id] = attribute(e, "formatCode")
			}
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "cellXfs":
			inCells = true
		case "xf":
			if inCells {
				id, _ := strconv.Atoi(attribute(e, "numFmtId")) // none is 0, the general format
				w.styles = append(w.styles, styleOf(id, own[id]))
			}
			if len(w.styles) > maxStyle {
				w.left = 0 // the next piece is refused
			}
		}
	})
}

// styleOf tells percentages and dates by the number of a built-in format, or
// by the code of another.
func styleOf(id int, code string) style {
	if code == "" {
		date := id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
		return style{percent: id == 9 || id == 10, date: date}
	}
	bare := strings.ToLower(withoutQuoted(code))
	return style{percent: strings.Contains(bare, "%"), date: !strings.Contains(bare, "general") && strings.ContainsAny(bare, "dmyhs")}
}

// withoutQuoted takes out of the code of a format what is printed as it
// stands, and what stands in brackets: colours and conditions.
func withoutQuoted(code string) string {
	var b strings.Builder
	closing := byte(0)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case closing != 0:
			if c == closing {
				closing = 0
			}
		case c == '"':
			closing = '"'
		case c == '[':
			closing = ']'
		case c == '\\' || c == '_' || c == '*':
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
