package exchange_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"muctieu/pkg/errs"
	"muctieu/pkg/exchange"
)

// officeBook is a workbook as an office keeps it; change may spoil it.
func officeBook(t *testing.T, change func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, value := range map[string]any{
		"A1": "BÁO CÁO CHỈ TIÊU", "D2": "ĐVT: triệu đồng",
		"A4": "TT", "B4": "Chỉ tiêu", "C4": "Thực hiện năm 2021", "D4": "Ước thực hiện năm 2022", "E4": "Ghi chú",
		"A5": "I", "B5": "KINH TẾ",
		"A6": 1, "B6": "1. Thu ngân sách nhà nước trên địa bàn (tỷ đồng)", "C6": 900.5, "D6": 940.133, "E6": "theo kho bạc",
		"A7": 2, "B7": "Tổng mức bán lẻ", "D7": "27.037,0",
	} {
		if err := f.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t *testing.T, name string, data []byte) exchange.Table {
	t.Helper()
	all, err := exchange.ReadTables(exchange.File{Name: name, Data: data})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d tables, %v", len(all), err)
	}
	return all[0]
}

func cellAt(t *testing.T, table exchange.Table, line, column int) exchange.TableCell {
	t.Helper()
	row, ok := table.Row(line)
	if !ok {
		t.Fatalf("no row %d", line)
	}
	return row.Cell(column)
}

// Cells come as a person would have typed them; those that hold no number say
// why, and the others are read all the same.
func TestReadTablesOfAWorkbook(t *testing.T) {
	data := officeBook(t, func(f *excelize.File) {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			t.Fatal(err)
		}
		for at, value := range map[string]any{"D8": 0.125, "D9": time.Date(2022, 12, 9, 0, 0, 0, 0, time.UTC), "D10": true, "D11": 12, "D12": 15, "D13": -7451} {
			if err := f.SetCellValue("Sheet1", at, value); err != nil {
				t.Fatal(err)
			}
		}
		if f.SetCellStyle("Sheet1", "D8", "D8", percent) != nil || f.SetCellFormula("Sheet1", "D12", "=C6*2") != nil || f.MergeCell("Sheet1", "D13", "D14") != nil {
			t.Fatal("the workbook could not be made")
		}
	})
	table := read(t, "bao-cao.xlsx", data)
	for _, tt := range []struct {
		line, column int
		want         exchange.TableCell
	}{
		{4, 3, exchange.TableCell{Text: "Ước thực hiện năm 2022"}},
		{6, 0, exchange.TableCell{Text: "1"}},
		{6, 2, exchange.TableCell{Text: "900,5"}},
		{6, 3, exchange.TableCell{Text: "940,1330"}},
		{7, 3, exchange.TableCell{Text: "27.037,0"}},
		{8, 3, exchange.TableCell{Text: "12,5", Percent: true}},
		{9, 3, exchange.TableCell{Text: "09/12/2022", Fault: "exchange.date_as_number"}},
		{10, 3, exchange.TableCell{Fault: "exchange.cell_logical"}},
		{11, 3, exchange.TableCell{Text: "12"}},
		{12, 3, exchange.TableCell{Text: "15", Formula: true}},
		{13, 3, exchange.TableCell{Text: "-7451", Fault: "exchange.joined_cells"}},
		{13, 40, exchange.TableCell{}},
	} {
		if got := cellAt(t, table, tt.line, tt.column); got != tt.want {
			t.Errorf("%s%d: %+v, want %+v", exchange.ColumnName(tt.column), tt.line, got, tt.want)
		}
	}
	if c := cellAt(t, table, 13, 3); c.Err() == nil || c.Err().Key != "exchange.joined_cells" {
		t.Errorf("the joined cell: %v", c.Err())
	}
	if c := (exchange.TableCell{Fault: "no.such_key"}); c.Err().Key != "exchange.cell_error" {
		t.Errorf("an unknown fault is %v", c.Err())
	}
}

