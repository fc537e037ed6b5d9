package export

import (
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// XLSX writes the table in the office's layout: real numbers with their
// formats, percentages as formulas where the reader's own cells give them,
// notes, a native chart on a second sheet. Text is text, whatever it begins
// with. An office's own template takes the place of this layout.
func XLSX(w io.Writer, doc Document) error {
	if len(doc.Templates.Sheet) > 0 {
		return fillSheetTemplate(w, doc)
	}
	f := excelize.NewFile(excelize.Options{UnzipSizeLimit: 1 << 30})
	defer f.Close()
	f.SetZipWriter(func(to io.Writer) excelize.ZipWriter { return &archive{to: to} })
	b := &book{file: f, doc: doc, p: i18n.For(doc.Summary.Lang), annex: annexOf(doc, true), styles: map[style]int{}}
	b.sheet, b.charts = b.p.T("export.sheet_table"), b.p.T("export.sheet_chart")
	for _, step := range []func() error{b.begin, b.printing, b.table, b.chartSheet, b.finish} {
		if err := step(); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// A book is one workbook being written.
type book struct {
	file   *excelize.File
	doc    Document
	p      *i18n.Printer
	annex  annex
	sheet  string // the table
	charts string
	styles map[style]int
	last   int         // last written row of the table
	rowAt  map[int]int // row of the sheet by position of the indicator
}

// begin names the sheets and sets what the whole book shares.
func (b *book) begin() error {
	b.rowAt = map[int]int{}
	if err := b.file.SetDefaultFont(fontName); err != nil {
		return err
	}
	if err := b.file.SetSheetName("Sheet1", b.sheet); err != nil {
		return err
	}
	_, err := b.file.NewSheet(b.charts)
	return err
}

// finish writes the properties. Times are those of the data, so that equal
// data gives equal bytes.
func (b *book) finish() error {
	b.file.SetActiveSheet(0)
	at := stamp(b.doc.Summary).Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{
		Creator: clean(issuerOf(b.doc, b.p).Name), LastModifiedBy: clean(issuerOf(b.doc, b.p).Name), Title: clean(report.Title(b.doc.Summary)),
		Identifier: clean(b.doc.ID), Language: string(b.p.Lang()), Created: at, Modified: at,
	})
}

// stamp is the time that stands in a file's properties: that of the newest
// figure, else the last day of the period.
func stamp(s report.Summary) time.Time {
	if s.ComputedAt.IsZero() {
		return s.Period.Last()
	}
	return s.ComputedAt.UTC()
}
