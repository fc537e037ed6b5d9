package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"muctieu/pkg/indicator"
	"muctieu/pkg/period"
)

const entryAddress = "/units/lechan/entry?period=2022"

// fields are all fields of a form as a browser would send them.
func fields(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, f *goquery.Selection) {
		name, value := f.AttrOr("name", ""), f.AttrOr("value", "")
		switch kind := f.AttrOr("type", ""); {
		case goquery.NodeName(f) == "select":
			value = f.Find("option[selected]").AttrOr("value", f.Find("option").First().AttrOr("value", ""))
		case goquery.NodeName(f) == "textarea":
			value = f.Text()
		case kind == "radio" || kind == "checkbox":
			if _, checked := f.Attr("checked"); !checked {
				return
			}
		case kind == "file":
			return
		}
		v.Add(name, value)
	})
	return v
}

// newest is the newest version of a cell of Lê Chân in 2022.
func (w *world) newest(code string) indicator.Figure {
	w.t.Helper()
	all, err := w.store.Versions(context.Background(), indicator.CellKey{Unit: "lechan", Indicator: indicator.Code(code), Period: period.MustParse("2022")})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return indicator.Figure{}
	}
	return all[len(all)-1]
}

func valueText(f indicator.Figure) string {
	if f.Value == nil {
		return string(f.Status)
	}
	return f.Value.String()
}

