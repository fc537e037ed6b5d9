package server

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/data"
	"muctieu/pkg/exchange"
	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/pkg/store"
)

// stateFiles are small sets of Lê Chân, a year each: what boards look like when
// things are not as they should be.
const stateFiles = "testdata/state"

// loadText imports exchange files that a test has written.
func (w *world) loadText(files map[string]string) {
	w.t.Helper()
	var list []exchange.File
	for name, text := range files {
		list = append(list, exchange.File{Name: name, Data: []byte(text)})
	}
	err := w.store.Change(context.Background(), store.Actor{From: "cli"}, func(st *indicator.State) (indicator.Change, error) {
		change, _, err := exchange.Decide(st, exchange.Read(list...))
		return change, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestBoardStates(t *testing.T) {
	w := newEmptyWorld(t, Config{})
	w.load(data.Catalogue, data.Units)
	files := map[string]string{}
	for _, name := range []string{"sets.csv", "plans.csv", "figures.csv"} {
		raw, err := os.ReadFile(filepath.Join(stateFiles, name))
		must(t, err)
		files[name] = string(raw)
	}
	w.loadText(files)
	w.add("lanh_dao", "leader@lechan")
	b := w.as("lanh_dao")
	for _, tt := range []struct {
		name, period string
		want         map[string]string // texts by selector; empty: nothing is there
	}{
		{"missed, exceeded far, met", "2001", map[string]string{
			"h1": "2/3 chỉ tiêu đạt và vượt kế hoạch thành phố giao", ".Honest--missed b": "99,9995%", ".Tally-group:first-child .Tally-label": "1không đạt",
			"tbody .Board-row:nth-child(2) .Name": "Thu ngân sách nhà nước trên địa bàn", "#row-ban_le .Bar-cut": "", "#row-thu_ns .Verdict": "Không đạt",
			"#row-thu_ns .Bar--missed": "", "#row-von_dtpt .Verdict": "Dự kiến đạt", "#row-von_dtpt .Bar--estimate": ""}},
		{"half empty", "2002", map[string]string{
			"h1": "1/2 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "#row-thu_ns .Verdict": "Chưa có số liệu", "#row-thu_ns .Col-actual .Num": "–",
			"#row-thu_ns .Col-state": "Chưa nộp", "#row-ban_le .Num-mark": "sơ bộ", ".Attention-icon--no_data": ""}},
		{"no plan", "2003", map[string]string{
			"h1": "0/2 chỉ tiêu đạt và vượt kế hoạch", "#row-ban_le .Verdict": "Chưa giao kế hoạch", "#row-ban_le .Col-plan .Num": "–",
			"#row-thu_ns .Verdict": "Chưa giao kế hoạch", "#row-thu_ns .Board-reason": "chưa có kế hoạch HĐND quận giao; đã có: kế hoạch thành phố giao"}},
		{"ranges and bounds", "2004", map[string]string{
			"h1": "2/4 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "#row-ban_le .Col-plan .Num": "90,0-110,0", "#row-ban_le .Col-percent": "đạt kế hoạch",
			"#row-ho_ngheo .Col-plan .Num": "dưới 4", "#row-ho_ngheo .Verdict": "Không đạt", "#row-ho_ngheo .Col-percent": "bằng mức giới hạn", "#row-bhyt .Col-plan .Num": "từ 87,0 trở lên",
			"#row-gtsx_cn .Col-plan .Num": "khoảng 500,0", "#row-gtsx_cn .Col-percent .Num-int": "80"}},
		{"plan of zero", "2005", map[string]string{
			"h1": "1/2 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "#row-ho_ngheo .Verdict": "Không đạt", "#row-viec_lam .Verdict": "Vượt",
			"#row-viec_lam .Board-reason": "kế hoạch bằng 0 nên không có tỷ lệ", "#row-viec_lam .Col-percent .Num-int": "+12"}},
		{"all illustrative", "2006", map[string]string{
			"#row-ban_le .Col-actual .Num-origin": "◇", "#row-ban_le .Col-plan .Num-origin": "◇", ".Legend li:last-child": "◇ số minh họa",
			".Attention li:first-child .Attention-text": "số ước bằng đúng kế hoạch, không có phần vượt ◇Phòng Tài chính - Kế hoạch"}},
		{"not comparable", "2007", map[string]string{
			"h1": "0/1 chỉ tiêu đạt và vượt kế hoạch thành phố giao", "#row-gtsx_cn .Verdict": "Không so sánh được", "#row-gtsx_cn .Board-words": "khác gốc giá",
			"#row-gtsx_cn .Col-percent .Num": "–", "#row-gtsx_cn .Board-reason": "kế hoạch theo giá so sánh 2010, thực hiện theo giá hiện hành"}},
		{"in the year", "2008-YTD06", map[string]string{
			"h1": "1/3 chỉ tiêu đã đạt kế hoạch năm", "#row-ban_le .Verdict": "Đã đạt kế hoạch năm", "#row-thu_ns .Verdict": "Đang thực hiện",
			"#row-bhyt .Col-percent .Num-int": "−1", ".Tally-group:last-child .Tally-label": "1đã đạt kế hoạch năm", ".Col-plan": "Kế hoạch năm 2008"}},
		{"no set", "2009", map[string]string{"h1": "Quận Lê Chân, năm 2009", ".Empty-text": "Năm 2009 chưa có chỉ tiêu."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := b.get("/units/lechan/board?period=" + tt.period)
			if a.status != http.StatusOK {
				t.Fatalf("status %d: %s", a.status, a.body)
			}
			doc := a.page(t)
			checkTexts(t, doc, tt.want)
			checkPage(t, "board/board", i18n.Vi, doc)
			var s summaryJSON
			if err := json.Unmarshal([]byte(b.get("/api/v1/units/lechan/summary?period="+tt.period).body), &s); err != nil {
				t.Fatal(err)
			}
			if len(s.Rows) > 0 {
				checkBoard(t, doc, s, i18n.For(i18n.Vi).Format())
			}
		})
	}
}

// checkTexts looks for the first text at each selector. An empty one asks
// only that something is there.
func checkTexts(t *testing.T, doc *goquery.Document, want map[string]string) {
	t.Helper()
	for selector, text := range want {
		s := doc.Find(selector).First()
		got := strings.Join(strings.Fields(strings.ReplaceAll(s.Text(), "\u00a0", " ")), " ")
		if s.Length() == 0 || text != "" && got != text {
			t.Errorf("%s: %q (%d found), want %q", selector, got, s.Length(), text)
		}
	}
}
