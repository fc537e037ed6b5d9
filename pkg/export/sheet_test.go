package export

import (
	"bytes"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func given(rows [][]string, end error) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if end != nil {
			yield(nil, end)
		}
	}
}

// Whatever a cell begins with, it is read back as the text that went in.
func TestSheetOfTexts(t *testing.T) {
	long := strings.Repeat("ộ", mostCell)
	texts := []string{"=1+1", "+84", "-5", "@SUM(A1)", "'x", "007", "1e5", "2026-11-25", "TRUE", " hai  đầu ", "hai\ndòng", `{"a":"<b>&"}`, "", long}
	var rows [][]string
	for _, text := range texts {
		rows = append(rows, []string{text, "b"})
	}
	rows = append(rows, []string{long + "x", "b"}, []string{"a\x00b\x0b\u202ec\xff", "b"})
	var buf bytes.Buffer
	if err := SheetXLSX(&buf, Sheet{Name: "Nhật ký", Heads: []string{"Một", "Hai"}, Widths: []float64{20}, Rows: given(rows, nil)}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := append(append([]string{"Một"}, texts...), long[:len(long)-len("ộ")]+"…", "abc\uFFFD")
	for i, w := range want {
		name := at(1, i+1)
		got, err := f.GetCellValue("Nhật ký", name)
		if err != nil || got != w {
			t.Errorf("%s holds %.60q, %v; want %.60q", name, got, err, w)
		}
		if formula, err := f.GetCellFormula("Nhật ký", name); err != nil || formula != "" {
			t.Errorf("%s computes %q, %v", name, formula, err)
		}
		if kind, err := f.GetCellType("Nhật ký", name); w != "" && (err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString) {
			t.Errorf("%s (%.20q) is of type %v, %v", name, w, kind, err)
		}
	}
}

func TestSheetWithoutRows(t *testing.T) {
	var buf bytes.Buffer
	if err := SheetXLSX(&buf, Sheet{Name: "A", Heads: []string{"Một"}, Rows: given(nil, nil)}); err != nil || buf.Len() == 0 {
		t.Errorf("%d bytes, %v", buf.Len(), err)
	}
	buf.Reset()
	failed := errors.New("cut off")
	err := SheetXLSX(&buf, Sheet{Name: "A", Heads: []string{"Một"}, Rows: given([][]string{{"x"}}, failed)})
	if !errors.Is(err, failed) || buf.Len() != 0 {
		t.Errorf("rows that failed: %d bytes, %v", buf.Len(), err)
	}
}
