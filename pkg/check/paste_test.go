package check

import (
	"fmt"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// A column as it comes from a spreadsheet: sixteen rows with spaces that cannot
// be broken, carriage returns and both kinds of separators. Two of them are in
// doubt, and no other is.
func TestPasteOfSixteenRows(t *testing.T) {
	rows := []struct {
		name, previous string
		decimals       int
		measure, text  string
		want           DoubtKind
	}{
		{"industry", "406.9", 1, "tỷ đồng", "423,2", ""},
		{"retail", "23327.87", 2, "tỷ đồng", "27.037,0", ""},
		{"lodging", "3573.29", 2, "tỷ đồng", "4.187.900", Measure},
		{"revenue", "1541.202", 3, "tỷ đồng", "940,133\r", ""},
		{"spending", "5996.5", 3, "tỷ đồng", "\u00a06.500,5", ""},
		{"investment", "1498.25", 3, "tỷ đồng", "1,545", Ambiguous},
		{"jobs", "7120", 0, "lượt người", "7.450", ""},
		{"poor", "0.08", 2, "%", "0", ""},
		{"near poor", "0.41", 2, "%", "0,30", ""},
		{"insurance", "91.8", 2, "%", "93,0", ""},
		{"houses", "6", 0, "phường", "7", ""},
		{"schools", "66", 1, "%", "68,0%", ""},
		{"water", "100", 1, "%", "100", ""},
		{"waste", "100", 1, "%", "100\r", ""},
		{"in time", "98.6", 1, "%", "99,0", ""},
		{"online", "41.5", 1, "%", "\u202f62,0", ""},
	}
	b := &indicator.Book{Indicators: map[indicator.Code]indicator.Indicator{}, Figures: map[indicator.CellKey]indicator.Figure{},
		Sets: map[indicator.SetKey]indicator.Set{}, Tree: org.NewTree([]org.Unit{{Key: "lechan", Rows: []org.Row{{Name: "Lê Chân"}}}}, nil)}
	var codes []indicator.Code
	for n, row := range rows {
		code := indicator.Code(fmt.Sprintf("i%02d", n))
		kind := indicator.Amount
		if row.measure == "%" {
			kind = indicator.Rate
		}
		b.Indicators[code] = indicator.Indicator{Code: code, NameVi: row.name, Measure: row.measure, Decimals: row.decimals, Kind: kind}
		key := indicator.CellKey{Unit: "lechan", Indicator: code, Period: period.MustParse("2021")}
		b.Figures[key] = indicator.Figure{CellKey: key, Version: 1, Status: indicator.Final, Value: amount(t, row.previous, row.decimals)}
		codes = append(codes, code)
	}
	set(b, "lechan", 2022, codes...)
	for n, row := range rows {
		e := EntryOf(b, terms, indicator.CellKey{Unit: "lechan", Indicator: codes[n], Period: period.MustParse("2022")})
		_, doubts := e.Read(row.text)
		var got DoubtKind
		if len(doubts) > 0 {
			got = doubts[0].Kind
		}
		if got != row.want || len(doubts) > 1 {
			t.Errorf("%s: Read(%q) asks %q (%d), want %q", row.name, row.text, got, len(doubts), row.want)
		}
		for _, d := range doubts {
			asked(t, e, d)
		}
	}
}

// Two cells pasted with one value are asked about, each for the other, if both
// are looked at in the book they make together.
func TestPasteOfALineTwice(t *testing.T) {
	b := book(t, nil, nil)
	pasted := With(b, figure(t, "thu 2022 423.2"), figure(t, "ban_le 2022 423.2"))
	for code, other := range map[indicator.Code]string{"thu": "Bán lẻ", "ban_le": "Thu ngân sách"} {
		e := EntryOf(pasted, terms, indicator.CellKey{Unit: "lechan", Indicator: code, Period: period.MustParse("2022")})
		doubts := e.Doubts(*amount(t, "423.2", e.Indicator.Decimals))
		if len(doubts) != 1 || doubts[0].Kind != Copied {
			t.Fatalf("%s: %+v, want one doubt about the copy", code, doubts)
		}
		want := "423,2 tỷ đồng trùng với số của chỉ tiêu \"" + other + "\" trong cùng kỳ; có thể dán nhầm dòng."
		if got := doubts[0].Text(i18n.For(i18n.Vi), e); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// Two price bases of one fact may have one value.
func TestConstantPricesAreNoCopy(t *testing.T) {
	b := book(t, []string{"thu 2022 423.2", "ban_le 2022 423.2"}, nil)
	current := b.Indicators["thu"]
	current.GrowthFrom = "ban_le"
	b.Indicators["thu"] = current
	if got := brief(Check(b, "lechan", period.MustParse("2022"), nil)); got != "" {
		t.Errorf("Check() = %q, want nothing", got)
	}
	e := EntryOf(b, terms, indicator.CellKey{Unit: "lechan", Indicator: "thu", Period: period.MustParse("2022")})
	if doubts := e.Doubts(*amount(t, "423.2", 3)); len(doubts) > 0 {
		t.Errorf("Doubts() = %+v, want none", doubts)
	}
}

// A part whose whole is not in the set is where the sum is found out.
func TestPartsOfAWholeOutsideTheSet(t *testing.T) {
	b := book(t, []string{"thu 2022 100", "thu_thue 2022 70", "thu_phi 2022 31"}, nil)
	set(b, "lechan", 2022, "thu_thue")
	got := Check(b, "lechan", period.MustParse("2022"), nil)
	if brief(got) != "thu_thue:parts_above_total" || len(got[0].Others) != 3 || got[0].Others[0] != "thu" {
		t.Errorf("Check() = %q, others %v; want the part with its whole", brief(got), got)
	}
	delete(b.Figures, indicator.CellKey{Unit: "lechan", Indicator: "thu", Period: period.MustParse("2022")})
	if got := brief(Check(b, "lechan", period.MustParse("2022"), nil)); got != "" {
		t.Errorf("without the whole: %q, want nothing", got)
	}
}
