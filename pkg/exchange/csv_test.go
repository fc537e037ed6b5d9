package exchange_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf16"

	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

const plainFigures = "unit,indicator,period,value,status\n"

func utf16Of(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func TestFilesRefused(t *testing.T) {
	tests := []struct {
		name, file string
		content    []byte
		want       []string
	}{
		{"empty", "e.csv", nil, []string{"e.csv:1 empty_file"}},
		{"blank", "e.csv", []byte("\ufeff\n \n"), []string{"e.csv:1 empty_file"}},
		{"UTF-16", "u.csv", utf16Of(plainFigures), []string{"u.csv:1 utf16"}},
		{"NUL in the third line", "n.csv", []byte(plainFigures + "lechan,thu_ns,2022,5,official\nlechan\x00"), []string{"n.csv:3 nul"}},
		{"not UTF-8", "l.csv", []byte(plainFigures + "lechan,\xff\xfe,2022,1,official\n"), []string{"l.csv:2 not_utf8"}},
		{"no header", "h.csv", []byte("a,b,c\n1,2,3\n"), []string{"h.csv:1 no_header"}},
		{"no header, but rows", "h.csv", []byte("lechan,thu_ns,2022,5,official\n"), []string{"h.csv:1 no_header"}},
		{"semicolons", "s.csv", []byte(strings.ReplaceAll(plainFigures, ",", ";") + "lechan;thu_ns;2022;5;official\n"), []string{"s.csv:1 other_separator"}},
		{"a quote that stays open", "q.csv", []byte(plainFigures + "\"lechan,thu_ns,2022,5,official\nlechan,thu_ns,2021,5,official\n"), []string{"q.csv:2 stray_quote"}},
		{"a quote inside", "q.csv", []byte(plainFigures + "lechan,thu_ns,2022,5,official\nlechan,th\"u_ns,2022,5,official\n"), []string{"q.csv:3 stray_quote"}},
		{"short and long rows", "r.csv", []byte(plainFigures + "lechan,x\nlechan,thu_ns,2020,5,official\nlechan,thu_ns,2022,5,official,,\n"), []string{"r.csv:2 row_width", "r.csv:4 row_width"}},
		{"unknown, doubled and missing columns", "c.csv", []byte("unit,unit,indicator,period,ghi_chu,value\n"), []string{"c.csv:1 doubled_column", "c.csv:1 unknown_column", "c.csv:1 missing_column"}},
		{"an old workbook", "o.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []string{"o.xls:1 old_workbook"}},
		{"a workbook with a password", "o.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []string{"o.xlsx:1 protected_workbook"}},
		{"not a workbook", "z.xlsx", []byte("PK\x03\x04 not a workbook"), []string{"z.xlsx:1 not_workbook"}},
		{"a table called a workbook", "z.xlsx", []byte(plainFigures), []string{"z.xlsx:1 not_workbook"}},
		{"a document", "d.pdf", []byte("%PDF-1.7\n"), []string{"d.pdf:1 not_workbook"}},
		{"a control character", "k.csv", []byte("sort,vi,en\nkind,qu\x1bận,district\n"), []string{"k.csv:2 vi control_character"}},
		{"too long a text", "k.csv", []byte("sort,vi,en\nkind," + strings.Repeat("x", 40_000) + ",district\n"), []string{"k.csv:2 vi text_too_long"}},
	}
	m := base(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := m.decide(exchange.File{Name: "/some/where/" + tt.file, Data: tt.content})
			same(t, "faults", brief(err), tt.want)
			for _, lang := range i18n.Langs {
				for _, l := range lines(lang, err) {
					if strings.Contains(l, "exchange.") || strings.Contains(l, "<no value>") {
						t.Errorf("%s: %q has no words", lang, l)
					}
				}
			}
		})
	}
}

// Every file is read and all faults are told, in the order of the files. A
// unit that an unreadable file may hold is not complained about.
func TestFaultsOfAllFiles(t *testing.T) {
	m := base(t)
	bad1 := file("bad1.csv", strings.TrimSpace(plainFigures), "lechan,no_such,2022,1,official")
	bad2 := file("bad2.csv", strings.TrimSpace(plainFigures), "nowhere,thu_ns,2022,1,official")
	good := file("good.csv", strings.TrimSpace(plainFigures), "lechan,thu_ns,2022,777,official")
	_, _, err := m.decide(good, bad1, bad2)
	same(t, "faults", brief(err), []string{"bad1.csv:2 indicator unknown_indicator", "bad2.csv:2 unit unknown_unit"})
	_, _, err = m.decide(good, bad1, bad2, exchange.File{Name: "units.csv"})
	same(t, "with an unreadable file", brief(err), []string{"units.csv:1 empty_file"})
	_, _, err = m.decide(exchange.File{Name: "a/x.csv"}, exchange.File{Name: "b/x.csv"})
	same(t, "files of one name", brief(err), []string{"a/x.csv:1 empty_file", "b/x.csv:1 empty_file"})
}

func TestCSVForms(t *testing.T) {
	row := "lechan,chi_ns,2022,5.5,official"
	for name, content := range map[string]string{
		"plain":                  plainFigures + row + "\n",
		"with a byte order mark": "\ufeff" + plainFigures + row + "\n",
		"lines of Windows":       strings.ReplaceAll(plainFigures+row+"\n", "\n", "\r\n"),
		"no line end":            plainFigures + row,
		"quoted":                 plainFigures + `"lechan","chi_ns","2022","5.5","official"` + "\n",
		"blank lines":            plainFigures + "\n" + row + "\n,,,,\n\n",
		"columns turned":         "status,value,period,indicator,unit\nofficial,5.5,2022,chi_ns,lechan\n",
		"spaces around keys":     "unit, indicator ,period,value,status\n lechan ,chi_ns, 2022 ,5.5,official \n",
	} {
		t.Run(name, func(t *testing.T) {
			m := base(t)
			m.take(t, exchange.File{Name: "f.csv", Data: []byte(content)})
			if got := m.figures[cellKey("lechan", "chi_ns", "2022")]; len(got) != 1 || got[0].Value.String() != "5.5" {
				t.Errorf("figures %+v", got)
			}
		})
	}
}

// Composed and decomposed letters are one word.
func TestLettersAreComposed(t *testing.T) {
	m := base(t)
	decomposed := "ph\u01b0o\u031b\u0300ng" // phường, its ờ in pieces
	m.take(t, file("terms.csv", "sort,vi,en", "kind,"+decomposed+",ward"))
	if got := m.Terms[len(m.Terms)-1].Vi; got != "phường" && got != "ph\u01b0ờng" {
		t.Errorf("term %+q", got)
	}
}

// Text that a spreadsheet would run as a formula is written with an
// apostrophe, and comes back without.
func TestFormulaText(t *testing.T) {
	texts := []string{"=cmd|' /C calc'!A0", "+1", "-1", "@x", "'quoted", "\tx", "\rx", "a=b", "", "two\nlines", `a "word"`, "a,b", " spaces ", "</script><img src=x onerror=1>", "_x0041_", "#1"}
	for _, format := range exchange.Formats {
		for _, text := range texts {
			m := base(t)
			m.append(indicator.Change{Figures: []indicator.Figure{{CellKey: cellKey("lechan", "chi_ns", "2022"), Status: indicator.NotApplicable, Note: text}}})
			raw := export(t, m, format, exchange.Figures)
			if format == exchange.CSV {
				records, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range records {
					if n := r[7]; n != "" && strings.ContainsRune("=+-@\t\r", rune(n[0])) {
						t.Errorf("%q is written as it stands", n)
					}
				}
			}
			fresh := base(t)
			fresh.figures = map[indicator.CellKey][]indicator.Figure{}
			fresh.take(t, exchange.File{Name: "f." + string(format), Data: raw})
			if got := fresh.figures[cellKey("lechan", "chi_ns", "2022")]; len(got) != 1 || got[0].Note != text {
				t.Errorf("%s: %q came back as %+v", format, text, got)
			}
		}
	}
}

func TestUnknownKindAndFormat(t *testing.T) {
	m := base(t)
	for _, c := range []struct {
		format exchange.Format
		kind   exchange.Kind
		want   string
	}{{exchange.CSV, "users", "exchange.unknown_kind"}, {"pdf", exchange.Units, "exchange.unknown_format"}} {
		err := exchange.Export(&bytes.Buffer{}, c.format, c.kind, m.stored())
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s as %s: %v, want %s", c.kind, c.format, err, c.want)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, file := range shipped(f) {
		f.Add(file.Data[:min(len(file.Data), 600)])
	}
	f.Add([]byte(plainFigures + "lechan,thu_ns,2022,1e5,official\n\"x"))
	f.Add([]byte("unit,indicator,year,level,operator,low,high,note\nlechan,thu_ns,2022,city,range,1,2,\"a\nb\"\n"))
	m := base(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		change, _, err := m.decide(exchange.File{Name: "f.csv", Data: content})
		if err != nil {
			for _, l := range lines(i18n.Vi, err) {
				if !strings.HasPrefix(l, "f.csv:") && !strings.HasPrefix(l, "còn ") {
					t.Errorf("a fault without place: %q", l)
				}
				if strings.ContainsAny(l, "\x00\x1b") {
					t.Errorf("a fault with control characters: %q", l)
				}
			}
			return
		}
		for _, n := range change.Figures {
			if n.Status.HasValue() != (n.Value != nil) || n.Period.IsZero() {
				t.Errorf("figure %+v", n)
			}
		}
	})
}
