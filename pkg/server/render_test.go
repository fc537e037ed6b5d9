package server

import (
	"bytes"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"muctieu/pkg/i18n"
	"muctieu/pkg/indicator"
	"muctieu/web"
)

// mustTemplates parses the real templates.
func mustTemplates(t *testing.T) *templateSet {
	t.Helper()
	set, err := parseTemplates(web.Templates())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func mustDocument(t *testing.T, body []byte) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// sampleParts holds dots for every partial, those that show each branch.
var sampleParts = map[string][]any{
	"part/verdict": {
		newVerdict(indicator.NotMet, false, i18n.For(i18n.Vi)),
		verdictView{Code: "met", Icon: "check", Word: "Đạt", Plain: true, Below: "dưới KH HĐND", BelowPercent: "89,0%"},
	},
	"part/number": {
		newNumber("27.037,0", i18n.Vi), newNumber("", i18n.En), numberView{Words: "giữ nguyên"},
		numberView{Label: "Thành phố", Int: "940", Frac: ",133", Mark: "ước", Origin: "◇", OriginTitle: "số minh họa", Unit: "%", Strong: true, Reason: "bằng 61% cùng kỳ"},
	},
	"part/numbers":    {[]numberView{{Int: "1"}}, []numberView{{Int: "1"}, {Int: "2"}}},
	"part/bar":        {newBullet(89, []float64{112}), newBullet(180, nil), bulletView{Estimate: true, Missed: true, Neutral: true, Label: "89%"}},
	"part/spark":      {newSpark([]float64{1, 2, 3}, true, "2020–2022"), newSpark([]float64{3, 3}, false, "2021–2022")},
	"part/tally":      {sampleTally(), tallyView{}},
	"part/attention":  {sampleAttention(), attentionView{Title: "Cần chú ý", Empty: "Không có chỉ tiêu cần chú ý."}},
	"part/state":      {stateView{Icon: "clock", Word: "Chờ duyệt", Class: "warning", Tag: true}, stateView{Word: "Bản nháp", Small: true}},
	"part/save":       {saveView{Class: "saving", Icon: "loader-2", Text: "Đang lưu"}, saveView{Class: "conflict", Icon: "arrows-left-right", Text: "Xung đột", Alert: true, Choices: []choiceView{{Name: "take", Value: "938.75", Text: "Lấy 938,75"}}}},
	"part/empty":      {emptyView{Text: "Không có hồ sơ chờ duyệt."}, emptyView{Text: "Năm 2024 chưa có chỉ tiêu.", Note: "Sao chép từ năm 2023?", Line: true, Actions: []linkView{{Href: "/sets", Text: "Sao chép", Icon: "copy", Primary: true}}}},
	"part/notice":     {noticeView{Kind: "fault", Text: "Bị từ chối", List: []string{"dòng 2"}}, noticeView{Kind: "done"}, noticeView{Kind: "warning"}, noticeView{}},
	"part/pages":      {pagesView{Label: "Trang", Previous: "?p=1", Next: "?p=3", PreviousText: "Trước", NextText: "Sau", Text: "21-40 trong 63"}, pagesView{}},
	"part/field":      sampleFields,
	"part/choices":    sampleFields,
	"part/fieldstate": {fieldView{Required: true, Focus: true, Fault: "x", ID: "a"}},
	"part/fieldwords": {fieldView{ID: "a", Help: "x", Fault: "y"}},
	"part/confirm":    {confirmView{ID: "ask", Title: "Duyệt", Action: "/approve", Hidden: []choiceView{{Name: "version", Value: "3"}}, Reason: &sampleReason, Word: "Duyệt", Cancel: "Hủy"}, confirmView{Danger: true}},
	"part/decision":   {decisionView{Class: "unknown", Text: "Văn bản giao: chưa rõ số, ngày", Note: "phiên bản 1"}, decisionView{Text: "QĐ 4269/QĐ-UBND", Href: "/d/1", Inline: true}},
	"part/versions":   {versionsView{Caption: "Số đã nhập", Heads: []string{"Phiên bản"}, Rows: []versionView{{Version: "2", Current: true}, {Version: "1"}}}, versionsView{Empty: "Chưa có số liệu"}},
	"part/chart":      {chartView{ID: "c1", Title: "Biểu đồ", Options: map[string]any{"title": "</script><script>"}, Height: 3, PNG: "PNG", SVG: "SVG", File: "a"}, chartView{}},
	"part/question":   {questionView{Who: "Chủ tịch hỏi", Text: "Vì sao?", Href: "/q/1", Action: "Xem"}, questionView{}},
	"layout/hatch":    {nil},
	"layout/print":    {printView{Authority: "Ủy ban nhân dân"}},
	"layout/headunit": {contextView{Unit: "Quận Lê Chân"}},
	"layout/segments": {[]linkView{{Href: "?", Text: "Năm", Current: true}}},
	"layout/units":    {[]linkView{{Href: "?", Text: "Quận Lê Chân", Depth: 1, Current: true}}},
	"layout/choice":   {menuView{Text: "Số liệu đến", Icon: "history", Items: []linkView{{Text: "a"}}}},
	"layout/period":   {samplePage(i18n.En)},
	"layout/context":  {samplePage(i18n.En)},
	"layout/head":     {samplePage(i18n.En), page{}},
	"layout/lang":     {samplePage(i18n.En)},
	"layout/own":      {samplePage(i18n.En), page{Theme: "dark"}},
}

var sampleReason = fieldView{ID: "reason", Name: "reason", Label: "Lý do", Type: "textarea", Required: true}

var sampleFields = []any{
	fieldView{ID: "a", Name: "a", Label: "Tên", Value: "<b>", Required: true, Fault: "Cần điền", Help: "Tối đa 80 chữ"},
	fieldView{ID: "b", Name: "b", Label: "Số", Type: "number", Mode: "decimal", Optional: "không bắt buộc", Short: true, ReadOnly: true},
	fieldView{ID: "c", Name: "c", Label: "Mật khẩu", Type: "password", Auto: "current-password", Value: "secret"},
	fieldView{ID: "d", Name: "d", Label: "Tệp", Type: "file", Accept: ".xlsx"},
	fieldView{ID: "e", Name: "e", Label: "Vai trò", Type: "select", Options: []choiceView{{Value: "1", Text: "Một", Checked: true}, {Value: "2", Text: "Hai"}}},
	fieldView{ID: "f", Name: "f", Label: "Chọn", Type: "radio", Required: true, Options: []choiceView{{Value: "1", Text: "Một", Note: "ghi chú"}}},
	fieldView{ID: "g", Name: "g", Type: "checkbox", ReadOnly: true, Options: []choiceView{{Name: "h", Value: "1", Text: "Một", Checked: true}}},
	sampleReason,
}

func TestPartials(t *testing.T) {
	set := mustTemplates(t)
	shared := set.pages["board/board"]
	for _, each := range shared.Templates() {
		if !strings.HasPrefix(each.Name(), "part/") && !strings.HasPrefix(each.Name(), "layout/") {
			continue
		}
		dots := sampleParts[each.Name()]
		if len(dots) == 0 {
			t.Errorf("%s is executed by no test: add its dot to sampleParts", each.Name())
		}
		for i, dot := range dots {
			var buf bytes.Buffer
			if err := shared.ExecuteTemplate(&buf, each.Name(), dot); err != nil {
				t.Errorf("%s, dot %d: %v", each.Name(), i, err)
			}
			if strings.Contains(buf.String(), "ZgotmplZ") {
				t.Errorf("%s, dot %d: a value was refused by the escaper: %s", each.Name(), i, buf.String())
			}
		}
	}
}

// Every page in both languages, with no message key left unspoken.
func TestPages(t *testing.T) {
	set := mustTemplates(t)
	for _, name := range slices.Sorted(maps.Keys(set.pages)) {
		sample, ok := samplePages[name]
		if !ok {
			t.Errorf("%s has no sample: add one to samplePages", name)
			continue
		}
		for _, lang := range i18n.Langs {
			body, err := set.execute(name, "layout", sample(lang))
			if err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
				continue
			}
			checkPage(t, name, lang, mustDocument(t, body))
		}
	}
}

