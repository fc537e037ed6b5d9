package server

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muctieu/pkg/indicator"
)

const plansAddress = "/units/lechan/plans?year=2023&level=city"

// newestPlan is the newest version of a plan of Lê Chân in 2023.
func (w *world) newestPlan(code, level string) indicator.Plan {
	w.t.Helper()
	all, err := w.store.PlanVersions(context.Background(), indicator.PlanKey{Unit: "lechan", Indicator: indicator.Code(code), Year: 2023, Level: level})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return indicator.Plan{}
	}
	return all[len(all)-1]
}

func planText(p indicator.Plan) string {
	if p.Version == 0 || p.Withdrawn {
		return "none"
	}
	text := string(p.Target.Operator) + p.Target.Low.String()
	if p.Target.High != nil {
		text += ".." + p.Target.High.String()
	}
	return text + " " + string(p.Basis) + " " + p.Decision.Number
}

func (b *browser) openPlans(path string) url.Values {
	b.w.t.Helper()
	a := b.get(path)
	if a.status != http.StatusOK {
		b.w.t.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	return fields(a.page(b.w.t).Find("form.js-plans"))
}

var document = map[string]string{"basis": "decided", "number": "4269/QĐ-UBND", "date": "2022-12-12", "issuer": "UBND thành phố", "title": "Giao chỉ tiêu năm 2023"}

// with adds fields to a copy.
func with(m map[string]string, pairs ...string) map[string]string {
	c := map[string]string{}
	for k, v := range m {
		c[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		c[pairs[i]] = pairs[i+1]
	}
	return c
}

func TestPlansSave(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	known := map[string]string{"basis": "decided", "known": "4269/QĐ-UBND|2022-12-12|UBND thành phố"}
	tests := []struct {
		name   string
		set    map[string]string
		status int
		want   map[string]string
		says   string
	}{
		{"under a document", with(document, "low.ban_le", "30.000", "low.gtsx_cn", "450,5"), 303,
			map[string]string{"ban_le": "=30000 decided 4269/QĐ-UBND", "gtsx_cn": "=450.5 decided 4269/QĐ-UBND"}, ""},
		{"under the same one, chosen", with(known, "low.thu_ns", "987,14"), 303, map[string]string{"thu_ns": "=987.14 decided 4269/QĐ-UBND"}, ""},
		{"a range", with(known, "operator.bhyt", "range", "low.bhyt", "93", "high.bhyt", "94,5"), 303, map[string]string{"bhyt": "range93..94.5 decided 4269/QĐ-UBND"}, ""},
		{"a range of one end", with(known, "operator.bhyt", "range", "low.bhyt", "95", "high.bhyt", ""), 422, map[string]string{"bhyt": "range93..94.5 decided 4269/QĐ-UBND"}, "khoảng cần hai đầu"},
		{"a range upside down", with(known, "operator.bhyt", "range", "low.bhyt", "95", "high.bhyt", "94"), 422, map[string]string{"bhyt": "range93..94.5 decided 4269/QĐ-UBND"}, "đầu thấp không lớn hơn đầu cao"},
		{"a bound, proposed", map[string]string{"basis": "proposed", "operator.ho_ngheo": "<", "low.ho_ngheo": "0,05"}, 303, map[string]string{"ho_ngheo": "<0.05 proposed "}, ""},
		{"two readings", with(known, "low.von_dtpt", "1,605"), 422, nil, "hai cách đọc"},
		{"a reading chosen", with(known, "low.von_dtpt", "1,605", "answer.von_dtpt", "1605"), 303, map[string]string{"von_dtpt": "=1605 decided 4269/QĐ-UBND"}, ""},
		{"no number of the document", map[string]string{"basis": "decided", "date": "2022-12-12", "issuer": "UBND", "low.viec_lam": "7.600"}, 422, nil, "Cần ghi số của văn bản"},
		{"no date", map[string]string{"basis": "decided", "number": "1/QĐ", "date": "hôm qua", "issuer": "UBND", "low.viec_lam": "7.600"}, 422, nil, "Cần ghi ngày ban hành"},
		{"not a number", with(known, "low.viec_lam", "x"), 422, nil, "kế hoạch phải là một số"},
		{"emptied", with(known, "low.thu_ns", ""), 422, map[string]string{"thu_ns": "=987.14 decided 4269/QĐ-UBND"}, "Thu hồi kế hoạch?"},
		{"taken back", with(known, "low.thu_ns", "", "answer.thu_ns", "withdraw", "reason.thu_ns", "giao nhầm"), 303, map[string]string{"thu_ns": "none"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := b.openPlans(plansAddress)
			for name, value := range tt.set {
				form.Set(name, value)
			}
			a := b.post(plansAddress, form)
			if a.status != tt.status || !strings.Contains(a.body, tt.says) {
				t.Fatalf("status %d, want %d saying %q: %s", a.status, tt.status, tt.says, textOf(a.page(t).Find(".Notice")))
			}
			for code, want := range tt.want {
				if got := planText(w.newestPlan(code, "city")); got != want {
					t.Errorf("%s is %q, want %q", code, got, want)
				}
			}
			if tt.status == http.StatusUnprocessableEntity {
				kept := fields(a.page(t).Find("form.js-plans"))
				for name, value := range tt.set {
					if strings.HasPrefix(name, "low.") && kept.Get(name) != value {
						t.Errorf("%s came back as %q", name, kept.Get(name))
					}
				}
			}
		})
	}
}

// A new document over plans whose values stay: both versions are kept, and the
// plan says that it was adjusted where the value changed.
func TestPlansAdjusted(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	form := b.openPlans(plansAddress)
	for name, value := range with(document, "low.ban_le", "30.000", "low.gtsx_cn", "450") {
		form.Set(name, value)
	}
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("first: %d", a.status)
	}
	before := w.newestPlan("gtsx_cn", "city")
	form = b.openPlans(plansAddress)
	for name, value := range map[string]string{"basis": "decided", "number": "2000/QĐ-UBND", "date": "01/07/2023", "issuer": "UBND thành phố", "all": "1", "low.ban_le": "31.000"} {
		form.Set(name, value)
	}
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("second: %d", a.status)
	}
	if got := w.newestPlan("gtsx_cn", "city"); got.Version != before.Version+1 || got.Decision.Number != "2000/QĐ-UBND" || got.Target.Low.Cmp(before.Target.Low) != 0 {
		t.Errorf("a value that stays under the new document: %+v", got)
	}
	page := b.get(plansAddress).page(t)
	if got := textOf(page.Find("#row-ban_le .Entry-save")); !strings.Contains(got, "2000/QĐ-UBND ngày 01/7/2023, UBND thành phố") || !strings.Contains(got, "Kế hoạch sau điều chỉnh") {
		t.Errorf("the adjusted plan says %q", got)
	}
	history := b.get("/units/lechan/plans/ban_le?year=2023").page(t)
	if got := textOf(history.Find("tbody").First().Find("tr").First()); !strings.Contains(got, "31.000,0 tỷ đồng") || !strings.Contains(got, "(kế hoạch sau điều chỉnh)") || !strings.Contains(got, "đang hiệu lực") {
		t.Errorf("the newest version says %q", got)
	}
	if n := history.Find("tbody").First().Find("tr").Length(); n != w.newestPlan("ban_le", "city").Version {
		t.Errorf("%d versions shown", n)
	}
}

