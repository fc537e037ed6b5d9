package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/i18n"
	"muctieu/pkg/number"
)

// A summaryJSON is the summary as far as a board shows it.
type summaryJSON struct {
	Tally struct {
		Set, Achieved, Reached int
	}
	Rows []rowJSON
}

type rowJSON struct {
	Indicator string
	Actual    *struct{ Value, Status, Origin string }
	Plans     []planJSON
	Growth    *string `json:"growth_percent"`
	Ratio     *string `json:"ratio_percent"`
	Points    *string
	Verdict   string
	Reached   *bool
}

type planJSON struct {
	Operator, Low        string
	Judging              bool
	Percent, Points, Gap *string
	Verdict              string
	Reached              *bool
}

// satisfied reports whether the actual is where the plan asks it to be.
func (p planJSON) satisfied() bool {
	return p.Verdict == "met" || p.Verdict == "exceeded" || p.Reached != nil && *p.Reached
}

// plainOf turns a printed number into a plain one, "" where there is none.
func plainOf(text string, format number.Format) string {
	text = strings.NewReplacer("−", "-", "+", "", format.Group, "").Replace(strings.TrimSpace(text))
	text = strings.Replace(text, format.Decimal, ".", 1)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if strings.Trim(text, "-.0123456789") != "" || text == "" {
		return ""
	}
	return text
}

// numbersOf reads the numbers at a place of a Vietnamese page.
func numbersOf(doc *goquery.Document, selector string) string {
	return strings.Join(numbersIn(doc.Find(selector), number.Vietnamese), " ")
}

func numbersIn(s *goquery.Selection, format number.Format) []string {
	var all []string
	s.Find(".Num").Each(func(_ int, n *goquery.Selection) {
		all = append(all, plainOf(n.Find(".Num-int").Text()+n.Find(".Num-frac").Text(), format))
	})
	return all
}

// Every number of the board is that of the summary: values, plans, percents,
// differences, changes.
func TestEveryNumberOfTheBoard(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		login, unit, period string
		lang                i18n.Lang
	}{
		{"lanh_dao", "lechan", "2022", i18n.Vi}, {"lanh_dao", "lechan", "2022", i18n.En}, {"lanh_dao", "lechan", "2021", i18n.Vi},
		{"lanh_dao", "lechan", "2023", i18n.Vi}, {"lanh_dao", "lechan", "2022-YTD06", i18n.Vi}, {"lanh_dao", "lechan", "2022-Q3", i18n.En},
		{"thanh_pho", "haiphong", "2022", i18n.Vi}, {"thanh_pho", "lechan-catdai", "2022", i18n.En},
	} {
		t.Run(tt.unit+" "+tt.period+" "+string(tt.lang), func(t *testing.T) {
			b := w.as(tt.login)
			b.post("/preference", map[string][]string{"lang": {string(tt.lang)}})
			query := "?period=" + tt.period
			var s summaryJSON
			a := b.get("/api/v1/units/" + tt.unit + "/summary" + query)
			if err := json.Unmarshal([]byte(a.body), &s); err != nil || len(s.Rows) == 0 {
				t.Fatalf("summary: %v, %d rows: %.200s", err, len(s.Rows), a.body)
			}
			checkBoard(t, b.get("/units/"+tt.unit+"/board"+query).page(t), s, i18n.For(tt.lang).Format())
		})
	}
}

func checkBoard(t *testing.T, doc *goquery.Document, s summaryJSON, format number.Format) {
	t.Helper()
	if got := doc.Find(".Board-row").Length(); got < len(s.Rows) {
		t.Errorf("%d rows, the summary has %d", got, len(s.Rows))
	}
	if got := doc.Find(".Square").Length(); got != s.Tally.Set {
		t.Errorf("%d squares, want %d", got, s.Tally.Set)
	}
	for _, row := range s.Rows {
		at := doc.Find("#row-" + row.Indicator)
		if at.Length() != 1 {
			t.Errorf("%s: %d rows on the board", row.Indicator, at.Length())
			continue
		}
		checkRow(t, at, row, format)
	}
}

