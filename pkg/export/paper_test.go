package export

import (
	"slices"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/report"
)

// outlineOf gives the blocks of a document as "level text".
func blocksOf(t *testing.T, doc Document) []string {
	t.Helper()
	p, err := paperOf(doc)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, b := range p.blocks {
		list = append(list, strings.Repeat("#", b.level)+b.text)
	}
	return list
}

func TestBlocks(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	s.Groups, s.Rows = nil, nil
	s.Tally.Text = "13/16 chỉ tiêu đạt và vượt kế hoạch"
	tests := []struct {
		name  string
		parts []report.Part
		want  []string
	}{
		{"prose and its list", []report.Part{{Kind: report.ProsePart, Text: "Một.\r\n\r\n- Hai\n"}}, []string{"Một.", "- Hai"}},
		{"an empty section is left out and takes no number", []report.Part{
			{Kind: report.HeadingPart, Level: 1, Title: "MỘT"}, {Kind: report.ProsePart, Level: 2, Title: "Trống", Text: " \n"},
			{Kind: report.HeadingPart, Level: 1, Title: "HAI"}, {Kind: report.ProsePart, Level: 2, Title: "Có", Text: "x"},
		}, []string{"#I. HAI", "##1. Có", "x"}},
		{"numbers begin anew under each title", []report.Part{
			{Kind: report.ProsePart, Level: 1, Title: "A", Text: "a"}, {Kind: report.ProsePart, Level: 2, Title: "B", Text: "b"}, {Kind: report.ProsePart, Level: 3, Title: "C", Text: "c"},
			{Kind: report.ProsePart, Level: 1, Title: "D", Text: "d"}, {Kind: report.ProsePart, Level: 2, Title: "E", Text: "e"},
		}, []string{"#I. A", "a", "##1. B", "b", "###1.1. C", "c", "#II. D", "d", "##1. E", "e"}},
		{"tasks are counted", []report.Part{{Kind: report.TasksPart, Level: 2, Title: "Nhiệm vụ", Text: "Một;\nHai.\nBa"}},
			[]string{"##1. Nhiệm vụ", "3 nhóm nhiệm vụ, giải pháp:", "(1) Một;", "(2) Hai;", "(3) Ba."}},
		{"tally", []report.Part{{Kind: report.TallyPart}}, []string{"13/16 chỉ tiêu đạt và vượt kế hoạch."}},
		{"nothing for the next year", []report.Part{{Kind: report.NextYearPart, Level: 1, Title: "x"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := blocksOf(t, Document{Summary: s, Parts: tt.parts, Issuer: Issuer{Name: "UBND"}})
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// missing leaves two indicators of the demo behind: one misses its plan, one
// has no figure.
func lacking(t *testing.T) report.Summary {
	t.Helper()
	book, terms := demoBook(t)
	year := demo(t, "2022", i18n.Vi).Period
	cell := func(code indicator.Code) indicator.CellKey {
		return indicator.CellKey{Unit: "lechan", Indicator: code, Period: year}
	}
	low := plainAmount(t, "20000.5", 2)
	f := book.Figures[cell("ban_le")]
	f.Value = &low
	book.Figures[cell("ban_le")] = f
	delete(book.Figures, cell("giao_quan"))
	return summaryOf(t, report.Input{Book: book, Terms: terms, Unit: "lechan", Lang: i18n.Vi, Decimals: 1}, "2022")
}

func TestMissedAndMissing(t *testing.T) {
	s := lacking(t)
	parts := report.Written(report.DefaultOutline(s.Period, s.Lang), nil, map[string]string{"ban_le": "Sức mua giảm."})
	got := blocksOf(t, Document{Summary: s, Parts: parts})
	for _, want := range []string{
		"- Tổng mức bán lẻ hàng hóa ước đạt 20.000,5 tỷ đồng, bằng 81,8% kế hoạch, giảm 14,3% so với cùng kỳ (thiếu 4.445,25 tỷ đồng). Nguyên nhân: Sức mua giảm.",
		"- Chưa có số liệu: hoàn thành chỉ tiêu giao quân.",
		"##1. Tồn tại, hạn chế",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no block %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
	unexplained := func(draft bool) bool {
		blocks := blocksOf(t, Document{Summary: s, Draft: draft})
		return strings.Contains(strings.Join(blocks, "\n"), "Chưa có giải trình")
	}
	if !unexplained(true) || unexplained(false) {
		t.Error("a draft says what is not explained, a report to be signed does not")
	}
}

func TestNextYear(t *testing.T) {
	book, terms := demoBook(t)
	in := report.Input{Book: book, Terms: terms, Unit: "lechan", Lang: i18n.Vi, Decimals: 1}
	s := summaryOf(t, in, "2022")
	in.Period = s.Period
	targets, err := report.Targets(in)
	if err != nil {
		t.Fatal(err)
	}
	doc := Document{Summary: s, NextYear: targets}
	got := blocksOf(t, doc)
	for _, want := range []string{"Dự kiến năm 2023 có 17 chỉ tiêu chủ yếu:", "(1) Giá trị sản xuất công nghiệp: 438,9 tỷ đồng;", "(2) Tổng mức bán lẻ hàng hóa: 31.362,92 tỷ đồng;"} {
		if !slices.Contains(got, want) {
			t.Errorf("no block %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
	if last := got[len(got)-1]; !strings.HasPrefix(last, "(17) ") || !strings.HasSuffix(last, ".") {
		t.Errorf("the last target is %q", last)
	}
	a := annexOf(doc, false)
	at := slices.IndexFunc(a.columns, func(c column) bool { return c.kind == columnNextPlan })
	if at < 0 || a.columns[at].head != "Dự kiến kế hoạch 2023" || a.columns[at+1].number != "10=9/4" {
		t.Fatalf("columns %+v", a.columns)
	}
	if plan, percent := a.lines[1].cells[at].text, a.lines[1].cells[at+1].text; plan != "438,9" || percent != "103,7" {
		t.Errorf("plan of the next year %q, percent %q; want 438,9 and 103,7", plan, percent)
	}
}

func TestIssuer(t *testing.T) {
	s := demo(t, "2022", i18n.Vi)
	got := issuerOf(Document{Summary: s}, i18n.For(i18n.Vi))
	if got.Name != "Ủy ban nhân dân quận Lê Chân" || got.Place != "Lê Chân" || got.Mark != "BC-UBND" || got.Authority != "TM. ỦY BAN NHÂN DÂN" || got.SignerName != "" {
		t.Errorf("issuer %+v", got)
	}
	for name, want := range map[string][]string{
		"Ủy ban nhân dân quận Lê Chân": {"ỦY BAN NHÂN DÂN", "QUẬN LÊ CHÂN"}, "UBND quận Lê Chân": {"UBND QUẬN LÊ CHÂN"},
		"People's Committee of Lê Chân district": {"PEOPLE'S COMMITTEE", "OF LÊ CHÂN DISTRICT"}, "": {""},
		"Phòng Tài chính - Kế hoạch và Đầu tư": {"PHÒNG TÀI CHÍNH - KẾ HOẠCH VÀ ĐẦU TƯ"},
	} {
		if got := headLines(name); !slices.Equal(got, want) {
			t.Errorf("headLines(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestRecipients(t *testing.T) {
	p, err := paperOf(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.recipients(), []string{"- Thường trực Quận ủy;", "- Các phòng, ban;", "- Lưu: VT."}; !slices.Equal(got, want) {
		t.Errorf("recipients %q, want %q", got, want)
	}
}

// The signer shares a page with the end of the text, however long that is: a
// page with a signature alone could be put behind any report.
func TestSignerIsNeverAlone(t *testing.T) {
	doc := whole(t)
	authority := doc.Issuer.Authority
	if authority == "" {
		authority = i18n.For(i18n.Vi).T("export.authority")
	}
	for lines := 18; lines < 46; lines += 5 {
		for name, text := range map[string]string{
			"one paragraph": strings.Repeat("Các phòng, ban tiếp tục thực hiện nhiệm vụ được giao trong quý tới. ", lines), "short lines": strings.Repeat("Một việc.\n", lines),
		} {
			doc.Charts, doc.NextYear = nil, nil
			doc.Parts = []report.Part{{Key: "proposals", Kind: report.ProsePart, Level: 1, Title: "Kiến nghị", Text: text}}
			for _, page := range pdfPages(t, written(t, doc, "pdf")) {
				if strings.Contains(page, authority) && !strings.Contains(page, "giao trong quý tới.") && !strings.Contains(page, "Một việc.") {
					t.Errorf("%d lines, %s: the signer stands alone on\n%s", lines, name, page)
				}
			}
		}
	}
	doc.Parts[0].Text = strings.Repeat("Một việc.\n", 40)
	main := zipFiles(t, written(t, doc, "docx"))[wordMain]
	end := main[:strings.LastIndex(main, authority)]
	if last := end[strings.LastIndex(end, "Một việc.")-200:]; strings.Count(last, "<w:keepNext/>") < 2 {
		t.Errorf("Word does not keep the end of the text with the signer: %s", last)
	}
}

// A difference and its unit are not parted at the end of a line.
func TestPointsStayTogether(t *testing.T) {
	for text, want := range map[string]string{
		"giảm 0,08 điểm % so với": "giảm 0,08\u00A0điểm\u00A0% so với", "điểm % tăng": "điểm % tăng", "đạt 5% và 2 điểm": "đạt 5% và 2 điểm",
	} {
		if got := unparted(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
