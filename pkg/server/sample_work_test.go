package server

import (
	"maps"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

func init() {
	maps.Copy(samplePages, sampleWorkPages)
	maps.Copy(sampleParts, map[string][]any{
		"part/steps":      {sampleSteps},
		"part/thread":     {*sampleThread(true), *sampleThread(false), threadView{Empty: emptyView{Text: "Chưa có câu hỏi nào."}}},
		"part/threadform": {threadFormView{Action: "/a", Title: "Trả lời", Fault: "Cần ghi nội dung.", Word: "Gửi", Fields: []fieldView{sampleReason}}},
	})
}

var sampleSteps = stepsView{Title: "Lịch sử hồ sơ", Steps: []stepDoneView{
	{Icon: "arrow-back-up", Class: "fault", Word: "Trả lại", About: "Nguyễn Thị Hạnh, 07/12/2022 17:05", Reason: "thiếu tháng 11", Remarks: []remarkView{{"Thu ngân sách", "bổ sung"}}},
	{Icon: "send", Word: "Gửi duyệt", About: "Phạm Đức Long, 06/12/2022 14:00", Count: "17 số"},
}}

func sampleThread(forms bool) *threadView {
	v := &threadView{Title: "Hỏi và trả lời", Items: []threadItemView{
		{ID: "question-1", Subject: &linkView{Href: "/i", Text: "Thu ngân sách", Count: "Quận Lê Chân, năm 2022"}, Question: questionView{Who: "Chủ tịch hỏi", About: "10/01/2024", Text: "Vì sao?", State: stateView{Icon: "clock", Word: "Chờ trả lời", Tag: true}}},
		{ID: "question-2", Question: questionView{Who: "Chủ tịch hỏi", Text: "Còn thiếu?"}, Answers: []answerView{{"Long", "11/01/2024", "Do <b>đất</b>", "Giải trình trong báo cáo"}, {Who: "Long", Text: "Thêm"}}},
	}}
	if forms {
		v.Items[0].Form = &threadFormView{Action: "/answer", Title: "Trả lời", Word: "Gửi", Fields: []fieldView{{ID: "answer-1", Name: "text", Label: "Trả lời", Type: "textarea"}}}
		v.Items[0].Open = true
		v.Ask = &threadFormView{Action: "/ask", Title: "Đặt câu hỏi", Word: "Gửi", Fields: []fieldView{{ID: "ask-text", Name: "text", Label: "Câu hỏi", Type: "textarea"}}}
	}
	return v
}

// sampleReview is a submission with a warning, a plain row and one unchanged.
func sampleReview(lang i18n.Lang) reviewView {
	p := i18n.For(lang)
	met, missed := newVerdict(indicator.Met, true, p), newVerdict(indicator.NotMet, true, p)
	row := reviewRowView{Code: "von_dtpt", Position: "6", Name: "Vốn đầu tư", About: "tỷ đồng · Phòng Tài chính - Kế hoạch", Before: newNumber("1.540,0", lang), After: newNumber("1.545,0", lang),
		Difference: signed(newNumber("5,0", lang)), PercentBefore: newNumber("99,7", lang), Percent: newNumber("100,0", lang), Verdict: &met, VerdictBefore: &missed,
		Who: "Phạm Đức Long", When: "06/12/2022 14:05", Note: "làm tròn", Warnings: []string{"Số ước bằng đúng kế hoạch."}, First: true, Label: "Lý do", Reason: "chưa rõ"}
	plain := reviewRowView{Code: "ban_le", Position: "2", Name: "Bán lẻ", After: newNumber("27.037,0", lang), Who: "Vũ Minh Châu", NoNote: true, Verdict: &met, Label: "Lý do"}
	same := reviewRowView{Code: "bhyt", Position: "10", Name: "Bảo hiểm y tế", Verdict: &met, Label: "Lý do"}
	return reviewView{page: samplePage(lang), Action: "/units/lechan/review?period=2022", Heading: "Quận Lê Chân, năm 2022", Lead: "Gửi lần 2", Before: "/a", After: "/b", Version: 3, Seen: "ban_le:1",
		Figures: []reviewFigureView{{"Kết quả nếu duyệt", "16/16", "đạt và vượt", "lần trước 14/16"}}, Heads: reviewHeads{"Duyệt 29/11/2022", "Nay gửi"}, Rows: []reviewRowView{row, plain}, Unchanged: []reviewRowView{same},
		Same: "13 chỉ tiêu không thay đổi", Missing: []linkView{{Href: "/e", Text: "Chi ngân sách", Count: "Phòng Tài chính - Kế hoạch"}, {Href: "/f", Text: "Nhà văn hóa"}}, Outside: "Duyệt cả 1 số ngoài bộ chỉ tiêu.",
		Later: []laterView{{"Thu ngân sách", "kế hoạch thành phố", "940,133", "1.000,0", "Đạt → Không đạt"}}, LaterHead: "Đã thay đổi sau khi duyệt", Open: true, Cells: "# ô có lý do",
		Reason: fieldView{ID: "reason", Name: "reason", Label: "Ý kiến chung", Type: "textarea"}, Approve: approveView{What: "Duyệt đúng 17 phiên bản.", Word: "Duyệt 17 số", Anyway: "Bỏ lý do và duyệt", Note: "Không có số của mình."}, Steps: &sampleSteps}
}

var sampleWorkPages = map[string]func(lang i18n.Lang) any{
	"admin/check": func(lang i18n.Lang) any {
		return checkView{adminView: sampleAdmin(lang), Action: "/admin/checks/thu_ns", Rules: []ruleView{
			{Rule: "out_of_line", Name: "Chênh lệch lớn", On: true, Threshold: true, Value: "12,5", Meaning: "%", Usual: "Thường lệ: 50"}, {Rule: "equals_plan", Name: "Bằng đúng kế hoạch"}}}
	},
	"work/work": func(lang i18n.Lang) any {
		due := &dueView{Text: "Hạn nộp 08/12/2022", Left: ", đã quá 2 ngày", Late: true}
		waiting := []decideView{{Title: "Quận Lê Chân, năm 2022", Href: "/review", State: stateView{Icon: "send", Word: "Chờ duyệt"}, Since: "Gửi 07/12/2022", Who: "Long", Due: due, Note: "bổ sung"}}
		return workView{page: samplePage(lang), Official: true, Reviewer: true, Waiting: waiting, Returned: waiting, Done: waiting, Asked: "Câu hỏi",
			Questions: []questionView{{Who: "Chủ tịch hỏi", Text: "Vì sao?", Href: "/q", Action: "Xem"}},
			Debts: []debtView{{Title: "Quận Lê Chân, năm 2022", Href: "/entry", Due: due, State: stateView{Icon: "arrow-back-up", Word: "Trả lại"}, Reason: &noticeView{Kind: "warning", Text: "Hạnh trả lại", List: []string{"Thu: bổ sung"}},
				Missing: []linkView{{Href: "#a", Text: "A"}, {Href: "#b", Text: "B"}}, Lacking: "Chưa nhập 2 chỉ tiêu", Warnings: []linkView{{Href: "#c", Text: "C", Count: "bằng kế hoạch"}}, Doubtful: "1 cảnh báo",
				Ready: "Đủ", Actions: []linkView{{Href: "/entry", Text: "Nhập", Icon: "pencil", Primary: true}}}}}
	},
	"submit/submit": func(lang i18n.Lang) any {
		f := []findingView{{"Thu ngân sách", "/entry#row-thu_ns", "Bằng đúng kế hoạch.", "số kho bạc"}}
		return submitView{page: samplePage(lang), Action: "/submit", Entry: linkView{Href: "/entry", Text: "Nhập"}, Due: &dueView{Text: "Hạn nộp 08/12/2022"}, Have: "16/17", Missing: []linkView{{Href: "#a", Text: "A", Count: "Phòng Kinh tế"}},
			Blocking: f, Noted: f, Ready: true, Word: "Gửi duyệt 16 số", Steps: &sampleSteps}
	},
	"review/review": func(lang i18n.Lang) any { return sampleReview(lang) },
	"question/one": func(lang i18n.Lang) any {
		return questionPageView{page: samplePage(lang), About: "Quận Lê Chân", Back: linkView{Href: "/i", Text: "Xem"}, Thread: sampleThread(true)}
	},
	"question/list": func(lang i18n.Lang) any {
		return questionPageView{page: samplePage(lang), Thread: sampleThread(false)}
	},
}
