package export

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"muctieu/pkg/chart"
	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

func TestArchiveOrder(t *testing.T) {
	var b bytes.Buffer
	a := &archive{to: &b}
	a.put("word/b.xml", "2")
	a.put(first, `<Types><Default Extension="xml"/><Override PartName="/a"/><Default Extension="png"></Default></Types>`)
	if err := a.AddFS(fstest.MapFS{"a/c.txt": {Data: []byte("1")}}); err != nil {
		t.Fatal(err)
	}
	w, err := a.Create("z.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("3")); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	files := zipFiles(t, b.Bytes())
	want := `<Types><Default Extension="png"></Default><Default Extension="xml"/><Override PartName="/a"/></Types>`
	if len(files) != 4 || files["a/c.txt"] != "1" || files["word/b.xml"] != "2" || files["z.txt"] != "3" || files[first] != want {
		t.Errorf("files %q", files)
	}
}

func chartRenderer(t *testing.T) *chart.Renderer {
	t.Helper()
	r, err := chart.NewRenderer(os.DirFS("../../web/static"), ChartFonts())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestChartsOf(t *testing.T) {
	r := chartRenderer(t)
	s := demo(t, "2022", i18n.Vi)
	images, err := ChartsOf(t.Context(), r, s)
	if err != nil || len(images) != 1 {
		t.Fatalf("%d charts, %v", len(images), err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(images[0].PNG))
	if err != nil || float64(size.Width) != chartWidth*chartFactor {
		t.Errorf("picture %d pixels wide (%v), want %.0f", size.Width, err, chartWidth*chartFactor)
	}
	for _, part := range []string{"Tổng mức bán lẻ hàng hóa 110,6%", "kế hoạch HĐND quận giao 89%"} {
		if !strings.Contains(images[0].Alt, part) {
			t.Errorf("the description %q lacks %q", images[0].Alt, part)
		}
	}
	again, err := ChartsOf(t.Context(), r, s)
	if err != nil || !bytes.Equal(again[0].PNG, images[0].PNG) {
		t.Errorf("drawn again the picture differs (%v)", err)
	}
}

func TestChartsOfNothing(t *testing.T) {
	r := chartRenderer(t)
	s := demo(t, "2022", i18n.Vi)
	s.Rows = nil
	if images, err := ChartsOf(t.Context(), r, s); err != nil || len(images) != 0 {
		t.Errorf("%d charts of no rows, %v", len(images), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ChartsOf(ctx, r, demo(t, "2022", i18n.Vi)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestFontStyles(t *testing.T) {
	for _, style := range []FontStyle{Regular, Bold, Italic, BoldItalic} {
		if b := Font(style); len(b) < 100_000 || string(b[:4]) != "\x00\x01\x00\x00" {
			t.Errorf("style %q: %d bytes, no TrueType file", style, len(b))
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a style that does not exist is given")
		}
	}()
	Font("X")
}

func TestQRCode(t *testing.T) {
	raw, err := qrCode("https://kpi.example.vn/verify/BC-2022-01")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil || picture.Bounds().Dx() != codeSize || picture.Bounds().Dy() != codeSize {
		t.Errorf("code of %v (%v)", picture.Bounds(), err)
	}
	if other, err := qrCode("https://kpi.example.vn/verify/BC-2022-02"); err != nil || bytes.Equal(raw, other) {
		t.Errorf("two addresses give one code (%v)", err)
	}
}

func TestNumberFormat(t *testing.T) {
	tests := []struct {
		cell cell
		want string
	}{
		{cell{}, "#,##0"},
		{cell{decimals: 2}, "#,##0.00"},
		{cell{decimals: 1, signed: true}, "+#,##0.0;-#,##0.0"},
		{cell{decimals: 1, signed: true, unit: "điểm %"}, `+#,##0.0" điểm %";-#,##0.0" điểm %"`},
		{cell{signed: true, unit: `a"b`}, `+#,##0" ab";-#,##0" ab"`},
	}
	for _, tt := range tests {
		if got := numberFormat(tt.cell); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.cell, got, tt.want)
		}
	}
}

func TestLinesOf(t *testing.T) {
	tests := []struct {
		text string
		mm   float64
		want int
	}{
		{"", 20, 1},
		{"Kinh tế", 20, 1},
		{"Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn", 60, 2},
		{"Văn phòng HĐND và UBND", 45, 2}, // capitals are wide
		{"Phòng Tài chính", 45, 1},
		{strings.Repeat("w", 100), 20, 19},
	}
	for _, tt := range tests {
		if got := linesOf(tt.text, tt.mm, 12); got != tt.want {
			t.Errorf("%.20q in %.0f mm: %d lines, want %d", tt.text, tt.mm, got, tt.want)
		}
	}
	if got := rowHeight(1000).Height; got != mostHeight {
		t.Errorf("a row of %v points, a sheet takes %d", got, mostHeight)
	}
}

func TestShortened(t *testing.T) {
	if got := shortened("BC-2022-01"); got != "BC-2022-01" {
		t.Errorf("got %q", got)
	}
	if got := shortened(strings.Repeat("ư", 100)); len([]rune(got)) != mostID+1 || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q, want it cut in sight", got)
	}
}

func TestMeasureNote(t *testing.T) {
	p := i18n.For(i18n.Vi)
	row := func(measure string) report.Row { return report.Row{Measure: measure} }
	tests := []struct {
		name string
		rows []report.Row
		want string
	}{
		{"no rows", nil, ""},
		{"one measure", []report.Row{row("tỷ đồng"), row("tỷ đồng")}, "Đơn vị tính: tỷ đồng"},
		{"two measures", []report.Row{row("tỷ đồng"), row("%")}, ""},
	}
	for _, tt := range tests {
		if got := measureNote(report.Summary{Rows: tt.rows}, p); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// One measure for all rows stands over the table in every paged format.
func TestMeasureNoteIsPrinted(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	for i := range s.Rows {
		s.Rows[i].Measure = "tỷ đồng"
	}
	doc := Document{Summary: s}
	if text := readWord(t, written(t, doc, "docx")).text(); !strings.Contains(text, "Đơn vị tính: tỷ đồng") {
		t.Error("Word lacks it")
	}
	if text := strings.Join(pdfPages(t, written(t, doc, "pdf")), ""); !strings.Contains(text, "Đơn vị tính: tỷ đồng") {
		t.Error("PDF lacks it")
	}
	f := readSheet(t, written(t, doc, "xlsx"))
	if got, err := f.GetCellValue(f.GetSheetName(0), at(1, measureRow)); err != nil || got != "Đơn vị tính: tỷ đồng" {
		t.Errorf("Excel has %q (%v)", got, err)
	}
}

func TestNumbered(t *testing.T) {
	for i, want := range []string{"(1) a;", "(2) a;", "(3) a."} {
		if got := numbered(i, 3, "a. ; "); got != want {
			t.Errorf("item %d: %q, want %q", i, got, want)
		}
	}
}

func TestHeadSpans(t *testing.T) {
	columns := []column{
		{kind: columnName, head: "a"},
		{kind: columnPlan, head: "b", over: "x"}, {kind: columnPlan, head: "c", over: "x"},
		{kind: columnPercent, head: "d", over: "y"}, {kind: columnChange, head: "e", over: "y"},
		{kind: columnVerdict, head: "f"},
	}
	want := []headSpan{{0, 0, true, "a"}, {1, 2, false, "x"}, {3, 4, false, "y"}, {5, 5, true, "f"}}
	got := headSpans(columns)
	if len(got) != len(want) {
		t.Fatalf("spans %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("span %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestTag(t *testing.T) {
	tests := []struct{ got, want string }{
		{tag("a", ""), "<a/>"},
		{tag("a", attr("b", `"<&>`)), `<a b="&#34;&lt;&amp;&gt;"/>`},
		{tag("a", "", "x", "", "y"), "<a>xy</a>"},
		{properties("a", ""), ""},
		{val("a", "1"), `<a w:val="1"/>`},
		{run(" x ", ""), `<w:r><w:t xml:space="preserve"> x </w:t></w:r>`},
		{twips(25.4), "1440"},
		{emu(10), "360000"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
}
