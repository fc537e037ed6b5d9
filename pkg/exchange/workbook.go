package exchange

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/report"
)

// The columns of an entry workbook. Those that Read needs stand in a hidden
// row; the ones that begin with # are for people only, and so are rows whose
// first cell does. Units, codes and versions are hidden too, so a row says
// which cell it is wherever it is moved.
var (
	entryHead = []string{"indicator", "unit", "period", "version", "#order", "#name", "#measure", "#previous"}
	entryTail = []string{"entry", "status", "note"}
)

// hiddenColumns are how many of entryHead nobody sees.
const hiddenColumns = 4

// An entryBook is an entry workbook being written.
type entryBook struct {
	f      *excelize.File
	in     report.Input
	s      report.Summary
	p      *i18n.Printer
	sheet  string
	levels []indicator.Level // that some row has a plan of
	line   int
	styles map[string]int
	err    error // the first failure; all further steps do nothing
}

// Workbook writes the workbook in which people enter the figures of a unit and
// period: a row for each indicator of the unit's set, with last year's value
// and the plans beside the open cell. Everything but value, status and note is
// protected against slips, without a password. Read takes it back, in whatever
// order its rows come; cells left as they are change nothing. The errors are
// those of report.Build and of w.
func Workbook(w io.Writer, in report.Input) error {
	s, err := report.Build(in)
	if err != nil {
		return err
	}
	b := &entryBook{f: excelize.NewFile(), in: in, s: s, p: i18n.For(in.Lang), styles: map[string]int{}}
	b.sheet = b.p.T("exchange.workbook_sheet")
	b.try(b.f.SetSheetName("Sheet1", b.sheet))
	b.findLevels()
	b.head()
	for _, g := range s.Groups {
		b.group(g)
	}
	b.finish()
	if b.err != nil {
		return b.err
	}
	return b.f.Write(w)
}

func (b *entryBook) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

// findLevels keeps the levels that some row has a plan of.
func (b *entryBook) findLevels() {
	used := map[string]bool{}
	for _, r := range b.s.Rows {
		for _, plan := range r.Plans {
			used[plan.Level] = true
		}
	}
	for _, l := range b.in.Book.Levels {
		if used[l.Code] {
			b.levels = append(b.levels, l)
		}
	}
}

// entryColumn is the open column of values.
func (b *entryBook) entryColumn() int { return len(entryHead) + len(b.levels) }

func (b *entryBook) at(column, line int) string { return columnName(column) + strconv.Itoa(line) }

// put writes a cell of the line at hand.
func (b *entryBook) put(column int, value any, style string) {
	at := b.at(column, b.line)
	if value != nil && value != "" {
		b.try(b.f.SetCellValue(b.sheet, at, value))
	}
	if style != "" {
		b.try(b.f.SetCellStyle(b.sheet, at, at, b.style(style)))
	}
}

// remark begins a line that is for people only.
func (b *entryBook) remark() {
	b.line++
	b.put(0, "#", "")
}

// head writes the title, what to do, the hidden names of the columns, and
// their names for people.
func (b *entryBook) head() {
	b.remark()
	b.put(hiddenColumns, b.p.T("exchange.workbook_title", "unit", b.s.Unit.Name, "period", b.s.Period), "title")
	b.remark()
	b.put(hiddenColumns, b.p.T("exchange.workbook_help"), "")
	b.line++
	for i, name := range b.columns() {
		b.put(i, name, "")
	}
	b.try(b.f.SetRowVisible(b.sheet, b.line, false))
	b.remark()
	names := []string{
		b.p.T("exchange.workbook_order"), b.p.T("exchange.workbook_name"), b.p.T("exchange.workbook_measure"),
		b.p.T("exchange.workbook_previous", "period", b.p.PeriodShort(b.s.Period.Previous())),
	}
	for _, l := range b.levels {
		names = append(names, b.p.T("exchange.workbook_plan", "level", levelName(l, b.p.Lang()), "year", strconv.Itoa(b.s.Period.Year)))
	}
	names = append(names, b.p.T("exchange.workbook_value", "period", b.p.PeriodShort(b.s.Period)), b.p.T("exchange.workbook_status"), b.p.T("exchange.workbook_note"))
	for i, name := range names {
		b.put(hiddenColumns+i, name, "head")
	}
	b.try(b.f.SetRowHeight(b.sheet, b.line, 34))
}

