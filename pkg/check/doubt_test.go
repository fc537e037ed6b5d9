package check

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/number"
	"muctieu/pkg/period"
)

// entry reads "thu 1498.25 1545": an indicator, last year's value and the plan;
// "-" for none.
func entry(t *testing.T, text string) Entry {
	t.Helper()
	word := strings.Fields(text)
	e := Entry{Indicator: catalogue()[indicator.Code(word[0])], Terms: terms}
	for n, p := range []**number.Amount{&e.Previous, &e.Plan} {
		if n+1 < len(word) && word[n+1] != "-" {
			*p = amount(t, word[n+1], e.Indicator.Decimals)
		}
	}
	return e
}

// answers prints the choices: "1545 reading; 1.545 reading".
func answers(d Doubt) string {
	words := make([]string, len(d.Choices))
	for i, c := range d.Choices {
		words[i] = string(c.How)
		if c.Reading.Kind == number.ReadValue {
			words[i] = c.Reading.Amount.String() + " " + words[i]
		}
	}
	return strings.Join(words, "; ")
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, entry, text string
		reading           string // what is taken if there is no doubt
		kind              DoubtKind
		choices           string
		question          string // in Vietnamese
	}{
		{"clear", "thu 900", "940,133", "940.133", "", "", ""},
		{"with groups", "ban_le 23327.9", "27.037,0", "27037", "", "", ""},
		{"groups and a fraction", "thu 6100", "6.500,5", "6500.5", "", "", ""},
		{"spaces that came along", "thu 900", "\u00a0940,133\r", "940.133", "", "", ""},
		{"with its measure", "thu 900", "940,133 tỷ đồng", "940.133", "", "", ""},
		{"with its measure in English", "thu 900", "940,133 billion VND", "940.133", "", "", ""},
		{"empty", "thu 900", " ", "empty", "", "", ""},
		{"does not apply", "thu 900", "x", "not applicable", "", "", ""},
		{"zero", "thu 900", "0", "0", "", "", ""},

		{"a comma before three digits", "thu 1498.25", "1,545", "", Ambiguous, "1545 reading; 1.545 reading",
			"\"1,545\" có hai cách đọc; cùng kỳ năm trước là 1.498,25 tỷ đồng."},
		{"without last year", "thu", "1.545", "", Ambiguous, "1545 reading; 1.545 reading", "\"1.545\" có hai cách đọc."},
		{"last year zero", "thu 0", "1,545", "", Ambiguous, "1.545 reading; 1545 reading", "\"1,545\" có hai cách đọc; cùng kỳ năm trước là 0,0 tỷ đồng."},
		{"one reading cannot be stored", "ho 1.0", "1,545", "", Ambiguous, "1545 reading", "\"1,545\" có hai cách đọc; cùng kỳ năm trước là 1 hộ."},
		{"a dash", "thu 900", "–", "", NotAvailable, "left_empty; 0 zero; not_applicable",
			"\"–\" chưa rõ nghĩa: chưa có số liệu, bằng 0, hay không áp dụng."},

		{"millions for billions", "ban_le 3573.29", "4.187.900", "4187900", Measure, "4187.9 converted; 4187900 as_typed",
			"Có thể số đang tính bằng triệu đồng. Chỉ tiêu này tính bằng tỷ đồng; 4.187.900,0 tỷ đồng gấp 1.172 lần cùng kỳ năm trước (3.573,29 tỷ đồng)."},
		{"dong for billions", "ban_le 3573.29", "4.187.900.000.000", "4187900000000", Measure, "4187.9 converted; 4187900000000 as_typed", ""},
		{"trillions for billions", "ban_le 3573.29", "4,1", "4.1", Measure, "4100 converted; 4.1 as_typed",
			"Có thể số đang tính bằng nghìn tỷ đồng. Chỉ tiêu này tính bằng tỷ đồng; 4,1 tỷ đồng chỉ bằng 1/872 cùng kỳ năm trước (3.573,29 tỷ đồng)."},
		{"against the plan", "ban_le - 4100", "4.187.900", "4187900", Measure, "4187.9 converted; 4187900 as_typed",
			"Có thể số đang tính bằng triệu đồng. Chỉ tiêu này tính bằng tỷ đồng; 4.187.900,0 tỷ đồng gấp 1.021 lần kế hoạch năm (4.100,0 tỷ đồng)."},
		{"far below the plan", "ban_le - 4100", "4,1", "4.1", Measure, "4100 converted; 4.1 as_typed", ""},
		{"converted and rounded", "ban_le 3573.29", "4.187.905", "4187905", Measure, "4187.91 converted; 4187905 as_typed", ""},
		{"no measure is a million times", "ban_le 3573.29", "4.187.900.000", "4187900000", Factor, "4187.9 divided; 4187900000 as_typed",
			"4.187.900.000,0 tỷ đồng gấp 1.172.001 lần cùng kỳ năm trước (3.573,29 tỷ đồng); có thể nhầm dấu phân cách."},
		{"no other measure at all", "ho 80", "81.000", "", Ambiguous, "81 reading; 81000 reading", ""},
		{"a count", "ho 1080", "1.081.000", "1081000", Factor, "1081 divided; 1081000 as_typed", ""},
		{"a count too small", "ho 1080000", "1080", "1080", Factor, "1080000 divided; 1080 as_typed", ""},
		{"thirty times is only out of line", "thu 100", "3000", "3000", "", "", ""},

		{"written in millions", "thu 900", "940.133 triệu đồng", "", Measure, "940.133 converted",
			"\"940.133 triệu đồng\" ghi bằng triệu đồng; chỉ tiêu này tính bằng tỷ đồng."},
		{"written in dong", "thu 900", "940.133.000.000 đồng", "", Measure, "940.133 converted", ""},
		{"written in English", "thu 900", "940.133 million VND", "", Measure, "940.133 converted", ""},
		{"a measure of something else", "thu 900", "940,1 hộ", "", OtherMeasure, "",
			"Đơn vị tính trong \"940,1 hộ\" khác đơn vị của chỉ tiêu (tỷ đồng) và không quy đổi được. Nhập lại số."},
		{"a word of another sort is no measure", "thu 900", "940,1 no measure", "", OtherMeasure, "", ""},

		{"more decimals than are stored", "ban_le 900", "940,1335", "", TooPrecise, "940.13 rounded",
			"\"940,1335\" có quá nhiều chữ số thập phân: nhận tối đa 2."},
		{"half goes away from zero", "ban_le 900", "940,1250", "", TooPrecise, "940.13 rounded", ""},
		{"a large number with more decimals", "ban_le 90000000000", "90.000.000.001,2345", "", TooPrecise, "90000000001.23 rounded", ""},
		{"more decimals than anything has", "ban_le 900", "940,12345678901", "", TooPrecise, "", ""},
		{"the English way", "ban_le 1200", "1,234.5", "", TextInNumber, "1234.5 reading",
			"\"1,234.5\" viết không theo cách của Việt Nam; đúng ra là 1.234,5."},
		{"with spaces", "ban_le 23000", "27 037,0", "", TextInNumber, "27037 reading", ""},
		{"the English way with too many decimals", "ban_le 1200", "1,234.567", "", TextInNumber, "",
			"\"1,234.567\" viết không theo cách của Việt Nam; đúng ra là 1.234,567."},
		{"negative, unlike last year", "thu 900", "-940,133", "", Ambiguous, "-940.133 reading; -940133 reading", ""},
		{"a minus sign of print", "thu 900", "−940,1", "-940.1", "", "", ""},
		{"full-width digits", "thu 900", "９４０", "", TextInNumber, "", "\"９４０\" không phải là số. Nhập lại, ví dụ 27.037,5."},
		{"a dash for a rate", "bhyt 90", "…", "", NotAvailable, "left_empty; 0 zero; not_applicable", ""},
		{"a rate has no thousand", "bhyt 90", "0,09", "0.09", "", "", ""},
		{"a word", "thu 900", "đang tổng hợp", "", TextInNumber, "", "\"đang tổng hợp\" không phải là số. Nhập lại, ví dụ 27.037,5."},
		{"an exponent", "thu 900", "1e5", "", TextInNumber, "", ""},
		{"a date", "thu 900", "01/02/2022", "", TextInNumber, "", ""},
		{"too large", "thu 900", "99.999.999.999.999.999.999", "", TooLarge, "",
			"\"99.999.999.999.999.999.999\" vượt quá giới hạn lưu trữ. Kiểm tra lại đơn vị tính."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry(t, tt.entry)
			reading, doubts := e.Read(tt.text)
			if got := taken(reading); got != tt.reading {
				t.Errorf("Read(%q) takes %q, want %q", tt.text, got, tt.reading)
			}
			if len(doubts) == 0 != (tt.kind == "") || len(doubts) > 1 {
				t.Fatalf("Read(%q) = %d doubts %+v, want %q", tt.text, len(doubts), doubts, tt.kind)
			}
			if tt.kind == "" {
				return
			}
			d := doubts[0]
			if d.Kind != tt.kind || answers(d) != tt.choices || d.Refused() != (tt.choices == "") {
				t.Errorf("Read(%q) asks %s %q, want %s %q", tt.text, d.Kind, answers(d), tt.kind, tt.choices)
			}
			if got := d.Text(i18n.For(i18n.Vi), e); tt.question != "" && got != tt.question {
				t.Errorf("Text() =\n%s\nwant\n%s", got, tt.question)
			}
			asked(t, e, d)
		})
	}
}

