package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// fill sets fields of a form.
func fill(form url.Values, set map[string]string) url.Values {
	for name, value := range set {
		form.Set(name, value)
	}
	return form
}

// The same form twice saves one version.
func TestPlansSentTwice(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	form := fill(b.openPlans(plansAddress), with(document, "low.ban_le", "30.000", "note.ban_le", "theo Nghị quyết"))
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("first: %d", a.status)
	}
	first := w.newestPlan("ban_le", "city")
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Errorf("again: %d, want 303; %s", a.status, textOf(a.page(t).Find(".Notice")))
	}
	if again := w.newestPlan("ban_le", "city"); again.Version != first.Version || again.Note != "theo Nghị quyết" {
		t.Errorf("version %d became %d, note %q", first.Version, again.Version, again.Note)
	}
	page := b.get(plansAddress).page(t)
	if got := page.Find("[name='note.ban_le']").AttrOr("value", ""); got != "theo Nghị quyết" {
		t.Errorf("the note on the page is %q", got)
	}
}

// Whoever may not plan changes nothing, whatever is sent.
func TestPlansOnlyByReviewers(t *testing.T) {
	w := newWorld(t, Config{})
	form := fill(w.as("nguoi_soat").openPlans(plansAddress), with(document, "low.ban_le", "30.000"))
	before := w.newestPlan("ban_le", "city").Version
	for login, want := range map[string]int{"can_bo": 403, "tai_chinh": 403, "lanh_dao": 403, "thanh_pho": 403, "quan_tri": 403, "nguoi_la": 404} {
		b := w.as(login)
		for _, path := range []string{plansAddress, "/units/lechan/allocation?year=2023&indicator=thu_ns&from=city&level=district"} {
			if a := b.post(path, form); a.status != want {
				t.Errorf("%s posts to %s: %d, want %d", login, path, a.status, want)
			}
			if a := b.get(path); a.status != want || strings.Contains(a.body, "js-plans") {
				t.Errorf("%s reads %s: %d, want %d", login, path, a.status, want)
			}
		}
	}
	if got := w.newestPlan("ban_le", "city").Version; got != before {
		t.Errorf("version %d became %d", before, got)
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	tests := []struct {
		name string
		set  map[string]string
		says string
	}{
		{"an operator there is not", with(document, "operator.ban_le", "!!", "low.ban_le", "1"), ""},
		{"more decimals than are stored", with(document, "low.ban_le", "1,23456789"), ""},
		{"an exponent", with(document, "low.ban_le", "1e5"), ""},
		{"not applicable", with(document, "low.ban_le", "x"), "kế hoạch phải là một số"},
		{"a high end alone", with(document, "high.ban_le", "5", "seen.ban_le", "\n\n\n", "low.ban_le", ""), "cần nhập giá trị kế hoạch"},
		{"a high end without a range", with(document, "low.ban_le", "3", "high.ban_le", "5"), "khoảng cần hai đầu"},
		{"a document of nobody", with(document, "issuer", " ", "low.ban_le", "30.000"), "Cần ghi cơ quan ban hành"},
		{"taken back without a reason", with(document, "seen.ban_le", "=\n30.000\n\n", "low.ban_le", "", "answer.ban_le", "withdraw"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := w.newestPlan("ban_le", "city").Version
			other := w.newestPlan("gtsx_cn", "city").Version
			form := fill(b.openPlans(plansAddress), tt.set)
			form.Set("low.gtsx_cn", "455")
			a := b.post(plansAddress, form)
			if a.status != http.StatusUnprocessableEntity {
				t.Fatalf("%d, want 422", a.status)
			}
			page := a.page(t)
			if text := textOf(page.Find("main")); !strings.Contains(text, tt.says) {
				t.Errorf("the page does not say %q: %s", tt.says, textOf(page.Find(".Save--refused, .Field-fault, .Notice")))
			}
			if w.newestPlan("ban_le", "city").Version != before || w.newestPlan("gtsx_cn", "city").Version != other {
				t.Error("something was saved all the same")
			}
			if kept := fields(page.Find("form.js-plans")); kept.Get("low.gtsx_cn") != "455" || kept.Get("low.ban_le") != tt.set["low.ban_le"] {
				t.Errorf("typed values came back as %q and %q", kept.Get("low.gtsx_cn"), kept.Get("low.ban_le"))
			}
		})
	}
}

// Fields of rows that are not in the set are nobody's plan.
func TestPlansOutsideTheSet(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	form := fill(b.openPlans(plansAddress), with(document, "low.xuat_khau", "5", "low.khong_co", "7"))
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther || !strings.HasSuffix(a.location(), "saved=0") {
		t.Errorf("%d to %q", a.status, a.location())
	}
	if p := w.newestPlan("xuat_khau", "city"); p.Version != 0 {
		t.Errorf("a plan of a row outside the set: %+v", p)
	}
}

func TestPlansOfAYearWithoutASet(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.english("nguoi_soat")
	a := b.get("/units/lechan/plans?year=2031&level=city")
	page := a.page(t)
	if a.status != http.StatusOK || page.Find("form.js-plans").Length() != 0 {
		t.Errorf("%d with %d forms", a.status, page.Find("form.js-plans").Length())
	}
	if got := textOf(page.Find(".Empty")); !strings.Contains(got, "Make the indicator set of the year before assigning plans.") {
		t.Errorf("it says %q", got)
	}
	for _, path := range []string{"/units/lechan/plans?year=1", "/units/lechan/plans?year=abc", "/units/lechan/plans?year=2022-Q1"} {
		if a := b.get(path); a.status == http.StatusOK || a.status >= 500 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestPlansInEnglish(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.english("nguoi_soat")
	page := b.get(plansAddress).page(t)
	checkTexts(t, page, map[string]string{"h1": "Plans for 2023", "#decision": "Basis", ".Form-actions button": "Save plans",
		".Plans thead th:nth-child(4)": "Actual 2022"})
	if text := textOf(page.Find("main")); strings.Contains(text, "plans.") || strings.Contains(text, "Căn cứ") {
		t.Error("the English page names a key, or speaks Vietnamese")
	}
	form := fill(fields(page.Find("form.js-plans")), with(document, "number", "<b>1</b>/QĐ", "low.ban_le", "30,000.5"))
	a := b.post(plansAddress, form)
	if a.status != http.StatusSeeOther && a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", a.status)
	}
	form.Set("low.ban_le", "30.000,5")
	if a := b.post(plansAddress, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.status, textOf(a.page(t).Find(".Notice")))
	}
	after := b.get(plansAddress + "&saved=1")
	if strings.Contains(after.body, "<b>1</b>/QĐ") || !strings.Contains(textOf(after.page(t).Find("#row-ban_le")), "<b>1</b>/QĐ of 12 December 2022, UBND thành phố") {
		t.Errorf("the document reads %q", textOf(after.page(t).Find("#row-ban_le .Decision")))
	}
	if got := textOf(after.page(t).Find(".Notice--done")); got != "1 plan saved." {
		t.Errorf("it says %q", got)
	}
}

// Every version of a plan stays, what was taken back too, level by level; who
// may read the unit may read them.
func TestPlanHistory(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.as("nguoi_soat")
	if a := b.post(plansAddress, fill(b.openPlans(plansAddress), with(document, "low.ban_le", "30.000"))); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	back := fill(b.openPlans(plansAddress), map[string]string{"basis": "proposed", "low.ban_le": "", "answer.ban_le": "withdraw", "reason.ban_le": "giao nhầm <đơn vị>"})
	if a := b.post(plansAddress, back); a.status != http.StatusSeeOther {
		t.Fatalf("taking back: %d", a.status)
	}
	page := w.english("can_bo").get("/units/lechan/plans/ban_le?year=2023").page(t)
	rows := page.Find("tbody").First().Find("tr")
	if rows.Length() != 2 {
		t.Fatalf("%d versions, want 2", rows.Length())
	}
	first, second := textOf(rows.Eq(0)), textOf(rows.Eq(1))
	if !strings.Contains(first, "giao nhầm <đơn vị>") || !strings.Contains(first, "Người nguoi_soat") || strings.Contains(first, "30,000") {
		t.Errorf("the newest: %s", first)
	}
	if !strings.Contains(second, "30,000.0") || !strings.Contains(second, "4269/QĐ-UBND") || strings.Contains(second, "adjusted") {
		t.Errorf("the first: %s", second)
	}
	empty := w.english("lanh_dao").get("/units/lechan/plans/gtsx_cn?year=2031").page(t)
	if got := textOf(empty.Find(".Empty")); got != "No plan assigned." || empty.Find("tbody").Length() != 0 {
		t.Errorf("no version: %q", got)
	}
	for _, tt := range []struct {
		login, path string
		status      int
	}{
		{"can_bo", "/units/lechan/plans/khong_co?year=2023", 404}, {"nguoi_la", "/units/lechan/plans/ban_le?year=2023", 404},
		{"lanh_dao", "/units/lechan/plans/ban_le?year=2022", 200}, {"lanh_dao", "/units/lechan/plans/ban_le?year=2022&level=khong", 404},
	} {
		if a := w.as(tt.login).get(tt.path); a.status != tt.status {
			t.Errorf("%s at %s: %d, want %d", tt.login, tt.path, a.status, tt.status)
		}
	}
}
