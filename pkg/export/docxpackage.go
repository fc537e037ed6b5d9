package export

import (
	"strconv"
	"time"
)

// docxSpaces are the name spaces of the parts with text.
const docxSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`

const (
	spaceRelations = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	kindOffice     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	kindPackage    = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
	wordType       = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// relation ties a part to another under an id.
func relation(id, kind, target string) string {
	return tag("Relationship", attr("Id", id)+" "+attr("Type", kindOffice+kind)+" "+attr("Target", target))
}

// docxTypes says what each part is.
func docxTypes() string {
	byEnding := func(ending, kind string) string {
		return tag("Default", attr("Extension", ending)+" "+attr("ContentType", kind))
	}
	part := func(name, kind string) string {
		return tag("Override", attr("PartName", name)+" "+attr("ContentType", kind))
	}
	return tag("Types", `xmlns="http://schemas.openxmlformats.org/package/2006/content-types"`,
		byEnding("rels", "application/vnd.openxmlformats-package.relationships+xml"), byEnding("xml", "application/xml"), byEnding("png", "image/png"),
		part("/word/document.xml", wordType+"document.main+xml"), part("/word/styles.xml", wordType+"styles+xml"),
		part("/word/settings.xml", wordType+"settings+xml"), part("/word/header1.xml", wordType+"header+xml"),
		part("/word/header2.xml", wordType+"header+xml"), part("/word/footer1.xml", wordType+"footer+xml"), part("/word/footer2.xml", wordType+"footer+xml"),
		part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
		part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"))
}

// docxRoot ties the package to its main parts.
func docxRoot() string {
	return tag("Relationships", spaceRelations,
		relation("rId1", "officeDocument", "word/document.xml"),
		tag("Relationship", attr("Id", "rId2")+" "+attr("Type", kindPackage+"core-properties")+" "+attr("Target", "docProps/core.xml")),
		relation("rId3", "extended-properties", "docProps/app.xml"))
}

// relations ties the document to its parts.
func (d *docx) relations() string {
	inner := relation("rIdStyles", "styles", "styles.xml") + relation("rIdSettings", "settings", "settings.xml") +
		relation("rIdHeader", "header", "header1.xml") + relation("rIdHeaderFirst", "header", "header2.xml") + relation("rIdFooter", "footer", "footer1.xml") + relation("rIdFooterAnnex", "footer", "footer2.xml")
	for i := range d.pictures() {
		n := strconv.Itoa(i + 1)
		inner += relation("rIdChart"+n, "image", "media/chart"+n+".png")
	}
	return tag("Relationships", spaceRelations, inner)
}

// coreProperties are title, author, language and time of the document.
func (d *docx) coreProperties(at time.Time) string {
	when := at.UTC().Format(time.RFC3339)
	name, lang := escape(clean(d.issuer.Name)), string(d.p.Lang())
	moment := func(element string) string { return tag("dcterms:"+element, `xsi:type="dcterms:W3CDTF"`, when) }
	return tag("cp:coreProperties", `xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`,
		tag("dc:title", "", escape(d.title)), tag("dc:creator", "", name), tag("dc:identifier", "", escape(d.id)), tag("dc:language", "", lang),
		tag("cp:lastModifiedBy", "", name), moment("created"), moment("modified"))
}

func docxApp() string {
	return tag("Properties", `xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"`, tag("Application", "", "Muctieu"))
}

// docxSettings asks Word for the layout of its present versions.
func docxSettings() string {
	mode := tag("w:compatSetting", `w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"`)
	return tag("w:settings", docxSpaces, tag("w:zoom", `w:percent="100"`), val("w:defaultTabStop", "720"), val("w:characterSpacingControl", "doNotCompress"), tag("w:compat", "", mode))
}