// open loads the page of entering and gives the form as it stands.
func (b *browser) open(path string) (*goquery.Document, url.Values) {
	b.w.t.Helper()
	a := b.get(path)
	if a.status != http.StatusOK {
		b.w.t.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	page := a.page(b.w.t)
	return page, fields(page.Find("form.js-entry"))
}

func textOf(s *goquery.Selection) string { return spaced(s.Text()) }

func TestEntryPageShowsWhatAFigureIsHeldAgainst(t *testing.T) {
	w := newWorld(t, Config{})
	page, form := w.as("can_bo").open(entryAddress)
	row := page.Find("#row-ban_le")
	for _, want := range []string{"Tổng mức bán lẻ hàng hóa", "tỷ đồng", "23.327,87", "24.445,75", "110,6", "+15,9", "Đã lưu"} {
		if !strings.Contains(textOf(row), want) {
			t.Errorf("the row lacks %q: %s", want, textOf(row))
		}
	}
	if got := form.Get("value.ban_le"); got != "27.037,0" {
		t.Errorf("the field holds %q", got)
	}
	if got := form.Get("status.ban_le"); got != "estimate" {
		t.Errorf("the status is %q", got)
	}
	if n := page.Find("tr.js-row").Length(); n != 17 {
		t.Errorf("%d rows, want 17", n)
	}
	if got := textOf(page.Find("#row-thu_ns .Col-percent")); !strings.Contains(got, "100,0") || !strings.Contains(got, "89,0") {
		t.Errorf("both plans of the revenue: %s", got)
	}
	if got := textOf(page.Find(".Due")); !strings.HasPrefix(got, "Hạn nộp 16/12/2022, đã quá") {
		t.Errorf("due: %q", got)
	}
}

// What was not touched is not saved, so a form sent as it came changes nothing.
func TestEntryFormSentUnchanged(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	_, form := b.open(entryAddress)
	before, err := w.store.Counter(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if a := b.post(entryAddress, form); a.status != http.StatusSeeOther || a.location() != entryAddress+"&saved=0" {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if after, err := w.store.Counter(context.Background()); err != nil || after != before {
		t.Errorf("the counter went from %d to %d, %v", before, after, err)
	}
}

func TestEntrySave(t *testing.T) {
	w := newWorld(t, Config{})
	tests := []struct {
		name        string
		set         map[string]string
		status      int
		want        map[string]string // newest values afterwards
		class, says string            // of the cell in question: its code before the colon
	}{
		{"two values", map[string]string{"value.ban_le": "27.100,5", "value.gtsx_cn": "430"}, 303, map[string]string{"ban_le": "27100.5", "gtsx_cn": "430"}, "", ""},
		{"a measure behind it", map[string]string{"value.bhyt": "93,4 %"}, 303, map[string]string{"bhyt": "93.4"}, "", ""},
		{"not applicable", map[string]string{"value.giao_quan": "x"}, 303, map[string]string{"giao_quan": "not_applicable"}, "", ""},
		{"a firmer status alone", map[string]string{"status.viec_lam": "official"}, 303, map[string]string{"viec_lam": "7450"}, "", ""},
		{"a softer one needs a note", map[string]string{"status.viec_lam": "estimate"}, 422, map[string]string{"viec_lam": "7450"}, "viec_lam:refused", "cần có ghi chú"},
		{"a note alone", map[string]string{"note.nuoc_sach": "theo báo cáo"}, 303, map[string]string{"nuoc_sach": "100"}, "", ""},
		{"two readings", map[string]string{"value.von_dtpt": "1,546"}, 422, map[string]string{"von_dtpt": "1545"}, "von_dtpt:asked", "hai cách đọc"},
		{"one reading chosen", map[string]string{"value.von_dtpt": "1,546", "answer.von_dtpt": "1546"}, 303, map[string]string{"von_dtpt": "1546"}, "", ""},
		{"the other reading chosen", map[string]string{"value.von_dtpt": "1,547", "answer.von_dtpt": "1.547"}, 303, map[string]string{"von_dtpt": "1.547"}, "", ""},
		{"an answer to another text is none", map[string]string{"value.von_dtpt": "1,548", "answer.von_dtpt": "1546"}, 422, map[string]string{"von_dtpt": "1.547"}, "von_dtpt:asked", "1,548"},
		{"too many decimals are asked about", map[string]string{"value.truong_chuan": "68,05"}, 422, map[string]string{"truong_chuan": "68"}, "truong_chuan:asked", "nhận tối đa 1"},
		{"words", map[string]string{"value.tthc_dung_han": "gần hết"}, 422, map[string]string{"tthc_dung_han": "99"}, "tthc_dung_han:refused", "không phải là số"},
		{"one bad cell keeps all back", map[string]string{"value.tthc_dung_han": "1e5", "value.ban_le": "30.000"}, 422, map[string]string{"ban_le": "27100.5"}, "tthc_dung_han:refused", "không phải là số"},
		{"emptied", map[string]string{"value.ho_so_truc_tuyen": ""}, 422, map[string]string{"ho_so_truc_tuyen": "62"}, "ho_so_truc_tuyen:asked", "Rút lại số liệu?"},
		{"withdrawn without a reason", map[string]string{"value.ho_so_truc_tuyen": "", "answer.ho_so_truc_tuyen": "withdraw"}, 422, map[string]string{"ho_so_truc_tuyen": "62"}, "ho_so_truc_tuyen:asked", "Cần ghi lý do"},
		{"emptied and kept", map[string]string{"value.ho_so_truc_tuyen": "", "answer.ho_so_truc_tuyen": "keep"}, 303, map[string]string{"ho_so_truc_tuyen": "62"}, "", ""},
		{"withdrawn", map[string]string{"value.ho_so_truc_tuyen": "", "answer.ho_so_truc_tuyen": "withdraw", "reason.ho_so_truc_tuyen": "nhập nhầm kỳ"}, 303, map[string]string{"ho_so_truc_tuyen": "withdrawn"}, "", ""},
		{"a note beside nothing", map[string]string{"note.ho_so_truc_tuyen": "chờ số liệu"}, 422, map[string]string{"ho_so_truc_tuyen": "withdrawn"}, "ho_so_truc_tuyen:refused", "cần nhập giá trị"},
		{"a marker for no figure yet", map[string]string{"value.ho_so_truc_tuyen": "-", "answer.ho_so_truc_tuyen": "empty"}, 303, map[string]string{"ho_so_truc_tuyen": "withdrawn"}, "", ""},
	}
	b := w.as("can_bo")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, form := b.open(entryAddress)
			for name, value := range tt.set {
				form.Set(name, value)
			}
			a := b.post(entryAddress, form)
			if a.status != tt.status {
				t.Fatalf("status %d, want %d", a.status, tt.status)
			}
			for code, want := range tt.want {
				if got := valueText(w.newest(code)); got != want {
					t.Errorf("%s is %s, want %s", code, got, want)
				}
			}
			if tt.class != "" {
				checkOpenCell(t, a.page(t), tt.class, tt.says, tt.set)
			}
		})
	}
}

