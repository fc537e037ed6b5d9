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
	margin, inner, centred := pageMargin, 0.3, true
	if sheet == b.sheet && b.nearlyOnePage() {
		tall = 1
	}
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

// pageMargin is each margin of a printed sheet, in inches.
const pageMargin = 0.6

// What the table is as high as, in points: titles and heads together, the
// title of a group, a line of text and what a row has beside its lines.
const (
	topHeight   = 190
	groupHeight = 18
	lineHeight  = 16
	rowSpace    = 3
)

// mostShrink is how much more than a page a table may hold that is printed on
// one page all the same: the last notes on a page of their own are of no use.
const mostShrink = 1.2

// nearlyOnePage reports whether the table, printed as wide as the page, is at
// most a little higher than it.
func (b *book) nearlyOnePage() bool {
	width, height := 0.0, float64(topHeight+lineHeight*(len(b.annex.notes)+1))
	for _, c := range b.annex.columns {
		width += c.width
	}
	for _, l := range b.annex.lines {
		if l.row == nil {
			height += groupHeight
			continue
		}
		height += b.rowHeight(l)
	}
	scale := min(1, (297-2*pageMargin*25.4)/width)
	return height*scale <= mostShrink*(210-2*pageMargin*25.4)*72/25.4
}

// rowHeight is the height of a row in points.
func (b *book) rowHeight(l line) float64 {
	most := 1
	for i, c := range l.cells {
		most = max(most, linesOf(c.text, b.annex.columns[i].width, 12))
	}
	return lineHeight*float64(most) + rowSpace
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
