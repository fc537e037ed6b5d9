package server

import "muctieu/pkg/i18n"

func init() {
	samplePages["summary/summary"] = func(lang i18n.Lang) any { return sampleSummary(lang) }
	samplePages["verify/verify"] = func(lang i18n.Lang) any {
		return verifyView{
			page: page{Lang: lang, Title: "Kiểm tra báo cáo", Path: "/verify"}, Lead: "Nhập mã.", Action: "/verify",
			Result: &noticeView{Kind: "done", Text: "Đã phát hành"}, Facts: []linkView{{Text: "Đơn vị", Count: "Quận Lê Chân"}},
			Files: []verifyFileView{{Name: "PDF", Hash: "ab12", Match: true}}, Field: fieldView{ID: "code", Name: "code", Label: "Mã"},
			Pick: fieldView{ID: "file", Name: "file", Label: "Tệp", Type: "file"},
		}
	}
}

// sampleSummary is an incomplete report that was issued once, on the tab of
// its content.
func sampleSummary(lang i18n.Lang) summaryView {
	number := newNumber("940,133", lang)
	verdict := newVerdict("met", true, i18n.For(lang))
	return summaryView{
		page: samplePage(lang), Count: "14/16", Rest: "chỉ tiêu đạt và vượt kế hoạch.", Reported: "15/16 chỉ tiêu đã có số liệu.", Absent: []string{"Chưa có số liệu: x."},
		Tabs: []linkView{{Href: "?tab=content", Text: "Nội dung", Current: true}, {Href: "?tab=prose", Text: "Phần viết"}}, Tab: "content", Stamp: "Dự thảo",
		Parts: []summaryPartView{
			{Title: "KẾT QUẢ", Level: 1}, {Title: "Trên các lĩnh vực", Level: 2},
			{Title: "I. Kinh tế", Level: 3, Computed: []sentenceView{{Name: "Thu ngân sách", Rest: " ước đạt 940,133 tỷ đồng."}, {Rest: "Chưa có.", Missing: true}}},
			{Written: &writtenView{ID: "written-causes", By: "Lan viết", Text: "Một\nhai", Href: "?tab=prose", Label: "Sửa phần: nguyên nhân"}},
		},
		Annex: &annexView{
			Title: "Biểu", Measure: "Đơn vị tính: tỷ đồng", Heads: []annexHeadView{{"TT", 1, 2}, {"Kế hoạch", 2, 1}}, Subs: []string{"Thành phố", "HĐND"}, Numbers: []string{"A", "1", "2=1/1"},
			Lines: []annexLineView{{Order: "I", Group: "Kinh tế", Span: 2}, {Order: "1", Missing: true, Cells: []annexCellView{{Kind: "name", Text: "Thu"}, {Kind: "number", Number: &number}, {Kind: "verdict", Verdict: &verdict}, {Kind: "note", Text: "x"}}}},
			Notes: []string{"Số ước."},
		},
		Side: summarySideView{
			Zip: "/zip", Files: []linkView{{Href: "/docx", Text: "Word", Icon: "file-text"}}, More: []linkView{{Href: "/csv", Text: "CSV"}}, Draft: "Còn thiếu.", All: &linkView{Href: "/all", Text: "Tất cả", Icon: "sitemap"},
			Steps: [2]stepperView{{Word: "Dự thảo"}, {Word: "Đã phát hành", Current: true}}, Changed: &linkView{Href: "?tab=changes", Text: "Đã thay đổi"},
			Issue:  &issueView{Open: "Phát hành", Action: "/issue", Title: "Phát hành", Text: "x", Hidden: []choiceView{hidden("seen", "1")}, Points: "1 điểm", Word: "Phát hành", Cancel: "Hủy", Know: &fieldView{ID: "know", Name: "know", Type: "checkbox", Options: []choiceView{{Value: "1", Text: "Biết"}}}},
			Issued: []issuedView{{ID: "K7M3-9QXT", Text: "Lan phát hành", Files: []linkView{{Href: "/f", Text: "Word"}}, Check: linkView{Href: "/verify/K7M3-9QXT", Text: "Kiểm tra"}}},
			Lacks:  "Còn thiếu 1", Missing: []missingView{{Name: "Thu", What: "Chưa có số liệu", Agency: "Phòng Kinh tế", Who: "Lan", Href: "/entry", Action: "Nhập"}},
			Remind:  &remindView{Title: "Nhắc", Words: []string{"Sẽ nhắc: Lan."}, Action: "/remind", Word: "Nhắc", Help: "Mỗi ngày một lần.", Copy: &fieldView{ID: "remind-copy", Name: "text", Label: "Nội dung", Type: "textarea", Value: "Kính gửi", ReadOnly: true}},
			Heading: "Đối chiếu", Findings: []pointView{{Icon: "alert-circle", Class: "fault", Title: "Đếm sai", Text: "x", Link: &linkView{Href: "/x", Text: "Mở"}}},
		},
	}
}

// sampleTabs are the other tabs of the page.
func sampleTabs(lang i18n.Lang) map[string]summaryView {
	prose, changes, none := sampleSummary(lang), sampleSummary(lang), sampleSummary(lang)
	prose.Tab, changes.Tab, none.Tab = "prose", "changes", "changes"
	prose.Prose = &proseView{Action: "/prose", Adopt: "/adopt", Takes: true, Reload: "?tab=prose", Lead: "Viết", Write: true, Parts: []editView{
		{ID: "edit-a", Section: "a", Title: "A", Help: "Mỗi dòng một việc", By: "Lan viết", Text: "x", Version: 2, Findings: []string{"Đếm sai."}, Conflict: &conflictView{Words: "Người khác vừa lưu", Theirs: "y"}},
		{ID: "edit-b", Section: "b", Title: "B", Before: "năm trước", Empty: true},
	}}
	changes.Changes = &changesView{Lead: "So với", Reports: []linkView{{Href: "?since=1", Text: "1", Current: true}}, Heads: [4]string{"A", "B", "C", "D"}, Rows: []changeView{{"Thu", "Thực hiện", "1", "2"}}, Base: []string{"x"}, Text: "1 thay đổi."}
	none.Changes = &changesView{Empty: &emptyView{Text: "Chưa phát hành"}}
	read := prose
	plain := *prose.Prose
	plain.Write = false
	read.Prose = &plain
	annex := sampleSummary(lang)
	annex.Tab = "annex"
	return map[string]summaryView{"prose": prose, "read": read, "changes": changes, "none": none, "annex": annex, "empty": {page: samplePage(lang), Empty: &emptyView{Text: "Chưa có chỉ tiêu"}}}
}
