package server

import (
	"math"
	"strconv"
	"strings"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
)

// samplePages holds a view of every page, by its name: TestPages executes each
// in both languages and fails for a page without a sample. A page's own test
// file adds to it in an init function.
var samplePages = map[string]func(lang i18n.Lang) any{
	"board/board": func(lang i18n.Lang) any { return sampleBoard(lang) },
}

// samplePage is a page of a leader of Lê Chân district.
func samplePage(lang i18n.Lang) page {
	return page{
		Lang: lang, Title: "Quận Lê Chân, 2022", Path: "/units/lechan/board?period=2022",
		Nav: []linkView{
			{Href: "/units/lechan/board", Text: "Bảng điều hành", Current: true},
			{Href: "/compare", Text: "So sánh đơn vị"}, {Href: "/reports", Text: "Báo cáo"},
			{Href: "/questions", Text: "Câu hỏi", Count: "1"},
		},
		Me: &meView{Name: "Lãnh đạo UBND quận", Role: "Quận Lê Chân"},
		Context: &contextView{
			Unit:  "Quận Lê Chân",
			Units: []linkView{{Href: "?u=haiphong", Text: "Thành phố Hải Phòng"}, {Href: "?u=lechan", Text: "Quận Lê Chân", Current: true, Depth: 1}},
			Year:  "2022", Previous: "?period=2021", Next: "?period=2023",
			Shapes: []linkView{{Href: "?a", Text: "Năm", Current: true}, {Href: "?b", Text: "9 tháng"}, {Href: "?c", Text: "6 tháng"}, {Href: "?d", Text: "Quý"}, {Href: "?e", Text: "Tháng"}},
			Period: "Năm 2022",
			AsOf:   &menuView{Text: "Số liệu đến 09/12/2022 17:30", Icon: "history", Items: []linkView{{Href: "?t", Text: "08/12/2022"}}},
			State:  &stateView{Icon: "shield-check", Word: "Đã duyệt 08/12/2022"},
		},
		Print: &printView{Authority: "Ủy ban nhân dân quận Lê Chân", Subject: "Bảng điều hành chỉ tiêu kinh tế - xã hội năm 2022", State: "Số liệu đến 09/12/2022 17:30; đã duyệt 08/12/2022"},
		Foot:  []string{"Nguồn: báo cáo của UBND quận Lê Chân ngày 09/12/2022 và số liệu các cơ quan nhập.", "Đường nhỏ mỗi dòng: năm năm gần nhất, thang riêng từng chỉ tiêu."},
		Chart: true,
	}
}

// sampleRows: group|verdict|name|agency|measure|actual|plan and sign|percent or
// words|bar words|growth|its unit|five years.
const sampleRows = `I. Kinh tế|met|Giá trị sản xuất công nghiệp|Phòng Kinh tế|tỷ đồng|423,2|423,2≈|100,0||+4,0|%|3 4 4.5 5.5 6
I. Kinh tế|met|Thu ngân sách nhà nước trên địa bàn|Phòng Tài chính - Kế hoạch|tỷ đồng|940,133|940,133≈|100,0||-39,0|%|3 4 5 8 4.5
I. Kinh tế|met|Vốn đầu tư phát triển trên địa bàn|Phòng Tài chính - Kế hoạch|tỷ đồng|1.545,0◇|1.545,0◇|100,0||+3,1|%|3 4 4.5 6 6.5
I. Kinh tế|exceeded|Tổng mức bán lẻ hàng hóa|Phòng Kinh tế|tỷ đồng|27.037,0|24.445,75≈|110,6||+15,9|%|3 3.3 4 5 6
I. Kinh tế|not_judged|Chi ngân sách địa phương|Phòng Tài chính - Kế hoạch|tỷ đồng|586,42◇|570,2◇|102,8||+7,0|%|3 4 4.5 5 6
II. Văn hóa - xã hội|met|Tỷ lệ hộ nghèo|Phòng Lao động - Thương binh và Xã hội|%|0◇|0◇|bằng kế hoạch|càng thấp càng tốt|-0,08|điểm %|6 4.5 3.6 3.2 3
II. Văn hóa - xã hội|met|Số xã, phường có nhà văn hóa|Phòng Văn hóa và Thông tin|phường|7◇|7◇|100,0||+16,7|%|3 4 4 5 6
II. Văn hóa - xã hội|exceeded|Tỷ lệ hộ cận nghèo|Phòng Lao động - Thương binh và Xã hội|%|0,30◇|0,32◇|-0,02|càng thấp càng tốt|-0,11|điểm %|6 5 4.4 4 3.4
III. Đô thị - môi trường|met|Tỷ lệ chất thải đô thị được thu gom và xử lý hợp vệ sinh|Phòng Tài nguyên và Môi trường|%|100◇|100◇|bằng kế hoạch|duy trì|giữ nguyên||4 5 6 6 6`

