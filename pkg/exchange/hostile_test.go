package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
)

const (
	relsXML = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	bookXML = `<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`
	headXML = `<row r="1"><c t="inlineStr"><is><t>unit</t></is></c><c t="inlineStr"><is><t>indicator</t></is></c><c t="inlineStr"><is><t>period</t></is></c><c t="inlineStr"><is><t>value</t></is></c><c t="inlineStr"><is><t>status</t></is></c></row>`
)

// packed makes a workbook of parts; each is written by a function, so that it
// may be larger than memory.
func packed(t testing.TB, parts map[string]func(io.Writer)) exchange.File {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	all := map[string]func(io.Writer){
		"xl/workbook.xml":            func(w io.Writer) { fmt.Fprint(w, bookXML) },
		"xl/_rels/workbook.xml.rels": func(w io.Writer) { fmt.Fprint(w, relsXML) },
	}
	for name, write := range parts {
		all[name] = write
	}
	for name, write := range all {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		write(w)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return exchange.File{Name: "h.xlsx", Data: b.Bytes()}
}

func sheetXML(rows string) map[string]func(io.Writer) {
	return map[string]func(io.Writer){"xl/worksheets/sheet1.xml": func(w io.Writer) {
		fmt.Fprint(w, `<worksheet><sheetData>`+headXML+rows+`</sheetData></worksheet>`)
	}}
}

// repeat writes a text many times.
func repeat(before, text string, n int, after string) func(io.Writer) {
	return func(w io.Writer) {
		fmt.Fprint(w, before)
		many := strings.Repeat(text, 1000)
		for range n / 1000 {
			fmt.Fprint(w, many)
		}
		fmt.Fprint(w, after)
	}
}

// Workbooks made to harm are refused in bounded time and memory.
func TestHostileWorkbooks(t *testing.T) {
	sheet := "xl/worksheets/sheet1.xml"
	good := sheetXML("")[sheet]
	tests := []struct {
		name  string
		parts map[string]func(io.Writer)
		want  string
	}{
		{"a bomb of rows", map[string]func(io.Writer){sheet: repeat(`<worksheet><sheetData>`+headXML, `<row></row>`, 7_000_000, ``)}, "h.xlsx:s!A1 too_large_unpacked"},
		{"a bomb of one text", map[string]func(io.Writer){sheet: good, "xl/sharedStrings.xml": repeat(`<sst><si><t>`, `xxxxxxxxxx`, 7_000_000, `</t></si></sst>`)}, "h.xlsx:1 too_large_unpacked"},
		{"a bomb of one name", map[string]func(io.Writer){sheet: repeat(`<worksheet `, `xxxxxxxxxx`, 3_000_000, `="1"/>`)}, "h.xlsx:s!A1 too_large_unpacked"},
		{"a bomb of formats", map[string]func(io.Writer){sheet: good, "xl/styles.xml": repeat(`<styleSheet><cellXfs>`, `<xf numFmtId="9"/>`, 500_000, ``)}, "h.xlsx:1 too_large_unpacked"},
		{"entities of its own", map[string]func(io.Writer){sheet: func(w io.Writer) {
			fmt.Fprint(w, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`)
		}}, "h.xlsx:s!A1 not_workbook"},
		{"cut off", map[string]func(io.Writer){sheet: func(w io.Writer) { fmt.Fprint(w, `<worksheet><sheetData><row><c`) }}, "h.xlsx:s!A1 not_workbook"},
		{"without its sheet", nil, "h.xlsx:s!A1 not_workbook"},
		{"texts that are not there", sheetXML(`<row r="2"><c t="s"><v>7</v></c><c t="s"><v>-1</v></c></row>`), "h.xlsx:s!A2 unit cell_error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := packed(t, tt.parts)
			m := base(t)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begun := time.Now()
			_, _, err := m.decide(f)
			took := time.Since(begun)
			runtime.ReadMemStats(&after)
			got := brief(err)
			if len(got) == 0 || got[0] != tt.want {
				t.Errorf("faults %q, want %q first", got, tt.want)
			}
			// Seconds are enough; the race detector and busy machines need more.
			if took > time.Minute {
				t.Errorf("took %v", took)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 200<<20 {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
		})
	}
}

// Files damaged at random never stop the program and never pass unnoticed
// without saying the same as before.
func TestDamagedFiles(t *testing.T) {
	m := base(t)
	sound := []exchange.File{
		{Name: "f.xlsx", Data: export(t, m, exchange.XLSX, exchange.Figures)},
		{Name: "f.csv", Data: export(t, m, exchange.CSV, exchange.Figures)},
		{Name: "i.csv", Data: export(t, m, exchange.CSV, exchange.Indicators)},
		packed(t, sheetXML(`<row r="2"><c t="str"><v>lechan</v></c><c t="str"><v>chi_ns</v></c><c><v>2022</v></c><c s="1"><f>1+1</f><v>2</v></c><c t="str"><v>official</v></c></row>`)),
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		f := sound[n%len(sound)]
		broken := bytes.Clone(f.Data)
		for range 1 + random.IntN(8) {
			switch random.IntN(3) {
			case 0:
				broken[random.IntN(len(broken))] = byte(random.IntN(256))
			case 1:
				broken = broken[:1+random.IntN(len(broken))]
			default:
				at := random.IntN(len(broken))
				broken = append(broken[:at:at], broken[min(at+random.IntN(20), len(broken)):]...)
			}
			if len(broken) == 0 {
				break
			}
		}
		_, _, err := m.decide(exchange.File{Name: f.Name, Data: broken})
		for _, l := range lines(i18n.Vi, err) {
			if !strings.HasPrefix(l, f.Name+":") {
				t.Errorf("round %d: a fault without place: %q", n, l)
			}
		}
	}
}

// A circle through very many units is found, and soon.
func TestManyUnitsInCircles(t *testing.T) {
	rows := []string{unitsHeader}
	const n = 20_000
	for i := range n {
		rows = append(rows, fmt.Sprintf("u%d,,U,xã,u%d,,,", i, (i+1)%n))
	}
	begun := time.Now()
	_, _, err := newMemory().decide(file("units.csv", rows...))
	if got := brief(err); len(got) == 0 || !strings.HasSuffix(got[0], "unit_circle") {
		t.Errorf("faults %q", got[:min(len(got), 3)])
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

// So many faults that nobody reads them are counted, not kept.
func TestManyFaults(t *testing.T) {
	rows := []string{figuresHeader}
	for i := range 60_000 {
		rows = append(rows, fmt.Sprintf("nowhere,none,%d,x,y,,,,,", 1900+i%300))
	}
	_, _, err := base(t).decide(file("f.csv", rows...))
	got := lines(i18n.Vi, err)
	if len(got) != 10_001 || !strings.HasPrefix(got[10_000], "còn ") {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
}