func taken(r number.Reading) string {
	switch r.Kind {
	case number.ReadValue:
		return r.Amount.String()
	case number.ReadEmpty:
		return "empty"
	case number.ReadNotApplicable:
		return "not applicable"
	}
	return ""
}

// asked fails where a doubt lacks words in either language.
func asked(t *testing.T, e Entry, d Doubt) {
	t.Helper()
	for _, lang := range i18n.Langs {
		p := i18n.For(lang)
		worded(t, d.Text(p, e))
		for _, c := range d.Choices {
			worded(t, c.Label(p, e))
			if hint := c.Hint(p, e); hint != "" {
				worded(t, hint)
			}
		}
	}
}

func TestChoiceWords(t *testing.T) {
	tests := []struct {
		name, entry, text string
		lang              i18n.Lang
		want              string // label | hint, for each choice
	}{
		{"two readings are read out", "thu 1498.25", "1,545", i18n.Vi,
			"1.545,0 tỷ đồng | một nghìn năm trăm bốn mươi lăm tỷ đồng; 1,545 tỷ đồng | một phẩy năm bốn năm tỷ đồng"},
		{"digits do in English", "thu 1498.25", "1,545", i18n.En, "1,545.0 billion VND | ; 1.545 billion VND | "},
		{"converted", "ban_le 3573.29", "4.187.900", i18n.Vi,
			"4.187,9 tỷ đồng | đổi từ 4.187.900 triệu đồng; 4.187.900,0 tỷ đồng | giữ như đã nhập"},
		{"converted in English", "ban_le 3573.29", "4.187.900", i18n.En,
			"4,187.9 billion VND | converted from 4,187,900 million VND; 4,187,900.0 billion VND | keep as entered"},
		{"rounded", "ban_le 900", "940,1335", i18n.Vi, "940,13 tỷ đồng | làm tròn từ 940,1335 tỷ đồng"},
		{"a dash", "thu 900", "-", i18n.Vi, "chưa có số liệu, để nguyên ô | ; 0,0 tỷ đồng | không phát sinh; không áp dụng | "},
		{"divided", "ho 1080", "1.081.000", i18n.En, "1,081 households | from 1,081,000 households; 1,081,000 households | keep as entered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry(t, tt.entry)
			_, doubts := e.Read(tt.text)
			if len(doubts) != 1 {
				t.Fatalf("%d doubts, want 1", len(doubts))
			}
			var words []string
			for _, c := range doubts[0].Choices {
				words = append(words, c.Label(i18n.For(tt.lang), e)+" | "+c.Hint(i18n.For(tt.lang), e))
			}
			if got := strings.Join(words, "; "); got != tt.want {
				t.Errorf("choices\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// What stands in a table is read with what is stored around it.
func TestEntryOf(t *testing.T) {
	b := book(t, []string{"thu 2021 1498.25", "ban_le 2022 423.2", "thu_thue 2022 423.2", "bhyt 2022 93"}, []string{"thu 2022 city 1545"})
	key := indicator.CellKey{Unit: "lechan", Indicator: "thu", Period: period.MustParse("2022")}
	e := EntryOf(b, terms, key)
	if e.Previous == nil || e.Previous.String() != "1498.25" || e.Plan == nil || e.Plan.String() != "1545" {
		t.Errorf("EntryOf: previous %v, plan %v; want 1498.25, 1545", e.Previous, e.Plan)
	}
	if _, part := e.Others["thu_thue"]; part || len(e.Others) != 2 {
		t.Errorf("EntryOf: others %v, want ban_le and bhyt", e.Others)
	}
	reading, doubts := e.Read("423,2")
	if taken(reading) != "423.2" || len(doubts) != 1 || doubts[0].Kind != Copied || answers(doubts[0]) != "423.2 as_typed; left_empty" {
		t.Fatalf("Read(423,2) = %s, %+v; want a doubt about the copy", taken(reading), doubts)
	}
	want := "423,2 tỷ đồng trùng với số của chỉ tiêu \"Bán lẻ\" trong cùng kỳ; có thể dán nhầm dòng."
	if got := doubts[0].Text(i18n.For(i18n.Vi), e); got != want {
		t.Errorf("Text() = %q, want %q", got, want)
	}
	asked(t, e, doubts[0])

	if in := EntryOf(b, terms, indicator.CellKey{Unit: "lechan", Indicator: "thu", Period: period.MustParse("2022-M01")}); in.Plan != nil {
		t.Errorf("a month has the plan %v to be held against, want none", in.Plan)
	}
	if out := EntryOf(b, terms, indicator.CellKey{Unit: "lechan", Indicator: "thu", Period: period.MustParse("2019")}); out.Previous != nil {
		t.Errorf("a year outside the book has last year's value %v, want none", out.Previous)
	}
}

func TestSpreadsheetDoubts(t *testing.T) {
	e := entry(t, "bhyt 92")
	a := *amount(t, "93.25", 2)
	tests := []struct {
		doubt    Doubt
		kind     DoubtKind
		question string
	}{
		{e.FormulaDoubt(a), Formula, "93,25% là kết quả của một công thức, lấy theo lần tính gần nhất của tệp."},
		{e.PercentDoubt(a), PercentCell, "Ô định dạng phần trăm, đọc là 93,25%."},
		{e.ApproximateDoubt("93.2499999999999999", a), Approximate, "\"93.2499999999999999\" dài hơn 15 chữ số mà bảng tính giữ được, đọc là 93,25%."},
	}
	for _, tt := range tests {
		if got := tt.doubt.Text(i18n.For(i18n.Vi), e); tt.doubt.Kind != tt.kind || got != tt.question || answers(tt.doubt) != "93.25 as_typed" {
			t.Errorf("%s %q %q, want %s %q", tt.doubt.Kind, got, answers(tt.doubt), tt.kind, tt.question)
		}
		asked(t, e, tt.doubt)
	}
}

// Terms that cannot be converted are left alone, whatever they hold.
func TestMeasuresThatDoNotConvert(t *testing.T) {
	e := entry(t, "ban_le 3573.29")
	for name, broken := range map[string]i18n.Terms{
		"no terms":  nil,
		"no factor": {{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", Dimension: "money"}, {Sort: i18n.MeasureTerm, Vi: "triệu đồng", Dimension: "money"}},
		"zero":      {{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", Dimension: "money", Factor: "1"}, {Sort: i18n.MeasureTerm, Vi: "triệu đồng", Dimension: "money", Factor: "0"}},
		"another":   {{Sort: i18n.MeasureTerm, Vi: "tỷ đồng", Dimension: "money", Factor: "1"}, {Sort: i18n.MeasureTerm, Vi: "hộ", Dimension: "household", Factor: "0.001"}},
	} {
		t.Run(name, func(t *testing.T) {
			e.Terms = broken
			if _, doubts := e.Read("4.187.900"); len(doubts) != 1 || doubts[0].Kind != Factor {
				t.Errorf("Read = %+v, want the factor alone", doubts)
			}
			if _, doubts := e.Read("4.187.900 triệu đồng"); len(doubts) != 1 || doubts[0].Kind != OtherMeasure {
				t.Errorf("Read with a measure = %+v, want it refused", doubts)
			}
		})
	}
}
