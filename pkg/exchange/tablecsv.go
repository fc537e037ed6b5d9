package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// csv reads a file of separated values.
func (t *tables) csv(s *sheet, data []byte) {
	if key, line := notText(data); key != "" {
		t.b.refuse(s, line, key)
		return
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.ReuseRecord, r.Comma = -1, true, separator(data)
	var table Table
	for {
		fields, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			t.keep(table)
			return
		case errors.As(err, &bad):
			t.b.refuse(s, bad.StartLine, "exchange.stray_quote")
			return
		}
		line, _ := r.FieldPos(0)
		cells := make([]cell, min(len(fields), maxWidth))
		for i := range cells {
			cells[i] = cell{text: fields[i], form: words}
		}
		if !t.take(s, &table, line, cells, !blank(fields[len(cells):])) {
			return
		}
	}
}

// separator tells what stands between the fields: a tab or a semicolon where
// most of the first lines have one, as numbers have commas of their own.
func separator(data []byte) rune {
	lines := bytes.SplitN(data, []byte("\n"), 31)
	lines = lines[:min(len(lines), 30)]
	for _, mark := range []byte{'\t', ';'} {
		n, filled := 0, 0
		for _, line := range lines {
			if len(bytes.TrimSpace(line)) > 0 {
				filled++
			}
			if bytes.IndexByte(line, mark) >= 0 {
				n++
			}
		}
		if 2*n > filled {
			return rune(mark)
		}
	}
	return ','
}
