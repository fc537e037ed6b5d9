package server

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/store"
)

func TestPageOf(t *testing.T) {
	all := strings.Split("a b c d e f g", " ")
	self := func(s string) string { return s }
	for limit := 1; limit <= 8; limit++ {
		var got []string
		pages, cursor := 0, ""
		for {
			items, next, err := pageOf(all, self, pageInput{Limit: limit, Cursor: cursor})
			must(t, err)
			got = append(got, items...)
			if pages++; next == "" || pages > 10 {
				break
			}
			cursor = next
		}
		if strings.Join(got, " ") != "a b c d e f g" || pages != (len(all)+limit-1)/limit {
			t.Errorf("%d a page: %v on %d pages", limit, got, pages)
		}
	}
	if items, next, err := pageOf([]string{}, self, pageInput{}); err != nil || items == nil || len(items) != 0 || next != "" {
		t.Errorf("an empty list: %v %q %v; want [] and not null", items, next, err)
	}
	// An item that has gone since does not stop the way.
	_, next, err := pageOf(all, self, pageInput{Limit: 3})
	must(t, err)
	if items, _, err := pageOf([]string{"a", "b", "d", "e"}, self, pageInput{Limit: 3, Cursor: next}); err != nil || strings.Join(items, " ") != "d e" {
		t.Errorf("after an item was removed: %v, %v", items, err)
	}
	for _, in := range []pageInput{{Limit: -1}, {Limit: 1001}, {Cursor: "*"}} {
		if _, _, err := pageOf(all, self, in); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestMatches(t *testing.T) {
	tag := tagOf([]byte("x"))
	if tag != tagOf([]byte("x")) || tag == tagOf([]byte("y")) || !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("tag %s", tag)
	}
	strong := strings.TrimPrefix(tag, "W/")
	tests := []struct {
		method, header string
		want           bool
	}{
		{"GET", tag, true}, {"GET", strong, true}, {"HEAD", tag, true}, {"GET", `"other", ` + tag, true}, {"GET", "*", true},
		{"GET", "", false}, {"GET", `"other"`, false}, {"PUT", tag, false}, {"GET", ",", false},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, "/", nil)
		r.Header.Set("If-None-Match", tt.header)
		if got := matches(echo.New().NewContext(r, httptest.NewRecorder()), tag); got != tt.want {
			t.Errorf("%s with %q: %t, want %t", tt.method, tt.header, got, tt.want)
		}
	}
}

func TestMoment(t *testing.T) {
	s := &Server{zone: time.FixedZone("+07", 7*3600)}
	tests := []struct{ text, want string }{
		{"", "0001-01-01T00:00:00Z"}, {"2022-12-09", "2022-12-08T17:00:00Z"}, {"2022-12-09T10:00:00Z", "2022-12-09T10:00:00Z"}, {"2022-12-09T10:00:00+07:00", "2022-12-09T03:00:00Z"},
		{"09/12/2022", "refused"}, {"2022-12-32", "refused"}, {"2022", "refused"}, {"2022-12-09 10:00", "refused"},
	}
	for _, tt := range tests {
		at, err := s.moment(tt.text)
		got := at.Format(time.RFC3339)
		if err != nil {
			got = "refused"
		}
		if got != tt.want {
			t.Errorf("moment(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestReadCells(t *testing.T) {
	catalogue := &indicator.Catalogue{Indicators: map[indicator.Code]indicator.Indicator{"a": {Code: "a", Decimals: 2}}}
	text := func(s string) *string { return &s }
	tests := []struct {
		name string
		in   cellInput
		want string // value, or the key of the refusal
	}{
		{"a number", cellInput{Indicator: "a", Value: text("940.13")}, "940.13"},
		{"trailing zeros", cellInput{Indicator: "a", Value: text("940.1300")}, "940.13"},
		{"below zero", cellInput{Indicator: "a", Value: text("-0.5")}, "-0.5"},
		{"none", cellInput{Indicator: "a"}, "none"},
		{"too many decimals", cellInput{Indicator: "a", Value: text("1.234")}, "number.too_many_decimals"},
		{"an exponent", cellInput{Indicator: "a", Value: text("1e5")}, "number.not_plain"},
		{"not a number", cellInput{Indicator: "a", Value: text("NaN")}, "number.not_plain"},
		{"the Vietnamese way", cellInput{Indicator: "a", Value: text("940,13")}, "number.not_plain"},
		{"full-width digits", cellInput{Indicator: "a", Value: text("１２")}, "number.not_plain"},
		{"nothing between quotes", cellInput{Indicator: "a", Value: text("")}, "number.not_plain"},
		{"thirty digits", cellInput{Indicator: "a", Value: text(strings.Repeat("9", 30))}, "number.too_large"},
	}
	for _, tt := range tests {
		cell := readCells(catalogue, []cellInput{tt.in})[0]
		got := "none"
		switch {
		case cell.Unread != nil:
			got = cell.Unread.Key
		case cell.Value != nil:
			got = cell.Value.String()
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestPlaceCells(t *testing.T) {
	cells := []cellInput{{Indicator: "a"}, {Indicator: "b"}}
	err := placeCells(errs.Faults{{Place: "b", Err: errs.E(errs.Invalid, "x")}, {Place: "z", Err: errs.E(errs.Invalid, "y")}}, cells)
	var faults errs.Faults
	if !errors.As(err, &faults) || faults[0].Place != "body.cells[1]" || faults[1].Place != "z" {
		t.Errorf("placed %v", err)
	}
	if other := errs.E(errs.Locked, "x"); !errors.Is(placeCells(other, cells), other) {
		t.Error("another error is not left as it is")
	}
}

func TestConflictDetails(t *testing.T) {
	stored, sent := number.New(9401, 1), number.New(938, 0)
	c := &store.Conflicts{Cells: []store.CellConflict{
		{Stored: indicator.Figure{CellKey: indicator.CellKey{Indicator: "a"}, Version: 3, Value: &stored, Status: indicator.Final, By: "an", ByName: "Nguyễn Văn An"}, Sent: store.CellSave{Indicator: "a", Value: &sent}},
		{Stored: indicator.Figure{CellKey: indicator.CellKey{Indicator: "b"}, Version: 2, Status: indicator.Withdrawn, ByName: "Bình"}, Sent: store.CellSave{Indicator: "b"}},
	}}
	got := conflictDetails(i18n.For(i18n.Vi), c)
	if len(got) != 2 || got[0].Location != "a" || *got[0].Stored.Value != "940.1" || *got[0].Sent != "938" || got[0].Message != "Nguyễn Văn An đã lưu phiên bản 3." {
		t.Errorf("details %+v", got)
	}
	if got[1].Stored.Value != nil || got[1].Sent != nil {
		t.Errorf("cells without a value: %+v", got[1])
	}
}

func TestCodeOf(t *testing.T) {
	for want, err := range map[string]error{
		"api.limit": fmt.Errorf("x: %w", errs.E(errs.Invalid, "api.limit")),
		"":          errors.New("x"),
		"api.as_of": newTooMany("api.as_of", 3),
	} {
		if got := codeOf(err); got != want {
			t.Errorf("codeOf(%v) = %q, want %q", err, got, want)
		}
	}
	if got := codeOf(errs.E(errs.Internal, "api.limit")); got != "" {
		t.Errorf("our own fault is named %q", got)
	}
}