func TestReadTablesOfSeparatedValues(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"semicolons", "Chỉ tiêu;Thực hiện\nThu;27.037,5\n", "27.037,5"},
		{"tabs", "Chỉ tiêu\tThực hiện\nThu, chi\t27,5\n", "27,5"},
		{"commas", "Chỉ tiêu,Thực hiện\nThu,\"27.037,5\"\n", "27.037,5"},
		{"byte order mark", "\ufeffChỉ tiêu;Thực hiện\r\nThu;9\r\n", "9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := cellAt(t, read(t, "a.csv", []byte(tt.file)), 2, 1).Text; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadTablesRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, place, key string }{
		{"empty", "", "a.csv:1", "exchange.empty_file"},
		{"one column", "a\nb\n", "a.csv:1", "exchange.no_table"},
		{"Windows-1258", "Chi tieu;Gi\xe1\nThu;9\n", "a.csv:1", "exchange.not_utf8"},
		{"UTF-16", "\xff\xfeC\x00", "a.csv:1", "exchange.utf16"},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.csv:1", "exchange.old_workbook"},
		{"stray quote", "a;b\n\"x\"y;2\n", "a.csv:2", "exchange.stray_quote"},
		{"a zip of nothing", "PK\x03\x04", "a.csv:1", "exchange.not_workbook"},
		{"too wide", "a" + strings.Repeat(";b", 70) + "\n", "a.csv:1", "exchange.too_wide"},
		{"too long", strings.Repeat("a;1\n", 1001), "a.csv:1001", "exchange.too_many_rows"},
		{"too much text", strings.Repeat(strings.Repeat(strings.Repeat("a", 1900)+";", 10)+"1\n", 60), "a.csv:56", "exchange.too_much_text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := exchange.ReadTables(exchange.File{Name: "a.csv", Data: []byte(tt.file)})
			var faults errs.Faults
			if !errors.As(err, &faults) || faults[0].Place != tt.place || faults[0].Err.Key != tt.key {
				t.Errorf("%v, want %s at %s", err, tt.key, tt.place)
			}
		})
	}
}

// A hundred files spoiled at random: none panics, and each is either read or
// refused with a place, within the limits.
func TestHundredBadTables(t *testing.T) {
	whole := officeBook(t, nil)
	csv := []byte("TT;Chỉ tiêu;Thực hiện\n1;Thu ngân sách;940,133\n2;\"Bán lẻ\";27.037,0\n")
	random := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for n := range 100 {
		data := bytes.Clone(whole)
		if n%2 == 1 {
			data = bytes.Clone(csv)
		}
		for range 1 + random.IntN(20) {
			data[random.IntN(len(data))] = byte(random.IntN(256))
		}
		if n%5 == 0 {
			data = data[:random.IntN(len(data))]
		}
		file := exchange.File{Name: "hong", Data: data}
		began := time.Now()
		all, err := exchange.ReadTables(file)
		exchange.Read(file).Foreign()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("file %d took %s", n, took)
		}
		var faults errs.Faults
		switch {
		case err == nil && len(all) == 0:
			t.Errorf("file %d: neither a table nor a fault", n)
		case err != nil && (!errors.As(err, &faults) || !strings.HasPrefix(faults[0].Place, "hong:")):
			t.Errorf("file %d: %v names no place", n, err)
		case err != nil:
			refused++
		}
	}
	if refused < 30 {
		t.Errorf("only %d of 100 spoiled files were refused", refused)
	}
}

func TestForeign(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       bool
	}{
		{"an office's table", "TT;Chỉ tiêu;Thực hiện\n1;Thu;9\n", true},
		{"figures", "unit,indicator,period,value,status\n", false},
		{"nothing", "", false},
		{"a PDF", "%PDF-1.7", false},
	} {
		if got := exchange.Read(exchange.File{Name: "a", Data: []byte(tt.file)}).Foreign(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if !exchange.Read(exchange.File{Name: "a.xlsx", Data: officeBook(t, nil)}).Foreign() {
		t.Error("an office's workbook is taken for ours")
	}
}
