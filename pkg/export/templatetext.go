package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

// placeholder is one placeholder: "{{ten_don_vi}}".
var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// A textPiece is the content of one element of text.
type textPiece struct {
	from, to int // its bytes in the part
	text     string
}

// A textParagraph is one paragraph of a template.
type textParagraph struct {
	from, to int // its bytes in the part
	number   int // among the paragraphs of its part, from 1
	nested   bool
	pieces   []textPiece
	props    string // its properties, without those of a section
	look     string // properties of its first run
	section  string // properties of the section it ends; empty: none
}

// text joins the pieces: Word splits a placeholder over several.
func (p *textParagraph) text() string {
	var b strings.Builder
	for _, piece := range p.pieces {
		b.WriteString(piece.text)
	}
	return b.String()
}

// A textReader finds the paragraphs of a part of a Word document.
type textReader struct {
	body  []byte
	open  []*textParagraph // the innermost last
	done  []*textParagraph
	marks map[string]int // where an element of interest began
	text  strings.Builder
	inner int // depth of runs' and paragraphs' properties that are being read
}

// paragraphsIn finds the paragraphs of a part, in the order they begin. The
// part was found well-formed.
func paragraphsIn(body []byte) []*textParagraph {
	r := &textReader{body: body, marks: map[string]int{}}
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return nil
			}
			break
		}
		r.token(token, from, int(d.InputOffset()))
	}
	slices.SortFunc(r.done, func(a, b *textParagraph) int { return a.number - b.number })
	return r.done
}

func (r *textReader) token(token xml.Token, from, to int) {
	switch e := token.(type) {
	case xml.StartElement:
		if e.Name.Space == "w" {
			r.begin(e.Name.Local, from, to)
		}
	case xml.CharData:
		r.text.Write(e)
	case xml.EndElement:
		if e.Name.Space == "w" {
			r.end(e.Name.Local, from, to)
		}
	}
}

func (r *textReader) begin(name string, from, to int) {
	switch name {
	case "p":
		r.open = append(r.open, &textParagraph{from: from, number: len(r.open) + len(r.done) + 1, nested: len(r.open) > 0})
	case "t":
		r.marks["t"] = to
		r.text.Reset()
	case "pPr", "rPr", "sectPr":
		if r.inner == 0 || name == "sectPr" {
			r.marks[name] = from
		}
		r.inner++
	}
}

func (r *textReader) end(name string, from, to int) {
	if name == "pPr" || name == "rPr" || name == "sectPr" {
		r.inner--
	}
	if len(r.open) == 0 {
		return
	}
	p := r.open[len(r.open)-1]
	switch name {
	case "p":
		p.to = to
		r.done, r.open = append(r.done, p), r.open[:len(r.open)-1]
	case "t":
		if at := r.marks["t"]; at < to && at <= from {
			p.pieces = append(p.pieces, textPiece{at, from, r.text.String()})
		}
	case "sectPr":
		p.section = string(r.body[r.marks[name]:to])
	case "pPr":
		p.props = within(string(r.body[r.marks[name]:to]), name)
		if p.section != "" {
			p.props = strings.Replace(p.props, p.section, "", 1)
		}
	case "rPr":
		if r.inner == 0 && p.look == "" {
			p.look = within(string(r.body[r.marks[name]:to]), name)
		}
	}
}

// within is what stands between the tags of an element of properties.
func within(element, name string) string {
	inner, found := strings.CutSuffix(element, "</w:"+name+">")
	if _, content, ok := strings.Cut(inner, ">"); found && ok {
		return content
	}
	return "" // an empty element
}

// A splice puts a text in the place of some bytes of a part.
type splice struct {
	from, to int
	text     string
}

// spliced makes all replacements; they do not overlap.
func spliced(body []byte, list []splice) []byte {
	slices.SortStableFunc(list, func(a, b splice) int { return a.from - b.from })
	var b bytes.Buffer
	at := 0
	for _, s := range list {
		if s.from < at {
			continue // inside a paragraph that is replaced as a whole
		}
		b.Write(body[at:s.from])
		b.WriteString(s.text)
		at = s.to
	}
	b.Write(body[at:])
	return b.Bytes()
}

// replaced gives the pieces of a paragraph anew, with the value of each
// placeholder where it begins. Pieces without one stay as they are.
func (p *textParagraph) replaced(value func(name string) string) []splice {
	whole := p.text()
	found := placeholder.FindAllStringSubmatchIndex(whole, -1)
	if len(found) == 0 {
		return nil
	}
	var list []splice
	start := 0
	for _, piece := range p.pieces {
		end := start + len(piece.text)
		if text := overPiece(whole, start, end, found, value); text != piece.text {
			list = append(list, splice{piece.from, piece.to, escape(text)})
		}
		start = end
	}
	return list
}

// overPiece is what stands in one piece of a text once its placeholders have
// their values.
func overPiece(whole string, start, end int, found [][]int, value func(string) string) string {
	var b strings.Builder
	at := start
	for _, m := range found {
		if m[1] <= start || m[0] >= end {
			continue
		}
		if m[0] >= at {
			b.WriteString(whole[at:m[0]])
			b.WriteString(value(whole[m[2]:m[3]]))
		}
		at = min(m[1], end)
	}
	b.WriteString(whole[at:end])
	return b.String()
}
