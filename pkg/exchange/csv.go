package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"muctieu/pkg/errs"
)

var byteOrderMark = []byte("\ufeff")

// readCSV reads a file of comma separated values.
func (b *Batch) readCSV(s *sheet, data []byte) {
	if key, line := notText(data); key != "" {
		b.refuse(s, line, key)
		return
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	for begun := false; ; begun = true {
		fields, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if !begun {
				b.refuse(s, 1, "exchange.empty_file")
			}
			return
		case errors.As(err, &bad):
			b.refuse(s, bad.StartLine, "exchange.stray_quote")
			return
		}
		line, _ := r.FieldPos(0)
		if !b.takeFields(s, line, fields, begun) {
			return
		}
	}
}

// takeFields takes one record; the first is the header.
func (b *Batch) takeFields(s *sheet, line int, fields []string, begun bool) bool {
	cells := make([]cell, len(fields))
	for i, f := range fields {
		cells[i] = cell{text: f}
	}
	switch {
	case !begun:
		return b.header(s, line, cells)
	case blank(fields):
		return true
	case len(fields) != s.width:
		b.fault(at{s, line}, "", errs.E(errs.Invalid, "exchange.row_width", "have", len(fields), "want", s.width))
		return true
	}
	return b.takeRow(s, line, cells)
}

// blank reports a line of nothing but commas, as spreadsheets leave them below
// a table.
func blank(fields []string) bool {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

// notText says why a file is not UTF-8 text, and in which line; key is empty
// if it is.
func notText(data []byte) (key string, line int) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return "exchange.utf16", 1
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "exchange.nul", lineOf(data, i)
	}
	if !utf8.Valid(data) {
		return "exchange.not_utf8", lineOf(data, firstInvalid(data))
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, byteOrderMark))) == 0 {
		return "exchange.empty_file", 1
	}
	return "", 0
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// lineOf gives the line of a byte, from 1.
func lineOf(data []byte, i int) int { return 1 + bytes.Count(data[:i], []byte("\n")) }