func checkRow(t *testing.T, at *goquery.Selection, row rowJSON, format number.Format) {
	t.Helper()
	differs := func(what, got, want string) {
		if got != want {
			t.Errorf("%s: %s %q, the summary has %q", row.Indicator, what, got, want)
		}
	}
	actual := ""
	if row.Actual != nil {
		actual = row.Actual.Value
	}
	if row.Verdict != "not_applicable" {
		differs("actual", strings.Join(numbersIn(at.Find(".Col-actual"), format), " "), actual)
	}
	if !at.HasClass("Board-row--" + row.Verdict) {
		t.Errorf("%s: class %q, verdict %s", row.Indicator, at.AttrOr("class", ""), row.Verdict)
	}
	plans, percents := numberLines(at.Find(".Col-plan"), format), numberLines(at.Find(".Col-percent"), format)
	if want := max(1, len(row.Plans)); len(plans) != want || len(percents) != want {
		t.Errorf("%s: %d plans and %d percents, want %d", row.Indicator, len(plans), len(percents), want)
		return
	}
	for k, p := range row.Plans {
		if p.Operator == "=" {
			differs("plan", plans[k], p.Low)
		}
		want := ""
		switch {
		case p.Percent != nil:
			want = *p.Percent
		case p.Gap != nil && *p.Gap != "0" && (p.Operator == "=" || !p.satisfied()):
			want = *p.Gap
		}
		differs("percent or difference", percents[k], want)
	}
	want := ""
	switch {
	case row.Growth != nil && *row.Growth != "0":
		want = *row.Growth
	case row.Growth == nil && row.Points != nil && *row.Points != "0":
		want = *row.Points
	}
	differs("change", strings.Join(numbersIn(at.Find(".Col-growth"), format), " "), want)
}

// numberLines are the numbers of a cell, a line each; "" for words.
func numberLines(cell *goquery.Selection, format number.Format) []string {
	lines := cell.Find(".Num-lines > span")
	if lines.Length() == 0 {
		lines = cell
	}
	var all []string
	lines.Each(func(_ int, line *goquery.Selection) {
		all = append(all, strings.Join(numbersIn(line, format), " "))
	})
	return all
}

func TestBoardOfADistrict(t *testing.T) {
	w := newWorld(t, Config{})
	doc := w.as("lanh_dao").get(boardPath).page(t)
	for _, tt := range []struct{ selector, want string }{
		{"h1", "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao"},
		{".Honest", "Thu ngân sách nhà nước trên địa bàn mới bằng 89% kế hoạch HĐND quận giao."},
		{".Tally-group:first-child .Tally-label", "11đạt"},
		{".Attention li:first-child .Attention-value", "89%"},
		{"#row-thu_ns .Below", "dưới KH HĐND: 89,0%"},
		{"#row-thu_ns .Num-reason", "bằng 61% cùng kỳ"},
		{"#row-ho_ngheo .Col-percent", "bằng kế hoạch"},
		{"#row-ho_ngheo .Col-bar", "càng thấp càng tốt"},
		{"#row-nuoc_sach .Col-growth", "So với cùng kỳgiữ nguyên"},
		{"#row-ban_le .Num-mark", "ước"},
	} {
		got := strings.Join(strings.Fields(strings.ReplaceAll(doc.Find(tt.selector).First().Text(), "\u00a0", " ")), " ")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.selector, got, tt.want)
		}
	}
	if n := doc.Find("script.js-chart").Length(); n != 2 {
		t.Errorf("%d charts, want 2", n)
	}
	if n := doc.Find("#row-thu_ns .Bar-other").Length(); n != 1 {
		t.Errorf("%d marks of other plans, want 1", n)
	}
}

func TestBoardAddresses(t *testing.T) {
	w := newWorld(t, Config{})
	for _, tt := range []struct {
		login, path string
		status      int
		location    string
		says        string
	}{
		{"lanh_dao", "/units/lechan/board", http.StatusSeeOther, "/units/lechan/board?period=2022", ""},
		{"lanh_dao", "/units/ngoquyen/board?period=2022", http.StatusNotFound, "", ""},
		{"lanh_dao", "/units/lechan/board?period=2022-YTD12", http.StatusUnprocessableEntity, "", ""},
		{"lanh_dao", "/units/lechan/board?period=2022&as_of=1/1", http.StatusUnprocessableEntity, "", ""},
		{"lanh_dao", "/units/lechan/board?period=2022&as_of=2022-11-26", http.StatusOK, "", "935"},
		{"lanh_dao", "/units/lechan/board?period=2024", http.StatusOK, "", "Năm 2024 chưa có chỉ tiêu."},
		{"quan_tri_q", "/units/lechan/board?period=2024", http.StatusOK, "", "/admin/sets/lechan/2024"},
	} {
		t.Run(tt.login+" "+tt.path, func(t *testing.T) {
			a := w.as(tt.login).get(tt.path)
			if a.status != tt.status || a.location() != tt.location {
				t.Fatalf("status %d to %q, want %d to %q", a.status, a.location(), tt.status, tt.location)
			}
			if !strings.Contains(a.body, tt.says) {
				t.Errorf("the page does not say %q", tt.says)
			}
		})
	}
}
