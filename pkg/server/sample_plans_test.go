package server

import "muctieu/pkg/i18n"

func init() {
	samplePages["plans/plans"] = func(lang i18n.Lang) any { return samplePlans(lang) }
	samplePages["plans/history"] = func(lang i18n.Lang) any {
		proposed := decisionView{Class: "proposed", Text: "Dự kiến", Inline: true}
		return planHistoryView{page: samplePage(lang), Back: linkView{Href: "/units/lechan/plans?year=2023", Text: "Kế hoạch năm 2023"},
			Levels: []levelHistoryView{{"Thành phố giao", []planVersionView{
				{Version: "2", Value: "950 tỷ đồng", Basis: &proposed, From: "01/07/2022", Adjusted: true, Current: true},
				{Version: "1", Value: "đã rút", Note: "<b>"}}}}}
	}
	samplePages["plans/allocation"] = func(lang i18n.Lang) any {
		v := allocationView{page: samplePage(lang), plansView: samplePlans(lang), Choose: "/units/lechan/allocation", Total: "940,133 tỷ đồng", Sum: "900 tỷ đồng",
			Rest: "40,133 tỷ đồng", Left: true, Measure: "tỷ đồng", Back: linkView{Href: "/a", Text: "Kế hoạch"}}
		v.Choices = []fieldView{{ID: "choose-level", Name: "level", Label: "Cấp", Type: "select", Options: []choiceView{{Value: "city", Text: "Thành phố giao"}}}}
		v.Rows = v.Groups[0].Rows
		return v
	}
}

func samplePlans(lang i18n.Lang) plansView {
	v := plansView{
		page: samplePage(lang), Action: "/units/lechan/plans?year=2023&level=city", Level: "Kế hoạch thành phố giao", Columns: 9,
		Levels: []linkView{{Href: "?level=city", Text: "Thành phố giao", Current: true}, {Href: "?level=council", Text: "HĐND giao"}},
		Tools:  []linkView{{Href: "/units/lechan/allocation", Text: "Giao cho đơn vị cấp dưới", Icon: "sitemap"}},
		Basis:  []choiceView{{Value: "decided", Text: "Có văn bản giao", Checked: true}, {Value: "proposed", Text: "Dự kiến"}},
		Known:  fieldView{ID: "known", Name: "known", Label: "Văn bản đã nhập", Type: "select", Options: []choiceView{{Text: "Văn bản mới"}}},
		Fields: []fieldView{{ID: "number", Name: "number", Label: "Số", Fault: "Cần ghi số."}},
		Scan:   fieldView{ID: "scan", Name: "scan", Label: "Bản chụp", Type: "file"}, All: choiceView{Name: "all", Value: "1", Text: "Áp dụng cho tất cả"},
		Growth: growthForm{Action: "/units/lechan/plans", Year: "2023", Level: "city", Field: fieldView{ID: "growth", Name: "growth", Label: "Tăng (%)"}},
		Heads:  plansHeads{Actual: "Thực hiện 2022", Others: []string{"HĐND giao"}},
	}
	decided := decisionView{Text: "2384/QĐ-UBND", Href: "/units/lechan/decisions/1", Inline: true}
	row := func(code, class string) planRowView {
		return planRowView{Code: code, Position: "1", Name: "Thu ngân sách", Measure: "tỷ đồng", Href: "/units/lechan/plans/thu_ns", Actual: newNumber("940,133", lang),
			Others: []numberView{newNumber("1.056,329", lang)}, Operators: []choiceView{{Value: "=", Text: "Bằng", Checked: true}}, Low: "940,133",
			Version: "1", Seen: "=\n940,133\n\n", Class: class, Save: saveView{Class: class, Icon: cellIcons[class], Text: "Đã lưu"}, Basis: &decided,
			Before: "trước điều chỉnh 900", Warnings: []string{"Khác tổng."}, Columns: 9, Labels: planLabels{"Yêu cầu", "Kế hoạch", "Đến", "Ghi chú"}}
	}
	asked, cleared := row("b", "asked"), row("c", "asked")
	asked.Doubt = &doubtView{Name: "answer.b", Question: "Hai cách đọc", Choices: []readingView{{"1", "1545", "1.545", "một nghìn"}}}
	cleared.Clear = &clearView{Name: "answer.c", Question: "Thu hồi?", Keep: "Giữ", Withdraw: "Thu hồi", Reason: fieldView{ID: "reason-c", Name: "reason.c", Label: "Lý do"}}
	v.Groups = []plansGroupView{{"I. Kinh tế", []planRowView{row("a", "saved"), asked, cleared}}}
	return v
}
