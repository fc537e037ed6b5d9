package export

import (
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
)

// StarterTemplate writes a template of a format ("docx" or "xlsx") to begin
// with: the built-in layout with placeholders in it. The error is Invalid for
// another format, or that of w.
func StarterTemplate(w io.Writer, format string, lang i18n.Lang) error {
	switch format {
	case "docx":
		return starterWord(w, i18n.For(lang))
	case "xlsx":
		return starterSheet(w, i18n.For(lang))
	}
	return errs.E(errs.Invalid, "template.no_such_format", "format", format)
}

// braced is a placeholder as it stands in a text.
func braced(name string) string { return "{{" + name + "}}" }

// starterWord lays the report out with placeholders in the place of its
// contents.
func starterWord(w io.Writer, p *i18n.Printer) error {
	d := &docx{paper: &paper{
		p: p, title: p.T("template.starter_title"), kind: p.T("export.kind"), subject: braced("trich_yeu"), attached: braced("kem_theo"),
		issuer: Issuer{Parent: braced("CO_QUAN_CAP_TREN"), Name: braced("CO_QUAN"), Mark: braced("ky_hieu"), Place: braced("dia_danh"),
			Authority: braced("quyen_han_ky"), Signer: braced("chuc_danh_ky"), SignerName: braced("nguoi_ky")},
	}}
	body := d.heading() + styled("BodyText", braced("noi_dung")) + styled("Spacer", "") +
		docxTable("Plain", []float64{82, 83}, []docxRow{{whole: true, cells: []docxCell{
			{content: styled("RecipientsTitle", p.T("export.recipients")) + styled("Recipients", braced("noi_nhan"))},
			{content: styled("Signer", braced("quyen_han_ky")) + styled("Signer", braced("chuc_danh_ky")) + strings.Repeat(styled("Signer", ""), 4) + styled("Signer", braced("nguoi_ky"))},
		}}}) + paragraph(portrait()) +
		styled("AnnexLabel", p.T("export.annex")) + styled("AnnexTitle", braced("tieu_de_phu_luc")) + styled("AnnexReference", braced("kem_theo")) +
		styled("AnnexMeasure", braced("don_vi_tinh")) + styled("TableText", braced("phu_luc")) +
		styled("NotesTitle", p.T("export.notes")) + styled("Notes", braced("ghi_chu_phu_luc")) + landscape()
	a := &archive{to: w}
	for name, part := range map[string]string{
		wordMain: tag("w:document", docxSpaces, tag("w:body", "", body)), stylesPart: docxStyles(string(p.Lang())), "word/settings.xml": docxSettings(),
		"word/header1.xml": d.header("", true), "word/header2.xml": d.header("", false), "word/footer1.xml": d.footer(textWidth), "word/footer2.xml": d.footer(annexWidth),
		wordRelations: d.relations(), corePart: d.coreProperties(zipTime), "docProps/app.xml": docxApp(), "_rels/.rels": docxRoot(), first: docxTypes(),
	} {
		a.put(name, xmlHead+part)
	}
	return a.Close()
}

// A starterColumn is a column of the starter's table.
type starterColumn struct {
	field, head string
	width       float64 // in digits
	side        align
}

func starterColumns(p *i18n.Printer) []starterColumn {
	now, before, year := braced("ky_bao_cao"), braced("ky_truoc"), braced("nam")
	return []starterColumn{
		{"tt", p.T("export.col_order"), 6, centre}, {"ten", p.T("export.col_name"), 46, left}, {"don_vi_tinh", p.T("export.col_measure"), 14, centre},
		{"ky_truoc", p.T("export.col_actual", "period", before), 15, right}, {"ke_hoach", p.T("export.col_plan", "year", year), 15, right},
		{"thuc_hien", p.T("export.col_actual", "period", now), 15, right}, {"phan_tram", p.T("export.col_percent", "period", now, "year", year), 15, right},
		{"so_voi_ky_truoc", p.T("export.col_change", "period", now, "before", before), 15, right}, {"danh_gia", p.T("export.col_verdict"), 20, left}, {"ghi_chu", p.T("export.col_note"), 28, left},
	}
}

// Rows of the starter's sheet.
const (
	starterHead  = 5
	starterGroup = starterHead + 1
	starterRow   = starterHead + 2
)

// starterSheet writes a sheet with a heading, the group's row and the row that
// is repeated.
func starterSheet(w io.Writer, p *i18n.Printer) error {
	f := excelize.NewFile()
	defer f.Close()
	f.SetZipWriter(func(to io.Writer) excelize.ZipWriter { return &archive{to: to} })
	s := &starter{&book{file: f, p: p, styles: map[style]int{}, sheet: p.T("export.sheet_table")}}
	if err := f.SetDefaultFont(fontName); err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", s.sheet); err != nil {
		return err
	}
	for _, step := range []func() error{s.heading, s.table, func() error { return s.paper(s.sheet) }} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: p.T("template.starter_title"), Created: zipTime.Format(time.RFC3339), Modified: zipTime.Format(time.RFC3339)}); err != nil {
		return err
	}
	return f.Write(w)
}

// A starter is the starter's workbook being written.
type starter struct{ *book }

// set writes a text in a look.
func (s *starter) set(column, row int, text string, look style) error {
	id, err := s.id(look)
	if err != nil {
		return err
	}
	if err := s.file.SetCellStyle(s.sheet, at(column, row), at(column, row), id); err != nil {
		return err
	}
	return s.file.SetCellStr(s.sheet, at(column, row), text)
}

// heading writes the lines above the table.
func (s *starter) heading() error {
	last := len(starterColumns(s.p))
	for _, l := range []struct {
		row  int
		text string
		look style
	}{
		{1, braced("CO_QUAN"), style{align: left, bold: true}},
		{2, braced("TIEU_DE_PHU_LUC"), style{align: centre, bold: true, size: 14}},
		{3, braced("tong_hop"), style{align: left, wrap: true}},
	} {
		if err := s.set(1, l.row, l.text, l.look); err != nil {
			return err
		}
		if err := s.file.MergeCell(s.sheet, at(1, l.row), at(last, l.row)); err != nil {
			return err
		}
	}
	return s.file.SetRowHeight(s.sheet, 3, 34)
}

// table writes the head, the group's row and the row that is repeated.
func (s *starter) table() error {
	if err := s.file.SetRowHeight(s.sheet, starterHead, 54); err != nil {
		return err
	}
	for i, c := range starterColumns(s.p) {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := s.file.SetColWidth(s.sheet, name, name, c.width); err != nil {
			return err
		}
		group := map[int]string{0: braced(groupOrder), 1: braced(groupName)}[i]
		for _, cell := range []struct {
			row  int
			text string
			look style
		}{
			{starterHead, c.head, style{align: centre, bold: true, border: true, fill: true, wrap: true}},
			{starterGroup, group, style{align: c.side, bold: true, border: true, fill: true}},
			{starterRow, braced(rowPrefix + c.field), style{align: c.side, border: true, wrap: c.side == left}},
		} {
			if err := s.set(i+1, cell.row, cell.text, cell.look); err != nil {
				return err
			}
		}
	}
	return nil
}
