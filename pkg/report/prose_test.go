package report

import (
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

// wroteInto is the outline of a year with one written part.
func wroteInto(key, text string) []Part {
	return Written(DefaultOutline(period.MustParse("2022"), i18n.Vi), map[string]string{key: text}, nil)
}

// rulesOf prints what was found: "count 8 nhóm nhiệm vụ".
func rulesOf(found []Contradiction) string {
	var list []string
	for _, c := range found {
		list = append(list, string(c.Rule)+" "+c.Quote)
	}
	return strings.Join(list, "; ")
}

// proofDesk is the published report with a rate and targets of 2023.
func proofDesk(t testing.TB) *desk {
	d := leChan(t)
	d.add(indicator.Indicator{Code: "can_ngheo", NameVi: "Tỷ lệ hộ cận nghèo", Measure: "%", Kind: indicator.Rate, Direction: indicator.Lower, Decimals: 2, ShownDecimals: 2, Group: "Văn hóa - xã hội"})
	d.figure("can_ngheo", "2022", "0.30", indicator.Estimate)
	d.figure("can_ngheo", "2021", "0.41", indicator.Final)
	d.plan("can_ngheo", "city", indicator.Equal, "0.32")
	d.year = 2023
	d.plan("gtsx_cn", "city", indicator.Equal, "438.9")
	return d
}

func TestContradictions(t *testing.T) {
	list := func(n int) string { return strings.Repeat("\n- một việc", n) }
	tests := []struct {
		name, section, text string
		want                string
	}{
		{"nothing written", "limits", "", ""},
		{"nothing named", "limits", "Công tác giải ngân còn chậm, đạt 45%.", ""},

		{"a count that fits", "limits", "Có 3 hạn chế sau:" + list(3), ""},
		{"a count that does not", "limits", "Có 3 hạn chế sau:" + list(4), "count 3 hạn chế"},
		{"in words", "limits", "Có ba hạn chế sau:" + list(2), "count ba hạn chế"},
		{"twelve is not two", "limits", "Có mười hai hạn chế sau:" + list(12), ""},
		{"numbered lines", "causes", "2 nguyên nhân:\n1. Khách quan.\n2. Chủ quan.\n3. Khác.", "count 2 nguyên nhân"},
		{"points under items are not counted", "causes", "2 nguyên nhân:\n- Khách quan:\n+ giá cả\n- Chủ quan", "count 2 nguyên nhân"},
		{"within the line", "causes", "Có 2 nguyên nhân: (1) khách quan; (2) chủ quan; (3) khác.", "count 2 nguyên nhân"},
		{"within the line, right", "causes", "Có 2 nguyên nhân: (1) khách quan; (2) chủ quan.", ""},
		{"no list follows", "causes", "Có 2 nguyên nhân.\nThứ nhất là giá cả.", ""},
		{"years are no count", "limits", "Trong 2 năm qua:" + list(3), ""},
		{"groups of tasks, as published", "tasks", "8 nhóm nhiệm vụ, giải pháp:" + strings.Repeat("\nmột việc", 9), "count 8 nhóm"},
		{"groups of tasks, right", "tasks", "9 nhóm nhiệm vụ, giải pháp:" + strings.Repeat("\nmột việc", 9), ""},

		{"the tally", "achievements", "Có 5/5 chỉ tiêu đạt và vượt kế hoạch.", ""},
		{"the tally of a group", "achievements", "Lĩnh vực kinh tế có 4/4 chỉ tiêu hoàn thành.", ""},
		{"another tally", "achievements", "Có 13/16 chỉ tiêu đạt kế hoạch.", "tally 13/16 chỉ tiêu"},
		{"exceeded", "achievements", "Quận có 3 chỉ tiêu vượt kế hoạch.", ""},
		{"exceeded, wrong", "achievements", "Quận có 7 chỉ tiêu vượt kế hoạch.", "tally 7 chỉ tiêu vượt"},
		{"not met, wrong", "achievements", "Còn hai chỉ tiêu không đạt.", "tally hai chỉ tiêu không đạt"},
		{"a date is no tally", "achievements", "Ngày 9/12/2022 có kết quả.", ""},

		{"a value", "limits", "Giá trị sản xuất công nghiệp đạt 423,2 tỷ đồng, tăng 4%.", ""},
		{"a value, rounded", "limits", "giá trị sản xuất công nghiệp khoảng 423 tỷ đồng", ""},
		{"a value, wrong", "limits", "Giá trị sản xuất công nghiệp đạt 432,2 tỷ đồng.", "value 432,2 tỷ đồng"},
		{"a percent of the plan", "limits", "Tổng mức bán lẻ hàng hóa bằng 110,6% kế hoạch.", ""},
		{"a percent, wrong", "limits", "Tổng mức bán lẻ hàng hóa bằng 116,6% kế hoạch.", "value 116,6%"},
		{"a percent cut short", "limits", "Tổng mức bán lẻ hàng hóa bằng 110% kế hoạch.", "value 110%"},
		{"the other level", "limits", "Thu ngân sách nhà nước trên địa bàn mới bằng 89% kế hoạch HĐND quận giao.", ""},
		{"the shortfall", "limits", "Thu ngân sách nhà nước trên địa bàn còn thiếu 116,196 tỷ đồng.", ""},
		{"a fall", "limits", "Thu ngân sách nhà nước trên địa bàn giảm 39% so với cùng kỳ.", ""},
		{"a fall called a rise", "limits", "Thu ngân sách nhà nước trên địa bàn tăng 39% so với cùng kỳ.", "direction 39%"},
		{"a rise called a fall", "limits", "Tổng mức bán lẻ hàng hóa giảm mạnh tới 15,9%.", "direction 15,9%"},
		{"in points", "limits", "Tỷ lệ hộ cận nghèo còn 0,30%, giảm 0,11 điểm %.", ""},
		{"in points, wrong", "limits", "Tỷ lệ hộ cận nghèo còn 0,30%, giảm 0,19 điểm %.", "value 0,19%"},
		{"each to the name before it", "limits", "Tổng mức bán lẻ hàng hóa tăng 15,9%, Giá trị sản xuất công nghiệp tăng 17,2%.", "value 17,2%"},
		{"the sentence ends", "limits", "Giá trị sản xuất công nghiệp giữ vững. Cả nước tăng 8%.", ""},
		{"a number without measure", "limits", "Giá trị sản xuất công nghiệp ở 12 phường.", ""},
		{"another year", "limits", "Giá trị sản xuất công nghiệp năm 2018 đạt 300 tỷ đồng.", ""},
		{"last year", "limits", "Giá trị sản xuất công nghiệp năm 2021 là 406,9 tỷ đồng.", ""},
		{"capital letters", "limits", "GIÁ TRỊ SẢN XUẤT CÔNG NGHIỆP đạt 500 tỷ đồng", "value 500 tỷ đồng"},

		{"a target", "next_theme", "Giá trị sản xuất công nghiệp năm 2023 đạt 438,9 tỷ đồng, tăng 3,7%.", ""},
		{"a target, wrong", "next_theme", "Phấn đấu giá trị sản xuất công nghiệp đạt 450 tỷ đồng.", "value 450 tỷ đồng"},
		{"hopes are no tally", "next_theme", "Phấn đấu 20 chỉ tiêu đạt kế hoạch.", ""},
	}
	d := proofDesk(t)
	s := d.summary("2022", i18n.Vi)
	targets, err := Targets(Input{Book: d.book, Terms: terms, Unit: "lechan", Period: s.Period, Lang: i18n.Vi, Decimals: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := Contradictions(s, wroteInto(tt.section, tt.text), targets)
			if got := rulesOf(found); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
			for _, c := range found {
				if c.Section != tt.section || !strings.HasSuffix(c.Text, ".") || strings.Contains(c.Text, "<no value>") {
					t.Errorf("section %q, text %q", c.Section, c.Text)
				}
			}
		})
	}
}

