package server

import (
	"muctieu/pkg/i18n"
)

func init() {
	samplePages["entry/entry"] = func(lang i18n.Lang) any { return sampleEntry(lang) }
	samplePages["entry/paste"] = func(lang i18n.Lang) any { return samplePaste(lang) }
	samplePages["entry/upload"] = func(lang i18n.Lang) any {
		p := samplePaste(lang)
		return uploadView{page: p.page, Action: "/units/lechan/entry/upload", Back: p.Back, Preview: p.Preview}
	}
	samplePages["entry/mapping"] = func(lang i18n.Lang) any {
		return mappingView{page: samplePage(lang), Action: "/units/lechan/entry/mapping", Back: "/units/lechan/entry", Lead: "Chọn cột.", Hidden: []choiceView{{Name: "table", Value: `[{"n":"<b>"}]`}},
			Fields: []fieldView{{ID: "name", Name: "name", Label: "Cột tên", Type: "select"}}, Heads: []string{"A", "B"}, Table: []mappingLineView{{Line: "1", Cells: []string{"Chỉ tiêu", "<b>"}}, {Line: "2", Cells: []string{"Thu", "9"}, Data: true}},
			Known: "Đã nhận ra 0 trên 1 dòng.", Measure: "triệu đồng", Rows: []mappingRowView{{Line: "2", Name: "Thu <b>", Value: "9", Label: "Chỉ tiêu của dòng 2", Field: "match.2", Open: true, Why: "Hai chỉ tiêu", Options: []choiceView{{Text: "Chọn", Checked: true}}}}}
	}
	samplePages["entry/one"] = func(lang i18n.Lang) any { return sampleEntryOne(lang) }
}

// sampleEntry has a cell in each state.
func sampleEntry(lang i18n.Lang) entryView {
	v := entryView{
		page: samplePage(lang), Action: "/units/lechan/entry?period=2022", Cell: "/units/lechan/entry/cell?period=2022",
		Due:   &dueView{Text: "Hạn nộp 08/12/2022", Left: ", còn 2 ngày"},
		Tools: []linkView{{Href: "#", Text: "Gửi duyệt", Icon: "send", Primary: true}},
		Status: entryStatusView{Counts: []countView{{Class: "saved", Icon: "check", Count: "11", Word: "đã lưu"}},
			Owed: "Chưa nhập 1 chỉ tiêu", Links: []linkView{{Href: "#row-a", Text: "Chi ngân sách"}}},
		Head: entryHeadView{"Chỉ tiêu", "Cùng kỳ 2021", "Thực hiện 2022"}, Levels: []string{"Kế hoạch thành phố giao"}, Columns: 10, Editable: true,
		Signs: []signView{{"◇", "số minh họa"}}, Draft: sampleDraft(),
	}
	v.Groups = []entryGroupView{{Name: "I. Kinh tế"}}
	for _, class := range []string{"saved", "empty", "asked", "refused", "conflict", "note", "fixed"} {
		v.Groups[0].Rows = append(v.Groups[0].Rows, sampleEntryRow(class, lang))
	}
	return v
}

func sampleDraft() draftView {
	return draftView{Key: "can_bo/lechan/2022", Left: "43200", Undo: "Hoàn tác", Ending: noticeView{Kind: "warning", Text: "Sắp hết phiên"}, Ended: noticeView{Kind: "fault", Text: "Hết phiên"}, Offer: "Chưa gửi", Send: "Gửi", Drop: "Bỏ", SendAll: "Gửi tất cả", DropAll: "Bỏ tất cả",
		Saving: saveView{Class: "saving", Icon: "loader-2", Text: "Đang lưu"},
		Unsent: saveView{Class: "unsent", Icon: "device-floppy", Text: "Chưa gửi, giữ trên máy này", Alert: true}}
}