func levelName(l indicator.Level, lang i18n.Lang) string {
	if lang == i18n.En && l.NameEn != "" {
		return l.NameEn
	}
	return l.NameVi
}

func (b *entryBook) columns() []string {
	names := append([]string{}, entryHead...)
	for i := range b.levels {
		names = append(names, "#plan"+strconv.Itoa(i+1))
	}
	return append(names, entryTail...)
}

func (b *entryBook) group(g report.Group) {
	if g.Name != "" {
		b.remark()
		b.put(hiddenColumns, g.Name, "group")
	}
	for _, i := range g.Rows {
		b.row(b.s.Rows[i])
	}
}

// row writes one indicator. Values that are computed cannot be typed: their
// row is for people only.
func (b *entryBook) row(r report.Row) {
	b.line++
	key := indicator.CellKey{Unit: b.s.Unit.Key, Indicator: r.Code, Period: b.s.Period}
	f := b.in.Book.Figures[key]
	if computed(r) {
		b.put(0, "#", "")
		b.number(b.entryColumn(), r.Actual.Plain, r.Result.Indicator, "number")
	} else {
		for i, text := range []string{string(key.Indicator), string(key.Unit), key.Period.String(), strconv.Itoa(f.Version)} {
			b.put(i, text, "")
		}
		b.entry(r, f)
	}
	b.put(4, r.Position, "order")
	b.put(5, r.Name, "text")
	b.put(6, r.Measure, "text")
	b.number(7, r.Previous.Plain, r.Result.Indicator, "number")
	for i, l := range b.levels {
		b.plan(len(entryHead)+i, r, l.Code)
	}
}

// computed reports a row whose value comes from other cells.
func computed(r report.Row) bool {
	return r.Result.Row.Source == indicator.Rollup || r.Result.Actual != nil && r.Result.Actual.Rule == indicator.Quotient
}

// plan writes a plan as a number, or in words where it is a range or bound.
func (b *entryBook) plan(column int, r report.Row, level string) {
	for _, p := range r.Plans {
		if p.Level != level {
			continue
		}
		if p.Result.Plan.Target.Operator == indicator.Equal {
			b.number(column, p.Low.Plain, r.Result.Indicator, "number")
		} else {
			b.put(column, p.Text, "number")
		}
		return
	}
	b.put(column, nil, "number")
}

// entry writes the open cells of a row: the typed value, its status and note.
func (b *entryBook) entry(r report.Row, f indicator.Figure) {
	column, status := b.entryColumn(), indicator.Estimate
	switch {
	case f.Value != nil:
		b.number(column, f.Value.String(), r.Result.Indicator, "open")
		status = f.Status
	case f.Status == indicator.NotApplicable:
		b.put(column, "x", "open")
	default:
		b.number(column, "", r.Result.Indicator, "open")
	}
	b.put(column+1, b.p.T("core.status_"+string(status)), "opentext")
	note := ""
	if f.Value != nil || f.Status == indicator.NotApplicable {
		note = f.Note
	}
	b.put(column+2, note, "opentext")
	b.validate(column)
}

// number writes a value with as many decimals as the indicator prints.
func (b *entryBook) number(column int, plain string, i indicator.Indicator, style string) {
	var v any
	if plain != "" {
		v = numberCell(plain)
	}
	b.put(column, v, style+" "+numberFormat(i))
}

func numberFormat(i indicator.Indicator) string {
	if i.Decimals == 0 {
		return "#,##0"
	}
	return "#,##0." + strings.Repeat("0", i.ShownDecimals) + strings.Repeat("#", min(i.Decimals, number.MaxDecimals)-i.ShownDecimals)
}
