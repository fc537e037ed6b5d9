package export

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

const (
	wordMain  = "word/document.xml"
	sheetMain = "xl/workbook.xml"
	// wordSpace is the name space of Word's own elements; templates are read
	// with the prefix that every program gives it.
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
)

// CheckTemplate looks a template of a format ("docx" or "xlsx") over before it
// is kept. known says which codes are indicators; nil takes all. The error is
// Invalid for a file that is not such a template, Faults for placeholders and
// parts that are wrong, each with its place: "word/document.xml:12" is the
// twelfth paragraph, "Biểu!B7" a cell.
func CheckTemplate(format string, raw []byte, known func(code string) bool) error {
	c := &templateCheck{known: known}
	switch format {
	case "docx":
		return c.word(raw)
	case "xlsx":
		return c.sheet(raw)
	}
	return errs.E(errs.Invalid, "template.no_such_format", "format", format)
}

// A templateCheck collects what is wrong with a template.
type templateCheck struct {
	known  func(string) bool
	faults errs.Faults
	found  int // placeholders
}

// word checks a Word document.
func (c *templateCheck) word(raw []byte) error {
	t, err := openWord(raw)
	if err != nil {
		return err
	}
	for _, part := range t.texts() {
		for _, p := range paragraphsIn(t.parts[part]) {
			c.paragraph(part, p)
		}
	}
	return c.verdict()
}

// verdict gives the faults; a file without any placeholder is one.
func (c *templateCheck) verdict() error {
	if c.found == 0 && len(c.faults) == 0 {
		return errs.E(errs.Invalid, "template.no_placeholder", "example", braced("ten_don_vi"))
	}
	return c.faults.Err()
}

// paragraph checks one paragraph of a part.
func (c *templateCheck) paragraph(part string, p *textParagraph) {
	text := p.text()
	place := part + ":" + strconv.Itoa(p.number)
	block := ""
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if isBlock(m[1]) {
			block = m[0]
			c.found++
			continue
		}
		c.name(place, text, m[1])
	}
	if c.unclosed(place, text); block == "" {
		return
	}
	switch {
	case strings.TrimSpace(text) != block:
		c.faults.Add(place, errs.E(errs.Invalid, "template.block_not_alone", "name", block, "text", excerpt(text)))
	case part != wordMain || p.nested:
		c.faults.Add(place, errs.E(errs.Invalid, "template.block_outside", "name", block))
	}
}

// name checks the name of a placeholder that stands for a text.
func (c *templateCheck) name(place, text, name string) {
	c.found++
	d := templateData{}
	switch code := fieldCode(name); {
	case code == "" && !d.isText(name):
		c.faults.Add(place, errs.E(errs.Invalid, "template.unknown", "name", "{{"+shortened(clean(name))+"}}", "text", excerpt(text)))
	case code != "" && c.known != nil && !c.known(code):
		c.faults.Add(place, errs.E(errs.Invalid, "template.unknown_indicator", "code", shortened(clean(code)), "text", excerpt(text)))
	}
}

// isText reports whether a name is that of a short text.
func (*templateData) isText(name string) bool {
	for _, f := range textFields {
		if f.name == strings.ToLower(strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// unclosed notes braces that belong to no placeholder.
func (c *templateCheck) unclosed(place, text string) {
	rest := placeholder.ReplaceAllString(text, "")
	if strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		c.faults.Add(place, errs.E(errs.Invalid, "template.unclosed", "text", excerpt(text)))
	}
}

// excerpt is the beginning of a text, enough to find its place.
func excerpt(text string) string {
	const most = 60
	text = clean(text)
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// A wordTemplate is a Word document with placeholders.
type wordTemplate struct{ *templatePackage }

// openWord opens a Word document. The error is that of openTemplate, or
// Invalid for a document whose form is not read.
func openWord(raw []byte) (*wordTemplate, error) {
	t, err := openTemplate(raw, wordMain)
	if err != nil {
		return nil, err
	}
	main := string(t.parts[wordMain])
	if !strings.Contains(main, wordSpace) || !strings.Contains(main, "</w:body>") || t.parts[stylesPart] == nil || t.parts[wordRelations] == nil ||
		!strings.Contains(string(t.parts[first]), "</Types>") {
		return nil, errs.E(errs.Invalid, "template.not_office")
	}
	return &wordTemplate{t}, nil
}

// texts names the parts that may hold placeholders: the document, and its
// headers and footers.
func (t *wordTemplate) texts() []string {
	return append(append([]string{wordMain}, t.margins("header")...), t.margins("footer")...)
}

// margins names the headers or the footers of the document, each once.
func (t *wordTemplate) margins(kind string) []string {
	var names []string
	list, err := t.relationsIn(wordRelations)
	if err != nil {
		return nil // relations were read when the file was opened
	}
	for _, r := range list {
		name := "word/" + strings.TrimPrefix(strings.TrimPrefix(r.Target, "/word/"), "./")
		if strings.HasSuffix(r.Type, "/"+kind) && t.parts[name] != nil {
			names = append(names, name)
		}
	}
	return names
}
