package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// An annex is the table of a summary in the layout offices hand in: title,
// columns with a head of two lines and a line of column numbers, groups in
// Roman numerals, notes. Word, Excel and PDF print this one table.
type annex struct {
	title   string
	columns []column
	lines   []line
	notes   []string
	// scale is 1, or less where the table had to shrink to fit the page: its
	// letters shrink with it.
	scale float64
}

// A columnKind says what a column holds.
type columnKind uint8

const (
	columnOrder columnKind = iota
	columnName
	columnMeasure
	columnPrevious
	columnPlan
	columnActual
	columnPercent
	columnChange
	columnVerdict
	columnNextPlan
	columnNextPercent
	columnAgency
	columnNote
	columnBefore       // the month or quarter before
	columnTotalBefore  // from 1 January, a year earlier
	columnTotal        // from 1 January
	columnBeforeChange // on the month or quarter before
	columnTotalPercent // of the year's plan, by the total
	columnTotalChange  // of the total on the same period
)

// A column of the annex.
type column struct {
	kind   columnKind
	level  string // code, of plan columns and their percent
	head   string
	over   string // head of several columns side by side; empty: the head takes both lines
	number string // "A", "1", "5=4/2"
	width  float64
	align  align
	// Of ratios: the columns above and below the line.
	above, below int
}

// An align says how text stands in a cell.
type align byte

const (
	left   align = 'L'
	centre align = 'C'
	right  align = 'R'
)

// A line of the annex is a group's title or a row.
type line struct {
	order string // "I" or "1"
	group string // of a title; empty: a row
	cells []cell // one for each column; of a row
	row   *report.Row
}

// A cell is what stands in one place of the table.
type cell struct {
	text     string
	plain    string // the number it is, for spreadsheets; empty: only text
	decimals int    // shown
	unit     string // behind a signed difference: "điểm %"
	signed   bool
	// ratio reports that plain is exactly the rounded quotient, times 100, of
	// the values in the row's columns above and below.
	ratio        bool
	above, below int
	strong       bool
}

// An annexWriter makes the annex of one document.
type annexWriter struct {
	doc    Document
	s      report.Summary
	p      *i18n.Printer
	levels []report.PlanRow // one of each level that has a plan, in the levels' order
	wide   bool             // with the agency: in spreadsheets there is room
}

func newAnnexWriter(doc Document, wide bool) *annexWriter {
	w := &annexWriter{doc: doc, s: doc.Summary, p: i18n.For(doc.Summary.Lang), wide: wide}
	for _, row := range w.s.Rows {
		for _, plan := range row.Plans {
			if !slices.ContainsFunc(w.levels, func(l report.PlanRow) bool { return l.Level == plan.Level }) {
				w.levels = append(w.levels, plan)
			}
		}
	}
	slices.SortStableFunc(w.levels, func(a, b report.PlanRow) int {
		return cmp.Compare(a.Result.Level.Position, b.Result.Level.Position)
	})
	return w
}

// annexOf makes the annex of a document.
func annexOf(doc Document, wide bool) annex {
	w := newAnnexWriter(doc, wide)
	a := annex{title: w.p.T("export.annex_title", "period", w.p.Period(w.s.Period)), columns: w.columns()}
	for n, g := range w.s.Groups {
		if name := clean(g.Name); name != "" {
			a.lines = append(a.lines, line{order: report.Roman(n + 1), group: name})
		}
		for _, i := range g.Rows {
			a.lines = append(a.lines, w.line(&w.s.Rows[i], a.columns))
		}
	}
	a.fit(wide)
	a.notes = w.notes(a)
	return a
}

// line fills the cells of a row.
func (w *annexWriter) line(row *report.Row, columns []column) line {
	l := line{order: strconv.Itoa(row.Position), row: row, cells: make([]cell, len(columns))}
	for i, c := range columns {
		l.cells[i] = w.cell(row, c)
	}
	for i, c := range columns {
		if c.below > 0 {
			w.link(&l, i, c)
		}
	}
	return l
}

// link marks a percentage that the reader can work out from the row's own
// cells, so that a spreadsheet may hold the formula.
func (w *annexWriter) link(l *line, i int, c column) {
	got := &l.cells[i]
	above, below := c.above, c.below
	if (c.kind == columnPercent || c.kind == columnTotalPercent) && l.row.Result.Indicator.Method == indicator.InverseRatio {
		above, below = below, above
	}
	if quotient(l.cells[above].plain, l.cells[below].plain, got.plain, got.decimals) {
		got.ratio, got.above, got.below = true, above, below
	}
}

func (w *annexWriter) cell(row *report.Row, c column) cell {
	switch c.kind {
	case columnOrder:
		return cell{text: strconv.Itoa(row.Position)}
	case columnName:
		return cell{text: clean(row.Name)}
	case columnMeasure:
		return cell{text: clean(row.Measure)}
	case columnPrevious:
		return value(row.Previous, row.Result.Indicator.ShownDecimals)
	case columnPlan:
		return w.plan(row, c.level)
	case columnActual:
		v := value(row.Actual, row.Result.Indicator.ShownDecimals)
		v.strong = true
		return v
	case columnPercent:
		return w.percent(row, c.level)
	case columnChange:
		return w.change(row, row.Ratio, row.Points)
	case columnVerdict:
		return cell{text: w.verdict(row)}
	case columnNextPlan:
		return w.nextPlan(row)
	case columnNextPercent:
		return w.nextPercent(row)
	case columnAgency:
		return cell{text: clean(row.Agency)}
	case columnNote:
		return cell{text: clean(strings.Join(w.remarks(row), "; "))}
	}
	return w.inYearCell(row, c)
}

