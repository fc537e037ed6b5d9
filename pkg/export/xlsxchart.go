package export

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// chartSheet writes the percentages of plan on the judging level beside a
// native bar chart of them. They are read from the table, so the chart follows
// a number changed there. Rows without a percentage are named below.
func (b *book) chartSheet() error {
	c := &chartTable{book: b}
	for _, l := range b.annex.lines {
		switch {
		case l.row == nil:
		case c.judged(l) >= 0:
			c.bars = append(c.bars, l)
		default:
			c.others = append(c.others, l)
		}
	}
	if len(c.bars) > 0 { // before the rows: a streamed sheet takes no drawing later
		if err := b.file.AddChart(b.charts, "D2", c.chart()); err != nil {
			return err
		}
	}
	return c.write()
}

// A chartTable is the sheet behind the chart being written.
type chartTable struct {
	*book
	sw           *excelize.StreamWriter
	bars, others []line // rows with and without a percentage
	next         int    // last row written
}

func (c *chartTable) write() (err error) {
	if c.sw, err = c.file.NewStreamWriter(c.charts); err != nil {
		return err
	}
	if err := c.sw.SetColWidth(1, 1, chartNameWidth/1.9); err != nil {
		return err
	}
	if err := c.sw.SetColWidth(2, 2, 14); err != nil {
		return err
	}
	for _, step := range []func() error{c.head, c.rows, c.outside, c.sw.Flush} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// chartNameWidth is the width of the names in millimetres.
const chartNameWidth = 95

// put writes one row, as high as its first text needs.
func (c *chartTable) put(cells []excelize.Cell, text string, styles ...style) error {
	c.next++
	row := make([]any, len(cells))
	for i, cell := range cells {
		id, err := c.id(styles[i])
		if err != nil {
			return err
		}
		cell.StyleID = id
		row[i] = cell
	}
	return c.sw.SetRow(at(1, c.next), row, rowHeight(16*float64(linesOf(text, chartNameWidth, 12))+2))
}

func (c *chartTable) head() error {
	s := style{align: centre, bold: true, border: true, fill: true}
	return c.put([]excelize.Cell{{Value: c.p.T("export.col_name")}, {Value: c.p.T("export.chart_percent_axis")}}, "", s, s)
}

// rows writes the indicators that have a percentage on their judging level.
func (c *chartTable) rows() error {
	for _, l := range c.bars {
		i := c.judged(l)
		cell, name := l.cells[i], l.cells[1].text
		ref := quoteSheet(c.sheet) + "!" + at(i+1, c.rowAt[l.row.Position])
		err := c.put([]excelize.Cell{{Value: name}, {Value: cell.spreadsheet(), Formula: ref}}, name,
			style{align: left, border: true, wrap: true}, style{align: right, border: true, format: numberFormat(cell)})
		if err != nil {
			return err
		}
	}
	return nil
}

// judged is the column of a row's percentage on its judging level, of a month
// that of the total; -1: none.
func (c *chartTable) judged(l line) int {
	if l.row.Judging < 0 {
		return -1
	}
	for i, col := range c.annex.columns {
		if (col.kind == columnPercent || col.kind == columnTotalPercent) && col.level == l.row.Plans[l.row.Judging].Level && l.cells[i].isNumber() && !l.cells[i].signed {
			return i
		}
	}
	return -1
}

// outside names the rows that no bar stands for, with their verdicts.
func (c *chartTable) outside() error {
	c.next++
	text := func(s string, bold bool) error {
		return c.put([]excelize.Cell{{Value: s}}, s, style{align: left, bold: bold, wrap: true})
	}
	if len(c.bars) == 0 {
		if err := text(c.p.T("export.chart_none"), false); err != nil {
			return err
		}
	}
	for i, l := range c.others {
		if i == 0 {
			if err := text(c.p.T("export.chart_outside"), true); err != nil {
				return err
			}
		}
		if err := text(c.p.T("export.chart_outside_row", "name", clean(l.row.Name), "verdict", clean(l.row.Verdict)), false); err != nil {
			return err
		}
	}
	return nil
}

// quoteSheet quotes the name of a sheet for a formula.
func quoteSheet(name string) string { return "'" + name + "'" }

// chart is a bar for each percentage, from zero, the first row on top.
func (c *chartTable) chart() *excelize.Chart {
	zero, gap := 0.0, uint(50)
	last := strconv.Itoa(len(c.bars) + 1)
	area := func(col string) string { return quoteSheet(c.charts) + "!$" + col + "$2:$" + col + "$" + last }
	title := c.p.T("export.chart_percent", "year", c.doc.Summary.Period.Year)
	if at := c.doc.Summary.SinceStart().Period; !at.IsYear() {
		title = c.p.T("export.chart_in_year", "period", c.p.Period(at), "year", at.Year)
	}
	font := excelize.Font{Family: fontName, Size: 11, Color: "000000"}
	bold := excelize.Font{Family: fontName, Size: 13, Bold: true, Color: "000000"}
	return &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: quoteSheet(c.charts) + "!$B$1", Categories: area("A"), Values: area("B"),
			Fill:              excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"587899"}},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &bold}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: font},
		YAxis:     excelize.ChartAxis{Minimum: &zero, MajorGridLines: true, Font: font, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		Dimension: excelize.ChartDimension{Width: 860, Height: uint(120 + len(c.bars)*34)},
		GapWidth:  &gap,
		Format:    excelize.GraphicOptions{AltText: title},
	}
}
