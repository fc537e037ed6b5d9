package export

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// A style is how a cell looks; equal ones share one entry of the book.
type style struct {
	format string // number format; empty: general
	align  align
	bold   bool
	italic bool
	size   float64 // points; 0: 12
	border bool
	fill   bool // ground of heads and group titles
	wrap   bool
	top    bool // at the top of the cell, not in its middle
}

var horizontal = map[align]string{left: "left", centre: "center", right: "right"}

// id gives the book's entry of a style.
func (b *book) id(s style) (int, error) {
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	size := s.size
	if size == 0 {
		size = 12
	}
	vertical := "center"
	if s.top {
		vertical = "top"
	}
	x := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: size, Bold: s.bold, Italic: s.italic, Color: "000000"},
		Alignment: &excelize.Alignment{Horizontal: horizontal[s.align], Vertical: vertical, WrapText: s.wrap},
	}
	if s.border {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			x.Border = append(x.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	if s.fill {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
	}
	if s.format != "" {
		x.CustomNumFmt = &s.format
	}
	id, err := b.file.NewStyle(x)
	if err != nil {
		return 0, err
	}
	b.styles[s] = id
	return id, nil
}

// numberFormat shows a number with its decimals. Excel puts in the separators
// of the reader's own language.
func numberFormat(c cell) string {
	digits := "#,##0"
	if c.decimals > 0 {
		digits += "." + strings.Repeat("0", c.decimals)
	}
	if !c.signed {
		return digits
	}
	if c.unit != "" {
		digits += `" ` + strings.ReplaceAll(c.unit, `"`, "") + `"`
	}
	return "+" + digits + ";-" + digits
}