// The list of tasks is counted wherever the text speaks of it.
func TestTasksAreCountedAcrossParts(t *testing.T) {
	s := proofDesk(t).summary("2022", i18n.Vi)
	parts := Written(DefaultOutline(s.Period, i18n.Vi), map[string]string{
		"next_theme": "Tập trung thực hiện 8 nhóm nhiệm vụ, giải pháp.", "tasks": strings.Repeat("một việc\n", 9),
	}, nil)
	if got := rulesOf(Contradictions(s, parts, nil)); got != "count 8 nhóm nhiệm vụ" {
		t.Errorf("found %q", got)
	}
}

// People write short names, other spellings and abbreviations. What may mean
// something else is not judged.
func TestContradictionsByShortName(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Thu ngân sách đạt 950 tỷ đồng.", "value 950 tỷ đồng"},
		{"Thu ngân sách đạt 940,133 tỷ đồng, bằng 100% kế hoạch, giảm 39% so với cùng kỳ.", ""},
		{"Thu ngân sách nhà nước tăng 39% so với cùng kỳ.", "direction 39%"},
		{"Trong năm, tổng thu ngân sách toàn quận ước đạt 990 tỷ đồng.", "value 990 tỷ đồng"},
		{"Thu NSNN trên địa bàn mới bằng 85% kế hoạch.", "value 85%"},
		{"Tổng mức bán lẻ hàng hoá ước đạt 27.137 tỷ đồng.", "value 27.137 tỷ đồng"},
		{"Tổng mức bán lẻ tăng 51,9%.", "value 51,9%"},
		{"GTSX công nghiệp tăng 14%.", "value 14%"},
		{"Doanh thu lưu trú đạt 9.999 tỷ đồng.", ""}, // no name that was given, and not just a tail left out
		{"Thu ngân sách của quận Lê Chân đạt 950 tỷ đồng.", "value 950 tỷ đồng"},
		{"Doanh thu khách sạn đạt 4.200 tỷ đồng.", "value 4.200 tỷ đồng"}, // remembered from a table

		{"Thu ngân sách phường An Biên đạt 50 tỷ đồng.", ""},
		{"Thu ngân sách nhà nước trên địa bàn phường An Biên đạt 50 tỷ đồng.", ""},
		{"Thu ngân sách cả nước tăng 20%.", ""},
		{"Thu ngân sách của quận Ngô Quyền đạt 50 tỷ đồng.", ""},
		{"Thu ngân sách xã, phường đạt 50 tỷ đồng.", ""},
		{"Hụt thu ngân sách 15 tỷ đồng.", ""},
		{"Chống thất thu ngân sách 5 tỷ đồng.", ""},
		{"Thu ngân sách từ đất đạt 300 tỷ đồng.", ""},
		{"Thu ngân sách đạt 940,133 tỷ đồng, trong đó thuế đạt 300 tỷ đồng.", ""},
		{"Thu ngân sách nhà nước trên địa bàn đạt 940,133 tỷ đồng, trong đó thuế đạt 300 tỷ đồng.", ""},
		{"Thu ngân sách đạt khá, thuế công thương nghiệp đạt 300 tỷ đồng.", ""},
		{"Giá trị sản xuất nông nghiệp đạt 50 tỷ đồng.", ""},
		{"Giá trị sản xuất đạt 50 tỷ đồng.", ""}, // of all branches
		{"Hộ cận nghèo được cấp 100% thẻ bảo hiểm y tế.", ""},
		{"Thu ngân sách năm 2018 đạt 700 tỷ đồng.", ""},
	}
	s := proofDesk(t).summary("2022", i18n.Vi)
	known := []ProseName{{"doanh thu khach san", "dv_luu_tru"}, {"thu", "gtsx_cn"}, {"thu ngan sach", "ban_le"}, {"x y z", "gone"}}
	for _, tt := range tests {
		if got := rulesOf(Contradictions(s, wroteInto("limits", tt.text), nil, known...)); got != tt.want {
			t.Errorf("%s\nfound %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A short name that two rows could be meant by, or that begins another row's
// name, names neither.
func TestShortNamesOfTwoRows(t *testing.T) {
	for _, other := range []string{"Thu ngân sách địa phương", "Thu ngân sách nhà nước từ đất"} {
		d := proofDesk(t)
		d.year = 2022
		d.add(indicator.Indicator{Code: "other", NameVi: other, Decimals: 1})
		s := d.summary("2022", i18n.Vi)
		if got := rulesOf(Contradictions(s, wroteInto("limits", "Thu ngân sách đạt 950 tỷ đồng."), nil)); got != "" {
			t.Errorf("beside %q: found %q", other, got)
		}
	}
}

func TestContradictionsInEnglish(t *testing.T) {
	d := leChan(t)
	i := d.book.Indicators["gtsx_cn"]
	i.NameEn = "Industrial output"
	d.book.Indicators["gtsx_cn"] = i
	s := d.summary("2022", i18n.En)
	for text, want := range map[string]string{
		"Industrial output reached 423.2 billion VND, up 4%.":      "",
		"Industrial output reached 443.2 billion VND.":             "value 443.2 billion VND",
		"Industrial output was down 4%.":                           "direction 4%",
		"There were three causes:\n- one\n- two":                   "count three causes",
		"In all, 4/4 indicators met the plan.":                     "",
		"In all, 9/9 indicators met the plan; 2 indicators exceed": "tally 9/9 indicators",
	} {
		if got := rulesOf(Contradictions(s, wroteInto("limits", text), nil)); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// Whatever people type, the check neither fails nor calls the program's own
// sentences wrong.
func TestOwnSentencesContradictNothing(t *testing.T) {
	for _, lang := range i18n.Langs {
		d := sixteen(t)
		s := d.summary("2022", lang)
		text := strings.Join(Sentences(s.Rows), "\n") + "\n" + s.Tally.Text + "."
		if got := rulesOf(Contradictions(s, wroteInto("limits", text), nil)); got != "" {
			t.Errorf("%s: found %q in\n%s", lang, got, text)
		}
	}
}

func FuzzContradictions(f *testing.F) {
	for _, seed := range []string{"8 nhóm nhiệm vụ:\n- a\n- b", "Giá trị sản xuất công nghiệp 1.2.3% ...", "Ⱥ Giá trị sản xuất công nghiệp 423,2 tỷ đồng", "16/16 chỉ tiêu đạt:", "(1) (2) 9/9"} {
		f.Add(seed)
	}
	d := proofDesk(f)
	s := d.summary("2022", i18n.Vi)
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range Contradictions(s, wroteInto("limits", text), nil) {
			if c.Quote == "" || c.Text == "" {
				t.Errorf("%q: an empty finding %+v", text, c)
			}
		}
	})
}

func TestTargets(t *testing.T) {
	d := proofDesk(t)
	in := Input{Book: d.book, Terms: terms, Unit: "lechan", Period: period.MustParse("2022"), Lang: i18n.Vi, Decimals: 1}
	got, err := Targets(in)
	if err != nil || len(got) != 1 || got[0].Text != "438,9" || got[0].Code != "gtsx_cn" || got[0].Phrase != "kế hoạch thành phố giao" || got[0].Value.Plain != "438.9" {
		t.Errorf("targets %+v, %v", got, err)
	}
	in.Period = period.MustParse("2022-YTD06")
	if got, err := Targets(in); err != nil || len(got) != 0 {
		t.Errorf("of six months: %+v, %v", got, err)
	}
}

func TestComplete(t *testing.T) {
	d := leChan(t)
	s := d.summary("2022", i18n.Vi)
	if have, of := s.Reported(); !s.Complete() || have != 4 || of != 4 {
		t.Errorf("all there: %t, %d of %d", s.Complete(), have, of)
	}
	d.figure("ban_le", "2022", "", indicator.Withdrawn)
	s = d.summary("2022", i18n.Vi)
	gaps := s.Gaps(MissingActual)
	if have, of := s.Reported(); s.Complete() || have != 3 || of != 4 || len(gaps) != 1 || gaps[0].Indicator != "ban_le" {
		t.Errorf("one is missing: %t, %d of %d, %+v", s.Complete(), have, of, gaps)
	}
	d = leChan(t)
	d.figure("ban_le", "2021", "", indicator.Withdrawn)
	if s = d.summary("2022", i18n.Vi); !s.Complete() {
		t.Error("last year's figure alone is missing, and the report is not complete")
	}
}