// checkOpenCell looks at a page that came back: the cell in question says so,
// and all that was typed is kept.
func checkOpenCell(t *testing.T, page *goquery.Document, cell, says string, typed map[string]string) {
	t.Helper()
	code, class, _ := strings.Cut(cell, ":")
	row := page.Find("#row-" + code)
	if row.Find(".Grid-entry--"+class).Length() != 1 {
		t.Errorf("%s is not %s: %s", code, class, row.Find(".Grid-entry").AttrOr("class", ""))
	}
	if got := textOf(row) + textOf(row.Next()); !strings.Contains(got, says) {
		t.Errorf("%s does not say %q: %s", code, says, got)
	}
	kept := fields(page.Find("form.js-entry"))
	for name, value := range typed {
		if strings.HasPrefix(name, "answer.") {
			continue
		}
		if kept.Get(name) != value {
			t.Errorf("%s came back as %q, want %q", name, kept.Get(name), value)
		}
	}
	if page.Find("main > .Notice--fault").Length() != 1 {
		t.Error("no notice says that nothing was saved")
	}
}

// Two officials change one cell: the second sees both values and chooses.
func TestEntryConflict(t *testing.T) {
	for _, tt := range []struct{ name, answer, want string }{
		{"takes theirs", "take", "27200"}, {"keeps the own", "keep:3", "27300"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, Config{})
			one, two := w.as("can_bo"), w.as("nguoi_soat")
			_, first := one.open(entryAddress)
			_, second := two.open(entryAddress)
			first.Set("value.ban_le", "27.200,0")
			second.Set("value.ban_le", "27.300,0")
			second.Set("value.gtsx_cn", "431")
			if a := one.post(entryAddress, first); a.status != http.StatusSeeOther {
				t.Fatalf("first: %d", a.status)
			}
			a := two.post(entryAddress, second)
			if a.status != http.StatusConflict {
				t.Fatalf("second: %d, want 409", a.status)
			}
			page := a.page(t)
			save := page.Find("#row-ban_le .Save--conflict")
			if got := textOf(save); !strings.Contains(got, "Người can_bo lưu 27.200,0") || !strings.Contains(got, "Lấy 27.200,0 Giữ 27.300,0") && !strings.Contains(got, "Lấy 27.200,0Giữ 27.300,0") {
				t.Errorf("the conflict says %q", got)
			}
			if got := valueText(w.newest("gtsx_cn")); got != "423.2" {
				t.Errorf("gtsx_cn is %s: one conflict refuses the whole", got)
			}
			form := fields(page.Find("form.js-entry"))
			if a := two.post(entryAddress, form); a.status != http.StatusConflict {
				t.Errorf("sent again without an answer: %d, want 409", a.status)
			}
			form.Set("answer.ban_le", tt.answer)
			if a := two.post(entryAddress, form); a.status != http.StatusSeeOther {
				t.Fatalf("answered: %d", a.status)
			}
			if got := valueText(w.newest("ban_le")); got != tt.want {
				t.Errorf("ban_le is %s, want %s", got, tt.want)
			}
			if got := valueText(w.newest("gtsx_cn")); got != "431" {
				t.Errorf("gtsx_cn is %s, want 431", got)
			}
		})
	}
}

func TestEntryCell(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	_, form := b.open(entryAddress)
	for _, tt := range []struct {
		name, value, answer string
		status              int
		says                string
	}{
		{"asked", "1,545", "", 422, "một nghìn năm trăm bốn mươi lăm tỷ đồng"},
		{"answered", "1,545", "1545", 200, "Đã lưu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cell := url.Values{"indicator": {"von_dtpt"}}
			for _, name := range []string{"value", "status", "note", "version", "seen"} {
				cell.Set(name+".von_dtpt", form.Get(name+".von_dtpt"))
			}
			cell.Set("value.von_dtpt", tt.value)
			cell.Set("note.von_dtpt", "số của Kho bạc")
			cell.Set("answer.von_dtpt", tt.answer)
			a := b.post("/units/lechan/entry/cell?period=2022", cell)
			if a.status != tt.status || !strings.Contains(a.body, tt.says) {
				t.Fatalf("%d, want %d saying %q: %s", a.status, tt.status, tt.says, a.body)
			}
		})
	}
	if got := valueText(w.newest("von_dtpt")); got != "1545" {
		t.Errorf("von_dtpt is %s", got)
	}
	if a := b.post("/units/lechan/entry/cell?period=2022", url.Values{"indicator": {"none"}}); a.status != http.StatusNotFound {
		t.Errorf("an unknown indicator: %d", a.status)
	}
}

