package export

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

// orders are the children that ECMA-376 part 1 allows in the elements we
// write, in the order its schema fixes. Word asks to repair a file that has
// them in another.
var orders = map[string]string{
	"pPr":         "pStyle keepNext keepLines pageBreakBefore tabs spacing ind jc outlineLvl rPr sectPr",
	"rPr":         "rStyle rFonts b bCs i iCs caps color sz szCs lang",
	"tblPr":       "tblStyle tblW jc tblBorders tblLayout tblCellMar",
	"tcPr":        "tcW gridSpan vMerge tcBorders shd vAlign",
	"trPr":        "cantSplit tblHeader",
	"tbl":         "tblPr tblGrid tr",
	"tc":          "tcPr p tbl",
	"tr":          "trPr tc",
	"p":           "pPr r",
	"r":           "rPr t tab br drawing pict fldChar instrText",
	"sectPr":      "headerReference footerReference type pgSz pgMar titlePg",
	"body":        "p tbl sectPr",
	"style":       "name basedOn qFormat pPr rPr tblPr",
	"styles":      "docDefaults style",
	"inline":      "extent docPr cNvGraphicFramePr graphic",
	"pic":         "nvPicPr blipFill spPr",
	"settings":    "zoom defaultTabStop characterSpacingControl compat",
	"tblCellMar":  "top left bottom right",
	"tblBorders":  "top left bottom right insideH insideV",
	"Types":       "Default Override",
	"docDefaults": "rPrDefault pPrDefault",
}

// mixed are elements whose children may come in any order.
var mixed = []string{"p", "r", "body", "tc"}

// An element of a part being read.
type element struct {
	name string
	last int // place of the child before, in the order
}

func checkOrder(t *testing.T, part, body string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	var open []*element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", part, err)
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			if len(open) > 0 {
				checkChild(t, part, open[len(open)-1], e.Name.Local)
			}
			open = append(open, &element{name: e.Name.Local})
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func checkChild(t *testing.T, part string, parent *element, child string) {
	t.Helper()
	order, known := orders[parent.name]
	if !known {
		return
	}
	at := slices.Index(strings.Fields(order), child)
	switch {
	case at < 0:
		t.Errorf("%s: %s holds %s, which the schema does not have there", part, parent.name, child)
	case at < parent.last && !slices.Contains(mixed, parent.name):
		t.Errorf("%s: in %s, %s comes too late", part, parent.name, child)
	}
	parent.last = max(parent.last, at)
}

func TestWordFollowsTheSchema(t *testing.T) {
	docs := map[string]Document{"whole": whole(t), "plain": {Summary: demo(t, "2022-YTD06", i18n.En)}, "many levels": {Summary: manyLevels(t, 6), NextYear: whole(t).NextYear}}
	for name, doc := range docs {
		for part, body := range zipFiles(t, written(t, doc, "docx")) {
			if !strings.HasSuffix(part, ".png") {
				checkOrder(t, name+": "+part, body)
			}
		}
	}
}

// The check itself: what is in the wrong order must be found.
func TestCheckOrderFinds(t *testing.T) {
	for _, body := range []string{"<tcPr><vMerge/><gridSpan/></tcPr>", "<pPr><jc/><spacing/></pPr>", "<trPr><unknown/></trPr>"} {
		probe := &testing.T{}
		checkOrder(probe, "probe", body)
		if !probe.Failed() {
			t.Errorf("%s passes", body)
		}
	}
}

// A wordGrid is a table's columns and what its rows take of them.
type wordGrid struct {
	XMLName xml.Name
	Width   struct {
		W int `xml:"w,attr"`
	} `xml:"tblPr>tblW"`
	Columns []struct {
		W int `xml:"w,attr"`
	} `xml:"tblGrid>gridCol"`
	Rows []struct {
		Cells []struct {
			Width struct {
				W int `xml:"w,attr"`
			} `xml:"tcPr>tcW"`
			Span struct {
				N string `xml:"val,attr"`
			} `xml:"tcPr>gridSpan"`
			Merge *struct {
				V string `xml:"val,attr"`
			} `xml:"tcPr>vMerge"`
			Paragraphs []struct{} `xml:"p"`
		} `xml:"tc"`
	} `xml:"tr"`
}

func wordGrids(t *testing.T, doc Document) []wordGrid {
	t.Helper()
	var parsed struct {
		Tables []wordGrid `xml:"body>tbl"`
	}
	if err := xml.Unmarshal([]byte(zipFiles(t, written(t, doc, "docx"))["word/document.xml"]), &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed.Tables
}

// Widths of cells, spans and columns add up in every row, and a cell over two
// rows goes on in the next.
func TestWordTablesAddUp(t *testing.T) {
	for name, doc := range map[string]Document{"whole": whole(t), "many levels": {Summary: manyLevels(t, 5)}} {
		for i, table := range wordGrids(t, doc) {
			total := 0
			for _, c := range table.Columns {
				total += c.W
			}
			if off := total - table.Width.W; off < -len(table.Columns) || off > len(table.Columns) {
				t.Errorf("%s, table %d: columns of %d twips in a width of %d", name, i, total, table.Width.W)
			}
			for y, row := range table.Rows {
				columns := 0
				for _, c := range row.Cells {
					span, err := strconv.Atoi(c.Span.N)
					if err != nil {
						span = 1
					}
					columns += span
					if len(c.Paragraphs) == 0 {
						t.Errorf("%s, table %d, row %d: a cell without a paragraph", name, i, y)
					}
					if c.Merge != nil && c.Merge.V == "restart" && !goesOn(table, y+1) {
						t.Errorf("%s, table %d, row %d: nothing goes on below", name, i, y)
					}
				}
				if columns != len(table.Columns) {
					t.Errorf("%s, table %d, row %d: cells over %d columns of %d", name, i, y, columns, len(table.Columns))
				}
			}
		}
	}
}

func goesOn(table wordGrid, row int) bool {
	if row >= len(table.Rows) {
		return false
	}
	for _, c := range table.Rows[row].Cells {
		if c.Merge != nil && c.Merge.V == "continue" {
			return true
		}
	}
	return false
}