func sampleEntryRow(class string, lang i18n.Lang) entryRowView {
	r := entryRowView{
		Code: class, Position: "1", Name: "Chỉ tiêu <b>" + class, Href: "/units/lechan/entry/one/" + class, Measure: "tỷ đồng",
		Previous: newNumber("1.498,25", lang), Plans: []numberView{newNumber("1.545,0", lang)}, Columns: 10, Class: class, Value: "1,545",
		Actual: newNumber("1.545,0", lang), Version: "1", Seen: "1.540,0\nestimate\n", Statuses: []choiceView{{Value: "estimate", Text: "ước", Checked: true}},
		Save: saveView{Class: class, Icon: cellIcons[class], Text: "Đã lưu 14:02"}, Percents: []numberView{newNumber("100,0", lang)}, Growth: newNumber("", lang),
		Labels: entryLabels{"Giá trị", "Tình trạng", "Ghi chú"}, Warnings: []string{"Bằng đúng kế hoạch."},
	}
	switch class {
	case "fixed":
		r.ReadOnly = "Tổng hợp từ các đơn vị bên dưới"
	case "asked":
		r.Doubt = &doubtView{Name: "answer.asked", Question: `"1,545" có hai cách đọc.`, Fact: "Năm 2021 là 1.498,25.", Keys: "Nhấn số để chọn.",
			Choices: []readingView{{"1", "1545", "1.545 tỷ đồng", "một nghìn năm trăm bốn mươi lăm"}, {"2", "1.545", "1,545 tỷ đồng", ""}}}
	case "refused":
		r.Clear = &clearView{Name: "answer.refused", Question: "Rút lại số liệu?", Keep: "Giữ 62", Withdraw: "Rút lại", Reason: fieldView{ID: "reason-refused", Name: "reason.refused", Label: "Lý do", Fault: "Cần ghi lý do."}}
	case "conflict":
		r.Save.Choices = []choiceView{{Name: "answer.conflict", Value: "take", Text: "Lấy 938,75"}, {Name: "answer.conflict", Value: "keep:3", Text: "Giữ 940,133"}}
	}
	return r
}

func sampleEntryOne(lang i18n.Lang) entryOneView {
	bar, verdict := newBullet(110.6, nil), verdictView{Code: "exceeded", Icon: "arrow-bar-up", Word: "Dự kiến vượt"}
	return entryOneView{
		page: samplePage(lang), Action: "/units/lechan/entry/one/asked?period=2022", Cell: "/units/lechan/entry/cell?period=2022",
		Back: linkView{Href: "/units/lechan/entry", Text: "Tất cả chỉ tiêu"}, Period: "Năm 2022", About: "Quận Lê Chân, hạn nộp 08/12/2022",
		Place: "2/17", At: "2", Of: "17", Group: "Kinh tế", Row: sampleEntryRow("asked", lang),
		Facts:   []factView{{"Năm 2021", newNumber("23.327,87", lang)}},
		Results: []oneResultView{{"So với kế hoạch", newNumber("110,6", lang), &bar, ""}, {"So với kế hoạch HĐND", newNumber("89,0", lang), nil, "thiếu 116,196 tỷ đồng"}},
		Growth:  newNumber("15,9", lang), Verdict: &verdict, Previous: "/a", Next: "/b", Left: "còn 2 chỉ tiêu chưa nhập",
		Versions: versionsView{Caption: "Các lần nhập", Heads: []string{"Phiên bản"}, Rows: []versionView{{Version: "1", Current: true}}}, Draft: sampleDraft(),
	}
}

func samplePaste(lang i18n.Lang) pasteView {
	row := func(class string) previewRowView {
		return previewRowView{Code: class, Position: "3", Name: "Doanh thu", Measure: "tỷ đồng", Version: "1", Text: "4.187.900", Old: newNumber("4.150,0", lang),
			New: newNumber("4.187,9", lang), Difference: newNumber("37,9", lang), Growth: newNumber("17,2", lang), State: stateView{Icon: "check", Word: "Rõ"}, Class: class}
	}
	doubtful := row("doubtful")
	doubtful.Doubts, doubtful.Answer = []string{"Có thể số đang tính bằng triệu đồng."}, "answer.doubtful"
	doubtful.Choices = []readingView{{"1", "4187.9", "4.187,9 tỷ đồng", "đổi từ triệu đồng"}, {"2", "4187900", "4.187.900 tỷ đồng", ""}}
	return pasteView{page: samplePage(lang), Action: "/units/lechan/entry/paste", Back: "/units/lechan/entry", Start: fieldView{ID: "start", Name: "start", Label: "Dòng đầu", Type: "select"},
		Preview: &previewView{Action: "/units/lechan/entry/paste", Cancel: linkView{Href: "/units/lechan/entry", Text: "Hủy"}, Title: "Xem trước", About: "Quận Lê Chân",
			Faults: []noticeView{{Kind: "fault", Text: "Còn 1 ô."}}, Counts: []countView{{Class: "doubtful", Icon: "alert-triangle", Count: "1", Word: "ô nghi ngờ"}},
			Hidden: []choiceView{{Name: "text", Value: "4.187.900"}}, Heads: []string{"TT", "Chỉ tiêu"}, Rows: []previewRowView{doubtful, row("changed"), row("same"), row("refused")},
			All: "Nhận cả 4 ô", Sure: "Nhận 3 ô"}}
}
