package export

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Names of the parts a template is given.
const (
	ownHeader = "word/muctieu-header.xml"
	ownFooter = "word/muctieu-footer.xml"
	ownCode   = "media/muctieu-code.png"
)

// declared gives paragraphs the name spaces they use: a template need not
// declare them.
func declared(paragraphs string) string {
	return strings.ReplaceAll(paragraphs, "<w:p>", "<w:p "+docxSpaces+">")
}

// marks puts the word of a draft behind every page, and on every page of an
// issued report its id with the code of the page where it is checked: in the
// template's own headers and footers, and in new ones where a page has none.
func (f *wordFill) marks() {
	if f.draft {
		f.everywhere("header", ownHeader, func(part string, i int) string {
			return declared(paragraph(tag("w:spacing", `w:before="0" w:after="0" w:line="20" w:lineRule="exact"`), watermark("MuctieuDraft"+strconv.Itoa(i), f.p.T("export.draft"))))
		})
	}
	if f.id != "" {
		f.everywhere("footer", ownFooter, func(part string, _ int) string {
			if f.code != nil {
				f.t.relate(part, relation("rIdMuctieuCode", "image", ownCode))
			}
			return declared(strings.ReplaceAll(f.footerLine(), "rIdCode", "rIdMuctieuCode"))
		})
	}
	if f.code != nil && f.id != "" {
		f.t.put("word/"+ownCode, string(f.code))
	}
}

// footerLine is the id and its code in one paragraph.
func (f *wordFill) footerLine() string {
	runs := run(f.p.T("export.id", "id", f.id)+"  ", val("w:sz", "18"))
	if f.code != nil {
		runs += inlinePicture(codeDrawing, "rIdCode", codeWidth, codeWidth, "QR", f.p.T("export.verify_alt", "id", f.id))
	}
	return paragraph("", runs)
}

// everywhere adds paragraphs to all headers or footers, and gives the first
// section those it lacks; the sections behind it take them over.
func (f *wordFill) everywhere(kind, own string, mark func(part string, i int) string) {
	end := map[string]string{"header": "</w:hdr>", "footer": "</w:ftr>"}[kind]
	for i, part := range f.t.margins(kind) {
		f.t.before(part, end, mark(part, i))
	}
	root := strings.TrimPrefix(end, "</")
	f.t.put(own, xmlHead+"<"+strings.TrimSuffix(root, ">")+" "+docxSpaces+">"+end)
	f.t.before(own, end, mark(own, -1))
	id := "rIdMuctieu" + kind
	f.t.relate(wordMain, relation(id, kind, path.Base(own)))
	f.t.before(first, "</Types>", tag("Override", attr("PartName", "/"+own)+" "+attr("ContentType", wordType+kind+"+xml")))
	f.reference(kind, id)
}

var (
	firstSection = regexp.MustCompile(`<w:sectPr(?: [^>]*)?>`)
	emptySection = regexp.MustCompile(`<w:sectPr( [^>]*)?/>`)
)

// reference ties the first section of the document to a header or footer of
// every type it does not have.
func (f *wordFill) reference(kind, id string) {
	body := emptySection.ReplaceAllString(string(f.t.parts[wordMain]), "<w:sectPr$1></w:sectPr>")
	at := firstSection.FindStringIndex(body)
	if at == nil {
		last := strings.LastIndex(body, "</w:body>")
		body = body[:last] + "<w:sectPr></w:sectPr>" + body[last:]
		at = firstSection.FindStringIndex(body)
	}
	section := body[at[1]:]
	section = section[:strings.Index(section, "</w:sectPr>")]
	missing := ""
	for _, kindOfPage := range []string{"default", "first", "even"} {
		has := regexp.MustCompile(`<w:` + kind + `Reference [^>]*w:type="` + kindOfPage + `"`)
		if !has.MatchString(section) {
			missing += tag("w:"+kind+"Reference", spaceOffice+" "+attr("w:type", kindOfPage)+" "+attr("r:id", id))
		}
	}
	f.t.put(wordMain, body[:at[1]]+missing+body[at[1]:])
}

const spaceOffice = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// carriedStyles are the styles of what is put into a template.
var carriedStyles = []string{"TableHead", "TableNumber", "TableText", "Picture", "Caption", "Notes"}

// styles gives the template the styles of tables and charts under names of
// their own, so that they look as the annex must whatever its other styles
// are.
func (f *wordFill) styles() {
	main := string(f.t.parts[wordMain])
	for _, id := range append(slices.Clone(carriedStyles), "Annex") {
		main = strings.ReplaceAll(main, `Style w:val="`+id+`"`, `Style w:val="`+ownStyle+id+`"`)
	}
	f.t.put(wordMain, main)
	if strings.Contains(string(f.t.parts[stylesPart]), `w:styleId="`+ownStyle+`Annex"`) {
		return // the template was made of a report that had them
	}
	fonts := tag("w:rFonts", attr("w:ascii", fontName)+" "+attr("w:hAnsi", fontName)+" "+attr("w:cs", fontName)+" "+attr("w:eastAsia", fontName))
	var b strings.Builder
	for _, s := range wordStyles {
		if !slices.Contains(carriedStyles, s.id) {
			continue
		}
		s.id, s.name = ownStyle+s.id, ownStyle+" "+s.name
		x := strings.Replace(s.xml(), `<w:basedOn w:val="Normal"/>`, "", 1)
		b.WriteString(strings.Replace(x, "<w:rPr>", "<w:rPr>"+fonts, 1))
	}
	b.WriteString(tableStyle(ownStyle+"Annex", ownStyle+" Annex", borders()))
	f.t.before(stylesPart, "</w:styles>", b.String())
}

// attach adds the charts, and says what pictures are.
func (f *wordFill) attach() {
	for i := range f.charted {
		n := strconv.Itoa(i + 1)
		f.t.put("word/media/muctieu-chart"+n+".png", string(f.charted[i].png))
		f.t.relate(wordMain, relation("rIdChart"+n, "image", "media/muctieu-chart"+n+".png"))
	}
	if !strings.Contains(strings.ToLower(string(f.t.parts[first])), `extension="png"`) {
		f.t.before(first, "</Types>", tag("Default", attr("Extension", "png")+" "+attr("ContentType", "image/png")))
	}
}
