package export

import (
	"regexp"
	"strings"
	"testing"

	"muctieu/pkg/i18n"
)

// An English document is English throughout: only names of places keep their
// letters.
func TestEnglishDocument(t *testing.T) {
	doc := Document{Summary: demo(t, "2022", i18n.En), Draft: true}
	texts := map[string]string{
		"docx": readWord(t, written(t, doc, "docx")).text(),
		"text": string(written(t, doc, "text")),
	}
	f := readSheet(t, written(t, doc, "xlsx"))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			texts["xlsx"] += strings.Join(r, "\t") + "\n"
		}
	}
	vietnamese := regexp.MustCompile(`(?i)chỉ tiêu|kế hoạch|thực hiện|đồng|giao|năm|tỷ lệ|phòng|báo cáo|ghi chú|đạt|cùng kỳ`)
	for format, text := range texts {
		if found := vietnamese.FindAllString(text, 5); found != nil {
			t.Errorf("%s holds %q", format, found)
		}
		for _, want := range []string{"Lê Chân", "Total retail sales of goods", "billion VND", "27,037.0"} {
			if !strings.Contains(text, want) && !(format == "xlsx" && want == "Lê Chân") {
				t.Errorf("%s lacks %q", format, want)
			}
		}
	}
}

func TestEnglishWords(t *testing.T) {
	text := readWord(t, written(t, Document{Summary: demo(t, "2022", i18n.En)}, "docx")).text()
	for _, want := range []string{
		"SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness", "REPORT", "The People's Committee of Lê Chân district reports",
		"16/16 indicators meet or exceed the plan assigned by the city", "FOR THE PEOPLE'S COMMITTEE", "Annex", "Notes:",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}

// Within a year nothing is judged yet, and the words say so.
func TestInYearDocument(t *testing.T) {
	text := readWord(t, written(t, Document{Summary: demo(t, "2022-YTD06", i18n.Vi)}, "docx")).text()
	for _, want := range []string{
		"Kết quả thực hiện các chỉ tiêu kinh tế - xã hội 6 tháng đầu năm 2022", "3/16 chỉ tiêu đã đạt kế hoạch năm.", "kế hoạch năm", "Thực hiện 6T/2022", "Đang thực hiện", "Đã đạt kế hoạch năm",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
	for _, not := range []string{"Không đạt", "Dự kiến", "năm 2023"} {
		if strings.Contains(text, not) {
			t.Errorf("the document says %q of a period within the year", not)
		}
	}
}

// Decimals of percentages are the report's choice, in tables with zeros and in
// sentences without.
func TestDecimalsOfPercentages(t *testing.T) {
	for decimals, want := range []string{"111", "110,6", "110,60", "110,600"} {
		s := demoWith(t, decimals)
		table := lineOf(t, annexOf(Document{Summary: s}, false), "Tổng mức bán lẻ hàng hóa")
		if got := table[columnPercent]; got != want {
			t.Errorf("%d decimals: %q in the table, want %q", decimals, got, want)
		}
		if sentence := s.Rows[1].Sentence; !strings.Contains(sentence, "bằng "+strings.TrimSuffix(strings.TrimRight(want, "0"), ",")+"% kế hoạch") && decimals > 0 {
			t.Errorf("%d decimals: the sentence is %q", decimals, sentence)
		}
	}
}
