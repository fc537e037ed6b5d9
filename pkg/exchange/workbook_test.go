package exchange_test

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
	"muctieu/pkg/report"
)

// book gives what results are computed from.
func (m *memory) book() *indicator.Book {
	b := &indicator.Book{Tree: m.Tree, Indicators: m.Indicators, Levels: m.Levels, Sets: m.Sets, Plans: m.plans, Zone: zone, Figures: map[indicator.CellKey]indicator.Figure{}}
	for key, versions := range m.figures {
		b.Figures[key] = versions[len(versions)-1]
	}
	return b
}

func entryBook(t *testing.T, m *memory, unit string, lang i18n.Lang) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	in := report.Input{Book: m.book(), Terms: m.Terms, Unit: org.Key(unit), Period: period.MustParse("2022"), Lang: lang, Decimals: 1}
	if err := exchange.Workbook(&b, in); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// entered gives the edited workbook as a file.
func entered(t *testing.T, f *excelize.File) exchange.File {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return exchange.File{Name: "nhap.xlsx", Data: b.Bytes()}
}

// entryRows gives the row number of each indicator that may be typed, and
// where the columns stand.
func entryRows(t *testing.T, f *excelize.File) (rows map[string]int, columns map[string]string) {
	t.Helper()
	all, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	rows, columns = map[string]int{}, map[string]string{}
	for i, row := range all {
		switch {
		case len(row) > 0 && row[0] == "indicator":
			for k, name := range row {
				columns[name], _ = excelize.ColumnNumberToName(k + 1)
			}
		case len(row) > 0 && row[0] != "#":
			rows[row[0]] = i + 1
		}
	}
	return rows, columns
}

func (m *memory) withSpending(t *testing.T) *memory {
	t.Helper()
	m.take(t, file("sets.csv", setsHeader, "lechan,2022,3,chi_ns,city,,", "lechan,2022,4,ho,city,,", "lechan,2022,5,ss2010,council,,"),
		file("figures.csv", figuresHeader, "lechan,chi_ns,2022,,not_applicable,,,,,"))
	return m
}

func TestUntouchedWorkbookChangesNothing(t *testing.T) {
	for _, lang := range i18n.Langs {
		m := base(t).withSpending(t)
		f := entryBook(t, m, "lechan", lang)
		report := m.take(t, entered(t, f))
		if report.Changes() || report.Counts[exchange.Figures].Unchanged != 3 || len(report.Doubts) > 0 {
			t.Errorf("%s: %+v, doubts %v", lang, report.Counts, brief(report.Doubts.Err()))
		}
	}
}

func TestWorkbookComesBack(t *testing.T) {
	m := base(t).withSpending(t)
	f := entryBook(t, m, "lechan", i18n.Vi)
	sheet := f.GetSheetName(0)
	rows, columns := entryRows(t, f)
	if _, there := rows["tl_ngheo"]; there || len(rows) != 4 {
		t.Fatalf("rows %v: a computed ratio cannot be typed, the rest can", rows)
	}
	set := func(code, column string, value any) {
		if err := f.SetCellValue(sheet, columns[column]+strconv.Itoa(rows[code]), value); err != nil {
			t.Fatal(err)
		}
	}
	set("thu_ns", "entry", "938,75 tỷ đồng")
	set("thu_ns", "status", "Chính thức")
	set("thu_ns", "note", "theo Kho bạc")
	set("ss2010", "entry", 12.5) // its status stays the one offered
	// Rows may be put in another order.
	a, b := rows["thu_ns"], rows["ss2010"]
	for _, column := range columns {
		x, _ := f.GetCellValue(sheet, column+strconv.Itoa(a), excelize.Options{RawCellValue: true})
		y, _ := f.GetCellValue(sheet, column+strconv.Itoa(b), excelize.Options{RawCellValue: true})
		for cell, v := range map[string]string{column + strconv.Itoa(a): y, column + strconv.Itoa(b): x} {
			var value any = v
			if n, err := strconv.ParseFloat(v, 64); err == nil {
				value = n
			}
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	change, _, err := m.decide(entered(t, f))
	if err != nil {
		t.Fatal(lines(i18n.En, err))
	}
	var got []string
	for _, x := range change.Figures {
		got = append(got, string(x.Indicator)+" "+x.Value.String()+" "+string(x.Status)+" "+x.Note)
	}
	slices.Sort(got)
	same(t, "figures", got, []string{"ss2010 12.5 estimate ", "thu_ns 938.75 official theo Kho bạc"})
}

func TestWorkbookOfAnEarlierState(t *testing.T) {
	m := base(t)
	f := entryBook(t, m, "lechan", i18n.Vi)
	rows, columns := entryRows(t, f)
	if err := f.SetCellValue(f.GetSheetName(0), columns["entry"]+strconv.Itoa(rows["thu_ns"]), 5); err != nil {
		t.Fatal(err)
	}
	m.take(t, file("figures.csv", figuresHeader, "lechan,thu_ns,2022,950,estimate,,,,,"))
	_, _, err := m.decide(entered(t, f))
	same(t, "faults", brief(err), []string{"nhap.xlsx:Nhập số liệu!D" + strconv.Itoa(rows["thu_ns"]) + " version figure_conflict"})
}

func TestWorkbookRefusesWrongCells(t *testing.T) {
	m := base(t)
	f := entryBook(t, m, "lechan", i18n.En)
	sheet := f.GetSheetName(0)
	rows, columns := entryRows(t, f)
	at := strconv.Itoa(rows["thu_ns"])
	for column, v := range map[string]any{"entry": "1e5", "status": "maybe"} {
		if err := f.SetCellValue(sheet, columns[column]+at, v); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := m.decide(entered(t, f))
	same(t, "faults", brief(err), []string{
		"nhap.xlsx:Entry!" + columns["entry"] + at + " entry number.not_number", "nhap.xlsx:Entry!" + columns["status"] + at + " status not_one_of",
	})
}

func TestWorkbookProtects(t *testing.T) {
	m := base(t).withSpending(t)
	f := entryBook(t, m, "lechan", i18n.Vi)
	sheet := f.GetSheetName(0)
	rows, columns := entryRows(t, f)
	open := map[string]bool{"entry": true, "status": true, "note": true}
	for name, column := range columns {
		id, err := f.GetCellStyle(sheet, column+strconv.Itoa(rows["thu_ns"]))
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if unlocked := style.Protection != nil && !style.Protection.Locked; unlocked != open[name] {
			t.Errorf("column %s: open %t, want %t", name, unlocked, open[name])
		}
	}
	for _, column := range []string{"A", "B", "C", "D"} {
		if shown, err := f.GetColVisible(sheet, column); shown || err != nil {
			t.Errorf("column %s is shown (%v)", column, err)
		}
	}
	if v, _ := f.GetCellValue(sheet, columns["entry"]+strconv.Itoa(rows["chi_ns"])); v != "x" {
		t.Errorf("what does not apply is written %q, want x", v)
	}
}

// The district's totals come from the units below: there is nothing to type.
func TestWorkbookOfRollUps(t *testing.T) {
	f := entryBook(t, base(t), "haiphong", i18n.Vi)
	if rows, _ := entryRows(t, f); len(rows) != 0 {
		t.Errorf("rows %v, want none", rows)
	}
}

func TestWorkbookOfAnUnknownUnit(t *testing.T) {
	in := report.Input{Book: base(t).book(), Unit: "nowhere", Period: period.MustParse("2022"), Decimals: 1}
	if err := exchange.Workbook(&bytes.Buffer{}, in); errs.KindOf(err) != errs.NotFound {
		t.Errorf("error %v, want not found", err)
	}
}
