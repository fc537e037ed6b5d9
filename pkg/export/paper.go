package export

import (
	"bytes"
	"image"
	_ "image/png" // pictures of charts and codes
	"regexp"
	"strconv"
	"strings"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// A paper is a document as Word and PDF both print it: the blocks of its body
// in order, around them the heading, the signer and the annex that Decree
// 30/2020/NĐ-CP asks for.
type paper struct {
	p       *i18n.Printer
	issuer  Issuer
	title   string // of the file's properties
	kind    string // "BÁO CÁO"
	subject string
	blocks  []block
	annex   annex
	// attached says which report the annex belongs to, measure what its
	// numbers are in where that is one thing.
	attached, measure string
	draft             bool
	id                string
	verify            string
	code              []byte // QR code of verify as PNG; nil: none
}

// A blockKind says how a block is set.
type blockKind uint8

const (
	blockHeading   blockKind = iota // level 1 to 3
	blockParagraph                  // justified, first line indented
	blockItem                       // of a list, with its own mark
	blockPicture                    // with its line below
)

// A block is one paragraph or picture of the body.
type block struct {
	kind    blockKind
	level   int
	text    string
	picture *picture
}

// A picture is a PNG with its size in pixels.
type picture struct {
	png           []byte
	width, height int
	title, alt    string
}

// paperOf lays a document out.
func paperOf(doc Document) (*paper, error) {
	s := doc.Summary
	p := i18n.For(s.Lang)
	out := &paper{
		p: p, issuer: issuerOf(doc, p), title: clean(report.Title(s)), kind: p.T("export.kind"),
		subject: p.T("export.subject", "period", p.Period(s.Period)), annex: annexOf(doc, false), attached: attached(doc, p), measure: measureNote(s, p),
		draft: doc.Draft, id: clean(doc.ID), verify: clean(doc.VerifyURL),
	}
	pictures, err := picturesOf(doc)
	if err != nil {
		return nil, err
	}
	if out.verify != "" {
		if out.code, err = qrCode(out.verify); err != nil {
			return nil, err
		}
	}
	out.blocks = (&composer{doc: doc, s: s, p: p, pictures: pictures}).blocks()
	return out, nil
}

// picturesOf reads the sizes of the charts. The error is Invalid,
// "export.bad_picture" {title}.
func picturesOf(doc Document) ([]picture, error) {
	var list []picture
	for _, c := range doc.Charts {
		size, kind, err := image.DecodeConfig(bytes.NewReader(c.PNG))
		if err != nil || kind != "png" || size.Width == 0 || size.Height == 0 {
			return nil, errs.E(errs.Invalid, "export.bad_picture", "title", c.Title)
		}
		list = append(list, picture{png: c.PNG, width: size.Width, height: size.Height, title: clean(c.Title), alt: clean(c.Alt)})
	}
	return list, nil
}

// A composer writes the body's blocks from the outline.
type composer struct {
	doc      Document
	s        report.Summary
	p        *i18n.Printer
	pictures []picture
	numbers  [3]int // of the headings so far, by level
	done     []block
	// Headings wait until something stands under them: an empty section is
	// not printed, and does not take a number.
	waiting []report.Part
}

func (c *composer) blocks() []block {
	parts := c.doc.Parts
	if len(parts) == 0 {
		parts = report.DefaultOutline(c.s.Period, c.s.Lang)
	}
	if c.doc.Issuer.Name == "" && !opens(parts) {
		c.paragraph(c.p.T("export.lead", "unit", unitInside(c.doc, c.p), "period", c.p.Period(c.s.Period)))
	}
	return c.write(parts)
}

// write writes parts of the outline, and gives all that is written so far.
func (c *composer) write(parts []report.Part) []block {
	for _, part := range parts {
		if clean(part.Title) != "" {
			c.wait(part)
		}
		if write, ok := partWriters[part.Kind]; ok {
			write(c, part)
		}
	}
	return c.done
}

// opens reports whether people wrote an opening.
func opens(parts []report.Part) bool {
	return parts[0].Kind == report.ProsePart && len(paragraphs(parts[0].Text)) > 0
}

var partWriters = map[report.PartKind]func(*composer, report.Part){
	report.ProsePart:    (*composer).prose,
	report.TasksPart:    (*composer).tasks,
	report.TallyPart:    func(c *composer, _ report.Part) { c.paragraph(tallySentence(c.s)) },
	report.GroupsPart:   func(c *composer, _ report.Part) { c.groups() },
	report.MissedPart:   (*composer).missed,
	report.MissingPart:  func(c *composer, _ report.Part) { c.missing() },
	report.NextYearPart: func(c *composer, _ report.Part) { c.nextYear() },
}

// wait keeps a heading until something comes under it, and forgets those that
// it ends.
func (c *composer) wait(part report.Part) {
	kept := c.waiting[:0]
	for _, w := range c.waiting {
		if w.Level < part.Level {
			kept = append(kept, w)
		}
	}
	c.waiting = append(kept, part)
}

// headings prints the headings that wait.
func (c *composer) headings() {
	for _, w := range c.waiting {
		c.heading(w.Level, clean(w.Title))
	}
	c.waiting = c.waiting[:0]
}

// heading numbers a title: "I.", "1." under it, "1.1." under that.
func (c *composer) heading(level int, title string) {
	level = min(max(level, 1), 3)
	c.numbers[level-1]++
	clear(c.numbers[level:])
	number := report.Roman(c.numbers[0])
	switch level {
	case 2:
		number = strconv.Itoa(c.numbers[1])
	case 3:
		number = strconv.Itoa(c.numbers[1]) + "." + strconv.Itoa(c.numbers[2])
	}
	c.done = append(c.done, block{kind: blockHeading, level: level, text: number + ". " + title})
}

func (c *composer) paragraph(text string) { c.add(blockParagraph, text) }

func (c *composer) item(text string) { c.add(blockItem, text) }

func (c *composer) add(kind blockKind, text string) {
	if text == "" {
		return
	}
	c.headings()
	c.done = append(c.done, block{kind: kind, text: unparted(text)})
}

var inPoints = regexp.MustCompile(`(\d) điểm %`)

// unparted keeps "0,08 điểm %" on one line.
func unparted(text string) string { return inPoints.ReplaceAllString(text, "$1\u00A0điểm\u00A0%") }

func (c *composer) prose(part report.Part) {
	for _, text := range paragraphs(part.Text) {
		if strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "+ ") {
			c.item(text)
			continue
		}
		c.paragraph(text)
	}
}
