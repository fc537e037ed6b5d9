package export

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"muctieu/pkg/i18n"
	"muctieu/pkg/report"
)

// hostile are names made to break a file or trick its reader.
var hostile = map[string]string{
	"formula":         `=HYPERLINK("http://evil.example","x")`,
	"plus":            "+84 225",
	"minus":           "-1+1",
	"at":              "@SUM(A1:A9)",
	"tab":             "\tdừng\tlại",
	"line feed":       "hai\ndòng",
	"carriage return": "\rvề đầu",
	"right to left":   "\u202Egnol\u202C \u2067x\u2069 \u200Fy",
	"markup":          `<b onclick="x">&amp;</w:t></w:r>]]>`,
	"control":         "a\x00b\x01c\x08d\x1Fe\x7Ff\u0085",
	"no UTF-8":        "a\xff\xfeb",
	"noncharacter":    "a\uFFFEb\uFFFFc",
	"emoji":           "mục tiêu 🎯 đạt 👍🏽",
	"500 letters":     strings.Repeat("dài ", 125),
	"500 in one word": strings.Repeat("ư", 500),
	"field codes":     `{ PAGE } &P &[Page] ${x} {{.}} fn:vi0`,
	"apostrophe":      "'=1",
	"decomposed":      "Tie\u0302\u0301n đo\u0323\u0302",
	"only marks":      "\u200B\u200E",
}

// tampered puts a text into every place that people fill in.
func tampered(t *testing.T, text string) Document {
	t.Helper()
	doc := whole(t)
	s := doc.Summary
	s.Rows = append([]report.Row(nil), s.Rows...)
	s.Groups = append([]report.Group(nil), s.Groups...)
	for i := range s.Rows {
		s.Rows[i].Plans = append([]report.PlanRow(nil), s.Rows[i].Plans...)
	}
	s.Unit.Name, s.Groups[0].Name = text, text
	row := &s.Rows[3]
	row.Name, row.Measure, row.Agency, row.Reason, row.Verdict, row.Sentence = text, text, text, text, text, text
	row.Plans[0].Phrase, row.Plans[0].Text, row.Plans[0].Before = text, text, text
	doc.Summary = s
	doc.Parts = []report.Part{{Kind: report.ProsePart, Level: 1, Title: text, Text: text}, {Kind: report.GroupsPart, Level: 1, Title: text}, {Kind: report.TasksPart, Text: text}}
	doc.ID, doc.NextYear[0].Name, doc.NextYear[0].Written = text, text, text
	doc.Issuer = Issuer{Parent: text, Name: text, Mark: text, Place: text, Authority: text, Signer: text, SignerName: text, Recipients: []string{text}}
	doc.Charts[0].Title, doc.Charts[0].Alt = text, text
	return doc
}

func TestHostileWord(t *testing.T) {
	for name, text := range hostile {
		files := zipFiles(t, written(t, tampered(t, text), "docx"))
		for part, body := range files {
			if strings.HasSuffix(part, ".xml") {
				wellFormed(t, name+": "+part, body)
			}
			if i := strings.IndexFunc(body, tricky); i >= 0 && strings.HasSuffix(part, ".xml") {
				t.Errorf("%s: %s holds %q", name, part, body[i:min(len(body), i+8)])
			}
		}
		rows := readWord(t, written(t, tampered(t, text), "docx")).annexTable().rows
		at := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "4" })
		if at < 0 || rows[at][1] != clean(text) {
			t.Errorf("%s: the table does not have %q", name, clean(text))
		}
	}
}

// tricky reports whether a character is none to see, or turns the direction.
func tricky(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r < 0x20 && r != '\n'
}

func TestHostileExcel(t *testing.T) {
	for name, text := range hostile {
		f := readSheet(t, written(t, tampered(t, text), "xlsx"))
		sheet := f.GetSheetName(0)
		rows, err := f.GetRows(sheet, rawCells)
		if err != nil {
			t.Fatal(err)
		}
		for y, r := range rows {
			for x := range r {
				formula, err := f.GetCellFormula(sheet, at(x+1, y+1))
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" && !strings.HasPrefix(formula, "ROUND(") {
					t.Errorf("%s: %s is the formula %q", name, at(x+1, y+1), formula)
				}
			}
		}
		fourth := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "4" })
		if got, err := f.GetCellValue(sheet, at(2, fourth+1)); err != nil || got != clean(text) {
			t.Errorf("%s: the sheet has %q (%v), want %q", name, got, err, clean(text))
		}
	}
}

func TestHostilePDF(t *testing.T) {
	for name, text := range hostile {
		pages := pdfPages(t, written(t, tampered(t, text), "pdf"))
		all := unspaced(strings.Join(pages, ""))
		for _, word := range strings.Fields(pdfText(clean(text))) {
			if len([]rune(word)) < 25 && !strings.Contains(all, word) && word != "\uFFFD" {
				t.Errorf("%s: the PDF lacks %q", name, word)
			}
		}
	}
}

func TestHostileCSV(t *testing.T) {
	for name, text := range hostile {
		row := csvRows(t, tampered(t, text))[3]
		got := row["name"]
		if strings.ContainsAny(text[:1], "'=+-@\t\r") {
			if got[0] != '\'' {
				t.Errorf("%s: %q begins a formula", name, got)
			}
			got = got[1:]
		}
		if want := strings.ReplaceAll(text, "\r\n", "\n"); got != want {
			t.Errorf("%s: %q, want %q: data stays as it is", name, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"  Lê Chân ":            "Lê Chân",
		"a\tb\nc\r\nd":          "a b c  d",
		"\u202Eabc\u202C":       "abc",
		"a\x00b\x85":            "ab\uFFFD",
		"Tie\u0302\u0301n":      "Tiến",
		"zero\u200Bwidth\u00AD": "zerowidth",
		"6,6\u00A0%":            "6,6\u00A0%",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := paragraphs("a\n\n b \r\nc\r"); strings.Join(got, "|") != "a|b|c" {
		t.Errorf("paragraphs: %q", got)
	}
}

// A document for a unit with a name that is hostile still opens with the
// words of the other language.
func TestHostileEnglish(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.En)}
	doc.Summary.Unit.Name = hostile["markup"]
	if text := readWord(t, written(t, doc, "docx")).text(); !strings.Contains(text, "The People's Committee of "+clean(hostile["markup"])) {
		t.Errorf("the lead is not there: %q", text[:200])
	}
}
