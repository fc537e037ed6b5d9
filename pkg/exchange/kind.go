// Package exchange reads and writes the files that installations, offices and
// other programs exchange with this one: CSV files, and workbooks whose sheets
// are the same tables. Read turns files into a Batch, Decide holds the batch
// against what is stored and says what changes, Export writes what is stored
// in the same form. Nothing here touches a disk or a database.
package exchange

import (
	"slices"
	"strings"
)

// A Kind is one of the tables that are exchanged. It is known by its header.
type Kind string

// The kinds.
const (
	Units       Kind = "units"
	Successions Kind = "successions"
	Levels      Kind = "levels"
	Terms       Kind = "terms"
	Indicators  Kind = "indicators"
	Sets        Kind = "sets"
	Tiles       Kind = "tiles"
	Plans       Kind = "plans"
	Figures     Kind = "figures"
	Map         Kind = "map"   // shapes of units: GeoJSON, not a table
	Entry       Kind = "entry" // rows of the entry workbook: figures as people type them
)

// Kinds lists the kinds that can be exported, those first that others refer
// to.
var Kinds = []Kind{Units, Successions, Levels, Terms, Tiles, Indicators, Sets, Plans, Figures}

// columns names the columns of each kind in the order they are written. Those
// behind the "|" may be absent from a file.
var columns = map[Kind]string{
	Units:       "unit,code,name,kind,parent,valid_from,valid_to|document",
	Successions: "from,to,date,share|document",
	Levels:      "level,position,name_vi,name_en,phrase_vi,phrase_en",
	Terms:       "sort,vi,en|dimension,factor",
	Indicators: "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time|" +
		"numerator,denominator,scale,parent,base,price_basis,growth_from|agency",
	Sets:    "unit,year,position,indicator,judging_level|source,fall",
	Tiles:   "unit,column,row",
	Plans:   "unit,indicator,year,level,operator,low,high|basis,document,document_date,issuer,title,source,origin,price_basis,note,as_of,version",
	Figures: "unit,indicator,period,value,status|source,origin,note,as_of,version",
	Entry:   "unit,indicator,period,entry,status,version|note",
}

// Columns names all columns of a kind in the order they are written.
func (k Kind) Columns() []string {
	return strings.FieldsFunc(columns[k], func(r rune) bool { return r == ',' || r == '|' })
}

// required names the columns that a file of the kind must have: all but those
// between the first bar and the second.
func (k Kind) required() []string {
	parts := strings.Split(columns[k], "|")
	names := strings.Split(parts[0], ",")
	if len(parts) > 2 {
		names = append(names, strings.Split(parts[2], ",")...)
	}
	return names
}

// allKinds are the kinds a file may be of.
var allKinds = append(slices.Clone(Kinds), Entry)

// kindOf gives the kind whose columns a header means: the one it shares most
// columns with. ok is false if it has no more than one of any, or fewer than
// half of its names are columns at all.
func kindOf(header []string) (kind Kind, ok bool) {
	best := 0
	for _, k := range allKinds {
		if n := shared(k, header); n > best {
			best, kind = n, k
		}
	}
	return kind, best > 1 && 2*best >= len(header)
}

// shared counts the columns a header has in common with a kind; one that must
// be there counts once more, as it tells kinds apart.
func shared(k Kind, header []string) int {
	n := 0
	for _, name := range k.Columns() {
		if slices.Contains(header, name) {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	for _, name := range k.required() {
		if !slices.Contains(header, name) {
			n--
		}
	}
	return n
}