func TestPlansConflict(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("nguoi_soat_2", "reviewer@lechan")
	one, two := w.as("nguoi_soat"), w.as("nguoi_soat_2")
	first, second := one.openPlans(plansAddress), two.openPlans(plansAddress)
	first.Set("basis", "proposed")
	first.Set("low.ban_le", "30.000")
	second.Set("basis", "proposed")
	second.Set("low.ban_le", "31.000")
	if a := one.post(plansAddress, first); a.status != http.StatusSeeOther {
		t.Fatalf("first: %d", a.status)
	}
	a := two.post(plansAddress, second)
	if a.status != http.StatusConflict {
		t.Fatalf("second: %d, want 409", a.status)
	}
	page := a.page(t)
	keep := page.Find("#row-ban_le button[value^='keep:']")
	if got := textOf(page.Find("#row-ban_le .Save--conflict")); !strings.Contains(got, "Người nguoi_soat lưu 30.000,0") || keep.Length() != 1 {
		t.Fatalf("the conflict says %q", got)
	}
	form := fields(page.Find("form.js-plans"))
	form.Set(keep.AttrOr("name", ""), keep.AttrOr("value", ""))
	if a := two.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("kept: %d", a.status)
	}
	if got := planText(w.newestPlan("ban_le", "city")); got != "=31000 proposed " {
		t.Errorf("the plan is %q", got)
	}
}

// upload sends a form with a file in it.
func (b *browser) upload(path string, form url.Values, field, name string, content []byte) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for key, values := range form {
		for _, value := range values {
			if err := m.WriteField(key, value); err != nil {
				b.w.t.Fatal(err)
			}
		}
	}
	part, err := m.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		b.w.t.Fatal(err)
	}
	return b.send(http.MethodPost, path, m.FormDataContentType(), &body)
}

