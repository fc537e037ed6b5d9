package exchange

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// validate offers the statuses, and warns of what is no number. It warns only:
// "x" and numbers written out are taken too.
func (b *entryBook) validate(column int) {
	at := b.at(column, b.line)
	value := excelize.NewDataValidation(true)
	value.SetSqref(at)
	b.try(value.SetRange(-1e15, 1e15, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	value.SetError(excelize.DataValidationErrorStyleWarning, b.p.T("exchange.workbook_value_title"), b.p.T("exchange.workbook_value_help"))
	b.try(b.f.AddDataValidation(b.sheet, value))
	status := excelize.NewDataValidation(true)
	status.SetSqref(b.at(column+1, b.line))
	b.try(status.SetDropList(StatusWords(b.p)))
	b.try(b.f.AddDataValidation(b.sheet, status))
}

// finish hides what is for the program, sets widths and protects the sheet.
func (b *entryBook) finish() {
	entry := b.entryColumn()
	b.try(b.f.SetColVisible(b.sheet, columnName(0)+":"+columnName(hiddenColumns-1), false))
	for i, width := range map[int]float64{4: 6, 5: 46, 6: 12, 7: 15, entry + 1: 13, entry + 2: 40} {
		b.try(b.f.SetColWidth(b.sheet, columnName(i), columnName(i), width))
	}
	b.try(b.f.SetColWidth(b.sheet, columnName(len(entryHead)), columnName(entry), 17))
	b.try(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: 6, YSplit: 4, TopLeftCell: "G5", ActivePane: "bottomRight"}))
	b.try(b.f.ProtectSheet(b.sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, Sort: true, AutoFilter: true,
	}))
	orientation, one, many, fit := "landscape", 1, 0, true
	b.try(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Orientation: &orientation, FitToWidth: &one, FitToHeight: &many}))
}

// The colours of a workbook are those of the pages, its letters those of
// official documents.
const (
	face       = "Times New Roman"
	lineColour = "E0E5EA"
	sunkColour = "F4F6F8"
)

// style gives the style of a name, which may be followed by the format of a
// number.
func (b *entryBook) style(name string) int {
	if id, ok := b.styles[name]; ok {
		return id
	}
	kind, format, _ := strings.Cut(name, " ")
	s := styleNamed(kind)
	if format != "" {
		s.CustomNumFmt = &format
	}
	id, err := b.f.NewStyle(s)
	b.try(err)
	b.styles[name] = id
	return id
}

func styleNamed(kind string) *excelize.Style {
	s := &excelize.Style{Font: &excelize.Font{Family: face, Size: 12}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}
	switch kind {
	case "title":
		return &excelize.Style{Font: &excelize.Font{Family: face, Bold: true, Size: 14}}
	case "group":
		return &excelize.Style{Font: &excelize.Font{Family: face, Bold: true, Size: 12}}
	case "head":
		s.Font.Bold, s.Alignment.Horizontal = true, "center"
	case "order":
		s.Alignment.Horizontal = "center"
	case "number", "open":
		s.Alignment.Horizontal = "right"
	}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: lineColour, Style: 1})
	}
	if open := strings.HasPrefix(kind, "open"); open {
		s.Protection = &excelize.Protection{Locked: false}
	} else {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{sunkColour}}
	}
	return s
}