func checkPage(t *testing.T, name string, lang i18n.Lang, doc *goquery.Document) {
	t.Helper()
	if got := doc.Find("html").AttrOr("lang", ""); got != string(lang) {
		t.Errorf("%s: lang %q, want %q", name, got, lang)
	}
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("%s: %d h1, want 1", name, n)
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("%s: the id %q stands twice", name, id)
		} else {
			ids[id] = true
		}
	})
	doc.Find("[aria-label=''], a:not([href])").Each(func(_ int, s *goquery.Selection) {
		html, _ := goquery.OuterHtml(s)
		t.Errorf("%s: nothing to read aloud, or no address: %.80s", name, html)
	})
	if n := doc.Find("[style], script:not([src]):not([type='application/json'])").Length(); n > 0 {
		t.Errorf("%s: %d elements the content security policy refuses", name, n)
	}
	if words := doc.Find("body").Text(); strings.Contains(words, "layout.") || strings.Contains(words, "core.") || strings.Contains(words, "<no value>") {
		t.Errorf("%s in %s: a message is missing", name, lang)
	}
}

func TestBoardPage(t *testing.T) {
	body, err := mustTemplates(t).execute("board/board", "layout", sampleBoard(i18n.Vi))
	if err != nil {
		t.Fatal(err)
	}
	doc := mustDocument(t, body)
	for _, tt := range []struct{ selector, want string }{
		{"h1", "16/16 chỉ tiêu đạt và vượt kế hoạch thành phố giao"},
		{".Honest b", "89%"},
		{"#row-Tổngmứcbánlẻhànghóa .Col-actual .Num-int", "27.037"},
		{"#row-Tổngmứcbánlẻhànghóa .Col-actual .Num-frac", ",0"},
		{"#row-Tỷlệhộnghèo .Col-percent", "bằng kế hoạch"},
		{"#row-Tỷlệhộnghèo .Col-bar", "càng thấp càng tốt"},
		{"#row-Thungânsáchnhànướctrênđịabàn .Below", "dưới KH HĐND: 89,0%"},
	} {
		if got := strings.TrimSpace(doc.Find(tt.selector).Text()); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.selector, got, tt.want)
		}
	}
	if n := doc.Find("#row-Tỷlệhộnghèo .Bar").Length(); n != 0 {
		t.Error("a row without a percent has a bar")
	}
	if n := doc.Find(".Board-row").Length(); n != strings.Count(sampleRows, "\n")+1 {
		t.Errorf("%d rows", n)
	}
}