// sampleBoard is the board of a good year, with the rows of sampleRows.
func sampleBoard(lang i18n.Lang) boardView {
	v := boardView{
		page: samplePage(lang), Tally: "16/16", Headline: "chỉ tiêu đạt và vượt kế hoạch thành phố giao",
		Honest:    []honestView{{Icon: "alert-triangle", Before: "Thu ngân sách nhà nước trên địa bàn mới bằng ", Strong: "89%", After: " kế hoạch HĐND quận giao."}},
		Strip:     sampleTally(),
		Attention: sampleAttention(),
		RowsTitle: "Chi tiết chỉ tiêu, chưa đạt xếp trước",
		Tools:     []linkView{{Href: "#", Text: "So với lần báo cáo trước", Icon: "history"}, {Href: "#", Text: "Trình chiếu", Icon: "presentation"}, {Href: "#", Text: "In", Icon: "printer"}},
		Heads:     boardHeads{Actual: "Thực hiện 2022", Plan: "Kế hoạch 2022", Years: "2018–2022"},
		Signs:     []signView{{"◇", "số minh họa"}, {"≈", "suy ra từ tỷ lệ công bố"}},
		Outside:   []outsideView{{"met", "check", "Tỷ lệ hộ nghèo", "bằng kế hoạch"}, {"exceeded", "arrow-bar-up", "Tỷ lệ hộ cận nghèo", "−0,02 điểm %"}},
	}
	for _, line := range strings.Split(sampleRows, "\n") {
		cells := strings.Split(line, "|")
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Name != cells[0] {
			v.Groups = append(v.Groups, boardGroupView{Name: cells[0], Tally: "5/5 chỉ tiêu đạt và vượt"})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, sampleRow(cells, lang))
	}
	sampleBelow(&v.Groups[0].Rows[1], lang)
	return v
}

func sampleRow(cells []string, lang i18n.Lang) boardRowView {
	verdict := indicator.Verdict(cells[1])
	row := boardRowView{
		ID: "row-" + strings.ReplaceAll(cells[2], " ", ""), Href: "/units/lechan/indicators/x?period=2022",
		Verdict: newVerdict(verdict, true, i18n.For(lang)), Name: cells[2], Agency: cells[3], Measure: cells[4],
		Actual: sampleNumber(cells[5]), Plans: []numberView{sampleNumber(cells[6])},
		Words: cells[8], State: &stateView{Icon: "shield-check", Word: "Đã duyệt", Small: true},
		Labels: boardLabels{"Thực hiện", "Kế hoạch", "So với cùng kỳ"}, Changed: verdict == indicator.Exceeded,
		Ask: &linkView{Href: "#ask-text", Icon: "message-question", Text: "Hỏi", Count: "Hỏi về " + cells[2]},
	}
	row.Actual.Strong, row.Actual.Mark = true, "ước"
	if cells[10] == "" {
		row.Growth = numberView{Words: cells[9]}
	} else {
		row.Growth = sampleNumber(cells[9])
		row.Growth.Unit = cells[10]
	}
	row.Percents = []numberView{samplePercent(cells[7])}
	if p, err := strconv.ParseFloat(strings.Replace(cells[7], ",", ".", 1), 64); err == nil && p > 1 {
		b := newBullet(p, nil)
		b.Estimate, b.Neutral, b.Label = true, verdict == indicator.NotJudged, cells[7]+"%"
		row.Bar = &b
	}
	var years []float64
	for _, year := range strings.Fields(cells[11]) {
		y, err := strconv.ParseFloat(year, 64)
		if err != nil {
			y = math.NaN()
		}
		years = append(years, y)
	}
	row.Spark = newSpark(years, true, "2018–2022")
	return row
}