// dash stands where there is no number: neither empty nor zero.
const dash = "–"

// value is a number as the summary prints it, with at least the decimals its
// indicator is shown with.
func value(v report.Value, shown int) cell {
	if v.None() {
		return cell{text: dash}
	}
	_, fraction, _ := strings.Cut(v.Plain, ".")
	return cell{text: minus(v.Text), plain: v.Plain, decimals: max(shown, len(fraction))}
}

// minus gives a negative number the sign that printed tables use.
func minus(text string) string {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return "−" + rest
	}
	return text
}

func (w *annexWriter) planOf(row *report.Row, level string) *report.PlanRow {
	i := slices.IndexFunc(row.Plans, func(p report.PlanRow) bool { return p.Level == level })
	if i < 0 {
		return nil
	}
	return &row.Plans[i]
}

// plan is the plan of a level; a level without one stays empty.
func (w *annexWriter) plan(row *report.Row, level string) cell {
	p := w.planOf(row, level)
	switch {
	case p == nil:
		return cell{}
	case p.Result.Plan.Target.Operator == indicator.Equal:
		return value(p.Low, row.Result.Indicator.ShownDecimals)
	}
	return cell{text: clean(p.Text)}
}

// percent is the percent of a plan, or the difference in points where that is
// how the indicator is compared.
func (w *annexWriter) percent(row *report.Row, level string) cell {
	p := w.planOf(row, level)
	switch {
	case p == nil:
		return cell{}
	case !p.Percent.None():
		return w.percentage(p.Percent)
	case !p.Points.None() && p.Points.Plain == "0":
		return cell{text: w.p.T("export.equal_plan")}
	case !p.Points.None():
		return w.points(p.Points, row)
	}
	return cell{text: dash}
}

// percentage prints a percentage with the summary's decimals, and more where
// the summary gives it more.
func (w *annexWriter) percentage(v report.Value) cell {
	_, fraction, _ := strings.Cut(v.Plain, ".")
	d := max(w.s.Decimals, len(fraction))
	return cell{text: minus(w.p.Format().Text(v.Plain, d)), plain: v.Plain, decimals: d}
}

// change is a percent of an earlier value, or the change on it in points.
func (w *annexWriter) change(row *report.Row, ratio, points report.Value) cell {
	switch {
	case !ratio.None():
		return w.percentage(ratio)
	case !points.None() && points.Plain == "0":
		return cell{text: w.p.T("export.unchanged")}
	case !points.None():
		return w.points(points, row)
	}
	return cell{text: dash}
}

// points prints a difference with its sign; a difference of percentages is in
// percentage points, any other in the indicator's own measure.
func (w *annexWriter) points(v report.Value, row *report.Row) cell {
	text := minus(v.Text)
	if !strings.HasPrefix(v.Plain, "-") {
		text = "+" + text
	}
	_, fraction, _ := strings.Cut(v.Plain, ".")
	c := cell{text: text, plain: v.Plain, decimals: len(fraction), signed: true}
	if row.Result.Indicator.Measure == "%" {
		c.unit = w.p.T("export.points")
		c.text += " " + strings.ReplaceAll(c.unit, " ", "\u00A0")
	}
	return c
}

// verdict is the verdict in words. Within a year a plan may be met already.
func (w *annexWriter) verdict(row *report.Row) string {
	if row.Result.Reached != nil && *row.Result.Reached && row.Result.Verdict == indicator.InProgress {
		return w.p.T("core.reached")
	}
	return clean(row.Verdict)
}

// nextPlan is the target of the year after on the highest level that gives
// one.
func (w *annexWriter) nextPlan(row *report.Row) cell {
	t := w.target(row)
	switch {
	case t == nil:
		return cell{}
	case t.Value.None():
		return cell{text: clean(t.Text)}
	}
	return value(t.Value, row.Result.Indicator.ShownDecimals)
}

// nextPercent is that target as percent of the actual.
func (w *annexWriter) nextPercent(row *report.Row) cell {
	t := w.target(row)
	if t == nil || row.Result.Indicator.Method != indicator.Ratio || t.Value.None() || row.Actual.None() {
		return cell{}
	}
	plain, ok := percentOf(t.Value.Plain, row.Actual.Plain, w.s.Decimals)
	if !ok {
		return cell{text: dash}
	}
	return w.percentage(report.Value{Plain: plain, Text: w.p.Format().Text(plain, 0)})
}

func (w *annexWriter) target(row *report.Row) *report.Target {
	i := slices.IndexFunc(w.doc.NextYear, func(t report.Target) bool { return t.Code == string(row.Code) })
	if i < 0 {
		return nil
	}
	return &w.doc.NextYear[i]
}