// A figure that equals its plan is saved, and says that a note is needed.
func TestEntryWarningsStopNothing(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	_, form := b.open(entryAddress)
	form.Set("value.dv_luu_tru", "4.167,06")
	if a := b.post(entryAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("status %d", a.status)
	}
	page, _ := b.open(entryAddress)
	row := page.Find("#row-dv_luu_tru")
	if got := textOf(row.Find(".Save--note")); !strings.Contains(got, "bằng đúng kế hoạch") {
		t.Errorf("it says %q", got)
	}
}

func TestEntryOneIndicatorAPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	at := "/units/lechan/entry/one/ban_le?period=2022"
	page, form := b.open(at)
	for selector, want := range map[string]string{
		"h1": "Tổng mức bán lẻ hàng hóa", ".One-place": "2/17", ".One-group": "Kinh tế",
		".One-results .One-line:first-child b": "110,6 %", ".One-results .Verdict": "Dự kiến vượt",
	} {
		if got := textOf(page.Find(selector)); got != want {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	form.Set("value.ban_le", "abc")
	if a := b.post(at, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="abc"`) {
		t.Errorf("refused: %d", a.status)
	}
	form.Set("value.ban_le", "27.038")
	form.Set("go", "next")
	a := b.post(at, form)
	if a.status != http.StatusSeeOther || a.location() != "/units/lechan/entry/one/dv_luu_tru?period=2022" {
		t.Errorf("%d to %q", a.status, a.location())
	}
	if got := valueText(w.newest("ban_le")); got != "27038" {
		t.Errorf("ban_le is %s", got)
	}
	page, _ = b.open(at)
	if got := page.Find(".Versions tbody tr").Length(); got != 3 {
		t.Errorf("%d versions, want 3", got)
	}
	if a := b.get("/units/lechan/entry/one/none?period=2022"); a.status != http.StatusNotFound {
		t.Errorf("an unknown indicator: %d", a.status)
	}
}

func TestEntryWithoutPeriodLeadsToTheNewest(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	a := b.get("/units/lechan/entry")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), "/units/lechan/entry?period=20") {
		t.Errorf("%d to %q", a.status, a.location())
	}
	if page, _ := b.open("/units/lechan/entry?period=2030"); textOf(page.Find(".Empty")) == "" {
		t.Error("a year without a set says nothing")
	}
}

// The English page asks for numbers as they are typed in Việt Nam.
func TestEntryInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("can_bo")
	b.post("/preference", url.Values{"lang": {"en"}})
	page, form := b.open(entryAddress)
	if got := form.Get("value.ban_le"); got != "27.037,0" {
		t.Errorf("the field holds %q", got)
	}
	if got := textOf(page.Find("h1")); got != "Figures for 2022" {
		t.Errorf("title %q", got)
	}
	form.Set("value.ban_le", "27,100.5")
	a := b.post(entryAddress, form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "27,100.5 billion VND") {
		t.Errorf("the English spelling: %d", a.status)
	}
}

func TestSeenCell(t *testing.T) {
	for _, s := range []seenCell{{"27.037,0", "estimate", "theo Cục Thống kê"}, {}, {"x", "not_applicable", "dòng một\ndòng hai"}} {
		if got := parseSeen(strings.ReplaceAll(s.String(), "\n", "\r\n")); fmt.Sprint(got) != fmt.Sprint(s) {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if got := parseSeen("7"); got != (seenCell{text: "7"}) {
		t.Errorf("a short one: %+v", got)
	}
}