func TestDecisionScan(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	form := b.openPlans(plansAddress)
	for name, value := range with(document, "low.ban_le", "30.000") {
		form.Set(name, value)
	}
	if a := b.upload(plansAddress, form, "scan", "gia.pdf", []byte("<html><script>alert(1)</script>")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "PDF, PNG hoặc JPEG") {
		t.Fatalf("no scan: %d", a.status)
	}
	if got := w.newestPlan("ban_le", "city"); got.Decision.Number != "" {
		t.Errorf("a refused scan left a plan: %+v", got)
	}
	if a := b.upload(plansAddress, form, "scan", "Quyết định 4269.exe", []byte("%PDF-1.7 x")); a.status != http.StatusSeeOther {
		t.Fatalf("a scan: %d", a.status)
	}
	link := b.get(plansAddress).page(t).Find("#row-ban_le .Decision a").AttrOr("href", "")
	a := b.get(link)
	for header, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": "attachment; filename=\"document\"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%204269.pdf",
	} {
		if got := a.header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if a.status != http.StatusOK || a.body != "%PDF-1.7 x" {
		t.Errorf("%d %q", a.status, a.body)
	}
	if a := w.as("nguoi_la").get(link); a.status != http.StatusNotFound {
		t.Errorf("an official of another district: %d, want 404", a.status)
	}
	for _, wrong := range []string{"0", "99", "abc"} {
		if a := b.get("/units/lechan/decisions/" + wrong); a.status != http.StatusNotFound {
			t.Errorf("document %s: %d, want 404", wrong, a.status)
		}
	}
}

// A growth fills in what is missing, from the unrounded figure, and saves
// nothing.
func TestPlansProposed(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	form := b.openPlans("/units/lechan/plans?year=2023&level=stretch&growth=5,5")
	for code, want := range map[string]string{"ban_le": "28.524,04", "thu_ns": "991,84", "bhyt": ""} {
		if got := form.Get("low." + code); got != want { // 27.037 x 1,055; 940,133 x 1,055 = 991,840315; points have no growth
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if form.Get("basis") != "proposed" || w.newestPlan("ban_le", "stretch").Version != 0 {
		t.Error("a proposal is not offered as one, or was saved")
	}
	if a := b.get("/units/lechan/plans?year=2023&growth=nhiều"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no number: %d", a.status)
	}
	if a := b.get("/units/lechan/plans?year=2023&level=none"); a.status != http.StatusNotFound {
		t.Errorf("no such level: %d", a.status)
	}
}

func TestAllocation(t *testing.T) {
	w := newWorld(t, Config{})
	w.add("soat_ca_phuong", "reviewer@lechan+below")
	b := w.as("soat_ca_phuong")
	at := "/units/lechan/allocation?year=2022&indicator=thu_ns&from=city&level=stretch"
	page := b.get(at).page(t)
	if got := textOf(page.Find(".Plans-totals")); !strings.Contains(got, "940,133 tỷ đồng") || !strings.Contains(got, "Còn lại940,133 tỷ đồng") {
		t.Errorf("before: %q", got)
	}
	form := fields(page.Find("form.js-plans"))
	form.Set("basis", "proposed")
	form.Set("low.lechan-catdai", "100,5")
	if a := b.post(at, form); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location(), at) {
		t.Fatalf("%d to %q", a.status, a.location())
	}
	if got := textOf(b.get(at).page(t).Find(".Plans-totals")); !strings.Contains(got, "Đã giao100,5 tỷ đồng") || !strings.Contains(got, "Còn lại839,633 tỷ đồng") {
		t.Errorf("after: %q", got)
	}
	form.Set("low.lechan-catdai", "nhiều")
	if a := b.post(at, form); a.status != http.StatusUnprocessableEntity || fields(a.page(t).Find("form.js-plans")).Get("low.lechan-catdai") != "nhiều" {
		t.Errorf("not a number: %d", a.status)
	}
	alone := w.as("nguoi_soat").get("/units/lechan/allocation?year=2022").page(t)
	if got := textOf(alone.Find(".Empty")); got == "" {
		t.Error("who may plan for no unit below is offered some")
	}
	w.add("ca_quan", "reviewer@lechan+below")
	for login, want := range map[string]int{"nguoi_soat": 0, "ca_quan": 1} {
		if n := w.as(login).get("/units/lechan/plans?year=2022").page(t).Find("a[href^='/units/lechan/allocation']").Length(); n != want {
			t.Errorf("%s is offered to hand plans down %d times, want %d", login, n, want)
		}
	}
}

func TestPlansWithoutYear(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	for from, want := range map[string]string{"/units/lechan/plans": "/units/lechan/plans?year=2022", "/units/lechan/plans?period=2023-Q1": "/units/lechan/plans?year=2023"} {
		if a := b.get(from); a.status != http.StatusSeeOther || a.location() != want {
			t.Errorf("%s: %d to %q, want %q", from, a.status, a.location(), want)
		}
	}
}

// What is typed belongs in the browser to the person, unit, year and level.
func TestPlansNameTheirDraft(t *testing.T) {
	w := newWorld(t, Config{})
	page := w.as("nguoi_soat").get("/units/lechan/plans?year=2023&level=council").page(t)
	if got := page.Find("form.js-plans").AttrOr("data-draft", ""); got != "nguoi_soat/lechan/plans-2023-council" {
		t.Errorf("the draft is called %q", got)
	}
	if page.Find("form.js-plans template").Length() != 4 || page.Find("script[src*='js/plans']").Length() != 1 {
		t.Error("the page lacks the words or the script of drafts")
	}
	if got := page.Find("form.js-logout").AttrOr("data-owner", ""); got != "nguoi_soat" {
		t.Errorf("leaving takes the drafts of %q away", got)
	}
}