func sampleNumber(text string) numberView {
	plain := strings.TrimRight(text, "≈◇")
	n := newNumber(plain, i18n.Vi)
	if n.Origin = strings.TrimPrefix(text, plain); n.Origin != "" {
		n.OriginTitle = "số minh họa"
	}
	return n
}

func samplePercent(text string) numberView {
	if strings.ContainsAny(text[:1], "0123456789-") {
		n := newNumber(text, i18n.Vi)
		n.Unit = "%"
		return n
	}
	return numberView{Words: text}
}

// sampleBelow gives a row a second plan that it stays below.
func sampleBelow(row *boardRowView, lang i18n.Lang) {
	row.Verdict.Below, row.Verdict.BelowPercent = "dưới KH HĐND", "89,0%"
	row.Plans[0].Label = "Thành phố"
	second := sampleNumber("1.056,329≈")
	second.Label = "HĐND quận"
	row.Plans = append(row.Plans, second)
	row.Percents = append(row.Percents, samplePercent("89,0"))
	b := newBullet(100, []float64{112.36})
	b.Estimate, b.Label = true, "100,0%"
	row.Bar = &b
	row.Growth.Reason = "bằng 61% cùng kỳ"
}

func sampleTally() tallyView {
	squares := func(n int) []squareView {
		all := make([]squareView, n)
		for i := range all {
			all[i] = squareView{Href: "#row-" + strconv.Itoa(i), Label: "Chỉ tiêu " + strconv.Itoa(i) + ": dự kiến đạt"}
		}
		return all
	}
	return tallyView{
		Label:  "Đánh giá từng chỉ tiêu",
		Groups: []tallyGroupView{{"met", "check", "11", "đạt", squares(11)}, {"exceeded", "arrow-bar-up", "5", "vượt", squares(5)}},
		Note:   "5 vượt, 11 đạt; theo số ước đến ngày 09/12/2022. Không đánh giá: chi ngân sách địa phương.",
	}
}

func sampleAttention() attentionView {
	below, equal := newBullet(100, []float64{112.36}), newBullet(100, nil)
	below.Estimate, equal.Estimate, below.Label, equal.Label = true, true, "89%", "100%"
	return attentionView{Title: "Cần chú ý", Empty: "Không có chỉ tiêu cần chú ý.", Items: []attentionItemView{
		{"/i/thu_ns", "Thu ngân sách nhà nước trên địa bàn", "alert-triangle", "warning", "89%", "kế hoạch HĐND quận giao, thiếu 116,196 tỷ đồng", "Phòng Tài chính - Kế hoạch", &below},
		{"/i/gtsx_cn", "Giá trị sản xuất công nghiệp", "check", "met", "100%", "số ước bằng đúng kế hoạch, không có phần vượt", "Phòng Kinh tế", &equal},
		{"/i/von_dt", "Vốn đầu tư phát triển trên địa bàn", "check", "met", "100%", "số ước bằng đúng kế hoạch, không có phần vượt ◇", "Phòng Tài chính - Kế hoạch", &equal},
	}}
}
