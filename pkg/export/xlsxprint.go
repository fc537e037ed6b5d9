package export

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// paperA4 is the number of A4 among the sizes of paper in workbooks.
const paperA4 = 9

// printing sets both sheets up for A4 landscape, one page wide; the table's
// head repeats on every page. It comes before the rows: a streamed sheet takes
// its setup only until then.
func (b *book) printing() error {
	for _, sheet := range []string{b.sheet, b.charts} {
		if err := b.paper(sheet); err != nil {
			return err
		}
	}
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: b.sheet,
		RefersTo: quoteSheet(b.sheet) + "!$" + strconv.Itoa(headRow) + ":$" + strconv.Itoa(numberRow),
	})
}

func (b *book) paper(sheet string) error {
	size, wide, tall, landscape, fit := paperA4, 1, 0, "landscape", true
	margin, inner, centred := 0.6, 0.3, true
	if err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Top: &margin, Bottom: &margin, Left: &margin, Right: &margin, Header: &inner, Footer: &inner, Horizontally: &centred,
	}); err != nil {
		return err
	}
	return b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: b.pageHeader(), OddFooter: b.pageFooter()})
}

// pageHeader says on every printed page that this is a draft.
func (b *book) pageHeader() string {
	if !b.doc.Draft {
		return ""
	}
	return `&C&"` + fontName + `,Bold"` + b.p.T("export.draft")
}

// pageFooter numbers the pages and bears the id of an issued report.
func (b *book) pageFooter() string {
	footer := `&C&"` + fontName + `,Regular"` + b.p.T("export.page_of")
	if b.doc.ID != "" {
		footer = `&L&"` + fontName + `,Regular"` + headerText(b.p.T("export.id", "id", shortened(clean(b.doc.ID)))) + footer
	}
	return footer
}

// mostID is how many letters of an id the foot of a sheet takes; the ids of
// the program are far shorter.
const mostID = 64

// shortened cuts an id that is too long for the foot of a sheet, and shows it.
func shortened(id string) string {
	if letters := []rune(id); len(letters) > mostID {
		return string(letters[:mostID]) + "…"
	}
	return id
}