func TestRenderSendsNothingOfABrokenPage(t *testing.T) {
	files := fstest.MapFS{
		"layout/layout.tmpl": {Data: []byte(`{{define "layout"}}<p>{{block "content" .}}{{end}}</p>{{end}}`)},
		"part/a.tmpl":        {Data: []byte(`{{define "part/a"}}{{end}}`)},
		"x/_piece.tmpl":      {Data: []byte(`{{define "x/piece"}}piece{{end}}`)},
		"x/good.tmpl":        {Data: []byte(`{{define "content"}}{{template "x/piece"}} {{.}}{{end}}`)},
		"y/bad.tmpl":         {Data: []byte(`{{define "content"}}long text {{.None.Field}}{{end}}`)},
	}
	set, err := parseTemplates(files)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, part string
		status     int
		want       string
		fails      bool
	}{
		{"x/good", "layout", 409, "<p>piece 1 &lt; 2</p>", false},
		{"x/good", "content", 200, "piece 1 &lt; 2", false},
		{"y/bad", "layout", 200, "", true},
		{"none", "layout", 200, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.part, func(t *testing.T) {
			w := httptest.NewRecorder()
			c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), w)
			err := set.fragment(c, tt.status, tt.name, tt.part, "1 < 2")
			if (err != nil) != tt.fails {
				t.Fatalf("error %v", err)
			}
			if w.Body.String() != tt.want {
				t.Errorf("sent %q, want %q", w.Body, tt.want)
			}
			if !tt.fails && w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
		})
	}
}

func TestParseTemplatesRefusesBrokenOnes(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no layout":        {"x/a.tmpl": {Data: []byte("a")}},
		"a broken layout":  {"layout/a.tmpl": {Data: []byte("{{")}, "part/a.tmpl": {Data: []byte("a")}},
		"a broken page":    {"layout/a.tmpl": {Data: []byte("a")}, "part/a.tmpl": {Data: []byte("a")}, "x/a.tmpl": {Data: []byte("{{nofunc}}")}},
		"a broken partial": {"layout/a.tmpl": {Data: []byte("a")}, "part/a.tmpl": {Data: []byte("a")}, "x/a.tmpl": {Data: []byte("a")}, "x/_b.tmpl": {Data: []byte("{{if}}")}},
	} {
		if _, err := parseTemplates(files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Data cannot leave the script element that holds it.
func TestChartOptionsStayData(t *testing.T) {
	var buf bytes.Buffer
	dot := chartView{ID: "c", Options: map[string]any{"name": "</script><script>alert(1)</script>"}}
	if err := mustTemplates(t).pages["board/board"].ExecuteTemplate(&buf, "part/chart", dot); err != nil {
		t.Fatal(err)
	}
	scripts := mustDocument(t, buf.Bytes()).Find("script")
	if scripts.Length() != 1 {
		t.Fatalf("%d script elements, want 1", scripts.Length())
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(scripts.Text()), &back); err != nil || back["name"] != "</script><script>alert(1)</script>" {
		t.Errorf("options came out as %q, %v", scripts.Text(), err)
	}
}

func TestIcon(t *testing.T) {
	got := icon("check", "small")
	want := template.HTML(`<svg class="Icon Icon--small" aria-hidden="true" focusable="false"><use href="` + web.Asset("icons/sprite.svg") + `#check"/></svg>`)
	if got != want {
		t.Errorf("icon = %s, want %s", got, want)
	}
	if got := string(icon(`"><script>`)); strings.Contains(got, "<script>") {
		t.Errorf("icon lets markup through: %s", got)
	}
}

func TestDict(t *testing.T) {
	d, err := dict("a", 1, "b", "x")
	if err != nil || d["a"] != 1 || d["b"] != "x" {
		t.Errorf("dict = %v, %v", d, err)
	}
	if _, err := dict("a"); err == nil {
		t.Error("dict of one argument: no error")
	}
}
