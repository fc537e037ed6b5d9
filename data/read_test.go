package data

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// columns are the columns of each kind of exchange file, in order.
var columns = map[string]string{
	"units":       "unit,code,name,kind,parent,valid_from,valid_to,document",
	"successions": "from,to,date,share,document",
	"levels":      "level,position,name_vi,name_en,phrase_vi,phrase_en",
	"terms":       "sort,vi,en,dimension,factor",
	"indicators":  "code,name_vi,name_en,measure,decimals,shown_decimals,group,kind,direction,percent_method,over_units,over_time,numerator,denominator,scale,parent,base,price_basis,growth_from,agency",
	"sets":        "unit,year,position,indicator,judging_level,source,fall",
	"tiles":       "unit,column,row",
	"plans":       "unit,indicator,year,level,operator,low,high,basis,document,document_date,issuer,title,source,origin,price_basis,note",
	"figures":     "unit,indicator,period,value,status,source,origin,note,as_of",
}

// A record is one row of a file by column name, with its place for messages.
type record map[string]string

func (r record) at() string { return r["file"] + ":" + r["row"] }

// key joins the values of some columns.
func (r record) key(names ...string) string {
	values := make([]string, len(names))
	for i, n := range names {
		values[i] = r[n]
	}
	return strings.Join(values, " ")
}

// files lists the embedded files.
func files(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(Files, "*/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no embedded files: %v", err)
	}
	return names
}

// kindOf tells a file's kind by its header, empty if it has none of them.
func kindOf(header []string) string {
	for kind, c := range columns {
		if c == strings.Join(header, ",") {
			return kind
		}
	}
	return ""
}

// read gives the rows of all files of one kind, file by file.
func read(t *testing.T, kind string) []record {
	t.Helper()
	var all []record
	for _, name := range files(t) {
		lines := lines(t, name)
		if kindOf(lines[0]) != kind {
			continue
		}
		for n, line := range lines[1:] {
			r := record{"file": name, "row": big.NewInt(int64(n + 2)).String()}
			for i, c := range lines[0] {
				r[c] = line[i]
			}
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		t.Fatalf("no %s in the embedded files", kind)
	}
	return all
}

func lines(t *testing.T, name string) [][]string {
	t.Helper()
	content, err := Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d rows, %v", name, len(all), err)
	}
	return all
}

// by indexes rows by one column. Of rows that share a value the last counts.
func by(rows []record, column string) map[string]record {
	index := make(map[string]record, len(rows))
	for _, r := range rows {
		index[r[column]] = r
	}
	return index
}

// where keeps the rows whose columns have the values given in turn with them.
func where(rows []record, pairs ...string) []record {
	return slices.DeleteFunc(slices.Clone(rows), func(r record) bool {
		for i := 0; i < len(pairs); i += 2 {
			if r[pairs[i]] != pairs[i+1] {
				return true
			}
		}
		return false
	})
}

// rat reads a plain decimal number.
func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

// newest gives the last version of a figure; ok is false if there is none.
func newest(t *testing.T, unit, indicator, period string) (r record, ok bool) {
	t.Helper()
	versions := where(read(t, "figures"), "unit", unit, "indicator", indicator, "period", period)
	if len(versions) == 0 {
		return nil, false
	}
	return versions[len(versions)-1], true
}
